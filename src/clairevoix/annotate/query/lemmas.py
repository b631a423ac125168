"""Inflections and families of words, for French and English."""

import re
from functools import lru_cache

import simplemma

_LANGUAGES = frozenset({"fr", "en"})
_PARTICIPLE = re.compile(r"(.{2,}[^é])é(?:e|s|es)?")
_DOUBLED = re.compile(r"([^aeiouy]*[aeiouy]+[^aeiouy]+[aeiouy]+)([glmpt])\2")
#: Endings that make nouns and adjectives of verbs, the longest first, with what a family keeps apart from.
_ENDINGS = {
    "fr": (
        "issements issement ements ement issantes issants issante issant ations ation itions ition isations isation "
        "ateurs ateur atrices atrice ables able ibles ible euses euse eurs eur ages age antes ants ante ant "
        "ement ment ées és ée é er ir re oir tion tions sion sions e s"
    ).split(),
    "en": (
        "isations izations isation ization ations ation ements ement ments ment ancies ancy ances ance ences ence "
        "ables able ibles ible ings ing ions ion ers er ors or ed es e s"
    ).split(),
}
_SHORTEST_STEM = 4


@lru_cache(maxsize=262_144)
def lemmas(form: str, language: str) -> frozenset[str]:
    """The dictionary forms that a form may belong to: several, where it is a participle or an adjective.

    >>> sorted(lemmas("résilie", "fr")), sorted(lemmas("annulée", "fr")), sorted(lemmas("cancelled", "en"))
    (['résilier'], ['annuler', 'annulé'], ['cancel'])
    """
    if language not in _LANGUAGES:
        return frozenset({form})
    found = {simplemma.lemmatize(form, lang=language).lower()}
    if language == "fr" and (participle := _PARTICIPLE.fullmatch(form)):
        found |= {verb for verb in (participle.group(1) + "er",) if _is_known(verb, "fr")}
    if language == "en":
        found = {_undoubled(each) for each in found}
    return frozenset(found)


@lru_cache(maxsize=262_144)
def families(form: str, language: str) -> frozenset[str]:
    """What words of one family share: the beginnings of their dictionary forms, without what derives one from another.

    >>> families("résiliation", "fr") & families("résilie", "fr")
    frozenset({'résili'})
    """
    return frozenset(_stem(lemma, language) for lemma in lemmas(form, language))


def _stem(lemma: str, language: str) -> str:
    stem = next(
        (
            lemma.removesuffix(ending)
            for ending in _ENDINGS.get(language, ())
            if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST_STEM
        ),
        lemma,
    )
    return _undoubled(stem) if language == "en" else stem


def _undoubled(lemma: str) -> str:
    """British spelling: the dictionary makes ``cancell`` of cancelled. One syllable (``call``) stays as it is."""
    found = _DOUBLED.fullmatch(lemma)
    single = found.group(1) + found.group(2) if found else lemma
    return single if _is_known(single, "en") else lemma


def _is_known(form: str, language: str) -> bool:
    return bool(simplemma.is_known(form, lang=language))
