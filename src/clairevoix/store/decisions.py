"""What was decided about the pressure of evaluations: each with its leaf of the ledger, in the same transaction."""

import secrets
from datetime import date

import sqlalchemy as sa

from clairevoix.charter.access import Role
from clairevoix.model.evaluation import RedactedText
from clairevoix.model.vigilance import Decision, Remedy
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within
from clairevoix.store.workspace import Workspace, seal, unseal

_decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("decision_id", sa.String, primary_key=True),
    sa.Column("decided_on", sa.String, nullable=False),
    sa.Column("step", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("site", sa.String),
    sa.Column("reason", sa.LargeBinary, nullable=False),
)


def add(
    engine: sa.Engine,
    workspace: Workspace,
    *,
    on: date,
    step: Remedy,
    role: Role,
    site: str | None,
    reason: RedactedText,
) -> Decision:
    """Keeps a decision for good. The ledger says what, by which role and where; why is sealed here."""
    made = Decision(decision_id=secrets.token_hex(8), on=on, step=step, role=role.value, site=site, reason=reason.text)
    row = {"decision_id": made.decision_id, "decided_on": on.isoformat(), "step": step.value, "role": role.value}
    with engine.begin() as connection:
        connection.execute(_decisions.insert().values(**row, site=site, reason=seal(workspace, reason.text)))
        append_within(
            connection, "decision", decision=made.decision_id, step=step.value, role=role.value, site=site or ""
        )
    return made


def decisions(engine: sa.Engine, workspace: Workspace) -> tuple[Decision, ...]:
    """All of them, the latest first."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(_decisions).order_by(_decisions.c.decided_on.desc()))
        return tuple(
            Decision(
                decision_id=row.decision_id,
                on=date.fromisoformat(row.decided_on),
                step=Remedy(row.step),
                role=row.role,
                site=row.site,
                reason=unseal(workspace, row.reason),
            )
            for row in rows
        )
