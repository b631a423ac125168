"""Rates of response, the R-indicator with its interval, and what the silent could change."""

import numpy as np
import pytest

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.nonresponse import Representativity, response_rates, score_of_all
from clairevoix.measure.proportion import wilson
from clairevoix.measure.responding import funnel, indicator_table, rate_tables, sign_tables, silence, stage_table
from clairevoix.model.errors import InputError
from clairevoix.model.measure import EstimateTable, FunnelCell, NpsCell

CHARTER = Charter(minimum_cell=10)
#: drawn, suppressed, invited, delivered, opened, started, completed, hurried
CELLS = (
    FunnelCell(
        key="a", drawn=110, suppressed=10, invited=100, delivered=80, opened=60, started=40, completed=30, hurried=5
    ),
    FunnelCell(key="b", drawn=205, suppressed=5, invited=200, delivered=190, opened=90, started=30, completed=20),
)


def test_the_rates_are_aapors_by_group_and_together():
    tables = {table.measure: table for table in rate_tables("s", "site", CELLS, 0.95)}
    assert set(tables) == {"rr1", "rr2", "rr5", "rr6"}
    for name, table in tables.items():
        for cell, part in zip(CELLS, table.parts, strict=True):
            assert part.value == pytest.approx(response_rates(funnel(cell).dispositions)[name.upper()])
    assert [part.value for part in tables["rr1"].parts] == [0.3, 0.1]
    assert (tables["rr1"].total.value, tables["rr1"].total.n) == (50 / 300, 300)
    assert (tables["rr6"].total.value, tables["rr6"].total.n) == (70 / 270, 270)
    assert (tables["rr1"].total.low, tables["rr1"].total.high) == wilson(50, 300, 0.95)


def test_stages_hold_one_another_and_have_no_total():
    table = stage_table("s", CELLS, 0.95)
    assert [(part.key, part.value) for part in table.parts] == [
        ("delivered", 0.9), ("opened", 0.5), ("started", 70 / 300), ("completed", 50 / 300),
    ]  # fmt: skip
    assert table.total is None


def test_signs_are_shares_of_those_drawn_and_of_those_who_answered():
    unasked, hurried = sign_tables("s", CELLS, 0.95)
    assert [(part.value, part.n) for part in unasked.parts] == [(10 / 110, 110), (5 / 205, 205)]
    assert [(part.value, part.n) for part in hurried.parts] == [(5 / 30, 30), (0.0, 20)]


def test_nobody_invited_is_no_rate():
    nobody = FunnelCell(key="a", drawn=3, suppressed=3, invited=0, delivered=0, opened=0, started=0, completed=0)
    assert rate_tables("s", "site", [nobody], 0.95)[0].parts[0].value is None
    assert indicator_table("s", [nobody], 0.95).total.value is None


def test_a_funnel_that_widens_is_refused():
    with pytest.raises(InputError):
        funnel(FunnelCell(key="a", drawn=9, suppressed=0, invited=9, delivered=3, opened=4, started=0, completed=0))


def test_the_interval_of_the_indicator_holds_the_truth_as_often_as_it_says():
    """Ten groups of 300 with rates from 10 to 30 %: by simulation, at the nominal level less what 200 rounds can tell."""
    rates = np.linspace(0.1, 0.3, 10)
    truth = 1 - 2 * float(rates.std())
    random, held = np.random.default_rng(3), 0
    for _ in range(200):
        cells = [
            FunnelCell(key=str(place), drawn=300, suppressed=0, invited=300, delivered=300, opened=300, started=300,
                       completed=int(random.binomial(300, rate)))
            for place, rate in enumerate(rates)
        ]  # fmt: skip
        estimate = indicator_table("s", cells, 0.95).total
        held += estimate.low <= truth <= estimate.high
    assert held >= 0.9 * 200


def released(cells, score):
    tables = [
        *rate_tables("s", "site", cells, 0.95),
        indicator_table("s", cells, 0.95),
        EstimateTable(
            measure="answered-nps", dimension="total", period="s", parts=(), total=net_promoter_score(score, 0.95)
        ),
    ]
    return [each for table in tables for each in release(CHARTER, table)]


def test_what_the_silent_could_change_follows_from_released_figures_alone():
    score = NpsCell(key="total", n_promoters=30, n_passives=10, n_detractors=10)
    found = silence(released(CELLS, score), "s")
    rate = 50 / 300
    assert found["curve"] == [[gap, pytest.approx(score_of_all(40.0, rate, gap))] for gap in (-10, 0, 5, 10, 20, 40)]
    indicator = indicator_table("s", CELLS, 0.95).total.value
    spread = 100 * (40 / 50 - 0.4**2) ** 0.5
    bound = Representativity(r_indicator=indicator, response=rate).largest_bias(spread)
    assert found["bias"] == pytest.approx(bound)


def test_nothing_follows_from_what_was_held_back():
    few = NpsCell(key="total", n_promoters=3, n_passives=1, n_detractors=0)
    assert silence(released(CELLS, few), "s") == {"bias": None, "curve": None}
    assert silence([], "s") == {"bias": None, "curve": None}
