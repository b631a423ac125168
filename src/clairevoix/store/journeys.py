"""Cases of a journey to cells: SQL groups, and estimates nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

from clairevoix.model.journey import BROKEN, LEFT_OUT, Fate, Journey, Role
from clairevoix.model.journey_cells import (
    AppointmentCell,
    CauseCell,
    DelayCell,
    Ending,
    EndingCell,
    FateCell,
    JourneyCells,
    MonthCell,
    MoveCell,
)
from clairevoix.store import lake
from clairevoix.store.journey_cases import make_cases
from clairevoix.store.workspace import Workspace

Connection = duckdb.DuckDBPyConnection
_YEAR = "strftime(cohort_on, '%Y')"


def _listed(fates: frozenset[Fate]) -> str:
    return ", ".join(f"'{fate}'" for fate in sorted(fates))


_IS_WHOLE, _IS_JUDGED = f"fate NOT IN ({_listed(BROKEN)})", f"fate NOT IN ({_listed(LEFT_OUT)})"
_ENDED = f"""
    SELECT strftime(opened_on, '%Y') AS year, n_attempts, CASE
        WHEN success_seq IS NOT NULL AND (exit_seq IS NULL OR success_seq < exit_seq) THEN '{Ending.DONE}'
        WHEN exit_seq IS NOT NULL THEN '{Ending.GIVEN_UP}' ELSE '{Ending.OPEN}' END AS ending,
        CASE ending WHEN '{Ending.DONE}' THEN success_on WHEN '{Ending.GIVEN_UP}' THEN exit_on ELSE as_of END
            - opened_on AS days
    FROM cases CROSS JOIN bounds WHERE {_IS_WHOLE}
"""


_MOVES = "SELECT come_from, state, hours, sum(n)::BIGINT FROM moves GROUP BY ALL ORDER BY ALL"


def journeys_in(workspace: Workspace) -> tuple[str, ...]:
    """The journeys that have steps, by name."""
    return tuple(str(row[0]) for row in lake.rows(workspace, "SELECT DISTINCT journey FROM steps ORDER BY 1"))


def log_end(workspace: Workspace, journey: Journey) -> tuple[str, bool]:
    """The last day of a journey's log, and whether it says when customers note that it works."""
    confirming = [pattern.step for pattern in journey.roles.get(Role.CONFIRMED, ())]
    query = (
        "SELECT max(started_on)::VARCHAR, coalesce(bool_or(list_contains(?, step)), false) FROM steps WHERE journey = ?"
    )
    as_of, confirms = lake.rows(workspace, query, [confirming, journey.name])[0]
    return as_of or "", confirms


@contextmanager
def cases(workspace: Workspace, journey: Journey, *others: str) -> Iterator[Connection | None]:
    """A connection with a journey's ``cases`` and ``moves``, and ``others``, tables of the lake; None without steps."""
    with lake.reading(workspace, "steps", *others) as connection:
        yield connection if make_cases(connection, journey) else None


def journey_cells(workspace: Workspace, journey: Journey) -> JourneyCells | None:
    """All counts of a journey; None where it has no step."""
    with cases(workspace, journey) as connection:
        return None if connection is None else cells_of(connection, journey)


def cells_of(connection: Connection, journey: Journey) -> JourneyCells:
    """The counts of the ``cases`` that were made last."""
    as_of, n_steps, confirms = connection.execute("SELECT as_of, n_steps, confirms FROM bounds").fetchall()[0]
    return JourneyCells(
        journey=journey.name,
        as_of=as_of,
        confirms=confirms,
        n_steps=n_steps,
        n_cases=_rows(connection, "SELECT count(*) FROM cases")[0][0],
        fates=_fates(connection),
        days=_endings(connection, "days"),
        attempts=_endings(connection, f"n_attempts + (ending = '{Ending.GIVEN_UP}')::INT"),
        delays=_delays(connection),
        causes=_causes(connection),
        appointments=_appointments(connection),
        moves=tuple(
            MoveCell(*row)
            for row in _rows(
                connection, "SELECT come_from, state, hours, sum(n)::BIGINT FROM moves GROUP BY ALL ORDER BY ALL"
            )
        ),
        months=_months(connection, journey),
        resting=tuple(
            _rows(connection, f"SELECT resting, count(*) FROM cases WHERE {_IS_WHOLE} GROUP BY ALL ORDER BY ALL")
        ),
        ages=tuple(
            _rows(
                connection,
                f"SELECT days, count(*) FROM ({_ENDED}) WHERE ending = '{Ending.OPEN}' GROUP BY ALL ORDER BY ALL",
            )
        ),
        odd=_odd(connection),
    )


