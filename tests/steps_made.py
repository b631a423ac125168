"""Steps of cases for tests, from a table a person can read."""

from datetime import UTC, datetime, timedelta

from clairevoix.model.step import Outcome, Responsibility, Step
from clairevoix.store import lake
from clairevoix.store.schema import STEPS

START = datetime(2025, 1, 1, 9, tzinfo=UTC)


def a_step(step="ordered", *, case="k1", day=0.0, journey="fibre_connection", number=0, revision=0, **more) -> Step:
    """A step ``day`` days after the first of January 2025 at nine; ``due`` and ``ended`` are days too."""
    at = START + timedelta(days=day)
    ended, due = more.pop("ended", None), more.pop("due", None)
    outcome, whose = more.pop("outcome", None), more.pop("responsibility", None)
    return Step(
        step_id=more.pop("step_id", f"{case}-{step}-{number}-{day}"),
        case_id=case,
        journey=journey,
        step=step,
        started_at=at,
        ended_at=None if ended is None else START + timedelta(days=ended),
        started_on=at.date(),
        due_on=None if due is None else (START + timedelta(days=due)).date(),
        outcome=None if outcome is None else Outcome(outcome),
        responsibility=None if whose is None else Responsibility(whose),
        revision=revision,
        **more,
    )


def read_back(workspace) -> list[Step]:
    """Every stored step."""
    names = [name for name in STEPS.names if name != "month"]
    columns = ", ".join(f"{name} AT TIME ZONE 'UTC'" if name.endswith("_at") else name for name in names)
    found = [dict(zip(names, row, strict=True)) for row in lake.rows(workspace, f"SELECT {columns} FROM steps")]
    return [
        Step(
            **{
                name: value.replace(tzinfo=UTC) if name.endswith("_at") and value else value
                for name, value in row.items()
            }
        )
        for row in found
    ]
