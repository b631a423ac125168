"""Keys of epochs: an employee's pseudonym lives as long as its epoch's key, and no key reaches into the next epoch.

pseudonym = HMAC-SHA256(key of the epoch, identifier). Whoever lacks the key, or comes after its end, cannot tell that two
epochs speak of one person.
"""

import hashlib
import hmac
from datetime import date

from clairevoix.charter.retention import epoch_ends, epoch_of
from clairevoix.model.errors import StoreError
from clairevoix.store import tombstones
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import Workspace, secret

_FOLDER = "epochs"


def agent_pseudonym(workspace: Workspace, epoch: str, agent_id: str) -> str:
    """The name of an employee in one epoch: 16 hexadecimal digits. Raises StoreError if the epoch's key was destroyed."""
    if tombstones.read(workspace).has(Kind.EPOCH, epoch):
        raise StoreError("the key of that epoch was destroyed")
    (workspace.keys / _FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secret(workspace, f"{_FOLDER}/{epoch}.key")
    return hmac.new(key, f"agent\0{agent_id}".encode(), hashlib.sha256).hexdigest()[:16]


def agent_on(workspace: Workspace, day: date, days: int, agent_id: str) -> tuple[str, str]:
    """The epoch of a day, of epochs of so many days, and the name of an employee in it."""
    epoch = epoch_of(day, days)
    return epoch, agent_pseudonym(workspace, epoch, agent_id)


def existing(workspace: Workspace) -> tuple[str, ...]:
    """The epochs whose keys exist."""
    return tuple(sorted(path.stem for path in (workspace.keys / _FOLDER).glob("[0-9]*.key")))


def ended(workspace: Workspace, oldest: date) -> tuple[str, ...]:
    """The epochs all of whose days lie before ``oldest``, so that nothing they name may still be kept."""
    return tuple(epoch for epoch in existing(workspace) if epoch_ends(epoch) < oldest)


def destroy(workspace: Workspace, epoch: str) -> None:
    (workspace.keys / _FOLDER / f"{epoch}.key").unlink(missing_ok=True)
