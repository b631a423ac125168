"""The cells of figures made of survey answers: their atoms are the answers of one month, one site and one mark."""

from collections.abc import Hashable, Iterable, Mapping

from clairevoix.charter.audit import Population
from clairevoix.charter.cube import CUSTOMERS
from clairevoix.charter.gate import Cell

#: Answers counted by the mark they gave: a group that is defined by the very value.
MARKS = "marks"
#: The marks of detractors, passives and promoters.
_CLASSES = (range(7), range(7, 9), range(9, 11))

#: Month, site and mark, 0 to 10.
Atom = tuple[str, str, int]


def name_of(atom: Atom) -> str:
    """What the atom is called in a cell and in a publication."""
    return "/".join(map(str, atom))


def populations(n: Mapping[str, int]) -> dict[str, Population]:
    """Both populations over the answers of each atom, by its name."""
    return {CUSTOMERS: Population(n=n), MARKS: Population(n=n)}


def score_cell(atoms: Iterable[Atom]) -> Cell:
    """A score over these answers: with its count and bounds it tells how many promoters, passives and detractors."""
    atoms = list(atoms)
    implied = tuple(frozenset(name_of(atom) for atom in atoms if atom[2] in marks) for marks in _CLASSES)
    return Cell(among={CUSTOMERS: frozenset(map(name_of, atoms))}, implied=implied)


def mark_cell(atoms: Iterable[Atom]) -> Cell:
    """How many gave some marks."""
    return Cell(among={MARKS: frozenset(map(name_of, atoms))})


def mean_cell(atoms: Iterable[Atom]) -> Cell:
    """The mean mark with its bounds: the sum of the marks, and of their squares."""
    atoms = list(atoms)
    sums: list[dict[Hashable, int]] = [{name_of(atom): atom[2] ** power for atom in atoms} for power in (1, 2)]
    return Cell(among={CUSTOMERS: frozenset(map(name_of, atoms))}, implied=tuple(sums))
