"""Who was informed: that an employee read the notice of a charter version, under each pseudonym that they have."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from clairevoix.store.accounts import moment
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within

_acknowledgements = sa.Table(
    "notice_acknowledgements",
    metadata,
    sa.Column("agent_id", sa.String, primary_key=True),
    sa.Column("version_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
)


def acknowledge(engine: sa.Engine, agent_ids: Sequence[str], version_id: int, at: datetime) -> None:
    """Writes down that the notice was read, once for each pseudonym: informed, not in agreement."""
    with engine.begin() as connection:
        known = {row.agent_id for row in connection.execute(_of(version_id))}
        for agent_id in sorted(set(agent_ids) - known):
            row = {"agent_id": agent_id, "version_id": version_id, "at": moment(at)}
            connection.execute(_acknowledgements.insert().values(row))
            append_within(connection, "notice-acknowledged", agent=agent_id, version=version_id)


def acknowledged_at(engine: sa.Engine, agent_id: str, version_id: int) -> datetime | None:
    """When the notice of a version was acknowledged under that pseudonym; None if it was not. See rule R10."""
    with engine.connect() as connection:
        row = connection.execute(_of(version_id).where(_acknowledgements.c.agent_id == agent_id)).one_or_none()
    return None if row is None else datetime.fromisoformat(row.at)


def _of(version_id: int) -> "sa.Select[tuple[str, str]]":
    wanted = sa.select(_acknowledgements.c.agent_id, _acknowledgements.c.at)
    return wanted.where(_acknowledgements.c.version_id == version_id)
