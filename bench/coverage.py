"""How often the intervals hold the truth, and how often targets called probable are reached: docs/explanation/coverage.md.

    python bench/coverage.py            writes the page and its figure, in about two minutes

Intervals: exactly, by adding up the trinomial probabilities of all outcomes whose interval holds the true score. Targets: by
simulation, with a fixed seed, of surveys whose score is known underneath.
"""

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import altair as alt
import numpy as np
import vl_convert
from numpy.typing import NDArray

from clairevoix.measure import nps

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "coverage.md"
FIGURE = PAGE.with_suffix(".svg")
LEVEL = 0.95
SIZES = (5, 10, 20, 30, 50, 100, 200)
#: Methods whose intervals take long, up to this many answers only.
SLOW = {"bootstrap": 50, "bootstrap-bca": 50}
METHODS = tuple(nps.METHODS)
Floats = NDArray[np.float64]


class Row(NamedTuple):
    """Of one method at one size: coverage over the true shares, and the mean width in points."""

    method: str
    n: int
    least: float
    mean: float
    width: float


class World(NamedTuple):
    """How the true score of a simulated survey moves: points a month, its chance steps, and its swing over the year."""

    name: str
    drift: float
    step: float
    season: float


WORLDS = (
    World("stands still", 0.0, 0.0, 0.0),
    World("wanders, 1 point a month", 0.0, 1.0, 0.0),
    World("wanders, 3 points a month", 0.0, 3.0, 0.0),
    World("rises by 0.7 a month, wanders by 1", 0.7, 1.0, 0.0),
    World("swings by 4 over the year, wanders by 1 (not in the model)", 0.0, 1.0, 4.0),
)
N_SIMULATED = 400


def truths() -> list[tuple[float, float]]:
    """Shares of promoters and detractors: all multiples of 5 %, passives included."""
    return [(p / 20, d / 20) for p in range(1, 20) for d in range(1, 20) if p + d <= 20]


def outcomes(n: int) -> Floats:
    """All counts of promoters, passives and detractors that add up to n."""
    return np.array([(p, n - p - d, d) for p in range(n + 1) for d in range(n + 1 - p)], dtype=np.float64)


def probabilities(counts: Floats, shares: Sequence[tuple[float, float]]) -> Floats:
    """One row for each outcome, one column for each truth."""
    factorials = np.array([math.lgamma(k + 1) for k in range(int(counts[0].sum()) + 1)])
    ways = factorials[-1] - factorials[counts.astype(int)].sum(axis=1)
    p, d = (np.array(column) for column in zip(*shares, strict=True))
    passives = np.round(1 - p - d, 12)
    kept = np.where(passives > 0, passives, 1.0)
    logs = ways[:, None] + counts[:, [0]] * np.log(p) + counts[:, [2]] * np.log(d) + counts[:, [1]] * np.log(kept)
    return np.where((passives == 0) & (counts[:, [1]] > 0), 0.0, np.exp(logs))


def intervals() -> Iterator[Row]:
    """Coverage of every method at every size."""
    shares = truths()
    scores = np.array([100 * (p - d) for p, d in shares])
    for n in SIZES:
        counts = outcomes(n)
        chances = probabilities(counts, shares)
        for method in METHODS:
            if n > SLOW.get(method, n):
                continue
            found = nps.net_promoter_scores(*counts.T, level=LEVEL, method=method)
            holds = (found.low[:, None] <= scores + 1e-9) & (scores - 1e-9 <= found.high[:, None])
            covered = (chances * holds).sum(axis=0)
            width = float((chances * (found.high - found.low)[:, None]).sum(axis=0).mean())
            yield Row(method, n, float(covered.min()), float(covered.mean()), width)


def survey(world: World, draw: np.random.Generator, n_months: int) -> list[nps.MonthScore]:
    """Two years of monthly scores, each from some hundred answers drawn with the true shares of its month."""
    level, months = 30.0, []
    for place in range(n_months):
        level += world.drift + draw.normal(0, world.step)
        score = np.clip(level + world.season * math.sin(2 * math.pi * place / 12), -55, 55) / 100
        detractors = (0.65 - score) / 2
        n = int(draw.integers(150, 450))
        counts = draw.multinomial(n, [score + detractors, 0.35, detractors]).tolist()
        cell = nps.PseudoCounts(n_promoters=counts[0], n_passives=counts[1], n_detractors=counts[2])
        months.append(nps.month_score(f"{2024 + place // 12}-{place % 12 + 1:02d}", cell))
    return months


def targets(n_simulated: int = N_SIMULATED) -> Iterator[tuple[World, nps.Quantity, list[nps.Trial], float]]:
    """For each world and quantity: forecasts made in September 2025 for December, and how often the 80 % range held."""
    for number, world in enumerate(WORLDS):
        for quantity in nps.Quantity:
            draw = np.random.default_rng([number, 2026])
            trials, held = [], 0
            for _ in range(n_simulated):
                history = survey(world, draw, 24)
                aim = nps.NpsTarget(points=0.0, quantity=quantity, due="2025-12", window=6)
                came = nps.outlook(history, aim).current
                ahead = nps.outlook(history[:21], aim)
                held += ahead.low <= came <= ahead.high
                # A target somewhere around what was to be expected, so that not all of them are easy or hopeless.
                points = ahead.mean + draw.normal(0, 3)
                target = replace(aim, points=points)
                probability = nps.outlook(history[:21], target).probability
                trials.append(
                    nps.Trial(origin="2025-09", target=target, probability=probability, is_reached=came >= points)
                )
            yield world, quantity, trials, held / n_simulated


