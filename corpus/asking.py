"""Synthetic answers after contacts, and the invitations of both surveys.

In: the contacts, what the drawn calls are about, the relational answers. Out: `after-contact.csv` and its declaration,
`after-contact-invitations.csv` and `invitations.csv`.

Made to be looked at: one site leaves out more of those it should invite, one way of inviting reaches more than the other,
what was said on waiting, explanations and the solution goes with the recommendation in different measure.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from contacts import LAST_DAY, Contact
from survey import SITE_EFFECTS, Answer

N_OTHERS, N_DAYS = 360, 126
#: Some customers answer 0 whatever was said to them.
ANGRY = 0.03
ANSWERED_SHARE = 0.72
CHANNELS = {"phone": 0.52, "chat": 0.28, "shop": 0.20}
SITES = {"lille": 0.32, "nantes": 0.20, "lyon": 0.26, "marseille": 0.20, "bayonne": 0.02}
#: Of invitations by a way: delivered, of these opened, of these started.
REACH = {"sms": (0.97, 0.62, 0.09), "e-mail": (0.93, 0.45, 0.12)}
WAYS = {"sms": 0.6, "e-mail": 0.4}
SUPPRESSED = {"marseille": 0.13}
FEW_SUPPRESSED = 0.025
#: What a call is about against how its customer answers, in standard deviations.
ABOUT = {"problem_solved": 0.5, "missed_appointment": -0.2, "repeat_contact": -0.1, "cancellation_intent": -0.3}
RELATIONAL_MONTHS = ("2025-07", "2025-08", "2025-09")
RATES = {"after": 0.31, "relational": 0.16}

AFTER_TOML = """\
[survey]
id = "after-contact"
time_zone = "Europe/Paris"

[[survey.questions]]
id = "recommend"
kind = "nps"
scale = [0, 10]
column = "recommend"
wording = "Après ce contact, recommanderiez-vous l'opérateur à vos proches ?"

[[survey.questions]]
id = "waiting"
kind = "csat"
column = "waiting"
wording = "Êtes-vous satisfait du temps d'attente ?"

[[survey.questions]]
id = "explanations"
kind = "csat"
column = "explanations"
wording = "Les explications étaient-elles claires ?"

[[survey.questions]]
id = "ease"
kind = "ces2"
column = "ease"
wording = "L'opérateur m'a rendu la démarche facile."

[[survey.questions]]
id = "solved"
kind = "fcr"
column = "solved"
wording = "Votre demande a-t-elle été résolue dès ce contact ?"

[survey.invitations]
file = "after-contact-invitations.csv"
"""
INVITED = """\

[survey.invitations]
file = "invitations.csv"
"""
COLUMNS_TOML = """\

