"""R5. Nobody is evaluated more often than their budget bears, by people and machines together."""

import itertools
import random
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from builders import a_workspace
from clairevoix.charter.budget import BudgetTerms, admit_debit, day_at, period_of
from clairevoix.charter.evaluation import drafted
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.model.evaluation import Drawn, Origin, Reason, Spent
from clairevoix.store import budgets, evaluations, ledger
from courses import START, TERMS, a_draft

PERIOD = date(2026, 3, 1)
FOUR = BudgetTerms(limit=4, chosen_share=0.1)


def is_admitted(terms: BudgetTerms, spent: Spent, drawn: Drawn = Drawn.RANDOM, reason: Reason | None = None) -> bool:
    try:
        admit_debit(terms, spent, drawn, reason)
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R5"
        return False
    return True


#: What the person's budget bore, what all budgets bore, how the next one comes, and whether it may.
_R, _C = (Drawn.RANDOM, None), (Drawn.CHOSEN, Reason.CUSTOMER_COMPLAINT)
DEBITS = [
    ((0, 0), (0, 0), _R, True),
    ((3, 0), (3, 0), _R, True),
    ((4, 0), (4, 0), _R, False),
    ((5, 0), (5, 0), _R, False),
    ((0, 0), (0, 0), _C, False),  # the first of a period are drawn
    ((0, 0), (8, 0), _C, False),  # one of nine is more than a tenth
    ((0, 0), (9, 0), _C, True),
    ((0, 0), (10, 1), _C, False),
    ((0, 0), (18, 1), _C, False),
    ((0, 0), (19, 1), _C, True),
    ((1, 1), (100, 1), _C, False),  # one person, once
    ((4, 0), (100, 0), _C, False),
    ((0, 0), (100, 0), (Drawn.CHOSEN, None), False),  # without a reason
    ((0, 0), (100, 0), (Drawn.RANDOM, Reason.ONBOARDING), False),  # the draw has none
]


@pytest.mark.parametrize(("own", "everybody", "how", "admitted"), DEBITS)
def test_what_a_budget_bears(own, everybody, how, admitted):
    spent = Spent(period=PERIOD, n=own[0], n_chosen=own[1], n_all=everybody[0], n_all_chosen=everybody[1])
    assert is_admitted(FOUR, spent, *how) is admitted


def test_without_a_charter_nobody_is_evaluated():
    assert not is_admitted(BudgetTerms(), Spent(period=PERIOD))


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.3])
def test_the_chosen_never_exceed_their_share_at_any_moment(share):
    terms, draw = BudgetTerms(limit=1000, chosen_share=share), random.Random(5)
    n = n_chosen = 0
    for _ in range(500):
        spent = Spent(period=PERIOD, n=0, n_all=n, n_all_chosen=n_chosen)
        how = draw.choice([_R, _C])
        if is_admitted(terms, spent, *how):
            n, n_chosen = n + 1, n_chosen + (how is _C)
        assert n_chosen <= share * n + 1e-9
    assert (n_chosen > 0) is (share > 0)


def test_periods_follow_each_other_without_a_gap():
    days = [date(2025, 12, 1) + timedelta(days=n) for n in range(400)]
    for length in (30, 31, 90, 365):
        starts = [period_of(day, length) for day in days]
        assert all(0 <= (day - start).days < length for day, start in zip(days, starts, strict=True))
        assert all((later - earlier).days in (0, length) for earlier, later in itertools.pairwise(starts))


def test_a_clock_that_was_set_back_reaches_no_earlier_period():
    latest = period_of(date(2026, 3, 20), 30)
    assert period_of(date(2025, 1, 1), 30, latest) == latest
    assert period_of(date(2026, 6, 1), 30, latest) > latest


@pytest.mark.parametrize(
    ("moment", "place", "day"),
    [
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Europe/Paris", date(2026, 4, 1)),
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "America/Martinique", date(2026, 3, 31)),
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Indian/Reunion", date(2026, 4, 1)),
        (datetime(2026, 4, 1, 0, 30, tzinfo=ZoneInfo("Europe/Paris")), "UTC", date(2026, 3, 31)),
    ],
)
def test_days_are_those_of_the_place(moment, place, day):
    assert day_at(moment, ZoneInfo(place)) == day


def test_a_moment_without_a_zone_has_no_day():
    with pytest.raises(ValueError, match="time zone"):
        day_at(datetime(2026, 3, 1), UTC)


@pytest.fixture
def project(tmp_path):
    return a_workspace(tmp_path)


def debit(project, evaluation_id: str, *, agent_id="agent-1", day=START.date(), terms=FOUR, how=_R, **changes) -> Spent:
    """Adds an evaluation and debits its budget, as the program does."""
    drawn, reason = how
    draft = a_draft(evaluation_id, agent_id=agent_id, drawn=drawn, reason=reason, **changes)
    booked = partial(
        budgets.debit_within,
        evaluation_id=evaluation_id,
        agent_id=agent_id,
        drawn=drawn,
        reason=reason,
        period=partial(period_of, day, terms.days),
        admit=lambda spent: admit_debit(terms, spent, drawn, reason),
    )
    return evaluations.add(project.registry, project.workspace, drafted(draft, TERMS, START), booked)


