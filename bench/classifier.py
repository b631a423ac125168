"""How well labels are learned from few coded contacts, and whether what is told of it holds for others.

    python bench/classifier.py [--coded 100] [--unseen 300] [--markdown FILE]

Contacts are made up (corpus/themes_fr.py): each label is one of ten matters, a tenth of contacts each. Learned from so many
coded contacts, a quarter of them with the label; told are means over labels: F1 out of fold, as the command tells it, F1 on
contacts that were not seen, where a tenth has it, and that of the peer there: the three most distinctive words of the coded
contacts, searched for as they are. One process, one thread.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from clairevoix.annotate.annotators.classifier import Classifier
from clairevoix.annotate.annotators.encoders import load_encoder
from clairevoix.annotate.annotators.learning import Example, learn, measures
from clairevoix.measure.themes.naming import names
from clairevoix.measure.themes.words import stem, words
from clairevoix.model.contact import Party

sys.path.append(str(Path(__file__).parents[1] / "corpus"))

from themes_fr import THEMES, Row, openings

PER_LABEL = {"label_version": 1, "party": Party.CUSTOMER, "weights": (), "bias": 0.0, "threshold": 0.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coded", default="100")
    parser.add_argument("--unseen", type=int, default=300)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    lines = [
        "| Coded | F1 out of fold | F1 unseen | Three words, unseen | Seconds a label |",
        "|---:|---:|---:|---:|---:|",
    ]
    sizes = [int(each) for each in asked.coded.split(",")]
    rows = [row for row in openings(4 * (max(sizes) + asked.unseen), seed=7) if row.month == "2025-10"]
    encoder, start = load_encoder(), time.perf_counter()
    vectors = encoder([row.text for row in rows])
    print(f"{len(rows)} openings, {1000 * (time.perf_counter() - start) / len(rows):.1f} ms each to encode", flush=True)
    for size in sizes:
        lines.append(measured(rows, vectors, size, encoder.digest))
        print(lines[-1], flush=True)
    if asked.markdown:
        asked.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def measured(rows: Sequence[Row], vectors: np.ndarray, size: int, digest: str) -> str:
    told, unseen, by_words, seconds = [], [], [], []
    for label in THEMES:
        present = np.array([row.theme == label for row in rows])
        coded = [*np.flatnonzero(present)[: size // 4], *np.flatnonzero(~present)[: size - size // 4]]
        rest = sorted(set(range(len(rows))) - set(coded))
        start = time.perf_counter()
        given = [Example(contact_id=rows[n].contact_id, rows=vectors[[n]], present=bool(present[n])) for n in coded]
        learned = learn(given, Classifier(label=label, encoder=digest, **PER_LABEL))
        seconds.append(time.perf_counter() - start)
        scores = learned.classifier.scores(vectors)
        told.append(learned.f1)
        unseen.append(measures(scores[rest] >= learned.classifier.threshold, present[rest])[2])
        inside = [rows[n].text for n in coded if present[n]]
        outside = [rows[n].text for n in coded if not present[n]]
        wanted = {stem(word) for word in names(inside, outside, 3, 3)}
        found = np.array([bool(wanted & {stem(word) for word in words(row.text)}) for row in rows])
        by_words.append(measures(found[rest], present[rest])[2])
    means = (statistics.mean(each) for each in (told, unseen, by_words))
    return f"| {size} | {' | '.join(f'{each:.2f}' for each in means)} | {statistics.mean(seconds):.1f} |"


if __name__ == "__main__":
    raise SystemExit(main())
