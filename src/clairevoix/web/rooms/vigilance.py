"""The page « Vigilance »: pressure, pulse and the customers' score side by side, and its twin in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.store.published import Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms import vigilance_said as said
from clairevoix.web.rooms import vigilance_sides as sides
from clairevoix.web.rooms.room import Room
from clairevoix.web.rooms.vigilance_chart import pressure_spec, sites_spec, two_sides_spec
from clairevoix.web.rooms.vigilance_tables import (
    Grid,
    act_grid,
    month_points,
    place_grid,
    pulse_grid,
    site_points,
    spread_grid,
    team_grid,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vigilance:
    """Everything on the page; ``absence`` says why there is nothing."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    alarm: sides.Alarm | None
    two_sides_text: str | None
    sites_text: str | None
    budget: str
    over: str | None
    acts: Grid | None
    places: Grid | None
    teams: Grid | None
    spread: Grid | None
    courses: tuple[str, ...]
    research: tuple[tuple[str, str], ...]
    pulse: Grid | None
    answered: tuple[str, ...]
    reliability: Grid | None
    associations: Grid | None
    decisions: Grid | None
    foot: Foot


def vigilance(snapshot: Snapshot, lang: str) -> Vigilance:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Mapping[str, Any] = snapshot.about.get("vigilance") or {}  # type: ignore[assignment]
    rows = [row for row in snapshot.rows if row.measure in ("evaluation", "pulse")]
    sites: Mapping[str, str] = snapshot.about.get("sites") or {}  # type: ignore[assignment]
    return Vigilance(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=None if rows else said.absence(_),
        alarm=sides.alarm(told, sites, _),
        two_sides_text=sides.two_sides(month_points(snapshot), _),
        sites_text=sides.sites(site_points(snapshot), sites, _),
        budget=said.budget(told, _),
        over=said.over_budget(snapshot, told, _),
        acts=act_grid(snapshot, _),
        places=place_grid(snapshot, sites, _),
        teams=team_grid(snapshot, sites, _),
        spread=spread_grid(snapshot, _),
        courses=said.courses(snapshot, told, _),
        research=said.research(_),
        pulse=pulse_grid(snapshot, _),
        answered=said.answered(told, _),
        reliability=said.reliability(told, _),
        associations=sides.associations(told, _),
        decisions=said.decisions(told, sites, _),
        foot=foot(about, _),
    )


def vigilance_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers: acts for each person concerned, scores from 0 to 100, shares from 0 to 1."""
    keys = ("published_at", "version", "synthetic", "charter", "sites", "vigilance")
    names = ("measure", "dimension", "period", "key", "value", "low", "high", "level", "n", "unit", "rule_id")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "figures": [
            {name: getattr(row, name) for name in names}
            for row in snapshot.rows
            if row.measure in ("evaluation", "pulse")
        ],
    }


ROOM = Room(
    name="vigilance",
    title="Vigilance",
    template="vigilance.html",
    page=vigilance,
    numbers=vigilance_json,
    charts={"two-sides": two_sides_spec, "pressure": pressure_spec, "sites": sites_spec},
)
