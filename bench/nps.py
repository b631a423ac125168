"""Every NPS figure of a large survey, with weights and intervals, beside the bare counts in hand-written SQL.

    python bench/nps.py [--responses 10000000] [--sites 200] [--months 36] [--markdown docs/explanation/nps_speed.md]

The answers are made up, from a fixed seed, and stored as the product stores them, in a Delta table of a workspace. Timed,
each in a process of its own with two threads: the counts in SQL; the counts and every score; and the same with weights raked
to the customers of each site, month and channel. Peaks are those of the processes.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from deltalake import write_deltalake
from numpy.typing import NDArray

from clairevoix.measure import nps
from clairevoix.store import lake
from clairevoix.store.schema import RESPONSES
from clairevoix.store.workspace import Workspace

Floats = NDArray[np.float64]
CHANNELS = ("call", "chat", "e-mail", "shop")
SEED, LEVEL, RUNS = 2026, 0.95, 7
WANTED_S, WANTED_MB = 20, 3000
#: What each answer is, and how many cells are looked at one by one.
CLASSES, CHECKED = 3, 50
SQL = """
    SELECT site, month, count(*) FILTER (score >= 9), count(*) FILTER (score IN (7, 8)), count(*) FILTER (score <= 6)
    FROM responses WHERE survey_id = 's' GROUP BY ALL
"""
#: As the product's cells group answers, one dimension further.
CELLS = """
    SELECT coalesce(site, 'unstated'), month, coalesce(channel, 'unstated'),
           count(*) FILTER (score >= 9)::INT, count(*) FILTER (score IN (7, 8))::INT, count(*) FILTER (score <= 6)::INT
    FROM responses WHERE survey_id = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


class Cube(NamedTuple):
    """Counts of promoters, passives and detractors: sites, months, channels, classes."""

    counts: Floats
    names: tuple[list[str], list[str], list[str]]


class Sums(NamedTuple):
    """Σw by class, and Σw², of one cut through the cube."""

    by_class: Floats
    squares: Floats


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--responses", type=int, default=10_000_000)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(timed(JOBS[asked.child[0]], Path(asked.child[1]))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        make(Path(folder), asked.responses, asked.sites, asked.months)
        made_s = time.perf_counter() - began
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in JOBS}
        for _ in range(asked.runs):  # by turns, so that what else the machine does hits all
            for name, runs in found.items():
                runs.append(child(name, Path(folder)))
    if any(run.get("n", asked.responses) != asked.responses for runs in found.values() for run in runs):
        sys.exit("answers were lost on the way")
    text = page(asked, made_s, found)
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, encoding="utf-8")
    return 0


def make(root: Path, n: int, n_sites: int, n_months: int) -> None:
    """Answers by month; sites differ in size and score, channels in who answers; and the customers of each margin."""
    random = np.random.default_rng(SEED)
    sizes, level = random.pareto(2.0, n_sites) + 0.2, random.normal(0, 0.25, n_sites)
    answering = np.array([0.15, 0.05, 0.08, 0.30])
    sites = pa.array([f"site-{number:03d}" for number in range(n_sites)])
    months = [f"{2023 + place // 12}-{place % 12 + 1:02d}" for place in range(n_months)]
    customers = random.dirichlet([4, 2, 2, 3], n_sites) * sizes[:, None]
    share = (customers * answering).ravel() / (customers * answering).sum()
    table = str(workspace(root).lake / "responses")
    for place, month in enumerate(months):
        size = n // n_months + (place < n % n_months)
        cell = random.choice(n_sites * len(CHANNELS), size, p=share)
        site, channel = np.divmod(cell, len(CHANNELS))
        latent = 7.5 + 2.2 * (level[site] + 0.2 * channel - 0.3 + 0.01 * place + random.standard_normal(size))
        columns = {
            "response_id": pa.array(np.char.mod("%016x", np.arange(size) + (place << 32))),
            "survey_id": pa.repeat("s", size),
            "month": pa.repeat(month, size),
            "answered_on": pa.array(np.array(f"{month}-01", "datetime64[D]") + random.integers(0, 28, size)),
            "score": pa.array(np.clip(np.rint(latent), 0, 10).astype(np.int16)),
            "site": sites.take(pa.array(site)),
            "channel": pa.array(CHANNELS).take(pa.array(channel)),
        }
        columns |= {each.name: pa.nulls(size, each.type) for each in RESPONSES if each.name not in columns}
        write_deltalake(table, pa.table(columns, schema=RESPONSES), partition_by=["month"], mode="append")
    by_margin = {
        "site": dict(zip(sites.to_pylist(), customers.sum(axis=1).tolist(), strict=True)),
        "month": dict.fromkeys(months, 1.0),
        "channel": dict(zip(CHANNELS, customers.sum(axis=0).tolist(), strict=True)),
    }
    (root / "customers.json").write_text(json.dumps(by_margin), encoding="utf-8")


