"""From templates to texts with their truth.

A template is a line such as ``3 (bonjour |)c'est {NAME} à l'appareil``: an optional weight, choices between bars, slots.
A slot ``{PHONE}`` holds a value, ``{NAME.family}`` one of a variant, ``{PHONE#2}`` another one than ``{PHONE}``,
``{PHONE:1/2}`` the first half of one that is dictated in parts; ``{~town}`` is filled from a list and is nobody's data.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from made_shape import Value
from made_values import Speaker, speaker, value

_WEIGHT = re.compile(r"(\d+) (?=\D)")
_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(~[a-z_]+|[A-Z_]+)(?:\.([a-z]+))?(?:#(\d))?(?::(\d)/(\d))?\}")
_ASIDE = re.compile(r"<([^<>]*)>")
_STOPS = re.compile(r"\s*[.;:?!…]+(?=\s|$)|,(?=\s|$)|[«»]\s*")
_HESITATIONS = {
    "fr": ("euh", "euh", "heu", "ben", "bah", "enfin", "voilà", "hein", "quoi", "donc euh"),
    "en": ("er", "um", "well", "like", "you know", "so er"),
}

_AROUND = 0.3
#: How a sentence is written down, with weights: as typed with care, as recognisers do, without accents, in capitals.
STYLES = {"written": 30, "lower": 32, "cased": 18, "hesitant": 12, "unaccented": 5, "upper": 3}


@dataclass(slots=True)
class Drawn:
    """One sentence or exchange as it grows: the turns so far, and where each value lies."""

    rng: Random
    who: Speaker
    style: str
    fillers: Mapping[str, Sequence[str]]
    values: dict[str, tuple[str, Value]] = field(default_factory=dict)
    pieces: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    turns: list[dict[str, str]] = field(default_factory=list)

    def say(self, party: str, template: str) -> None:
        """Adds a turn."""
        text = ""
        for part, key in self._parts(template):
            said = styled(part, self.style, of_value=key is not None)
            if key is not None and said:
                self.pieces.setdefault(key, []).append(
                    {"turn": len(self.turns), "start": len(text), "end": len(text) + len(said), "text": said}
                )
            text += said
        self.turns.append({"party": party, "text": text})

    def _parts(self, template: str) -> Iterator[tuple[str, str | None]]:
        at = 0
        prepared = hesitant(template, self.who.language, self.rng) if self.style == "hesitant" else template
        for slot in _SLOT.finditer(prepared):
            yield prepared[at : slot.start()], None
            at = slot.end()
            kind, variant, number, part, n_parts = slot.groups()
            if kind.startswith("~"):
                yield self.rng.choice(self.fillers[kind[1:]]), None
                continue
            key = f"{kind}.{variant or ''}#{number or ''}"
            if key not in self.values:
                self.values[key] = (kind, self._value(kind, variant or "", int(n_parts or 1)))
            yield from _said(self.values[key][1], int(part or 1), int(n_parts or 1), key)
        yield prepared[at:], None

    def _value(self, kind: str, variant: str, n_parts: int) -> Value:
        """A value that can be said in so many parts."""
        while True:
            drawn = value(kind, variant, self.who)
            if n_parts == 1 or sum(not _ASIDE.fullmatch(each) for each in drawn.groups) >= n_parts:
                return drawn

    def entities(self) -> list[dict[str, Any]]:
        found = [
            {"type": kind, "canonical": made.canonical, "pieces": self.pieces[key]}
            for key, (kind, made) in self.values.items()
        ]
        return sorted(found, key=lambda each: (each["pieces"][0]["turn"], each["pieces"][0]["start"]))


def _said(made: Value, part: int, n_parts: int, key: str) -> Iterator[tuple[str, str | None]]:
    """The words of a value, or of a part of it; what is only said along has no key."""
    n = len(made.groups)
    groups = made.groups[n * (part - 1) // n_parts : n * part // n_parts]
    text, at = made.joiner.join(groups), 0
    for aside in _ASIDE.finditer(text):
        yield from _trimmed(text[at : aside.start()], key)
        yield aside[1], None
        at = aside.end()
    yield from _trimmed(text[at:], key)


def _trimmed(text: str, key: str) -> Iterator[tuple[str, str | None]]:
    """Blanks around a piece are no part of it."""
    bare = text.strip(" ,-.")
    start = text.find(bare) if bare else len(text)
    yield text[:start], None
    if bare:
        yield bare, key
        yield text[start + len(bare) :], None


def sentence(
    templates: Sequence[Sequence[str]],
    key: str,
    language: str,
    fillers: Mapping[str, Sequence[str]],
    around: Sequence[str] = (),
) -> Drawn:
    """One exchange: turns as ``A: …`` and ``C: …``, or a single text without a party. ``key`` decides all that is drawn.

    Now and then one of ``around``, which hold no personal data, is said before or after a single text.
    """
    rng = Random(key)
    lines = drawn_template(templates, rng)
    if len(lines) == 1 and around and rng.random() < _AROUND:
        lines = [_beside(lines[0], rng.choice(around), rng)]
    # Of an exchange nothing is in capitals: nobody types it.
    styles = {name: weight for name, weight in STYLES.items() if len(lines) == 1 or name != "upper"}
    style = rng.choices(list(styles), weights=list(styles.values()))[0]
    drawn = Drawn(rng=rng, who=speaker(rng, language), style=style, fillers=fillers)
    for each in lines:
        found = re.match(r"([ACS]): ", each)
        party = {"A": "agent", "C": "customer", "S": "system"}[found[1]] if found else "unknown"
        drawn.say(party, chosen(each[found.end() :] if found else each, rng))
    return drawn


def _beside(line: str, other: str, rng: Random) -> str:
    """Both, in an order in which no number of one runs into a number of the other."""
    first = line.startswith("{") or (rng.random() < 0.4 and not re.match(r"[({]|Trente|Une? ", other))
    return f"{line.rstrip('.')}. {other}" if first else f"{other} {line}"


def drawn_template(templates: Sequence[Sequence[str]], rng: Random) -> list[str]:
    weights = [int(found[1]) if (found := _WEIGHT.match(lines[0])) else 1 for lines in templates]
    first, *others = rng.choices(templates, weights=weights)[0]
    return [_WEIGHT.sub("", first, count=1) if _WEIGHT.match(first) else first, *others]


def chosen(template: str, rng: Random) -> str:
    """The template with one of each choice, inner ones first.

    >>> chosen("oui(, oui|, oui) {PHONE}", Random(0))
    'oui, oui {PHONE}'
    """
    while found := _CHOICE.search(template):
        template = template[: found.start()] + rng.choice(found[1].split("|")) + template[found.end() :]
    return re.sub(r" +([,.])", r"\1", re.sub(r" {2,}", " ", template)).strip()


def hesitant(template: str, language: str, rng: Random) -> str:
    """Now and then « euh », or a short word said twice."""
    words: list[str] = []
    for word in template.split(" "):
        drawn = rng.random()
        if drawn < 0.08 and words:
            words.append(rng.choice(_HESITATIONS[language]))
        elif drawn < 0.13 and word.isalpha() and len(word) <= 4:
            words.append(word)
        words.append(word)
    return " ".join(words)


def styled(text: str, style: str, *, of_value: bool) -> str:
    """A part of a text in a style; the punctuation of a value is its own, but for commas in what is only words."""
    if style in {"lower", "cased", "hesitant"} and not of_value:
        text = _STOPS.sub("", text)
    if style in {"lower", "cased", "hesitant"} and of_value and not any(each.isdigit() for each in text):
        text = text.replace(", ", " ")
    if style == "unaccented":
        text = text.replace("œ", "oe")
        text = "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))
    if style == "upper":
        return text.upper()
    return text.lower() if style in {"lower", "hesitant", "unaccented"} else text
