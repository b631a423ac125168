"""What the parties of a conversation ask each other for: « votre numéro de client ? », « vous pouvez épeler ? »."""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.model.contact import Party
from clairevoix.model.transcript import Turn
from clairevoix.redact.announcing import Cue, cues, plain
from clairevoix.redact.digits import Token, tokens

#: A question holds until this many turns of others have begun after it and this much time is over, whichever comes later:
#: people look for their glasses; but never longer than the most.
_TURNS, _HOLDS_MS, _MOST_MS = 3, 15_000, 60_000
_ASKS = {
    "fr": re.compile(
        r"\?|\b(?:votre|vos|quel|quelle|quels|quelles|donne[zr]?|donnez-moi|pouvez|pourriez|pourrais|peux|ecoute|faudrait|faut|"
        r"besoin|auriez|aurais|avez|rappele[zr]|epele[zr]|confirme[zr]?|confirmez-moi|verifie[zr]?|indique[zr]|precise[zr]|allez-y|"
        r"note|lire|lisez|dites|dites-moi|saisi[sr]|saisissez|tapez|composez|redonne[zr]|repete[zr]|laquelle|lequel|envoyez|"
        r"communique[zr]|a qui|comment vous|c'est quoi|c'est combien)\b"
    ),
    "en": re.compile(
        r"\?|\b(?:your|what|what's|whats|which|give|could|can|may|need|tell|confirm|read|spell|have|enter|type|provide|repeat|"
        r"verify|check|please|who|go ahead|where|when)\b"
    ),
}
#: « le numéro de la facture. »: so few words ask, whatever their form.
_BRIEF = 9
#: What a question for a number, or to spell, means when nothing more is said: all that has numbers, or letters.
_OF_NUMBERS = frozenset({"NUMBER"})
_SPELLING, _SPELLED = "SPELLING", frozenset({"NAME"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    turn: int
    party: Party
    channel: int
    end_ms: int
    types: frozenset[str]


def asks(turns: Sequence[Turn], language: str) -> tuple[frozenset[str], ...]:
    """For each turn, the entity types that it asks for itself; SPELLING stands for « épelez »."""
    return tuple(_asks_for(tokens(turn.text), language) for turn in turns)


def asked(turns: Sequence[Turn], questions: Sequence[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """For each turn, the entity types asked for when it begins; NUMBER stands for « le numéro ? » with nothing more said.

    ``turns`` are in order of time, all channels, ``questions`` what :func:`asks` says of each. A question holds for
    what anybody says after it, since who asked reads the answer back: until three turns of others have begun and 15 s
    are over, whichever comes later, or 60 s at most. What is asked for next does not end it, since people ask for the
    name and the number in one go.
    """
    open_questions: deque[_Question] = deque(maxlen=4)
    holding: list[frozenset[str]] = []
    others: dict[int, int] = {}
    for number, turn in enumerate(turns):
        now = turn.span.start_ms
        for question in list(open_questions):
            if _is_over(question, others[question.turn], now):
                open_questions.remove(question)
        active = frozenset().union(*(question.types for question in open_questions))
        holding.append(active)
        for question in open_questions:
            others[question.turn] += (turn.channel, turn.party) != (question.channel, question.party)
        types = questions[number]
        if types:
            known = frozenset(types - {_SPELLING}) or (active | _SPELLED)
            open_questions.append(
                _Question(turn=number, party=turn.party, channel=turn.channel, end_ms=turn.span.end_ms, types=known)
            )
            others[number] = 0
    return tuple(holding)


def _is_over(question: _Question, n_turns: int, now_ms: int) -> bool:
    waited = now_ms - question.end_ms
    return waited > _MOST_MS or (n_turns >= _TURNS and waited > _HOLDS_MS)


def _asks_for(found: Sequence[Token], language: str) -> frozenset[str]:
    """The types that a turn asks for: its cues, if it asks for anything at all."""
    found_cues = cues(found, language)
    if not found_cues:
        return frozenset()
    if len(found) <= _BRIEF:
        return _of(found_cues)
    said = " ".join(plain(token.text.lower()) for token in found)
    if not _ASKS[language].search(said):
        return frozenset()
    return _of(found_cues)


def _of(found: Sequence[Cue]) -> frozenset[str]:
    types = frozenset().union(*(cue.types for cue in found))
    # « numéro de client » names the kind; « le numéro ? » does not.
    return types - _OF_NUMBERS if types - _OF_NUMBERS - {_SPELLING} else types
