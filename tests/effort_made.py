"""A made-up log of contacts, the answers after it and a register, small enough for tests: effects are written here."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from clairevoix.measure.programmes.register import FILE
from clairevoix.model.logged import LoggedContact
from clairevoix.model.survey import Question, QuestionKind, Rating, Response
from clairevoix.project import Project
from clairevoix.store import answers, contact_log, lake

FIRST = (2025, 1)
N_MONTHS = 12
AREAS = tuple(f"{number:02d}" for number in range(1, 13))
REACHED = {"01": 6, "02": 6, "03": 6, "04": 8, "05": 8, "06": 8}
EASE = Question(question_id="ease", kind=QuestionKind.CES2, scale_min=1, scale_max=7)

REGISTER = """
[[programmes]]
id = "spare"
title = { fr = "Épargner", en = "Spare them" }
aim = { fr = "Un seul contact.", en = "One contact." }
by = "area"
measures = ["zero-effort", "nps"]
cost_eur = 1000
rollout = [
  { places = ["01", "02", "03"], starts_on = 2025-07-01 },
  { places = ["04", "05", "06", "99"], starts_on = 2025-09-15 },
]

[[programmes]]
id = "lone-evening"
kind = "rencontre"
title = { fr = "Un soir", en = "One evening" }
aim = { fr = "Se parler.", en = "Talk." }
by = "area"
measures = ["contacts-per-case"]
rollout = [{ places = ["07"], starts_on = 2025-08-03 }]

[[programmes]]
id = "everywhere"
title = { fr = "Partout", en = "Everywhere" }
aim = { fr = "D’un coup.", en = "At once." }
by = "area"
measures = ["contacts-per-case"]
rollout = [{ places = [ALL], starts_on = 2025-07-01 }]

[[programmes]]
id = "before-the-log"
title = { fr = "Trop tôt", en = "Too early" }
aim = { fr = "Avant tout.", en = "Before all." }
by = "area"
measures = ["zero-effort"]
rollout = [{ places = ["01", "02"], starts_on = 2024-03-01 }]
""".replace("ALL", ", ".join(f'"{area}"' for area in AREAS))


def filled(project: Project, *, n_cases: int = 14, effect: float = 0.45, register: str = REGISTER) -> Project:
    """Stores the log, the answers and the register. Cases without effort: 35 %, and ``effect`` more once reached."""
    random, logged, responses, ratings, customers = Random(5), [], [], [], {}
    for month in range(N_MONTHS):
        for area in AREAS:
            for number in range(n_cases):
                start = REACHED.get(area)
                share = 0.35 + (effect if start is not None and month >= start else 0.0)
                is_zero = (number + random.random()) / n_cases < share
                case = f"{area}-{month}-{number}"
                day = datetime(FIRST[0], FIRST[1] + month, random.randint(1, 26), 9, tzinfo=UTC)
                for place in range(1 if is_zero else 2):
                    at = day + timedelta(days=5 * place)
                    logged.append(
                        LoggedContact(
                            entry_id=f"{case}-{place}",
                            case_id=case,
                            customer=f"customer-{area}-{number}",
                            started_at=at,
                            started_on=at.date(),
                            channel="phone",
                            reason="OUTAGE",
                            resolved=is_zero or place == 1,
                            area=area,
                        )
                    )
                if number % 2 == 0:
                    _answer(case, logged[-1], random.choice((9, 10, 8) if is_zero else (3, 7, 9)), responses, ratings)
                    customers[case] = logged[-1].customer or ""
    end = datetime(FIRST[0] + 1, 2, 10, tzinfo=UTC)
    logged.append(LoggedContact(entry_id="last", started_at=end, started_on=end.date()))
    contact_log.add(project.workspace, logged)
    answers.add_ratings(project.workspace, ratings, customers)
    lake.add_responses(project.workspace, responses, customers)
    (Path(project.workspace.root) / FILE).write_text(register, encoding="utf-8")
    return project


def _answer(case: str, last: LoggedContact, score: int, responses: list[Response], ratings: list[Rating]) -> None:
    on: date = last.started_on + timedelta(days=1)
    responses.append(Response(response_id=case, survey_id="after", answered_on=on, score=score))
    ratings.append(
        Rating(response_id=case, survey_id="after", question=EASE, value=7 if score > 8 else 3, answered_on=on)
    )
