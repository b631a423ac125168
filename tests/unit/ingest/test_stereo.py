"""What the channels of a recording really hold: dead, twice the same, with the other party on it; and who is active when."""

import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from clairevoix.ingest.audio import read_recording
from clairevoix.ingest.frames import samples_of
from clairevoix.ingest.stereo import check_stereo, handled, own_activity
from clairevoix.model.contact import Party
from clairevoix.model.sound import StereoKind
from clairevoix.model.timespan import TimeSpan
from recordings import (
    BOTH,
    call,
    hiss,
    late,
    recording,
    silence,
    talk,
    through_law,
    tone,
    total_ms,
    voice,
    with_bleed,
)

SLICE = Path(__file__).parents[3] / "corpus" / "slice"
AGENT, CUSTOMER = call(30)
MIXED = AGENT + CUSTOMER
HUM = tone([50], 30, level=0.03) + 0.1

#: What a recorder did to a call, and what the recording is.
KINDS = [
    ("one channel", [MIXED], "mono"),
    ("each party on its own", [AGENT, CUSTOMER], "stereo"),
    ("each party through a coarse codec", [through_law(AGENT), through_law(CUSTOMER)], "stereo"),
    ("hum and an offset on both", [AGENT + HUM, CUSTOMER + HUM], "stereo"),
    ("each hears the other, faintly", with_bleed((AGENT, CUSTOMER), level_db=-18, delay_ms=3), "stereo"),
    ("each hears the other, loudly", with_bleed((AGENT, CUSTOMER), level_db=-6, delay_ms=30), "stereo"),
    ("each hears the other, nearly as loudly", with_bleed((AGENT, CUSTOMER), level_db=-3.7, delay_ms=0), "stereo"),
    ("both parties on both channels", [MIXED, MIXED], "dual_mono"),
    ("one of them fainter", [MIXED, 0.1 * MIXED], "dual_mono"),
    ("one of them upside down and late", [MIXED, -0.5 * late(MIXED, 25)], "dual_mono"),
    ("one of them early", [late(MIXED, 40), MIXED], "dual_mono"),
    ("each through a coarse codec of its own", [through_law(MIXED), through_law(0.3 * MIXED)], "dual_mono"),
    ("each with the noise of its own line", [MIXED, 0.5 * MIXED + hiss(30, level=0.003, seed=9)], "dual_mono"),
    ("with hum and an offset", [MIXED + HUM, 0.7 * MIXED + HUM], "dual_mono"),
    ("cut off at full scale", [np.clip(30 * MIXED, -1, 1), np.clip(30 * MIXED, -1, 1)], "dual_mono"),
    ("nothing on the second", [AGENT, silence(30)], "dead"),
    ("nothing but hum and an offset on the first", [HUM, CUSTOMER], "dead"),
    ("nothing but the noise of an idle line", [AGENT, hiss(30, level=10 ** (-68 / 20))], "dead"),
    ("a click on a dead channel", [AGENT, np.where(np.arange(len(AGENT)) == 80_000, 0.5, 0)], "dead"),
    ("nothing on either", [silence(30), silence(30)], "dead"),
    ("one channel with nothing", [silence(30)], "dead"),
]


@pytest.mark.parametrize(("channels", "kind"), [row[1:] for row in KINDS], ids=[row[0] for row in KINDS])
def test_kind_of_a_recording(channels, kind):
    assert check_stereo(recording(*channels)).kind == StereoKind(kind)


def test_which_channels_are_dead():
    assert check_stereo(recording(AGENT, silence(30))).dead == (1,)
    assert check_stereo(recording(silence(30), CUSTOMER)).dead == (0,)
    assert check_stereo(recording(silence(1), silence(1))).dead == (0, 1)
    assert check_stereo(recording(AGENT, CUSTOMER)).dead == ()


def test_a_short_word_is_no_dead_channel():
    """« Oui », once in half a minute."""
    assert check_stereo(recording(AGENT, talk([(20_000, 20_300)], 30))).kind is StereoKind.STEREO


def test_a_word_on_a_channel_that_bleeds_is_a_party():
    """One party says nearly nothing, and its channel holds the other's voice for the rest of the call."""
    channels = with_bleed((talk([(500, 29_000)], 30), talk([(20_000, 20_600)], 30, seed=2)), level_db=-18, delay_ms=3)
    assert check_stereo(recording(*channels)).kind is StereoKind.STEREO


#: Level of the bleed in dB, its delay in ms, and how far off the measured level may be.
BLEEDS = [(-6, 3, 1.0), (-12, 0, 0.5), (-18, 3, 0.5), (-18, 200, 0.5), (-25, -20, 0.5), (-30, 60, 1.0)]


