"""TextGrid: one tier of words a voice, in Praat's full text format."""

from collections.abc import Iterator, Sequence

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn
from clairevoix.transcribe.exports.characters import plain
from clairevoix.transcribe.exports.timing import apart, seconds
from clairevoix.transcribe.exports.voices import channel_name, voices

_Marked = tuple[TimeSpan, str]


def as_textgrid(transcript: Transcript) -> str:
    """Tiers from 0 to the duration without gaps or overlaps: where nothing is said, the text is empty.

    Praat knows neither a TextGrid without tiers nor one without duration, nor anything that takes no time.
    """
    end_ms = max(1, transcript.duration_ms)
    tiers = {voice: list(_marked(turns, end_ms)) for voice, turns in voices(transcript).items()}
    tiers = tiers or {channel_name(0): list(_marked((), end_ms))}
    head = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        *_bounds(TimeSpan(0, end_ms)),
        "tiers? <exists> ",
        f"size = {len(tiers)} ",
        "item []: ",
    ]
    body = [
        line
        for number, (voice, marked) in enumerate(tiers.items(), start=1)
        for line in (f"    item [{number}]:", *_tier(voice, marked, end_ms))
    ]
    return "".join(f"{line}\n" for line in (*head, *body))


def _tier(voice: str, marked: Sequence[_Marked], end_ms: int) -> Iterator[str]:
    margin = " " * 8
    yield f'{margin}class = "IntervalTier" '
    yield f"{margin}name = {_quoted(voice)} "
    yield from (margin + line for line in _bounds(TimeSpan(0, end_ms)))
    yield f"{margin}intervals: size = {len(marked)} "
    for number, (span, text) in enumerate(marked, start=1):
        yield f"{margin}intervals [{number}]:"
        yield from (f"{margin}    {line}" for line in (*_bounds(span), f"text = {_quoted(text)} "))


def _marked(turns: Sequence[Turn], end_ms: int) -> Iterator[_Marked]:
    """The whole tier. Words that start together share their time; one that takes none gets 1 ms."""
    said: dict[int, list[tuple[int, str]]] = {}
    for word in sorted((word for turn in turns for word in turn.words), key=lambda word: word.span.start_ms):
        start, text = min(word.span.start_ms, end_ms - 1), plain(word.text)
        if text:
            said.setdefault(start, []).append((min(max(word.span.end_ms, start), end_ms), text))
    spans = apart([TimeSpan(start, max(end for end, _ in words)) for start, words in said.items()])
    reached_ms = 0
    for span, words in zip(spans, said.values(), strict=True):
        if span.start_ms > reached_ms:
            yield TimeSpan(reached_ms, span.start_ms), ""
        yield span, " ".join(text for _, text in words)
        reached_ms = span.end_ms
    if reached_ms < end_ms:
        yield TimeSpan(reached_ms, end_ms), ""


def _bounds(span: TimeSpan) -> tuple[str, str]:
    return f"xmin = {_number(span.start_ms)} ", f"xmax = {_number(span.end_ms)} "


def _number(ms: int) -> str:
    """
    >>> _number(0), _number(2300), _number(14_400_050)
    ('0', '2.3', '14400.05')
    """
    return seconds(ms).rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
