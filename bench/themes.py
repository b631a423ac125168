"""Whether themes that were planted are found again, and how long that takes.

    python bench/themes.py [--sizes 200,600,2000,6000] [--seeds 1,2,3,4,5] [--markdown FILE]

Openings are made up (corpus/themes_fr.py): ten themes, one of which begins in the last month and one doubles in it, and a
tenth of openings with none. Told are medians over seeds: the adjusted Rand index over the openings that have a planted theme,
where those put in none are a group of their own; themes found; whether the new theme is told as new; and seconds. The peer,
on the same words in the same process, is scikit-learn's usual recipe, done in numpy: tf-idf, k-means from 10 starts, told
that there are eleven groups, which nobody would know.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Hashable, Sequence
from math import comb
from pathlib import Path

import numpy as np

from clairevoix.measure.themes.search import find_themes
from clairevoix.measure.themes.vectors import Matrix, of_length_1
from clairevoix.measure.themes.words import stem, words
from clairevoix.model.theme import FoundThemes, Opening, ThemeDecisions, Trend

sys.path.append(str(Path(__file__).parents[1] / "corpus"))

from themes_fr import MONTHS, NOISE, Row, openings

NEW = "roaming"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="200,600,2000,6000")
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    lines = [
        "| Openings | Rand index (least) | Themes | New told as new | Seconds | k-means told k: index (least) | Seconds |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in map(int, asked.sizes.split(",")):
        lines.append(measured(size, [int(seed) for seed in asked.seeds.split(",")]))
        print(lines[-1], flush=True)
    if asked.markdown:
        asked.markdown.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


def measured(size: int, seeds: Sequence[int]) -> str:
    ours, theirs, n_themes, n_new, seconds, their_seconds = [], [], [], 0, [], []
    for seed in seeds:
        rows = openings(size, seed)
        given = [Opening(contact_id=row.contact_id, month=row.month, is_labelled=False, text=row.text) for row in rows]
        start = time.perf_counter()
        found = find_themes(given, least=10, last_month=MONTHS[-1], decisions=ThemeDecisions())
        seconds.append(time.perf_counter() - start)
        group = {contact_id: key for key, members in found.members.items() for contact_id in members}
        ours.append(index(rows, [group.get(row.contact_id, "") for row in rows]))
        n_themes.append(len(found.themes))
        n_new += is_new_told(rows, found)
        start = time.perf_counter()
        labels = k_means(tf_idf([row.text for row in rows]), 11)
        their_seconds.append(time.perf_counter() - start)
        theirs.append(index(rows, labels.tolist()))
    return (
        f"| {size} | {statistics.median(ours):.2f} ({min(ours):.2f}) | {statistics.median(n_themes):.0f} | "
        f"{n_new} of {len(seeds)} | {statistics.median(seconds):.1f} | {statistics.median(theirs):.2f} ({min(theirs):.2f}) | "
        f"{statistics.median(their_seconds):.1f} |"
    )


def index(rows: Sequence[Row], groups: Sequence[Hashable]) -> float:
    """Hubert & Arabie 1985, over the openings that have a planted theme."""
    pairs = [(row.theme, group) for row, group in zip(rows, groups, strict=True) if row.theme != NOISE]
    sums = [sum(comb(n, 2) for n in Counter(each).values()) for each in (pairs, *map(list, zip(*pairs, strict=True)))]
    expected = sums[1] * sums[2] / comb(len(pairs), 2)
    return (sums[0] - expected) / ((sums[1] + sums[2]) / 2 - expected)


def is_new_told(rows: Sequence[Row], found: FoundThemes) -> bool:
    """Whether a theme of which most contacts are of the one that began in the last month is told as new."""
    planted = {row.contact_id: row.theme for row in rows}
    for each in found.themes:
        is_that = sum(planted[contact_id] == NEW for contact_id in found.members[each.key]) > each.n / 2
        if is_that and each.move is not None and each.move.trend is Trend.NEW:
            return True
    return False


def tf_idf(texts: Sequence[str]) -> Matrix:
    counted = [Counter(stem(word) for word in words(text)) for text in texts]
    n_texts = Counter(word for each in counted for word in each)
    place = {word: column for column, word in enumerate(sorted(n_texts))}
    found = np.zeros((len(texts), len(place)))
    for row, each in enumerate(counted):
        for word, n in each.items():
            found[row, place[word]] = n * (1 + np.log((1 + len(texts)) / (1 + n_texts[word])))
    return of_length_1(found)


def k_means(rows: Matrix, k: int, starts: int = 10, rounds: int = 100) -> np.ndarray:
    """Lloyd's, from k-means++ starts (Arthur & Vassilvitskii 2007), the best of ``starts``."""
    draw, best, chosen = np.random.default_rng(1), np.inf, np.zeros(len(rows), dtype=int)
    for _ in range(starts):
        middles = rows[[draw.integers(len(rows))]]
        while len(middles) < k:
            far = np.maximum(((rows[:, None, :] - middles[-1:]) ** 2).sum(axis=2).min(axis=1), 0)
            nearest = far if len(middles) == 1 else np.minimum(nearest, far)  # noqa: F821
            middles = np.vstack([middles, rows[draw.choice(len(rows), p=nearest / nearest.sum())]])
        for _ in range(rounds):
            labels = (rows @ middles.T - (middles**2).sum(axis=1) / 2).argmax(axis=1)
            after = np.array(
                [rows[labels == each].mean(axis=0) if (labels == each).any() else middles[each] for each in range(k)]
            )
            if np.allclose(after, middles):
                break
            middles = after
        spread = ((rows - middles[labels]) ** 2).sum()
        if spread < best:
            best, chosen = spread, labels
    return chosen


if __name__ == "__main__":
    raise SystemExit(main())