@pytest.mark.parametrize(("level_db", "delay_ms", "off_db"), BLEEDS)
def test_bleed_is_measured(level_db, delay_ms, off_db):
    channels = with_bleed((AGENT, CUSTOMER), level_db=level_db, delay_ms=delay_ms)
    check = check_stereo(recording(*(through_law(channel) for channel in channels)))
    assert [channel.bleed_delay_ms for channel in check.channels] == [delay_ms, delay_ms]
    assert [channel.bleed_db for channel in check.channels] == pytest.approx([level_db, level_db], abs=off_db)


def test_bleed_one_way():
    check = check_stereo(recording(AGENT, CUSTOMER + 0.1 * late(AGENT, 10)))
    assert check.channels[0].bleed_db is None
    assert check.channels[0].bleed_delay_ms is None
    assert check.channels[1].bleed_db == pytest.approx(-20, abs=0.5)


@pytest.mark.parametrize("seed", range(1, 9))
def test_parties_with_nothing_in_common_do_not_bleed(seed):
    check = check_stereo(recording(*call(30, seed=seed)))
    assert [channel.bleed_db for channel in check.channels] == [None, None]
    assert check.correlation == pytest.approx(0, abs=0.05)


def test_an_answer_is_no_echo():
    """Who answers after the same pause each time says something else."""
    asked = [(at, at + 900) for at in range(0, 28_000, 2000)]
    answered = [(at + 1000, at + 1800) for at in range(0, 28_000, 2000)]
    check = check_stereo(recording(talk(asked, 30), talk(answered, 30, seed=2)))
    assert [channel.bleed_db for channel in check.channels] == [None, None]


#: Stretches of calls of the corpus in which a turn begins half a second after the other's ends, in s.
ANSWERS = [("en-03", 10, 20), ("fr-mobile-04", 10, 15), ("fr-mobile-04", 10, 13)]


@pytest.mark.parametrize(("contact_id", "start_s", "end_s"), ANSWERS)
def test_an_answer_of_the_corpus_is_no_echo(contact_id, start_s, end_s):
    call_of_corpus = read_recording(SLICE / "audio" / "alaw" / f"{contact_id}.opus", contact_id, BOTH)
    rate = call_of_corpus.sample_rate_hz
    sounds = [samples_of(channel)[start_s * rate : end_s * rate] / 32768 for channel in call_of_corpus.channels]
    check = check_stereo(recording(*sounds, rate=rate))
    assert [channel.bleed_db for channel in check.channels] == [None, None]


def test_clipping_is_counted():
    loud = np.clip(20 * AGENT, -1, 1)
    clean, clipped = check_stereo(recording(CUSTOMER, loud)).channels
    assert clean.clipped_share == 0
    assert clipped.clipped_share == pytest.approx((np.abs(loud) >= 0.98).mean(), abs=0.001)
    assert clipped.clipped_share > 0.02


@pytest.mark.parametrize("offset", [-0.2, 0.0, 0.1])
def test_an_offset_is_measured(offset):
    assert check_stereo(recording(AGENT + offset)).channels[0].dc_offset == pytest.approx(offset, abs=0.001)


def test_dead_time_is_counted_in_stretches_of_a_second():
    sound = hiss(20)
    sound[8000 * 2 : 8000 * 5] = 0  # 3 s of nothing
    sound[8000 * 10 : 8000 * 10 + 4000] = 0  # half a second: a lost packet or two
    (channel,) = check_stereo(recording(sound)).channels
    assert channel.dead_ms == pytest.approx(3000, abs=40)
    assert not channel.is_dead


def test_a_channel_that_is_never_alive_is_dead_all_the_time():
    assert check_stereo(recording(AGENT, silence(30))).channels[1].dead_ms == 30_000


# Who is active when

SAID = ([(500, 3000), (6500, 9000), (14_000, 16_000)], [(3500, 6000), (9500, 13_500), (15_000, 18_000)])
TALK = tuple(talk(spans, 20, seed=seed) for seed, spans in enumerate(SAID, start=1))


def overlap_ms(spans, start_ms, end_ms):
    return sum(span.overlap_ms(TimeSpan(start_ms, end_ms)) for span in spans)


def activity(channels):
    checked = recording(*channels)
    return own_activity(checked, check_stereo(checked))


@pytest.mark.parametrize(("level_db", "delay_ms"), [(None, 0), (-25, 3), (-18, 3), (-18, 150), (-10, 20)], ids=str)
def test_each_party_is_active_where_it_talks_and_nowhere_else(level_db, delay_ms):
    """15 to 16 s both talk: that must be left on both channels."""
    channels = TALK if level_db is None else with_bleed(TALK, level_db=level_db, delay_ms=delay_ms)
    for spans, said, other in zip(activity(channels), SAID, SAID[::-1], strict=True):
        for start_ms, end_ms in said:
            assert overlap_ms(spans, start_ms, end_ms) > 0.6 * (end_ms - start_ms)
        for start_ms, end_ms in other[:2]:  # while this one listens
            assert overlap_ms(spans, start_ms + 100, end_ms - 100) == 0
        assert overlap_ms(spans, 15_000, 16_000) > 500


