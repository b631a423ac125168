"""What the commands of ``clairevoix charter`` share: the version that is meant, files of keys, proposals and signatures."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from clairevoix.charter.measures import digest_of
from clairevoix.charter.missing import steps_left
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.charter.signing import Signed
from clairevoix.charter.versions import Document, Event, State, Version
from clairevoix.cli.charter.wording import STATES, STEPS
from clairevoix.cli.output import note, say, spoken
from clairevoix.config import read_toml
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.project import CHARTER_FILE, Project, open_project
from clairevoix.store import consultations
from clairevoix.store.consultation_rows import signed_from, signed_to
from clairevoix.store.consultations import Consultations
from clairevoix.store.workspace import write_whole

ON_THE_WAY = (State.DRAFT, State.NOTIFIED, State.CONSULTED, State.COUNTERSIGNED)
_FORMAT = "clairevoix/charter/1"

version_option = click.option(
    "--version", "version_id", type=click.IntRange(1), help="Which version; needed where several are on their way."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The version that a command is about, in its workspace."""

    project: Project
    known: Consultations
    version_id: int
    version: Version


def file_charter(root: Path) -> Charter:
    """What ``charter.toml`` proposes."""
    return parse_charter(read_toml(root / CHARTER_FILE))


def chosen(root: Path, version_id: int | None, states: Collection[State] = ON_THE_WAY) -> Chosen:
    """The version of that number, or the only one in such a state. Raises SettingsError where that is not one."""
    project = open_project(root)
    known = consultations.consultations(project.registry)
    among = [number for number, version in known.versions.items() if version.state in states]
    wanted = version_id if version_id is not None else among[0] if len(among) == 1 else None
    if wanted is None or wanted not in known.versions:
        raise SettingsError(f"{len(among)} versions of the charter are meant; name one: clairevoix charter show")
    return Chosen(project=project, known=known, version_id=wanted, version=known.versions[wanted])


def recorded(found: Chosen, event: Event, **activation: Any) -> Version:
    """Writes an event down and says where the version stands now and what is missing."""
    with explained(found.version):
        version = consultations.record(found.project.registry, found.version_id, event, now(), **activation)
    said(found.version_id, version)
    return version


def said(version_id: int, version: Version) -> None:
    """One line for the state, one for each thing that is missing."""
    _ = spoken()
    say(_("Version {number} of the charter: {state}.", number=version_id, state=_(STATES[version.state])))
    for line in missing_lines(version):
        say(line)


def missing_lines(version: Version) -> list[str]:
    """What is missing, one line each."""
    _ = spoken()
    return [_("  missing: {step}", step=_(STEPS[step])) for step in steps_left(version, now().date())]


@contextmanager
def explained(version: Version) -> Iterator[None]:
    """A refusal is followed by what is missing."""
    try:
        yield
    except CharterRefusal:
        for line in missing_lines(version):
            note(line)
        raise


def now() -> datetime:
    """The moment of whatever is written down."""
    return datetime.now(UTC)


def document(path: Path, kind: str, name: str | None = None) -> Document:
    """A document by its digest; what it says stays where it is."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    found = Document(document_id=name or f"{kind}-{digest[:12]}", digest=digest)
    if not found.is_sound:
        raise SettingsError("a document is named with letters, digits, dots and hyphens, 64 at most")
    return found


def read_key(path: Path) -> str:
    """The text of a key's file."""
    return _text(path)


def write_proposal(path: Path, scope_digest: str, text: str) -> None:
    """A proposal as a file, to be read and signed on a machine of the council's own."""
    write_whole(path, _json({"format": _FORMAT, "scope_digest": scope_digest, "charter": text}))


def read_proposal(path: Path) -> tuple[str, str]:
    """Scope digest and canonical text. Raises SettingsError for a file that is no proposal, or an altered one."""
    values = _read(path)
    digest, text = values.get("scope_digest"), values.get("charter")
    if not isinstance(digest, str) or not isinstance(text, str) or digest_of(text) != digest:
        raise SettingsError("the file is no proposal, or was changed: its charter is not the one of its digest")
    return digest, text


def write_signature(path: Path, signed: Signed) -> None:
    """A signature as a file."""
    write_whole(path, _json({"format": _FORMAT, **signed_to(signed)}))


def read_signature(path: Path) -> Signed:
    """Raises SettingsError for a file that holds none."""
    return _or_complain(lambda: signed_from(_read(path)))


def _or_complain(read: Callable[[], Signed]) -> Signed:
    try:
        return read()
    except (KeyError, ValueError, TypeError):
        raise SettingsError("the file holds no signature of a charter") from None


def _json(values: dict[str, str]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


def _read(path: Path) -> dict[str, str]:
    try:
        values = json.loads(_text(path))
    except ValueError:
        values = None
    if not isinstance(values, dict) or values.get("format") != _FORMAT:
        raise SettingsError(f"{path.name} is not a file of the format {_FORMAT}")
    return values


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path.name} cannot be read") from None
