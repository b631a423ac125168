"""The public vocabularies: how many codes there are, as the facts say, and where each list is from."""

import pytest

from clairevoix.ingest.vocabulary import listed_causes, vocabularies
from clairevoix.measure.journeys.definition import read_journey, shipped_journeys
from clairevoix.model.journey import Role
from clairevoix.model.step import Responsibility


@pytest.mark.parametrize("name", vocabularies())
def test_every_list_says_where_it_is_from(name):
    vocabulary = vocabularies()[name]
    assert all(len(text) > 5 for text in (vocabulary.source, vocabulary.version, vocabulary.verified))


def test_the_lists_are_as_long_as_their_sources():
    assert len(vocabularies()["defect"].values["defect"]) == 50
    assert "FD35" not in vocabularies()["defect"].values["defect"]
    assert len(vocabularies()["defect"].values["location"]) == 18
    assert len(vocabularies()["joint_appraisal"].values["intervention_nature"]) == 9
    assert len(listed_causes()) == 50 + 9 + 7


def test_codes_of_ours_exist():
    assert set(vocabularies()["joint_appraisal"].ours["responsibility"].values()) <= set(Responsibility)


def test_the_fibre_journey_counts_the_critical_criteria():
    journey = read_journey("fibre_connection", shipped_journeys()["fibre_connection"])
    assert journey.roles[Role.NONCONFORMITY][0].causes == vocabularies()["conformity"].critical["criterion"]
