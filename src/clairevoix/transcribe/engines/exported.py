"""Models exported to ONNX, through onnx-asr: Parakeet, Canary, other NeMo models, Whisper.

They run on the processor, one thread for each process. Windows are decoded one at a time: onnx-asr scales the sound of a
Whisper window by the loudest of its batch, and lets Canary write on after its end until the longest of the batch is done, so
that what is heard would depend on the neighbours.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from clairevoix.config import TranscribeSettings
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.decoder import Window
from clairevoix.transcribe.engines.layouts import Layout, layout_digest, layout_of
from clairevoix.transcribe.engines.sizing import Sizing, usual
from clairevoix.transcribe.engines.timed import (
    RATE_HZ,
    Token,
    mean_log_probability,
    spread_words,
    timed_words,
    whole_words,
)
from clairevoix.transcribe.engines.weights import located
from clairevoix.transcribe.gate import Piece

#: Whisper sees 30 s and no more; onnx-asr's author advises 20 to 30 s for the others.
WINDOW_MS = 30_000
#: Shorter windows are filled up with silence: NeMo's features are scaled by their spread over time.
_LEAST_SAMPLES = RATE_HZ // 2
#: A log-probability may round to a little more than 0; what is clearly more is a score of another kind.
_ROUNDING = 1e-3
_FATAL = 4  # ONNX Runtime's highest level of logging: what goes wrong is said once, by us

_BROKEN = "the ONNX model did not load: a file is broken, or does not fit the others; copy the whole export again"
_UNREACHABLE = "the ONNX model is neither a folder nor within reach on a hub (see: clairevoix models)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A loaded model. ``recognise`` is onnx-asr's, with times: it takes a list of windows and a language."""

    recognise: Callable[..., Any] = field(repr=False)
    window_ms: int = WINDOW_MS
    noisy_window_ms: int = WINDOW_MS

    def decode(self, windows: Sequence[Window], language: str) -> Sequence[Piece]:
        """What is said in each window. Raises ComponentError.

        Canary and Whisper are told the language; the others hear which of theirs it is.
        """
        if any(len(window) > self.window_ms * RATE_HZ // 1000 for window in windows):
            raise ComponentError("a window is longer than the ONNX model can hear")
        unknown = f"the ONNX model does not know the language {language}, or its tables do not fit it"
        with _contained("the ONNX model failed on a window", unknown, retryable=True):
            return [self._piece(window, language) for window in windows]

    def _piece(self, window: Window, language: str | None) -> Piece:
        sound = np.pad(np.asarray(window, dtype=np.float32), (0, max(0, _LEAST_SAMPLES - len(window))))
        (heard,) = self.recognise([sound], language=language)
        words = whole_words(_tokens(heard))
        if words and words[0][0].start_ms is not None:
            timed = timed_words(words, len(window) * 1000 // RATE_HZ)
        else:
            timed = spread_words(words, window)
        return Piece(words=timed, mean_log_probability=mean_log_probability(words))


def load(settings: TranscribeSettings, threads: int = 1) -> Exported:
    """Loads a folder or, with a network, a hub name through the library's own path, and tries it on a second of silence.

    Raises SettingsError if the setting names nothing that can be loaded, ComponentError if files are broken.
    """
    library = _library()
    folder = located(settings.model)
    layout = layout_of(folder) if folder else None
    if layout is None and settings.model.startswith(("/", ".", "~")):
        raise SettingsError("transcribe.model: there is no such folder")
    with _contained(_BROKEN if layout else _UNREACHABLE, _BROKEN):
        return _tried(_loaded(library, settings.model, layout, threads))


def digest(settings: TranscribeSettings) -> str:
    """That of the files that are loaded; for a hub name, that of the name."""
    folder = located(settings.model)
    return layout_digest(layout_of(folder)) if folder else hashlib.sha256(settings.model.encode()).hexdigest()[:16]


def sizing(_settings: TranscribeSettings, cores: int, memory_mb: int | None) -> Sizing:
    return usual(cores, memory_mb)


def _library() -> ModuleType:
    try:
        return import_module("onnx_asr")
    except ImportError:
        raise SettingsError("the engine onnx needs onnx-asr; install it with: pip install 'clairevoix[onnx]'") from None


def _loaded(library: ModuleType, model: str, layout: Layout | None, threads: int) -> Exported:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.log_severity_level = _FATAL
    recogniser = library.load_model(
        layout.kind.name if layout else model,
        layout.folder if layout else None,
        quantization=layout.precision if layout else None,
        sess_options=options,
        providers=["CPUExecutionProvider"],
    )
    return Exported(recognise=recogniser.with_timestamps().recognize)


def _tried(model: Exported) -> Exported:
    """Files of different models load well together and fail at the first sound; better now than on every recording."""
    model._piece(np.zeros(RATE_HZ, dtype=np.float32), None)  # noqa: SLF001 - a language is asked for later
    return model


@contextmanager
def _contained(message: str, no_such_token: str, *, retryable: bool = False) -> Iterator[None]:
    """What the libraries raise may quote what was decoded, so it goes no further."""
    try:
        yield
    except KeyError:
        raise ComponentError(no_such_token) from None
    except _failures():
        raise ComponentError(message, retryable=retryable) from None


def _failures() -> tuple[type[Exception], ...]:
    """What onnx-asr lets through when files do not fit, and every exception of ONNX Runtime, which share no parent."""
    runtime = vars(import_module("onnxruntime.capi.onnxruntime_pybind11_state")).values()
    own = [each for each in runtime if isinstance(each, type) and issubclass(each, Exception)]
    return (AssertionError, AttributeError, IndexError, OSError, RuntimeError, TypeError, ValueError, *own)


def _tokens(heard: Any) -> list[Token]:
    """Of one result. Whisper gives text alone: no tokens, no times, no probabilities."""
    if heard.tokens is None:
        return [Token(text=f" {word}") for word in heard.text.split()]
    n_tokens = len(heard.tokens)
    starts = [None] * n_tokens if heard.timestamps is None else [round(1000 * start_s) for start_s in heard.timestamps]
    return [
        Token(text=text, start_ms=start_ms, log_probability=log_probability)
        for text, start_ms, log_probability in zip(
            heard.tokens, starts, _log_probabilities(heard.logprobs, n_tokens), strict=True
        )
    ]


def _log_probabilities(values: Sequence[float] | None, n_tokens: int) -> Sequence[float | None]:
    """None for each token where there is not one for each, or where they are scores of another kind."""
    if values is None or len(values) != n_tokens or not all(value <= _ROUNDING for value in values):
        return [None] * n_tokens
    return values
