"""How far a name reaches, and which words may be one under which evidence."""

from collections.abc import Container, Sequence
from enum import Enum

from clairevoix.redact.kinds import NAME, Kind, Seen

#: « Jean-Marie de la Tour du Pin ».
_LONGEST = 6
_MAX_PARTICLES, _MAX_REPAIRS = 3, 3
_HESITATIONS = frozenset(("euh", "heu", "um", "uh", "er"))
#: After these a word belongs to a company: « Opale Télécom ».
_COMPANY_WORDS = frozenset(
    "telecom telecoms mobile assurance assurances energie banque sarl sas sa eurl sci ltd inc plc group groupe".split()
)
#: Ends of verbs and adverbs: an unknown word in lower case that has one is no name.
_ENDINGS = tuple("ais ait aient ons ez ions ment tion tions erai era ant ique iques able ing ly".split())


_SHORTEST_UNKNOWN, _LEAST_FAIR = 3, 4
#: Ordinary words that are names first when a name is likely.
_GIVEN_FIRST = frozenset("pierre claire max martial desire celeste line noel marguerite".split())
#: No French word follows these.
_FOREIGN = frozenset(
    "el al ben bin ibn ould abd abou ait van von den der ter da das dos di della del mac mc san santa".split()
)
#: « À Noël », « M. Dupont », « I Peter » begin with no initial.
_NO_INITIALS = frozenset(("a", "y", "o", "i", "m"))


class Evidence(Enum):
    """What is said before or after a possible name.

    SURE: only names follow, any word may be one. FAIR: names follow, and sometimes other words. LIKELY: names often follow.
    """

    SURE = "sure"
    FAIR = "fair"
    LIKELY = "likely"
    NONE = "none"


_STRONG = (Evidence.SURE, Evidence.FAIR)


def fits(each: Seen, evidence: Evidence) -> bool:
    """Whether a word may begin a name under some evidence."""
    if not each.kind & Kind.WORD or each.kind & Kind.NEVER:
        return False
    known = bool(each.kind & NAME)
    if evidence is Evidence.NONE:
        return known
    if each.kind & Kind.ORDINARY:
        frequent = known and bool(each.kind & Kind.FREQUENT)
        if evidence in _STRONG:
            return (known and each.is_capital) or frequent
        if evidence is Evidence.LIKELY and not each.is_capital:
            return each.word in _GIVEN_FIRST
        return frequent and each.is_capital and not each.opens
    if each.is_capital:
        is_long = len(each.word) > _SHORTEST_UNKNOWN
        return known or evidence in _STRONG or (not each.opens and is_long)
    if evidence is Evidence.SURE:
        return known or not (each.word.endswith(_ENDINGS) or len(each.word) < _SHORTEST_UNKNOWN)
    is_unknown = len(each.word) > _LEAST_FAIR and not each.word.endswith(_ENDINGS)
    return (evidence is Evidence.FAIR and is_unknown) or (known and len(each.word) > _SHORTEST_UNKNOWN)


def name_end(line: Sequence[Seen], first: int, evidence: Evidence) -> int:
    """Where the name that begins at a place ends (exclusive); 0 if none begins there."""
    main = _main_word(line, first)
    if main >= len(line):
        return 0
    if is_initial(line, main):
        return _reach(line, main + 1)
    if not fits(line[main], evidence) and not (main > first and _goes_on(line, main)):
        return 0
    if main > first and not line[first].is_capital and not _after_particle(line, main, evidence):
        return 0
    end = _reach(line, main + 1, is_sure=evidence in _STRONG, is_likely=evidence is not Evidence.NONE)
    follows = line[end].word if end < len(line) and not line[end - 1].pauses else ""
    return 0 if follows in _COMPANY_WORDS else end


def repaired_end(line: Sequence[Seen], end: int, repairs: Container[str]) -> int:
    """Where a name ends that is corrected at once, « Lagarde, euh non, Lagrange », « Ver- Verhaeghe », or ``end``."""
    at = end
    while at < len(line) and at - end < _MAX_REPAIRS and line[at].word in repairs and not line[at - 1].closes:
        at += 1
    if at >= len(line) or line[at - 1].closes:
        return end
    each, before = line[at], line[end - 1]
    is_new = not each.kind & (Kind.ORDINARY | Kind.NEVER) and fits(each, Evidence.SURE)
    begins_again = each.word.startswith(before.word[:_SHORTEST_UNKNOWN]) and len(each.word) >= len(before.word)
    if not is_new or (at == end and not begins_again):
        return end
    return name_end(line, at, Evidence.SURE) or end


