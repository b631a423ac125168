"""R17 over everything that is published together, and over everything that ever was.

Tables are judged as one: nested ones, crossed ones, those of one month after another. An attacker who adds and subtracts
whatever was published computes nobody, no colleague and no group below the minimum.
"""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import an_estimate
from clairevoix.charter import gate
from clairevoix.charter.audit import Population, audit
from clairevoix.charter.cube import CUSTOMERS, STAFF, Counted, Publication, with_earlier
from clairevoix.charter.disclosure import release, released_together
from clairevoix.charter.gate import Cell
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import EstimateTable, Figure

MINIMUM = 5
CHARTER = Charter(minimum_cell=MINIMUM, minimum_answers=MINIMUM)


def people(text: str) -> frozenset[str]:
    """``a-d`` are a, b, c, d; ``a-dx`` are these and x."""
    found: set[str] = set()
    for place, letter in enumerate(text):
        if letter == "-":
            found |= {chr(each) for each in range(ord(text[place - 1]), ord(text[place + 1]) + 1)}
        else:
            found.add(letter)
    return frozenset(found)


def a_counted(dimension: str, parts: dict[str, str], **changes: object) -> Counted:
    """A table of sums over people, who are named by letters: ``{"lille": "a-j"}``."""
    rows = {key: people(text) for key, text in parts.items()}
    table = EstimateTable(
        measure="work",
        dimension=dimension,
        period="2025",
        parts=tuple(an_estimate(len(row), key, n_people=len(row), **changes) for key, row in rows.items()),
    )
    return Counted(table=table, parts=tuple(Cell(among={STAFF: row}) for row in rows.values()))


def shown(tables: Iterable[Counted], earlier: Iterable[Cell] = ()) -> set[str]:
    released = released_together(CHARTER, list(tables), {STAFF: Population()}, earlier=tuple(earlier))
    return {each.estimate.key for each in released if isinstance(each, Figure)}


#: Tables in the order of the cube; what is published; why.
CASES = {
    "nothing to compute": (
        [{"all": "a-t"}, {"lille": "a-j", "lyon": "k-t"}],
        {"all", "lille", "lyon"},
    ),
    "one table: the fourth is too small, so the third is withheld too": (
        [{"all": "a-t"}, {"a": "a-f", "b": "g-l", "c": "m-q", "d": "r-t"}],
        {"all", "a", "b"},
    ),
    "a team is most of its site: site less team would be two people": (
        [{"all": "a-t"}, {"lille": "a-j", "lyon": "k-t"}, {"lille-1": "a-h", "lyon-1": "k-o", "lyon-2": "p-t"}],
        {"all", "lille", "lyon", "lyon-1", "lyon-2"},
    ),
    "teams of two sites leave two people over, one in each": (
        [{"all": "a-t"}, {"1": "a-i", "2": "k-s"}],
        {"all", "2"},
    ),
    "crossed: neither table alone gives the corner away, both together do": (
        [{"all": "a-z"}, {"north": "a-l", "south": "m-z"}, {"early": "a-jq-z", "late": "k-p"}, {"north-early": "a-j"}],
        {"all", "north", "south", "early", "late"},
    ),
    "a colleague is left over: whoever knows the own value derives the other's": (
        [{"all": "a-l"}, {"team": "a-j"}],
        {"all"},
    ),
}


@pytest.mark.parametrize(("tables", "expected"), CASES.values(), ids=list(CASES))
def test_what_is_published_together(tables, expected):
    assert shown(a_counted(str(number), parts) for number, parts in enumerate(tables)) == expected


def test_what_was_published_before_stays_known():
    march, april = {"march": "a-j"}, {"april": "a-k"}  # somebody joined: April less March is that person's
    cell = a_counted("month", march).parts[0]
    assert shown([a_counted("month", april)]) == {"april"}
    assert shown([a_counted("month", april)], [cell]) == set()
    assert shown([a_counted("month", {"april": "a-o"})], [cell]) == {"april"}  # five joined


#: Who has how much of the number, and whether it is shown.
DOMINANCE = [(0.85, True), (0.86, False), (None, True), (0.1, True)]


@pytest.mark.parametrize(("largest", "is_shown"), DOMINANCE)
def test_a_number_that_is_mostly_one_persons_is_withheld(largest, is_shown):
    assert (shown([a_counted("site", {"lille": "a-j"}, largest=largest)]) == {"lille"}) is is_shown


def test_a_dominated_number_cannot_be_computed_either():
    parts = a_counted("site", {"lille": "a-j", "lyon": "k-t", "metz": "u-z"})
    first = replace(parts.table.parts[0], largest=0.9)
    parts = replace(parts, table=replace(parts.table, parts=(first, *parts.table.parts[1:])))
    assert shown([a_counted("all", {"all": "a-z"}), parts]) == {"all", "lyon"}  # Metz covers Lille


#: Customers and people at work in each of two parts and in all, and what is shown: total, first, second.
AT_WORK = [
    ((50, 10), (50, 10), (100, 20), [True, True, True]),
    ((50, 10), (50, 4), (100, 14), [True, False, False]),  # fifty customers, but four people served them
    ((50, None), (50, None), (100, None), [True, True, True]),
    ((50, 10), (4, 10), (54, 20), [True, False, False]),
    ((50, 10), (40, 8), (92, 20), [True, True, False]),  # two customers are in no part: the smaller one covers them
]


