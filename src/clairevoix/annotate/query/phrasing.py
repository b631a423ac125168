"""Reads a phrase: a row of items, separated by spaces.

``word``, ``one|other``, ``stem*``, ``?word`` (may be missing), ``...`` (up to four words between) or ``...7``, and before a
word ``+`` (with its inflections), ``++`` (with its family) or ``~`` (as it sounds).
"""

import re

from clairevoix.annotate.query.problems import Problem
from clairevoix.annotate.query.syntax import Choice, Gap, How, Phrase, Term
from clairevoix.annotate.query.words import plain, written_forms

GAP_WORDS = 4
MAX_GAP = 20
_GAP = re.compile(r"(?:\.\.\.|…)(\d{1,2})?")
_MARKS = re.compile(r"(\+\+|\+|~)?(.+)", re.DOTALL)
_MAX_STARS = 3
_KEPT_LETTERS = re.compile(r"[^\W_]{2}")
_STAR = "ꙮ"  # a letter that nobody says: it survives the cutting into words


class PhraseError(ValueError):
    """What is wrong, and after how many characters of the phrase."""

    def __init__(self, problem: Problem, offset: int) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.offset = offset


def phrase(text: str) -> Phrase:
    """Raises PhraseError. Gaps and optional words at either end say nothing and are left out.

    >>> len(phrase("je veux|voudrais ... +résilier").items)
    4
    """
    items: list[Choice | Gap] = []
    for match in re.finditer(r"\S+", text):
        items += _items(match.group(), match.start())
    while items and not _is_required(items[0]):
        del items[0]
    while items and not _is_required(items[-1]):
        del items[-1]
    if not items:
        raise PhraseError(Problem.NO_WORD, 0)
    return Phrase(items=tuple(items))


def _is_required(item: Choice | Gap) -> bool:
    return isinstance(item, Choice) and not item.optional


def _items(text: str, offset: int) -> list[Choice | Gap]:
    gap = _GAP.fullmatch(text)
    if gap:
        at_most = int(gap.group(1) or GAP_WORDS)
        if at_most > MAX_GAP:
            raise PhraseError(Problem.REACH_WORDS, offset)
        return [Gap(at_most=at_most)]
    optional, body = (True, text[1:]) if text.startswith("?") and len(text) > 1 else (False, text)
    ways = tuple(way for each in body.split("|") if (way := _terms(each, offset)))
    if not ways:
        if "|" in body or any(character.isalnum() for character in body) or body.strip("?!.,;:«»-–—'’"):
            raise PhraseError(Problem.BAD_ITEM, offset)
        return []  # punctuation
    if len(ways) == 1 and not optional:
        return [Choice(ways=((term,),)) for term in ways[0]]
    return [Choice(ways=ways, optional=optional)]


def _terms(text: str, offset: int) -> tuple[Term, ...]:
    marked = _MARKS.fullmatch(text)
    if not marked:
        return ()
    how = How(marked.group(1) or "")
    forms = [form.replace(_STAR, "*") for form in written_forms(marked.group(2).replace("*", _STAR))]
    for form in forms:
        if "*" in form and how is not How.SPELLED:
            raise PhraseError(Problem.WILDCARD_SOUND, offset)
        if "*" in form and (form.count("*") > _MAX_STARS or not _KEPT_LETTERS.search(plain(form))):
            raise PhraseError(Problem.WILDCARD, offset)
    return tuple(Term(form=form, how=how) for form in forms)
