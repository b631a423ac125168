"""How clearly speech stands above the noise."""

import numpy as np
import pytest

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.speech import CLEAR_DB, is_clear

SPEECH = (TimeSpan(0, 4000),)


def a_voice(noise_db: float, offset: float = 0.0) -> np.ndarray:
    """A second of sound, a second of pause, twice; noise so far below all the time."""
    random = np.random.default_rng(1)
    loud = np.repeat([1.0, 0.0, 1.0, 0.0], 16_000)
    sound = 0.1 * loud * random.normal(size=64_000) + 0.1 * 10 ** (-noise_db / 20) * random.normal(size=64_000)
    return (sound + offset).astype(np.float32)


#: How far below the speech the noise is in dB, and whether that is a good line.
LINES = [(80, True), (CLEAR_DB + 3, True), (CLEAR_DB - 3, False), (10, False)]


@pytest.mark.parametrize(("noise_db", "clear"), LINES)
def test_noise_is_measured_in_the_pauses_of_speech(noise_db, clear):
    assert is_clear(a_voice(noise_db), SPEECH) is clear


def test_a_constant_offset_is_no_noise():
    assert is_clear(a_voice(60, offset=0.1), SPEECH)


@pytest.mark.parametrize("speech", [(), (TimeSpan(0, 1),)])
def test_where_nobody_speaks_there_is_nothing_to_measure(speech):
    assert is_clear(a_voice(60), speech)
