"""``clairevoix plan --share``: contacts to hear and contacts to code by hand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import click

from clairevoix.charter.policy import BOUNDS
from clairevoix.cli.output import note, say, spoken
from clairevoix.i18n import integer, percent, points
from clairevoix.measure.planning import Effort, Expected, SharePlan, cheapest, least_coded, least_heard, planned

_PERCENT = click.FloatRange(0, 100)
_OPTIONS = (
    click.option(
        "--share",
        type=click.FloatRange(0, 100, min_open=True, max_open=True),
        help="Share of contacts that have the label, expected, in %.",
    ),
    click.option("--heard", type=click.IntRange(1), help="Contacts heard; without it, the fewest are sought."),
    click.option("--coded", type=click.IntRange(1), help="Of these, contacts coded by hand; without it, likewise."),
    click.option("--contacts", type=click.IntRange(1), help="Contacts there are; at most a fifth may be heard."),
    click.option(
        "--sensitivity", type=_PERCENT, help="Of the contacts with the label, % that the program finds.  [default: 80]"
    ),
    click.option("--specificity", type=_PERCENT, help="Of the others, % that the program leaves.  [default: 95]"),
    click.option(
        "--coding-minutes",
        type=click.FloatRange(0, min_open=True),
        help="Minutes that coding one contact takes a person.  [default: 6]",
    ),
)
_SPECIFIC = ("heard", "coded", "contacts", "sensitivity", "specificity", "coding_minutes")
_OF_NPS = ("difference", "answers")


def options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a plan for a share."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def is_asked(asked: Mapping[str, Any], *, is_nps: bool) -> bool:
    """Whether a share is meant. Raises click.UsageError where options of both kinds are given."""
    if asked["share"] is None:
        alone = next((name for name in _SPECIFIC if asked[name] is not None), None)
        if alone is not None:
            raise click.UsageError(f"--{alone.replace('_', '-')} goes with --share")
        return False
    if is_nps or any(asked[name] is not None for name in _OF_NPS):
        raise click.UsageError("--share goes with --margin, --heard and --coded")
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, in shares from 0 to 1."""

    expected: Expected
    effort: Effort
    margin: float | None
    heard: int | None
    coded: int | None
    contacts: int | None
    level: float

    @property
    def within(self) -> dict[str, Any]:
        return {"population": self.contacts, "level": self.level}


def answer(asked: Mapping[str, Any], *, as_json: bool) -> None:
    """Says the plan. Raises click.UsageError for a question that has no single answer."""
    question = _question(asked)
    plan = _plan(question)
    if as_json:
        say(json.dumps(_numbers(question, plan)))
        return
    _say(question, plan)


def _question(asked: Mapping[str, Any]) -> Question:
    given = sum(asked[name] is not None for name in ("margin", "heard", "coded"))
    if given in {0, 3} or (given == 1 and asked["margin"] is None):
        raise click.UsageError("--share needs --margin, alone or with --heard or --coded; or --heard with --coded")
    heard, contacts = asked["heard"], asked["contacts"]
    most = BOUNDS["sampling_rate"].high
    if heard is not None and contacts is not None and heard > contacts * most:
        raise click.BadParameter(f"the charter lets at most {most:.0%} of contacts be heard", param_hint="--heard")
    if heard is not None and asked["coded"] is not None and asked["coded"] > heard:
        raise click.BadParameter("only heard contacts can be coded", param_hint="--coded")
    found = {name: asked[name] / 100 for name in ("sensitivity", "specificity") if asked[name] is not None}
    minutes = asked["coding_minutes"]
    return Question(
        expected=Expected(share=asked["share"] / 100, **found),
        effort=Effort() if minutes is None else Effort(coding_minutes=minutes),
        margin=None if asked["margin"] is None else asked["margin"] / 100,
        heard=heard,
        coded=asked["coded"],
        contacts=contacts,
        level=asked["level"],
    )


def _plan(question: Question) -> SharePlan | None:
    expected, effort, within = question.expected, question.effort, question.within
    heard, coded, rate = question.heard, question.coded, BOUNDS["sampling_rate"].high
    if question.margin is not None:
        if heard is None and coded is None:
            return cheapest(expected, question.margin, effort=effort, rate=rate, **within)
        if heard is not None:
            coded = least_coded(expected, question.margin, heard=heard, **within)
        elif coded is not None:
            heard = least_heard(expected, question.margin, coded=coded, rate=rate, **within)
    if heard is None or coded is None:
        return None
    return planned(expected, heard=heard, coded=coded, effort=effort, **within)


def _numbers(question: Question, plan: SharePlan | None) -> dict[str, object]:
    """Shares and margins in percent and in points of it, as they were asked for."""
    expected = question.expected
    return {
        "heard": None if plan is None else plan.heard,
        "coded": None if plan is None else plan.coded,
        "margin": None if plan is None else round(100 * plan.margin, 4),
        "minutes": None if plan is None else round(plan.coded * question.effort.coding_minutes, 1),
        "share": round(100 * expected.share, 4),
        "sensitivity": round(100 * expected.sensitivity, 4),
        "specificity": round(100 * expected.specificity, 4),
        "contacts": question.contacts,
        "level": question.level,
    }


def _say(question: Question, plan: SharePlan | None) -> None:
    _ = spoken()
    if plan is None:
        say(_("No number of contacts that may be heard gives this margin, not even if all of them are coded by hand."))
        return
    values = {
        "heard": integer(plan.heard, _.lang),
        "coded": integer(plan.coded, _.lang),
        "margin": points(100 * plan.margin, _.lang),
        "share": percent(question.expected.share, _.lang, 0 if (100 * question.expected.share).is_integer() else 1),
    }
    if question.margin is None:
        say(
            _(
                "Contacts heard: {heard}, of which coded by hand: {coded}. They give {share} ± {margin} points.",
                **values,
            )
        )
    else:
        say(
            _(
                "Contacts to hear: {heard}, of which to code by hand: {coded}. They give {share} ± {margin} points.",
                **values,
            )
        )
    hours = points(plan.coded * question.effort.coding_minutes / 60, _.lang, trim=True)
    say(_("Work of coding: {hours} hours.", hours=hours))
    note(
        _(
            "Reckoned for a program that finds {sensitivity} of the contacts with the label and leaves {specificity} "
            "of the others.",
            sensitivity=percent(question.expected.sensitivity, _.lang),
            specificity=percent(question.expected.specificity, _.lang),
        )
    )
