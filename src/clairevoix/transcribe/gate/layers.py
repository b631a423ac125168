"""The gate: every test in its order, on what the tests before have left, until nothing more is held back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.gate.decoding import MOST_WORDS_PER_SECOND, astray, circles, repetitive, too_fast, unheard
from clairevoix.transcribe.gate.phrases import reason_of
from clairevoix.transcribe.gate.piece import Dropped, Passed, Piece, Reason
from clairevoix.transcribe.gate.said import TIME_ERROR_MS, Said, covering, runs, said, said_ms, sentences, span_of

#: Sound that a word needs, in ms: the vowel of the shortest ones, three frames. Clicks and gaps in a codec are shorter.
SOUND_PER_WORD_MS = 60
#: Voice that a word needs, in ms: voice activity detection rounds outwards, so no less than the quickest speech.
VOICE_PER_WORD_MS = 1000 // MOST_WORDS_PER_SECOND
#: More than this part of the time looked at is never asked for: words may be squeezed.
MOST_SHARE = 0.5

#: A courtesy is taken for invented if one of its words scored less than this, ...
LEAST_COURTESY_SCORE = 0.3
#: ... or if the decoder gave this probability to there being no speech: on Whisper base, calls of the corpus stay under 0.15,
#: and what it makes up without speech lies over 0.3, half of what Whisper itself asks for.
MOST_COURTESY_NO_SPEECH = 0.3
#: ... or if less than this part of its time has sound, or voice.
LEAST_COURTESY_SHARE = 0.5

#: No word lasts longer, in ms, not even one that is drawn out.
LONGEST_WORD_MS = 5000

#: How far from where they are said to be words may have been squeezed to, in ms.
SQUEEZED_MS = 5000

_BRACKETED = ("[", "]"), ("(", ")"), ("*", "*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What is known of the channel: ms of sound, and of voice, within a time span; and the time free around a piece."""

    sound: Callable[[TimeSpan], int]
    voice: Callable[[TimeSpan], int] | None
    free: TimeSpan


_Test = Callable[[Piece, Sequence[Said], _Heard], Iterable[slice]]


def passed(pieces: Sequence[Piece], *, sound: Iterable[TimeSpan], speech: Iterable[TimeSpan] | None = None) -> Passed:
    """What of a channel's words was said by somebody.

    ``sound`` is where the channel is louder than its noise (:func:`~clairevoix.transcribe.gate.sound.sounding`), ``speech``
    where voice activity detection found voice; None if it did not run. Pieces come in the order of their times. What is
    left, put in again, passes whole.
    """
    sound_ms, voice_ms = covering(sound), None if speech is None else covering(speech)
    given = [piece for piece in pieces if piece.words]
    left: list[Piece] = []
    dropped: list[Dropped] = []
    for piece, free in zip(given, _free(given), strict=True):
        words, found = _sifted(piece, _Heard(sound=sound_ms, voice=voice_ms, free=free))
        dropped += found
        if words:
            left.append(replace(piece, words=tuple(each.word for each in words)) if found else piece)
    dropped.sort(key=lambda each: each.span)
    return Passed(pieces=tuple(left), dropped=tuple(dropped), stretched=tuple(_stretched(left)))


def _sifted(piece: Piece, heard: _Heard) -> tuple[list[Said], list[Dropped]]:
    """All tests, and again: what one took out may bring together what another looks for."""
    words = said(piece.words)
    dropped: list[Dropped] = []
    while True:
        before = len(words)
        for reason, test in _TESTS.items():
            for part in reversed(list(test(piece, words, heard))):
                dropped.append(Dropped(reason=reason, span=span_of(words[part]), n_words=len(words[part])))
                del words[part]
        if len(words) == before:
            return words, dropped


def _silent(_: Piece, words: Sequence[Said], heard: _Heard) -> Iterator[slice]:
    return (run for run in runs(words) if _lacks(words[run], heard.sound, SOUND_PER_WORD_MS))


def _voiceless(_: Piece, words: Sequence[Said], heard: _Heard) -> Iterator[slice]:
    if heard.voice is None:
        return iter(())
    voice = heard.voice
    return (run for run in runs(words) if _lacks(words[run], voice, VOICE_PER_WORD_MS))


