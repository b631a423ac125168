"""Where somebody lives, of which a recogniser understood little: « vous habitez bien huit, un passus l'avoir »."""

from collections.abc import Iterator, Sequence

from clairevoix.redact import streets
from clairevoix.redact.kinds import Kind
from clairevoix.redact.places import Place
from clairevoix.redact.sounding import is_nonsense

#: Words of an address that was not understood; who goes on with these tells something else.
_N_LIVED = 8
_TELLS = frozenset("je j il elle on vous nous mais donc et c'est est-ce qui que depuis i we you and but since".split())


def is_misheard_street(line: Sequence[Place], place: int) -> bool:
    """« on a fallée des Peupliers »: a word that does not exist, or where who somebody is, or where, was asked for."""
    each = line[place]
    if not streets.MISHEARD.fullmatch(each.word) or place + 2 >= len(line) or line[place + 1].word not in streets.LINKS:
        return False
    return each.is_identifying or is_nonsense(each.word) or (place > 0 and line[place - 1].is_number)


def lived_at(line: Sequence[Place], place: int) -> Iterator[tuple[int, int, float]]:
    """« vous habitez bien huit, un passus l'avoir »: a number that counts nothing, and the words after it."""
    at = place + 1
    while at < len(line) and line[at].word in streets.STILL and not line[at - 1].closes:
        at += 1
    if at >= len(line) or line[at - 1].closes or line[at].run < 0 or line[at].run_digits in ("", "1"):
        return
    end = after = next((place for place in range(at, len(line)) if line[place].run != line[at].run), len(line))
    if after < len(line) and line[after].word in streets.AT | streets.STILL:
        return  # « on habite à quatre dans un studio »
    while end < len(line) and end - at < _N_LIVED and not line[end - 1].closes:
        if line[end].kind & Kind.NEVER and line[end].word in _TELLS:
            break
        end += 1
    if end > after:
        yield (at, end, 0.5)
