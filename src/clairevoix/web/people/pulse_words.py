"""Sentences of the pulse, in the reader's language."""

from collections.abc import Sequence
from datetime import date

from clairevoix.charter.questionnaire import RESILIENCE
from clairevoix.charter.wellbeing import Doubt
from clairevoix.i18n import Translator, day_name
from clairevoix.model.pulse import Axis, Item, Round


def axis_title(scale: str, _: Translator) -> str:
    """The name of a scale."""
    titles = {
        Axis.INTENSITY: _("Workload and time"),
        Axis.EMOTIONS: _("Emotional demands"),
        Axis.AUTONOMY: _("Room for manoeuvre"),
        Axis.RELATIONS: _("Relations at work"),
        Axis.VALUES: _("Conflicts of values"),
        Axis.SECURITY: _("Security of the work"),
        "overall": _("All six axes"),
        RESILIENCE: _("How I come through hard times (not about work)"),
    }
    return titles[scale]


def axes(items: Sequence[Item], _: Translator) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Each scale's title with the names and texts of its items, in their order."""
    scales = dict.fromkeys(item.scale for item in items)
    return tuple(
        (axis_title(scale, _), tuple((item.name, item.text[_.lang]) for item in items if item.scale == scale))
        for scale in scales
    )


def marks(_: Translator) -> tuple[tuple[int, str], ...]:
    """What each mark says."""
    said = (_("not at all"), _("a little"), _("so so"), _("mostly"), _("entirely"))
    return tuple(enumerate(said))


def doubt(found: Doubt | None, _: Translator) -> str:
    """Why an answer was not taken, or a token not given."""
    sentences = {
        Doubt.NO_TOKEN: _("This is no token: copy all of it, from the month to the last letter."),
        Doubt.OTHER_MONTH: _("This token is of another month’s pulse."),
        Doubt.FORGED: _("This token was not signed with this month’s key."),
        Doubt.USED: _("This token was used already: each answers once."),
        Doubt.TOO_EARLY: _("It is too early: the days have not begun."),
        Doubt.TOO_LATE: _("It is too late: the days are over."),
        Doubt.ALREADY_GIVEN: _("You were given this month’s token already; there is one for each person."),
    }
    return _("The charter in force does not allow it, or no pulse is open.") if found is None else sentences[found]


def state(found: Round | None, today: date, _: Translator) -> str:
    """Which days it is, and what comes next."""
    if found is None or today > found.answer_until:
        return _("No pulse is open now.")
    days = {
        "issue_from": day_name(found.issue_from, _.lang),
        "issue_until": day_name(found.issue_until, _.lang),
        "answer_from": day_name(found.answer_from, _.lang),
        "answer_until": day_name(found.answer_until, _.lang),
    }
    return _(
        "Tokens are given from {issue_from} to {issue_until}; answers are taken from {answer_from} to {answer_until}. "
        "The days do not overlap, so that nobody can tell an answer from when its token was fetched.",
        **days,
    )
