"""What the estimators of a programme's effect are worth: bias, coverage and width against a truth that is known.

    python bench/programmes.py [--runs 2000] [--out docs/explanation/programmes.md]

Made-up places with their own level, a common swing, chance from month to month that hangs together (AR(1)), and a programme
whose effect is written down. Each way of estimating gets the same made-up numbers. Writes the tables between the marks of
the page; everything else on it is written by hand.
"""

import argparse
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clairevoix.measure.nps.confidence_interval import critical_value, student_critical_value
from clairevoix.measure.programmes.aggregate import event_study, overall
from clairevoix.measure.programmes.group_time import Base, group_time
from clairevoix.measure.programmes.interrupted import interrupted
from clairevoix.measure.programmes.panel import NEVER, Panel
from clairevoix.measure.programmes.permuted import dealt_again, drift_dealt_again, permuted
from clairevoix.measure.programmes.pretrends import pre_trend

LEVEL = 0.95
PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "programmes.md"
BEGIN, END = "<!-- tables: bench/programmes.py -->", "<!-- end of tables -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """``waves``: for each, the month of its start, how many places, and its effect by month since the start."""

    title: str
    n_places: int
    n_months: int
    waves: tuple[tuple[int, int, Callable[[int], float]], ...]
    noise: float = 4.0
    kept: float = 0.0
    drift: float = 0.0


def flat(size: float) -> Callable[[int], float]:
    return lambda _: size


def growing(size: float) -> Callable[[int], float]:
    return lambda month: size * (month + 1)


WORLDS = (
    World(title="40 areas, 3 waves of 10, one effect of 3 points", n_places=40, n_months=18,
          waves=((6, 10, flat(3)), (9, 10, flat(3)), (12, 10, flat(3)))),
    World(title="the same, effects that grow: 1 point a month", n_places=40, n_months=18,
          waves=((6, 10, growing(1)), (9, 10, growing(1)), (12, 10, growing(1)))),
    World(title="the same, all areas reached in the end, effects grow", n_places=40, n_months=18,
          waves=((5, 14, growing(1)), (9, 13, growing(0.5)), (14, 13, growing(1.5)))),
    World(title="the same as the first, errors hang together (AR 0.6)", n_places=40, n_months=18, kept=0.6,
          waves=((6, 10, flat(3)), (9, 10, flat(3)), (12, 10, flat(3)))),
    World(title="12 areas, 3 waves of 3, effects that grow", n_places=12, n_months=18, kept=0.3,
          waves=((6, 3, growing(0.5)), (9, 3, growing(0.5)), (12, 3, growing(0.5)))),
    World(title="12 areas, 3 waves of 3, no effect", n_places=12, n_months=18, kept=0.3,
          waves=((6, 3, flat(0)), (9, 3, flat(0)), (12, 3, flat(0)))),
    World(title="10 shops, meetings in 5, effect of 5 points", n_places=10, n_months=12, noise=8,
          waves=((6, 5, flat(5)),)),
    World(title="10 shops, meetings in 2 and 2, effect of 5 points", n_places=10, n_months=12, noise=8,
          waves=((5, 2, flat(5)), (8, 2, flat(5)))),
    World(title="10 shops, meetings in 2, effect of 5 points", n_places=10, n_months=12, noise=8,
          waves=((6, 2, flat(5)),)),
    World(title="10 shops, a meeting in 1, effect of 5 points", n_places=10, n_months=12, noise=8,
          waves=((6, 1, flat(5)),)),
)  # fmt: skip


def made(world: World, generator: np.random.Generator) -> tuple[Panel, float]:
    """A panel, and the effect that ``overall`` is after: the mean over places of each place's mean since its start."""
    shape = (world.n_places, world.n_months)
    starts = np.full(world.n_places, NEVER, dtype=np.int64)
    effect, true, first = np.zeros(shape), [], 0
    for start, n, size in world.waves:
        sizes = [size(month) for month in range(world.n_months - start)]
        starts[first : first + n] = start
        effect[first : first + n, start:] = sizes
        true += [sizes] * n
        first += n
    noise = np.zeros(shape)
    shock = generator.normal(0, world.noise, shape)
    noise[:, 0] = shock[:, 0]
    for month in range(1, world.n_months):
        noise[:, month] = world.kept * noise[:, month - 1] + math.sqrt(1 - world.kept**2) * shock[:, month]
    common = 5 * np.sin(np.arange(world.n_months) / 2)
    drift = world.drift * np.arange(world.n_months) * (starts != NEVER)[:, None]
    values = 30 + generator.normal(0, 10, (world.n_places, 1)) + common + noise + effect + drift
    comparable = world.n_months if first < world.n_places else max(start for start, _, _ in world.waves)
    means = [
        float(np.mean(sizes[: comparable - start]))
        for sizes, start in zip(true, starts, strict=False)
        if start < comparable
    ]
    panel = Panel(
        places=tuple(f"p{number}" for number in range(world.n_places)),
        periods=tuple(f"{month:02d}" for month in range(world.n_months)),
        values=values,
        starts=starts,
        n=np.full(shape, 100),
        sampling=np.zeros(shape),
    )
    return panel, float(np.mean(means))


