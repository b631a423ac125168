"""What of a table is published anew, and which of its numbers stay as they were published before.

Two pages that differ by one answer give that answer away. So a table is judged with all its earlier publications in the
reader's hands (:func:`clairevoix.charter.cube.with_earlier`). A number that the few who came or went would expose is told as
it was the last time: what is known already tells nothing new.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clairevoix.charter.cube import CUSTOMERS, STAFF, Counted, Publication, with_earlier
from clairevoix.charter.disclosure import Released, is_sensitive, release, released_together, withheld
from clairevoix.charter.gate import Cell
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import Estimate, EstimateTable, Figure

#: Who is in a total and in no part.
_OUTSIDE = "\N{SYMBOL FOR NULL}"
_SAME = 1e-9
#: The part of a table's numbers that may stay while others are told anew. Beyond it, and beyond one, the whole table waits.
_MOST_KEPT = 1 / 3

#: Of each part, the groups that it is made of and how many people each has, where these are known under other names too.
MadeOf = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was published once of a table: ``at``, how many people each atom had, and what was told or withheld anew.

    ``atoms`` are those of the parts that are no atom themselves.
    """

    at: str
    n: Mapping[str, int]
    released: tuple[Released, ...]
    atoms: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Republished:
    """What is shown now; ``kept`` says since when each number stands that stays.

    ``anew`` is to be remembered with ``n`` and ``atoms``, and is None where nothing of the table may be told anew.
    """

    released: tuple[Released, ...]
    kept: Mapping[str, str]
    n: Mapping[str, int]
    anew: tuple[Released, ...] | None
    atoms: Mapping[str, Sequence[str]] = field(default_factory=dict)


def republished(
    charter: Charter, table: EstimateTable, earlier: Sequence[Published], atoms: MadeOf | None = None
) -> Republished:
    """Judges a table whose parts share nobody, with what was published of it before, oldest first.

    ``atoms`` say of which groups its parts are made where they were others before: of a merged site, the old ones.
    """
    counted, n = _by_name(table, atoms or {})
    made_of = {key: sorted(row) for key, row in (atoms or {}).items() if list(row) != [key]}
    if not earlier:
        found = release(charter, table)
        return Republished(released=found, kept={}, n=n, anew=found, atoms=made_of)
    past = with_earlier([counted], n, [_publication(each) for each in earlier])
    populations = dict.fromkeys((CUSTOMERS, STAFF) if any(map(_is_staff, n)) else (CUSTOMERS,), past.population)
    anew = released_together(charter, past.tables, populations, earlier=past.earlier)
    told = _last_told(charter, table, earlier)
    n_stay = len(told.keys() - {each.estimate.key for each in anew if isinstance(each, Figure)})
    stays = n_stay > max(1, _MOST_KEPT * len(told)) or any(_is_near(charter, each, anew) for each in earlier)
    shown: list[Released] = []
    kept: dict[str, str] = {}
    for (estimate, _), judged in zip(counted.cells(), anew, strict=True):
        if isinstance(judged, Figure) and not stays:
            shown.append(judged)
        elif estimate.key in told:
            kept[estimate.key], figure = told[estimate.key]
            shown.append(figure)
        else:
            shown.append(withheld(table, estimate))
    return Republished(released=tuple(shown), kept=kept, n=n, anew=None if stays else anew, atoms=made_of)


def _by_name(table: EstimateTable, atoms: MadeOf) -> tuple[Counted, dict[str, int]]:
    """The table over atoms, by default named as its parts are, and how many people each is, those at work apart."""
    rows = {part.key: atoms.get(part.key, {part.key: part.n}) for part in table.parts}
    n = {atom: size for row in rows.values() for atom, size in row.items()}
    has_staff = bool(table.parts) and all(part.n_people is not None for part in table.parts)
    if table.total is not None:
        n[_OUTSIDE] = max(0, table.total.n - sum(part.n for part in table.parts))
        has_staff = table.total.n_people is not None and has_staff == bool(table.parts)
    if has_staff:
        of_staff = {_staff(part.key): part.n_people or 0 for part in table.parts}
        if table.total is not None:
            of_staff[_staff(_OUTSIDE)] = max(0, (table.total.n_people or 0) - sum(of_staff.values()))
        n |= of_staff
    whole = None if table.total is None else _cell(n, n)
    parts = tuple(_cell([*row, _staff(key)], n) for key, row in rows.items())
    return Counted(table=table, parts=parts, total=whole), n


def _cell(atoms: Sequence[str] | Mapping[str, int], n: Mapping[str, int]) -> Cell:
    known = [atom for atom in atoms if atom in n]
    rows = {
        CUSTOMERS: [each for each in known if not _is_staff(each)],
        STAFF: [each for each in known if _is_staff(each)],
    }
    return Cell(among={name: frozenset(row) for name, row in rows.items() if row})


def _staff(key: str) -> str:
    return f"{STAFF}\N{SYMBOL FOR UNIT SEPARATOR}{key}"


def _is_staff(atom: str) -> bool:
    return atom.startswith(_staff(""))


def _publication(published: Published) -> Publication:
    rows: Mapping[str, Sequence[str]] = {
        **{key: [key] for key in published.n if not _is_staff(key)},
        **published.atoms,
    }
    cells = [
        _cell([*rows[key], _staff(key)] if key in rows else published.n, published.n)
        for key in (each.estimate.key for each in published.released if isinstance(each, Figure))
    ]
    return Publication(n=published.n, cells=tuple(cells))


def _last_told(charter: Charter, table: EstimateTable, earlier: Sequence[Published]) -> dict[str, tuple[str, Figure]]:
    """What may be told again of each part that is not too small now: its last figure, and when it was told.

    The charter in force, which may be stricter by now, must let it stand.
    """
    large = {each.key for each in (*table.parts, *([table.total] if table.total else ())) if _stands(charter, each)}
    return {
        each.estimate.key: (published.at, each)
        for published in earlier
        for each in published.released
        if isinstance(each, Figure) and each.estimate.key in large and _stands(charter, each.estimate)
    }


def _stands(charter: Charter, estimate: Estimate) -> bool:
    return estimate.n > 0 and not is_sensitive(charter, estimate)


def _is_near(charter: Charter, published: Published, now: Sequence[Released]) -> bool:
    """Whether a number differs from one told before by fewer people than the minimum, whoever came and went in between.

    With the same count and another value, as many came as went, perhaps one, or an answer was corrected. What people
    coded since changes no count and is told.
    """
    before = {each.estimate.key: each.estimate for each in published.released if isinstance(each, Figure)}
    pairs = [
        (old, each.estimate) for each in now if isinstance(each, Figure) and (old := before.get(each.estimate.key))
    ]
    return any(_differ_by_few(charter, old, new) for old, new in pairs)


def _differ_by_few(charter: Charter, old: Estimate, new: Estimate) -> bool:
    n = abs(old.n - new.n)
    n_people = abs((old.n_people or 0) - (new.n_people or 0))
    if n or n_people:
        return 0 < n < max(charter.minimum_cell, charter.minimum_answers) or 0 < n_people < charter.minimum_cell
    is_alike = (old.n_coded, old.method, old.value is None) == (new.n_coded, new.method, new.value is None)
    return is_alike and abs((old.value or 0.0) - (new.value or 0.0)) > _SAME
