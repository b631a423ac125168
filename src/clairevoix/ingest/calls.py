"""Lists of calls: a folder or files, with a sidecar that says who is on which channel, when and where.

The sidecar of a folder is ``contacts.csv`` or ``contacts.json``; a single file may have ``NAME.json`` beside it. Columns:
``contact_id``, ``file``, ``started_at`` (ISO 8601 with time zone), ``parties`` (``agent|customer`` in channel order),
``site``, ``language``, ``team``; ``customer`` and ``agent``, of which pseudonyms are made where a purpose allows; and
``neutralised`` and ``objected``, which say that nothing may be heard. Others are not read. A list may name contacts in
writing too (see :mod:`clairevoix.ingest.written`): they are drawn as calls are.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clairevoix.ingest.audio import AUDIO_SUFFIXES
from clairevoix.ingest.tables import TextRow, read_rows
from clairevoix.ingest.written import is_written
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError, SettingsError

SIDECARS = ("contacts.csv", "contacts.json")
LANGUAGES = ("fr", "en", "auto")
_YES, _NO = frozenset({"1", "yes", "oui", "true", "vrai", "x"}), frozenset({"", "0", "no", "non", "false", "faux"})
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One listed contact, not opened yet. ``position`` tells where it stood in the list, never what it says."""

    position: str
    source_id: str = field(repr=False)
    row: TextRow = field(repr=False)
    folder: Path = field(repr=False)

    @property
    def neutralised(self) -> bool:
        """Whether capture was switched off. Raises InputError(bad_value) for a word that says neither yes nor no."""
        return _flag(self.row.get("neutralised", ""))

    @property
    def objected(self) -> bool:
        """Whether the customer objected during the call. Raises InputError(bad_value)."""
        return _flag(self.row.get("objected", ""))

    @property
    def customer(self) -> str:
        """Whoever called, as the source names them, or ""."""
        return self.row.get("customer", "")

    @property
    def agent(self) -> str:
        """Whoever answered, as the source names them, or ""."""
        return self.row.get("agent", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the metadata of a drawn contact says, checked."""

    path: Path = field(repr=False)
    started_at: datetime
    parties: tuple[Party, ...]
    site: str | None
    language: str
    team: str | None = None


def list_calls(path: Path) -> Iterator[Listed | tuple[str, Code]]:
    """Every contact that ``path`` lists, or the position and the code of an entry that is none.

    In a folder with a sidecar, audio that the sidecar does not list is ``not_listed``.
    """
    if path.is_dir():
        sidecar = next((path / name for name in SIDECARS if (path / name).is_file()), None)
        if sidecar is not None:
            yield from _from_sidecar(sidecar)
            return
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in AUDIO_SUFFIXES and file.is_file())
        for number, file in enumerate(files, start=1):
            yield from _from_file(file, f"file {number}", str(file.relative_to(path)))
    elif path.suffix.lower() in (".csv", ".json"):
        yield from _from_sidecar(path)
    elif path.is_file():
        yield from _from_file(path, "file 1", path.name)
    else:
        yield "file 1", Code.MISSING_FILE


def read_details(
    listed: Listed, sites: Collection[str], undated: datetime | None = None, teams: Collection[str] = ()
) -> Details:
    """Checks the metadata of a contact; ``undated`` stands for a missing date, where one may be missing.

    A file's own date proves nothing: copying renews it. Raises InputError: missing_file, outside_folder, bad_date and
    the like.
    """
    row = listed.row
    path = _path(listed)
    site, language = row.get("site") or None, row.get("language") or "fr"
    if site is not None and site not in sites:
        raise InputError(Code.UNKNOWN_SITE)
    team = row.get("team") or None
    if team is not None and team not in teams:
        raise InputError(Code.BAD_VALUE)
    if language not in LANGUAGES:
        raise InputError(Code.BAD_LANGUAGE)
    started_at = _started_at(row.get("started_at", ""), undated)
    return Details(path=path, started_at=started_at, parties=_parties(row), site=site, language=language, team=team)


def declared_teams(document: Mapping[str, object]) -> frozenset[str]:
    """The teams that ``organisation.toml`` declares as ``[[teams]]``, by their ids. Raises SettingsError."""
    teams = document.get("teams", [])
    if not isinstance(teams, list) or not all(isinstance(each, dict) and {"id", "name"} <= set(each) for each in teams):
        raise SettingsError("organisation.toml: each [[teams]] needs an id and a name")
    return frozenset(str(each["id"]) for each in teams)


def _flag(text: str) -> bool:
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise InputError(Code.BAD_VALUE)
    return word in _YES


def _path(listed: Listed) -> Path:
    try:
        path = (listed.folder / (listed.row.get("file", "") or ".")).resolve()
        is_file = path.is_file()
    except (ValueError, OSError):
        raise InputError(Code.BAD_VALUE) from None  # a name that no file can have
    if not path.is_relative_to(listed.folder.resolve()):
        raise InputError(Code.OUTSIDE_FOLDER)
    if not is_file:
        raise InputError(Code.MISSING_FILE)
    if path.suffix.lower() not in AUDIO_SUFFIXES and not is_written(path):
        raise InputError(Code.NOT_AUDIO)
    return path


def _from_sidecar(sidecar: Path) -> Iterator[Listed | tuple[str, Code]]:
    try:
        rows = list(read_rows(sidecar))
    except InputError as error:
        yield "the list", error.code
        return
    for number, row in enumerate(rows, start=1):
        if not row.get("contact_id"):
            yield f"row {number}", Code.MISSING_ID
            continue
        yield Listed(position=f"row {number}", source_id=row["contact_id"], row=row, folder=sidecar.parent)
    listed = {os.path.normpath(sidecar.parent / row.get("file", "")) for row in rows}
    files = sorted(file for file in sidecar.parent.rglob("*") if file.suffix.lower() in AUDIO_SUFFIXES)
    for number, file in enumerate(files, start=1):
        if os.path.normpath(file) not in listed:
            yield f"file {number}", Code.NOT_LISTED


def _from_file(file: Path, position: str, source_id: str) -> Iterator[Listed | tuple[str, Code]]:
    row: dict[str, str] = {"contact_id": source_id}
    sidecar = file.with_suffix(".json")
    if sidecar.is_file():
        try:
            row |= dict(next(iter(read_rows(sidecar)), {}))
        except InputError as error:
            yield position, error.code
            return
    row["file"] = file.name
    if not row["contact_id"]:
        yield position, Code.MISSING_ID
        return
    yield Listed(position=position, source_id=row["contact_id"], row=row, folder=file.parent)


def _started_at(text: str, undated: datetime | None) -> datetime:
    if not text and undated is not None:
        return undated
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(Code.BAD_DATE) from None
    if value.tzinfo is None or value > datetime.now(UTC) + _CLOCKS_DIFFER:
        raise InputError(Code.BAD_DATE)
    return value


def _parties(row: TextRow) -> tuple[Party, ...]:
    try:
        parties = tuple(Party(name.strip()) for name in row.get("parties", "").split("|") if name.strip())
    except ValueError:
        raise InputError(Code.BAD_PARTIES) from None
    if parties.count(Party.CUSTOMER) > 1:
        raise InputError(Code.BAD_PARTIES)  # one of the two is somebody else, and excerpts play the customer
    return parties
