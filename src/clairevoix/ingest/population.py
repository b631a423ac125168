"""``population.toml`` of a workspace: how many customers there are, by what answers say of them.

One ``[[population]]`` for each year in which the customers changed: ``year``, ``source``, ``trim`` if weights are cut, and
one table for each margin (``site``, ``channel``): category to number of customers, or to any number in proportion.
"""

import math
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from clairevoix.config import read_toml
from clairevoix.ingest.survey_values import CHANNELS
from clairevoix.model.errors import SettingsError
from clairevoix.model.population import Population

FILE = "population.toml"
#: What answers say of customers, and so what they can be weighted by.
MARGINS = ("site", "channel")
_KNOWN = frozenset({"year", "source", "trim", *MARGINS})


def read_populations(path: Path, sites: Collection[str]) -> tuple[Population, ...]:
    """What the file declares; nothing if there is none. Raises SettingsError, naming the place."""
    document = read_toml(path)
    rows = document.get("population", [])
    if set(document) - {"population"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError("population.toml: populations must be written [[population]]")
    found = tuple(_population(row, sites) for row in rows)
    if len({each.year for each in found}) < len(found):
        raise SettingsError("population.toml: a year is declared once")
    return found


def _population(row: Mapping[str, object], sites: Collection[str]) -> Population:
    known = ", ".join(sorted(_KNOWN))
    if set(row) - _KNOWN:
        name = min(set(row) - _KNOWN)
        raise SettingsError(f"population.toml: unknown setting {name}; known: {known}")
    year, source, trim = str(row.get("year", "")), row.get("source", ""), row.get("trim")
    place = f"population {year}"
    if re.fullmatch(r"20\d\d", year, re.ASCII) is None:
        raise SettingsError("population.toml: each population needs a year such as 2025")
    if not isinstance(source, str) or not source.strip():
        raise SettingsError(f"population.toml: {place} must say its source")
    if trim is not None and not (_is_number(trim) and float(str(trim)) > 1):
        raise SettingsError(f"population.toml: trim of {place} must be above 1")
    allowed = {"site": frozenset(sites), "channel": CHANNELS}
    margins = {name: _margin(row[name], f"{name} of {place}", allowed[name]) for name in MARGINS if name in row}
    if not margins:
        raise SettingsError(f"population.toml: {place} needs a margin: site or channel")
    return Population(
        year=year, source=source.strip(), margins=margins, trim=None if trim is None else float(str(trim))
    )


def _margin(table: object, place: str, allowed: Collection[str]) -> dict[str, float]:
    if not isinstance(table, Mapping) or len(table) < 2:
        raise SettingsError(f"population.toml: {place} needs two categories at the least")
    for name, number in table.items():
        if name not in allowed:
            raise SettingsError(f"population.toml: {place}: unknown {name}")
        if not (_is_number(number) and math.isfinite(number) and number > 0):
            raise SettingsError(f"population.toml: {place}: {name} must be a number above 0")
    return {str(name): float(number) for name, number in table.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
