"""How words are said, what sounds alike, and which words are of one kin."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.annotate.query.indexing import of_transcripts
from clairevoix.annotate.query.lemmas import families, lemmas
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import matches
from clairevoix.annotate.query.sounds import alike
from clairevoix.annotate.query.sounds.distance import GAPS, SIGNS, SWAPS, sign_numbers
from clairevoix.annotate.query.sounds.pronouncing import sounds
from dialogues import dialogue

#: Words that are said the same.
HOMOPHONES = [
    ("fr", "résilier résiliez résilié"),
    ("fr", "parle parles parlent"),
    ("fr", "fibre fibres"),
    ("fr", "box boxs"),
    ("fr", "ver verre vert vers"),
    ("fr", "cent sans"),
    ("fr", "foi fois"),
    ("fr", "attend attends attant"),
    ("en", "their there"),
    ("en", "week weak"),
]


@pytest.mark.parametrize(("language", "forms"), HOMOPHONES)
def test_words_that_are_said_the_same(language, forms):
    assert len({sounds(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "form", "said"),
    [
        ("fr", "technicien", "tEknisjI"),
        ("fr", "prélèvement", "pRelEv@mA"),
        ("fr", "conseiller", "kUsEje"),
        ("fr", "internet", "ItERnEt"),
        ("fr", "dépannage", "depanaZ"),
        ("fr", "4g", "katRZe"),
        ("fr", "sms", "EsEmEs"),
        ("en", "invoice", "invojs"),
        ("en", "technician", "tEkniS@n"),
        ("en", "waiting", "wejtiN"),
    ],
)
def test_how_a_word_is_said(language, form, said):
    assert sounds(form, language) == said


@pytest.mark.parametrize("language", ["fr", "en"])
@given(form=st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêàçùïœ0123456789'[]_漢", max_size=30))
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_has_known_signs(language, form):
    assert set(sounds(form, language)) <= set(SIGNS[1:])


def test_costs_are_a_distance():
    assert (SWAPS == SWAPS.T).all()
    assert (SWAPS.diagonal() == 0).all()
    assert (GAPS > 0).all()


#: What is looked for, what the machine wrote instead, and whether it sounds alike.
HEARD = [
    ("~résilier", "je veux résilié", True),
    ("~résilier", "je veux réciliez", True),
    ("~résilier", "je veux raisiliez", True),
    ("~résilier", "je veux ressayer", False),
    ('~"en attente"', "je suis en a tante", True),
    ('~"carte sim"', "ma carte cime", True),
    ("~technicien", "la technicienne", False),
    ("~technicien", "les techniques", False),
    ("~prélèvement", "mon prélève mant", True),
    ("~facture", "ma fracture", True),
    ("~facture", "ma voiture", False),
    ("~95%facture", "ma fracture", False),
    ("~fibre", "la libre", False),
]


@pytest.mark.parametrize(("query", "said", "alike"), HEARD, ids=[f"{query} / {said}" for query, said, _ in HEARD])
def test_what_sounds_alike(query, said, alike):
    assert bool(matches(parse(query), dialogue(f"customer {said}"))) is alike


def test_a_doubtful_word_may_differ_more():
    sure, unsure = (dialogue("customer la libre", score=score) for score in (1.0, 0.0))
    assert not matches(parse("~fibre"), sure)
    assert matches(parse("~fibre"), unsure)


def cost(one, other):
    """The weighted edit distance, cell by cell."""
    row = [0]
    for sign in other:
        row.append(row[-1] + int(GAPS[sign]))
    for sign in one:
        after = [row[0] + int(GAPS[sign])]
        for place, each in enumerate(other, start=1):
            after.append(
                min(row[place] + int(GAPS[sign]), row[place - 1] + int(SWAPS[sign, each]), after[-1] + int(GAPS[each]))
            )
        row = after
    return row[-1]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from("facture fracture sa tu re fac ture panne la résilier ré zi lié".split()),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["facture", "résilier"]),
    st.sampled_from([0.6, 0.8, 0.95]),
)
def test_costs_are_those_of_the_edit_distance(said, word, closeness):
    index = of_transcripts([dialogue("customer " + " ".join(said), score=1.0)])
    found, close = alike.scored(index, (word,), closeness)
    wanted = sign_numbers(sounds(word, "fr")).tolist()
    whole = int(GAPS[wanted].sum())
    scores = {}
    for first in range(len(said)):
        for last in range(first, min(first + 2, len(said))):
            signs = [s for form in said[first : last + 1] for s in sign_numbers(sounds(form, "fr")).tolist()]
            scores[first, last] = 1 - cost(signs, wanted) / whole
    got = dict(zip(zip(found.first.tolist(), found.last.tolist(), strict=True), close.tolist(), strict=True))
    assert all(abs(scores[place] - score) < 1e-9 for place, score in got.items())
    alone = {place for place, score in scores.items() if place[0] == place[1] and score >= closeness}
    assert alone <= set(got)
    assert all(score >= closeness - 1e-9 for score in got.values())


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "résilie résilier résiliez résilié"),
        ("fr", "annuler annulée annule"),
        ("fr", "panne pannes"),
        ("fr", "suis être"),
        ("en", "cancel cancelled cancelling cancels"),
        ("en", "go went going"),
    ],
)
def test_inflections_share_a_dictionary_form(language, forms):
    assert frozenset.intersection(*(lemmas(form, language) for form in forms.split()))


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", "résilier résiliation résilie"),
        ("fr", "installer installation installé"),
        ("fr", "rembourser remboursement"),
        ("fr", "dépanner dépannage"),
        ("en", "cancel cancellation"),
        ("en", "bill billing"),
    ],
)
def test_families_share_a_stem(language, forms):
    assert frozenset.intersection(*(families(form, language) for form in forms.split()))


def test_inflections_need_no_accent():
    assert matches(parse("+resilier"), dialogue("customer je résilie"))
