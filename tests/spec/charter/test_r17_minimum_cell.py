"""R17. A figure that rests on fewer people than the minimum is not published, nor any from which it could be computed."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from builders import a_processed, a_response, a_table, a_workspace, an_estimate, cells_of, put_sound
from clairevoix import figures
from clairevoix.annotate.annotating import annotate
from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.measure.share import share_table
from clairevoix.model.errors import SettingsError
from clairevoix.model.measure import EstimateTable, Figure, LabelCell, Suppressed
from clairevoix.store import lake

#: People in each part, in the total if it is shown, the minimum, and what is released: · stands for suppressed.
CASES = """
| parts           | total | minimum | released        | total released | because                                              |
|-----------------|-------|---------|-----------------|----------------|------------------------------------------------------|
| 9               | -     | 10      | ·               |                | one below                                            |
| 10              | -     | 10      | 10              |                | the minimum itself                                   |
| 11              | -     | 10      | 11              |                | one above                                            |
| 9 10 11         | -     | 10      | · 10 11         |                | no total: nothing to subtract from                   |
| 10 10           | 20    | 10      | 10 10           | 20             | nothing hidden                                       |
| 9 10 50         | 69    | 10      | · · 50          | 69             | 69 - 10 - 50 would give the 9 away                   |
| 9 50 10         | 69    | 10      | · 50 ·          | 69             | the smallest further part is hidden                  |
| 9 10 10         | 29    | 10      | · · 10          | 29             | of two equals, the first                             |
| 4 5 50          | 59    | 10      | · · ·           | 59             | two are hidden, but together they are nine           |
| 5 5 50          | 60    | 10      | · · 50          | 60             | two are hidden, and together they are ten            |
| 1 2 3 50 60     | 116   | 10      | · · · · 60      | 116            | three hidden are six people: one more                |
| 1 9 50          | 60    | 10      | · · 50          | 60             | together ten                                         |
| 0 20 30         | 50    | 10      | 0 20 30         | 50             | nobody in it: nobody to protect                      |
| 0 9 20 30       | 59    | 10      | 0 · · 30        | 59             | an empty part is no cover for another                |
| 0 0 9           | 9     | 10      | 0 0 ·           | ·              | the total itself is too small                        |
| 5               | 5     | 10      | ·               | ·              | one part alone                                       |
| 3 4             | 7     | 10      | · ·             | ·              | everything is too small                              |
| 9 9             | 18    | 10      | · ·             | 18             | all parts hidden, the total is not                   |
| 1 1 1 1 1       | 5     | 3       | · · · · ·       | 5              | a total of parts that are all too small              |
| 20 20 20        | 60    | 50      | · · ·           | 60             | below a greater minimum                              |
| 40 30           | 95    | 10      | 40 30           | 95             | 25 are in no part: by subtraction, 25 people         |
| 40 30           | 73    | 10      | 40 ·            | 73             | 3 are in no part: the smallest part covers them      |
|                 | 0     | 10      |                 | ·              | no part, nobody at all                               |
"""


def a_charter(minimum: int) -> Charter:
    """With a minimum that may lie below what any file can ask, for people and for what they gave alike."""
    return Charter(minimum_cell=minimum, minimum_answers=minimum)


def shown(released: Sequence[Figure | Suppressed]) -> list[int | None]:
    return [each.estimate.n if isinstance(each, Figure) else None for each in released]


def numbers(cell: str) -> list[int | None]:
    return [None if each == "·" else int(each) for each in cell.split()]


@pytest.mark.parametrize(("parts", "total", "minimum", "released", "total_released", "because"), cells_of(CASES)[1:])
def test_released(parts, total, minimum, released, total_released, because):
    table = a_table([int(each) for each in parts.split()], None if total == "-" else int(total))
    found = shown(release(a_charter(int(minimum)), table))
    assert found == numbers(total_released) + numbers(released), because


@pytest.mark.parametrize("minimum", [10, 11, 20, 50])
def test_the_boundary_follows_the_minimum(minimum):
    charter = a_charter(minimum)
    assert shown(release(charter, a_table([minimum - 1, minimum, minimum + 1]))) == [None, minimum, minimum + 1]


def test_a_suppressed_number_carries_its_rule_and_no_number():
    (suppressed,) = release(Charter(), a_table([3]))
    assert isinstance(suppressed, Suppressed)
    assert (suppressed.key, suppressed.rule_id) == ("a", "R17")
    assert not [name for name in Suppressed.__slots__ if isinstance(getattr(suppressed, name), (int, float))]


def test_the_order_of_parts_is_kept_with_the_total_first():
    keys = [
        each.key if isinstance(each, Suppressed) else each.estimate.key
        for each in release(Charter(), a_table([30, 3, 40], 73))
    ]
    assert keys == ["total", "a", "b", "c"]


def test_a_released_figure_is_the_estimate_untouched():
    table = a_table([30])
    (figure,) = release(Charter(), table)
    assert isinstance(figure, Figure)
    assert figure.estimate is table.parts[0]
    assert (figure.measure, figure.dimension, figure.period) == ("nps", "site", "2025")


#: Contacts drawn, contacts that a human coded, and whether the label's share is shown at a minimum of ten.
CODED = [
    (100, 10, True),
    (100, 9, False),  # the share rests on nine people's coding
    (9, 9, False),
    (10, 10, True),
    (100, 0, False),  # nobody coded yet: no number
    (3, 0, False),  # three contacts are three contacts, whether a human coded them or not
    (9, 0, False),
]


@pytest.mark.parametrize(("n", "n_coded", "is_shown"), CODED)
def test_a_share_rests_on_the_contacts_and_on_the_coded_ones(n, n_coded, is_shown):
    cell = LabelCell(key="outage", n=n, n_found=n, n_both=n_coded, n_false=0, n_missed=0, n_neither=0)
    (released,) = release(a_charter(10), share_table({cell.key: [cell]}, 0.95))
    assert isinstance(released, Figure) is is_shown


#: How many of a hundred contacts humans coded, and whether a moment of the label may be heard.
MOMENTS = [(10, True), (9, False), (0, False)]


@pytest.mark.parametrize(("n_coded", "is_heard"), MOMENTS)
def test_a_moment_is_heard_only_where_the_share_of_its_label_is_released(tmp_path, n_coded, is_heard):
    project = a_workspace(tmp_path)
    made = a_processed("customer | 0.2 | 1.5 | je suis en panne")
    made = replace(made, annotations=annotate(made.transcript, project.codebook))
    put_sound(project, made)
    lake.commit(project.workspace, [made])
    cell = LabelCell(key="internet_outage", n=100, n_found=1, n_both=n_coded, n_false=0, n_missed=0, n_neither=0)
    released = release(project.charter, share_table({cell.key: [cell]}, 0.95))
    assert bool(figures.excerpts(project, released)) is is_heard


# An attacker who knows the published numbers and that parts add up, and solves for the rest exactly.


def determined(known: list[list[Fraction]], wanted: list[Fraction]) -> bool:
    """Whether the known sums fix the wanted one: whether it lies in their row space (Gaussian elimination)."""
    rows = [row[:] for row in known]
    target, pivot_of = wanted[:], []
    for column in range(len(wanted)):
        pivot = next((row for row in rows if row[column] != 0), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        pivot_of.append((column, pivot))
        rows = [[a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)] for row in rows]
    for column, pivot in pivot_of:
        factor = target[column] / pivot[column]
        target = [a - factor * b for a, b in zip(target, pivot, strict=True)]
    return not any(target)


def unit(index: int, size: int) -> list[Fraction]:
    return [Fraction(int(each == index)) for each in range(size)]


def attack(table: EstimateTable, released: Sequence[Figure | Suppressed]) -> tuple[list[list[Fraction]], list[int]]:
    """The attacker's equations and the parts hidden from them. The last unknown is who is in the total and in no part."""
    size = len(table.parts) + 1
    parts = list(released)
    known = []
    if table.total is not None and isinstance(parts.pop(0), Figure):
        known.append([Fraction(1)] * size)
    if table.total is None or sum(part.n for part in table.parts) == table.total.n:
        known.append(unit(size - 1, size))  # everybody knows that this table has no such people
    known += [unit(index, size) for index, each in enumerate(parts) if isinstance(each, Figure)]
    hidden = [index for index, each in enumerate(parts) if isinstance(each, Suppressed)]
    return known, hidden


