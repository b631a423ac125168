"""Sentences of the page « Vigilance »: what the alarm says, what was counted, what research found, what was decided."""

from collections.abc import Mapping
from typing import Any

from clairevoix.i18n import Translator, day_name, integer, month_name, percent, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.people.pulse_words import axis_title
from clairevoix.web.rooms.vigilance_tables import TOTAL, Grid, monthly

Told = Mapping[str, Any]


def absence(_: Translator) -> str:
    return _(
        "The charter in force declares neither evaluations nor the pulse, or nothing of them can be told yet: "
        "there is nothing to show."
    )


def budget(told: Told, _: Translator) -> str:
    found = told.get("budget")
    if not found:
        return ""
    return _.plural(
        "The charter allows {n} evaluation of one person in {days} days, by machines and people together.",
        "The charter allows {n} evaluations of one person in {days} days, by machines and people together.",
        found["limit"],
        days=found["days"],
    )


def over_budget(snapshot: Snapshot, told: Told, _: Translator) -> str | None:
    """The last month against the budget, for each person who was evaluated."""
    rows = list(monthly(snapshot, "evaluation", "evaluated").values())
    if not told.get("budget") or not rows or rows[-1].value is None:
        return None
    month, acts = rows[-1].key, rows[-1].value
    limit = told["budget"]["limit"] * 30 / told["budget"]["days"]
    sentence = (
        _("In {month}, people who were evaluated were so {acts} times on average; the budget is {limit} a month.")
        if acts <= limit
        else _(
            "In {month}, people who were evaluated were so {acts} times on average: more than the budget of {limit} "
            "a month. Evaluations made with other systems are counted here and cannot be stopped from here."
        )
    )
    return sentence.format(
        month=month_name(month, _.lang), acts=points(acts, _.lang), limit=points(limit, _.lang, trim=True)
    )


def courses(snapshot: Snapshot, told: Told, _: Translator) -> tuple[str, ...]:
    """How long people waited, how drafts are confirmed, when criteria changed."""
    rows = [row for row in snapshot.select("evaluation", "month") if row.key == TOTAL and row.value is not None]
    said = [_duration(row, _) for row in rows]
    stamping = told.get("stamping")
    said.append(
        {
            "rings": _(
                "Machines’ drafts are confirmed as they stand more often than the charter allows, or faster than they can "
                "be read: an alarm about all evaluators together, not about one of them."
            ),
            "quiet": _("Machines’ drafts are read and changed as often as the charter wants it."),
        }.get(
            stamping or "",
            _("Too few machines’ drafts were confirmed, or by too few people, to say whether they are read."),
        )
    )
    criteria = told.get("criteria") or []
    said += [
        _(
            "Version {version} of the grid was first used in {month}.",
            version=each["version"],
            month=month_name(each["month"], _.lang),
        )
        for each in criteria
    ]
    return tuple(said)


def research(_: Translator) -> tuple[tuple[str, str], ...]:
    """What studies found, with their sources; none of it is a promise about these people."""
    return (
        (
            _(
                "No gain in performance was found, and more stress, whatever the characteristics of the monitoring; "
                "where it is transparent and less invasive, attitudes are better."
            ),
            _("Ravid et al. 2023, Personnel Psychology 76(1): 94 samples, 23,461 people"),
        ),
        (
            _(
                "Small effects: satisfaction r = −0.10, stress r = +0.11, performance r = −0.01. "
                "Targets and feedback may make it worse."
            ),
            _("Siegel, König & Lazar 2022, Computers in Human Behavior Reports 8: 70 samples, 233 effects"),
        ),
        (
            _(
                "In two call centres the perceived intensity of monitoring weighed most; "
                "clear criteria and a purpose of development helped."
            ),
            _("Holman, Chissick & Totterdell 2002: 347 people"),
        ),
        (
            _("Mild adverse effects, most studies of one moment only: causes are weakly shown."),
            _("Backhaus 2019: 85 studies"),
        ),
    )


