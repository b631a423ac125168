"""``organisation.toml``: what it may say, and what is refused of it, in words that name nobody."""

import tomllib
from datetime import date

import pytest

from clairevoix.ingest.organisation import read_organisation
from clairevoix.model.errors import SettingsError
from clairevoix.model.organisation import Move, Tier
from organisations import AFTER, BEFORE, FIRST_DAY, MERGE, a_version, as_toml, merged, sites_and_teams

#: The text of a file from before there were versions, and its sites; None where it is refused.
SITES = [
    ("", {}),
    ('[[sites]]\nid = "lille"\nname = "Lille"\n', {"lille": "Lille"}),
    ('[[sites]]\nid = "lille"\nname = "Lille"\ncity = "59"\n', {"lille": "Lille"}),
    ('[[sites]]\nid = "lille"\n', None),
    ('[[sites]]\nname = "Lille"\n', None),
    ('[[sites]]\nid = "total"\nname = "Lille"\n', None),
    ('sites = "lille"\n', None),
    ('sites = ["lille"]\n', None),
]


@pytest.mark.parametrize(("text", "sites"), SITES)
def test_sites_alone(text, sites):
    if sites is not None:
        assert read_organisation(tomllib.loads(text)).sites == sites
        return
    with pytest.raises(SettingsError, match=r"organisation\.toml"):
        read_organisation(tomllib.loads(text))


def test_a_reorganisation():
    organisation = merged(consultation=2)
    start, regain = organisation.versions
    assert (start.version_id, regain.version_id, regain.valid_from) == ("start", "regain", FIRST_DAY)
    assert regain.moves == (
        Move(source="lille-a", target="lille", people=14),
        Move(source="lille-b", target="lille", people=12),
        Move(source="lyon-a", target="lyon-a", people=15),
    )
    assert organisation.at(date(2025, 5, 31)) is start
    assert organisation.at(FIRST_DAY) is regain
    assert organisation.sites == {"lille": "Lille", "lyon": "Lyon"}


def test_written_and_read_again():
    document = {**sites_and_teams(BEFORE), "versions": [a_version("regain", FIRST_DAY, AFTER, MERGE)]}
    assert read_organisation(tomllib.loads(as_toml(document))) == merged()


def test_members_give_the_same_crosswalk_as_counts():
    teams = [
        {"id": team, "name": team, "site": "s", "members": members}
        for team, members in (("a", ["e1", "e2"]), ("b", ["e3"]))
    ]
    after = [{"id": "c", "name": "c", "site": "s", "members": ["e1", "e3", "e9"]}]
    site = [{"id": "s", "name": "S"}]
    later = {"id": "v", "valid_from": FIRST_DAY, "sites": site, "teams": after}
    organisation = read_organisation({"sites": site, "teams": teams, "versions": [later]})
    assert organisation.versions[1].moves == (
        Move(source="a", target="c", people=1),
        Move(source="b", target="c", people=1),
    )
    assert organisation.versions[1].teams[0].people == 3
    assert "e1" not in repr(organisation)


def test_what_is_consulted_on_is_neither_the_day_nor_its_reference():
    digest = merged().versions[1].digest
    assert merged(valid_from=date(2026, 1, 1), consultation=7).versions[1].digest == digest
    changed = read_organisation(
        {
            **sites_and_teams(BEFORE),
            "versions": [a_version("regain", FIRST_DAY, AFTER, [("lille-a", "lille", 13), MERGE[1]])],
        }
    )
    assert changed.versions[1].digest != digest


def test_in_whose_words_a_fact_names_a_site():
    later = [("a", "x", 5)]
    organisation = read_organisation(
        {**sites_and_teams([("a", "y", 5)]), "versions": [a_version("v", FIRST_DAY, later)]}
    )
    start, v = organisation.versions
    assert organisation.naming("x", Tier.SITE, date(2025, 1, 1)) is v  # named early
    assert organisation.naming("y", Tier.SITE, date(2025, 12, 1)) is start  # named late
    assert organisation.naming("z", Tier.SITE, FIRST_DAY) is None


