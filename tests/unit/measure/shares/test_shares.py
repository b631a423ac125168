"""Corrected shares from strata and weights, by examples that can be reckoned by hand."""

import pytest

from clairevoix.measure import shares
from clairevoix.measure.share import share_table, stratified_share
from clairevoix.model.errors import InputError
from clairevoix.model.measure import LabelCell


def cell(n: int, n_found: int, *coded: int) -> LabelCell:
    both, false, missed, neither = coded or (0, 0, 0, 0)
    return LabelCell(key="any", n=n, n_found=n_found, n_both=both, n_false=false, n_missed=missed, n_neither=neither)


#: A perfect annotator in both, so λ does not matter to the value: 10 % of the one stratum, 50 % of the other.
SMALL, LARGE = cell(100, 50, 10, 0, 0, 10), cell(100, 10, 2, 0, 0, 18)


def test_strata_count_by_their_size():
    equal = stratified_share("any", [SMALL, LARGE])
    weighted = stratified_share("any", [SMALL, LARGE], populations=[1_000, 9_000])
    assert equal.value == pytest.approx(0.3)
    assert weighted.value == pytest.approx(0.1 * 0.5 + 0.9 * 0.1)
    assert (weighted.n, weighted.n_coded) == (200, 40)


def test_weights_say_the_same_as_sizes():
    found = [True] * 50 + [False] * 50 + [True] * 10 + [False] * 90
    present = (
        [True] * 10 + [None] * 40 + [False] * 10 + [None] * 40 + [True] * 2 + [None] * 8 + [False] * 18 + [None] * 72
    )
    weighted = shares.from_contacts(
        found, present, weights=[10.0] * 100 + [90.0] * 100, strata=["a"] * 100 + ["b"] * 100
    )
    sized = stratified_share("any", [SMALL, LARGE], populations=[1_000, 9_000])
    assert (weighted.value, weighted.low, weighted.high) == pytest.approx((sized.value, sized.low, sized.high))


def test_unequal_weights_cost_certainty():
    found, present = [True] * 30 + [False] * 70, ([True] * 15 + [None] * 15) + ([False] * 35 + [None] * 35)
    plain = shares.from_contacts(found, present)
    weighted = shares.from_contacts(found, present, weights=[1.0, 9.0] * 50)
    assert weighted.high - weighted.low > plain.high - plain.low


def test_the_variances_of_strata_add_up_by_their_squared_parts():
    strata = [shares.tally(cell(4_000, 1_000, 200, 50, 60, 690)), shares.tally(cell(4_000, 600, 100, 40, 40, 820))]
    alone = [shares.powered([each], tuning=0.8).standard_error for each in strata]
    together = shares.powered(strata, tuning=0.8)
    # The pseudo-observations are shared out, hence not exactly.
    assert together.standard_error == pytest.approx((0.25 * alone[0] ** 2 + 0.25 * alone[1] ** 2) ** 0.5, rel=0.01)


def test_a_stratum_without_heard_contacts_is_spoken_for_by_its_neighbour():
    with_gap = stratified_share("any", [SMALL, cell(0, 0), LARGE], populations=[1_000, 500, 9_000])
    assert with_gap.value == pytest.approx((1_000 * 0.5 + 9_500 * 0.1) / 10_500)


def test_neighbours_are_put_together_until_enough_are_coded():
    strata = [shares.tally(cell(40, 10, 1, 1, 1, coded)) for coded in (1, 20, 3, 9, 2)]
    assert [each.n_coded for each in shares.grouped(strata)] == [27, 23]
    assert [each.n_heard for each in shares.grouped(strata)] == [80, 120]
    assert sum(each.population for each in shares.grouped(strata)) == 200
    assert len(shares.grouped(strata, 100)) == 1


@pytest.mark.parametrize("populations", [[1.0], [1.0, -1.0], [1.0, 0.0], [1.0, float("nan")]])
def test_sizes_that_cannot_be_are_refused(populations):
    with pytest.raises(InputError):
        stratified_share("any", [SMALL, LARGE], populations=populations)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weights": [1.0]},
        {"weights": [1.0, 0.0]},
        {"weights": [1.0, float("nan")]},
        {"strata": ["a"]},
        {"strata": ["a", "b"], "populations": {"a": 1.0}},
        {"strata": ["a", "b"], "populations": {"a": 1.0, "b": 0.0}},
    ],
)
def test_contacts_that_do_not_fit_are_refused(wrong):
    with pytest.raises(InputError):
        shares.from_contacts([True, False], [True, None], **wrong)


def test_no_number_while_nobody_coded():
    assert shares.from_contacts([True, False], [None, None]) is None
    table = share_table({"coded": [SMALL, LARGE], "not": [cell(100, 50)], "none": []}, 0.95)
    assert [part.value is None for part in table.parts] == [False, True, True]
    assert [part.n_coded for part in table.parts] == [40, 0, 0]