def test_bleed_that_was_not_measured_is_not_taken_out():
    channels = recording(*with_bleed(TALK, level_db=-18, delay_ms=3))
    unlike = check_stereo(recording(*TALK))
    first, second = own_activity(channels, unlike)
    assert overlap_ms(first, 3500, 6000) > 1000
    assert overlap_ms(second, 6500, 9000) > 1000


def test_who_says_nothing_is_never_active():
    channels = (talk([(500, 9000)], 10), hiss(10, seed=3))
    agent, customer = activity(channels)
    assert total_ms(agent) > 5000
    assert customer == ()


def test_pauses_inside_words_do_not_end_activity():
    (spans,) = own_activity(recording(AGENT), check_stereo(recording(AGENT)))
    gaps = [later.start_ms - earlier.end_ms for earlier, later in pairwise(spans)]
    assert min(gaps) > 200


# What is made of a recording


def test_the_same_sound_twice_becomes_one_channel_of_anybody():
    twice = recording(MIXED, 0.5 * MIXED)
    kept = handled(twice, check_stereo(twice))
    assert [channel.party for channel in kept.channels] == [Party.UNKNOWN]
    assert kept.channels[0].samples == twice.channels[0].samples


def test_of_the_same_sound_twice_the_less_clipped_is_kept():
    twice = recording(np.clip(8 * MIXED, -1, 1), MIXED)
    assert handled(twice, check_stereo(twice)).channels[0].samples == twice.channels[1].samples


def test_a_technical_test_stays_the_system():
    twice = recording(MIXED, MIXED, parties=(Party.SYSTEM, Party.SYSTEM))
    assert [channel.party for channel in handled(twice, check_stereo(twice)).channels] == [Party.SYSTEM]


@pytest.mark.parametrize(
    "channels",
    [[AGENT, CUSTOMER], [AGENT, silence(30)], [MIXED], with_bleed((AGENT, CUSTOMER), level_db=-18, delay_ms=3)],
    ids=["stereo", "dead", "mono", "bleed"],
)
def test_other_recordings_stay_as_they_are(channels):
    given = recording(*channels)
    assert handled(given, check_stereo(given)) == given


def test_activity_of_what_was_handled():
    twice = recording(MIXED, MIXED)
    check = check_stereo(twice)
    (spans,) = own_activity(handled(twice, check), check)
    assert total_ms(spans) > 15_000


# Any sound at all

ODD = [
    ("nothing", np.zeros(0)),
    ("one sample", np.full(1, 0.5)),
    ("two samples", np.array([0.5, -0.5])),
    ("a frame and a sample", voice(0.3)[:161]),
    ("all zeros", silence(1.37)),
    ("all at full scale", np.ones(8001)),
    ("full scale up and down", np.resize([1.0, -1.0], 12_345)),
    ("white noise", hiss(2.01, level=0.2)),
    ("one click", np.eye(1, 9999, 5000)[0]),
]


@pytest.mark.parametrize("rate", [4000, 8000, 11_025, 16_000])
@pytest.mark.parametrize("sound", [row[1] for row in ODD], ids=[row[0] for row in ODD])
def test_any_sound_can_be_checked(sound, rate):
    for channels in ([sound], [sound, sound], [sound, sound[::-1]], [sound, 0 * sound]):
        given = recording(*channels, rate=rate)
        check = check_stereo(given)
        assert len(check.channels) == len(channels)
        assert all(0 <= each.clipped_share <= 1 and abs(each.dc_offset) <= 1 for each in check.channels)
        assert all(0 <= each.dead_ms <= given.duration_ms for each in check.channels)
        assert all(span.end_ms <= given.duration_ms for spans in own_activity(given, check) for span in spans)
        assert handled(given, check).duration_ms == given.duration_ms


def test_no_channel_at_all():
    empty = recording()
    check = check_stereo(empty)
    assert (check.kind, check.channels, own_activity(empty, check)) == (StereoKind.MONO, (), ())


@pytest.mark.parametrize("rate", [4000, 11_025, 16_000])
def test_other_rates(rate):
    channels = with_bleed(call(20, rate), level_db=-15, delay_ms=30, rate=rate)
    check = check_stereo(recording(*channels, rate=rate))
    assert check.kind is StereoKind.STEREO
    assert [channel.bleed_delay_ms for channel in check.channels] == [30, 30]
    assert [channel.bleed_db for channel in check.channels] == pytest.approx([-15, -15], abs=1)
    mixed = channels[0] + channels[1]
    assert check_stereo(recording(mixed, 0.3 * late(mixed, 15, rate), rate=rate)).kind is StereoKind.DUAL_MONO


def test_memory_stays_small():
    """A quarter of an hour of two channels is 115 MB as floats."""
    channels = recording(*(np.resize(channel, 8000 * 900) for channel in (AGENT, CUSTOMER)))
    tracemalloc.start()
    own_activity(channels, check_stereo(channels))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40e6
