"""Names spelled letter by letter: « D, U, P O N T », « D comme Denis, deux P », « B-E-N-A-L-I », « G, U, E accent aigu »."""

import re
from collections.abc import Iterator, Sequence

from clairevoix.redact.digits import Token
from clairevoix.redact.letters import folded
from clairevoix.redact.recognizer import Document, Entity

_JOINED = re.compile(r"(?:[^\W\d_][-.]){2,}[^\W\d_]\.?", re.UNICODE)
_LEAST = 3
#: Said between letters, or of the letter before.
_BETWEEN = frozenset(
    "deux double accent aigu grave circonflexe trema cedille tiret apostrophe espace majuscule minuscule grec et puis euh "
    "heu un le e-accent trait d'union union simple dash hyphen with accent acute apostrophe space capital uppercase "
    "and then um uh "
    "dièse petit grand separe plus loin pardon".split()
)
#: « D comme Denis »: the word after these is not of the name, but goes with it.
_AS = frozenset(("comme", "for", "as", "like", "de"))
_NAMED = {"i-grec": "y", "double-v": "w", "double-u": "w"}
#: Abbreviations that callers spell.
_ABBREVIATIONS = frozenset(
    "sms rio iban bic rib wpa wep ssid adsl vdsl ftth nro pto pm pc tv usb hdmi cpl wan lan sim apn puk pin edf gdf "
    "rsa caf cb "
    "sav pdf url www fai nrj sfr ovh ibm bnp sncf ratp rer tgv tva siret siren cgt cfdt gps led lcd csg rdv dvd ip "
    "mac box".split()
)
#: Said shortly before letters that are no name.
_OTHERS = re.compile(
    r"(?:mail|arobase|passe|code|wi-?fi|reference|cle|rio|serie|password|key|iban|plaque|immatriculation)"
)
_N_BEFORE = 6


def recognize(document: Document) -> Iterator[Entity]:
    for first, end, _ in spelled(document):
        yield Entity(
            entity_type="NAME",
            start=document.tokens[first].start,
            end=document.tokens[end - 1].end,
            recognizer="spelled_name",
            score=_score(document, first, end),
        )


def spelled(document: Document) -> Iterator[tuple[int, int, str]]:
    """What is spelled: tokens from the first to the last (exclusive), and the letters, folded, in one word."""
    found, place = document.tokens, 0
    while place < len(found):
        end, letters = _run(found, place) if _letters(found[place]) else (place, "")
        if len(letters) >= _LEAST and letters not in _ABBREVIATIONS:
            yield (place, end, letters)
        place = max(end, place + 1)


def _letters(token: Token) -> str:
    """The letter or letters that a token spells, empty if it is a word."""
    word = token.word
    core = folded(token.text.strip(".,;:!?…«»\"()' "))
    if len(core) == 1 and core.isalpha():
        return core
    if len(word) == 1 and word.isalpha() and len(core) == 1:
        return word
    if _JOINED.fullmatch(token.text.strip(",;:!?…")):
        return "".join(letter for letter in core if letter.isalpha())
    return _NAMED.get(core, "")


def _run(found: Sequence[Token], first: int) -> tuple[int, str]:
    """Where letters end (exclusive), and what they spell; one word or two of another kind may stand between."""
    end, letters = first, ""
    place, gap = first, 0
    while place < len(found) and gap <= 3:
        spelled = _letters(found[place])
        word = folded(found[place].word)
        if spelled and not _is_pronoun(found, place, first):
            doubled = place > first and found[place - 1].word in ("deux", "double", "2")
            letters += spelled * (2 if doubled else 1)
            place, gap = place + 1, 0
            end = place
        elif word in _AS and letters and gap == 0 and place + 1 < len(found) and not _letters(found[place + 1]):
            place, gap = place + 2, 0
            end = min(place, len(found))
        elif word in _BETWEEN or (word == "2" and letters) or not word:
            place, gap = place + 1, gap + 1
            if word in ("aigu", "grave", "circonflexe", "trema", "cedille", "grec"):
                end = place
        else:
            break
    return end, letters


def _is_pronoun(found: Sequence[Token], place: int, first: int) -> bool:
    """« R, A, M, A, N. I called », « a P T O number »: an English word of one letter beside letters."""
    if found[place].text == "I":
        return place > first and found[place - 1].text.endswith(".")
    return (
        place == first
        and found[place].text in ("a", "à", "y")
        and place + 1 < len(found)
        and found[place + 1].text[0].isupper()
    )


def _score(document: Document, first: int, end: int) -> float:
    if any("NAME" in document.asked[place] for place in range(first, end)):
        return 0.75
    before = " ".join(folded(token.word) for token in document.tokens[max(0, first - _N_BEFORE) : first])
    after = document.tokens[end].word if end < len(document.tokens) else ""
    is_code = bool(_OTHERS.search(before)) or any(map(str.isdigit, after))
    return 0.3 if is_code else 0.6
