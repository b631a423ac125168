"""Evaluations for tests, each whole and valid, and the steps that bring one to any standing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from clairevoix.charter.criteria import digest
from clairevoix.charter.drafting import draft_from
from clairevoix.charter.evaluation import drafted, replay
from clairevoix.charter.explanation import explain
from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Party
from clairevoix.model.evaluation import (
    Action,
    Actor,
    Draft,
    Drawn,
    Evaluation,
    EvaluationEvent,
    EvaluationTerms,
    Ground,
    Mark,
    Origin,
    RedactedText,
    Standing,
    Verdict,
)
from clairevoix.model.explanation import ExplainedBudget, ExplainedDraw, Explanation, ModelDigest
from clairevoix.model.grid import Criterion, EvidenceRule, Grid
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
AGENT, ANNE, BASILE, CHLOE = "agent-1", "account-anne", "account-basile", "account-chloe"
TERMS = EvaluationTerms()
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GREETING, SUMMARY = TimeSpan(0, 10_000), TimeSpan(200_000, 230_000)


def a_criterion(name: str = "Annonce de la suite", **changes: object) -> Criterion:
    values: dict[str, object] = {
        "observable": "Dit au client ce qui va se passer ensuite",
        "evidence": EvidenceRule(label="next_step"),
        "weight": 60,
        "professional_link": "Le client sait quoi attendre et ne rappelle pas",
        **changes,
    }
    return Criterion(name=name, **values)  # type: ignore[arg-type]


def a_grid(*criteria: Criterion, version: int = 1) -> Grid:
    second = a_criterion(
        "Récapitulatif", observable="Récapitule ce qui a été convenu", evidence=EvidenceRule(label="recap"), weight=40
    )
    return Grid(version=version, criteria=criteria or (a_criterion(), second))


def an_annotation(label: str, span: TimeSpan, party: Party = Party.AGENT, contact_id: str = "c1") -> Annotation:
    return Annotation(
        contact_id=contact_id, label=label, label_version=1, annotator="phrases/1", channel=0, party=party, span=span
    )


FOUND = (an_annotation("next_step", GREETING), an_annotation("recap", SUMMARY))


def a_draft(evaluation_id: str = "e1", *, annotations: tuple[Annotation, ...] = FOUND, **changes: object) -> Draft:
    grid = a_grid()
    made = Draft(
        evaluation_id=evaluation_id,
        agent_id=AGENT,
        contact_id="c1",
        origin=Origin.MACHINE,
        drawn=Drawn.RANDOM,
        grid_version=grid.version,
        grid_digest=digest(grid),
        charter_digest="charter",
        duration_ms=300_000,
        findings=draft_from(annotations, grid),
    )
    return replace(made, **changes)


def an_evaluation(*events: EvaluationEvent, terms: EvaluationTerms = TERMS, **changes: object) -> Evaluation:
    return replay(drafted(a_draft(**changes), terms, START), events)


def marks(first: Verdict = Verdict.MET, second: Verdict = Verdict.NOT_MET) -> tuple[Mark, ...]:
    return tuple(Mark(criterion=name, verdict=each) for name, each in zip(a_grid().names, (first, second), strict=True))


WHO = {
    **dict.fromkeys(
        (Action.OPEN, Action.READ, Action.CONFIRM, Action.DISCARD, Action.DELIVER), (Actor.EVALUATOR, ANNE)
    ),
    **dict.fromkeys((Action.SEE, Action.COMMENT, Action.ACCEPT, Action.CONTEST), (Actor.EMPLOYEE, AGENT)),
    **dict.fromkeys((Action.TAKE_UP, Action.UPHOLD, Action.AMEND, Action.ANNUL), (Actor.REVIEWER, BASILE)),
    **dict.fromkeys((Action.LAPSE, Action.TAKE_EFFECT, Action.LOSE_EVIDENCE, Action.EXPIRE), (Actor.CLOCK, "")),
}
REASONS = RedactedText(text="L'annonce figure à la seconde 4, à la fin du tour.", n_entities=0)
WITH = {
    Action.READ: {"spans": (GREETING, SUMMARY)},
    Action.CONFIRM: {"marks": marks()},
    Action.UPHOLD: {"ground": Ground.EVIDENCE_HOLDS, "text": REASONS},
    Action.AMEND: {"ground": Ground.MISHEARD, "text": REASONS, "marks": marks(Verdict.MET, Verdict.MET)},
    Action.ANNUL: {"ground": Ground.PROCEDURE, "text": REASONS},
    Action.COMMENT: {"text": REASONS},
}


def event(action: Action, after: timedelta, **changes: object) -> EvaluationEvent:
    """The action as its usual actor does it, that long after the start."""
    by, account_id = WHO[action]
    values: dict[str, object] = {"by": by, "account_id": account_id, **WITH.get(action, {}), **changes}
    return EvaluationEvent(action=action, at=START + after, **values)  # type: ignore[arg-type]


_READ = (event(Action.OPEN, SECOND), event(Action.READ, 61 * SECOND))
_CONFIRMED = (*_READ, event(Action.CONFIRM, 90 * SECOND))
_DELIVERED = (*_CONFIRMED, event(Action.DELIVER, 100 * SECOND), event(Action.SEE, 1 * DAY))
_CONTESTED = (*_DELIVERED, event(Action.CONTEST, 2 * DAY))
_REVIEWED = (*_CONTESTED, event(Action.TAKE_UP, 3 * DAY))

#: The shortest way to each standing; all but the last two are reached within four days.
WAYS: dict[Standing, tuple[EvaluationEvent, ...]] = {
    Standing.DRAFTED: (),
    Standing.EVIDENCE_READ: _READ,
    Standing.CONFIRMED: _CONFIRMED,
    Standing.WITH_EMPLOYEE: _DELIVERED,
    Standing.COMMENTED: (*_DELIVERED, event(Action.COMMENT, 2 * DAY)),
    Standing.ACCEPTED: (*_DELIVERED, event(Action.ACCEPT, 2 * DAY)),
    Standing.CONTESTED: _CONTESTED,
    Standing.UNDER_REVIEW: _REVIEWED,
    Standing.UPHELD: (*_REVIEWED, event(Action.UPHOLD, 4 * DAY)),
    Standing.AMENDED: (*_REVIEWED, event(Action.AMEND, 4 * DAY)),
    Standing.VOID: (*_REVIEWED, event(Action.ANNUL, 4 * DAY)),
    Standing.EFFECTIVE: (*_DELIVERED, event(Action.TAKE_EFFECT, 8 * DAY)),
    Standing.EXPIRED: (event(Action.EXPIRE, 90 * DAY),),
}


def standing(wanted: Standing) -> Evaluation:
    return an_evaluation(*WAYS[wanted])


DRAW = ExplainedDraw(drawn=Drawn.RANDOM, draw_id="d1", rate=0.05, seed_commitment="ab" * 32)
MODELS = (ModelDigest(name="whisper-base", digest="cd" * 8), ModelDigest(name="phrases/1", digest="ef" * 8))
BUDGET = ExplainedBudget(limit=4, n=2, n_chosen=0)


def _turn(party: Party, start_ms: int, *words: str) -> Turn:
    return Turn(
        channel=0 if party is Party.AGENT else 1,
        party=party,
        words=tuple(
            Word(text=word, span=TimeSpan(start_ms + 500 * n, start_ms + 500 * n + 400), score=0.9)
            for n, word in enumerate(words)
        ),
    )


TURNS = (
    _turn(Party.AGENT, 0, "Je", "vous", "rappelle", "demain,", "[NOM", "1]"),
    _turn(Party.CUSTOMER, 1000, "Merci"),
    _turn(Party.AGENT, 200_000, "Donc", "on", "est", "d'accord"),
)


def a_transcript(kind: type = RedactedTranscript):
    left = {"redactions": ()} if kind is RedactedTranscript else {}
    return kind(contact_id="c1", language="fr", duration_ms=300_000, turns=TURNS, **left)


def an_explanation(evaluation=None, **changes: object) -> Explanation:
    values = {
        "grid": a_grid(),
        "transcript": a_transcript(),
        "draw": DRAW,
        "models": MODELS,
        "settings_digest": "0123",
        "budget": BUDGET,
        **changes,
    }
    return explain(evaluation or standing(Standing.CONFIRMED), **values)
