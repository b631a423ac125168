"""Samples drawn by the hash of a seed."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.measure.sampling import draw
from clairevoix.model.errors import Code, InputError

LISTS = st.dictionaries(st.text(min_size=1, max_size=4), st.sampled_from(["a", "b", "c"]), min_size=1, max_size=40)


@given(LISTS, st.integers(1, 50), st.text(max_size=4))
def test_a_sample_has_its_size_its_weights_and_no_contact_twice(contacts, n, seed):
    found = draw(contacts, n, seed)
    assert len({each.contact_id for each in found}) == len(found) == min(n, len(contacts))
    assert sum(each.weight for each in found) == pytest.approx(len(contacts))
    assert all(contacts[each.contact_id] == each.stratum for each in found)


@given(LISTS, st.integers(1, 50), st.text(max_size=4))
def test_each_stratum_has_its_part_rounded_up_or_down(contacts, n, seed):
    found = Counter(each.stratum for each in draw(contacts, n, seed))
    for stratum, size in Counter(contacts.values()).items():
        assert abs(found[stratum] - size * min(n, len(contacts)) / len(contacts)) < 1


@given(LISTS, st.integers(1, 50), st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_matter(contacts, n, chance):
    mixed = dict(chance.sample(list(contacts.items()), len(contacts)))
    assert draw(mixed, n, "s") == draw(contacts, n, "s")


def test_every_contact_has_the_same_chance():
    """Over 4,000 seeds each of 20 contacts, in strata of 3 and 17, is drawn 7 times in 20."""
    contacts = {f"c{number}": "small" if number < 3 else "large" for number in range(20)}
    n_drawn = Counter(each.contact_id for seed in range(4000) for each in draw(contacts, 7, str(seed)))
    deviation = (4000 * 0.35 * 0.65) ** 0.5
    assert all(abs(n_drawn[each] - 1400) < 4 * deviation for each in contacts)


def test_nothing_is_no_sample():
    with pytest.raises(InputError) as refused:
        draw({"a": "all"}, 0, "s")
    assert refused.value.code is Code.BAD_VALUE
