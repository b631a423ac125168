"""Redaction measured on the made-up sentences of `corpus/sentences`.

An entity is found when every letter and figure of it lies in what was found, whatever of what type; what has only some of
them there is « partly left ». A find is right when it holds a letter or figure of some entity of any type.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Transcript, Turn, Word
from redact_sides import Found, Side

Row = Mapping[str, Any]
#: A character of an item: which turn, and where in its text.
Place = tuple[int, int]
_WORD_MS, _PAUSE_MS, _TURN_MS = 240, 60, 600
STRUCTURED = "CARD DEVICE EMAIL IBAN LINE NIR PASSWORD PHONE REFERENCE URL COMPANY_ID PLATE IP BIC".split()
GROUPS: Mapping[str, Sequence[str]] = {
    "structured identifiers": STRUCTURED,
    "names and addresses": ("NAME", "ADDRESS"),
    "NAME": ("NAME",),
    "ADDRESS": ("ADDRESS",),
    "BIRTH_DATE": ("BIRTH_DATE",),
    **{each: (each,) for each in sorted(STRUCTURED)},
    "HEALTH": ("HEALTH",),
    "UNION": ("UNION",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One entity of the truth: how much of it was found, and whether something of its own type has found some of it."""

    row: Row = field(repr=False)
    entity_type: str
    whole: bool
    touched: bool
    typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """One find: its type as this side calls it, what that stands for, and whether it holds personal data."""

    row: Row = field(repr=False)
    entity_type: str
    right: bool


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def french_turns(rows: Iterable[Row]) -> list[str]:
    return [turn["text"] for row in rows if row["language"] == "fr" for turn in row["turns"]]


def judged(rows: Sequence[Row], side: Side) -> tuple[list[Judged], list[Find]]:
    entities: list[Judged] = []
    finds: list[Find] = []
    for row, found in zip(rows, places_found(rows, side), strict=True):
        true = [(each["type"], _places(each)) for each in row["entities"]]
        for entity_type, places in true:
            own = [kind for kind, some in found if some & places]
            covered = places & {place for _, some in found for place in some}
            entities.append(
                Judged(
                    row=row,
                    entity_type=entity_type,
                    whole=covered == places,
                    touched=bool(covered),
                    typed=any(entity_type in side.meant(kind) for kind in own),
                )
            )
        everything = {place for _, places in true for place in places}
        finds += [Find(row=row, entity_type=kind, right=bool(some & everything)) for kind, some in found]
    return entities, finds


def places_found(rows: Sequence[Row], side: Side) -> list[list[tuple[str, set[Place]]]]:
    """For each row its finds, each as its type and the letters and figures that it holds.

    Single sentences are texts; exchanges are transcripts with times, and finds are mapped back from time to words.
    """
    found: list[list[tuple[str, set[Place]]]] = [[] for _ in rows]
    single = [number for number, row in enumerate(rows) if len(row["turns"]) == 1]
    for language in ("fr", "en"):
        own = [number for number in single if rows[number]["language"] == language]
        if own:
            texts = [rows[number]["turns"][0]["text"] for number in own]
            for number, text, some in zip(own, texts, side.in_texts(texts, language), strict=True):
                found[number] = [(each.entity_type, _held(text, each)) for each in some]
    several = [number for number, row in enumerate(rows) if len(row["turns"]) > 1]
    transcripts = [transcript(rows[number]) for number in several]
    for number, heard, redacted in zip(several, transcripts, side.redacted(transcripts), strict=True):
        found[number] = _in_time(heard, redacted)
    return found


def transcript(row: Row) -> Transcript:
    """An exchange with words evenly spread in time, the customer on channel 0, all others on 1."""
    turns, at = [], 0
    for turn in row["turns"]:
        words = []
        for text in turn["text"].split():
            words.append(Word(text=text, span=TimeSpan(at, at + _WORD_MS), score=1.0))
            at += _WORD_MS + _PAUSE_MS
        at += _TURN_MS
        party = Party(turn["party"])
        turns.append(Turn(channel=0 if party is Party.CUSTOMER else 1, party=party, words=tuple(words)))
    return Transcript(contact_id=row["id"], language=row["language"], duration_ms=at, turns=tuple(turns))


def _in_time(heard: Transcript, redacted: RedactedTranscript) -> list[tuple[str, set[Place]]]:
    found = []
    for redaction in redacted.redactions:
        places: set[Place] = set()
        for number, turn in enumerate(heard.turns):
            at = 0
            for word in turn.words:
                if turn.channel == redaction.channel and word.span.overlap_ms(redaction.span):
                    places |= {(number, at + n) for n, each in enumerate(word.text) if each.isalnum()}
                at += len(word.text) + 1
        found.append((redaction.entity_type, places))
    return found


def _places(entity: Mapping[str, Any]) -> set[Place]:
    return {
        (piece["turn"], piece["start"] + n)
        for piece in entity["pieces"]
        for n, each in enumerate(piece["text"])
        if each.isalnum()
    }


def _held(text: str, found: Found) -> set[Place]:
    return {(0, at) for at in range(found.start, found.end) if text[at].isalnum()}


