"""What the page « Thèmes » says: of each theme its words, how many contacts, how it moved, what customers say."""

from dataclasses import dataclass, field

from clairevoix.i18n import Translator, day_name, integer, month_name, points
from clairevoix.model.theme import Move, Theme, Trend
from clairevoix.web.themes.desk import ThemesView

_TITLE_WORDS = 3
_LONGEST = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeText:
    """A theme in words. ``trend`` is the trend's name, for its mark, or nothing."""

    key: str
    title: str
    words: str
    size: str
    trend: str
    move: tuple[str, ...]
    quotes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesPage:
    """The page: when it was searched, in how much, and the themes."""

    searched: str
    themes: tuple[ThemeText, ...]


def themes_page(view: ThemesView, _: Translator) -> ThemesPage:
    return ThemesPage(
        searched=_(
            "Searched on {day} in the openings of {n} heard contacts; {alone} of them are in no theme.",
            day=day_name(view.found_at.date(), _.lang),
            n=_told(view.found.n, view.minimum, _),
            alone=_told(view.found.n_alone, view.minimum, _),
        ),
        themes=tuple(_theme(each, view, _) for each in view.found.themes),
    )


def _theme(found: Theme, view: ThemesView, _: Translator) -> ThemeText:
    return ThemeText(
        key=found.key,
        title=", ".join(found.words[:_TITLE_WORDS]),
        words=", ".join(found.words[_TITLE_WORDS:]),
        size=_(
            "{n} contacts, of which {unlabelled} have no label at all.",
            n=_told(found.n, view.minimum, _),
            unlabelled=_told(found.n_unlabelled, view.minimum, _),
        ),
        trend="" if found.move is None else found.move.trend.value,
        move=() if found.move is None else _moved(found.move, view, _),
        quotes=tuple(_short(view.openings[each]) for each in found.central if each in view.openings),
    )


def _moved(move: Move, view: ThemesView, _: Translator) -> tuple[str, ...]:
    """How it moved, then the counts, unless one is too small to be told."""
    month = month_name(view.last_month, _.lang)
    said = {
        Trend.NEW: _("New in {month}.", month=month),
        Trend.RISING: _("Rising in {month}.", month=month),
        Trend.FALLING: _("Falling in {month}.", month=month),
        Trend.STEADY: _("No change in {month} that chance would not explain.", month=month),
    }[move.trend]
    if any(0 < n < view.minimum for n in (move.n_last, move.n_before, move.of_last, move.of_before)):
        return (said,)
    counts = _(
        "{n} of {of} contacts heard in {month}, {before} of {of_before} in the months before: a difference between {low} and "
        "{high} points.",
        n=integer(move.n_last, _.lang),
        of=integer(move.of_last, _.lang),
        month=month,
        before=integer(move.n_before, _.lang),
        of_before=integer(move.of_before, _.lang),
        low=points(100 * move.low, _.lang),
        high=points(100 * move.high, _.lang),
    )
    return said, counts


def _told(n: int, minimum: int, _: Translator) -> str:
    return _("under {n}", n=integer(minimum, _.lang)) if 0 < n < minimum else integer(n, _.lang)


def _short(text: str) -> str:
    """The beginning, up to a word."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
