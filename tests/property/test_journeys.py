"""On any log, SQL and a person who goes through it step by step count the same."""

from collections import Counter

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_workspace
from clairevoix.measure.journeys.definition import read_journey, shipped_journeys
from clairevoix.model.step import Step
from clairevoix.store import journey_cases, steps
from clairevoix.store.journeys import cells_of, journey_cells
from clairevoix.store.schema import STEPS
from slow_journeys import counted
from steps_made import a_step

FIBRE = read_journey(
    "fibre_connection", shipped_journeys()["fibre_connection"].replace("max_steps = 1000", "max_steps = 12")
)
_KINDS = [
    ("ordered", {}),
    ("appointment_booked", {}),
    ("appointment_changed", {}),
    ("visit", {}),
    ("visit", {"outcome": "ok"}),
    ("visit", {"outcome": "ok"}),
    ("service_confirmed", {}),
    ("fault_reported", {}),
    ("contact", {}),
    ("conformity_check", {"outcome": "failed"}),
    ("cancelled", {}),
    ("something_else", {}),
]
_OUTCOMES = [None, "ok", "failed", "no_access", "postponed", "missed"]
_WHOSE = [None, "oc", "oi", "customer", "unlisted"]
_CAUSES = [None, "NC1_BOX", "NC6_WASTE", "PBO_INTROUVABLE"]


@st.composite
def a_log(draw) -> list[Step]:
    """A few cases of a few steps, close together in time, so that ties, repetitions and windows come about."""
    found = []
    for number in range(draw(st.integers(1, 40))):
        kind, given_values = draw(st.sampled_from(_KINDS))
        values = {
            "outcome": draw(st.sampled_from(_OUTCOMES)),
            "responsibility": draw(st.sampled_from(_WHOSE)),
            "cause": draw(st.sampled_from(_CAUSES)),
            "area": draw(st.sampled_from([None, "75", "2A"])),
            "operator": draw(st.sampled_from([None, "OI_A"])),
            "nature": draw(st.sampled_from([None, "pto_to_build"])),
            **given_values,
        }
        day = draw(st.sampled_from([0, 0.25, 1, 2, 10, 29, 30, 31, 32, 45, 60, 61, 370]))
        due = draw(st.sampled_from([None, 1, 30, 62])) if kind == "appointment_booked" else None
        ended = day + draw(st.sampled_from([-1, 0, 1])) if number % 3 == 0 else None
        case = f"{draw(st.integers(1, 6)):016x}"
        step_id = f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"
        found.append(a_step(kind, case=case, day=day, due=due, ended=ended, step_id=step_id, **values))
    return found


def _by_sql(log: list[Step], part_rows: int) -> dict[str, Counter]:
    rows = [{name: getattr(step, name) for name in STEPS.names} for step in log]
    whole, journey_cases._PART_ROWS = journey_cases._PART_ROWS, part_rows
    try:
        with duckdb.connect() as connection:
            connection.register("steps", pa.Table.from_pylist(rows, schema=STEPS))
            assert journey_cases.make_cases(connection, FIBRE)
            cells = cells_of(connection, FIBRE)
    finally:
        journey_cases._PART_ROWS = whole
    found = {
        name: Counter({tuple(cell[:-1]): cell[-1] for cell in getattr(cells, name)})
        for name in ("fates", "days", "attempts", "delays", "causes", "appointments", "moves", "ages")
    }
    months = Counter({(c.month, c.area, name): getattr(c, name) for c in cells.months for name in c._fields[2:]})
    return {**found, "months": months}


@settings(max_examples=25)
@given(log=a_log(), part_rows=st.sampled_from([5, 1000]))
def test_sql_counts_as_a_person_would(log, part_rows):
    slow = counted(FIBRE, log)
    fast = _by_sql(log, part_rows)
    for name, cells in fast.items():
        assert +cells == +slow[name], name


def test_a_log_of_another_journey_is_none(tmp_path):
    workspace = a_workspace(tmp_path).workspace
    assert journey_cells(workspace, FIBRE) is None
    steps.merge(workspace, [a_step("ordered", case="0" * 16, step_id="1" * 16, journey="move")])
    assert journey_cells(workspace, FIBRE) is None
