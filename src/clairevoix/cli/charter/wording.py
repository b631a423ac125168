"""Sentences of ``clairevoix charter``, as message identifiers of the catalogues."""

from clairevoix.charter.missing import Step
from clairevoix.charter.signing import Act
from clairevoix.charter.versions import Opinion, State


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


STATES = {
    State.NEW: _("new"),
    State.DRAFT: _("draft"),
    State.NOTIFIED: _("the works council was informed"),
    State.CONSULTED: _("the works council was consulted"),
    State.COUNTERSIGNED: _("countersigned by the works council"),
    State.ACTIVE: _("in force"),
    State.SUSPENDED: _("suspended"),
    State.WITHDRAWN: _("withdrawn"),
}
OPINIONS = {
    Opinion.FAVOURABLE: _("favourable"),
    Opinion.UNFAVOURABLE: _("unfavourable"),
    Opinion.RESERVED: _("reserved"),
    Opinion.DEEMED_NEGATIVE: _("deemed negative: the time ran out"),
}
#: What is missing and who does it, then how.
STEPS = {
    Step.ASSESS: _("the impact assessment, from the DPO: clairevoix charter propose --dpia FILE"),
    Step.NOTIFY: _(
        "the information of the works council, by the director: clairevoix charter notify --on DATE --expert none"
    ),
    Step.OPINION: _("the opinion of the works council, or the end of its time: clairevoix charter opinion --council …"),
    Step.LAPSE: _("a note that the council's time is over, by the director: clairevoix charter opinion --lapsed"),
    Step.RESTART: _("the end of the halt, by the director: clairevoix charter clock --restart"),
    Step.COUNTERSIGN: _("the signature of the works council: clairevoix charter countersign --key FILE"),
    Step.INFORM: _(
        "the notice to the employees, by the director: clairevoix charter activate --notice FILE --key FILE"
    ),
    Step.ACTIVATE: _("the signature of the employer: clairevoix charter activate --key FILE"),
    Step.RESUME: _("its resumption, by whoever suspended it: clairevoix charter resume --by …"),
}
WHO = {
    Step.ASSESS: "dpo",
    Step.NOTIFY: "director",
    Step.OPINION: "council",
    Step.LAPSE: "director",
    Step.RESTART: "director",
    Step.COUNTERSIGN: "council",
    Step.INFORM: "director",
    Step.ACTIVATE: "director",
    Step.RESUME: "council",
}
#: What a signature says, to whoever is about to make it.
ACTS = {
    Act.CONSULTED: _("We were informed of this charter and consulted on it. This is not a consent."),
    Act.ACTIVATE: _("We put this charter in force."),
    Act.TIGHTEN: _("We put this stricter charter in force."),
    Act.RESUME: _("We end the suspension of this charter."),
    Act.REPLACE_KEY: _("This key stands for us from now on."),
}
