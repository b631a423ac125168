"""Whether what was taken out is gone: what a second hearing of the muted sound may hear, and what it must not."""

from dataclasses import replace

import pytest

from builders import transcript
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Transcript, Turn
from clairevoix.model.verification import Verification
from clairevoix.redact import recognizer, verify
from clairevoix.redact.recognizer import Entity
from clairevoix.redact.replace import redact
from clairevoix.redact.verify import stretches

LASTS_MS = 60_000
AGENT = "agent | 8.0 | 10.0 | bonjour quel est votre numéro"
CUSTOMER = "customer | 11.0 | 17.0 | alors voilà pour vous c'est 06 39 98 12 34 merci beaucoup à vous madame"
NAMED = "customer | 20.0 | 24.0 | je suis Monsieur Bresson depuis longtemps client"
QUIET = "customer | 30.0 | 34.0 | ma grande maison clignote depuis mardi"

#: Both are said; what is heard of them a second time, and what that shows. Kept words beside are « alors voilà … beaucoup ».
HEARD_AGAIN = [
    ("what was kept", ["customer | 11.0 | 13.0 | alors voilà pour vous", "customer | 16.0 | 18.0 | merci beaucoup vous madame"], ()),
    ("what was kept, misheard", ["customer | 11.0 | 13.0 | à lors voila pourvu", "customer | 16.0 | 18.0 | merki bocou vous madam"], ()),
    ("the number", [CUSTOMER], ("PHONE",)),
    ("a part of it", ["customer | 11.0 | 15.0 | alors voilà pour vous 06 39 merci"], ("PHONE",)),
    ("a part of it in words", ["customer | 11.0 | 15.0 | alors voilà trente-neuf quatre-vingt-dix-huit"], ("PHONE",)),
    ("three of its digits", ["customer | 11.0 | 13.0 | alors voilà 063"], ()),
    ("it on the other channel", ["customer | 11.0 | 13.0 | alors voilà", "agent | 14.0 | 16.0 | 06 39 98"], ("PHONE",)),
    ("it misheard on the other channel", ["customer | 11.0 | 13.0 | alors voilà", "agent | 14.0 | 15.0 | 76 21"], ("PHONE",)),
    ("other digits before it", ["customer | 11.0 | 13.0 | alors voilà en 2025"], ()),
    ("another identifier", ["customer | 11.0 | 13.0 | alors voilà 07 00 11 22 33"], ("PHONE",)),
    ("the name", ["customer | 11.0 | 13.0 | alors voilà", "customer | 21.0 | 23.0 | Monsieur Bresson"], ("NAME",)),
    ("the name misheard", ["customer | 11.0 | 13.0 | alors voilà", "customer | 21.0 | 23.0 | monsieur bressan"], ("NAME",)),
    ("the name on the other channel", ["customer | 11.0 | 13.0 | alors voilà", "agent | 21.0 | 23.0 | Bresson"], ("NAME",)),
    ("another name", ["customer | 11.0 | 13.0 | alors voilà", "customer | 21.0 | 23.0 | monsieur Durand"], ()),
    ("both", [CUSTOMER, NAMED], ("NAME", "PHONE")),
]  # fmt: skip


def bresson(document):
    at = document.text.find("Monsieur Bresson")
    if at >= 0:
        yield Entity(entity_type="NAME", start=at + 9, end=at + 16, recognizer="test", score=0.9)


@pytest.fixture(autouse=True)
def knows_bresson(monkeypatch):
    real = recognizer._load
    monkeypatch.setattr(recognizer, "RECOGNIZERS", {"phone": recognizer.RECOGNIZERS["phone"], "test": "test"})
    monkeypatch.setattr(recognizer, "_load", lambda path: bresson if path == "test" else real(path))


def said(*lines: str) -> Transcript:
    return transcript(*(lines or (AGENT, CUSTOMER, NAMED)), duration_ms=LASTS_MS)


def checked(*again: str, before: Transcript | None = None) -> Verification:
    first = before or said()
    return verify.verify(first, redact(first), transcript(*again, duration_ms=LASTS_MS))


@pytest.mark.parametrize(
    ("again", "survived"), [each[1:] for each in HEARD_AGAIN], ids=[each[0] for each in HEARD_AGAIN]
)
def test_what_is_heard_again(again, survived):
    found = checked(*again)
    assert found.n_checked == 2
    assert tuple(entity_type for entity_type, _ in found.survived) == survived
    assert found.passed is (not survived)


