"""What the list says of a registered contact beside its recording: whose it is, and how many it stands for."""

from collections.abc import Iterable, Sequence
from dataclasses import fields

import sqlalchemy as sa

from clairevoix.model.contact import Contact, EvaluatedContact, Purpose
from clairevoix.store.database import metadata

_NAMES = ("customer", "team", "weight")
_WORK = Purpose.EVALUATE_WORK.value
table = sa.Table(
    "contact_particulars",
    metadata,
    sa.Column("contact_id", sa.String, primary_key=True),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("customer", sa.String, index=True),
    sa.Column("team", sa.String),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("agent", sa.String, index=True),
    sa.Column("epoch", sa.String),
    # Beside the types: whatever writes here, who answered is known of evaluated contacts alone.
    sa.CheckConstraint(f"agent IS NULL OR purpose = '{_WORK}'", name="agents_of_evaluations_alone"),
)


def add_within(connection: sa.Connection, contacts: Iterable[Contact]) -> None:
    """Keeps the particulars of contacts that are about to be registered, in an open transaction."""
    for contact in contacts:
        agent, epoch = (contact.agent, contact.epoch) if isinstance(contact, EvaluatedContact) else (None, None)
        connection.execute(table.delete().where(table.c.contact_id == contact.contact_id))
        connection.execute(
            table.insert().values(
                contact_id=contact.contact_id,
                purpose=contact.purpose.value,
                **{name: getattr(contact, name) for name in _NAMES},
                agent=agent,
                epoch=epoch,
            )
        )


def completed(engine: sa.Engine, contacts: Sequence[Contact]) -> dict[str, Contact]:
    """The same contacts with their particulars, by their identifiers."""
    with engine.connect() as connection:
        found = {row.contact_id: row for row in connection.execute(sa.select(table))}
    return {each.contact_id: _completed(each, found.get(each.contact_id)) for each in contacts}


def _completed(contact: Contact, row: "sa.Row[tuple[object, ...]] | None") -> Contact:
    if row is None:
        return contact
    particulars = row._mapping  # noqa: SLF001  (SQLAlchemy's documented name)
    values = {each.name: getattr(contact, each.name) for each in fields(Contact)}
    values |= {name: particulars[name] for name in _NAMES}
    if particulars["agent"] is None:
        return Contact(**values)
    return EvaluatedContact(**values, agent=particulars["agent"], epoch=particulars["epoch"])


def of_customer(engine: sa.Engine, customer: str) -> frozenset[str]:
    """The registered contacts of a customer."""
    return _ids(engine, table.c.customer == customer)


def of_agents(engine: sa.Engine, agents: Sequence[str]) -> frozenset[str]:
    """The registered contacts of an employee, by the pseudonyms of all epochs."""
    return _ids(engine, table.c.agent.in_(agents))


def customers(engine: sa.Engine) -> frozenset[str]:
    with engine.connect() as connection:
        found = connection.execute(sa.select(table.c.customer).distinct().where(table.c.customer.is_not(None)))
        return frozenset(str(row.customer) for row in found)


def _ids(engine: sa.Engine, where: sa.ColumnElement[bool]) -> frozenset[str]:
    with engine.connect() as connection:
        return frozenset(str(row.contact_id) for row in connection.execute(sa.select(table.c.contact_id).where(where)))
