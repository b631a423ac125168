"""Synthetic answers to Arcep's question and to the Podium's, and synthetic mock mystery contacts.

Out: `satisfaction.csv` with its declaration, and `mystery.csv`. Nobody was asked and nobody was called: notes are drawn from
one chance for each criterion, so that the answers are hardly ever complete and delays are long, and courtesy costs nothing.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

QUESTIONS = {
    "arcep_satisfaction": "Quelle note de satisfaction donnez-vous à votre opérateur, de 0 à 10 ?",
    "podium_kept_promise": "Il a tenu ce qu'il avait promis.",
    "podium_effort": "Il m'a simplifié les choses.",
    "podium_known": "Il connaît ma situation.",
    "podium_trust": "Je lui fais confiance.",
    "podium_considered": "Je me suis senti considéré.",
    "podium_pleased": "J'ai passé un bon moment.",
}
#: How far each question lies below or above the first, on average.
SHIFTS = {"arcep_satisfaction": 0.0, "podium_kept_promise": -0.5, "podium_effort": -0.9, "podium_known": -1.3}
SHIFTS |= {"podium_trust": -0.6, "podium_considered": -0.8, "podium_pleased": -1.6}
N_ANSWERS = {2024: 420, 2025: 360}
MEAN = {2024: 7.5, 2025: 7.7}
LAST_DAY = {2024: date(2024, 12, 31), 2025: date(2025, 9, 30)}

#: Tests by channel, and the chance of each criterion to be wholly met; a fifth of the rest is met by half.
TESTS = {"phone": 60, "mail": 24, "chat": 14, "social": 12, "web": 10}
CHANCES = {
    "phone": {"reached": 0.6, "greeting": 0.95, "listening": 0.65, "answer_right": 0.55, "answer_complete": 0.35}
    | {"clear": 0.62, "next_step": 0.42, "courtesy": 0.97},
    "mail": {
        "delay": 0.45,
        "answer_right": 0.65,
        "answer_complete": 0.4,
        "clear": 0.7,
        "personal": 0.6,
        "next_step": 0.45,
    },
    "chat": {"reached": 0.8, "delay": 0.6, "answer_right": 0.6, "answer_complete": 0.4, "clear": 0.7, "courtesy": 0.95},
    "social": {"delay": 0.5, "answer_right": 0.6, "clear": 0.7, "courtesy": 0.95},
    "web": {"found": 0.6, "clear": 0.7, "complete": 0.5},
}
#: Days over which the tests were made; the last lies here, and moves when the sample is copied out.
TESTED_UNTIL, TESTED_FOR_DAYS = date(2025, 9, 30), 75


def _satisfaction() -> Iterator[list[object]]:
    rng = random.Random("clairevoix satisfaction 1")
    number = 0
    for year, n in N_ANSWERS.items():
        first = date(year, 1, 1)
        days = sorted(rng.randrange((LAST_DAY[year] - first).days + 1) for _ in range(n))
        for day in days:
            number += 1
            person = rng.gauss(MEAN[year], 1.5)
            marks = [round(person + SHIFTS[name] + rng.gauss(0, 1.0)) for name in QUESTIONS]
            yield [
                f"Q-{number:04d}",
                (first + timedelta(days=day)).isoformat(),
                *(min(10, max(0, mark)) for mark in marks),
            ]


def _mystery() -> Iterator[list[object]]:
    rng = random.Random("clairevoix mystery 1")
    tests = [channel for channel, n in TESTS.items() for _ in range(n)]
    rng.shuffle(tests)
    days = sorted(rng.randrange(TESTED_FOR_DAYS) for _ in tests)
    days[-1] = TESTED_FOR_DAYS - 1
    first = TESTED_UNTIL - timedelta(days=TESTED_FOR_DAYS - 1)
    for number, (channel, day) in enumerate(zip(tests, days, strict=True), start=1):
        tested_on = first + timedelta(days=day)
        for criterion, chance in CHANCES[channel].items():
            drawn = rng.random()
            note = 1 if drawn < chance else 0.5 if drawn < (1 + 4 * chance) / 5 else 0
            who = f"coder-{1 + number % 2}"
            yield [f"M-{number:03d}", channel, tested_on.isoformat(), criterion, note, who, tested_on.isoformat()]


def _declaration() -> str:
    lines = ["[survey]", 'id = "satisfaction"', ""]
    for name, wording in QUESTIONS.items():
        lines += ["[[survey.questions]]", f'id = "{name}"', 'kind = "csat"', "scale = [0, 10]", f'column = "{name}"']
        lines += [f'wording = "{wording}"', ""]
    return "\n".join(lines)


def write_prizes(folder: Path) -> None:
    """Write `satisfaction.csv`, `satisfaction.toml` and `mystery.csv`."""
    tables = {
        "satisfaction.csv": (["response_id", "answered_on", *QUESTIONS], _satisfaction()),
        "mystery.csv": (
            ["test_id", "channel", "tested_on", "criterion", "note", "confirmed_by", "confirmed_on"],
            _mystery(),
        ),
    }
    for name, (heading, rows) in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(heading)
            writer.writerows(rows)
    (folder / "satisfaction.toml").write_text(_declaration(), encoding="utf-8")
