"""The redacted words of a contact, and what was found in them, read back from the lake as they were stored."""

from collections.abc import Mapping, Sequence

from clairevoix.model.annotation import Annotation, Coding
from clairevoix.model.contact import Party
from clairevoix.model.errors import StoreError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word
from clairevoix.store import lake
from clairevoix.store.workspace import Workspace


def transcript(workspace: Workspace, contact_id: str) -> RedactedTranscript:
    """The redacted words of a contact, as they lie in the lake. Raises StoreError if there are none."""
    found = lake.rows(
        workspace,
        "SELECT language, duration_ms, commit_id FROM contacts WHERE contact_id = ?",
        [contact_id],
    )
    if not found:
        raise StoreError("no such contact")
    language, duration_ms, commit_id = found[0]
    rows = lake.rows(
        workspace,
        "SELECT turn, channel, party, start_ms, end_ms, text, score FROM words"
        " WHERE contact_id = ? AND commit_id = ? ORDER BY turn, position",
        [contact_id, commit_id],
    )
    turns: dict[int, list[tuple[int, str, Word]]] = {}
    for number, channel, party, start_ms, end_ms, text, score in rows:
        word = Word(text=text, span=TimeSpan(start_ms, end_ms), score=score)
        turns.setdefault(number, []).append((channel, party, word))
    return RedactedTranscript(
        contact_id=contact_id,
        language=language,
        duration_ms=duration_ms,
        turns=tuple(
            Turn(channel=words[0][0], party=Party(words[0][1]), words=tuple(word for _, _, word in words))
            for words in turns.values()
        ),
        redactions=(),
    )


def transcripts(workspace: Workspace, contact_ids: Sequence[str]) -> dict[str, RedactedTranscript]:
    """The redacted words of many contacts at once, by contact; of those that are there."""
    if not contact_ids:
        return {}
    wanted = lake.among("contact_id", contact_ids)
    query = f"""
        SELECT contact_id, language, duration_ms, turn, channel, words.party, start_ms, end_ms, text, score
        FROM (SELECT contact_id, commit_id, language, duration_ms FROM contacts WHERE {wanted}) AS own
        LEFT JOIN words USING (contact_id, commit_id) ORDER BY contact_id, turn, position
    """
    owns: dict[str, tuple[str, int]] = {}
    turns: dict[str, dict[int, list[tuple[int, str, Word]]]] = {}
    for contact_id, language, duration_ms, number, channel, party, start_ms, end_ms, text, score in lake.rows(
        workspace, query
    ):
        owns[contact_id] = (language, duration_ms)
        if number is not None:
            word = Word(text=text, span=TimeSpan(start_ms, end_ms), score=score)
            turns.setdefault(contact_id, {}).setdefault(number, []).append((channel, party, word))
    return {
        contact_id: RedactedTranscript(
            contact_id=contact_id,
            language=language,
            duration_ms=duration_ms,
            turns=tuple(
                Turn(channel=words[0][0], party=Party(words[0][1]), words=tuple(word for _, _, word in words))
                for words in turns.get(contact_id, {}).values()
            ),
            redactions=(),
        )
        for contact_id, (language, duration_ms) in owns.items()
    }


def annotations(
    workspace: Workspace, contact_id: str, codings: Mapping[str, Coding] | None = None
) -> tuple[Annotation, ...]:
    """What annotators found in a contact, in its order: by the version of a label that ``codings`` names, where the contact
    was annotated by it, and by the one under which it was heard otherwise."""
    under = {
        str(row[0])
        for row in lake.rows(
            workspace,
            "SELECT codebook FROM passes SEMI JOIN contacts USING (contact_id, commit_id) WHERE contact_id = ?",
            [contact_id],
        )
    }
    rows = lake.rows(
        workspace,
        "SELECT pass_id = commit_id, label, label_version, annotator, channel, party, start_ms, end_ms FROM annotations"
        " SEMI JOIN passes USING (contact_id, commit_id, pass_id) SEMI JOIN contacts USING (contact_id, commit_id)"
        " WHERE contact_id = ? ORDER BY start_ms, label",
        [contact_id],
    )
    known = {name: each.version for name, each in (codings or {}).items() if under.intersection(each.codebooks)}
    return tuple(
        Annotation(
            contact_id=contact_id,
            label=label,
            label_version=version,
            annotator=annotator,
            channel=channel,
            party=Party(party),
            span=TimeSpan(start_ms, end_ms),
        )
        for is_heard, label, version, annotator, channel, party, start_ms, end_ms in rows
        if (known[label] == version if label in known else is_heard)
    )
