"""A page made of sections of sentences, tables and charts: what several rooms have in common."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, collation_key, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.lines import Line, Scale, line, points_scale, share_scale
from clairevoix.web.pages import Foot, foot
from clairevoix.web.tables import TOTAL, minimum_text

_UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A line, what stands in the further columns, and what is to be said of it."""

    line: Line
    extras: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTable:
    """Rows under headings: of the first column, the value, further columns, the number of people, the remark."""

    caption: str
    first: str
    value: str
    rows: tuple[BoardRow, ...]
    total: BoardRow | None = None
    extras: tuple[str, ...] = ()
    n: str | None = None
    remark: str | None = None
    scale: Scale | None = None
    notes: tuple[str, ...] = ()

    @property
    def has_bounds(self) -> bool:
        return any(row.line.bounds for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardChart:
    """A drawing by its name, what it shows in words, and a legend of (kind of line, words)."""

    name: str
    text: str
    caption: str
    legend: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, sentences, drawings and tables. ``lead`` stands out; ``limits`` is what the numbers cannot say."""

    anchor: str
    title: str
    quote: str | None = None
    lead: str | None = None
    sentences: tuple[str, ...] = ()
    absence: str | None = None
    chart: BoardChart | None = None
    tables: tuple[BoardTable, ...] = ()
    limits: tuple[str, ...] = ()
    folded: tuple[BoardTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A whole page; ``absence`` says why there is no section."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    name: str
    title: str
    lede: str
    absence: str | None
    sections: tuple[Section, ...]
    foot: Foot


def board(
    snapshot: Snapshot, names: tuple[str, str, str], sections: Sequence[Section], absence: str, _: Translator
) -> Board:
    """The page of these sections; ``names`` are its address, its title and what it is about."""
    about = read_about(snapshot.about)
    name, title, lede = names
    return Board(
        lang=_.lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        name=name,
        title=title,
        lede=lede,
        absence=None if sections else absence,
        sections=tuple(sections),
        foot=foot(about, _),
    )


def numbers(snapshot: Snapshot, lang: str, measures: Iterable[str], *keys: str) -> dict[str, object]:
    """The twin of a page in numbers: the published rows of its measures, and what it says beside them."""
    wanted = frozenset(measures)
    said = ("published_at", "version", "synthetic", "charter", *keys)
    rows = [{name: getattr(row, name) for name in Row.__slots__} for row in snapshot.rows if row.measure in wanted]
    return {"language": lang, **{key: snapshot.about.get(key) for key in said}, "figures": rows}


def board_line(row: Row, title: str, _: Translator, about: About, scale: Scale | None, whole: Row | None) -> Line:
    """A line of a table; small shares are written with a decimal."""
    found = line(row, title, _, scale=scale, reference=whole, minimum=minimum_text(about, _))
    if row.unit != "share" or row.value is None or found.absence is not None:
        return found
    bounds = None
    if row.low is not None and row.high is not None:
        bounds = _("{low} to {high}", low=share(row.low, _), high=share(row.high, _))
    return replace(found, value=share(row.value, _), bounds=bounds)


def share(value: float, _: Translator) -> str:
    """
    >>> share(0.123, Translator("en")), share(0.5, Translator("en"))
    ('12.3%', '50%')
    """
    return percent(value, _.lang, 0 if round(value * 100, 6).is_integer() or value >= 0.2 else 1)


def titles(about: About, dimension: str, _: Translator) -> Mapping[str, str]:
    """What the keys of a breakdown are called."""
    known = {"unstated": _("not stated"), TOTAL: _("all together")}
    if dimension == "site":
        return {**about.sites, **known, TOTAL: _("All sites"), "unstated": _("Site not stated")}
    return known | {
        "phone": _("phone"),
        "chat": _("chat"),
        "shop": _("shop"),
        "e-mail": _("e-mail"),
        "sms": _("text message"),
        "web": _("web"),
        "app": _("application"),
        "ivr": _("voice menu"),
        "post": _("letter"),
        "field": _("visit"),
    }


def table_of(rows: Sequence[Row], _: Translator, about: About, **words: Any) -> BoardTable | None:
    """Rows of one dimension as a table, in alphabetical order, the total last; None without rows.

    ``words`` are fields of the table, and ``names`` (titles by key), ``extras_of`` and ``remark_of`` (what else stands in the
    row of a key).
    """
    if not rows:
        return None
    names: Mapping[str, str] = words.pop("names", {})
    extras: Mapping[str, tuple[str, ...]] = words.pop("extras_of", {})
    remarks: Mapping[str, str] = words.pop("remark_of", {})
    words["remark"] = words.get("remark") if remarks else None
    is_ordered = words.pop("is_ordered", True)
    unit = next((row.unit for row in rows if row.unit is not None), None)
    scale = points_scale(rows, _.lang) if unit == "points" else share_scale(rows, _.lang)
    whole = next((row for row in rows if row.key == TOTAL), None)
    found = {
        row.key: BoardRow(
            line=board_line(row, names.get(row.key, row.key), _, about, scale, whole),
            extras=extras.get(row.key, ("–",) * len(words.get("extras", ()))),
            remark=remarks.get(row.key, ""),
        )
        for row in rows
    }
    total = found.pop(TOTAL, None)
    shown = list(found.values())
    if is_ordered:
        shown.sort(key=lambda row: collation_key(row.line.title))
    return BoardTable(rows=tuple(shown), total=total, scale=scale, **words)


def signed(value: float, _: Translator) -> str:
    """A difference in points with its sign."""
    return f"+{points(value, _.lang)}" if round(value, 1) > 0 else points(value, _.lang)


def row_of(snapshot: Snapshot, measure: str, period: str, key: str = TOTAL) -> Row | None:
    """A published number with a value."""
    return next(
        (
            row
            for row in snapshot.rows
            if (row.measure, row.period, row.key) == (measure, period, key) and row.value is not None
        ),
        None,
    )


def known(snapshot: Snapshot, key: str) -> list[Mapping[str, Any]]:
    """A list of what is said beside the figures."""
    found = snapshot.about.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
