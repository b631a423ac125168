"""Synthetic answers to the relational survey, with net scores that are exact by design.

In: a plan of 21 months (answers, promoters minus detractors). Out: `responses.csv` and `responses.toml`.

Within a month the marks are handed out by rank of a hidden satisfaction that depends on site and channel, so that
shops, the chat and Marseille differ while the month's net count is exactly the planned one.
"""

from __future__ import annotations

import calendar
import csv
import random
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from comments_fr import PERSONAL_COMMENTS, comment


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the plan: `n` answers of which promoters minus detractors make `net`."""

    year: int
    month: int
    n: int
    net: int


#: 432 of 1,600 in 2024 (27.0 points); 469 of 1,400 from January to September 2025 (33.5 points).
PLAN: tuple[Month, ...] = (
    Month(2024, 1, 138, 34), Month(2024, 2, 126, 27), Month(2024, 3, 134, 36),
    Month(2024, 4, 129, 31), Month(2024, 5, 121, 36), Month(2024, 6, 140, 33),
    Month(2024, 7, 118, 34), Month(2024, 8, 97, 25), Month(2024, 9, 142, 44),
    Month(2024, 10, 151, 40), Month(2024, 11, 146, 43), Month(2024, 12, 158, 49),
    Month(2025, 1, 161, 53), Month(2025, 2, 148, 52), Month(2025, 3, 164, 54),
    Month(2025, 4, 173, 27), Month(2025, 5, 152, 47), Month(2025, 6, 158, 60),
    Month(2025, 7, 147, 56), Month(2025, 8, 118, 49), Month(2025, 9, 179, 71),
)  # fmt: skip

OUTAGE_MONTH = (2025, 4)
COMMENT_SHARES = {"promoter": 0.13, "passive": 0.10, "detractor": 0.26}

SITE_WEIGHTS = {"lille": 0.335, "nantes": 0.185, "lyon": 0.27, "marseille": 0.21}
SITE_EFFECTS = {"lille": 0.08, "nantes": 0.25, "lyon": 0.0, "marseille": -0.28, "bayonne": 0.1}
#: Bayonne is so small that its answers are counted out one by one.
BAYONNE_PER_YEAR = {2024: 11, 2025: 7}

CHANNEL_WEIGHTS = {2024: {"phone": 0.56, "chat": 0.22, "shop": 0.22}, 2025: {"phone": 0.50, "chat": 0.31, "shop": 0.19}}
CHANNEL_EFFECTS = {"phone": 0.0, "chat": -0.15, "shop": 0.35}

MARKS = {
    "promoter": ((10, 0.57), (9, 0.43)),
    "passive": ((8, 0.64), (7, 0.36)),
    "detractor": ((6, 0.27), (5, 0.25), (4, 0.09), (3, 0.10), (2, 0.07), (1, 0.05), (0, 0.17)),
}

SURVEY_TOML = """\
[survey]
id = "relational-nps"
question = "Recommanderiez-vous l'opérateur à vos proches ?"
scale_min = 0
scale_max = 10
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One line of `responses.csv`, before it has an identifier."""

    answered_on: date
    score: int
    site: str
    channel: str
    comment: str = ""

    @property
    def group(self) -> str:
        """Promoter, passive or detractor."""
        return "promoter" if self.score >= 9 else "passive" if self.score >= 7 else "detractor"


def _drawn_from(weights: dict[str, float], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _group_sizes(month: Month, rng: random.Random) -> tuple[int, int, int]:
    """Promoters, passives and detractors of one month."""
    n_passives = round(month.n * rng.uniform(0.235, 0.295))
    if (month.n - n_passives + month.net) % 2:
        n_passives += 1
    n_promoters = (month.n - n_passives + month.net) // 2
    return n_promoters, n_passives, month.n - n_passives - n_promoters


def _marks(group: str, n: int, rng: random.Random) -> list[int]:
    """`n` marks of one group, best first."""
    marks, weights = zip(*MARKS[group], strict=True)
    return sorted(rng.choices(marks, weights, k=n), reverse=True)


def _day(month: Month, rng: random.Random) -> date:
    n_days = calendar.monthrange(month.year, month.month)[1]
    days = [date(month.year, month.month, day) for day in range(1, n_days + 1)]
    return rng.choices(days, [0.35 if day.weekday() >= 5 else 1.0 for day in days])[0]


def _satisfaction(month: Month, site: str, channel: str, rng: random.Random) -> float:
    is_hit = (month.year, month.month) == OUTAGE_MONTH and site == "marseille"
    return rng.gauss(0, 1) + SITE_EFFECTS[site] + CHANNEL_EFFECTS[channel] - (0.9 if is_hit else 0)


def _month_answers(month: Month, n_bayonne: int, rng: random.Random) -> list[Answer]:
    places = ["bayonne"] * n_bayonne
    places += [_drawn_from(SITE_WEIGHTS, rng) for _ in range(month.n - n_bayonne)]
    visits = [(site, _drawn_from(CHANNEL_WEIGHTS[month.year], rng)) for site in places]
    visits.sort(key=lambda visit: -_satisfaction(month, visit[0], visit[1], rng))
    sizes = zip(("promoter", "passive", "detractor"), _group_sizes(month, rng), strict=True)
    marks = [mark for group, n in sizes for mark in _marks(group, n, rng)]
    return [
        Answer(answered_on=_day(month, rng), score=mark, site=site, channel=channel)
        for (site, channel), mark in zip(visits, marks, strict=True)
    ]


def _with_comment(answer: Answer, rng: random.Random) -> Answer:
    if rng.random() >= COMMENT_SHARES[answer.group]:
        return answer
    is_outage = (answer.answered_on.year, answer.answered_on.month) == OUTAGE_MONTH
    return replace(answer, comment=comment(answer.group, answer.channel, is_outage, rng))


def _with_personal_comments(answers: list[Answer], rng: random.Random) -> list[Answer]:
    """Replace a handful of comments by ones that hold a telephone number or an e-mail address."""
    answers = list(answers)
    for group, texts in PERSONAL_COMMENTS.items():
        rows = [n for n, answer in enumerate(answers) if answer.comment and answer.group == group]
        for row, text in zip(rng.sample(rows, len(texts)), texts, strict=True):
            answers[row] = replace(answers[row], comment=text)
    return answers


def build_answers() -> tuple[Answer, ...]:
    """All 3,000 answers, in order of date."""
    rng = random.Random("clairevoix survey 1")
    months_of_year = {year: [month.month for month in PLAN if month.year == year] for year in BAYONNE_PER_YEAR}
    bayonne = [(year, rng.choice(months_of_year[year])) for year, n in BAYONNE_PER_YEAR.items() for _ in range(n)]
    answers: list[Answer] = []
    for month in PLAN:
        answers += _month_answers(month, bayonne.count((month.year, month.month)), rng)
    rng.shuffle(answers)
    answers.sort(key=lambda answer: answer.answered_on)
    answers = [_with_comment(answer, rng) for answer in answers]
    return tuple(_with_personal_comments(answers, rng))


def write_survey(folder: Path) -> None:
    """Write `responses.csv` and `responses.toml`."""
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("response_id", "answered_on", "score", "site", "channel", "comment"))
        for number, answer in enumerate(build_answers(), start=1):
            writer.writerow(
                (
                    f"R-{number:04d}",
                    answer.answered_on.isoformat(),
                    answer.score,
                    answer.site,
                    answer.channel,
                    answer.comment,
                )
            )
    (folder / "responses.toml").write_text(SURVEY_TOML, encoding="utf-8")
