"""A whole conversation without its personal data: what one party says is known on the other's channel; what fails, closes."""

from dataclasses import replace

import pytest

from builders import transcript
from clairevoix.model.errors import Code, InputError, SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.redact import conversation, recognizer
from clairevoix.redact.recognizer import Entity
from clairevoix.redact.replace import redact, redact_text, removed

PHONE = "06 39 98 12 34"

#: What is said, a turn of four seconds after the other, and what is kept of it.
CONVERSATIONS = [
    (
        "said twice",
        ["customer | mon numéro est le 06 39 98 12 34", "customer | oui le zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre voilà"],
        ["mon numéro est le [TÉLÉPHONE 1]", "oui le [TÉLÉPHONE 1] voilà"],
    ),
    (
        "read back by the agent",
        ["customer | c'est le 06 39 98 12 34", "agent | je répète 39 98 12 34"],
        ["c'est le [TÉLÉPHONE 1]", "je répète [TÉLÉPHONE 1]"],
    ),
    (
        "dictated over two turns",
        ["customer | c'est le 06 39 98", "customer | 12 34 merci"],
        ["c'est le [TÉLÉPHONE 1]", "[TÉLÉPHONE 1] merci"],
    ),
    (
        "two numbers",
        ["customer | le 06 39 98 12 34 oui", "customer | ou bien le 07 00 11 22 33 oui"],
        ["le [TÉLÉPHONE 1] oui", "ou bien le [TÉLÉPHONE 2] oui"],
    ),
    ("nothing personal", ["customer | ma box clignote depuis mardi"], ["ma box clignote depuis mardi"]),
]  # fmt: skip


def conversation_of(lines):
    turns = []
    for number, line in enumerate(lines):
        party, _, text = line.partition(" | ")
        turns.append(f"{party} | {8 * number} | {8 * number + 6} | {text}")
    return transcript(*turns, duration_ms=8000 * len(lines))


@pytest.mark.parametrize(
    ("lines", "kept"), [each[1:] for each in CONVERSATIONS], ids=[each[0] for each in CONVERSATIONS]
)
def test_a_conversation_without_its_personal_data(lines, kept):
    assert [turn.text for turn in redact(conversation_of(lines)).turns] == kept


#: A text in which a number is said, and what the end of it says of other digits.
PARTS = [("12 34", "le [TÉLÉPHONE 1] ne"), ("39981", "le [TÉLÉPHONE 1] ne"), ("2025", "le 2025 ne"), ("34", "le 34 ne")]


@pytest.mark.parametrize(("digits", "kept"), PARTS)
def test_a_part_of_a_number_is_known_far_from_it(digits, kept):
    between = "s'il vous plaît, ma box clignote depuis hier et personne ne répond jamais chez vous. Enfin"
    assert redact_text(f"appelez au {PHONE} {between} le {digits} ne marche plus", "fr")[0].count(kept) == 1


def finding(word: str, entity_type: str = "NAME"):
    """A recognizer that knows one word."""

    def recognize(document):
        at = document.text.find(f"Monsieur {word}")
        if at >= 0:
            start = at + len("Monsieur ")
            yield Entity(entity_type=entity_type, start=start, end=start + len(word), recognizer="test", score=0.9)

    return recognize


@pytest.fixture
def knows_bresson(monkeypatch):
    monkeypatch.setattr(recognizer, "RECOGNIZERS", {"test": "test"})
    monkeypatch.setattr(recognizer, "_load", lambda _: finding("Bresson"))


@pytest.mark.usefixtures("knows_bresson")
def test_a_name_is_known_on_every_channel_and_has_one_number():
    said = conversation_of(
        ["agent | bonjour Monsieur Bresson", "customer | oui Bresson c'est moi", "customer | enfin Bressons"]
    )
    redacted = redact(said)
    assert [turn.text for turn in redacted.turns][:2] == ["bonjour Monsieur [NOM 1]", "oui [NOM 1] c'est moi"]
    assert "Bress" not in str([turn.text for turn in redacted.turns])
    assert {each.channel for each in redacted.redactions} == {0, 1}


