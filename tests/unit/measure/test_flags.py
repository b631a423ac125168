"""Which parts of a table stand apart, from released figures alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_cell
from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.measure.flags import counts_of, flags
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.difference import difference
from clairevoix.measure.proportion import proportion_table
from clairevoix.measure.tables import nps_table, summed

CHARTER = Charter(minimum_cell=10)


@given(st.tuples(*[st.integers(0, 400)] * 3).filter(lambda counts: sum(counts) > 0))
@settings(max_examples=200)
def test_the_counts_behind_a_score_are_what_any_reader_can_work_out(counts):
    found = counts_of(net_promoter_score(a_cell(*counts), 0.95))
    assert (found.n_promoters, found.n_passives, found.n_detractors) == pytest.approx(counts, abs=1e-6)


def test_a_score_whose_bounds_were_both_cut_has_no_counts():
    estimate = net_promoter_score(a_cell(5, 1, 5), 0.95)
    assert counts_of(estimate) is not None
    assert counts_of(replace(estimate, low=-100.0, high=100.0)) is None
    assert counts_of(replace(estimate, value=None)) is None


def of_sites(*cells):
    whole = summed(cells)
    return release(CHARTER, nps_table("site", "2025", cells, whole, 0.95))


def test_a_part_is_set_against_the_others_together():
    cells = [a_cell(52, 30, 18, "a"), a_cell(44, 30, 26, "b"), a_cell(30, 30, 40, "c")]
    found = {each["key"]: each for each in flags(of_sites(*cells), ["nps"], 0.95)}
    others = a_cell(96, 60, 44)
    one = difference(others, cells[2])
    assert found["c"]["gap"] == pytest.approx(one.value)
    assert found["c"]["p_value"] == pytest.approx(min(1.0, 3 * one.p_value))  # the least of three, by Holm
    assert [key for key, each in found.items() if each["is_apart"]] == ["a", "c"]
    assert found["a"]["gap"] > 0 > found["c"]["gap"]


def test_twenty_alike_sites_hold_no_flag_though_one_alone_would():
    cells = [a_cell(50, 30, 20, f"s{number:02}") for number in range(19)] + [a_cell(40, 30, 30, "s19")]
    found = flags(of_sites(*cells), ["nps"], 0.95)
    alone = difference(summed(cells[:19]), cells[19])
    assert alone.p_value < 0.05
    assert not any(each["is_apart"] for each in found)
    assert len(found) == 20


def test_what_was_held_back_is_not_tried_and_a_table_without_a_total_neither():
    assert flags(of_sites(a_cell(3, 1, 1, "a"), a_cell(50, 30, 20, "b")), ["nps"], 0.95) == []
    table = proportion_table(("reached", "stage", "s"), {"a": (5, 50), "b": (40, 50)}, 0.95, whole=False)
    assert flags(release(CHARTER, table), ["reached"], 0.95) == []


def test_shares_are_set_against_the_others_by_a_pooled_test():
    table = proportion_table(("unasked", "site", "s"), {"a": (20, 200), "b": (12, 200), "c": (9, 200)}, 0.95)
    found = {each["key"]: each for each in flags(release(CHARTER, table), ["unasked"], 0.95)}
    assert found["a"]["gap"] == pytest.approx(20 / 200 - 21 / 400)
    assert {key for key, each in found.items() if each["is_apart"]} == set()
    table = proportion_table(("unasked", "site", "s"), {"a": (40, 200), "b": (12, 200), "c": (12, 200)}, 0.95)
    found = {each["key"]: each for each in flags(release(CHARTER, table), ["unasked"], 0.95)}
    assert found["a"]["is_apart"]
    assert found["b"]["gap"] < 0 < found["a"]["gap"]
    assert flags(release(CHARTER, table), ["nps"], 0.95) == []
