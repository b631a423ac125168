"""What was published of each table, in the registry: what readers know for ever, and what a page that stays says again."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from clairevoix.charter.disclosure import Released, figure_again
from clairevoix.charter.republication import Published, Republished
from clairevoix.model.measure import Suppressed
from clairevoix.store.database import metadata, now

_publications = sa.Table(
    "publications",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("measure", sa.String, nullable=False),
    sa.Column("dimension", sa.String, nullable=False),
    sa.Column("period", sa.String, nullable=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("n", sa.String, nullable=False),
    sa.Column("released", sa.String, nullable=False),
    sa.Column("kept", sa.String, nullable=False),
    sa.Column("atoms", sa.String, nullable=False, server_default="{}"),
    sa.Index("publications_of_a_table", "measure", "dimension", "period"),
)

#: A table by its measure, its dimension and its period.
Name = tuple[str, str, str]


def earlier(engine: sa.Engine, name: Name) -> tuple[Published, ...]:
    """What was published of a table, oldest first."""
    columns = _publications.c
    wanted = (
        sa.select(columns.at, columns.n, columns.released, columns.atoms).where(*_of(name)).order_by(columns.number)
    )
    with engine.connect() as connection:
        return tuple(
            Published(at=row.at, n=json.loads(row.n), released=_read(row.released), atoms=json.loads(row.atoms))
            for row in connection.execute(wanted)
        )


def record(engine: sa.Engine, name: Name, judged: Republished) -> None:
    """Writes down what is about to be published of a table. Of the same people as the last time, it takes its place."""
    n, kept = json.dumps(judged.n, sort_keys=True), json.dumps(judged.kept, sort_keys=True)
    with engine.begin() as connection:
        last = connection.execute(_last(name)).one_or_none()
        atoms = json.dumps(judged.atoms, sort_keys=True)
        told = {} if judged.anew is None else {"released": _written(judged.anew)}
        if last is not None and ((last.n, last.atoms) == (n, atoms) or not told):
            of_last = _publications.c.number == last.number
            connection.execute(_publications.update().where(of_last).values(**told, kept=kept))
        else:
            row = {**dict(zip(("measure", "dimension", "period"), name, strict=True)), **told}
            connection.execute(_publications.insert().values(**row, at=now(), n=n, kept=kept, atoms=atoms))


def kept(engine: sa.Engine) -> dict[Name, dict[str, str]]:
    """The numbers that stay as they were published, by table: since when each stands."""
    columns = _publications.c
    newest = sa.select(sa.func.max(columns.number)).group_by(columns.measure, columns.dimension, columns.period)
    wanted = sa.select(columns.measure, columns.dimension, columns.period, columns.kept)
    wanted = wanted.where(columns.number.in_(newest), columns.kept != "{}").order_by(columns.number)
    with engine.connect() as connection:
        return {(row.measure, row.dimension, row.period): json.loads(row.kept) for row in connection.execute(wanted)}


def _of(name: Name) -> "list[sa.ColumnElement[bool]]":
    columns = _publications.c
    return [columns.measure == name[0], columns.dimension == name[1], columns.period == name[2]]


def _last(name: Name) -> "sa.Select[tuple[int, str, str]]":
    columns = _publications.c
    return (
        sa.select(columns.number, columns.n, columns.atoms).where(*_of(name)).order_by(columns.number.desc()).limit(1)
    )


def _written(released: Sequence[Released]) -> str:
    return json.dumps([asdict(each) for each in released])


def _read(text: str) -> tuple[Released, ...]:
    return tuple(figure_again(row) if "estimate" in row else Suppressed(**row) for row in json.loads(text))
