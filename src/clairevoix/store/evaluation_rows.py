"""Evaluations and their events as text, to be sealed, and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from clairevoix.model.errors import StoreError
from clairevoix.model.evaluation import (
    Action,
    Actor,
    Draft,
    Drawn,
    EvaluationEvent,
    EvaluationTerms,
    Finding,
    Ground,
    Mark,
    Origin,
    Reason,
    RedactedText,
    Verdict,
)
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that is stored of one evaluation: its draft, the terms it runs by, and its events in order."""

    draft: Draft
    terms: EvaluationTerms
    drafted_at: datetime
    events: tuple[EvaluationEvent, ...]


def of_draft(draft: Draft, terms: EvaluationTerms) -> str:
    return json.dumps({"draft": asdict(draft), "terms": asdict(terms)}, ensure_ascii=False)


def of_event(evaluation_id: str, number: int, event: EvaluationEvent) -> str:
    """Its evaluation and its number are sealed with it: a row put in another's place does not open."""
    written = {**asdict(event), "at": event.at.isoformat(), "evaluation_id": evaluation_id, "number": number}
    return json.dumps(written, ensure_ascii=False)


def to_draft(text: str, evaluation_id: str) -> tuple[Draft, EvaluationTerms]:
    """Raises StoreError if the text is of another evaluation."""
    document = json.loads(text)
    values = document["draft"]
    if values["evaluation_id"] != evaluation_id:
        raise StoreError("an evaluation's row was put in another's place")
    enums = {
        "origin": Origin(values["origin"]),
        "drawn": Drawn(values["drawn"]),
        "reason": Reason(values["reason"]) if values["reason"] else None,
    }
    findings = tuple(
        Finding(**{**each, "suggested": Verdict(each["suggested"]), "spans": _spans(each["spans"])})
        for each in values["findings"]
    )
    return Draft(**{**values, **enums, "findings": findings}), EvaluationTerms(**document["terms"])


def to_event(text: str, evaluation_id: str, number: int) -> EvaluationEvent:
    """Raises StoreError if the text is of another event."""
    values: dict[str, Any] = json.loads(text)
    if (values.pop("evaluation_id"), values.pop("number")) != (evaluation_id, number):
        raise StoreError("an evaluation's row was put in another's place")
    return EvaluationEvent(
        action=Action(values["action"]),
        by=Actor(values["by"]),
        account_id=values["account_id"],
        at=datetime.fromisoformat(values["at"]),
        spans=_spans(values["spans"]),
        marks=tuple(Mark(criterion=each["criterion"], verdict=Verdict(each["verdict"])) for each in values["marks"]),
        ground=Ground(values["ground"]) if values["ground"] else None,
        text=RedactedText(**values["text"]) if values["text"] else None,
    )


def _spans(values: list[Mapping[str, int]]) -> tuple[TimeSpan, ...]:
    return tuple(TimeSpan(**each) for each in values)
