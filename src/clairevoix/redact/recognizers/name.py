"""Names of customers, agents and third parties, from what is said around them and from lists of names.

A title, « je m'appelle » or « votre nom ? » lets any word that may be a name be one; the lists let a name stand alone,
unless it is also an ordinary word. A name found once is then sought in all the text, in all its spellings.
"""

from collections.abc import Iterator, Sequence

from clairevoix.redact import cues
from clairevoix.redact.kinds import NAME, Kind, Seen, seen
from clairevoix.redact.naming import Evidence, is_initial, name_before, name_end, repaired_end
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.repeated import repeated, spellings

_MAX_CUE = 5
_MAX_FILLERS = 4
_SCORES = {Evidence.SURE: 0.85, Evidence.FAIR: 0.8, Evidence.LIKELY: 0.7, Evidence.NONE: 0.55}
#: After these, « à votre service », even an unknown word in lower case is a name.
_SIGNATURES = frozenset(
    ("appareil", "service", "ecoute", "disposition", "servir", "fil", "speaking", "nom", "prenom", "name", "surname")
)
#: « Claire m'a dit », "Grace told me": what the subject's capital tells although it opens the sentence.
_SAYING = ("m'", "told", "said", "promised")
#: « baladé de la boutique »: before these, a word in lower case must be a given name.
_WEAK_AFTER = frozenset(("de", "du", "conseiller", "conseillere", "from", "calling"))
#: Before these, one that is frequent at least: much stands before a greeting.
_GREETINGS = frozenset(("bonjour", "bonsoir", "je", "en", "que", "comment", "hello"))
_SHORT, _ARTICLES = 3, frozenset(("la", "le", "les", "un", "une", "des", "ce", "cette"))
#: Names of places and feasts that are also given names.
_NOT_ALONE = frozenset(
    "noel france paris lorraine florence nancy laval valence vienne israel islam islande lourdes".split()
)  #: « la maman de Lina »: no part of a name unless a title stands before.
_OF = frozenset(("de", "du", "des"))

_CUES = ((Evidence.SURE, cues.SURE_BEFORE), (Evidence.LIKELY, cues.LIKELY_BEFORE), (Evidence.FAIR, cues.FAIR_BEFORE))

Range = tuple[int, int, float]


def recognize(document: Document) -> Iterator[Entity]:
    line = seen(document.tokens, document.language)
    found = tuple(_entities(line, _ranges(line, document)))
    yield from found
    yield from repeated(document, spellings(document, found))


def _entities(line: Sequence[Seen], ranges: Iterator[Range]) -> Iterator[Entity]:
    for first, end, score in ranges:
        start, stop = line[first].start, line[end - 1].end
        yield Entity(entity_type="NAME", start=start, end=stop, recognizer="name", score=score)


def _ranges(line: Sequence[Seen], document: Document) -> Iterator[Range]:
    """Names as places in the line, half-open, with their scores; they may overlap."""
    for place, each in enumerate(line):
        yield from _after_cue(line, place, document.language)
        yield from _before_cue(line, place, document.language)
        if "NAME" in document.asked[each.place]:
            yield from _asked(line, place, document)
        yield from _alone(line, place, document.language)


def _after_cue(line: Sequence[Seen], place: int, language: str) -> Iterator[Range]:
    word = line[place].full
    if word in cues.TITLES[language]:
        yield from _named(line, place + 1, Evidence.SURE if len(word) > 1 else Evidence.FAIR, language)
        return
    longest = 0
    for evidence, tables in _CUES:
        if word in tables[language]:
            length = cues.cue_at(tables[language], _ahead(line, place))
            if length > longest:
                longest = length
                yield from _named(line, place + length, evidence, language)
    if place and cues.is_relative(language, line[place - 1].full, line[place].word):
        yield from _named(line, place + 1, Evidence.LIKELY, language)


def _ahead(line: Sequence[Seen], place: int) -> Iterator[str]:
    return (each.full for each in line[place : place + _MAX_CUE])


