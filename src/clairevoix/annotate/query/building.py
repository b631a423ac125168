"""The parser's tree → nodes of the query, each checked for where it stands."""

import re
from collections.abc import Callable
from datetime import date

from lark import Token, Tree

from clairevoix.annotate.query.phrasing import PhraseError, phrase
from clairevoix.annotate.query.problems import Problem
from clairevoix.annotate.query.syntax import (
    About,
    Absent,
    Alike,
    Both,
    Comparison,
    Duration,
    Edge,
    Either,
    Event,
    Fact,
    Happening,
    Joined,
    Kind,
    Node,
    Phrase,
    Placed,
    Reach,
    Relation,
    Repeated,
    Said,
    kind,
)
from clairevoix.annotate.query.words import written_forms
from clairevoix.model.contact import Party

MAX_REACH_WORDS = 50
_MAX_REACH_MS = 24 * 3_600_000
_UNITS = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000}
_PARTIES = {
    "customer": Party.CUSTOMER,
    "client": Party.CUSTOMER,
    "agent": Party.AGENT,
    "conseiller": Party.AGENT,
    "system": Party.SYSTEM,
    "système": Party.SYSTEM,
}
_HAPPENINGS = {
    "silence": Happening.SILENCE,
    "overtalk": Happening.OVERTALK,
    "chevauchement": Happening.OVERTALK,
    "latency": Happening.LATENCY,
    "latence": Happening.LATENCY,
    "hold": Happening.HOLD,
    "attente": Happening.HOLD,
}
_ABOUT = {
    "site": About.SITE,
    "team": About.TEAM,
    "équipe": About.TEAM,
    "language": About.LANGUAGE,
    "langue": About.LANGUAGE,
    "date": About.DATE,
    "duration": About.DURATION,
    "durée": About.DURATION,
    "answer": About.ANSWER,
    "note": About.ANSWER,
}
_EDGES = {"FIRST": Edge.FIRST, "DÉBUT": Edge.FIRST, "DEBUT": Edge.FIRST, "LAST": Edge.LAST, "FIN": Edge.LAST}
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MIN_SOUND_LETTERS = 3

Part = Tree[Token] | Token


class Refusal(ValueError):
    """What is wrong at which column, counted from 1."""

    def __init__(self, problem: Problem, column: int) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.column = column


def build(tree: Part) -> Node:
    """Raises Refusal for what the grammar allows and the language does not."""
    if isinstance(tree, Token):
        raise Refusal(Problem.UNEXPECTED, tree.column or 1)
    return _BUILDERS[tree.data](tree)


def _either(tree: Tree[Token]) -> Node:
    return Either(parts=tuple(build(part) for part in tree.children))


def _both(tree: Tree[Token]) -> Node:
    return Both(parts=tuple(build(part) for part in tree.children))


def _absent(tree: Tree[Token]) -> Node:
    return Absent(inner=build(tree.children[0]))


def _related(tree: Tree[Token], *, negated: bool = False) -> Node:
    first, operator, reach_token, second = tree.children
    relation = Relation(_operator(operator))
    left, right = build(first), build(second)
    if Kind.CONTACTS in (kind(left), kind(right)):
        raise Refusal(Problem.NEEDS_MOMENTS, _column(first if kind(left) is Kind.CONTACTS else second))
    reach = _reach(reach_token)
    if relation is Relation.NEAR and reach_token is None:
        raise Refusal(Problem.NEEDS_REACH, _column(operator))
    if reach.n_words is not None:
        for part, node in ((first, left), (second, right)):
            if kind(node) is not Kind.WORDS:
                raise Refusal(Problem.NEEDS_WORDS, _column(part))
    return Joined(left=left, right=right, relation=relation, reach=reach, negated=negated)


def _unrelated(tree: Tree[Token]) -> Node:
    return _related(tree, negated=True)


def _operator(token: Part) -> str:
    return {"NEAR": "NEAR", "THEN": "THEN", "UNLESS": "UNLESS"}[token.type if isinstance(token, Token) else ""]


def _reach(token: Part | None) -> Reach:
    if token is None:
        return Reach()
    text = str(token)[1:]
    number = int(re.sub(r"\D", "", text))
    unit = re.sub(r"\d", "", text)
    if not unit:
        if number > MAX_REACH_WORDS:
            raise Refusal(Problem.REACH_WORDS, _column(token))
        return Reach(n_words=number)
    if number * _UNITS[unit] > _MAX_REACH_MS:
        raise Refusal(Problem.REACH_TIME, _column(token))
    return Reach(ms=number * _UNITS[unit])


def _at_edge(tree: Tree[Token]) -> Node:
    inner, edge, quantity = tree.children
    node = build(inner)
    if kind(node) is Kind.CONTACTS:
        raise Refusal(Problem.NEEDS_MOMENTS, _column(inner))
    return Placed(inner=node, edge=_EDGES[str(edge)], stretch=_duration(quantity))