def test_kept_words_beside_it_are_sentinels():
    kept = ["customer | 11.0 | 13.0 | alors voilà pour vous", "customer | 16.0 | 18.0 | merci beaucoup à vous madame"]
    name = "customer | 20.0 | 24.0 | je suis monsieur depuis longtemps client"
    assert (checked(*kept, name).sentinels_lost, checked(*kept).sentinels_lost) == (0, 3)
    whole = checked(*kept, name)
    assert whole.n_sentinels > 6
    # Sentinels hear each other out: words far from where they were said are none.
    moved = ["customer | 40.0 | 43.0 | alors voilà pour vous merci beaucoup madame depuis longtemps client"]
    assert checked(*moved).sentinels_lost == whole.n_sentinels


def test_a_second_hearing_that_hears_nothing_verifies_nothing():
    deaf = checked()
    assert (deaf.survived, deaf.was_deaf, deaf.passed) == ((), True, False)


def test_where_nothing_was_muted_deafness_hides_nothing():
    quiet = checked(before=said(QUIET))
    assert (quiet.n_checked, quiet.sentinels_lost, quiet.n_sentinels, quiet.passed) == (0, 5, 5, True)


def test_an_identifier_that_only_the_second_hearing_recognises_is_left_over():
    found = checked("customer | 30.0 | 36.0 | au 06 11 22 33 44", before=said(QUIET))
    assert (found.survived, found.passed) == ((("PHONE", 1),), False)


def test_words_that_were_not_taken_out_are_left_over():
    """What redaction would take out, and this redacted transcript did not."""
    first = said()
    redacted = redact(first)
    short = RedactedTranscript(
        contact_id="c1",
        language="fr",
        duration_ms=LASTS_MS,
        turns=redacted.turns,
        redactions=redacted.redactions[:1],
    )
    again = said("customer | 11.0 | 13.0 | alors voilà")
    assert verify.verify(first, redacted, again).passed
    assert verify.verify(first, short, again).survived == (("NAME", 1),)


def test_a_common_word_that_was_kept_there_is_no_name_that_survived():
    first = said("customer | 20.0 | 24.0 | Monsieur Bresson a dit bresson comme la ville")
    redacted = redact(first)
    (turn,) = redacted.turns
    words = tuple(replace(word, text="bresson") if word.text == "comme" else word for word in turn.words)
    kept = replace(redacted, turns=(Turn(channel=1, party=turn.party, words=words),))
    again = said("customer | 23.0 | 24.0 | bresson ville")
    assert verify.verify(first, kept, again).survived == ()
    assert verify.verify(first, redacted, again).survived == (("NAME", 1),)


def test_what_is_heard_again_lies_around_redactions_on_every_channel():
    (number, name) = (each.span for each in redact(said()).redactions)
    found = stretches(redact(said()), 2)
    assert found[1] == (TimeSpan(number.start_ms - 4000, name.end_ms + 4000),)  # they touch
    assert found[0] == tuple(TimeSpan(each.start_ms - 1000, each.end_ms + 1000) for each in (number, name))
    quiet = redact(said(QUIET))
    assert stretches(quiet, 2) == {1: (TimeSpan(30_000, 30_000 + LASTS_MS // 10),)}  # a tenth
    assert stretches(replace(quiet, duration_ms=600_000), 2) == {1: (TimeSpan(30_000, 38_000),)}  # 8 s at most
    assert stretches(replace(quiet, duration_ms=19_000), 2) == {}  # too little to tell anything
    assert stretches(redact(said(AGENT, QUIET.replace("30.0 | 34.0", "58.0 | 59.0"))), 2)[1][0].end_ms == LASTS_MS
    assert stretches(replace(redact(said(QUIET)), turns=()), 2) == {}


def test_counts_say_nothing_of_what_was_said():
    assert "Bresson" not in repr(checked(NAMED))
    assert checked(CUSTOMER, NAMED).n_survived == 2


def test_a_recognizer_that_raises_says_nothing(monkeypatch):
    first = said()
    redacted = redact(first)

    def broken(*_):
        raise RuntimeError("Bresson")

    monkeypatch.setattr(verify, "_survives", broken)
    with pytest.raises(InputError) as raised:
        verify.verify(first, redacted, first)
    assert (raised.value.code, raised.value.__context__) == (Code.RECOGNIZER_FAILED, None)
