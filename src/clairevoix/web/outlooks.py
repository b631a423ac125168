"""The sentences about what is to come and what changed: chances in a hundred, never a promise."""

from collections.abc import Mapping

from babel.numbers import format_decimal

from clairevoix.i18n import Translator, integer, month_name, month_range, percent, points
from clairevoix.model.prospect import Backtest, Prospect
from clairevoix.web.about import Change, Reading, Target

#: What a coin that is tossed for every forecast would have.
_COIN = 0.25


def signed(value: float, lang: str) -> str:
    """Points with their sign.

    >>> signed(6.54, "fr"), signed(-0.31, "en"), signed(0.04, "en")
    ('+6,5', '−0.3', '0.0')
    """
    said = points(value, lang)
    return f"+{said}" if round(value, 1) > 0 else said


def takes(reading: Reading, target: Target, _: Translator) -> str | None:
    """What it would take for this reading to stand at the target when it is due."""
    if reading.gain is None or not reading.months_left:
        return None
    values = {
        "target": points(target.points, _.lang, trim=True),
        "month": month_name(target.due, _.lang),
        "year": target.due[:4],
        "window": target.window,
    }
    if reading.quantity == "spot":
        if round(reading.gain, 1) <= 0:
            return _("In {month} alone: {target} is reached already, it would have to hold.", **values)
        return _.plural(
            "In {month} alone: {gain} points in {n} month.",
            "In {month} alone: {gain} points in {n} months.",
            reading.months_left,
            gain=signed(reading.gain, _.lang),
            **values,
        )
    if reading.required is None:
        return None
    return _mean_to_come(reading.required, (reading, target), values, _)


def _mean_to_come(required: float, of: tuple[Reading, Target], values: Mapping[str, object], _: Translator) -> str:
    (reading, target), left = of, of[0].months_left or 0
    n = min(left, target.window) if reading.quantity == "rolling" else left
    months = month_range(months_back(target.due, n - 1), target.due, _.lang, with_year=False)
    told = {**values, "required": points(required, _.lang), "months": months}
    if reading.quantity == "rolling":
        said = _("On average over the {window} months to {month}: it would take {required} {months}.", **told)
    else:
        said = _("On average over {year}: it would take {required} {months}.", **told)
    if required > 100:
        return f"{said} {_('No NPS exceeds 100: it can no longer be reached.')}"
    return f"{said} {_('It will be reached whatever comes.')}" if required <= -100 else said


def months_back(month: str, n: int) -> str:
    """
    >>> months_back("2025-12", 2), months_back("2025-01", 1)
    ('2025-10', '2024-12')
    """
    place = int(month[:4]) * 12 + int(month[5:]) - 1 - n
    return f"{place // 12:04d}-{place % 12 + 1:02d}"


def likelihood(reading: Reading, _: Translator) -> str | None:
    """The same chances for a reading that is not the one declared, to hold against it."""
    if reading.probability is None or not reading.months_left:
        return None
    percents = round(100 * reading.probability)
    if percents < 1:
        return _("Fewer than 1 chance in 100.")
    if percents > 99:
        return _("More than 99 chances in 100.")
    return _.plural("About {n} chance in 100.", "About {n} chances in 100.", percents)


def verdict(outlook: Prospect, _: Translator) -> str:
    """The outlook in a word or two. The words go with fixed chances, said on the page of the methods."""
    words = {
        "likely": _("likely"),
        "within_reach": _("within reach"),
        "unlikely": _("unlikely"),
        "off_track": _("off the trajectory"),
        "reached": _("reached"),
        "missed": _("missed"),
        "not_enough_history": _("not enough history"),
        "broken": _("the series was broken within the period"),
    }
    word = words.get(outlook.wording, outlook.wording)
    return word[:1].upper() + word[1:]


