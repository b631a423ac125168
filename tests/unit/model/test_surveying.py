"""What a file adds to what is stored, and what marks say against the scale that was declared."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from builders import a_response
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Invitation, Question, QuestionKind, Rating
from clairevoix.model.surveying import KnownAnswers, check_marks, gathered, merged

CSAT = Question(question_id="csat", kind=QuestionKind.CSAT, scale_min=1, scale_max=5)
SENT = datetime(2025, 10, 1, 9, tzinfo=UTC)


def a_rating(value: int = 4, question: Question = CSAT) -> Rating:
    return Rating(response_id="r1", survey_id="nps", question=question, value=value, answered_on=date(2025, 10, 1))


def an_invitation(invitation_id: str = "i1", **changes: object) -> Invitation:
    return replace(Invitation(invitation_id=invitation_id, survey_id="nps", sent_at=SENT), **changes)


#: The marks of a survey declared 0 to 10, and what is found: nothing, a doubt, or a refusal.
MARKS = [
    ({}, {}),
    ({5: 49}, {}),  # too few to say
    ({5: 50}, Code.FIVE_POINTS),
    ({0: 10, 5: 40}, Code.FIVE_POINTS),  # 0 to 5
    ({5: 50, 6: 1}, {"none_above_seven_among": 51.0}),
    ({5: 50, 8: 1}, {}),
    ({1: 20, 10: 179}, {}),  # too few to ask
    ({1: 20, 10: 180}, {"no_zero_among": 200.0}),
    ({0: 1, 10: 199}, {}),
    ({1: 100, 7: 100}, {"no_zero_among": 200.0, "none_above_seven_among": 200.0}),
    # The telecom field experiment of 2023, in counts: an ordinary survey is not suspected.
    ({0: 47, 1: 7, 2: 3, 3: 9, 4: 9, 5: 12, 6: 9, 7: 28, 8: 48, 9: 95, 10: 315}, {}),
]


@pytest.mark.parametrize(("marks", "expected"), MARKS)
def test_marks_against_their_scale(marks, expected):
    if isinstance(expected, Code):
        with pytest.raises(InputError) as error:
            check_marks(marks)
        assert error.value.code is expected
        return
    assert check_marks(marks) == expected


def test_marks_of_a_survey_are_those_stored_and_those_of_the_file_once_each():
    known = KnownAnswers(responses={}, ratings={})
    known.add(a_response(9, "r1"), ())
    known.add(a_response(3, "r2", survey_id="other"), ())
    assert known.marks("nps", {"r1": 9, "r3": 0, "r4": None}) == {9: 1, 0: 1}


def test_what_is_known_must_be_known_the_same():
    known = KnownAnswers(responses={}, ratings={})
    assert known.fresh(a_response(), [a_rating()]) == (a_response(), (a_rating(),))
    known.add(a_response(), [])
    assert known.fresh(a_response(), [a_rating()]) == (None, (a_rating(),))  # a question declared later
    known.add(None, [a_rating()])
    assert known.fresh(a_response(), [a_rating()]) == (None, ())
    for response, rating in ((a_response(8), a_rating()), (a_response(), a_rating(5))):
        with pytest.raises(InputError) as error:
            known.fresh(response, [rating])
        assert error.value.code is Code.DUPLICATE_ID


#: What is stored of an invitation, what is seen later, and what comes of it; None where they contradict each other.
LOOKS = [
    ({}, {}, {}),
    ({}, {"opened_at": SENT}, {"opened_at": SENT}),
    ({"opened_at": SENT}, {}, {"opened_at": SENT}),  # an older export read after a newer one
    ({"channel": "sms"}, {"channel": "e-mail"}, None),
    ({"opened_at": SENT}, {"opened_at": SENT + timedelta(hours=1)}, None),
    ({}, {"suppressed": True}, {"suppressed": True}),
    ({"suppressed": True}, {}, {"suppressed": True}),
]


@pytest.mark.parametrize(("stored", "seen", "expected"), LOOKS)
def test_looks_at_an_invitation(stored, seen, expected):
    if expected is None:
        with pytest.raises(InputError):
            merged(an_invitation(**stored), an_invitation(**seen))
        return
    assert merged(an_invitation(**stored), an_invitation(**seen)) == an_invitation(**expected)


def test_an_invitation_twice_in_a_file_is_put_aside_the_second_time():
    taken, aside = gathered({}, [("row 1", an_invitation()), ("row 2", an_invitation(channel="sms"))])
    assert (taken, aside) == ({"i1": an_invitation()}, ["row 2"])


def test_times_out_of_order():
    assert an_invitation(completed_at=SENT).in_order
    assert an_invitation(opened_at=None, started_at=SENT + timedelta(1), completed_at=SENT + timedelta(2)).in_order
    assert not an_invitation(opened_at=SENT - timedelta(seconds=1)).in_order


#: A kind of question and a scale that is not its own.
OTHER_SCALES = [
    (QuestionKind.NPS, 1, 10),
    (QuestionKind.CES1, 1, 7),
    (QuestionKind.CES2, 1, 5),
    (QuestionKind.FCR, 1, 2),
    (QuestionKind.CSAT, 0, 100),
    (QuestionKind.CSAT, None, None),
    (QuestionKind.TEXT, 0, 10),
]


@pytest.mark.parametrize(("kind", "low", "high"), OTHER_SCALES)
def test_a_question_has_the_scale_of_its_kind(kind, low, high):
    with pytest.raises(ValueError, match="scale"):
        Question(question_id="q", kind=kind, scale_min=low, scale_max=high)


@pytest.mark.parametrize("value", [0, 6])
def test_a_rating_lies_on_its_scale(value):
    with pytest.raises(ValueError, match="scale"):
        a_rating(value)
