"""Steps to cases, in DuckDB: each journey's steps in their order, and of each case what became of it.

Steps of a case stand in the order of their start, those of one instant in that of their pseudonyms. Cases are put together in
parts, by their pseudonyms, so that what is sorted at once fits in memory whatever the log's length.
"""

import duckdb

from clairevoix.model.journey import Fate, Journey, Pattern, Role

#: Steps that are sorted at once.
_PART_ROWS = 4_000_000
_BITS = {role: 1 << place for place, role in enumerate(Role)}
_CODES = ("cause", "responsibility", "area", "operator", "nature")


def make_cases(connection: duckdb.DuckDBPyConnection, journey: Journey) -> bool:
    """Makes the tables ``cases`` and ``moves`` of a journey's steps, and ``bounds`` of its log; False if it has none."""
    _make_raw(connection, journey)
    n_steps, n_confirming = connection.execute(
        f"SELECT count(*), count(*) FILTER (flags & {_BITS[Role.CONFIRMED]} <> 0) FROM raw"
    ).fetchall()[0]
    if not n_steps:
        return False
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE bounds AS SELECT max(day) AS as_of, count(*) AS n_steps, ? AS confirms FROM raw",
        [n_confirming > 0],
    )
    n_parts = -(-n_steps // _PART_ROWS)
    for part in range(n_parts):
        create = "CREATE OR REPLACE TEMP TABLE {0} AS" if part == 0 else "INSERT INTO {0}"
        connection.execute(_ordered(part, n_parts))
        connection.execute(f"{create.format('cases')} {_judged(journey)}")
        connection.execute(f"{create.format('moves')} {_moves()}")
        connection.execute(f"{create.format('visits')} {_visits()}")
    connection.execute("DROP TABLE raw; DROP TABLE ordered;")
    return True


def _make_raw(connection: duckdb.DuckDBPyConnection, journey: Journey) -> None:
    """The steps with numbers in place of words: what each counts as (bits), and to which state it leads."""
    named = {"journey": journey.name}
    for column in _CODES:
        connection.execute(f"DROP TYPE IF EXISTS {column}_code")
        listed = connection.execute(
            f"SELECT DISTINCT {column} FROM steps WHERE journey = $journey AND {column} IS NOT NULL ORDER BY 1", named
        ).fetchall()
        values = ", ".join(_quoted(str(row[0])) for row in listed) or "''"
        connection.execute(f"CREATE TYPE {column}_code AS ENUM ({values})")
    flags = " + ".join(
        f"CASE WHEN {_any(patterns)} THEN {_BITS[role]} ELSE 0 END" for role, patterns in journey.roles.items()
    )
    states = " ".join(f"WHEN {_any(state.entered_by)} THEN {n}" for n, state in enumerate(journey.states, start=1))
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE raw AS
        SELECT ('0x' || case_id)::UBIGINT AS k, ('0x' || step_id)::UBIGINT AS id, epoch_us(started_at) AS instant,
            started_on AS day, due_on AS due, ({flags})::INT AS flags, (CASE {states} ELSE 0 END)::UTINYINT AS state,
            {", ".join(f"{column}::{column}_code AS {column}" for column in _CODES)},
            coalesce(ended_at < started_at, false) AS backwards
        FROM steps WHERE journey = $journey
        """,
        named,
    )


def _any(patterns: tuple[Pattern, ...]) -> str:
    return "(" + " OR ".join(map(_matches, patterns)) + ")"


def _matches(pattern: Pattern) -> str:
    wanted = {
        "outcome": pattern.outcomes,
        "responsibility": pattern.responsibilities,
        "cause": pattern.causes,
        "nature": pattern.natures,
    }
    return " AND ".join(
        [
            f"step = {_quoted(pattern.step)}",
            *(
                f"coalesce({name} IN ({', '.join(map(_quoted, values))}), false)"
                for name, values in wanted.items()
                if values
            ),
        ]
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is(role: Role) -> str:
    return f"(flags & {_BITS[role]}) <> 0"


def _ordered(part: int, n_parts: int) -> str:
    return f"""
        CREATE OR REPLACE TEMP TABLE ordered AS
        SELECT * EXCLUDE (id), (row_number() OVER (PARTITION BY k ORDER BY instant, id))::UINTEGER AS seq
        FROM raw WHERE k % {n_parts} = {part}
    """


def _first(role: Role, value: str = "seq") -> str:
    """The value of a case's first step that counts as ``role``."""
    return f"min(seq) FILTER ({_is(role)})" if value == "seq" else f"arg_min({value}, seq) FILTER ({_is(role)})"


def _judged(journey: Journey) -> str:
    """One row for each case."""
    return f"""
        WITH firsts AS ({_firsts()}), seconds AS ({_seconds(journey)})
        SELECT f.*, s.* EXCLUDE (k), coalesce(f.due_on, f.attempt_day) AS cohort_on, {_fate(journey)} AS fate,
            coalesce((f.attempt_flags & {_BITS[Role.SUCCESS]}) <> 0, false) AS done,
            coalesce((f.attempt_flags & {_BITS[Role.NO_ACCESS]}) <> 0, false) AS no_access
        FROM firsts f JOIN seconds s USING (k) CROSS JOIN bounds b
    """


def _firsts() -> str:
    """What a case's first steps of each kind say."""
    return f"""
            SELECT k, count(*) AS n_steps, bool_or(backwards) AS backwards,
                {_first(Role.OPENING)} AS opening_seq, {_first(Role.OPENING, "day")} AS opened_on,
                {_first(Role.APPOINTMENT)} AS booked_seq, {_first(Role.APPOINTMENT, "due")} AS due_on,
                {_first(Role.LOST)} AS lost_seq, {_first(Role.DEFERRED)} AS deferred_seq,
                {_first(Role.ATTEMPT)} AS attempt_seq, {_first(Role.ATTEMPT, "day")} AS attempt_day,
                {_first(Role.ATTEMPT, "flags")} AS attempt_flags,
                {_first(Role.SUCCESS)} AS success_seq, {_first(Role.SUCCESS, "day")} AS success_on,
                {_first(Role.EXIT)} AS exit_seq, {_first(Role.EXIT, "day")} AS exit_on,
                {_first(Role.WITHDRAWN)} AS withdrawn_seq,
                {_first(Role.CHECK, "day")} AS checked_on, bool_or({_is(Role.NONCONFORMITY)}) AS critical,
                bool_or({_is(Role.NO_ACCESS)}) AS any_no_access,
                arg_min(area, seq) AS area, arg_min(operator, seq) AS operator, arg_min(nature, seq) AS nature,
                arg_max(state, seq) FILTER (state > 0) AS resting
            FROM ordered GROUP BY k
    """


def _seconds(journey: Journey) -> str:
    """What can be asked once the first attempt and the first success are known: of the steps within the window after them."""
    window = journey.window_days
    within = f"o.seq > f.attempt_seq AND o.day - f.attempt_day <= {window}"

    def spoilt(role: Role) -> str:
        return f"coalesce(bool_or({within} AND {_is(role)}), false)"

    return f"""
            SELECT k,
                {spoilt(Role.ATTEMPT)} AS second_visit, {spoilt(Role.FAULT)} AS fault, {spoilt(Role.CONTACT)} AS contact,
                {spoilt(Role.NONCONFORMITY)} AS nonconformity, {spoilt(Role.CONFIRMED)} AS confirmed,
                coalesce(bool_or({_is(Role.FAULT)} AND o.seq > f.success_seq AND o.day - f.success_on <= {window}), false)
                    AS early_faulty,
                count(*) FILTER ({_is(Role.ATTEMPT)} AND o.seq <= coalesce(f.success_seq, 4294967295)
                    AND o.seq <= coalesce(f.exit_seq, 4294967295)) AS n_attempts,
                arg_min(o.cause, o.seq) FILTER (o.seq = f.lost_seq) AS lost_cause,
                arg_min(o.responsibility, o.seq) FILTER (o.seq = f.lost_seq) AS lost_by,
                arg_min(o.cause, o.seq) FILTER (o.seq = f.attempt_seq) AS attempt_cause,
                arg_min(o.responsibility, o.seq) FILTER (o.seq = f.attempt_seq) AS attempt_by,
                arg_min(o.cause, o.seq) FILTER ({within} AND ({_is(Role.FAULT)} OR {_is(Role.NONCONFORMITY)})) AS later_cause,
                arg_min(o.responsibility, o.seq) FILTER ({within} AND ({_is(Role.FAULT)} OR {_is(Role.NONCONFORMITY)}))
                    AS later_by
            FROM ordered o JOIN firsts f USING (k) GROUP BY k
    """


def _fate(journey: Journey) -> str:
    """In the order of :class:`clairevoix.model.journey.Fate`."""
    whens = {
        f"f.n_steps > {journey.max_steps}": Fate.TOO_MANY_STEPS,
        "opening_seq IS NULL": Fate.NO_START,
        "attempt_seq < opening_seq OR exit_seq < opening_seq": Fate.BEFORE_ORDER,
        "withdrawn_seq IS NOT NULL AND (attempt_seq IS NULL OR withdrawn_seq < attempt_seq)": Fate.WITHDRAWN,
        "coalesce(f.due_on, f.attempt_day) IS NULL": Fate.NOT_DUE,
        f"coalesce(f.due_on, f.attempt_day) > b.as_of - {journey.window_days}": Fate.TOO_RECENT,
        "lost_seq IS NOT NULL AND (attempt_seq IS NULL OR lost_seq < attempt_seq)": Fate.NOT_KEPT,
        "attempt_seq IS NULL": Fate.NO_VISIT,
        f"attempt_day > b.as_of - {journey.window_days}": Fate.TOO_RECENT,
        f"(attempt_flags & {_BITS[Role.NO_ACCESS]}) <> 0": Fate.NO_ACCESS,
        f"(attempt_flags & {_BITS[Role.SUCCESS]}) = 0": Fate.FAILED,
        "fault": Fate.FAULT,
        "second_visit": Fate.SECOND_VISIT,
        "nonconformity": Fate.NONCONFORMITY,
        "contact": Fate.CONTACT,
        "b.confirms AND NOT confirmed": Fate.NOT_CONFIRMED,
    }
    return (
        "CASE " + " ".join(f"WHEN {when} THEN '{fate}'" for when, fate in whens.items()) + f" ELSE '{Fate.RIGHT}' END"
    )


def _moves() -> str:
    """Of unbroken cases, each state's beginning with the state before it and the hours between, counted."""
    broken = ", ".join(f"'{fate}'" for fate in (Fate.TOO_MANY_STEPS, Fate.NO_START, Fate.BEFORE_ORDER))
    return f"""
        SELECT come_from, state, hours, count(*) AS n FROM (
            SELECT coalesce(lag(state) OVER w, 0) AS come_from, state,
                coalesce((instant - lag(instant) OVER w) // 3600000000, 0) AS hours
            FROM ordered WHERE state > 0 AND k NOT IN (SELECT k FROM cases WHERE fate IN ({broken}))
            WINDOW w AS (PARTITION BY k ORDER BY seq)
        ) GROUP BY ALL
    """


def _visits() -> str:
    """Attempts and faults by month and area of their case, counted, broken cases left out."""
    broken = ", ".join(f"'{fate}'" for fate in (Fate.TOO_MANY_STEPS, Fate.NO_START, Fate.BEFORE_ORDER))
    return f"""
        SELECT strftime(o.day, '%Y-%m') AS month, coalesce(c.area::VARCHAR, '') AS area,
            count(*) FILTER ({_is(Role.ATTEMPT)}) AS attempts,
            count(*) FILTER ({_is(Role.ATTEMPT)} AND NOT {_is(Role.SUCCESS)}) AS failed,
            count(*) FILTER ({_is(Role.FAULT)}) AS faults
        FROM ordered o JOIN (SELECT k, area FROM cases WHERE fate NOT IN ({broken})) c USING (k)
        WHERE {_is(Role.ATTEMPT)} OR {_is(Role.FAULT)} GROUP BY ALL
    """
