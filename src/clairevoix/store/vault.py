"""Redacted audio: one AES-256-GCM key per object, keys kept apart from what they open.

An object is a nonce of 12 bytes, the ciphertext and a tag of 16 bytes; its identifier is authenticated with it (NIST SP
800-38D). It is erased by destroying its key and its ciphertext (NIST SP 800-88r2 asks for both the keys and every copy of
them to be gone).
"""

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM

from clairevoix.model.errors import StoreError
from clairevoix.store.workspace import Workspace, settle, whole, write_whole

_KEY_BYTES, _NONCE_BYTES, _TAG_BYTES = 32, 12, 16
_BYTES_AT_ONCE = 1 << 20


def put(workspace: Workspace, object_id: str, content: bytes | Iterable[bytes]) -> None:
    """Stores ``content``, whole or in pieces that are encrypted one by one; writing the same id again replaces it.

    If a piece does not come, what was there before stays. A process that is killed may leave half a ciphertext, whose key
    was never on a disk, for :func:`sweep`. Two must never write the same id at once: one would leave its key, and the
    other its ciphertext. Raises StoreError if it cannot be written.
    """
    path, key_path = _paths(workspace, object_id)
    key = secrets.token_bytes(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for folder in (workspace.keys, workspace.keys / "vault", key_path.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole(path) as stream:
            stream.writelines(_sealed(key, object_id, (content,) if isinstance(content, bytes) else content))
            # The key before the object appears: what can be seen can be opened. Not before all of it lies on the disk, so
            # that whoever is killed over hours of sound leaves no key, and a full disk spoils no object that was there.
            settle(stream)
            write_whole(key_path, key, mode=0o600)
    except OSError:
        raise StoreError("the vault could not be written; is the disk full?") from None


def take(workspace: Workspace, object_id: str) -> bytes:
    """The content of an object. Raises StoreError if it, or its key, is gone or was altered."""
    path, key_path = _paths(workspace, object_id)
    try:
        with path.open("rb") as stream:
            return _opened(key_path.read_bytes(), object_id, stream)
    except (FileNotFoundError, InvalidTag, ValueError):
        raise StoreError("an object of the vault is gone or was altered") from None


def _sealed(key: bytes, object_id: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    encryptor = Cipher(AES(key), GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(object_id.encode())
    yield nonce
    for piece in pieces:
        yield encryptor.update(piece)
    yield encryptor.finalize() + encryptor.tag


def _opened(key: bytes, object_id: str, stream: BinaryIO) -> bytes:
    """In memory once. Nothing of it is given away before the tag, which comes last, is found right."""
    left = os.fstat(stream.fileno()).st_size - _NONCE_BYTES - _TAG_BYTES
    decryptor = Cipher(AES(key), GCM(stream.read(_NONCE_BYTES))).decryptor()
    decryptor.authenticate_additional_data(object_id.encode())
    content = io.BytesIO()
    while left > 0:
        piece = stream.read(min(left, _BYTES_AT_ONCE))
        if not piece:
            raise ValueError("it was cut while it was read")
        content.write(decryptor.update(piece))
        left -= len(piece)
    decryptor.finalize_with_tag(stream.read(_TAG_BYTES))
    return content.getvalue()


def erase(workspace: Workspace, object_id: str) -> None:
    """Destroys the key first, then the ciphertext. Erasing what is gone does nothing."""
    cipher, key_path = _paths(workspace, object_id)
    key_path.unlink(missing_ok=True)
    cipher.unlink(missing_ok=True)


def sweep(workspace: Workspace) -> None:
    """Removes what was half written when a process was killed. Only for whoever holds the workspace."""
    for folder in (workspace.vault, workspace.keys / "vault"):
        for path in folder.glob("??/.*.tmp"):
            path.unlink(missing_ok=True)


def object_ids(workspace: Workspace) -> Iterator[str]:
    """Every object that has a key or a ciphertext."""
    names = {path.name for path in workspace.vault.glob("??/*") if not path.name.startswith(".")}
    names |= {path.stem for path in (workspace.keys / "vault").glob("??/*.key") if not path.name.startswith(".")}
    yield from sorted(names)


def _paths(workspace: Workspace, object_id: str) -> tuple[Path, Path]:
    folder = object_id[:2]
    return (workspace.vault / folder / object_id, workspace.keys / "vault" / folder / f"{object_id}.key")
