"""Effort: published numbers, counts by hand, and the two ways of following cases that must agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.measure.effort.cases import EffortCell, burden_table, cost_tables, mean_of, zero_by_month
from clairevoix.measure.effort.returning import Clusters, WaitCell, happened, median_day, survival
from clairevoix.measure.effort.scores import effort_scores
from clairevoix.model.errors import InputError
from clairevoix.model.measure import NpsCell


def test_variants_of_the_second_question() -> None:
    """Counts of support.cys.group, whose mean is 4.08; they differ so much that each needs its name."""
    mean, box, net = effort_scores("ces2", [80, 210, 140, 110, 160, 180, 120])
    assert (mean.key, round(mean.value or 0, 2), mean.unit) == ("ces2-mean", 4.08, "mark")
    assert (box.key, box.value, box.unit) == ("ces2-top3", 0.46, "share")
    assert (net.key, net.value, net.unit) == ("ces2-net", -13.0, "points")
    assert all(each.low < each.value < each.high for each in (mean, box, net))  # type: ignore[operator]


def test_the_first_question_is_better_the_lower() -> None:
    mean, low = effort_scores("ces1", [40, 30, 20, 5, 5])
    assert (mean.key, mean.value, low.key, low.value) == ("ces1-mean", 2.05, "ces1-low", 0.7)


@pytest.mark.parametrize(("question", "counts"), [("csat", [1] * 5), ("ces2", [1] * 5), ("ces1", [1, 1, 1, 1, -1])])
def test_what_is_no_effort_score(question: str, counts: list[int]) -> None:
    with pytest.raises(InputError):
        effort_scores(question, counts)


def test_nobody_answered() -> None:
    assert effort_scores("ces1", [0] * 5) == ()


#: Weeks in remission under 6-MP (Freireich et al. 1963, as in Cox 1972); + still in remission when last seen.
REMISSION = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"


def remission() -> WaitCell:
    events, left = [0] * 36, [0] * 36
    for each in REMISSION.split():
        (left if each.endswith("+") else events)[int(each.rstrip("+"))] += 1
    return WaitCell(key="relapse", events=tuple(events), left=tuple(left), n_people=21, clusters={})


def test_kaplan_meier_as_published() -> None:
    """Shares, Greenwood's errors and log-log intervals, as Stata's ``sts list`` prints them for these data."""
    cell, told = remission(), survival(remission().events, remission().left)
    published = {
        6: (0.8571, 0.0764, 0.6197, 0.9516),
        7: (0.8067, 0.0869, 0.5631, 0.9228),
        10: (0.7529, 0.0963, 0.5032, 0.8894),
        13: (0.6902, 0.1068, 0.4316, 0.8491),
        16: (0.6275, 0.1141, 0.3675, 0.8049),
        22: (0.5378, 0.1282, 0.2678, 0.7468),
        23: (0.4482, 0.1346, 0.1881, 0.6801),
    }
    for week, (share, error, low, high) in published.items():
        found = happened(cell, week)
        assert (round(told[week].share, 4), round(told[week].error, 4)) == (share, error)
        assert 1 - (found.high or 0) == pytest.approx(low, abs=6e-5)
        assert 1 - (found.low or 0) == pytest.approx(high, abs=6e-5)
    assert median_day(cell) == 23


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 30)), min_size=1, max_size=60), st.integers(1, 30))
def test_counts_by_day_agree_with_following_each_contact(pairs: list[tuple[int, int]], window: int) -> None:
    """Each contact has a day on which it would come back and a number of days for which it is watched."""
    events, left = [0] * 31, [0] * 31
    for back, watched in pairs:
        if back <= watched:
            events[back] += 1
        else:
            left[watched] += 1
    share = 1.0
    for day in range(1, window + 1):
        here = [(back, watched) for back, watched in pairs if back >= day and watched >= day]
        if here:
            share *= 1 - sum(back == day for back, _ in here) / len(here)
    assert survival(events, left)[window].share == pytest.approx(share, abs=1e-12)


def test_without_censoring_it_is_the_plain_share() -> None:
    cell = WaitCell(key="any", events=(0, 5, 0, 3), left=(0, 0, 0, 32), n_people=40, clusters={})
    assert happened(cell, 3).value == pytest.approx(0.2)


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0.0, 0.0876), (40, 0.9124, 1.0)])
def test_nobody_and_everybody_keep_a_width(events: int, low: float, high: float) -> None:
    cell = WaitCell(key="any", events=(0, events), left=(0, 40 - events), n_people=40, clusters={})
    found = happened(cell, 1)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_contacts_of_one_customer_weigh_less() -> None:
    """Ten customers with four contacts each, all of which came back or none: forty contacts that say as much as ten."""
    clusters = Clusters(m=40, r=20, mm=160, rr=80, mr=80)
    assert clusters.design_effect == pytest.approx(4.0)
    plain = WaitCell(key="any", events=(0, 20), left=(0, 20), n_people=10, clusters={})
    found = WaitCell(key="any", events=(0, 20), left=(0, 20), n_people=10, clusters={1: clusters})
    wide, narrow = ((each.high or 0) - (each.low or 0) for each in (happened(found, 1), happened(plain, 1)))
    assert wide > 1.8 * narrow


def test_one_contact_each_changes_nothing() -> None:
    assert Clusters(m=40, r=12, mm=40, rr=12, mr=12).design_effect == pytest.approx(1.0)


def test_intervals_hold_the_truth_where_customers_differ_and_the_log_ends() -> None:
    """Customers with their own rate of coming back, one to four contacts, watched for 0 to 60 days: 7 days, 95 %."""
    generator, held, runs = np.random.default_rng(2), 0, 300
    rates = generator.beta(1.2, 3.0, 200_000)
    truth = float(np.average(rates, weights=np.full(len(rates), 2.5)))
    for _ in range(runs):
        events, left, sums = np.zeros(31, int), np.zeros(31, int), np.zeros(5)
        for rate in generator.beta(1.2, 3.0, 120):
            n = int(generator.integers(1, 5))
            watched = generator.integers(0, 61, n)
            back = np.where(generator.random(n) < rate, generator.integers(1, 8, n), 99)
            for day, until in zip(back, watched, strict=True):
                if day <= min(until, 30):
                    events[day] += 1
                else:
                    left[min(until, 30)] += 1
            whole = watched >= 7
            m, r = int(whole.sum()), int((whole & (back <= 7)).sum())
            sums += (m, r, m * m, r * r, m * r)
        clusters = Clusters(**dict(zip(("m", "r", "mm", "rr", "mr"), map(int, sums), strict=True)))
        cell = WaitCell(key="a", events=tuple(events), left=tuple(left), n_people=120, clusters={7: clusters})
        found = happened(cell, 7)
        held += (found.low or 0) <= truth <= (found.high or 0)
    assert 0.92 <= held / runs <= 0.98


def test_burdens_by_hand() -> None:
    """Three cases with 1, 1 and 4 contacts: mean 2, variance 3."""
    names = ("contacts", "switches", "transfers", "reidentifications", "repetitions", "missed", "action_days")
    cell = EffortCell(key="all", n=3, n_zero=2, totals=dict.fromkeys(names, 6.0), squares=dict.fromkeys(names, 18.0))
    zero, contacts, *_ = burden_table(cell, "recent", 0.95).parts
    assert (zero.key, zero.value, contacts.key, contacts.value) == ("zero-effort", pytest.approx(2 / 3), "contacts", 2)
    assert contacts.high == pytest.approx(2 + 1.95996, rel=1e-5)
    table = zero_by_month((cell, cell), "2025", 0.95)
    assert table.total is not None
    assert (table.total.n, table.total.value) == (6, pytest.approx(2 / 3))


def test_no_case_is_no_number() -> None:
    assert mean_of("contacts", 0, 0.0, 0.0, 0.95).value is None
    assert mean_of("contacts", 1, 4.0, 16.0, 0.95).low is None


def test_effort_goes_with_less_recommendation() -> None:
    effortless = NpsCell(key="zero", n_promoters=60, n_passives=25, n_detractors=15)
    others = NpsCell(key="some", n_promoters=35, n_passives=30, n_detractors=35)
    both, apart = cost_tables(effortless, others, 0.95)
    assert [each.value for each in both.parts] == [45.0, 0.0]
    (found,) = apart.parts
    assert (found.value, found.n, found.unit) == (-45.0, 100, "points")
    assert (found.high or 0) < 0
