"""What measures and their breakdowns are called on a page."""

from clairevoix.charter.catalogue import Measure
from clairevoix.i18n import Translator


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


NAMES = {
    "evaluation": _("evaluations of work, counted together"),
    "label": _("shares of what customers say"),
    "mark": _("how the marks are spread"),
    "mean": _("the mean mark"),
    "nps": _("Net Promoter Score"),
    "posture": _("observable acts in contacts, counted by team"),
    "pulse": _("the staff's own survey"),
}
DIMENSIONS = {
    "contacts": _("of the contacts heard"),
    "evaluations": _("by how often people were evaluated"),
    "mark": _("mark by mark"),
    "month": _("by month"),
    "site": _("by site"),
    "team": _("by team"),
    "window": _("over the last months"),
}
#: The reasons that the program gives itself; those of a charter.toml stand as they were written.
REASONS = (
    _("The answers of all customers together say how the service is received."),
    _("What customers contact us about says what to repair first."),
    _("The score alone hides how the answers are spread."),
    _("The mean shows changes that the score's classes hide."),
    _("Customers' recommendation, and where it is won or lost."),
    _("How much people are evaluated must be seen to be kept within its budget."),
    _("How employees find their work shows what evaluations and targets cost."),
)


def measure_words(measure: Measure, _: Translator) -> tuple[str, str, str]:
    """Its name, its reason, and how it is broken down."""
    name = NAMES.get(measure.name)
    by = ", ".join(_(DIMENSIONS[each]) if each in DIMENSIONS else each for each in measure.by)
    why = _(measure.why) if measure.why in REASONS else measure.why
    return _(name) if name else measure.name, why, by
