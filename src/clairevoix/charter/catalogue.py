"""What may be declared as a measure, in a closed list, and how a declaration is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clairevoix.model.errors import SettingsError


class Subject(StrEnum):
    """Whom a measure is about: what customers say, or the work of those who serve them."""

    CUSTOMERS = "customers"
    WORK = "work"


class Finest(StrEnum):
    """The shortest period over which a measure is told."""

    MONTH = "month"
    WEEK = "week"


#: What a recording may be heard for, beside a technical test, which holds neither customer nor employee.
PURPOSES = ("evaluate-work", "improve-service")
#: The reason that each subject is measured for; no other is to be had (GDPR article 5(1)(b)).
PURPOSE_OF = {Subject.CUSTOMERS: "improve-service", Subject.WORK: "evaluate-work"}
ROLES = ("analyst", "council", "director", "dpo", "employee", "evaluator", "operator")
#: Who may read figures at most. Of work, neither whoever keeps the machine nor whoever studies customers' words.
READERS = {
    Subject.CUSTOMERS: frozenset(ROLES),
    Subject.WORK: frozenset({"council", "director", "dpo", "employee", "evaluator"}),
}
_SENTENCE_LEAST, _SENTENCE_MOST = 10, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogued:
    """A measure that the program knows: what it is about, how it may be broken down, whether it rests on recordings."""

    subject: Subject
    dimensions: tuple[str, ...]
    hears: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A declared quantity: of whom, what for, broken down how, over which period at the least, and ``why``."""

    name: str
    subject: Subject
    purpose: str
    by: tuple[str, ...]
    finest: Finest
    why: str


#: No measure of a person is in it: there is no dimension below the team.
CATALOGUE: Mapping[str, Catalogued] = {
    "arcep": Catalogued(subject=Subject.CUSTOMERS, dimensions=("year",), hears=False),
    "contamination": Catalogued(subject=Subject.CUSTOMERS, dimensions=("site",), hears=False),
    "driver": Catalogued(subject=Subject.CUSTOMERS, dimensions=("question", "total"), hears=False),
    "effort": Catalogued(
        subject=Subject.CUSTOMERS,
        dimensions=("category", "delay", "driver", "effort", "month", "question"),
        hears=False,
    ),
    "evaluation": Catalogued(subject=Subject.WORK, dimensions=("evaluations", "month", "site", "team"), hears=True),
    "heard-driver": Catalogued(subject=Subject.CUSTOMERS, dimensions=("label", "total"), hears=True),
    "journey": Catalogued(
        subject=Subject.CUSTOMERS,
        dimensions=(
            *("age", "appointment", "attempts", "cause", "chain"),
            *("delay", "elapsed", "responsibility", "stage", "step"),
        ),
        hears=False,
    ),
    "journey_calls": Catalogued(subject=Subject.CUSTOMERS, dimensions=("chain",), hears=True),
    "journey_nps": Catalogued(subject=Subject.CUSTOMERS, dimensions=("chain",), hears=False),
    "label": Catalogued(subject=Subject.CUSTOMERS, dimensions=("contacts", "month"), hears=True),
    "line_quality": Catalogued(subject=Subject.CUSTOMERS, dimensions=("month",), hears=False),
    "linkage": Catalogued(subject=Subject.CUSTOMERS, dimensions=("category", "channel", "site"), hears=True),
    "log_quality": Catalogued(subject=Subject.CUSTOMERS, dimensions=("journey", "stage", "step"), hears=False),
    "mark": Catalogued(subject=Subject.CUSTOMERS, dimensions=("mark",), hears=False),
    "mean": Catalogued(subject=Subject.CUSTOMERS, dimensions=("mark",), hears=False),
    "mystery": Catalogued(subject=Subject.CUSTOMERS, dimensions=("channel", "criterion", "prize"), hears=False),
    "nps": Catalogued(subject=Subject.CUSTOMERS, dimensions=("month", "site", "window"), hears=False),
    "podium": Catalogued(subject=Subject.CUSTOMERS, dimensions=("criterion",), hears=False),
    "posture": Catalogued(subject=Subject.WORK, dimensions=("site", "team"), hears=True),
    "programme": Catalogued(
        subject=Subject.CUSTOMERS,
        dimensions=("before-after", "month", "period", "programme", "window"),
        hears=False,
    ),
    "pulse": Catalogued(subject=Subject.WORK, dimensions=("month", "site"), hears=False),
    "response": Catalogued(subject=Subject.CUSTOMERS, dimensions=("channel", "site", "stage", "total"), hears=False),
    "right_first_time": Catalogued(
        subject=Subject.CUSTOMERS, dimensions=("area", "month", "nature", "operator"), hears=False
    ),
    "right_first_time_strict": Catalogued(subject=Subject.CUSTOMERS, dimensions=("month",), hears=False),
    "right_first_time_technical": Catalogued(subject=Subject.CUSTOMERS, dimensions=("month",), hears=False),
    "weighted": Catalogued(subject=Subject.CUSTOMERS, dimensions=("channel", "site", "year"), hears=False),
}
#: Numbers that are told together, as one declared measure.
_PART_OF = {
    **dict.fromkeys(("unasked", "hurried"), "contamination"),
    **dict.fromkeys(("driver-whole", "driver-correlation", "driver-performance", "driver-ordinal"), "driver"),
    **dict.fromkeys(("heard-driver-whole", "heard-driver-correlation"), "heard-driver"),
    "verified": "label",
    "linked-nps": "linkage",
    **dict.fromkeys(("rr1", "rr2", "rr5", "rr6", "reached", "r-indicator", "answered-nps", "out-of-order"), "response"),
    **dict.fromkeys(("weighted-nps", "effective", "greatest-weight", "trimmed", "part-of-answers"), "weighted"),
}
#: The classes of marks are told together: they are one breakdown.
_SAME_AS = {"detractors": "mark", "passives": "mark", "promoters": "mark"}


