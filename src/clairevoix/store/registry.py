"""Small transactions: jobs, quarantine, draws, surveys. SQLite by default, through SQLAlchemy Core.

Rows hold identifiers, counts, dates and enums. Where a recording lies is sealed, and forgotten with its row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from clairevoix.model.contact import Contact, Party, Purpose
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Survey
from clairevoix.store.database import metadata, now
from clairevoix.store.ledger import append_within

_jobs = sa.Table(
    "jobs",
    metadata,
    sa.Column("contact_id", sa.String, primary_key=True),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("code", sa.String),
    sa.Column("rule_id", sa.String),
    sa.Column("source", sa.LargeBinary, nullable=False),
    sa.Column("source_mark", sa.String, nullable=False),
    sa.Column("started_at", sa.String, nullable=False),
    sa.Column("parties", sa.String, nullable=False),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("site", sa.String),
    sa.Column("language", sa.String, nullable=False),
    sa.Column("updated_at", sa.String, nullable=False),
)
_draws = sa.Table(
    "draws",
    metadata,
    sa.Column("list_mark", sa.String, primary_key=True),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("rate", sa.Float, nullable=False),
    sa.Column("n_listed", sa.Integer, nullable=False),
    sa.Column("n_drawn", sa.Integer, nullable=False),
    sa.Column("seed_commitment", sa.String, nullable=False),
    sa.Column("drawn_at", sa.String, nullable=False),
)
_surveys = sa.Table(
    "surveys",
    metadata,
    sa.Column("survey_id", sa.String, primary_key=True),
    sa.Column("question", sa.String, nullable=False),
)
_asked = sa.Table(
    "survey_questions",
    metadata,
    *(sa.Column(name, sa.String, primary_key=True) for name in ("survey_id", "question_id")),
    *(sa.Column(name, sa.String, nullable=False) for name in ("kind", "scale", "wording")),
)


class State(StrEnum):
    """Where a contact stands."""

    PENDING = "pending"
    DONE = "done"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A drawn contact on its way. ``source`` is sealed; ``source_mark`` tells two sources apart without showing them."""

    contact: Contact
    source_mark: str
    source: bytes = field(repr=False)
    state: State = State.PENDING
    code: Code | None = None
    rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One list of contacts and what the draw took of it."""

    list_mark: str
    purpose: Purpose
    rate: float
    n_listed: int
    n_drawn: int
    seed_commitment: str


def known_marks(engine: sa.Engine) -> dict[str, str]:
    """Every contact already registered, with the mark of its source."""
    with engine.connect() as connection:
        return {row.contact_id: row.source_mark for row in connection.execute(sa.select(_jobs))}


def add_jobs(engine: sa.Engine, jobs: Iterable[Job], draw: Draw) -> None:
    """Registers drawn contacts and their draw in one transaction."""
    rows = [_row(job) for job in jobs]
    drawn = {**{name: getattr(draw, name) for name in Draw.__slots__}, "drawn_at": now()}
    with engine.begin() as connection:
        if rows:
            connection.execute(insert(_jobs).on_conflict_do_nothing(), rows)
        upsert = insert(_draws).values(drawn)
        connection.execute(upsert.on_conflict_do_update(index_elements=["list_mark"], set_=drawn))
        append_within(connection, "draw", **{name: drawn[name] for name in Draw.__slots__})


def jobs(engine: sa.Engine, state: State | None = None) -> tuple[Job, ...]:
    query = sa.select(_jobs).order_by(_jobs.c.contact_id)
    if state is not None:
        query = query.where(_jobs.c.state == state)
    with engine.connect() as connection:
        return tuple(_job(row) for row in connection.execute(query))


def source(engine: sa.Engine, contact_id: str) -> bytes:
    """Where a registered contact's recording lies, sealed."""
    with engine.connect() as connection:
        found: bytes = connection.execute(
            sa.select(_jobs.c.source).where(_jobs.c.contact_id == contact_id)
        ).scalar_one()
        return found


def move_source(engine: sa.Engine, job: Job) -> None:
    """Notes that a contact's recording lies elsewhere now; if it was put aside for being gone, it is pending again."""
    row = _jobs.c.contact_id == job.contact.contact_id
    gone = sa.and_(row, _jobs.c.code == Code.SOURCE_GONE)
    with engine.begin() as connection:
        moved = {"source": job.source, "source_mark": job.source_mark, "updated_at": now()}
        connection.execute(_jobs.update().where(gone).values(state=State.PENDING, code=None))
        connection.execute(_jobs.update().where(row).values(moved))


def draws(engine: sa.Engine) -> tuple[Draw, ...]:
    with engine.connect() as connection:
        rows = connection.execute(sa.select(_draws).order_by(_draws.c.drawn_at))
        return tuple(
            Draw(
                list_mark=row.list_mark,
                purpose=Purpose(row.purpose),
                rate=row.rate,
                n_listed=row.n_listed,
                n_drawn=row.n_drawn,
                seed_commitment=row.seed_commitment,
            )
            for row in rows
        )


