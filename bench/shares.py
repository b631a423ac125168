"""Writes docs/explanation/shares.md and shares.svg: how often intervals of corrected shares hold the truth, and how wide.

    python bench/shares.py

Takes about a minute on one core. Seeds are fixed: the same page comes out each time.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import altair as alt
import numpy as np
import vl_convert

from clairevoix.measure.planning import Expected, half_width, least_coded
from clairevoix.measure.share import stratified_share
from clairevoix.measure.shares import powered, tally
from clairevoix.model.measure import LabelCell

FOLDER = Path(__file__).parents[1] / "docs" / "explanation"
PAGE, FIGURE = FOLDER / "shares.md", FOLDER / "shares.svg"
LEVEL = 0.95
N_SAMPLES = 6_000
N_STRATIFIED = 3_000
HEARD = 4_000
CODED = (12, 20, 30, 50, 100, 200)
SHARES = (0.01, 0.02, 0.05, 0.12, 0.3, 0.5, 0.9)
ANNOTATORS = {
    "good (finds 95 %, leaves 98 %)": (0.95, 0.98),
    "ordinary (80 %, 95 %)": (0.80, 0.95),
    "poor (60 %, 90 %)": (0.60, 0.90),
    "nearly useless (30 %, 80 %)": (0.30, 0.80),
    "says the contrary (10 %, 60 %)": (0.10, 0.60),
}
#: λ as estimated; 1, the annotator trusted wholly; 0, human coding alone.
WAYS = {"tuned": None, "λ = 1": 1.0, "λ = 0": 0.0}
#: Of each of four strata: its part of the population, its share, and how well the annotator does there.
STRATA = ((0.4, 0.05, 0.9, 0.97), (0.3, 0.15, 0.7, 0.95), (0.2, 0.4, 0.6, 0.8), (0.1, 0.7, 0.5, 0.9))
RATES = {"all heard at one rate": (1, 1, 1, 1), "small strata heard up to eight times as often": (1, 2, 4, 8)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    annotator: str
    n_coded: int
    share: float
    way: str
    coverage: float
    width: float


def chances(share: float, sensitivity: float, specificity: float) -> list[float]:
    present, absent = share, 1 - share
    return [present * sensitivity, absent * (1 - specificity), present * (1 - sensitivity), absent * specificity]


def cell_of(n: int, n_found: int, coded: Sequence[int]) -> LabelCell:
    both, false, missed, neither = coded
    return LabelCell(key="any", n=n, n_found=n_found, n_both=both, n_false=false, n_missed=missed, n_neither=neither)


def simulated(annotator: str, n_coded: int, share: float) -> Iterator[Row]:
    """One world: all three ways on the same samples."""
    known = chances(share, *ANNOTATORS[annotator])
    draw = np.random.default_rng([n_coded, list(ANNOTATORS).index(annotator), round(1000 * share)])
    coded = draw.multinomial(n_coded, known, size=N_SAMPLES)
    found = coded[:, 0] + coded[:, 1] + draw.binomial(HEARD - n_coded, known[0] + known[1], size=N_SAMPLES)
    samples = Counter(map(tuple, np.column_stack([found, coded]).tolist()))
    held, width = Counter[str](), Counter[str]()
    for (n_found, *counts), times in samples.items():
        group = tally(cell_of(HEARD, n_found, counts))
        for way, tuning in WAYS.items():
            estimate = powered([group], level=LEVEL, tuning=tuning)
            held[way] += times * (estimate.low <= share <= estimate.high)
            width[way] += times * (estimate.high - estimate.low)
    for way in WAYS:
        yield Row(
            annotator=annotator,
            n_coded=n_coded,
            share=share,
            way=way,
            coverage=held[way] / N_SAMPLES,
            width=width[way] / N_SAMPLES,
        )


def stratified(rates: Sequence[int], n_coded: int) -> tuple[float, float]:
    """Coverage and mean width over strata that differ, with their true sizes known."""
    draw = np.random.default_rng([n_coded, *rates])
    parts = np.array([each[0] for each in STRATA])
    heard = np.round(1_000 * parts * rates / (parts * rates).sum()).astype(int)
    truth, held, width = float(parts @ [each[1] for each in STRATA]), 0, 0.0
    for _ in range(N_STRATIFIED):
        coded = draw.multivariate_hypergeometric(heard, n_coded).tolist()
        cells = []
        for (_part, *world), n, c in zip(STRATA, heard.tolist(), coded, strict=True):
            known = chances(*world)
            counts = draw.multinomial(c, known).tolist()
            more = int(draw.binomial(n - c, known[0] + known[1]))
            cells.append(cell_of(n, counts[0] + counts[1] + more, counts))
        estimate = stratified_share("any", cells, populations=(50_000 * parts).tolist(), level=LEVEL)
        held += estimate.low <= truth <= estimate.high
        width += estimate.high - estimate.low
    return held / N_STRATIFIED, width / N_STRATIFIED


def draw_figure() -> str:
    """Half-width against the part heard, for three numbers of coded contacts."""
    expected = Expected(share=0.1)
    population = 20_000
    data = [
        {
            "heard": heard / population,
            "margin": 100 * half_width(expected, heard=heard, coded=coded, population=population),
            "coded": f"{coded} coded",
        }
        for coded in (100, 200, 400)
        for heard in (*range(400, 4_000, 200), *range(4_000, population + 1, 1_000))
    ]
    chart = alt.Chart(alt.Data(values=data), width=560, height=240).mark_line(color="#333")
    encoded = chart.encode(
        x=alt.X("heard:Q", title="part of 20,000 contacts that is heard", axis=alt.Axis(format=".0%")),
        y=alt.Y("margin:Q", title="± points", scale=alt.Scale(zero=True)),
        strokeDash=alt.StrokeDash("coded:N", title=None),
    )
    return vl_convert.vegalite_to_svg(encoded.configure_view(stroke=None).to_dict())


HEAD = """\
# How sure corrected shares are

