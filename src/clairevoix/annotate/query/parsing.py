"""Text → Query, or an error that says where and what was expected."""

import re
from functools import cache, lru_cache
from importlib import resources

from lark import Lark, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from clairevoix.annotate.query.building import Refusal, build
from clairevoix.annotate.query.problems import EXPECTED, Problem
from clairevoix.annotate.query.syntax import Query
from clairevoix.model.errors import QueryError

MAX_CHARACTERS = 4000
MAX_WORDS = 400
MAX_DEPTH = 20
_QUOTES = {'"': '"', "«": "»", "“": "”"}


@lru_cache(maxsize=1024)
def parse(text: str) -> Query:
    """The query that a text says. Raises QueryError, which points at the column and says what was expected.

    >>> parse('client: "je veux résilier" THEN/60s agent: +comprendre').root.relation.name
    'THEN'
    >>> parse("facture AND (erreur")
    Traceback (most recent call last):
        ...
    clairevoix.model.errors.QueryError: column 13: this parenthesis is never closed
    """
    _bound(text)
    try:
        return Query(root=build(_parser().parse(text)))
    except Refusal as refusal:
        raise QueryError(refusal.problem, refusal.column) from None
    except UnexpectedInput as unexpected:
        raise _explained(text, unexpected) from None


@cache
def _parser() -> Lark:
    grammar = resources.files(__package__).joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", lexer="contextual", propagate_positions=True, maybe_placeholders=True)


def _bound(text: str) -> None:
    """Refuses what could cost much before anything is built, and what is told better than a parser could."""
    if len(text) > MAX_CHARACTERS:
        raise QueryError(Problem.TOO_LONG, MAX_CHARACTERS + 1)
    if not text.strip():
        raise QueryError(Problem.EMPTY, 1, (EXPECTED["WORD"], EXPECTED["QUOTED"]))
    words = list(re.finditer(r"[\w*]+", text))
    if len(words) > MAX_WORDS:
        raise QueryError(Problem.TOO_MANY_TERMS, words[MAX_WORDS].start() + 1)
    opened: list[int] = []
    column = 0
    while column < len(text):
        character = text[column]
        if character in _QUOTES:
            end = text.find(_QUOTES[character], column + 1)
            if end < 0:
                raise QueryError(Problem.OPEN_QUOTE, column + 1)
            column = end
        elif character == "(":
            opened.append(column + 1)
            if len(opened) > MAX_DEPTH:
                raise QueryError(Problem.TOO_DEEP, column + 1)
        elif character == ")":
            if not opened:
                raise QueryError(Problem.NEVER_OPENED, column + 1)
            opened.pop()
        column += 1
    if opened:
        raise QueryError(Problem.NEVER_CLOSED, opened[-1])


def _explained(text: str, unexpected: UnexpectedInput) -> QueryError:
    if isinstance(unexpected, UnexpectedToken):
        names = unexpected.accepts or unexpected.expected
        ended = unexpected.token.type == "$END"
        column = len(text.rstrip()) + 1 if ended else unexpected.column
        problem = Problem.ENDS_EARLY if ended else Problem.UNEXPECTED
        return QueryError(problem, column, _told(text, column, names))
    column = max(1, unexpected.column)
    if text[column - 1 : column] == ":":
        return QueryError(Problem.UNKNOWN_NAME, column, _told(text, column, {"PARTY", "EVENT", "FACT"}))
    names = unexpected.allowed if isinstance(unexpected, UnexpectedCharacters) else set()
    return QueryError(Problem.UNEXPECTED, column, _told(text, column, names or set()))


def _told(text: str, column: int, names: set[str]) -> tuple[str, ...]:
    """What may stand at a column, in words; a parenthesis closes only what is open."""
    before = text[: column - 1]
    left_out = {"RPAR"} if before.count("(") <= before.count(")") else {"$END"}
    return tuple(words for name, words in EXPECTED.items() if name in names - left_out)
