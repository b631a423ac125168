"""Tables of the page « Vigilance », and the points of its charts, out of released figures alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clairevoix.i18n import Translator, collation_key, integer, month_name, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.people.pulse_words import axis_title

TOTAL, OVERALL, UNSTATED = "total", "overall", "unstated"
ACTS = ("recorded", "drawn", "analysed", "evaluated", "by-machine", "by-people", "confirmed", "contested")
_MONTHS = 12
#: Months that the sites are compared over.
_SITE_MONTHS = 6
_EVALUATED = ("evaluated", "by-machine", "by-people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table as people read it: a heading, rows of a title and cells, and what is to be said below."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One dot of a chart, with the bounds of both its figures; pressure has none, since it was counted."""

    key: str
    x: float
    x_low: float
    x_high: float
    y: float
    y_low: float
    y_high: float


def act_title(act: str, _: Translator) -> str:
    titles = {
        "recorded": _("recorded"),
        "drawn": _("drawn at random"),
        "analysed": _("analysed by the program"),
        "evaluated": _("evaluated, in all"),
        "by-machine": _("evaluated by a machine"),
        "by-people": _("evaluated by people"),
        "confirmed": _("confirmed by people"),
        "contested": _("contested by the employee"),
    }
    return titles[act]


def monthly(snapshot: Snapshot, measure: str, scale: str) -> dict[str, Row]:
    """The rows of one scale or kind of act by month, over all years."""
    found = [row for row in snapshot.select(measure, "month") if row.period.endswith(f"/{scale}") and "-" in row.key]
    return {row.key: row for row in sorted(found, key=lambda row: row.key)}


def parts_by_origin(snapshot: Snapshot) -> dict[str, dict[str, float]]:
    """By month: how much of the evaluations for each person evaluated is by machines, and how much by people.

    Both are divided by the people that either evaluated, so that they add up.
    """
    whole = monthly(snapshot, "evaluation", "evaluated")
    by_act = {act: monthly(snapshot, "evaluation", act) for act in ("by-machine", "by-people")}
    found: dict[str, dict[str, float]] = {}
    for month, row in list(whole.items())[-_MONTHS:]:
        parts = {act: rows[month].n for act, rows in by_act.items() if month in rows}
        if row.n and row.value is not None and len(parts) == len(by_act) and None not in parts.values():
            found[month] = {act: (n or 0) * row.value / row.n for act, n in parts.items()}
    return found


def act_grid(snapshot: Snapshot, _: Translator) -> Grid | None:
    """Acts for each person concerned, month by month."""
    columns = {act: monthly(snapshot, "evaluation", act) for act in ACTS}
    months = sorted({month for column in columns.values() for month in column})[-_MONTHS:]
    if not months:
        return None
    shown = [act for act in ACTS if columns[act]]
    return Grid(
        heading=(_("Month"), *(act_title(act, _) for act in shown)),
        rows=tuple(
            (month_name(month, _.lang), *(_number(columns[act].get(month), _) for act in shown)) for month in months
        ),
    )


def place_grid(snapshot: Snapshot, sites: Mapping[str, str], _: Translator) -> Grid | None:
    """The last month's evaluations for each person concerned, site by site, and the pulse beside."""
    month = last_month(snapshot)
    if month is None:
        return None
    columns = [_by_key(snapshot, "evaluation", "site", f"{month}/{act}") for act in _EVALUATED]
    pulse = _by_key(snapshot, "pulse", "site", f"{month}/{OVERALL}")
    keys = sorted({key for column in (*columns, pulse) for key in column} - {TOTAL})
    rows = [
        (_site(key, sites, _), *(_number(column.get(key), _) for column in columns), _score(pulse.get(key), _))
        for key in keys
    ]
    whole = (_("All sites"), *(_number(column.get(TOTAL), _) for column in columns), _score(pulse.get(TOTAL), _))
    return Grid(
        heading=(_("Site"), *(act_title(act, _) for act in _EVALUATED), _("pulse, of 100")),
        rows=(*sorted(rows, key=lambda row: collation_key(row[0])), whole),
        note=_("{month}. Evaluations for each person who was evaluated.", month=month_name(month, _.lang)),
    )


def team_grid(snapshot: Snapshot, sites: Mapping[str, str], _: Translator) -> Grid | None:
    """The same by team, where enough people are in it and nothing of a smaller one follows."""
    month = last_month(snapshot)
    if month is None:
        return None
    columns = [_by_key(snapshot, "evaluation", "team", f"{month}/{act}") for act in _EVALUATED]
    keys = sorted({key for column in columns for key in column}, key=collation_key)
    if not keys:
        return None
    rows = tuple((_team(key, sites, _), *(_number(column.get(key), _) for column in columns)) for key in keys)
    return Grid(heading=(_("Team"), *(act_title(act, _) for act in _EVALUATED)), rows=rows)


def spread_grid(snapshot: Snapshot, _: Translator) -> Grid | None:
    """How many people were evaluated how often in the last period."""
    rows = snapshot.select("evaluation", "evaluations")
    if not rows:
        return None
    latest = max(row.period for row in rows)
    shown = [row for row in rows if row.period == latest and row.key != TOTAL]
    return Grid(
        heading=(_("Times evaluated"), _("People"), _("Share of all")),
        rows=tuple(
            (
                row.key,
                _("withheld") if row.n is None else integer(row.n, _.lang),
                "–" if row.value is None else percent(row.value, _.lang),
            )
            for row in shown
        ),
        note=_("In {month}.", month=month_name(latest[:7], _.lang)),
    )


