"""The search for themes: each step against another way to do it, and the whole on planted themes."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from clairevoix.measure.themes.decisions import meant
from clairevoix.measure.themes.groups import ALONE, grouped, silhouette
from clairevoix.measure.themes.moves import moves
from clairevoix.measure.themes.naming import names, scores
from clairevoix.measure.themes.search import find_themes, key_of
from clairevoix.measure.themes.tree import distances, tree
from clairevoix.measure.themes.vectors import of_length_1, space
from clairevoix.measure.themes.words import stem, words
from clairevoix.model.theme import Opening, ThemeDecisions, Trend
from themed import adjusted_rand, as_openings, openings, planted

ROWS = openings(400, seed=1)
NOTHING = ThemeDecisions()


@pytest.fixture(scope="module")
def found():
    return find_themes(as_openings(ROWS), least=10, last_month="2025-10", decisions=NOTHING)


# Words.


def test_placeholders_courtesies_and_function_words_are_left_out():
    assert words("Bonjour, c'est pour la facture de [NOM 1] : qu'est-ce que je dois à [IBAN 1] ?") == ("facture",)
    assert words("I would like to know why my bill doubled") == ("bill", "doubled")


@pytest.mark.parametrize(
    "forms",
    [
        ("résilier", "résiliation", "résilié"),
        ("facture", "factures", "facturé"),
        ("déménager", "déménagement", "déménage"),
        ("technicien", "techniciens"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


# The tree.


@given(st.integers(2, 25), st.integers(0, 10_000))
def test_the_tree_is_scipys(n, seed):
    rows = of_length_1(np.random.default_rng(seed).normal(size=(n, 4)))
    near = distances(rows)
    np.fill_diagonal(near, 0)
    theirs = linkage(squareform(near, checks=False), "average")
    ours = tree(near)
    assert ours.heights == pytest.approx(theirs[:, 2])
    for k in range(1, n + 1):
        cut = fcluster(theirs, k, "maxclust")
        if len(set(cut)) == k:
            assert len({*zip(cut, ours.parts(k), strict=True)}) == k


def test_the_silhouette_is_the_definition():
    near = distances(of_length_1(np.random.default_rng(2).normal(size=(30, 3))))
    labels = np.array([0] * 10 + [10] * 8 + [18] * 7 + [ALONE] * 5)
    each = []
    for row, label in enumerate(labels):
        if label == ALONE:
            each.append(0.0)
            continue
        inside = [near[row, other] for other in range(30) if labels[other] == label and other != row]
        a = sum(inside) / len(inside)
        b = min(near[row, labels == name].mean() for name in (0, 10, 18) if name != label)
        each.append((b - a) / max(a, b))
    assert silhouette(near, labels) == pytest.approx(sum(each) / 30)


def test_three_heaps_are_three_groups():
    draw = np.random.default_rng(3)
    rows = of_length_1(np.repeat(np.eye(3), 12, axis=0) + draw.normal(scale=0.05, size=(36, 3)))
    near = distances(rows)
    assert Counter(Counter(grouped(near, tree(near), 5)).values()) == {12: 3}


# Names.


def test_a_word_is_scored_as_monroe_colaresi_and_quinn_do():
    """By hand: 3 of 10 words here, 1 of 10 there, prior 0.1 of the whole: a = 0.4, a0 = 2."""
    z = scores({"box": 3, "x": 7}, {"box": 1, "y": 9})["box"]
    delta = np.log(3.4 / (12 - 3.4)) - np.log(1.4 / (12 - 1.4))
    assert z == pytest.approx(delta / np.sqrt(1 / 3.4 + 1 / 1.4))


def test_a_name_that_few_said_is_not_told():
    inside = ["la facture de Zébulon"] * 4 + ["la facture est fausse"] * 20
    told = names(inside, ["la box est en panne"] * 40, 10)
    assert told[0] == "facture"
    assert "zébulon" not in told


# Moves.


def test_new_rising_falling_and_steady():
    found = moves([(40, 0), (60, 40), (5, 80), (20, 40)], 200, 400, 0.95)
    assert [each.trend for each in found] == [Trend.NEW, Trend.RISING, Trend.FALLING, Trend.STEADY]


def test_one_month_moves_nothing():
    assert moves([(5, 0)], 10, 0, 0.95) == (None,)


def test_of_many_themes_that_do_not_move_hardly_any_seems_to():
    """In at most one search in twenty does any of twenty themes of 5 % seem to move."""
    draw = np.random.default_rng(4)
    n_wrong = 0
    for _ in range(200):
        last, before = (draw.multinomial(n, [0.05] * 20) for n in (300, 900))
        pairs = [(int(a), int(b)) for a, b in zip(last, before, strict=True)]
        n_wrong += any(each.trend is not Trend.STEADY for each in moves(pairs, 300, 900, 0.95))
    assert n_wrong <= 16


# The whole.


def test_planted_themes_are_found_again(found):
    assert planted(ROWS, found) > 0.8


def test_the_same_openings_in_any_order_give_the_same_themes(found):
    mixed = random.Random(5).sample(as_openings(ROWS), len(ROWS))
    assert find_themes(mixed, least=10, last_month="2025-10", decisions=NOTHING) == found


def test_every_contact_is_in_one_theme_or_alone(found):
    members = [contact_id for each in found.members.values() for contact_id in each]
    assert len(members) == len(set(members)) == found.n - found.n_alone
    assert all(each.n >= 10 and each.n == len(found.members[each.key]) for each in found.themes)
    assert all(each.central == found.members[each.key][:3] for each in found.themes)
    assert len({each.key for each in found.themes}) == len(found.themes)


def test_what_no_label_covers_comes_first():
    labelled = [
        Opening(contact_id=row.contact_id, month=row.month, is_labelled=row.theme != "offer", text=row.text)
        for row in ROWS
    ]
    first = find_themes(labelled, least=10, last_month="2025-10", decisions=NOTHING).themes[0]
    assert "forfait" in first.words
    assert first.n_unlabelled >= 0.8 * first.n


def test_merging_splitting_and_leaving_out(found):
    one, other, third = (each.key for each in found.themes[:3])

    def again(**decided):
        decisions = ThemeDecisions(**decided)
        return find_themes(as_openings(ROWS), least=10, last_month="2025-10", decisions=decisions)

    merged = again(merged=((one, other),))
    together = {*found.members[one], *found.members[other]}
    assert any(set(members) == together for members in merged.members.values())
    assert third not in {each.key for each in again(ignored=(third,)).themes}
    parts = [set(members) for members in again(split={third: 2}).members.values()]
    assert sum(bool(part & set(found.members[third])) for part in parts) in {1, 2}
    assert set(found.members[third]) not in parts


def test_a_decision_finds_its_theme_when_words_moved():
    named = {1: ("facture", "montant", "prélevé", "double"), 2: ("box", "internet", "rouge")}
    assert meant(key_of(("facture", "prélevé", "double")), named) == 1
    assert meant(key_of(("box", "rouge", "panne")), named) == 2
    assert meant(key_of(("colis", "livré", "relais")), named) is None
    assert meant("gone", named) is None


@pytest.mark.parametrize("texts", [[], [""], ["bonjour"] * 40, ["la facture"] * 3, ["[NOM 1]"] * 30])
def test_openings_that_say_nothing_have_no_theme(texts):
    given = [Opening(contact_id=f"c{n}", month="2025-10", is_labelled=False, text=text) for n, text in enumerate(texts)]
    found = find_themes(given, least=10, last_month="2025-10", decisions=NOTHING)
    assert (found.themes, found.n_alone) == ((), len(texts))


def test_openings_beyond_the_tree_go_where_they_belong(monkeypatch):
    from clairevoix.measure.themes import search

    monkeypatch.setattr(search, "MOST_IN_TREE", 200)
    found = find_themes(as_openings(ROWS), least=10, last_month="2025-10", decisions=NOTHING)
    assert planted(ROWS, found) > 0.6


def test_a_text_alone_among_words_of_others_is_nowhere():
    laid_out = space([row.text for row in ROWS])
    assert not laid_out.of(["xylophone zébulon"]).any()


def test_the_adjusted_rand_index_does_not_mind_names():
    assert adjusted_rand(["a", "a", "b", "b"], [7, 7, 3, 3]) == 1
