"""R17 over everything that is published together: no reading of the score gives away what another one holds back.

An attacker adds and subtracts all published numbers of answers: months, years, the last months together, the months of
the year before, sites, marks. What was held back must stay undetermined.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import a_response, a_workspace
from clairevoix import figures
from clairevoix.measure.nps.months import months_to
from clairevoix.measure.nps.road import road
from clairevoix.model.measure import Figure, Suppressed
from clairevoix.store import lake

MINIMUM, LAST = 10, "2025-09"
MONTHS = months_to(LAST, 21)
FULL = dict.fromkeys(MONTHS, 30)
CLASSES = {"detractors": range(7), "passives": range(7, 9), "promoters": range(9, 11)}


def published(tmp_path, people: Mapping[str, int], marks=None, site=lambda number: None):
    """So many answers in each month; ``marks`` are given in turn."""
    project = a_workspace(tmp_path)
    given = list(marks or range(11))
    responses = [
        a_response(
            given[number % len(given)],
            f"{month}-{number}",
            answered_on=date(int(month[:4]), int(month[5:]), 1),
            site=site(number),
        )
        for month, n in people.items()
        for number in range(n)
    ]
    lake.add_responses(project.workspace, responses)
    return figures.released(project)


def key_of(each) -> str:
    return each.key if isinstance(each, Suppressed) else each.estimate.key


def months_of(each) -> tuple[str, ...]:
    """The months whose answers a published number of all sites counts."""
    key = key_of(each)
    if each.dimension == "window":
        return months_to(each.period, 12)
    if key != "total":
        return (key,)
    last = each.period if len(each.period) > 4 else f"{each.period}-12"
    return tuple(month for month in MONTHS if month[:4] == last[:4] and month <= last)


def equations(released) -> Iterator[list[Fraction]]:
    for each in released:
        over_months = each.dimension in {"month", "window"} or (each.dimension == "site" and key_of(each) == "total")
        if isinstance(each, Figure) and each.measure == "nps" and over_months:
            known = months_of(each)
            yield [Fraction(month in known) for month in MONTHS]


def is_determined(known: list[list[Fraction]], wanted: list[Fraction]) -> bool:
    rows, rest = [row[:] for row in known], wanted[:]
    for column in range(len(wanted)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows = [[a - row[column] / pivot[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        rest = [a - rest[column] / pivot[column] * b for a, b in zip(rest, pivot, strict=True)]
    return not any(rest)


def given_away(released) -> list[str]:
    hidden = [key_of(each) for each in released if each.dimension == "month" and isinstance(each, Suppressed)]
    known = list(equations(released))
    months = [month for month in hidden if month != "total"]
    return [month for month in months if is_determined(known, [Fraction(each == month) for each in MONTHS])]


def has(released, dimension: str, period: str | None = None) -> bool:
    return any(each.dimension == dimension and period in (None, each.period) for each in released)


#: Small months, then whether the last twelve months and the same months of the year before are published.
CASES = [
    ({}, True, True),
    ({"2025-09": 4}, False, True),  # the last month: its spot value is held back, and the window that holds it too
    ({"2024-03": 4}, True, False),  # January to September 2024 would be the year less its hidden months
    ({"2024-11": 4}, False, True),  # in the window, after September
    ({"2024-03": 4, "2024-11": 4}, False, False),
]


@pytest.mark.parametrize(("small", "has_window", "has_before"), CASES)
def test_sums_over_months_are_published_only_where_each_month_is(tmp_path, small, has_window, has_before):
    # Other months are of different sizes, so that the smallest ones, which cover the small, are known: 2024-12, 2025-01.
    people = {month: 60 - (month in {"2024-12", "2025-01"}) for month in MONTHS}
    covers = {"2024-03": "2024-04", "2024-11": "2024-12", "2025-09": "2025-01"}
    people |= {covers[month]: 20 for month in small} | small
    found = published(tmp_path, people)
    assert (has(found, "window"), has(found, "site", "2024-09")) == (has_window, has_before)
    assert given_away(found) == []
    assert has(found, "site", "2024") is not has_before  # never both: the rest of the year could be subtracted


sizes = st.lists(st.sampled_from([0, 4, 9, 12, 30]), min_size=21, max_size=21)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes)
def test_no_hidden_month_can_be_computed(tmp_path_factory, people):
    found = published(tmp_path_factory.mktemp("answers"), dict(zip(MONTHS, people, strict=True)))
    assert given_away(found) == []


def test_the_attacker_is_able(tmp_path):
    # Were the window published although March 2024 and November 2024 cover each other, November would be known.
    found = published(tmp_path, FULL | {"2024-03": 4, "2024-11": 12})
    assert given_away(found) == []
    window = [Fraction(month in months_to(LAST, 12)) for month in MONTHS]
    known = [*equations(found), window]
    assert is_determined(known, [Fraction(month == "2024-11") for month in MONTHS])


def hidden_marks(found) -> dict[str, list[str]]:
    rows = [each for each in found if each.measure == "mark" and isinstance(each, Suppressed)]
    return {name: [key_of(each) for each in rows if each.dimension == name] for name in CLASSES}


#: Marks given by thirty people each, and by a few; what is held back in each class; whether the mean is shown.
DISTRIBUTIONS = [
    (range(11), {}, {"detractors": [], "passives": [], "promoters": []}, True),
    # Promoters are known from the score: 10 is covered within its class, not by another.
    (range(10), {10: 4}, {"detractors": [], "passives": [], "promoters": ["9", "10"]}, False),
    ((0, 2, 3, 4, 5, 6, 7, 8, 9, 10), {1: 3}, {"detractors": ["0", "1"], "passives": [], "promoters": []}, False),
    # The whole class is too small: not even which of its marks are empty is said.
    ((7, 8, 9, 10), {6: 4}, {"detractors": ["total"], "passives": [], "promoters": []}, False),
]


@pytest.mark.parametrize(("many", "few", "hidden", "has_mean"), DISTRIBUTIONS)
def test_a_small_mark_is_covered_within_its_class_and_hides_the_mean(tmp_path, many, few, hidden, has_mean):
    marks = [mark for mark in many for _ in range(30)] + [mark for mark, n in few.items() for _ in range(n)]
    found = published(tmp_path, {LAST: len(marks)}, marks)
    assert hidden_marks(found) == hidden
    assert any(each.measure == "mean" for each in found) is has_mean
    small = [each for each in found if each.measure == "mark" and isinstance(each, Figure) and 0 < each.estimate.n < 10]
    assert small == []
    if hidden["detractors"] == ["total"]:
        assert not [each for each in found if each.measure == "mark" and each.dimension == "detractors"][1:]


def test_the_change_by_site_is_made_of_released_figures_alone(tmp_path):
    sites = ["lille", "lyon"]
    found = published(tmp_path, FULL, site=lambda number: sites[number % 2] if number < 28 else None)
    split = road(found, LAST, a_workspace(tmp_path / "other").settings.target)["change"]
    assert split["total"] == pytest.approx(split["real"] + split["mix"])
    shown = {key_of(each) for each in found if each.dimension == "site" and isinstance(each, Figure)}
    assert {part["key"] for part in split["parts"]} <= shown | {"others"}
