"""Made-up contacts of every channel, the answers after them, and programmes with effects that are known here.

In: a plan of 15 months, 16 areas and 10 shops. Out: `contact_log.parquet` with its declaration, `effort_answers.csv` with
its own, and `programmes.toml`. The sample's workspace moves their months so that the last of them is the last that has ended;
no day lies after the 28th, so that a date can be moved by whole months.

The truth: « Zéro effort » raises the share of cases without effort by 6 points in its first month and by one more in each
that follows, up to 10; meetings in shops change nothing; « Rappel promis », everywhere at once, changes nothing either.
Recommendation depends on effort alone.
"""

from __future__ import annotations

import csv
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FIRST = (2024, 7)
N_MONTHS = 15
CASES = 30
AREAS = ("13", "29", "31", "33", "35", "38", "44", "54", "59", "62", "67", "69", "75", "76", "83", "92")
#: « Zéro effort »: areas by the number of the month in which it began there.
WAVES = {7: ("29", "35", "44", "59"), 9: ("13", "31", "62", "69"), 11: ("33", "67", "75")}
EVERYWHERE = 8
SHOPS = {
    "boutique-annecy": "69", "boutique-brest": "29", "boutique-caen": "76", "boutique-colmar": "67",
    "boutique-dax": "33", "boutique-grenoble": "38", "boutique-lens": "62", "boutique-nancy": "54",
    "boutique-rennes": "35", "boutique-toulon": "83",
}  # fmt: skip
MEETINGS = {"boutique-annecy": 7, "boutique-lens": 8, "boutique-nancy": 8, "boutique-toulon": 10}
REASONS = {"OUTAGE": 0.27, "BILLING": 0.24, "INSTALLATION": 0.17, "MOVE": 0.09, "ORDER": 0.13, "OTHER": 0.10}
CHANNELS = {"phone": 0.52, "chat": 0.22, "shop": 0.20, "web": 0.06}
ANSWER_RATE = 0.36
#: Promoters, passives, detractors after a case without effort, and after one with.
MARKS = {True: (0.53, 0.28, 0.19), False: (0.34, 0.29, 0.37)}
EASE = {True: (3, 3, 6, 10, 20, 32, 26), False: (14, 14, 15, 16, 18, 14, 9)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One row of the log."""

    contact_id: str
    case: str
    customer: str
    started_at: datetime
    channel: str
    direction: str
    reason: str
    resolved: bool
    transfers: int
    reidentifications: int
    repetitions: int
    missed: bool
    area: str
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row of the answers."""

    answered_on: datetime
    customer: str
    score: int
    ease: int


def _month(number: int) -> tuple[int, int]:
    year, month = FIRST
    return year + (month - 1 + number) // 12, (month - 1 + number) % 12 + 1


def _drawn(weights: dict[str, float], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _effect(area: str, month: int) -> float:
    for start, areas in WAVES.items():
        if area in areas and month >= start:
            return min(0.10, 0.06 + 0.01 * (month - start))
    return 0.0


def _moments(first: datetime, n: int, rng: random.Random) -> list[datetime]:
    found = [first]
    for _ in range(n - 1):
        found.append(found[-1] + timedelta(days=rng.expovariate(1 / 5), minutes=5))
    return found


class _Maker:
    """Hands out numbers and draws: one generator for everything, so that the same seed gives the same files."""

    def __init__(self) -> None:
        self.rng = random.Random("clairevoix effort 1")
        self.levels = {area: self.rng.gauss(0, 0.03) for area in AREAS}
        self.n_contacts = 0
        self.n_cases = 0
        self.end = datetime(*_month(N_MONTHS - 1), 28, 18, tzinfo=UTC)

    def cases(self) -> Iterator[tuple[list[Logged], Answer | None]]:
        for month in range(N_MONTHS):
            for area in AREAS:
                for _ in range(CASES + self.rng.randint(-4, 4)):
                    yield self._case(month, area)

    def _case(self, month: int, area: str) -> tuple[list[Logged], Answer | None]:
        rng = self.rng
        self.n_cases += 1
        year, number = _month(month)
        first = datetime(year, number, rng.randint(1, 28), rng.randint(7, 17), rng.randint(0, 59), tzinfo=UTC)
        share = 0.50 + self.levels[area] + 0.025 * math.sin(month / 2) + _effect(area, month)
        is_easy = rng.random() < share
        customer = f"{area}-{rng.randint(1, 290):03d}"
        contacts = self._contacts(first, is_easy=is_easy, area=area, customer=customer)
        inside = [each for each in contacts if each.started_at <= self.end]
        return inside, self._answer(inside, is_easy=is_easy) if len(inside) == len(contacts) else None

    def _contacts(self, first: datetime, *, is_easy: bool, area: str, customer: str) -> list[Logged]:
        rng, case = self.rng, f"CASE-{self.n_cases:05d}"
        channel, reason = _drawn(CHANNELS, rng), _drawn(REASONS, rng)
        n = 1 if is_easy else min(6, 1 + int(rng.random() < 0.82) + int(rng.random() < 0.38) + int(rng.random() < 0.2))
        shops = [shop for shop, where in SHOPS.items() if where == area]
        found = []
        for place, at in enumerate(_moments(first, n, rng)):
            if place and rng.random() < 0.3:
                channel = _drawn(CHANNELS, rng)
            self.n_contacts += 1
            found.append(
                Logged(
                    contact_id=f"CT-{self.n_contacts:06d}",
                    case=case,
                    customer=customer,
                    started_at=_moved(at.replace(second=0, microsecond=0)),
                    channel=channel,
                    direction="promised" if place and rng.random() < 0.08 else "inbound",
                    reason=reason if rng.random() < 0.93 else "OTHER",
                    resolved=place == n - 1 and rng.random() < 0.94,
                    transfers=0 if is_easy else int(n == 1 or rng.random() < 0.3),
                    reidentifications=0 if is_easy and rng.random() < 0.9 else int(rng.random() < 0.35),
                    repetitions=0 if not place else int(rng.random() < 0.45),
                    missed=not is_easy and reason == "INSTALLATION" and rng.random() < 0.14,
                    area=area,
                    site=rng.choice(shops or list(SHOPS)) if channel == "shop" else "",
                )
            )
        return found

    def _answer(self, contacts: list[Logged], *, is_easy: bool) -> Answer | None:
        rng = self.rng
        if rng.random() >= ANSWER_RATE:
            return None
        group = rng.choices(("promoter", "passive", "detractor"), MARKS[is_easy])[0]
        marks = {"promoter": (9, 10), "passive": (7, 8), "detractor": (0, 2, 3, 4, 5, 5, 6, 6)}[group]
        answered = contacts[-1].started_at + timedelta(days=rng.randint(0, 3))
        ease = rng.choices(range(1, 8), EASE[is_easy])[0]
        return Answer(answered_on=answered, customer=contacts[0].customer, score=rng.choice(marks), ease=ease)


LOG_TOML = """\
# Contacts of every channel, without sound. Nothing says who answered.

[contacts]
time_zone = "Europe/Paris"

[contacts.columns]
contact_id = "contact_id"
case = "case"
customer = "customer"
started_at = "started_at"
channel = "channel"
direction = "direction"
reason = "reason"
resolved = "resolved"
transfers = "transfers"
reidentifications = "reidentifications"
repetitions = "repetitions"
missed = "missed"
area = "area"
site = "site"
"""
SURVEY_TOML = """\
[survey]
id = "effort"

[survey.columns]
response_id = "response_id"
answered_on = "answered_on"
customer = "customer"

[[survey.questions]]
id = "nps"
kind = "nps"
column = "score"
scale = [0, 10]
wording = "Recommanderiez-vous l'opérateur à vos proches ?"

[[survey.questions]]
id = "ease"
kind = "ces2"
column = "ease"
scale = [1, 7]
wording = "L'opérateur m'a facilité la résolution de ma demande."
"""


def _day(month: int) -> str:
    year, number = _month(month)
    return f"{year}-{number:02d}-01"


def _waves(waves: dict[int, tuple[str, ...]]) -> str:
    return "\n".join(
        f"  {{ places = {json.dumps(list(places))}, starts_on = {_day(month)} }},"
        for month, places in sorted(waves.items())
    )


def programmes_toml() -> str:
    """The register: a roll-out in waves, meetings in a few shops, and one that began everywhere at once."""
    meetings: dict[int, tuple[str, ...]] = {}
    for shop, month in sorted(MEETINGS.items()):
        meetings[month] = (*meetings.get(month, ()), shop)
    return f"""\
# The register of programmes: docs/reference/settings.md. Everything here is made up.

[[programmes]]
id = "zero-effort"
title = {{ fr = "Zéro effort", en = "Zero effort" }}
aim = {{ fr = "Une demande se règle en un seul contact, sans transfert.", en = "A request is settled in one contact, without transfer." }}
by = "area"
measures = ["zero-effort", "nps"]
cost_eur = 420000
rollout = [
{_waves(WAVES)}
]

[[programmes]]
id = "rencontres"
kind = "rencontre"
title = {{ fr = "Rencontres en boutique", en = "Meetings in shops" }}
aim = {{ fr = "Des clients et les équipes se parlent, un soir, dans la boutique.", en = "Customers and the team talk, one evening, in the shop." }}
by = "site"
measures = ["zero-effort", "nps"]
cost_eur = 18000
rollout = [
{_waves(meetings)}
]

[[programmes]]
id = "promised-call"
title = {{ fr = "Rappel promis", en = "Promised call" }}
aim = {{ fr = "Qui a rappelé une fois est rappelé, et ne rappelle plus.", en = "Whoever called twice is called back, and calls no more." }}
by = "area"
measures = ["contacts-per-case"]
cost_eur = 90000
rollout = [
{_waves({EVERYWHERE: AREAS})}
]
"""  # noqa: E501


def write_effort(folder: Path) -> None:
    """Write the log, the answers after contacts, and the register."""
    found = list(_Maker().cases())
    contacts = sorted((each for case, _ in found for each in case), key=lambda each: (each.started_at, each.contact_id))
    columns = {name: [getattr(each, name) for each in contacts] for name in Logged.__slots__}
    table = pa.table({**columns, "started_at": pa.array(columns["started_at"], pa.timestamp("s", tz="UTC"))})
    pq.write_table(table, folder / "contact_log.parquet", compression="zstd", compression_level=19)
    (folder / "contact_log.toml").write_text(LOG_TOML, encoding="utf-8")
    answers = sorted(
        (answer for _, answer in found if answer is not None), key=lambda each: (each.answered_on, each.customer)
    )
    end = datetime(*_month(N_MONTHS - 1), 28, 23, tzinfo=UTC)
    with (folder / "effort_answers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("response_id", "answered_on", "customer", "score", "ease"))
        for number, each in enumerate((each for each in answers if each.answered_on <= end), start=1):
            writer.writerow(
                (f"A-{number:04d}", f"{_moved(each.answered_on):%Y-%m-%d}", each.customer, each.score, each.ease)
            )
    (folder / "effort_answers.toml").write_text(SURVEY_TOML, encoding="utf-8")
    (folder / "programmes.toml").write_text(programmes_toml(), encoding="utf-8")


def _moved(day: datetime) -> datetime:
    """No day after the 28th."""
    return day if day.day <= 28 else day.replace(day=28)
