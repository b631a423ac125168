"""Answers that nobody could read: when an address was asked for and none was found in the answer, the answer goes.

A recogniser makes « six impasse du Lavoir » of it, or « si ils en passent du levoir ». What was asked for says what was
answered, whatever was heard. So the phrase goes up to a sure stop: the end of the sentence, or who begins to tell.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from clairevoix.redact.announcing import plain
from clairevoix.redact.digits import FILLERS, DigitRun, Token
from clairevoix.redact.numerals import DAYS_BEFORE, MEASURE
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.sounding import is_nonsense
from clairevoix.redact.spelling import counts

#: How many turns of others may answer, and how long after the question.
_TURNS, _HOLDS_MS = 2, 15_000
_LONGEST, _LEAST, _SHORT = 14, 2, 2
_LEAST_DIGITS = 2
_SCORE = 0.4
#: Types whose answers are numbers, and what else may have been found in such an answer.
_NUMBERS = frozenset("PHONE CARD IBAN NIR REFERENCE LINE DEVICE PASSWORD".split())
_FOUND = {
    "ADDRESS": frozenset({"ADDRESS", "EMAIL"}),
    "EMAIL": frozenset({"ADDRESS", "EMAIL"}),
    "BIRTH_DATE": frozenset({"BIRTH_DATE"}),
}
#: Who begins to tell something has done with the answer; who begins so answers nothing.
_TELLS = frozenset(
    "je j' j'ai j'en on il elle ils elles tu nous vous mais parce pourquoi comment combien est-ce qu'est-ce quand "
    "c'est ça ca y enfin merci sinon non attendez attends pardon désolé désolée i i'm it's but because why what when "
    "thanks sorry".split()
)
_NONE = frozenset("quoi pourquoi comment hein attendez minute instant seconde sais cherche retrouve wait hang".split())
_JOINTS = frozenset(("point", "tiret", "arobase", "underscore", "dot", "dash", "at"))
_ENDS = (".", "?", "!", "…", ";")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn of a conversation: tokens ``first`` to ``end`` (exclusive) of a document, and when it is said.

    ``asks``: the entity types that it asks for. ``side``: whose it is, by channel and party.
    """

    side: tuple[int, str]
    document: Document
    first: int
    end: int
    start_ms: int
    end_ms: int
    asks: frozenset[str]


def unexplained(said: Sequence[Said], found: Mapping[int, Sequence[Entity]]) -> dict[int, list[Entity]]:
    """By channel, the answers of which nothing was found. ``said`` in order of time, ``found`` by channel."""
    kept: dict[int, list[Entity]] = {}
    for at, question in enumerate(said):
        if not question.asks:
            continue
        answers = list(_answers(said, at))
        for entity_type in sorted(question.asks & (_NUMBERS | _FOUND.keys())):
            known = _FOUND.get(entity_type, _NUMBERS)
            read = ((each, _read(each, entity_type)) for each in answers)
            answer, entity = next(((each, one) for each, one in read if one is not None), (None, None))
            if answer is None or entity is None:
                continue
            own = [each for each in found.get(answer.side[0], ()) if each.entity_type in known and _is_in(each, answer)]
            is_part = entity_type == "ADDRESS" and all(_is_short(each, answer) for each in own)
            others = [each for each in answers if each is not answer]
            if is_part or not (own or any(_holds(found.get(each.side[0], ()), each, known) for each in others)):
                kept.setdefault(answers[0].side[0], []).append(entity)
    return kept


def _answers(said: Sequence[Said], at: int) -> Iterator[Said]:
    question, n_turns = said[at], 0
    for each in said[at + 1 :]:
        if each.start_ms - question.end_ms > _HOLDS_MS or n_turns == _TURNS:
            return
        if each.side == question.side:
            if each.asks:
                return
        else:
            n_turns += 1
            yield each


def _holds(entities: Sequence[Entity], said: Said, types: frozenset[str]) -> bool:
    return any(each.entity_type in types and _is_in(each, said) for each in entities)


