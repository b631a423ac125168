"""The settings of a workspace: one frozen value, read from ``clairevoix.toml``, handed out by section."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_origin, get_type_hints

from clairevoix.model.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceSettings:
    """``synthetic`` marks made-up data on every page; ``keys`` is the folder of the secrets, apart if you can."""

    synthetic: bool = False
    keys: str = "keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeSettings:
    """``model``: an installed model, a folder (CTranslate2 for whisper, an ONNX export for onnx), the name of a folder in the
    cache, or a hub name (needs a network). Beam, batch and compute type are Whisper's; ``auto`` is what suits the processor.
    """

    engine: str = "whisper"
    model: str = "whisper-base"
    compute_type: str = "auto"
    beam_size: int = 3
    batch_size: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactSettings:
    """``padding_ms`` goes before and after each redacted word; ``audio``: ``mute``, or ``tone`` in its place; ``references``
    are the company's own patterns, by name.
    """

    padding_ms: int = 250
    audio: str = "mute"
    references: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecuteSettings:
    """``jobs`` processes of so many ``threads`` each; 0 means what suits the machine."""

    jobs: int = 0
    threads: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureSettings:
    """``level`` of the confidence intervals, 0 to 1; ``link_days`` within which an answer follows a contact."""

    level: float = 0.95
    link_days: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSettings:
    """The NPS wanted in the month ``due`` (YYYY-MM). ``quantity`` says of what: ``spot`` (that month alone), ``rolling``
    (the last ``window`` months) or ``year-to-date``. ``breaks`` are months from which the series is another one, each
    with its ``month`` and ``reason``.
    """

    points: float | None = None
    quantity: str = "year-to-date"
    due: str = ""
    window: int = 12
    breaks: Sequence[Mapping[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """``login``: who must sign in: ``people``, for pages about somebody's work, or ``all``, for every page."""

    login: str = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class LlmSettings:
    """``url``: an OpenAI-compatible endpoint, up to and without ``/chat/completions``; empty: nothing is ever sent.
    ``key_variable`` is the environment variable that holds its key, if it needs one.
    """

    url: str = field(default="", repr=False)
    model: str = ""
    key_variable: str = ""
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting; each stage receives its own section."""

    workspace: WorkspaceSettings = field(default_factory=WorkspaceSettings)
    transcribe: TranscribeSettings = field(default_factory=TranscribeSettings)
    redact: RedactSettings = field(default_factory=RedactSettings)
    execute: ExecuteSettings = field(default_factory=ExecuteSettings)
    measure: MeasureSettings = field(default_factory=MeasureSettings)
    target: TargetSettings = field(default_factory=TargetSettings)
    web: WebSettings = field(default_factory=WebSettings)
    llm: LlmSettings = field(default_factory=LlmSettings)


_LONGEST_PATTERN = 200
QUANTITIES = ("spot", "rolling", "year-to-date")
#: Why a series is not the same before and after a month. The page says each in the reader's language.
BREAKS = ("survey", "reorganisation", "price", "other")
#: Tables and lists of a TOML document, by what the setting's type says.
_CONTAINERS: Mapping[object, Any] = {Mapping: Mapping, Sequence: list}


def parse_settings(document: Mapping[str, object]) -> Settings:
    """The settings in a TOML document. Raises SettingsError for an unknown key, a wrong type or an impossible value."""
    sections = {name: type(getattr(Settings(), name)) for name in (each.name for each in fields(Settings))}
    values: dict[str, Any] = {}
    for name, table in document.items():
        if name not in sections or not isinstance(table, Mapping):
            raise SettingsError(f"clairevoix.toml: unknown section {name}; known: {', '.join(sections)}")
        values[name] = _section(name, sections[name], table)
    settings = Settings(**values)
    _check(settings)
    return settings


def read_toml(path: Path) -> dict[str, object]:
    """A TOML file, or nothing if there is no such file. Raises SettingsError if it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise SettingsError(f"{path.name} is not valid TOML in UTF-8") from None


def _section(name: str, cls: Any, table: Mapping[str, object]) -> object:
    if not is_dataclass(cls):
        raise TypeError(name)
    hints = get_type_hints(cls)
    for key, value in table.items():
        if key not in hints:
            raise SettingsError(f"clairevoix.toml: unknown setting {name}.{key}; known: {', '.join(hints)}")
        wanted = _CONTAINERS.get(get_origin(hints[key]), hints[key])
        is_number = not isinstance(value, bool) and isinstance(value, int) and wanted in (float, float | None)
        if not is_number and (not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool)):
            raise SettingsError(f"clairevoix.toml: {name}.{key} must be of type {getattr(wanted, '__name__', wanted)}")
    return cls(**table)  # type: ignore[operator]


def _check(settings: Settings) -> None:
    checks = {
        "transcribe.engine scripted recites what it is given, so it needs workspace.synthetic": (
            settings.transcribe.engine != "scripted" or settings.workspace.synthetic
        ),
        "measure.level must lie between 0.5 and 0.999": 0.5 <= settings.measure.level <= 0.999,
        "measure.link_days must lie between 0 and 90": 0 <= settings.measure.link_days <= 90,
        "execute.jobs must be 0 or more": settings.execute.jobs >= 0,
        "execute.threads must be 0 or more": settings.execute.threads >= 0,
        "redact.padding_ms must lie between 250 and 5000": 250 <= settings.redact.padding_ms <= 5000,
        "redact.audio must be mute or tone": settings.redact.audio in {"mute", "tone"},
        "transcribe.beam_size must lie between 1 and 20": 1 <= settings.transcribe.beam_size <= 20,
        "transcribe.batch_size must lie between 1 and 64": 1 <= settings.transcribe.batch_size <= 64,
        f"target.quantity must be one of {', '.join(QUANTITIES)}": settings.target.quantity in QUANTITIES,
        "target.window must lie between 2 and 36 months": 2 <= settings.target.window <= 36,
        f"target.breaks: each needs a month such as 2025-04 and a reason among {', '.join(BREAKS)}": all(
            _is_break(each) for each in settings.target.breaks
        ),
        "llm.timeout_s must lie between 1 and 600": 1 <= settings.llm.timeout_s <= 600,
        "web.login must be people or all": settings.web.login in {"people", "all"},
        "target.points must lie between -100 and 100": -100 <= (settings.target.points or 0) <= 100,
        "target.due must be a month such as 2025-12": settings.target.points is None or _is_month(settings.target.due),
    }
    for name, pattern in settings.redact.references.items():
        checks[f"redact.references.{name} must be a regular expression of 200 characters at most"] = _is_pattern(
            pattern
        )
    for message, holds in checks.items():
        if not holds:
            raise SettingsError(f"clairevoix.toml: {message}")


def _is_pattern(text: object) -> bool:
    """A regular expression of a sensible length that does not fit everything."""
    try:
        return isinstance(text, str) and len(text) <= _LONGEST_PATTERN and re.compile(text).search("") is None
    except re.error:
        return False


def _is_break(each: object) -> bool:
    """A table with a month and a known reason, and nothing else: what is written here is shown on the page."""
    if not isinstance(each, Mapping) or set(each) != {"month", "reason"}:
        return False
    return isinstance(each["month"], str) and _is_month(each["month"]) and each["reason"] in BREAKS


def _is_month(text: str) -> bool:
    return re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text, re.ASCII) is not None
