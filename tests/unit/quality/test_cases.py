"""Which cases people listen to, in which order, and what a case plays."""

from dataclasses import replace
from pathlib import Path

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.cases import N_CALLS, N_CASES, worst_cases
from clairevoix.quality.evidence import Ratio
from clairevoix.quality.exhibits import Exhibit, Invention, Leak, Line
from clairevoix.quality.running import Judged
from conversations import take


def line(said, heard, *, start_ms=500):
    """Words of a letter each, place by place; a hyphen is nothing."""
    pairs = zip(said, heard, strict=True)
    return Line(
        party=Party.CUSTOMER,
        span=TimeSpan(start_ms, start_ms + 1500),
        pairs=tuple(tuple(None if each == "-" else each for each in pair) for pair in pairs),
    )


def invention(*words, start_ms=500):
    return Invention(party=Party.AGENT, span=TimeSpan(start_ms, start_ms + 900), sound="hold_music", words=words)


def leak(name, start_ms=500):
    return Leak(
        name=name,
        party=Party.CUSTOMER,
        span=TimeSpan(start_ms, start_ms + 900),
        said=("x",),
        left=(),
        is_heard_again=True,
        muted=1.0,
    )


def judged(name, *, errors=1, words=10, lines=(), inventions=(), leaks=()):
    """``name`` is ``contact@condition``. Without words nothing was said."""
    evidence = (Ratio(metric="wer", part=errors, whole=words), Ratio(metric="wer", item="agent", part=9, whole=9))
    return Judged(
        recording_id=name,
        contact_id=name.split("@")[0],
        condition=name.split("@")[1],
        duration_ms=9000,
        truth="",
        evidence=evidence if words else (),
        exhibit=Exhibit(lines=tuple(lines), inventions=tuple(inventions), leaks=tuple(leaks)),
    )


def cases(*some, lang="fr", folder="/c"):
    path = Path("/c/é t/a#b.flac")
    takes = {each.recording_id: replace(take(), recording_id=each.recording_id, path=path) for each in some}
    return worst_cases(some, takes, Path(folder), lang)


# --- Calls ----------------------------------------------------------------------------------------------------------


def test_the_calls_with_the_highest_rates_come_first():
    found = cases(judged("a@gsm", errors=3), judged("b@gsm", errors=9), judged("c@gsm", errors=10, words=100)).calls
    assert [(call.recording_id, call.share) for call in found] == [("b@gsm", 0.9), ("a@gsm", 0.3), ("c@gsm", 0.1)]


def test_calls_are_of_the_ordinary_line_where_it_was_heard():
    noisy, ordinary = judged("a@noise5", errors=9), judged("b@alaw", errors=3)
    found = cases(noisy, ordinary)
    assert (found.condition, [call.recording_id for call in found.calls]) == ("alaw", ["b@alaw"])
    found = cases(noisy)
    assert (found.condition, [call.recording_id for call in found.calls]) == ("", ["a@noise5"])


def test_ten_calls_and_none_without_errors_or_words():
    some = [judged(f"a{number}@alaw", errors=number) for number in range(14)]
    found = cases(*some, judged("b@alaw", words=0)).calls
    assert [call.errors for call in found] == list(range(13, 13 - N_CALLS, -1))
    assert cases(judged("a@alaw", errors=0), judged("b@alaw", words=0)).calls == ()


def test_a_call_holds_its_turns_and_inventions_in_time():
    (call,) = cases(
        judged(
            "a@alaw", lines=[line("x", "y"), line("x", "x", start_ms=9000)], inventions=[invention("m", start_ms=5000)]
        )
    ).calls
    assert [(turn.excerpt.start_ms, turn.excerpt.party, turn.sound) for turn in call.turns] == [
        (500, "client", ""),
        (5000, "agent", "musique d’attente"),
        (9000, "client", ""),
    ]
    assert call.turns[1].pairs == ((None, "m"),)
    assert call.source == "%C3%A9%20t/a%23b.flac"


