"""The search among small columns: which few people can be solved for.

The rows are a basis in reduced echelon form of all that is known of small columns. A combination that involves few people
has few pivots among its columns, so that only few rows can make it up. For sums over groups this is sharpened as in the
search for the minimum weight of a linear code (Brouwer & Zimmermann; Betten et al. 2006, *Error-Correcting Linear Codes*,
§ 1.8): if the columns hold j bases that share nobody, a sum over fewer than k people touches at most (k - 1) / j of some
basis, so that sums of that many rows of each basis are all that need be tried; with j ≥ k there is none.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb

from clairevoix.charter.rowspace import PRIME, Number, RowSpace, SparseRow

#: Additions of rows that one search may take.
BUDGET = 200_000
_INSIDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Small:
    """Rows by pivot, without the pivot's own coefficient of 1, and who is behind each of their columns."""

    rows: Mapping[int, SparseRow]
    owners: Mapping[int, frozenset[Hashable]]
    n: Mapping[Hashable, int]

    @property
    def is_disjoint(self) -> bool:
        """Whether nobody is behind two columns."""
        return sum(map(len, self.owners.values())) == len(frozenset().union(*self.owners.values()))

    def people(self, owners: Iterable[Hashable]) -> int:
        return sum(self.n.get(owner, 1) for owner in owners)

    def support(self, pivot: int) -> frozenset[int]:
        return frozenset({pivot, *self.rows[pivot]})

    def behind(self, columns: Iterable[int]) -> frozenset[Hashable]:
        return frozenset().union(*(self.owners[column] for column in columns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposed:
    """``n`` people, of whom a combination became known; ``is_undecided`` where the search was not finished."""

    owners: frozenset[Hashable]
    n: int
    is_undecided: bool = False


def exposed(
    small: Small, *, minimum: int, insider: bool, budget: int = BUDGET, modulus: int | None = PRIME
) -> tuple[Exposed, ...]:
    """The smallest exposures: people, then pairs if there are insiders, then groups of which none of these is a part."""
    found = few(small, most=_INSIDERS if insider else 1, modulus=modulus)
    groups = _groups(small, minimum, budget, modulus)
    if groups is None:
        return (*found, Exposed(owners=small.behind(small.owners), n=0, is_undecided=True))
    minimal = [each.owners for each in found]
    for owners in sorted(groups, key=lambda each: (small.people(each), len(each))):
        if not any(part <= owners for part in minimal):
            minimal.append(owners)
            found.append(Exposed(owners=owners, n=small.people(owners)))
    return tuple(found)


def few(small: Small, *, most: int, modulus: int | None = PRIME) -> list[Exposed]:
    """Single people, and pairs where ``most`` is 2, that some combination of rows involves alone, of whatever weights."""
    light = {owner for owners in small.owners.values() for owner in owners if small.n.get(owner, 1) <= most}
    is_disjoint = small.is_disjoint
    if is_disjoint:
        single = [owners for pivot, row in small.rows.items() if not row and len(owners := small.owners[pivot]) == 1]
        single = [owners for owners in single if owners <= light]
    else:
        single = [frozenset({owner}) for owner in light if _is_solvable(small, frozenset({owner}), modulus)]
    found = [Exposed(owners=owners, n=small.people(owners)) for owners in single]
    if most < _INSIDERS:
        return found
    alone = {owner for owner in light if small.n.get(owner, 1) == 1}.difference(*single)
    pairs = _parallel(small, alone, modulus) if is_disjoint else _solvable_pairs(small, alone, modulus)
    return found + [Exposed(owners=pair, n=2) for pair in pairs]


def _is_solvable(small: Small, owners: frozenset[Hashable], modulus: int | None) -> bool:
    """Whether a combination involves these people alone: it is made of the rows whose pivots are theirs."""
    space = RowSpace(modulus)
    for pivot, row in small.rows.items():
        if small.owners[pivot] <= owners:
            rest = space.residue({column: value for column, value in row.items() if not small.owners[column] <= owners})
            if not rest:
                return True
            space.add(rest, min(rest))
    return False


def _solvable_pairs(small: Small, alone: set[Hashable], modulus: int | None) -> Iterator[frozenset[Hashable]]:
    of_pivots = {owner for pivot in small.rows for owner in small.owners[pivot]} & alone
    pairs = {frozenset({one, other}) for one in of_pivots for other in alone if one != other}
    return (pair for pair in pairs if _is_solvable(small, pair, modulus))


def _parallel(small: Small, alone: set[Hashable], modulus: int | None) -> Iterator[frozenset[Hashable]]:
    """Pairs where each column is one owner's: a row of two columns, or two rows that differ in their pivots alone."""
    alike: dict[tuple[tuple[int, Number], ...], list[int]] = {}
    for pivot, row in small.rows.items():
        support = small.support(pivot)
        if len(support) <= 2 and len(small.behind(support)) == 2 and small.behind(support) <= alone:
            yield small.behind(support)
        if row and small.owners[pivot] <= alone and len(small.owners[pivot]) == 1:
            alike.setdefault(_direction(row, modulus), []).append(pivot)
    for pivots in alike.values():
        yield from (small.behind(pair) for pair in combinations(pivots, 2))


def _direction(row: SparseRow, modulus: int | None) -> tuple[tuple[int, Number], ...]:
    """The row up to a factor."""
    space = RowSpace(modulus)
    first = min(row)
    space.add(row, first)
    return ((first, 1), *sorted(space.rows[first].items()))


def _groups(small: Small, minimum: int, budget: int, modulus: int | None) -> set[frozenset[Hashable]] | None:
    """Groups of fewer people than the minimum whose sum follows; None where the budget does not suffice to find all."""
    if small.is_disjoint:
        bases = _bases(small, minimum, modulus)
        most = (minimum - 1) // len(bases)
        work = len(bases) * sum(comb(len(small.rows), size) for size in range(1, most + 1))
    else:
        bases, most = [small.rows], len(small.rows)
        work = 2 ** min(most, 64)
    if work > budget:
        return None
    return {group for rows in bases for group in _sums(small, rows, most, minimum, modulus)}


def _bases(small: Small, enough: int, modulus: int | None) -> list[Mapping[int, SparseRow]]:
    """Bases that share nobody: a column can serve in as many as there are people behind it."""
    left = {column: small.people(owners) for column, owners in small.owners.items()}
    found: list[Mapping[int, SparseRow]] = [small.rows]
    for pivot in small.rows:
        left[pivot] -= 1
    while len(found) < enough:
        space = RowSpace(modulus)
        for pivot, row in small.rows.items():
            rest = space.residue({pivot: 1, **row})
            usable = [column for column in rest if left[column] > 0]
            if not usable:
                return found
            space.add(rest, max(usable, key=lambda column: (left[column], -column)))
        found.append(space.rows)
        for pivot in space.rows:
            left[pivot] -= 1
    return found


def _sums(
    small: Small, rows: Mapping[int, SparseRow], most: int, minimum: int, modulus: int | None
) -> Iterator[frozenset[Hashable]]:
    """Groups of few people over which at most so many rows of one basis sum up, each person once."""
    pivots = list(rows)
    waiting: list[tuple[int, int, SparseRow, frozenset[Hashable]]] = [(0, 0, {}, frozenset())]
    while waiting:
        start, size, total, people = waiting.pop()
        for place in range(start, len(pivots)):
            pivot = pivots[place]
            chosen = people | small.owners[pivot]
            if small.people(chosen) >= minimum:
                continue
            summed = _plus(total, pivot, rows[pivot], modulus)
            if set(summed.values()) == {1}:
                group = small.behind(summed)
                if small.people(group) < minimum:
                    yield group
            if size + 1 < most:
                waiting.append((place + 1, size + 1, summed, chosen))


def _plus(total: SparseRow, pivot: int, row: SparseRow, modulus: int | None) -> SparseRow:
    summed = dict(total)
    summed[pivot] = 1
    for column, value in row.items():
        left = summed.get(column, 0) + value
        if modulus is not None:
            left %= modulus
        if left:
            summed[column] = left
        else:
            summed.pop(column, None)
    return summed
