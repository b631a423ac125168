"""The declared cube: tables with whom each of their numbers counts, and what was published of them before."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from clairevoix.charter.audit import Population, Row
from clairevoix.charter.gate import Cell
from clairevoix.model.measure import Estimate, EstimateTable

#: The names of the populations: those who answered or called, and those whose work it was.
CUSTOMERS, STAFF = "customers", "staff"

#: People of one atom who came and went together: its name, the first publication that counted them, and the last, if any.
Batch = tuple[str, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A table with the cell of each part, in its order, and of its total."""

    table: EstimateTable
    parts: tuple[Cell, ...]
    total: Cell | None = None

    def cells(self) -> Iterator[tuple[Estimate, Cell]]:
        """The total first."""
        if self.table.total is not None and self.total is not None:
            yield self.table.total, self.total
        yield from zip(self.table.parts, self.parts, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What was published together once: how many people each atom had then, and the cells, over atoms."""

    n: Mapping[str, int]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Tables to be judged, and the cells of earlier publications, over the same batches of people."""

    tables: tuple[Counted, ...]
    earlier: tuple[Cell, ...]
    population: Population


def alone(table: EstimateTable) -> tuple[Counted, dict[str, Population]]:
    """A table whose parts share nobody, and its populations. Who is in the total and in no part is a further atom."""
    n_outside = 0 if table.total is None else max(0, table.total.n - sum(part.n for part in table.parts))
    customers: dict[Hashable, int] = {place: counted_people(part) for place, part in enumerate(table.parts)}
    customers[None] = n_outside
    populations = {CUSTOMERS: Population(n=customers)}
    rows: dict[str, dict[Hashable, int]] = {CUSTOMERS: customers}
    of_staff = [part.n_people for part in table.parts]
    if table.total is not None and table.total.n_people is not None and None not in of_staff:
        staff: dict[Hashable, int] = {(STAFF, place): n for place, n in enumerate(of_staff) if n is not None}
        staff[STAFF, None] = max(0, table.total.n_people - sum(staff.values()))
        populations[STAFF], rows[STAFF] = Population(n=staff), staff
    parts = tuple(
        Cell(among={name: frozenset({place if name == CUSTOMERS else (STAFF, place)}) for name in populations})
        for place in range(len(table.parts))
    )
    total = None if table.total is None else Cell(among={name: frozenset(row) for name, row in rows.items()})
    return Counted(table=table, parts=parts, total=total), populations


def counted_people(estimate: Estimate) -> int:
    """How many people an estimate rests on: where humans coded, those whose contacts were coded."""
    return estimate.n if estimate.n_coded is None else min(estimate.n, estimate.n_coded)


def with_earlier(tables: Sequence[Counted], n: Mapping[str, int], earlier: Sequence[Publication]) -> Snapshot:
    """The tables over batches of people instead of atoms, so that what was published before can be subtracted from them.

    ``n`` says how many people each atom has now. Where an atom grew since a publication, those who came are a batch of
    their own; where it shrank, those who went are. Both at once show only as the difference.
    """
    now = len(earlier)
    batches = _batches([*(publication.n for publication in earlier), n])
    return Snapshot(
        tables=tuple(
            Counted(
                table=each.table,
                parts=tuple(_at(cell, batches, now) for cell in each.parts),
                total=None if each.total is None else _at(each.total, batches, now),
            )
            for each in tables
        ),
        earlier=tuple(
            _at(cell, batches, time) for time, publication in enumerate(earlier) for cell in publication.cells
        ),
        population=Population(n={batch: size for of_atom in batches.values() for batch, size in of_atom.items()}),
    )


def _batches(counts: Sequence[Mapping[str, int]]) -> dict[str, dict[Batch, int]]:
    found: dict[str, dict[Batch, int]] = {}
    for atom in sorted(set().union(*counts)):
        there: dict[Batch, int] = {}
        gone: dict[Batch, int] = {}
        for time, n in enumerate(count.get(atom, 0) for count in counts):
            change = n - sum(there.values())
            if change > 0:
                there[atom, time, None] = change
            while change < 0:
                largest = max(there, key=lambda batch: there[batch])
                n_gone = min(-change, there[largest])
                gone[atom, largest[1], time - 1] = gone.get((atom, largest[1], time - 1), 0) + n_gone
                there[largest] -= n_gone
                change += n_gone
        found[atom] = {batch: size for batch, size in (*there.items(), *gone.items()) if size}
    return found


def _at(cell: Cell, batches: Mapping[str, Mapping[Batch, int]], time: int) -> Cell:
    return Cell(
        among={name: _row_at(row, batches, time) for name, row in cell.among.items()},
        implied=tuple(_row_at(row, batches, time) for row in cell.implied),
    )


def _row_at(row: Row, batches: Mapping[str, Mapping[Batch, int]], time: int) -> Row:
    weights = row if isinstance(row, Mapping) else dict.fromkeys(row, 1)
    return {
        batch: weight
        for atom, weight in weights.items()
        for batch in batches.get(str(atom), ())
        if batch[1] <= time and (batch[2] is None or time <= batch[2])
    }
