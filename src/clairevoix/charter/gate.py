"""Which cells of a declared cube are published: in a fixed order, each unless it would expose somebody, then audited whole.

Who is refused depends on who is in which cell, never on a value, so that a refusal tells nothing about values. What was
published before is known for ever and is taken into account. The order is the cube's, not the reader's: nobody can use the
allowance up by asking first.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clairevoix.charter.audit import Known, Population, Row, Step, collapsed
from clairevoix.charter.exposures import Exposed, Small, exposed, few
from clairevoix.charter.rowspace import PRIME, Change, RowSpace, SparseRow

#: Additions of rows that a search for groups may take for each cell; one that takes more is not finished, and refuses.
_BUDGET = 4_000
#: Where more rows than this hang together, groups are searched for once all cells were looked at.
_SEARCHED_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whom a number adds up, by the name of the population, and what else it says.

    ``implied`` are further sums that can be read from the number, its count and its bounds, such as the promoters and the
    detractors behind a score.
    """

    among: Mapping[str, Row]
    implied: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """Cells in the order in which they are considered, and the people behind their unknowns.

    ``earlier`` are cells published before; ``held`` rows must never follow from what is published; ``minimum`` is the
    fewest people of each population whose sum may be known.
    """

    cells: Sequence[Cell]
    populations: Mapping[str, Population]
    earlier: Sequence[Cell] = ()
    held: Sequence[Row] = ()
    minimum: Mapping[str, int]
    insider: bool = True
    modulus: int | None = field(default=PRIME)


def admitted(cube: Cube) -> tuple[bool, ...]:
    """For each cell, whether it is published. What is published exposes nothing that was not exposed before."""
    watch = _Watch(cube)
    views = [_View(cube, name) for name in cube.populations]
    is_in = []
    for place in range(len(cube.cells)):
        is_in.append(all(view.takes(place) for view in views) and watch.takes(place))
        if not is_in[-1]:
            for view in views:
                view.give_back(place)
    while (culprit := _culprit(views, is_in)) is not None:
        is_in[culprit] = False
    return tuple(is_in)


def _culprit(views: Sequence["_View"], is_in: Sequence[bool]) -> int | None:
    """The first cell with which the admitted ones together expose somebody; None where all of them expose nobody."""
    for view in views:
        places = [place for place in view.places if is_in[place]]
        if view.is_clean(places):
            continue
        low, high = 0, len(places)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if view.is_clean(places[:middle]) else (low, middle)
        return places[high - 1]
    return None


class _View:
    """What is known about one population, and what was before."""

    __slots__ = ("_atoms", "_before", "_cube", "_earlier", "_known", "_minimum", "_steps", "places")

    def __init__(self, cube: Cube, name: str) -> None:
        of_cells = [(place, row) for place, cell in enumerate(cube.cells) if (row := cell.among.get(name))]
        earlier = [row for cell in cube.earlier if (row := cell.among.get(name))]
        self._cube, self._minimum = cube, cube.minimum[name]
        self._atoms = collapsed([*earlier, *(row for _, row in of_cells)], cube.populations[name])
        self._earlier = self._atoms.rows[: len(earlier)]
        rows = self._atoms.rows[len(earlier) :]
        self.places = {place: row for (place, _), row in zip(of_cells, rows, strict=True)}
        self._steps: dict[int, Step] = {}
        self._known = self._knowing(self._earlier)
        self._before = self._found(self._known)

    def takes(self, place: int) -> bool:
        """Adds the cell; False where it would expose somebody."""
        row = self.places.get(place)
        if not row:
            return True
        step = self._known.add(row)
        if step is None:
            return True
        self._steps[place] = step
        return all(self._is_safe(small) for small in self._known.touched(step))

    def give_back(self, place: int) -> None:
        """Takes the last addition back."""
        step = self._steps.pop(place, None)
        if step is not None:
            step.undo()

    def is_clean(self, places: Iterable[int]) -> bool:
        """Whether these cells, with what was known, expose nobody who was not exposed before: the whole audit."""
        return self._found(self._knowing([*self._earlier, *(self.places[place] for place in places)])) <= self._before

    def _knowing(self, rows: Iterable[SparseRow]) -> Known:
        known = Known(self._atoms, minimum=self._minimum, modulus=self._cube.modulus)
        for row in sorted(rows, key=len):
            known.add(row)
        return known

    def _found(self, known: Known) -> set[Exposed]:
        return {each for small in known.components() for each in self._exposed(small)}

    def _exposed(self, small: Small) -> tuple[Exposed, ...]:
        cube = self._cube
        return exposed(small, minimum=self._minimum, insider=cube.insider, modulus=cube.modulus, budget=_BUDGET)

    def _is_safe(self, small: Small) -> bool:
        """The quick search first: most that is refused is refused by it."""
        found = few(small, most=1 + self._cube.insider, modulus=self._cube.modulus)
        if not self._before.issuperset(found):
            return False
        return len(small.rows) > _SEARCHED_AT_ONCE or self._before.issuperset(self._exposed(small))


class _Watch:
    """Sums that must not follow: those held back that the number of their people does not protect.

    What a single published figure says of its own people, as its count of promoters, is told and no deduction.
    """

    __slots__ = ("_held", "_implied", "_left", "_rows", "_space")

    def __init__(self, cube: Cube) -> None:
        self._space = RowSpace(cube.modulus)
        self._rows: dict[int, Sequence[SparseRow]] = {}
        self._implied: dict[int, Sequence[SparseRow]] = {}
        self._held: Sequence[SparseRow] = ()
        self._left: dict[int, SparseRow] = {}
        if not cube.held:
            return
        cells = {place - len(cube.earlier): cell for place, cell in enumerate((*cube.earlier, *cube.cells))}
        rows = [row for cell in cells.values() for row in (*cell.among.values(), *cell.implied)]
        atoms = collapsed([*cube.held, *rows], _united(cube.populations.values()))
        self._held, rest = atoms.rows[: len(cube.held)], iter(atoms.rows[len(cube.held) :])
        self._left = {number: row for number, row in enumerate(self._held) if row}
        for place, cell in cells.items():
            own = [next(rest) for _ in cell.among]
            self._implied[place] = [next(rest) for _ in cell.implied]
            self._rows[place] = (*own, *self._implied[place])
        for place in range(-len(cube.earlier), 0):
            self.takes(place)
            self._left = {number: row for number, row in self._left.items() if row}

    def takes(self, place: int) -> bool:
        """Adds the cell and all that it implies; False, and nothing added, where a held sum would follow."""
        changes: list[Change] = []
        told = self._implied.get(place, ())
        left = {number: row for number, row in self._left.items() if self._held[number] not in told}
        for row in self._rows.get(place, ()) if left else ():
            rest = self._space.residue(row)
            if rest:
                pivot = min(rest)
                changes.append(self._space.add(rest, pivot))
                left |= {number: self._space.residue(held) for number, held in left.items() if pivot in held}
        if place >= 0 and not all(left.values()):
            for change in reversed(changes):
                self._space.undo(change)
            return False
        self._left = left
        return True


def _united(populations: Iterable[Population]) -> Population:
    """Who is nobody in one population is nobody; how many the others are does not matter here."""
    owner: dict[Hashable, Hashable] = {}
    n: dict[Hashable, int] = {}
    for population in populations:
        owner |= population.owner
        n |= population.n
    return Population(owner=owner, n=n)
