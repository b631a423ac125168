"""Diarization errors of mono recordings, counted by hand: nothing is judged 250 ms around each true beginning and end."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.quality.metrics.speakers import speaker_errors
from conversations import MONO, STEREO, heard, parts, said, take

#: Two turns of 10 s, one after the other: 2 × (10 - 2 × 0.25) s are judged.
CALL = ("agent 0-10000 un", "customer 10000-20000 deux")
JUDGED_S = 19.0

#: What was heard, and the seconds of confusion, missed, false alarm.
TURNS = [
    # Just as it was.
    (("0 agent 0-10000 un", "0 customer 10000-20000 deux"), 0, 0, 0),
    # Names do not matter, only who goes with whom.
    (("0 customer 0-10000 un", "0 agent 10000-20000 deux"), 0, 0, 0),
    # A quarter of a second early: forgiven.
    (("0 agent 0-9750 un", "0 customer 9750-20000 deux"), 0, 0, 0),
    # Two seconds early: all but the quarter.
    (("0 agent 0-8000 un", "0 customer 8000-20000 deux"), 1.75, 0, 0),
    # Two seconds too short.
    (("0 agent 0-8000 un", "0 customer 10000-20000 deux"), 0, 1.75, 0),
    # Five seconds too long.
    (("0 agent 0-10000 un", "0 customer 10000-25000 deux"), 0, 0, 4.75),
    # Beyond the recording nothing is judged.
    (("0 agent 0-10000 un", "0 customer 10000-40000 deux"), 0, 0, 9.75),
    # One voice for both: one of the two turns is somebody else's.
    (("0 unknown 0-20000 un deux",), 9.5, 0, 0),
    # Cut in many turns, and one of them twice: nobody speaks twice at once.
    (("0 agent 0-4000 un", "0 agent 4000-10000 un", "0 agent 3000-9000 un", "0 customer 10000-20000 deux"), 0, 0, 0),
    # Both at once where one speaks: half of it is nobody's.
    (("0 agent 0-10000 un", "0 customer 5000-20000 deux"), 0, 0, 4.75),
    # Nobody.
    ((), 0, 19.0, 0),
]


@pytest.mark.parametrize(("turns", "confusion", "missed", "false_alarm"), TURNS)
def test_seconds_are_counted(turns, confusion, missed, false_alarm):
    found = parts(speaker_errors(said(*CALL), take(MONO, duration_ms=30_000), heard(*turns)))
    assert found == {
        "der": pytest.approx((confusion + missed + false_alarm, JUDGED_S)),
        "der_confusion": pytest.approx((confusion, JUDGED_S)),
        "der_missed": pytest.approx((missed, JUDGED_S)),
        "der_false_alarm": pytest.approx((false_alarm, JUDGED_S)),
    }


def test_who_speaks_at_once_is_judged_for_both():
    # From 5 s to 10 s both speak, and only one is heard: 4.5 s missed, of 9.5 s and 9.5 s less 0.5 s around 5 s and 10 s.
    truth = said("agent 0-10000 un", "customer 5000-15000 deux")
    one = heard("0 agent 0-10000 un", "0 customer 10000-15000 deux")
    found = parts(speaker_errors(truth, take(MONO), one))
    assert found["der_missed"] == pytest.approx((4.5, 4.5 + 2 * 4.5 + 4.5))
    assert found["der"] == found["der_missed"]


def test_a_recorded_voice_is_a_party():
    truth = said("system/agent 0-10000 bienvenue", "agent 10000-20000 un")
    one = heard("0 agent 0-20000 bienvenue un")
    assert parts(speaker_errors(truth, take(MONO), one))["der_confusion"] == pytest.approx((9.5, 19.0))


@pytest.mark.parametrize("parties", [STEREO, (Party.AGENT,), (Party.UNKNOWN, Party.UNKNOWN)])
def test_channels_need_no_telling_apart(parties):
    assert speaker_errors(said(*CALL), take(parties), heard("0 agent 0-10000 un")) == ()


def test_no_speech_no_rate():
    assert speaker_errors(said(), take(MONO), heard("0 agent 0-10000 un")) == ()
    # All of it lies within the collar of its beginning and end.
    assert speaker_errors(said("agent 0-400 un"), take(MONO), heard("0 agent 0-400 un")) == ()
