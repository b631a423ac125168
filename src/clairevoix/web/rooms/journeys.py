"""The page « Parcours »: every journey that logs tell of, drawn, and on which part of the log its figures stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from clairevoix.i18n import LANGUAGES, Translator, day_name, integer
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms import fibre_lines as lines
from clairevoix.web.rooms import journey_words as words
from clairevoix.web.rooms.fibre_lines import Told
from clairevoix.web.rooms.fibre_year import journeys_told
from clairevoix.web.rooms.journey_diagram import diagram
from clairevoix.web.rooms.room import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One journey; ``svg`` is made here and holds nothing that a reader wrote."""

    name: str
    title: str
    definition: str
    read: str
    svg: Markup
    moves: tuple[Told, ...]
    undeclared: str
    judged: tuple[Told, ...]
    odd: tuple[Told, ...]
    right: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Journeys:
    """The page."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    rows: tuple[Told, ...]
    journeys: tuple[Drawn, ...]
    foot: Foot


def journeys(snapshot: Snapshot, lang: str) -> Journeys:
    """The page in one language."""
    _, about, told = Translator(lang), read_about(snapshot.about), journeys_told(snapshot)
    return Journeys(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=None if told else _("No log of steps was read yet, or too few cases are in it."),
        rows=_rows_read(snapshot, _),
        journeys=tuple(_drawn(snapshot, name, _) for name in sorted(told)),
        foot=foot(about, _),
    )


def _rows_read(snapshot: Snapshot, _: Translator) -> tuple[Told, ...]:
    found = []
    for row in snapshot.select("log_quality", "step", "rows"):
        refused, unlisted = row.key.removeprefix("refused_"), row.key.removeprefix("unlisted_")
        if refused != row.key:
            title = _("refused: {code}", code=refused)
        elif unlisted != row.key:
            title = _("a word that nobody declared, in {column}", column=unlisted)
        else:
            title = words.named(words.ROWS, row.key, _)
        found.append(lines.told(row, title, _))
    return tuple(found)


def _drawn(snapshot: Snapshot, name: str, _: Translator) -> Drawn:
    told = journeys_told(snapshot)[name]
    moves = snapshot.select("journey", "step", name)
    titles = {state["name"]: state["title"].get(_.lang, state["name"]) for state in told["states"]}
    right = [
        (row, row.period.split("/")[1])
        for row in snapshot.select("right_first_time", "month")
        if row.key == lines.TOTAL and row.period.split("/")[0] == name
    ]
    return Drawn(
        name=name,
        title=told["title"][_.lang],
        definition=told["definition"][_.lang],
        read=_(
            "Definition {version} ({digest}); the log goes up to {day}; a success is watched {window} days.",
            version=told["version"],
            digest=told["digest"],
            day=day_name(told["as_of"], _.lang),
            window=told["window_days"],
        ),
        svg=Markup(diagram(told["states"], moves, _)),  # noqa: S704  (texts in it are escaped)
        moves=tuple(_move(row, titles, _) for row in moves if not row.key.startswith(">")),
        undeclared=_undeclared(told, moves, _),
        judged=tuple(
            lines.told(row, words.named(words.LEFT_OUT, row.key, _), _)
            for row in lines.parts(snapshot.select("log_quality", "journey", name))
        ),
        odd=tuple(
            lines.told(row, words.named(words.ODD, row.key, _), _)
            for row in snapshot.select("log_quality", "stage", name)
        ),
        right=tuple(lines.told(row, year, _) for row, year in right),
    )


def _move(row: Row, titles: dict[str, str], _: Translator) -> Told:
    start, end = row.key.split(">")
    return lines.told(row, _("{start} → {end}", start=titles.get(start, start), end=titles.get(end, end)), _)


def _undeclared(told: Mapping[str, Any], moves: tuple[Row, ...], _: Translator) -> str:
    """How many moves the definition does not know of: they are drawn and counted all the same."""
    allowed = {f"{before}>{state['name']}" for state in told["states"] for before in state["after"]}
    allowed.add(f">{told['states'][0]['name']}")
    n = sum(row.n or 0 for row in moves if row.key not in allowed and row.rule_id is None)
    if not n:
        return ""
    return _("{n} moves are not in the definition; they are drawn and counted all the same.", n=integer(n, _.lang))


def journeys_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers: shares from 0 to 1, days between states."""
    rows = [
        row
        for row in snapshot.rows
        if row.measure == "log_quality" or (row.measure, row.dimension) == ("journey", "step")
    ]
    keys = ("published_at", "version", "synthetic", "charter")
    names = ("measure", "dimension", "period", "key", "value", "low", "high", "n", "unit", "rule_id")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "journeys": dict(journeys_told(snapshot)),
        "figures": [{name: getattr(row, name) for name in names} for row in rows],
    }


ROOM = Room(name="journeys", title="Journeys", template="journeys.html", page=journeys, numbers=journeys_json)