def declared_name(dimension: str) -> str:
    """The breakdown under which a table's dimension is declared.

    >>> declared_name("promoters"), declared_name("site")
    ('mark', 'site')
    """
    return _SAME_AS.get(dimension, dimension)


def declared_measure(name: str) -> str:
    """The measure as which a number is declared.

    >>> declared_measure("rr1"), declared_measure("nps")
    ('response', 'nps')
    """
    return _PART_OF.get(name, name)


def a_measure(name: str, by: tuple[str, ...], why: str, finest: Finest = Finest.MONTH) -> Measure:
    """A measure of the catalogue for the one purpose that its subject has."""
    subject = CATALOGUE[name].subject
    return Measure(name=name, subject=subject, purpose=PURPOSE_OF[subject], by=by, finest=finest, why=why)


#: Told without a consultation: the answers of all customers together (see ``STRICTEST``).
STRICTEST_MEASURES = (
    a_measure("nps", ("month", "window"), "The answers of all customers together say how the service is received."),
)
#: Declared by a file that names none: what the program told before measures were declared.
USUAL_MEASURES = (
    a_measure("arcep", ("year",), "The same question as Arcep's says where the next ranking may find us."),
    a_measure("contamination", ("site",), "A score is worth what the choice of those asked is worth."),
    a_measure("driver", ("question", "total"), "What goes with the recommendation says where to look first."),
    a_measure(
        "effort",
        ("category", "delay", "driver", "effort", "month", "question"),
        "The work that customers have says what to spare them.",
    ),
    a_measure(
        "heard-driver",
        ("label", "total"),
        "What customers contact us about may go with what they answer afterwards.",
        Finest.WEEK,
    ),
    a_measure(
        "journey",
        CATALOGUE["journey"].dimensions,
        "Where customers' cases are lost, why and how long they take says what to repair first.",
    ),
    a_measure("journey_calls", ("chain",), "Cases that went wrong and the calls about them belong together."),
    a_measure("journey_nps", ("chain",), "What a case that goes wrong costs in recommendation."),
    a_measure("label", ("contacts",), "What customers contact us about says what to repair first."),
    a_measure("line_quality", ("month",), "The rates that the regulator publishes, on the own log."),
    a_measure(
        "linkage", ("category", "channel", "site"), "Contacts and answers tied together must say of whom.", Finest.WEEK
    ),
    a_measure("log_quality", ("journey", "stage", "step"), "Which part of the logs each figure stands on."),
    a_measure("mark", ("mark",), "The score alone hides how the answers are spread."),
    a_measure("mean", ("mark",), "The mean shows changes that the score's classes hide."),
    a_measure(
        "mystery",
        ("channel", "criterion", "prize"),
        "Mock contacts say what a jury would find of the service, never of whom.",
    ),
    a_measure("nps", ("month", "site", "window"), "Customers' recommendation, and where it is won or lost."),
    a_measure("podium", ("criterion",), "The pillars of the Podium say which side of the service is weakest."),
    a_measure(
        "programme",
        ("before-after", "month", "period", "programme", "window"),
        "Whether an effort to do better changed anything for customers.",
    ),
    a_measure("response", ("channel", "site", "stage", "total"), "Who does not answer may think otherwise."),
    a_measure(
        "right_first_time",
        ("area", "month", "nature", "operator"),
        "The share of customers whose request was met at the first appointment, and where it is lost.",
    ),
    a_measure("right_first_time_strict", ("month",), "The same without customers who gave no access, as ETSI counts."),
    a_measure("right_first_time_technical", ("month",), "The same by the report of the visit alone, for comparison."),
    a_measure(
        "weighted", ("channel", "site", "year"), "Answers must speak for all customers, not for those who answer."
    ),
)
#: Declared beside them where work is evaluated: whoever lets it be looks at how much, and at how those who do it are.
USUAL_OF_WORK = (
    a_measure(
        "evaluation",
        ("evaluations", "month", "site", "team"),
        "How much people are evaluated must be seen to be kept within its budget.",
    ),
    a_measure("pulse", ("month", "site"), "How employees find their work shows what evaluations and targets cost."),
)


