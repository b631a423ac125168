"""Evaluations in the registry: events that are only ever added, each with a leaf of the ledger in the same transaction.

In the clear stand identifiers, dates and enums. What was found, decided and written about somebody's work is sealed. No
question here asks for one person's evaluations but that person's own, and none puts people in an order.
"""

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa

from clairevoix.model.errors import StoreError
from clairevoix.model.evaluation import Evaluation, EvaluationEvent, Spent, Standing
from clairevoix.store.database import metadata
from clairevoix.store.evaluation_rows import Course, of_draft, of_event, to_draft, to_event
from clairevoix.store.ledger import append_within
from clairevoix.store.workspace import Workspace, seal, unseal

#: A transaction that lost its place in a budget to another is tried again; each time another one won.
_ATTEMPTS = 100
_OVER = (Standing.VOID, Standing.EXPIRED)

_evaluations = sa.Table(
    "evaluations",
    metadata,
    sa.Column("evaluation_id", sa.String, primary_key=True),
    sa.Column("agent_id", sa.String, nullable=False, index=True),
    sa.Column("contact_id", sa.String, nullable=False, index=True),
    sa.Column("standing", sa.String, nullable=False),
    sa.Column("n_events", sa.Integer, nullable=False),
    sa.Column("place_in_queue", sa.String, nullable=False),
    sa.Column("drafted_at", sa.String, nullable=False),
    sa.Column("expires_at", sa.String, nullable=False),
    sa.Column("draft", sa.LargeBinary, nullable=False),
    sa.Column("explanation", sa.LargeBinary),
)
_events = sa.Table(
    "evaluation_events",
    metadata,
    sa.Column("evaluation_id", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("action", sa.String, nullable=False),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("event", sa.LargeBinary, nullable=False),
)


def add(
    engine: sa.Engine, workspace: Workspace, evaluation: Evaluation, debit: Callable[[sa.Connection], Spent]
) -> Spent:
    """Stores a new draft and debits its person's budget, both or neither.

    ``debit`` is asked within the transaction, see :func:`clairevoix.store.budgets.debit_within`; what it raises goes to the
    caller and nothing is stored. Raises StoreError if the identifier is taken.
    """
    for _ in range(_ATTEMPTS):
        try:
            with engine.begin() as connection:
                spent = debit(connection)
                connection.execute(_evaluations.insert().values(_row(workspace, evaluation)))
                _leaf_of_draft(connection, evaluation, spent)
                return spent
        except sa.exc.IntegrityError:
            if _exists(engine, evaluation.draft.evaluation_id):
                break
    raise StoreError("the evaluation could not be added: its identifier is taken, or too many were added at once")


def append(
    engine: sa.Engine,
    workspace: Workspace,
    before: Evaluation,
    after: Evaluation,
    event: EvaluationEvent,
    explanation: str | None = None,
) -> bool:
    """Adds what happened, if nothing else happened since ``before`` was read; says whether it did.

    ``explanation`` is kept with it, sealed.
    """
    evaluation_id = before.draft.evaluation_id
    row = sa.and_(_evaluations.c.evaluation_id == evaluation_id, _evaluations.c.n_events == before.n_events)
    values: dict[str, object] = {"standing": after.standing, "n_events": after.n_events}
    if explanation is not None:
        values["explanation"] = seal(workspace, explanation)
    with engine.begin() as connection:
        if connection.execute(_evaluations.update().where(row).values(values)).rowcount != 1:
            return False
        sealed = seal(workspace, of_event(evaluation_id, before.n_events, event))
        clear = {"action": event.action, "by": event.by, "at": _utc(event.at)}
        stored = {"evaluation_id": evaluation_id, "number": before.n_events, **clear, "event": sealed}
        connection.execute(_events.insert().values(stored))
        facts = {"action": event.action.value, "by": event.by.value, "number": before.n_events}
        ground = {"ground": event.ground.value} if event.ground is not None else {}
        append_within(
            connection, "evaluation", evaluation=evaluation_id, standing=after.standing.value, **facts, **ground
        )
    return True


def course(engine: sa.Engine, workspace: Workspace, evaluation_id: str) -> Course:
    """One evaluation with all its events. Raises StoreError if there is none."""
    with engine.connect() as connection:
        return _course(connection, workspace, evaluation_id)


def of_agent(engine: sa.Engine, workspace: Workspace, agent_id: str) -> tuple[Course, ...]:
    """The evaluations of one person, oldest first: for that person."""
    wanted = sa.select(_evaluations.c.evaluation_id).where(_evaluations.c.agent_id == agent_id)
    with engine.connect() as connection:
        found = connection.execute(wanted.order_by(_evaluations.c.drafted_at, _evaluations.c.evaluation_id)).scalars()
        return tuple(_course(connection, workspace, evaluation_id) for evaluation_id in found.all())


def waiting(engine: sa.Engine, standings: Collection[Standing]) -> tuple[str, ...]:
    """Identifiers of the evaluations that stand so, in an order drawn at random once for each: by nobody and by no day."""
    wanted = sa.select(_evaluations.c.evaluation_id).where(_evaluations.c.standing.in_(sorted(standings)))
    with engine.connect() as connection:
        return tuple(connection.execute(wanted.order_by(_evaluations.c.place_in_queue)).scalars())


def live(engine: sa.Engine) -> tuple[str, ...]:
    """Identifiers of all that are neither void nor expired."""
    return waiting(engine, [each for each in Standing if each not in _OVER])


def of_contacts(engine: sa.Engine, contact_ids: Sequence[str]) -> tuple[str, ...]:
    """Identifiers of the evaluations that rest on these contacts."""
    wanted = sa.select(_evaluations.c.evaluation_id).where(_evaluations.c.contact_id.in_(contact_ids))
    with engine.connect() as connection:
        return tuple(connection.execute(wanted.order_by(_evaluations.c.place_in_queue)).scalars())


def explanation(engine: sa.Engine, workspace: Workspace, evaluation_id: str) -> str | None:
    """The explanation that was kept with the delivery."""
    wanted = sa.select(_evaluations.c.explanation).where(_evaluations.c.evaluation_id == evaluation_id)
    with engine.connect() as connection:
        sealed = connection.execute(wanted).scalar_one_or_none()
    return unseal(workspace, sealed) if sealed is not None else None


def latest_at(engine: sa.Engine) -> datetime | None:
    """When the last thing happened to any evaluation: a clock that shows less was set back."""
    with engine.connect() as connection:
        moments = [
            connection.execute(sa.select(sa.func.max(column))).scalar_one()
            for column in (_evaluations.c.drafted_at, _events.c.at)
        ]
    return max((datetime.fromisoformat(each) for each in moments if each is not None), default=None)


def forget_until(engine: sa.Engine, at: datetime) -> int:
    """Deletes evaluations that are past their term, with all that was written about them. Returns how many."""
    past = _evaluations.c.expires_at <= _utc(at)
    gone = sa.select(_evaluations.c.evaluation_id).where(past)
    with engine.begin() as connection:
        connection.execute(_events.delete().where(_events.c.evaluation_id.in_(gone)))
        n_gone = int(connection.execute(_evaluations.delete().where(past)).rowcount)
        if n_gone:
            append_within(connection, "evaluations-purged", evaluations=n_gone)
    return n_gone


def contact_ids(connection: sa.Connection) -> tuple[str, ...]:
    """Every contact on which an evaluation rests."""
    return tuple(connection.execute(sa.select(_evaluations.c.contact_id).distinct()).scalars())


def erase_within(connection: sa.Connection, gone: Collection[str], agent_ids: Collection[str]) -> int:
    """Deletes what rests on contacts that go, or is about these agents, in an open transaction. Returns how many."""
    doomed = sa.or_(_evaluations.c.contact_id.in_(gone), _evaluations.c.agent_id.in_(agent_ids))
    ids = sa.select(_evaluations.c.evaluation_id).where(doomed)
    connection.execute(_events.delete().where(_events.c.evaluation_id.in_(ids)))
    return int(connection.execute(_evaluations.delete().where(doomed)).rowcount)


def _leaf_of_draft(connection: sa.Connection, evaluation: Evaluation, spent: Spent) -> None:
    draft = evaluation.draft
    append_within(
        connection,
        "evaluation",
        evaluation=draft.evaluation_id,
        standing=evaluation.standing.value,
        action="draft",
        origin=draft.origin.value,
        drawn=draft.drawn.value,
        reason=draft.reason.value if draft.reason is not None else "",
        grid=draft.grid_digest,
        charter=draft.charter_digest,
        period=spent.period.isoformat(),
    )


def _row(workspace: Workspace, evaluation: Evaluation) -> dict[str, object]:
    draft = evaluation.draft
    return {
        "evaluation_id": draft.evaluation_id,
        "agent_id": draft.agent_id,
        "contact_id": draft.contact_id,
        "standing": evaluation.standing,
        "n_events": evaluation.n_events,
        "place_in_queue": secrets.token_hex(8),
        "drafted_at": _utc(evaluation.drafted_at),
        "expires_at": _utc(evaluation.expires_at),
        "draft": seal(workspace, of_draft(draft, evaluation.terms)),
    }


def _course(connection: sa.Connection, workspace: Workspace, evaluation_id: str) -> Course:
    wanted = sa.select(_evaluations).where(_evaluations.c.evaluation_id == evaluation_id)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        raise StoreError("no such evaluation")
    draft, terms = to_draft(unseal(workspace, row.draft), evaluation_id)
    events = sa.select(_events).where(_events.c.evaluation_id == evaluation_id).order_by(_events.c.number)
    return Course(
        draft=draft,
        terms=terms,
        drafted_at=datetime.fromisoformat(row.drafted_at),
        events=tuple(
            to_event(unseal(workspace, each.event), evaluation_id, each.number) for each in connection.execute(events)
        ),
    )


def _utc(moment: datetime) -> str:
    """Moments are compared as text, so they are all written in one time zone."""
    return moment.astimezone(UTC).isoformat()


def _exists(engine: sa.Engine, evaluation_id: str) -> bool:
    wanted = sa.select(_evaluations.c.evaluation_id).where(_evaluations.c.evaluation_id == evaluation_id)
    with engine.connect() as connection:
        return connection.execute(wanted).first() is not None
