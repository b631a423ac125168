"""When words are said: a time that cannot be right is none, and all that it may stand for goes."""

import pytest

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.redact.timing import Placed, timing

LASTS_MS = 20_000

#: Turns parted by « / », words as text@start-end, « ~ » for a time that was spread; the words sought, and when they are said.
TIMES = [
    ("all sure", "mon@1000-1200 nom@1200-1500 Martin@1500-2000 voilà@2000-2400", "Martin", (1500, 2000)),
    ("of no length", "nom@1200-1500 Martin@1900-1900 voilà@2500-2900", "Martin", (1500, 2500)),
    ("spread", "nom@1200-1500 Martin@1500-2000~ voilà@2600-2900", "Martin", (1500, 2600)),
    ("too short to be said", "nom@1200-1500 Martin@1700-1750 voilà@2600-2900", "Martin", (1500, 2600)),
    ("out of order", "nom@1200-1500 Martin@900-1300 voilà@2600-2900", "Martin", (900, 2600)),
    ("before the word after it", "nom@1200-1500 Camille@1500-1500 Martin@1500-2000 oui@2000-2300", "Camille Martin", (1200, 2000)),
    # The gap has no room for the word: its sound is in the times of the words beside it.
    ("no gap", "nom@1200-1500 Martin@1500-1500 voilà@1500-2000", "Martin", (1200, 2000)),
    ("no sure word before", "nom@1200-1500~ Martin@1500-2000~ voilà@2600-2900", "Martin", (200, 2600)),
    ("a turn without a sure word", "ah@0-500 / nom@5000-5300~ Martin@5300-5800~ / bien@9000-9500", "Martin", (4000, 6800)),
    ("close to the other turns", "ah@0-4500 / Martin@5000-5800~ / bien@6000-6500", "Martin", (4500, 6000)),
    ("at the end of the sound", "Martin@19500-19900~", "Martin", (18500, 20000)),
    # Numbers: any group at no sure time takes the turn.
    ("a number, sure", "le@1000-1200 06@1200-1800 39@1800-2400 oui@2400-2800", "06 39", (1200, 2400)),
    ("a number with a doubtful group", "le@1000-1200 06@1200-1800 39@1800-1800 98@2000-2500 oui@2500-2800", "06 39 98", (1000, 2800)),
    ("a number too long for its time", "le@1000-1200 0639981234@1200-1300 oui@1300-1600 hein@1600-1900", "0639981234", (1000, 1900)),
    ("a number over two turns", "le@1000-1200 06@1200-1800 / 39@5000-5000 merci@5100-5600", "06 39", (1000, 5600)),
]  # fmt: skip


def placed(line: str) -> list[Placed]:
    found, offset = [], 0
    for number, turn in enumerate(line.split(" / ")):
        for each in turn.split():
            text, _, times = each.partition("@")
            start, end = times.rstrip("~").split("-")
            word = Word(text=text, span=TimeSpan(int(start), int(end)), score=1.0, spread=times.endswith("~"))
            found.append(Placed(turn=number, word=word, start=offset, end=offset + len(text)))
            offset += len(text) + 1
    return found


@pytest.mark.parametrize(("line", "sought", "when"), [each[1:] for each in TIMES], ids=[each[0] for each in TIMES])
def test_when_words_are_said(line, sought, when):
    words = placed(line)
    texts = [each.word.text for each in words]
    first = texts.index(sought.split()[0])
    last = first + len(sought.split()) - 1
    is_number = any(each.isdigit() for each in sought)
    assert timing(words, LASTS_MS).of(first, last, is_number=is_number) == TimeSpan(*when)


#: Turns that keep digits at no sure time, by their first and last word.
UNALIGNED = [
    ("sure digits", "en@0-200 2025@200-1000", []),
    ("doubtful digits", "en@0-200 2025@200-200 oui@900-1200", [(0, 2)]),
    ("few doubtful digits", "en@0-200 12@200-200 oui@900-1200", []),
    ("digits of one turn count together", "12@200-200 oui@900-1200 34@1200-1200", [(0, 2)]),
    ("digits of two turns do not", "12@200-200 oui@900-1200 / 34@1200-1200", []),
]


@pytest.mark.parametrize(("line", "turns"), [each[1:] for each in UNALIGNED], ids=[each[0] for each in UNALIGNED])
def test_digits_that_no_time_explains(line, turns):
    words = placed(line)
    line_timing = timing(words, LASTS_MS)
    assert list(line_timing.unaligned([False] * len(words))) == turns
    assert line_timing.unaligned([True] * len(words)) == ()