def _repeated(tree: Tree[Token]) -> Node:
    inner, count = tree.children
    node = build(inner)
    if kind(node) is Kind.CONTACTS:
        raise Refusal(Problem.NEEDS_MOMENTS, _column(inner))
    low, _, high = str(count).partition("..")
    at_least, at_most = int(low), int(high) if high else None
    if at_least < 1 or (at_most is not None and at_most < at_least):
        raise Refusal(Problem.COUNT, _column(count))
    return Repeated(inner=node, at_least=at_least, at_most=at_most)


def _said(tree: Tree[Token]) -> Node:
    party, inner = tree.children
    return Said(party=_PARTIES[str(party).removesuffix(":")], inner=build(inner))


def _bare(tree: Tree[Token]) -> Node:
    """Words without quotation marks, one after the other, are a phrase."""
    first = tree.children[0]
    text = ""
    for token in tree.children:
        text = text.ljust(_column(token) - _column(first)) + str(token)
    return _phrase(text, _column(first))


def _quoted(tree: Tree[Token]) -> Node:
    token = tree.children[0]
    return _phrase(str(token)[1:-1], _column(token) + 1)


def _phrase(text: str, column: int) -> Phrase:
    try:
        return phrase(text)
    except PhraseError as error:
        raise Refusal(error.problem, column + error.offset) from None


def _alike(tree: Tree[Token]) -> Node:
    mark, token = tree.children
    words = written_forms(str(token))
    if "*" in str(token) or "+" in str(token):
        raise Refusal(Problem.WILDCARD_SOUND, _column(token))
    if sum(len(word) for word in words) < _MIN_SOUND_LETTERS:
        raise Refusal(Problem.SOUND_TOO_SHORT, _column(token))
    percent = str(mark).strip("~%")
    if percent and not 50 <= int(percent) <= 100:
        raise Refusal(Problem.CLOSENESS, _column(mark))
    return Alike(words=words, closeness=int(percent) / 100 if percent else None)


def _event(tree: Tree[Token]) -> Node:
    name, comparison, quantity = tree.children
    happening = _HAPPENINGS[str(name).removesuffix(":")]
    length = _duration(quantity)
    return Event(happening=happening, comparison=_comparison(comparison, Comparison.AT_LEAST), length=length)


def _fact(tree: Tree[Token]) -> Node:
    name, compared, token = tree.children
    about = _ABOUT[str(name).removesuffix(":")]
    comparison = _comparison(compared, Comparison.IS)
    text = str(token).strip('"«»“”').strip()
    if about in (About.SITE, About.TEAM, About.LANGUAGE):
        if comparison is not Comparison.IS:
            raise Refusal(Problem.NOT_COMPARABLE, _column(token))
        return Fact(about=about, comparison=comparison, value=text)
    return Fact(about=about, comparison=comparison, value=_VALUES[about](text, _column(token)))


def _day(text: str, column: int) -> str:
    found = _DATE.fullmatch(text)
    if not found:
        raise Refusal(Problem.BAD_DATE, column)
    try:
        date(int(found.group(1)), int(found.group(2) or 1), int(found.group(3) or 1))
    except ValueError:
        raise Refusal(Problem.BAD_DATE, column) from None
    return text


def _mark(text: str, column: int) -> int:
    if not text.isdecimal() or int(text) > 10:
        raise Refusal(Problem.BAD_MARK, column)
    return int(text)


def _time(text: str, column: int) -> int:
    found = re.fullmatch(r"(\d+)(ms|s|min|h)", text)
    if not found:
        raise Refusal(Problem.BAD_TIME, column)
    return int(found.group(1)) * _UNITS[found.group(2)]


def _comparison(token: Part | None, usual: Comparison) -> Comparison:
    return usual if token is None else Comparison(str(token))


def _duration(token: Part) -> Duration:
    found = re.fullmatch(r"([\d.,]+)(ms|s|min|h|%)", str(token))
    if not found:
        raise Refusal(Problem.BAD_TIME, _column(token))
    number = float(found.group(1).replace(",", "."))
    if found.group(2) != "%":
        return Duration(ms=round(number * _UNITS[found.group(2)]))
    if number > 100:
        raise Refusal(Problem.NEEDS_CONTACT_SHARE, _column(token))
    return Duration(share=number / 100)


def _column(part: Part) -> int:
    return (part.column if isinstance(part, Token) else part.meta.column) or 1


_VALUES: dict[About, Callable[[str, int], str | int]] = {
    About.DATE: _day,
    About.ANSWER: _mark,
    About.DURATION: _time,
}
_BUILDERS: dict[str, Callable[[Tree[Token]], Node]] = {
    "either": _either,
    "both": _both,
    "not_found": _absent,
    "related": _related,
    "unrelated": _unrelated,
    "at_edge": _at_edge,
    "repeated": _repeated,
    "said": _said,
    "bare": _bare,
    "quoted": _quoted,
    "alike": _alike,
    "event": _event,
    "fact": _fact,
}
