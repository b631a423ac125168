"""What people look at of one recording: each turn beside what was heard of it, inventions, and what redaction left."""

from dataclasses import replace

import pytest

from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.evidence import Ratio
from clairevoix.quality.exhibits import Line, exhibit
from clairevoix.quality.metrics.personal import redaction_of_heard, redaction_of_sound
from clairevoix.quality.metrics.silence import invented_words
from clairevoix.quality.truth import Marked
from conversations import MONO, heard, parts, redacted, said, take

# --- Turns ----------------------------------------------------------------------------------------------------------


def pairs(shown):
    """The lines as « said/heard » with a hyphen for nothing."""
    return [" ".join(f"{one or '-'}/{other or '-'}" for one, other in line.pairs) for line in shown.lines]


def test_each_turn_beside_what_was_heard_of_it():
    truth = said("agent 0-1000 bonjour madame", "system/agent 1500-2500 un instant", "customer 3000-4000 oui")
    shown = exhibit(
        truth, take(), heard("0 agent 0-2500 bonjour un moment", "1 customer 2900-2950 euh", "1 customer 3000-4000 oui")
    )
    assert [(line.party, line.n_errors) for line in shown.lines] == [("agent", 1), ("system", 1), ("customer", 0)]
    assert pairs(shown) == ["bonjour/bonjour madame/-", "1/1 instant/moment", "oui/oui"]


def test_in_mono_everybody_is_on_the_one_channel():
    truth = said("agent 0-1000 bonjour madame", "customer 900-2000 oui merci")
    shown = exhibit(truth, take(MONO), heard("0 unknown 0-2000 bonjour madame oui"))
    assert [(line.party, line.n_errors) for line in shown.lines] == [("agent", 0), ("customer", 1)]


def test_a_turn_without_words_has_no_share_of_wrong_ones():
    assert Line(party="agent", span=TimeSpan(0, 1), pairs=()).share == 0


#: When « alors » is heard between « madame » (to 1000 ms) and « je » (from 5000 ms), and the turn that it stands with.
BETWEEN = [("1000-1400", 0), ("4400-4800", 0), ("4500-4900", 1), ("4900-5000", 1)]


@pytest.mark.parametrize(("span", "number"), BETWEEN)
def test_an_added_word_stands_with_the_turn_that_has_begun(span, number):
    truth = said("agent 0-1000 bonjour madame", "agent 5000-7000 je regarde", "customer 0-60000 oui")
    words = heard("0 agent 0-1000 bonjour madame", f"0 agent {span} alors", "0 agent 5000-7000 je regarde")
    shown = exhibit(truth, take(), words)
    lines = [line for line in shown.lines if line.party == "agent"]
    invented = [word for each in shown.inventions for word in each.words]
    assert [("alors" in str(line.pairs)) for line in lines] == [number == n and not invented for n in range(2)]


# --- Words where nobody spoke ---------------------------------------------------------------------------------------


def inventions(truth, *lines, parties=None):
    shown = exhibit(truth, take() if parties is None else take(parties), heard(*lines))
    return [(each.party, each.span.start_ms, each.span.end_ms, each.sound, each.words) for each in shown.inventions]


TRUTH = said(
    "agent 5000-7000 je vérifie",
    "customer 40000-41000 merci",
    stretches=["hold_music agent 10000-30000", "silence customer 10000-30000"],
)


def test_words_before_anybody_spoke_stand_apart():
    lines = ("0 agent 100-300 merci", "0 agent 5000-7000 je vérifie")
    assert inventions(TRUTH, *lines) == [("agent", 100, 300, "silence", ("merci",))]
    assert pairs(exhibit(TRUTH, take(), heard(*lines))) == ["je/je vérifie/vérifie", "merci/-"]


def test_words_in_music_stand_apart_from_the_turn_before_them():
    shown = exhibit(TRUTH, take(), heard("0 agent 5000-7000 je vérifie", "0 agent 12000-13000 Sous-titrage ST'"))
    assert [line.n_errors for line in shown.lines] == [0, 1]
    assert inventions(TRUTH, "0 agent 12000-13000 Sous-titrage ST'") == [
        ("agent", 12_000, 13_000, "hold_music", ("Sous-titrage", "ST'"))
    ]


def test_words_in_music_are_not_taken_for_those_of_a_turn_that_was_missed():
    """The words of the turn are missing there, and the others are too many here."""
    shown = exhibit(TRUTH, take(), heard("0 agent 12000-13000 abonnez vous"))
    assert pairs(shown) == ["je/- vérifie/-", "merci/-"]
    assert [each.words for each in shown.inventions] == [("abonnez", "vous")]


def test_a_word_that_was_said_is_no_invention_whenever_it_is_heard():
    assert inventions(TRUTH, "1 customer 20000-21000 merci") == []


