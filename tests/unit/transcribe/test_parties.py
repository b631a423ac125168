"""Who is the agent, by how a call opens: recognised words in, a side or nobody out."""

import json
import random
from pathlib import Path

import pytest

from clairevoix.model.contact import Party
from clairevoix.transcribe.parties import agent_side, plain, swapped

SLICE = Path(__file__).parents[3] / "corpus" / "slice"
SAMPLE = Path(__file__).parents[3] / "corpus" / "sample"
LISTED = (Party.AGENT, Party.CUSTOMER)

#: What the agent and the customer say first, as a recogniser may write it.
OPENINGS = [
    ("company and service", "Service client bonjour", "bonjour j'ai un problème avec ma facture"),
    ("company, name", "Norvia Karim bonjour je vous écoute", "Oui bonjour je n'ai plus internet depuis lundi"),
    ("name on the phone", "Banque du Midi bonjour, Léa à l'appareil.", "Bonjour madame je voudrais parler à mon conseiller"),
    ("only a question", "Bonjour, que puis-je faire pour vous ?", "Oui voilà je vous appelle pour mon contrat"),
    ("misheard company", "au palter les comes fatou à votre service le nom je regarde", "bonjour demain votre technicien"),
    ("an outgoing call", "Bonjour Coralie d'Opale, je suis bien chez madame Thévenin ? Je ne vous dérange pas ?", "Allô oui"),
    ("identification", "Bonjour. Votre numéro de client ? Vous êtes madame ? Je regarde.", "C'est pour changer mon adresse"),
    ("a mutual insurer", "Mutuelle des Alpes bonjour, en quoi puis-je vous aider ?", "Bonjour c'est pour un remboursement"),
    ("English", "Thank you for calling, Nadia speaking, how can I help?", "Hi, I'm calling about my bill"),
    ("English, brief", "Opal telecom hello Ines speaking what's the reference", "Hey so my internet is down"),
]  # fmt: skip


@pytest.mark.parametrize(("agent", "customer"), [row[1:] for row in OPENINGS], ids=[row[0] for row in OPENINGS])
def test_the_agent_is_known_on_either_side(agent, customer):
    assert agent_side([agent, customer]) == 0
    assert agent_side([customer, agent]) == 1


#: Openings that prove nothing.
UNSURE = [
    ("nobody", []),
    ("one side alone", ["Service clients bonjour, que puis-je faire pour vous ?"]),
    ("silence", ["", ""]),
    ("both say hello", ["Bonjour.", "Bonjour."]),
    (
        "both greet for a company",
        ["Cabinet Morel bonjour, à votre écoute.", "Service clients bonjour, à votre écoute."],
    ),
    ("two customers", ["J'ai un problème avec ma box.", "Je n'ai plus internet et ma facture est fausse."]),
    ("a customer names a service", ["Bonjour, on m'a dit d'appeler le service client.", "Oui."]),
    ("one word of an agent", ["Je regarde.", "Bonjour."]),
    ("one question of an agent", ["Votre numéro ?", "Oui."]),
    ("small talk", ["Il fait beau aujourd'hui.", "Oui, mais demain il pleut."]),
    ("numbers", ["zéro six trente-neuf", "quatre-vingt-dix-huit"]),
]


@pytest.mark.parametrize("openings", [row[1] for row in UNSURE], ids=[row[0] for row in UNSURE])
def test_nobody_is_named_when_it_is_not_sure(openings):
    assert agent_side(openings) is None


def test_a_recorded_voice_of_its_own_is_no_agent():
    """Of three speakers of a mono recording, the one who only announces is neither party."""
    announced = "Bienvenue chez Norvia. Cet appel peut être enregistré. Tapez un pour une panne."
    customer = "Oui bonjour, je n'ai plus internet, ma box est en panne."
    agent = "Norvia, Karim, bonjour, que puis-je faire pour vous ? Votre numéro de client ?"
    assert agent_side([announced, customer, agent]) == 2


def test_a_recorded_voice_comes_from_the_company():
    announced = "Tous nos conseillers sont en ligne, veuillez patienter. Oui bonjour, votre nom ?"
    assert agent_side([announced, "Je voudrais résilier mon contrat."]) == 0


