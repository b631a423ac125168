"""What can be computed from published sums: their linear span, kept as sparse rows in reduced echelon form.

Arithmetic is modulo the prime 2⁶¹ - 1, or exact on integers and fractions with ``modulus=None``. What is computable over the
rationals is an integer combination of the rows divided by some number; modulo a prime it is missed only where that prime
divides an elementary divisor of the published matrix, hence a minor of it. The minors of r rows of zeros and ones are at
most (r + 1)^((r + 1)/2) / 2^r (Hadamard), which stays below the prime up to r = 36: there both arithmetics agree without
exception. So they do at any size for a nested table, and for two nested classifications side by side, whose minors are all
0, 1 or -1 (two laminar families; Schrijver 2003, *Combinatorial Optimization*, ch. 13). Elsewhere a prime of 61 bits would
have to divide one given number of b bits: about b in 10¹⁹ if that number were drawn at random.
"""

from collections.abc import Mapping
from fractions import Fraction

PRIME = (1 << 61) - 1

Number = int | Fraction
SparseRow = dict[int, Number]
#: What an addition changed: pivots with their rows of before, None where there was none.
Change = list[tuple[int, SparseRow | None]]


class RowSpace:
    """The span of the rows added so far. Each row has a pivot, whose coefficient is 1 and which no other row has.

    ``rows`` holds them by pivot, without the pivot itself.
    """

    __slots__ = ("_modulus", "_where", "rows")

    def __init__(self, modulus: int | None = PRIME) -> None:
        self.rows: dict[int, SparseRow] = {}
        self._modulus = modulus
        self._where: dict[int, set[int]] = {}

    def residue(self, row: Mapping[int, Number]) -> SparseRow:
        """The row less what the span explains of it; empty if it lies in the span."""
        rest, modulus = dict(row), self._modulus
        for pivot in [column for column in row if column in self.rows]:
            factor = rest.pop(pivot)
            for column, value in self.rows[pivot].items():
                left = rest.get(column, 0) - factor * value
                if modulus is not None:
                    left %= modulus
                if left:
                    rest[column] = left
                else:
                    rest.pop(column, None)
        return rest

    def add(self, residue: SparseRow, pivot: int) -> Change:
        """Adds a residue, which is not empty, under one of its columns; :meth:`undo` takes it back."""
        factor, modulus = self._inverse(residue[pivot]), self._modulus
        tail = {
            column: value * factor % modulus if modulus is not None else value * factor
            for column, value in residue.items()
            if column != pivot
        }
        change: Change = [(pivot, None)]
        for other in tuple(self._where.get(pivot, ())):
            before = self.rows[other]
            change.append((other, before))
            self._put(other, self._without(before, pivot, tail))
        self._put(pivot, tail)
        return change

    def undo(self, change: Change) -> None:
        for pivot, before in change:
            self._put(pivot, before)

    def users(self, column: int) -> set[int]:
        """The pivots of the rows that have this column, its own row aside."""
        return self._where.get(column, set())

    def _without(self, row: SparseRow, pivot: int, tail: SparseRow) -> SparseRow:
        rest, modulus = dict(row), self._modulus
        factor = rest.pop(pivot)
        for column, value in tail.items():
            left = rest.get(column, 0) - factor * value
            if modulus is not None:
                left %= modulus
            if left:
                rest[column] = left
            else:
                rest.pop(column, None)
        return rest

    def _put(self, pivot: int, row: SparseRow | None) -> None:
        for column in self.rows.get(pivot, ()):
            self._where[column].discard(pivot)
        if row is None:
            self.rows.pop(pivot, None)
            return
        self.rows[pivot] = row
        for column in row:
            self._where.setdefault(column, set()).add(pivot)

    def _inverse(self, value: Number) -> Number:
        if self._modulus is not None:
            return pow(int(value), -1, self._modulus)
        return value if value in {1, -1} else 1 / Fraction(value)
