"""The charter in force: its numbers, and the bounds that no file can loosen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from clairevoix.model.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Charter:
    """What may be heard, kept and shown. Without a ``charter.toml`` these strictest values hold.

    ``sampling_rate`` is the share of contacts drawn (0 to 1), ``minimum_cell`` a number of people; the terms are days.
    """

    sampling_rate: float = 0.02
    minimum_cell: int = 20
    recording_days: int = 30
    comment_days: int = 90

    @property
    def digest(self) -> str:
        """Identifies these very numbers: sha256 of their canonical JSON, 16 hex digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """How far a setting may go, and the source that says so."""

    low: float
    high: float
    source: str


BOUNDS: Mapping[str, Bound] = {
    "sampling_rate": Bound(
        low=0.0, high=0.2, source="rule R4: this project's reading of « quelques conversations », CNIL SAN-2023-008"
    ),
    "minimum_cell": Bound(low=10, high=10_000, source="rule R17: GDPR article 5(1)(c)"),
    "recording_days": Bound(low=1, high=180, source="rule R8: CNIL, recordings six months at most"),
    "comment_days": Bound(low=1, high=365, source="rule R8: CNIL, evaluation documents one year at most"),
}
_PLACES = {
    ("sampling", "rate"): "sampling_rate",
    ("disclosure", "minimum_cell"): "minimum_cell",
    ("retention", "recording_days"): "recording_days",
    ("retention", "comment_days"): "comment_days",
}


def parse_charter(document: Mapping[str, object]) -> Charter:
    """The charter written in ``charter.toml``.

    Raises SettingsError for an unknown key, a wrong type or a value beyond its bound, naming the source.
    """
    values: dict[str, float | int] = {}
    for section, table in document.items():
        if not isinstance(table, Mapping):
            raise SettingsError(f"charter.toml: {section} is not a section")
        for key, value in table.items():
            name = _PLACES.get((section, str(key)))
            if name is None:
                known = ", ".join(".".join(place) for place in _PLACES)
                raise SettingsError(f"charter.toml: unknown setting {section}.{key}; known: {known}")
            values[name] = _bounded(f"{section}.{key}", name, value)
    return Charter(**values)  # type: ignore[arg-type]


def _bounded(place: str, name: str, value: object) -> float | int:
    wanted: type = float if name == "sampling_rate" else int
    if isinstance(value, bool) or not isinstance(value, (int, float)) or (wanted is int and not isinstance(value, int)):
        raise SettingsError(f"charter.toml: {place} must be a number of type {wanted.__name__}")
    bound = BOUNDS[name]
    if not bound.low <= value <= bound.high:
        raise SettingsError(f"charter.toml: {place} must lie between {bound.low:g} and {bound.high:g} ({bound.source})")
    return value
