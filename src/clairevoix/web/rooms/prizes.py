"""The page « Prix »: what Arcep published and how likely each rank is, and how our own mock contacts would fare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, integer, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.lines import Line, Scale, line
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms.arcep import Arcep, arcep_text
from clairevoix.web.rooms.arcep_chart import arcep_spec
from clairevoix.web.rooms.prizes_words import named
from clairevoix.web.rooms.room import Room

_TOTAL = "total"
_DEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """A channel of the grid: how many tests, what it weighs, and its criteria with their weights."""

    channel: str
    tests: str
    weight: str
    criteria: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """Élection du Service Client de l'Année. ``absence`` says why there is no mark of our own."""

    absence: str | None
    headline: str | None
    chance: str | None
    channels: tuple[Line, ...]
    scale: Scale
    untested: str | None
    costs: tuple[Line, ...]
    n_more: int
    grid: tuple[GridLine, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pillars:
    """The pillars in the last year that has any, against the mean of all companies."""

    year: str | None
    pillars: tuple[Line, ...]
    benchmark: str
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prizes:
    """The page « Prix »."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    arcep: Arcep | None
    own: tuple[Line, ...]
    election: Election | None
    pillars: Pillars | None
    changed: str | None
    foot: Foot


def prizes(snapshot: Snapshot, lang: str) -> Prizes:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Mapping[str, Any] | None = snapshot.about.get("prizes")  # type: ignore[assignment]
    minimum = "" if about.charter is None else integer(about.charter.minimum_cell, lang)
    own = [
        line(row, row.period, _, scale=None, reference=None, minimum=minimum)
        for row in snapshot.select("arcep", "year")
    ]
    changed = () if told is None else told["changed"]
    return Prizes(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        arcep=None if told is None else arcep_text(told, _),
        own=tuple(own),
        election=None if told is None else _election(snapshot, told, minimum, _),
        pillars=None if told is None else _pillars(snapshot, told, minimum, _),
        changed=_("Set in this workspace's prizes.toml: {names}.", names=", ".join(changed)) if changed else None,
        foot=foot(about, _),
    )


def prizes_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers: marks out of 10 or 20, chances from 0 to 1."""
    names = ("measure", "dimension", "period", "key", "value", "low", "high", "level", "n", "unit", "rule_id")
    rows = [row for row in snapshot.rows if row.measure in ("arcep", "mystery", "podium")]
    keys = ("published_at", "version", "synthetic", "prizes")
    figures = [{name: getattr(row, name) for name in names} for row in rows]
    return {"language": lang, **{key: snapshot.about.get(key) for key in keys}, "figures": figures}


def _election(snapshot: Snapshot, told: Mapping[str, Any], minimum: str, _: Translator) -> Election:
    grid = told["election"]
    year = max((row.period for row in snapshot.select("mystery", "channel")), default=None)
    rows = snapshot.select("mystery", "channel", year)
    scale = Scale(low=0.0, high=20.0, low_text="0", high_text="20")
    whole = next((row for row in rows if row.key == _TOTAL), None)
    parts = [row for row in rows if row.key != _TOTAL]
    costs = snapshot.select("mystery", "criterion", year)
    untested = [named(each, _) for each in grid["criteria"] if parts and each not in {row.key for row in parts}]
    return Election(
        absence=None if whole is not None else _("No mock mystery contact was entered yet."),
        headline=None if whole is None else _mark(whole, grid["threshold"], minimum, _),
        chance=_chance(snapshot.select("mystery", "prize", year), grid, _),
        channels=tuple(line(row, named(row.key, _), _, scale=scale, reference=whole, minimum=minimum) for row in parts),
        scale=scale,
        untested=_("Not tested, and left out of the mark: {names}.", names=", ".join(untested)) if untested else None,
        costs=tuple(
            line(row, _criterion(row.key, _), _, scale=None, reference=None, minimum=minimum)
            for row in costs[:_DEAREST]
        ),
        n_more=max(0, len(costs) - _DEAREST),
        grid=tuple(_grid_line(channel, grid, _) for channel in grid["criteria"]),
        assumed=_assumed(told, "election", _),
    )


def _mark(whole: Row, threshold: float, minimum: str, _: Translator) -> str:
    if whole.value is None:
        return line(whole, "", _, scale=None, reference=None, minimum=minimum).absence or ""
    return _(
        "{mark} out of 20, with a {level} confidence interval from {low} to {high}, on {n} mock contacts of {year}. The "
        "least mark is {threshold}.",
        mark=points(whole.value, _.lang),
        level=percent(whole.level or 0.95, _.lang),
        low=points(whole.low or 0.0, _.lang),
        high=points(whole.high or 0.0, _.lang),
        n=integer(whole.n or 0, _.lang),
        year=whole.period,
        threshold=points(threshold, _.lang, trim=True),
    )


def _chance(rows: Sequence[Row], grid: Mapping[str, Any], _: Translator) -> str | None:
    """Never 0 % or 100 %: the tests are a sample, and the jury's are another."""
    value = next((row.value for row in rows), None)
    if value is None:
        return None
    return _(
        "A jury's campaign of {tests} tests would reach the least mark with a chance of about {chance}, if its grid were "
        "this one and its tests like ours.",
        tests=integer(sum(grid["tests"].values()), _.lang),
        chance=percent(min(0.99, max(0.01, value)), _.lang),
    )


def _criterion(key: str, _: Translator) -> str:
    channel, _colon, criterion = key.partition(":")
    return f"{named(criterion, _)} ({named(channel, _)})"


def _grid_line(channel: str, grid: Mapping[str, Any], _: Translator) -> GridLine:
    weights = [
        f"{named(name, _)} {points(weight, _.lang, trim=True)}" for name, weight in grid["criteria"][channel].items()
    ]
    return GridLine(
        channel=named(channel, _),
        tests=integer(grid["tests"][channel], _.lang),
        weight=percent(grid["weights"][channel], _.lang),
        criteria=", ".join(weights),
    )


def _assumed(told: Mapping[str, Any], section: str, _: Translator) -> tuple[str, ...]:
    return tuple(named(each, _) for each in told["hypotheses"].get(section, ()))


def _pillars(snapshot: Snapshot, told: Mapping[str, Any], minimum: str, _: Translator) -> Pillars:
    rows = snapshot.select("podium", "criterion")
    year = max((row.period for row in rows), default=None)
    pillars = list(told["podium"]["pillars"])
    of_year = [row for row in rows if row.period == year]
    return Pillars(
        year=year,
        pillars=tuple(
            line(row, named(row.key, _), _, scale=None, reference=None, minimum=minimum)
            for row in sorted(of_year, key=lambda row: pillars.index(row.key) if row.key in pillars else len(pillars))
        ),
        benchmark=points(told["podium"]["benchmark"], _.lang),
        assumed=_assumed(told, "podium", _),
    )


ROOM = Room(
    name="prizes",
    title="Prizes",
    template="prizes.html",
    page=prizes,
    numbers=prizes_json,
    charts={"arcep": arcep_spec},
)
