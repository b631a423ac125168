"""The page « Effort »: how much work customers had, and its twin in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoix.i18n import LANGUAGES, Translator, day_name, integer, month_short, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.lines import Line, share_scale
from clairevoix.web.pages import Foot, foot
from clairevoix.web.rooms.plots import Given, Plot, plots
from clairevoix.web.rooms.quantities import line_of
from clairevoix.web.rooms.room import Room

_WINDOWS = (3, 7, 14, 30)
_SOLVED = (1, 7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One survey's effort question, in all the variants that go by the same name."""

    survey: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """The page; ``absence`` says why there is nothing on it."""

    lang: str
    languages: tuple[str, ...]
    synthetic: bool
    absence: str | None
    zero: Line | None
    span: str | None
    months: tuple[Line, ...]
    plots: tuple[Plot, ...]
    plot_words: str
    burdens: tuple[Line, ...]
    returns: tuple[Line, ...]
    solved: tuple[Line, ...]
    middle: str | None
    asked: tuple[Asked, ...]
    recommended: tuple[Line, ...]
    cost: str | None
    limits: tuple[str, ...]
    foot: Foot


def effort(snapshot: Snapshot, lang: str) -> Effort:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    told: Mapping[str, Any] | None = snapshot.about.get("effort")  # type: ignore[assignment]
    burdens = {row.key: row for row in snapshot.select("effort", "effort")}
    months = [row for row in snapshot.select("effort", "month") if row.key != "total"]
    names = _burden_names(_)
    delays = {row.key: row for row in snapshot.select("effort", "delay")}
    zero = burdens.get("zero-effort")
    return Effort(
        lang=lang,
        languages=LANGUAGES,
        synthetic=about.synthetic,
        absence=None
        if told
        else _("No log of contacts was read in, too few are in it, or the charter in force does not declare effort."),
        zero=None if zero is None else line_of(zero, names["zero-effort"], _),
        span=_span(told, _) if told else None,
        months=tuple(line_of(row, _month(row.key, lang), _) for row in months),
        plots=_plots(months, lang),
        plot_words=_plot_words(months, _),
        burdens=tuple(line_of(burdens[key], names[key], _) for key in names if key in burdens and key != "zero-effort"),
        returns=_returns(delays, _),
        solved=_solved(delays, _),
        middle=_middle(told, _),
        asked=_asked(snapshot, _),
        recommended=_recommended(snapshot, _),
        cost=_cost(snapshot, _),
        limits=_limits(told, _) if told else (),
        foot=foot(about, _),
    )


