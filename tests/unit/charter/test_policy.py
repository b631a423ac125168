"""What ``charter.toml`` may say, and how a refusal names its source."""

import json
import tomllib
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters import charters
from clairevoix.charter.access import Role
from clairevoix.charter.catalogue import CATALOGUE, PURPOSES, ROLES, USUAL_MEASURES
from clairevoix.charter.measures import STRICTEST, digest_of, read_back, scope_digest
from clairevoix.charter.policy import BOUNDS, PLACES, Charter, Stricter, canonical, parse_charter
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import SettingsError

WHOLE = """
[purposes]
improve-service = true
evaluate-work = true

[[measures]]
name = "nps"
subject = "customers"
by = ["month", "site"]
why = "Where customers recommend us, and where not."

[[measures]]
name = "evaluation"
subject = "work"
purpose = "evaluate-work"
by = ["team"]
finest = "week"
why = "How much evaluating goes on in each team."

[sampling]
rate = 0.1
strata = "site"

[disclosure]
minimum_cell = 12
minimum_answers = 15
dominance = 0.8

[retention]
recording_days = 90
analysis_days = 300
comment_days = 200

[budgets]
evaluations_per_person = 3
period_days = 60
chosen_share = 0.1

[evaluation]
embargo_days = 5
contest_days = 45
review_days = 20
listening_coverage = 0.9
unchanged_alarm = 0.7
least_reading_s = 60

[roles]
analyst = ["nps"]

[reorganisations]
regain = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

[surveys]
pulse = 12
"""


def test_every_setting_can_be_said():
    charter = parse_charter(tomllib.loads(WHOLE))
    unsaid = [each.name for each in fields(Charter) if getattr(charter, each.name) == getattr(Charter(), each.name)]
    assert unsaid == []
    assert [(each.name, each.by, each.finest, each.purpose) for each in charter.measures] == [
        ("evaluation", ("team",), "week", "evaluate-work"),
        ("nps", ("month", "site"), "month", "improve-service"),
    ]
    assert dict(charter.roles)["analyst"] == ("nps",)
    assert dict(charter.roles)["council"] == tuple(sorted(CATALOGUE))


def test_a_file_that_says_nothing_is_strict_and_measures_what_was_always_told():
    assert parse_charter({}) == replace(STRICTEST, purposes=("improve-service",), measures=USUAL_MEASURES)


#: A text, and what the complaint says.
BAD = [
    ("sampling = 1", "sampling is not a section"),
    ("[sampling]\nrates = 0.1", "unknown setting sampling.rates"),
    ("[sampling]\nrate = 0.21", "rule R4"),
    ("[sampling]\nrate = nan", "rule R4"),
    ("[sampling]\nrate = true", "must be a number"),
    ('[sampling]\nstrata = "agent"', "rule R4"),
    ("[sampling]\nstrata = 3", "rule R4"),
    ("[disclosure]\nminimum_answers = 9", "rule R17: GDPR article 5"),
    ("[disclosure]\ndominance = 0.86", "rule R17: Insee"),
    ("[retention]\nanalysis_days = 366", "rule R8: CNIL"),
    ("[budgets]\nchosen_share = 0.11", "rule R5"),
    ("[budgets]\nevaluations_per_person = 5", "rule R5"),
    ("[evaluation]\nembargo_days = 1", "rule R13: GDPR article 15"),
    ("[evaluation]\nlistening_coverage = 0.4", "rule R12: GDPR article 22"),
    ("[evaluation]\nlistening_coverage = 1.1", "rule R12"),
    ("[surveys]\npulse = 9", "rule R21: GDPR article 9"),
    ("[purposes]\ndiscipline = true", "rule R19: GDPR article 5"),
    ('[purposes]\nevaluate-work = "yes"', "rule R19"),
    ("purposes = 1", "purposes is not a section"),
    ("roles = 1", "roles is not a section"),
    ("[roles]\nmanager = []", "unknown role manager"),
    ('[roles]\nanalyst = "nps"', "must be a list"),
    ('[roles]\nanalyst = ["evaluation"]', "rule R22"),
    ('[roles]\noperator = ["ranking"]', "rule R22"),
    ("measures = 1", "written \\[\\[measures\\]\\]"),
    ("[[measures]]\nname = 'stress'", "measures.name must be one of .* \\(rule R9: Code du travail L2312-38\\)"),
    ("[[measures]]\nrank = 1", "unknown setting measures.rank"),
]


