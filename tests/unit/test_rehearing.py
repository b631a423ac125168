"""Muted sound is heard a second time; a contact of which anything survives is put aside."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest

from builders import a_recording, transcript
from clairevoix.config import RedactSettings
from clairevoix.model.contact import Channel, Recording
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Word
from clairevoix.redact.replace import mute, redact
from clairevoix.rehearing import verified
from clairevoix.transcribe.hearing import Heard

LASTS_MS, RATE_HZ = 24_000, 8000
SAID = transcript(
    "agent | 1.0 | 4.0 | bonjour quel est votre numéro madame",
    "customer | 8.0 | 16.0 | alors voilà c'est donc 06 39 98 12 34 merci beaucoup madame",
    duration_ms=LASTS_MS,
)
NUMBER = TimeSpan(10_666, 14_000)


@dataclass(kw_only=True)
class Ears:
    """An engine that hears a word wherever the sound in the middle of it is that of the recording, on any channel.

    ``heard_ms`` is how much sound it was given.
    """

    recording: Recording
    said: Transcript
    heard_ms: list[int] = field(default_factory=list)

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        self.heard_ms += [len(channel.samples) * 1000 // sample_rate_hz for channel in channels]
        return tuple(Heard(words=tuple(self._words(channel.samples))) for channel in channels)

    def _words(self, samples: "array[int]"):
        whole = samples.tobytes()
        for turn in self.said.turns:
            own = self.recording.channels[turn.channel].samples
            for word in turn.words:
                middle = (word.span.start_ms + word.span.end_ms) // 2 * RATE_HZ // 1000
                at = whole.find(own[middle : middle + 8].tobytes())
                if at >= 0:
                    start = max(0, at // 2 * 1000 // RATE_HZ - word.span.duration_ms // 2)
                    yield Word(text=word.text, span=TimeSpan(start, start + word.span.duration_ms), score=1.0)


def heard_again(sound: Recording, recording: Recording, *, cuts_ms: Sequence[int] = ()):
    ears = Ears(recording=recording, said=SAID)
    edges = [0, *cuts_ms, LASTS_MS]
    sections = [part(sound, start, end) for start, end in pairwise(edges)]
    return verified(sections, SAID, redact(SAID), ears, RedactSettings()), ears


def part(sound: Recording, start_ms: int, end_ms: int) -> Recording:
    first, end = start_ms * RATE_HZ // 1000, end_ms * RATE_HZ // 1000
    return replace(sound, channels=tuple(replace(each, samples=each.samples[first:end]) for each in sound.channels))


@pytest.fixture(scope="module")
def recording() -> Recording:
    return a_recording(duration_ms=LASTS_MS)


def test_sound_without_the_number_passes(recording):
    found, ears = heard_again(mute(recording, redact(SAID).redactions, 250), recording)
    assert (found.n_checked, found.passed) == (1, True)
    assert (found.n_sentinels, found.sentinels_lost) == (5, 0)
    # What lies around the number, on both channels, and nothing else of the recording.
    assert sum(ears.heard_ms) == (NUMBER.duration_ms + 8000) + (NUMBER.duration_ms + 2000)


@pytest.mark.parametrize("cuts_ms", [(10_000,), (12_000,), (5000, 12_000, 20_000), (6666,)])
def test_sections_are_heard_as_the_whole_is(recording, cuts_ms):
    sound = mute(recording, redact(SAID).redactions, 250)
    found, ears = heard_again(sound, recording, cuts_ms=cuts_ms)
    assert found.passed
    assert sum(ears.heard_ms) == (NUMBER.duration_ms + 8000) + (NUMBER.duration_ms + 2000)


#: Sound of which something else was muted, or that holds the number in another place.
SOUNDS = [
    ("nothing muted", lambda sound: sound),
    ("muted too early", lambda sound: mute(sound, [moved(-2500)], 250)),
    ("muted too late", lambda sound: mute(sound, [moved(2500)], 250)),
    ("muted on the other channel", lambda sound: mute(sound, [replace(moved(0), channel=0)], 250)),
    ("everything muted", lambda sound: mute(sound, [moved(0), replace(moved(0), span=TimeSpan(0, LASTS_MS))], 250)),
    ("the number in the other line", lambda sound: with_bleed(mute(sound, [moved(0)], 250), sound)),
]


def moved(by_ms: int):
    (redaction,) = redact(SAID).redactions
    span = TimeSpan(redaction.span.start_ms + by_ms, redaction.span.end_ms + by_ms)
    return replace(redaction, span=span)


def with_bleed(sound: Recording, loud: Recording) -> Recording:
    """The agent's line carries the customer's voice for as long as the number is said."""
    first, end = NUMBER.start_ms * RATE_HZ // 1000, NUMBER.end_ms * RATE_HZ // 1000
    samples = array("h", sound.channels[0].samples)
    samples[first:end] = loud.channels[1].samples[first:end]
    return replace(sound, channels=(replace(sound.channels[0], samples=samples), sound.channels[1]))


@pytest.mark.parametrize("change", [each[1] for each in SOUNDS], ids=[each[0] for each in SOUNDS])
def test_other_sound_is_put_aside(recording, change):
    with pytest.raises(InputError) as raised:
        heard_again(change(recording), recording)
    assert raised.value.code is Code.REDACTION_NOT_VERIFIED
    assert "39" not in str(raised.value)