#: Parties as listed, openings, and whether the list is surely wrong.
GREETING, COMPLAINT = OPENINGS[1][1:]
SWAPPED = [
    ((Party.AGENT, Party.CUSTOMER), [COMPLAINT, GREETING], True),
    ((Party.AGENT, Party.CUSTOMER), [GREETING, COMPLAINT], False),
    ((Party.CUSTOMER, Party.AGENT), [GREETING, COMPLAINT], True),
    ((Party.CUSTOMER, Party.AGENT), [COMPLAINT, GREETING], False),
    ((Party.AGENT, Party.CUSTOMER), ["", GREETING], False),  # one side alone proves nothing
    ((Party.AGENT, Party.CUSTOMER), ["Oui, voilà.", f"{GREETING} Que puis-je faire pour vous ?"], False),
    ((Party.AGENT, Party.CUSTOMER), ["Bonjour.", "Bonjour."], False),
    ((Party.AGENT, Party.CUSTOMER), ["", ""], False),
    ((Party.UNKNOWN, Party.UNKNOWN), [COMPLAINT, GREETING], False),  # the list claims nothing
    ((Party.SYSTEM, Party.CUSTOMER), [COMPLAINT, GREETING], False),
    ((Party.AGENT, Party.AGENT), [COMPLAINT, GREETING], False),
    ((Party.UNKNOWN,), [GREETING], False),
    ((Party.AGENT, Party.CUSTOMER), [COMPLAINT], False),
]


@pytest.mark.parametrize(("parties", "openings", "is_swapped"), SWAPPED)
def test_a_list_is_contradicted_only_by_both_sides(parties, openings, is_swapped):
    assert swapped(parties, openings) is is_swapped


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Qu'est-ce que je peux faire pour vous ?", "qu est ce que je peux faire pour vous"),
        ("À l’appareil : Hélène… Œuf", "a l appareil helene oeuf"),
        ("n° 12-34", "n 12 34"),
    ],
)
def test_words_are_compared_without_accents_and_signs(text, words):
    assert plain(text) == words


# Openings of the corpus: two sides, and which words of the first 45 seconds are heard


def _openings():
    for line in (SAMPLE / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        yield _sides((turn["party"], turn["start_ms"], turn["spoken"]) for turn in json.loads(line)["turns"])
    for line in (SLICE / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        contact = json.loads(line)
        if contact["kind"] == "call":
            turns = contact["turns"]
            yield _sides((t["side"], t["start_ms"], " ".join(word["text"] for word in t["words"])) for t in turns)


def _sides(turns):
    said = {"agent": [], "customer": []}
    for side, start_ms, text in turns:
        if start_ms < 45_000 and side in said:
            said[side].append(text)
    return tuple(" ".join(each) for each in said.values())


def _misheard(text, share, draw):
    """So many words lost, taken for another of the call, or made up."""
    words = text.split()
    heard = []
    for word in words:
        luck = draw.random() / share if share else 1
        heard += [word] if luck >= 1 else [[], [draw.choice(words)], [word, "euh"]][int(luck * 3)]
    return " ".join(heard)


CALLS = list(_openings())


#: Share of words misheard, and how many calls of a hundred must still be read.
@pytest.mark.parametrize(("share", "wanted"), [(0.0, 0.95), (0.15, 0.75), (0.3, 0.5), (0.5, 0.2)])
def test_openings_of_the_corpus_are_read_and_none_is_read_wrong(share, wanted):
    draw = random.Random(7)
    answers = []
    for _ in range(8 if share else 1):
        for agent, customer in CALLS:
            sides = [_misheard(customer, share, draw), _misheard(agent, share, draw)]
            answers.append(agent_side(sides))
            assert swapped(LISTED[::-1], sides) is False
    assert 0 not in answers
    assert answers.count(1) >= wanted * len(answers)


def test_crossed_cables_of_the_corpus_are_seen_in_most_calls():
    assert sum(swapped(LISTED, (customer, agent)) for agent, customer in CALLS) > 0.5 * len(CALLS)