@pytest.mark.usefixtures("knows_bresson")
def test_names_that_are_told_beforehand_are_known():
    assert redact_text("oui Delmotte et Bresson", "fr", names=["Delmotte", "Bresson"])[0] == "oui [NOM 1] et [NOM 2]"


def test_an_entity_whose_words_have_no_time_takes_the_time_between_their_neighbours():
    said = transcript("customer | 0.0 | 4.0 | le 06 39 98 12 34 voilà merci", duration_ms=6000)
    (turn,) = said.turns
    words = [replace(word, spread=True) if word.text == "39" else word for word in turn.words]
    (redaction,) = redact(replace(said, turns=(replace(turn, words=tuple(words)),))).redactions
    assert redaction.span == TimeSpan(0, 4000)  # of a number any group counts: the whole turn


def test_digits_that_no_time_explains_go_with_their_turn():
    said = transcript("customer | 1.0 | 5.0 | il y a 2025 raisons", duration_ms=6000)
    (turn,) = said.turns
    words = [replace(word, span=TimeSpan(3000, 3000)) if word.text == "2025" else word for word in turn.words]
    redacted = redact(replace(said, turns=(replace(turn, words=tuple(words)),)))
    assert redacted.turns[0].text == "il y a [NUMÉRO 1] raisons"
    (redaction,) = redacted.redactions
    assert (redaction.recognizer, redaction.span) == ("unaligned", TimeSpan(1000, 5000))
    assert redact(said).redactions == ()


def raising(error: Exception):
    def recognize(document):
        raise error if str(error) else RuntimeError(document.text)
        yield

    return recognize


BREAKING = [
    ("redact_text", lambda: redact_text(f"au {PHONE}", "fr")),
    ("redact", lambda: redact(conversation_of([f"customer | au {PHONE}"]))),
    ("removed", lambda: removed(conversation_of([f"customer | au {PHONE}"]))),
]


@pytest.mark.parametrize("call", [each[1] for each in BREAKING], ids=[each[0] for each in BREAKING])
@pytest.mark.parametrize(
    "error", [RuntimeError(), ValueError(PHONE), RecursionError(PHONE), MemoryError(PHONE)], ids=repr
)
def test_a_recognizer_that_raises_says_nothing_of_what_was_said(monkeypatch, call, error):
    monkeypatch.setattr(recognizer, "_load", lambda _: raising(error))
    with pytest.raises(InputError) as raised:
        call()
    assert raised.value.code is Code.RECOGNIZER_FAILED
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)
    assert PHONE not in repr(raised.value)


def test_what_fails_around_the_recognizers_says_nothing_either(monkeypatch):
    def broken(*_, **__):
        raise KeyError(PHONE)

    monkeypatch.setattr(conversation, "asked", broken)
    with pytest.raises(InputError, match=r"^recognizer_failed$") as raised:
        redact(conversation_of([f"customer | au {PHONE}"]))
    assert raised.value.__context__ is None


def test_a_setting_that_is_wrong_is_said(monkeypatch):
    monkeypatch.setattr(recognizer, "_load", lambda _: raising(SettingsError("no such weights")))
    with pytest.raises(SettingsError, match="no such weights"):
        redact_text("bonjour", "fr")


def test_nothing_that_was_said_shows_in_what_is_passed_around():
    for each in removed(conversation_of([f"customer | au {PHONE} chez Zanzibar"])):
        assert "39" not in repr(each)


#: Texts with placeholders of before.
AGAIN = ["appelez le [TÉLÉPHONE 1] ou le [TÉLÉPHONE 2]", "[NOM 1] [NOM 12] [CARTE 3] 12", "[PHONE 1] 06"]


@pytest.mark.parametrize("text", AGAIN)
def test_placeholders_of_before_stay(text):
    assert redact_text(text, "fr") == (text, ())
