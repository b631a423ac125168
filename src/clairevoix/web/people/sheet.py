"""What an evaluator sees of one evaluation: the evidence first, what the draft suggests only after it was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from clairevoix.charter.evaluation import shows_suggestions
from clairevoix.charter.reading import coverage, must_read
from clairevoix.i18n import Translator, day_name, percent
from clairevoix.model.evaluation import Evaluation, EvaluationEvent, Ground, Standing, Verdict
from clairevoix.web.people import wording
from clairevoix.web.people.desk import CriterionText, SaidTurn


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """A turn of the contact; ``number`` names it in the form by which it is said to have been read."""

    number: int
    party: str
    times: str
    is_evidence: bool
    is_read: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A criterion to be judged. ``suggested`` is empty until the evidence was read; ``chosen`` is a verdict's name."""

    number: int
    criterion: CriterionText
    suggested: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The page of one evaluation. ``stage`` is one of open, read, judge, review, closed."""

    evaluation_id: str
    stage: str
    drawn: str
    share: str
    due: str
    turns: tuple[TurnLine, ...]
    lines: tuple[JudgedLine, ...]
    verdicts: tuple[tuple[str, str], ...]
    grounds: tuple[tuple[str, str], ...]
    written: tuple[str, ...] = field(repr=False)


def stage(found: Evaluation, account_id: str) -> str:
    """What an evaluator may do next with it."""
    if found.standing is Standing.CONTESTED:
        return "closed" if account_id in found.evaluators | found.reviewers else "review"
    if found.standing is Standing.UNDER_REVIEW:
        return "decide" if found.reviewer == account_id else "closed"
    if found.standing is Standing.CONFIRMED:
        return "deliver" if found.confirmed_by == account_id else "closed"
    if found.standing not in (Standing.DRAFTED, Standing.EVIDENCE_READ):
        return "closed"
    if found.opened_by != account_id:
        return "open"
    return "judge" if found.standing is Standing.EVIDENCE_READ else "read"


def sheet(
    found: Evaluation,
    account_id: str,
    *,
    turns: Sequence[SaidTurn],
    criteria: Sequence[CriterionText],
    events: Sequence[EvaluationEvent],
    _: Translator,
) -> Sheet:
    """Evidence, marks and words of one evaluation, as far as this evaluator is."""
    now = stage(found, account_id)
    shown = now in {"read", "judge", "decide"}
    return Sheet(
        evaluation_id=found.draft.evaluation_id,
        stage=now,
        drawn=wording.drawn(found.draft.drawn, found.draft.reason, _),
        share=percent(coverage(must_read(found.draft), found.read), _.lang),
        due="" if found.review_due is None else day_name(found.review_due.date(), _.lang),
        turns=tuple(_turn(number, each, found, _) for number, each in enumerate(turns)) if shown else (),
        lines=_lines(found, criteria, _) if now in {"judge", "decide"} else (),
        verdicts=tuple((each.value, wording.verdict(each, _)) for each in Verdict),
        grounds=tuple((each.value, wording.ground(each, _)) for each in Ground),
        written=tuple(each.text.text for each in events if each.text is not None) if now == "decide" else (),
    )


def _turn(number: int, said: SaidTurn, found: Evaluation, _: Translator) -> TurnLine:
    wanted = must_read(found.draft)
    return TurnLine(
        number=number,
        party=wording.party(said.party, _),
        times=wording.times(said.span),
        is_evidence=any(span.overlap_ms(said.span) for span in wanted),
        is_read=any(span.overlap_ms(said.span) for span in found.read),
        text=said.text,
    )


def _lines(found: Evaluation, criteria: Sequence[CriterionText], _: Translator) -> tuple[JudgedLine, ...]:
    texts = {each.name: each for each in criteria}
    marks = {mark.criterion: mark.verdict for mark in found.marks}
    return tuple(
        JudgedLine(
            number=number,
            criterion=texts.get(each.criterion)
            or CriterionText(name=each.criterion, observable="", professional_link="", weight=0),
            suggested=wording.verdict(each.suggested, _) if shows_suggestions(found) else "",
            chosen=marks.get(each.criterion, each.suggested).value,
        )
        for number, each in enumerate(found.draft.findings)
    )
