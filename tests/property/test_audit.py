"""The audit of published sums against a slow one: dense fractions, and every person, pair and group tried in turn."""

from fractions import Fraction
from itertools import combinations, product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clairevoix.charter.audit import Exposure, Kind, Population, audit, audit_measures


class Dense:
    """The row space of dense rows, in fractions."""

    def __init__(self, rows):
        self.rows = []
        for row in rows:
            rest = self.residue([Fraction(value) for value in row])
            if any(rest):
                self.rows.append(rest)

    def residue(self, row):
        for known in self.rows:
            pivot = next(place for place, value in enumerate(known) if value)
            row = [one - other * row[pivot] / known[pivot] for one, other in zip(row, known, strict=True)]
        return row

    def __len__(self):
        return len(self.rows)

    def involving(self, places) -> int:
        """The dimension of what is known that involves these unknowns alone: the rank less that of the rest."""
        rest = [[value for place, value in enumerate(row) if place not in places] for row in self.rows]
        return len(self) - len(Dense(rest))


def slow_audit(rows, owner, n, minimum, insider):
    unknowns = sorted(owner)
    space = Dense([[row.get(unknown, 0) for unknown in unknowns] for row in rows])
    owners = sorted(set(owner.values()))

    def places(people):
        return {place for place, unknown in enumerate(unknowns) if owner[unknown] in people}

    found = [{person} for person in owners if n[person] == 1 and space.involving(places({person}))]
    if insider:
        found += [{person} for person in owners if n[person] == 2 and space.involving(places({person}))]
        alone = [person for person in owners if n[person] == 1 and {person} not in found]
        found += [set(pair) for pair in combinations(alone, 2) if space.involving(places(pair))]
    groups = []
    for chosen in product((0, 1), repeat=len(unknowns)):
        if any(chosen) and not any(space.residue([Fraction(each) for each in chosen])):
            people = {owner[unknown] for unknown, each in zip(unknowns, chosen, strict=True) if each}
            if sum(n[person] for person in people) < minimum:
                groups.append(people)
    for group in sorted(groups, key=lambda each: (sum(n[person] for person in each), len(each))):
        if not any(part <= group for part in found):
            found.append(group)
    return {frozenset(each) for each in found}


@st.composite
def cubes(draw):
    """Up to seven unknowns of up to five owners, in rows of zeros, ones and a few twos."""
    n_owners = draw(st.integers(1, 5))
    owner = {unknown: unknown for unknown in range(n_owners)}
    for unknown in range(n_owners, n_owners + draw(st.integers(0, 2))):
        owner[unknown] = draw(st.integers(0, n_owners - 1))
    n = {person: draw(st.sampled_from([1, 1, 1, 2, 3, 5])) for person in range(n_owners)}
    times = st.sampled_from([0, 0, 1, 1, 1, 2])
    rows = draw(st.lists(st.fixed_dictionaries(dict.fromkeys(owner, times)), min_size=1, max_size=5))
    return rows, owner, n


@settings(max_examples=400, deadline=None)
@given(cube=cubes(), minimum=st.integers(2, 6), insider=st.booleans())
@example(cube=([{0: 1, 1: 1, 2: 1}, {1: 1, 2: 1}], {0: 0, 1: 1, 2: 2}, {0: 1, 1: 1, 2: 1}), minimum=3, insider=True)
def test_the_audit_agrees_with_a_slow_one(cube, minimum, insider):
    rows, owner, n = cube
    slow = slow_audit(rows, owner, n, minimum, insider)
    for modulus in ({}, {"modulus": None}):
        found = audit(rows, Population(owner=owner, n=n), minimum=minimum, insider=insider, **modulus)
        assert {each.owners for each in found} == slow


@settings(max_examples=200, deadline=None)
@given(cube=cubes(), minimum=st.integers(3, 6), data=st.data())
def test_measures_are_audited_as_each_alone(cube, minimum, data):
    rows, owner, n = cube
    population = Population(owner=owner, n=n)
    places = st.sets(st.integers(0, len(rows) - 1))
    published = {name: data.draw(places) for name in "abc"}
    together = audit_measures(published, rows, population, minimum=minimum)
    for name, chosen in published.items():
        alone = audit([rows[place] for place in sorted(chosen)], population, minimum=minimum)
        assert {(each.kind, each.owners) for each in together[name]} == {(each.kind, each.owners) for each in alone}


def test_kinds_are_told_apart():
    rows = [
        {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1},
        {2: 1, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1},
        {2: 1, 3: 1},
        {4: 1, 5: 1, 6: 1},
    ]
    found = audit(rows, Population(), minimum=5, held=[{4: 1, 5: 1, 6: 1, 7: 1}, {4: 1, 5: 1}])
    kinds = {(each.kind, each.owners) for each in found}
    assert kinds == {
        (Kind.PERSON, frozenset({1})),
        (Kind.PERSON, frozenset({7})),
        (Kind.PAIR, frozenset({2, 3})),
        (Kind.GROUP, frozenset({4, 5, 6})),
        (Kind.HELD, frozenset({0})),
    }
    assert {each.owners for each in found if isinstance(each, Exposure)} == {owners for _, owners in kinds}
