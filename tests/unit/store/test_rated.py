"""Answers as columns, and a part of many."""

import itertools
from datetime import date

import pytest

from builders import a_response, a_workspace
from clairevoix.model.survey import Question, QuestionKind, Rating
from clairevoix.store import answers, lake
from clairevoix.store.rated import known_customers, rated, surveys

EASE = Question(question_id="ease", kind=QuestionKind.CES2, scale_min=1, scale_max=7)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """64 answers of September, the even ones rated, those up to 20 of a known customer; one of another survey."""
    workspace = a_workspace(tmp_path_factory.mktemp("rated") / "workspace").workspace
    given = [
        a_response(score=number % 11, response_id=f"r{number:02}", answered_on=date(2025, 9, 1 + number // 3))
        for number in range(64)
    ]
    lake.add_responses(workspace, [*given, a_response(response_id="x", survey_id="other")], {
        f"r{number:02}": f"k{number}" for number in range(20)
    })  # fmt: skip
    answers.add_ratings(
        workspace,
        [
            Rating(response_id=each.response_id, survey_id="nps", question=EASE, value=4, answered_on=each.answered_on)
            for each in given[::2]
        ],
    )
    return workspace


def test_columns_stand_in_the_order_of_the_identifiers_with_gaps(workspace):
    found = rated(workspace, "nps", date(2025, 10, 1))
    assert found.response_ids == tuple(f"r{number:02}" for number in range(64))
    assert found.scores[:12] == (*range(11), 0)
    (ease,) = found.questions
    assert (ease.question_id, ease.kind, ease.scale) == ("ease", "ces2", (1, 7))
    assert ease.values == (4, None) * 32


def test_only_the_days_asked_for(workspace):
    found = rated(workspace, "nps", date(2025, 9, 3), since=date(2025, 9, 2))
    assert found.response_ids == ("r03", "r04", "r05")
    assert rated(workspace, "nps", date(2025, 1, 1)).response_ids == ()
    assert surveys(workspace, date(2025, 9, 3)) == ("nps",)
    assert known_customers(workspace, date(2025, 9, 1), date(2025, 10, 1)) == "nps"
    assert known_customers(workspace, date(2025, 9, 20), date(2025, 10, 1)) is None


def test_of_many_a_part_that_only_grows(workspace):
    parts = [set(rated(workspace, "nps", date(2025, 10, 1), most=most).response_ids) for most in (64, 63, 20, 10)]
    assert len(parts[0]) == 64
    assert all(small < large for large, small in itertools.pairwise(parts))
    early = set(rated(workspace, "nps", date(2025, 9, 20), most=40).response_ids)
    late = set(rated(workspace, "nps", date(2025, 10, 1), most=40).response_ids)
    assert early <= late
    part = rated(workspace, "nps", date(2025, 10, 1), most=20)
    assert [len(each.values) for each in part.questions] == [len(part.response_ids)]
