"""Passwords and one-time codes: digits, letters or words, said after what announces them or where they were asked for."""

from collections.abc import Iterator

from clairevoix.redact.announcing import plain
from clairevoix.redact.digits import PLACEHOLDER
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import counts

#: Words that announce a password that may be a word itself.
_OF_WORDS = frozenset("passe mdp password passcode passphrase wifi".split())
_IS = frozenset("c'est est sera etait is it's its : = donc alors euh voila ben the le la actuel tiens".split())
#: What is said of a password without being one.
_SAID_OF_IT = frozenset(
    "oublie oubliee perdu incorrect invalide faux bon mauvais refuse expire bloque trop pas plus de du des que "
    "qui ne n'est a au aux il elle on je vous nous tu et ou mais pour par sur dans avec sans le la les un une l "
    "ce cet cette mon ma mes votre vos son ne-marche demande enregistre marque ecrit note inscrit envoye change "
    "modifie reinitialise different meme celui dessous derriere quoi bien toujours encore deja parce quand si "
    "provisoire temporaire securise secret personnel actuel nouveau wrong forgotten expired incorrect not no too "
    "the a an my your on in at for to of and or but what that this it reset changed written invalid very same "
    "still been being so because when required needed oui non d'accord merci bonjour ok".split()
)
_REACH, _LEAST, _IN_WORDS = 4, 3, 3
#: « majuscule », « point d'exclamation »: what is said of the characters of a word.
_SPELLED_WITH = frozenset(
    "majuscule majuscules minuscule minuscules arobase diese etoile exclamation point tiret underscore dollar "
    "accent collé capital uppercase lowercase hash star asterisk dash d'exclamation avec un une en tout et puis "
    "chiffre".split()
)


def recognize(document: Document) -> Iterator[Entity]:
    if not document.cues and not any("PASSWORD" in types for types in set(document.asked)):
        return
    for code in document.codes:
        is_part = len(code.characters) >= _LEAST and not counts(document.tokens, code, document.language)
        expected = document.expected(code.first)
        if is_part and "PASSWORD" in expected:
            # The code of a card is the card's.
            yield _entity(code.start, code.end, 0.71 if code.n_digits and "CARD" not in expected else 0.5)
    for cue in document.cues:
        if document.tokens[cue.at].word in _OF_WORDS and "PASSWORD" in cue.types:
            yield from _word_after(document, cue.at)


def _word_after(document: Document, cue: int) -> Iterator[Entity]:
    """The word that is the password: « mon mot de passe, c'est Soleil, avec un S majuscule »."""
    found = document.tokens
    at = cue + 1
    announced = found[cue].text.rstrip('»"”').endswith((":", "="))
    while at < len(found) and at - cue <= _REACH and (not found[at].word or _is_link(found[at].word, found[at].text)):
        announced = announced or _announces(found[at].text)
        at += 1
    if not announced or at >= len(found) or found[at].word == PLACEHOLDER:
        return
    if plain(found[at].word) in _SAID_OF_IT or len(found[at].word) < _LEAST:
        return
    last = at
    while last + 1 < min(len(found), at + 12) and plain(found[last + 1].word) in _SPELLED_WITH:
        last += 1
    while last > at and plain(found[last].word) in ("avec", "un", "une", "en", "et", "puis", "point", "tout"):
        last -= 1
    yield _entity(found[at].start, found[last].end, 0.7)


def _is_link(word: str, text: str) -> bool:
    return plain(word) in _IS or plain(text.lower().strip(".,;:!?… ")) in _IS


def _announces(text: str) -> bool:
    return plain(text.lower().strip(".,;!?… ")) in ("c'est", "est", "is", ":", "=", "it's", "sera", "etait")


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="PASSWORD", start=start, end=end, recognizer="password", score=score)
