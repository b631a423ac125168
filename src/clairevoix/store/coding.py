"""Human coding in the registry: samples, their contacts, and the codes, which are only ever added.

A code says yes, no or cannot be told; no word of a contact is here. Once decided it goes to the lake, as a review.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from clairevoix.model.coding import BlindCode, CodedContact, CodingSample, SampledContact
from clairevoix.model.errors import StoreError
from clairevoix.store.database import metadata
from clairevoix.store.ledger import append_within

_samples = sa.Table(
    "coding_samples",
    metadata,
    sa.Column("sample_id", sa.String, primary_key=True),
    sa.Column("label", sa.String, nullable=False),
    sa.Column("label_version", sa.Integer, nullable=False),
    sa.Column("seed", sa.String, nullable=False),
    sa.Column("strata", sa.String, nullable=False),
    sa.Column("n_listed", sa.Integer, nullable=False),
    sa.Column("n_drawn", sa.Integer, nullable=False),
    sa.Column("drawn_at", sa.String, nullable=False),
)
_contacts = sa.Table(
    "coding_contacts",
    metadata,
    sa.Column("sample_id", sa.String, sa.ForeignKey("coding_samples.sample_id"), primary_key=True),
    sa.Column("contact_id", sa.String, primary_key=True, index=True),
    sa.Column("stratum", sa.String, nullable=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("is_reviewed", sa.Boolean, nullable=False),
)
#: ``number`` counts the codes of a contact, so that of two who come at once one is told that it is taken.
_codes = sa.Table(
    "coding_codes",
    metadata,
    sa.Column("sample_id", sa.String, primary_key=True),
    sa.Column("contact_id", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("coder", sa.String, nullable=False),
    sa.Column("present", sa.Boolean),
    sa.Column("coded_at", sa.String, nullable=False),
    sa.UniqueConstraint("sample_id", "contact_id", "coder"),
)


def add_sample(engine: sa.Engine, sample: CodingSample, contacts: Sequence[SampledContact]) -> None:
    """Stores a sample whole, with a leaf of the ledger by which it can be drawn again."""
    row = {name: getattr(sample, name) for name in CodingSample.__slots__} | {"drawn_at": sample.drawn_at.isoformat()}
    rows = [
        {name: getattr(each, name) for name in SampledContact.__slots__}
        | {"sample_id": sample.sample_id, "is_reviewed": False}
        for each in contacts
    ]
    with engine.begin() as connection:
        connection.execute(_samples.insert().values(row))
        connection.execute(_contacts.insert(), rows)
        told = ("label", "label_version", "seed", "strata", "n_listed", "n_drawn")
        append_within(
            connection, "coding-draw", sample=sample.sample_id, **{name: getattr(sample, name) for name in told}
        )


def samples(engine: sa.Engine) -> tuple[CodingSample, ...]:
    """Every sample, in the order in which they were drawn."""
    with engine.connect() as connection:
        found = connection.execute(sa.select(_samples).order_by(_samples.c.drawn_at, _samples.c.sample_id))
        return tuple(_sample(row) for row in found)


def sample(engine: sa.Engine, sample_id: str) -> CodingSample:
    """Raises StoreError if there is none."""
    with engine.connect() as connection:
        row = connection.execute(sa.select(_samples).where(_samples.c.sample_id == sample_id)).one_or_none()
    if row is None:
        raise StoreError("no such sample; see: clairevoix code status")
    return _sample(row)


def coded(engine: sa.Engine, sample_id: str) -> tuple[CodedContact, ...]:
    """The contacts of a sample with their codes, by identifier."""
    with engine.connect() as connection:
        codes: dict[str, list[BlindCode]] = {}
        wanted = sa.select(_codes).where(_codes.c.sample_id == sample_id).order_by(_codes.c.number)
        for row in connection.execute(wanted):
            codes.setdefault(row.contact_id, []).append(_code(row))
        found = sa.select(_contacts).where(_contacts.c.sample_id == sample_id).order_by(_contacts.c.contact_id)
        return tuple(
            CodedContact(
                contact=SampledContact(contact_id=row.contact_id, stratum=row.stratum, weight=row.weight),
                codes=tuple(codes.get(row.contact_id, ())),
            )
            for row in connection.execute(found)
        )


def add_code(engine: sa.Engine, sample_id: str, before: CodedContact, code: BlindCode) -> bool:
    """Adds a code, if nobody added one since ``before`` was read and this coder none; says whether it did."""
    contact_id, number = before.contact.contact_id, len(before.codes)
    key = {"sample_id": sample_id, "contact_id": contact_id, "number": number}
    given = {"coder": code.coder, "present": code.present, "coded_at": code.coded_at.isoformat()}
    try:
        with engine.begin() as connection:
            connection.execute(_codes.insert().values({**key, **given}))
            append_within(connection, "coding", account=code.coder, sample=sample_id, contact=contact_id, number=number)
    except sa.exc.IntegrityError:
        return False
    return True


def not_reviewed(engine: sa.Engine, sample_id: str) -> frozenset[str]:
    """Contacts of a sample of which the lake holds no review yet."""
    wanted = sa.select(_contacts.c.contact_id).where(_contacts.c.sample_id == sample_id, ~_contacts.c.is_reviewed)
    with engine.connect() as connection:
        return frozenset(connection.execute(wanted).scalars())


def mark_reviewed(engine: sa.Engine, sample_id: str, contact_ids: Collection[str]) -> None:
    """That the lake holds what was decided of these contacts."""
    with engine.begin() as connection:
        for contact_id in sorted(contact_ids):
            of_contact = sa.and_(_contacts.c.sample_id == sample_id, _contacts.c.contact_id == contact_id)
            connection.execute(_contacts.update().where(of_contact).values(is_reviewed=True))


def drawn_for(engine: sa.Engine, label: str) -> frozenset[str]:
    """Contacts that are in a sample of that label."""
    joined = sa.select(_contacts.c.contact_id).join(_samples, _samples.c.sample_id == _contacts.c.sample_id)
    with engine.connect() as connection:
        return frozenset(connection.execute(joined.where(_samples.c.label == label)).scalars())


def contact_ids(connection: sa.Connection) -> Iterable[str]:
    """Every contact that a sample holds, or of which there is a code."""
    both = sa.union(sa.select(_contacts.c.contact_id), sa.select(_codes.c.contact_id))
    return tuple(connection.execute(both).scalars())


def erase_within(connection: sa.Connection, gone: Collection[str]) -> int:
    """Deletes contacts that go from every sample, with their codes, in an open transaction. Returns how many places."""
    connection.execute(_codes.delete().where(_codes.c.contact_id.in_(gone)))
    return int(connection.execute(_contacts.delete().where(_contacts.c.contact_id.in_(gone))).rowcount)


def _sample(row: sa.Row[tuple[object, ...]]) -> CodingSample:
    values = {name: getattr(row, name) for name in CodingSample.__slots__}
    return CodingSample(**values | {"drawn_at": datetime.fromisoformat(values["drawn_at"])})


def _code(row: sa.Row[tuple[object, ...]]) -> BlindCode:
    return BlindCode(coder=row.coder, present=row.present, coded_at=datetime.fromisoformat(row.coded_at))
