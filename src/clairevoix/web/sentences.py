"""The sentences that say what the numbers mean. Plain language, no word that the numbers do not carry."""

from clairevoix.charter.rules import MINIMUM_CELL
from clairevoix.i18n import (
    Translator,
    day_name,
    integer,
    month_name,
    month_range,
    percent,
    points,
)
from clairevoix.store.published import Row
from clairevoix.web.about import Calls, Draw, Target, Trajectory


def uncertainty(row: Row, _: Translator) -> str | None:
    """What the confidence interval of the headline means, in words."""
    if row.value is None or row.low is None or row.high is None or row.level is None:
        return None
    return _(
        "Given the number of answers, the true value very probably lies between {low} and {high} "
        "({level} confidence interval).",
        low=points(row.low, _.lang),
        high=points(row.high, _.lang),
        level=percent(row.level, _.lang),
    )


def answers(n: int, _: Translator) -> str:
    """How many answers a number rests on."""
    return _.plural("{n} answer", "{n} answers", n)


def target_title(target: Target, _: Translator) -> str:
    """The target in a few words."""
    aim = points(target.points, _.lang, trim=True)
    if target.quantity == "year-to-date":
        return _("Target: {points} on average over {year}", points=aim, year=target.due[:4])
    month = month_name(target.due, _.lang)
    if target.quantity == "rolling":
        return _("Target: {points} over the {n} months to {month}", points=aim, n=target.window, month=month)
    return _("Target: {points} in {month}", points=aim, month=month)


def gap(trajectory: Trajectory, headline: Row | None, target: Target, _: Translator) -> str:
    """How far from the target, and whether the survey can tell the gap from chance."""
    distance = points(abs(trajectory.gap), _.lang)
    if round(trajectory.gap, 1) <= 0:
        return _("{points} points above the target to date.", points=distance)
    said = _("{points} points below the target to date.", points=distance)
    if headline is None or headline.high is None:
        return said
    if headline.high < target.points:
        told = _("The gap is wider than the uncertainty of the survey.")
    else:
        told = _("The gap lies within the uncertainty of the survey.")
    return f"{said} {told}"


def required(
    trajectory: Trajectory,
    target: Target,
    months: tuple[str, str] | None,
    _: Translator,
) -> str | None:
    """What the remaining months must reach for the year to end at the target."""
    if months is None or trajectory.required is None or target.quantity != "year-to-date":
        return None
    values = {
        "target": points(target.points, _.lang, trim=True),
        "required": points(trajectory.required, _.lang),
        "months": month_range(months[0], months[1], _.lang, with_year=False),
    }
    if trajectory.required > 100:
        return _(
            "The target can no longer be reached: ending the year at {target} on average would take {required} "
            "{months}, and no NPS exceeds 100.",
            **values,
        )
    if trajectory.required <= -100:
        return _(
            "The year will end at {target} or more on average, whatever comes {months}.",
            **values,
        )
    if trajectory.gap <= 0:
        return _(
            "To end the year at {target} on average, {required} {months} would be enough.",
            **values,
        )
    return _(
        "To end the year at {target} on average, it would take {required} {months}.",
        **values,
    )


def pace(trajectory: Trajectory, last_month: str | None, _: Translator) -> str | None:
    """What the pace line is, and where it stands now."""
    if len(trajectory.pace) < 2 or trajectory.pace_now is None or last_month is None:
        return None
    (_start, base), (end, aim) = trajectory.pace[0], trajectory.pace[-1]
    said = _(
        "The pace line runs straight from {base} (average of {period}) to {aim} in {end}; "
        "in {month} it stands at {now}.",
        base=points(base, _.lang),
        period=trajectory.base_period,
        aim=points(aim, _.lang, trim=True),
        end=month_name(end, _.lang),
        month=month_name(last_month, _.lang, with_year=False),
        now=points(trajectory.pace_now, _.lang),
    )
    distance = trajectory.current - trajectory.pace_now
    if round(distance, 1) < 0:
        where = _(
            "The year to date is {points} points below it.",
            points=points(-distance, _.lang),
        )
    else:
        where = _("The year to date is on it or above.")
    return f"{said} {where}"


def sampling(draw: Draw, _: Translator) -> str:
    """What the random draw took, and what became of the rest."""
    return _.plural(
        "{n} contact drawn at random out of {listed}, at a rate of {rate}: the rest was neither opened nor kept.",
        "{n} contacts drawn at random out of {listed}, at a rate of {rate}: the rest was neither opened nor kept.",
        draw.n_drawn,
        listed=integer(draw.n_listed, _.lang),
        rate=percent(draw.rate, _.lang, 0 if round(draw.rate * 100, 6).is_integer() else 1),
    )


def calls(processed: Calls, _: Translator) -> str:
    """How many of the drawn contacts were processed, when they took place, and of how many redaction was verified."""
    taken = _.plural(
        "{n} drawn contact processed, {first} to {last}.",
        "{n} drawn contacts processed, {first} to {last}.",
        processed.n,
        first=day_name(processed.first_day, _.lang),
        last=day_name(processed.last_day, _.lang),
    )
    if processed.n_not_verified is None:
        return taken
    checked = _(
        "Redaction verified by a second hearing: {n} of {total}; the others were put aside.",
        n=integer(processed.n, _.lang),
        total=integer(processed.n + processed.n_not_verified, _.lang),
    )
    return f"{taken} {checked}"


def masked(titles: list[str], minimum: str, _: Translator) -> str | None:
    """Which months are not drawn, and why."""
    if not titles:
        return None
    return _(
        "Not shown: {months} (fewer than {minimum} answers, or could be found by subtraction: rule {rule}).",
        months=", ".join(titles),
        minimum=minimum,
        rule=MINIMUM_CELL.rule_id,
    )


def method(row: Row | None, _: Translator) -> str | None:
    """How the confidence intervals of a table were computed."""
    if row is None or row.method is None or row.level is None:
        return None
    names = {
        "adjusted-wald": _("adjusted Wald"),
        "wald": _("Wald"),
        "score": _("score"),
        "bonett-price": _("Bonett-Price"),
        "goodman": _("Goodman"),
        "bootstrap": _("bootstrap"),
        "dirichlet": _("Dirichlet"),
        "prediction-powered": _("prediction-powered"),
    }
    name = names.get(row.method, row.method)
    return _(
        "Confidence intervals at {level}, {method} method.",
        level=percent(row.level, _.lang),
        method=name,
    )


def kept(n: int, minimum: int, _: Translator) -> str:
    """That some figures are told as they were before, since the few who came or went would otherwise be known."""
    return _.plural(
        "{n} figure stays as it was published earlier: too few people came or went since (fewer than {minimum}).",
        "{n} figures stay as they were published earlier: too few people came or went since (fewer than {minimum}).",
        n,
        minimum=integer(minimum, _.lang),
    )
