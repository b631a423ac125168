"""From nouns to rows of the lake, column by column as :mod:`clairevoix.store.schema` names them."""

from collections.abc import Iterator
from dataclasses import dataclass

from clairevoix.model.annotation import Annotation, Review
from clairevoix.model.contact import Contact, EvaluatedContact, Medium, Party
from clairevoix.model.sound import SoundKind
from clairevoix.model.survey import Invitation, Rating, Response
from clairevoix.model.talk import Talk
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import HeldBack, RedactedTranscript
from clairevoix.model.verification import Verification

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Processed:
    """What the stages made of one contact, whose redacted sound is in the vault as ``audio_object``.

    ``swapped``: its list had the parties the wrong way round. ``codebook`` is the digest of the one it was annotated by.
    What was written has neither sound nor talk.
    """

    contact: Contact
    stage_digest: str
    transcript: RedactedTranscript
    verification: Verification
    annotations: tuple[Annotation, ...]
    held_back: tuple[HeldBack, ...]
    talk: Talk | None
    medium: Medium = Medium.CALL
    swapped: bool = False
    audio_object: str | None
    codebook: str = ""


def contact_rows(processed: Processed, commit_id: str) -> dict[str, list[Row]]:
    """The rows of one contact for every table that holds some, by table."""
    contact, transcript = processed.contact, processed.transcript
    fact: Row = {"contact_id": contact.contact_id, "month": contact.month, "commit_id": commit_id}
    return {
        "contacts": [{**fact, **_own(processed)}],
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
        "verifications": [{**fact, **_counts(processed.verification)}],
        "annotations": [
            {**fact, **_place(annotation.channel, annotation.party, annotation.span), "label": annotation.label}
            | {"label_version": annotation.label_version, "annotator": annotation.annotator, "pass_id": commit_id}
            for annotation in processed.annotations
        ],
        "passes": [{**fact, "pass_id": commit_id, "codebook": processed.codebook}],
        "held_back": [
            {**fact, **_place(each.channel, contact.parties[each.channel], each.span)}
            | {"reason": each.reason, "n_words": each.n_words}
            for each in processed.held_back
        ],
        "sounds": [{**fact, **row} for row in (_sounds(contact, processed.talk) if processed.talk else ())],
        "latencies": [
            {**fact, "channel": channel, "party": contact.parties[channel].value, "latency_ms": latency_ms}
            for channel, found in enumerate(processed.talk.latencies_ms if processed.talk else ())
            for latency_ms in found
        ],
    }


def _own(processed: Processed) -> Row:
    """What is said of a contact as a whole."""
    contact, transcript = processed.contact, processed.transcript
    return {
        "started_at": contact.started_at,
        "started_on": contact.started_at.date(),
        "purpose": contact.purpose.value,
        "site": contact.site,
        "language": transcript.language,
        "parties": "|".join(contact.parties),
        "duration_ms": transcript.duration_ms,
        "channels": processed.talk.check.kind.value if processed.talk else None,
        "medium": processed.medium.value,
        "swapped": processed.swapped,
        "stage_digest": processed.stage_digest,
        "audio_object": processed.audio_object,
        "customer": contact.customer,
        "team": contact.team,
        "agent": contact.agent if isinstance(contact, EvaluatedContact) else None,
        "epoch": contact.epoch if isinstance(contact, EvaluatedContact) else None,
        "weight": contact.weight,
    }


def _sounds(contact: Contact, talk: Talk) -> Iterator[Row]:
    """Speech is where a channel's own party makes itself heard; overtalk is on no channel in particular."""
    for channel, party in enumerate(contact.parties):
        for span in talk.active[channel]:
            yield {**_place(channel, party, span), "kind": SoundKind.SPEECH.value}
        for each in talk.sounds[channel]:
            if each.kind is not SoundKind.SPEECH:
                yield {**_place(channel, party, each.span), "kind": each.kind.value}
    for span in talk.overtalk:
        yield {"start_ms": span.start_ms, "end_ms": span.end_ms, "kind": "overtalk"}


def response_row(response: Response, customer: str | None = None) -> Row:
    return {
        "response_id": response.response_id,
        "survey_id": response.survey_id,
        "month": f"{response.answered_on:%Y-%m}",
        "answered_on": response.answered_on,
        "score": response.score,
        "site": response.site,
        "channel": response.channel,
        "comment": response.comment,
        "customer": customer,
    }


def rating_row(rating: Rating, customer: str | None = None) -> Row:
    question = rating.question
    return {
        "response_id": rating.response_id,
        "survey_id": rating.survey_id,
        "question_id": question.question_id,
        "month": f"{rating.answered_on:%Y-%m}",
        "kind": question.kind.value,
        "scale_min": question.scale_min,
        "scale_max": question.scale_max,
        "value": rating.value,
        "answered_on": rating.answered_on,
        "site": rating.site,
        "channel": rating.channel,
        "customer": customer,
    }


def invitation_row(invitation: Invitation) -> Row:
    return {name: getattr(invitation, name) for name in Invitation.__slots__} | {"in_order": invitation.in_order}


def review_row(review: Review) -> Row:
    return {
        "contact_id": review.contact_id,
        "label": review.label,
        "coder": review.coder,
        "coded_on": review.coded_on,
        "present": review.present,
    }


def _counts(found: Verification) -> Row:
    return {"n_checked": found.n_checked, "n_sentinels": found.n_sentinels, "sentinels_lost": found.sentinels_lost}


def _place(channel: int, party: Party, span: TimeSpan) -> Row:
    return {"channel": channel, "party": party.value, "start_ms": span.start_ms, "end_ms": span.end_ms}