[survey.invitations.columns]
"""
COLUMNS = (
    "invitation_id", "response_id", "channel", "site", "sent_at", "delivered_at", "opened_at", "started_at",
    "completed_at", "suppressed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """One line of `after-contact.csv`, before it has an identifier."""

    answered_on: date
    customer: str
    site: str
    channel: str
    recommend: int
    waiting: int | None
    explanations: int
    ease: int
    solved: int


def _drawn_from(weights: Mapping[str, float], rng: random.Random) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _mark(value: float, low: int, high: int) -> int:
    return min(high, max(low, round(value)))


def _after(day: date, customer: str, site: str, channel: str, mood: float, rng: random.Random) -> After:
    """The answers of one customer whose contact went `mood` standard deviations better than usual."""
    mood += rng.gauss(0, 0.7) + 0.5 * SITE_EFFECTS[site]
    waiting = rng.gauss(3.2, 0.9) + 0.25 * mood - (0.5 if channel == "phone" else 0)
    explanations = rng.gauss(3.7, 0.7) + 0.5 * mood
    solved = rng.random() < 1 / (1 + 2.718281828 ** -(0.7 + 1.3 * mood))
    ease = 2.2 + 0.55 * waiting + (1.5 if solved else 0) + rng.gauss(0, 0.9)
    recommend = 2.9 + 0.35 * waiting + 0.75 * explanations + (2.4 if solved else 0) + 0.3 * mood + rng.gauss(0, 1.8)
    if rng.random() < ANGRY:
        recommend = 0
    return After(
        answered_on=day,
        customer=customer,
        site=site,
        channel=channel,
        recommend=_mark(recommend, 0, 10),
        waiting=None if rng.random() < 0.03 else _mark(waiting, 1, 5),
        explanations=_mark(explanations, 1, 5),
        ease=_mark(ease, 1, 7),
        solved=int(solved),
    )


def build_after(
    contacts: Iterable[Contact], customers: Mapping[str, str], about: Mapping[str, Collection[str]]
) -> tuple[After, ...]:
    """The answers in order of date; `about` says what the drawn calls are about, and all of their customers answer."""
    rng = random.Random("clairevoix after contact 1")
    answers = []
    for contact in contacts:
        called_on = contact.started_at.date()
        day = min(LAST_DAY, called_on + timedelta(days=rng.choices((0, 1, 2, 3), (5, 3, 1, 1))[0]))
        mood = sum(ABOUT.get(label, 0.0) for label in about.get(contact.contact_id, ()))
        if rng.random() < ANSWERED_SHARE or contact.contact_id in about:
            answers.append(_after(day, customers[contact.contact_id], contact.site, "phone", mood, rng))
    for number in range(N_OTHERS):
        day = LAST_DAY - timedelta(days=rng.randrange(14, N_DAYS))
        site, channel = _drawn_from(SITES, rng), _drawn_from(CHANNELS, rng)
        answers.append(_after(day, f"K-{5000 + number}", site, channel, 0.0, rng))
    return tuple(sorted(answers, key=lambda each: (each.answered_on, each.customer)))


def customers_of(contacts: Iterable[Contact]) -> dict[str, str]:
    """Whose each contact is: one customer in ten called before."""
    rng = random.Random("clairevoix customers 1")
    found: dict[str, str] = {}
    for number, contact in enumerate(contacts, start=1):
        before = list(found.values())
        again = bool(before) and rng.random() < 0.1
        found[contact.contact_id] = rng.choice(before) if again else f"K-{number:04d}"
    return found


def _row(site: str, day: date, response_id: str, rng: random.Random) -> dict[str, str]:
    """One invitation; with a `response_id` it was completed on that day."""
    way = _drawn_from(WAYS, rng)
    at = time(rng.randrange(9, 19), rng.randrange(60), rng.randrange(60))
    sent = datetime.combine(day, at)
    row = {"response_id": response_id, "channel": way, "site": site}
    if not response_id and rng.random() < SUPPRESSED.get(site, FEW_SUPPRESSED):
        return {**row, "suppressed": "1"}
    delivered, opened, started = REACH[way]
    steps = [("sent_at", sent), ("delivered_at", sent + timedelta(seconds=rng.randrange(2, 90)))]
    far = 5 if response_id else 1 + sum(1 for _ in _reached((delivered, opened, started), rng))
    read = steps[1][1] + timedelta(minutes=rng.choices((1, 20, 90, 240), (3, 4, 2, 1))[0], seconds=rng.randrange(60))
    steps += [("opened_at", read), ("started_at", read + timedelta(seconds=rng.randrange(5, 60)))]
    steps.append(("completed_at", steps[-1][1] + timedelta(seconds=rng.randrange(40, 400))))
    return row | {name: moment.isoformat() for name, moment in steps[:far]}


def _reached(chances: tuple[float, ...], rng: random.Random) -> Iterable[float]:
    """The steps up to the first that is not reached."""
    for chance in chances:
        if rng.random() >= chance:
            return
        yield chance


def _invitations(
    answered: list[tuple[str, str, date]], rate: float, first: date, last: date, rng: random.Random
) -> list[dict[str, str]]:
    """Those of the answers (identifier, site, day), and as many others as make `rate`."""
    rows = [_row(site, day, response_id, rng) for response_id, site, day in answered]
    n_days = (last - first).days + 1
    rows += [
        _row(_drawn_from(SITES, rng), first + timedelta(days=rng.randrange(n_days)), "", rng)
        for _ in range(round(len(answered) * (1 / rate - 1)))
    ]
    rows.sort(key=lambda row: (row.get("sent_at", "9"), row["response_id"]))
    return rows


def _write(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _columns_toml() -> str:
    return COLUMNS_TOML + "".join(f'{name} = "{name}"\n' for name in COLUMNS)


def _numbered(rows: Iterable[dict[str, str]], letter: str) -> list[dict[str, str]]:
    return [{"invitation_id": f"{letter}-{number:04d}", **row} for number, row in enumerate(rows, start=1)]


def write_after(folder: Path, answers: tuple[After, ...]) -> None:
    """Write the answers after contacts, their declaration and their invitations."""
    names = list(After.__slots__)
    rows = [
        {"response_id": f"A-{number:04d}", **{name: getattr(answer, name) for name in names}}
        for number, answer in enumerate(answers, start=1)
    ]
    written = [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    _write(folder / "after-contact.csv", ("response_id", *names), written)
    (folder / "after-contact.toml").write_text(AFTER_TOML + _columns_toml(), encoding="utf-8")
    rng = random.Random("clairevoix invitations after contact 1")
    answered = [
        (str(row["response_id"]), answer.site, answer.answered_on) for row, answer in zip(rows, answers, strict=True)
    ]
    first = LAST_DAY - timedelta(days=N_DAYS - 1)
    invited = _invitations(answered, RATES["after"], first, LAST_DAY, rng)
    _write(folder / "after-contact-invitations.csv", COLUMNS, _numbered(invited, "J"))


def write_relational_invitations(folder: Path, answers: tuple[Answer, ...]) -> None:
    """Write the invitations of the last quarter of the relational survey, and say in its declaration where they are."""
    rng = random.Random("clairevoix invitations 1")
    answered = [
        (f"R-{number:04d}", answer.site, answer.answered_on)
        for number, answer in enumerate(answers, start=1)
        if f"{answer.answered_on:%Y-%m}" in RELATIONAL_MONTHS
    ]
    invited = _invitations(answered, RATES["relational"], date(2025, 7, 1), date(2025, 9, 30), rng)
    _write(folder / "invitations.csv", COLUMNS, _numbered(invited, "I"))
    declaration = folder / "responses.toml"
    text = declaration.read_text(encoding="utf-8")
    declaration.write_text(text + 'time_zone = "Europe/Paris"\n' + INVITED + _columns_toml(), encoding="utf-8")
