"""A whole recording, looked at before it is heard: what its channels hold, who is active when, and what is heard of it."""

from itertools import pairwise

import numpy as np
import pytest

from clairevoix.ingest import sections
from clairevoix.ingest.audio import held, open_sound
from clairevoix.ingest.frames import samples_of
from clairevoix.ingest.talk import looked_at, own_sections, whole
from clairevoix.model.contact import Party
from clairevoix.model.sound import ChannelCheck, SoundKind, StereoCheck, StereoKind
from clairevoix.model.timespan import TimeSpan
from clairevoix.store.sound import encode_flac
from recordings import call, music, recording, silence, talk, tone, total_ms, voice, with_bleed

AGENT, CUSTOMER = call(30)
SYSTEM = (Party.SYSTEM, Party.SYSTEM)


def looked(*channels, parties=None):
    return looked_at(held(recording(*channels, parties=parties)))


def near(found, expected, by_ms=150):
    assert [(span.start_ms, span.end_ms) for span in found] == [
        (pytest.approx(start, abs=by_ms), pytest.approx(end, abs=by_ms)) for start, end in expected
    ]


# --- What may be used -----------------------------------------------------------------------------------------------

USED = [
    ("two parties", [AGENT, CUSTOMER], None, (Party.AGENT, Party.CUSTOMER)),
    ("both on both channels", [AGENT + CUSTOMER, AGENT + CUSTOMER], None, (Party.UNKNOWN,)),
    ("an announcement on both channels", [AGENT + CUSTOMER, AGENT + CUSTOMER], SYSTEM, (Party.SYSTEM,)),
    ("one dead channel", [AGENT, silence(30)], None, (Party.AGENT, Party.CUSTOMER)),
    ("one channel", [AGENT + CUSTOMER], [Party.UNKNOWN], (Party.UNKNOWN,)),
]


@pytest.mark.parametrize(("channels", "given", "parties"), [row[1:] for row in USED], ids=[row[0] for row in USED])
def test_channels_that_are_used(channels, given, parties):
    sound, found = looked(*channels, parties=given)
    assert sound.parties == parties
    assert len(found.active) == len(found.sounds) == len(parties)
    ((section),) = sound.sections()
    assert tuple(channel.party for channel in section.recording.channels) == parties


def steady(spans, seed):
    """Talk without a breath, so that each stretch is one."""
    sound = silence(30)
    for start, end in spans:
        sound[start * 8 : end * 8] = np.resize(voice(0.6, seed=seed)[800:4000], (end - start) * 8)
    return sound


def test_facts_of_talk():
    """The customer answers after 0.5 s, then begins 1 s before the agent has ended; then music is played to both."""
    played = np.concatenate([silence(16), music(14)])
    one = steady([(1000, 4000), (8000, 11_000)], seed=1) + played
    other = steady([(4500, 7000), (10_000, 13_000)], seed=2) + played
    _, found = looked(one, other)
    near(found.active[0], [(1000, 4000), (8000, 11_000)])
    near(found.active[1], [(4500, 7000), (10_000, 13_000)])
    near(found.overtalk, [(10_000, 11_000)])
    assert found.latencies_ms[1] == (pytest.approx(500, abs=200), pytest.approx(-1000, abs=200))
    assert found.latencies_ms[0] == (pytest.approx(1000, abs=200),)
    assert found.spoken_ms(0) == pytest.approx(6000, abs=400)
    for kinds in found.sounds:
        assert total_ms(each.span for each in kinds if each.kind is SoundKind.MUSIC) > 12_000


def test_a_mono_recording_has_sounds_and_nobody_who_answers():
    _, found = looked(AGENT + CUSTOMER, parties=[Party.UNKNOWN])
    assert (found.check.kind, found.overtalk, found.latencies_ms) == (StereoKind.MONO, (), ())


# --- What is heard where the other party is faintly on the channel ----------------------------------------------------


def test_only_the_own_party_is_heard_through_bleed():
    spoken = ([(1000, 4000)], [(6000, 9000)])
    channels = with_bleed((talk(spoken[0], 12), talk(spoken[1], 12, seed=2)), level_db=-12, delay_ms=3)
    sound, found = looked(*channels)
    ((kept),), ((recorded),) = own_sections(sound, found), sound.sections()
    for number, ((start, end),) in enumerate(spoken):
        was, now = (samples_of(each.recording.channels[number]) for each in (recorded, kept))
        assert (now[start * 8 : end * 8] == was[start * 8 : end * 8]).all()
        other = slice(spoken[1 - number][0][0] * 8 + 4000, spoken[1 - number][0][1] * 8 - 4000)
        assert was[other].any()
        assert not now[other].any()


