"""What a query says, once read: frozen nodes, each valid as it stands."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from clairevoix.model.contact import Party


class How(StrEnum):
    """How a word is compared: as spelled, with its inflections, with its whole family, or as it sounds."""

    SPELLED = ""
    INFLECTED = "+"
    FAMILY = "++"
    SOUNDING = "~"


class Relation(StrEnum):
    """How two stretches lie to each other: close, one after the other, or overlapping."""

    NEAR = "NEAR"
    THEN = "THEN"
    UNLESS = "UNLESS"


class Edge(StrEnum):
    """The beginning or the end of a contact."""

    FIRST = "FIRST"
    LAST = "LAST"


class Happening(StrEnum):
    """What can be asked for beside words.

    ``SILENCE``: nobody says anything. ``OVERTALK``: agent and customer speak at once. ``LATENCY``: what passes until one
    party answers the other. ``HOLD``: music is heard.
    """

    SILENCE = "silence"
    OVERTALK = "overtalk"
    LATENCY = "latency"
    HOLD = "hold"


class About(StrEnum):
    """What is known of a contact beside what was said. ``ANSWER``: the mark of its survey answer, 0 to 10."""

    SITE = "site"
    TEAM = "team"
    LANGUAGE = "language"
    DATE = "date"
    DURATION = "duration"
    ANSWER = "answer"


class Comparison(StrEnum):
    IS = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Kind(IntEnum):
    """What a part of a query finds: words of one party in a row, moments of a contact, or contacts only."""

    WORDS = 1
    MOMENTS = 2
    CONTACTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word. ``form`` is lower case, accents kept; ``*`` in it stands for any letters."""

    form: str = field(repr=False)
    how: How = How.SPELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One place of a phrase: any of some words or rows of words; ``optional``: or nothing."""

    ways: tuple[tuple[Term, ...], ...]
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Up to so many words of any kind."""

    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that one party says in a row; what the other says in between does not count."""

    items: tuple[Choice | Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Words by their sound, however they were written. ``closeness``: 0 to 1, None for the default."""

    words: tuple[str, ...]
    closeness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A time in milliseconds, or a share (0 to 1) of the contact."""

    ms: int = 0
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far apart: in words, in milliseconds, or, with neither, anywhere in the contact."""

    n_words: int | None = None
    ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Stretches of silence, overtalk, hold or waiting for an answer, by their length."""

    happening: Happening
    comparison: Comparison
    length: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of the contact. ``value`` is text, milliseconds or a mark, by what it is about."""

    about: About
    comparison: Comparison
    value: str | int = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The inner part, said by one party only."""

    party: Party
    inner: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The inner part where it lies whole within the first or last stretch of the contact."""

    inner: "Node"
    edge: Edge
    stretch: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """The inner part in contacts where it is found so often. ``at_most`` None: no upper bound."""

    inner: "Node"
    at_least: int
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two parts by how they lie to each other; ``negated``: the left one where no right one lies so."""

    left: "Node"
    right: "Node"
    relation: Relation
    reach: Reach = Reach()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Either:
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Every part, somewhere in the same contact."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Contacts in which the inner part is not found."""

    inner: "Node"


Node = Phrase | Alike | Event | Fact | Said | Placed | Repeated | Joined | Either | Both | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query that was read: ``root`` is what it says."""

    root: Node = field(repr=False)


def kind(node: Node) -> Kind:
    """What a part finds, which decides where it may stand.

    >>> kind(Absent(inner=Alike(words=("box",)))).name
    'CONTACTS'
    """
    match node:
        case Phrase() | Alike():
            return Kind.WORDS
        case Event(length=Duration(share=None)):
            return Kind.MOMENTS
        case Said(inner=inner) | Placed(inner=inner):
            return kind(inner)
        case Joined(left=left, relation=relation, negated=negated, reach=reach):
            if negated or relation is Relation.UNLESS:
                return kind(left)
            return Kind.WORDS if reach.n_words is not None else Kind.MOMENTS
        case Either(parts=parts):
            return max(kind(part) for part in parts)
    return Kind.CONTACTS
