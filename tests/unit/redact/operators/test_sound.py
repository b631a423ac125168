"""What is heard instead of what was taken out."""

import pytest

from builders import a_recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Redaction
from clairevoix.redact.operators.sound import Filling, mute

GONE = Redaction(entity_type="PHONE", channel=1, span=TimeSpan(1000, 1500), recognizer="phone")
#: At 8 samples a millisecond, with 250 ms before and after.
FIRST, END = 750 * 8, 1750 * 8


@pytest.mark.parametrize("filling", Filling)
def test_all_else_stays_as_it_is(filling):
    recording = a_recording()
    sound = mute(recording, [GONE], 250, filling=filling)
    assert sound.duration_ms == recording.duration_ms
    assert sound.channels[0] == recording.channels[0]
    before, after = recording.channels[1].samples, sound.channels[1].samples
    assert len(after) == len(before)
    assert (after[:FIRST], after[END:]) == (before[:FIRST], before[END:])


def test_silence_is_exactly_zero():
    assert set(mute(a_recording(), [GONE], 250).channels[1].samples[FIRST:END]) == {0}


def test_a_tone_says_nothing_of_what_it_covers():
    tones = [mute(a_recording(seed=seed), [GONE], 250, filling=Filling.TONE).channels[1].samples for seed in (1, 2)]
    assert tones[0][FIRST:END] == tones[1][FIRST:END]
    # 1,000 Hz: it comes back every eighth sample, and moves up and down by 5 % of full scale.
    tone = tones[0][FIRST:END]
    assert tone[:8] == tone[8:16] != tone[1:9]
    assert max(tone) == -min(tone) == 1638
