"""What an engine is, and the table of those there are."""

from importlib import import_module
from types import ModuleType
from typing import Protocol

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel, Party
from clairevoix.model.errors import SettingsError
from clairevoix.model.transcript import Word


class Engine(Protocol):
    """Turns the sound of one channel into words."""

    def words(self, channel: Channel, sample_rate_hz: int, language: str) -> tuple[Word, ...]:
        """Every word heard, in order, times in ms from the start of the channel. Raises ComponentError."""


#: Name of an engine to its module, which has ``load`` and ``digest``. One engine, one module, one line.
ENGINES = {"whisper": "clairevoix.transcribe.engines.whisper", "scripted": "clairevoix.transcribe.engines.scripted"}

EXTRACTOR = Extractor(name="transcribe", parties=tuple(Party), modality=Modality.SOUND, infers=Inference.WORDS)


def load_engine(settings: TranscribeSettings) -> Engine:
    """The engine that the settings name, ready to run. Raises SettingsError or ComponentError."""
    engine: Engine = _module(settings).load(settings)
    return engine


def engine_digest(settings: TranscribeSettings) -> str:
    """Identifies the weights that the settings name, without loading them."""
    digest: str = _module(settings).digest(settings)
    return digest


def _module(settings: TranscribeSettings) -> ModuleType:
    if settings.engine not in ENGINES:
        raise SettingsError(f"unknown engine {settings.engine}; known: {', '.join(ENGINES)}")
    return import_module(ENGINES[settings.engine])
