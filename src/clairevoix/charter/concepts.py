"""Words that name a moral trait, an emotion, a personality or an attitude: nobody is judged by them, whatever the label.

The words lie in ``lexicon/concepts.toml``, in French and English, each group with its source. A text is read in several
ways (accents, capitals, look-alike letters, digits for letters, letters spread apart), and refused if any of them holds one.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from clairevoix.charter.rules import NO_RELABELLING
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal

RULE_ID = NO_RELABELLING.rule_id

#: Letters of other scripts, and others of the Latin one, that look like those of French and English.
_LOOKALIKES = str.maketrans(
    "абвгеѐёзиіїјкмнопрстухѕԁԛԝһαβγεηικμνοπρτυχωϲϳօսզɑɡıȷłøđðħŧſƒɩʀɴʏʟɪ",
    "abbreeeeuiijkmhonpctyxsdqwhabyenikuvonptuxwcjouqagijloddhtsfirnyli",
)
_LIGATURES = {"œ": "oe", "æ": "ae", "ß": "ss", "&": " et "}
_DIGITS = tuple(str.maketrans("013457@$!", f"o{one}eastas{one}") for one in "il")
_FEW_LETTERS = re.compile(r"(?<![a-z0-9])(?:[a-z] ){2,}[a-z](?![a-z0-9])")
_INNER_CAPITAL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A group of words that stand for one thing that may not be judged, the rule that refuses them and its source."""

    name: str
    rule_id: str
    source: str
    entries: tuple[str, ...] = field(repr=False)
    unless: tuple[str, ...] = field(repr=False, default=())


@cache
def concepts() -> tuple[Concept, ...]:
    """The groups of the lexicon, in its order."""
    document = tomllib.loads(resources.files(__package__).joinpath("lexicon", "concepts.toml").read_text("utf-8"))
    return tuple(
        Concept(
            name=group["name"],
            rule_id=group.get("rule", RULE_ID),
            source=group["source"],
            entries=tuple(group["entries"]),
            unless=tuple(group.get("unless", ())),
        )
        for group in document["groups"]
    )


def concept_in(text: str, rule_id: str = RULE_ID) -> Concept | None:
    """The first group of that rule of which ``text`` holds a word, or none.

    >>> concept_in("Sourire au téléphone").name
    'smile and voice'
    >>> concept_in("Confirme la souscription") is None
    True
    """
    readings = tuple(_readings(text))
    squeezed = {reading.replace(" ", "") for reading in readings}
    for concept in concepts():
        if concept.rule_id != rule_id:
            continue
        meant, words, anywhere = _patterns(concept)
        if any(words.search(meant.sub(" ", reading)) for reading in readings):
            return concept
        if any(anywhere.search(reading) for reading in squeezed):
            return concept
    return None


def admit_concept(*texts: str) -> None:
    """Raises CharterRefusal(R2) if one of the texts names a trait, an emotion or an attitude.

    So does a letter of another script than the Latin one: nothing in French or English needs it, and it may hide a word.
    The words are refused where they are denied, too: « quel que soit le ton ».
    """
    for text in texts:
        if _is_unreadable(text) or concept_in(text) is not None:
            raise CharterRefusal(RULE_ID)


def admit_label(label: Label) -> None:
    """Asks for the name, title and definition of a label, unless it is about the customer's words or a machine's."""
    if label.party in (Party.AGENT, Party.UNKNOWN):
        admit_concept(label.name, *label.title.values(), *label.definition.values())


def admit_labels(labels: Iterable[Label]) -> None:
    """Asks for each; the first refusal stops what was to be done with them."""
    for label in labels:
        admit_label(label)


def folded(text: str) -> str:
    """Small letters without accents, signs that nobody sees, or letters that only look like others."""
    shown = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    plain = "".join(_LIGATURES.get(each, each) for each in shown.casefold().translate(_LOOKALIKES))
    bare = "".join(each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each))
    return bare.translate(_LOOKALIKES)


def _is_unreadable(text: str) -> bool:
    letters = [each for each in unicodedata.normalize("NFKC", text) if each.isalpha()]
    foreign = any(not unicodedata.name(each, "").startswith("LATIN ") for each in letters)
    return foreign or any(each.isalpha() and not each.isascii() for each in folded(text))


def _readings(text: str) -> Iterator[str]:
    """The text as words between single spaces, in each of the ways in which somebody may read it."""
    apart, whole = folded(_INNER_CAPITAL.sub(" ", text)), folded(text)
    for given in dict.fromkeys((apart, whole, re.sub(r"(?<=\w)[^\w\s'’]+(?=\w)|_", "", whole))):
        for plain in dict.fromkeys((given, *(_as_letters(given, digits) for digits in _DIGITS))):
            words = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
            yield words
            yield _FEW_LETTERS.sub(lambda found: found[0].replace(" ", ""), words)


def _as_letters(text: str, digits: dict[int, int]) -> str:
    """Digits and signs read as the letters they stand for, in words that have letters."""
    return " ".join(
        word.translate(digits) if any(each.isalpha() for each in word) else word for word in re.split(r"[\s_]+", text)
    )


@cache
def _patterns(concept: Concept) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What means something else, the words themselves, and those that are sought without regard to spaces."""
    held = [entry.strip("*").replace(" ", "") for entry in concept.entries if entry.startswith("*")]
    return _any_of(concept.unless), _any_of(concept.entries), re.compile("|".join(held) or r"(?!)")


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(entry.replace("*", "[a-z0-9]*") for entry in entries)
    return re.compile(rf"(?<![a-z0-9])(?:{alternatives or '(?!)'})(?![a-z0-9])")
