"""Targets of three quantities: what is required from now, how probable it is, and when nothing can be said."""

import numpy as np
import pytest

from builders import a_cell
from clairevoix.measure import nps
from clairevoix.measure.nps.forecast import Mixture, Series, forecast
from clairevoix.measure.nps.trajectory import required_from_now
from clairevoix.model.errors import InputError

STILL = nps.Prior(step=0.0, drift=0.0)


def months(*scores: float, first: int = 0, n: float = 500.0, variance: float = 4.0) -> list[nps.MonthScore]:
    """From January 2024 plus ``first`` months."""
    return [
        nps.MonthScore(month=f"{2024 + t // 12}-{t % 12 + 1:02d}", score=score, variance=variance, n=n)
        for t, score in enumerate(scores, start=first)
    ]


def target(quantity: str, points: float = 40.0, due: str = "2024-12", window: int = 6) -> nps.NpsTarget:
    return nps.NpsTarget(points=points, quantity=nps.Quantity(quantity), due=due, window=window)


#: The quantity, its value to date after nine months at 33.5, and what the rest of it must bring for 40.
REQUIRED = [
    ("year-to-date", 33.5, 59.5),  # Y1
    ("rolling", 33.5, 46.5),  # three of six months known: 2·40 - 33.5
    ("spot", None, 40.0),  # nothing of December is known yet
]


@pytest.mark.parametrize(("quantity", "current", "required"), REQUIRED)
def test_what_is_required_depends_on_the_quantity(quantity, current, required):
    found = nps.outlook(months(*[33.5] * 9), target(quantity))
    assert found.current == (pytest.approx(current) if current is not None else None)
    assert found.required == pytest.approx(required)
    assert found.n_months == 9


def test_a_year_to_date_begins_in_january():
    # Twelve months at 20 in 2024, three at 35 in 2025; due in June: only the three count, and three are to come.
    found = nps.outlook(months(*[20.0] * 12, *[35.0] * 3), target("year-to-date", 40, due="2025-06"))
    assert (found.current, found.required) == (pytest.approx(35), pytest.approx(45))


def test_what_is_required_weighs_the_answers_to_come():
    # 4,500 answers at 33.5 so far; 500 in October, 1,000 each in November and December.
    expected = {"2024-10": 500, "2024-11": 1000, "2024-12": 1000}
    found = nps.outlook(months(*[33.5] * 9), target("year-to-date"), expected=expected)
    assert found.required == pytest.approx((7000 * 40 - 4500 * 33.5) / 2500)
    assert required_from_now(40, 33.5, 4500, 7000) == pytest.approx(found.required)
    assert required_from_now(40, 33.5, 12, 12) is None


def test_a_level_that_stands_still_has_the_probability_of_the_book():
    # With neither step nor drift the level is the mean of nine months, variance 4/9; a spot month to come adds its own 4.
    found = nps.outlook(months(*[38.0] * 9), target("spot"), prior=STILL)
    wanted = 1 - normal((40 - 38) / (4 / 9 + 4) ** 0.5)
    assert found.probability == pytest.approx(wanted, abs=1e-9)
    # A year to date: nine months are known, three come, with their common level and a noise of 4 each.
    found = nps.outlook(months(*[38.0] * 9), target("year-to-date", 38.5), prior=STILL)
    deviation = (0.25**2 * 4 / 9 + 3 * 4 / 144) ** 0.5
    assert found.probability == pytest.approx(1 - normal(0.5 / deviation), abs=1e-9)
    assert (found.low + found.high) / 2 == pytest.approx(found.mean) == pytest.approx(38)


def normal(z: float) -> float:
    from statistics import NormalDist

    return NormalDist().cdf(z)


