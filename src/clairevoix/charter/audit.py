"""The exact audit of published sums: whose value, or which small group's sum, follows from everything published together.

A published number is a sum over people. The attacker knows all of them and who is in each, and solves the linear system
(Chin & Ozsoyoglu 1982, *Auditing and inference control in statistical databases*). Found are a person whose value follows; a
pair, where an insider who knows the own value derives a colleague's; a group of fewer people than the minimum whose sum
follows, as nested sums that differ by few people give it.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clairevoix.charter.exposures import Exposed, Small, exposed
from clairevoix.charter.rowspace import PRIME, Change, Number, RowSpace, SparseRow

#: Whom a number adds up: its unknowns, each once or so many times.
Row = AbstractSet[Hashable] | Mapping[Hashable, int | Fraction]
_MORE_THAN_A_PAIR = 3


class Kind(StrEnum):
    """What became known. ``UNDECIDED`` took more than the allotted work, and counts as exposed."""

    PERSON = "person"
    PAIR = "pair"
    GROUP = "group"
    HELD = "held"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """People of whom something became known: by their owners' names in the population, or the place of a held row."""

    kind: Kind
    owners: frozenset[Hashable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """The people behind unknowns. Unless ``owner`` says otherwise, an unknown is its own owner, of one person.

    ``owner`` names who is behind an unknown: several unknowns, such as the months of one person, may have one owner.
    ``n`` says how many people an owner is, who are then in everything together.
    """

    owner: Mapping[Any, Hashable] = field(default_factory=dict)
    n: Mapping[Any, int] = field(default_factory=dict)

    def people(self, row: Row) -> int:
        """How many people a row counts."""
        owners = {self.owner.get(unknown, unknown) for unknown in row}
        return sum(self.n.get(owner, 1) for owner in owners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Atoms:
    """Rows over the fewest unknowns: those that are in exactly the same rows, as often, are one column.

    ``owners`` has for each column the owners behind it, ``n`` how many people each is.
    """

    rows: tuple[SparseRow, ...]
    owners: tuple[frozenset[Hashable], ...]
    n: Mapping[Hashable, int]

    def people(self, column: int) -> int:
        return sum(self.n.get(owner, 1) for owner in self.owners[column])

    def among(self, places: Iterable[int]) -> "Atoms":
        """Some of the rows, over the atoms that these tell apart."""
        rows = [self.rows[place] for place in places]
        signatures: dict[int, list[tuple[int, Number]]] = {}
        for place, row in enumerate(rows):
            for column, times in row.items():
                signatures.setdefault(column, []).append((place, times))
        merged: dict[tuple[tuple[int, Number], ...], set[Hashable]] = {}
        for column, signature in signatures.items():
            merged.setdefault(tuple(signature), set()).update(self.owners[column])
        return _atoms(merged, len(rows), self.n)


def collapsed(rows: Sequence[Row], population: Population) -> Atoms:
    """The same rows over atoms."""
    seen: dict[Hashable, list[tuple[int, Number]]] = {}
    for place, row in enumerate(rows):
        for unknown, times in row.items() if isinstance(row, Mapping) else ((each, 1) for each in row):
            if times and population.n.get(population.owner.get(unknown, unknown), 1):
                seen.setdefault(unknown, []).append((place, times))
    columns: dict[tuple[tuple[int, Number], ...], set[Hashable]] = {}
    for unknown, places in seen.items():
        columns.setdefault(tuple(places), set()).add(population.owner.get(unknown, unknown))
    return _atoms(columns, len(rows), population.n)


def _atoms(
    columns: Mapping[tuple[tuple[int, Number], ...], set[Hashable]], n_rows: int, n: Mapping[Hashable, int]
) -> Atoms:
    rows: list[SparseRow] = [{} for _ in range(n_rows)]
    for column, signature in enumerate(columns):
        for place, times in signature:
            rows[place][column] = times
    return Atoms(rows=tuple(rows), owners=tuple(map(frozenset, columns.values())), n=n)


class Known:
    """What is published, and what it gives away: grows row by row, and can take the last step back.

    Columns of as many people as the minimum protect each other; what is left once they are solved for involves the
    small columns alone and is searched. ``held`` are rows that must not follow.
    """

    __slots__ = ("_atoms", "_held", "_is_large", "_large", "_small", "minimum")

    def __init__(
        self, atoms: Atoms, *, minimum: int, held: Iterable[SparseRow] = (), modulus: int | None = PRIME
    ) -> None:
        self.minimum = minimum
        self._atoms = atoms
        self._is_large = [
            atoms.people(column) >= max(minimum, _MORE_THAN_A_PAIR) for column in range(len(atoms.owners))
        ]
        self._large, self._small = RowSpace(modulus), RowSpace(modulus)
        self._held = tuple(held)

    def residue(self, row: Mapping[int, Number]) -> SparseRow:
        return self._small.residue(self._large.residue(row))

    def add(self, row: Mapping[int, Number]) -> "Step | None":
        """None where the row followed already."""
        rest = self.residue(row)
        if not rest:
            return None
        pivot = next((column for column in rest if self._is_large[column]), None)
        if pivot is not None:
            return Step(self._large, self._large.add(rest, pivot), is_small=False)
        return Step(self._small, self._small.add(rest, min(rest)), is_small=True)

    def held_that_follow(self) -> list[int]:
        return [place for place, row in enumerate(self._held) if row and not self.residue(row)]

    def _component(self, pivot: int) -> Small:
        """The rows of small columns that hang together with this one."""
        reached, waiting = {pivot}, [pivot]
        while waiting:
            for column in self._small.rows[waiting.pop()]:
                fresh = self._small.users(column) - reached
                reached |= fresh
                waiting += fresh
        rows = {each: self._small.rows[each] for each in sorted(reached)}
        columns = sorted(set(rows).union(*rows.values()))
        return Small(rows=rows, owners={column: self._atoms.owners[column] for column in columns}, n=self._atoms.n)

    def components(self) -> Iterable[Small]:
        return self._components_of(set(self._small.rows))

    def touched(self, step: "Step") -> Iterable[Small]:
        """The components that an addition changed: solving for its pivot can cut others off."""
        return self._components_of({pivot for pivot, _ in step.change}) if step.is_small else ()

    def _components_of(self, left: set[int]) -> Iterable[Small]:
        while left:
            found = self._component(min(left))
            left -= set(found.rows)
            yield found


@dataclass(frozen=True, slots=True)
class Step:
    """One addition; ``is_small`` where the row involves small columns alone, once the large ones are solved for."""

    space: RowSpace
    change: Change
    is_small: bool

    def undo(self) -> None:
        self.space.undo(self.change)


def audit(
    published: Sequence[Row],
    population: Population,
    *,
    minimum: int,
    insider: bool = True,
    held: Sequence[Row] = (),
    modulus: int | None = PRIME,
) -> tuple[Exposure, ...]:
    """Everything that the published rows expose; empty where they expose nothing.

    A person or a pair is exposed by any combination of published numbers that involves them alone; a group of fewer than
    ``minimum`` people by one that is the sum over it, and only where no smaller exposure is part of it. ``held`` rows must
    not follow either. ``modulus=None`` reckons in whole numbers and fractions.
    """
    atoms = collapsed([*published, *held], population)
    known = Known(atoms, minimum=minimum, held=atoms.rows[len(published) :], modulus=modulus)
    return _audited(known, atoms.rows[: len(published)], insider=insider, modulus=modulus)


def audit_measures(
    published: Mapping[str, AbstractSet[int]],
    cells: Sequence[Row],
    population: Population,
    *,
    minimum: int,
    insider: bool = True,
) -> dict[str, tuple[Exposure, ...]]:
    """The audit of many measures over the same cells: for each measure, the places of the cells that are published.

    People are collapsed to atoms once, and measures that publish the same cells are audited once.
    """
    atoms = collapsed(cells, population)
    found: dict[frozenset[int], tuple[Exposure, ...]] = {}
    for places in map(frozenset, published.values()):
        if places not in found:
            own = atoms.among(sorted(places))
            found[places] = _audited(Known(own, minimum=minimum), own.rows, insider=insider, modulus=PRIME)
    return {measure: found[frozenset(places)] for measure, places in published.items()}


def _audited(known: Known, rows: Sequence[SparseRow], *, insider: bool, modulus: int | None) -> tuple[Exposure, ...]:
    for row in sorted(rows, key=len):
        known.add(row)
    found = [
        each
        for small in known.components()
        for each in exposed(small, minimum=known.minimum, insider=insider, modulus=modulus)
    ]
    smallest = [Exposure(kind=_kind(each, insider=insider), owners=each.owners) for each in _minimal(found)]
    follow = known.held_that_follow()
    return (*smallest, *(Exposure(kind=Kind.HELD, owners=frozenset({place})) for place in follow))


def _minimal(found: Iterable[Exposed]) -> Iterable[Exposed]:
    """Those of which no other is a part: someone who is in two components may be exposed in one of them."""
    kept: dict[frozenset[Hashable], Exposed] = {}
    for each in sorted(found, key=lambda each: (each.is_undecided, each.n, len(each.owners))):
        if each.owners not in kept and (each.is_undecided or not any(part <= each.owners for part in kept)):
            kept[each.owners] = each
    return kept.values()


def _kind(found: Exposed, *, insider: bool) -> Kind:
    if found.is_undecided:
        return Kind.UNDECIDED
    if found.n == 1:
        return Kind.PERSON
    return Kind.PAIR if found.n == 2 and insider else Kind.GROUP
