"""Numbers of the pages Effort and Programmes as people read them, by their unit."""

from clairevoix.i18n import Translator, decimal, percent, points
from clairevoix.store.published import Row
from clairevoix.web.lines import BAR_WIDTH, Bar, Line, Scale

_MARGIN = 6.0


def quantity(value: float, unit: str, lang: str) -> str:
    """A value: a percentage, points, or a number with two decimals."""
    if unit == "share":
        return percent(value, lang, 1)
    return points(value, lang) if unit == "points" else decimal(value, lang, 2)


def change(value: float, unit: str, lang: str) -> str:
    """A difference with its sign; of shares, in points of percentage.

    >>> change(0.068, "share", "en"), change(-0.05, "times", "fr")
    ('+6.8', '−0,05')
    """
    said = decimal(100 * value if unit == "share" else value, lang, 2 if unit == "times" else 1)
    return said if said.startswith("\N{MINUS SIGN}") or not said.strip("0.,") else f"+{said}"


def tick(value: float, unit: str, lang: str) -> str:
    """The same beside a line of a scale, without a decimal that is zero.

    >>> tick(0.2, "share", "fr"), tick(0.0, "points", "fr"), tick(0.05, "times", "fr")
    ('+20', '0', '+0,05')
    """
    said = change(value, unit, lang)
    return said.rstrip("0").rstrip(".,") if said.endswith((",0", ".0", ",00", ".00")) else said


def unit_words(unit: str, _: Translator) -> str:
    """What a difference is counted in."""
    if unit == "share":
        return _("points of percentage")
    return _("NPS points") if unit == "points" else _("contacts a case")


def line_of(row: Row, title: str, _: Translator, scale: Scale | None = None) -> Line:
    """A line of a table, or why it has no number."""
    if row.rule_id is not None:
        reason = _("too few people, or could be found by subtraction: rule {rule}", rule=row.rule_id)
        return Line(key=row.key, title=title, absence=reason, rule_id=row.rule_id)
    if row.value is None or row.unit is None:
        return Line(key=row.key, title=title, absence=_("not enough to tell"))
    return Line(
        key=row.key,
        title=title,
        value=quantity(row.value, row.unit, _.lang),
        bounds=None
        if row.low is None or row.high is None
        else _("{low} to {high}", low=quantity(row.low, row.unit, _.lang), high=quantity(row.high, row.unit, _.lang)),
        n=None if row.n is None else decimal(row.n, _.lang, 0),
        bar=None
        if scale is None or row.low is None or row.high is None
        else Bar(low=scale.x(row.low), value=scale.x(row.value), high=scale.x(row.high), reference=None),
    )


def zero_bar(low: float, value: float, high: float) -> Bar:
    """An interval on a scale that always shows zero, at its reference."""
    left, right = min(0.0, low), max(0.0, high)
    reach = (right - left) or 1.0

    def x(at: float) -> float:
        return round(_MARGIN + (at - left) / reach * (BAR_WIDTH - 2 * _MARGIN), 1)

    return Bar(low=x(low), value=x(value), high=x(high), reference=x(0.0))