def read_measures(rows: object) -> tuple[Measure, ...]:
    """The ``[[measures]]`` of a charter, by name. Raises SettingsError, naming the rule."""
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise SettingsError("charter.toml: measures must be written [[measures]]")
    measures = sorted((_measure(row) for row in rows), key=lambda each: each.name)
    if len({each.name for each in measures}) < len(measures):
        raise SettingsError("charter.toml: a measure is declared once (rule R9: Code du travail L2312-38)")
    return tuple(measures)


def _measure(row: Mapping[str, object]) -> Measure:
    known = {"name", "subject", "purpose", "by", "finest", "why"}
    if set(row) - known:
        raise SettingsError(f"charter.toml: unknown setting measures.{min(set(row) - known)}; known: {sorted(known)}")
    name = _chosen("name", row.get("name"), tuple(CATALOGUE), "rule R9: Code du travail L2312-38")
    entry, why = CATALOGUE[name], row.get("why")
    by = row.get("by")
    if not isinstance(by, list) or not by or len(set(map(str, by))) < len(by):
        raise SettingsError("charter.toml: measures.by must be a list of different dimensions")
    if not isinstance(why, str) or not _SENTENCE_LEAST <= len(why.strip()) <= _SENTENCE_MOST:
        raise SettingsError("charter.toml: measures.why must be a sentence (rule R9: GDPR article 13(1)(c))")
    subject = Subject(_chosen("subject", row.get("subject"), (entry.subject,), "rule R9: Code du travail L1222-2"))
    purpose = row.get("purpose", PURPOSE_OF[subject])
    source = "rule R17: GDPR article 5(1)(c); no figure below the team"
    return Measure(
        name=name,
        subject=subject,
        purpose=_chosen("purpose", purpose, (PURPOSE_OF[subject],), "rule R19: GDPR article 5(1)(b)"),
        by=tuple(sorted(_chosen("by", each, entry.dimensions, source) for each in by)),
        finest=Finest(_chosen("finest", row.get("finest", "month"), tuple(Finest), "rule R17: a week at the least")),
        why=why.strip(),
    )


def _chosen(key: str, value: object, among: tuple[str, ...], source: str) -> str:
    if not isinstance(value, str) or value not in among:
        raise SettingsError(f"charter.toml: measures.{key} must be one of {', '.join(among)} ({source})")
    return str(value)


def read_roles(table: Mapping[str, object]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Which measures each role may read: what ``[roles]`` says, and for the others all that they may at most.

    Raises SettingsError for a role or a measure that does not exist, and for one that the role may not read.
    """
    if set(table) - set(ROLES):
        raise SettingsError(f"charter.toml: unknown role {min(set(table) - set(ROLES))}; known: {', '.join(ROLES)}")
    roles = dict(WIDEST_ROLES)
    for role, names in table.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise SettingsError(f"charter.toml: roles.{role} must be a list of measures")
        if not set(names) <= set(roles[role]):
            raise SettingsError(
                f"charter.toml: roles.{role} may hold {', '.join(roles[role])} (rule R22: Code du travail L1222-3)"
            )
        roles[role] = tuple(sorted(set(names)))
    return tuple(sorted(roles.items()))


WIDEST_ROLES = tuple(
    (role, tuple(sorted(name for name, entry in CATALOGUE.items() if role in READERS[entry.subject]))) for role in ROLES
)
