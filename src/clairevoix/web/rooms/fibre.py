"""The page « Fibre »: connected right the first time, which share, lost where, for which cause, how long it takes, where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, day_name, month_name, month_range, percent
from clairevoix.store.published import Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms import fibre_lines as lines
from clairevoix.web.rooms import journey_words as words
from clairevoix.web.rooms.area_map import area_map
from clairevoix.web.rooms.fibre_charts import days_chart, months_chart
from clairevoix.web.rooms.fibre_lines import Told
from clairevoix.web.rooms.fibre_tables import Rows, cause_tables, chain_tables, time_tables
from clairevoix.web.rooms.fibre_year import JOURNEY, fibre_year, journeys_told
from clairevoix.web.rooms.funnel_chart import funnel_chart, outside
from clairevoix.web.rooms.room import Room

_TOLD = ("measure", "dimension", "period", "key", "value", "low", "high", "n", "unit", "method", "rule_id")
_VARIANTS = ("right_first_time", "right_first_time_technical", "right_first_time_strict")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fibre:
    """Everything on the page; ``absence`` says why there is nothing else."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    foot: Foot
    absence: str | None = None
    headline: str = ""
    basis: str = ""
    variants: tuple[Told, ...] = ()
    links: tuple[Told, ...] = ()
    product: str = ""
    losses: tuple[Told, ...] = ()
    months: tuple[Told, ...] = ()
    months_text: str = ""
    days: tuple[tuple[str, Told, Told], ...] = ()
    days_text: str = ""
    sixty: str = ""
    attempts: tuple[Told, ...] = ()
    delays: tuple[tuple[str, tuple[Told, ...]], ...] = ()
    ages: tuple[Told, ...] = ()
    causes: tuple[Told, ...] = ()
    responsible: tuple[Told, ...] = ()
    appointments: tuple[Told, ...] = ()
    areas: tuple[Told, ...] = ()
    outside: tuple[str, ...] = ()
    funnel_note: str = ""
    operators: tuple[Told, ...] = ()
    natures: tuple[Told, ...] = ()
    rates: tuple[Told, ...] = ()
    recommend: tuple[Told, ...] = ()
    calls: tuple[Told, ...] = ()


def fibre(snapshot: Snapshot, lang: str) -> Fibre:
    """The page in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    base: dict[str, Any] = {
        "lang": lang,
        "languages": LANGUAGES,
        "synthetic": about.synthetic,
        "foot": foot(about, _),
    }
    year = fibre_year(snapshot)
    if year is None:
        return Fibre(
            **base, absence=_("No log of fibre connections was read yet, or too few cases are old enough to be judged.")
        )
    period, told = f"{JOURNEY}/{year}", journeys_told(snapshot)[JOURNEY]
    rows = Rows(snapshot, period, _)
    return Fibre(
        **base,
        headline=_headline(rows, _),
        basis=_basis(snapshot, told, _),
        variants=_variants(rows, told, _),
        **chain_tables(rows, _),
        **time_tables(rows, _),
        **cause_tables(rows, _),
        **_where(snapshot, rows, _),
        rates=_rates(snapshot, year, _),
        recommend=_beyond(snapshot, "journey_nps", _),
        calls=_beyond(snapshot, "journey_calls", _),
    )


def _headline(rows: Rows, _: Translator) -> str:
    table = rows.of("month", "right_first_time")
    total = lines.whole(table)
    months = [row.key for row in lines.parts(table)]
    if total is None or total.value is None or not months:
        return _("No figure could be released.")
    return _(
        "{share} of fibre connections were right the first time ({bounds}), appointments {months}.",
        share=percent(total.value, _.lang, 1),
        bounds=lines.bounds(total, _),
        months=month_range(months[0], months[-1], _.lang),
    )


def _basis(snapshot: Snapshot, told: Mapping[str, Any], _: Translator) -> str:
    judged = next((row for row in snapshot.select("log_quality", "journey", JOURNEY) if row.key == "judged"), None)
    share = "?" if judged is None or judged.value is None else percent(judged.value, _.lang, 1)
    return _(
        "This stands on {share} of the log’s cases. The log goes up to {day}; cases whose {window} days have not ended are "
        "not judged yet.",
        share=share,
        day=day_name(told["as_of"], _.lang),
        window=told["window_days"],
    )


def _variants(rows: Rows, told: Mapping[str, Any], _: Translator) -> tuple[Told, ...]:
    says = {
        "right_first_time": (_("Customer"), _customers(told, _)),
        "right_first_time_technical": (
            _("Technical"),
            _("the report of the first visit says OK, whatever came before and after"),
        ),
        "right_first_time_strict": (
            _("Strict (ETSI)"),
            _("as the customer’s, leaving out cases in which the customer gave no access"),
        ),
    }
    found = []
    for measure in _VARIANTS:
        total = next((row for row in rows.of("month", measure) if row.key == lines.TOTAL), None)
        if total is not None:
            title, note = says[measure]
            found.append(lines.told(total, title, _, note=note))
    return tuple(found)


def _customers(told: Mapping[str, Any], _: Translator) -> str:
    """What the customer's variant asks for."""
    if told["confirms"]:
        return _(
            "appointment kept, access, visit OK, noted as working, then {n} days without a second visit, a fault, another "
            "contact or a critical defect",
            n=told["window_days"],
        )
    return _(
        "appointment kept, access, visit OK, then {n} days without a second visit, a fault, another contact or a critical "
        "defect; the log does not say when customers note that it works",
        n=told["window_days"],
    )


