"""What a report is made of, whatever file it becomes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from clairevoix.i18n import Translator
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.lines import Line
from clairevoix.web.rooms.vigilance_tables import Grid


class Audience(StrEnum):
    """Whom a report is for."""

    COUNCIL = "council"
    BOARD = "board"


class Weight(StrEnum):
    """How loud a sentence is."""

    STRONG = "strong"
    PLAIN = "plain"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that a report may read. ``snapshot`` holds only what the charter lets its audience read."""

    snapshot: Snapshot
    snapshot_digest: str
    registry: Registry
    audience: Audience
    lang: str


@dataclass(frozen=True, slots=True)
class Said:
    """One paragraph."""

    text: str
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class Subheading:
    """What the blocks below it are about."""

    text: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Sentences, one below the other."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Texts in columns; the last cell of a row that is short spans the columns that are left. ``is_prose``: no numbers.

    ``caption`` is None where the subheading above says it already.
    """

    caption: str | None
    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str | None = None
    is_prose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as Vega drew it, and the same in words for whoever does not see it."""

    svg: bytes = field(repr=False)
    words: str
    caption: str | None = None


Block = Said | Subheading | Listed | Table | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A chapter: its title, who gets it, and its blocks; where there are none, there is no chapter."""

    name: str
    title: Callable[[Translator], str]
    audiences: frozenset[Audience] = frozenset(Audience)
    blocks: Callable[[Sources, Translator], Sequence[Block]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part in one language."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyReport:
    """The whole document. ``rows`` are the figures that it rests on, as they are published."""

    lang: str
    title: str
    months: str
    caution: str | None
    published_at: str | None
    provenance: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    rows: tuple[Row, ...]


def said(*texts: str | None, weight: Weight = Weight.PLAIN) -> list[Block]:
    """A paragraph for each text that there is."""
    return [Said(text, weight) for text in texts if text]


def quiet(*texts: str | None) -> list[Block]:
    return said(*texts, weight=Weight.QUIET)


def listed(items: Sequence[str]) -> list[Block]:
    return [Listed(tuple(items))] if items else []


def cells(line: Line, *, n_coded: bool = False) -> tuple[str, ...]:
    """A line as cells: number, bounds and what it rests on, or the reason for which there is none."""
    if line.absence is not None:
        return (line.title, line.absence)
    numbers = (line.title, line.value or "–", line.bounds or "–", line.n or "–")
    return (*numbers, line.n_coded or "–") if n_coded else numbers


def of_grid(grid: Grid | None, caption: str, *, is_prose: bool = False) -> list[Block]:
    """A grid of a page under its caption; nothing where there is none."""
    if grid is None:
        return []
    return [Table(caption=caption, heading=grid.heading, rows=grid.rows, note=grid.note, is_prose=is_prose)]
