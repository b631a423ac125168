"""Word error rates: what counts as an error, for whom, and out of what."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.quality.alignment import aligned, edit_distance
from clairevoix.quality.metrics.words import word_errors
from clairevoix.quality.normalise import normalise
from conversations import MONO, STEREO, heard, parts, said, take

AGENT_ALONE = (Party.AGENT,)

#: What was said, what was heard, insertions, deletions, substitutions.
COUNTS = [
    # Word for word.
    ("le facteur passe demain", "le facteur passe demain", 0, 0, 0),
    # Case and punctuation are no errors.
    ("Le facteur passe demain.", "le facteur, passe demain", 0, 0, 0),
    # Nor is the way a number is written.
    ("cela fait vingt-deux euros", "cela fait 22 euros", 0, 0, 0),
    # A word more, a word less, another word.
    ("le facteur passe demain", "le facteur ne passe demain", 1, 0, 0),
    ("le facteur passe demain", "le facteur passe", 0, 1, 0),
    ("le facteur passe demain", "le facteur passe mercredi", 0, 0, 1),
    # All three.
    ("le facteur passe toujours demain matin", "donc le facteur chasse demain matin", 1, 1, 1),
    # Nothing is right: as many substitutions as there are words on both sides.
    ("le facteur passe demain", "bonjour madame", 0, 2, 2),
    # Words that change places: one is left out here and put in there.
    ("jardin maison", "maison jardin", 1, 1, 0),
    # More errors than words.
    ("facteur", "alors la lettre jaune arrive", 4, 0, 1),
]


@pytest.mark.parametrize(("reference", "hypothesis", "insertions", "deletions", "substitutions"), COUNTS)
def test_edits_are_counted(reference, hypothesis, insertions, deletions, substitutions):
    truth = said(f"agent 0-9000 {reference}")
    found = parts(word_errors(truth, take(AGENT_ALONE), heard(f"0 agent 0-9000 {hypothesis}")))
    n_words = len(normalise(reference.split(), "fr"))
    assert found["insertions"] == (insertions, n_words)
    assert found["deletions"] == (deletions, n_words)
    assert found["substitutions"] == (substitutions, n_words)
    assert found["wer"] == (insertions + deletions + substitutions, n_words)


def test_nothing_heard_is_all_deleted():
    found = parts(word_errors(said("agent 0-2000 le facteur", "customer 2000-3000 demain"), take(), heard()))
    assert found["wer"] == found["deletions"] == found["cpwer"] == found["tcpwer"] == (3, 3)
    assert found["wer agent"] == (2, 2)
    assert found["wer customer"] == (1, 1)
    assert found["role_swap"] == (0, 1)


def test_each_party_has_its_own_rate():
    truth = said("agent 0-2000 le facteur passe", "customer 2000-3000 demain matin")
    found = word_errors(truth, take(), heard("0 agent 0-2000 le facteur casse", "1 customer 2000-3000 demain"))
    assert parts(found)["wer agent"] == (1, 3)
    assert parts(found)["wer customer"] == (1, 2)
    assert parts(found)["wer"] == (2, 5)


def test_words_invented_where_nobody_speaks_are_nobodys():
    # Whoever has no words has no rate, but what is invented on their channel counts for the whole.
    truth = said("agent 0-2000 le facteur passe")
    found = parts(word_errors(truth, take(), heard("0 agent 0-2000 le facteur passe", "1 customer 0-900 merci")))
    assert found["wer"] == found["insertions"] == (1, 3)
    assert found["wer agent"] == (0, 3)
    assert "wer customer" not in found


def test_no_words_no_rates():
    truth = said(stretches=["noise agent 0-60000"])
    assert word_errors(truth, take(), heard("0 agent 0-900 merci")) == ()
    assert word_errors(truth, take(MONO), heard()) == ()


def test_an_announcement_belongs_to_the_side_where_it_is_heard():
    truth = said("system/agent 0-2000 vous patientez", "agent 2000-3000 merci")
    found = parts(word_errors(truth, take(), heard("0 agent 0-3000 vous patientez merci")))
    assert found["wer agent"] == found["cpwer"] == (0, 3)


def test_turns_are_read_in_the_order_in_which_they_begin():
    # Truth and transcript may list them in any order, cut them elsewhere, and overlap.
    truth = said("agent 3000-6000 passe demain", "agent 0-4000 le facteur")
    found = parts(word_errors(truth, take(), heard("0 agent 2500-6000 facteur passe demain", "0 agent 0-900 le")))
    assert found["wer"] == (0, 4)
    assert found["cer"] == (0, len("le facteur passe demain"))


#: What the library that counts would warn of: said at once, heard out of order, one word that lasts for long.
AT_ONCE = [
    (("agent 0-4000 le facteur passe demain", "system/agent 100-300 un instant"), ("0 agent 0-900 le",)),
    (("agent 0-4000 le facteur passe",), ("0 agent 0-4000 le facteur passe", "0 agent 500-900 oui merci")),
    (("agent 0-4000 le facteur passe",), ("0 agent 0-20000 le",)),
]


@pytest.mark.parametrize(("reference", "hypothesis"), AT_ONCE)
def test_turns_that_overlap_are_counted_without_a_word(reference, hypothesis, caplog, capfd):
    assert "tcpwer" in parts(word_errors(said(*reference), take(), heard(*hypothesis)))
    assert caplog.records == []
    assert capfd.readouterr().err == ""


def test_characters_are_counted_with_the_spaces_between_words():
    # « le facteur passe » has 16 characters; « la » for « le » is one of them, « passent » two more.
    truth = said("agent 0-2000 le facteur passe")
    assert parts(word_errors(truth, take(), heard("0 agent 0-2000 la facteur passent")))["cer"] == (3, 16)


# Who said it.

#: Agent and customer, as said.
CALL = ("agent 0-2000 le facteur passe demain", "customer 2000-4000 quelle bonne nouvelle vraiment")
SWAPPED = ("1 customer 0-2000 le facteur passe demain", "0 agent 2000-4000 quelle bonne nouvelle vraiment")


def test_swapped_channels_are_errors_of_role_not_of_words():
    found = parts(word_errors(said(*CALL), take(), heard(*SWAPPED)))
    assert found["cpwer"] == found["tcpwer"] == (0, 8)
    assert found["role_swap"] == (1, 1)
    assert found["wer"] == (8, 8)


def test_right_channels_are_not_swapped():
    right = heard("0 agent 0-2000 le facteur passe demain", "1 customer 2000-4000 quelle bonne nouvelle vraiment")
    assert parts(word_errors(said(*CALL), take(), right))["role_swap"] == (0, 1)


def test_neither_way_better_is_not_swapped():
    both = heard("0 agent 0-2000 le facteur quelle bonne", "1 customer 2000-4000 le facteur quelle bonne")
    assert parts(word_errors(said(*CALL), take(), both))["role_swap"] == (0, 1)


@pytest.mark.parametrize("parties", [MONO, (Party.AGENT,), (Party.UNKNOWN, Party.AGENT), (Party.AGENT, Party.AGENT)])
def test_only_two_known_parties_can_be_swapped(parties):
    assert "role_swap" not in parts(word_errors(said(*CALL), take(parties), heard(*SWAPPED)))


def test_a_word_on_the_wrong_channel_is_two_errors():
    wrong = heard("0 agent 0-2000 le facteur passe", "1 customer 1500-4000 demain quelle bonne nouvelle vraiment")
    found = parts(word_errors(said(*CALL), take(), wrong))
    assert found["wer"] == found["cpwer"] == (2, 8)
    assert found["insertions"] == found["deletions"] == (1, 8)


#: Seconds between word and truth, and errors of tcpWER: five are forgiven, from the middle of the heard word.
@pytest.mark.parametrize(("late_ms", "n_errors"), [(0, 0), (4000, 0), (9000, 8)])
def test_words_count_in_their_time_only(late_ms, n_errors):
    late = heard(
        f"0 agent {late_ms}-{2000 + late_ms} le facteur passe demain",
        f"1 customer {2000 + late_ms}-{4000 + late_ms} quelle bonne nouvelle vraiment",
    )
    found = parts(word_errors(said(*CALL), take(), late))
    assert found["wer"] == found["cpwer"] == (0, 8)
    # Out of time, a word is missing here and invented there.
    assert found["tcpwer"] == (2 * n_errors, 8)


# In mono.


def test_mono_is_one_conversation():
    one = heard("0 unknown 0-4000 le facteur passe demain quelle bonne nouvelle vraiment")
    found = parts(word_errors(said(*CALL), take(MONO), one))
    assert found["wer"] == (0, 8)
    assert not any(name.startswith("wer ") for name in found)
    # Nobody was told apart: the words of one party are left out, and inserted into the other's.
    assert found["cpwer"] == found["tcpwer"] == (8, 8)


def test_mono_told_apart_by_any_name():
    apart = heard(
        "0 customer 0-2000 le facteur passe demain",
        "0 agent 2000-4000 quelle bonne nouvelle vraiment",
    )
    found = parts(word_errors(said(*CALL), take(MONO), apart))
    assert found["wer"] == found["cpwer"] == found["tcpwer"] == (0, 8)


# One by one.

#: Reference, hypothesis, and the pairs that belong together.
PAIRS = [
    ("", "", ()),
    ("", "a b", ((None, 0), (None, 1))),
    ("a b", "", ((0, None), (1, None))),
    ("a b c", "a b c", ((0, 0), (1, 1), (2, 2))),
    # Equal words go together rather than being two substitutions.
    ("a b", "b a", ((None, 0), (0, 1), (1, None))),
    # Of two equal words, the last one.
    ("a a", "a", ((0, None), (1, 0))),
    ("a", "a a", ((None, 0), (0, 1))),
    # Of two words, the first is replaced and the last left out.
    ("a b", "x", ((0, 0), (1, None))),
    ("x", "a b", ((0, 0), (None, 1))),
]


@pytest.mark.parametrize(("reference", "hypothesis", "pairs"), PAIRS)
def test_words_are_paired(reference, hypothesis, pairs):
    assert aligned(reference.split(), hypothesis.split()) == pairs


def test_two_hours_of_speech_are_no_burden():
    reference = [f"word{n * n % 997}" for n in range(20_000)]
    hypothesis = [word for n, word in enumerate(reference) if n % 10] + ["more"] * 500
    n_errors = edit_distance(reference, hypothesis)
    pairs = aligned(reference, hypothesis)
    assert n_errors == sum(one is None or other is None or reference[one] != hypothesis[other] for one, other in pairs)
    assert n_errors == 2000 + 500


def test_nothing_of_what_was_said_shows():
    evidence = word_errors(said(*CALL), take(STEREO), heard(*SWAPPED))
    assert "facteur" not in repr(evidence)
