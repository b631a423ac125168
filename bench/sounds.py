"""What looking for words by their sound finds in what the machine heard, beside looking for them as they are spelled.

    python bench/sounds.py [--heard FILE ...] [--markdown FILE]

The slice of the corpus is transcribed (or --heard are such transcripts, as ``clairevoix transcribe --json`` gave them, of
French and of English calls), and the phrases of ``corpus/queries.toml`` are looked for. A hit is true if the phrase was said
then on that channel: within a second, each place once. Told are the recall and the false alarms per hour, all phrases
together, of the spelled phrase and of its sound at each closeness; and the best recall by sound with no more false alarms.
"""

import argparse
import json
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

from clairevoix.annotate.query.found import Found
from clairevoix.annotate.query.indexing import of_transcripts
from clairevoix.annotate.query.searching import search
from clairevoix.annotate.query.syntax import Alike, Choice, Phrase, Query, Term
from clairevoix.annotate.query.words import plain, written_forms
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word

ROOT = Path(__file__).parents[1]
SLICE = ROOT / "corpus" / "slice"
WITHIN_MS = 1000
CLOSENESS = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
Place = tuple[str, int, str, float, float]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--heard", type=Path, nargs=2, metavar=("FRENCH", "ENGLISH"))
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    takes = [json.loads(line) for line in (SLICE / "manifest.jsonl").read_text("utf-8").splitlines()]
    takes = [take for take in takes if take["condition"] != "non_speech"]
    found = measured(takes, asked.heard)
    print(json.dumps(found, indent=1))
    if asked.markdown:
        asked.markdown.write_text(page(found), encoding="utf-8")
    return int(found["gained"] < 0.10)


def measured(takes: list[dict[str, Any]], heard: list[Path] | None) -> dict[str, Any]:
    truths = {
        each["contact_id"]: each for each in map(json.loads, (SLICE / "truth.jsonl").read_text("utf-8").splitlines())
    }
    phrases = tomllib.loads((ROOT / "corpus" / "queries.toml").read_text("utf-8"))
    counts: dict[str, list[int]] = {}
    n_true = 0
    for place, language in enumerate(("fr", "en")):
        own = [take for take in takes if truths[take["contact_id"]]["language"] == language]
        lines = heard[place].read_text("utf-8").splitlines() if heard else transcribed(own, language)
        index = of_transcripts(
            [transcript(json.loads(line), take, language) for line, take in zip(lines, own, strict=True)]
        )
        for phrase in phrases[language]:
            said = [each for take in own for each in places(truths[take["contact_id"]], take, phrase)]
            n_true += len(said)
            add(counts, "spelled", search(spelled(phrase), index), said)
            for closeness in CLOSENESS:
                query = Query(root=Alike(words=written_forms(phrase), closeness=closeness))
                add(counts, f"{closeness:g}", search(query, index), said)
    hours = sum(take["duration_ms"] for take in takes) / 3_600_000
    rows = {name: {"recall": true / n_true, "false_per_hour": false / hours} for name, (true, false) in counts.items()}
    exact = rows["spelled"]
    fair = [row["recall"] for name, row in rows.items() if row["false_per_hour"] <= exact["false_per_hour"]]
    return {
        "recordings": len(takes),
        "hours": hours,
        "said": n_true,
        "rows": rows,
        "gained": max(fair) - exact["recall"],
    }


def transcribed(takes: list[dict[str, Any]], language: str) -> list[str]:
    files = [str(SLICE / take["file"]) for take in takes]
    command = [sys.executable, "-m", "clairevoix", "transcribe", "--language", language, "--json", *files]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def transcript(heard: dict[str, Any], take: dict[str, Any], language: str) -> RedactedTranscript:
    """Nothing is redacted: the voices of the corpus are made up."""
    turns = tuple(
        Turn(
            channel=turn["channel"],
            party=Party.UNKNOWN,
            words=tuple(
                Word(text=word["text"], span=TimeSpan(word["start_ms"], word["end_ms"]), score=word["score"])
                for word in turn["words"]
            ),
        )
        for turn in heard["turns"]
    )
    return RedactedTranscript(
        contact_id=take["recording"], language=language, duration_ms=heard["duration_ms"], turns=turns, redactions=()
    )


def spelled(phrase: str) -> Query:
    return Query(root=Phrase(items=tuple(Choice(ways=((Term(form=form),),)) for form in written_forms(phrase))))


def places(truth: dict[str, Any], take: dict[str, Any], phrase: str) -> list[Place]:
    """Where a phrase was said: recording, channel, then the time; times between those known are spread evenly."""
    wanted = [plain(form) for form in written_forms(phrase)]
    found: list[Place] = []
    for turn in truth["turns"]:
        sides = take["parties"]
        channel = sides.index(turn["side"]) if turn["side"] in sides else 0
        timed = [
            (plain(form), at)
            for word, at in zip(turn["words"], times(turn), strict=True)
            for form in written_forms(word["text"])
        ]
        for first in range(len(timed) - len(wanted) + 1):
            row = timed[first : first + len(wanted)]
            if [form for form, _ in row] == wanted:
                found.append((take["recording"], channel, phrase, row[0][1][0], row[-1][1][1]))
    return found


def times(turn: dict[str, Any]) -> list[tuple[float, float]]:
    words = turn["words"]
    edges: list[float | None] = [word.get("start_ms") for word in words] + [turn["end_ms"]]
    edges[0] = turn["start_ms"] if edges[0] is None else edges[0]
    known = [place for place, edge in enumerate(edges) if edge is not None]
    for one, other in pairwise(known):
        low, high = edges[one] or 0.0, edges[other] or 0.0
        for place in range(one + 1, other):
            edges[place] = low + (high - low) * (place - one) / (other - one)
    return [(edges[place] or 0.0, edges[place + 1] or 0.0) for place in range(len(words))]


def add(counts: dict[str, list[int]], name: str, found: Found, said: list[Place]) -> None:
    waiting = list(said)
    true, false = counts.setdefault(name, [0, 0])
    for hit in found.hits():
        near = [
            each
            for each in waiting
            if (each[0], each[1]) == (hit.contact_id, hit.channel)
            and each[3] - WITHIN_MS <= hit.span.end_ms
            and hit.span.start_ms <= each[4] + WITHIN_MS
        ]
        if near:
            waiting.remove(min(near, key=lambda each: abs(each[3] - hit.span.start_ms)))
            true += 1
        else:
            false += 1
    counts[name] = [true, false]


def page(found: dict[str, Any]) -> str:
    """The table as Markdown."""
    lines = ["| Looked for | Recall | False alarms per hour |", "|---|---:|---:|"]
    for name, row in found["rows"].items():
        kind = "as spelled" if name == "spelled" else f"by sound, closeness {name}"
        lines.append(f"| {kind} | {row['recall']:.3f} | {row['false_per_hour']:.1f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
