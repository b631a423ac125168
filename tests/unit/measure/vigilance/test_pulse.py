"""Scores of the pulse: of sums alone, and never of few."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.charter.questionnaire import ITEMS, OVERALL, products_of, read_optional, scales_of, sums_of
from clairevoix.charter.wellbeing import charter_of_pulse
from clairevoix.measure.vigilance.pulse import covariance, nonresponse_bounds, pulse_score, site_table
from clairevoix.model.errors import InputError, SettingsError
from clairevoix.model.measure import Figure
from clairevoix.model.pulse import ItemProducts, PulseAnswer, ScaleSums
from clairevoix.store import wellbeing
from pulses import a_key, a_round, some_marks

MARKS = st.lists(st.lists(st.integers(0, 4), min_size=12, max_size=12), min_size=2, max_size=25)
RESILIENCE = "\n".join(
    f'[[resilience]]\nfr = "f{n}"\nen = "e{n}"\nreversed = {str(n % 2 == 0).lower()}' for n in range(6)
)


def answers(rows: list[list[int]]) -> list[PulseAnswer]:
    names = [item.name for item in ITEMS]
    return [PulseAnswer(month="2025-09", site="lille", marks=dict(zip(names, row, strict=True))) for row in rows]


def summed(rows: list[list[int]], scale: str = OVERALL) -> ScaleSums:
    found = [each for answer in answers(rows) for each in sums_of(answer) if each.scale == scale]
    numbers = {name: sum(getattr(each, name) for each in found) for name in ("n", "total", "squares")}
    return ScaleSums(month="2025-09", site="lille", scale=scale, **numbers)


@given(MARKS)
def test_a_score_from_sums_is_that_of_the_answers(rows):
    scores = np.array(rows).sum(axis=1) / 48 * 100
    found = pulse_score("lille", [summed(rows)], 12)
    assert found.value == pytest.approx(scores.mean())
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    half = max(found.high - found.value, found.value - found.low)
    expected = scores.std(ddof=1) / math.sqrt(len(rows))
    assert half >= 1.95 * min(expected, half) - 1e-6


@given(MARKS)
def test_covariances_from_products_are_those_of_the_answers(rows):
    names = [item.name for item in ITEMS]
    made = [products_of(answer) for answer in answers(rows)]
    whole = ItemProducts(
        month="2025-09",
        n=len(made),
        totals={name: sum(each.totals[name] for each in made if each) for name in names},
        products={
            pair: sum(each.products[pair] for each in made if each) for pair in (made[0].products if made[0] else {})
        },
    )
    assert covariance(whole, names) == pytest.approx(np.cov(np.array(rows), rowvar=False), abs=1e-9)


@given(MARKS)
def test_the_store_adds_up_what_the_answers_add_up_to(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("pulse")
    wellbeing.add_imported(
        folder, a_round(key=a_key()), None, [(tuple(sums_of(each)), products_of(each)) for each in answers(rows)]
    )
    kept = {each.scale: each for each in wellbeing.scale_sums(folder, "2025-09")}
    assert all(kept[scale] == summed(rows, scale) for scale in scales_of(ITEMS))
    assert wellbeing.counts(folder)["2025-09"] == (len(rows), None)


def test_an_answer_that_leaves_an_item_out_counts_where_it_left_none():
    answer = PulseAnswer(month="2025-09", site="lille", marks=some_marks(3, time=None))
    scales = {each.scale for each in sums_of(answer)}
    assert scales == {"emotions", "autonomy", "relations", "values", "security"}
    assert products_of(answer) is None


def test_reversed_items_are_turned_round_and_the_axes_stay_what_they_are():
    items = (*ITEMS, *read_optional(RESILIENCE))
    marks = {**some_marks(3), **{f"resilience-{n}": 1 for n in range(1, 7)}}
    found = {each.scale: each.total for each in sums_of(PulseAnswer(month="2025-09", site="lille", marks=marks), items)}
    assert found[OVERALL] == 36
    assert found["resilience"] == 3 * 3 + 3 * 1


@pytest.mark.parametrize(
    "text", ["[[resilience]]\nfr = 'a'\nen = 'b'", "resilience = 3", "[[", RESILIENCE.replace('fr = "f0"', "fr = 3")]
)
def test_an_optional_scale_that_is_none_is_refused(text):
    with pytest.raises(SettingsError, match=r"pulse\.toml"):
        read_optional(text)


@pytest.mark.parametrize(
    ("sites", "told"),
    [
        ({"lille": 12, "lyon": 14}, {"lille", "lyon", "total"}),
        ({"lille": 12, "lyon": 14, "bayonne": 4}, {"lyon", "total"}),  # four answers, and who would give them away
        ({"bayonne": 4}, set()),
        ({"lille": 9}, set()),
        ({"lille": 10}, {"lille", "total"}),
    ],
)
def test_no_score_rests_on_few_answers_nor_gives_one_away_that_does(sites, told):
    sums = [
        ScaleSums(month="2025-09", site=site, scale=OVERALL, n=n, total=30 * n, squares=900 * n + n)
        for site, n in sites.items()
    ]
    charter = charter_of_pulse(Charter(minimum_cell=10, minimum_answers=10))
    released = release(charter, site_table(OVERALL, "2025-09", sums, 12))
    assert {each.estimate.key for each in released if isinstance(each, Figure)} == told


@pytest.mark.parametrize("counts", [(0, 10), (11, 10), (-1, 10)])
def test_bounds_of_nobody_are_refused(counts):
    with pytest.raises(InputError):
        nonresponse_bounds(50.0, *counts)


def test_where_everybody_answers_nothing_is_left_to_doubt():
    assert nonresponse_bounds(61.5, 40, 40) == (61.5, 61.5)
