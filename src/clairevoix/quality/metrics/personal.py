"""Personal data: what redaction finds in words, what it takes away needlessly, and what is still heard afterwards.

An engine that hears nothing leaves nothing in the words, and all of it in the sound. So the share of entities that were
recognised stands beside the others, only those count for the words, and the time that was muted counts for the sound.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Redaction, Transcript, Turn, Word
from clairevoix.quality.alignment import aligned
from clairevoix.quality.evidence import Evidence, Heard, Ratio
from clairevoix.quality.normalise import normalise
from clairevoix.quality.truth import Marked, Take, Truth

#: An entity counts as recognised, or recoverable, when at least this share of what was said of it is.
RECOVERABLE = 0.5
#: An entity counts as hidden when at least this share of its time is muted: its own times are estimates.
HIDDEN = 0.9
#: How far from its turn an entity may be heard on the other party's channel, in ms.
_BESIDE_MS = 1000
#: Time of each word of a text that has none, in ms: only the order matters.
_STEP_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Normalised tokens of one channel, and for each where it comes from: places in the truth, or words heard."""

    tokens: tuple[str, ...] = field(repr=False)
    places: tuple[tuple[tuple[int, int], ...], ...] = ()
    words: tuple[tuple[Word, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """An entity, its number of tokens, and by channel the tokens of it that were recognised, with their place there.

    ``near`` is, by channel, where it lies: from the first token that stands for one of its own to the last.
    """

    entity: Marked
    n_tokens: int
    recognised: Mapping[int, tuple[tuple[int, int], ...]]
    near: Mapping[int, range]

    @property
    def n_recognised(self) -> int:
        return len({token for some in self.recognised.values() for token, _ in some})


def redaction_of_truth(truth: Truth, heard: Heard) -> tuple[Evidence, ...]:
    """Recall and precision per type on the true words: what redaction is worth when recognition is perfect.

    ``text_recall``: entities of which no word is left; ``text_precision``: redactions that hold some personal data.
    """
    if heard.redacted is None:
        return ()
    lines, sought = sought_in(truth, heard.transcript, _channels(truth))
    return tuple(_of_words("text", lines, sought, heard.redacted.redactions))


def redaction_of_heard(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """The same on recognised words, on whatever channel they were heard.

    ``recognised``: entities of which at least half is recognised. ``heard_recall``: of those of which anything is, those
    of which nothing is left. ``heard_precision``: redactions that hold some personal data. ``hidden``: entities of which at
    least 0.9 of the time is muted, whatever was recognised.
    """
    if heard.redacted is None:
        return ()
    lines, sought = sought_in(truth, heard.transcript, sides_of(take))
    found = list(_of_words("heard", lines, sought, heard.redacted.redactions))
    muted = merged(heard.muted)
    for each in sought:
        found += _twice("recognised", each.entity.name, each.n_recognised >= RECOVERABLE * each.n_tokens, 1)
        span = time_of(truth, each.entity)
        found += _twice("hidden", each.entity.name, muted_ms(span, muted) >= HIDDEN * span.duration_ms, 1)
    return tuple(found)


def redaction_of_sound(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """What a second transcription of the redacted sound still hears, of the entities that the first had recognised.

    ``sound_recall``: entities of which less than half is recognised again, on any channel; ``sound_left``: share of their
    words that is.
    """
    if heard.again is None:
        return ()
    found: list[Evidence] = []
    _, before = sought_in(truth, heard.transcript, sides_of(take))
    _, after = sought_in(truth, heard.again, sides_of(take))
    for first, again in zip(before, after, strict=True):
        if first.n_recognised >= RECOVERABLE * first.n_tokens:
            left = again.n_recognised
            found += _twice("sound_recall", first.entity.name, left < RECOVERABLE * first.n_tokens, 1)
            found += _twice("sound_left", first.entity.name, left, first.n_tokens)
    return tuple(found)


def muted_ms(span: TimeSpan, muted: Iterable[TimeSpan]) -> int:
    """How much of a span is muted; the muted ones do not overlap."""
    return sum(span.overlap_ms(other) for other in muted)


def time_of(truth: Truth, entity: Marked) -> TimeSpan:
    """When an entity is said: between the nearest known times, shared out by letters where none is known.

    The turn must have a span. Within a phrase this is an estimate; phrases of a few words keep it close.
    """
    turn = truth.turns[entity.turn]
    if turn.span is None:
        raise ValueError("a text has no times")
    letters = [max(1, len(word.text)) for word in turn.words]
    starts = {0: turn.span.start_ms, len(letters): turn.span.end_ms}
    starts |= {n: word.start_ms for n, word in enumerate(turn.words) if word.start_ms is not None}
    ends = {0: turn.span.start_ms, len(letters): turn.span.end_ms}
    ends |= {n + 1: word.end_ms for n, word in enumerate(turn.words) if word.end_ms is not None}
    known = sorted({*starts, *ends})
    return TimeSpan(
        _between(entity.first, known, letters, starts, ends),
        max(_between(entity.first, known, letters, starts, ends), _between(entity.end, known, letters, ends, starts)),
    )


def _between(
    place: int, known: Sequence[int], letters: Sequence[int], at: Mapping[int, int], beside: Mapping[int, int]
) -> int:
    """The time at a boundary between words: known, or in proportion to the letters between two known ones."""
    if place in at:
        return at[place]
    if place in beside:
        return beside[place]
    first = max(each for each in known if each < place)
    last = min(each for each in known if each > place)
    start, end = at.get(first, beside.get(first, 0)), beside.get(last, at.get(last, 0))
    share = sum(letters[first:place]) / sum(letters[first:last])
    return round(start + share * max(0, end - start))


def as_transcript(truth: Truth) -> Transcript:
    """The true words as a perfect recogniser would give them; times only keep the order. Channel 0 is the first side."""
    numbers = {side: number for number, (side,) in _channels(truth).items()}
    turns, at = [], 0
    for turn in truth.turns:
        words = []
        for word in turn.words:
            words.append(Word(text=word.text, span=TimeSpan(at, at + _STEP_MS), score=1.0))
            at += _STEP_MS
        if words:
            turns.append(Turn(channel=numbers[turn.side], party=turn.party, words=tuple(words)))
    return Transcript(contact_id=truth.contact_id, language=truth.language, duration_ms=at, turns=tuple(turns))


def _channels(truth: Truth) -> dict[int, tuple[Party, ...]]:
    """One channel for each side, in the order in which they are first heard."""
    return dict(enumerate((side,) for side in dict.fromkeys(turn.side for turn in truth.turns)))


def sides_of(take: Take) -> dict[int, tuple[Party, ...]]:
    """Whose words are on each channel: in mono, everybody's."""
    everybody = (Party.AGENT, Party.CUSTOMER, Party.SYSTEM, Party.UNKNOWN)
    return {number: everybody if party is Party.UNKNOWN else (party,) for number, party in enumerate(take.parties)}


def sought_in(
    truth: Truth, transcript: Transcript, channels: Mapping[int, tuple[Party, ...]]
) -> tuple[dict[int, Tokens], list[Sought]]:
    """What was heard on each channel, and each entity with what was recognised of it anywhere."""
    heard = {number: _heard_line(transcript, number, truth.language) for number in channels}
    true = {number: _true_line(truth, sides) for number, sides in channels.items()}
    partners = {number: _partners(true[number].tokens, heard[number].tokens) for number in channels}
    found = []
    for entity in truth.entities:
        recognised: dict[int, tuple[tuple[int, int], ...]] = {}
        near: dict[int, range] = {}
        n_tokens = 0
        own = [number for number, sides in channels.items() if truth.turns[entity.turn].side in sides]
        for number in own:
            tokens = _tokens_of(entity, true[number])
            n_tokens = len(tokens)
            pairs = [(token, other) for token in tokens for other in partners[number][token]]
            same = [pair for pair in pairs if true[number].tokens[pair[0]] == heard[number].tokens[pair[1]]]
            recognised[number], near[number] = tuple(same), _range(other for _, other in pairs)
        words = [true[number].tokens[token] for number in own[:1] for token in _tokens_of(entity, true[number])]
        for number in set(channels) - set(own):
            beside = _overheard(truth, entity, words, heard[number])
            recognised[number], near[number] = tuple(beside), _range(other for _, other in beside)
        if n_tokens:
            found.append(Sought(entity=entity, n_tokens=n_tokens, recognised=recognised, near=near))
    return heard, found


def _overheard(truth: Truth, entity: Marked, words: Sequence[str], heard: Tokens) -> list[tuple[int, int]]:
    """Tokens of an entity on a channel that is not its own: half of it at least, about when it is said, is no chance."""
    span = truth.turns[entity.turn].span
    if span is None:
        return []
    when = TimeSpan(max(0, span.start_ms - _BESIDE_MS), span.end_ms + _BESIDE_MS)
    places = [n for n, some in enumerate(heard.words) if all(when.overlap_ms(word.span) for word in some)]
    pairs = aligned(words, [heard.tokens[place] for place in places])
    same = [
        (one, places[other])
        for one, other in pairs
        if one is not None and other is not None and words[one] == heard.tokens[places[other]]
    ]
    return same if same and len(same) >= RECOVERABLE * len(words) else []


def _of_words(
    prefix: str, lines: Mapping[int, Tokens], sought: Sequence[Sought], redactions: Sequence[Redaction]
) -> Iterator[Ratio]:
    for each in sought:
        # What was not recognised at all cannot be left, nor found.
        if each.n_recognised or prefix == "text":
            yield from _twice(f"{prefix}_recall", each.entity.name, not left_of(each, lines, redactions), 1)
    for redaction in redactions:
        words = lines[redaction.channel].words if redaction.channel in lines else ()
        taken = {n for n, some in enumerate(words) if any(_holds(redaction.span, word.span) for word in some)}
        rightly = any(taken & set(each.near.get(redaction.channel, ())) for each in sought)
        yield from _twice(f"{prefix}_precision", redaction.entity_type, rightly, 1)


def left_of(
    sought: Sought, lines: Mapping[int, Tokens], redactions: Sequence[Redaction]
) -> tuple[tuple[int, int], ...]:
    """The tokens of an entity that no redaction holds whole, each as its channel and its place there."""
    return tuple(
        (number, place)
        for number, some in sought.recognised.items()
        for _, place in some
        if not all(
            any(each.channel == number and _holds(each.span, word.span) for each in redactions)
            for word in lines[number].words[place]
        )
    )


def _partners(true: Sequence[str], heard: Sequence[str]) -> dict[int, list[int]]:
    partners: dict[int, list[int]] = defaultdict(list)
    for one, other in aligned(true, heard):
        if one is not None and other is not None:
            partners[one].append(other)
    return partners


def _range(places: Iterable[int]) -> range:
    some = list(places)
    return range(min(some), max(some) + 1) if some else range(0)


def _twice(metric: str, item: str, part: float, whole: float) -> Iterator[Ratio]:
    """For its type, and for all types together."""
    for name in (item, ""):
        yield Ratio(metric=metric, item=name, part=float(part), whole=float(whole))


def _true_line(truth: Truth, sides: Iterable[Party]) -> Tokens:
    wanted = set(sides)
    turns = [(number, turn) for number, turn in enumerate(truth.turns) if turn.side in wanted]
    if all(turn.span is not None for _, turn in turns):
        turns.sort(key=lambda each: each[1].span or TimeSpan(0, 0))
    places = [(number, index) for number, turn in turns for index in range(len(turn.words))]
    words = [truth.turns[number].words[index].text for number, index in places]
    tokens = normalise(words, truth.language)
    return Tokens(
        tokens=tuple(token.text for token in tokens),
        places=tuple(tuple(places[token.first : token.end]) for token in tokens),
    )


def _heard_line(transcript: Transcript, channel: int, language: str) -> Tokens:
    words = [word for turn in transcript.turns if turn.channel == channel for word in turn.words]
    tokens = normalise([word.text for word in words], language)
    return Tokens(
        tokens=tuple(token.text for token in tokens),
        words=tuple(tuple(words[token.first : token.end]) for token in tokens),
    )


def _tokens_of(entity: Marked, true: Tokens) -> list[int]:
    return [
        number
        for number, places in enumerate(true.places)
        if any(turn == entity.turn and entity.first <= word < entity.end for turn, word in places)
    ]


def _holds(span: TimeSpan, word: TimeSpan) -> bool:
    return span.start_ms <= word.start_ms and word.end_ms <= span.end_ms