def answered(told: Told, _: Translator) -> tuple[str, ...]:
    """Who answered, and what those who did not could change."""
    months = told.get("months") or []
    if not months:
        return ()
    last = months[-1]
    said = []
    if last["asked"]:
        said.append(
            _(
                "In {month} {n} of {asked} answered ({share}). Whatever those who did not answer would have said, the score "
                "of everybody lies between {low} and {high}: so wide is what a survey cannot know.",
                month=month_name(last["month"], _.lang),
                n=integer(last["n"], _.lang),
                asked=integer(last["asked"], _.lang),
                share=percent(last["n"] / last["asked"], _.lang),
                low=points(last["bounds"][0], _.lang, trim=True),
                high=points(last["bounds"][1], _.lang, trim=True),
            )
        )
    if any(each["imported"] for each in months):
        said.append(
            _("These answers were collected elsewhere and without tokens: nobody can say that everybody answered once.")
        )
    said.append(
        _(
            "No score rests on fewer than {n} answers. The questions cover the six axes of the Gollac report in words of our "
            "own; they are no validated scale, and all are worded the same way round.",
            n=told["pulse_minimum"],
        )
    )
    return tuple(said)


def reliability(told: Told, _: Translator) -> Grid | None:
    rows = told.get("reliability") or []
    if not rows:
        return None
    return Grid(
        heading=(_("Axis"), _("Cronbach’s alpha"), _("McDonald’s omega")),
        rows=tuple((axis_title(row["scale"], _), decimal(row["alpha"], _), decimal(row["omega"], _)) for row in rows),
        note=_(
            "Over {n} whole answers. How well the questions of an axis go together, from 0 to 1: an axis has two, so its "
            "alpha is low and omega cannot be told; trust the score of all six axes more than that of one.",
            n=integer(rows[0]["n"], _.lang),
        ),
    )


def decisions(told: Told, sites: Mapping[str, str], _: Translator) -> Grid | None:
    rows = told.get("decisions") or []
    if not rows:
        return None
    return Grid(
        heading=(_("Day"), _("Decision"), _("By"), _("Where"), _("Why")),
        rows=tuple(
            (
                day_name(row["on"], _.lang),
                _step(row["step"], _),
                _role(row["role"], _),
                _("All sites") if row["site"] is None else sites.get(row["site"], row["site"]),
                row["reason"],
            )
            for row in rows
        ),
    )


def place_title(place: str, sites: Mapping[str, str], _: Translator) -> str:
    return _("All sites") if place == TOTAL else sites.get(place, place)


def decimal(value: float | None, _: Translator) -> str:
    """Two decimals, as the language writes them."""
    if value is None:
        return "–"
    text = f"{abs(value):.2f}"
    sign = "\N{MINUS SIGN}" if value <= -0.005 else ""
    return sign + (text.replace(".", ",") if _.lang == "fr" else text)


def _duration(row: Row, _: Translator) -> str:
    year, _sep, name = row.period.partition("/")
    days = row.value or 0.0
    if name == "feedback":
        return _(
            "From the draft of an evaluation to its feedback, {days} days in half of the cases ({year}, {n} evaluations).",
            days=points(days, _.lang),
            year=year,
            n=integer(row.n or 0, _.lang),
        )
    return _(
        "Its evidence was read for {minutes} minutes in half of the cases ({year}).",
        minutes=points(days * 24 * 60, _.lang),
        year=year,
    )


def _step(step: str, _: Translator) -> str:
    words = {
        "fewer-evaluations": _("fewer evaluations"),
        "pause": _("evaluations paused"),
        "criteria-changed": _("criteria changed"),
        "time-given": _("time given"),
        "staff-met": _("the teams were met"),
        "programme-slowed": _("a programme slowed down"),
        "nothing": _("nothing for now"),
    }
    return words[step]


def _role(role: str, _: Translator) -> str:
    words = {"director": _("management"), "council": _("the works council"), "dpo": _("the data protection officer")}
    return words.get(role, role)
