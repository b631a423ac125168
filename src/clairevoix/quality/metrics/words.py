"""How many words are wrong: word and character error rates, with the parties known, free, and free within a collar.

Both sides are normalised alike, the words of all turns together, so that it does not matter where a turn is cut. cpWER
is that of Watanabe et al. 2020 (CHiME-6), tcpWER that of von Neumann, Boeddeker, Delcroix & Haeb-Umbach 2023 (MeetEval);
both are computed by meeteval, of the extra ``clairevoix[evaluate]``.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn
from clairevoix.quality.alignment import SideBySide, aligned, by_channel, edit_distance, said_by
from clairevoix.quality.evidence import Evidence, Heard, Ratio
from clairevoix.quality.normalise import normalise
from clairevoix.quality.truth import Take, TrueTurn, Truth

#: A word may be heard this long before or after it was said, in seconds: what the authors of tcpWER recommend.
COLLAR_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """One channel: its normalised words, and how the heard ones differ from the true ones."""

    party: Party
    said: tuple[str, ...] = field(repr=False)
    heard: tuple[str, ...] = field(repr=False)
    insertions: int
    deletions: int
    substitutions: int

    @property
    def errors(self) -> int:
        return self.insertions + self.deletions + self.substitutions


def word_errors(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """``wer`` (also by party), its ``insertions``, ``deletions`` and ``substitutions``; ``cer``, ``cpwer``, ``tcpwer``, and
    ``role_swap``.

    All but the last are out of the normalised words said, ``cer`` out of their characters and the spaces between them:
    they can be more than 1. Words invented on a channel where nobody speaks count in ``wer``, in that of no party. A
    recording without words has no rates.
    """
    channels = tuple(_scored(each, truth.language) for each in by_channel(truth, take, heard.transcript))
    n_words = sum(len(each.said) for each in channels)
    if not n_words:
        return ()
    return (
        Ratio(metric="wer", part=sum(each.errors for each in channels), whole=n_words),
        *(
            Ratio(metric="wer", item=each.party, part=each.errors, whole=len(each.said))
            for each in channels
            if each.said and each.party is not Party.UNKNOWN
        ),
        Ratio(metric="insertions", part=sum(each.insertions for each in channels), whole=n_words),
        Ratio(metric="deletions", part=sum(each.deletions for each in channels), whole=n_words),
        Ratio(metric="substitutions", part=sum(each.substitutions for each in channels), whole=n_words),
        _character_errors(channels),
        *_free_errors(truth, take, heard.transcript),
        *_role_swap(channels),
    )


def _scored(side: SideBySide, language: str) -> _Scored:
    said = _tokens([word.text for turn in side.said for word in turn.words], language)
    heard = _tokens([word.text for turn in side.heard for word in turn.words], language)
    pairs = aligned(said, heard)
    return _Scored(
        party=side.party,
        said=said,
        heard=heard,
        insertions=sum(one is None for one, _ in pairs),
        deletions=sum(other is None for _, other in pairs),
        substitutions=sum(one is not None and other is not None and said[one] != heard[other] for one, other in pairs),
    )


def _tokens(words: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(token.text for token in normalise(words, language))


def _character_errors(channels: Sequence[_Scored]) -> Ratio:
    texts = [(" ".join(each.said), " ".join(each.heard)) for each in channels]
    errors = sum(edit_distance(said, heard) for said, heard in texts)
    return Ratio(metric="cer", part=errors, whole=sum(len(said) for said, _ in texts))


def _role_swap(channels: Sequence[_Scored]) -> Iterator[Ratio]:
    """1 if what was heard fits the parties better the other way round. Only where there are two, and known."""
    if len(channels) != 2 or len({each.party for each in channels} - {Party.UNKNOWN}) != 2:
        return
    one, other = channels
    crossed = edit_distance(one.said, other.heard) + edit_distance(other.said, one.heard)
    yield Ratio(metric="role_swap", part=int(crossed < one.errors + other.errors), whole=1)


def _free_errors(truth: Truth, take: Take, transcript: Transcript) -> Iterator[Ratio]:
    """Errors under the best pairing of those who spoke (sides) with those who were heard: channels; in mono, parties.

    Who was not told apart counts as the standard says: the words of a speaker without partner are deletions.
    """
    from meeteval.wer import cp_word_error_rate, preprocess, time_constrained_minimum_permutation_word_error_rate

    # It would say on standard error that turns of one side overlap: calls do so. What it cannot count it raises.
    preprocess.logger.setLevel("ERROR")
    said, heard = _said(truth), _heard(take, transcript, truth.language)
    # Both come in the order that counts, which is that of the other metrics.
    order = {"reference_sort": False, "hypothesis_sort": False}
    free = cp_word_error_rate(said, heard, **order)
    timely = time_constrained_minimum_permutation_word_error_rate(said, heard, collar=COLLAR_S, **order)
    yield Ratio(metric="cpwer", part=free.errors, whole=free.length)
    yield Ratio(metric="tcpwer", part=timely.errors, whole=timely.length)


def _said(truth: Truth) -> Any:
    """A piece for each turn. meeteval spreads its words over the time of the turn, by their characters."""
    from meeteval.io import SegLST

    speakers: dict[Party, list[TrueTurn]] = defaultdict(list)
    for turn in said_by(truth, Party.UNKNOWN):
        speakers[turn.side].append(turn)
    return SegLST(
        [
            _piece(side, tokens, turn.span)
            for side, turns in speakers.items()
            for turn, tokens in _by_turn(turns, truth.language)
            if turn.span is not None and tokens
        ]
    )


def _heard(take: Take, transcript: Transcript, language: str) -> Any:
    """A piece for each word, with its own time."""
    from meeteval.io import SegLST

    speakers: dict[str, list[Turn]] = defaultdict(list)
    for turn in sorted(transcript.turns, key=lambda turn: turn.span):
        speakers[turn.party if take.parties == (Party.UNKNOWN,) else str(turn.channel)].append(turn)
    pieces = []
    for speaker, turns in speakers.items():
        words = [word for turn in turns for word in turn.words]
        for token in normalise([word.text for word in words], language):
            first, last = words[token.first].span, words[token.end - 1].span
            span = TimeSpan(first.start_ms, max(first.end_ms, last.end_ms))
            pieces.append(_piece(speaker, [token.text], span))
    return SegLST(pieces)


def _by_turn(turns: Sequence[TrueTurn], language: str) -> Iterator[tuple[TrueTurn, list[str]]]:
    """The tokens of each turn: one made of words of two turns stands in the first."""
    owners = [number for number, turn in enumerate(turns) for _ in turn.words]
    tokens: list[list[str]] = [[] for _ in turns]
    for token in normalise([word.text for turn in turns for word in turn.words], language):
        tokens[owners[token.first]].append(token.text)
    return zip(turns, tokens, strict=True)


def _piece(speaker: str, tokens: Sequence[str], span: TimeSpan) -> dict[str, Any]:
    return {
        "speaker": str(speaker),
        "words": " ".join(tokens),
        "start_time": span.start_ms / 1000,
        "end_time": span.end_ms / 1000,
    }