@pytest.mark.parametrize("quantity", ["spot", "rolling", "year-to-date"])
def test_a_higher_target_is_less_probable(quantity):
    history = months(30, 33, 31, 34, 35, 33, 36, 35, 37)
    found = [nps.outlook(history, target(quantity, points)).probability for points in (20, 30, 35, 40, 50)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.99
    assert found[-1] < 0.2


def test_fewer_answers_make_a_wider_outlook():
    few, many = (nps.outlook(months(*[33.0, 35.0] * 6, variance=v), target("spot", due="2025-03")) for v in (25.0, 1.0))
    assert few.high - few.low > many.high - many.low


def test_a_rise_is_carried_on():
    rising = nps.outlook(months(*range(20, 38, 2)), target("spot", 35))
    level = nps.outlook(months(*[28] * 9), target("spot", 35))
    assert rising.mean > 36 > level.mean
    assert rising.probability > 0.5 > level.probability


def test_a_season_is_learnt_from_two_years():
    swing = [30 + 6 * np.sin(2 * np.pi * t / 12) for t in range(27)]
    prior = nps.Prior(step=1.0, drift=0.2, season=5.0)
    known = months(*swing[:24], variance=1.0)
    seasonal = nps.outlook(known, target("spot", due="2026-03"), prior=prior)
    plain = nps.outlook(known, target("spot", due="2026-03"), prior=nps.Prior(step=1.0, drift=0.2))
    assert abs(seasonal.mean - swing[26]) < 2 < abs(plain.mean - swing[26])
    assert nps.outlook(known[1:], target("spot", due="2026-03"), prior=prior).wording is nps.Wording.NOT_ENOUGH_HISTORY


#: Months known, and whether a probability is given.
HISTORIES = [(0, False), (1, False), (8, False), (9, True), (11, True)]


@pytest.mark.parametrize(("n", "is_enough"), HISTORIES)
def test_a_short_history_gives_no_probability(n, is_enough):
    found = nps.outlook(months(*[33.0] * n), target("year-to-date"))
    assert (found.probability is not None) is is_enough
    assert (found.wording is nps.Wording.NOT_ENOUGH_HISTORY) is not is_enough


def test_a_break_cuts_the_history():
    history = months(*[20.0] * 12, *[35.0] * 9)
    aim = target("year-to-date", due="2025-12")
    whole, cut = nps.outlook(history, aim), nps.outlook(history, aim, breaks=["2025-01"])
    assert (whole.n_months, cut.n_months) == (21, 9)
    assert cut.wording is not nps.Wording.BROKEN
    late = nps.outlook(history, aim, breaks=["2025-01", "2025-03"])
    assert (late.wording, late.probability, late.n_months) == (nps.Wording.BROKEN, None, 7)
    short = nps.outlook(history, target("spot", due="2025-12"), breaks=["2025-03"])
    assert short.wording is nps.Wording.NOT_ENOUGH_HISTORY
    assert nps.outlook(history, aim, breaks=["2026-06"]) == whole  # not yet


#: The score of the whole year, and how its target ended.
ENDS = [(40.0, "reached", 1.0), (39.9, "missed", 0.0)]


@pytest.mark.parametrize(("score", "wording", "probability"), ENDS)
def test_a_year_that_is_over_is_no_forecast(score, wording, probability):
    found = nps.outlook(months(*[score] * 12), target("year-to-date"))
    assert (found.wording, found.probability, found.required) == (wording, probability, None)


def test_a_month_due_that_had_no_answer_says_nothing():
    history = [*months(*[33.0] * 11), *months(33.0, first=12)]
    assert nps.outlook(history, target("spot")).wording is nps.Wording.NOT_ENOUGH_HISTORY


def test_a_month_without_answers_is_skipped():
    gap = [*months(*[33.0] * 5), *months(*[33.0] * 5, first=6)]
    found = nps.outlook(gap, target("spot"), prior=nps.Prior(step=1.0, drift=0.0))
    assert found.mean == pytest.approx(33.0)
    assert found.n_months == 10


#: A probability, and its word.
WORDS = [
    (1.0, "likely"),
    (0.8, "likely"),
    (0.79, "within_reach"),
    (0.5, "within_reach"),
    (0.2, "unlikely"),
    (0.1, "off_track"),
]


@pytest.mark.parametrize(("probability", "word"), WORDS)
def test_words_of_probabilities(probability, word):
    from clairevoix.measure.nps.outlook import WORDS as SENTENCES
    from clairevoix.measure.nps.outlook import wording_of

    assert wording_of(probability) == word
    assert set(SENTENCES) == set(nps.Wording)


@pytest.mark.parametrize("history", [months(1.0, 2.0)[::-1], [*months(1.0), *months(1.0)]])
def test_months_out_of_order_are_refused(history):
    with pytest.raises(InputError):
        nps.outlook(history, target("spot"))


@pytest.mark.parametrize("due", ["2024-13", "2024", "", "2024-00", "dec-24"])
def test_a_month_that_is_none_is_refused(due):
    with pytest.raises(InputError):
        nps.outlook(months(*[33.0] * 9), target("spot", due=due))


def test_expecting_nobody_is_refused():
    with pytest.raises(InputError):
        nps.outlook(months(*[33.0] * 9), target("spot"), expected={"2024-12": 0})


def test_a_month_from_counts():
    found = nps.month_score("2024-01", a_cell(50, 33, 17))
    assert (found.score, found.n) == (33.0, 100)
    half = nps.estimate(promoters=50, passives=33, detractors=17).width / 2
    assert 1.959963985 * found.variance**0.5 == pytest.approx(half)
    assert nps.month_score("2024-01", a_cell(5, 0, 0)).variance > 0


def test_quantiles_of_a_mixture_invert_its_distribution():
    found = Mixture(weights=np.array([0.3, 0.7]), means=np.array([0.0, 5.0]), deviations=np.array([1.0, 2.0]))
    for share in (0.05, 0.5, 0.9):
        assert 1 - found.probability_at_least(found.quantile(share)) == pytest.approx(share, abs=1e-8)
    assert found.mean == 3.5


def test_the_step_is_learnt_where_the_series_is_long():
    # A long series that wanders much: its own step rules, whatever of two priors.
    draw = np.random.default_rng(2)
    values = 30 + np.cumsum(draw.normal(0, 3, 120))
    series = Series(values=values, noise=np.full(120, 1.0), first_month=0)
    spreads = [
        forecast(series, [1.0], [0.0], 0.0, nps.Prior(step=step, drift=0.0)).quantile(0.9)
        - forecast(series, [1.0], [0.0], 0.0, nps.Prior(step=step, drift=0.0)).quantile(0.1)
        for step in (3.0, 6.0)
    ]
    assert spreads[0] == pytest.approx(spreads[1], rel=0.1)
    assert spreads[0] == pytest.approx(2 * 1.2816 * (9 + 1) ** 0.5, rel=0.2)


# Back-tests.


def test_a_backtest_forecasts_without_knowing_what_came():
    history = months(*[30.0 + (t % 3) for t in range(16)])
    trials = nps.backtest(history, nps.Quantity.SPOT, months_ahead=2, offsets=(-30.0, 30.0))
    assert [trial.origin for trial in trials[::2]] == [month.month for month in history[8:14]]
    assert all(trial.is_reached == (trial.probability > 0.5) for trial in trials)
    changed = [*history[:-1], *months(99.0, first=15)]
    again = nps.backtest(changed, nps.Quantity.SPOT, months_ahead=2, offsets=(-30.0, 30.0))
    assert [trial.probability for trial in trials] == [trial.probability for trial in again]


def test_a_short_history_has_no_backtest():
    trials = nps.backtest(months(*[30.0] * 10), nps.Quantity.YEAR_TO_DATE)
    assert trials == ()
    assert (nps.brier_score(trials), nps.reliability(trials)) == (None, ())


def test_brier_and_reliability_by_hand():
    aim = target("spot")
    said = [(0.9, True), (0.9, False), (0.1, False), (1.0, True)]
    trials = [nps.Trial(origin="2024-09", target=aim, probability=p, is_reached=came) for p, came in said]
    assert nps.brier_score(trials) == pytest.approx((0.01 + 0.81 + 0.01 + 0) / 4)
    low, high = nps.reliability(trials)
    assert (low.n, low.mean_probability, low.share_reached) == (1, 0.1, 0.0)
    assert (high.n, high.mean_probability, high.share_reached) == (3, pytest.approx(2.8 / 3), pytest.approx(2 / 3))