def _where(snapshot: Snapshot, rows: Rows, _: Translator) -> dict[str, Any]:
    named, note = outside(snapshot, _)
    return {
        "areas": tuple(lines.told(row, row.key, _) for row in lines.shown(rows.of("area", "right_first_time"))),
        "outside": named,
        "funnel_note": note,
        "operators": rows.told("operator", {"unknown": words.RESPONSIBLE["unknown"]}, "right_first_time"),
        "natures": rows.told("nature", {**words.NATURES, "unknown": words.RESPONSIBLE["unknown"]}, "right_first_time"),
    }


def _rates(snapshot: Snapshot, year: str, _: Translator) -> tuple[Told, ...]:
    found = []
    for rate, title in words.RATES.items():
        rows = snapshot.select("line_quality", "month", f"{JOURNEY}/{year}/{rate}")
        row = next((each for each in rows if each.key == lines.TOTAL), None)
        note = _(words.STATUS[rate])
        if row is None and rows:
            row = rows[-1]
            note = f"{month_name(row.key, _.lang)}. {note}"
        if row is not None:
            found.append(lines.told(row, _(title), _, note=note))
    return tuple(found)


def _beyond(snapshot: Snapshot, measure: str, _: Translator) -> tuple[Told, ...]:
    titles = {"right": _("right the first time"), "lost": _("not right the first time"), "total": _("together")}
    rows = snapshot.select(measure, "chain", JOURNEY)
    return tuple(lines.told(row, titles.get(row.key, row.key), _) for row in rows)


def fibre_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """Every figure of the page as it was released, shares from 0 to 1, delays in days."""
    measures = {*_VARIANTS, "journey", "journey_nps", "journey_calls", "line_quality", "log_quality"}
    rows = [row for row in snapshot.rows if row.measure in measures and row.period.split("/")[0] == JOURNEY]
    keys = ("published_at", "version", "synthetic", "charter")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "journey": journeys_told(snapshot).get(JOURNEY),
        "funnel": snapshot.about.get("funnel"),
        "figures": [{name: getattr(row, name) for name in _TOLD} for row in rows],
    }


ROOM = Room(
    name="fibre",
    title="Fibre",
    template="fibre.html",
    page=fibre,
    numbers=fibre_json,
    charts={
        "fibre-months": months_chart,
        "fibre-days": days_chart,
        "fibre-map": area_map,
        "fibre-funnel": funnel_chart,
    },
)
