"""A name that was found once is sought everywhere in the contact, in all its spellings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from clairevoix.redact.kinds import Kind, Seen, seen
from clairevoix.redact.letters import is_like, sounded
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.recognizers.spelled_name import spelled

#: Names found with less are no ground to seek more.
_SURE = 0.6
_SHORTEST = 3
_LONGEST = 24
#: From this length on a word in lower case that is nearly a name is one.
_LONG = 6


def spellings(document: Document, found: Iterable[Entity]) -> frozenset[str]:
    """The folded words of the names that were surely found or spelled: « Monsieur Le Goff » gives « goff ».

    Of every channel of a contact together they are what :func:`repeated` seeks on each.
    """
    ranges = sorted((each.start, each.end) for each in found if each.entity_type == "NAME" and each.score >= _SURE)
    line = seen(document.tokens, document.language)
    words = {letters for _, _, letters in spelled(document) if _SHORTEST < len(letters) <= _LONGEST}
    at = 0
    for start, end in ranges:
        while at < len(line) and line[at].start < start:
            at += 1
        for place in range(at, len(line)):
            each = line[place]
            if each.start >= end:
                break
            if not each.kind & (Kind.PARTICLE | Kind.NEVER) and _SHORTEST <= len(each.word) <= _LONGEST:
                words.add(each.word)
    return frozenset(words)


def repeated(document: Document, known: Collection[str]) -> Iterator[Entity]:
    """Words of a text that spell a known name, or nearly: « Guerrin » for « Guérin ».

    ``known``: folded words. A word in lower case that is also an ordinary one is left; so is one at the beginning of a
    sentence that is not exactly the name.
    """
    if not known:
        return
    near = _near(known)
    seen_before: dict[str, bool] = {}
    for each in seen(document.tokens, document.language):
        if each.word not in seen_before:
            seen_before[each.word] = each.word in known or _is_near(each.word, near)
        if seen_before[each.word] and _may_be(each, known):
            yield Entity(entity_type="NAME", start=each.start, end=each.end, recognizer="name", score=0.6)


def _may_be(each: Seen, known: Collection[str]) -> bool:
    if not each.kind & Kind.WORD or each.kind & Kind.NEVER:
        return False
    if each.word in known:
        return not each.kind & Kind.ORDINARY or (each.is_capital and not each.opens)
    if each.kind & (Kind.ORDINARY | Kind.TOWN):
        return False
    return each.is_capital or len(each.word) >= _LONG


def _near(known: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Every word by its sound and by itself less one letter, to look up what is like it in one step."""
    near: dict[str, list[str]] = defaultdict(list)
    for word in known:
        for key in _keys(word):
            near[key].append(word)
    return {key: tuple(words) for key, words in near.items()}


def _is_near(word: str, near: Mapping[str, tuple[str, ...]]) -> bool:
    if not _SHORTEST < len(word) <= _LONGEST:
        return False
    return any(is_like(word, other) for key in _keys(word) for other in near.get(key, ()))


def _keys(word: str) -> set[str]:
    return {"~" + sounded(word), word} | {word[:place] + word[place + 1 :] for place in range(len(word))}
