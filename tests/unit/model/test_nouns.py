"""Nouns that cannot be wrong: what their constructors refuse, and what they derive."""

from array import array
from datetime import datetime, timedelta, timezone

import pytest

from builders import a_cell, a_contact, a_recording, a_response, transcript
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.measure import LabelCell
from clairevoix.model.survey import Category
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Turn

#: Every mark and its class (Reichheld 2003).
MARKS = [(mark, Category.DETRACTOR) for mark in range(7)] + [
    (7, Category.PASSIVE),
    (8, Category.PASSIVE),
    (9, Category.PROMOTER),
    (10, Category.PROMOTER),
]


@pytest.mark.parametrize(("mark", "category"), MARKS)
def test_category_of_a_mark(mark, category):
    assert a_response(mark).category is category


@pytest.mark.parametrize("mark", [-1, 11, 100])
def test_no_other_mark_exists(mark):
    with pytest.raises(ValueError, match="between 0 and 10"):
        a_response(mark)


def test_a_month_is_that_of_the_place():
    paris = timezone(timedelta(hours=2))
    assert a_contact(started_at=datetime(2025, 10, 1, 0, 30, tzinfo=paris)).month == "2025-10"


def test_channels_have_one_length():
    channels = tuple(Channel(party=Party.UNKNOWN, samples=array("h", range(n))) for n in (3, 4))
    with pytest.raises(ValueError, match="differ in length"):
        Recording(contact_id="c", sample_rate_hz=8000, channels=channels)


def test_samples_are_sixteen_bits():
    with pytest.raises(ValueError, match="16-bit"):
        Channel(party=Party.UNKNOWN, samples=array("i", [1]))


@pytest.mark.parametrize(("rate_hz", "n_samples", "duration_ms"), [(8000, 8000, 1000), (8000, 7, 0), (16_000, 24, 1)])
def test_duration_of_a_recording(rate_hz, n_samples, duration_ms):
    channel = Channel(party=Party.UNKNOWN, samples=array("h", [0] * n_samples))
    assert Recording(contact_id="c", sample_rate_hz=rate_hz, channels=(channel,)).duration_ms == duration_ms


def test_a_turn_has_a_word():
    with pytest.raises(ValueError, match="at least one word"):
        Turn(channel=0, party=Party.AGENT, words=())


def test_a_turn_runs_from_its_first_word_to_its_last():
    (turn,) = transcript("agent | 0.5 | 2.5 | bonjour madame Martin").turns
    assert (turn.span, turn.text) == (TimeSpan(500, 2500), "bonjour madame Martin")


def test_cells_count_people():
    assert a_cell(3, 2, 1).n == 6
    cell = LabelCell(key="a", n=20, n_found=9, n_both=1, n_false=2, n_missed=3, n_neither=4)
    assert cell.n_coded == 10


@pytest.mark.parametrize("noun", [a_contact(), a_response(), transcript("agent | 0 | 1 | a"), a_cell(1, 1, 1)])
def test_nouns_are_frozen(noun):
    name = next(iter(noun.__slots__))
    with pytest.raises(AttributeError):
        setattr(noun, name, None)
    with pytest.raises((AttributeError, TypeError)):
        noun.anything = 1


def test_recordings_compare_by_their_sound():
    assert a_recording(seed=1) == a_recording(seed=1)
    assert a_recording(seed=1) != a_recording(seed=2)