#: What is heard on the agent's channel, and the words of each invention: a pause of two seconds, or another sound, parts.
TOGETHER = [
    (("0 agent 12000-13000 la musique", "0 agent 15000-16000 continue"), [("la", "musique", "continue")]),
    (("0 agent 12000-13000 la musique", "0 agent 15001-16000 continue"), [("la", "musique"), ("continue",)]),
    (("0 agent 29000-29900 la musique", "0 agent 30000-30900 cesse"), [("la", "musique"), ("cesse",)]),
]


@pytest.mark.parametrize(("lines", "words"), TOGETHER)
def test_what_follows_closely_is_heard_in_one_go(lines, words):
    assert [each[-1] for each in inventions(TRUTH, *lines)] == words


def test_what_the_other_side_says_is_called_so():
    assert inventions(TRUTH, "0 agent 40000-41000 mercredi") == [
        ("agent", 40_000, 41_000, "other_party", ("mercredi",))
    ]


def test_nobody_s_recording_holds_inventions_only():
    truth = said(stretches=["noise agent 0-60000"])
    shown = exhibit(truth, take(), heard("0 agent 1000-2000 oui", "1 customer 50000-51000 non"))
    assert shown.lines == ()
    assert [(each.party, each.sound) for each in shown.inventions] == [("agent", "noise"), ("customer", "silence")]


def test_every_word_that_the_metric_counts_is_shown_unless_it_was_said():
    lines = ("0 agent 100-900 un deux", "0 agent 12000-14000 trois quatre cinq", "1 customer 5500-6500 six")
    found = parts(invented_words(TRUTH, take(), heard(*lines)))
    counted = found["invented_per_hour"][0] + found["invented_per_hour other_party"][0]
    assert sum(len(each[-1]) for each in inventions(TRUTH, *lines)) == counted == 6


# --- Personal data --------------------------------------------------------------------------------------------------

PHONE = Marked(name="PHONE", turn=0, first=1, end=5)
CALL = replace(said("customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà"), entities=(PHONE,))
RIGHT = "1 customer 0-6000 au zéro six trente-neuf quatre-vingt-dix-huit voilà"
#: By letters, from 261 to 5348 ms.
WHOLE = ((261, 5348),)

#: What is redacted of the words, muted, and heard again; what is left, whether it is heard again, the share muted.
LEAKS = [
    ("all is well", [(1000, 5000)], WHOLE, "1 customer 0-900 au", None),
    ("one group left", [(1000, 4000)], WHOLE, "1 customer 0-900 au", (("9", "8"), False, 1.0)),
    ("nothing redacted", [], WHOLE, "1 customer 0-900 au", (("0", "6", "3", "9", "9", "8"), False, 1.0)),
    ("heard again", [(1000, 5000)], WHOLE, RIGHT, ((), True, 1.0)),
    ("not muted", [(1000, 5000)], ((261, 2804),), "1 customer 0-900 au", ((), False, pytest.approx(0.5, abs=0.001))),
]


@pytest.mark.parametrize(
    ("spans", "muted", "again", "leak"), [each[1:] for each in LEAKS], ids=[each[0] for each in LEAKS]
)
def test_personal_data_that_is_left_is_shown_as_it_is_counted(spans, muted, again, leak):
    hypothesis = replace(
        redacted(heard(RIGHT), *spans),
        muted=tuple(TimeSpan(*span) for span in muted),
        again=heard(again).transcript,
    )
    leaks = exhibit(CALL, take(), hypothesis).leaks
    assert [(each.left, each.is_heard_again, each.muted) for each in leaks] == ([] if leak is None else [leak])
    for each in leaks:
        assert (each.name, each.party, each.said) == (
            "PHONE",
            "customer",
            ("zéro", "six", "trente-neuf", "quatre-vingt-dix-huit"),
        )
    counted = [*redaction_of_heard(CALL, take(), hypothesis), *redaction_of_sound(CALL, take(), hypothesis)]
    failed = {
        one.metric
        for one in counted
        if isinstance(one, Ratio) and one.metric in ("heard_recall", "hidden", "sound_recall") and one.part < one.whole
    }
    assert bool(leaks) is bool(failed)


def test_without_redaction_nothing_is_known_of_leaks():
    assert exhibit(CALL, take(), heard(RIGHT)).leaks == ()


def test_what_was_said_is_in_no_repr():
    hypothesis = redacted(heard(RIGHT, "1 customer 20000-21000 abonnez"))
    shown = exhibit(CALL, take(), hypothesis)
    assert shown.inventions
    assert shown.leaks
    text = repr((shown, *shown.lines, *shown.inventions, *shown.leaks))
    assert not [word for word in ("trente", "voilà", "abonnez", "'9'") if word in text]
