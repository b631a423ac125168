"""The whole distribution of the marks 0 to 10, drawn as a table with bars, and their mean."""

from dataclasses import dataclass

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About
from clairevoix.web.lines import line
from clairevoix.web.tables import TOTAL, minimum_text

#: The classes of the score, worst first, with their marks.
CLASSES = {"detractors": range(7), "passives": range(7, 9), "promoters": range(9, 11)}
_WIDTH = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLine:
    """One mark: how many gave it, and the width of its bar; or why that is not shown."""

    mark: str
    share: str | None = None
    n: str | None = None
    width: float | None = None
    absence: str | None = None
    rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkClass:
    """One class of the score with its marks; ``name`` is the key of its colour."""

    name: str
    title: str
    share: str | None
    lines: tuple[MarkLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The distribution; ``mean`` says the mean, or why it is not shown."""

    mean: str
    short_mean: str | None
    classes: tuple[MarkClass, ...]


def marks(snapshot: Snapshot, about: About, _: Translator) -> Marks | None:
    """None where no distribution was published."""
    tables = {name: snapshot.select("mark", name) for name in CLASSES}
    shown = [row for rows in tables.values() for row in rows if row.key != TOTAL]
    if not shown:
        return None
    longest = max((row.value for row in shown if row.value is not None), default=0.0)
    titles = {
        "detractors": _("Detractors, 0 to 6"),
        "passives": _("Passives, 7 and 8"),
        "promoters": _("Promoters, 9 and 10"),
    }
    mean = next(iter(snapshot.select("mean", "mark")), None)
    return Marks(
        mean=_mean(mean, _),
        short_mean=None if mean is None or mean.value is None else points(mean.value, _.lang),
        classes=tuple(
            _class(name, titles[name], rows, longest, (minimum_text(about, _), _)) for name, rows in tables.items()
        ),
    )


def _class(name: str, title: str, rows: tuple[Row, ...], longest: float, said: tuple[str, Translator]) -> MarkClass:
    minimum, _ = said
    whole = next((row for row in rows if row.key == TOTAL), None)
    return MarkClass(
        name=name,
        title=title,
        share=None if whole is None or whole.value is None else percent(whole.value, _.lang, 1),
        lines=tuple(_line(row, longest, minimum, _) for row in rows if row.key != TOTAL),
    )


def _line(row: Row, longest: float, minimum: str, _: Translator) -> MarkLine:
    if row.value is None or row.n is None:
        hidden = line(row, row.key, _, scale=None, reference=None, minimum=minimum)
        return MarkLine(mark=row.key, absence=hidden.absence, rule_id=hidden.rule_id)
    return MarkLine(
        mark=row.key,
        share=percent(row.value, _.lang, 1),
        n=integer(row.n, _.lang),
        width=round(_WIDTH * row.value / longest, 1) if longest else 0.0,
    )


def _mean(row: Row | None, _: Translator) -> str:
    if row is None or row.value is None or row.low is None or row.high is None or row.level is None:
        return _("The mean mark is not shown: with it, the marks held back could be computed.")
    return _(
        "Mean mark {mean} out of 10 ({level} confidence interval: {low} to {high}).",
        mean=points(row.value, _.lang),
        level=percent(row.level, _.lang),
        low=points(row.low, _.lang),
        high=points(row.high, _.lang),
    )
