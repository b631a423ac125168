"""Cells as values: days, instants, marks and words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clairevoix.ingest.survey_values import Calendar, day, flag, folded, instant, value
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Question, QuestionKind

FRENCH, AMERICAN, PARIS = ("%d/%m/%Y",), ("%m/%d/%Y",), ZoneInfo("Europe/Paris")
TOMORROW = datetime.now(UTC).date() + timedelta(days=1)

#: A cell, how dates are declared, in which time zone, and the day, or why there is none.
DAYS = [
    ("2025-10-01", (), None, date(2025, 10, 1)),
    ("2025-10-01 23:30:00", (), None, date(2025, 10, 1)),
    ("2025-10-01T23:30:00Z", (), None, date(2025, 10, 1)),
    ("2025-10-01T23:30:00Z", (), PARIS, date(2025, 10, 2)),  # it was after midnight there
    ("2025-10-01T23:30:00", (), PARIS, date(2025, 10, 1)),  # read off a clock there
    ("2024-06-15 24:05:00", (), None, date(2024, 6, 15)),  # the first hour, as some tools write it
    ("03/04/2025", FRENCH, None, date(2025, 4, 3)),
    ("03/04/2025", AMERICAN, None, date(2025, 3, 4)),
    ("03/04/2025", FRENCH + AMERICAN, None, Code.BAD_DATE),  # it could be two days
    ("13/04/2025", FRENCH + AMERICAN, None, date(2025, 4, 13)),
    ("03/04/2025", (), None, Code.BAD_DATE),
    ("2025-10-01", FRENCH, None, date(2025, 10, 1)),  # ISO 8601 is always read
    ("Sat Jun 15 2024", ("%a %b %d %Y",), None, date(2024, 6, 15)),
    ("45931", (), None, Code.BAD_DATE),  # a spreadsheet's number
    ("", (), None, Code.BAD_DATE),
    ("1980-01-01 00:00:00", (), None, Code.BAD_DATE),  # what LimeSurvey writes when it was told to keep no dates
    (TOMORROW.isoformat(), (), None, TOMORROW),  # it is tomorrow already, east of here
    ((TOMORROW + timedelta(days=1)).isoformat(), (), None, Code.BAD_DATE),
    ("2999-01-01", (), None, Code.BAD_DATE),
]


@pytest.mark.parametrize(("text", "formats", "zone", "expected"), DAYS)
def test_day(text, formats, zone, expected):
    calendar = Calendar(formats=formats, zone=zone)
    if isinstance(expected, date):
        assert day(text, calendar) == expected
        return
    with pytest.raises(InputError) as error:
        day(text, calendar)
    assert error.value.code is expected


def test_an_instant_needs_a_time_zone():
    assert instant("2025-10-01 09:00", Calendar(zone=PARIS)) == datetime(2025, 10, 1, 7, tzinfo=UTC)
    assert instant("2025-10-01T09:00+02:00", Calendar()) == datetime(2025, 10, 1, 7, tzinfo=UTC)
    with pytest.raises(InputError):
        instant("2025-10-01 09:00", Calendar())


NPS = Question(question_id="n", kind=QuestionKind.NPS, scale_min=0, scale_max=10)
CSAT = Question(question_id="c", kind=QuestionKind.CSAT, scale_min=1, scale_max=5)
CES2 = Question(question_id="e", kind=QuestionKind.CES2, scale_min=1, scale_max=7)

#: A question, its labels (folded), a cell, and the mark, or why there is none.
MARKS = [
    (NPS, {}, "10", 10),
    (NPS, {}, "0", 0),
    (NPS, {}, "9,0", 9),  # a French spreadsheet's
    (NPS, {}, "9,5", Code.BAD_SCORE),
    (NPS, {}, "09", Code.BAD_SCORE),
    (NPS, {}, "٩", Code.BAD_SCORE),
    (NPS, {"10 - tout à fait": 10}, "10 - Tout  à fait", 10),
    (NPS, {}, "10 - Tout à fait", Code.BAD_SCORE),
    (CSAT, {}, "5", 5),
    (CSAT, {}, "0", Code.OFF_SCALE),
    (CSAT, {}, "6", Code.OFF_SCALE),
    (CSAT, {"très satisfait": 5}, "TRÈS SATISFAIT", 5),
    (CSAT, {"très satisfait": 5}, "Tre\u0300s satisfait", 5),  # the accent coded on its own
    (CSAT, {"非常に満足": 5}, "非常に満足", 5),
    (CSAT, {"a1": 5}, "A1", 5),
    (CSAT, {"a1": 5}, "A2", Code.OFF_SCALE),
    (CSAT, {"1": 5, "5": 1}, "1", 5),  # asked the other way round
    (CES2, {}, "7", 7),
    (CES2, {}, "8", Code.OFF_SCALE),
]


@pytest.mark.parametrize(("question", "labels", "text", "expected"), MARKS)
def test_mark(question, labels, text, expected):
    if isinstance(expected, int) and not isinstance(expected, Code):
        assert value(text, question, labels) == expected
        return
    with pytest.raises(InputError) as error:
        value(text, question, labels)
    assert error.value.code is expected


def test_words_of_yes_and_no():
    assert [flag(text) for text in ("Oui", "yes", "", "Non", "0")] == [True, True, False, False, False]
    with pytest.raises(InputError):
        flag("peut-être")


def test_folding_twice_changes_nothing():
    assert folded(folded("  Pas DU tout\tsatisfait ")) == "pas du tout satisfait"