def test_the_first_version_may_have_a_day_and_holds_before_it_too():
    organisation = read_organisation(
        {"versions": [a_version("v1", date(2024, 1, 1), BEFORE), a_version("v2", FIRST_DAY, AFTER, MERGE)]}
    )
    assert organisation.at(date(2020, 1, 1)).version_id == "v1"


PERSON = "employee-4711"


def document(**changes):
    return {**sites_and_teams(BEFORE), "versions": [a_version("regain", FIRST_DAY, AFTER, MERGE) | changes]}


def two_teams_of_one():
    teams = [{"id": team, "name": team, "site": "lille", "members": [PERSON, team]} for team in ("a", "b")]
    return {"sites": [{"id": "lille", "name": "Lille"}], "teams": teams}


#: A file, and what the complaint says.
BAD = [
    (two_teams_of_one(), "somebody is in two teams: a, b"),
    (document(valid_from=date(2025, 6, 2)), "first day of a month"),
    (document(valid_from="2025-06-01"), "first day of a month"),
    ({"versions": [a_version("v1", FIRST_DAY, BEFORE), a_version("v2", FIRST_DAY, AFTER, MERGE)]}, "v1 and v2 overlap"),
    (
        {
            "versions": [
                a_version("v1", date(2024, 1, 1), BEFORE, valid_until=FIRST_DAY),
                a_version("v2", FIRST_DAY, AFTER, MERGE),
            ]
        },
        "v1 and v2 overlap",
    ),
    (
        {
            "versions": [
                a_version("v1", date(2024, 1, 1), BEFORE, valid_until=date(2025, 4, 30)),
                a_version("v2", FIRST_DAY, AFTER, MERGE),
            ]
        },
        "days without any",
    ),
    (
        {"versions": [a_version("v", date(2024, 1, 1), BEFORE), a_version("v", FIRST_DAY, AFTER, MERGE)]},
        "ids must differ",
    ),
    (document(consultation="CSE"), "number of a version of the charter"),
    (document(crosswalk=[{"from": "lille-a", "to": "lille", "people": 15}]), "more people leave lille-a"),
    (
        document(
            crosswalk=[
                {"from": "lyon-a", "to": "lille", "people": 15},
                {"from": "lille-a", "to": "lille", "people": 14},
            ]
        ),
        "more people come to lille ",
    ),
    (document(crosswalk=[{"from": "lille-a", "to": "lille", "people": 7}] * 2), "stands in it once"),
    (document(crosswalk=[{"from": "nice", "to": "lille"}]), "a unit before"),
    (document(crosswalk=[{"from": "lille-a", "to": "lille", "people": True}]), "number above 0"),
    (document(teams=[{"id": "lille", "name": "Lille", "site": "lille"}]), "how many people lille has"),
    (document(teams=[{"id": "t", "name": "T", "site": "nice", "people": 3}]), "team t must be at a site"),
    (
        document(teams=[{"id": "t", "name": "T", "site": "lille", "people": 3, "leader": PERSON}]),
        "unknown key teams.leader",
    ),
    (document(teams=[], crosswalk=[]), "how many people"),
    ({"site": []}, "unknown table site"),
    ({"versions": [{"id": "v"}]}, None),
]


@pytest.mark.parametrize(("bad", "complaint"), BAD, ids=[str(complaint) for _, complaint in BAD])
def test_what_is_wrong_is_said_and_nobody_is_named(bad, complaint):
    if complaint is None:
        assert read_organisation(bad).versions[0].sites == ()
        return
    with pytest.raises(SettingsError, match=complaint) as error:
        read_organisation(bad)
    assert str(error.value).startswith("organisation.toml: ")
    assert PERSON not in str(error.value)
