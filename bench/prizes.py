"""How often chances of ranks and of passing come true: writes docs/explanation/prizes.md.

    python bench/prizes.py            in about a minute; with --worlds 300 in a few seconds, to a page that is not kept

Worlds whose truth is known, with a fixed seed: what would have been published or tested of them is made up, the chances are
computed from that alone, and compared with what came.
"""

import argparse
import math
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clairevoix.measure.prizes.assumptions import Grid, assumptions
from clairevoix.measure.prizes.election import mark_of, marks_table, pass_table
from clairevoix.measure.prizes.published import arcep_editions
from clairevoix.measure.prizes.ranks import Asking, chances
from clairevoix.model.mystery import MysteryTest

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "prizes.md"
WORLDS = 4000
DRAWS = 1000
SEED = 2026
BANDS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001)
DAY = date(2026, 3, 2)
#: How far the true means of four operators lie apart: between the least and the greatest, in marks.
SPREADS = {"as far apart as in 2026": 0.4, "twice as far": 0.8, "close together": 0.15}
#: Our own tests by channel, in words.
CAMPAIGNS = {"one in four of the jury's": 0.25, "half": 0.5, "as many": 1.0}
Floats = NDArray[np.float64]


def ranking_worlds(
    spread: float, true: Asking, assumed: Asking, worlds: int
) -> Iterator[tuple[float, bool, float, bool]]:
    """For each operator of each world: its chance to be truly first and whether it is; to be first next time and whether."""
    random, names = np.random.default_rng(SEED), list(true.n)
    error = true.sd / np.sqrt(list(true.n.values()))
    for world in range(worlds):
        means = 7.9 + random.uniform(-spread / 2, spread / 2, len(names))
        shown = np.rint((means + random.normal(0, error)) / true.rounding) * true.rounding
        later = means + random.normal(0, true.drift, len(names)) + random.normal(0, error)
        marks = np.rint(later / true.rounding)
        found = chances(dict(zip(names, shown, strict=True)), assumed, seed=world, draws=DRAWS)
        for place, name in enumerate(names):
            yield (
                found.truly_first[name],
                bool(place == np.argmax(means)),
                found.ranks[name][0],
                bool(marks[place] == marks.max()),
            )


def election_worlds(share: float, grid: Grid, worlds: int) -> Iterator[tuple[float, bool, bool]]:
    """For each world: the chance to pass, whether the jury's campaign passed, whether the interval held the true mark."""
    random = np.random.default_rng(SEED)
    for _ in range(worlds):
        skill = random.uniform(0.45, 0.75)
        met = {
            (channel, criterion): float(np.clip(skill + random.normal(0, 0.15), 0.02, 0.98))
            for channel, weights in grid.criteria.items()
            for criterion in weights
        }
        truth = sum(
            grid.weights[channel]
            * 20
            * sum(weight * met[channel, name] for name, weight in weights.items())
            / sum(weights.values())
            for channel, weights in grid.criteria.items()
        )
        own = drawn(met, grid, share, random)
        jury = drawn(met, grid, 1.0, random)
        means = {
            channel: np.mean([mark_of(test, grid.criteria[channel]) for test in jury if test.channel == channel])
            for channel in grid.criteria
        }
        total = marks_table("2026", own, grid, 0.95).total
        chance = pass_table("2026", own, grid, 0.95).total
        if total is None or chance is None or chance.value is None or total.low is None or total.high is None:
            continue
        passed = sum(grid.weights[channel] * mean for channel, mean in means.items()) >= grid.threshold
        yield chance.value, bool(passed), total.low <= truth <= total.high


def drawn(
    met: dict[tuple[str, str], float], grid: Grid, share: float, random: np.random.Generator
) -> Sequence[MysteryTest]:
    """A campaign. Within a test, criteria go together: whoever answers well one thing answers the others better too."""
    tests = []
    for channel, n in grid.tests.items():
        for number in range(max(2, round(n * share))):
            luck = random.normal(0, 0.12)
            notes = {name: float(random.random() < met[channel, name] + luck) for name in grid.criteria[channel]}
            facts = {"channel": channel, "tested_on": DAY, "confirmed_by": "c", "confirmed_on": DAY}
            tests.append(MysteryTest(test_id=f"{channel}{number}", notes=notes, **facts))
    return tests


def reliability(said: Floats, came: Floats) -> Iterator[str]:
    yield "| Said, in % | How often | Mean said, in % | Came true, in % | Standard error |\n|---|---:|---:|---:|---:|"
    for low, high in pairwise(BANDS):
        chosen = (said >= low) & (said < high)
        n = int(chosen.sum())
        if n:
            mean, true = said[chosen].mean(), came[chosen].mean()
            error = math.sqrt(true * (1 - true) / n)
            numbers = " | ".join(f"{100 * value:.1f}" for value in (mean, true, error))
            yield f"| {100 * low:.0f} to {100 * min(high, 1):.0f} | {n:,} | {numbers} |"


def brier(said: Floats, came: Floats) -> float:
    return float(((said - came) ** 2).mean())


def ranking_tables(worlds: int) -> Iterator[str]:
    asking = assumptions({}).asking
    for name, spread in SPREADS.items():
        rows = np.array(list(ranking_worlds(spread, asking, asking, worlds)), dtype=float)
        yield f"\n### True means {name} ({spread} between the least and the greatest at most)\n"
        yield f"First in the next edition, alone or with others (Brier score {brier(rows[:, 2], rows[:, 3]):.3f}):\n"
        yield from reliability(rows[:, 2], rows[:, 3])
        yield f"\nTruly first today (Brier score {brier(rows[:, 0], rows[:, 1]):.3f}):\n"
        yield from reliability(rows[:, 0], rows[:, 1])


