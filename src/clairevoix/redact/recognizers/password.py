"""Passwords, one-time codes and answers to secret questions: digits, letters or words, where something announces them.

« mon mot de passe c'est soleil majuscule deux mille douze point d'exclamation » goes from its first word to its last sign.
"""

from collections.abc import Iterator

from clairevoix.redact.announcing import plain
from clairevoix.redact.digits import PLACEHOLDER, Token
from clairevoix.redact.kinds import Kind, kind
from clairevoix.redact.numerals import MEASURE
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.said_passwords import (
    CODE_WORDS,
    COPULAS,
    DESCRIBED,
    ENDINGS,
    LINKS,
    LOST,
    OF_DESCRIPTION,
    OF_WORDS,
    PARTICIPLES,
    SIGNS,
    STOPS,
    TRIED,
)
from clairevoix.redact.spelling import counts

#: Words from a code’s cue to it, « le code que j’ai reçu par texto, là il s’affiche, c’est… »; from a password’s to its verb.
_CODE_REACH, _COPULA_REACH, _LEAST = 16, 12, 3
#: Words of a password without digits or signs; with them, and between them.
_IN_WORDS, _LONGEST, _GAP = 5, 14, 3
_ONLY = frozenset({"PASSWORD"})
_ENDS = (".", "?", "!", "…", ";")


def recognize(document: Document) -> Iterator[Entity]:
    is_asked = any("PASSWORD" in types for types in set(document.asked))
    if not document.cues and not is_asked:
        return
    said = {place for run in document.runs for group in run.groups for place in range(group.first, group.last + 1)}
    for code in document.codes:
        is_part = len(code.characters) >= _LEAST and not counts(document.tokens, code, document.language)
        expected = document.expected(code.first, _CODE_REACH) if is_part else frozenset()
        if "PASSWORD" in expected:
            # The code of a card is the card's.
            near = document.expected(code.first)
            score = 0.71 if code.n_digits and "CARD" not in expected and "PASSWORD" in near else 0.5
            last = _last(document, said, code.last + 1, least=code.last)
            first = _signs_before(document.tokens, code.first)
            yield _entity(document.tokens[first].start, document.tokens[last].end, score)
    for cue in document.cues:
        if cue.types == _ONLY:
            yield from _announced(document, said, cue.at)
    if is_asked:
        yield from _answers(document, said)


def _announced(document: Document, said: set[int], cue: int) -> Iterator[Entity]:
    """The words that are the password, after what announces it or before: « j'ai mis marmotte comme mot de passe »."""
    found = document.tokens
    is_of_words = plain(found[cue].word) in OF_WORDS
    first = _after(found, said, cue, words=is_of_words)
    if first:
        last = _last(document, said, first, least=-1)
        if last >= first and (is_of_words or _is_hard(found[last], last, said)):
            yield _entity(found[first].start, found[last].end, 0.74 if is_of_words else 0.5)
    if is_of_words:
        yield from _before(document, said, cue)


def _after(found: tuple[Token, ...], said: set[int], cue: int, *, words: bool) -> int:
    """Where the password begins that a cue announces, 0 if nowhere."""
    is_lost = any(plain(token.word) in LOST for token in found[max(0, cue - 6) : cue])
    is_announced = found[cue].text.rstrip('»"”').endswith((":", "="))
    at = cue + 1
    for ahead in range(cue + 1, min(len(found), cue + 1 + _COPULA_REACH)):
        if _is_copula(found[ahead]):
            is_announced, at = True, ahead + 1
            break
        if found[ahead].text[-1] in _ENDS:
            break
    while at < len(found) and (not found[at].word or plain(found[at].word) in LINKS or _is_copula(found[at])):
        is_announced = is_announced or _is_copula(found[at])
        at += 1
    if at >= len(found) or not _may_begin(found, at, said, is_announced=is_announced and not is_lost):
        return 0
    return at if words or is_announced else 0


def _may_begin(found: tuple[Token, ...], at: int, said: set[int], *, is_announced: bool) -> bool:
    word = plain(found[at].word)
    if word == PLACEHOLDER:
        return False
    if _is_described(found, at):
        return is_announced
    if _is_hard(found[at], at, said):
        return is_announced or not found[at].word.isalpha()
    if word in STOPS or len(word) < _LEAST or kind(word, "fr") & Kind.NEVER:
        return False
    follows = _is_followed(found, said, at)
    if is_announced:
        return follows or not (word.endswith(ENDINGS) or found[at].word.endswith(PARTICIPLES))
    # Without « c'est » : only what digits or signs follow.
    return word not in CODE_WORDS and (follows or (not kind(word, "fr") & Kind.ORDINARY and not word.endswith(ENDINGS)))


def _is_followed(found: tuple[Token, ...], said: set[int], at: int) -> bool:
    """Whether digits or signs follow a word, in the same sentence."""
    for place in range(at + 1, min(len(found), at + 3)):
        if found[place - 1].text[-1] in _ENDS:
            return False
        if _is_hard(found[place], place, said):
            return True
    return False


