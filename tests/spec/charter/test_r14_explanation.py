"""R14. Nobody is handed an evaluation without everything by which it can be understood, checked and contested."""

import json
from dataclasses import fields, replace

import pytest

from clairevoix.charter.explanation import canonical, complete, missing
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Drawn, Origin, Reason, Standing, Verdict
from clairevoix.model.explanation import (
    ExplainedBudget,
    ExplainedCriterion,
    ExplainedDraw,
    Explanation,
    Quote,
)
from clairevoix.model.transcript import Transcript
from courses import (
    BUDGET,
    DRAW,
    GREETING,
    MODELS,
    SUMMARY,
    TURNS,
    WAYS,
    a_grid,
    a_transcript,
    an_evaluation,
    an_explanation,
)

WHOLE = an_explanation()


def test_it_quotes_the_agents_own_redacted_words_with_their_times():
    assert [(each.name, each.found, each.suggested, each.verdict) for each in WHOLE.criteria] == [
        ("Annonce de la suite", True, Verdict.MET, Verdict.MET),
        ("Récapitulatif", True, Verdict.MET, Verdict.NOT_MET),
    ]
    assert [each.quotes for each in WHOLE.criteria] == [
        (Quote(text="Je vous rappelle demain, [NOM 1]", span=GREETING),),
        (Quote(text="Donc on est d'accord", span=SUMMARY),),
    ]
    assert WHOLE.read_share == 1.0


def test_nothing_of_it_shows_in_what_is_printed():
    assert "demain" not in repr(WHOLE)
    assert "demain" not in repr(WHOLE.criteria[0])


def _first(**changes: object) -> dict[str, object]:
    return {"criteria": (replace(WHOLE.criteria[0], **changes), WHOLE.criteria[1])}


#: What is taken out of a whole explanation, and the part that is then missed.
LACKING = [
    ({"evaluation_id": ""}, "evaluation_id"),
    ({"contact_id": " "}, "contact_id"),
    ({"grid_version": 0}, "grid_version"),
    ({"grid_digest": ""}, "grid_digest"),
    ({"criteria": ()}, "criteria"),
    ({"criteria": WHOLE.criteria[:1]}, "criteria"),
    (_first(weight=59), "criteria"),
    (_first(observable=""), "criteria.Annonce de la suite"),
    (_first(professional_link=""), "criteria.Annonce de la suite"),
    (_first(quotes=()), "criteria.Annonce de la suite"),
    (_first(quotes=(Quote(text=" ", span=GREETING),)), "criteria.Annonce de la suite"),
    ({"draw": None}, "draw"),
    ({"draw": replace(DRAW, rate=0.0)}, "draw"),
    ({"draw": replace(DRAW, rate=1.1)}, "draw"),
    ({"draw": replace(DRAW, draw_id="")}, "draw"),
    ({"draw": replace(DRAW, seed_commitment="")}, "draw"),
    ({"draw": replace(DRAW, drawn=Drawn.CHOSEN)}, "draw"),
    ({"draw": replace(DRAW, reason=Reason.ONBOARDING)}, "draw"),
    ({"models": ()}, "models"),
    ({"models": (replace(MODELS[0], digest=""),)}, "models"),
    ({"settings_digest": ""}, "settings_digest"),
    ({"charter_digest": ""}, "charter_digest"),
    ({"confirmed_by": ""}, "confirmed_by"),
    ({"read_share": 0.0}, "read_share"),
    ({"budget": None}, "budget"),
    ({"budget": replace(BUDGET, n=0)}, "budget"),
    ({"budget": replace(BUDGET, n=5)}, "budget"),
]


@pytest.mark.parametrize(("changes", "part"), LACKING)
def test_an_explanation_that_lacks_a_part_is_refused(changes, part):
    lacking = replace(WHOLE, **changes)
    assert list(missing(lacking)) == [part]
    with pytest.raises(CharterRefusal, match="R14"):
        complete(lacking)


def test_every_part_is_asked_for():
    """Whoever adds a part has to say what it is to lack it; who drafted it is one of two, neither of them empty."""
    asked = {part.partition(".")[0] for _, part in LACKING}
    assert {field.name for field in fields(Explanation)} - asked == {"origin"}


@pytest.mark.parametrize(
    "changes",
    [
        {"draw": replace(DRAW, drawn=Drawn.CHOSEN, reason=Reason.CUSTOMER_COMPLAINT)},
        {"origin": Origin.HUMAN, "models": ()},
        _first(found=False, quotes=(), verdict=Verdict.NOT_MET),
    ],
    ids=["chosen, with its reason", "by a person, without a model", "not found, nothing to quote"],
)
def test_what_is_whole_is_the_same(changes):
    whole = replace(WHOLE, **changes)
    assert complete(whole) is whole


@pytest.mark.parametrize("where", [Standing.DRAFTED, Standing.EVIDENCE_READ])
def test_what_nobody_confirmed_is_not_explained(where):
    with pytest.raises(CharterRefusal, match="R14"):
        an_explanation(an_evaluation(*WAYS[where]))


def test_another_grid_explains_nothing():
    with pytest.raises(CharterRefusal, match="R14"):
        an_explanation(grid=a_grid(version=2))


def test_words_that_are_not_redacted_are_refused():
    with pytest.raises(CharterRefusal, match="R25"):
        an_explanation(transcript=a_transcript(Transcript))


def test_evidence_of_which_no_word_is_left_is_no_evidence():
    silent = replace(a_transcript(), turns=TURNS[1:])
    with pytest.raises(CharterRefusal, match="R14"):
        an_explanation(transcript=silent)


def test_it_has_one_canonical_text():
    text = canonical(WHOLE)
    document = json.loads(text)
    assert text == json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert (document["draw"]["rate"], document["read_share"]) == ("0.05", "1.0")
    assert document["criteria"][0]["quotes"][0]["span"] == {"start_ms": 0, "end_ms": 10_000}
    assert canonical(replace(WHOLE, settings_digest="other")) != text
    assert '"rate":"0.00001"' in canonical(replace(WHOLE, draw=replace(DRAW, rate=1e-05)))


def test_it_names_a_role_and_no_person():
    assert WHOLE.confirmed_by == "evaluator"
    names = {
        field.name
        for kind in (Explanation, ExplainedCriterion, ExplainedDraw, ExplainedBudget)
        for field in fields(kind)
    }
    assert not names & {"agent_id", "account_id", "evaluator", "reviewer"}