def wrong_tables(worlds: int) -> Iterator[str]:
    """What is said under the assumptions of the program, where the truth is another."""
    asking = assumptions({}).asking
    truths = {
        "as assumed": asking,
        "marks spread by 2.2 instead of 1.7": replace(asking, sd=2.2),
        "true means move by 0.3 instead of 0.15": replace(asking, drift=0.3),
        "half as many are asked": replace(asking, n={name: n // 2 for name, n in asking.n.items()}),
    }
    yield "| The truth | Said 80 % or more: mean said | came true | Brier score |\n|---|---:|---:|---:|"
    for name, true in truths.items():
        rows = np.array(list(ranking_worlds(0.8, true, asking, worlds)), dtype=float)
        sure = rows[:, 2] >= 0.8
        said, came = rows[sure, 2].mean(), rows[sure, 3].mean()
        yield f"| {name} | {100 * said:.0f} % | {100 * came:.0f} % | {brier(rows[:, 2], rows[:, 3]):.3f} |"


def election_tables(worlds: int) -> Iterator[str]:
    grid = assumptions({}).grid
    everything: list[tuple[float, bool, bool]] = []
    yield "| Our tests | 95 % intervals that held the true mark, in % | Brier score of the chance to pass |\n|---|---:|---:|"
    for name, share in CAMPAIGNS.items():
        found = list(election_worlds(share, grid, worlds))
        everything += found
        rows = np.array(found, dtype=float)
        yield f"| {name} | {100 * rows[:, 2].mean():.1f} | {brier(rows[:, 0], rows[:, 1]):.3f} |"
    rows = np.array(everything, dtype=float)
    yield "\nThe chance to pass, all of these campaigns together:\n"
    yield from reliability(rows[:, 0], rows[:, 1])


def moved() -> float:
    """How far operators' published marks moved from one edition to the next, less what all of them did."""
    changes = []
    for before, after in pairwise(arcep_editions()):
        if before.institute == after.institute:
            each = np.array([after.scores[name] - before.scores[name] for name in after.scores])
            changes += list(each - each.mean())
    return float(np.std(changes, ddof=2))


HEAD = """\
# How often chances of ranks and prizes come true

This page is written by `bench/prizes.py`; do not edit it.

## What is computed

A published mark is the true mean of all customers, plus the chance of who was asked (the spread of marks over the root of how
many), rounded to a tenth. Read backwards with nothing known beforehand, the true mean lies around the published mark. Until
the next edition it drifts; then it is asked and rounded again. {draws:,} such worlds are drawn for the page, and ranks are
counted; equal marks share the better rank. Neither the spread of marks ({sd}), nor the drift ({drift}), nor how many answer
for each operator is published for the next edition: they are assumptions, and `prizes.toml` changes them. How many answer is
taken from the edition of 2022: {n}.

With these, a lead of 0.1 between the two greatest samples is {z:.1f} standard errors: hardly more than chance.

## Ranks: said and come true

{worlds:,} worlds of four operators for each table, their true means drawn evenly; marks are published, the chances of every
operator computed from them, and the next edition made. A chance is worth its number if, of those said to be about 30 %,
about 30 in 100 come true.
"""
WRONG = """
The further apart, the better the numbers: reading backwards takes any true mean to be as likely as any other. Where all means
lie close together, the chances are too sure of themselves, as the last two of these tables show.

## Where the assumptions are wrong

The same, told under the assumptions of the program, where the truth is another. The drift matters most, and nobody publishes
it: between two editions by one institute, marks moved by {moved:.2f} around their common move (standard deviation, chance and
rounding included).
"""
ELECTION = """
## Élection du Service Client de l'Année: said and come true

{worlds:,} worlds for each row: a service meets each criterion of the program's grid with a chance of its own, within a test
criteria go together, we test it, and a jury of {tests} tests marks it. Notes here are 0 or 1.
"""
FOOT = """
The jury's own grid and weights are not published, and nobody knows who else competes: the chance is that of the least mark,
on our grid, if the jury's tests are like ours. A campaign of mock contacts that is kinder than the jury makes it worthless,
which no simulation can show.
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=WORLDS)
    worlds = parser.parse_args().worlds
    assumed, last = assumptions({}), arcep_editions()[-1]
    asking = assumed.asking
    first, second = sorted(asking.n.values(), reverse=True)[:2]
    head = HEAD.format(
        draws=20_000,
        worlds=worlds,
        sd=asking.sd,
        drift=asking.drift,
        n=", ".join(f"{name} {asking.n[name]:,}" for name in last.scores),
        z=0.1 / (asking.sd * math.sqrt(1 / first + 1 / second)),
    )
    campaigns = max(50, worlds // 4)
    lines = [
        head,
        *ranking_tables(worlds),
        WRONG.format(moved=moved()),
        *wrong_tables(worlds),
        ELECTION.format(worlds=campaigns, tests=sum(assumed.grid.tests.values())),
        *election_tables(campaigns),
        FOOT.rstrip(),
    ]
    page = PAGE if worlds == WORLDS else Path(tempfile.gettempdir()) / PAGE.name
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