def test_without_bleed_all_is_heard():
    sound, found = looked(AGENT, CUSTOMER)
    ((kept),), ((recorded),) = own_sections(sound, found), sound.sections()
    assert kept == recorded


# --- Long recordings --------------------------------------------------------------------------------------------------


def test_a_long_recording_is_looked_at_as_a_short_one_is(tmp_path, monkeypatch):
    """On one clock, whatever the sections; where a section is cut, a pause or a stretch of music is one."""
    channels = [np.tile(channel, 3) + np.concatenate([silence(70), tone([440], 20)]) for channel in (AGENT, CUSTOMER)]
    (tmp_path / "call.flac").write_bytes(encode_flac(recording(*channels)))
    parties = (Party.AGENT, Party.CUSTOMER)
    _, short = looked_at(open_sound(tmp_path / "call.flac", "c1", parties))
    monkeypatch.setattr(sections, "SECTION_S", 40)
    monkeypatch.setattr(sections, "SEARCH_S", 10)
    sound = open_sound(tmp_path / "call.flac", "c1", parties)
    assert len(list(sound.sections())) == 3
    _, long = looked_at(sound)
    assert long.check.kind is short.check.kind
    for number in range(2):
        near(long.active[number], [(span.start_ms, span.end_ms) for span in short.active[number]], by_ms=60)
        kinds = long.sounds[number]
        assert (kinds[0].span.start_ms, kinds[-1].span.end_ms) == (0, 90_000)
        assert all(a.span.end_ms == b.span.start_ms and a.kind is not b.kind for a, b in pairwise(kinds))


def test_a_long_recording_of_the_same_sound_twice_is_one_channel_each_time(tmp_path, monkeypatch):
    both = np.tile(AGENT + CUSTOMER, 2)
    (tmp_path / "call.flac").write_bytes(encode_flac(recording(both, both)))
    monkeypatch.setattr(sections, "SECTION_S", 40)
    monkeypatch.setattr(sections, "SEARCH_S", 10)
    sound, _ = looked_at(open_sound(tmp_path / "call.flac", "c1", (Party.AGENT, Party.CUSTOMER)))
    for _ in range(2):
        found = [each.recording for each in sound.sections()]
        assert [[channel.party for channel in each.channels] for each in found] == [[Party.UNKNOWN]] * 2
        assert sum(each.duration_ms for each in found) == sound.duration_ms == 60_000


def check(kind, dead=(), bleed=(None, None), n_channels=2):
    return StereoCheck(
        kind=StereoKind(kind),
        channels=tuple(
            ChannelCheck(is_dead=number in dead, clipped_share=0.0, dc_offset=0.0, dead_ms=0, bleed_db=bleed[number])
            for number in range(n_channels)
        ),
    )


WHOLE = [
    ("stereo throughout", ["stereo", "stereo"], "stereo"),
    ("the same sound throughout", ["dual_mono", "dual_mono"], "dual_mono"),
    ("the same sound, until a channel dies", ["dual_mono", "dead"], "dual_mono"),
    ("the same sound for a while only", ["dual_mono", "stereo"], "stereo"),
    ("silent at first", ["dead", "stereo"], "stereo"),
    ("a channel dead throughout", ["dead", "dead"], "dead"),
]


@pytest.mark.parametrize(("kinds", "kind"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_check_of_the_whole(kinds, kind):
    parts = [(check(each, dead=(1,) if each == "dead" else ()), 100) for each in kinds]
    assert whole(parts).kind is StereoKind(kind)


def test_bleed_of_the_whole_is_the_loudest():
    found = whole([(check("stereo", bleed=(None, -20.0)), 100), (check("stereo", bleed=(-30.0, -12.0)), 300)])
    assert [each.bleed_db for each in found.channels] == [-30.0, -12.0]


def test_facts_are_in_order_and_inside_the_recording():
    _, found = looked(AGENT, CUSTOMER)
    for spans in (*found.active, found.overtalk):
        assert list(spans) == sorted(spans)
        assert all(TimeSpan(0, 30_000).overlap_ms(span) == span.duration_ms for span in spans)