def _after_particle(line: Sequence[Seen], main: int, evidence: Evidence) -> bool:
    """Whether a word may be a name after « de » or « le » in lower case: « madame le goff », not « monsieur le maire »."""
    if line[main].kind & Kind.ORDINARY:
        return line[main].is_capital and evidence in _STRONG
    return evidence is not Evidence.NONE


def name_before(line: Sequence[Seen], end: int, evidence: Evidence) -> int:
    """Where the name that ends before a place begins; ``end`` itself if there is none."""
    first = end
    while first and end - first < _LONGEST:
        each = line[first - 1]
        is_last = first == end
        if not is_last and each.pauses:
            break
        if fits(each, evidence if is_last or not each.is_capital else Evidence.SURE) and not each.closes:
            first -= 1
        elif not is_last and each.kind & Kind.PARTICLE and (each.is_capital or first - 1 > 0):
            if (
                not (first > 1 and line[first - 2].kind & NAME and not line[first - 2].kind & Kind.NEVER)
                and not each.is_capital
            ):
                break
            first -= 1
        else:
            break
    return first


def is_initial(line: Sequence[Seen], place: int) -> bool:
    """« H. Marchetti », « J.-P. Dupont »: one capital letter with a full stop, and a name."""
    each = line[place]
    letters = each.word.replace(".", "").replace("-", "")
    return (
        each.is_capital
        and letters not in _NO_INITIALS
        and letters.isalpha()
        and (len(letters) == 1 or (len(letters) == 2 and "." in each.word))
        and place + 1 < len(line)
        and line[place + 1].is_capital
        and bool(line[place + 1].kind & NAME)
        and not line[place + 1].kind & Kind.NEVER
    )


def _main_word(line: Sequence[Seen], first: int) -> int:
    """The word that particles lead to: « le » leads to « goff »."""
    main = first
    while (
        main < len(line) and main - first < _MAX_PARTICLES and line[main].kind & Kind.PARTICLE and not line[main].pauses
    ):
        main += 1
    return main


def _reach(line: Sequence[Seen], end: int, *, is_sure: bool = False, is_likely: bool = False) -> int:
    first = end - 1
    if is_sure and end + 1 < len(line) and line[end].word in _HESITATIONS and line[end - 1].kind & Kind.GIVEN:
        after = line[end + 1]
        if after.kind & Kind.WORD and not after.kind & (Kind.ORDINARY | Kind.NEVER) and not line[end - 1].closes:
            end += 2  # « monsieur Yohann, euh, Keravel »
    while end < len(line) and end - first < _LONGEST and not line[end - 1].pauses:
        main = _main_word(line, end)
        if main >= len(line) or not _goes_on(line, main, is_sure=is_sure, is_likely=is_likely):
            break
        end = main + 1
    return end


def _goes_on(line: Sequence[Seen], place: int, *, is_sure: bool = False, is_likely: bool = False) -> bool:
    """Whether a word goes on with the name before it: written as that is, or a frequent name."""
    each, before = line[place], line[place - 1]
    if not each.kind & Kind.WORD or each.kind & Kind.NEVER:
        return len(each.word) == 1 and each.is_capital and before.is_capital and each.word not in _NO_INITIALS
    if each.is_capital:
        return not each.kind & Kind.ORDINARY or bool(each.kind & NAME)
    is_ordinary = bool(each.kind & Kind.ORDINARY)
    if not is_ordinary and before.kind & Kind.PARTICLE and before.word in _FOREIGN:
        return True
    if not each.kind & NAME:
        follows_given = bool(before.kind & Kind.GIVEN) and not before.is_capital and len(each.word) > _SHORTEST_UNKNOWN
        return (is_sure or is_likely) and follows_given and not is_ordinary and not each.word.endswith(_ENDINGS)
    if is_ordinary:
        follows_given = bool(before.kind & Kind.GIVEN) and not before.is_capital
        return is_sure and follows_given and bool(each.kind & Kind.SURNAME) and bool(each.kind & Kind.FREQUENT)
    return not before.is_capital or bool(each.kind & Kind.FREQUENT)