def pulse_grid(snapshot: Snapshot, _: Translator) -> Grid | None:
    """Each scale in the last month and a year of months before it."""
    scales = dict.fromkeys(row.period.partition("/")[2] for row in snapshot.select("pulse", "month"))
    rows = []
    for scale in scales:
        of_scale = list(monthly(snapshot, "pulse", scale).values())
        told = [row for row in of_scale if row.value is not None]
        if of_scale:
            first, last = (told[0], told[-1]) if told else (None, None)
            rows.append((axis_title(scale, _), _score(last, _), _count(last, _), _score(first, _)))
    if not rows:
        return None
    months = sorted(row.key for row in snapshot.select("pulse", "month") if row.value is not None)
    note = None
    if months:
        note = _(
            "From 0 to 100, the higher the better; in brackets the 95 % confidence interval. "
            "Last month: {last}; first: {first}.",
            last=month_name(months[-1], _.lang),
            first=month_name(months[0], _.lang),
        )
    return Grid(heading=(_("Axis"), _("last month"), _("answers"), _("first month")), rows=tuple(rows), note=note)


def month_points(snapshot: Snapshot) -> tuple[Point, ...]:
    """The pulse of all against the NPS of all, month by month."""
    pulse = monthly(snapshot, "pulse", OVERALL)
    nps = {row.key: row for row in snapshot.select("nps", "month") if row.key != TOTAL}
    found = [_point(month, pulse[month], nps[month]) for month in sorted(pulse.keys() & nps.keys())]
    return tuple(each for each in found if each is not None)


def site_points(snapshot: Snapshot) -> tuple[Point, ...]:
    """The pulse of each site against its evaluations, over those of the last six months in which both were released.

    The pulse is the mean of the months' scores, with the mean of their margins: the same people answer again, so that
    months together are hardly surer than one.
    """
    pulse: dict[str, list[tuple[str, Row]]] = {}
    for row in snapshot.select("pulse", "site"):
        if row.value is not None and row.key not in (TOTAL, UNSTATED):
            pulse.setdefault(row.key, []).append((row.period.partition("/")[0], row))
    acts: dict[tuple[str, str], float] = {}
    for row in snapshot.select("evaluation", "site"):
        month, _, act = row.period.partition("/")
        if row.value is not None and act == "evaluated":
            acts[row.key, month] = row.value
    months = sorted({month for rows in pulse.values() for month, _row in rows})[-_SITE_MONTHS:]
    found = []
    for site, rows in sorted(pulse.items()):
        both = [(acts[site, month], row) for month, row in rows if (site, month) in acts and month in months]
        if both:
            x = _mean([each for each, _ in both])
            ys = [_mean([_or(getattr(row, name), 0.0) for _, row in both]) for name in ("value", "low", "high")]
            found.append(Point(key=site, x=x, x_low=x, x_high=x, y=ys[0], y_low=ys[1], y_high=ys[2]))
    return tuple(found)


def last_month(snapshot: Snapshot) -> str | None:
    """The last month of which anything was told by site."""
    rows = (*snapshot.select("evaluation", "site"), *snapshot.select("pulse", "site"))
    return max((row.period.partition("/")[0] for row in rows), default=None)


def _point(month: str, pulse: Row, nps: Row) -> Point | None:
    bounds = (pulse.value, pulse.low, pulse.high, nps.value, nps.low, nps.high)
    if any(each is None for each in bounds):
        return None
    x, x_low, x_high, y, y_low, y_high = (_or(each, 0.0) for each in bounds)
    return Point(key=month, x=x, x_low=x_low, x_high=x_high, y=y, y_low=y_low, y_high=y_high)


def _by_key(snapshot: Snapshot, measure: str, dimension: str, period: str) -> dict[str, Row]:
    return {row.key: row for row in snapshot.select(measure, dimension, period)}


def _number(row: Row | None, _: Translator) -> str:
    """A count for each person; a dash where nobody did any, a word where it is withheld."""
    if row is None:
        return "–"
    return _("withheld") if row.rule_id is not None or row.value is None else points(row.value, _.lang)


def _score(row: Row | None, _: Translator) -> str:
    if row is None:
        return "–"
    if row.value is None:
        return _("withheld")
    value = points(row.value, _.lang)
    if row.low is None or row.high is None:
        return value
    low, high = (points(bound, _.lang, trim=True) for bound in (round(row.low), round(row.high)))
    return f"{value} ({_('{low} to {high}', low=low, high=high)})"


def _count(row: Row | None, _: Translator) -> str:
    return "–" if row is None or row.n is None else integer(row.n, _.lang)


def _site(key: str, sites: Mapping[str, str], _: Translator) -> str:
    return _("no site said") if key == UNSTATED else sites.get(key, key)


def _team(key: str, sites: Mapping[str, str], _: Translator) -> str:
    site, _sep, team = key.partition("/")
    return f"{_site(site, sites, _)} · {_('no team said') if team == UNSTATED else team.removeprefix(f'{site}-')}"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
