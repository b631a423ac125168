"""Redaction measured on the true words of the development half of a built corpus, by the project's own metrics."""

from collections.abc import Mapping
from pathlib import Path

from clairevoix.quality.estimate import Value, values
from clairevoix.quality.evidence import Evidence, Heard
from clairevoix.quality.metrics.personal import as_transcript, redaction_of_truth
from clairevoix.quality.reading import read_corpus
from clairevoix.quality.truth import Split
from redact_sides import Side

Key = tuple[str, str]


def page(folder: Path, sides: Mapping[str, Side]) -> str:
    corpus = read_corpus(folder)
    truths = [
        each
        for each in corpus.truths.values()
        if each.split is Split.DEVELOPMENT and each.language == "fr" and any(turn.words for turn in each.turns)
    ]
    transcripts = [as_transcript(each) for each in truths]
    measured: dict[str, dict[Key, Value]] = {}
    for name, side in sides.items():
        observed: dict[str, tuple[Evidence, ...]] = {}
        for truth, transcript, redacted in zip(truths, transcripts, side.redacted(transcripts), strict=True):
            heard = Heard(recording_id=truth.contact_id, transcript=transcript, redacted=redacted)
            observed[truth.contact_id] = redaction_of_truth(truth, heard)
        measured[name] = {(each.metric, each.item): each for each in values(observed)}
    lines = [
        "## True words of the corpus",
        "",
        (
            f"{len(truths)} French contacts of the development half, every word as it was said. An entity is found when no "
            "word of it is left, a redaction is right when it holds some personal data; intervals at 95%, drawn over "
            "contacts. Types of precision are those that each side gives."
        ),
        "",
        *_table("text_recall", "Found", measured),
        "",
        *_table("text_precision", "Right", measured),
        "",
    ]
    return "\n".join(lines)


def _table(source: str, head: str, measured: Mapping[str, Mapping[Key, Value]]) -> list[str]:
    from clairevoix.quality.catalogue import METRICS

    metrics = {name for name, metric in METRICS.items() if metric.source == source}
    items = sorted({item for some in measured.values() for metric, item in some if metric in metrics})
    lines = [
        f"| {head} | {' | '.join(f'{name} | of' for name in measured)} |",
        f"|---|{'---:|---:|' * len(measured)}",
    ]
    for item in items:
        cells = []
        for some in measured.values():
            [value] = [each for (metric, own), each in some.items() if metric in metrics and own == item] or [None]
            cells.append(_cell(value))
        lines.append(f"| {item or 'all'} | {' | '.join(cells)} |")
    return lines


def _cell(value: Value | None) -> str:
    if value is None:
        return " | "
    bounds = "" if value.low is None or value.high is None else f" [{100 * value.low:.1f}, {100 * value.high:.1f}]"
    return f"{100 * value.value:.1f}%{bounds} | {value.whole:.0f}"
