"""Words invented where nobody speaks, counted by hand: 500 ms around each true turn are left to it."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.quality.metrics.silence import invented_words
from conversations import MONO, heard, parts, said, take

MS_PER_HOUR = 3_600_000
AGENT_ALONE = (Party.AGENT,)


def invented(truth, recording, hypothesis):
    """Words and ms by kind, « all » for the whole."""
    found = parts(invented_words(truth, recording, hypothesis))
    return {
        name.removeprefix("invented_per_hour").strip() or "all": (n, round(hours * MS_PER_HOUR))
        for name, (n, hours) in found.items()
    }


#: A word heard in a recording of 60 s, where the agent speaks from 10 s to 20 s: invented or not.
WORDS = [
    ("0-900", True),
    # The middle of a word counts: 9,499 ms, 9,500 ms.
    ("9199-9799", True),
    ("9200-9800", False),
    ("15000-15900", False),
    # 20,499 ms, 20,500 ms.
    ("20199-20799", False),
    ("20200-20800", True),
    ("59000-60000", True),
    # After the end is after the turn.
    ("60500-61000", True),
]


@pytest.mark.parametrize(("span", "is_invented"), WORDS)
def test_words_away_from_turns_are_invented(span, is_invented):
    truth = said("agent 10000-20000 le facteur passe")
    found = invented(truth, take(AGENT_ALONE), heard(f"0 agent {span} merci", duration_ms=61_000))
    assert found["silence"] == found["all"] == (int(is_invented), 60_000 - 11_000)


def test_stretches_say_what_is_heard():
    truth = said(
        "agent 0-1000 patientez",
        stretches=["hold_music agent 10000-30000", "noise agent 30000-40000", "silence agent 40000-45000"],
    )
    words = heard("0 agent 12000-13000 la musique", "0 agent 32000-33000 chut", "0 agent 42000-43000 rien")
    assert invented(truth, take(AGENT_ALONE), words) == {
        "hold_music": (2, 20_000),
        "noise": (1, 10_000),
        # What no stretch speaks of is silence too.
        "silence": (1, 60_000 - 1_500 - 30_000),
        "all": (4, 60_000 - 1_500),
    }


def test_speech_hides_what_is_behind_it():
    truth = said("agent 15000-20000 allo", stretches=["hold_music agent 10000-30000"])
    words = heard("0 agent 16000-17000 allo", "0 agent 12000-13000 la la")
    assert invented(truth, take(AGENT_ALONE, duration_ms=30_000), words) == {
        "hold_music": (2, 14_000),
        "silence": (0, 10_000),
        "all": (2, 24_000),
    }


def test_the_other_party_heard_across_is_told_apart():
    truth = said("agent 0-10000 le facteur passe", "customer 20000-30000 quelle bonne nouvelle")
    words = heard(
        "0 agent 0-10000 le facteur passe",
        "0 agent 20000-30000 quelle bonne",  # the customer, on the agent's channel
        "1 customer 2000-3000 facteur",  # the agent, on the customer's
        "1 customer 20000-30000 quelle bonne nouvelle",
        "1 customer 50000-51000 merci",  # nobody
    )
    assert invented(truth, take(), words) == {
        # Agent's channel: 60 s less 10.5 s and 11 s; customer's: 60 s less 11 s and 10.5 s.
        "silence": (1, 2 * (60_000 - 21_500)),
        "other_party": (2 + 1, 11_000 + 10_500),
        "all": (1, 2 * (60_000 - 21_500)),
    }


def test_mono_is_silent_where_nobody_speaks():
    truth = said(
        "agent 0-10000 le facteur passe",
        "customer 20000-30000 quelle bonne nouvelle",
        stretches=["hold_music customer 40000-50000", "silence agent 40000-50000"],
    )
    words = heard("0 unknown 0-10000 le facteur", "0 unknown 21000-22000 quelle", "0 unknown 41000-42000 la la")
    assert invented(truth, take(MONO), words) == {
        "hold_music": (2, 10_000),
        "silence": (0, 60_000 - 21_500 - 10_000),
        "all": (2, 60_000 - 21_500),
    }


def test_a_recording_of_noise_has_no_turns():
    truth = said(stretches=["noise agent 0-60000"])
    assert invented(truth, take(MONO), heard("0 unknown 1000-2000 sous titres")) == {
        "noise": (2, 60_000),
        "all": (2, 60_000),
    }
    assert invented(truth, take(MONO), heard()) == {"noise": (0, 60_000), "all": (0, 60_000)}


def test_stretches_lie_on_their_side():
    truth = said("agent 0-1000 patientez", stretches=["hold_music customer 10000-30000"])
    words = heard("0 agent 12000-13000 mercredi", "1 customer 12000-13000 la musique")
    found = invented(truth, take(), words)
    assert found["hold_music"] == (2, 20_000)
    assert found["silence"][0] == 1


def test_all_is_the_sum_of_its_kinds():
    truth = said("agent 0-1000 patientez", stretches=["hold_music customer 10000-30000", "noise agent 5000-9000"])
    found = invented(truth, take(), heard("0 agent 6000-7000 chut", "1 customer 12000-13000 la la"))
    kinds = [found[kind] for kind in ("hold_music", "noise", "silence")]
    assert found["all"] == (sum(n for n, _ in kinds), sum(ms for _, ms in kinds))


def test_where_somebody_always_speaks_nothing_can_be_invented():
    assert invented_words(said("agent 0-60000 bla"), take(MONO), heard("0 unknown 0-60000 bla bla")) == ()
    assert invented_words(said(), take(duration_ms=0), heard()) == ()
