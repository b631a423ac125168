"""The contact log, grouped: cases and the work they were, who came back when, and what each place's cases were.

A case begins with its first contact. Its contacts of the ``days`` from then on count, and it counts once the log goes on for
as long: all cases are looked at for the same time.
"""

from datetime import date
from typing import NamedTuple

from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

#: The burdens of a case, in the order in which they are summed.
BURDENS = ("contacts", "switches", "transfers", "reidentifications", "repetitions", "missed", "action_days")
#: What a place can be, as the log names it.
PLACES = ("area", "site", "team")
#: No appointment was missed twice because both logs tell it.
_CASES = """
    WITH told AS (
        SELECT *, min(started_at) OVER (PARTITION BY case_id) AS first_at,
            (SELECT max(started_at) FROM contact_log) AS last_at
        FROM contact_log WHERE case_id IS NOT NULL
    ), counted AS (
        SELECT *, lag(channel) OVER (PARTITION BY case_id, direction ORDER BY started_at, entry_id) AS before
        FROM told
        WHERE started_at < first_at + to_days($days) AND first_at <= last_at - to_days($days)
    ), visits AS (
        SELECT case_id, count(*) AS n_visits FROM steps WHERE outcome = 'missed' GROUP BY 1
    ), cases AS (
        SELECT case_id, min(first_at) AS first_at, arg_min(month, started_at) AS month,
            arg_min(area, started_at) AS area, arg_min(site, started_at) AS site, arg_min(team, started_at) AS team,
            arg_max(customer, started_at) AS customer, max(started_on) AS last_on,
            count(*) FILTER (direction = 'inbound') AS contacts,
            count(*) FILTER (direction = 'inbound' AND before <> channel) AS switches,
            sum(transfers)::INT AS transfers, sum(reidentifications)::INT AS reidentifications,
            sum(repetitions)::INT AS repetitions,
            greatest(count(*) FILTER (counted.missed), coalesce(any_value(n_visits), 0)) AS missed,
            count(DISTINCT started_on) FILTER (direction = 'inbound') AS action_days
        FROM counted LEFT JOIN visits USING (case_id) GROUP BY case_id
    ), judged AS (
        SELECT *, contacts <= 1 AND transfers = 0 AND switches = 0 AND missed = 0 AS is_zero FROM cases
    )
"""


class CaseRow(NamedTuple):
    """A group of cases: how many, how many of them without effort, and sums of each burden and of its square."""

    key: str
    n: int
    n_zero: int
    totals: dict[str, float]
    squares: dict[str, float]


class Span(NamedTuple):
    """How far the log goes, and what of it says too little."""

    n: int
    n_without_case: int
    n_without_customer: int
    first_on: date | None
    last_on: date | None


class LinkedCase(NamedTuple):
    """A case as answers are linked to it, by the day of its last contact."""

    case_id: str
    customer: str
    last_on: date
    is_zero: bool
    place: str | None


def span(workspace: Workspace) -> Span:
    """Of the whole log."""
    query = """
        SELECT count(*)::INT, count(*) FILTER (case_id IS NULL)::INT, count(*) FILTER (customer IS NULL)::INT,
            min(started_on), max(started_on) FROM contact_log
    """
    return Span(*rows(workspace, query)[0])


def cases(workspace: Workspace, days: int, *, by_month: bool = False) -> tuple[CaseRow, ...]:
    """All cases together (key ``all``), or by the month of their first contact."""
    key = "month" if by_month else "'all'"
    sums = ", ".join(f"sum({name})::DOUBLE, sum({name} * {name})::DOUBLE" for name in BURDENS)
    query = f"{_CASES} SELECT {key}, count(*)::INT, count(*) FILTER (is_zero)::INT, {sums} FROM judged GROUP BY 1 ORDER BY 1"
    return tuple(_case_row(row) for row in rows(workspace, query, {"days": days}))


def _case_row(row: tuple[object, ...]) -> CaseRow:
    key, n, n_zero, *sums = row
    numbers = [float(str(each)) for each in sums]
    return CaseRow(
        key=str(key),
        n=int(str(n)),
        n_zero=int(str(n_zero)),
        totals=dict(zip(BURDENS, numbers[::2], strict=True)),
        squares=dict(zip(BURDENS, numbers[1::2], strict=True)),
    )