Found = tuple[float, float | None, float | None]


def two_way(panel: Panel) -> Found:
    """Two-way fixed effects, errors clustered by place: what a regression package does by default. The peer."""

    def within(matrix: np.ndarray) -> np.ndarray:
        return matrix - matrix.mean(axis=0) - matrix.mean(axis=1, keepdims=True) + matrix.mean()

    programme, values = within(panel.under_way.astype(float)), within(panel.values)
    value = float((programme * values).sum() / (programme**2).sum())
    scores = (programme * (values - value * programme)).sum(axis=1)
    n = len(scores)
    error = math.sqrt(float((scores**2).sum()) * n / (n - 1)) / float((programme**2).sum())
    return value, value - critical_value(LEVEL) * error, value + critical_value(LEVEL) * error


def last_before(panel: Panel) -> Found:
    found = overall(panel, group_time(panel), level=LEVEL)
    return float(found.values[0]), float(found.low[0]), float(found.high[0])


def all_before(panel: Panel) -> Found:
    found = overall(panel, group_time(panel, base=Base.MEAN), level=LEVEL)
    return float(found.values[0]), float(found.low[0]), float(found.high[0])


def all_dealt(panel: Panel) -> Found:
    found = overall(panel, group_time(panel, base=Base.MEAN), level=LEVEL)
    told = permuted(panel, found.weights[0], level=LEVEL, deals=999)
    return float(found.values[0]), told.low, told.high


WAYS: dict[str, Callable[[Panel], Found]] = {
    "two-way fixed effects": two_way,
    "group-time, last month before": last_before,
    "group-time, all months before": all_before,
    "the same, dealt again": all_dealt,
}


def row(title: str, name: str, found: list[Found], truths: list[float]) -> str:
    errors = np.array([value - truth for (value, _, _), truth in zip(found, truths, strict=True)])
    bounded = [(low, high, truth) for (_, low, high), truth in zip(found, truths, strict=True)
               if low is not None and high is not None]  # fmt: skip
    hits = sum((low is None or low <= truth) and (high is None or truth <= high)
               for (_, low, high), truth in zip(found, truths, strict=True))  # fmt: skip
    width = f"{np.median([high - low for low, high, _ in bounded]):.1f}" if bounded else "none"
    zero = sum((low is not None and low > 0) or (high is not None and high < 0) for _, low, high in found)
    n = len(found)
    return (
        f"| {title} | {name} | {np.mean(truths):.2f} | {errors.mean():+.2f} | {errors.std():.2f} | "
        f"{100 * hits / n:.1f} % | {width} | {100 * zero / n:.0f} % |"
    )


HEAD = """\
| World | Way | True effect | Bias | Spread | Coverage of 95 % | Median width | Zero excluded |
|---|---|--:|--:|--:|--:|--:|--:|"""


def worlds(runs: int) -> str:
    lines = [HEAD]
    for world in WORLDS:
        generator = np.random.default_rng(7)
        panels, truths = zip(*(made(world, generator) for _ in range(runs)), strict=True)
        for name, way in WAYS.items():
            if name.startswith("group-time") and any(n < 2 for _, n, _ in world.waves):
                continue  # one place has no spread of its own
            lines.append(row(world.title, name, [way(panel) for panel in panels], list(truths)))
        print(world.title, file=sys.stderr)
    return "\n".join(lines)


