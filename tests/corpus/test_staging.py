"""Who speaks when: the rules hold for every script there is, and for any that could be written."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fake_voice import FakeVoice, script
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from script import Event, Script, faults, read_line, read_scripts
from speakers import SPEAKERS
from staging import CUT_IN_MS, GAP_MS, GOING_ON_MS, StagingError, overtalk, stage
from synthesis import whole_milliseconds

SCRIPTS = Path(__file__).parents[2] / "corpus" / "scripts"
VOICE = FakeVoice()


def say(text, speaker):
    return whole_milliseconds(0.5 * VOICE.voiced(text, speaker))


def check(script, staged):
    """Everything that is promised about a staged call."""
    assert [turn.start_ms for turn in staged.turns] == sorted(turn.start_ms for turn in staged.turns)
    assert len(staged.turns) == len(script.lines)
    for turn in staged.turns:
        assert turn.phrases[0].start_ms == turn.start_ms
        assert turn.phrases[-1].end_ms == turn.end_ms <= staged.duration_ms
        assert turn.phrases[-1].end == len(turn.line.words)
        for one, after in pairwise(turn.phrases):
            assert one.end == after.first
            assert one.start_ms < one.end_ms < after.start_ms
    for side in ("agent", "customer"):
        own = [turn for turn in staged.turns if turn.side == side]
        assert all(one.end_ms < after.start_ms for one, after in pairwise(own)), "nobody talks over themselves"
    for stretch in staged.stretches:
        assert stretch.end_ms <= staged.duration_ms
        assert all(turn.end_ms <= stretch.start_ms or stretch.end_ms <= turn.start_ms for turn in staged.turns)


def check_sound(staged):
    """Where a phrase is said there is sound on its side, and nowhere else."""
    for side in ("agent", "customer"):
        heard = np.zeros(staged.duration_ms, dtype=bool)
        for turn in staged.turns:
            for phrase in turn.phrases if turn.side == side else ():
                heard[phrase.start_ms : phrase.end_ms] = True
        loud = np.abs(staged.speech[side]).reshape(staged.duration_ms, -1).max(axis=1)
        assert not loud[~heard].any()
        assert (loud[heard] > 0).all()


def test_the_scripts_there_are():
    """Every script can be read, has no fault and can be staged."""
    scripts = read_scripts(SCRIPTS)
    assert [
        list(faults(each, frozenset(SPEAKERS))) for each in scripts if list(faults(each, frozenset(SPEAKERS)))
    ] == []
    for each in scripts:
        if each.kind == "call":
            check(each, stage(each, say))


def test_turns_follow_each_other_as_the_script_says():
    staged = stage(script("fr-one"), say)
    check(script("fr-one"), staged)
    check_sound(staged)
    system, greeting, trouble, yes, number, wait, cut_in, thanks, goodbye = staged.turns
    assert (system.party, system.side) == ("system", "agent")
    assert GAP_MS[0] <= greeting.start_ms - system.end_ms <= GAP_MS[1]
    assert trouble.start_ms < yes.start_ms < trouble.end_ms
    assert GOING_ON_MS[0] <= number.start_ms - trouble.end_ms <= GOING_ON_MS[1]
    assert CUT_IN_MS[0] <= wait.end_ms - cut_in.start_ms <= CUT_IN_MS[1]
    hold, hold_other_side, silence, _ = staged.stretches
    assert (hold.sound, hold.side, hold.end_ms - hold.start_ms) == ("hold_music", "agent", 3000)
    assert (hold_other_side.sound, hold_other_side.side) == ("silence", "customer")
    assert silence.end_ms - silence.start_ms == 2000
    assert thanks.start_ms > hold.end_ms
    assert goodbye.start_ms > silence.end_ms


def test_hold_music_is_on_the_agents_side_only():
    staged = stage(script("fr-one"), say)
    hold = staged.stretches[0]
    inside = slice(hold.start_ms * 24, hold.end_ms * 24)
    assert np.abs(staged.music["agent"][inside]).max() == pytest.approx(1, abs=1e-6)
    assert not staged.music["customer"].any()
    outside = staged.music["agent"].copy()
    outside[inside] = 0
    assert not outside.any()


def test_overtalk_is_when_both_are_heard():
    staged = stage(script("fr-one"), say)
    both = np.zeros(staged.duration_ms, dtype=bool)
    for start_ms, end_ms in overtalk(staged.turns):
        both[start_ms:end_ms] = True
    loud = [np.abs(staged.speech[side]).reshape(staged.duration_ms, -1).max(axis=1) > 0 for side in staged.speech]
    assert np.array_equal(both, loud[0] & loud[1])
    assert both.any()


def test_chance_comes_from_the_identifier():
    assert stage(script("fr-one"), say).turns == stage(script("fr-one"), say).turns


def test_what_cannot_be_spoken_is_named():
    def dumb(text, speaker):
        raise KeyError(speaker)

    with pytest.raises(StagingError, match=r"^fr-one: part 0 cannot be spoken$"):
        stage(script("fr-one"), dumb)


ROW = st.tuples(
    st.sampled_from("ACS"),
    st.sampled_from(":>~+"),
    st.sampled_from(["Oui.", "Mmh.", "Je ne sais pas, moi, enfin si. Voilà.", "D'accord, très bien, merci à vous."]),
).map(lambda row: read_line(f"{row[0]}{row[1]} {row[2]}"))
EVENT = st.builds(Event, kind=st.sampled_from(["hold", "silence"]), seconds=st.sampled_from([0.5, 2.0]))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.lists(st.one_of(ROW, EVENT), min_size=1, max_size=12).filter(lambda parts: not isinstance(parts[0], Event)))
def test_the_rules_hold_for_any_script(parts):
    made = Script(
        script_id="any",
        kind="call",
        language="fr",
        situation="outage",
        tone="angry",
        agent="agent-1",
        customer="customer-1",
        resolved=False,
        answer=None,
        parts=tuple(parts),
    )
    staged = stage(made, say)
    check(made, staged)
    check_sound(staged)
