"""Time and memory of all figures of a journey: by default 20 million steps of 3 million cases, on two cores.

    python bench/journeys.py                     the target's size; needs about 2 GB of disk
    python bench/journeys.py --cases 150000      a twentieth of it
    python bench/journeys.py --peer              a row-by-row count beside it, on 20,000 cases, with equal results

The log is made up by DuckDB, with six to seven steps a case, and lies in a lake as `ingest steps` writes it. The
figures are made in a process of its own, three times; the medians of its time and of what it took of the processors are
printed, with its greatest peak of memory and the targets (60 s, 4 GB). Where other work runs beside,
the time says little. The peer is the slow, separate implementation that the property tests compare with.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from clairevoix.figures import journeys as figures
from clairevoix.measure.journeys.definition import read_journey, shipped_journeys
from clairevoix.project import create_project, open_project
from clairevoix.store import lake
from clairevoix.store.journeys import journey_cells
from clairevoix.store.schema import STEPS

TARGET_S, TARGET_GB = 60, 4
#: The kinds of step of a case, by their place in it; chance decides which of them happen.
MADE = """
    SELECT md5(c || '-' || s)[1:16] AS step_id, md5('case' || c)[1:16] AS case_id, md5('customer' || c)[1:16] AS customer,
        'fibre_connection' AS journey, strftime(day, '%Y-%m') AS month, step, day + to_hours(s) AS started_at,
        day + to_hours(s + 2) AS ended_at, day::DATE AS started_on, CASE WHEN s IN (1, 4) THEN day::DATE + 9 END AS due_on,
        CASE WHEN s = 6 THEN 'phone' END AS channel, outcome,
        CASE WHEN outcome = 'failed' THEN ['PBO_INTROUVABLE', 'DESATURATION', 'GC_PUBLIC'][(1 + hash(c, 3) % 3)::INT] END
            AS cause,
        NULL AS reason, CASE WHEN outcome IN ('failed', 'postponed')
            THEN ['oi', 'oc', 'customer'][(1 + hash(c, 4) % 3)::INT] END AS responsibility,
        ['pto_to_build', 'pto_existing'][(1 + hash(c, 5) % 2)::INT] AS nature,
        lpad((1 + hash(c, 6) % 95)::VARCHAR, 2, '0') AS area,
        ['OI-A', 'OI-B', 'OI-C'][(1 + hash(c, 7) % 3)::INT] AS operator, 0::BIGINT AS revision
    FROM (
        SELECT c, s, TIMESTAMPTZ '2025-01-02 08:00:00+00' + to_days((hash(c, 1) % 300)::INT + s * 4) AS day,
            CASE s WHEN 0 THEN 'ordered' WHEN 1 THEN 'appointment_booked' WHEN 3 THEN 'visit' WHEN 4 THEN 'appointment_booked'
                WHEN 5 THEN 'visit' WHEN 6 THEN 'contact' WHEN 7 THEN 'service_confirmed' WHEN 8 THEN 'fault_reported'
                ELSE 'appointment_changed' END AS step,
            CASE WHEN s = 2 THEN 'postponed' WHEN s = 3 THEN CASE WHEN hash(c, 2) % 8 = 0 THEN 'failed' ELSE 'ok' END
                WHEN s = 5 THEN 'ok' END AS outcome
        FROM range({first}, {last}) cases(c), range(9) steps(s)
        WHERE CASE s WHEN 2 THEN hash(c, 8) % 12 = 0 WHEN 8 THEN hash(c, 9) % 3 = 0 WHEN 4 THEN hash(c, 2) % 2 = 0
            ELSE true END
    )
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=3_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        print(json.dumps(measured(asked.child)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        n_cases = 20_000 if asked.peer else asked.cases
        make(root, n_cases)
        if asked.peer:
            return compared(root)
        found = [run_child(root) for _ in range(asked.repeats)]
    seconds, gigabytes = statistics.median(each["s"] for each in found), max(each["gb"] for each in found)
    processors = statistics.median(each["cpu_s"] for each in found)
    print(f"{found[0]['steps']:,} steps of {n_cases:,} cases, medians of {asked.repeats}:")
    print(f"{seconds:.1f} s, {processors:.1f} s of the processors, {gigabytes:.2f} GB peak")
    print(f"targets: {TARGET_S} s, {TARGET_GB} GB; {found[0]['tables']} tables")
    return 0


def make(root: Path, n_cases: int) -> None:
    create_project(root)
    workspace = open_project(root).workspace
    at_once = 250_000
    with duckdb.connect() as connection:
        for first in range(0, n_cases, at_once):
            made = MADE.format(first=first, last=min(first + at_once, n_cases))
            lake.write_table(workspace, "steps", connection.sql(made).to_arrow_table().cast(STEPS))


def run_child(root: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--child", str(root)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measured(root: Path) -> dict[str, float]:
    project = open_project(root)
    started, cpu = time.perf_counter(), time.process_time()
    tables = list(figures.journey_tables(project))
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    steps = lake.rows(project.workspace, "SELECT count(*) FROM steps")[0][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    return {"s": seconds, "cpu_s": cpu_s, "gb": peak, "steps": steps, "tables": len(tables)}


def compared(root: Path) -> int:
    """The same counts by the slow implementation, in its own time."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from slow_journeys import counted
    from steps_made import read_back

    workspace = open_project(root).workspace
    journey = read_journey("fibre_connection", shipped_journeys()["fibre_connection"])
    started = time.perf_counter()
    cells = journey_cells(workspace, journey)
    fast_s = time.perf_counter() - started
    steps = read_back(workspace)
    started = time.perf_counter()
    slow = counted(journey, steps)
    slow_s = time.perf_counter() - started
    equal = cells is not None and all(
        {tuple(cell[:-1]): cell[-1] for cell in getattr(cells, name)} == {key: n for key, n in slow[name].items() if n}
        for name in ("fates", "days", "attempts", "delays", "causes", "appointments", "moves", "ages")
    )
    print(
        f"{len(steps):,} steps: SQL {fast_s:.2f} s, row by row {slow_s:.2f} s; results {'equal' if equal else 'DIFFER'}"
    )
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