def pre_trends(runs: int) -> str:
    lines = [
        "| Places | Drift apart, a month | Found before the start | Mean effect it feigns | Unseen drift told, median |",
        "|--:|--:|--:|--:|--:|",
    ]
    for n_places in (12, 40):
        for drift in (0.0, 0.25, 0.5, 1.0):
            wave = n_places // 4
            world = World(title="", n_places=n_places, n_months=18, drift=drift,
                          waves=((8, wave, flat(0)), (11, wave, flat(0))))  # fmt: skip
            generator, found, feigned, unseen = np.random.default_rng(7), 0, [], []
            for _ in range(runs):
                panel, _ = made(world, generator)
                study = group_time(panel)
                events = event_study(panel, study)
                effect = float(overall(panel, group_time(panel, base=Base.MEAN)).values[0])
                dealt = dealt_again(panel, events.weights, effect, deals=999)
                told = pre_trend(events, dealt, drift_dealt_again(panel, events.weights, deals=999))
                if told is None:
                    raise RuntimeError("nothing before the start")
                found += told.is_apart
                feigned.append(effect)
                unseen.append(math.nan if told.unseen_drift is None else told.unseen_drift)
            lines.append(
                f"| {n_places} | {drift:.2f} | {100 * found / runs:.1f} % | {np.mean(feigned):+.2f} | "
                f"{np.nanmedian(unseen):.2f} |"
            )
    return "\n".join(lines)


def newey_west(values: np.ndarray, start: int) -> tuple[float, float]:
    """The peer: ordinary least squares, errors of Newey & West (1987) with ⌊4·(n/100)^(2/9)⌋ lags. Bounds of the step."""
    n, time_ = len(values), np.arange(len(values), dtype=float)
    after = (time_ >= start).astype(float)
    design = np.column_stack([np.ones(n), time_, after, after * (time_ - start)])
    inverse = np.linalg.inv(design.T @ design)
    found = inverse @ design.T @ values
    scores = design * (values - design @ found)[:, None]
    lags = math.floor(4 * (n / 100) ** (2 / 9))
    total = scores.T @ scores
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        total = total + (1 - lag / (lags + 1)) * (product + product.T)
    error = math.sqrt(float((inverse @ total @ inverse)[2, 2]) * n / (n - 4))
    half = student_critical_value(LEVEL, n - 4) * error
    return float(found[2]) - half, float(found[2]) + half


def series(runs: int) -> str:
    lines = [
        "| Months before and after | AR | Bias of the step | Coverage: step | Coverage: mean | Newey & West |",
        "|--:|--:|--:|--:|--:|--:|",
    ]
    for before, after in ((12, 8), (24, 12), (60, 24)):
        for kept in (0.0, 0.3, 0.6):
            generator, errors, steps, means, peer = np.random.default_rng(7), [], 0, 0, 0
            for _ in range(runs):
                noise, n = [generator.normal(0, 2)], before + after
                for _ in range(n - 1):
                    noise.append(kept * noise[-1] + math.sqrt(1 - kept**2) * generator.normal(0, 2))
                time_ = np.arange(n)
                values = 30 + 0.2 * time_ + np.array(noise) + np.where(time_ >= before, 3 + 0.3 * (time_ - before), 0)
                found = interrupted(values, before, level=LEVEL)
                errors.append(found.step.value - 3)
                steps += found.step.low <= 3 <= found.step.high
                low, high = newey_west(values, before)
                peer += low <= 3 <= high
                true = 3 + 0.3 * (after - 1) / 2
                means += found.mean.low <= true <= found.mean.high
            lines.append(
                f"| {before} + {after} | {kept:.1f} | {np.mean(errors):+.2f} | {100 * steps / runs:.1f} % | "
                f"{100 * means / runs:.1f} % | {100 * peer / runs:.1f} % |"
            )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    begun = time.perf_counter()
    made_ = "\n\n".join((
        f"{asked.runs} made-up roll-outs for each row.",
        worlds(asked.runs),
        "### How often a drift apart is found before the start",
        f"{asked.runs // 2} made-up roll-outs for each row.\n\n{pre_trends(asked.runs // 2)}",
        "### A series with nothing to compare it with",
        series(asked.runs),
    ))  # fmt: skip
    page = asked.out.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    asked.out.write_text(f"{before}{BEGIN}\n\n{made_}\n\n{END}{after}", encoding="utf-8")
    print(f"{time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
