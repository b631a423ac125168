"""What the page « Prix » takes for granted, from the program's own list and the workspace's ``prizes.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from clairevoix.measure.prizes.ranks import Asking
from clairevoix.model.errors import SettingsError

#: The keys of each section, with the type of each; a mapping is written whole.
_KEYS: Mapping[str, Mapping[str, type]] = {
    "operator": {"name": str},
    "arcep": {"sd": float, "drift": float, "rounding": float, "n": dict, "question": str, "hypotheses": list},
    "election": {"threshold": float, "tests": dict, "weights": dict, "criteria": dict, "hypotheses": list},
    "podium": {"benchmark": float, "pillars": dict, "hypotheses": list},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The election's grid: the least mark out of 20, tests and weight by channel, weight by criterion of each channel."""

    threshold: float
    tests: Mapping[str, int]
    weights: Mapping[str, float]
    criteria: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """All of it. ``hypotheses`` names, by section, what no source says; ``changed`` the keys that the workspace set."""

    operator: str
    asking: Asking
    question: str
    grid: Grid
    benchmark: float
    pillars: Mapping[str, tuple[str, ...]]
    hypotheses: Mapping[str, tuple[str, ...]]
    changed: tuple[str, ...]


def assumptions(document: Mapping[str, object]) -> Assumptions:
    """The program's own values, changed by those of ``prizes.toml``. Raises SettingsError for what cannot be."""
    ours = tomllib.loads((files("clairevoix.measure.prizes") / "data" / "prizes.toml").read_text(encoding="utf-8"))
    said = {section: {**ours[section], **_checked(section, document.get(section, {}))} for section in _KEYS}
    if set(document) - set(_KEYS):
        raise _wrong(f"unknown section {min(set(document) - set(_KEYS))}; known: {', '.join(_KEYS)}")
    changed = sorted(f"{name}.{key}" for name, table in document.items() if isinstance(table, Mapping) for key in table)
    arcep, podium = said["arcep"], said["podium"]
    asking = Asking(
        sd=float(arcep["sd"]),
        drift=float(arcep["drift"]),
        rounding=float(arcep["rounding"]),
        n=_positive("arcep.n", arcep["n"], int),
    )
    if not (0 < asking.sd <= 5 and 0 <= asking.drift <= 5 and 0 < asking.rounding <= 1):
        raise _wrong("arcep: sd lies above 0 and up to 5, drift from 0 to 5, rounding above 0 and up to 1")
    pillars = {str(name): tuple(map(str, each)) for name, each in podium["pillars"].items() if isinstance(each, list)}
    return Assumptions(
        operator=str(said["operator"]["name"]),
        asking=asking,
        question=str(arcep["question"]),
        grid=_grid(said["election"]),
        benchmark=float(podium["benchmark"]),
        pillars=pillars,
        hypotheses={name: tuple(map(str, each.get("hypotheses", ()))) for name, each in said.items()},
        changed=tuple(changed),
    )


def _wrong(message: str) -> SettingsError:
    return SettingsError(f"prizes.toml: {message}")


def _checked(section: str, table: object) -> Mapping[str, Any]:
    if not isinstance(table, Mapping):
        raise _wrong(f"{section} is not a section")
    for key, value in table.items():
        wanted = _KEYS[section].get(str(key))
        if wanted is None:
            raise _wrong(f"unknown setting {section}.{key}; known: {', '.join(_KEYS[section])}")
        is_number = wanted is float and isinstance(value, (int, float)) and not isinstance(value, bool)
        if not is_number and type(value) is not wanted:
            raise _wrong(f"{section}.{key} must be of type {wanted.__name__}")
    return table


def _positive(place: str, table: Mapping[str, Any], kind: type) -> dict[str, Any]:
    wanted = (int,) if kind is int else (int, float)
    if not table or not all(type(value) in wanted and value > 0 for value in table.values()):
        raise _wrong(f"{place}: each needs a number above 0")
    return {str(name): kind(value) for name, value in table.items()}


def _grid(table: Mapping[str, Any]) -> Grid:
    """A channel weighs as much as its share of the tests, unless ``weights`` say otherwise."""
    tests = _positive("election.tests", table["tests"], int)
    weights = _positive("election.weights", table.get("weights") or table["tests"], float)
    criteria = table["criteria"]
    if (
        set(criteria) != set(tests)
        or set(weights) != set(tests)
        or not all(isinstance(each, dict) for each in criteria.values())
    ):
        raise _wrong("election: tests, weights and criteria name the same channels")
    if not 0 < table["threshold"] <= 20:
        raise _wrong("election.threshold lies above 0 and up to 20")
    total = sum(weights.values())
    return Grid(
        threshold=float(table["threshold"]),
        tests=tests,
        weights={channel: weight / total for channel, weight in weights.items()},
        criteria={
            str(channel): _positive(f"election.criteria.{channel}", each, float) for channel, each in criteria.items()
        },
    )
