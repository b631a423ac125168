"""Scores, marks and their mean, published together: what each implies is known of the others."""

import pytest

from builders import an_estimate
from clairevoix.charter.answers import mark_cell, mean_cell, name_of, populations, score_cell
from clairevoix.charter.cube import Counted
from clairevoix.charter.disclosure import released_together
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import EstimateTable, Figure

MINIMUM = 10
CLASSES = {"detractors": range(7), "passives": range(7, 9), "promoters": range(9, 11)}


def counted(measure, dimension, parts, total=None) -> Counted:
    """Parts and total as (key, number of answers, cell)."""
    estimates = [an_estimate(n, key) for key, n, _ in parts]
    whole = None if total is None else an_estimate(total[1], total[0])
    table = EstimateTable(measure=measure, dimension=dimension, period="2025", parts=tuple(estimates), total=whole)
    return Counted(table=table, parts=tuple(each[2] for each in parts), total=None if total is None else total[2])


def published(marks: dict[int, int], months: dict[str, int]) -> set[str]:
    """Everything shown of answers that are spread over months, each with the same marks in proportion to its weight."""
    n = {(month, "lille", mark): count * weight for month, weight in months.items() for mark, count in marks.items()}
    size = {name_of(atom): count for atom, count in n.items()}

    def entry(key, cell, wanted):
        atoms = [atom for atom in n if wanted(atom)]
        return key, sum(n[atom] for atom in atoms), cell(atoms)

    everything = entry("total", score_cell, lambda _: True)
    tables = [counted("nps", "month", [entry(m, score_cell, lambda a, m=m: a[0] == m) for m in months], everything)]
    for name, of_class in CLASSES.items():
        total = entry(name, mark_cell, lambda atom, of_class=of_class: atom[2] in of_class)
        parts = [entry(str(mark), mark_cell, lambda atom, mark=mark: atom[2] == mark) for mark in of_class]
        tables.append(counted("mark", name, parts, total))
    tables.append(counted("mean", "mark", [], entry("mean", mean_cell, lambda _: True)))
    found = released_together(Charter(minimum_cell=MINIMUM), tables, populations(size))
    return {each.estimate.key for each in found if isinstance(each, Figure)}


ALL = {*map(str, range(11)), "total", "mean", *CLASSES, "01", "02"}
MANY = dict.fromkeys(range(11), 10)
#: Answers by mark and by month, and what is withheld.
CASES = [
    (MANY, {"01": 1, "02": 1}, set()),
    (
        MANY | {10: 1},
        {"01": 2, "02": 2},
        {"9", "10", "mean"},
    ),  # two tens: nines cover them, and no mean tells them apart
    (MANY | {1: 0}, {"01": 1, "02": 1}, set()),  # nobody gave a 1
    (MANY | {1: 1}, {"01": 1, "02": 1}, {"0", "1", "mean"}),
]


@pytest.mark.parametrize(("marks", "months", "withheld"), CASES)
def test_what_is_withheld(marks, months, withheld):
    assert ALL - published(marks, months) == withheld