# --- Turns ----------------------------------------------------------------------------------------------------------


def test_the_worst_turn_of_each_recording_the_worst_first():
    found = cases(
        judged("a@gsm", lines=[line("wxyz", "wxyy"), line("wxyz", "wxab", start_ms=2500)]),
        judged("b@alaw", lines=[line("wxyz", "abcd")]),
        judged("c@alaw", lines=[line("wxyz", "wxyz")]),  # nothing is wrong
        judged("d@alaw", lines=[line("wxy", "abc")]),  # three words say little
    ).turns
    assert [(turn.excerpt.recording_id, turn.n_errors, len(turn.pairs)) for turn in found] == [
        ("b@alaw", 4, 4),
        ("a@gsm", 2, 4),
    ]
    assert found[1].excerpt.start_ms == 2500


@pytest.mark.parametrize(("lang", "party"), [("fr", "client"), ("en", "customer")])
def test_parties_are_said_in_words(lang, party):
    (turn,) = cases(judged("a@alaw", lines=[line("wxyz", "abcd")]), lang=lang).turns
    assert turn.excerpt.party == party


#: When a case begins, and what it plays: from just before to just after.
PLAYED = [(500, "#t=0.00,2.80"), (2500, "#t=1.70,4.80")]


@pytest.mark.parametrize(("start_ms", "part"), PLAYED)
def test_cases_play_from_just_before_to_just_after(start_ms, part):
    (turn,) = cases(judged("a@alaw", lines=[line("wxyz", "abcd", start_ms=start_ms)]), folder="/c/d").turns
    assert turn.excerpt.source == f"../%C3%A9%20t/a%23b.flac{part}"


def test_no_more_cases_than_can_be_listened_to():
    some = [
        judged(f"a{number}@alaw", lines=[line("wxyz", "abcd")], inventions=[invention("m")], leaks=[leak("PHONE")])
        for number in range(N_CASES + 5)
    ]
    found = cases(*some)
    assert len(found.turns) == len(found.inventions) == len(found.leaks) == N_CASES
    assert found.n_inventions == found.n_leaks == N_CASES + 5


# --- Words where nobody spoke, and personal data --------------------------------------------------------------------


def test_the_longest_inventions_come_first_from_wherever_they_are():
    found = cases(
        judged("a@noise5", inventions=[invention("m"), invention(*"mnop")]),
        judged("b@alaw", inventions=[invention(*"mn")]),
    )
    assert [len(turn.pairs) for turn in found.inventions] == [4, 2, 1]
    assert found.n_inventions == 3


def test_one_of_each_type_before_a_second():
    """Names are redacted by nobody yet: they would fill the list."""
    found = cases(
        judged("a@alaw", leaks=[leak("NAME"), leak("NAME", 3000), leak("PHONE")]),
        judged("b@alaw", leaks=[leak("NAME"), leak("EMAIL")]),
        judged("b@gsm", leaks=[leak("IBAN")]),  # the same call as on the ordinary line
    )
    assert [(excerpt.recording_id, each.name) for excerpt, each in found.leaks] == [
        ("b@alaw", "EMAIL"),
        ("a@alaw", "NAME"),
        ("a@alaw", "PHONE"),
        ("a@alaw", "NAME"),
        ("b@alaw", "NAME"),
    ]
    assert found.n_leaks == 5


def test_what_cannot_be_looked_at_is_no_case():
    found = worst_cases([replace(judged("a@true words"), exhibit=None)], {}, Path(), "fr")
    assert (found.calls, found.turns, found.inventions, found.leaks) == ((), (), (), ())


def test_nothing_of_what_was_said_shows():
    some = judged("a@alaw", lines=[line("wxyz", "abcd")], inventions=[invention("merci")], leaks=[leak("PHONE")])
    assert not [word for word in ("'w'", "merci", "'x'") if word in repr(cases(some))]