def draw_figure(rows: Sequence[Row]) -> str:
    """A panel for each method: least and mean coverage by number of answers, as SVG."""
    data = [
        {"n": row.n, "method": row.method, "coverage": value, "over the true shares": of}
        for row in rows
        for of, value in (("mean", row.mean), ("least", row.least))
    ]
    x_axis = alt.Axis(values=list(SIZES), title="answers", grid=False)
    y_axis = alt.Axis(format=".0%", title="coverage", values=[0.2, 0.5, 0.8, LEVEL])
    base = alt.Chart().encode(
        x=alt.X("n:Q", scale=alt.Scale(type="log", domain=[4, 250]), axis=x_axis),
        y=alt.Y("coverage:Q", scale=alt.Scale(domain=[0.2, 1]), axis=y_axis),
        strokeDash=alt.StrokeDash("over the true shares:N", sort=["mean", "least"]),
    )
    level = alt.Chart().mark_rule(color="#999").encode(y=alt.datum(LEVEL))
    layered = alt.layer(level, base.mark_line(color="#333", point={"color": "#333"}), data=alt.Data(values=data))
    panels = layered.properties(width=170, height=130).facet(
        alt.Facet("method:N", title=None, sort=list(METHODS)), columns=4
    )
    return vl_convert.vegalite_to_svg(panels.configure_view(stroke=None).to_dict())


def tables(rows: Sequence[Row]) -> Iterator[str]:
    heads = " | ".join(f"n = {n}" for n in SIZES)
    for title, shown in (
        ("Least coverage over the true shares, in %", lambda row: f"{100 * row.least:.1f}"),
        ("Mean coverage over the true shares, in %", lambda row: f"{100 * row.mean:.1f}"),
        ("Mean width, in points", lambda row: f"{row.width:.1f}"),
    ):
        yield f"\n{title}:\n\n| Method | {heads} |\n|---|{'---:|' * len(SIZES)}"
        for method in METHODS:
            found = {row.n: shown(row) for row in rows if row.method == method}
            yield f"| `{method}` | {' | '.join(found.get(n, '') for n in SIZES)} |"


def target_tables() -> Iterator[str]:
    everything: list[nps.Trial] = []
    yield "\n| The true score | Quantity | Brier score | 80 % range held, in % |\n|---|---|---:|---:|"
    for world, quantity, trials, held in targets():
        everything += trials
        yield f"| {world.name} | {quantity.value} | {nps.brier_score(trials):.3f} | {100 * held:.0f} |"
    yield "\nAll of these forecasts together, by the probability that was said:\n"
    yield "| Said, in % | Forecasts | Mean said, in % | Reached, in % |\n|---|---:|---:|---:|"
    for band in nps.reliability(everything):
        said = f"{100 * band.low:.0f} to {100 * band.high:.0f}"
        yield f"| {said} | {band.n} | {100 * band.mean_probability:.0f} | {100 * band.share_reached:.0f} |"


HEAD = """\
# How often the numbers are right

This page and its figure are written by `bench/coverage.py`; do not edit them.

## Intervals

A 95 % interval must hold the true score in 95 of 100 surveys. Here that is computed exactly: for n answers and given true
shares, the trinomial probabilities of all outcomes whose interval holds the true score are added up. The true shares are all
{truths} pairs of promoters and detractors in multiples of 5 %. An interval is the one that is shown: cut at the ends of the
scale, stretched to its score. Where a cell is empty the method was not computed at that size.

![Coverage of each method by number of answers](coverage.svg)
"""

MIDDLE = """
`goodman` is for all contrasts of the three shares at once, so it is wider than one score needs, and with few answers as wrong
as `wald`. The worst cases are true shares near the corners, where nearly everybody answers alike: then `wald`, `goodman` and
both bootstraps often have no width at all, and the prior of `dirichlet` stands far from the truth. `score` is a little safer
than `adjusted-wald` in the worst cases of few answers, and a little wider; from 20 answers the two hardly differ.

## Targets

A probability of reaching a target is worth its number if, of the targets called 70 % probable, 70 in 100 are reached. Surveys
of 24 months with 150 to 450 answers a month were simulated from true scores that move in different ways, {n} for each row;
the outlook of September 2025 was asked for a target of December near what was to be expected, and compared with what came. A
Brier score of 0.25 is a coin's. The rolling score is that of six months. The share of ranges that held has a standard
error of {error:.1f} points of percentage.
"""


def main() -> int:
    rows = list(intervals())
    FIGURE.write_text(draw_figure(rows), encoding="utf-8")
    error = 100 * math.sqrt(0.8 * 0.2 / N_SIMULATED)
    lines = (
        HEAD.format(truths=len(truths())),
        *tables(rows),
        MIDDLE.format(n=N_SIMULATED, error=error),
        *target_tables(),
    )
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
