"""Query → text, the same for all ways to write it: what a formatter shows, what is stored, what is digested."""

import hashlib
from collections.abc import Mapping

from clairevoix.annotate.query.phrasing import GAP_WORDS
from clairevoix.annotate.query.syntax import (
    About,
    Absent,
    Alike,
    Both,
    Choice,
    Comparison,
    Duration,
    Either,
    Event,
    Fact,
    Gap,
    Joined,
    Node,
    Phrase,
    Placed,
    Query,
    Reach,
    Repeated,
    Said,
    Term,
)

_FRENCH = {
    "OR": "OU",
    "AND": "ET",
    "NOT": "PAS",
    "NEAR": "PRÈS",
    "THEN": "PUIS",
    "UNLESS": "SAUF",
    "FIRST": "DÉBUT",
    "LAST": "FIN",
    "TIMES": "FOIS",
    "customer": "client",
    "agent": "conseiller",
    "system": "système",
    "overtalk": "chevauchement",
    "latency": "latence",
    "hold": "attente",
    "team": "équipe",
    "language": "langue",
    "duration": "durée",
    "answer": "note",
}
_WORDS: dict[str, Mapping[str, str]] = {"en": {}, "fr": _FRENCH}
_UNITS = (("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1))
_EITHER, _BOTH, _ABSENT, _JOINED, _PLACED, _ONE = range(6)


def write(query: Query, language: str = "en") -> str:
    """The query in its usual form, with the operators of a language; read again, it says the same.

    >>> from clairevoix.annotate.query.parsing import parse
    >>> write(parse("client:(résilier OU « je pars »)  PUIS/60000ms agent:+comprendre"))
    'customer:("résilier" OR "je pars") THEN/1min agent:"+comprendre"'
    >>> write(parse('"bonjour" FIRST 30s TIMES 2'), "fr")
    '"bonjour" DÉBUT 30s FOIS 2'
    """
    return _written(query.root, _WORDS.get(language, {}), _EITHER)


def digest(query: Query) -> str:
    """16 hexadecimal digits that tell two queries apart without telling what they ask."""
    return hashlib.sha256(write(query).encode()).hexdigest()[:16]


def _written(node: Node, words: Mapping[str, str], place: int) -> str:
    """A part, in parentheses where it binds less than its place asks for."""
    binding, text = _part(node, words)
    return text if binding >= place else f"({text})"


def _part(node: Node, words: Mapping[str, str]) -> tuple[int, str]:
    match node:
        case Either(parts=parts):
            return _EITHER, f" {_in('OR', words)} ".join(_written(part, words, _BOTH) for part in parts)
        case Both(parts=parts):
            return _BOTH, f" {_in('AND', words)} ".join(_written(part, words, _ABSENT) for part in parts)
        case Absent(inner=inner):
            return _ABSENT, f"{_in('NOT', words)} {_written(inner, words, _ABSENT)}"
        case Joined(left=left, right=right, relation=relation, reach=reach, negated=negated):
            operator = (f"{_in('NOT', words)} " if negated else "") + _in(relation.value, words) + _reach(reach)
            return _JOINED, f"{_written(left, words, _JOINED)} {operator} {_written(right, words, _PLACED)}"
        case Placed(inner=inner, edge=edge, stretch=stretch):
            return _PLACED, f"{_written(inner, words, _PLACED)} {_in(edge.value, words)} {_length(stretch)}"
        case Repeated(inner=inner, at_least=at_least, at_most=at_most):
            upper = "" if at_most is None else f"..{at_most}"
            return _PLACED, f"{_written(inner, words, _PLACED)} {_in('TIMES', words)} {at_least}{upper}"
        case Said(party=party, inner=inner):
            return _ONE, f"{_in(party.value, words)}:{_written(inner, words, _ONE)}"
        case _:
            return _ONE, _leaf(node, words)


def _leaf(node: Node, words: Mapping[str, str]) -> str:
    match node:
        case Phrase(items=items):
            return '"' + " ".join(_item(item) for item in items) + '"'
        case Alike(words=said, closeness=closeness):
            percent = "" if closeness is None else f"{round(closeness * 100)}%"
            return f'~{percent}"{" ".join(said)}"'
        case Event(happening=happening, comparison=comparison, length=length):
            return f"{_in(happening.value, words)}:{comparison.value}{_length(length)}"
        case Fact(about=about, comparison=comparison, value=value):
            sign = "" if comparison is Comparison.IS else comparison.value
            return f"{_in(about.value, words)}:{sign}{_value(about, value)}"
    raise TypeError(type(node).__name__)


def _value(about: About, value: str | int) -> str:
    if about is About.DURATION:
        return _length(Duration(ms=int(value)))
    return f'"{value}"' if about in (About.SITE, About.TEAM) else str(value)


def _item(item: Choice | Gap) -> str:
    if isinstance(item, Gap):
        return "..." if item.at_most == GAP_WORDS else f"...{item.at_most}"
    ways = "|".join(_way(way) for way in item.ways)
    return f"?{ways}" if item.optional else ways


def _way(way: tuple[Term, ...]) -> str:
    """A row of words within a choice is held together by hyphens; the marks of one are those of all."""
    return way[0].how.value + "-".join(term.form for term in way)


def _reach(reach: Reach) -> str:
    if reach.n_words is not None:
        return f"/{reach.n_words}"
    return "" if reach.ms is None else f"/{_length(Duration(ms=reach.ms))}"


def _length(length: Duration) -> str:
    if length.share is not None:
        return f"{length.share * 100:g}%"
    unit, size = next(((unit, size) for unit, size in _UNITS if length.ms % size == 0), ("ms", 1))
    return f"{length.ms // size}{unit}"


def _in(word: str, words: Mapping[str, str]) -> str:
    return words.get(word, word)
