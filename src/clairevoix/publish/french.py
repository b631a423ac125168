"""Values of the charter as French documents write them: numbers with U+202F and a comma, and names for every enum."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from clairevoix.charter.catalogue import Finest, Subject
from clairevoix.charter.clocks import Expert
from clairevoix.charter.policy import Strata
from clairevoix.charter.versions import Opinion, State, Suspender
from clairevoix.i18n import day_name, integer

_THIN = "\N{NARROW NO-BREAK SPACE}"

#: Each number of the charter: what it says, and its unit: a share is written as a percentage.
NUMBERS: Mapping[str, tuple[str, str]] = {
    "sampling_rate": ("part des enregistrements tirée au sort", "%"),
    "minimum_cell": ("personnes sur lesquelles un chiffre publié repose au moins", "personnes"),
    "minimum_answers": ("réponses sur lesquelles un chiffre publié repose au moins", "réponses"),
    "dominance": ("part d’un chiffre publié qui peut venir d’un seul, au plus", "%"),
    "recording_days": ("conservation du son expurgé d’un enregistrement", "jours"),
    "comment_days": ("conservation du commentaire libre d’une enquête", "jours"),
    "analysis_days": ("conservation de ce qui est tiré d’un enregistrement", "jours"),
    "evaluations_per_person": ("évaluations du travail d’une personne par période, au plus", "évaluations"),
    "budget_days": ("période de ce budget", "jours"),
    "chosen_share": ("part des évaluations qui peut être choisie au lieu d’être tirée au sort, au plus", "%"),
    "embargo_days": ("jours pendant lesquels le salarié est seul à lire son évaluation", "jours"),
    "contest_days": ("délai pour la contester", "jours"),
    "review_days": ("délai pour répondre à une contestation", "jours"),
    "listening_coverage": ("part des preuves que lit ou écoute qui confirme, au moins", "%"),
    "unchanged_alarm": ("part d’évaluations confirmées telles quelles au-delà de laquelle une alarme est due", "%"),
    "least_reading_s": ("temps de lecture au-dessous duquel rien n’est confirmé", "secondes"),
    "pulse_minimum": ("réponses au baromètre interne sur lesquelles un chiffre repose au moins", "réponses"),
}
#: Declared and bounded, but read by nothing in the program yet.
UNREAD: tuple[str, ...] = ()

STRATA: Mapping[Strata, str] = {
    Strata.NONE: "parmi tous les contacts ensemble",
    Strata.SITE: "dans chaque site",
    Strata.MONTH: "dans chaque mois",
}
PURPOSES: Mapping[str, str] = {
    "improve-service": "améliorer le service",
    "evaluate-work": "évaluer le travail",
}
ROLES: Mapping[str, str] = {
    "analyst": "analyste",
    "council": "comité social et économique (CSE)",
    "director": "direction",
    "dpo": "délégué à la protection des données (DPO)",
    "employee": "salarié",
    "evaluator": "évaluateur",
    "operator": "exploitant de la machine",
}
SUBJECTS: Mapping[Subject, str] = {
    Subject.CUSTOMERS: "ce que disent les clients",
    Subject.WORK: "le travail des salariés",
}
MEASURES: Mapping[str, str] = {
    "arcep": "satisfaction, à la question de l’Arcep",
    "contamination": "signes d’un choix des clients interrogés",
    "driver": "ce qui va avec la recommandation, d’après les autres questions",
    "effort": "effort des clients",
    "evaluation": "évaluations du travail",
    "heard-driver": "ce qui va avec la recommandation, d’après les motifs de contact",
    "journey": "dossiers des clients : où ils se perdent, pourquoi, en combien de temps",
    "journey_calls": "appels écoutés de clients dont le dossier a réussi ou non",
    "journey_nps": "recommandation nette de clients dont le dossier a réussi ou non",
    "label": "motifs de contact",
    "line_quality": "taux d’échecs, de pannes et de défauts des lignes",
    "linkage": "réponses rapprochées d’un contact",
    "log_quality": "part des journaux sur laquelle repose chaque chiffre",
    "mark": "répartition des notes",
    "mean": "note moyenne",
    "mystery": "contacts mystère simulés",
    "nps": "recommandation nette (NPS)",
    "podium": "piliers du Podium de la Relation Client",
    "posture": "gestes observables dans les contacts, comptés par équipe ou par site",
    "programme": "effet d’un programme",
    "pulse": "baromètre interne",
    "response": "taux de réponse",
    "right_first_time": "dossiers réussis du premier coup",
    "right_first_time_strict": "dossiers réussis du premier coup, hors clients absents",
    "right_first_time_technical": "dossiers réussis du premier coup, selon le compte rendu d’intervention",
    "weighted": "recommandation redressée",
}
DIMENSIONS: Mapping[str, str] = {
    "age": "ancienneté",
    "appointment": "premier rendez-vous",
    "area": "département",
    "attempts": "intervention",
    "before-after": "avant et après",
    "category": "groupe",
    "cause": "cause",
    "chain": "maillon",
    "channel": "canal",
    "contacts": "ensemble des contacts",
    "criterion": "critère",
    "delay": "délai",
    "driver": "écart entre les deux",
    "effort": "forme d’effort",
    "elapsed": "temps écoulé",
    "evaluations": "nombre d’évaluations",
    "journey": "parcours",
    "label": "motif",
    "mark": "note",
    "month": "mois",
    "nature": "type de ligne",
    "operator": "opérateur d’infrastructure",
    "period": "mois depuis le début",
    "prize": "prix",
    "programme": "programme",
    "question": "question",
    "responsibility": "responsable",
    "site": "site",
    "stage": "étape",
    "step": "passage d’un état à l’autre",
    "team": "équipe",
    "total": "ensemble",
    "window": "derniers mois",
    "year": "année",
}
FINEST: Mapping[Finest, str] = {Finest.MONTH: "mois", Finest.WEEK: "semaine"}
STATES: Mapping[State, str] = {
    State.NEW: "nouvelle",
    State.DRAFT: "proposée",
    State.NOTIFIED: "CSE informé",
    State.CONSULTED: "CSE consulté",
    State.COUNTERSIGNED: "contresignée par le CSE",
    State.ACTIVE: "en vigueur",
    State.SUSPENDED: "suspendue",
    State.WITHDRAWN: "retirée",
}
OPINIONS: Mapping[Opinion, str] = {
    Opinion.FAVOURABLE: "favorable",
    Opinion.UNFAVOURABLE: "défavorable",
    Opinion.RESERVED: "réservé",
    Opinion.DEEMED_NEGATIVE: "réputé négatif, le délai étant écoulé",
}
EXPERTS: Mapping[Expert, str] = {
    Expert.NONE: "aucun",
    Expert.LOCAL: "au niveau de l’établissement",
    Expert.CENTRAL: "aux niveaux central et local",
}
SUSPENDERS: Mapping[Suspender, str] = {
    Suspender.COUNCIL: "le CSE",
    Suspender.DPO: "le délégué à la protection des données",
    Suspender.COURT: "un juge",
}
LANGUAGES: Mapping[str, str] = {"fr": "français", "en": "anglais"}


def number(value: float | Decimal) -> str:
    """An exact number, as French writes it: no digit is rounded away.

    >>> number(10000), number(0.025), number(1.0)
    ('10\\u202f000', '0,025', '1')
    """
    whole, _, rest = format(Decimal(str(value)), "f").partition(".")
    rest = rest.rstrip("0")
    return integer(int(whole), "fr") + (f",{rest}" if rest else "")


def quantity(name: str, value: float) -> str:
    """A number of the charter with its unit.

    >>> quantity("sampling_rate", 0.025), quantity("review_days", 1), quantity("evaluations_per_person", 0)
    ('2,5\\u202f%', '1\\u202fjour', '0\\u202févaluation')
    """
    unit = NUMBERS[name][1]
    if unit == "%":
        return f"{number(Decimal(str(value)) * 100)}{_THIN}%"
    return f"{number(value)}{_THIN}{unit if value >= 2 else unit.removesuffix('s')}"


def a_day(day: date | None) -> str:
    """The day in words; a dash where there is none.

    >>> a_day(date(2026, 12, 1)), a_day(None)
    ('1er décembre 2026', '–')
    """
    return "–" if day is None else day_name(day, "fr")


def inline(text: str) -> str:
    r"""A text from outside as one line of Markdown that marks nothing up.

    >>> inline("a | b\n<i>")
    'a \\| b \\<i\\>'
    """
    return "".join(f"\\{sign}" if sign in "\\|<>*_`[]#" else sign for sign in " ".join(text.split()))
