"""A transcript in the formats of others, by example."""

from dataclasses import replace

import pytest

from builders import transcript
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.transcribe.exports.cues import cues
from clairevoix.transcribe.exports.nist import name_field, tokens
from clairevoix.transcribe.exports.table import EXPORTS, suffix
from clairevoix.transcribe.exports.voices import channel_letter, voices


def heard(*words: str, channel: int = 0, party: Party = Party.AGENT, duration_ms: int = 60_000) -> Transcript:
    """One turn, of words such as ``100-250 bonjour``: ms, then the text as it stands."""
    return Transcript(
        contact_id="call",
        language="fr",
        duration_ms=duration_ms,
        turns=(Turn(channel=channel, party=party, words=tuple(word(each) for each in words)),),
    )


def word(line: str) -> Word:
    span, _, text = line.partition(" ")
    start, end = span.split("-")
    return Word(text=text, span=TimeSpan(int(start), int(end)), score=0.9)


CALL = replace(
    transcript("agent | 0.5 | 1.5 | Bonjour madame", "customer | 1.2 | 2.4 | Bonjour", duration_ms=3000),
    contact_id="appel 3",
)

#: The same call in each format.
WRITTEN = {
    "text": "    0.50  0  Bonjour madame\n    1.20  1  Bonjour\n",
    "srt": (
        "1\n00:00:00,500 --> 00:00:01,500\nAgent: Bonjour madame\n"
        "\n2\n00:00:01,200 --> 00:00:02,400\nCustomer: Bonjour\n"
    ),
    "vtt": (
        "WEBVTT\n\n00:00:00.500 --> 00:00:01.500\n<v Agent>Bonjour madame\n"
        "\n00:00:01.200 --> 00:00:02.400\n<v Customer>Bonjour\n"
    ),
    "ctm": (
        "appel_3 A 0.500 0.500 Bonjour 0.9000\nappel_3 A 1.000 0.500 madame 0.9000\n"
        "appel_3 B 1.200 1.200 Bonjour 0.9000\n"
    ),
    "stm": (
        "appel_3 A Agent 0.500 1.500 <o,fr,agent> Bonjour madame\n"
        "appel_3 B Customer 1.200 2.400 <o,fr,customer> Bonjour\n"
    ),
    "rttm": (
        "SPEAKER appel_3 1 0.500 1.000 <NA> <NA> Agent <NA> <NA>\n"
        "SPEAKER appel_3 2 1.200 1.200 <NA> <NA> Customer <NA> <NA>\n"
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_a_call_in_each_format(name):
    assert EXPORTS[name](CALL) == WRITTEN[name]


#: A transcript in which nobody speaks, in each format.
EMPTY = {
    "text": "",
    "json": '{"duration_ms": 3000, "language": "fr", "turns": []}\n',
    "srt": "",
    "vtt": "WEBVTT\n\n",
    "ctm": "",
    "stm": "",
    "rttm": "",
    "textgrid": (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0 \nxmax = 3 \ntiers? <exists> \nsize = 1 \nitem []: \n'
        '    item [1]:\n        class = "IntervalTier" \n        name = "Channel A" \n        xmin = 0 \n        xmax = 3 \n'
        '        intervals: size = 1 \n        intervals [1]:\n            xmin = 0 \n            xmax = 3 \n            text = "" \n'
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_nobody_speaks(name):
    assert EXPORTS[name](transcript(duration_ms=3000)) == EMPTY[name]


def test_names_of_files_end_like_those_of_other_programs():
    assert [suffix(name) for name in EXPORTS] == [
        ".txt", ".json", ".srt", ".vtt", ".ctm", ".stm", ".rttm", ".TextGrid",
    ]  # fmt: skip


# --- Who speaks -----------------------------------------------------------------------------------------------------

#: Channels with their parties, and the names of the voices.
VOICES = [
    ([(0, Party.AGENT), (1, Party.CUSTOMER)], ["Agent", "Customer"]),
    ([(1, Party.CUSTOMER), (0, Party.AGENT)], ["Agent", "Customer"]),  # whoever speaks first
    ([(0, Party.UNKNOWN)], ["Channel A"]),
    ([(1, Party.UNKNOWN)], ["Channel B"]),  # the other channel is silent
    ([(0, Party.AGENT), (1, Party.AGENT)], ["Agent A", "Agent B"]),  # a transfer between colleagues
    ([(0, Party.CUSTOMER), (0, Party.AGENT)], ["Agent", "Customer"]),  # both on one channel
    ([(0, Party.SYSTEM), (0, Party.UNKNOWN)], ["System", "Channel A"]),
]


@pytest.mark.parametrize(("turns", "names"), VOICES)
def test_voices_have_names_of_their_own(turns, names):
    said = [heard("0-1 oui", channel=channel, party=party).turns[0] for channel, party in turns]
    found = voices(replace(transcript(), turns=tuple(said)))
    assert list(found) == names
    assert sorted(map(id, said)) == sorted(id(turn) for turns in found.values() for turn in turns)


def test_channels_have_letters_as_long_as_there_are():
    assert [channel_letter(number) for number in (0, 1, 25, 26)] == ["A", "B", "Z", "27"]


# --- Subtitles ------------------------------------------------------------------------------------------------------

LONG = "a" * 42

#: What is said, and the cues: start, end, lines.
CUES = [
    # Line 1 holds 42 characters, line 2 the rest.
    (
        ["0-100 " + "b" * 20, "100-200 " + "c" * 21, "200-300 dd"],
        [(0, 300, "b" * 20 + " " + "c" * 21, "dd")],
    ),
    # A third line would be needed: what is left goes into the next cue, with its own times.
    ([f"0-100 {LONG}", f"100-200 {LONG}", "250-300 dd"], [(0, 200, LONG, LONG), (250, 300, "dd")]),
    # A word longer than a line is broken, and its time with it.
    (["0-1000 " + "e" * 100], [(0, 840, "e" * 42, "e" * 42), (840, 1000, "e" * 16)]),
    # Seven seconds at most: by words, and for one word.
    (["0-4000 un", "4000-7000 deux", "7000-7001 trois"], [(0, 7000, "un deux"), (7000, 7001, "trois")]),
    (["0-9000 euh", "9000-9100 oui"], [(0, 7000, "euh"), (9000, 9100, "oui")]),
    # A word that takes no time is shown for 1 ms; in company it takes none.
    (["500-500 oui"], [(500, 501, "oui")]),
    (["500-500 oui", "500-900 madame"], [(500, 900, "oui madame")]),
    # A word that lasts into the next cue ends where that starts.
    ([f"0-100 {LONG}", f"100-300 {LONG}", "200-400 oui"], [(0, 200, LONG, LONG), (200, 400, "oui")]),
    # Spaces in a word, line ends too, are where it may be cut; a no-break space is not.
    (["0-100 dix\nmille"], [(0, 100, "dix mille")]),
    (["0-100 dix\u2028mille"], [(0, 100, "dix mille")]),
    (["0-600 " + "f" * 30 + " " + "g" * 30], [(0, 600, "f" * 30, "g" * 30)]),
    (["0-100 " + "f" * 40 + "\u202f!"], [(0, 100, "f" * 40 + "\u202f!")]),
    (["0-100 \n", "100-200 oui"], [(100, 200, "oui")]),
]


@pytest.mark.parametrize(("words", "expected"), CUES)
def test_cues(words, expected):
    found = cues(heard(*words), named=False)
    assert [(cue.span.start_ms, cue.span.end_ms, *cue.lines) for cue in found] == expected
    assert {cue.voice for cue in found} == {"Agent"}


def test_the_name_of_the_voice_counts_among_the_characters():
    first, second = cues(heard("0-100 " + "b" * 35, f"100-200 {LONG}", "200-300 oui"), named=True)
    assert first.lines == ("Agent: " + "b" * 35, LONG)
    assert second.lines == ("Agent: oui",)


def test_a_cue_shows_nothing_that_was_said_when_it_is_printed_in_an_error():
    assert "bonjour" not in repr(cues(heard("0-1 bonjour"), named=True))


#: A word, in SubRip and in WebVTT.
MARKS = [
    ("-->", "--›", "--&gt;"),
    ("<b>", "‹b›", "&lt;b&gt;"),
    ("{\\an8}", "(\\an8)", "{\\an8}"),
    ("R&D", "R&D", "R&amp;D"),
    ("e\u0301te\u0301", "été", "été"),  # composed
    ("\ufeffoui\x00", "oui", "oui"),
    ("\u0338", "\u0338", "&#824;"),  # would close a tag as « ≯ »
]


@pytest.mark.parametrize(("text", "srt", "vtt"), MARKS)
def test_marks_of_subtitle_formats(text, srt, vtt):
    assert EXPORTS["srt"](heard(f"0-1 {text}")) == f"1\n00:00:00,000 --> 00:00:00,001\nAgent: {srt}\n"
    assert EXPORTS["vtt"](heard(f"0-1 {text}")) == f"WEBVTT\n\n00:00:00.000 --> 00:00:00.001\n<v Agent>{vtt}\n"


@pytest.mark.parametrize(("ms", "shown"), [(14_400_000, "04:00:00,000"), (359_999_999, "99:59:59,999")])
def test_long_recordings(ms, shown):
    assert f"{shown} --> " in EXPORTS["srt"](heard(f"{ms}-{ms} oui", duration_ms=ms))


# --- NIST -----------------------------------------------------------------------------------------------------------

#: A word, and the words that sclite reads.
TOKENS = [
    ("Bonjour,", ["Bonjour,"]),
    ("12\u202f000", ["12", "000"]),  # every space ends a word
    ("{euh}", ["euh"]),  # braces hold alternatives
    ("/", []),
    ("km/h", ["km/h"]),
    ("@", []),  # the word that is none
    ("camille@exemple.fr", ["camille@exemple.fr"]),
    ("<ALT_BEGIN>", ["ALT_BEGIN"]),
    (";;", [";;"]),  # a comment only at the start of a line
    (" ", []),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_words_of_scoring_tools(text, expected):
    assert tokens(text) == expected
    said = [line.split(" ")[4] for line in EXPORTS["ctm"](heard(f"0-100 {text}")).splitlines()]
    assert said == expected


#: The name of a recording, and the field.
FIELDS = [
    ("appel-2025.10_3", "appel-2025.10_3"),
    ("appel du 3\tmai", "appel_du_3_mai"),
    ("a  (b)", "a_b_"),
    (";; rien", "_rien"),  # would be a comment
    ("e\u0301te\u0301", "été"),
    ("\ud800", "_"),  # a name on disk that is not UTF-8
    ("", "_"),
]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_names_are_one_field(name, field):
    assert name_field(name) == field


def test_parts_of_a_word_share_its_time():
    written = EXPORTS["ctm"](heard("1000-1500 12 000"))
    assert written == "call A 1.000 0.200 12 0.9000\ncall A 1.200 0.300 000 0.9000\n"


def test_words_are_sorted_by_channel_then_time():
    said = transcript("customer | 0 | 1 | allô", "agent | 2 | 4 | oui bonjour", "customer | 3 | 4 | voilà")
    rows = [line.split(" ") for line in EXPORTS["ctm"](said).splitlines()]
    assert [(row[1], row[4]) for row in rows] == [("A", "oui"), ("A", "bonjour"), ("B", "allô"), ("B", "voilà")]
    assert [line.split(" ")[1] for line in EXPORTS["stm"](said).splitlines()] == ["A", "B", "B"]
    assert [line.split(" ")[2] for line in EXPORTS["rttm"](said).splitlines()] == ["2", "1", "2"]  # by time alone


#: Turns of one party, and the times of its lines in STM and in RTTM.
TURNS = [
    (["agent | 1 | 2 | oui", "agent | 3 | 4 | non"], ["1.000-2.000", "3.000-4.000"], ["1.000+1.000", "3.000+1.000"]),
    # One that lasts into the next: it ends there; who speaks does not stop.
    (["agent | 1 | 4 | oui", "agent | 3 | 5 | non"], ["1.000-3.000", "3.000-5.000"], ["1.000+4.000"]),
    # One that takes no time: 1 ms of words, no speech.
    (["agent | 1 | 1 | oui"], ["1.000-1.001"], []),
]


@pytest.mark.parametrize(("lines", "stm", "rttm"), TURNS)
def test_turns_of_one_voice_do_not_overlap(lines, stm, rttm):
    said = transcript(*lines)
    assert ["-".join(line.split(" ")[3:5]) for line in EXPORTS["stm"](said).splitlines()] == stm
    assert ["+".join(line.split(" ")[3:5]) for line in EXPORTS["rttm"](said).splitlines()] == rttm


def test_a_turn_without_a_word_for_a_scoring_tool_is_no_line():
    assert EXPORTS["stm"](heard("0-100 @", "100-200 /")) == ""


# --- Praat ----------------------------------------------------------------------------------------------------------

#: What is said in 1 s, and the tier: bounds in s, text.
TIERS = [
    (["200-500 oui"], ["0 0.2 ", "0.2 0.5 oui", "0.5 1 "]),
    (["0-1000 oui"], ["0 1 oui"]),
    (["0-400 oui", "400-1000 non"], ["0 0.4 oui", "0.4 1 non"]),
    (["0-600 oui", "400-1000 non"], ["0 0.4 oui", "0.4 1 non"]),  # overlapping: trimmed
    (["0-600 oui", "0-400 madame"], ["0 0.6 oui madame", "0.6 1 "]),  # together: one text
    (["400-400 oui"], ["0 0.4 ", "0.4 0.401 oui", "0.401 1 "]),  # no time: 1 ms
    (["1000-1000 oui"], ["0 0.999 ", "0.999 1 oui"]),  # at the very end: the last ms
    (["900-1000 oui", "1000-1000 non"], ["0 0.9 ", "0.9 0.999 oui", "0.999 1 non"]),
    (["500-4000 oui"], ["0 0.5 ", "0.5 1 oui"]),  # beyond the end
    (['0-1000 "oui"'], ['0 1 ""oui""']),
    (["0-1000 dix\nmille"], ["0 1 dix mille"]),
    (["0-1000 \n"], ["0 1 "]),
]


@pytest.mark.parametrize(("words", "tier"), TIERS)
def test_tiers_have_no_gaps_and_no_overlaps(words, tier):
    lines = EXPORTS["textgrid"](heard(*words, duration_ms=1000)).splitlines()[15:]
    values = [line.partition(" = ")[2].removesuffix(" ") for line in lines if " = " in line]
    rows = zip(values[::3], values[1::3], values[2::3], strict=True)
    assert [f"{start} {end} {text[1:-1]}" for start, end, text in rows] == tier


def test_each_voice_has_a_tier():
    written = EXPORTS["textgrid"](CALL)
    assert "\nsize = 2 \n" in written
    assert [line for line in written.splitlines() if "name" in line] == [
        '        name = "Agent" ',
        '        name = "Customer" ',
    ]