class PlaceRow(NamedTuple):
    """Of one place and month: how many cases, and sums of a value of each and of its square."""

    place: str
    month: str
    n: int
    total: float
    squares: float


def by_place(workspace: Workspace, days: int, by: str, value: str) -> tuple[PlaceRow, ...]:
    """Cells of a roll-out: ``value`` is ``is_zero`` (as 0 or 1) or one of the burdens, ``by`` one of ``PLACES``."""
    if by not in PLACES or value not in (*BURDENS, "is_zero"):
        raise ValueError("not a column of cases")
    query = f"""{_CASES}
        SELECT {by}, month, count(*)::INT, sum({value}::INT)::DOUBLE, sum({value}::INT * {value}::INT)::DOUBLE
        FROM judged WHERE {by} IS NOT NULL AND {by} <> 'unlisted' GROUP BY 1, 2 ORDER BY 1, 2
    """
    return tuple(PlaceRow(*row) for row in rows(workspace, query, {"days": days}))


def first_visits(workspace: Workspace, days: int) -> tuple[PlaceRow, ...]:
    """Fibre connections by area and the month of their first visit: 1 where it ended well, with neither another visit nor a
    fault reported in the ``days`` after it. Visits that the log does not go on for as long after do not count.
    """
    query = """
        WITH told AS (
            SELECT case_id, area, step, outcome, started_at, month FROM steps
            WHERE journey = 'fibre_connection' AND step IN ('visit', 'fault_reported')
        ), firsts AS (
            SELECT case_id, min(started_at) AS first_at, arg_min(outcome, started_at) AS outcome,
                arg_min(month, started_at) AS month, arg_min(area, started_at) AS area
            FROM told WHERE step = 'visit' GROUP BY 1
        ), judged AS (
            SELECT area, month, outcome IS NOT DISTINCT FROM 'ok' AND NOT EXISTS (
                SELECT 1 FROM told WHERE told.case_id = firsts.case_id AND told.started_at > first_at
                    AND told.started_at <= first_at + to_days($days)
            ) AS is_right
            FROM firsts WHERE first_at <= (SELECT max(started_at) FROM steps) - to_days($days)
        )
        SELECT area, month, count(*)::INT, sum(is_right::INT)::DOUBLE, sum(is_right::INT)::DOUBLE
        FROM judged WHERE area IS NOT NULL AND area <> 'unlisted' GROUP BY 1, 2 ORDER BY 1, 2
    """
    return tuple(PlaceRow(*row) for row in rows(workspace, query, {"days": days}))


def linkable(workspace: Workspace, days: int, by: str = "area") -> tuple[LinkedCase, ...]:
    """The cases whose customer is known, in order."""
    if by not in PLACES:
        raise ValueError("not a column of cases")
    query = f"""{_CASES}
        SELECT case_id, customer, last_on, is_zero, {by} FROM judged WHERE customer IS NOT NULL ORDER BY case_id
    """
    return tuple(LinkedCase(*row) for row in rows(workspace, query, {"days": days}))


class ReturnRow(NamedTuple):
    """A day after a contact: how many came back on it, and how many were watched up to it and no longer."""

    day: int
    events: int
    left: int


class ReturnSums(NamedTuple):
    """Of contacts watched for a whole window, over customers: contacts, those followed by another, squares, products."""

    m: int
    r: int
    mm: int
    rr: int
    mr: int


_GAPS = """
    WITH inbound AS (
        SELECT customer, reason, started_at, entry_id, (SELECT max(started_at) FROM contact_log) AS last_at
        FROM contact_log WHERE direction = 'inbound' AND customer IS NOT NULL {only}
    ), gaps AS (
        SELECT customer,
            date_diff('second', started_at, lead(started_at) OVER
                (PARTITION BY customer {same} ORDER BY started_at, entry_id)) / 86400.0 AS gap,
            date_diff('second', started_at, last_at) / 86400.0 AS watched
        FROM inbound
    ), days AS (
        SELECT customer, greatest(1, ceil(gap))::INT AS back, least($longest, floor(watched))::INT AS until,
            gap IS NOT NULL AND gap <= $longest AS is_back FROM gaps
    )
"""


def _gaps(same_reason: bool) -> str:
    if not same_reason:
        return _GAPS.format(only="", same="")
    return _GAPS.format(only="AND reason IS NOT NULL AND reason <> 'unlisted'", same=", reason")


