"""Word errors against a textbook's computation, against kaldialign, and what holds for any two texts."""

from itertools import permutations

import kaldialign
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.quality.alignment import aligned, edit_distance
from clairevoix.quality.metrics.words import word_errors
from conversations import STEREO, heard, parts, said, take

#: Few words, so that many are equal; all are ordinary, so that normalisation leaves them as they are.
VOCABULARY = ("facteur", "lettre", "maison", "jardin", "demain")
words = st.lists(st.sampled_from(VOCABULARY), max_size=12)
some_words = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8)


def textbook_distance(reference: list[str], hypothesis: list[str]) -> int:
    """The table of Wagner & Fischer 1974, a row at a time."""
    row = list(range(len(hypothesis) + 1))
    for number, word in enumerate(reference, start=1):
        above, row = row, [number]
        for place, other in enumerate(hypothesis, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (word != other)))
    return row[-1]


def counts(reference: list[str], hypothesis: list[str]) -> tuple[int, int, int]:
    """Insertions, deletions, substitutions."""
    pairs = aligned(reference, hypothesis)
    return (
        sum(one is None for one, _ in pairs),
        sum(other is None for _, other in pairs),
        sum(one is not None and other is not None and reference[one] != hypothesis[other] for one, other in pairs),
    )


@given(words, words)
def test_no_alignment_has_fewer_edits(reference, hypothesis):
    expected = textbook_distance(reference, hypothesis)
    assert edit_distance(reference, hypothesis) == expected
    assert sum(counts(reference, hypothesis)) == expected
    assert kaldialign.edit_distance(reference, hypothesis)["total"] == expected


@given(st.text(max_size=200), st.text(max_size=200))
def test_characters_as_well(reference, hypothesis):
    assert edit_distance(reference, hypothesis) == textbook_distance(list(reference), list(hypothesis))


@given(words, words)
def test_every_word_has_its_place_in_order(reference, hypothesis):
    pairs = aligned(reference, hypothesis)
    assert [one for one, _ in pairs if one is not None] == list(range(len(reference)))
    assert [other for _, other in pairs if other is not None] == list(range(len(hypothesis)))
    assert (None, None) not in pairs
    assert aligned(tuple(reference), tuple(hypothesis)) == pairs


@given(words, words)
def test_edits_have_their_bounds(reference, hypothesis):
    distance = edit_distance(reference, hypothesis)
    assert abs(len(reference) - len(hypothesis)) <= distance <= max(len(reference), len(hypothesis))
    assert (distance == 0) == (reference == hypothesis)
    insertions, deletions, _ = counts(reference, hypothesis)
    assert insertions - deletions == len(hypothesis) - len(reference)


@given(words, words)
def test_both_ways_and_backwards_are_as_far(reference, hypothesis):
    distance = edit_distance(reference, hypothesis)
    assert edit_distance(hypothesis, reference) == distance
    assert edit_distance(reference[::-1], hypothesis[::-1]) == distance


@given(words, words, words)
def test_no_detour_is_shorter(one, other, third):
    assert edit_distance(one, third) <= edit_distance(one, other) + edit_distance(other, third)


# The metrics of a call with two parties.


def rates(agent: list[str], customer: list[str], first: list[str], second: list[str]) -> dict[str, tuple[float, float]]:
    """Parts and wholes of a call in which both speak at once, heard as the words of two channels."""
    truth = said(f"agent 0-4000 {' '.join(agent)}", f"customer 0-4000 {' '.join(customer)}")
    lines = [(f"0 agent 0-4000 {' '.join(first)}", first), (f"1 customer 0-4000 {' '.join(second)}", second)]
    return parts(word_errors(truth, take(STEREO), heard(*(line for line, spoken in lines if spoken))))


@given(some_words, some_words)
def test_what_is_heard_as_it_was_said_has_no_errors(agent, customer):
    found = rates(agent, customer, agent, customer)
    assert {name: part for name, (part, _) in found.items() if part} == {}
    assert found["wer"][1] == len(agent) + len(customer)


@given(some_words, some_words, words, words)
@settings(deadline=None)
def test_parts_of_a_rate_add_up(agent, customer, first, second):
    found = rates(agent, customer, first, second)
    n_words = len(agent) + len(customer)
    assert found["wer"][0] == sum(found[kind][0] for kind in ("insertions", "deletions", "substitutions"))
    assert found["wer"][0] == found["wer agent"][0] + found["wer customer"][0]
    assert {found[kind][1] for kind in ("wer", "insertions", "deletions", "substitutions", "cpwer", "tcpwer")} == {
        n_words
    }


@given(some_words, some_words, words, words)
@settings(deadline=None)
def test_free_parties_are_the_better_of_both_ways(agent, customer, first, second):
    found = rates(agent, customer, first, second)
    straight, crossed = (
        textbook_distance(agent, one) + textbook_distance(customer, other)
        for one, other in permutations([first, second])
    )
    assert found["wer"][0] == straight
    assert found["cpwer"][0] == min(straight, crossed)
    assert found["role_swap"] == (int(crossed < straight), 1)
    # All words lie within the collar of each other, so time forbids nothing.
    assert found["tcpwer"] == found["cpwer"]


@given(some_words, some_words)
def test_swapped_channels_swap_the_roles(agent, customer):
    found = rates(agent, customer, customer, agent)
    assert found["cpwer"][0] == 0
    assert found["role_swap"][0] == (agent != customer)
    assert found["wer"][0] == pytest.approx(2 * textbook_distance(agent, customer))