def check(minimum: int, parts: list[int], unassigned: int) -> None:
    table = a_table(parts, sum(parts) + unassigned)
    released = release(a_charter(minimum), table)
    known, hidden = attack(table, released)
    size = len(parts) + 1
    for index in hidden:
        assert not determined(known, unit(index, size)), "a suppressed part can be computed"
    for each in released:
        if isinstance(each, Figure):
            assert each.estimate.n == 0 or each.estimate.n >= minimum
    if unassigned:
        hidden.append(size - 1)
    together = [Fraction(int(index in hidden)) for index in range(size)]
    people = sum([*parts, unassigned][index] for index in hidden)
    if hidden and determined(known, together):
        assert people >= minimum, "the hidden together are fewer than the minimum, and their number can be computed"


sizes = st.lists(st.one_of(st.integers(0, 30), st.integers(0, 400)), min_size=1, max_size=9)


@given(minimum=st.integers(2, 60), parts=sizes)
@example(minimum=10, parts=[4, 5, 50])
@example(minimum=10, parts=[0, 9])
@example(minimum=10, parts=[0, 9, 20])
def test_no_attacker_computes_what_is_hidden(minimum, parts):
    check(minimum, parts, unassigned=0)


@given(minimum=st.integers(2, 60), parts=sizes, unassigned=st.integers(1, 80))
@example(minimum=10, parts=[100, 50], unassigned=3)  # 153 - 100 - 50: three answers that named no site
@example(minimum=10, parts=[100, 50, 9], unassigned=3)
def test_those_in_no_part_are_protected_as_a_part_is(minimum, parts, unassigned):
    check(minimum, parts, unassigned)


