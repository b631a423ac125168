"""Channels: what must not depend on gain, polarity, delay, order or rate; and facts of talk against counting by the millisecond."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.ingest.sounds import sound_spans
from clairevoix.ingest.stereo import check_stereo, handled, own_activity
from clairevoix.ingest.turntaking import latencies, mutual_silences, outside, overtalk
from clairevoix.model.contact import Party
from clairevoix.model.sound import SoundKind, StereoKind
from clairevoix.model.timespan import TimeSpan, merged
from recordings import call, hiss, late, music, recording, silence, to_16_bit, tone, voice, with_bleed

CALL = call(15, seed=3)
MIXED = CALL[0] + CALL[1]
PEAK = float(np.abs(MIXED).max())

gains = st.floats(0.05, 0.95 / PEAK)
polarities = st.sampled_from([-1.0, 1.0])


@given(gains, gains, polarities, st.integers(-100, 100))
@settings(max_examples=25)
def test_the_same_sound_twice_is_known_at_any_gain_polarity_and_delay(first, second, polarity, delay_ms):
    one, two = late(first * MIXED, max(0, -delay_ms)), late(polarity * second * MIXED, max(0, delay_ms))
    check = check_stereo(recording(one, two))
    assert check.kind is StereoKind.DUAL_MONO
    assert check.correlation is not None
    assert check.correlation > 0.99


@given(gains, gains, polarities)
@settings(max_examples=15)
def test_parties_stay_apart_at_any_gain(first, second, polarity):
    check = check_stereo(recording(first * CALL[0], polarity * second * CALL[1]))
    assert check.kind is StereoKind.STEREO
    assert [channel.bleed_db for channel in check.channels] == [None, None]


@given(st.floats(-28, -8), st.integers(0, 120), st.floats(0.2, 0.9 / PEAK), polarities)
@settings(max_examples=15)
def test_bleed_does_not_depend_on_the_gain_of_the_recorder(level_db, delay_ms, gain, polarity):
    channels = with_bleed(CALL, level_db=level_db, delay_ms=delay_ms)
    check = check_stereo(recording(*(polarity * gain * channel for channel in channels)))
    for channel in check.channels:
        assert channel.bleed_db is not None
        assert abs(channel.bleed_db - level_db) < 1
        assert channel.bleed_delay_ms == delay_ms


@given(st.floats(-25, -10), st.integers(0, 60))
@settings(max_examples=10)
def test_checks_go_with_their_channels(level_db, delay_ms):
    first, second = with_bleed(CALL, level_db=level_db, delay_ms=delay_ms)
    given_order, other_order = recording(first, 0.3 * second), recording(0.3 * second, first)
    check, turned = check_stereo(given_order), check_stereo(other_order)
    assert check.kind is turned.kind
    for one, other in zip(check.channels, turned.channels[::-1], strict=True):
        assert (one.dead_ms, one.clipped_share, one.dc_offset) == (other.dead_ms, other.clipped_share, other.dc_offset)
        assert one.bleed_delay_ms == other.bleed_delay_ms
    assert own_activity(given_order, check) == own_activity(other_order, turned)[::-1]


pieces = st.lists(
    st.sampled_from(["voice", "music", "tone", "hiss", "silence", "click", "full scale"]), min_size=1, max_size=5
)


def joined(names, seconds, rate, seed):
    sounds = {
        "voice": lambda: voice(seconds, rate, seed=seed),
        "music": lambda: music(seconds, rate, seed=seed),
        "tone": lambda: tone([440], seconds, rate),
        "hiss": lambda: hiss(seconds, rate, level=0.03, seed=seed),
        "silence": lambda: silence(seconds, rate),
        "click": lambda: np.eye(1, round(seconds * rate), round(seconds * rate / 2))[0],
        "full scale": lambda: np.resize([1.0, 1.0, -1.0], round(seconds * rate)),
    }
    return np.concatenate([sounds[name]() for name in names])


@given(pieces, st.floats(0.05, 3), st.sampled_from([4000, 8000, 11_025, 16_000]), st.integers(1, 50))
@settings(max_examples=40)
def test_spans_of_any_sound_fill_it(names, seconds, rate, seed):
    sound = joined(names, seconds, rate, seed)
    found = sound_spans(to_16_bit(sound), rate)
    assert merged(each.span for each in found) == (TimeSpan(0, len(sound) * 1000 // rate),)
    assert sum(each.span.duration_ms for each in found) == len(sound) * 1000 // rate
    assert all(earlier.kind is not later.kind for earlier, later in pairwise(found))


@given(pieces, pieces, st.floats(0.05, 2), st.sampled_from([4000, 8000, 16_000]), st.integers(1, 50))
@settings(max_examples=30)
def test_any_two_channels_can_be_checked(first, second, seconds, rate, seed):
    one, two = joined(first, seconds, rate, seed), joined(second, seconds, rate, seed + 1)
    n_samples = min(len(one), len(two))
    given_recording = recording(one[:n_samples], two[:n_samples], rate=rate)
    check = check_stereo(given_recording)
    assert (check.kind is StereoKind.DEAD) == bool(check.dead)
    assert check.correlation is None or 0 <= check.correlation <= 1
    assert (len(handled(given_recording, check).channels) == 1) == (check.kind is StereoKind.DUAL_MONO)
    for spans in own_activity(given_recording, check):
        assert merged(spans) == spans
        assert not spans or spans[-1].end_ms <= given_recording.duration_ms


@given(st.floats(0.1, 4), st.integers(1, 30), st.sampled_from([8000, 16_000]))
@settings(max_examples=20)
def test_a_louder_voice_is_a_voice(gain, seed, rate):
    sound = gain * voice(6, rate, seed=seed) + hiss(6, rate)
    found = sound_spans(to_16_bit(sound), rate)
    assert {each.kind for each in found} <= {SoundKind.SPEECH, SoundKind.SILENCE}


# Facts of talk, counted by the millisecond

spans_of_a_party = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: TimeSpan(pair[0], sum(pair))), max_size=6
)


def covered(spans):
    return {ms for span in spans for ms in range(span.start_ms, span.end_ms)}


@given(spans_of_a_party, spans_of_a_party, st.integers(0, 90))
def test_overlap_silence_and_rest_are_what_counting_says(agent, customer, duration_ms):
    own, other = covered(agent), covered(customer)
    assert covered(overtalk(agent, customer)) == own & other
    assert covered(outside(agent, customer)) == own - other
    assert covered(mutual_silences(agent, customer, duration_ms)) == set(range(duration_ms)) - own - other


@given(spans_of_a_party, spans_of_a_party)
def test_answers_are_what_a_walk_through_time_finds(agent, customer):
    """Cut into letters, an answer is « c », then one letter of silence or overlap again and again, then « a »."""
    own, other = covered(agent), covered(customer)
    line = "".join(".ac2"[(ms in own) + 2 * (ms in other)] for ms in range(90))
    walked, previous, between = [], "", ""
    for letter in line:
        if letter in "ac":
            if (previous, letter) == ("c", "a") and len(set(between)) <= 1:
                walked.append(-len(between) if "2" in between else len(between))
            previous, between = letter, ""
        else:
            between += letter
    assert list(latencies(agent, customer)) == walked


@given(spans_of_a_party, spans_of_a_party)
def test_the_floor_goes_to_and_fro(agent, customer):
    """Time may begin anywhere, and nobody answers more often than the other spoke."""
    later = [[TimeSpan(span.start_ms + 1000, span.end_ms + 1000) for span in spans] for spans in (agent, customer)]
    assert latencies(*later) == latencies(agent, customer)
    assert len(latencies(agent, customer)) <= len(merged(customer))


def test_a_party_is_unknown_once_both_are_on_one_channel():
    twice = recording(MIXED, MIXED)
    assert {channel.party for channel in handled(twice, check_stereo(twice)).channels} == {Party.UNKNOWN}
