"""Turns of two parties out of the words of one channel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.contact import Party
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.transcribe.named import OPENING_MS
from clairevoix.transcribe.parties import agent_side
from clairevoix.transcribe.speakers.listening import HeardSection
from clairevoix.transcribe.speakers.spans import Speakers, told_apart
from clairevoix.transcribe.speakers.words import assigned
from clairevoix.transcribe.turns import split_turns

#: Voices are compared to part the words of a call. Nothing is concluded about whose voice it is.
EXTRACTOR = Extractor(name="speakers", parties=tuple(Party), modality=Modality.SOUND, infers=Inference.ACTIVITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """A transcript whose turns are of one speaker each, and who spoke when. Lives in memory only."""

    transcript: Transcript
    speakers: Speakers


def who_speaks(transcript: Transcript, sections: Sequence[HeardSection]) -> Attributed:
    """The words of a call on one channel, as turns of its speakers, from all its sections in order.

    The words and their order stay as they are, so that what is sought in them is found as before; a turn ends where the
    speaker changes. Both parties are named by how the call opens, or neither is. A name holds for the words: the channel is
    still of both.
    """
    speakers = told_apart(sections)
    if speakers.n_speakers == 2:
        words = assigned([word for turn in transcript.turns for word in turn.words], speakers.spans)
        transcript = replace(transcript, turns=tuple(_turns(words)))
    return Attributed(transcript=transcript, speakers=speakers)


def _turns(words: Sequence[tuple[Word, int]]) -> Iterator[Turn]:
    parties = _parties(words)
    for speaker, run in groupby(words, key=lambda each: each[1]):
        yield from split_turns(0, parties.get(speaker, Party.UNKNOWN), [word for word, _ in run])


def _parties(words: Sequence[tuple[Word, int]]) -> dict[int, Party]:
    """Who both speakers are; empty where their openings do not say."""
    agent = agent_side([" ".join(_opening(words, speaker)) for speaker in (0, 1)])
    return {} if agent is None else {agent: Party.AGENT, 1 - agent: Party.CUSTOMER}


def _opening(words: Sequence[tuple[Word, int]], speaker: int) -> Iterator[str]:
    return (word.text for word, whose in words if whose == speaker and word.span.start_ms < OPENING_MS)
