"""Every word that was said and kept, as columns, with what is known of each contact: what is searched."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from clairevoix.model.contact import Party, Purpose
from clairevoix.model.timespan import TimeSpan
from clairevoix.store import lake
from clairevoix.store.workspace import Workspace

#: An answer belongs to the contact that it followed by so many days at most.
_ANSWER_DAYS = 14
_CONTACTS = """
    SELECT contact_id, language, duration_ms, site, team, started_on, audio_object
    FROM contacts WHERE purpose = ? ORDER BY contact_id
"""
_WORDS = """
    WITH kept AS (
        SELECT contact_id, commit_id, row_number() OVER (ORDER BY contact_id) - 1 AS number FROM contacts WHERE purpose = ?
    )
    SELECT number, turn, channel, party, start_ms, end_ms, score, text
    FROM words JOIN kept USING (contact_id, commit_id) ORDER BY number, turn, position
"""
_ANSWERS = f"""
    SELECT contact_id, arg_min(score, answered_on) FROM contacts JOIN responses USING (customer)
    WHERE purpose = ? AND answered_on BETWEEN started_on AND started_on + {_ANSWER_DAYS} GROUP BY contact_id
"""
_HOLDS = """
    SELECT contact_id, start_ms, end_ms FROM sounds JOIN contacts USING (contact_id, commit_id)
    WHERE purpose = ? AND kind = 'music' ORDER BY ALL
"""
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptContacts:
    """Columns of one length: the contacts of a purpose, in the order of their identifiers. ``answer`` is -1 without one."""

    contact_id: list[str]
    language: list[str]
    duration_ms: list[int]
    site: list[str]
    team: list[str]
    started_on: list[date]
    answer: list[int]
    audio_object: list[str | None]
    holds: list[tuple[int, TimeSpan]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptWords:
    """Columns of one length: every word, contact by contact. ``contact``, ``party`` and ``text`` are numbers."""

    contact: Integers
    turn: Integers
    channel: Integers
    party: Integers
    start_ms: Integers
    end_ms: Integers
    score: npt.NDArray[np.float32]
    text: Integers
    texts: list[str] = field(repr=False)


def state(workspace: Workspace) -> str:
    """What changes whenever a contact is stored, made again or forgotten."""
    found = lake.rows(workspace, "SELECT count(*), coalesce(bit_xor(hash(contact_id, commit_id)), 0) FROM contacts")
    return "/".join(str(value) for value in found[0])


def contacts(workspace: Workspace, purpose: Purpose) -> KeptContacts:
    """Every contact that was held for a purpose."""
    found = lake.rows(workspace, _CONTACTS, [purpose.value])
    place = {row[0]: number for number, row in enumerate(found)}
    answers = dict(lake.rows(workspace, _ANSWERS, [purpose.value]))
    holds = lake.rows(workspace, _HOLDS, [purpose.value])
    return KeptContacts(
        contact_id=[row[0] for row in found],
        language=[row[1] for row in found],
        duration_ms=[row[2] for row in found],
        site=[row[3] or "" for row in found],
        team=[row[4] or "" for row in found],
        started_on=[row[5] for row in found],
        answer=[answers.get(row[0], -1) for row in found],
        audio_object=[row[6] for row in found],
        holds=[(place[contact_id], TimeSpan(start_ms, end_ms)) for contact_id, start_ms, end_ms in holds],
    )


def words(workspace: Workspace, purpose: Purpose) -> KeptWords:
    """Every word of these contacts, in their order."""
    table = lake.columns(workspace, _WORDS, [purpose.value])
    text = table.column("text").combine_chunks().dictionary_encode()
    party = table.column("party").combine_chunks().dictionary_encode()
    parties = np.array([list(Party).index(Party(each)) for each in party.dictionary.to_pylist()], dtype=np.int64)

    def numbers(name: str) -> Integers:
        return np.asarray(table.column(name).to_numpy(), dtype=np.int64)

    return KeptWords(
        contact=numbers("number"),
        turn=numbers("turn"),
        channel=numbers("channel"),
        party=parties[party.indices.to_numpy()],
        start_ms=numbers("start_ms"),
        end_ms=numbers("end_ms"),
        score=np.asarray(table.column("score").to_numpy(), dtype=np.float32),
        text=np.asarray(text.indices.to_numpy(), dtype=np.int64),
        texts=text.dictionary.to_pylist(),
    )


def said_by(
    workspace: Workspace, contact_ids: Sequence[str], party: Party
) -> dict[tuple[str, int], list[tuple[str, TimeSpan]]]:
    """The words of one party, by contact and channel, each with its time."""
    query = """
        SELECT contact_id, channel, text, start_ms, end_ms FROM words SEMI JOIN contacts USING (commit_id, contact_id)
        WHERE list_contains(?, contact_id) AND party = ? ORDER BY contact_id, channel, turn, position
    """
    found: dict[tuple[str, int], list[tuple[str, TimeSpan]]] = {}
    for contact_id, channel, text, start_ms, end_ms in lake.rows(workspace, query, [list(contact_ids), party.value]):
        found.setdefault((contact_id, channel), []).append((text, TimeSpan(start_ms, end_ms)))
    return found
