"""What each person's budget of evaluations bore: one row a debit, in places that are taken once.

The places of a period are numbered from 0, and a number is taken by one debit only, which the table's own key enforces:
two who debit at once cannot both take the last place, on whatever database. So are those that were chosen, for all people
together.
"""

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa

from clairevoix.model.evaluation import Drawn, Reason, Spent
from clairevoix.store.database import metadata

_debits = sa.Table(
    "evaluation_debits",
    metadata,
    sa.Column("agent_id", sa.String, primary_key=True),
    sa.Column("period", sa.String, primary_key=True),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("chosen_place", sa.Integer),
    sa.Column("reason", sa.String),
    sa.Column("evaluation_id", sa.String, nullable=False, unique=True),
    sa.UniqueConstraint("period", "chosen_place"),
)


def debit_within(
    connection: sa.Connection,
    *,
    evaluation_id: str,
    agent_id: str,
    drawn: Drawn,
    reason: Reason | None,
    period: Callable[[date | None], date],
    admit: Callable[[Spent], None],
) -> Spent:
    """Debits one evaluation in the transaction that makes it, and returns what the budget bears then.

    ``period`` says which period, given the latest that anything was debited to; ``admit`` is asked with what the budget
    bears already, and raises to refuse. Raises sqlalchemy.exc.IntegrityError if another transaction took the place first:
    the whole transaction is then to be tried again.
    """
    before = _spent(connection, agent_id, period(_latest(connection)))
    admit(before)
    is_chosen = drawn is Drawn.CHOSEN
    row = {
        "agent_id": agent_id,
        "period": before.period.isoformat(),
        "place": before.n,
        "chosen_place": before.n_all_chosen if is_chosen else None,
        "reason": reason,
        "evaluation_id": evaluation_id,
    }
    connection.execute(_debits.insert().values(row))
    return Spent(
        period=before.period,
        n=before.n + 1,
        n_chosen=before.n_chosen + is_chosen,
        n_all=before.n_all + 1,
        n_all_chosen=before.n_all_chosen + is_chosen,
    )


def spent(engine: sa.Engine, agent_id: str, period: date) -> Spent:
    """What one person's budget of a period bore so far: for that person's own page."""
    with engine.connect() as connection:
        return _spent(connection, agent_id, period)


def latest(engine: sa.Engine) -> date | None:
    """The latest period that anything was debited to."""
    with engine.connect() as connection:
        return _latest(connection)


def forget_before(engine: sa.Engine, period: date) -> int:
    """Deletes the debits of earlier periods, but never those of the latest. Returns how many."""
    with engine.begin() as connection:
        last = _latest(connection)
        until = period if last is None else min(period, last)
        return int(connection.execute(_debits.delete().where(_debits.c.period < until.isoformat())).rowcount)


def _spent(connection: sa.Connection, agent_id: str, period: date) -> Spent:
    counts = sa.select(sa.func.count(), sa.func.count(_debits.c.chosen_place)).where(
        _debits.c.period == period.isoformat()
    )
    n_all, n_all_chosen = connection.execute(counts).one()
    n, n_chosen = connection.execute(counts.where(_debits.c.agent_id == agent_id)).one()
    return Spent(period=period, n=n, n_chosen=n_chosen, n_all=n_all, n_all_chosen=n_all_chosen)


def _latest(connection: sa.Connection) -> date | None:
    found = connection.execute(sa.select(sa.func.max(_debits.c.period))).scalar_one()
    return date.fromisoformat(found) if found is not None else None