@given(parts=sizes, minimum=st.integers(2, 60), more=st.integers(0, 60), with_total=st.booleans())
def test_a_greater_minimum_never_releases_more(parts, minimum, more, with_total):
    table = a_table(parts, sum(parts) if with_total else None)
    small, large = (
        {index for index, each in enumerate(release(a_charter(each), table)) if isinstance(each, Figure)}
        for each in (minimum, minimum + more)
    )
    assert large <= small


@given(parts=sizes, minimum=st.integers(3, 60))  # of two people, each who knows the own value derives the other's
def test_nothing_is_hidden_without_need(parts, minimum):
    if not any(0 < n < minimum for n in parts) and sum(parts) >= minimum:
        assert all(isinstance(each, Figure) for each in release(a_charter(minimum), a_table(parts, sum(parts))))


@given(parts=sizes, minimum=st.integers(2, 60), seed=st.randoms())
def test_the_order_of_parts_changes_only_which_of_equals_is_hidden(parts, minimum, seed):
    shuffled = parts[:]
    seed.shuffle(shuffled)
    one, other = (
        sorted(each for each in shown(release(a_charter(minimum), a_table(order, sum(order)))) if each is not None)
        for order in (parts, shuffled)
    )
    assert one == other


def test_the_attacker_is_able():
    # Left alone, a part below the minimum is computed: total - the others. The attacker of these tests finds it.
    size = 3
    known = [[Fraction(1)] * size, unit(0, size), unit(2, size)]
    assert determined(known, unit(1, size))
    assert not determined(known[:2], unit(1, size))


#: What a charter.toml asks for, and the answer.
MINIMA = [
    ("10", None),
    ("10000", None),
    ("9", "rule R17"),
    ("0", "rule R17"),
    ("-20", "rule R17"),
    ("10001", "rule R17"),
    ("10.0", "must be a number of type int"),
    ("true", "must be a number"),
]


@pytest.mark.parametrize(("value", "complaint"), MINIMA)
def test_the_minimum_is_bounded_with_its_source(value, complaint):
    document = tomllib.loads(f"[disclosure]\nminimum_cell = {value}\n")
    if complaint is None:
        assert parse_charter(document).minimum_cell == int(value)
        return
    with pytest.raises(SettingsError, match=complaint):
        parse_charter(document)


def test_without_a_charter_the_strictest_minimum_holds():
    assert parse_charter({}).minimum_cell == 20


# From stored answers to figures.


def stored_answers(tmp_path, people: list[tuple[str | None, int]]):
    project = a_workspace(tmp_path)
    responses = [
        a_response(number % 11, f"{site}-{number}", site=site, answered_on=date(2025, 5, 1))
        for site, n in people
        for number in range(n)
    ]
    lake.add_responses(project.workspace, responses)
    return project


def by_site(project) -> dict[str, int | None]:
    rows = [each for each in figures.released(project) if each.dimension == "site"]
    keys = [each.key if isinstance(each, Suppressed) else each.estimate.key for each in rows]
    return dict(zip(keys, shown(rows), strict=True))


#: Answers that name Lille, Lyon, no site; then what is published of the total and of the three.
STORED = [
    ((40, 30, 0), 70, {"lille": 40, "lyon": 30}),
    ((40, 9, 0), 49, {"lille": None, "lyon": None}),
    ((5, 4, 0), None, {"lille": None, "lyon": None}),
    ((40, 30, 25), 95, {"lille": 40, "lyon": 30, "unstated": 25}),
    ((40, 30, 3), 73, {"lille": 40, "lyon": None, "unstated": None}),  # 3 named no site: Lyon covers them
]


@pytest.mark.parametrize(("people", "total", "sites"), STORED)
def test_answers_become_figures(tmp_path, people, total, sites):
    project = stored_answers(tmp_path, list(zip(("lille", "lyon", None), people, strict=True)))
    assert by_site(project) == {"total": total, **sites}


def test_the_number_of_processed_calls_is_a_figure_too(tmp_path):
    project = a_workspace(tmp_path)
    lake.commit(project.workspace, [a_processed("customer | 0 | 1 | allo")])
    calls = figures.about(project, ())["calls"]
    assert calls is None or calls["n"] >= project.charter.minimum_cell


def test_total_below_the_minimum_hides_every_smaller_part():
    assert shown(release(a_charter(10), a_table([0, 4, 5], 9))) == [None, 0, None, None]


def test_release_judges_people_not_weights():
    table = replace(a_table([]), parts=(replace(an_estimate(9), value=100.0),))
    assert shown(release(a_charter(10), table)) == [None]
