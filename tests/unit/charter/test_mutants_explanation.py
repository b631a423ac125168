"""Each part that an explanation may lack, alone and at its edge."""

from dataclasses import replace

import pytest

from clairevoix.charter.explanation import _plain, canonical, complete, missing
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Drawn, Origin, Reason, Standing
from clairevoix.model.explanation import ModelDigest
from courses import BUDGET, DRAW, a_criterion, a_grid, an_explanation, marks, standing

WHOLE = an_explanation()
FIRST, SECOND = WHOLE.criteria


def first(**changes: object):
    return {"criteria": (replace(FIRST, **changes), SECOND)}


#: What is changed, and what is then missing.
CASES = [
    ({}, []),
    *(
        ({name: blank}, [name])
        for name in ("evaluation_id", "contact_id", "grid_digest", "settings_digest", "charter_digest", "confirmed_by")
        for blank in ("", " ")
    ),
    ({"grid_version": 0}, ["grid_version"]),
    ({"grid_version": 1}, []),
    ({"grid_version": 2}, []),
    ({"criteria": ()}, ["criteria"]),
    (first(weight=FIRST.weight + 1), ["criteria"]),
    (first(weight=FIRST.weight - 1), ["criteria"]),
    (first(quotes=()), [f"criteria.{FIRST.name}"]),
    (first(quotes=(replace(FIRST.quotes[0], text=" "),)), [f"criteria.{FIRST.name}"]),
    (first(quotes=(*FIRST.quotes, replace(FIRST.quotes[0], text=""))), [f"criteria.{FIRST.name}"]),
    (first(quotes=(), found=False), []),
    (first(found=False), []),
    (first(name=" "), ["criteria. "]),
    (first(observable=""), [f"criteria.{FIRST.name}"]),
    (first(professional_link=" "), [f"criteria.{FIRST.name}"]),
    ({"draw": None}, ["draw"]),
    ({"draw": replace(DRAW, draw_id="")}, ["draw"]),
    ({"draw": replace(DRAW, seed_commitment="")}, ["draw"]),
    ({"draw": replace(DRAW, rate=0.0)}, ["draw"]),
    ({"draw": replace(DRAW, rate=1.0)}, []),
    ({"draw": replace(DRAW, rate=1.5)}, ["draw"]),
    ({"draw": replace(DRAW, reason=Reason.ONBOARDING)}, ["draw"]),
    ({"draw": replace(DRAW, drawn=Drawn.CHOSEN)}, ["draw"]),
    ({"draw": replace(DRAW, drawn=Drawn.CHOSEN, reason=Reason.ONBOARDING)}, []),
    ({"models": ()}, ["models"]),
    ({"models": (), "origin": Origin.HUMAN}, []),
    ({"models": (ModelDigest(name="", digest="a"),), "origin": Origin.HUMAN}, ["models"]),
    ({"models": (ModelDigest(name="a", digest=""),)}, ["models"]),
    ({"budget": None}, ["budget"]),
    ({"budget": replace(BUDGET, n=0)}, ["budget"]),
    ({"budget": replace(BUDGET, n=1)}, []),
    ({"budget": replace(BUDGET, n=BUDGET.limit)}, []),
    ({"budget": replace(BUDGET, n=BUDGET.limit + 1)}, ["budget"]),
    ({"read_share": 0.0}, ["read_share"]),
    ({"read_share": 0.5}, []),
]


@pytest.mark.parametrize(("changes", "lacks"), CASES)
def test_what_an_explanation_lacks(changes, lacks):
    explanation = replace(WHOLE, **changes)
    assert list(missing(explanation)) == lacks
    if not lacks:
        assert complete(explanation) is explanation
        return
    with pytest.raises(CharterRefusal, match="R14"):
        complete(explanation)


@pytest.mark.parametrize("grid", [a_grid(version=2), a_grid(a_criterion(weight=100))])
def test_another_grid_explains_nothing(grid):
    with pytest.raises(CharterRefusal, match="R14"):
        an_explanation(grid=grid)


def test_the_agents_own_words_are_quoted():
    assert [quote.text for quote in FIRST.quotes] == ["Je vous rappelle demain, [NOM 1]"]
    assert [quote.text for quote in SECOND.quotes] == ["Donc on est d'accord"]
    assert [each.verdict for each in WHOLE.criteria] == [mark.verdict for mark in marks()]
    assert WHOLE.confirmed_by == "evaluator"
    assert WHOLE.read_share == 1.0


def test_nobody_confirmed_it_yet():
    with pytest.raises(CharterRefusal, match="R14"):
        an_explanation(standing(Standing.EVIDENCE_READ))


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (1, 1),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        ("a", "a"),
        (None, None),
        (Drawn.RANDOM, Drawn.RANDOM.value),
        ((1.0, [2.0]), ["1.0", ["2.0"]]),
        ({"a": 0.25}, {"a": "0.25"}),
    ],
)
def test_shares_are_decimal_texts(value, plain):
    assert _plain(value) == plain
    assert type(_plain(value)) is type(plain)


def test_one_text_for_one_explanation():
    text = canonical(WHOLE)
    assert text.startswith('{"budget":{"limit":')
    assert "\\u" not in text
    assert '": ' not in text
