"""Whisper on CTranslate2: windows of any length in batches of like length, a time for every word.

The encoder is given what a window holds, rounded up to whole seconds, and not 30 s of mostly silence: its attention costs the
square of the length. Loading, the hub included, is faster-whisper's.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import ctranslate2
import faster_whisper
import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer

from clairevoix.config import TranscribeSettings
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.decoder import RATE_HZ, Window
from clairevoix.transcribe.engines.calibration import USUAL, calibrated
from clairevoix.transcribe.engines.memory import keep_memory, one_heap
from clairevoix.transcribe.engines.sizing import Sizing, sized
from clairevoix.transcribe.engines.vocabulary import Shortened, shortened_files
from clairevoix.transcribe.engines.weights import folder_digest, located
from clairevoix.transcribe.gate import Piece

#: The best lengths of a window, in ms. On a good line twice as long costs half as much again and gains a point or two of word
#: error rate; in noise the decoder needs all the context that it was trained with.
WINDOW_MS, NOISY_WINDOW_MS = 12_000, 28_000
#: Silence behind the speech, and the grain of lengths, in ms. Without that silence the decoder often writes on.
TAIL_MS, GRAIN_MS = 500, 1000
_LONGEST_MS = 30_000
#: A decoder that goes round in circles is stopped after so many tokens a second; people reach 6.
_TOKENS_PER_SECOND, _FEWEST_TOKENS, _MOST_TOKENS = 10, 16, 448
_OTHER_BEAM = 3
_FRAME_MS = 10
_TOKENS_MS = 20  # an encoder position


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A loaded model and how to decode with it."""

    model: ctranslate2.models.Whisper | Shortened = field(repr=False)
    tokenizer: Any = field(repr=False)
    features: FeatureExtractor = field(repr=False)
    beam_size: int
    batch_size: int
    window_ms: int = WINDOW_MS
    noisy_window_ms: int = NOISY_WINDOW_MS

    def otherwise(self) -> "Whisper":
        """Greedy where it searched, and the other way round; windows as long as in noise."""
        return replace(self, beam_size=1 if self.beam_size > 1 else _OTHER_BEAM, window_ms=self.noisy_window_ms)

    def decode(self, windows: Sequence[Window], language: str) -> Sequence[Piece]:
        """One piece for each window. Raises ComponentError; its cause may quote what was decoded, so it goes no further."""
        tokens = Tokenizer(self.tokenizer, multilingual=True, task="transcribe", language=language)
        pieces: dict[int, Piece] = {}
        order = sorted(range(len(windows)), key=lambda number: -len(windows[number]))
        try:
            for first in range(0, len(order), self.batch_size):
                batch = order[first : first + self.batch_size]
                pieces |= zip(batch, self._batch([windows[number] for number in batch], tokens), strict=True)
        except (RuntimeError, ValueError):
            raise ComponentError("whisper failed on a window", retryable=True) from None
        return [pieces[number] for number in range(len(windows))]

    def _batch(self, windows: Sequence[Window], tokens: Tokenizer) -> Iterator[Piece]:
        lasts_ms = [len(window) * 1000 // RATE_HZ for window in windows]
        encoded = self.model.encode(self._spectra(windows, _padded_ms(max(lasts_ms))))
        limit = min(_MOST_TOKENS, _FEWEST_TOKENS + _TOKENS_PER_SECOND * max(lasts_ms) // 1000)
        results = self.model.generate(
            encoded,
            [[*tokens.sot_sequence, tokens.no_timestamps]] * len(windows),
            beam_size=self.beam_size,
            max_length=limit,
            return_scores=True,
            return_no_speech_prob=True,
        )
        texts = [[token for token in result.sequences_ids[0] if token < tokens.eot] for result in results]
        alignments = self.model.align(
            encoded, list(tokens.sot_sequence), texts, [max(2, ms // _FRAME_MS) for ms in lasts_ms]
        )
        for text, result, alignment in zip(texts, results, alignments, strict=True):
            yield Piece(
                words=tuple(_words(tokens, text, alignment)),
                mean_log_probability=min(0.0, result.scores[0]),
                no_speech=result.no_speech_prob,
            )

    def _spectra(self, windows: Sequence[Window], lasts_ms: int) -> ctranslate2.StorageView:
        """Log-mel spectra, windows × bands × frames of 10 ms, all of one length."""
        n_samples = lasts_ms * RATE_HZ // 1000
        spectra = [
            self.features(np.pad(window[:n_samples], (0, max(0, n_samples - len(window)))), padding=0)[
                :, : lasts_ms // _FRAME_MS
            ]
            for window in windows
        ]
        return ctranslate2.StorageView.from_array(np.ascontiguousarray(np.stack(spectra), dtype=np.float32))


def load(settings: TranscribeSettings, threads: int = 1) -> Whisper:
    """Loads an installed model, a folder, or, with a network, a hub name through the library's own path."""
    folder = located(settings.model)
    choice = calibrated(folder, settings.compute_type)
    choice.apply()
    one_heap()
    shortened = shortened_files(folder) if folder else None
    try:
        loaded = faster_whisper.WhisperModel(
            str(folder) if folder else settings.model,
            device="cpu",
            compute_type=choice.compute_type,
            cpu_threads=threads,
            num_workers=1,
            files=dict(shortened.files) if shortened else None,
        )
    except ValueError:
        raise SettingsError("whisper: the model or its compute type is not supported on this machine") from None
    except (RuntimeError, OSError):
        raise ComponentError(
            "whisper: the model did not load; it is neither installed, nor a CTranslate2 folder, nor within reach "
            "on a hub (see: clairevoix models)"
        ) from None
    keep_memory()
    return Whisper(
        model=Shortened.of(loaded.model, shortened.kept) if shortened else loaded.model,
        tokenizer=loaded.hf_tokenizer,
        features=loaded.feature_extractor,
        beam_size=settings.beam_size,
        batch_size=settings.batch_size,
    )


def digest(settings: TranscribeSettings) -> str:
    """That of the weights, for a hub name that of the name; with how they are computed, where that is not given."""
    folder = located(settings.model)
    weights = folder_digest(folder) if folder else _short(settings.model)
    choice = calibrated(folder, settings.compute_type)
    # The usual choice goes without saying: most machines make the same of a recording.
    if choice.instructions or choice.compute_type not in (settings.compute_type, USUAL):
        return _short(f"{weights} {choice.compute_type} {choice.instructions}")
    return weights


def sizing(settings: TranscribeSettings, cores: int, memory_mb: int | None) -> Sizing:
    """What suits this machine, by trying."""
    folder = located(settings.model)
    return sized(folder, calibrated(folder, settings.compute_type), cores, memory_mb)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _padded_ms(speech_ms: int) -> int:
    """
    >>> _padded_ms(11_600), _padded_ms(11_200), _padded_ms(29_900)
    (13000, 12000, 30000)
    """
    return min(_LONGEST_MS, -(-(speech_ms + TAIL_MS) // GRAIN_MS) * GRAIN_MS)


def _words(tokens: Tokenizer, text: Sequence[int], alignment: Any) -> Iterator[Word]:
    """The words of a text with the times at which the decoder's attention moves from one to the next.

    The library cuts « l'heure » and « est-ce » in two; a piece without a space before it continues a word.
    """
    if not text:
        return
    pieces, piece_tokens = tokens.split_to_word_tokens([*text, tokens.eot])
    positions = np.array(alignment.alignments, dtype=np.int64).reshape(-1, 2)
    jumps = np.flatnonzero(np.diff(positions[:, 0], prepend=-1))
    times_ms = positions[jumps, 1] * _TOKENS_MS
    begins = np.cumsum([0, *(len(each) for each in piece_tokens[:-1])])
    whole: list[tuple[str, int, int, float]] = []
    for number, piece in enumerate(pieces[:-1]):
        first, last = int(begins[number]), int(begins[number + 1])
        score = float(np.mean(alignment.text_token_probs[first:last]))
        if whole and not piece.startswith(" "):
            said, start, _, least = whole[-1]
            whole[-1] = (said + piece, start, int(times_ms[last]), min(least, score))
        else:
            whole.append((piece, int(times_ms[first]), int(times_ms[last]), score))
    yield from _timed(whole)


def _timed(whole: Iterable[tuple[str, int, int, float]]) -> Iterator[Word]:
    for said, start, end, score in whole:
        if said.strip():
            yield Word(text=said.strip(), span=TimeSpan(start, max(start, end)), score=max(0.0, min(1.0, score)))
