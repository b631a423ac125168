"""Whatever an engine says of when words are said: nothing that was taken out is audible, and nothing else says what it was."""

from array import array

from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.redact.operators.placeholders import PLACEHOLDER
from clairevoix.redact.replace import mute, redact, removed

RATE_HZ = 1000  # a sample a millisecond
LASTS_MS = 20_000
WORDS = "bonjour madame mon numéro est le 06 39 98 12 34 voilà zéro six trente-neuf quatre-vingt-dix-huit merci 2025 euros".split()
NUMBERS = (["06", "39", "98", "12", "34"], ["4970", "1012", "3456", "7893"], ["0639981234"])


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Two channels of words whose times are anything that a recogniser may say: long, of no length, out of order, spread."""
    turns = []
    for _ in range(draw(st.integers(1, 4))):
        words = []
        texts = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
        texts[draw(st.integers(0, len(texts))) : 0] = draw(st.sampled_from(NUMBERS))
        for text in texts:
            start = draw(st.integers(0, LASTS_MS))
            end = draw(st.one_of(st.just(start), st.integers(start, min(LASTS_MS, start + 1500))))
            words.append(Word(text=text, span=TimeSpan(start, end), score=1.0, spread=draw(st.booleans())))
        if draw(st.booleans()):
            words = [
                Word(text=word.text, span=span, score=1.0, spread=word.spread)
                for word, span in zip(words, sorted(word.span for word in words), strict=True)
            ]
        channel = draw(st.integers(0, 1))
        turns.append(Turn(channel=channel, party=[Party.AGENT, Party.CUSTOMER][channel], words=tuple(words)))
    return Transcript(contact_id="c", language="fr", duration_ms=LASTS_MS, turns=tuple(turns))


def channel_words(transcript: Transcript, channel: int) -> list[Word]:
    return [word for turn in transcript.turns if turn.channel == channel for word in turn.words]


@given(transcripts(), st.integers(0, 500))
@settings(max_examples=60)
def test_no_sample_of_a_word_that_goes_is_left(transcript, padding_ms):
    recording = Recording(
        contact_id="c",
        sample_rate_hz=RATE_HZ,
        channels=tuple(
            Channel(party=party, samples=array("h", [7]) * LASTS_MS) for party in (Party.AGENT, Party.CUSTOMER)
        ),
    )
    redacted = redact(transcript)
    sound = mute(recording, redacted.redactions, padding_ms)
    assert sound.duration_ms == recording.duration_ms
    assert [len(channel.samples) for channel in sound.channels] == [LASTS_MS] * 2
    gone = removed(transcript)
    assert gone
    for each in gone:
        words = channel_words(transcript, each.channel)[each.first : each.last + 1]
        for word in words:
            first, end = max(0, word.span.start_ms - padding_ms), min(LASTS_MS, word.span.end_ms + padding_ms)
            assert not any(sound.channels[each.channel].samples[first:end])
    for number, channel in enumerate(sound.channels):
        spans = [
            each.span.padded(padding_ms, limit_ms=LASTS_MS) for each in redacted.redactions if each.channel == number
        ]
        for at in range(0, LASTS_MS, 97):
            assert (channel.samples[at] == 0) is any(span.start_ms <= at < span.end_ms for span in spans)


@given(transcripts())
@settings(max_examples=60)
def test_a_word_without_a_time_of_its_own_mutes_all_up_to_those_that_have_one(transcript):
    """Told in another way than the code does: from any doubtful word that goes, walk out to the nearest long, ordered one."""
    for each in removed(transcript):
        words = channel_words(transcript, each.channel)
        for place in range(each.first, each.last + 1):
            word = words[place]
            if not word.spread and word.span.duration_ms:
                continue
            # Between two words of whatever time beside it in its own turn, nothing is left out.
            turn = next(t for t in transcript.turns if t.channel == each.channel and any(w is word for w in t.words))
            others = [w for w in turn.words if w is not word]
            if each.value.digits:
                assert all(each.span.start_ms <= w.span.start_ms and w.span.end_ms <= each.span.end_ms for w in others)


@given(transcripts())
@settings(max_examples=60)
def test_what_is_kept_says_nothing_of_what_went(transcript):
    """The kept words are words of the transcript, in order, or placeholders, which are made of no word of it."""
    redacted = redact(transcript)
    for channel in (0, 1):
        kept = [
            word.text
            for turn in redacted.turns
            if turn.channel == channel
            for word in turn.words
            if not PLACEHOLDER.fullmatch(word.text)
        ]
        left = iter(word.text for word in channel_words(transcript, channel))
        assert all(any(text == other for other in left) for text in kept)
