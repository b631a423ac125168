"""Published examples of the formats, and published readers of them: FFmpeg, meeteval, pyannote.database."""

import io
import re
from decimal import Decimal

import av
import pytest
from meeteval.io import CTM, RTTM, STM
from pyannote.database.util import load_rttm

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.transcribe.exports.table import EXPORTS


def ms(seconds: str) -> int:
    return int(Decimal(seconds) * 1000)


def turn(channel: int, party: Party, *words: tuple[int, int, str], score: float = 1.0) -> Turn:
    said = tuple(Word(text=text, span=TimeSpan(start, end), score=score) for start, end, text in words)
    return Turn(channel=channel, party=party, words=said)


def transcript(contact_id: str, *turns: Turn, duration_ms: int = 3_600_000) -> Transcript:
    return Transcript(contact_id=contact_id, language="en", duration_ms=duration_ms, turns=turns)


# --- Published examples ---------------------------------------------------------------------------------------------

#: NIST, SCTK 2.4, doc/infmts.htm: the example of ctm, without its comments.
NIST_CTM = """\
7654 A 11.34 0.2  YES -6.763
7654 A 12.00 0.34 YOU -12.384530
7654 A 13.30 0.5  CAN 2.806418
7654 A 17.50 0.2  AS 0.537922
7654 B 1.34 0.2  I -6.763
7654 B 2.00 0.34 CAN -12.384530
7654 B 3.40 0.5  ADD 2.806418
7654 B 7.00 0.2  AS 0.537922
"""


def test_ctm_of_nist():
    rows = [line.split() for line in NIST_CTM.splitlines()]
    turns = [
        turn("AB".index(channel), Party.UNKNOWN, (ms(start), ms(start) + ms(lasts), text), score=float(score))
        for _, channel, start, lasts, text, score in rows
    ]
    written = [line.split() for line in EXPORTS["ctm"](transcript("7654", *reversed(turns))).splitlines()]
    assert [(*row[:2], Decimal(row[2]), Decimal(row[3]), row[4]) for row in written] == [
        (*row[:2], Decimal(row[2]), Decimal(row[3]), row[4]) for row in rows
    ]
    assert [float(row[5]) for row in written] == [round(float(row[5]), 4) for row in rows]


#: The same page: the example of stm, and, last, that of the label.
NIST_STM = """\
2345 A 2345-a 0.10 2.03 uh huh yes i thought
2345 A 2345-b 2.10 3.04 dog walking is a very
2345 A 2345-a 3.50 4.59 yes but it's worth it
"""
NIST_LABELLED = "940328 1 A 4.00 18.10 <O,F,00> FROM LOS ANGELES"


def test_stm_of_nist():
    rows = [line.split(maxsplit=5) for line in NIST_STM.splitlines()]
    parties = {"2345-a": Party.AGENT, "2345-b": Party.CUSTOMER}
    turns = [turn(0, parties[row[2]], (ms(row[3]), ms(row[4]), row[5])) for row in rows]
    written = [line.split(maxsplit=6) for line in EXPORTS["stm"](transcript("2345", *turns)).splitlines()]
    assert [(*row[:2], Decimal(row[3]), Decimal(row[4]), row[6]) for row in written] == [
        (*row[:2], Decimal(row[3]), Decimal(row[4]), row[5]) for row in rows
    ]
    label = r"<[^\s,<>]+(,[^\s,<>]+)*>"
    assert re.fullmatch(label, NIST_LABELLED.split()[5])
    assert all(re.fullmatch(label, row[5]) for row in written)


#: dscore, README, « RTTM ».
DSCORE_RTTM = """\
SPEAKER CMU_20020319-1400_d01_NONE 1 130.430000 2.350 <NA> <NA> juliet <NA> <NA>
SPEAKER CMU_20020319-1400_d01_NONE 1 157.610000 3.060 <NA> <NA> tbc <NA> <NA>
SPEAKER CMU_20020319-1400_d01_NONE 1 130.490000 0.450 <NA> <NA> chek <NA> <NA>
"""


def test_rttm_of_dscore():
    rows = [line.split() for line in DSCORE_RTTM.splitlines()]
    names = {"juliet": Party.AGENT, "tbc": Party.CUSTOMER, "chek": Party.SYSTEM}
    turns = [turn(0, names[row[7]], (ms(row[3]), ms(row[3]) + ms(row[4]), "bla")) for row in rows]
    written = [line.split(" ") for line in EXPORTS["rttm"](transcript(rows[0][1], *turns)).splitlines()]
    for row in rows:
        row[7] = names[row[7]].value.capitalize()
    assert sorted([*row[:3], ms(row[3]), ms(row[4]), *row[5:]] for row in written) == sorted(
        [*row[:3], ms(row[3]), ms(row[4]), *row[5:]] for row in rows
    )


