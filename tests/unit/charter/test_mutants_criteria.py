"""Each fault of a grid alone, and the number up to which there is none."""

import pytest

from clairevoix.charter.criteria import RULE_ID, _begins_with_act, admit_grid, digest, faults, parse_grid
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.grid import EvidenceRule, Expected, Grid
from courses import a_criterion, a_grid


def grid_of(n: int, total: int = 100) -> Grid:
    """So many criteria, whose weights sum to ``total``."""
    rest = total - (n - 1)
    return Grid(
        version=1,
        criteria=tuple(a_criterion(f"Critère {number}", weight=1 if number else rest) for number in range(n)),
    )


#: A grid, and how each of its faults begins.
FAULTS = [
    (a_grid(), []),
    (grid_of(1), []),
    (grid_of(12), []),
    (grid_of(13), ["between 1 and 12"]),
    (Grid(version=1, criteria=()), ["the weights sum to 0", "between 1 and 12"]),
    (grid_of(2, total=99), ["the weights sum to 99"]),
    (grid_of(2, total=101), ["the weights sum to 101"]),
    (a_grid(a_criterion(weight=50), a_criterion(weight=50)), ["two criteria"]),
    (a_grid(a_criterion("Écho", weight=50), a_criterion("echo", weight=50)), ["two criteria"]),
    (a_grid(a_criterion("a", weight=0), a_criterion("b", weight=100)), ["the weight must"]),
    (a_grid(a_criterion("a", weight=-1), a_criterion("b", weight=101)), ["the weight must", "the weight must"]),
    (a_grid(a_criterion(weight=100, observable="La suite de l’appel")), ["the observable"]),
    (a_grid(a_criterion(weight=100, evidence=EvidenceRule(label=" "))), ["no evidence"]),
    (a_grid(a_criterion(weight=100, professional_link="Le client")), ["the professional link"]),
    (a_grid(a_criterion(weight=100, professional_link="Le client sait")), []),
]


@pytest.mark.parametrize(("grid", "begin"), FAULTS)
def test_each_fault_of_a_grid(grid, begin):
    found = list(faults(grid))
    assert len(found) == len(begin)
    for fault, start in zip(found, begin, strict=True):
        assert fault.sentence.startswith(start)
        assert fault.rule_id == RULE_ID
    if not begin:
        admit_grid(grid)
        return
    with pytest.raises(CharterRefusal, match="R3"):
        admit_grid(grid)


def test_a_trait_is_a_fault_of_the_other_rule():
    grid = a_grid(a_criterion("Empathie", weight=100))
    assert {fault.rule_id for fault in faults(grid)} == {"R2"}
    assert {fault.criterion for fault in faults(grid)} == {"Empathie"}
    with pytest.raises(CharterRefusal, match="R2"):
        admit_grid(grid)


@pytest.mark.parametrize(
    ("observable", "begins"),
    [
        ("Dit au client", True),
        ("dit", True),
        ("Le conseiller dit", True),
        ("L'agent ne dit", True),
        ("Ditto", False),
        ("Au client, dit", False),
        ("", False),
    ],
)
def test_what_begins_with_an_act(observable, begins):
    assert _begins_with_act(observable) is begins


def test_a_digest_is_that_of_the_first_release():
    """What evaluations and explanations already name: it changes with a word of the grid, and with nothing else."""
    assert digest(a_grid()) == "a2e80670af513fde"
    assert digest(a_grid(version=2)) != digest(a_grid())


TABLE = {
    "name": "Annonce",
    "observable": "Dit ce qui suit",
    "label": "next_step",
    "weight": 100,
    "professional_link": "Le client sait",
}


def test_a_grid_is_read():
    grid = parse_grid({"version": 2, "criteria": [TABLE, TABLE | {"expected": "absent"}]}, "essai")
    assert grid.version == 2
    assert [each.evidence.expected for each in grid.criteria] == [Expected.PRESENT, Expected.ABSENT]
    assert (grid.criteria[0].name, grid.criteria[0].weight) == ("Annonce", 100)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ({}, r"grids/essai\.toml: a version"),
        ({"version": 1}, "a version"),
        ({"version": 1, "criteria": [], "more": 1}, "a version"),
        ({"version": True, "criteria": []}, "a version"),
        ({"version": "1", "criteria": []}, "a version"),
        ({"version": 1, "criteria": {}}, "a version"),
        ({"version": 1, "criteria": [TABLE, 1]}, "criterion 2 is not a table"),
        ({"version": 1, "criteria": [1]}, "criterion 1 is not a table"),
        ({"version": 1, "criteria": [TABLE | {"more": 1, "most": 1}]}, "unknown setting more"),
        ({"version": 1, "criteria": [TABLE | {"weight": "1"}]}, "weight is missing.*L1222-3"),
        ({"version": 1, "criteria": [TABLE | {"weight": True}]}, "weight is missing.*L1222-3"),
        ({"version": 1, "criteria": [TABLE | {"weight": 1.5}]}, "weight is missing.*L1222-3"),
        ({"version": 1, "criteria": [TABLE | {"professional_link": " "}]}, "professional_link is missing.*L1222-2"),
        ({"version": 1, "criteria": [TABLE | {"name": ""}]}, "name is missing.*22-20.716"),
        ({"version": 1, "criteria": [TABLE | {"label": 1}]}, "label is missing.*22-20.716"),
        ({"version": 1, "criteria": [TABLE | {"expected": "often"}]}, "expected is one of"),
    ],
)
def test_what_is_no_grid(document, complaint):
    with pytest.raises(SettingsError, match=complaint):
        parse_grid(document, "essai")
