"""How long the exact audit of a whole declared cube takes, and how much of it the gate withholds.

    python bench/audit.py [--teams 500] [--months 36] [--measures 40] [--minimum 10] [--markdown FILE]

People are made up, from a fixed seed: teams of 6 to 18 in sites of 20 teams; each month some leave, some join and some change
teams. Each has a value of their own in each month. Declared are sums by team, site and all, by month and by year. Timed in
one process of one thread, in seconds of its processor: the gate, which decides what is published; the audit of one measure,
of all measures where they publish after five patterns, and of all where no two publish the same cells. Wanted: 60 s at most.
"""

import argparse
import json
import os
import platform
import resource
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np

from clairevoix.charter.audit import Population, audit_measures
from clairevoix.charter.cube import STAFF
from clairevoix.charter.gate import Cell, Cube, admitted

SEED, WANTED_S, SITE = 2026, 60, 20
LEAVE, CHANGE, PATTERNS = 0.02, 0.01, 5
Sums = dict[tuple[str, int, str], set[Hashable]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teams", type=int, default=500)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--measures", type=int, default=40)
    parser.add_argument("--minimum", type=int, default=10)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    found = measured(asked.teams, asked.months, asked.measures, asked.minimum)
    print(json.dumps(found, indent=1))
    if asked.markdown:
        replace_table(asked.markdown, page(found))
    return int(found["all_distinct_s"] > WANTED_S or found["exposures"] > 0)


def measured(n_teams: int, n_months: int, n_measures: int, minimum: int) -> dict[str, Any]:
    sums, owner = cube(n_teams, n_months)
    population = Population(owner=owner)
    rows = [frozenset(row) for _, row in sorted(sums.items())]
    names = sorted(sums)
    n_people = [population.people(row) for row in rows]
    # The greater wholes first, as tables are declared; within a table by size.
    order = sorted(range(len(rows)), key=lambda place: (names[place][0], names[place][2], -n_people[place]))
    large = [place for place in order if n_people[place] >= minimum]
    cells = [Cell(among={STAFF: rows[place]}) for place in large]
    is_in, gate_s = timed(
        lambda: admitted(Cube(cells=cells, populations={STAFF: population}, minimum={STAFF: minimum}))
    )
    published = {place for place, shown in zip(large, is_in, strict=True) if shown}
    one, one_s = timed(lambda: audit_measures({"a": published}, rows, population, minimum=minimum))
    rng = np.random.default_rng(SEED)
    patterns = [thinned(published, rng) for _ in range(n_measures)]
    few = {str(number): patterns[number % PATTERNS] for number in range(n_measures)}
    of_few, few_s = timed(lambda: audit_measures(few, rows, population, minimum=minimum))
    every = {str(number): patterns[number] for number in range(n_measures)}
    of_all, all_s = timed(lambda: audit_measures(every, rows, population, minimum=minimum))
    naive, naive_s = timed(lambda: audit_measures({"a": set(large)}, rows, population, minimum=minimum))
    return {
        "teams": n_teams,
        "months": n_months,
        "measures": n_measures,
        "minimum": minimum,
        "people": len(set(owner.values())),
        "sums": len(rows),
        "below_minimum": len(rows) - len(large),
        "withheld_further": len(large) - len(published),
        "gate_s": round(gate_s, 1),
        "one_measure_s": round(one_s, 1),
        "few_patterns_s": round(few_s, 1),
        "all_distinct_s": round(all_s, 1),
        "exposures": sum(len(each) for found in (one, of_few, of_all) for each in found.values()),
        "exposures_of_threshold_alone": len(naive["a"]),
        "threshold_alone_s": round(naive_s, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


def cube(n_teams: int, n_months: int) -> tuple[Sums, dict[Hashable, Hashable]]:
    """Who is in each sum: (level, unit, period) to the months of people; and whose month each is."""
    rng = np.random.default_rng(SEED)
    team = np.repeat(np.arange(n_teams), rng.integers(6, 19, n_teams))
    person = np.arange(len(team))
    sums: Sums = {}
    owner: dict[Hashable, Hashable] = {}
    for month in range(n_months):
        leaving = rng.random(len(team)) < LEAVE
        person = np.where(leaving, person.max() + 1 + np.arange(len(team)), person)  # somebody new in the place
        moving = np.flatnonzero(rng.random(len(team)) < CHANGE)
        team[moving] = rng.integers(0, n_teams, len(moving))
        for who, where in zip(person.tolist(), team.tolist(), strict=True):
            unknown = (who, month)
            owner[unknown] = who
            for period in (f"month {month:02}", f"year {month // 12}"):
                for level, unit in enumerate((0, where // SITE, where)):
                    sums.setdefault((("all", "site", "team")[level], unit, period), set()).add(unknown)
    return sums, owner


def thinned(published: set[int], rng: np.random.Generator) -> set[int]:
    """What another measure publishes: one cell in twenty is missing, as where nobody did that kind of work."""
    places = np.array(sorted(published))
    return set(places[rng.random(len(places)) >= 0.05].tolist())


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def page(found: dict[str, Any]) -> str:
    return f"""
{found["people"]:,} made-up people in {found["teams"]} teams over {found["months"]} months (seed {SEED}); {found["sums"]:,} \
sums by team, site and all, by month and by year; minimum {found["minimum"]}.

| | |
|---|---:|
| sums below the minimum | {found["below_minimum"]:,} |
| exposures if the threshold alone decided | {found["exposures_of_threshold_alone"]:,} |
| further sums that the gate withholds | {found["withheld_further"]:,} |
| exposures of what is published | {found["exposures"]} |
| the gate, once for all measures over the same people | {found["gate_s"]} s |
| audit of one measure | {found["one_measure_s"]} s |
| audit of {found["measures"]} measures that publish after {PATTERNS} patterns | {found["few_patterns_s"]} s |
| audit of {found["measures"]} measures, no two alike | {found["all_distinct_s"]} s |
| peak of the process | {found["peak_mb"]:,} MB |

Seconds of one processor core, Python {platform.python_version()}. The machine was shared: load average {found["load"]}.
"""


def replace_table(path: Path, text: str) -> None:
    before, _, rest = path.read_text(encoding="utf-8").partition("<!-- audit -->\n")
    after = rest.partition("<!-- end audit -->")[2]
    path.write_text(f"{before}<!-- audit -->\n{text}\n<!-- end audit -->{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
