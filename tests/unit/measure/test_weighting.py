"""Answers weighted to declared customers: by cells as answer by answer, and refused in words where that cannot be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.measure.nps.calibration import indicators, rake
from clairevoix.measure.nps.weighted import weighted_score
from clairevoix.measure.weighting import Refusal, change_of, share_tables, weigh, weighted_tables
from clairevoix.model.measure import CrossCell, Suppressed
from clairevoix.model.population import Population, population_of

NAMES = ("site", "channel")
CELLS = (
    CrossCell(keys=("lille", "phone"), n_promoters=60, n_passives=20, n_detractors=20),
    CrossCell(keys=("lille", "shop"), n_promoters=30, n_passives=10, n_detractors=5),
    CrossCell(keys=("lyon", "phone"), n_promoters=20, n_passives=20, n_detractors=40),
    CrossCell(keys=("lyon", "shop"), n_promoters=12, n_passives=5, n_detractors=8),
)
POPULATION = Population(
    year="2025",
    source="made up",
    margins={"site": {"lille": 50.0, "lyon": 50.0}, "channel": {"phone": 60.0, "shop": 40.0}},
)


def one_by_one(cells):
    """Every answer as a row: its site, its channel, its outcome."""
    return [
        (*cell.keys, outcome)
        for cell in cells
        for outcome, count in ((1, cell.n_promoters), (0, cell.n_passives), (-1, cell.n_detractors))
        for _ in range(count)
    ]


def test_cells_give_what_the_answers_one_by_one_give():
    rows = one_by_one(CELLS)
    categories = {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}
    weights = rake(categories, dict(POPULATION.margins)).weights
    expected = weighted_score(
        [row[2] for row in rows], weights, method="linearised", auxiliaries=indicators(categories)
    )
    found = weigh(CELLS, NAMES, POPULATION)
    assert found.method == "raked"
    for name in ("value", "raw", "low", "high", "n", "n_effective", "design_effect"):
        assert getattr(found.score, name) == pytest.approx(getattr(expected, name)), name


def test_one_margin_alone_is_post_stratification_by_hand():
    population = Population(year="2025", source="x", margins={"site": {"lille": 1.0, "lyon": 3.0}})
    found = weigh(CELLS, NAMES, population)
    lille, lyon = (90 - 25) / 145, (32 - 48) / 105
    assert found.method == "post-stratified"
    assert found.score.value == pytest.approx(100 * (lille / 4 + 3 * lyon / 4))


margins = st.floats(0.05, 0.95)
sizes = st.tuples(*[st.integers(1, 40)] * 3)


@given(st.lists(sizes, min_size=4, max_size=4), margins, margins)
@settings(max_examples=40)
def test_weighted_margins_are_those_declared(counts, lille, phone):
    cells = [
        CrossCell(keys=cell.keys, n_promoters=each[0], n_passives=each[1], n_detractors=each[2])
        for cell, each in zip(CELLS, counts, strict=True)
    ]
    declared = {"site": {"lille": lille, "lyon": 1 - lille}, "channel": {"phone": phone, "shop": 1 - phone}}
    found = weigh(cells, NAMES, Population(year="2025", source="x", margins=declared))
    if found.refusal is not None:
        assert found.refusal is Refusal.TOO_FEW
        assert sum(cell.n for cell in cells) < 30
        return
    rows = [cell for cell in cells for count in (cell.n_promoters, cell.n_passives, cell.n_detractors) if count]
    totals = np.array([count for cell in cells for count in (cell.n_promoters, cell.n_passives, cell.n_detractors)])
    weighed = found.weighting.weights * totals[totals > 0]
    for place, name in enumerate(NAMES):
        for category, wanted in declared[name].items():
            inside = np.array([cell.keys[place] == category for cell in rows])
            assert weighed[inside].sum() / weighed.sum() == pytest.approx(wanted, abs=1e-5)


#: Cells, margins, trim, and why there is no weighted score, with the place that is named.
REFUSED = {
    "three answers in all": (
        [CrossCell(keys=("lille", "phone"), n_promoters=2, n_passives=0, n_detractors=1)],
        {"site": {"lille": 1.0, "lyon": 1.0}}, Refusal.TOO_FEW, None,
    ),
    "an empty category": (
        CELLS, {"site": {"lille": 1.0, "lyon": 1.0, "pau": 1.0}}, Refusal.NOBODY_OF, ("site", "pau"),
    ),
    "answers of a category without a population": (
        [*CELLS, CrossCell(keys=("pau", "shop"), n_promoters=9, n_passives=9, n_detractors=9)],
        {"site": {"lille": 1.0, "lyon": 1.0}}, Refusal.UNDECLARED, ("site", "pau"),
    ),
    "margins that contradict each other": (
        [
            CrossCell(keys=("lille", "phone"), n_promoters=30, n_passives=9, n_detractors=9),
            CrossCell(keys=("lyon", "shop"), n_promoters=30, n_passives=9, n_detractors=9),
        ],
        {"site": {"lille": 9.0, "lyon": 1.0}, "channel": {"phone": 1.0, "shop": 9.0}}, Refusal.NOT_CONVERGED, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cells", "declared", "refusal", "place"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_weighted_has_a_reason_and_no_number(cells, declared, refusal, place):
    found = weigh(cells, NAMES, Population(year="2025", source="x", margins=declared))
    assert (found.refusal, found.place, found.score) == (refusal, place, None)
    assert weighted_tables("2025", found, extremes=True) == ()


def test_answers_that_do_not_say_their_site_are_left_out_and_counted():
    nowhere = CrossCell(keys=("unstated", "phone"), n_promoters=5, n_passives=0, n_detractors=0)
    found = weigh([*CELLS, nowhere], NAMES, POPULATION)
    assert (found.n_outside, found.score.n) == (5, 250)
    assert found.score.value == pytest.approx(weigh(CELLS, NAMES, POPULATION).score.value)


def test_how_few_were_left_out_is_not_given_away_by_the_number_of_answers():
    nowhere = CrossCell(keys=("unstated", "phone"), n_promoters=5, n_passives=0, n_detractors=0)
    found = weigh([*CELLS, nowhere], NAMES, POPULATION)
    for minimum, n in ((10, 255), (5, 250)):
        tables = weighted_tables("2025", found, extremes=False, minimum=minimum)
        assert {table.total.n for table in tables if table.total} == {n}


def test_trimming_says_how_many_answers_it_cut_and_what_is_left_open():
    skewed = Population(year="2025", source="x", margins={"site": {"lille": 1.0, "lyon": 30.0}}, trim=1.5)
    found = weigh(CELLS, NAMES, skewed)
    assert not found.weighting.has_converged
    assert found.weighting.n_trimmed > 0
    assert found.weighting.largest_error > 0.05
    cut = next(table for table in weighted_tables("2025", found, extremes=False) if table.measure == "trimmed")
    assert cut.parts[0].n == found.weighting.n_trimmed


def test_the_greatest_weight_is_told_only_if_asked_for():
    found = weigh(CELLS, NAMES, POPULATION)
    assert [table.measure for table in weighted_tables("2025", found, extremes=False)] == [
        "weighted-nps", "effective", "trimmed",
    ]  # fmt: skip
    assert "greatest-weight" in [table.measure for table in weighted_tables("2025", found, extremes=True)]


def test_the_part_of_a_small_group_is_held_back_and_cannot_be_subtracted():
    small = [*CELLS, CrossCell(keys=("pau", "shop"), n_promoters=1, n_passives=1, n_detractors=1)]
    population = Population(year="2025", source="x", margins={"site": {"lille": 1.0, "lyon": 1.0, "pau": 1.0}})
    (table,) = share_tables("2025", small, NAMES, population, 0.95)
    released = release(Charter(minimum_cell=10), table)
    held = {each.key for each in released if isinstance(each, Suppressed)}
    assert "pau" in held
    assert len(held) == 2


def test_the_change_under_weights_has_both_intervals_in_it():
    tables = [
        table
        for period, cells in (("2025", CELLS), ("2024-09", CELLS[::-1]))
        for table in weighted_tables(period, weigh(cells, NAMES, POPULATION), extremes=False)
    ]
    released = [each for table in tables for each in release(Charter(minimum_cell=10), table)]
    found = change_of(released, ["2025", "2024-09"])
    score = weigh(CELLS, NAMES, POPULATION).score
    assert found["value"] == pytest.approx(0.0)
    assert found["high"] - found["low"] == pytest.approx(2**0.5 * (score.high - score.low))
    assert change_of(released, ["2025"]) is None
    assert change_of([], ["2025", "2024-09"]) is None


def test_the_population_of_a_year_is_the_latest_declared_before_it():
    early, late = (Population(year=year, source="x", margins={}) for year in ("2023", "2025"))
    found = {year: population_of([late, early], year) for year in ("2022", "2023", "2024", "2025", "2026")}
    assert found == {"2022": early, "2023": early, "2024": early, "2025": late, "2026": late}
    assert population_of([], "2025") is None
