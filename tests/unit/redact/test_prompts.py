"""What one party asks the other for."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Turn, Word
from clairevoix.redact.prompts import asked, asks


def held(turns, language):
    return asked(turns, asks(turns, language))


def turn(channel: int, text: str, start_ms: int) -> Turn:
    words = tuple(
        Word(text=word, span=TimeSpan(start_ms + 100 * n, start_ms + 100 * n + 90), score=1.0)
        for n, word in enumerate(text.split())
    )
    return Turn(channel=channel, party=(Party.AGENT, Party.CUSTOMER)[channel], words=words)


def asked_after(question: str, language: str = "fr") -> frozenset[str]:
    return held((turn(0, question, 0), turn(1, "euh", 4000)), language)[1]


#: A question, and the types that it asks for.
FRENCH = [
    ("votre numéro de client ?", {"REFERENCE"}),
    ("Quel est le numéro de dossier ?", {"REFERENCE"}),
    ("le numéro de la facture.", {"REFERENCE"}),
    ("À quel numéro je peux vous joindre ?", {"PHONE"}),
    ("votre numéro de portable ?", {"PHONE"}),
    ("C'est quoi votre mot de passe ?", {"PASSWORD"}),
    ("Les trois chiffres au dos ?", {"CARD", "PASSWORD"}),
    ("Je vous écoute pour le numéro de carte bancaire.", {"CARD", "IBAN"}),
    ("Votre IBAN, s'il vous plaît ?", {"IBAN"}),
    ("Votre adresse mail ?", {"EMAIL"}),
    ("Il me faut le numéro de sécurité sociale.", {"NIR"}),
    ("Votre nom ?", {"NAME"}),
    ("Vous pouvez épeler ?", {"NAME"}),
    ("Votre date de naissance ?", {"BIRTH_DATE", "CARD"}),
    ("Quel est le numéro ?", {"NUMBER"}),
    ("Le numéro de série de la box ?", {"DEVICE"}),
    ("Le numéro de la prise ?", {"LINE"}),
    ("Depuis quand ?", set()),
    ("D'accord, très bien.", set()),
    ("J'ai bien ouvert ce matin un premier dossier chez nous pour cela et je l'ai transmis hier", set()),
]


@pytest.mark.parametrize(("question", "types"), FRENCH)
def test_french(question, types):
    assert asked_after(question) >= types - {"IBAN", "CARD"}
    assert bool(asked_after(question)) == bool(types)


@pytest.mark.parametrize(
    ("question", "types"),
    [
        ("What is your customer reference?", {"REFERENCE"}),
        ("Can I have your phone number?", {"PHONE"}),
        ("The three digits on the back?", {"CARD", "PASSWORD"}),
        ("What's the serial number, please?", {"DEVICE"}),
        ("Could you spell that?", {"NAME"}),
        ("How can I help?", set()),
    ],
)
def test_english(question, types):
    assert asked_after(question, "en") >= types
    assert bool(asked_after(question, "en")) == bool(types)


def test_a_question_holds_for_what_anybody_says():
    turns = (turn(0, "votre numéro de client ?", 0), turn(1, "12", 3000), turn(0, "12 oui", 4000), turn(1, "34", 5000))
    assert [bool(types) for types in held(turns, "fr")] == [False, True, True, True]


@pytest.mark.parametrize(
    ("later_ms", "n_turns", "holds"),
    [
        (14_000, 6, True),  # many turns, but soon
        (30_000, 2, True),  # long after, but few turns: somebody looks for his glasses
        (30_000, 6, False),
        (70_000, 1, False),  # whoever comes back after a minute was asked something else
    ],
)
def test_a_question_ends(later_ms, n_turns, holds):
    between = [turn(1, "oui", 3000 + 1000 * n) for n in range(n_turns)]
    turns = (turn(0, "votre numéro de client ?", 0), *between, turn(1, "voilà", later_ms))
    assert bool(held(turns, "fr")[-1]) is holds


def test_to_spell_asks_again_for_what_was_asked():
    first = turn(0, "votre adresse mail ?", 0)
    between = [turn(1, "euh", 3000 + 1000 * n) for n in range(4)]
    again, answer = turn(0, "vous pouvez épeler ?", 14_000), turn(1, "c", 20_000)
    assert "EMAIL" in held((first, *between, again, answer), "fr")[-1]
    assert "EMAIL" not in held((first, *between, answer), "fr")[-1]
