"""R3. A criterion is an observable act with its evidence, its weight and its professional link; weights sum to 100."""

import tomllib

import pytest

from clairevoix.charter.criteria import MOST_CRITERIA, admit_grid, digest, faults, parse_grid
from clairevoix.charter.drafting import draft_from
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.evaluation import Verdict
from clairevoix.model.grid import EvidenceRule, Expected, Grid
from clairevoix.model.timespan import TimeSpan
from courses import a_criterion, a_grid, an_annotation

GRID = """
version = 3

[[criteria]]
name = "Annonce de la suite"
observable = "Dit au client ce qui va se passer ensuite, et quand"
label = "next_step"
weight = 60
professional_link = "Le client sait quoi attendre et n'a pas à rappeler"

[[criteria]]
name = "Interruption"
observable = "Interrompt le client avant la fin de sa demande"
label = "interruption"
expected = "absent"
weight = 40
professional_link = "La demande entière est connue avant la réponse"
"""


def test_a_grid_is_read_and_admitted():
    grid = parse_grid(tomllib.loads(GRID), "service")
    admit_grid(grid)
    assert [each.weight for each in grid.criteria] == [60, 40]
    assert grid.criteria[1].evidence == EvidenceRule(label="interruption", expected=Expected.ABSENT)


#: What is put in the place of what, and the text that says why not.
MISREAD = [
    ("version = 3", 'version = "3"', "L1222-3"),
    ("version = 3", "version = true", "L1222-3"),
    ("version = 3", "version = 3\nstrict = true", "L1222-3"),
    ("weight = 60", "weight = 60.0", "L1222-3"),
    ("weight = 60", 'weight = "60"', "L1222-3"),
    ("weight = 60\n", "", "L1222-3"),
    ("weight = 60", "weight = true", "L1222-3"),
    ('label = "next_step"\n', "", "22-20.716"),
    ('label = "next_step"', 'label = " "', "22-20.716"),
    ('expected = "absent"', 'expected = "often"', "22-20.716"),
    ('professional_link = "Le client sait quoi attendre et n\'a pas à rappeler"\n', "", "L1222-2"),
    ("weight = 60", "weight = 60\nbonus = 1", "unknown setting bonus"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), MISREAD)
def test_what_is_missing_is_said_with_its_article(old, new, complaint):
    assert old in GRID
    with pytest.raises(SettingsError, match=complaint):
        parse_grid(tomllib.loads(GRID.replace(old, new, 1)), "service")


@pytest.mark.parametrize(
    "document", [{}, {"version": 1}, {"version": 1, "criteria": {}}, {"version": 1, "criteria": ["a"]}]
)
def test_what_is_no_grid_is_refused(document):
    with pytest.raises(SettingsError, match=r"grids/service\.toml"):
        parse_grid(document, "service")


@pytest.mark.parametrize(
    ("weights", "is_admitted"),
    [
        ((60, 40), True),
        ((100,), True),
        ((34, 33, 33), True),
        ((60, 39), False),
        ((60, 41), False),
        ((110, -10), False),
        ((100, 0), False),
        ((), False),
        ((9,) * 4 + (8,) * 8, True),
        ((8,) * 9 + (7,) * 4, False),  # thirteen of them sum to 100
    ],
)
def test_weights_sum_to_one_hundred(weights, is_admitted):
    grid = Grid(version=1, criteria=tuple(a_criterion(f"Critère {n}", weight=each) for n, each in enumerate(weights)))
    assert (list(faults(grid)) == []) is is_admitted
    assert (MOST_CRITERIA, sum((8,) * 9 + (7,) * 4)) == (12, 100)
    if is_admitted:
        admit_grid(grid)
        return
    with pytest.raises(CharterRefusal, match="R3"):
        admit_grid(grid)


