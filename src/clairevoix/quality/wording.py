"""Values in words: in the unit of their metric, as the language writes numbers, and what may be said of a change."""

from babel.numbers import format_decimal

from clairevoix.i18n import integer, percent, points
from clairevoix.quality.catalogue import METRICS, Unit
from clairevoix.quality.estimate import Change, Value

#: Sums of the same numbers in another order differ by less, relatively.
_EXACT = 1e-9
#: Changes less likely than this under « the two runs are alike » are called so.
SIGNIFICANT = 0.05
_HARD, _NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def _(message: str) -> str:
    """Marks a statement for the catalogues."""
    return message


#: Words of the data, as people read them.
PARTIES = {
    "agent": _("agent"),
    "customer": _("customer"),
    "system": _("system"),
    "unknown": _("unknown party"),
}
SOUNDS = {
    "hold_music": _("hold music"),
    "noise": _("noise"),
    "silence": _("silence"),
    "other_party": _("the other side speaks"),
}
WORDS = {
    **PARTIES,
    **SOUNDS,
    "synthetic": _("synthetic voices"),
    "published": _("published recordings"),
    "consenting": _("recordings of consenting people"),
    "development": _("development"),
    "test": _("test"),
}


def statement(change: Change) -> str:
    """What may be said of a change: nothing, if chance could have made it."""
    if abs(change.difference) <= _EXACT * max(1.0, abs(change.before)):
        return _("the same")
    if change.p_value >= SIGNIFICANT:
        return _("no difference shown")
    better = (change.difference > 0) == METRICS[change.metric].higher_is_better
    return _("better") if better else _("worse")


def written(value: Value, lang: str) -> str:
    """A value with its interval."""
    return number(value.metric, value.value, lang) + bounds(value.metric, value.low, value.high, lang)


def bounds(metric: str, low: float | None, high: float | None, lang: str) -> str:
    """An interval in brackets, which no line breaks; nothing where there is none.

    One without width is none: it says that these contacts are alike, not that others would be.
    """
    if low is None or high is None or low == high:
        return ""
    between = f"{_NARROW};{_HARD}" if lang == "fr" else f",{_HARD}"
    return f" [{number(metric, low, lang, bare=True)}{between}{number(metric, high, lang, bare=True)}]"


def number(metric: str, value: float, lang: str, *, signed: bool = False, bare: bool = False) -> str:
    """A value in the unit of its metric. ``signed`` is a difference: of shares, in percentage points."""
    unit = METRICS[metric].unit
    if unit is Unit.SHARE:
        text = points(100 * value, lang) if bare or signed else percent(value, lang, 1)
        name = "pt" if signed else ""
    else:
        text = points(value, lang) if unit is Unit.PER_HOUR else integer(round(value), lang)
        name = unit.value
    text = f"{text}{_HARD}{name}" if name and not bare else text
    return f"+{text}" if signed and value > _EXACT else text


def probability(value: float, lang: str) -> str:
    """A p-value with three decimals, never 0."""
    text = format_decimal(max(value, 0.001), "0.000", locale=lang)
    return f"<{_HARD}{text}" if value < 0.001 else text


def clock(time_ms: int) -> str:
    """A time in a recording, as players show it.

    >>> clock(67_900)
    '1:07'
    """
    return f"{time_ms // 60_000}:{time_ms // 1000 % 60:02}"


def amount(whole: float, lang: str) -> str:
    return integer(round(whole), lang) if whole >= 10 or whole == int(whole) else points(whole, lang)
