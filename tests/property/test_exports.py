"""Exports of any transcript at all, read back by small readers that follow the formats' own descriptions."""

import html
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.transcribe.exports.table import EXPORTS

FOUR_HOURS_MS = 4 * 3600 * 1000
NASTY = [
    "-->", "00:00:01,000 --> 00:00:02,000", "a\nb", "a\u2028b", "a\u2003\u00a0b", "a\x1cb", "\n\n2\n", "\r", "\x00", "\x85", "\u2028", "<v Agent>", "</v>", "&amp;",
    "{\\an8}", '"', '""', '" 3 "', "!", "<exists>", "12", "NOTE", "WEBVTT", ";;", "@", "/", "{ a / @ }", "<ALT_BEGIN>", "é",
    "e\u0301", "\u0338", "\ufeff", "\u00a0", "12\u202f000", "\ud800", "a" * 43, "b" * 200, "c'est-à-dire,", "aujourd'hui", "",
]  # fmt: skip
texts = st.one_of(st.sampled_from(NASTY), st.text(max_size=20), st.sampled_from("oui non bonjour madame".split()))


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    """Words in the order in which they start, as engines give them; else anything goes."""
    now = draw(st.one_of(st.integers(0, 3000), st.integers(0, FOUR_HOURS_MS)))
    words = []
    for text in draw(st.lists(texts, min_size=1, max_size=10)):
        lasts = draw(st.one_of(st.just(0), st.integers(0, 600), st.integers(0, 20_000)))
        words.append(Word(text=text, span=TimeSpan(now, now + lasts), score=draw(st.floats(0, 1))))
        now += draw(st.one_of(st.just(0), st.just(lasts), st.integers(0, 1000)))
    return Turn(channel=draw(st.integers(0, 1)), party=draw(st.sampled_from(Party)), words=tuple(words))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    said = tuple(draw(st.lists(turns(), max_size=4)))
    latest = max((turn.span.end_ms for turn in said), default=0)
    return Transcript(
        contact_id=draw(st.one_of(st.sampled_from(["appel n° 3 (lundi)", ";;", "", "\ud800"]), st.text(max_size=12))),
        language=draw(st.sampled_from(["fr", "en"])),
        duration_ms=draw(st.sampled_from([latest, latest + 1, latest + 5000, max(1, latest // 2)])),
        turns=said,
    )


SILENCE = Transcript(contact_id="c", language="fr", duration_ms=0, turns=())
#: Every nasty text once, in words that share their times with others.
NASTIEST = Transcript(
    contact_id="c",
    language="en",
    duration_ms=FOUR_HOURS_MS,
    turns=tuple(
        Turn(
            channel=channel,
            party=Party.AGENT,
            words=tuple(
                Word(text=text, span=TimeSpan(100 * (number // 2), 100 * number), score=0.5)
                for number, text in enumerate(NASTY)
            ),
        )
        for channel in (0, 1)
    ),
)


def any_transcript(test: Callable[..., None]) -> Callable[..., None]:
    given_any = settings(suppress_health_check=[HealthCheck.too_slow])(given(transcripts())(test))
    return example(SILENCE)(example(NASTIEST)(given_any))


def letters(text: str) -> str:
    """A text without what no line can hold, nor any space."""
    text = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\ud800", "\ufffd"))
    return "".join(each for each in text if not each.isspace() and unicodedata.category(each) != "Cc")


def spoken(transcript: Transcript, *, translated: dict[int, str] | None = None) -> Counter[str]:
    """Every character said."""
    said = [letters(word.text) for turn in transcript.turns for word in turn.words]
    return Counter("".join(said).translate(translated or {}))


def ms(seconds: str) -> int:
    assert re.fullmatch(r"\d+(\.\d{1,3})?", seconds)
    return int(Decimal(seconds) * 1000)


def lines_of(text: str) -> list[str]:
    return text.split("\n")[:-1]


@any_transcript
def test_every_file_is_lines_of_utf_8_in_nfc(transcript):
    for name, export in EXPORTS.items():
        written = export(transcript)
        assert written == "" or written.endswith("\n")
        assert written == export(transcript)
        if name != "json":  # which says everything as it was heard
            assert unicodedata.is_normalized("NFC", written)
            assert written.encode().decode() == written
            assert written.splitlines() == lines_of(written)


# --- Subtitles ------------------------------------------------------------------------------------------------------


def clock(text: str, mark: str) -> int:
    hours, minutes, seconds, rest = re.fullmatch(rf"(\d\d+):([0-5]\d):([0-5]\d){mark}(\d{{3}})", text).groups()
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(rest)


def blocks(text: str) -> list[list[str]]:
    """What stands between blank lines, as SubRip and WebVTT cut a file."""
    return [block.split("\n") for block in re.split(r"\n\n+", text.strip("\n")) if block]


def read_srt(text: str) -> Iterator[tuple[int, int, str, list[str]]]:
    for number, (count, times, *lines) in enumerate(blocks(text), start=1):
        assert count == str(number)
        start, end = times.split(" --> ")
        voice, first = re.fullmatch(r"((?:Agent|Customer|System|Channel)(?: [AB])?): ?(.*)", lines[0]).groups()
        assert all(len(line) <= 42 for line in lines)
        assert "-->" not in "".join(lines)
        yield clock(start, ","), clock(end, ","), voice, [first, *lines[1:]]


def read_vtt(text: str) -> Iterator[tuple[int, int, str, list[str]]]:
    assert text.startswith("WEBVTT\n\n")
    for times, *lines in blocks(text.removeprefix("WEBVTT\n\n")):
        start, end = times.split(" --> ")
        voice, first = re.fullmatch(r"<v ([^&<>\n]+)>(.*)", lines[0]).groups()
        payload = "\n".join([first, *lines[1:]])
        assert not re.search(r"[<>]|&(?!(amp|lt|gt|#824);)", payload)
        shown = html.unescape(payload).split("\n")
        assert all(0 < len(line) <= 42 for line in shown)
        yield clock(start, r"\."), clock(end, r"\."), voice, shown


READERS = {
    "srt": (read_srt, {ord("<"): "‹", ord(">"): "›", ord("{"): "(", ord("}"): ")"}),
    "vtt": (read_vtt, {}),
}


@pytest.mark.parametrize("name", READERS)
@any_transcript
def test_subtitles(name, transcript):
    reader, translated = READERS[name]
    cues = list(reader(EXPORTS[name](transcript)))
    assert cues == sorted(cues, key=lambda cue: cue[0])
    by_voice = defaultdict(list)
    for start, end, voice, lines in cues:
        assert start < end <= start + 7000
        assert 1 <= len(lines) <= 2
        assert all(line.strip() for line in lines[1:])
        by_voice[voice].append((start, end))
    for shown in by_voice.values():
        assert all(one[1] <= two[0] or one[0] == two[0] == one[1] - 1 for one, two in pairwise(shown))
    shown = "".join(letters(line) for _, _, _, lines in cues for line in lines)
    assert Counter(shown) == spoken(transcript, translated=translated)
    words = [word for turn in transcript.turns for word in turn.words]
    assert all(any(word.span.start_ms <= start <= word.span.end_ms for word in words) for start, *_ in cues)


# --- NIST -----------------------------------------------------------------------------------------------------------


def nist_lines(text: str, n_fields: int) -> list[list[str]]:
    """Records with fields between spaces; lines that begin with ;; are comments."""
    assert not any(line.startswith(";;") for line in lines_of(text))
    rows = [line.split(" ", n_fields - 1) for line in lines_of(text)]
    assert all(len(row) == n_fields and all(row) for row in rows)
    assert all(len(line.split()) >= n_fields for line in lines_of(text))
    assert len({row[0] for row in rows}) <= 1
    return rows


#: What stands for something else than a word.
MARKS = dict.fromkeys(map(ord, "{}<>"), None)


def scored(transcript: Transcript) -> list[str]:
    """The words of each turn that a scoring tool is to read, without spaces."""
    found = []
    for turn in transcript.turns:
        for word in turn.words:
            text = "".join(" " if unicodedata.category(each) == "Cc" else each for each in word.text.translate(MARKS))
            parts = (letters(part) for part in re.split(r"\s+", text))
            found += [part for part in parts if part not in {"", "/", "@"}]
    return found


@any_transcript
def test_ctm(transcript):
    rows = nist_lines(EXPORTS["ctm"](transcript), 6)
    keys = [(channel, ms(start)) for _, channel, start, *_ in rows]
    assert keys == sorted(keys)
    assert {channel for channel, _ in keys} <= {"A", "B"}
    assert Counter(row[4] for row in rows) == Counter(scored(transcript))
    assert not {"@", "/", "{", "}"} & {row[4] for row in rows}
    spans = [(turn.channel, word.span, word.score) for turn in transcript.turns for word in turn.words]
    for _, channel, start, lasts, _, score in rows:
        span = TimeSpan(ms(start), ms(start) + ms(lasts))
        assert any(
            "AB"[number] == channel
            and whole.start_ms <= span.start_ms <= span.end_ms <= whole.end_ms
            and abs(float(score) - given) < 0.0001
            for number, whole, given in spans
        )


@any_transcript
def test_stm(transcript):
    rows = nist_lines(EXPORTS["stm"](transcript), 7)
    keys = [(row[1], ms(row[3])) for row in rows]
    assert keys == sorted(keys)
    by_voice = defaultdict(list)
    for _, channel, voice, start, end, label, _ in rows:
        assert ms(start) < ms(end)
        assert re.fullmatch(rf"<o,{transcript.language},(agent|customer|system|unknown)>", label)
        by_voice[channel, voice].append((ms(start), ms(end)))
    for spans in by_voice.values():
        assert all(one[1] <= two[0] or one[0] == two[0] for one, two in pairwise(spans))
    assert Counter(word for row in rows for word in row[6].split(" ")) == Counter(scored(transcript))
    assert {ms(row[3]) for row in rows} <= {turn.span.start_ms for turn in transcript.turns}


@any_transcript
def test_rttm(transcript):
    spoken_by = defaultdict(list)
    for kind, _, channel, start, lasts, *others in nist_lines(EXPORTS["rttm"](transcript), 10):
        assert (kind, others[:2], others[3:]) == ("SPEAKER", ["<NA>"] * 2, ["<NA>"] * 2)
        assert ms(lasts) > 0
        spoken_by[channel, others[2]].append((ms(start), ms(start) + ms(lasts)))
    assert all(one[1] < two[0] for spans in spoken_by.values() for one, two in pairwise(spans))
    # At every time at which somebody begins or ends, the same number of voices is heard on each channel.
    edges = {edge for turn in transcript.turns for edge in (turn.span.start_ms, turn.span.end_ms)}
    for edge in edges:
        for number in (0, 1):
            heard = {
                turn.party
                for turn in transcript.turns
                if turn.channel == number and turn.span.start_ms <= edge < turn.span.end_ms
            }
            written = [
                voice
                for (channel, voice), spans in spoken_by.items()
                if channel == str(number + 1) and any(start <= edge < end for start, end in spans)
            ]
            assert len(written) == len(heard)


# --- Praat ----------------------------------------------------------------------------------------------------------


def praat_values(text: str) -> Iterator[str | Decimal]:
    """What Praat's manual calls data: free-standing numbers, texts in quotes, flags; everything else is comment."""
    place = 0
    while place < len(text):
        if text[place] in " \n":
            place += 1
        elif text[place] == "!":
            place = text.find("\n", place)
        elif text[place] == '"':
            quoted = re.compile(r'"((?:[^"]|"")*)"(?=[ \n])').match(text, place)
            assert quoted, "a text that does not end, or does not stand free"
            yield quoted[1].replace('""', '"')
            place = quoted.end()
        else:
            word = re.compile(r"[^ \n]+").match(text, place)
            if re.fullmatch(r"-?\d+(\.\d+)?", word[0]):
                yield Decimal(word[0])
            elif re.fullmatch(r"<\w+>", word[0]):
                yield word[0]
            place = word.end()


def read_textgrid(text: str) -> tuple[int, dict[str, list[tuple[int, int, str]]]]:
    """The end, and the tiers: bounds in ms and text. Refuses what Praat would."""
    assert text.split("\n", 1)[0] == 'File type = "ooTextFile"'
    values = praat_values(text)
    assert [next(values) for _ in range(3)] == ["ooTextFile", "TextGrid", 0]
    whole, exists, n_tiers = next(values), next(values), next(values)
    assert exists == "<exists>"
    tiers = {}
    for _ in range(int(n_tiers)):
        kind, name, start, end, size = (next(values) for _ in range(5))
        assert (kind, start, end) == ("IntervalTier", 0, whole)
        assert name not in tiers
        tiers[name] = [
            (int(next(values) * 1000), int(next(values) * 1000), str(next(values))) for _ in range(int(size))
        ]
    assert next(values, None) is None
    return int(whole * 1000), tiers


@any_transcript
def test_textgrid(transcript):
    end_ms, tiers = read_textgrid(EXPORTS["textgrid"](transcript))
    assert end_ms == max(1, transcript.duration_ms)
    assert tiers
    for tier in tiers.values():
        assert tier[0][0] == 0
        assert tier[-1][1] == end_ms
        assert all(start < end for start, end, _ in tier)
        assert all(one[1] == two[0] for one, two in pairwise(tier))
        assert not any(one[2] == two[2] == "" for one, two in pairwise(tier))
    shown = "".join(letters(text) for tier in tiers.values() for _, _, text in tier)
    assert Counter(shown) == spoken(transcript)
    starts = {min(word.span.start_ms, end_ms - 1) for turn in transcript.turns for word in turn.words}
    assert {start for tier in tiers.values() for start, _, text in tier if text} <= starts
