"""The charter: what may be heard, kept, shown and evaluated, and the bounds that no file can loosen.

One table says where each number stands in ``charter.toml``, how far it may go, by which source, and which way is stricter.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from clairevoix.charter.catalogue import (
    CATALOGUE,
    PURPOSES,
    STRICTEST_MEASURES,
    USUAL_MEASURES,
    USUAL_OF_WORK,
    WIDEST_ROLES,
    Measure,
    read_measures,
    read_roles,
)
from clairevoix.model.errors import SettingsError


class Strata(StrEnum):
    """Within what the draw is made."""

    NONE = "none"
    SITE = "site"
    MONTH = "month"


class Stricter(StrEnum):
    """Which way a number protects more."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What may be heard, kept, shown and evaluated. Its defaults are the strictest profile, built in.

    Shares and rates go from 0 to 1, ``_days`` and ``_s`` are days and seconds; ``minimum_cell`` counts people, agents as
    well as customers, and ``minimum_answers`` what they gave. ``purposes`` are what recordings may be heard for.
    At most ``evaluations_per_person`` are made of somebody's work in ``budget_days``, and of these the share
    ``chosen_share`` by choice instead of by the draw. Somebody whose work is evaluated reads it ``embargo_days`` before
    anybody else, may contest it for ``contest_days``, and is answered within ``review_days``. Whoever confirms an
    evaluation has heard or read ``listening_coverage`` of its evidence, for ``least_reading_s``; above the share
    ``unchanged_alarm`` of evaluations confirmed as the machine drafted them, an alarm rings. ``reorganisations`` are the
    organisation versions that the works council is consulted on with it, each with its digest.
    """

    sampling_rate: float = 0.02
    minimum_cell: int = 20
    recording_days: int = 30
    comment_days: int = 90
    minimum_answers: int = 10
    dominance: float = 0.85
    sampling_strata: Strata = Strata.NONE
    analysis_days: int = 90
    evaluations_per_person: int = 2
    budget_days: int = 30
    chosen_share: float = 0.0
    embargo_days: int = 7
    contest_days: int = 60
    review_days: int = 15
    listening_coverage: float = 1.0
    unchanged_alarm: float = 0.8
    least_reading_s: int = 30
    pulse_minimum: int = 10
    purposes: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = STRICTEST_MEASURES
    roles: tuple[tuple[str, tuple[str, ...]], ...] = WIDEST_ROLES
    reorganisations: tuple[tuple[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Identifies all of this charter: sha256 of its canonical JSON, 16 hex digits."""
        return hashlib.sha256(canonical(self).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How far a setting of the charter may go, the source that says so, and which way is stricter."""

    low: float
    high: float
    source: str
    stricter: Stricter = Stricter.LOWER


#: Where each number stands in the file, its field, the bounds (lowest, highest), the stricter way, the source.
_TABLE = """
sampling.rate | sampling_rate | 0 | 0.2 | lower | R4: this project's reading of « quelques conversations », CNIL SAN-2023-008
disclosure.minimum_cell | minimum_cell | 10 | 10000 | higher | R17: GDPR article 5(1)(c)
disclosure.minimum_answers | minimum_answers | 10 | 10000 | higher | R17: GDPR article 5(1)(c)
disclosure.dominance | dominance | 0.5 | 0.85 | lower | R17: Insee, nobody makes up more than 85 % of a figure
retention.recording_days | recording_days | 1 | 180 | lower | R8: CNIL, recordings six months at most
retention.comment_days | comment_days | 1 | 365 | lower | R8: CNIL, evaluation documents one year at most
retention.analysis_days | analysis_days | 1 | 365 | lower | R8: CNIL, evaluation documents one year at most
budgets.evaluations_per_person | evaluations_per_person | 0 | 4 | lower | R5: this project's reading of CNIL SAN-2023-008
budgets.period_days | budget_days | 30 | 365 | higher | R5: this project's reading of CNIL SAN-2023-008
budgets.chosen_share | chosen_share | 0 | 0.1 | lower | R5: CNIL SAN-2023-008, conversations taken at random
evaluation.embargo_days | embargo_days | 2 | 30 | higher | R13: GDPR article 15
evaluation.contest_days | contest_days | 15 | 365 | higher | R13: GDPR articles 16 and 22(3)
evaluation.review_days | review_days | 1 | 30 | lower | R13: GDPR article 12(3), one month to answer
evaluation.listening_coverage | listening_coverage | 0.5 | 1 | higher | R12: GDPR article 22
evaluation.unchanged_alarm | unchanged_alarm | 0.1 | 0.95 | lower | R12: GDPR article 22, CJEU C-634/21
evaluation.least_reading_s | least_reading_s | 10 | 3600 | higher | R12: GDPR article 22
surveys.pulse | pulse_minimum | 10 | 10000 | higher | R21: GDPR article 9
"""
_ROWS = [[cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines()]
#: The bound of each number, by its field.
BOUNDS: Mapping[str, Bound] = {
    name: Bound(low=float(low), high=float(high), source=f"rule {source}", stricter=Stricter(stricter))
    for _, name, low, high, stricter, source in _ROWS
}
#: The field of each number, by its section and key.
PLACES: Mapping[tuple[str, str], str] = {(place.split(".")[0], place.split(".")[1]): name for place, name, *_ in _ROWS}
_KINDS = {each.name: type(each.default) for each in fields(Charter)}
_SECTIONS = ("purposes", "measures", "roles", "reorganisations")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def parse_charter(document: Mapping[str, object]) -> Charter:
    """The charter written in ``charter.toml``: a proposal, until it is activated.

    Raises SettingsError for an unknown key, a wrong type or a value beyond its bound, naming the source.
    """
    values: dict[str, float | int | Strata] = {}
    for section, table in document.items():
        if section in _SECTIONS:
            continue
        if not isinstance(table, Mapping):
            raise SettingsError(f"charter.toml: {section} is not a section")
        for key, value in table.items():
            if (section, key) == ("sampling", "strata"):
                values["sampling_strata"] = _strata(value)
                continue
            name = PLACES.get((section, str(key)))
            if name is None:
                known = ", ".join((*(".".join(place) for place in PLACES), "sampling.strata", *_SECTIONS))
                raise SettingsError(f"charter.toml: unknown setting {section}.{key}; known: {known}")
            values[name] = _bounded(f"{section}.{key}", name, value)
    purposes = _purposes(_section(document, "purposes"))
    return Charter(
        purposes=purposes,
        measures=_measures(document, purposes),
        roles=read_roles(_section(document, "roles")),
        reorganisations=_reorganisations(_section(document, "reorganisations")),
        **values,  # type: ignore[arg-type]
    )


def as_document(charter: Charter) -> dict[str, object]:
    """The same charter as its file would say it, every setting written: what ``parse_charter`` reads back.

    Of reorganisations only where there are some: charters from before they could be declared keep their digest.
    """
    document: dict[str, dict[str, object]] = {}
    for (section, key), name in PLACES.items():
        document.setdefault(section, {})[key] = getattr(charter, name)
    document["sampling"]["strata"] = charter.sampling_strata
    document["purposes"] = {name: name in charter.purposes for name in PURPOSES}
    document["roles"] = {role: list(names) for role, names in charter.roles}
    measures = [
        {each.name: getattr(measure, each.name) for each in fields(Measure)} | {"by": list(measure.by)}
        for measure in charter.measures
    ]
    declared = {"reorganisations": dict(charter.reorganisations)} if charter.reorganisations else {}
    return {**document, "measures": measures, **declared}


def canonical(charter: Charter) -> str:
    """The one way to write a charter: JSON of every setting, keys sorted, nothing between. What is consulted on."""
    return json.dumps(as_document(charter), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _section(document: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = document.get(name, {})
    if not isinstance(table, Mapping):
        raise SettingsError(f"charter.toml: {name} is not a section")
    return table


def _bounded(place: str, name: str, value: object) -> float | int:
    wanted = _KINDS[name]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (wanted is int and not isinstance(value, int)):
        raise SettingsError(f"charter.toml: {place} must be a number of type {wanted.__name__}")
    bound = BOUNDS[name]
    if not bound.low <= value <= bound.high:
        raise SettingsError(f"charter.toml: {place} must lie between {bound.low:g} and {bound.high:g} ({bound.source})")
    return value if wanted is int else float(value)


def _strata(value: object) -> Strata:
    if not isinstance(value, str) or value not in tuple(Strata):
        raise SettingsError(f"charter.toml: sampling.strata must be one of {', '.join(Strata)} (rule R4)")
    return Strata(value)


def _purposes(table: Mapping[str, object]) -> tuple[str, ...]:
    """The purposes that are on. A file that says nothing of one leaves work unevaluated and lets service be improved."""
    source = "rule R19: GDPR article 5(1)(b)"
    if set(table) - set(PURPOSES):
        unknown = min(set(table) - set(PURPOSES))
        raise SettingsError(f"charter.toml: unknown purpose {unknown}; known: {', '.join(PURPOSES)} ({source})")
    if not all(isinstance(each, bool) for each in table.values()):
        raise SettingsError(f"charter.toml: a purpose is true or false ({source})")
    wanted = {"improve-service": True, **table}
    return tuple(name for name in PURPOSES if wanted.get(name))


def _reorganisations(table: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Organisation versions by id, with the digest that ``clairevoix organisation check`` prints."""
    if not all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in table.values()):
        raise SettingsError(
            "charter.toml: a reorganisation is declared by the 64 hex digits that clairevoix organisation check prints"
            " (rule R9: Code du travail L2312-38)"
        )
    return tuple(sorted((name, str(digest)) for name, digest in table.items()))


def _measures(document: Mapping[str, object], purposes: tuple[str, ...]) -> tuple[Measure, ...]:
    """What the file declares; where it declares nothing, the usual measures that its purposes allow."""
    if "measures" not in document:
        of_work = [each for each in USUAL_OF_WORK if each.purpose in purposes]
        usual = [each for each in USUAL_MEASURES if not _lacks_purpose(each, purposes)]
        return tuple(sorted([*of_work, *usual], key=lambda each: each.name))
    measures = read_measures(document["measures"])
    for measure in measures:
        if _lacks_purpose(measure, purposes):
            raise SettingsError(
                f"charter.toml: the measure {measure.name} rests on recordings, so it needs the purpose {measure.purpose}"
                " (rule R19: GDPR article 5(1)(b))"
            )
    return measures


def _lacks_purpose(measure: Measure, purposes: tuple[str, ...]) -> bool:
    return CATALOGUE[measure.name].hears and measure.purpose not in purposes
