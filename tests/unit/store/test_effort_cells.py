"""Cases and returns out of the contact log: against counting each case by hand, in Python, row by row."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from builders import a_workspace
from clairevoix.model.logged import Direction, LoggedContact
from clairevoix.store import contact_log, effort_cells, steps
from steps_made import a_step

START = datetime(2025, 1, 1, 8, tzinfo=UTC)


def a_contact(entry, day=0.0, **more):
    at = START + timedelta(days=day)
    return LoggedContact(entry_id=entry, started_at=at, started_on=at.date(), **more)


@pytest.fixture
def workspace(tmp_path):
    return a_workspace(tmp_path).workspace


def test_a_case_by_hand(workspace):
    log = [
        a_contact("1", 0, case_id="k", channel="phone", transfers=1, area="59"),
        a_contact("2", 1, case_id="k", channel="phone", direction=Direction.OUTBOUND, area="59"),
        a_contact("3", 2, case_id="k", channel="chat", repetitions=2, missed=True, area="62"),
        a_contact("4", 2.2, case_id="k", channel="phone", reidentifications=1, area="59"),
        a_contact("5", 31, case_id="k", channel="shop", transfers=9),
        a_contact("6", 3, case_id="quiet", channel="phone", area="59"),
        a_contact("7", 4, case_id="promised", channel="phone", area="62"),
        a_contact("8", 5, case_id="promised", channel="phone", direction=Direction.PROMISED),
        a_contact("9", 60, case_id="young", channel="phone", area="59"),
        a_contact("10", 61, channel="phone"),
    ]
    contact_log.add(workspace, log)
    (found,) = effort_cells.cases(workspace, 30)
    assert (found.n, found.n_zero) == (3, 2)  # what happened after 30 days, and the young case, do not count
    assert found.totals == {
        "contacts": 5, "switches": 2, "transfers": 1, "reidentifications": 1, "repetitions": 2, "missed": 1,
        "action_days": 4,
    }  # fmt: skip
    assert found.squares["contacts"] == 11
    assert effort_cells.by_place(workspace, 30, "area", "is_zero") == (
        ("59", "2025-01", 2, 1.0, 1.0),
        ("62", "2025-01", 1, 1.0, 1.0),
    )
    assert effort_cells.span(workspace)[:3] == (10, 1, 10)


def test_an_appointment_that_the_steps_say_was_missed(workspace):
    contact_log.add(workspace, [a_contact("1", 0, case_id="k"), a_contact("2", 60, case_id="z")])
    steps.merge(
        workspace, [a_step("visit", case="k", outcome="missed"), a_step("visit", case="other", outcome="missed")]
    )
    (found,) = effort_cells.cases(workspace, 30)
    assert (found.n, found.n_zero, found.totals["missed"]) == (1, 0, 1)


def test_no_log_is_no_case(workspace):
    assert effort_cells.cases(workspace, 30) == ()
    assert effort_cells.returns(workspace, 30, same_reason=True) == ((), 0)
    assert effort_cells.named_survey(workspace) is None


@pytest.mark.parametrize("same_reason", [True, False])
def test_returns_against_a_row_by_row_count(workspace, same_reason):
    random = Random(3)
    log = [
        a_contact(
            f"{number:03d}",
            random.uniform(0, 90),
            customer=random.choice(["anna", "bela", "cleo", "dora", None]),
            reason=random.choice(["OUTAGE", "BILL", "unlisted", None]),
            direction=random.choice([Direction.INBOUND, Direction.INBOUND, Direction.PROMISED]),
        )
        for number in range(150)
    ]
    contact_log.add(workspace, log)
    last = max(each.started_at for each in log)
    counted = [
        each
        for each in log
        if each.customer
        and each.direction is Direction.INBOUND
        and (not same_reason or each.reason not in (None, "unlisted"))
    ]
    expected, sums = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    for each in counted:
        later = [
            other.started_at - each.started_at
            for other in counted
            if other.customer == each.customer
            and (not same_reason or other.reason == each.reason)
            and other.started_at > each.started_at
        ]
        gap = int(min(later).total_seconds()) / 86400 if later else None
        until = min(30, int((last - each.started_at).total_seconds()) // 86400)
        back = None if gap is None or gap > 30 else max(1, -int(-gap // 1))
        expected[until if back is None else back][back is None] += 1
        if until >= 7:
            sums[each.customer][0] += 1
            sums[each.customer][1] += back is not None and back <= 7
    found, n_people = effort_cells.returns(workspace, 30, same_reason=same_reason)
    assert {row.day: [row.events, row.left] for row in found} == dict(expected)
    assert n_people == len({each.customer for each in counted})
    assert effort_cells.return_sums(workspace, 30, 7, same_reason=same_reason) == (
        sum(m for m, _ in sums.values()),
        sum(r for _, r in sums.values()),
        sum(m * m for m, _ in sums.values()),
        sum(r * r for _, r in sums.values()),
        sum(m * r for m, r in sums.values()),
    )


def test_connected_right_the_first_time(workspace):
    visits = [
        a_step("visit", case="right", outcome="ok", area="59"),
        a_step("visit", case="again", outcome="ok", area="59"),
        a_step("visit", case="again", outcome="ok", day=12, area="59"),
        a_step("visit", case="failed", outcome="failed", area="59"),
        a_step("visit", case="faulty", outcome="ok", area="59"),
        a_step("fault_reported", case="faulty", day=29, area="59"),
        a_step("visit", case="late fault", outcome="ok", area="62"),
        a_step("fault_reported", case="late fault", day=31, area="62"),
        a_step("visit", case="young", outcome="ok", day=40, area="62"),
        a_step("visit", case="elsewhere", outcome="ok", area=None),
        a_step("visit", case="repair", outcome="ok", area="59", journey="fault_repair"),
        a_step("ordered", case="last", day=60, area="59"),
    ]
    steps.merge(workspace, visits)
    assert effort_cells.first_visits(workspace, 30) == (("59", "2025-01", 4, 1.0, 1.0), ("62", "2025-01", 1, 1.0, 1.0))


def test_days_to_resolution(workspace):
    log = [
        a_contact("1", 0, case_id="at once", resolved=True),
        a_contact("2", 0, case_id="later", resolved=False),
        a_contact("3", 4.5, case_id="later", resolved=True),
        a_contact("4", 30, case_id="open", resolved=False),
        a_contact("5", 33.5, case_id="silent"),
    ]
    contact_log.add(workspace, log)
    found, n = effort_cells.resolutions(workspace, 30)
    assert (found, n) == (((1, 1, 0), (3, 0, 1), (5, 1, 0)), 3)


def test_only_columns_of_cases(workspace):
    with pytest.raises(ValueError, match="column"):
        effort_cells.by_place(workspace, 30, "agent", "is_zero")
