"""Whisper on CTranslate2, through faster-whisper: voice activity first, batches of speech, a time for every word."""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import faster_whisper
import numpy as np
import soxr

from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.engines.weights import PACKAGED, assembled, folder_digest

_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Whisper:
    """A loaded model and how to decode with it."""

    pipeline: faster_whisper.BatchedInferencePipeline
    beam_size: int
    batch_size: int

    def words(self, channel: Channel, sample_rate_hz: int, language: str) -> tuple[Word, ...]:
        """Every word that voice activity detection lets the model hear."""
        sound = _floats(channel.samples, sample_rate_hz)
        try:
            pieces, _ = self.pipeline.transcribe(
                sound,
                language=language,
                beam_size=self.beam_size,
                batch_size=self.batch_size,
                word_timestamps=True,
                condition_on_previous_text=False,
                vad_filter=True,
            )
            return tuple(word for piece in pieces for word in _whole_words(piece.words or ()))
        except RuntimeError:
            # The cause may quote what was decoded, so it goes no further.
            raise ComponentError("whisper failed on a channel", retryable=True) from None


def load(settings: TranscribeSettings) -> Whisper:
    """Loads an installed model, a folder, or, with a network, a hub name through the library's own path."""
    folder = locate(settings.model)
    try:
        model = faster_whisper.WhisperModel(
            str(folder) if folder else settings.model,
            device="cpu",
            compute_type=settings.compute_type,
            cpu_threads=1,
            num_workers=1,
        )
    except ValueError:
        raise SettingsError("whisper: the model or its compute type is not supported on this machine") from None
    except (RuntimeError, OSError):
        raise ComponentError(
            "whisper: the model did not load; it is neither installed, nor a CTranslate2 folder, nor within reach "
            "on a hub (see: clairevoix models)"
        ) from None
    return Whisper(
        pipeline=faster_whisper.BatchedInferencePipeline(model=model),
        beam_size=settings.beam_size,
        batch_size=settings.batch_size,
    )


def digest(settings: TranscribeSettings) -> str:
    """That of the weights; for a hub name, that of the name."""
    folder = locate(settings.model)
    return folder_digest(folder) if folder else hashlib.sha256(settings.model.encode()).hexdigest()[:16]


def locate(model: str) -> Path | None:
    """The folder of a model, or None for a hub name."""
    if model in PACKAGED:
        return assembled(PACKAGED[model])
    return Path(model) if Path(model).is_dir() else None


def _whole_words(pieces: Iterable[faster_whisper.transcribe.Word]) -> Iterator[Word]:
    """The library cuts « l'heure » and « est-ce » in two; a piece without a space before it continues a word."""
    whole: list[faster_whisper.transcribe.Word] = []
    for piece in pieces:
        if whole and not piece.word.startswith(" "):
            whole.append(piece)
            continue
        yield from _joined(whole)
        whole = [piece]
    yield from _joined(whole)


def _joined(pieces: Sequence[faster_whisper.transcribe.Word]) -> Iterator[Word]:
    text = "".join(piece.word for piece in pieces).strip()
    if text:
        score = min(max(0.0, min(1.0, float(piece.probability))) for piece in pieces)
        yield Word(text=text, span=_span(pieces[0].start, pieces[-1].end), score=score)


def _floats(samples: "array[int]", rate_hz: int) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    sound = np.frombuffer(samples, dtype=np.int16).astype(np.float32) / 32768
    if rate_hz != _RATE_HZ:
        sound = soxr.resample(sound, rate_hz, _RATE_HZ)
    return sound.astype(np.float32, copy=False)


def _span(start_s: float, end_s: float) -> TimeSpan:
    start = max(0, round(start_s * 1000))
    return TimeSpan(start, max(start, round(end_s * 1000)))
