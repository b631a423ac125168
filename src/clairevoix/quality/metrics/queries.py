"""Search: phrases looked for in what was recognised, and which of the places where they were really said are found."""

from collections.abc import Sequence

from clairevoix.model.contact import Party
from clairevoix.model.transcript import Word
from clairevoix.quality.alignment import aligned
from clairevoix.quality.evidence import Evidence, Heard, Hits
from clairevoix.quality.normalise import normalise
from clairevoix.quality.truth import Take, Truth

_MS_PER_HOUR = 3_600_000


def query_hits(truth: Truth, take: Take, heard: Heard, phrases: Sequence[str]) -> tuple[Evidence, ...]:
    """``query_recall``: all hits of all phrases, each with its least word score and whether the phrase was said there.

    Recall at a fixed number of false alarms per hour is read off them, as in spoken term detection (NIST STD 2006 and
    the keyword search evaluations after it).
    """
    hits: list[tuple[float, bool]] = []
    n_true = 0
    for channel, party in enumerate(take.parties):
        true = normalise(
            [
                word.text
                for turn in sorted(truth.turns, key=lambda turn: turn.span.start_ms if turn.span else 0)
                if party in (turn.side, Party.UNKNOWN)
                for word in turn.words
            ],
            truth.language,
        )
        words = [word for turn in heard.transcript.turns if turn.channel == channel for word in turn.words]
        said = normalise([word.text for word in words], truth.language)
        true_tokens, said_tokens = [token.text for token in true], [token.text for token in said]
        meant = {other: one for one, other in aligned(true_tokens, said_tokens) if other is not None}
        for query in phrases:
            phrase = [token.text for token in normalise(query.split(), truth.language)]
            waiting = set(_places(phrase, true_tokens))
            n_true += len(waiting)
            for place in _places(phrase, said_tokens):
                there = _said_at(place, len(phrase), meant, waiting)
                waiting.discard(-1 if there is None else there)
                first, end = said[place].first, said[place + len(phrase) - 1].end
                hits.append((_least_score(words[first:end]), there is not None))
    if not phrases:
        return ()
    hours = take.duration_ms / _MS_PER_HOUR
    return (Hits(metric="query_recall", hits=tuple(hits), n_true=n_true, hours=hours),)


def _places(phrase: Sequence[str], tokens: Sequence[str]) -> list[int]:
    n = len(phrase)
    return [start for start in range(len(tokens) - n + 1) if n and list(tokens[start : start + n]) == list(phrase)]


def _said_at(place: int, length: int, meant: dict[int, int | None], waiting: set[int]) -> int | None:
    """Where the phrase was really said, if what was heard at ``place`` stands for one of the places still waiting."""
    for offset in range(length):
        one = meant.get(place + offset)
        if one is not None and one - offset in waiting:
            return one - offset
    return None


def _least_score(words: Sequence[Word]) -> float:
    return min((word.score for word in words), default=0.0)
