"""Cells of a journey to the tables that the charter judges.

``period`` is the journey, a stroke, and the year: ``fibre_connection/2025``. Of a whole and its parts, an estimate rests on
the people of its part, so that a part of few can be held back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from clairevoix.measure.journeys.binomial import share
from clairevoix.measure.journeys.delays import ages, fastest, punctuality, ranked_quantile
from clairevoix.measure.journeys.incidence import Incidence, incidence
from clairevoix.measure.tables import TOTAL
from clairevoix.model.journey import CHAIN, LEFT_OUT, Fate, Journey
from clairevoix.model.journey_cells import CauseCell, Ending, EndingCell, FateCell, JourneyCells, MonthCell
from clairevoix.model.measure import Estimate, EstimateTable

RIGHT, TECHNICAL, STRICT = "right_first_time", "right_first_time_technical", "right_first_time_strict"
JOURNEY, LINES, LOG = "journey", "line_quality", "log_quality"
#: Days at which the curve of incidence is told.
DAYS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 21, 25, 30, 35, 40, 45, 50, 55, 60, 75, 90, 120)
ATTEMPTS = (1, 2, 3, 4, 5)
UNKNOWN = "unknown"
_MOST_CAUSES = 15
#: Hours within which a move can be told apart.
_MOST_HOURS = 24 * 400


def years(cells: JourneyCells) -> tuple[str, ...]:
    """The years that have judged cases."""
    return tuple(sorted({cell.year for cell in cells.fates if cell.fate not in LEFT_OUT}))


def variants(cells: JourneyCells, year: str, by: str, level: float) -> tuple[EstimateTable, ...]:
    """Right the first time by month, area, operator or nature, read in three ways.

    The customer's: the whole chain held. The technical: the first attempt did what was asked for, whatever came before and
    after. The strict: the chain, without the cases that gave no access (ETSI EG 202 057-1).
    """
    judged = [cell for cell in cells.fates if (cell.by, cell.year) == (by, year) and cell.fate not in LEFT_OUT]
    return tuple(
        _by_key(measure, by, f"{cells.journey}/{year}", _won(judged, measure), level)
        for measure in ((RIGHT, TECHNICAL, STRICT) if by == "month" else (RIGHT,))
    )


def _won(judged: Iterable[FateCell], measure: str) -> dict[str, tuple[int, int]]:
    """Cases won and counted, by key."""
    won, counted = Counter[str](), Counter[str]()
    for cell in judged:
        if measure == STRICT and cell.no_access:
            continue
        counted[cell.key] += cell.n
        won[cell.key] += cell.n * (cell.done if measure == TECHNICAL else cell.fate is Fate.RIGHT)
    return {key: (won[key], n) for key, n in sorted(counted.items())}


def _by_key(measure: str, by: str, period: str, won: Mapping[str, tuple[int, int]], level: float) -> EstimateTable:
    k, n = (sum(pair[place] for pair in won.values()) for place in (0, 1))
    return EstimateTable(
        measure=measure,
        dimension=by,
        period=period,
        parts=tuple(share(key or UNKNOWN, *pair, level) for key, pair in won.items()),
        total=share(TOTAL, k, n, level),
    )


def _fates(cells: JourneyCells, year: str) -> Counter[Fate]:
    found = Counter[Fate]()
    for cell in cells.fates:
        if (cell.by, cell.year) == ("month", year):
            found[cell.fate] += cell.n
    return found


def chain(cells: JourneyCells, year: str, level: float) -> tuple[EstimateTable, EstimateTable]:
    """The links of the chain, whose product is the share right the first time; and the losses at them, as parts of all."""
    fates, period = _fates(cells, year), f"{cells.journey}/{year}"
    left = n = sum(count for fate, count in fates.items() if fate not in LEFT_OUT)
    links = []
    for link, losses in CHAIN.items():
        held = left - sum(fates[fate] for fate in losses)
        links.append(share(link, held, left, level))
        left = held
    parts = [fate for losses in CHAIN.values() for fate in losses] + [Fate.RIGHT]
    lost = tuple(share(fate.value, fates[fate], n, level, people=fates[fate]) for fate in parts)
    return (
        EstimateTable(measure=JOURNEY, dimension="chain", period=period, parts=tuple(links)),
        EstimateTable(measure=JOURNEY, dimension="stage", period=period, parts=lost, total=share(TOTAL, n, n, level)),
    )


def curves(cells: JourneyCells, year: str, level: float) -> tuple[EstimateTable, ...]:
    """Cumulative incidence by day and by attempt, of being done and of giving up, of the cases opened in a year."""
    period, found = f"{cells.journey}/{year}", []
    for dimension, counted, times in (("elapsed", cells.days, DAYS), ("attempts", cells.attempts, ATTEMPTS)):
        own = [cell for cell in counted if cell.year == year]
        n = sum(cell.n for cell in own)
        parts = [
            _point(ending, each, n, level)
            for ending in (Ending.DONE, Ending.GIVEN_UP)
            for each in incidence(own, ending, [time for time in times if _is_watched(own, time)], level)
        ]
        found.append(EstimateTable(measure=JOURNEY, dimension=dimension, period=period, parts=tuple(parts)))
    return tuple(found)


def _is_watched(cells: Sequence[EndingCell], time: int) -> bool:
    return any(cell.time >= time for cell in cells)


def _point(ending: Ending, found: Incidence, n: int, level: float) -> Estimate:
    return Estimate(
        key=f"{ending}/{found.time}",
        value=found.value,
        low=found.low,
        high=found.high,
        level=level,
        n=n,
        method="aalen-johansen",
        unit="share",
    )


def delay_tables(cells: JourneyCells, year: str, level: float) -> tuple[EstimateTable, ...]:
    """Delays of the fastest, the share on time, of all cases and by nature; and the age of what is still open."""
    found = []
    own = [cell for cell in cells.delays if cell.year == year]
    natures = sorted({cell.nature for cell in own if cell.nature})
    for nature in ("", *natures):
        of_nature = [cell for cell in own if nature in {"", cell.nature}]
        parts = (*fastest(of_nature, level), *punctuality(of_nature, level))
        period = f"{cells.journey}/{year}" + (f"/{nature}" if nature else "")
        found.append(EstimateTable(measure=JOURNEY, dimension="delay", period=period, parts=parts))
    parts = ages(cells.ages, level)
    n = sum(part.n for part in parts)
    whole = share(TOTAL, n, n, level)
    open_now = EstimateTable(measure=JOURNEY, dimension="age", period=cells.journey, parts=parts, total=whole)
    return (*found, open_now)


def causes(cells: JourneyCells, year: str, level: float) -> tuple[EstimateTable, ...]:
    """Why and by whose part judged cases were lost, the most frequent first; what the log does not say is a part too."""
    own = [cell for cell in cells.causes if cell.year == year]
    n = sum(cell.n for cell in own)
    found = []
    for dimension, key in (("cause", _cause_key), ("responsibility", lambda cell: cell.responsibility or UNKNOWN)):
        counts = Counter[str]()
        for cell in own:
            counts[key(cell)] += cell.n
        listed = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        parts = [share(name, k, n, level, people=k) for name, k in listed[:_MOST_CAUSES]]
        rest = sum(k for _, k in listed[_MOST_CAUSES:])
        if rest:
            parts.append(share("others", rest, n, level, people=rest))
        whole = share(TOTAL, n, n, level)
        period = f"{cells.journey}/{year}"
        found.append(
            EstimateTable(measure=JOURNEY, dimension=dimension, period=period, parts=tuple(parts), total=whole)
        )
    return tuple(found)


def _cause_key(cell: CauseCell) -> str:
    return f"{cell.cause or cell.fate.value}/{cell.responsibility or UNKNOWN}"


def appointments(cells: JourneyCells, year: str, level: float) -> EstimateTable:
    """What became of the first appointment of judged cases, and at whose hands."""
    counts = Counter[str]()
    for cell in cells.appointments:
        if cell.year == year:
            counts["/".join(filter(None, (cell.became, cell.responsibility)))] += cell.n
    n = sum(counts.values())
    listed = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return EstimateTable(
        measure=JOURNEY,
        dimension="appointment",
        period=f"{cells.journey}/{year}",
        parts=tuple(share(key, k, n, level, people=k) for key, k in listed),
        total=share(TOTAL, n, n, level),
    )


def moves(cells: JourneyCells, journey: Journey, level: float) -> EstimateTable:
    """From which state cases go to which, as median days between with its interval; it rests on so many moves."""
    names = ["", *(state.name for state in journey.states)]
    hours: dict[str, dict[int, int]] = {}
    for cell in cells.moves:
        between = hours.setdefault(f"{names[cell.come_from]}>{names[cell.to]}", {})
        at = min(max(cell.hours, 0), _MOST_HOURS)
        between[at] = between.get(at, 0) + cell.n
    parts = []
    for key, counts in hours.items():
        median = ranked_quantile(key, counts, 0.5, level)
        in_days = {name: getattr(median, name) / 24 for name in ("value", "low", "high")}
        parts.append(replace(median, **in_days))
    return EstimateTable(measure=JOURNEY, dimension="step", period=cells.journey, parts=tuple(parts))


def line_rates(cells: JourneyCells, year: str, level: float) -> tuple[EstimateTable, ...]:
    """Rates after Arcep's observatory of FttH quality, by month and for the year; see docs/explanation/journeys.md.

    ``failure``: attempts that did not connect; ``nonconformity``: connections that were checked and had a critical defect;
    ``early_fault``: connections with a fault in their window; ``outage``: faults reported over the lines that this log had
    connected by then, a mean of the months.
    """
    months = sorted({cell.month for cell in cells.months if cell.month[:4] == year})
    found = []
    for rate in ("failure", "nonconformity", "early_fault", "outage"):
        counted = {month: _rate(cells.months, rate, month) for month in months}
        whole = tuple(map(sum, zip(*counted.values(), strict=True))) if counted else (0, 0)
        if not whole[1]:
            continue
        parts = tuple(share(month, *pair, level) for month, pair in counted.items())
        total = None if rate == "outage" else share(TOTAL, whole[0], whole[1], level)
        period = f"{cells.journey}/{year}/{rate}"
        found.append(EstimateTable(measure=LINES, dimension="month", period=period, parts=parts, total=total))
    return tuple(found)


def _rate(months: Iterable[MonthCell], rate: str, month: str) -> tuple[int, int]:
    """What happened, and out of how many, in a month."""
    own = [cell for cell in months if cell.month == month]
    match rate:
        case "failure":
            return sum(cell.failed for cell in own), sum(cell.attempts for cell in own)
        case "nonconformity":
            return sum(cell.critical for cell in own), sum(cell.checked for cell in own)
        case "early_fault":
            return sum(cell.early_faulty for cell in own), sum(cell.watched for cell in own)
    lines = sum(cell.lines for cell in months if cell.month <= month)
    return min(lines, sum(cell.faults for cell in own)), lines


def stands_on(cells: JourneyCells, level: float) -> EstimateTable:
    """Of all cases of the log, which are judged, and which are not, and why."""
    counts = Counter[str]()
    for cell in cells.fates:
        if cell.by == "month":
            counts[cell.fate.value if cell.fate in LEFT_OUT else "judged"] += cell.n
    order = ["judged", *(fate.value for fate in Fate if fate in LEFT_OUT)]
    n = cells.n_cases
    parts = tuple(share(key, counts[key], n, level, people=counts[key]) for key in order)
    whole = share(TOTAL, n, n, level)
    return EstimateTable(measure=LOG, dimension="journey", period=cells.journey, parts=parts, total=whole)


def oddities(cells: JourneyCells, level: float) -> EstimateTable:
    """Cases by what is odd in them, as parts of all; a case can be odd in several ways."""
    parts = tuple(share(name, k, cells.n_cases, level, people=k) for name, k in cells.odd)
    return EstimateTable(measure=LOG, dimension="stage", period=cells.journey, parts=parts)


def rows_read(counts: Mapping[str, int], level: float) -> EstimateTable:
    """What became of the rows of all logs, as parts of them."""
    n = counts.get("rows", 0)
    parts = tuple(
        share(name, min(k, n), n, level, people=k) for name, k in sorted(counts.items()) if name != "rows" and k
    )
    whole = share("rows", n, n, level)
    return EstimateTable(measure=LOG, dimension="step", period="rows", parts=(whole, *parts))
