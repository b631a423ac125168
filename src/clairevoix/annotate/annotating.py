"""RedactedTranscript → Annotation: every label of a codebook, by its phrases and by its queries."""

from dataclasses import replace

from clairevoix.annotate.annotators import phrases, queries
from clairevoix.model.annotation import Annotation, Codebook, Label
from clairevoix.model.transcript import RedactedTranscript


def annotate(transcript: RedactedTranscript, codebook: Codebook) -> tuple[Annotation, ...]:
    """Every label found, each with the time of its evidence, in the order of time."""
    by_phrases = phrases.annotate(transcript, codebook)
    by_query = [each for label in codebook.labels for each in _by_queries(label, transcript)]
    return tuple(
        sorted({*by_phrases, *by_query}, key=lambda each: (each.span, each.label, each.annotator, each.channel))
    )


def is_found(label: Label, transcript: RedactedTranscript) -> bool:
    """Whether a label is found in a contact at all."""
    book = Codebook(labels=(replace(label, examples=(), counter_examples=()),), digest="")
    return bool(annotate(transcript, book))


def _by_queries(label: Label, transcript: RedactedTranscript) -> list[Annotation]:
    found = queries.found(label, transcript)
    own = [turn.channel for turn in transcript.turns if turn.party is label.party]
    return [
        Annotation(
            contact_id=transcript.contact_id,
            label=label.name,
            label_version=label.version,
            annotator=queries.NAME,
            channel=own[0] if each.channel is None else each.channel,
            party=label.party,
            span=each.span,
        )
        for each in found
    ]
