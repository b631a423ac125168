"""What a decoder gone astray looks like: circles, text that packs too well, words faster than speech."""

import re
import zlib
from collections.abc import Iterator, Sequence

from clairevoix.transcribe.gate.piece import Piece
from clairevoix.transcribe.gate.said import Said, runs

#: Whisper's own tests (Radford et al. 2023, arXiv:2212.04356, §4.5): it takes a window for silence if its tokens are less
#: likely than this on average *and* it gives this probability to there being no speech. Either alone is often wrong.
LEAST_LOG_PROBABILITY = -1.0
MOST_NO_SPEECH = 0.6
#: The same paper: text that zlib packs by more than this repeats itself.
MOST_COMPRESSION = 2.4
#: Ratios are of windows, so longer stretches are looked at in blocks of the words that 30 s of quick speech hold: the longer
#: a text, the better it packs, repetitive or not. Shorter ones than 25 words repeat themselves as people do.
BLOCK_WORDS = 120
LEAST_BLOCK_WORDS = 25

#: So many words may go round, and so often: « non non non non non non », « c'est bon c'est bon c'est bon ». Nobody says a
#: phrase of three words four times over without a pause.
ROUNDS = {1: 6, 2: 4, 3: 3, 4: 3, 5: 3, 6: 3}
#: Dictated numbers and spelled letters go round more often: « zéro six zéro six zéro six », « zéro zéro zéro zéro ».
DICTATED_ROUNDS = 8
#: What stays of a circle: the first words may have been heard, and people do say things twice.
ROUNDS_KEPT = 2
#: Words shorter than this have not been placed in the sound at all, in ms: with Whisper base, 1 in 200 of real calls
#: and 9 in 10 of what it makes up.
INSTANT_MS = 40
#: One or two words are often squeezed between others that are there.
LEAST_ASTRAY_WORDS = 3

#: French is spoken at 7 syllables a second on average (Pellegrino, Coupé & Marsico 2011, Language 87(3)), which is about 5
#: words or 20 letters; the quickest are not twice as quick. By the times of Whisper base, calls of the corpus reach 6 and 29.
MOST_WORDS_PER_SECOND = 12
MOST_LETTERS_PER_SECOND = 40
#: Shorter stretches are often squeezed by the alignment alone.
LEAST_FAST_WORDS = 6

_NUMERALS = frozenset(
    "zero un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente "
    "quarante cinquante soixante septante huitante octante nonante cent cents mille et double triple oh one two three four "
    "five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty "
    "forty fifty sixty seventy eighty ninety hundred thousand".split()
)
#: Inside one word as well: « Jésus-Jésus-Jésus-Jésus-Jésus » of hold music, « hahahahahahaha »; but « hmmmmm » is one.
_ROUNDS_INSIDE = re.compile(r"([^\W\d]{4,12}?)\1{4,}|([^\W\d]{2,3}?)\2{6,}")
_LEAST_ROUND_LETTERS = 14


def unheard(piece: Piece) -> bool:
    """Whether the decoder itself says that there was nothing to hear."""
    if piece.mean_log_probability is None or piece.no_speech is None:
        return False
    return piece.mean_log_probability < LEAST_LOG_PROBABILITY and piece.no_speech > MOST_NO_SPEECH


def circles(words: Sequence[Said]) -> Iterator[slice]:
    """What goes round and round, but for its first two rounds; the whole stretch, if most of it has no place in the sound."""
    for run in runs(words):
        found = list(_rounds(words, run))
        if found and astray(words[run]):
            yield run
        else:
            yield from found


def repetitive(words: Sequence[Said]) -> Iterator[slice]:
    """Blocks of text that zlib packs too well. Numbers are left out: digits always pack well."""
    for run in runs(words):
        for start in range(run.start, run.stop, BLOCK_WORDS):
            block = slice(start, min(start + BLOCK_WORDS, run.stop))
            texts = [each.word.text for each in words[block] if not _is_dictated(each.key)]
            if len(texts) >= LEAST_BLOCK_WORDS and compression(" ".join(texts)) > MOST_COMPRESSION:
                yield block


def too_fast(words: Sequence[Said], time_ms: int) -> bool:
    """Whether nobody could say these words in that time."""
    if len(words) < LEAST_FAST_WORDS:
        return False
    letters = sum(len(each.key) - each.key.count(" ") for each in words)
    per_second = 1000 / max(1, time_ms)
    return len(words) * per_second > MOST_WORDS_PER_SECOND or letters * per_second > MOST_LETTERS_PER_SECOND


def astray(words: Sequence[Said]) -> bool:
    """Whether most words have no place in the sound: the decoder wrote on without listening."""
    n_instant = sum(each.word.span.duration_ms < INSTANT_MS for each in words)
    return len(words) >= LEAST_ASTRAY_WORDS and 2 * n_instant > len(words)


def compression(text: str) -> float:
    """How many times shorter zlib makes a text, as Whisper computes it.

    >>> round(compression("Merci. " * 20), 1), round(compression("Bonjour madame, je vous écoute."), 1)
    (7.8, 0.8)
    """
    plain = text.encode()
    return len(plain) / len(zlib.compress(plain))


def _rounds(words: Sequence[Said], run: slice) -> Iterator[slice]:
    """The shortest circles first, so that « oui » eight times is not « oui oui » four times."""
    keys = [each.key for each in words]
    left = [index for index in range(run.start, run.stop) if not _goes_round_inside(keys[index])]
    for n_words in ROUNDS:
        left = _unwound(left, keys, n_words)
    kept = set(left)
    gone = [index for index in range(run.start, run.stop) if index not in kept]
    for start, end in _consecutive(gone):
        yield slice(start, end)


def _unwound(indices: Sequence[int], keys: Sequence[str], n_words: int) -> list[int]:
    """These indices without the third round, and later ones, of any circle of ``n_words`` that goes round too often."""
    kept: list[int] = []
    start = 0
    while start < len(indices):
        end = start
        while end + n_words < len(indices) and keys[indices[end]] == keys[indices[end + n_words]]:
            end += 1
        n_rounds = (end - start) // n_words + 1
        circle = indices[start : start + n_words]
        if n_rounds > ROUNDS[n_words] and not (
            n_rounds <= DICTATED_ROUNDS and all(_is_dictated(keys[index]) for index in circle)
        ):
            kept += indices[start : start + ROUNDS_KEPT * n_words]
            start += n_rounds * n_words
        else:
            kept += indices[start : max(end, start + 1)]
            start = max(end, start + 1)
    return kept


def _is_dictated(key: str) -> bool:
    """Whether a word is a number or a single letter, as people dictate them; « à » and « y » count as letters here."""
    return all(part in _NUMERALS or len(part) == 1 or not part.isalpha() for part in key.split())


def _goes_round_inside(key: str) -> bool:
    """Whether a single word is a circle."""
    return len(key) >= _LEAST_ROUND_LETTERS and _ROUNDS_INSIDE.search(key.replace(" ", "")) is not None


def _consecutive(indices: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for place in range(1, len(indices) + 1):
        if place == len(indices) or indices[place] != indices[place - 1] + 1:
            yield indices[start], indices[place - 1] + 1
            start = place