@pytest.mark.parametrize(("first", "second", "total", "expected"), AT_WORK)
def test_people_at_work_count_as_customers_do(first, second, total, expected):
    one, other, whole = (
        an_estimate(n, key, n_people=n_people)
        for key, (n, n_people) in zip(("a", "b", "total"), (first, second, total), strict=True)
    )
    table = EstimateTable(measure="work", dimension="site", period="2025", parts=(one, other), total=whole)
    assert [isinstance(each, Figure) for each in release(CHARTER, table)] == expected


def test_few_at_work_are_withheld_where_no_total_is_shown():
    parts = (an_estimate(50, "a", n_people=4), an_estimate(50, "b", n_people=5))
    table = EstimateTable(measure="work", dimension="site", period="2025", parts=parts)
    assert [isinstance(each, Figure) for each in release(CHARTER, table)] == [False, True]


def a_month(n: int, *names: str) -> Counted:
    """A score over all answers of some atoms."""
    table = EstimateTable(measure="nps", dimension="month", period="2025", parts=(an_estimate(n, "march"),))
    return Counted(table=table, parts=(Cell(among={CUSTOMERS: frozenset(names)}),))


#: Answers of March when it was first published, now, and whether it is published again.
LATE = [(40, 40, True), (40, 43, False), (40, 45, True), (40, 38, False), (40, 35, True), (40, 0, False)]


@pytest.mark.parametrize(("before", "now", "is_shown"), LATE)
def test_answers_that_came_or_went_since_are_a_group_of_their_own(before, now, is_shown):
    first = a_month(before, "march")
    publication = Publication(n={"march": before}, cells=first.parts)
    snapshot = with_earlier([a_month(now, "march")], {"march": now}, [publication])
    found = released_together(CHARTER, snapshot.tables, {CUSTOMERS: snapshot.population}, earlier=snapshot.earlier)
    assert any(isinstance(each, Figure) and each.estimate.n for each in found) is is_shown


def test_what_a_number_implies_is_known_too():
    # The score tells how many promoters there are; their marks are 9 and 10, and four people gave a 10.
    answers, nines, tens = frozenset({"low", "9", "10"}), frozenset({"9"}), frozenset({"10"})
    population = Population(n={"low": 20, "9": 20, "10": 4})
    score = replace(a_month(44, *answers), parts=(Cell(among={CUSTOMERS: answers}, implied=(nines | tens,)),))
    marks = EstimateTable(
        measure="mark", dimension="promoters", period="2025", parts=(an_estimate(20, "9"), an_estimate(4, "10"))
    )
    counted = Counted(table=marks, parts=tuple(Cell(among={"marks": row}) for row in (nines, tens)))
    populations = {CUSTOMERS: population, "marks": population}
    found = released_together(CHARTER, [score, counted], populations)
    assert [isinstance(each, Figure) for each in found] == [True, False, False]
    alone = released_together(CHARTER, [counted], populations)
    assert [isinstance(each, Figure) for each in alone] == [True, False]


@st.composite
def histories(draw):
    """Up to twelve people, in tables of two publications, in one of two teams and one of two shifts; some come and go."""
    n = draw(st.integers(6, 12))
    pairs = st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 1), st.sampled_from([0, 0, 0, 1, 2])), min_size=n, max_size=n
    )
    return draw(pairs)


def sums(history, period: int) -> list[frozenset[int]]:
    there = [person for person, (_, _, absent) in enumerate(history) if absent != period + 1]
    wanted = [there]
    for attribute in (0, 1):
        wanted += [[person for person in there if history[person][attribute] == level] for level in (0, 1)]
    wanted += [[p for p in there if history[p][:2] == (one, other)] for one in (0, 1) for other in (0, 1)]
    return [frozenset(each) for each in wanted if each]


def published(history) -> list[frozenset[int]]:
    """What is published of both periods, the second judged in the light of the first."""
    earlier: list[Cell] = []
    charter = Charter(minimum_cell=3, minimum_answers=3)
    for period in (0, 1):
        rows = sums(history, period)
        tables = [
            Counted(
                table=EstimateTable(
                    measure="work",
                    dimension=str(number),
                    period=str(period),
                    parts=(an_estimate(len(row), str(number), n_people=len(row)),),
                ),
                parts=(Cell(among={STAFF: row}),),
            )
            for number, row in enumerate(rows)
        ]
        found = released_together(charter, tables, {STAFF: Population()}, earlier=tuple(earlier))
        earlier += [Cell(among={STAFF: rows[int(each.estimate.key)]}) for each in found if isinstance(each, Figure)]
    return [frozenset(cell.among[STAFF]) for cell in earlier]


@settings(max_examples=150, deadline=None)
@given(histories())
def test_two_publications_expose_nobody(history):
    rows = published(history)
    assert audit(rows, Population(), minimum=3, modulus=None) == ()
    assert all(len(row) >= 3 for row in rows)


#: Twelve people in two teams and two shifts, of whom one left and one joined.
HISTORY = [(number % 2, number % 3 % 2, {4: 1, 7: 2}.get(number, 0)) for number in range(12)]


def test_the_audit_decides_whatever_was_admitted(monkeypatch):
    # Each of the two judgements is enough alone; without both, people are exposed.
    monkeypatch.setattr(gate._View, "_is_safe", lambda *_: True)
    assert audit(published(HISTORY), Population(), minimum=3) == ()
    monkeypatch.setattr(gate, "_culprit", lambda *_: None)
    assert audit(published(HISTORY), Population(), minimum=3) != ()


def test_the_gate_admits_nothing_that_exposes(monkeypatch):
    monkeypatch.setattr(gate, "_culprit", lambda *_: None)
    assert audit(published(HISTORY), Population(), minimum=3) == ()
