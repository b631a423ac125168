"""Who speaks when, from what the networks heard."""

import copy
import multiprocessing.reduction
import pickle
from dataclasses import asdict, dataclass

import numpy as np
import pytest

from clairevoix.transcribe.speakers.spans import Speakers, told_apart
from two_voices import LETTER_MS, heard_section

#: Spans are this near to the truth, in ms: two frames.
NEAR_MS = 34
CALL = "aaaaaaaa.bbbbbbbbb.aaaaaaa.bbbbbbb"

#: A call, and who is heard: speaker, first and last letter (half-open); an exclamation mark for a ghost.
CALLS = [
    ("", ""),
    ("........", ""),
    ("a", "0:0-1"),
    ("aaa", "0:0-3"),
    ("..aaaa..", "0:2-6"),
    ("aaaaaaaa.aaaaaaaa", "0:0-17 !"),
    ("aaaaaaaa....aaaaaaaa", "0:0-8 0:12-20 !"),  # a pause beyond 1.2 s
    (CALL, "0:0-8 1:9-18 0:19-26 1:27-34"),
    ("bbbbbbbb..aaaaaaaaa..bbbbbbb", "0:0-8 1:10-19 0:21-28"),  # the first heard is 0
    ("aaaaaaaabbbbbbbbbaaaaaaaabbbbbbbb", "0:0-8 1:8-17 0:17-25 1:25-33"),
    ("aaaaaaaa.bbbbbbbbb.aaaaaaaabbaaaaaaa.bbbbbbb", "0:0-8 1:9-18 0:19-27 1:27-29 0:29-36 1:37-44"),  # a word between
    ("aaaaaaaaxxbbbbbbb.aaaaaaa.bbbbbbb", "0:0-10 1:8-17 0:18-25 1:26-33"),  # both at once
    ("aaaaaaaaaaaaaaaaaabbaaaaaaaaaaaaaaaaaaaaaaaa", "0:0-44 !"),  # too little to be believed
]


def told(call: Speakers) -> str:
    spans = [f"{each.speaker}:{letter(each.span.start_ms)}-{letter(each.span.end_ms)}" for each in call.spans]
    return " ".join([*spans, *(["!"] if call.has_ghost else [])])


def letter(at_ms: int) -> int:
    nearest = round(at_ms / LETTER_MS)
    assert abs(nearest * LETTER_MS - at_ms) <= NEAR_MS
    return nearest


@pytest.mark.parametrize(("script", "heard"), CALLS)
def test_who_speaks_when(script, heard):
    assert told(told_apart([heard_section(script)])) == heard


@pytest.mark.parametrize(("apart", "n_speakers", "has_ghost"), [(1.0, 2, False), (0.0, 1, True)])
def test_a_voice_cut_in_two_is_one(apart, n_speakers, has_ghost):
    """The segmentation says that two speak; the voices decide."""
    call = told_apart([heard_section(CALL * 2, apart=apart)])
    assert (call.n_speakers, call.has_ghost) == (n_speakers, has_ghost)


@pytest.mark.parametrize("cut", [0, 1, 9, 18, 22, 34])
def test_a_voice_is_the_same_in_every_section(cut):
    parts = (CALL[:cut], CALL[cut:])
    sections = [
        heard_section(part, start_ms=start * LETTER_MS, seed=start) for part, start in zip(parts, (0, cut), strict=True)
    ]
    whole, cut_up = (told_apart(each).spans for each in ([heard_section(CALL)], sections))
    times = [{speaker: covered(spans, speaker) for speaker in (0, 1)} for spans in (whole, cut_up)]
    for speaker in (0, 1):
        assert len(times[0][speaker] ^ times[1][speaker]) <= 8 * NEAR_MS


def covered(spans, speaker) -> set[int]:
    mine = [each.span for each in spans if each.speaker == speaker]
    return {ms for span in mine for ms in range(span.start_ms, span.end_ms)}


def test_a_section_with_one_voice_is_that_voice_of_the_others():
    """Heard by itself, it would be speaker 0's."""
    only_b = "bbbbbbbbbbbbbbbb"
    start_ms = len(CALL) * LETTER_MS
    spans = told_apart([heard_section(CALL), heard_section(only_b, start_ms=start_ms, seed=5)]).spans
    assert {each.speaker for each in spans if each.span.end_ms > start_ms + 1000} == {1}


def test_no_sections():
    assert told_apart([]) == Speakers(spans=(), has_ghost=False)
    assert told_apart([]).n_speakers == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What somebody who wants to keep a voice would make."""

    section: object


KEEPING = [
    pickle.dumps,
    copy.copy,
    copy.deepcopy,
    lambda section: asdict(Record(section=section)),
    multiprocessing.reduction.ForkingPickler.dumps,
]


@pytest.mark.parametrize("keep", KEEPING)
def test_what_holds_voices_is_not_kept(keep):
    with pytest.raises(TypeError, match="neither copied nor stored"):
        keep(heard_section("aaaa"))


def test_what_holds_voices_says_nothing_of_them():
    section = heard_section("aaaa")
    for each in (repr(section), str(section), f"{section}"):
        assert "HeardSection object at" in each
        assert not any(f"{value:.4g}" in each for value in section.vectors.flat)
    assert not hasattr(section, "__dict__")


def test_nothing_is_left_of_voices_in_what_comes_out():
    call = told_apart([heard_section(CALL)])
    assert not any(isinstance(value, np.ndarray | np.generic) for each in call.spans for value in asdict(each).values())
    assert {type(value) for each in call.spans for value in (each.speaker, each.span.start_ms, each.span.end_ms)} == {
        int
    }
