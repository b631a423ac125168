"""Tables as text: in even columns for a terminal, and in Markdown."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: A cell is broken at its spaces beyond this many signs; the first column, which names the row, beyond the second.
_CELL = 14
_NAME = 36
_GAP = 2
_Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table ready to be shown: the first column names the row, cells are text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def lines(shown: Sequence[Table], width: int = 80) -> Iterator[str]:
    """The tables as lines of even columns, ``width`` signs wide if their words allow it.

    A table that is too wide stands on its side; one that still is goes on further down, a few columns at a time.
    """
    for table in shown:
        yield ""
        yield table.title
        rows = [table.head, *table.rows]
        pieces = _pieces(rows, width)
        if len(pieces) > 1:
            pieces = _pieces(list(zip(*rows, strict=True)), width)
        for number, (piece, widths) in enumerate(pieces):
            if number:
                yield ""
            for row in piece:
                yield from _even(row, widths)


def markdown(table: Table) -> str:
    """The table in Markdown, heading included."""
    body = "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |"
        for line in (table.head, ("---", *["---:"] * (len(table.head) - 1)), *table.rows)
    )
    return f"### {table.title}\n\n{body}\n"


def _pieces(rows: _Rows, width: int) -> list[tuple[_Rows, list[int]]]:
    """The rows, cut into as few groups of columns as fit, the first column before each; with the widths of the columns."""
    names, *columns = zip(*rows, strict=True)
    name, narrowest = _needed(names, _NAME), _needed(names, 0)
    for most in (_CELL, 0):
        others = [_needed(column, most) for column in columns]
        free = width - sum(others) - _GAP * len(others)
        if free >= narrowest:
            return [(rows, [min(name, free), *others])]
    groups: list[list[int]] = [[]]
    free = width - name
    for place, needed in enumerate(others, start=1):
        if groups[-1] and free < needed + _GAP:
            groups.append([])
            free = width - name
        groups[-1].append(place)
        free -= needed + _GAP
    return [
        ([(row[0], *(row[place] for place in group)) for row in rows], [name, *(others[place - 1] for place in group)])
        for group in groups
    ]


def _needed(column: Sequence[str], most: int) -> int:
    """The width of a column whose cells are broken beyond ``most`` signs where they can be: never inside a word."""
    word = max(len(word) for cell in column for word in cell.split(" "))
    return max(word, min(most, max(len(cell) for cell in column)))


def _even(row: tuple[str, ...], widths: Sequence[int]) -> Iterator[str]:
    """One row as lines: the name to the left, values to the right."""
    broken = [_broken(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(len(cell) for cell in broken)):
        name, *values = (cell[number] if number < len(cell) else "" for cell in broken)
        cells = [name.ljust(widths[0]), *(value.rjust(width) for value, width in zip(values, widths[1:], strict=True))]
        yield (" " * _GAP).join(cells).rstrip()


def _broken(cell: str, width: int) -> list[str]:
    """The cell in lines; no-break spaces do not break."""
    return textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]
