"""What is known of the way to the target: three readings, the outlook, the change since a year ago."""

from collections.abc import Mapping
from dataclasses import dataclass

from clairevoix.i18n import Translator, collation_key, month_name, month_range, points
from clairevoix.model.prospect import MonthAhead
from clairevoix.store.published import Row, Snapshot
from clairevoix.web import outlooks
from clairevoix.web.about import About, Change, Reading
from clairevoix.web.ahead import break_name
from clairevoix.web.lines import Line, line
from clairevoix.web.marks import Marks, marks
from clairevoix.web.tables import TOTAL, minimum_text

_OTHERS, _UNSTATED = "others", "unstated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """One reading as a line of a table. ``takes`` says what it would take to reach the target, then how likely it is."""

    line: Line
    months: str
    is_declared: bool
    takes: str | None
    likelihood: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadLine:
    """What is expected of one month to come."""

    month: str
    middle: str
    inner: str
    outer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookBox:
    """Whether the target will be reached: ``verdict`` in a word or two, then sentences."""

    verdict: str
    chances: str | None
    reach: str | None
    basis: str | None
    backtest: str | None
    ahead: tuple[AheadLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """What one site contributes to the change, in signed points."""

    title: str
    real: str
    mix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBox:
    """The change since a year ago and its two parts."""

    title: str
    said: str
    split: str
    lines: tuple[PartLine, ...]
    total: PartLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The parts of the page « Cap » between the headline and the sites."""

    readings: tuple[ReadingLine, ...]
    outlook: OutlookBox | None
    has_fan: bool
    breaks: str | None
    marks: Marks | None
    change: ChangeBox | None


def course(snapshot: Snapshot, about: About, year: str | None, _: Translator) -> Course:
    """In one language."""
    fan = () if about.outlook is None else about.outlook.fan
    return Course(
        readings=tuple(_reading(each, snapshot, about, _) for each in about.readings),
        outlook=_outlook(about, _),
        has_fan=any(each.month[:4] == year for each in fan),
        breaks=_breaks(about, year, _),
        marks=marks(snapshot, about, _),
        change=None if about.change is None else _change(about.change, about, _),
    )


def _reading(reading: Reading, snapshot: Snapshot, about: About, _: Translator) -> ReadingLine:
    titles = {
        "year-to-date": _("Year to date"),
        "spot": _("Last month alone"),
        "rolling": _("Last {n} months", n=1 + _between(reading.first, reading.last)),
    }
    row, minimum = _row(reading, snapshot), minimum_text(about, _)
    title = titles.get(reading.quantity, reading.quantity)
    if row is None:
        found = Line(key=reading.quantity, title=title, absence=_("no answer"))
    else:
        found = line(row, title, _, scale=None, reference=None, minimum=minimum)
    return ReadingLine(
        line=found,
        months=month_range(reading.first, reading.last, _.lang),
        is_declared=about.target is not None and about.target.quantity == reading.quantity,
        takes=None if about.target is None else outlooks.takes(reading, about.target, _),
        likelihood=outlooks.likelihood(reading, _),
    )


def _row(reading: Reading, snapshot: Snapshot) -> Row | None:
    dimension, period, key = {
        "year-to-date": ("month", reading.last[:4], TOTAL),
        "spot": ("month", reading.last[:4], reading.last),
        "rolling": ("window", reading.last, TOTAL),
    }.get(reading.quantity, ("", "", ""))
    return next((row for row in snapshot.select("nps", dimension, period) if row.key == key), None)


def _between(first: str, last: str) -> int:
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:])


def _outlook(about: About, _: Translator) -> OutlookBox | None:
    outlook, target = about.outlook, about.target
    if outlook is None or target is None:
        return None
    return OutlookBox(
        verdict=outlooks.verdict(outlook, _),
        chances=outlooks.chances(outlook, target, _),
        reach=outlooks.reach(outlook, _),
        basis=outlooks.basis(outlook, _),
        backtest=None if outlook.backtest is None else outlooks.backtest(outlook.backtest, _),
        ahead=tuple(_ahead(each, _) for each in outlook.fan),
    )


def _ahead(each: MonthAhead, _: Translator) -> AheadLine:
    inner, outer = (
        _("{low} to {high}", low=points(low, _.lang), high=points(high, _.lang))
        for low, high in (each.inner, each.outer)
    )
    return AheadLine(month=month_name(each.month, _.lang), middle=points(each.mean, _.lang), inner=inner, outer=outer)


def _breaks(about: About, year: str | None, _: Translator) -> str | None:
    told = [f"{month_name(month, _.lang)} ({break_name(why, _)})" for month, why in about.breaks if month[:4] == year]
    return _("Breaks of the series: {breaks}.", breaks=", ".join(told)) if told else None


def _change(change: Change, about: About, _: Translator) -> ChangeBox:
    names: Mapping[str, str] = {
        **about.sites,
        _UNSTATED: _("Site not stated"),
        _OTHERS: _("The other sites together"),
    }
    lines = [
        PartLine(
            title=names.get(part.key, part.key),
            real=outlooks.signed(part.real, _.lang),
            mix=outlooks.signed(part.mix, _.lang),
        )
        for part in change.parts
    ]
    before = month_range(f"{change.period[:4]}-01", change.period, _.lang)
    total = outlooks.signed(change.total, _.lang)
    return ChangeBox(
        title=_("Since the same months of {year}", year=change.period[:4]),
        said=outlooks.change(change, before, _),
        split=_(
            "Real change: {real}. Mix of sites: {mix}. The two add up to {total}, exactly.",
            real=outlooks.signed(change.real, _.lang),
            mix=outlooks.signed(change.mix, _.lang),
            total=total,
        ),
        lines=tuple(sorted(lines, key=lambda each: (each.title == names[_OTHERS], collation_key(each.title)))),
        total=PartLine(
            title=_("All sites"), real=outlooks.signed(change.real, _.lang), mix=outlooks.signed(change.mix, _.lang)
        ),
    )
