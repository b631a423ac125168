"""Labels: which of those that are true of a contact were found, and whether the evidence is where it should be."""

from collections.abc import Collection

from clairevoix.model.annotation import Annotation
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.evidence import Evidence, Heard, Ratio
from clairevoix.quality.truth import Truth

#: How far evidence may lie from the turn that holds it: recognisers' times are not exact.
_TOLERANCE_MS = 1000


def label_finds(truth: Truth, heard: Heard, labels: Collection[str]) -> tuple[Evidence, ...]:
    """``label_precision``, ``label_recall`` and ``label_f1`` of each label and of all together (micro), by contact.

    ``label_evidence``: of the labels rightly found, those with evidence in a turn that proves them. F1 is 2 TP / (2 TP +
    FP + FN) (van Rijsbergen 1979), a ratio of sums like the others.
    """
    if heard.redacted is None:
        return ()
    true = {marked.name for marked in truth.labels} & set(labels)
    said = {annotation.label for annotation in heard.annotations} & set(labels)
    found: list[Evidence] = []
    for label in sorted(true | said):
        hit = label in true and label in said
        counts = {
            "label_precision": (hit, label in said),
            "label_recall": (hit, label in true),
            "label_f1": (2 * hit, (label in said) + (label in true)),
            "label_evidence": (hit and _is_proven(truth, label, heard.annotations), hit),
        }
        found += [
            Ratio(metric=metric, item=item, part=float(part), whole=float(whole))
            for metric, (part, whole) in counts.items()
            if whole
            for item in (label, "")
        ]
    return tuple(found)


def _is_proven(truth: Truth, label: str, annotations: Collection[Annotation]) -> bool:
    turns = [truth.turns[marked.turn].span for marked in truth.labels if marked.name == label]
    spans = [annotation.span for annotation in annotations if annotation.label == label]
    return any(_meet(span, turn) for turn in turns if turn for span in spans)


def _meet(one: TimeSpan, other: TimeSpan) -> bool:
    return one.start_ms <= other.end_ms + _TOLERANCE_MS and other.start_ms <= one.end_ms + _TOLERANCE_MS
