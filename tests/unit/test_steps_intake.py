"""Steps on their way in: through the command's own function, with what is forgotten, objected to or past its term."""

from datetime import date

import pytest

from builders import TODAY, a_workspace
from clairevoix.charter.objection import Reason
from clairevoix.figures import journeys as figures
from clairevoix.intake import ingest_steps
from clairevoix.model.errors import Code
from clairevoix.model.measure import Figure
from clairevoix.project import open_project
from clairevoix.store import lake, steps
from clairevoix.upkeep import Wanted, deleted, forgotten
from steps_made import a_step

HEAD = "case,customer,journey,step,started_at,due_on,outcome"


@pytest.fixture
def project(tmp_path):
    return a_workspace(tmp_path / "w")


def a_log(tmp_path, *cases: str, day="2025-09-01"):
    path = tmp_path / "log.csv"
    rows = [f"{case},C-{case},fibre_connection,ordered,{day}T08:00:00Z,," for case in cases]
    path.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    return path


def customers(project):
    return [row[0] for row in lake.rows(project.workspace, "SELECT customer FROM steps ORDER BY customer NULLS LAST")]


def test_a_log_is_stored_and_what_became_of_its_rows_is_kept(project, tmp_path):
    path = a_log(tmp_path, "a", "b")
    path.write_text(path.read_text() + "\n,,fibre_connection,ordered,2025-09-01T08:00:00Z,,", encoding="utf-8")
    report = ingest_steps(project, [path, tmp_path / "none.csv"])
    assert report.counts["stored"] == 2
    assert [(each.position, each.code) for each in report.quarantined] == [
        ("row 3", Code.MISSING_ID),
        ("the file", Code.UNREADABLE),
    ]
    assert steps.log_counts(project.workspace)["refused_missing_id"] == 1
    assert steps.log_counts(project.workspace)["rows"] == 3


@pytest.mark.parametrize("reason", [Reason.ERASURE, Reason.OBJECTION])
def test_a_forgotten_customer_is_in_no_step_and_does_not_come_back(project, tmp_path, reason):
    path = a_log(tmp_path, "a", "b")
    ingest_steps(project, [path])
    assert None not in customers(project)
    report = forgotten(project, Wanted(customers=("C-a",), reason=reason))
    assert report.counts["cases"] == 1
    kept = customers(project)
    assert kept.count(None) == 1
    found = ingest_steps(open_project(project.workspace.root, today=TODAY), [path])
    assert sorted(map(str, customers(project))) == sorted(map(str, kept))
    assert found.counts.get("objected", 0) == (reason is Reason.OBJECTION)


def test_past_the_term_a_step_is_nobodys(project, tmp_path):
    """What is read late is stored without its customer; what grew old in the lake loses it at the purge."""
    ingest_steps(project, [a_log(tmp_path, "old", day="2024-01-01")])
    assert customers(project) == [None]
    ingest_steps(project, [a_log(tmp_path, "new")])
    later = open_project(project.workspace.root, today=date(2026, 12, 1))
    deleted(later)
    assert customers(project) == [None, None]


def test_figures_of_few_are_held_back_and_no_broken_case_is_dropped(project):
    """A case of 1,001 steps, one without an order, one whose visit came first, and 60 sound ones."""
    log = [a_step("contact", case="f" * 16, step_id=f"{each:016x}", day=each / 100) for each in range(1001)]
    log += [a_step("visit", case="e" * 16, step_id="e" * 16, outcome="ok")]
    log += [
        a_step("visit", case="d" * 16, step_id="d" * 15 + "1"),
        a_step(case="d" * 16, step_id="d" * 15 + "2", day=1),
    ]
    for number in range(60):
        case = f"{number + 1:016x}"
        kinds = [("ordered", 0, {}), ("appointment_booked", 1, {"due": 9}), ("visit", 9, {"outcome": "ok"})]
        log += [
            a_step(kind, case=case, day=day, step_id=f"ab{number:07x}{place:07x}", area="75", **more)
            for place, (kind, day, more) in enumerate(kinds)
        ]
    log.append(a_step("ordered", case="c" * 16, step_id="c" * 16, day=120))
    steps.merge(project.workspace, log)
    told = figures.released(project)
    found = {(each.measure, each.dimension, getattr(each, "key", None) or each.estimate.key): each for each in told}
    total = found["log_quality", "journey", "total"]
    assert isinstance(total, Figure)
    assert total.estimate.n == 64
    for fate in ("too_many_steps", "no_start", "before_order"):
        assert found["log_quality", "journey", fate].rule_id == "R17"  # one each: there, and not told
    right = found["right_first_time", "month", "total"]
    assert (right.estimate.value, right.estimate.n) == (1.0, 60)