This page and its figure are written by `bench/shares.py`; do not edit them. Formulas and sources:
[statistics](statistics.md).

## Does the interval hold the truth?

A 95 % interval must hold the true share in 95 of 100 samples. Simulated: {heard} contacts heard, some of them coded at
random, true shares of {shares}; {n} samples of each, so a coverage has a standard error of {error:.1f} points. The least
coverage over the true shares, in %, of the interval that is shown (λ estimated):

"""

STRATIFIED = """
Four strata of a population, in which shares (5 to 70 %) and the quality of the annotator differ, 1,000 heard in all, {n}
samples of each; the sizes of the strata are known:

| Strata | Coded | Coverage, in % | Mean width, in points |
|---|---:|---:|---:|"""

WIDTHS = """
## What does the annotator spare?

Mean width of the interval, in points, at a true share of 12 %. λ = 1 trusts the annotator wholly, which is how
prediction-powered inference was first written; λ = 0 is human coding alone; tuned is what is shown.

| Annotator | Coded | tuned | λ = 1 | λ = 0 |
|---|---:|---:|---:|---:|"""

PLAN = """
## How many to hear, how many to code?

The plan of `clairevoix plan --share`, for an ordinary annotator and many contacts: the fewest coded that give ± 3 points at
95 %, by how many are heard.

| Share | 500 heard | 1,000 heard | 2,000 heard | 5,000 heard |
|---:|---:|---:|---:|---:|"""

CURVE = """
A share of 10 % among 20,000 contacts: past a few thousand heard, only more coding narrows the interval.

![Half-width by the part of contacts heard](shares.svg)
"""


def coverage_table(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| Annotator | {' | '.join(f'{n} coded' for n in CODED)} |\n|---|{'---:|' * len(CODED)}"
    for annotator in ANNOTATORS:
        least = [
            min(row.coverage for row in rows if (row.annotator, row.n_coded, row.way) == (annotator, n, "tuned"))
            for n in CODED
        ]
        yield f"| {annotator} | {' | '.join(f'{100 * each:.1f}' for each in least)} |"


def width_table(rows: Sequence[Row]) -> Iterator[str]:
    for annotator in ANNOTATORS:
        for n in (30, 100, 200):
            found = {
                row.way: row.width for row in rows if (row.annotator, row.n_coded, row.share) == (annotator, n, 0.12)
            }
            yield f"| {annotator} | {n} | {' | '.join(f'{100 * found[way]:.1f}' for way in WAYS)} |"


def plan_table() -> Iterator[str]:
    for share in (0.02, 0.05, 0.12, 0.3, 0.5):
        found = [least_coded(Expected(share=share), 0.03, heard=heard) for heard in (500, 1_000, 2_000, 5_000)]
        yield f"| {100 * share:.0f} % | {' | '.join('not enough' if each is None else str(each) for each in found)} |"


def main() -> int:
    rows = [row for name in ANNOTATORS for n in CODED for share in SHARES for row in simulated(name, n, share)]
    FIGURE.write_text(draw_figure(), encoding="utf-8")
    shares = ", ".join(f"{100 * share:.0f}" for share in SHARES) + " %"
    error = 100 * (0.95 * 0.05 / N_SAMPLES) ** 0.5
    lines = [
        HEAD.format(heard=f"{HEARD:,}", shares=shares, n=f"{N_SAMPLES:,}", error=error)
        + "\n".join(coverage_table(rows))
    ]
    lines.append(STRATIFIED.format(n=f"{N_STRATIFIED:,}"))
    for name, rates in RATES.items():
        for n in (16, 60, 200):
            held, width = stratified(rates, n)
            lines.append(f"| {name} | {n} | {100 * held:.1f} | {100 * width:.1f} |")
    lines += [WIDTHS, *width_table(rows), PLAN, *plan_table(), CURVE]
    PAGE.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
