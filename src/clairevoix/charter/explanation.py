"""The explanation of an evaluation: whole, in redacted words, and the same text for the same evaluation.

The procedure and the principles actually applied are to be explained, concisely and intelligibly (CJEU, C-203/22, Dun &
Bradstreet Austria).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from enum import StrEnum

from clairevoix.charter.disclosure import releasable
from clairevoix.charter.reading import coverage, must_read
from clairevoix.charter.rules import EXPLANATION
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Draft, Drawn, Evaluation, Finding, Origin
from clairevoix.model.explanation import (
    ExplainedBudget,
    ExplainedCriterion,
    ExplainedDraw,
    Explanation,
    ModelDigest,
    Quote,
)
from clairevoix.model.grid import Criterion, Grid
from clairevoix.model.transcript import RedactedTranscript

RULE_ID = EXPLANATION.rule_id


def complete(explanation: Explanation) -> Explanation:
    """The same explanation, if no part of it is missing; raises CharterRefusal(R14) otherwise."""
    if next(missing(explanation), None) is not None:
        raise CharterRefusal(RULE_ID)
    return explanation


def missing(explanation: Explanation) -> Iterator[str]:
    """The names of the parts that an explanation lacks."""
    texts = ("evaluation_id", "contact_id", "grid_digest", "settings_digest", "charter_digest", "confirmed_by")
    yield from (name for name in texts if not getattr(explanation, name).strip())
    if explanation.grid_version < 1:
        yield "grid_version"
    if sum(each.weight for each in explanation.criteria) != 100:
        yield "criteria"
    for each in explanation.criteria:
        quoted = bool(each.quotes) and all(quote.text.strip() for quote in each.quotes)
        described = all(text.strip() for text in (each.name, each.observable, each.professional_link))
        if not described or (each.found and not quoted):
            yield f"criteria.{each.name}"
    if explanation.draw is None or not _tells_the_draw(explanation.draw):
        yield "draw"
    by_machine = explanation.origin is Origin.MACHINE
    if (by_machine and not explanation.models) or not all(each.name and each.digest for each in explanation.models):
        yield "models"
    if explanation.budget is None or not 1 <= explanation.budget.n <= explanation.budget.limit:
        yield "budget"
    if explanation.read_share <= 0:
        yield "read_share"


def _tells_the_draw(draw: ExplainedDraw) -> bool:
    """A chosen contact was drawn for hearing as every other; why it was chosen for evaluation is told beside it."""
    drawn = bool(draw.draw_id and draw.seed_commitment) and 0 < draw.rate <= 1
    return drawn and (draw.reason is not None) is (draw.drawn is Drawn.CHOSEN)


def explain(
    evaluation: Evaluation,
    *,
    grid: Grid,
    transcript: RedactedTranscript,
    draw: ExplainedDraw,
    models: tuple[ModelDigest, ...],
    settings_digest: str,
    budget: ExplainedBudget,
) -> Explanation:
    """Puts an explanation together. Raises CharterRefusal: R25 for words that are not redacted, R14 if a part is missing."""
    draft = evaluation.draft
    redacted = releasable(transcript)
    return complete(
        Explanation(
            evaluation_id=draft.evaluation_id,
            contact_id=draft.contact_id,
            origin=draft.origin,
            grid_version=draft.grid_version,
            grid_digest=draft.grid_digest,
            criteria=tuple(_explained(evaluation, criterion, redacted) for criterion in _of_draft(grid, draft)),
            draw=draw,
            models=models,
            settings_digest=settings_digest,
            charter_digest=draft.charter_digest,
            confirmed_by="evaluator" if evaluation.confirmed_by else "",
            read_share=coverage(must_read(draft), evaluation.read),
            budget=budget,
        )
    )


def _of_draft(grid: Grid, draft: Draft) -> tuple[Criterion, ...]:
    """None for another grid than the draft's: complete then refuses."""
    same = grid.version == draft.grid_version and grid.names == tuple(each.criterion for each in draft.findings)
    return grid.criteria if same else ()


def _explained(evaluation: Evaluation, criterion: Criterion, transcript: RedactedTranscript) -> ExplainedCriterion:
    finding = next(each for each in evaluation.draft.findings if each.criterion == criterion.name)
    verdicts = {mark.criterion: mark.verdict for mark in evaluation.marks}
    return ExplainedCriterion(
        name=criterion.name,
        observable=criterion.observable,
        professional_link=criterion.professional_link,
        weight=criterion.weight,
        found=finding.found,
        suggested=finding.suggested,
        verdict=verdicts.get(criterion.name, finding.suggested),
        quotes=tuple(_quotes(finding, transcript)),
    )


def _quotes(finding: Finding, transcript: RedactedTranscript) -> Iterator[Quote]:
    """The agent's own redacted words of each span; words of anybody else are no evidence of the agent's work."""
    for span in finding.spans:
        words = [
            word.text
            for turn in transcript.turns
            if turn.party is Party.AGENT
            for word in turn.words
            if word.span.overlap_ms(span)
        ]
        if words:
            yield Quote(text=" ".join(words), span=span)


def canonical(explanation: Explanation) -> str:
    """One text for one explanation: JSON with sorted keys and no spaces; shares are decimal texts (RFC 8785 elsewhere)."""
    return json.dumps(_plain(asdict(explanation)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return value.value if isinstance(value, StrEnum) else value
