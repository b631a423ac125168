"""The sound of channels to words, the same for every engine that decodes windows.

    voice activity → windows → decode → what went astray again, in halves → the gate → times at the edges of the sound

The windows of all channels, and of several short recordings, are decoded together: a batch costs less than its parts.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from clairevoix.model.contact import Channel
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.decoder import RATE_HZ, Decoder, Window
from clairevoix.transcribe.engines.memory import give_back
from clairevoix.transcribe.gate import Dropped, Piece, passed, sounding
from clairevoix.transcribe.packing import Parts, at_source, filled, halves, packed, speech_ms
from clairevoix.transcribe.placing import placed
from clairevoix.transcribe.speech import at_16_khz, is_clear, voiced

#: A window goes astray in two ways: the decoder goes round in circles, or stops before the speech does. Calls of the corpus
#: have 2 to 5 words a second of detected speech, and text that zlib packs by less than 2.
MOST_WORDS_PER_SECOND, MOST_COMPRESSION = 6.5, 2.2
LEAST_WORDS_PER_SECOND = 1.0
#: Shorter windows may well hold one « oui ».
LEAST_JUDGED_MS = 4000
#: After sound so long, in seconds, what it took is given back: a part of a long recording, of which others follow.
LARGE_S = 200
#: How often a window is cut in two and heard again.
ROUNDS = 2
#: A call is in the other language if that makes its words so much likelier, as the mean logarithm over the first windows of
#: each channel. Calls of the corpus lie 0.2 and more on their side, with four windows of 12 s.
SURE_OF_LANGUAGE, JUDGED_WINDOWS = 0.15, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The words of a channel, and what the gate held back."""

    words: tuple[Word, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A window of one channel, by the channel's place."""

    channel: int
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Hears channels through a decoder."""

    decoder: Decoder

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        """What is said on each channel, in order; times in ms from the start. Raises ComponentError."""
        (heard,) = self.hear_together([(channels, sample_rate_hz)], language)
        return heard

    def hear_together(
        self, recordings: Sequence[tuple[Sequence[Channel], int]], language: str
    ) -> tuple[tuple[Heard, ...], ...]:
        """The same for several recordings, each with its sample rate in Hz. Raises ComponentError."""
        lines = [(channel, rate, len(channels) == 1) for channels, rate in recordings for channel in channels]
        sounds = [at_16_khz(channel, rate) for channel, rate, _ in lines]
        speech = [voiced(sound, self.decoder.window_ms) for sound in sounds]
        tasks = [
            _Task(channel=number, parts=parts)
            for number, (sound, spans, (_, _, alone)) in enumerate(zip(sounds, speech, lines, strict=True))
            for parts in packed(spans, self._window_ms(sound, spans, alone=alone))
        ]
        decoded = self._decoded(tasks, sounds, language)
        heard = iter(
            [
                _heard([each for each in decoded if each[0].channel == number], channel, rate, speech[number])
                for number, (channel, rate, _) in enumerate(lines)
            ]
        )
        if max(map(len, sounds), default=0) > LARGE_S * RATE_HZ:
            give_back()
        return tuple(tuple(islice(heard, len(channels))) for channels, _ in recordings)

    def language(self, channels: Sequence[Channel], sample_rate_hz: int, languages: Sequence[str]) -> str:
        """Which of some languages is spoken: the first, unless another is surely likelier, or the decoder does not say.

        The beginning of each channel is decoded in each language. Raises ComponentError.
        """
        windows = [window for channel in channels for window in self._first(at_16_khz(channel, sample_rate_hz))]
        found: dict[str, float] = {}
        for language in languages:
            scores = [piece.mean_log_probability for piece in self.decoder.decode(windows, language)] if windows else []
            known = [score for score in scores if score is not None]
            if not known or len(known) < len(scores):
                return languages[0]
            found[language] = sum(known) / len(known)
        likeliest = max(found, key=lambda each: found[each])
        return likeliest if found[likeliest] - found[languages[0]] >= SURE_OF_LANGUAGE else languages[0]

    def _first(self, sound: Window) -> list[Window]:
        window_ms = self.decoder.window_ms
        return [filled(sound, parts) for parts in packed(voiced(sound, window_ms), window_ms)[:JUDGED_WINDOWS]]

    def _window_ms(self, sound: Window, speech: Sequence[TimeSpan], *, alone: bool) -> int:
        """Long where it is hard to hear: in noise, and where several people share the only channel."""
        is_easy = not alone and is_clear(sound, speech)
        return self.decoder.window_ms if is_easy else self.decoder.noisy_window_ms

    def _decoded(self, tasks: Sequence[_Task], sounds: Sequence[Window], language: str) -> list[tuple[_Task, Piece]]:
        """Every window with its words; one that went astray as two, heard again."""
        found = self._pieces(tasks, sounds, language)
        for _ in range(ROUNDS):
            doubted = [each for each in found if astray(each[1], speech_ms(each[0].parts))]
            again = [
                (each, [replace(each[0], parts=parts) for parts in halves(each[0].parts)])
                for each in doubted
                if len(halves(each[0].parts)) > 1
            ]
            if not again:
                break
            renewed = iter(self._pieces([task for _, tasks in again for task in tasks], sounds, language))
            for each, smaller in again:
                new = [next(renewed) for _ in smaller]
                if _better(new, each):
                    found.remove(each)
                    found += new
        return sorted(found, key=lambda each: (each[0].channel, each[0].parts))

    def _pieces(self, tasks: Sequence[_Task], sounds: Sequence[Window], language: str) -> list[tuple[_Task, Piece]]:
        if not tasks:
            return []
        pieces = self.decoder.decode([filled(sounds[task.channel], task.parts) for task in tasks], language)
        return list(zip(tasks, pieces, strict=True))


def astray(piece: Piece, lasts_ms: int) -> bool:
    """Whether a piece looks as if the decoder had gone round in circles, or had stopped half-way."""
    return _circles(piece, lasts_ms) or _stops(piece, lasts_ms)


def _circles(piece: Piece, lasts_ms: int) -> bool:
    text = " ".join(word.text for word in piece.words).encode()
    packs = len(text) / len(zlib.compress(text))
    return packs > MOST_COMPRESSION or len(piece.words) * 1000 > MOST_WORDS_PER_SECOND * max(lasts_ms, 1000)


def _stops(piece: Piece, lasts_ms: int) -> bool:
    return lasts_ms > LEAST_JUDGED_MS and len(piece.words) * 1000 < LEAST_WORDS_PER_SECOND * lasts_ms


def _better(new: Sequence[tuple[_Task, Piece]], old: tuple[_Task, Piece]) -> bool:
    """Whether two halves say more than the whole did: always after a circle, else if they have more words and no circle."""
    if _circles(old[1], speech_ms(old[0].parts)):
        return True
    sound = [piece for task, piece in new if not _circles(piece, speech_ms(task.parts))]
    return sum(len(piece.words) for piece in sound) > len(old[1].words)


def _heard(decoded: Sequence[tuple[_Task, Piece]], channel: Channel, rate_hz: int, speech: Sequence[TimeSpan]) -> Heard:
    sound = sounding(channel, rate_hz)
    pieces = [
        replace(piece, words=tuple(replace(word, span=at_source(word.span, task.parts)) for word in piece.words))
        for task, piece in decoded
    ]
    through = passed(pieces, sound=sound, speech=speech)
    words = tuple(word for piece in through.pieces for word in piece.words)
    return Heard(words=placed(words, sound), dropped=through.dropped)
