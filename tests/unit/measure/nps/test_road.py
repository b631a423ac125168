"""The way to a target from released figures: readings, the outlook with its fan and its past, the change since a year ago."""

from dataclasses import replace

import pytest

from builders import a_cell
from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.config import TargetSettings
from clairevoix.measure import nps
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.distribution import mark_tables, mean_table
from clairevoix.measure.nps.months import is_broken, month_scores, months_to, released_in, released_variance
from clairevoix.measure.nps.prospect import prospect
from clairevoix.measure.nps.road import road
from clairevoix.measure.nps.year_before import change_by_site
from clairevoix.measure.tables import nps_table, summed
from clairevoix.model.measure import EstimateTable, Suppressed

CHARTER = Charter(minimum_cell=10)
LAST = "2025-09"
TARGET = TargetSettings(points=40.0, due="2025-12")
#: Promoters, passives, detractors of the worked example: 33.5 over two hundred answers, every month.
STEADY = (94, 79, 27)


def released(months: dict[str, tuple[int, int, int]], window: int = 12):
    """Month tables of each year, and the window where there are months enough."""
    cells = [a_cell(*counts, key=month) for month, counts in months.items()]
    found = []
    for year in sorted({month[:4] for month in months}):
        of_year = [cell for cell in cells if cell.key[:4] == year]
        found += release(CHARTER, nps_table("month", year, of_year, summed(of_year), 0.95))
    last = max(months)
    within = [cell for cell in cells if cell.key in months_to(last, window)]
    if len(within) == window:
        total = net_promoter_score(summed(within), 0.95)
        found += release(CHARTER, EstimateTable(measure="nps", dimension="window", period=last, parts=(), total=total))
    return found


def steady(n: int, counts=STEADY):
    return dict.fromkeys(months_to(LAST, n), counts)


def by_quantity(found):
    return {each["quantity"]: each for each in found["readings"]}


def test_the_worked_example_read_in_three_ways():
    read = by_quantity(road(released(steady(21)), LAST, TARGET))
    assert read["year-to-date"]["required"] == pytest.approx(59.5)
    assert read["year-to-date"]["gain"] == pytest.approx(6.5)
    assert (read["spot"]["gain"], read["spot"]["months_left"]) == (pytest.approx(6.5), 3)
    assert read["rolling"]["required"] == pytest.approx(59.5)  # in December the twelve months are the year
    assert (read["rolling"]["first"], read["rolling"]["last"]) == ("2024-10", LAST)
    chances = [read[name]["probability"] for name in ("year-to-date", "spot")]
    assert chances[0] < 0.01 < chances[1] < 0.5


#: The window, its months known when due in December, what the others must bring: (K·40 - k·33.5) / (K - k).
WINDOWS = [(12, 59.5), (6, 46.5), (3, 40.0), (15, 66.0)]


@pytest.mark.parametrize(("window", "required"), WINDOWS)
def test_a_rolling_score_asks_for_less_the_shorter_it_is(window, required):
    found = road(released(steady(21), window), LAST, replace(TARGET, quantity="rolling", window=window))
    assert by_quantity(found)["rolling"]["required"] == pytest.approx(required)


def test_without_a_target_there_are_readings_and_nothing_to_reach():
    found = road(released(steady(21)), LAST, TargetSettings())
    assert [each["quantity"] for each in found["readings"]] == ["year-to-date", "spot", "rolling"]
    assert all(each["gain"] is None for each in found["readings"])
    assert found["outlook"] is None


def test_a_target_past_or_of_another_year_asks_for_nothing():
    for due in ("2025-06", "2024-12"):
        read = by_quantity(road(released(steady(21)), LAST, replace(TARGET, due=due)))
        assert all(each["required"] is None and each["months_left"] is None for each in read.values())


def test_the_variance_is_read_back_from_the_released_bounds():
    for counts in [(94, 79, 27), (10, 0, 0), (0, 0, 12), (5, 0, 5), (300, 1, 299)]:
        cell = a_cell(*counts)
        assert released_variance(net_promoter_score(cell)) == pytest.approx(nps.month_score("2025-01", cell).variance)


def test_what_was_cut_at_both_ends_has_no_variance():
    estimate = net_promoter_score(a_cell(94, 79, 27))
    assert released_variance(replace(estimate, low=-100.0, high=100.0)) is None
    assert released_variance(replace(estimate, method="score")) is None