def workspace(root: Path) -> Workspace:
    return Workspace(root=root / "workspace", keys=root / "keys")


def child(name: str, root: Path) -> dict[str, Any]:
    threads = {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    command = [sys.executable, __file__, "--child", name, str(root)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **threads})
    return json.loads(answer.stdout)


def timed(job: Callable[[Path], dict[str, Any]], root: Path) -> dict[str, Any]:
    began = time.perf_counter()
    found = job(root)
    took = time.perf_counter() - began - found.pop("checking_s", 0.0)
    return {"seconds": took, "peak_mb": peak_mb(), **found}


def peak_mb() -> float:
    """Of this program alone: the system's ru_maxrss begins with what its parent held."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def counts_only(root: Path) -> dict[str, Any]:
    import duckdb

    files = str(workspace(root).lake / "responses" / "*" / "*.parquet")
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute(f"CREATE VIEW responses AS SELECT * FROM read_parquet('{files}', hive_partitioning = true)")
        return {"n_figures": len(connection.execute(SQL).fetchall())}


def scores(root: Path) -> dict[str, Any]:
    cube = read_cube(root)
    found = [nps.net_promoter_scores(*np.moveaxis(each, -1, 0), level=LEVEL) for each in cuts(cube.counts).values()]
    return {"n_figures": sum(each.value.size for each in found), "n": int(cube.counts.sum())}


def weighted_scores(root: Path) -> dict[str, Any]:
    started = time.perf_counter()
    cube = read_cube(root)
    began = time.perf_counter()
    raw = [nps.net_promoter_scores(*np.moveaxis(each, -1, 0), level=LEVEL) for each in cuts(cube.counts).values()]
    raked, weighting = rake(cube, json.loads((root / "customers.json").read_text(encoding="utf-8")))
    n = cube.counts.sum(axis=-1)
    by_class, squares = cuts(cube.counts * raked[..., None]), cuts((n * raked**2)[..., None])
    found = [weighted(Sums(by_class[cut], squares[cut][..., 0])) for cut in by_class]
    estimated_s = time.perf_counter() - began
    gap = largest_gap(cube, raked, found[0])
    return {
        "n_figures": sum(each.value.size for each in (*raw, *found)),
        "n": int(cube.counts.sum()),
        "read_s": began - started,
        "estimated_s": estimated_s,
        "checking_s": time.perf_counter() - began - estimated_s,
        "rounds": weighting.iterations,
        "largest_error": weighting.largest_error,
        "greatest": float(raked[n > 0].max()),
        "largest_gap": gap,
    }


def read_cube(root: Path) -> Cube:
    """The counts, through the store as the product reads them."""
    rows = lake.rows(workspace(root), CELLS, ["s"])
    names = tuple(sorted({row[axis] for row in rows}) for axis in range(3))
    places = [{name: place for place, name in enumerate(each)} for each in names]
    counts = np.zeros((*(len(each) for each in names), CLASSES))
    where = np.array([[places[axis][row[axis]] for axis in range(3)] for row in rows])
    counts[where[:, 0], where[:, 1], where[:, 2]] = [row[3:] for row in rows]
    return Cube(counts, (names[0], names[1], names[2]))


def cuts(cube: Floats) -> dict[str, Floats]:
    """Sums over channels: of each site and month, of each site, of each month, and of all."""
    by_cell = cube.sum(axis=2)
    return {
        "cells": by_cell,
        "sites": by_cell.sum(axis=1),
        "months": by_cell.sum(axis=0),
        "all": by_cell.sum(axis=(0, 1)),
    }


def rake(cube: Cube, customers: dict[str, dict[str, float]]) -> tuple[Floats, nps.Weighting]:
    """The weight of one answer in each cell: all answers of a cell have the same, so cells are raked, not answers."""
    n = cube.counts.sum(axis=-1)
    there = np.argwhere(n > 0)
    labels = {
        margin: [names[place] for place in there[:, axis]]
        for axis, (margin, names) in enumerate(zip(("site", "month", "channel"), cube.names, strict=True))
    }
    weighting = nps.rake(labels, customers, start=n[n > 0].tolist())
    raked = np.zeros_like(n)
    raked[n > 0] = weighting.weights / n[n > 0] * n.sum() / (n > 0).sum()
    return raked, weighting


def weighted(sums: Sums) -> nps.Scores:
    """n_eff × the weighted shares, as if they were counts: what ``weighted_score`` does for one group."""
    total = sums.by_class.sum(axis=-1)
    effective = np.divide(total, sums.squares, out=np.zeros_like(total), where=total > 0)
    return nps.net_promoter_scores(*np.moveaxis(sums.by_class * effective[..., None], -1, 0), level=LEVEL)


def largest_gap(cube: Cube, raked: Floats, found: nps.Scores) -> float:
    """The farthest that a cell's score or bound lies from the product's own, answer by answer, in some cells; in points."""
    gaps = [0.0]
    for place in np.random.default_rng(SEED).permutation(found.value.size)[:CHECKED]:
        site, month = divmod(int(place), found.value.shape[1])
        counts = cube.counts[site, month].astype(int)
        marks = np.repeat(np.tile([1.0, 0.0, -1.0], len(counts)), counts.ravel())
        weights = np.repeat(raked[site, month], counts.sum(axis=1))
        if not len(marks):
            continue
        one = nps.weighted_score(marks, weights, level=LEVEL)
        many = [each[site, month] for each in (found.value, found.low, found.high)]
        gaps.append(float(np.abs(np.array([one.value, one.low, one.high]) - many).max()))
    return max(gaps)


JOBS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "counts in hand-written SQL": counts_only,
    "counts and scores": scores,
    "counts, scores, weights and weighted scores": weighted_scores,
}

PAGE = """\
# How fast the NPS of a large survey is

