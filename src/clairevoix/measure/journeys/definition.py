"""The language in which journeys are defined: TOML, one file a journey, every line of it checked.

Whatever is unknown, missing, of a wrong type or out of reach is refused by its place: a state that no path from the first
one leads to, or that leads to no end, would hide cases. What a definition may say is in docs/reference/journeys.md.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from clairevoix.model.errors import SettingsError
from clairevoix.model.journey import End, Journey, Pattern, Role, State
from clairevoix.model.step import Outcome, Responsibility

_KEYS = frozenset({"name", "version", "window_days", "max_steps", "title", "definition", "roles", "states"})
_STATE_KEYS = frozenset({"name", "title", "entered_by", "after", "end"})
_PATTERN_KEYS = frozenset({"step", "outcomes", "responsibilities", "causes", "natures"})
_NEEDED = (Role.OPENING, Role.ATTEMPT, Role.SUCCESS)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}", re.ASCII)
_LANGUAGES = ("fr", "en")
#: A week at the least, so that a fault can show; a year at the most.
_WINDOW_DAYS = (7, 366)
_MAX_STEPS = (10, 10_000)
_MOST_STATES = 40


def shipped_journeys() -> dict[str, str]:
    """The journeys that come with clairevoix: name to text."""
    folder = resources.files(f"{__package__}.definitions")
    found = {file.name[:-5]: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}
    return dict(sorted(found.items()))


def read_journeys(folder: Path) -> tuple[Journey, ...]:
    """The journeys in force: those that come with clairevoix, each replaced by a workspace's own of the same name.

    Raises SettingsError, with the file and the place.
    """
    own = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    try:
        texts = shipped_journeys() | {name: path.read_text("utf-8") for name, path in own.items()}
    except (OSError, UnicodeDecodeError):
        raise SettingsError("journeys: a definition cannot be read; write it in UTF-8") from None
    return tuple(read_journey(name, text) for name, text in sorted(texts.items()))


def read_journey(name: str, text: str) -> Journey:
    """A journey from its definition. Raises SettingsError, with the place."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise SettingsError(f"journeys/{name}.toml is not TOML") from None
    reader = _Reader(name)
    reader.known(document, _KEYS, "")
    if document.get("name") != name or _NAME.fullmatch(name) is None:
        raise reader.refused("name")
    states = tuple(reader.state(row, f"states.{n}") for n, row in enumerate(reader.rows(document, "states"), start=1))
    _check_states(reader, states)
    roles = reader.roles(document.get("roles"))
    if set(roles[Role.OPENING]) != set(states[0].entered_by):
        raise reader.refused("roles.opening")
    if {each.step for each in roles[Role.SUCCESS]} - {each.step for each in roles[Role.ATTEMPT]}:
        raise reader.refused("roles.success")
    return Journey(
        name=name,
        version=reader.number(document, "version", (1, 10_000)),
        title=reader.spoken(document.get("title"), "title"),
        definition=reader.spoken(document.get("definition"), "definition"),
        states=states,
        roles=roles,
        window_days=reader.number(document, "window_days", _WINDOW_DAYS),
        max_steps=reader.number(document, "max_steps", _MAX_STEPS),
        digest=hashlib.sha256(text.encode()).hexdigest()[:16],
    )


