"""R17 over time: what differs by too few people from what was published before is not told anew."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import an_estimate
from clairevoix.charter.policy import Charter
from clairevoix.charter.republication import Published, republished
from clairevoix.model.measure import EstimateTable, Figure

CHARTER = Charter(minimum_cell=5, minimum_answers=5)


def a_table(parts: dict[str, int], total: int | None = None, **more: object) -> EstimateTable:
    whole = None if total is None else an_estimate(total, "total")
    estimates = tuple(an_estimate(n, key, **more) for key, n in parts.items())
    return EstimateTable(measure="nps", dimension="site", period="2025", parts=estimates, total=whole)


def history(*tables: EstimateTable, charter: Charter = CHARTER):
    """What each publication shows, and what of it stays, one publication after the other."""
    earlier: list[Published] = []
    found = []
    for number, table in enumerate(tables):
        judged = republished(charter, table, earlier)
        if judged.anew is not None:
            earlier.append(Published(at=str(number), n=judged.n, released=judged.anew))
        counts = {each.estimate.key: each.estimate.n for each in judged.released if isinstance(each, Figure)}
        found.append((counts, dict(judged.kept)))
    return found


#: Answers of two sites at three publications, what is shown in the end, and what of that stands since when.
COURSES = [
    ("nothing happened", [(20, 30)] * 3, {"a": 20, "b": 30}, {}),
    ("many came", [(20, 30), (25, 30), (25, 40)], {"a": 25, "b": 40}, {}),
    ("one came: told as before", [(20, 30), (21, 30), (21, 30)], {"a": 20, "b": 30}, {"a": "0"}),
    ("one came, many elsewhere", [(20, 30), (21, 40), (21, 40)], {"a": 20, "b": 40}, {"a": "0"}),
    ("they became enough in the end", [(20, 30), (22, 30), (25, 30)], {"a": 25, "b": 30}, {}),
    ("one went: told as before", [(20, 30), (19, 30), (19, 30)], {"a": 20, "b": 30}, {"a": "0"}),
    ("back beside what was told first", [(20, 30), (30, 30), (21, 30)], {"a": 30, "b": 30}, {"a": "1", "b": "1"}),
    ("all went but a few: withheld", [(20, 30), (3, 30), (3, 30)], {"b": 30}, {}),
    ("all went: nobody is hidden", [(20, 30), (0, 30), (0, 30)], {"a": 0, "b": 30}, {}),
]


@pytest.mark.parametrize(("_name", "course", "shown", "kept"), COURSES, ids=[each[0] for each in COURSES])
def test_what_is_shown_after_some_came_and_went(_name, course, shown, kept):
    *_, (counts, stays) = history(*(a_table({"a": a, "b": b}) for a, b in course))
    assert (counts, stays) == (shown, kept)


def test_a_value_that_changed_while_its_count_did_not_is_not_told():
    first, second = a_table({"a": 20}, value=10.0), a_table({"a": 20}, value=12.0)
    assert history(first, second)[1] == ({"a": 20}, {"a": "0"})


def test_what_people_coded_since_is_told():
    first, second = a_table({"a": 20}, value=0.3, n_coded=10), a_table({"a": 20}, value=0.2, n_coded=12)
    assert history(first, second)[1] == ({"a": 20}, {})


def test_a_stricter_charter_withholds_what_would_have_stayed():
    earlier = [Published(at="0", n={"a": 20}, released=republished(CHARTER, a_table({"a": 20}), ()).released)]
    judged = republished(Charter(minimum_cell=30), a_table({"a": 21}), earlier)
    assert not any(isinstance(each, Figure) for each in judged.released)


def test_a_part_that_was_withheld_is_not_told_by_what_it_was_withheld_with():
    # 4 of b were withheld, and 5 of c with them; c alone now would tell 4 answers of b: 9 less the 5.
    first = a_table({"a": 20, "b": 4, "c": 5}, total=29)
    assert history(first)[0][0] == {"total": 29, "a": 20}
    assert "c" not in history(first, a_table({"a": 20, "b": 10, "c": 5}, total=35))[1][0]


def test_what_is_told_anew_is_found_in_no_difference():
    """Two people at work beside many customers: both are counted."""
    first = a_table({"a": 100}, n_people=10)
    assert history(first, a_table({"a": 120}, n_people=11))[1] == ({"a": 100}, {"a": "0"})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.integers(0, 6)), min_size=2, max_size=5))
def test_whoever_kept_every_page_derives_no_small_group(steps):
    """Of one site that people join and leave: any two of its figures differ by nobody or by enough."""
    people: list[int] = []
    fresh, told, course = 0, [], []
    for came, went, _ in steps:
        people = people[min(went, len(people)) :]
        people += list(range(fresh, fresh + came))
        fresh += came
        course.append(a_table({"a": len(people)}, value=float(sum(people))))
        told.append(frozenset(people))
    shown: dict[int, frozenset[int]] = {}
    for place, (counts, stays) in enumerate(history(*course)):
        if "a" in counts and "a" not in stays:
            shown[place] = told[place]
    for one in shown.values():
        for other in shown.values():
            if one < other:
                assert len(other - one) >= CHARTER.minimum_cell
