"""From nouns to rows of the lake, column by column as :mod:`clairevoix.store.schema` names them."""

from dataclasses import dataclass, field

from clairevoix.model.annotation import Annotation, Review
from clairevoix.model.contact import Contact, Party
from clairevoix.model.survey import Response
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """What the stages made of one contact; ``audio`` is its redacted sound as FLAC."""

    contact: Contact
    stage_digest: str
    transcript: RedactedTranscript
    annotations: tuple[Annotation, ...]
    audio_object: str
    audio: bytes = field(repr=False)


def contact_rows(processed: Processed, commit_id: str) -> dict[str, list[Row]]:
    """The rows of one contact for every table that holds some, by table."""
    contact, transcript = processed.contact, processed.transcript
    fact: Row = {"contact_id": contact.contact_id, "month": contact.month, "commit_id": commit_id}
    own: Row = {
        **fact,
        "started_at": contact.started_at,
        "started_on": contact.started_at.date(),
        "purpose": contact.purpose.value,
        "site": contact.site,
        "language": transcript.language,
        "parties": "|".join(contact.parties),
        "duration_ms": transcript.duration_ms,
        "stage_digest": processed.stage_digest,
        "audio_object": processed.audio_object,
    }
    return {
        "contacts": [own],
        "turns": [
            {**fact, **_place(turn.channel, turn.party, turn.span), "turn": number, "text": turn.text}
            for number, turn in enumerate(transcript.turns)
        ],
        "words": [
            {**fact, **_place(turn.channel, turn.party, word.span), "turn": number, "position": position}
            | {"text": word.text, "score": word.score}
            for number, turn in enumerate(transcript.turns)
            for position, word in enumerate(turn.words)
        ],
        "redactions": [
            {**fact, **_place(redaction.channel, contact.parties[redaction.channel], redaction.span)}
            | {"entity_type": redaction.entity_type, "recognizer": redaction.recognizer}
            for redaction in transcript.redactions
        ],
        "annotations": [
            {**fact, **_place(annotation.channel, annotation.party, annotation.span), "label": annotation.label}
            | {"label_version": annotation.label_version, "annotator": annotation.annotator}
            for annotation in processed.annotations
        ],
    }


def response_row(response: Response) -> Row:
    return {
        "response_id": response.response_id,
        "survey_id": response.survey_id,
        "month": f"{response.answered_on:%Y-%m}",
        "answered_on": response.answered_on,
        "score": response.score,
        "site": response.site,
        "channel": response.channel,
        "comment": response.comment,
    }


def review_row(review: Review) -> Row:
    return {
        "contact_id": review.contact_id,
        "label": review.label,
        "coder": review.coder,
        "coded_on": review.coded_on,
        "present": review.present,
    }


def _place(channel: int, party: Party, span: TimeSpan) -> Row:
    return {"channel": channel, "party": party.value, "start_ms": span.start_ms, "end_ms": span.end_ms}