def _last(document: Document, said: set[int], first: int, *, least: int) -> int:
    """The last token of a password that goes on at ``first``; ``least`` if nothing there is of it."""
    found, last, n_words = document.tokens, least, 0
    has_hard, is_described = least >= 0, least < 0 and _is_described(document.tokens, first)
    for at in range(first, min(len(found), first + _LONGEST)):
        word = plain(found[at].word)
        if _is_hard(found[at], at, said) or (has_hard and _is_key(found, at)):
            last, has_hard = at, True
        elif _ends(found, at, first, is_described=is_described):
            break
        elif word and word not in SIGNS:
            n_words += 1
            if n_words > (_GAP if has_hard else _LONGEST if is_described else _IN_WORDS):
                break
            if not has_hard:
                last = at
        if at - last > _GAP and last >= 0 and not is_described:
            break
        if found[at].text[-1] in _ENDS and not _hard_follows(found, said, at + 1):
            break
    return last


def _ends(found: tuple[Token, ...], at: int, first: int, *, is_described: bool) -> bool:
    word = plain(found[at].word)
    if word == PLACEHOLDER or word.endswith("ement"):
        return True
    if at == first or word not in STOPS or word in SIGNS or (is_described and word in OF_DESCRIPTION):
        return False
    return not (at + 1 < len(found) and word == "la" and _is_key(found, at + 1))


def _is_described(found: tuple[Token, ...], at: int) -> bool:
    """« c'est le prénom de ma fille plus 2014 »."""
    after = plain(found[at + 1].word) if at + 1 < len(found) else ""
    return plain(found[at].word) in DESCRIBED or (found[at].word in ("le", "la", "l") and after in DESCRIBED)


def _hard_follows(found: tuple[Token, ...], said: set[int], at: int) -> bool:
    return at < len(found) and _is_hard(found[at], at, said) and not found[at].text[:1].isupper()


def _is_key(found: tuple[Token, ...], at: int) -> bool:
    """« A 24 B puis la clé »."""
    return plain(found[at].word) == "cle" and any(token.word in ("puis", "et") for token in found[max(0, at - 2) : at])


def _is_hard(token: Token, at: int, said: set[int]) -> bool:
    """Digits, letters one by one, names of signs, « majuscule »: hardly a part of anything else."""
    word = token.word
    if at in said or plain(word) in TRIED:
        return True
    if word.isalpha():
        return len(word) == 1 and word not in ("a", "y", "à")
    return word != PLACEHOLDER and any(map(str.isdigit, word)) and not MEASURE.fullmatch(word)


def _before(document: Document, said: set[int], cue: int) -> Iterator[Entity]:
    """« j'ai mis marmotte 12 comme mot de passe », « je tape Marmotte12 en mot de passe »."""
    found = document.tokens
    at = cue
    while at > max(0, cue - 4) and plain(found[at - 1].word) in ("de", "mot", "comme", "en", "le", "mon", "pour"):
        at -= 1
    links = {plain(token.word) for token in found[at:cue]}
    if at == cue or not links & {"comme", "en", "le"}:
        return
    first = at
    while first > max(0, at - 6) and found[first - 1].text[-1] not in _ENDS:
        word = plain(found[first - 1].word)
        if word in STOPS and word not in SIGNS and first - 1 not in said:
            break
        first -= 1
    verb = plain(found[first - 1].word) if first else ""
    is_set = links & {"comme", "en"} and verb in (
        "mis",
        "tape",
        "utilise",
        "choisi",
        "rentre",
        "entre",
        "prends",
        "met",
    )
    is_copula = bool(first) and _is_copula(found[first - 1]) and "le" in links
    hard = any(_is_hard(found[place], place, said) for place in range(first, at))
    if first < at and (bool(is_set) or (is_copula and hard)):
        yield _entity(found[first].start, found[at - 1].end, 0.72)


def _answers(document: Document, said: set[int]) -> Iterator[Entity]:
    """What a turn begins with that answers « votre mot de passe ? »."""
    found, asked = document.tokens, document.asked
    for place in range(len(found)):
        begins = "PASSWORD" in asked[place] and (not place or "PASSWORD" not in asked[place - 1])
        if not begins:
            continue
        at, is_announced = place, False
        for ahead in range(place, min(len(found), place + _COPULA_REACH)):
            if _is_copula(found[ahead]):
                at, is_announced = ahead + 1, True
                break
            if plain(found[ahead].word) in LOST:
                return
        while at < len(found) and at - place < _LONGEST and (not found[at].word or plain(found[at].word) in LINKS):
            at += 1
        brief = is_announced or at - place <= _GAP
        if at < len(found) and brief and _may_begin(found, at, said, is_announced=True):
            last = _last(document, said, at, least=-1)
            is_whole = last + 1 >= len(found) or found[last].text[-1] in ".!," or found[last + 1].word in STOPS
            if last >= at and (is_announced or is_whole or _is_followed(found, said, at)):
                yield _entity(found[at].start, found[last].end, 0.6)


def _signs_before(found: tuple[Token, ...], first: int) -> int:
    """« étoile douze trente-quatre dièse »."""
    while first and plain(found[first - 1].word) in ("etoile", "diese", "arobase"):
        first -= 1
    return first


def _is_copula(token: Token) -> bool:
    text = plain(token.text.lower().strip('.,;!?… «"'))
    return text in COPULAS or (text.endswith((":", "=")) and text[:-1] in {*COPULAS, ""})


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="PASSWORD", start=start, end=end, recognizer="password", score=score)
