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
    "effort": _("the work that customers have"),
    "evaluation": _("evaluations of work, counted together"),
    "journey": _("customers’ cases: where they are lost, why, and how long they take"),
    "journey_calls": _("heard calls of customers whose case went right or wrong"),
    "journey_nps": _("Net Promoter Score of customers whose case went right or wrong"),
    "heard-driver": _("what goes with the recommendation, by the subjects of contacts"),
    "label": _("shares of what customers say"),
    "line_quality": _("rates of failed visits, faults and defects of lines"),
    "log_quality": _("which part of the logs each figure stands on"),
    "linkage": _("answers tied to a contact"),
    "mark": _("how the marks are spread"),
    "mean": _("the mean mark"),
    "mystery": _("mock mystery contacts"),
    "nps": _("Net Promoter Score"),
    "podium": _("pillars of the Podium de la Relation Client"),
    "posture": _("observable acts in contacts, counted by team"),
    "programme": _("what programmes changed"),
    "pulse": _("the staff's own survey"),
    "right_first_time": _("cases right the first time"),
    "right_first_time_strict": _("cases right the first time, without those that gave no access"),
    "right_first_time_technical": _("cases right the first time by the report of the visit"),
    "response": _("rates of response"),
    "weighted": _("the score weighted to all customers"),
}
DIMENSIONS = {
    "channel": _("by channel"),
    "age": _("by age of what is open"),
    "appointment": _("by what became of the appointment"),
    "area": _("by area"),
    "attempts": _("by number of attempts"),
    "cause": _("by cause"),
    "chain": _("by link of the chain"),
    "elapsed": _("by day since the order"),
    "delay": _("by delay"),
    "journey": _("by journey"),
    "nature": _("by kind of line or work"),
    "operator": _("by infrastructure operator"),
    "responsibility": _("by whose part it is"),
    "stage": _("by stage"),
    "step": _("by move between states"),
    "before-after": _("before and after"),
    "category": _("group by group"),
    "contacts": _("of the contacts heard"),
    "evaluations": _("by how often people were evaluated"),
    "criterion": _("by criterion"),
    "label": _("by subject"),
    "driver": _("the gap between the two"),
    "effort": _("kind by kind"),
    "mark": _("mark by mark"),
    "month": _("by month"),
    "prize": _("by prize"),
    "question": _("by question"),
    "period": _("by period since the start"),
    "programme": _("by programme"),
    "site": _("by site"),
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
    _("Where customers' cases are lost, why and how long they take says what to repair first."),
    _("Cases that went wrong and the calls about them belong together."),
    _("What a case that goes wrong costs in recommendation."),
    _("The rates that the regulator publishes, on the own log."),
    _("Which part of the logs each figure stands on."),
    _("The share of customers whose request was met at the first appointment, and where it is lost."),
    _("The same without customers who gave no access, as ETSI counts."),
    _("The same by the report of the visit alone, for comparison."),
    _("A score is worth what the choice of those asked is worth."),
    _("What goes with the recommendation says where to look first."),
    _("What customers contact us about may go with what they answer afterwards."),
    _("Contacts and answers tied together must say of whom."),
    _("Who does not answer may think otherwise."),
    _("Answers must speak for all customers, not for those who answer."),
    _("The work that customers have says what to spare them."),
    _("Whether an effort to do better changed anything for customers."),
)


def measure_words(measure: Measure, _: Translator) -> tuple[str, str, str]:
    """Its name, its reason, and how it is broken down."""
    name = NAMES.get(measure.name)
    by = ", ".join(_(DIMENSIONS[each]) if each in DIMENSIONS else each for each in measure.by)
    why = _(measure.why) if measure.why in REASONS else measure.why
    return _(name) if name else measure.name, why, by
