"""What journeys' fates, causes and parts are called on a page. A code that has no words is shown as it is."""

from clairevoix.i18n import Translator


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


FATES = {
    "right": _("right the first time"),
    "not_kept": _("appointment postponed or missed by the company"),
    "no_visit": _("no visit recorded"),
    "no_access": _("the customer gave no access"),
    "failed": _("the visit did not do it"),
    "fault": _("fault within the window"),
    "second_visit": _("second visit within the window"),
    "nonconformity": _("critical defect found later"),
    "contact": _("the customer had to get in touch again"),
    "not_confirmed": _("not noted as working by the customer"),
}
LINKS = {
    "kept": _("the appointment is kept"),
    "access": _("there is access"),
    "done": _("the visit does what was asked for"),
    "held": _("it works and nothing spoils it in the window"),
}
LEFT_OUT = {
    "judged": _("judged"),
    "too_many_steps": _("more steps than a case can have"),
    "no_start": _("no order in the log"),
    "before_order": _("a visit or an end before the order"),
    "withdrawn": _("withdrawn by the customer before any visit"),
    "not_due": _("no appointment and no visit yet"),
    "too_recent": _("too recent: the window has not ended"),
}
ODD = {
    "backwards": _("a clock that goes back"),
    "no_due_day": _("no agreed day; the first visit's day counts"),
    "no_area": _("no area"),
    "done_and_given_up": _("both done and given up; the first counts"),
    "no_cause": _("a failed visit without a cause, or with one that is not listed"),
}
ROWS = {
    "rows": _("rows read"),
    "stored": _("new"),
    "corrected": _("corrected by a newer version"),
    "outdated": _("older than a version that is known"),
    "already_known": _("already known"),
    "objected": _("of customers who objected, not stored"),
    "no_start": _("known by their end alone"),
    "no_customer": _("without a customer"),
    "backwards": _("ended before they began"),
}
RESPONSIBLE = {
    "oi": _("infrastructure operator"),
    "oc": _("commercial operator"),
    "dispute": _("in dispute"),
    "customer": _("customer"),
    "third_party": _("third party"),
    "unlisted": _("not listed"),
    "unknown": _("the log does not say"),
}
CAUSES = {
    "GC_PUBLIC": _("public civil works"),
    "PROBLEME_ADDUCTION": _("duct into the building"),
    "MISE_A_JOUR_SI_OI": _("the operator’s register is out of date"),
    "DESATURATION": _("no free fibre at the branching point"),
    "AJOUT_CAPACITE": _("capacity to be added"),
    "PBO_INTROUVABLE": _("branching point not found"),
    "PROBLEME_DE_CHEMINEMENT_SUR_PARTIE_PUBLIQUE": _("route blocked on public ground"),
    "PROBLEME_DE_CONTINUITE": _("the fibre is interrupted"),
    "AUTRE_INTERVENTION_COMPLEMENTAIRE": _("another complementary visit"),
    "MATERIEL_MANQUANT": _("equipment missing"),
    "RETARD_TOURNEE": _("late on the round"),
    "unlisted": _("a cause that no list knows"),
    "others": _("all other causes"),
}
APPOINTMENTS = {
    "kept": _("kept"),
    "lost": _("postponed or missed by the company"),
    "deferred": _("postponed by the customer"),
    "no_access": _("the customer gave no access"),
    "cancelled": _("cancelled"),
    "open": _("nothing recorded since"),
}
RATES = {
    "failure": _("Visits that do not connect"),
    "nonconformity": _("Connections checked that have a critical defect"),
    "early_fault": _("New lines with a fault within 30 days"),
    "outage": _("Lines with a fault reported in the month"),
}
STATUS = {
    "failure": _(
        "Arcep publishes a rate of failed connections; its exact formula is not public. Here: visits of the year that did "
        "not connect, whatever the reason."
    ),
    "nonconformity": _(
        "Seven criteria, of which the first four are critical; read in the press of the fifth edition, not in the original."
    ),
    "early_fault": _(
        "The universal service counts the first 30 days apart (decision 2015-0833): lines whose 30 days have ended."
    ),
    "outage": _(
        "Arcep divides faults reported to the infrastructure operator by all its lines in service. This log only knows the "
        "lines that it saw connected: the rate is theirs, higher than Arcep’s while they are new."
    ),
}
NATURES = {"pto_to_build": _("socket to be built"), "pto_existing": _("socket there already")}
DELAYS = {
    "fastest_50": _("half of the orders, within"),
    "fastest_95": _("95 % of the orders, within"),
    "fastest_99": _("99 % of the orders, within"),
    "on_time": _("by the first day agreed on"),
    "mean_late": _("the others, late by on average"),
}


def named(words: dict[str, str], key: str, _: Translator) -> str:
    """The words of a key, or the key."""
    return _(words[key]) if key in words else key


def cause_words(key: str, _: Translator) -> tuple[str, str]:
    """The cause and whose part it was, of a key such as ``PBO_INTROUVABLE/oi``."""
    cause, _stroke, whose = key.partition("/")
    title = named(FATES, cause, _) if cause in FATES else named(CAUSES, cause, _)
    return title, named(RESPONSIBLE, whose, _) if whose else ""