def _lacks(words: Sequence[Said], covered_ms: Callable[[TimeSpan], int], per_word_ms: int) -> bool:
    """Whether less is heard where words are said to be, give or take the error of their times, than saying them takes."""
    around = _around(words)
    return covered_ms(around) < min(len(words) * per_word_ms, MOST_SHARE * around.duration_ms)


def _unheard(piece: Piece, words: Sequence[Said], _: _Heard) -> Iterator[slice]:
    return iter([slice(0, len(words))] if words and unheard(piece) else ())


def _hurried(_: Piece, words: Sequence[Said], heard: _Heard) -> Iterator[slice]:
    """Their own times may be wrong: words also have the voice nearby that no other words claim."""
    for run in runs(words):
        start = words[run.start - 1].word.span.end_ms if run.start else heard.free.start_ms
        end = words[run.stop].word.span.start_ms if run.stop < len(words) else heard.free.end_ms
        voice_ms = heard.voice(TimeSpan(start, max(start, end))) if heard.voice else 0
        if too_fast(words[run], max(said_ms(words[run]), voice_ms)):
            yield run


def _wordless(_: Piece, words: Sequence[Said], __: _Heard) -> Iterator[slice]:
    for part in sentences(words):
        text = " ".join(each.word.text for each in words[part]).strip(" .,!?…")
        bracketed = any(text.startswith(opening) and text.endswith(closing) for opening, closing in _BRACKETED)
        if bracketed or text.startswith("[") or not any(each.key for each in words[part]):
            yield part


def _credits(_: Piece, words: Sequence[Said], __: _Heard) -> Iterator[slice]:
    return (part for part in sentences(words) if _reason_of(words[part]) is Reason.CREDITS)


def _courtesy(piece: Piece, words: Sequence[Said], heard: _Heard) -> Iterator[slice]:
    for part in sentences(words):
        if _reason_of(words[part]) is Reason.COURTESY and _is_doubtful(piece, words[part], heard):
            yield part


def _reason_of(words: Sequence[Said]) -> Reason | None:
    return reason_of(" ".join(each.key for each in words if each.key))


def _is_doubtful(piece: Piece, words: Sequence[Said], heard: _Heard) -> bool:
    """Whether anything but the words themselves speaks against them."""
    around, needed = _around(words), LEAST_COURTESY_SHARE * said_ms(words)
    return (
        min(each.word.score for each in words) < LEAST_COURTESY_SCORE
        or (piece.no_speech or 0.0) > MOST_COURTESY_NO_SPEECH
        or astray(words)
        or heard.sound(around) < needed
        or (heard.voice is not None and heard.voice(around) < needed)
    )


#: The tests in their order. UNHEARD comes after the sound, and circles before what looks at whole sentences.
_TESTS: dict[Reason, _Test] = {
    Reason.SILENT: _silent,
    Reason.NO_VOICE: _voiceless,
    Reason.UNHEARD: _unheard,
    Reason.TOO_FAST: _hurried,
    Reason.LOOP: lambda _, words, __: circles(words),
    Reason.REPETITIVE: lambda _, words, __: repetitive(words),
    Reason.NO_WORD: _wordless,
    Reason.CREDITS: _credits,
    Reason.COURTESY: _courtesy,
}


def _around(words: Sequence[Said]) -> TimeSpan:
    span = span_of(words)
    return span.padded(TIME_ERROR_MS, limit_ms=span.end_ms + TIME_ERROR_MS)


def _free(pieces: Sequence[Piece]) -> Iterator[TimeSpan]:
    """For each piece the time around it that no piece beside it claims."""
    spans = [span_of(said(piece.words)) for piece in pieces]
    for index, span in enumerate(spans):
        wide = span.padded(SQUEEZED_MS, limit_ms=span.end_ms + SQUEEZED_MS)
        start = max(wide.start_ms, spans[index - 1].end_ms) if index else wide.start_ms
        end = min(wide.end_ms, spans[index + 1].start_ms) if index + 1 < len(spans) else wide.end_ms
        yield TimeSpan(min(start, span.start_ms), max(end, span.end_ms))


def _stretched(pieces: Iterable[Piece]) -> Iterator[TimeSpan]:
    words = chain.from_iterable(piece.words for piece in pieces)
    return (word.span for word in words if word.span.duration_ms > LONGEST_WORD_MS)
