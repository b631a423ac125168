"""Which response goes with which contact, and what is counted of the rest."""

from datetime import date, datetime, timedelta
from math import inf

import pytest

from clairevoix.measure import linking
from clairevoix.measure.linking import Events, Pair
from clairevoix.model.errors import Code, InputError

START = date(2025, 3, 1)


def events(letter: str, *rows: tuple[str | None, int]) -> Events:
    """Customer and day of each, numbered in order."""
    return Events(
        ids=[f"{letter}{number}" for number in range(1, len(rows) + 1)],
        customers=[customer for customer, _ in rows],
        days=[START + timedelta(days=day) for _, day in rows],
    )


#: Contacts, responses, and the pairs that are made: contact, response, days between.
LINKED = [
    ("the same day", [("ann", 3)], [("ann", 3)], [("c1", "r1", 0)]),
    ("the last day of the window", [("ann", 0)], [("ann", 14)], [("c1", "r1", 14)]),
    ("a day too late", [("ann", 0)], [("ann", 15)], []),
    ("a response before the contact", [("ann", 3)], [("ann", 2)], []),
    ("another customer", [("ann", 3)], [("bob", 3)], []),
    ("the nearest contact wins", [("ann", 1), ("ann", 5)], [("ann", 6)], [("c2", "r1", 1)]),
    ("one contact, two responses: the nearer", [("ann", 1)], [("ann", 4), ("ann", 2)], [("c1", "r2", 1)]),
    (
        "who lost a contact takes the next that is free",
        [("ann", 0), ("ann", 5)],
        [("ann", 5), ("ann", 6)],
        [("c2", "r1", 0), ("c1", "r2", 6)],
    ),
    ("two contacts as near: the one listed first", [("ann", 1), ("ann", 1)], [("ann", 2)], [("c1", "r1", 1)]),
    ("no customer known", [(None, 1), ("", 1)], [(None, 1), ("", 1)], []),
]


@pytest.mark.parametrize(
    ("contacts", "responses", "pairs"), [row[1:] for row in LINKED], ids=[row[0] for row in LINKED]
)
def test_pairs(contacts, responses, pairs):
    found = linking.link(events("c", *contacts), events("r", *responses))
    assert found.pairs == tuple(Pair(*pair) for pair in pairs)


def test_what_is_counted():
    contacts = events("c", ("ann", 1), ("ann", 1), ("bob", 1), ("eve", 9))
    responses = events("r", ("ann", 2), ("bob", 2), ("bob", 3), (None, 3), ("eve", 1))
    found = linking.link(contacts, responses)
    assert [(pair.contact_id, pair.response_id) for pair in found.pairs] == [("c1", "r1"), ("c3", "r2")]
    assert (found.n_contacts, found.n_responses) == (4, 5)
    assert (found.n_without_customer, found.n_contested, found.n_ties) == (1, 1, 1)


def test_rows_that_come_twice_count_once():
    twice = Events(ids=["x", "x", "y"], customers=["ann", "ann", "bob"], days=[START, START, START])
    found = linking.link(twice, twice)
    assert (found.n_contacts, found.n_responses, len(found.pairs)) == (2, 2, 2)
    assert (found.n_duplicate_contacts, found.n_duplicate_responses) == (1, 1)
    assert found.rate == 1.0


def test_the_rate_has_wilsons_interval():
    # 81 of 263: Newcombe 1998, Statistics in Medicine 17, table I, method 3: 0.2553 to 0.3662.
    contacts = events("c", *[(str(number), 0) for number in range(81)])
    found = linking.link(contacts, events("r", *[(str(number), 0) for number in range(263)]))
    assert (found.rate, found.low, found.high) == pytest.approx((81 / 263, 0.2553, 0.3662), abs=5e-5)


def test_nobody_answered():
    found = linking.link(events("c", ("ann", 1)), events("r"))
    assert (found.rate, found.low, found.high, found.pairs) == (None, None, None, ())


def test_times_count_by_their_date():
    contacts = Events(ids=["c"], customers=["ann"], days=[datetime(2025, 3, 1, 23, 50)])
    assert linking.link(contacts, events("r", ("ann", 0))).pairs == (Pair("c", "r1", 0),)


def test_what_is_refused():
    with pytest.raises(InputError) as refused:
        Events(ids=["c"], customers=[], days=[])
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, "events")
    for settings in ({"window_days": -1}, {"level": 1.0}):
        with pytest.raises(InputError) as refused:
            linking.link(events("c"), events("r"), **settings)
        assert refused.value.position in settings
    with pytest.raises(InputError, match="score"):
        linking.differences([True], {"score": [1, 2]})


#: Column, which rows are linked, and the differences found: category, linked, others, standardised.
DIFFERENCES = [
    ([9, 10, 3, 8], [1, 1, 0, 0], [(None, 9.5, 5.5, 1.5689)]),
    ([9, None, 3, 8], [1, 1, 0, 0], [(None, 9.0, 5.5, 1.4)]),
    ([4, 4, 3, 3], [1, 1, 0, 0], [(None, 4.0, 3.0, inf)]),
    ([4, 4, 4, 4], [1, 1, 0, 0], [(None, 4.0, 4.0, 0.0)]),
    (["shop", "call", "call", "call"], [1, 1, 0, 0], [("call", 0.5, 1.0, -1.4142), ("shop", 0.5, 0.0, 1.4142)]),
    (["shop", None], [1, 0], [("shop", 1.0, 0.0, inf), ("unstated", 0.0, 1.0, -inf)]),
]


@pytest.mark.parametrize(("column", "linked", "expected"), DIFFERENCES)
def test_differences_in_standard_deviations(column, linked, expected):
    found = linking.differences(map(bool, linked), {"column": column})
    assert [each.category for each in found] == [row[0] for row in expected]
    for each, row in zip(found, expected, strict=True):
        assert (each.linked, each.others, each.value) == pytest.approx(row[1:], abs=1e-3)
        assert each.is_notable == (abs(row[3]) > 0.1)


def test_without_a_side_there_is_no_difference():
    (found,) = linking.differences([True, True], {"score": [1, 2]})
    assert found.value is None
    assert not found.is_notable
