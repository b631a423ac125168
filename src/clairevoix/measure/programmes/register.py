"""The register of programmes, ``programmes.toml``: what is tried, what for, where and from when, at which cost.

    [[programmes]]
    id = "zero-effort"
    kind = "programme"                     # or "rencontre": meetings, each at a place on a day
    title = { fr = "Zéro effort", en = "Zero effort" }
    aim = { fr = "…", en = "…" }
    by = "area"                            # area, site or team: what a place is
    measures = ["zero-effort", "nps"]
    cost_eur = 180000
    rollout = [
      { places = ["59", "62"], starts_on = 2025-03-01 },
    ]

A meeting's date is its start: what it changed, if anything, is looked for from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clairevoix.model.errors import SettingsError

FILE = "programmes.toml"
LANGUAGES = ("fr", "en")
_KNOWN = {"id", "kind", "title", "aim", "by", "measures", "cost_eur", "rollout"}


class Kind(StrEnum):
    """What a programme is."""

    PROGRAMME = "programme"
    RENCONTRE = "rencontre"


class By(StrEnum):
    """What a place of a roll-out is. Never a person."""

    AREA = "area"
    SITE = "site"
    TEAM = "team"


class Outcome(StrEnum):
    """What a programme may be meant to move: one value for each case, contact or answer."""

    ZERO_EFFORT = "zero-effort"
    CONTACTS_PER_CASE = "contacts-per-case"
    FIRST_TIME_RIGHT = "first-time-right"
    NPS = "nps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One programme; ``starts`` has the day of the start for each place that it reaches. Costs are euros."""

    programme_id: str
    kind: Kind
    title: Mapping[str, str]
    aim: Mapping[str, str]
    by: By
    measures: tuple[Outcome, ...]
    starts: Mapping[str, date]
    cost_eur: float | None = None


def read_register(document: Mapping[str, object]) -> tuple[Programme, ...]:
    """The programmes in their order. Raises SettingsError that says which programme and what is wrong."""
    rows = document.get("programmes", [])
    if set(document) - {"programmes"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(f"{FILE}: programmes must be written [[programmes]], and nothing else")
    found = tuple(_programme(row, number) for number, row in enumerate(rows, start=1))
    if len({each.programme_id for each in found}) < len(found):
        raise SettingsError(f"{FILE}: two programmes have the same id")
    return found


def _programme(row: Mapping[str, object], number: int) -> Programme:
    programme_id = row.get("id")
    if not isinstance(programme_id, str) or not _is_id(programme_id):
        raise SettingsError(f"{FILE}: programme {number} needs an id of small letters, digits and hyphens")
    if set(row) - _KNOWN:
        raise SettingsError(f"{FILE}: {programme_id}: unknown key {min(set(row) - _KNOWN)}; known: {sorted(_KNOWN)}")
    cost = row.get("cost_eur")
    if cost is not None and (isinstance(cost, bool) or not isinstance(cost, (int, float)) or not 0 <= cost < 1e12):
        raise SettingsError(f"{FILE}: {programme_id}: cost_eur must be an amount of euros, 0 or more")
    by, measures = (
        By(_one_of(row.get("by"), tuple(By), programme_id, "by")),
        _measures(row.get("measures"), programme_id),
    )
    if by is not By.AREA and Outcome.FIRST_TIME_RIGHT in measures:
        raise SettingsError(f"{FILE}: {programme_id}: first-time-right is known by area alone")
    return Programme(
        programme_id=programme_id,
        kind=Kind(_one_of(row.get("kind", "programme"), tuple(Kind), programme_id, "kind")),
        title=_texts(row.get("title"), programme_id, "title"),
        aim=_texts(row.get("aim"), programme_id, "aim"),
        by=by,
        measures=measures,
        starts=_starts(row.get("rollout"), programme_id),
        cost_eur=None if cost is None else float(cost),
    )


def _is_id(text: str) -> bool:
    return 0 < len(text) <= 40 and text.isascii() and set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def _one_of(value: object, among: Sequence[str], programme_id: str, key: str) -> str:
    if not isinstance(value, str) or value not in among:
        raise SettingsError(f"{FILE}: {programme_id}: {key} must be one of {', '.join(among)}")
    return value


def _texts(value: object, programme_id: str, key: str) -> Mapping[str, str]:
    is_texts = isinstance(value, dict) and set(value) == set(LANGUAGES)
    if not is_texts or not isinstance(value, dict) or not all(_is_line(text) for text in value.values()):
        raise SettingsError(f"{FILE}: {programme_id}: {key} needs a line in fr and one in en, 300 characters at most")
    return {language: str(value[language]).strip() for language in LANGUAGES}


def _is_line(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= 300 and text.isprintable()


def _measures(value: object, programme_id: str) -> tuple[Outcome, ...]:
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
        raise SettingsError(f"{FILE}: {programme_id}: measures must be a list of different measures")
    return tuple(Outcome(_one_of(each, tuple(Outcome), programme_id, "measures")) for each in value)


def _starts(value: object, programme_id: str) -> Mapping[str, date]:
    """Each place with its day. A place in two waves would have two starts: which one counts is not for us to choose."""
    if not isinstance(value, list) or not value or not all(isinstance(wave, dict) for wave in value):
        raise SettingsError(
            f"{FILE}: {programme_id}: rollout must list waves such as {{ places = […], starts_on = … }}"
        )
    starts: dict[str, date] = {}
    for wave in value:
        places, on = wave.get("places"), wave.get("starts_on")
        if set(wave) != {"places", "starts_on"} or type(on) is not date:
            raise SettingsError(f"{FILE}: {programme_id}: a wave needs places and a day, starts_on = 2025-03-01")
        if not isinstance(places, list) or not places or not all(isinstance(p, str) and p for p in places):
            raise SettingsError(f"{FILE}: {programme_id}: places must be a list of names")
        twice = [place for number, place in enumerate(places) if place in starts or place in places[:number]]
        if twice:
            raise SettingsError(f"{FILE}: {programme_id}: {twice[0]} is in the roll-out twice; which start counts?")
        starts |= dict.fromkeys(places, on)
    return starts


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two programmes that moved the same measure in the same places, at most ``days`` apart: their effects are not apart."""

    first: str
    second: str
    n_places: int
    days: int


def overlaps(programmes: Sequence[Programme], within_days: int = 120) -> tuple[Overlap, ...]:
    """Programmes that share a measure, a kind of place and places, whose starts there lie close together."""
    found = []
    for number, first in enumerate(programmes):
        for second in programmes[number + 1 :]:
            if first.by != second.by or not set(first.measures) & set(second.measures):
                continue
            shared = set(first.starts) & set(second.starts)
            gaps = [abs((first.starts[place] - second.starts[place]).days) for place in shared]
            near = [gap for gap in gaps if gap <= within_days]
            if near:
                found.append(
                    Overlap(first=first.programme_id, second=second.programme_id, n_places=len(near), days=max(near))
                )
    return tuple(found)


def unknown_places(programme: Programme, places: Collection[str]) -> tuple[str, ...]:
    """Places of the roll-out of which nothing was measured."""
    return tuple(sorted(set(programme.starts) - set(places)))