def _named(line: Sequence[Seen], place: int, evidence: Evidence, language: str) -> Iterator[Range]:
    """The name after a cue, which may follow « c'est », « euh » or a title; a full stop before it ends the cue."""
    start, is_title = place, line[place - 1].full in cues.TITLES[language]
    while start < len(line) and start - place < _MAX_FILLERS and line[start].full in cues.FILLERS[language]:
        if is_title and line[start - 1].closes:
            return  # « Bonjour, Madame. Oui, l'offre »
        if line[start].word in cues.TITLES[language]:
            evidence, is_title = Evidence.SURE, True
        start += 1
    if is_title and line[start - 1].full in ("au", "ce"):
        return  # « bonne journée, monsieur, au revoir »
    if start < len(line) and line[start - 1].full == "chez" and not line[start].kind & Kind.GIVEN:
        return  # « je suis chez Norvia »
    for begin in (place, start):
        if 0 < begin < len(line) and not (line[begin - 1].closes and evidence is Evidence.LIKELY):
            end, first = name_end(line, begin, evidence), begin
            while (
                first < end and evidence is not Evidence.SURE and line[first].word in _OF and not line[first].is_capital
            ):
                first += 1
            if end:
                if evidence is not Evidence.LIKELY:
                    end = repaired_end(line, end, cues.REPAIRS[language])
                yield (first, end, _SCORES[evidence])
                return
            if evidence is Evidence.SURE and begin == start:
                # « madame Dur, non, Durieux »
                end = repaired_end(line, begin + 1, cues.REPAIRS[language])
                if end > begin + 1 and line[begin].kind & Kind.WORD and not line[begin].kind & Kind.NEVER:
                    yield (begin, end, _SCORES[evidence])


def _before_cue(line: Sequence[Seen], place: int, language: str) -> Iterator[Range]:
    if not place or line[place].full not in cues.AFTER[language]:
        return
    length = cues.cue_at(cues.AFTER[language], _ahead(line, place))
    if length:
        is_signature = line[place + length - 1].word in _SIGNATURES and line[place].full != "je"
        is_subject = (
            line[place].full.startswith(_SAYING)
            and line[place - 1].is_capital
            and bool(line[place - 1].kind & Kind.GIVEN)
        )
        evidence = Evidence.SURE if is_signature else Evidence.FAIR if is_subject else Evidence.LIKELY
        first = name_before(line, place, evidence)
        before = line[place - 1]
        after = line[place].full
        known = Kind.GIVEN if after in _WEAK_AFTER else Kind.GIVEN | Kind.FREQUENT
        is_known = after not in _WEAK_AFTER | _GREETINGS or bool(before.kind & known)
        if first == place and evidence is Evidence.LIKELY:
            # « it's deepika raghunathan here »: a cue on either side.
            between = name_before(line, place, Evidence.SURE)
            first = between if between < place and _cue_ends(line, between, language) else place
        if first < place and (is_known or before.is_capital or is_signature or place - first > 1):
            yield (first, place, _SCORES[evidence])


def _cue_ends(line: Sequence[Seen], place: int, language: str) -> bool:
    """Whether what announces names ends right before a place."""
    for _, tables in _CUES:
        for first in range(max(0, place - _MAX_CUE), place):
            if cues.cue_at(tables[language], (each.full for each in line[first:place])) == place - first:
                return True
    return False


def _asked(line: Sequence[Seen], place: int, document: Document) -> Iterator[Range]:
    """An answer to « votre nom ? »: its first word may be any name, what follows a word that is no ordinary one."""
    if _is_place(line, place, document.language):
        return
    first = place
    while first and line[first - 1].full in cues.FILLERS[document.language] and place - first < _MAX_FILLERS:
        first -= 1
    begins = first == 0 or "NAME" not in document.asked[line[first - 1].place]
    each = line[place]
    is_frequent = not each.kind & Kind.ORDINARY or bool(each.kind & Kind.FREQUENT)
    alone = each.opens and each.pauses and each.is_capital and bool(each.kind & NAME) and is_frequent
    end = name_end(line, place, Evidence.SURE if begins or alone else Evidence.LIKELY)
    if end:
        yield (place, end, _SCORES[Evidence.LIKELY])