def mark_done(engine: sa.Engine, contact_ids: Sequence[str]) -> None:
    with engine.begin() as connection:
        rows = _jobs.c.contact_id.in_(contact_ids)
        values = {"state": State.DONE, "code": None, "rule_id": None, "updated_at": now()}
        connection.execute(_jobs.update().where(rows).values(values))


def mark_quarantined(engine: sa.Engine, contact_id: str, code: Code, rule_id: str | None = None) -> None:
    """Puts a contact aside. Where its recording lies stays sealed, so that it can be tried again."""
    with engine.begin() as connection:
        row = _jobs.c.contact_id == contact_id
        values = {"state": State.QUARANTINED, "code": code, "rule_id": rule_id, "updated_at": now()}
        connection.execute(_jobs.update().where(row).values(values))
        if rule_id is not None:
            append_within(connection, "refusal", rule=rule_id, contact=contact_id)


def reopen(engine: sa.Engine, state: State) -> int:
    """Makes every contact in ``state`` pending again, but those that the charter refused. Returns how many."""
    with engine.begin() as connection:
        update = _jobs.update().where(_jobs.c.state == state, _jobs.c.rule_id.is_(None))
        values = {"state": State.PENDING, "code": None, "rule_id": None}
        return int(connection.execute(update.values(values)).rowcount)


def forget(engine: sa.Engine, contact_ids: Sequence[str]) -> None:
    """Deletes the rows of contacts that are past their term."""
    with engine.begin() as connection:
        connection.execute(_jobs.delete().where(_jobs.c.contact_id.in_(contact_ids)))


def add_survey(engine: sa.Engine, survey: Survey) -> None:
    """Keeps what a survey asks; declared again, the latest wording stands.

    Raises InputError(wrong_scale) for a question that was declared before with another kind or on another scale.
    """
    row = {"survey_id": survey.survey_id, "question": survey.question}
    asked = [
        {"survey_id": survey.survey_id, "question_id": each.question_id, "kind": each.kind.value}
        | {"scale": f"{each.scale_min}-{each.scale_max}", "wording": each.wording}
        for each in survey.questions
    ]
    with engine.begin() as connection:
        stored = connection.execute(sa.select(_asked).where(_asked.c.survey_id == survey.survey_id))
        before = {found.question_id: (found.kind, found.scale) for found in stored}
        for each in asked:
            name, scale = each["question_id"], (each["kind"], each["scale"])
            if before.get(name, scale) != scale:
                raise InputError(Code.WRONG_SCALE, f"the declaration, question {name}")
            upsert = insert(_asked).values(each)
            connection.execute(upsert.on_conflict_do_update(index_elements=["survey_id", "question_id"], set_=each))
        survey_upsert = insert(_surveys).values(row)
        connection.execute(survey_upsert.on_conflict_do_update(index_elements=["survey_id"], set_=row))


def questions(engine: sa.Engine) -> dict[str, str]:
    """The question of each survey."""
    with engine.connect() as connection:
        return {row.survey_id: row.question for row in connection.execute(sa.select(_surveys))}


def wordings(engine: sa.Engine, survey_id: str) -> dict[str, str]:
    """The questions of a survey by their identifiers, as they were worded; those without a wording are left out."""
    with engine.connect() as connection:
        found = connection.execute(sa.select(_asked).where(_asked.c.survey_id == survey_id))
        return {row.question_id: row.wording for row in found if row.wording}


def _row(job: Job) -> dict[str, object]:
    contact = job.contact
    return {
        "contact_id": contact.contact_id,
        "state": job.state,
        "code": job.code,
        "rule_id": job.rule_id,
        "source": job.source,
        "source_mark": job.source_mark,
        "started_at": contact.started_at.isoformat(),
        "parties": "|".join(contact.parties),
        "purpose": contact.purpose,
        "site": contact.site,
        "language": contact.language,
        "updated_at": now(),
    }


def _job(row: "sa.Row[tuple[object, ...]]") -> Job:
    values = row._mapping  # noqa: SLF001  (SQLAlchemy's documented name)
    return Job(
        contact=Contact(
            contact_id=values["contact_id"],
            started_at=datetime.fromisoformat(values["started_at"]),
            parties=tuple(Party(name) for name in values["parties"].split("|") if name),
            purpose=Purpose(values["purpose"]),
            site=values["site"],
            language=values["language"],
        ),
        source_mark=values["source_mark"],
        source=values["source"],
        state=State(values["state"]),
        code=Code(values["code"]) if values["code"] else None,
        rule_id=values["rule_id"],
    )