#: Praat, manual, « TextGrid file formats », section 5, without the tier of points, its tiers named as ours are.
PRAAT = """\
File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 2.3
tiers? <exists>
size = 2
item []:
    item [1]:
        class = "IntervalTier"
        name = "Agent"
        xmin = 0
        xmax = 2.3
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 2.3
            text = "říkej ""ahoj"" dvakrát"
    item [2]:
        class = "IntervalTier"
        name = "Customer"
        xmin = 0
        xmax = 2.3
        intervals: size = 3
        intervals [1]:
            xmin = 0
            xmax = 0.7
            text = "r̝iːkɛj"
        intervals [2]:
            xmin = 0.7
            xmax = 1.6
            text = "ʔaɦɔj"
        intervals [3]:
            xmin = 1.6
            xmax = 2.3
            text = "dʋakraːt"
"""
#: Praat 5.2.17, test/texio/texio1.TextGrid, with our name and whole milliseconds: the program writes a space after values.
PRAAT_WROTE = """\
File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0 
xmax = 1 
tiers? <exists> 
size = 1 
item []: 
    item [1]:
        class = "IntervalTier" 
        name = "Agent" 
        xmin = 0 
        xmax = 1 
        intervals: size = 2 
        intervals [1]:
            xmin = 0 
            xmax = 0.505 
            text = "ad""ta""\" 
        intervals [2]:
            xmin = 0.505 
            xmax = 1 
            text = "sd" 
"""  # noqa: W291


def test_textgrid_of_praat_s_manual():
    sentence = turn(0, Party.AGENT, (0, 2300, 'říkej "ahoj" dvakrát'))
    phonemes = turn(1, Party.CUSTOMER, (0, 700, "r̝iːkɛj"), (700, 1600, "ʔaɦɔj"), (1600, 2300, "dʋakraːt"))
    written = EXPORTS["textgrid"](transcript("c", sentence, phonemes, duration_ms=2300))
    assert [line.rstrip(" ") for line in written.splitlines()] == PRAAT.splitlines()


def test_textgrid_as_praat_writes_it():
    said = turn(0, Party.AGENT, (0, 505, 'ad"ta"'), (505, 1000, "sd"))
    assert EXPORTS["textgrid"](transcript("c", said, duration_ms=1000)) == PRAAT_WROTE


#: Matroska, « Subtitles », SRT.
MATROSKA = """\
1
00:02:17,440 --> 00:02:20,375
Senator, we're making
our final approach into Coruscant.

2
00:02:20,476 --> 00:02:22,501
Very good, Lieutenant.
"""
#: W3C, WebVTT, section 1.1, three cues that overlap, with hours and without their settings.
W3C = """\
WEBVTT

00:00:30.000 --> 00:00:31.500
<v Roger Bingham>When we e-mailed—

00:00:30.500 --> 00:00:32.500
<v Neil deGrasse Tyson>Didn’t we talk about enough in that conversation?

00:00:32.000 --> 00:00:35.500
<v Roger Bingham>No! No no no no; 'cos 'cos obviously 'cos
"""


def test_srt_of_matroska():
    """But for whose voice it is, and for where a line ends."""
    said = transcript(
        "c",
        turn(0, Party.AGENT, (137_440, 140_375, "Senator, we're making our final approach into Coruscant.")),
        turn(1, Party.CUSTOMER, (140_476, 142_501, "Very good, Lieutenant.")),
    )
    written = re.sub("Agent: |Customer: ", "", EXPORTS["srt"](said))
    assert [block.split() for block in written.split("\n\n")] == [block.split() for block in MATROSKA.split("\n\n")]


def test_webvtt_of_the_w3c():
    """But for the names, and for a line that W3C leaves longer."""
    said = transcript(
        "c",
        turn(0, Party.AGENT, (30_000, 31_500, "When we e-mailed—")),
        turn(1, Party.CUSTOMER, (30_500, 32_500, "Didn’t we talk about enough in that conversation?")),
        turn(0, Party.AGENT, (32_000, 35_500, "No! No no no no; 'cos 'cos obviously 'cos")),
    )
    expected = W3C.replace("Roger Bingham", "Agent").replace("Neil deGrasse Tyson", "Customer")
    assert EXPORTS["vtt"](said) == expected.replace("that conversation?", "that\nconversation?")