#: An observable, and the rule that refuses it.
OBSERVABLES = [
    ("Dit bonjour et donne son prénom", None),
    ("Le conseiller propose une solution ou un rappel", None),
    ("S'excuse du retard", None),
    ("N'interrompt pas le client", None),
    ("Reformule la demande avant de répondre", None),
    ("Tells the customer what happens next", None),
    ("The agent asks whether the problem is solved", None),
    ("Met en attente en disant pourquoi", None),
    ("Est clair", "R3"),
    ("Se montre à l'aise", "R3"),
    ("Clarté", "R3"),
    ("Is clear", "R3"),
    ("Maîtrise son sujet", "R3"),
    ("", "R3"),
    ("Ditons", "R3"),
    ("Dit la phrase d'accueil mot à mot", "R3"),
    ("Récite la mention légale", "R3"),
    ("Suit le script d'accueil", "R3"),
    ("Says the greeting word for word", "R3"),
    ("Reads the exact wording", "R3"),
    ("Donne la description du produit", None),
    ("Lit les conditions de souscription", None),
    ("Dit bonjour en souriant, avec le sourire", "R2"),
    ("Says good morning cheerfully", "R2"),
    ("Montre de l'empathie", "R2"),
    ("Fait preuve de bon sens", "R2"),
]


@pytest.mark.parametrize(("observable", "rule_id"), OBSERVABLES)
def test_an_observable_is_an_act(observable, rule_id):
    grid = a_grid(a_criterion(observable=observable, weight=100))
    if rule_id is None:
        admit_grid(grid)
        return
    with pytest.raises(CharterRefusal) as refusal:
        admit_grid(grid)
    assert refusal.value.rule_id == rule_id
    assert any(each.rule_id == rule_id and "(" in each.sentence for each in faults(grid))


@pytest.mark.parametrize(
    ("changes", "rule_id"),
    [
        ({"professional_link": ""}, "R3"),
        ({"professional_link": "Utile"}, "R3"),
        ({"professional_link": "Sa motivation se voit ainsi"}, "R2"),
        ({"evidence": EvidenceRule(label="")}, "R3"),
        ({"evidence": EvidenceRule(label="smile")}, "R2"),
    ],
)
def test_a_criterion_has_evidence_and_a_professional_link(changes, rule_id):
    with pytest.raises(CharterRefusal) as refusal:
        admit_grid(a_grid(a_criterion(weight=100, **changes)))
    assert refusal.value.rule_id == rule_id


def test_two_criteria_of_one_name_are_refused():
    with pytest.raises(CharterRefusal, match="R3"):
        admit_grid(a_grid(a_criterion("Récapitulatif"), a_criterion("recapitulatif", weight=40)))


def test_the_digest_is_of_these_very_criteria():
    assert digest(a_grid()) == digest(a_grid())
    others = [
        a_grid(version=2),
        a_grid(a_criterion(weight=100)),
        a_grid(a_criterion(weight=100, professional_link="Le client sait tout ce qui suit")),
        a_grid(a_criterion(weight=100, evidence=EvidenceRule(label="recap"))),
        a_grid(a_criterion(weight=100, evidence=EvidenceRule(label="next_step", expected=Expected.ABSENT))),
    ]
    assert len({digest(grid) for grid in (a_grid(), *others)}) == 6


EARLY, LATE = TimeSpan(0, 1000), TimeSpan(5000, 9000)
#: Annotations of one contact, and per criterion (announces what follows; never interrupts): found, spans, suggestion.
DRAFTS = [
    ((), [(False, (), Verdict.NOT_MET), (False, (), Verdict.MET)]),
    (
        (("next_step", LATE, Party.AGENT), ("next_step", EARLY, Party.AGENT)),
        [(True, (EARLY, LATE), Verdict.MET), (False, (), Verdict.MET)],
    ),
    ((("next_step", EARLY, Party.CUSTOMER),), [(False, (), Verdict.NOT_MET), (False, (), Verdict.MET)]),
    ((("next_step", EARLY, Party.UNKNOWN),), [(False, (), Verdict.NOT_MET), (False, (), Verdict.MET)]),
    ((("interruption", LATE, Party.AGENT),), [(False, (), Verdict.NOT_MET), (True, (LATE,), Verdict.NOT_MET)]),
    ((("greeting", EARLY, Party.AGENT),), [(False, (), Verdict.NOT_MET), (False, (), Verdict.MET)]),
]


@pytest.mark.parametrize(("found", "drafted"), DRAFTS)
def test_a_draft_says_what_was_found_of_the_agents_own_words(found, drafted):
    grid = parse_grid(tomllib.loads(GRID), "service")
    findings = draft_from([an_annotation(*each) for each in found], grid)
    assert [(each.found, each.spans, each.suggested) for each in findings] == drafted
    assert tuple(each.criterion for each in findings) == grid.names