@pytest.mark.parametrize(("text", "complaint"), BAD)
def test_a_refusal_names_its_source(text, complaint):
    with pytest.raises(SettingsError, match=complaint):
        parse_charter(tomllib.loads(text))


NPS = {"name": "nps", "subject": "customers", "by": ["month"], "why": "What customers recommend."}
#: A change to that measure, and what the complaint says.
BAD_MEASURES = [
    ({"subject": "work"}, "rule R9: Code du travail L1222-2"),
    ({"purpose": "evaluate-work"}, "rule R19"),
    ({"by": ["agent"]}, "no figure below the team"),
    ({"by": []}, "different dimensions"),
    ({"by": ["month", "month"]}, "different dimensions"),
    ({"by": "month"}, "different dimensions"),
    ({"finest": "day"}, "a week at the least"),
    ({"why": "because"}, "must be a sentence \\(rule R9: GDPR article 13"),
    ({"why": ""}, "must be a sentence"),
    ({"why": "x" * 301}, "must be a sentence"),
    ({"name": "evaluation", "subject": "work", "by": ["team"]}, "needs the purpose evaluate-work"),
]


@pytest.mark.parametrize(("changes", "complaint"), BAD_MEASURES)
def test_a_measure_is_declared_whole(changes, complaint):
    assert parse_charter({"measures": [NPS]}).measures[0].by == ("month",)
    with pytest.raises(SettingsError, match=complaint):
        parse_charter({"measures": [NPS | changes]})


def test_a_measure_is_declared_once():
    with pytest.raises(SettingsError, match="declared once"):
        parse_charter({"measures": [NPS, NPS | {"by": ["site"]}]})


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_each_bound_is_a_value_and_the_next_is_none(name):
    place = next(place for place, field in PLACES.items() if field == name)
    bound, step = BOUNDS[name], 0.001 if isinstance(getattr(Charter(), name), float) else 1
    for value, stands in ((bound.low, True), (bound.high, True), (bound.low - step, False), (bound.high + step, False)):
        document = {place[0]: {place[1]: value if step < 1 else int(value)}}
        if stands:
            assert getattr(parse_charter(document), name) == value
        else:
            with pytest.raises(SettingsError, match="rule R"):
                parse_charter(document)


def test_the_strictest_profile_lies_within_the_bounds():
    assert all(bound.low <= getattr(STRICTEST, name) <= bound.high for name, bound in BOUNDS.items())
    assert STRICTEST.purposes == ()
    assert {bound.stricter for bound in BOUNDS.values()} == set(Stricter)


@given(charters())
def test_what_is_written_is_read_back(charter):
    text = canonical(charter)
    assert read_back(text) == charter
    assert canonical(read_back(text)) == text
    assert scope_digest(charter) == digest_of(text)
    assert scope_digest(charter).startswith(charter.digest)


@given(charters(), charters())
def test_two_charters_have_one_digest_only_if_they_are_one(one, other):
    assert (scope_digest(one) == scope_digest(other)) is (one == other)


def test_the_digest_of_a_charter_is_fixed():
    """Changing it would make every signature void: a new field must not enter a stored text."""
    text = canonical(STRICTEST)
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert " " not in text.split('"why"')[0]
    assert scope_digest(parse_charter({"sampling": {"rate": 0}})) == scope_digest(
        parse_charter({"sampling": {"rate": 0.0}})
    )


@given(st.sampled_from(sorted(PLACES)))
def test_a_text_of_an_earlier_program_lacks_what_came_later(place):
    """What the text does not say has its strictest value."""
    document = json.loads(canonical(parse_charter(tomllib.loads(WHOLE))))
    del document[place[0]][place[1]]
    assert getattr(read_back(json.dumps(document)), PLACES[place]) == getattr(STRICTEST, PLACES[place])


def test_roles_and_purposes_are_those_of_the_program():
    assert set(ROLES) == set(Role)
    assert set(PURPOSES) >= {each for each in Purpose if each is not Purpose.TECHNICAL_TEST}
