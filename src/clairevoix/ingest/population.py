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
        raise SettingsError(f"{FILE}: populations must be written [[population]]")
    found = tuple(_population(row, sites) for row in rows)
    if len({each.year for each in found}) < len(found):
        raise SettingsError(f"{FILE}: a year is declared once")
    return found


def _population(row: Mapping[str, object], sites: Collection[str]) -> Population:
    if set(row) - _KNOWN:
        raise SettingsError(f"{FILE}: unknown setting {min(set(row) - _KNOWN)}; known: {', '.join(sorted(_KNOWN))}")
    year, source, trim = str(row.get("year", "")), row.get("source", ""), row.get("trim")
    if re.fullmatch(r"20\d\d", year, re.ASCII) is None:
        raise SettingsError(f"{FILE}: each population needs a year such as 2025")
    if not isinstance(source, str) or not source.strip():
        raise SettingsError(f"{FILE}: population {year} must say its source")
    if trim is not None and not (_is_number(trim) and float(str(trim)) > 1):
        raise SettingsError(f"{FILE}: trim of population {year} must be above 1")
    allowed = {"site": frozenset(sites), "channel": CHANNELS}
    margins = {name: _margin(name, row[name], year, allowed[name]) for name in MARGINS if name in row}
    if not margins:
        raise SettingsError(f"{FILE}: population {year} needs a margin: {' or '.join(MARGINS)}")
    return Population(
        year=year, source=source.strip(), margins=margins, trim=None if trim is None else float(str(trim))
    )


def _margin(name: str, table: object, year: str, allowed: Collection[str]) -> dict[str, float]:
    if not isinstance(table, Mapping) or len(table) < 2:
        raise SettingsError(f"{FILE}: {name} of population {year} needs two categories at the least")
    for category, number in table.items():
        if category not in allowed:
            raise SettingsError(f"{FILE}: {name} of population {year}: unknown {category}")
        if not (_is_number(number) and math.isfinite(number) and number > 0):
            raise SettingsError(f"{FILE}: {name} of population {year}: {category} must be a number above 0")
    return {str(category): float(number) for category, number in table.items()}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
