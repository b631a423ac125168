"""A corrected share, reckoned in two ways that must agree."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clairevoix.measure import shares
from clairevoix.measure.planning import Expected, half_width
from clairevoix.measure.share import corrected_share, stratified_share
from clairevoix.model.measure import LabelCell


@st.composite
def cells(draw: st.DrawFn, least_coded: int = 1, most: int = 40) -> LabelCell:
    both, false, missed, neither = (draw(st.integers(0, most)) for _ in range(4))
    coded = both + false + missed + neither
    assume(coded >= least_coded)
    more = draw(st.integers(0, 300))
    n_found = both + false + draw(st.integers(0, more))
    return LabelCell(
        key="any", n=coded + more, n_found=n_found, n_both=both, n_false=false, n_missed=missed, n_neither=neither
    )


def one_by_one(cell: LabelCell) -> tuple[list[bool], list[bool | None]]:
    """Each contact: found or not, present, absent or not coded."""
    rest_found = cell.n_found - cell.n_both - cell.n_false
    rest = cell.n - cell.n_coded - rest_found
    found = [True] * (cell.n_both + cell.n_false) + [False] * (cell.n_missed + cell.n_neither)
    present: list[bool | None] = [True] * cell.n_both + [False] * cell.n_false
    present += [True] * cell.n_missed + [False] * cell.n_neither
    return found + [True] * rest_found + [False] * rest, present + [None] * (rest_found + rest)


@given(cells())
def test_without_tuning_it_is_the_difference_estimator(cell):
    # As the formulas of Särndal, Swensson & Wretman say it, with the pseudo-observations of Rocks and of Agresti & Coull.
    value = min(1.0, max(0.0, cell.n_found / cell.n + (cell.n_missed - cell.n_false) / cell.n_coded))
    share, coded = (value * cell.n + 2) / (cell.n + 4), cell.n_coded + 3
    up, down = (cell.n_missed + 0.75) / coded, (cell.n_false + 0.75) / coded
    variance = share * (1 - share) / cell.n + (1 / cell.n_coded - 1 / cell.n) * (up + down - (up - down) ** 2)
    found = shares.powered([shares.tally(cell)], tuning=1.0)
    assert found.value == pytest.approx(value)
    assert found.standard_error == pytest.approx(math.sqrt(variance))
    assert corrected_share(cell, tuning=1.0).value == pytest.approx(value)


@given(cells())
def test_tuning_never_makes_the_variance_of_the_correction_greater(cell):
    tuned = shares.powered([shares.tally(cell)])
    assert 0 <= tuned.tuning <= 1
    assert tuned.low <= tuned.value <= tuned.high
    if cell.n == cell.n_coded:
        return  # nothing to correct
    m = cell.n_coded + 3
    y, f, both = (
        (cell.n_both + cell.n_missed + 1.5) / m,
        (cell.n_both + cell.n_false + 1.5) / m,
        (cell.n_both + 0.75) / m,
    )

    def correction(power: float) -> float:
        return y * (1 - y) + power**2 * f * (1 - f) - 2 * power * (both - y * f)

    assert correction(tuned.tuning) <= min(correction(each / 20) for each in range(21)) + 1e-9


@given(cells(), st.floats(0.01, 100))
def test_equal_weights_are_no_weights(cell, weight):
    found, present = one_by_one(cell)
    plain, weighted = (
        shares.from_contacts(found, present),
        shares.from_contacts(found, present, weights=[weight] * cell.n),
    )
    counted = corrected_share(cell)
    for name in ("value", "low", "high"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name), abs=1e-9)
        assert getattr(counted, name) == pytest.approx(getattr(plain, name), abs=1e-9)


@given(cells(least_coded=12), cells(least_coded=12))
def test_strata_in_a_table_are_strata_of_contacts(first, second):
    parts = {"a": one_by_one(first), "b": one_by_one(second)}
    found = [each for name in parts for each in parts[name][0]]
    present = [each for name in parts for each in parts[name][1]]
    names = ["a"] * first.n + ["b"] * second.n
    sizes = {"a": 5_000.0, "b": 20_000.0}
    one = shares.from_contacts(found, present, strata=names, populations=sizes)
    other = stratified_share("any", [first, second], populations=list(sizes.values()))
    assert (other.value, other.low, other.high) == pytest.approx((one.value, one.low, one.high))


@given(cells(most=2), cells(most=2))
def test_too_few_coded_for_two_strata_are_one_sample(first, second):
    # Heard at one rate and corrected together, strata change nothing.
    names = ("n", "n_found", "n_both", "n_false", "n_missed", "n_neither")
    whole = LabelCell(key="any", **{name: getattr(first, name) + getattr(second, name) for name in names})
    one, other = corrected_share(whole), stratified_share("any", [first, second])
    assert (other.value, other.low, other.high) == pytest.approx((one.value, one.low, one.high))


@given(cells())
def test_a_label_turned_round_is_the_same_share_turned_round(cell):
    # "Absent" instead of "present", for the annotator and for the humans alike.
    turned = LabelCell(
        key="any",
        n=cell.n,
        n_found=cell.n - cell.n_found,
        n_both=cell.n_neither,
        n_false=cell.n_missed,
        n_missed=cell.n_false,
        n_neither=cell.n_both,
    )
    one, other = corrected_share(cell), corrected_share(turned)
    assert (1 - other.value, 1 - other.high, 1 - other.low) == pytest.approx((one.value, one.low, one.high), abs=1e-9)


@given(
    st.floats(0.005, 0.995),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.integers(12, 300),
    st.integers(12, 300),
    st.integers(1, 5),
)
def test_coding_more_never_widens_the_interval(share, sensitivity, specificity, coded, more, times):
    expected = Expected(share=share, sensitivity=sensitivity, specificity=specificity)
    heard = (coded + more) * times
    one, other = (half_width(expected, heard=heard, coded=each) for each in (coded, coded + more))
    assert other <= one + 1e-9
