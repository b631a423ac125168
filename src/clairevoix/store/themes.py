"""Themes as they were last found: in the registry, their words sealed, with the contacts nearest to their middle.

What people decided of themes lies in the workspace, in a file that people may edit: ``themes.toml``.
"""

import json
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from clairevoix.model.errors import Code, InputError, SettingsError
from clairevoix.model.theme import FoundThemes, Move, Theme, ThemeDecisions, Trend
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within
from clairevoix.store.workspace import Workspace, seal, unseal, write_whole

FILE = "themes.toml"
#: Where drafts of labels lie: beside the codebook, which does not read them.
DRAFTS = "codebook/drafts"
_FROM = "# from contact "
_HEAD = """\
# What was decided of the themes, by their keys (clairevoix themes list). Merged and split ones are named anew.
"""

_found = sa.Table(
    "themes_found",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("found_at", sa.String, nullable=False),
    sa.Column("last_month", sa.String, nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("n_alone", sa.Integer, nullable=False),
    sa.Column("themes", sa.LargeBinary, nullable=False),
)
_central = sa.Table(
    "themes_central",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("contact_id", sa.String, nullable=False, index=True),
)


def replace(engine: sa.Engine, workspace: Workspace, found: FoundThemes, last_month: str, at: datetime) -> None:
    """Stores what a search found in the place of what the one before did."""
    told = [{**asdict(each), "central": ()} for each in found.themes]
    central = [
        {"key": _named(number), "place": place, "contact_id": contact_id}
        for number, each in enumerate(found.themes)
        for place, contact_id in enumerate(each.central)
    ]
    row = {"number": 1, "found_at": at.isoformat(), "last_month": last_month, "n": found.n, "n_alone": found.n_alone}
    with engine.begin() as connection:
        connection.execute(_found.delete())
        connection.execute(_central.delete())
        connection.execute(_found.insert().values({**row, "themes": seal(workspace, json.dumps(told))}))
        if central:
            connection.execute(_central.insert(), central)
        append_within(connection, "themes", themes=len(found.themes), contacts=found.n)


def latest(engine: sa.Engine, workspace: Workspace) -> tuple[FoundThemes, str, datetime] | None:
    """What was last found, the last month and when; None before the first search."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(_found)).one_or_none()
        central: dict[str, list[str]] = {}
        for each in connection.execute(sa.select(_central).order_by(_central.c.key, _central.c.place)):
            central.setdefault(each.key, []).append(each.contact_id)
    if row is None:
        return None
    themes = tuple(
        _theme(told, tuple(central.get(_named(number), ())))
        for number, told in enumerate(json.loads(unseal(workspace, row.themes)))
    )
    found = FoundThemes(themes=themes, members={}, n=row.n, n_alone=row.n_alone)
    return found, row.last_month, datetime.fromisoformat(row.found_at)


def contact_ids(connection: sa.Connection) -> Iterable[str]:
    """Every contact that is shown for a theme."""
    return tuple(connection.execute(sa.select(_central.c.contact_id).distinct()).scalars())


def erase_within(connection: sa.Connection, gone: Collection[str]) -> int:
    """Contacts that go are shown for no theme any more, in an open transaction. Returns how many places."""
    return int(connection.execute(_central.delete().where(_central.c.contact_id.in_(gone))).rowcount)


def decisions(workspace: Workspace) -> ThemeDecisions:
    """What ``themes.toml`` says; nothing is decided where there is none. Raises SettingsError for a file that is none."""
    path = workspace.root / FILE
    try:
        document = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
        if set(document) - {"merge", "split", "ignore"}:
            raise ValueError
        return ThemeDecisions(
            merged=tuple(_keys(each["themes"], least=2) for each in document.get("merge", [])),
            split={_key(each["theme"]): _parts(each["parts"]) for each in document.get("split", [])},
            ignored=_keys(document.get("ignore", {}).get("themes", []), least=0),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
        raise SettingsError(f"{FILE}: known are [[merge]] themes, [[split]] theme and parts, [ignore] themes") from None


def decide(workspace: Workspace, decided: ThemeDecisions) -> None:
    """Writes ``themes.toml``."""
    lines = [_HEAD]
    lines += [f"[[merge]]\nthemes = {json.dumps(list(keys))}\n" for keys in decided.merged]
    lines += [f"[[split]]\ntheme = {json.dumps(key)}\nparts = {parts}\n" for key, parts in decided.split.items()]
    if decided.ignored:
        lines.append(f"[ignore]\nthemes = {json.dumps(list(decided.ignored))}\n")
    write_whole(workspace.root / FILE, "\n".join(lines).encode())


def add_draft(workspace: Workspace, name: str, text: str, contact_ids: Collection[str]) -> str:
    """A draft of a label, with the contacts whose words are in it: it goes when one of them does. Returns its place."""
    place = f"{DRAFTS}/{name}.toml"
    path = workspace.root / place
    if path.exists():
        raise InputError(Code.BAD_VALUE, "name")
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = "".join(f"{_FROM}{each}\n" for each in sorted(contact_ids))
    write_whole(path, (quoted + text).encode(), mode=0o600)
    return place


def drafted(workspace: Workspace) -> frozenset[str]:
    """Every contact whose words are in a draft."""
    return frozenset().union(*(_sources(path) for path in _drafts(workspace)))


def forget_drafts(workspace: Workspace, gone: Collection[str]) -> None:
    """Deletes every draft that quotes a contact that goes."""
    for path in _drafts(workspace) if gone else ():
        if _sources(path) & set(gone):
            path.unlink()


def _drafts(workspace: Workspace) -> list[Path]:
    return sorted((workspace.root / DRAFTS).glob("*.toml"))


def _sources(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return frozenset(line.removeprefix(_FROM).strip() for line in lines if line.startswith(_FROM))


def _theme(told: Mapping[str, object], central: tuple[str, ...]) -> Theme:
    move = told["move"]
    known = Move(**{**move, "trend": Trend(move["trend"])}) if isinstance(move, dict) else None
    return Theme(**{**told, "words": tuple(told["words"]), "central": central, "move": known})  # type: ignore[arg-type]


def _named(number: int) -> str:
    """A theme's name in the clear: its place, since its key is made of words."""
    return f"{number:04d}"


def _key(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError
    return value


def _keys(value: object, *, least: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) < least:
        raise TypeError
    return tuple(_key(each) for each in value)


def _parts(value: object) -> int:
    if not isinstance(value, int) or not 2 <= value <= 20:
        raise ValueError
    return value
