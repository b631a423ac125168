"""Spells anew what espeak-ng would say wrong: English words in French, grunts, spelled letters, words broken off.

In: a phrase as the script has it. Out: the phrase as espeak-ng has to read it to be understood. What is true about the
call keeps the words of the script; only the voice reads this.
"""

from __future__ import annotations

import re

#: Lower case, unless only capitals are meant. French says « wifi » with its own vowels, espeak-ng with English ones.
FRENCH = {
    "wifi": "ouifi",
    "wi-fi": "ouifi",
    "box": "boxe",
    "mail": "mèle",
    "mails": "mèle",
    "e-mail": "imèle",
    "e-mails": "imèle",
    "PIN": "pine",
    "bug": "beug",
    "bugs": "beug",
    "bugue": "beugue",
    "streaming": "strimingue",
    "parking": "parquingue",
    "login": "loguine",
    "ben": "bain",
    "dos": "dau",
    "mm": "euhm",
    "mmm": "euhm",
    "mmh": "euhm",
    "mh": "euhm",
    "hm": "euhm",
    "hmm": "euhm",
    "pff": "pfeu",
    "pfff": "pfeu",
    "pfou": "pfou",
    "tss": "tsseu",
    "qu-": "que",
    "in-": "ain",
    "Fanny": "Fani",
    "Lucy": "Lussi",
    "Kessler": "Kèsslère",
    "Mathilde": "Matilde",
    "Steeve": "Stive",
    "Wojtyniak": "Vojtyniak",
}
ENGLISH = {
    "opale": "Opal",
    "télécom": "telecom",
    "inès": "Ee-ness",
    "mm": "um",
    "mmm": "um",
    "mhm": "um-hum",
    "mm-hm": "um-hum",
    "mm-hmm": "um-hum",
    "hm": "hum",
    "hmm": "hum",
    "pto": "P, T, O",
}

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*-?")
_SPELLED = re.compile(r"\b([A-Z]) (?=[A-Z]\b)")
_CONSONANTS = re.compile(r"[^aeiouyàâéèêëîïôöûùüœ']+-", re.IGNORECASE)


def for_espeak(text: str, language: str) -> str:
    """The phrase as espeak-ng reads it aloud; `language` is espeak's name of it.

    >>> for_espeak("Ben la bo- la box, pr- mon code PIN...", "fr-fr")
    'bain la bo- la boxe, preu mon code pine…'
    >>> for_espeak("the P A C code", "en-gb")
    'the P, A, C code'
    """
    text = text.replace("...", "…").replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")
    text = re.sub(r"[«»“”\"]", "", text)
    if language.startswith("fr"):
        return _WORD.sub(lambda match: _respelled(match[0]), text)
    # A letter on its own is a word there: « a ».
    return _WORD.sub(lambda match: ENGLISH.get(match[0].lower(), match[0]), _SPELLED.sub(r"\1, ", text))


def _respelled(word: str) -> str:
    if word in FRENCH or word.lower() in FRENCH:
        return FRENCH[word if word in FRENCH else word.lower()]
    # « pr- » would be read as two letters.
    return f"{word[:-1]}eu" if _CONSONANTS.fullmatch(word) else word
