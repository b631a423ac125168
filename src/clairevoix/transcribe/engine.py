"""What an engine is, and the table of those there are."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from types import ModuleType
from typing import Protocol, runtime_checkable

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel, Party
from clairevoix.model.errors import SettingsError
from clairevoix.transcribe.decoder import Decoder
from clairevoix.transcribe.engines.sizing import Sizing
from clairevoix.transcribe.hearing import Heard, Listener


class Engine(Protocol):
    """Turns the sound of channels into words."""

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        """What is said on each channel, words in order, times in ms from its start. Raises ComponentError."""


#: Name of an engine to its module, which has ``load`` (an engine or a decoder), ``digest`` and ``sizing``. One line each.
ENGINES = {
    "whisper": "clairevoix.transcribe.engines.whisper",
    "onnx": "clairevoix.transcribe.engines.exported",
    "scripted": "clairevoix.transcribe.engines.scripted",
}

#: What calls are held in, the usual one first; and the word for a call of which it is not known.
LANGUAGES, AUTO = ("fr", "en"), "auto"

EXTRACTOR = Extractor(name="transcribe", parties=tuple(Party), modality=Modality.SOUND, infers=Inference.WORDS)


def load_engine(settings: TranscribeSettings, threads: int = 1) -> Engine:
    """The engine that the settings name, ready to run. Raises SettingsError or ComponentError."""
    loaded: Engine | Decoder = _module(settings).load(settings, threads)
    return Listener(decoder=loaded) if isinstance(loaded, Decoder) else loaded


def spoken_language(engine: Engine, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> str:
    """The language given, or for ``AUTO`` the one that is heard: French, unless surely another. Raises ComponentError."""
    if language != AUTO:
        return language
    return engine.language(channels, sample_rate_hz, LANGUAGES) if isinstance(engine, Listener) else LANGUAGES[0]


@runtime_checkable
class Varied(Decoder, Protocol):
    """A decoder that can decode in another way."""

    def otherwise(self) -> "Decoder":
        """The same weights with other settings: other mistakes."""


def second_hearing(engine: Engine) -> Engine:
    """An engine that makes other mistakes than this one, of the same weights, for checking what the first one heard."""
    if isinstance(engine, Listener) and isinstance(engine.decoder, Varied):
        return replace(engine, decoder=engine.decoder.otherwise())
    return engine


def engine_digest(settings: TranscribeSettings) -> str:
    """Identifies the weights that the settings name, without loading them."""
    digest: str = _module(settings).digest(settings)
    return digest


def engine_sizing(settings: TranscribeSettings, cores: int, memory_mb: int | None) -> Sizing:
    """How many processes of how many threads this engine is best run in; may try it for a few seconds, once a machine."""
    sizing: Sizing = _module(settings).sizing(settings, cores, memory_mb)
    return sizing


def _module(settings: TranscribeSettings) -> ModuleType:
    if settings.engine not in ENGINES:
        raise SettingsError(f"unknown engine {settings.engine}; known: {', '.join(ENGINES)}")
    return import_module(ENGINES[settings.engine])