def _is_in(entity: Entity, said: Said) -> bool:
    if said.first == said.end:
        return False
    start, end = said.document.tokens[said.first].start, said.document.tokens[said.end - 1].end
    return entity.start < end and start < entity.end


def _is_short(entity: Entity, said: Said) -> bool:
    """A town, of which the street was not understood."""
    words = said.document.text[entity.start : entity.end].split()
    return len(words) <= _SHORT and not any(map(str.isdigit, words[0]))


def _read(said: Said, entity_type: str) -> Entity | None:
    """The phrase that answers, if there is anything in it that may."""
    first = said.first
    found = said.document.tokens
    while first < said.end and (not found[first].word or found[first].word in FILLERS):
        first += 1
    end = _phrase_end(said, first)
    hard = [at for at in range(first, end) if _is_hard(said, at) and not _is_day(said, at)]
    words = [found[at] for at in range(first, end)]
    if any(plain(token.word) in _NONE for token in words) or (words and plain(words[0].word) in _TELLS):
        return None
    if entity_type in _NUMBERS or entity_type == "BIRTH_DATE":
        if sum(_n_digits(said, at) for at in hard) < _LEAST_DIGITS:
            return None
        first, end = hard[0], hard[-1] + 1
    elif end - first < _LEAST or _n_odd(said, words) + _n_signs(entity_type, words, hard) < (
        _LEAST if entity_type == "EMAIL" else 1
    ):
        return None
    return Entity(
        entity_type=entity_type, start=found[first].start, end=found[end - 1].end, recognizer="answer", score=_SCORE
    )


def _phrase_end(said: Said, first: int) -> int:
    """Where an answer ends: with its sentence, unless digits go on, or before who begins to tell."""
    found, at = said.document.tokens, first
    while at < min(said.end, first + _LONGEST):
        word = found[at].text.lower().strip(",;:.!?…")
        pauses = at > first and found[at - 1].text[-1] in ",;:.!?…"
        if pauses and (word in _TELLS or word.startswith(("j'", "c'est"))):
            break
        if found[at].text[-1] in _ENDS and at + 1 - first >= _LEAST:
            ahead = at + 1
            if not (ahead < said.end and _is_hard(said, ahead)):
                return at + 1
        at += 1
    return at


def _is_hard(said: Said, at: int) -> bool:
    word = said.document.tokens[at].word
    # Digits that are in no dictated number are counted or measured.
    mixed = any(map(str.isdigit, word)) and not word.isdigit() and not MEASURE.fullmatch(word)
    return mixed or _run_at(said, at) is not None


def _n_odd(said: Said, words: Sequence[Token]) -> int:
    """Words that do not exist; only of French is it known which do."""
    return sum(is_nonsense(plain(token.word)) for token in words) if said.document.language == "fr" else 0


def _n_signs(entity_type: str, words: Sequence[Token], hard: Sequence[int]) -> int:
    """What else shows an address: a number, or the « point » of one of e-mail."""
    return sum(token.word in _JOINTS for token in words) if entity_type == "EMAIL" else len(hard)


def _is_day(said: Said, at: int) -> bool:
    """« le 15 », « 8 to 10 », and digits that are in no dictated number."""
    before, run = said.document.tokens[max(0, at - 1)].word, _run_at(said, at)
    if run is None or counts(said.document.tokens, run, said.document.language):
        return True
    return before in DAYS_BEFORE and len(run.digits) <= _LEAST_DIGITS


def _run_at(said: Said, at: int) -> DigitRun | None:
    runs = said.document.runs
    place = bisect_right(runs, at, key=lambda run: run.first) - 1
    return runs[place] if place >= 0 and at <= runs[place].last else None


def _n_digits(said: Said, at: int) -> int:
    """The digits of the dictated number that begins at a token, or that are written in it."""
    run = _run_at(said, at)
    if run is None:
        return sum(map(str.isdigit, said.document.tokens[at].word))
    return sum(len(group.digits) for group in run.groups if group.first == at)
