"""Contacts in writing on their way: ingest → redact → annotate. What was written lives in here only until it is redacted.

Nothing of it was heard, so nothing is heard again: what guards it are the recognizers alone.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from clairevoix.annotate.annotating import annotate
from clairevoix.charter.disclosure import releasable
from clairevoix.ingest.written import Written, language_of, read_written
from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Contact, Medium, Party
from clairevoix.model.transcript import RedactedTranscript
from clairevoix.redact.verify import nothing_heard
from clairevoix.redact.written import redacted_chat, redacted_letter
from clairevoix.store.rows import Processed

_UNTOLD = "auto"


def read_contact(
    contact: Contact, path: Path, codebook: Codebook, stage_digest: str, references: Mapping[str, str]
) -> Processed:
    """A chat or a letter, redacted and annotated. Raises InputError."""
    written = read_written(path)
    language = language_of(written) if contact.language == _UNTOLD else contact.language
    transcript = releasable(_redacted(written, contact.contact_id, language, references))
    by_channel = {turn.channel: turn.party for turn in transcript.turns}
    return Processed(
        contact=replace(contact, parties=_parties(by_channel), language=language),
        stage_digest=stage_digest,
        transcript=transcript,
        verification=nothing_heard(),
        annotations=annotate(transcript, codebook),
        held_back=(),
        talk=None,
        medium=Medium.LETTER if written.letter is not None else Medium.CHAT,
        audio_object=None,
        codebook=codebook.digest,
    )


def _redacted(written: Written, contact_id: str, language: str, references: Mapping[str, str]) -> RedactedTranscript:
    if written.letter is not None:
        return redacted_letter(written.letter, contact_id, language, references)
    messages = [(each.party, each.text, each.at_ms) for each in written.messages]
    return redacted_chat(messages, contact_id, language, references)


def _parties(by_channel: Mapping[int, Party]) -> tuple[Party, ...]:
    """In the order of the channels; one that wrote nothing that is kept is nobody known."""
    return tuple(by_channel.get(channel, Party.UNKNOWN) for channel in range(max(by_channel) + 1))