def wilson(part: int, whole: int) -> str:
    """Share with its interval at 95 % (Wilson 1927, JASA 22).

    >>> wilson(9, 10)
    '90.0% [59.6, 98.2]'
    """
    if not whole:
        return ""
    z, share = 1.959963985, part / whole
    middle = (share + z * z / (2 * whole)) / (1 + z * z / whole)
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / (1 + z * z / whole)
    return f"{100 * share:.1f}% [{100 * max(0, middle - half):.1f}, {100 * min(1, middle + half):.1f}]"


def page(rows: Sequence[Row], sides: Mapping[str, Side]) -> str:
    french = [row for row in rows if row["language"] == "fr"]
    results = {name: judged(french, side) for name, side in sides.items()}
    english = judged([row for row in rows if row["language"] == "en"], sides["clairevoix"])
    left = f" Recognizers failed on {sides['clairevoix'].n_refused} of them." if sides["clairevoix"].n_refused else ""
    n_plain = sum(not row["entities"] for row in rows)
    n_exchanges = sum(len(row["turns"]) > 1 for row in rows)
    lines = [
        "## Made-up sentences",
        "",
        (
            f"{len(rows)} sentences and exchanges of `corpus/sentences`, {n_exchanges} of them exchanges of two parties, "
            f"{n_plain} without personal data. They were written without a look at the recognizers, and the recognizers "
            "without a look at them; what counts as an address of a page or of a network was narrowed once after "
            "a look at what was missed (see the folder's README). "
            "An entity is found when every letter and figure of it is, by finds of whatever type; "
            "« partly left » is what was found of in part. A find is right when it holds some entity of whatever type. "
            f"Intervals at 95% (Wilson).{left}"
        ),
        "",
        "### French",
        "",
        *_by_type(results, sides),
        "",
        "### French, by how it is written or said",
        "",
        *_by_kind(results),
        "",
        "### French, sentences without personal data",
        "",
        *_plain([row for row in french if not row["entities"]], results),
        "",
        "### English, clairevoix",
        "",
        *_by_type({"clairevoix": english}, sides),
        "",
    ]
    return "\n".join(lines)


def _by_type(results: Mapping[str, tuple[list[Judged], list[Find]]], sides: Mapping[str, Side]) -> list[str]:
    heads = [f"{name}: {what}" for name in results for what in ("found", "partly left", "of its type", "precision")]
    lines = [f"| Entity | Entities | {' | '.join(heads)} |", f"|---|---:|{'---:|' * len(heads)}"]
    everything = tuple(dict.fromkeys(each for some in GROUPS.values() for each in some))
    for name, types in {"all": (*everything, "NUMBER"), **GROUPS}.items():
        cells: list[str] = []
        n = 0
        for side, (entities, finds) in results.items():
            own = [each for each in entities if each.entity_type in types]
            n = len(own)
            partly = sum(each.touched and not each.whole for each in own)
            typed = sum(each.typed for each in own)
            claimed = [each for each in finds if sides[side].meant(each.entity_type) & set(types)]
            cells += [
                wilson(sum(each.whole for each in own), n),
                f"{partly}",
                f"{typed}",
                _precision(claimed) if claimed else "",
            ]
        lines.append(f"| {name} | {n} | {' | '.join(cells)} |")
    return lines


def _precision(finds: Sequence[Find]) -> str:
    return wilson(sum(each.right for each in finds), len(finds))


def _by_kind(results: Mapping[str, tuple[list[Judged], list[Find]]]) -> list[str]:
    kinds: dict[str, Callable[[Row], bool]] = {
        "one sentence": lambda row: len(row["turns"]) == 1 and row["category"] != "mixed",
        "one sentence, several entities": lambda row: row["category"] == "mixed",
        "exchange of two parties": lambda row: len(row["turns"]) > 1,
    }
    styles = sorted({each.row["style"] for entities, _ in results.values() for each in entities})
    kinds |= {f"style « {style} »": lambda row, style=style: row["style"] == style for style in styles}
    heads = [f"{name}: {what}" for name in results for what in ("found", "precision")]
    lines = [f"| | Entities | {' | '.join(heads)} |", f"|---|---:|{'---:|' * len(heads)}"]
    for name, belongs in kinds.items():
        cells: list[str] = []
        n = 0
        for entities, finds in results.values():
            own = [each for each in entities if belongs(each.row)]
            n = len(own)
            cells += [
                wilson(sum(each.whole for each in own), n),
                _precision([each for each in finds if belongs(each.row)]),
            ]
        lines.append(f"| {name} | {n} | {' | '.join(cells)} |")
    return lines


def _plain(plain: Sequence[Row], results: Mapping[str, tuple[list[Judged], list[Find]]]) -> list[str]:
    lines = ["| Side | Left as they are | Wrong finds, by type | By what the sentence is about |", "|---|---:|---|---|"]
    for name, (_, finds) in results.items():
        wrong = [each for each in finds if not each.row["entities"]]
        types = Counter(each.entity_type for each in wrong)
        about = Counter(each.row["category"].removeprefix("plain ") for each in wrong)
        n_kept = len(plain) - len({each.row["id"] for each in wrong})
        lines.append(f"| {name} | {wilson(n_kept, len(plain))} | {_counted(types)} | {_counted(about)} |")
    return lines


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in counts.most_common()) or "none"
