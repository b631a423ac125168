"""Who is on which channel: what the list says, unless how the call opens surely says otherwise."""

import pytest

from builders import transcript
from clairevoix.model.contact import Party
from clairevoix.transcribe.named import MOST_WORDS, OPENING_MS, announced, named

AGENT, CUSTOMER, UNKNOWN, SYSTEM = Party.AGENT, Party.CUSTOMER, Party.UNKNOWN, Party.SYSTEM
GREETS = "Service clients bonjour, que puis-je faire pour vous ?"
COMPLAINS = "Bonjour, je vous appelle parce que ma box ne marche plus, je n'ai plus internet."
LINES = (f"agent | 0 | 4 | {GREETS}", f"customer | 5 | 9 | {COMPLAINS}")
LATE = (f"agent | {OPENING_MS // 1000} | 50 | {GREETS}", f"customer | 51 | 55 | {COMPLAINS}")
VAGUE = ("agent | 0 | 1 | oui bonjour", "customer | 2 | 3 | bonjour")

CASES = [
    ("as listed", LINES, (AGENT, CUSTOMER), (AGENT, CUSTOMER)),
    ("crossed cables", LINES, (CUSTOMER, AGENT), (AGENT, CUSTOMER)),
    ("nobody listed", LINES, (UNKNOWN, UNKNOWN), (AGENT, CUSTOMER)),
    ("nobody listed, and nothing that tells", VAGUE, (UNKNOWN, UNKNOWN), (UNKNOWN, UNKNOWN)),
    ("listed, and nothing that tells", VAGUE, (CUSTOMER, AGENT), (CUSTOMER, AGENT)),
    ("told too late to count", LATE, (CUSTOMER, AGENT), (CUSTOMER, AGENT)),
    ("an announcement", LINES, (SYSTEM, SYSTEM), (SYSTEM, SYSTEM)),
]


@pytest.mark.parametrize(("lines", "listed", "found"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_parties_of_channels(lines, listed, found):
    heard, parties = named(transcript(*lines), listed)
    assert parties == found
    if found != listed:
        assert [turn.party for turn in heard.turns] == [found[turn.channel] for turn in heard.turns]
    assert [turn.text for turn in heard.turns] == [turn.text for turn in transcript(*lines).turns]


#: What is said on which side, and whose turn it is then.
ANNOUNCED = [
    ("agent", "Pour un problème technique tapez un, pour une facture tapez deux.", SYSTEM),
    ("agent", "Toutes nos lignes sont occupées, un conseiller va prendre votre appel.", SYSTEM),
    ("unknown", "Your call is important to us, an adviser will be with you shortly.", SYSTEM),
    ("agent", "Ne quittez pas, je regarde votre dossier.", AGENT),
    ("agent", "Un conseiller vous rappellera demain.", AGENT),
    ("customer", "On me dit tapez un, et rien ne se passe.", CUSTOMER),
    ("agent", "alors " * MOST_WORDS + "tapez un", AGENT),
]


@pytest.mark.parametrize(("side", "text", "party"), ANNOUNCED)
def test_menus_and_queues_are_the_systems(side, text, party):
    (turn,) = announced(transcript(f"{side} | 1 | 9 | {text}")).turns
    assert (turn.party, turn.text) == (party, " ".join(text.split()))
