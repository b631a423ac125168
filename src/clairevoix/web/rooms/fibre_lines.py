"""Published rows of journeys as the lines of a page's tables: numbers as people read them, or the rule that hides them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.store.published import Row

TOTAL = "total"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line; ``width`` is its bar's, of 200. Without ``value``, ``absence`` says why."""

    title: str
    note: str = ""
    value: str = ""
    bounds: str = ""
    n: str = ""
    width: float = 0.0
    more: str = ""
    absence: str = ""


def told(row: Row, title: str, _: Translator, *, note: str = "", more: str = "", widest: float = 1.0) -> Told:
    """A row as a line; shares with one decimal, days with one decimal where they are not whole."""
    if row.rule_id is not None:
        return Told(title=title, note=note, absence=_("held back: too few ({rule})", rule=row.rule_id))
    if row.value is None:
        return Told(title=title, note=note, absence=_("none"))
    n = "" if row.n is None else integer(row.n, _.lang)
    width = 200 * row.value / widest if row.unit == "share" else 0.0
    return Told(
        title=title,
        note=note,
        value=quantity(row.value, row.unit, _),
        bounds=bounds(row, _),
        n=n,
        width=round(min(200.0, max(0.0, width)), 1),
        more=more,
    )


def quantity(value: float, unit: str | None, _: Translator) -> str:
    if unit == "share":
        return percent(value, _.lang, 1)
    number = points(value, _.lang, trim=True)
    return _("{n} days", n=number) if unit == "days" else number


def bounds(row: Row, _: Translator) -> str:
    if row.low is None or row.high is None:
        return ""
    low, high = (
        percent(each, _.lang, 1) if row.unit == "share" else points(each, _.lang, trim=True)
        for each in (row.low, row.high)
    )
    return _("{low} to {high}", low=low, high=high)


def whole(rows: Iterable[Row]) -> Row | None:
    """The total of a table, if it was released."""
    return next((row for row in rows if row.key == TOTAL and row.value is not None), None)


def parts(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.key != TOTAL]


def shown(rows: Sequence[Row]) -> list[Row]:
    """Parts that hold somebody: an empty one needs no line."""
    return [row for row in parts(rows) if row.rule_id is not None or (row.value is not None and row.n)]
