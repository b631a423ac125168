"""``clairevoix plan``."""

import json
import math

import click

from clairevoix.cli import plan_share
from clairevoix.cli.nps import parsed
from clairevoix.cli.output import json_option, note, say, spoken
from clairevoix.i18n import integer, points
from clairevoix.measure.nps.sample_size import CAUTIOUS, Shares, answers_for_difference, answers_for_margin, half_width

_MARGIN = click.FloatRange(0, 100, min_open=True)


@click.command(name="plan")
@click.option("--margin", type=_MARGIN, help="Points either side of the score, or share, that the interval may have.")
@click.option("--difference", type=_MARGIN, help="Points between two groups or periods that must be found.")
@click.option("--answers", type=click.IntRange(1), help="Answers there will be: says the margin they give.")
@click.option("--counts", help="Promoters, passives, detractors of an earlier wave: P,N,D.")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--power", type=click.FloatRange(0.5, 0.999), default=0.8, show_default=True)
@click.option("--design-effect", type=click.FloatRange(1, 100), default=1.0, show_default=True)
@click.option("--response-rate", type=click.FloatRange(0, 1, min_open=True), help="Says how many to invite.")
@plan_share.options
@json_option
def command(*, counts: str | None, as_json: bool, response_rate: float | None, **asked: float | None) -> None:
    """How many answers a margin or a difference needs, in points of NPS, by the interval of ``clairevoix nps``.

    With --share: how many contacts to hear, and how many of them to code by hand, for a margin of the share of a label.
    """
    if plan_share.is_asked(asked, is_nps=counts is not None or response_rate is not None):
        plan_share.answer(asked, as_json=as_json)
        return
    wanted = [name for name in ("margin", "difference", "answers") if asked[name] is not None]
    if len(wanted) != 1:
        raise click.UsageError("exactly one of --margin, --difference and --answers is expected")
    shares = _shares(counts)
    answer = _answer(wanted[0], shares, {name: value for name, value in asked.items() if value is not None})
    invitations = None if response_rate is None else math.ceil(answer["answers"] / response_rate)
    if as_json:
        details = {"invitations": invitations, "level": asked["level"], "shares": shares}
        say(json.dumps({**answer, **details}))
        return
    _say(wanted[0], answer, invitations)
    if counts is None:
        note(spoken()("Reckoned for the worst case, half promoters and half detractors; --counts may ask for fewer."))


def _shares(counts: str | None) -> Shares:
    if counts is None:
        return CAUTIOUS
    found = parsed(counts)
    if not sum(found):
        raise click.BadParameter("somebody must have answered", param_hint="--counts")
    return found[0] / sum(found), found[1] / sum(found), found[2] / sum(found)


def _answer(wanted: str, shares: Shares, asked: dict[str, float]) -> dict[str, float]:
    """What was asked for beside what it needs; ``groups`` of ``answers`` each."""
    level, effect, value = asked["level"], asked["design_effect"], asked[wanted]
    if wanted == "margin":
        n = answers_for_margin(value, shares=shares, level=level, design_effect=effect)
        return {"margin": value, "answers": n, "groups": 1}
    if wanted == "difference":
        power = asked["power"]
        n = answers_for_difference(value, shares=shares, level=level, power=power, design_effect=effect)
        return {"difference": value, "answers": n, "groups": 2, "power": power}
    effective = max(1, math.floor(value / effect))
    return {"margin": half_width(effective, shares=shares, level=level), "answers": value, "groups": 1}


def _say(wanted: str, answer: dict[str, float], invitations: int | None) -> None:
    _ = spoken()
    lang, n = _.lang, integer(int(answer["answers"]), _.lang)
    if wanted == "margin":
        say(_("Answers needed for a margin of ±{margin} points: {n}", margin=points(answer["margin"], lang), n=n))
    elif wanted == "difference":
        found = points(answer["difference"], lang)
        say(
            _(
                "Answers needed in each of two groups to find {difference} points between them: {n}",
                difference=found,
                n=n,
            )
        )
    else:
        say(_("Margin that {n} answers give: ±{margin} points", margin=points(answer["margin"], lang), n=n))
    if invitations is not None and answer["groups"] == 1:
        say(_("Invitations needed at that response rate: {n}", n=integer(invitations, lang)))
    elif invitations is not None:
        say(_("Invitations needed at that response rate, in each group: {n}", n=integer(invitations, lang)))
