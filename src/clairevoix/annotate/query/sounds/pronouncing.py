"""Written words → sounds, one character each, by rules of spelling.

Both languages share their signs, so that a borrowed word may be near in either: ``a e E i o u y 2 @`` (é, è, ou, u, eu, the
mute e), nasal ``A I U`` (an, in, on); ``p b t d k g f v s z S Z m n J N l R j w h T D`` (ch, j, gn, ng, and English th).
Rules are tried in order at each place; the first that fits is taken.
"""

import re
from functools import lru_cache
from importlib import resources

_LETTERS = {
    "fr": dict(
        zip(
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "a be se de @ Ef Ze aS i Zi ka El Em En o pe ky ER Es te y ve dubl@ve iks igREk zEd "
            "zeRo I d2 tRwa katR sIk sis sEt yit n2f".split(),
            strict=True,
        )
    ),
    "en": dict(
        zip(
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "ej bi si di i Ef dZi ejtS aj dZej kej El Em En ow pi kju aR Es ti ju vi dabljuw Eks waj zi "
            "zijRow wan tu TRi foR fajv siks sEvn ejt najn".split(),
            strict=True,
        )
    ),
}
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûü]")
_REPEATED = re.compile(r"([^ijw])\1+")


@lru_cache(maxsize=262_144)
def sounds(form: str, language: str) -> str:
    """How a word is said; empty for a sign that is not said.

    >>> sounds("résilier", "fr"), sounds("technicien", "fr"), sounds("rendez", "fr"), sounds("refund", "en")
    ('Rezilje', 'tEknisjI', 'RAde', 'Rifand')
    """
    spoken = "en" if language == "en" else "fr"
    exceptions, rules, said = _rules(spoken)
    if form in exceptions:
        return exceptions[form]
    if not _VOWELS.search(form) or form.isdecimal():
        return _spelled(form, spoken)
    found = "".join(said[match.lastindex - 1] for match in rules.finditer(form) if match.lastindex)
    return _REPEATED.sub(r"\1", found)


def _spelled(form: str, language: str) -> str:
    """Letters and digits one by one; what an elision leaves in French is a consonant: ``j'ai``."""
    if language == "fr" and len(form) == 1 and form in "cdjlmnst":
        return {"c": "s", "j": "Z"}.get(form, form)
    return "".join(_LETTERS[language].get(letter, "") for letter in form)


@lru_cache(maxsize=2)
def _rules(language: str) -> tuple[dict[str, str], re.Pattern[str], tuple[str, ...]]:
    """Words with a sound of their own; one pattern with a group for each rule; what each rule says."""
    exceptions, patterns, said = {}, [], []
    for line in resources.files(__package__).joinpath(f"{language}.txt").read_text("utf-8").splitlines():
        match line.partition("#")[0].split():
            case ["=", word, spoken]:
                exceptions[word] = spoken
            case [pattern, spoken]:
                patterns.append(pattern)
                said.append("" if spoken == "-" else spoken)
    return exceptions, re.compile("|".join(f"({pattern})" for pattern in patterns)), tuple(said)
