"""``clairevoix charter suspend``, ``resume``, ``withdraw``, ``keygen``, ``register`` and ``recount``."""

import secrets
from pathlib import Path

import click

from clairevoix.charter.signing import (
    KEY_BYTES,
    Act,
    Signatory,
    Statement,
    checked_public_key,
    new_key,
    public_key,
    sign,
)
from clairevoix.charter.versions import Event, Kind, State, Suspender
from clairevoix.cli.charter.versions import chosen, now, read_key, recorded, version_option
from clairevoix.cli.output import finish, json_option, say, spoken, workspace_option
from clairevoix.drawing import SEED
from clairevoix.drawing.recount import recount as drawn_again
from clairevoix.model.errors import SettingsError
from clairevoix.project import open_project
from clairevoix.store import consultations
from clairevoix.store.workspace import write_whole

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BY = click.option("--by", type=click.Choice([each.value for each in Suspender]), required=True)
_SIGNATORY = click.Choice([each.value for each in Signatory])


@click.command()
@workspace_option
@version_option
@_BY
def suspend(*, root: Path, version_id: int | None, by: str) -> None:
    """Suspend the charter in force: the strictest profile holds at once."""
    recorded(chosen(root, version_id, (State.ACTIVE,)), Event(kind=Kind.SUSPEND, by=Suspender(by)))


@click.command()
@workspace_option
@version_option
@_BY
@click.option("--key", type=_FILE, help="The council's private key, if it was the council that suspended.")
def resume(*, root: Path, version_id: int | None, by: str, key: Path | None) -> None:
    """End a suspension; only whoever suspended may."""
    found = chosen(root, version_id, (State.SUSPENDED,))
    signed = None
    if key is not None:
        scope = found.version.scope_digest
        said = Statement(signatory=Signatory.COUNCIL, act=Act.RESUME, scope_digest=scope, on=now().date())
        signed = sign(read_key(key), said)
    recorded(found, Event(kind=Kind.RESUME, by=Suspender(by), signed=signed))


@click.command()
@workspace_option
@version_option
def withdraw(*, root: Path, version_id: int | None) -> None:
    """Give a version up, on its way or in force, for good."""
    recorded(chosen(root, version_id), Event(kind=Kind.WITHDRAW))


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@workspace_option
@json_option
def recount(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Draw again from the lists that were drawn from, with the committed seed, and compare with what was registered.

    To be run before the works council's eyes, with lists that it chose. Nothing is opened and nothing changes.
    """
    finish(drawn_again(open_project(root), paths, SEED), as_json=as_json)


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
def keygen(path: Path) -> None:
    """Make a private key in FILE and its public key in FILE.pub. No workspace is needed."""
    public = path.with_name(f"{path.name}.pub")
    if path.exists() or public.exists():
        raise SettingsError(f"{path.name} or {public.name} exists already; a key is never written over")
    key = new_key(secrets.token_bytes(KEY_BYTES))
    write_whole(path, f"{key}\n".encode(), mode=0o600)
    write_whole(public, f"{public_key(key)}\n".encode())
    say(f"{public.name}: {public_key(key)}")


@click.command()
@click.argument("signatory", type=_SIGNATORY)
@click.argument("path", metavar="PUBLIC_KEY", type=_FILE)
@workspace_option
@click.option("--old-key", type=_FILE, help="The private key that it replaces, if it replaces one.")
def register(*, signatory: str, path: Path, root: Path, old_key: Path | None) -> None:
    """Register whose public key it is, once. Another key needs the old one's signature."""
    registry, at, public = open_project(root).registry, now(), checked_public_key(read_key(path))
    by_old = None
    if old_key is not None:
        said = Statement(signatory=Signatory(signatory), act=Act.REPLACE_KEY, scope_digest=public, on=at.date())
        by_old = sign(read_key(old_key), said)
    consultations.register_key(registry, Signatory(signatory), public, at, by_old)
    _ = spoken()
    say(_("The key {key} signs for: {signatory}.", key=public, signatory=signatory))
