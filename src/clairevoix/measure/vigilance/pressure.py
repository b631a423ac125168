"""Evaluation pressure: acts for each person, counted and not estimated."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from clairevoix.charter.audit import Population
from clairevoix.charter.cube import STAFF, Counted
from clairevoix.charter.gate import Cell
from clairevoix.measure.tables import TOTAL
from clairevoix.model.measure import Estimate, EstimateTable
from clairevoix.model.vigilance import ActCell, ActKind, Spread

#: One act: its kind, month, site, team, and whose work.
Row = tuple[ActKind, str, str, str, str]


def counted(rows: Iterable[Row]) -> tuple[ActCell, ...]:
    """Cells by kind, month, site and team. Each person counts in one team of a month: the one of most of their acts."""
    rows = list(rows)
    places: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    for _, month, site, team, person in rows:
        places.setdefault((month, person), Counter())[site, team] += 1
    acts: dict[tuple[str, str, str, ActKind], Counter[str]] = {}
    for act, month, _, _, person in rows:
        site, team = min(places[month, person].items(), key=lambda each: (-each[1], each[0]))[0]
        acts.setdefault((month, site, team, act), Counter())[person] += 1
    return tuple(
        ActCell(
            month=month,
            site=site,
            team=team,
            act=act,
            n_acts=found.total(),
            n_people=len(found),
            largest=max(found.values()) / found.total(),
        )
        for (month, site, team, act), found in sorted(acts.items())
    )


def merged(cells: Iterable[ActCell]) -> tuple[ActCell, ...]:
    """One cell for each kind, month, site and team. Two systems count the same people: the more of the two, never the sum."""
    found: dict[tuple[str, str, str, ActKind], ActCell] = {}
    for cell in cells:
        place = (cell.month, cell.site, cell.team, cell.act)
        before = found.get(place)
        if before is None:
            found[place] = cell
            continue
        n_acts = before.n_acts + cell.n_acts
        most = before.largest * before.n_acts + cell.largest * cell.n_acts
        people = max(before.n_people, cell.n_people)
        found[place] = replace(cell, n_acts=n_acts, n_people=people, largest=min(1.0, most / n_acts))
    return tuple(found[place] for place in sorted(found))


def joined(key: str, cells: Sequence[ActCell]) -> Estimate:
    """Acts for each person over cells that share nobody, with no margin: they were counted.

    >>> some = {"month": "2025-09", "site": "lille", "act": ActKind.BY_PEOPLE}
    >>> cells = [ActCell(team=team, n_acts=30, n_people=12, largest=0.2, **some) for team in ("a", "b")]
    >>> found = joined("lille", cells)
    >>> found.value, found.n, found.n_people, found.largest
    (2.5, 60, 24, 0.1)
    """
    n_acts, n_people = sum(cell.n_acts for cell in cells), sum(cell.n_people for cell in cells)
    return Estimate(
        key=key,
        value=n_acts / n_people if n_people else None,
        low=None,
        high=None,
        level=0.95,
        n=n_acts,
        method="count",
        unit="acts per person",
        n_people=n_people,
        largest=max((cell.largest * cell.n_acts for cell in cells), default=0.0) / n_acts if n_acts else None,
    )


def month_tables(cells: Sequence[ActCell]) -> tuple[EstimateTable, ...]:
    """Each kind of act, month by month, a table for each year; without totals, since people are the same each month."""
    return tuple(
        EstimateTable(
            measure="evaluation",
            dimension="month",
            period=f"{year}/{act}",
            parts=tuple(joined(month, of_month) for month, of_month in _by(of_year, "month").items()),
        )
        for act, of_act in _by(cells, "act").items()
        for year, of_year in _years(of_act).items()
    )


def place_tables(cells: Sequence[ActCell]) -> tuple[list[Counted], dict[str, Population]]:
    """One kind of act of one month by site, with the whole, and by team: to be judged together, as teams add up to sites."""
    sites, teams = _by(cells, "site"), {(cell.site, cell.team): cell for cell in cells}
    people: dict[Hashable, int] = {place: cell.n_people for place, cell in teams.items()}
    period = f"{cells[0].month}/{cells[0].act}"
    of_sites = EstimateTable(
        measure="evaluation",
        dimension="site",
        period=period,
        parts=tuple(joined(site, of_site) for site, of_site in sites.items()),
        total=joined(TOTAL, cells),
    )
    of_teams = EstimateTable(
        measure="evaluation",
        dimension="team",
        period=period,
        parts=tuple(joined("/".join(place), [cell]) for place, cell in teams.items()),
    )
    rows = [frozenset(place for place in teams if place[0] == site) for site in sites]
    counted_sites = Counted(table=of_sites, parts=tuple(map(_cell, rows)), total=_cell(frozenset(teams)))
    counted_teams = Counted(table=of_teams, parts=tuple(_cell(frozenset({place})) for place in teams))
    return [counted_sites, counted_teams], {STAFF: Population(n=people)}


def spread_table(period: str, spreads: Sequence[Spread]) -> EstimateTable:
    """How many people were evaluated how often in one period: nobody's number, and no order of people."""
    n = sum(each.n_people for each in spreads)
    parts = tuple(_part(str(each.times), each.n_people, n) for each in sorted(spreads, key=lambda each: each.times))
    return EstimateTable(
        measure="evaluation", dimension="evaluations", period=period, parts=parts, total=_part(TOTAL, n, n)
    )


def duration_table(name: str, period: str, days: Sequence[float], n_people: int) -> EstimateTable:
    """The median of durations, in days, over all people together."""
    middle = Estimate(
        key=TOTAL,
        value=median(days) if days else None,
        low=None,
        high=None,
        level=0.95,
        n=len(days),
        method="median",
        unit="days",
        n_people=n_people,
    )
    return EstimateTable(measure="evaluation", dimension="month", period=f"{period}/{name}", parts=(), total=middle)


def _part(key: str, n: int, whole: int) -> Estimate:
    share = n / whole if whole else None
    return Estimate(
        key=key, value=share, low=None, high=None, level=0.95, n=n, method="count", unit="share", n_people=n
    )


def _cell(people: frozenset[tuple[str, str]]) -> Cell:
    return Cell(among={STAFF: people})


def _by(cells: Sequence[ActCell], name: str) -> Mapping[str, list[ActCell]]:
    ordered = sorted(cells, key=lambda cell: str(getattr(cell, name)))
    return {key: list(found) for key, found in groupby(ordered, key=lambda cell: str(getattr(cell, name)))}


def _years(cells: Sequence[ActCell]) -> Mapping[str, list[ActCell]]:
    ordered = sorted(cells, key=lambda cell: cell.month)
    return {year: list(found) for year, found in groupby(ordered, key=lambda cell: cell.month[:4])}