# --- Published readers ----------------------------------------------------------------------------------------------

CALL = transcript(
    "appel n° 3",
    turn(
        0, Party.AGENT, (0, 400, "Bonjour,"), (400, 900, "ici"), (900, 900, "l’assistance."), (900, 1300, "12\u202f000")
    ),
    turn(1, Party.CUSTOMER, (1200, 1500, "-->"), (1500, 2000, "<b>oui</b>"), (2000, 2100, "& non")),
    turn(1, Party.CUSTOMER, (14_399_000, 14_399_500, "au"), (14_399_400, 14_400_000, "revoir")),
    duration_ms=14_400_000,
)

SHOWN = [
    (0, 1300, "Bonjour, ici l’assistance. 12\u202f000"),
    (1200, 900, "--> <b>oui</b> & non"),
    (14_399_000, 1000, "au revoir"),
]


@pytest.mark.parametrize(("name", "demuxer"), [("srt", "srt"), ("vtt", "webvtt")])
def test_ffmpeg_reads_subtitles(name, demuxer):
    found = []
    with av.open(io.BytesIO(EXPORTS[name](CALL).encode()), format=demuxer) as container:
        for packet in container.demux():
            if packet.size:
                text = re.sub("^(Agent|Customer): |^<v (Agent|Customer)>", "", bytes(packet).decode())
                for written, meant in (("‹", "<"), ("›", ">"), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                    text = text.replace(written, meant)
                found.append((packet.pts, packet.duration, text))
    assert found == SHOWN


def test_meeteval_reads_ctm():
    rows = CTM.parse(EXPORTS["ctm"](CALL)).lines
    assert [(row.channel, row.begin_time, row.duration, row.word) for row in rows] == [
        ("A", Decimal("0.000"), Decimal("0.400"), "Bonjour,"),
        ("A", Decimal("0.400"), Decimal("0.500"), "ici"),
        ("A", Decimal("0.900"), Decimal("0.000"), "l’assistance."),
        ("A", Decimal("0.900"), Decimal("0.160"), "12"),
        ("A", Decimal("1.060"), Decimal("0.240"), "000"),
        ("B", Decimal("1.200"), Decimal("0.300"), "--"),
        ("B", Decimal("1.500"), Decimal("0.500"), "boui/b"),
        ("B", Decimal("2.000"), Decimal("0.025"), "&"),
        ("B", Decimal("2.025"), Decimal("0.075"), "non"),
        ("B", Decimal("14399.000"), Decimal("0.500"), "au"),
        ("B", Decimal("14399.400"), Decimal("0.600"), "revoir"),
    ]


def test_meeteval_reads_stm():
    """It does not know labels: to it they are a first word."""
    rows = STM.parse(EXPORTS["stm"](CALL)).lines
    assert [
        (row.filename, row.channel, row.speaker_id, row.begin_time, row.end_time, row.transcript) for row in rows
    ] == [
        (
            "appel_n_3",
            "A",
            "Agent",
            Decimal("0.000"),
            Decimal("1.300"),
            "<o,en,agent> Bonjour, ici l’assistance. 12 000",
        ),
        ("appel_n_3", "B", "Customer", Decimal("1.200"), Decimal("2.100"), "<o,en,customer> -- boui/b & non"),
        ("appel_n_3", "B", "Customer", Decimal("14399.000"), Decimal("14400.000"), "<o,en,customer> au revoir"),
    ]


def test_meeteval_and_pyannote_read_rttm(tmp_path):
    written = EXPORTS["rttm"](CALL)
    rows = [(row.speaker_id, row.begin_time, row.begin_time + row.duration) for row in RTTM.parse(written).lines]
    assert rows == [
        ("Agent", Decimal("0.000"), Decimal("1.300")),
        ("Customer", Decimal("1.200"), Decimal("2.100")),
        ("Customer", Decimal("14399.000"), Decimal("14400.000")),
    ]
    (tmp_path / "call.rttm").write_text(written, encoding="utf-8")
    annotation = load_rttm(tmp_path / "call.rttm")["appel_n_3"]
    tracks = [(label, span.start, span.end) for span, _, label in annotation.itertracks(yield_label=True)]
    assert tracks == [(label, pytest.approx(float(start)), pytest.approx(float(end))) for label, start, end in rows]
