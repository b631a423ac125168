"""Made-up answers to the staff pulse, and made-up counts of acts of evaluation by team and month.

    python corpus/vigilance.py --out corpus/sample

Nobody answered and nobody was evaluated: all of it is drawn at random from one seed, with one story put in: from May 2025 on
machines evaluate more in Lille, and the pulse of Lille falls in the months after. Out: `pulse.csv`, `acts.csv`, `spread.csv`.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

SEED = 20250930
MONTHS = [f"2024-{number:02d}" for number in (10, 11, 12)] + [f"2025-{number:02d}" for number in range(1, 10)]
#: People by team. Bayonne is so small that nothing of it can be told; the second team of Nantes is below the minimum.
TEAMS = {
    ("lille", "accueil"): 26,
    ("lille", "technique"): 24,
    ("lyon", "accueil"): 22,
    ("lyon", "technique"): 18,
    ("marseille", "accueil"): 19,
    ("marseille", "technique"): 16,
    ("nantes", "accueil"): 21,
    ("nantes", "fidélité"): 8,
    ("bayonne", "accueil"): 6,
}
ITEMS = (
    *("time", "rest", "distance", "face", "leeway", "judgement"),
    *("colleagues", "support", "quality", "conscience", "outlook", "lasting"),
)
#: Of 0 to 4, what an item is answered with on average; evaluation weighs on time, judgement and conscience.
MEANS = dict(zip(ITEMS, (2.1, 2.4, 2.2, 1.9, 2.3, 2.2, 3.1, 2.7, 2.4, 2.5, 2.1, 2.2), strict=True))
WEIGHED_ON = {"time": 1.0, "judgement": 1.3, "conscience": 0.8, "support": 0.6}
SITE_EFFECTS = {"lille": 0.05, "lyon": 0.0, "marseille": -0.1, "nantes": 0.2, "bayonne": 0.1}
ANSWERING = {"lille": 0.62, "lyon": 0.66, "marseille": 0.55, "nantes": 0.7, "bayonne": 0.66}
CHANGE = MONTHS.index("2025-05")
#: Acts for each person and month.
RATES = {"recorded": 16.0, "drawn": 1.6, "analysed": 1.5, "by-machine": 0.9, "by-people": 0.55, "confirmed": 0.8}
CONTESTED = 0.07


def extra(site: str, number: int) -> float:
    """By how much machines evaluate more than before, in acts for each person."""
    return 0.45 * min(4, number - CHANGE + 1) if site == "lille" and number >= CHANGE else 0.0


def people(rng: random.Random) -> list[tuple[str, str, float]]:
    """Site, team and lasting temper of everybody."""
    return [(site, team, rng.gauss(0, 0.55)) for (site, team), n in TEAMS.items() for _ in range(n)]


def pulse_rows(rng: random.Random) -> list[dict[str, object]]:
    """One row an answer, in no order; a mark is left out now and then."""
    staff, rows = people(rng), []
    for number, month in enumerate(MONTHS):
        answers = []
        common = rng.gauss(0, 0.05)
        for site, _, temper in staff:
            if rng.random() > ANSWERING[site]:
                continue
            weight = 0.55 * extra(site, number - 1)
            marks = {
                name: mean
                + SITE_EFFECTS[site]
                + common
                + temper
                + rng.gauss(0, 0.8)
                - weight * WEIGHED_ON.get(name, 0.25)
                for name, mean in MEANS.items()
            }
            given = {name: "" if rng.random() < 0.01 else min(4, max(0, round(mark))) for name, mark in marks.items()}
            answers.append({"month": month, "site": site, "asked": len(staff), **given})
        rng.shuffle(answers)
        rows += answers
    return rows


def shared(rng: random.Random, n_acts: int, n: int) -> list[int]:
    """So many acts handed out at random over so many people."""
    counts = [0] * n
    for _ in range(n_acts):
        counts[rng.randrange(n)] += 1
    return counts


def team_counts(number: int, site: str, team: str) -> dict[str, list[int]]:
    """How many acts of each kind each person of a team bears in a month."""
    n, rng = TEAMS[site, team], random.Random(f"{SEED}/acts/{number}/{site}/{team}")
    rates = {**RATES, "by-machine": RATES["by-machine"] + extra(site, number)}
    rates["contested"] = CONTESTED * (rates["by-machine"] + rates["by-people"])
    counts = {act: shared(rng, round(n * rate * rng.uniform(0.92, 1.08)), n) for act, rate in rates.items()}
    both = zip(counts["by-machine"], counts["by-people"], strict=True)
    return {**counts, "evaluated": [one + other for one, other in both]}


def act_rows(_rng: random.Random) -> list[dict[str, object]]:
    """One row a team, month and kind of act."""
    rows = []
    for number, month in enumerate(MONTHS):
        for site, team in TEAMS:
            for act, counts in team_counts(number, site, team).items():
                total = sum(counts)
                if total:
                    place = {"month": month, "site": site, "team": f"{site}-{team}", "act": act}
                    largest = f"{max(counts) / total:.4f}"
                    rows.append({**place, "n_acts": total, "n_people": sum(c > 0 for c in counts), "largest": largest})
    return rows


def spread_rows(_rng: random.Random) -> list[dict[str, object]]:
    """How many people were evaluated how often in the last month."""
    last = len(MONTHS) - 1
    times = [each for site, team in TEAMS for each in team_counts(last, site, team)["evaluated"]]
    return [{"period": MONTHS[-1], "times": each, "n_people": times.count(each)} for each in sorted(set(times))]


def write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def build(out: Path) -> None:
    """The three files, the same for the same seed."""
    for name, rows in (("pulse", pulse_rows), ("acts", act_rows), ("spread", spread_rows)):
        write(out / f"{name}.csv", rows(random.Random(f"{SEED}/{name}")))


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Make up the pulse and the acts of evaluation of the sample.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "sample")
    build(parser.parse_args().out)


if __name__ == "__main__":
    main()
