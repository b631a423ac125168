"""The made-up pulse and pressure of the sample: the same from the same seed, and of nobody."""

import csv
from pathlib import Path

import pytest

import vigilance as made_up

SAMPLE = Path(made_up.__file__).parent / "sample"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["pulse.csv", "acts.csv", "spread.csv"])
def test_the_sample_is_what_the_seed_gives(tmp_path, name):
    made_up.build(tmp_path)
    assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_what_is_evaluated_is_what_machines_and_people_evaluated():
    acts = rows(SAMPLE / "acts.csv")
    n = {(row["month"], row["team"], row["act"]): int(row["n_acts"]) for row in acts}
    for (month, team, act), count in n.items():
        if act == "evaluated":
            assert count == sum(n.get((month, team, each), 0) for each in ("by-machine", "by-people"))


def test_the_spread_is_that_of_the_last_month():
    last = [row for row in rows(SAMPLE / "acts.csv") if (row["month"], row["act"]) == ("2025-09", "evaluated")]
    spread = rows(SAMPLE / "spread.csv")
    assert sum(int(row["times"]) * int(row["n_people"]) for row in spread) == sum(int(row["n_acts"]) for row in last)
    assert sum(int(row["n_people"]) for row in spread) == sum(made_up.TEAMS.values())


def test_a_month_of_the_smallest_site_has_about_four_answers():
    counts = {}
    for row in rows(SAMPLE / "pulse.csv"):
        if row["site"] == "bayonne":
            counts[row["month"]] = counts.get(row["month"], 0) + 1
    assert max(counts.values()) < 10