def returns(workspace: Workspace, longest: int, *, same_reason: bool) -> tuple[tuple[ReturnRow, ...], int]:
    """By day, and how many customers are behind it. Inbound contacts alone: what was promised is no return."""
    query = f"""{_gaps(same_reason)}
        SELECT CASE WHEN is_back THEN back ELSE until END AS day, count(*) FILTER (is_back)::INT,
            count(*) FILTER (NOT is_back)::INT FROM days GROUP BY 1 ORDER BY 1
    """
    people = f"{_gaps(same_reason)} SELECT count(DISTINCT customer)::INT FROM days"
    parameters = {"longest": longest}
    found = tuple(ReturnRow(*row) for row in rows(workspace, query, parameters))
    return found, int(rows(workspace, people, parameters)[0][0])


def return_sums(workspace: Workspace, longest: int, window: int, *, same_reason: bool) -> ReturnSums:
    """What the customers' own likeness is reckoned from."""
    query = f"""{_gaps(same_reason)}, people AS (
            SELECT customer, count(*) AS m, count(*) FILTER (is_back AND back <= $window) AS r
            FROM days WHERE until >= $window GROUP BY 1
        )
        SELECT coalesce(sum(m), 0)::BIGINT, coalesce(sum(r), 0)::BIGINT, coalesce(sum(m * m), 0)::BIGINT,
            coalesce(sum(r * r), 0)::BIGINT, coalesce(sum(m * r), 0)::BIGINT FROM people
    """
    return ReturnSums(*rows(workspace, query, {"longest": longest, "window": window})[0])


def resolutions(workspace: Workspace, longest: int) -> tuple[tuple[ReturnRow, ...], int]:
    """Days from a case's first contact to the first that says it is resolved, and how many cases; cases of a log that
    says of some whether they were.
    """
    cases = """
        WITH cases AS (
            SELECT case_id, min(started_at) AS first_at, min(started_at) FILTER (resolved) AS solved_at,
                (SELECT max(started_at) FROM contact_log) AS last_at
            FROM contact_log WHERE case_id IS NOT NULL AND resolved IS NOT NULL GROUP BY 1
        ), days AS (
            SELECT greatest(1, ceil(date_diff('second', first_at, solved_at) / 86400.0))::INT AS back,
                least($longest, floor(date_diff('second', first_at, last_at) / 86400.0))::INT AS until,
                solved_at IS NOT NULL AND date_diff('second', first_at, solved_at) <= $longest * 86400 AS is_back
            FROM cases
        )
    """
    query = f"""{cases}
        SELECT CASE WHEN is_back THEN back ELSE until END AS day, count(*) FILTER (is_back)::INT,
            count(*) FILTER (NOT is_back)::INT FROM days GROUP BY 1 ORDER BY 1
    """
    found = tuple(ReturnRow(*row) for row in rows(workspace, query, {"longest": longest}))
    return found, sum(row.events + row.left for row in found)


def effort_marks(workspace: Workspace) -> tuple[tuple[str, str, int, int], ...]:
    """How many gave each mark of an effort question: survey, kind, mark, number."""
    query = """
        SELECT survey_id, kind, value::INT, count(*)::INT FROM answers WHERE kind IN ('ces1', 'ces2')
        GROUP BY ALL ORDER BY ALL
    """
    return tuple((str(a), str(b), int(c), int(d)) for a, b, c, d in rows(workspace, query))


def named_survey(workspace: Workspace) -> str | None:
    """The survey with most answers by customers who are in the log."""
    query = """
        SELECT survey_id FROM responses WHERE customer IN (SELECT customer FROM contact_log WHERE customer IS NOT NULL)
        GROUP BY ALL ORDER BY count(*) DESC, survey_id LIMIT 1
    """
    found = rows(workspace, query)
    return str(found[0][0]) if found else None


def named_scores(workspace: Workspace, survey_id: str) -> tuple[tuple[str, str, date, int], ...]:
    """Answers that say whose they are: response, customer, day, mark."""
    query = """
        SELECT response_id, customer, answered_on, score::INT FROM responses
        WHERE survey_id = ? AND customer IS NOT NULL ORDER BY response_id
    """
    return tuple((str(a), str(b), c, int(d)) for a, b, c, d in rows(workspace, query, [survey_id]))
