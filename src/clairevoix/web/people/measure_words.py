"""What measures and their breakdowns are called on a page."""

from clairevoix.charter.catalogue import Measure
from clairevoix.i18n import Translator


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


NAMES = {
    "arcep": _("satisfaction, by Arcep's question"),
    "contamination": _("signs that who is asked was chosen"),
    "driver": _("what goes with the recommendation, by the other questions"),
    "evaluation": _("evaluations of work, counted together"),
    "heard-driver": _("what goes with the recommendation, by the subjects of contacts"),
    "label": _("shares of what customers say"),
    "linkage": _("answers tied to a contact"),
    "mark": _("how the marks are spread"),
    "mean": _("the mean mark"),
    "mystery": _("mock mystery contacts"),
    "nps": _("Net Promoter Score"),
    "podium": _("pillars of the Podium de la Relation Client"),
    "pulse": _("the staff's own survey"),
    "response": _("rates of response"),
    "weighted": _("the score weighted to all customers"),
}
DIMENSIONS = {
    "channel": _("by channel"),
    "category": _("tied to a contact or not"),
    "contacts": _("of the contacts heard"),
    "evaluations": _("by how often people were evaluated"),
    "criterion": _("by criterion"),
    "label": _("by subject"),
    "mark": _("mark by mark"),
    "month": _("by month"),
    "prize": _("by prize"),
    "question": _("by question"),
    "site": _("by site"),
    "stage": _("step by step"),
    "team": _("by team"),
    "total": _("all together"),
    "window": _("over the last months"),
    "year": _("by year"),
}
#: The reasons that the program gives itself; those of a charter.toml stand as they were written.
REASONS = (
    _("The same question as Arcep's says where the next ranking may find us."),
    _("Mock contacts say what a jury would find of the service, never of whom."),
    _("The pillars of the Podium say which side of the service is weakest."),
    _("The answers of all customers together say how the service is received."),
    _("What customers contact us about says what to repair first."),
    _("The score alone hides how the answers are spread."),
    _("The mean shows changes that the score's classes hide."),
    _("Customers' recommendation, and where it is won or lost."),
    _("How much people are evaluated must be seen to be kept within its budget."),
    _("How employees find their work shows what evaluations and targets cost."),
    _("A score is worth what the choice of those asked is worth."),
    _("What goes with the recommendation says where to look first."),
    _("What customers contact us about may go with what they answer afterwards."),
    _("Contacts and answers tied together must say of whom."),
    _("Who does not answer may think otherwise."),
    _("Answers must speak for all customers, not for those who answer."),
)


def measure_words(measure: Measure, _: Translator) -> tuple[str, str, str]:
    """Its name, its reason, and how it is broken down."""
    name = NAMES.get(measure.name)
    by = ", ".join(_(DIMENSIONS[each]) if each in DIMENSIONS else each for each in measure.by)
    why = _(measure.why) if measure.why in REASONS else measure.why
    return _(name) if name else measure.name, why, by
