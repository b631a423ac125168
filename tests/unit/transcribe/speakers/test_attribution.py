"""Turns of two parties out of the words of one channel."""

import pytest

from builders import transcript
from clairevoix.charter.extractors import admit_extractor
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.speakers import EXTRACTOR, Attributed, attribution, who_speaks
from clairevoix.transcribe.speakers.spans import Speakers, SpeakerSpan
from two_voices import heard_section

AGENT = "Service clients bonjour que puis-je faire pour vous"
CUSTOMER = "Bonjour ma box est en panne j'ai un problème"
SAID = (f"unknown | 0 | 4 | {AGENT}", f"unknown | 4 | 8 | {CUSTOMER}", "unknown | 8 | 9 | Je regarde")

#: Who talks when (s), what is said, and the turns: party, start (s), words. ``!`` is a ghost.
CALLS = [
    ("", SAID, "unknown 0 8, unknown 4 9, unknown 8 2"),
    ("0:0-9", SAID, "unknown 0 8, unknown 4 9, unknown 8 2"),
    ("0:0-9 !", SAID, "unknown 0 8, unknown 4 9, unknown 8 2"),
    ("0:0-4 1:4-8 0:8-9", SAID, "agent 0 8, customer 4 9, agent 8 2"),
    ("1:0-4 0:4-8 1:8-9", SAID, "agent 0 8, customer 4 9, agent 8 2"),  # numbers name nobody
    ("0:0-4 1:4-8 0:8-9", ("unknown | 0 | 4 | Oui oui", "unknown | 4 | 8 | Non non"), "unknown 0 2, unknown 4 2"),
    (
        "0:0-50 1:50-99",
        ("unknown | 0 | 2 | Allô", f"unknown | 46 | 49 | {AGENT}", f"unknown | 51 | 60 | {CUSTOMER}"),
        "unknown 0 1, unknown 46 8, unknown 51 9",  # said too late to be an opening
    ),
    ("0:0-2 1:2-3 0:3-5", ("unknown | 0 | 5 | un deux trois quatre cinq",), "unknown 0 2, unknown 2 1, unknown 3 2"),
]


def speakers(text: str) -> Speakers:
    spans = [each for each in text.split() if each != "!"]
    return Speakers(
        spans=tuple(SpeakerSpan(speaker=int(each[0]), span=seconds(each[2:])) for each in spans), has_ghost="!" in text
    )


def seconds(text: str) -> TimeSpan:
    start, end = text.split("-")
    return TimeSpan(int(start) * 1000, int(end) * 1000)


def turns(call: Attributed) -> str:
    return ", ".join(
        f"{turn.party} {turn.span.start_ms // 1000} {len(turn.words)}"
        for turn in call.transcript.turns
        if turn.channel == 0
    )


@pytest.mark.parametrize(("talk", "said", "expected"), CALLS)
def test_turns_are_of_one_speaker(talk, said, expected, monkeypatch):
    monkeypatch.setattr(attribution, "told_apart", lambda _: speakers(talk))
    before = transcript(*said, duration_ms=99_000)
    call = who_speaks(before, [])
    assert turns(call) == expected
    assert call.speakers == speakers(talk)
    assert [word for turn in call.transcript.turns for word in turn.words] == [
        word for turn in before.turns for word in turn.words
    ]
    assert (call.transcript.contact_id, call.transcript.language, call.transcript.duration_ms) == ("c1", "fr", 99_000)


def test_from_what_was_heard_to_turns():
    call = who_speaks(
        transcript(f"unknown | 0 | 6 | {AGENT}", f"unknown | 7 | 13 | {CUSTOMER}", duration_ms=20_000),
        [heard_section("aaaaaaaaaaaa..bbbbbbbbbbbb..aaaaaaa.bbbb")],
    )
    assert [(turn.party, turn.text) for turn in call.transcript.turns] == [
        (Party.AGENT, AGENT),
        (Party.CUSTOMER, CUSTOMER),
    ]


def test_nobody_speaks():
    empty = transcript()
    assert who_speaks(empty, [heard_section("....")]) == Attributed(
        transcript=empty, speakers=Speakers(spans=(), has_ghost=False)
    )


def test_the_charter_admits_it():
    admit_extractor(EXTRACTOR)
    assert set(EXTRACTOR.parties) == set(Party)


def test_what_was_said_is_not_shown():
    call = who_speaks(transcript(*SAID), [])
    assert "bonjour" not in repr(call)