def _alone(line: Sequence[Seen], place: int, language: str) -> Iterator[Range]:
    """A name that nothing announces: by the lists, by its capital, and by the names beside it."""
    each = line[place]
    if is_initial(line, place):
        yield (place, name_end(line, place, Evidence.NONE), _SCORES[Evidence.LIKELY])
    if len(each.word) <= _SHORT and not each.is_capital and place and line[place - 1].full in _ARTICLES:
        return  # « la lée »
    if not each.kind & NAME or each.kind & Kind.NEVER or _is_place(line, place, language):
        return
    end = name_end(line, place, Evidence.NONE)
    if not end:
        return
    is_whole = end - place > 1 and each.kind & Kind.GIVEN
    if is_whole or _is_reversed(line, place) or _stands_alone(each):
        first = place
        while (
            first and line[first - 1].kind & Kind.PARTICLE and line[first - 1].is_capital and not line[first - 1].pauses
        ):
            first -= 1
        yield (first, end, 0.75 if is_whole else _SCORES[Evidence.NONE])


def _is_reversed(line: Sequence[Seen], place: int) -> bool:
    """« chauvin mireille », « VAUTRIN Marcelle »."""
    each, after = line[place], line[min(place + 1, len(line) - 1)]
    given = Kind.GIVEN | Kind.FREQUENT
    is_given = after.kind & given == given and not after.kind & (Kind.ORDINARY | Kind.NEVER)
    if each.pauses and not each.is_capital and not each.kind & Kind.FREQUENT:
        return False
    is_sure = not each.kind & Kind.ORDINARY or (each.is_capital and after.is_capital and each.pauses)
    return is_given and bool(each.kind & Kind.SURNAME) and is_sure and not each.closes


def _is_place(line: Sequence[Seen], place: int, language: str) -> bool:
    before = line[place - 1].full if place else ""
    before = before if not before or not line[place - 1].pauses else ""
    word, of = line[place], line[place].kind
    if word.word in _NOT_ALONE or before in cues.STREETS_BEFORE[language]:
        return True
    if _is_product(line, place, language):
        return True
    if before in cues.PLACES_BEFORE[language]:
        return bool(of & Kind.TOWN) or not of & Kind.GIVEN
    return bool(of & Kind.TOWN) and before in ("de", "d", "of")


def _is_product(line: Sequence[Seen], place: int, language: str) -> bool:
    """« une enceinte Marshall », « la société Leroy Merlin »; « une Stella » is somebody."""
    products, first = cues.PRODUCTS_BEFORE[language], place
    if place > 1 and line[place - 1].is_capital and not line[place - 1].pauses and line[place - 2].full in products:
        first = place - 1
    if not first or not line[first].is_capital or line[first - 1].pauses or line[first - 1].full not in products:
        return False
    return line[first - 1].full not in ("un", "une") or not line[first].kind & Kind.GIVEN


def _stands_alone(each: Seen) -> bool:
    known, ordinary = each.kind & NAME, each.kind & Kind.ORDINARY
    if ordinary:
        return each.is_capital and not each.opens and bool(each.kind & Kind.GIVEN) and bool(each.kind & Kind.FREQUENT)
    if each.opens and each.closes and not each.kind & Kind.FREQUENT:
        return False
    if each.kind & Kind.GIVEN and (each.is_capital or each.kind & Kind.FREQUENT):
        return True
    is_family = bool(known & Kind.SURNAME) and each.is_capital and len(each.word) > 3
    if each.kind & Kind.TOWN:
        return is_family and bool(each.kind & Kind.FREQUENT)
    return is_family and (not each.opens or each.pauses)