def test_a_held_back_month_is_a_month_that_is_not_known():
    months = steady(21) | {"2025-05": (3, 0, 1), "2025-02": (40, 30, 10)}
    found = released(months)
    assert {each.key for each in found if isinstance(each, Suppressed)} == {"2025-05", "2025-02"}
    known = month_scores(found)
    assert [each.month for each in known] == [month for month in sorted(months) if month not in {"2025-05", "2025-02"}]


def test_the_year_to_date_counts_what_is_held_back():
    # February and May are held back and worth 100: the outlook stands on the released year, not on the months shown.
    found = released(steady(21) | {"2025-02": (300, 0, 0), "2025-05": (5, 0, 0)})
    (total,) = [each for each in released_in(found, "month", "2025") if each.key == "total"]
    known = [each for each in month_scores(found) if each.month not in {"2025-02", "2025-05"}]
    target = nps.NpsTarget(points=40.0, quantity=nps.Quantity.YEAR_TO_DATE, due="2025-12")
    level = prospect(known, LAST, replace(target, quantity=nps.Quantity.SPOT), None).mean
    expected = (total.n * total.value + 600 * level) / (total.n + 600)
    with_them, without = (prospect(known, LAST, target, whole).mean for whole in (total, None))
    assert with_them == pytest.approx(expected, abs=0.3)
    assert without == pytest.approx(33.5, abs=0.3)


#: How many months were released, and what is said.
HISTORIES = [(8, "not_enough_history", False), (9, "off_track", True), (21, "off_track", True)]


@pytest.mark.parametrize(("n", "wording", "has_probability"), HISTORIES)
def test_a_short_past_gives_no_probability(n, wording, has_probability):
    found = road(released(steady(n)), LAST, replace(TARGET, quantity="spot"))["outlook"]
    assert (found["wording"], found["n_months"], found["n_needed"]) == (wording, n, 9)
    assert (found["probability"] is not None) is has_probability
    assert [each["month"] for each in found["fan"]] == (["2025-10", "2025-11", "2025-12"] if has_probability else [])


def test_a_break_cuts_the_past():
    breaks = [{"month": "2025-02", "reason": "reorganisation"}]
    found = road(released(steady(21)), LAST, replace(TARGET, quantity="spot", breaks=breaks))["outlook"]
    assert (found["wording"], found["n_months"]) == ("not_enough_history", 8)
    found = road(released(steady(21)), LAST, replace(TARGET, breaks=breaks))["outlook"]
    assert (found["wording"], found["probability"]) == ("broken", None)


def test_a_break_lies_between_two_months():
    assert is_broken(["2025-01", "2025-04"], ["2025-04"])
    assert not is_broken(["2025-04", "2025-09"], ["2025-04", "2025-10"])


def test_a_window_that_began_before_the_past_has_no_probability():
    found = road(released(steady(14)), LAST, replace(TARGET, quantity="rolling", window=18))["outlook"]
    assert (found["wording"], found["n_needed"]) == ("not_enough_history", 15)


def test_the_fan_widens_and_the_darker_lies_within_the_paler():
    fan = road(released(steady(21)), LAST, TARGET)["outlook"]["fan"]
    widths = [each["outer"][1] - each["outer"][0] for each in fan]
    assert widths == sorted(widths)
    for each in fan:
        assert -100 <= each["outer"][0] < each["inner"][0] < each["mean"] < each["inner"][1] < each["outer"][1] <= 100


#: Months of the past, months ahead, and from how many moments a forecast can be tried: past - 9 - ahead + 1, from six on.
PASTS = [(21, 3, 10), (17, 3, 6), (16, 3, None), (21, 8, None), (21, 0, None)]


@pytest.mark.parametrize(("n", "ahead", "origins"), PASTS)
def test_the_past_is_tried_where_there_is_enough_of_it(n, ahead, origins):
    target = nps.NpsTarget(points=40.0, quantity=nps.Quantity.SPOT, due=months_to("2026-12", 16 - ahead)[0])
    found = prospect(month_scores(released(steady(n))), LAST, target, None).backtest
    assert (found.n_origins if found else None) == origins
    if found:
        assert 0 <= found.brier <= 1
        assert (found.n, found.months_ahead) == (5 * origins, ahead)


# The change since the year before.


def estimates(**cells):
    found = {key: net_promoter_score(a_cell(*counts, key=key)) for key, counts in cells.items()}
    total = net_promoter_score(
        replace(summed([a_cell(*counts, key=key) for key, counts in cells.items()]), key="total")
    )
    return [*found.values(), total]


