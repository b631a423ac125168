"""Who is heard in a transcript, by the name that exports give them."""

from collections import Counter
from collections.abc import Mapping

from clairevoix.model.contact import Party
from clairevoix.model.transcript import Transcript, Turn

_PARTIES = tuple(Party)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def voices(transcript: Transcript) -> Mapping[str, tuple[Turn, ...]]:
    """The turns of each party on each channel, in the order in which they begin; by channel, then party.

    A voice has its party's name, with the channel's letter where that party is heard on several: « Agent », « Agent B ».
    A channel of which nobody said who is on it is named like itself: « Channel A ».
    """
    turns: dict[tuple[int, Party], list[Turn]] = {}
    for turn in sorted(transcript.turns, key=lambda turn: turn.span.start_ms):
        turns.setdefault((turn.channel, turn.party), []).append(turn)
    n_channels = Counter(party for _, party in turns)
    order = sorted(turns, key=lambda voice: (voice[0], _PARTIES.index(voice[1])))
    return {_name(*voice, alone=n_channels[voice[1]] == 1): tuple(turns[voice]) for voice in order}


def channel_name(channel: int) -> str:
    return f"Channel {channel_letter(channel)}"


def channel_letter(channel: int) -> str:
    """A for the first; counted from 1 where the letters end."""
    return _LETTERS[channel] if channel < len(_LETTERS) else str(channel + 1)


def _name(channel: int, party: Party, *, alone: bool) -> str:
    if party is Party.UNKNOWN:
        return channel_name(channel)
    return party.value.capitalize() if alone else f"{party.value.capitalize()} {channel_letter(channel)}"
