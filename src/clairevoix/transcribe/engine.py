"""What an engine is, and the table of those there are."""

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Protocol

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel, Party
from clairevoix.model.errors import SettingsError
from clairevoix.transcribe.decoder import Decoder
from clairevoix.transcribe.hearing import Heard, Listener


class Engine(Protocol):
    """Turns the sound of channels into words."""

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        """What is said on each channel, words in order, times in ms from its start. Raises ComponentError."""


#: Name of an engine to its module, which has ``load`` (an engine or a decoder) and ``digest``. One line each.
ENGINES = {
    "whisper": "clairevoix.transcribe.engines.whisper",
    "onnx": "clairevoix.transcribe.engines.exported",
    "scripted": "clairevoix.transcribe.engines.scripted",
}

EXTRACTOR = Extractor(name="transcribe", parties=tuple(Party), modality=Modality.SOUND, infers=Inference.WORDS)


def load_engine(settings: TranscribeSettings) -> Engine:
    """The engine that the settings name, ready to run. Raises SettingsError or ComponentError."""
    loaded: Engine | Decoder = _module(settings).load(settings)
    return Listener(decoder=loaded) if isinstance(loaded, Decoder) else loaded


def engine_digest(settings: TranscribeSettings) -> str:
    """Identifies the weights that the settings name, without loading them."""
    digest: str = _module(settings).digest(settings)
    return digest


def _module(settings: TranscribeSettings) -> ModuleType:
    if settings.engine not in ENGINES:
        raise SettingsError(f"unknown engine {settings.engine}; known: {', '.join(ENGINES)}")
    return import_module(ENGINES[settings.engine])