def test_a_pure_change_of_mix_is_all_mix():
    found = change_by_site(estimates(a=(100, 0, 0), b=(0, 100, 0)), estimates(a=(300, 0, 0), b=(0, 100, 0)))
    assert (found.total, found.real, found.mix) == (pytest.approx(25), pytest.approx(0), pytest.approx(25))


def test_a_pure_real_change_has_no_mix():
    found = change_by_site(estimates(a=(50, 50, 0), b=(0, 100, 0)), estimates(a=(70, 30, 0), b=(20, 80, 0)))
    assert (found.total, found.real, found.mix) == (pytest.approx(20), pytest.approx(20), pytest.approx(0))


def test_sites_held_back_are_one_group_that_the_total_gives():
    before = estimates(a=(50, 30, 20), b=(20, 10, 20), c=(30, 0, 20))
    after = estimates(a=(60, 30, 10), b=(30, 10, 10), c=(20, 0, 40))
    whole = change_by_site(before, after)
    hidden = change_by_site([e for e in before if e.key not in "bc"], [e for e in after if e.key != "b"])
    assert [part.key for part in hidden.parts] == ["a", "others"]
    assert hidden.total == pytest.approx(whole.total) == pytest.approx(hidden.real + hidden.mix)
    bounds = nps.difference(a_cell(100, 40, 60), a_cell(110, 40, 60))
    assert (whole.total, whole.low, whole.high) == pytest.approx((bounds.value, bounds.low, bounds.high))


def test_without_a_total_or_a_common_site_nothing_is_compared():
    some = estimates(a=(50, 30, 20), b=(20, 10, 20))
    assert change_by_site(some[:-1], some) is None
    assert change_by_site(some, estimates(c=(50, 30, 20))) is None
    assert change_by_site([], []) is None


def test_a_new_survey_stops_sums_and_comparisons_but_a_reorganisation_does_not():
    table = nps_table("site", "2025", [a_cell(*STEADY, key="a")], a_cell(*STEADY, key="total"), 0.95)
    found = [
        *released(steady(21)),
        *release(CHARTER, table),
        *release(CHARTER, replace(table, period="2024-09")),
    ]
    for reason, is_compared in (("survey", False), ("reorganisation", True)):
        breaks = [{"month": "2024-11", "reason": reason}]
        assert (road(found, LAST, replace(TARGET, breaks=breaks))["change"] is not None) is is_compared


# The marks.


def test_the_marks_of_a_published_sample_agree_with_those_of_the_column():
    # Telecom field experiment, both arms: counts of the marks 0 to 10.
    counts = (47, 7, 3, 9, 9, 12, 9, 28, 48, 95, 315)
    column = nps.from_scores([mark for mark, n in enumerate(counts) for _ in range(n)])
    tables = mark_tables("2023", counts, 0.95)
    assert [part.value for table in tables for part in table.parts] == pytest.approx(list(column.distribution))
    assert [table.total.n for table in tables] == [96, 76, 410]
    mean = mean_table("2023", counts, 0.95).total
    assert (mean.value, mean.low, mean.high) == pytest.approx((column.mean.value, column.mean.low, column.mean.high))
    for part in (part for table in tables for part in table.parts):
        assert 0 <= part.low <= part.value <= part.high <= 1


#: Of which quantity, when it was due, and what is said once its months are known: 33.5 for 40, and for 30.
SETTLED = [("year-to-date", LAST), ("spot", LAST), ("rolling", LAST), ("spot", "2025-03"), ("year-to-date", "2024-12")]


@pytest.mark.parametrize(("quantity", "due"), SETTLED)
@pytest.mark.parametrize(("points", "wording"), [(40.0, "missed"), (30.0, "reached")])
def test_a_target_that_is_due_was_reached_or_missed(quantity, due, points, wording):
    found = road(released(steady(21)), LAST, TargetSettings(points=points, quantity=quantity, due=due))["outlook"]
    assert (found["wording"], found["fan"], found["backtest"]) == (wording, (), None)


def test_a_target_years_ahead_and_a_past_of_nothing_are_answered():
    far = road(released(steady(21)), LAST, replace(TARGET, due="2031-12"))
    assert len(far["outlook"]["fan"]) == 24
    nothing = road([], LAST, TARGET)
    assert (nothing["outlook"]["wording"], nothing["change"]) == ("not_enough_history", None)
    assert road([], None, TARGET) == {"readings": [], "outlook": None, "change": None}
