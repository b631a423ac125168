"""Crosswalks against a slow reckoning that follows every person, one by one, on random organisations."""

import tomllib
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.ingest.organisation import read_organisation
from clairevoix.measure.organisation.crosswalk import COMPARABLE, between, crosswalk, renamed, successions
from clairevoix.model.organisation import Tier
from organisations import a_version, as_toml, sites_and_teams

#: Where each person is in each version: a number of a team, or None where not with the company.
PLACES = st.lists(st.lists(st.none() | st.integers(0, 4), min_size=3, max_size=3), max_size=40)
HOMES = st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), min_size=3, max_size=3)


def written(places, homes, *, listed):
    """The file, with members or with counts; every version has all five teams and all three sites."""
    versions = []
    for number in range(3):
        held = Counter(place[number] for place in places)
        teams = [(f"t{team}", f"s{homes[number][team]}", held[team]) for team in range(5)]
        row = a_version(f"v{number}", date(2024 + number, 1, 1), teams)
        row["sites"] = [{"id": f"s{site}", "name": f"S{site}"} for site in range(3)]
        if listed:
            for team, each in enumerate(row["teams"]):
                each["members"] = [f"e{who}" for who, place in enumerate(places) if place[number] == team]
        elif number:
            flows = Counter(
                (place[number - 1], place[number]) for place in places if None not in place[number - 1 : number + 1]
            )
            # What is not named keeps its id, so whoever stays nowhere is named by a crosswalk of the other units only.
            row["crosswalk"] = [
                {"from": f"t{one}", "to": f"t{other}", "people": n} for (one, other), n in sorted(flows.items())
            ]
        versions.append(row)
    return versions


def place_of(place, number, homes, tier):
    team = place[number]
    if team is None:
        return None
    return f"t{team}" if tier is Tier.TEAM else f"s{homes[number][team]}"


def slow_people(places, homes, number, tier):
    """Who is where before and after, counted person by person."""
    found = defaultdict(Fraction)
    for place in places:
        one, other = (place_of(place, each, homes, tier) for each in (number, number + 1))
        if one is not None and other is not None:
            found[one, other] += 1
    return dict(found)


@settings(max_examples=60, deadline=None)
@given(places=PLACES, homes=HOMES)
def test_one_step_is_what_counting_everybody_gives(places, homes):
    organisation = read_organisation(tomllib.loads(as_toml({"versions": written(places, homes, listed=True)})))
    for number, (before, after) in enumerate(pairwise(organisation.versions)):
        for tier in Tier:
            walk = crosswalk(before, after, tier)
            assert {pair: n for pair, n in walk.people.items() if n} == slow_people(places, homes, number, tier)
            for unit in successions(walk):
                check_succession(unit, walk, places, homes, number, tier)


def check_succession(found, walk, places, homes, number, tier):
    """Jaccard's index of two sets of persons."""
    there = {who for who, place in enumerate(places) if place_of(place, number + 1, homes, tier) == found.target}
    were = defaultdict(set)
    for who, place in enumerate(places):
        were[place_of(place, number, homes, tier)].add(who)
    sources = [unit for unit in walk.sources if 2 * len(were[unit] & there) > len(were[unit])]
    assert list(found.sources) == sources
    before = set().union(*(were[unit] for unit in sources))
    wanted = Fraction(len(before & there), len(before | there)) if before | there else Fraction(0)
    assert found.overlap == wanted


@settings(max_examples=60, deadline=None)
@given(places=PLACES, homes=HOMES)
def test_over_two_steps_every_path_is_followed(places, homes):
    """Each person of a unit between leaves it for every unit after in its shares: summed path by path."""
    organisation = read_organisation(tomllib.loads(as_toml({"versions": written(places, homes, listed=True)})))
    for tier in Tier:
        steps = [slow_people(places, homes, number, tier) for number in range(2)]
        size = Counter(place_of(place, 1, homes, tier) for place in places)
        wanted = defaultdict(Fraction)
        for (one, middle), n in steps[0].items():
            for (again, other), m in steps[1].items():
                if middle == again:
                    wanted[one, other] += n * Fraction(m, size[middle])
        first, _, last = organisation.versions
        found = between(organisation, first, last, tier)
        assert {pair: n for pair, n in found.people.items() if n} == dict(wanted)
        back = between(organisation, last, first, tier)
        assert {(other, one): n for (one, other), n in back.people.items()} == dict(found.people)


@settings(max_examples=60, deadline=None)
@given(places=PLACES, homes=HOMES)
def test_counts_say_what_members_say_and_a_series_goes_to_one_unit_at_most(places, homes):
    listed, counted = (
        read_organisation(tomllib.loads(as_toml({"versions": written(places, homes, listed=each)})))
        for each in (True, False)
    )
    for number in (1, 2):
        moves = listed.versions[number].moves
        flows = {(move.source, move.target): move.people for move in counted.versions[number].moves}
        named = {end for pair in slow_people(places, homes, number - 1, Tier.TEAM) for end in pair}
        kept = {pair: n for pair, n in flows.items() if pair[0] in named or pair[1] in named}
        assert kept == {(move.source, move.target): move.people for move in moves}
    first, last = listed.versions[0], listed.versions[2]
    walk = between(listed, first, last, Tier.SITE)
    for source, target in renamed(listed, first, last, Tier.SITE).items():
        if target is not None:
            assert walk.share(source, target) > Fraction(1, 2)
            assert next(each for each in successions(walk) if each.target == target).overlap >= COMPARABLE


def test_a_lone_version_is_its_own_successor():
    organisation = read_organisation(sites_and_teams([("a", "x", 3), ("b", "y", 0)]))
    (only,) = organisation.versions
    assert renamed(organisation, only, only, Tier.SITE) == {"x": "x", "y": "y"}  # though nobody works at y