This page is written by `bench/nps.py --markdown`; do not edit it.

{n:,} made-up answers (seed {seed}) of {sites} sites, {months} months and {channels} channels lie in the lake as the
product stores them; making them took {made_s:.0f} s, which is not counted. Wanted: every score of each site and month, of
each site, of each month and of all, raw and weighted, with intervals, within {wanted_s} s and {wanted_mb:,} MB on two cores.

| | Numbers | Seconds, median of {runs} | from, to | Peak, MB | Fastest, × that of the bare counts |
|---|---:|---:|---:|---:|---:|
{rows}

- *Counts in hand-written SQL*: one `GROUP BY` of site and month in DuckDB over the same files, two threads. No score, no
  interval.
- *Counts and scores*: the store's own reading, grouped by site, month and channel, then `nps.net_promoter_scores` with the
  default method for all cells at once.
- *With weights*: also `nps.rake` to the customers of each site, month and channel, and every score again under those weights.
  All answers of one site, month and channel weigh the same, so cells are raked and not answers: {rounds} rounds, largest
  error of a margin {largest_error:.0e}, greatest weight {greatest:.1f}. In the last run reading took {read_s:.2f} s,
  weights and scores {estimated_s:.2f} s.

In {checked} cells drawn at random the weighted score and its bounds were computed again answer by answer with
`nps.weighted_score`, untimed: the largest gap is {largest_gap:.0e} points. Weights that differ within a cell need Σw and Σw²
of each cell from the query instead.

Measured with Python {python}, numpy {numpy}, {cores} cores, {processor}. The machine was shared: load average {load:.1f}.
"""


def page(asked: argparse.Namespace, made_s: float, found: dict[str, list[dict[str, Any]]]) -> str:
    middle = {name: sorted(each["seconds"] for each in runs)[len(runs) // 2] for name, runs in found.items()}
    least = {name: min(each["seconds"] for each in runs) for name, runs in found.items()}
    bare, last = next(iter(least.values())), found[list(found)[-1]][-1]
    rows = "\n".join(
        f"| {name} | {runs[0]['n_figures']:,} | {middle[name]:.2f} | {least[name]:.2f} to "
        f"{max(each['seconds'] for each in runs):.2f} | {max(each['peak_mb'] for each in runs):,.0f} | "
        f"{least[name] / bare:.1f} |"
        for name, runs in found.items()
    )
    return PAGE.format(
        n=asked.responses,
        seed=SEED,
        sites=asked.sites,
        months=asked.months,
        channels=len(CHANNELS),
        made_s=made_s,
        wanted_s=WANTED_S,
        wanted_mb=WANTED_MB,
        runs=asked.runs,
        rows=rows,
        checked=CHECKED,
        python=platform.python_version(),
        numpy=np.__version__,
        cores=os.cpu_count(),
        processor=processor(),
        load=os.getloadavg()[0],
        **{
            name: last[name] for name in ("rounds", "largest_error", "greatest", "largest_gap", "read_s", "estimated_s")
        },
    )


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