def chances(outlook: Prospect, target: Target, _: Translator) -> str:
    """How many chances in a hundred, of what; or why none is said."""
    if outlook.wording == "not_enough_history" and outlook.n_months >= outlook.n_needed:
        return _("No probability: months that the target counts are not known.")
    if outlook.wording == "not_enough_history":
        return _.plural(
            "No probability: {n} month is known since the series began or was broken, {needed} are needed.",
            "No probability: {n} months are known since the series began or was broken, {needed} are needed.",
            outlook.n_months,
            needed=integer(outlook.n_needed, _.lang),
        )
    if outlook.probability is None:
        return _("No probability: the months before the break and those after cannot be added.")
    aim = goal(target, _)
    if outlook.wording in {"reached", "missed"}:
        return _("The months of the target are all known: {goal}.", goal=aim)
    percents = round(100 * outlook.probability)
    if percents < 1:
        return _("Fewer than 1 chance in 100 of reaching {goal}.", goal=aim)
    if percents > 99:
        return _("More than 99 chances in 100 of reaching {goal}.", goal=aim)
    return _.plural(
        "About {n} chance in 100 of reaching {goal}.",
        "About {n} chances in 100 of reaching {goal}.",
        percents,
        goal=aim,
    )


def goal(target: Target, _: Translator) -> str:
    """The target as a part of a sentence."""
    aim, month = points(target.points, _.lang, trim=True), month_name(target.due, _.lang)
    if target.quantity == "year-to-date":
        return _("{points} on average over {year}", points=aim, year=target.due[:4])
    if target.quantity == "rolling":
        return _("{points} over the {n} months to {month}", points=aim, n=target.window, month=month)
    return _("{points} in {month}", points=aim, month=month)


def reach(outlook: Prospect, _: Translator) -> str | None:
    """Between which scores it will probably end."""
    if outlook.low is None or outlook.high is None or outlook.wording in {"reached", "missed"}:
        return None
    return _(
        "With a probability of {level}, it will end between {low} and {high}.",
        level=percent(outlook.level, _.lang),
        low=points(outlook.low, _.lang),
        high=points(outlook.high, _.lang),
    )


def basis(outlook: Prospect, _: Translator) -> str | None:
    """What the probability rests on, and what it leaves out."""
    if outlook.probability is None or outlook.wording in {"reached", "missed"}:
        return None
    return _.plural(
        "From {n} month as it was published, each with the uncertainty of its answers. What is planned, and what never "
        "happened before, is not in it.",
        "From {n} months as they were published, each with the uncertainty of its answers. What is planned, and what "
        "never happened before, is not in it.",
        outlook.n_months,
    )


def backtest(past: Backtest, _: Translator) -> str:
    """What such forecasts were worth."""
    said = _.plural(
        "Tried on the past, {n} month ahead, from {origins} moments and for {forecasts} targets: mean squared error of "
        "the probability (Brier) {brier}; 0 would be perfect, {coin} is a coin’s.",
        "Tried on the past, {n} months ahead, from {origins} moments and for {forecasts} targets: mean squared error of "
        "the probability (Brier) {brier}; 0 would be perfect, {coin} is a coin’s.",
        past.months_ahead,
        origins=integer(past.n_origins, _.lang),
        forecasts=integer(past.n, _.lang),
        brier=_hundredths(past.brier, _.lang),
        coin=_hundredths(_COIN, _.lang),
    )
    return said if past.brier < _COIN else f"{said} {_('No better than chance: do not rely on it.')}"


def change(found: Change, before: str, _: Translator) -> str:
    """The change and whether the survey can tell it from chance."""
    said = _(
        "{total} points ({level} confidence interval: {low} to {high}): {old} {before}, {new} this year.",
        total=signed(found.total, _.lang),
        level=percent(found.level, _.lang),
        low=signed(found.low, _.lang),
        high=signed(found.high, _.lang),
        old=points(found.before, _.lang),
        before=before,
        new=points(found.after, _.lang),
    )
    if found.low <= 0 <= found.high:
        return f"{said} {_('It lies within the uncertainty of the survey.')}"
    return f"{said} {_('It is wider than the uncertainty of the survey.')}"


def _hundredths(value: float, lang: str) -> str:
    return format_decimal(value, "0.00", locale=lang)
