"""A journey drawn: its states from left to right, and between them how many cases went which way, and in how many days."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

from clairevoix.i18n import Translator, integer, points
from clairevoix.store.published import Row

_BOX, _TALL, _ACROSS, _DOWN, _EDGE = 148, 44, 262, 104, 26
#: Moves that are rarer than this part of the most frequent one are drawn without words: the table has them.
_WORDED = 0.04
_LINE_LETTERS = 20


class _Place(NamedTuple):
    x: float
    y: float


def diagram(states: Sequence[Mapping[str, Any]], moves: Sequence[Row], _: Translator) -> str:
    """The drawing as SVG for the page itself, in the colours of its style sheet."""
    places = _places(states)
    most = max((row.n or 0 for row in moves), default=1) or 1
    drawn = [_move(row, places, most, number, _) for number, row in enumerate(_fullest(moves))]
    boxes = [_box(state, places[state["name"]], _arrivals(state["name"], moves), _) for state in states]
    width = max(place.x for place in places.values()) + _BOX + _EDGE + 44
    height = max(place.y for place in places.values()) + _TALL + 96
    return (
        f'<svg class="journey" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="img" '
        f'aria-label="{escape(_("The states of the journey and the moves between them; the table below says the same."))}">'
        f"{''.join(drawn)}{''.join(boxes)}</svg>"
    )


def _fullest(moves: Sequence[Row]) -> list[Row]:
    """Moves between states, the most frequent first; those of one state one after the other, so that words stand apart."""
    between = [row for row in moves if not row.key.startswith(">")]
    return sorted(between, key=lambda row: (row.key.split(">")[0], -(row.n or 0)))


def _places(states: Sequence[Mapping[str, Any]]) -> dict[str, _Place]:
    """By how many moves a state lies from the first; ways out stand last."""
    depth = {states[0]["name"]: 0}
    for _round in states:
        for state in states:
            reached = [depth[name] for name in state["after"] if name in depth]
            if reached and state["name"] not in depth:
                depth[state["name"]] = min(reached) + 1
    last = max(depth.values())
    for state in states:
        if state["end"] == "exit":
            depth[state["name"]] = max(last, 1)
    columns: dict[int, list[str]] = {}
    for state in states:
        columns.setdefault(depth[state["name"]], []).append(state["name"])
    tallest = max(len(names) for names in columns.values())
    return {
        name: _Place(_EDGE + column * _ACROSS, 40 + (row + (tallest - len(names)) / 2) * _DOWN)
        for column, names in columns.items()
        for row, name in enumerate(names)
    }


def _arrivals(name: str, moves: Sequence[Row]) -> int | None:
    """How often cases came to a state; None where a part of it is held back."""
    own = [row for row in moves if row.key.split(">")[1] == name]
    return None if any(row.rule_id is not None for row in own) else sum(row.n or 0 for row in own)


def _box(state: Mapping[str, Any], at: _Place, n: int | None, _: Translator) -> str:
    kind = {"success": "good", "exit": "out"}.get(state["end"], "") + (" idle" if n == 0 else "")
    rows = _wrapped(state["title"].get(_.lang, state["name"]))
    count = "" if not n else integer(n, _.lang)
    texts = "".join(
        f'<text x="{at.x + _BOX / 2:g}" y="{at.y + (26 if len(rows) == 1 else 18 + 15 * number):g}">{escape(row)}</text>'
        for number, row in enumerate(rows)
    )
    told = f'<text class="count" x="{at.x + _BOX / 2:g}" y="{at.y + _TALL + 15:g}">{count}</text>' if count else ""
    return f'<rect class="{kind}" x="{at.x:g}" y="{at.y:g}" width="{_BOX}" height="{_TALL}" rx="9"/>{texts}{told}'


def _wrapped(text: str) -> list[str]:
    """In two lines at the most."""
    if len(text) <= _LINE_LETTERS:
        return [text]
    words, first = text.split(), ""
    while words and len(f"{first} {words[0]}".strip()) <= _LINE_LETTERS:
        first = f"{first} {words.pop(0)}".strip()
    return [first, " ".join(words)] if first else [text]


def _move(row: Row, places: Mapping[str, _Place], most: int, number: int, _: Translator) -> str:
    start, end = (places[name] for name in row.key.split(">"))
    if row.rule_id is not None or not row.n:
        path, _x, _y = _curve(start, end, number)
        return f'<path class="few" d="{path}"/>'
    path, x, y = _curve(start, end, number)
    width = 1 + 9 * (row.n / most) ** 0.5
    drawn = f'<path class="move" d="{path}" stroke-width="{width:.1f}"/>'
    if row.n < _WORDED * most or row.value is None:
        return drawn
    days = points(row.value, _.lang, trim=True)
    said = escape(_("{n} · {days} d", n=integer(row.n, _.lang), days=days))
    return f'{drawn}<text class="told" x="{x:.0f}" y="{y:.0f}">{said}</text>'


def _curve(start: _Place, end: _Place, number: int) -> tuple[str, float, float]:
    """A path between two boxes, and where its words stand: to the right straight on, back below, up or down beside."""
    if end.x > start.x:
        x1, y1, x2, y2 = start.x + _BOX, start.y + _TALL / 2, end.x, end.y + _TALL / 2
        bend = (x2 - x1) / 2
        path = f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"
        t = (0.36, 0.5, 0.64)[number % 3]
        x = x1 + (x2 - x1) * (1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3)
        return path, x, y1 + (y2 - y1) * (3 * t**2 - 2 * t**3) - 5
    if end == start:
        x, y = start.x + _BOX - 30, start.y
        return f"M{x:g} {y:g}C{x + 5:g} {y - 34:g} {x + 42:g} {y - 30:g} {x + 30:g} {y + 8:g}", x + 24, y - 26
    if end.x == start.x:
        x, side = (start.x, -62) if end.y > start.y else (start.x + _BOX, 62)
        y1, y2 = start.y + _TALL * 0.7, end.y + _TALL * 0.3
        path = f"M{x:g} {y1:g}C{x + side:g} {y1:g} {x + side:g} {y2:g} {x:g} {y2:g}"
        return path, x + side * 0.8, y1 + (y2 - y1) * (0.35, 0.5, 0.65)[number % 3]
    x1, y1, x2, y2 = start.x + _BOX * 0.35, start.y + _TALL, end.x + _BOX * 0.65, end.y + _TALL
    low = max(y1, y2) + 46 + 16 * (number % 3)
    path = f"M{x1:g} {y1:g}C{x1:g} {low:g} {x2:g} {low:g} {x2:g} {y2:g}"
    return path, (x1 + x2) / 2, low - 16
