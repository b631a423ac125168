"""Sentences for standings, verdicts, reasons, purposes and states, in the reader's language."""

from datetime import datetime

from clairevoix.charter.access_ledger import ReadingPurpose
from clairevoix.charter.missing import Step
from clairevoix.charter.versions import Opinion, State
from clairevoix.i18n import Translator, instant, integer
from clairevoix.model.contact import Party
from clairevoix.model.evaluation import Action, Drawn, Ground, Reason, Standing, Verdict
from clairevoix.model.timespan import TimeSpan


def standing(found: Standing, _: Translator) -> str:
    """Where an evaluation stands, for the one whose work it is about."""
    sentences = {
        Standing.DRAFTED: _("Drafted: nobody has confirmed it, it counts for nothing."),
        Standing.EVIDENCE_READ: _("An evaluator is reading it; it counts for nothing."),
        Standing.CONFIRMED: _("Confirmed by a person; you are about to receive it."),
        Standing.WITH_EMPLOYEE: _("With you: you read it before anybody else."),
        Standing.COMMENTED: _("Commented by you."),
        Standing.ACCEPTED: _("Accepted by you."),
        Standing.CONTESTED: _("Contested by you: it is not used until somebody else has decided."),
        Standing.UNDER_REVIEW: _("Contested by you: another evaluator is reviewing it."),
        Standing.UPHELD: _("Upheld after your contest."),
        Standing.AMENDED: _("Changed after your contest."),
        Standing.EFFECTIVE: _("In effect."),
        Standing.VOID: _("Void: it counts for nothing."),
        Standing.EXPIRED: _("Past its term: it counts for nothing."),
    }
    return sentences[found]


def verdict(found: Verdict, _: Translator) -> str:
    words = {
        Verdict.MET: _("met"),
        Verdict.NOT_MET: _("not met"),
        Verdict.NOT_APPLICABLE: _("does not apply"),
    }
    return words[found]


def drawn(found: Drawn, reason: Reason | None, _: Translator) -> str:
    """How a contact came to be evaluated."""
    if found is Drawn.RANDOM:
        return _("The draw took it.")
    sentences = {
        Reason.CUSTOMER_COMPLAINT: _("It was chosen: a customer complained."),
        Reason.ONBOARDING: _("It was chosen: you were new in the work."),
        Reason.EMPLOYEE_ASKED: _("It was chosen because you asked for it."),
    }
    return _("It was chosen.") if reason is None else sentences[reason]


def action(found: Action, _: Translator) -> str:
    """What happened, in the history of an evaluation."""
    sentences = {
        Action.OPEN: _("an evaluator opened the evidence"),
        Action.READ: _("the evaluator read evidence"),
        Action.CONFIRM: _("the evaluator confirmed"),
        Action.DISCARD: _("the evaluator discarded it"),
        Action.DELIVER: _("handed to you"),
        Action.SEE: _("you opened it"),
        Action.COMMENT: _("you commented"),
        Action.ACCEPT: _("you accepted"),
        Action.CONTEST: _("you contested"),
        Action.TAKE_UP: _("another evaluator took up the review"),
        Action.UPHOLD: _("the review upheld it"),
        Action.AMEND: _("the review changed it"),
        Action.ANNUL: _("the review annulled it"),
        Action.LAPSE: _("nobody decided in time: void"),
        Action.TAKE_EFFECT: _("it took effect"),
        Action.LOSE_EVIDENCE: _("its recording was deleted: void"),
        Action.EXPIRE: _("it reached its term"),
    }
    return sentences[found]


def ground(found: Ground, _: Translator) -> str:
    words = {
        Ground.EVIDENCE_HOLDS: _("the evidence holds"),
        Ground.MISHEARD: _("words were misheard"),
        Ground.CONTEXT_MISSING: _("the context was missing"),
        Ground.NOT_APPLICABLE: _("the criterion does not apply"),
        Ground.ANOTHER_PERSON: _("somebody else was speaking"),
        Ground.PROCEDURE: _("the procedure was not kept"),
    }
    return words[found]


def purpose(found: ReadingPurpose, _: Translator) -> str:
    words = {
        ReadingPurpose.EVALUATION: _("evaluation"),
        ReadingPurpose.TRAINING: _("training"),
        ReadingPurpose.CONTEST: _("review of a contest"),
        ReadingPurpose.ACCESS_REQUEST: _("request for access"),
        ReadingPurpose.AUDIT: _("audit"),
    }
    return words[found]


def state(found: State, _: Translator) -> str:
    """Where a version of the charter stands."""
    words = {
        State.NEW: _("new"),
        State.DRAFT: _("draft"),
        State.NOTIFIED: _("the works council was informed"),
        State.CONSULTED: _("the works council was consulted"),
        State.COUNTERSIGNED: _("countersigned by the works council"),
        State.ACTIVE: _("in force"),
        State.SUSPENDED: _("suspended"),
        State.WITHDRAWN: _("withdrawn"),
    }
    return words[found]


def opinion(found: Opinion, _: Translator) -> str:
    words = {
        Opinion.FAVOURABLE: _("favourable"),
        Opinion.UNFAVOURABLE: _("unfavourable"),
        Opinion.RESERVED: _("reserved"),
        Opinion.DEEMED_NEGATIVE: _("deemed negative: the time ran out"),
    }
    return words[found]


def step(found: Step, _: Translator) -> str:
    """What a version still needs."""
    sentences = {
        Step.ASSESS: _("the impact assessment (DPO)"),
        Step.NOTIFY: _("the information of the works council (director)"),
        Step.OPINION: _("the opinion of the works council, or the end of its time"),
        Step.LAPSE: _("a note that the council’s time is over (director)"),
        Step.RESTART: _("the end of the halt (director)"),
        Step.COUNTERSIGN: _("the signature of the works council"),
        Step.INFORM: _("the notice to the employees (director)"),
        Step.ACTIVATE: _("the signature of the employer"),
        Step.RESUME: _("its resumption, by whoever suspended it"),
    }
    return sentences[found]


def party(found: Party, _: Translator) -> str:
    words = {
        Party.AGENT: _("Employee"),
        Party.CUSTOMER: _("Customer"),
        Party.SYSTEM: _("Voice server"),
        Party.UNKNOWN: _("Unknown"),
    }
    return words[found]


def times(span: TimeSpan) -> str:
    """From when to when, in minutes and seconds of the contact.

    >>> times(TimeSpan(61_500, 134_000))
    '1:01–2:14'
    """
    return "–".join(f"{ms // 60_000}:{ms // 1000 % 60:02d}" for ms in (span.start_ms, span.end_ms))


def moment(at: datetime | None, _: Translator) -> str:
    return "" if at is None else instant(at, _.lang)


def one_in(rate: float, _: Translator) -> str:
    """A rate of the draw, as people say it."""
    return _("about one in {n}", n=integer(max(1, round(1 / rate)), _.lang))