def _rows(connection: Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def _fates(connection: Connection) -> tuple[FateCell, ...]:
    keys = {
        "month": "coalesce(strftime(cohort_on, '%Y-%m'), '')",
        "area": "coalesce(area::VARCHAR, '')",
        "operator": "coalesce(operator::VARCHAR, '')",
        "nature": "coalesce(nature::VARCHAR, '')",
    }
    queries = [
        f"SELECT '{name}' AS by, coalesce({_YEAR}, '') AS year, {key} AS key, fate, done, no_access, count(*) AS n "
        "FROM cases GROUP BY ALL"
        for name, key in keys.items()
    ]
    found = _rows(connection, " UNION ALL ".join(queries) + " ORDER BY ALL")
    return tuple(FateCell(by, year, key, Fate(fate), *rest) for by, year, key, fate, *rest in found)


def _endings(connection: Connection, time: str) -> tuple[EndingCell, ...]:
    query = f"SELECT year, {time} AS time, ending, count(*) FROM ({_ENDED}) GROUP BY ALL ORDER BY ALL"
    return tuple(EndingCell(year, at, Ending(ending), n) for year, at, ending, n in _rows(connection, query))


def _delays(connection: Connection) -> tuple[DelayCell, ...]:
    query = f"""
        SELECT strftime(success_on, '%Y') AS year, coalesce(nature::VARCHAR, ''), success_on - opened_on, success_on - due_on,
            deferred_seq IS NOT NULL AND deferred_seq < success_seq, any_no_access, count(*)
        FROM cases WHERE {_IS_WHOLE} AND success_seq IS NOT NULL AND (exit_seq IS NULL OR success_seq < exit_seq)
        GROUP BY ALL ORDER BY ALL
    """
    return tuple(DelayCell(*row) for row in _rows(connection, query))


def _causes(connection: Connection) -> tuple[CauseCell, ...]:
    """Where a case was lost says whose cause it is: the appointment's, the attempt's, or what came after."""

    def of(appointment: str, attempt: str, later: str) -> str:
        return (
            f"coalesce(CASE WHEN fate = '{Fate.NOT_KEPT}' THEN {appointment} WHEN fate IN ('{Fate.NO_ACCESS}', "
            f"'{Fate.FAILED}') THEN {attempt} WHEN fate IN ('{Fate.FAULT}', '{Fate.NONCONFORMITY}') THEN {later} END"
            "::VARCHAR, '')"
        )

    query = f"""
        SELECT {_YEAR} AS year, fate, {of("lost_cause", "attempt_cause", "later_cause")} AS cause,
            {of("lost_by", "attempt_by", "later_by")} AS responsibility, count(*)
        FROM cases WHERE {_IS_JUDGED} AND fate <> '{Fate.RIGHT}' GROUP BY ALL ORDER BY ALL
    """
    return tuple(CauseCell(year, Fate(fate), *rest) for year, fate, *rest in _rows(connection, query))


def _appointments(connection: Connection) -> tuple[AppointmentCell, ...]:
    """What came first after the first appointment was made: a move, the customer's deferral, an attempt, an end."""
    far = 4294967295
    first = ", ".join(f"coalesce({name}, {far})" for name in ("lost_seq", "deferred_seq", "attempt_seq", "exit_seq"))
    query = f"""
        SELECT {_YEAR} AS year, CASE least({first})
            WHEN {far} THEN 'open' WHEN lost_seq THEN 'lost' WHEN deferred_seq THEN 'deferred'
            WHEN attempt_seq THEN CASE WHEN no_access THEN 'no_access' ELSE 'kept' END ELSE 'cancelled' END AS became,
            CASE became WHEN 'lost' THEN coalesce(lost_by::VARCHAR, '') WHEN 'deferred' THEN 'customer' ELSE '' END, count(*)
        FROM cases WHERE {_IS_JUDGED} AND booked_seq IS NOT NULL GROUP BY ALL ORDER BY ALL
    """
    return tuple(AppointmentCell(*row) for row in _rows(connection, query))


def _months(connection: Connection, journey: Journey) -> tuple[MonthCell, ...]:
    is_done = "success_seq IS NOT NULL"
    query = f"""
        SELECT month, area, sum(attempts)::BIGINT, sum(failed)::BIGINT, sum(lines)::BIGINT, sum(watched)::BIGINT,
            sum(early_faulty)::BIGINT, sum(checked)::BIGINT, sum(critical)::BIGINT, sum(faults)::BIGINT
        FROM (
            SELECT month, area, attempts, failed, faults, 0 AS lines, 0 AS watched, 0 AS early_faulty,
                0 AS checked, 0 AS critical FROM visits
            UNION ALL BY NAME
            SELECT strftime(success_on, '%Y-%m') AS month, coalesce(area::VARCHAR, '') AS area, 0 AS attempts, 0 AS failed,
                0 AS faults, count(*) AS lines, count(*) FILTER (success_on <= as_of - {journey.window_days}) AS watched,
                count(*) FILTER (success_on <= as_of - {journey.window_days} AND early_faulty) AS early_faulty,
                0 AS checked, 0 AS critical
            FROM cases CROSS JOIN bounds WHERE {_IS_WHOLE} AND {is_done} GROUP BY ALL
            UNION ALL BY NAME
            SELECT strftime(checked_on, '%Y-%m') AS month, coalesce(area::VARCHAR, '') AS area, 0 AS attempts, 0 AS failed,
                0 AS faults, 0 AS lines, 0 AS watched, 0 AS early_faulty, count(*) AS checked,
                count(*) FILTER (critical) AS critical
            FROM cases WHERE {_IS_WHOLE} AND checked_on IS NOT NULL GROUP BY ALL
        ) GROUP BY ALL ORDER BY ALL
    """
    return tuple(MonthCell(*row) for row in _rows(connection, query))


def _odd(connection: Connection) -> tuple[tuple[str, int], ...]:
    """Cases by what is odd in them; a case can be odd in several ways."""
    query = f"""
        SELECT count(*) FILTER (backwards), count(*) FILTER (due_on IS NULL AND attempt_day IS NOT NULL),
            count(*) FILTER (area IS NULL), count(*) FILTER (success_seq IS NOT NULL AND exit_seq IS NOT NULL),
            count(*) FILTER (fate IN ('{Fate.FAILED}', '{Fate.NO_ACCESS}')
                AND (attempt_cause IS NULL OR attempt_cause::VARCHAR = 'unlisted'))
        FROM cases
    """
    names = ("backwards", "no_due_day", "no_area", "done_and_given_up", "no_cause")
    return tuple(zip(names, map(int, _rows(connection, query)[0]), strict=True))
