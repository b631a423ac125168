"""From published rows to the lines of a table: numbers as people read them, or why there is none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from clairevoix.i18n import Translator, integer, percent, points
from clairevoix.store.published import Row

BAR_WIDTH = 200.0
_MARGIN = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The values that the two ends of every bar of a table stand for, with how they are written."""

    low: float
    high: float
    low_text: str
    high_text: str

    def x(self, value: float) -> float:
        """Where a value lies on the bar, in the units of its drawing."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(_MARGIN + share * (BAR_WIDTH - 2 * _MARGIN), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """The drawing of one confidence interval; ``reference`` is where the whole lies, if it is shown."""

    low: float
    value: float
    high: float
    reference: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a table. Where ``absence`` says why there is no number, there is none in any other field."""

    key: str
    title: str
    value: str | None = None
    bounds: str | None = None
    n: str | None = None
    n_coded: str | None = None
    bar: Bar | None = None
    absence: str | None = None
    rule_id: str | None = None
    remark: str | None = None


def points_scale(rows: Iterable[Row], lang: str) -> Scale | None:
    """A scale in NPS points that holds every confidence interval, ending on tens."""
    ends = _ends(rows)
    if ends is None:
        return None
    low = max(-100.0, math.floor(ends[0] / 10) * 10.0)
    high = min(100.0, math.ceil(ends[1] / 10) * 10.0)
    high = high if high > low else low + 10.0
    texts = (points(low, lang, trim=True), points(high, lang, trim=True))
    return Scale(low=low, high=high, low_text=texts[0], high_text=texts[1])


def share_scale(rows: Iterable[Row], lang: str) -> Scale | None:
    """A scale from nothing to a round percentage above every confidence interval."""
    ends = _ends(rows)
    if ends is None:
        return None
    high = min(1.0, max(0.1, math.ceil(ends[1] * 10 - 1e-9) / 10))
    return Scale(low=0.0, high=high, low_text=percent(0.0, lang), high_text=percent(high, lang))


def line(
    row: Row,
    title: str,
    _: Translator,
    *,
    scale: Scale | None,
    reference: Row | None,
    minimum: str,
) -> Line:
    """The line of one row; ``minimum`` is the smallest number of people that the charter lets a figure rest on."""
    if row.rule_id is not None:
        if row.measure == "label":
            few = _("fewer than {minimum} contacts, or could be found by subtraction: rule {rule}")
        elif row.measure == "mystery":
            few = _("fewer than {minimum} tests, or could be found by subtraction: rule {rule}")
        else:
            few = _("fewer than {minimum} answers, or could be found by subtraction: rule {rule}")
        reason = few.format(minimum=minimum, rule=row.rule_id)
        return Line(key=row.key, title=title, absence=reason, rule_id=row.rule_id)
    if row.value is None:
        is_uncoded = row.unit == "share" and row.measure == "label"
        reason = _("not enough contacts coded by humans yet") if is_uncoded else _("no answer")
        return Line(key=row.key, title=title, absence=reason)
    return Line(
        key=row.key,
        title=title,
        value=number(row.value, row, _.lang),
        bounds=bounds(row, _),
        n=None if row.n is None else integer(row.n, _.lang),
        n_coded=None if row.n_coded is None else integer(row.n_coded, _.lang),
        bar=_bar(row, scale, reference),
    )


def number(value: float, row: Row, lang: str) -> str:
    """A value of this row as people read it: points, or a percentage."""
    return percent(value, lang) if row.unit == "share" else points(value, lang)


def bounds(row: Row, _: Translator) -> str | None:
    """The two ends of the confidence interval of this row."""
    if row.low is None or row.high is None:
        return None
    return _(
        "{low} to {high}",
        low=number(row.low, row, _.lang),
        high=number(row.high, row, _.lang),
    )


def _bar(row: Row, scale: Scale | None, reference: Row | None) -> Bar | None:
    if scale is None or row.value is None or row.low is None or row.high is None:
        return None
    whole = None if reference is None or reference.value is None else scale.x(reference.value)
    return Bar(
        low=scale.x(row.low),
        value=scale.x(row.value),
        high=scale.x(row.high),
        reference=whole,
    )


def _ends(rows: Iterable[Row]) -> tuple[float, float] | None:
    shown = [(row.low, row.high) for row in rows if row.low is not None and row.high is not None]
    return (min(low for low, _ in shown), max(high for _, high in shown)) if shown else None