def effort_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers."""
    keys = ("published_at", "version", "synthetic", "charter", "effort")
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in keys},
        "figures": [row_json(row) for row in snapshot.rows if row.measure == "effort"],
    }


def row_json(row: Row) -> dict[str, object]:
    """A figure, or its absence and the rule behind it."""
    place: dict[str, object] = {"dimension": row.dimension, "period": row.period, "key": row.key}
    if row.rule_id is not None:
        return {**place, "rule_id": row.rule_id}
    names = ("value", "low", "high", "level", "n", "method", "unit")
    return {**place, **{name: getattr(row, name) for name in names}}


def _burden_names(_: Translator) -> dict[str, str]:
    return {
        "zero-effort": _("cases without effort"),
        "contacts": _("contacts a case"),
        "action_days": _("days on which the customer had to act"),
        "switches": _("changes of channel"),
        "transfers": _("transfers"),
        "reidentifications": _("times asked again who they are"),
        "repetitions": _("times they had to say it again"),
        "missed": _("appointments missed by the operator"),
    }


def _span(told: Mapping[str, Any], _: Translator) -> str:
    return _(
        "{n} contacts of every channel, from {first} to {last}.",
        n=integer(told["n_contacts"], _.lang),
        first=day_name(told["first_on"], _.lang),
        last=day_name(told["last_on"], _.lang),
    )


def _month(key: str, lang: str) -> str:
    return f"{month_short(key, lang)} {key[2:4]}"


def _plots(months: list[Row], lang: str) -> tuple[Plot, ...]:
    given = [
        Given(label=_month(row.key, lang), value=row.value, low=row.low, high=row.high)
        for row in months
        if row.value is not None
    ]
    return plots(given, lambda value: percent(value, lang))


def _plot_words(months: list[Row], _: Translator) -> str:
    said = [f"{_month(row.key, _.lang)} {percent(row.value, _.lang)}" for row in months if row.value is not None]
    return _("Share of cases without effort by month: {months}.", months=", ".join(said))


def _returns(delays: Mapping[str, Row], _: Translator) -> tuple[Line, ...]:
    names = {"same": _("for the same reason"), "any": _("for any reason")}
    rows = [
        (delays[f"{key}-{window}"], _("{reason}, within {n} days", reason=names[key], n=window))
        for key in names
        for window in _WINDOWS
        if f"{key}-{window}" in delays
    ]
    scale = share_scale([row for row, _title in rows], _.lang)
    return tuple(line_of(row, title, _, scale) for row, title in rows)


def _solved(delays: Mapping[str, Row], _: Translator) -> tuple[Line, ...]:
    rows = [
        (delays[f"resolved-{window}"], _.plural("within {n} day", "within {n} days", window))
        for window in _SOLVED
        if f"resolved-{window}" in delays
    ]
    scale = share_scale([row for row, _title in rows], _.lang)
    return tuple(line_of(row, title, _, scale) for row, title in rows)


def _middle(told: Mapping[str, Any] | None, _: Translator) -> str | None:
    if not told or told["median_day"] is None:
        return None
    return _.plural(
        "Half of the cases are settled within {n} day of their first contact.",
        "Half of the cases are settled within {n} days of their first contact.",
        told["median_day"],
    )


def _asked(snapshot: Snapshot, _: Translator) -> tuple[Asked, ...]:
    names = {
        "ces1-mean": _("CES 1.0, mean: effort made, 1 to 5, less is better"),
        "ces1-low": _("CES 1.0, share of 1 and 2: little effort"),
        "ces2-mean": _("CES 2.0, mean: it was made easy, 1 to 7, more is better"),
        "ces2-top3": _("CES 2.0, share of 5 to 7"),
        "ces2-net": _("CES 2.0, net: share of 6 and 7, less share of 1 to 3, in points"),
    }
    rows = snapshot.select("effort", "question")
    return tuple(
        Asked(survey=survey, lines=tuple(line_of(row, names[row.key], _) for row in rows if row.period == survey))
        for survey in sorted({row.period for row in rows})
    )


def _recommended(snapshot: Snapshot, _: Translator) -> tuple[Line, ...]:
    names = {"zero": _("after a case without effort"), "some": _("after a case with effort")}
    return tuple(line_of(row, names[row.key], _) for row in snapshot.select("effort", "category"))


def _cost(snapshot: Snapshot, _: Translator) -> str | None:
    row = next(iter(snapshot.select("effort", "driver")), None)
    if row is None or row.value is None or row.low is None or row.high is None:
        return None
    return _(
        "Customers whose case took effort recommend {value} NPS points less than the others (interval {low} to {high}). "
        "The two go together; that one makes the other is not shown: harder cases take more work, whoever handles them.",
        value=points(-row.value, _.lang),
        low=points(-row.high, _.lang),
        high=points(-row.low, _.lang),
    )


def _limits(told: Mapping[str, Any], _: Translator) -> tuple[str, ...]:
    linked = told["linked_share"]
    return (
        _(
            "A case without effort: one contact, no transfer, no change of channel, no missed appointment. Contacts of "
            "the {n} days after the first count; younger cases are not counted yet, so that all are watched as long.",
            n=told["case_days"],
        ),
        _(
            "Coming back: the share followed by another contact, each contact counting for as long as it was watched "
            "(Kaplan–Meier). Reasons are coded unevenly, so “same” is too low and “any” too high: the truth lies between. "
            "Follow-ups that the operator had promised do not count."
        ),
        _(
            "{case} of contacts name no case, {customer} no customer, or none any more: they are in no figure that needs "
            "one.",
            case=percent(told["without_case"], _.lang, 1),
            customer=percent(told["without_customer"], _.lang, 1),
        ),
        *(
            (_("{share} of the survey’s answers could be tied to a case.", share=percent(linked, _.lang)),)
            if linked is not None
            else ()
        ),
        _("Nothing on this page says who answered: the log holds no such column, and no figure is told by person."),
    )


ROOM = Room(name="effort", title="Effort", template="effort.html", page=effort, numbers=effort_json)
