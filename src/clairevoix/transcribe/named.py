"""Puts the right party beside each channel: what the list says, unless how the call opens says otherwise."""

from collections.abc import Sequence
from dataclasses import replace

from clairevoix.model.contact import Party
from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.parties import agent_side, announces, swapped

#: How much of a call is its opening, by which the agent is known.
OPENING_MS = 45_000
#: A turn with more words than an announcement has is not one, whatever is quoted in it.
MOST_WORDS = 60


def named(transcript: Transcript, parties: Sequence[Party]) -> tuple[Transcript, tuple[Party, ...]]:
    """The transcript and the parties of its channels, by what is said.

    Cables that are surely crossed are put right. Two channels of nobody in particular are the agent's and the customer's
    where the opening surely says so. All else stays as it was given.
    """
    found = _by_opening(transcript, tuple(parties))
    turns = tuple(replace(turn, party=found[turn.channel]) for turn in transcript.turns)
    return (transcript if found == tuple(parties) else replace(transcript, turns=turns)), found


def announced(transcript: Transcript) -> Transcript:
    """The transcript with the turns of menus, queues and notices as the system's; never the customer's."""
    turns = tuple(
        replace(turn, party=Party.SYSTEM)
        if turn.party is not Party.CUSTOMER and len(turn.words) <= MOST_WORDS and announces(turn.text)
        else turn
        for turn in transcript.turns
    )
    return transcript if turns == transcript.turns else replace(transcript, turns=turns)


def _by_opening(transcript: Transcript, parties: tuple[Party, ...]) -> tuple[Party, ...]:
    if len(parties) != 2:
        return parties
    openings = [_opening(transcript, channel) for channel in range(2)]
    if swapped(parties, openings):
        return parties[::-1]
    agent = agent_side(openings) if set(parties) == {Party.UNKNOWN} else None
    if agent is None:
        return parties
    return (Party.AGENT, Party.CUSTOMER) if agent == 0 else (Party.CUSTOMER, Party.AGENT)


def _opening(transcript: Transcript, channel: int) -> str:
    return " ".join(
        word.text
        for turn in transcript.turns
        if turn.channel == channel
        for word in turn.words
        if word.span.start_ms < OPENING_MS
    )