def test_people_and_machines_draw_on_one_budget(project):
    origins = [Origin.MACHINE, Origin.HUMAN, Origin.HUMAN, Origin.MACHINE]
    assert [debit(project, f"e{n}", origin=each).n for n, each in enumerate(origins)] == [1, 2, 3, 4]
    for origin in Origin:
        with pytest.raises(CharterRefusal, match="R5"):
            debit(project, f"e-{origin}", origin=origin)
    assert debit(project, "another", agent_id="agent-2").n == 1


def test_what_is_refused_leaves_nothing(project):
    with pytest.raises(CharterRefusal, match="R5"):
        debit(project, "e1", terms=BudgetTerms())
    assert evaluations.live(project.registry) == ()
    assert budgets.latest(project.registry) is None
    assert [leaf for leaf in ledger.leaves(project.registry) if leaf["event"] == "evaluation"] == []


def test_a_taken_identifier_debits_nothing(project):
    debit(project, "e1")
    with pytest.raises(StoreError, match="identifier"):
        debit(project, "e1")
    assert budgets.spent(project.registry, "agent-1", period_of(START.date(), 30)).n == 1


def test_the_clock_set_back_refills_no_budget(project):
    for number in range(4):
        debit(project, f"e{number}")
    for days in (-1, -40, -4000):
        with pytest.raises(CharterRefusal, match="R5"):
            debit(project, f"back{days}", day=START.date() + timedelta(days=days))
    # Nor is anything left of the earlier period for somebody else than what the later one bears.
    spent = debit(project, "e9", agent_id="agent-2", day=START.date() - timedelta(days=40))
    assert spent.period == period_of(START.date(), 30)
    assert debit(project, "later", day=START.date() + timedelta(days=40)).n == 1


def test_forgetting_old_debits_keeps_the_latest_period(project):
    debit(project, "e1")
    debit(project, "e2", day=START.date() + timedelta(days=60))
    assert budgets.forget_before(project.registry, date(2099, 1, 1)) == 1
    assert budgets.latest(project.registry) == period_of(START.date() + timedelta(days=60), 30)


def test_a_thousand_at_once_overdraw_nothing(project):
    """Threads and processes, for seven people and two ways of being taken: each budget is spent to its last place."""
    script = """
        import sys
        from concurrent.futures import ThreadPoolExecutor
        from pathlib import Path

        sys.path[:0] = [sys.argv[3], sys.argv[4]]
        from test_r05_budget import attempt
        from clairevoix.project import open_project

        project = open_project(Path(sys.argv[1]))
        with ThreadPoolExecutor(5) as threads:
            list(threads.map(lambda n: attempt(project, f"{sys.argv[2]}-{n}", n), range(250)))
    """
    here = [str(path) for path in (sys.modules["courses"].__file__, __file__)]
    folders = [path.rpartition("/")[0] for path in here]
    command = [sys.executable, "-c", textwrap.dedent(script), str(project.workspace.root)]
    running = [subprocess.Popen([*command, f"p{n}", *folders], stderr=subprocess.PIPE, text=True) for n in range(3)]
    with ThreadPoolExecutor(5) as threads:
        list(threads.map(lambda n: attempt(project, f"own-{n}", n), range(250)))
    assert [(each.communicate()[1], each.returncode) for each in running] == [("", 0)] * 3
    period = period_of(START.date(), 30)
    spent = [budgets.spent(project.registry, f"agent-{n}", period) for n in range(7)]
    assert [each.n for each in spent] == [4] * 7
    assert all(each.n_chosen <= 1 for each in spent)
    assert 1 <= spent[0].n_all_chosen <= spent[0].n_all / 10
    assert len(evaluations.live(project.registry)) == spent[0].n_all == 28
    added = [leaf for leaf in ledger.leaves(project.registry) if leaf["event"] == "evaluation"]
    assert len({leaf["evaluation"] for leaf in added}) == len(added) == 28


def attempt(project, evaluation_id: str, number: int) -> bool:
    """One of a thousand, every fifth by choice."""
    try:
        debit(project, evaluation_id, agent_id=f"agent-{number % 7}", how=_C if number % 5 == 0 else _R)
    except CharterRefusal:
        return False
    return True


def test_the_database_itself_refuses_a_place_taken_twice(project):
    """Whoever forgets to ask the charter, or asks two of them at once, still takes no place that is taken."""
    debit(project, "e1")
    with pytest.raises(sa.exc.IntegrityError), project.registry.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO evaluation_debits (agent_id, period, place, evaluation_id)"
                " SELECT agent_id, period, place, 'another' FROM evaluation_debits"
            )
        )
