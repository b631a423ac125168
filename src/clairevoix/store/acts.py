"""Acts of evaluation: those of this program, row by row, and those that other systems counted, as cells of the lake."""

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from clairevoix.model.contact import Purpose
from clairevoix.model.vigilance import UNSTATED, ActCell, ActKind, Spread
from clairevoix.store import lake
from clairevoix.store.database import metadata
from clairevoix.store.workspace import Workspace

_COLUMNS = tuple(ActCell.__slots__)


def add(workspace: Workspace, cells: Sequence[ActCell], spreads: Sequence[Spread]) -> None:
    """Stores what other systems counted."""
    if cells:
        lake.write(workspace, "acts", [{**asdict(cell), "act": cell.act.value} for cell in cells])
    if spreads:
        lake.write(workspace, "act_spreads", [asdict(each) for each in spreads])


def counted(workspace: Workspace) -> tuple[ActCell, ...]:
    """What other systems counted."""
    query = f"SELECT {', '.join(_COLUMNS)} FROM acts ORDER BY ALL"
    found = (dict(zip(_COLUMNS, row, strict=True)) for row in lake.rows(workspace, query))
    return tuple(ActCell(**{**values, "act": ActKind(values["act"])}) for values in found)


def spreads(workspace: Workspace) -> tuple[Spread, ...]:
    """How often people were evaluated, as other systems counted it."""
    found = lake.rows(workspace, "SELECT period, times, n_people FROM act_spreads ORDER BY period, times")
    return tuple(Spread(period=period, times=times, n_people=n) for period, times, n in found)


def own_spreads(engine: sa.Engine) -> tuple[Spread, ...]:
    """The same of this program's own budgets. The places of a period are numbered for each person from 0: so many people
    have a place of that number, that is, were evaluated more often than it says.
    """
    table = metadata.tables["evaluation_debits"]
    wanted = sa.select(table.c.period, table.c.place, sa.func.count()).group_by(table.c.period, table.c.place)
    with engine.connect() as connection:
        taken = {(period, place): int(n) for period, place, n in connection.execute(wanted)}
    return tuple(
        Spread(period=period, times=place + 1, n_people=n - taken.get((period, place + 1), 0))
        for (period, place), n in sorted(taken.items())
    )


def heard(workspace: Workspace) -> tuple[tuple[str, str, str, str, str], ...]:
    """Each contact heard to evaluate work: its identifier, month, site, team, and whose it is."""
    query = f"""
        SELECT contact_id, month, coalesce(site, '{UNSTATED}'), coalesce(team, '{UNSTATED}'), agent FROM contacts
        WHERE purpose = ? AND agent IS NOT NULL ORDER BY contact_id
    """
    return tuple(lake.rows(workspace, query, [Purpose.EVALUATE_WORK.value]))