class _Reader:
    """Reads the parts of one definition, and says where it is wrong."""

    def __init__(self, name: str) -> None:
        self._name = name

    def refused(self, place: str, why: str = "is missing, unknown or of a wrong type") -> SettingsError:
        return SettingsError(f"journeys/{self._name}.toml: {place} {why}; see docs/reference/journeys.md")

    def known(self, table: Mapping[str, Any], keys: frozenset[str], place: str) -> None:
        for key in table:
            if key not in keys:
                raise self.refused(f"{place}.{key}".lstrip("."))

    def rows(self, table: Mapping[str, Any], key: str, place: str = "") -> Sequence[Mapping[str, Any]]:
        found = table.get(key)
        if not isinstance(found, list) or not found or not all(isinstance(row, dict) for row in found):
            raise self.refused(f"{place}.{key}".lstrip("."))
        return found

    def number(self, table: Mapping[str, Any], key: str, bounds: tuple[int, int]) -> int:
        found = table.get(key)
        if not isinstance(found, int) or isinstance(found, bool) or not bounds[0] <= found <= bounds[1]:
            raise self.refused(key, f"must be a whole number from {bounds[0]} to {bounds[1]}")
        return found

    def spoken(self, found: object, place: str) -> dict[str, str]:
        """A text in both languages."""
        if not isinstance(found, dict) or set(found) != set(_LANGUAGES):
            raise self.refused(place, "must be said in French and in English")
        if not all(isinstance(text, str) and 0 < len(text.strip()) <= 300 for text in found.values()):
            raise self.refused(place)
        return {lang: found[lang].strip() for lang in _LANGUAGES}

    def state(self, row: Mapping[str, Any], place: str) -> State:
        self.known(row, _STATE_KEYS, place)
        name, after, end = row.get("name"), row.get("after", []), row.get("end", "")
        if not isinstance(name, str) or _NAME.fullmatch(name) is None:
            raise self.refused(f"{place}.name")
        if not isinstance(after, list) or not all(isinstance(each, str) for each in after):
            raise self.refused(f"{place}.after")
        if end not in list(End):
            raise self.refused(f"{place}.end")
        return State(
            name=name,
            title=self.spoken(row.get("title"), f"{place}.title"),
            entered_by=self.patterns(row, "entered_by", place),
            after=tuple(dict.fromkeys(after)),
            end=End(end),
        )

    def roles(self, found: object) -> dict[Role, tuple[Pattern, ...]]:
        if not isinstance(found, dict):
            raise self.refused("roles")
        self.known(found, frozenset(Role), "roles")
        for role in _NEEDED:
            if role not in found:
                raise self.refused(f"roles.{role}")
        return {Role(role): self.patterns(found, role, "roles") for role in found}

    def patterns(self, table: Mapping[str, Any], key: str, place: str) -> tuple[Pattern, ...]:
        rows = self.rows(table, key, place)
        return tuple(self.pattern(row, f"{place}.{key}.{number}") for number, row in enumerate(rows, start=1))

    def pattern(self, row: Mapping[str, Any], place: str) -> Pattern:
        self.known(row, _PATTERN_KEYS, place)
        step = row.get("step")
        if not isinstance(step, str) or _NAME.fullmatch(step) is None:
            raise self.refused(f"{place}.step")
        return Pattern(
            step=step,
            outcomes=self.codes(row, "outcomes", place, frozenset(Outcome)),
            responsibilities=self.codes(row, "responsibilities", place, frozenset(Responsibility)),
            causes=self.codes(row, "causes", place),
            natures=self.codes(row, "natures", place),
        )

    def codes(
        self, row: Mapping[str, Any], key: str, place: str, among: frozenset[str] | None = None
    ) -> tuple[str, ...]:
        found = row.get(key, [])
        if not isinstance(found, list) or (key in row and not found):
            raise self.refused(f"{place}.{key}")
        for code in found:
            if not isinstance(code, str) or _CODE.fullmatch(code) is None or (among is not None and code not in among):
                raise self.refused(f"{place}.{key}")
        return tuple(found)


def _check_states(reader: _Reader, states: Sequence[State]) -> None:
    """One beginning, paths that lead everywhere, and from everywhere to an end. Raises SettingsError."""
    names = [state.name for state in states]
    if len(set(names)) < len(names) or len(states) > _MOST_STATES:
        raise reader.refused("states", f"must have different names, and be {_MOST_STATES} at the most")
    if states[0].after:
        raise reader.refused("states.1.after", "must be empty: the first state is the beginning")
    for number, state in enumerate(states, start=1):
        if set(state.after) - set(names):
            raise reader.refused(f"states.{number}.after")
    followers = {name: [state.name for state in states if name in state.after] for name in names}
    reached = set(_closure([names[0]], followers))
    for number, name in enumerate(names, start=1):
        if name not in reached:
            raise reader.refused(f"states.{number}.after", f"leaves {name} out of reach: no path leads there")
    if not any(state.end is End.SUCCESS for state in states):
        raise reader.refused("states", "must have an end that is a success")
    before = {state.name: list(state.after) for state in states}
    ending = set(_closure([state.name for state in states if state.end is not End.NO], before))
    for number, name in enumerate(names, start=1):
        if name not in ending:
            raise reader.refused(f"states.{number}", f"is a dead end: no path leads from {name} to an end")


def _closure(start: Sequence[str], edges: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Everything that paths from ``start`` lead to."""
    seen, waiting = set(start), list(start)
    while waiting:
        name = waiting.pop()
        yield name
        for following in edges[name]:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
