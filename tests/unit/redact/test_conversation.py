"""Conversations: what is asked for, read back, gone on with by the other party. What stands in << >> is found."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Turn, Word
from clairevoix.redact.conversation import channel_text, recognize_conversation
from marking import OTHERS, letters_in, marked, said, touches

WORD_MS, PAUSE_MS = 350, 400
#: A line begins with who speaks: A(gent) or C(ustomer).
CONVERSATIONS = {
    "one begins, the other goes on": """
        A: donc <<zéro six trente-neuf>>
        C: <<quatre-vingt-dix-huit douze trente-quatre>>
    """,
    "pieces in turns, nothing asked": """
        C: <<06 39>>
        A: oui
        C: <<98 12>>
        A: d'accord
        C: <<34>>
    """,
    "each piece read back": """
        C: <<06 39>>
        A: <<06 39>>
        C: <<98>>
        A: <<98>>
        C: <<12 34>>
        A: <<douze trente-quatre>> merci
    """,
    "alternating": """
        A: <<zéro six>>
        C: <<trente-neuf>>
        A: <<quatre-vingt-dix-huit>>
        C: <<douze trente-quatre>>
    """,
    "asked for, short, mixed": """
        A: votre numéro de client ?
        C: c'est <<C, cinq cent huit, cent quatorze>>
        A: <<cinq cent huit, cent quatorze.>> Bien.
    """,
    "the end comes a turn later": """
        A: Quel est votre numéro de commande ?
        C: <<huit, R, quarante-quatre, zéro deux, dix-neuf>>
        A: <<dix-neuf ?>>
        C: <<dix-sept.>>
    """,
    "the code of a card": """
        A: Et les trois chiffres au dos ?
        C: Oh, c'est écrit petit. <<Sept, trois, un.>>
        A: <<Sept cent trente et un.>> Voilà, c'est passé.
    """,
    "the key of a social security number": """
        A: Votre numéro de sécurité sociale ?
        C: <<deux, quatre-vingt-sept, zéro sept, quatre-vingt-dix-neuf, trois cent cinquante-deux, zéro dix-huit>>
        A: Et la clé ?
        C: <<Ah, cinquante-cinq.>>
    """,
    "letters corrected": """
        A: Votre numéro RIO ?
        C: <<Zéro quatre, P, sept, H, deux, K, neuf, D, cinq, B, X.>>
        A: <<Zéro quatre, P comme Pierre, sept, H, deux, K, neuf, B...>>
        C: <<Non, D, D comme Denise !>>
        A: ensuite ?
        C: <<cinq, B comme Bernard, X.>>
    """,
    "a letter heard as an hour": """
        A: Vous auriez le numéro de suivi ?
        C: C'est <<8h. 44.02. 19>>
    """,
    "one digit left of three": """
        A: Les trois chiffres au dos ?
        C: c'est toi <<un.>>
    """,
    "most of it garbled": """
        A: Votre numéro RIO ?
        C: <<04P. 7H2. Cannot FD. 5BX.>>
    """,
    "a password that is a word": """
        A: Je vous écoute pour le mot de passe.
        C: mon mot de passe c'est <<Soleil>>
    """,
    "amounts, dates and counts after a number stay": """
        A: Votre numéro de téléphone ?
        C: <<06 39 98 12 34>>
        A: Merci. Cela fait vingt-neuf euros par mois.
        C: Là j'ai dix-neuf coupures depuis lundi.
        A: Un technicien passe le 12 mars entre 8 h et 10 h.
    """,
    "nothing personal": """
        A: Depuis combien de temps ?
        C: deux jours, et trois pannes en un mois
        A: entre dix et douze appels ?
        C: oui
    """,
}


def turns_of(script: str) -> tuple[tuple[Turn, ...], dict[int, str]]:
    """The turns, and by channel what is said with its marks."""
    turns, lines, now = [], {0: [], 1: []}, 0
    for line in filter(None, map(str.strip, script.splitlines())):
        channel = 0 if line.startswith("A:") else 1
        text = line[2:].strip()
        words = []
        for word in marked(text)[0].split():
            words.append(Word(text=word, span=TimeSpan(now, now + WORD_MS), score=1.0))
            now += WORD_MS
        now += PAUSE_MS
        turns.append(Turn(channel=channel, party=(Party.AGENT, Party.CUSTOMER)[channel], words=tuple(words)))
        lines[channel].append(text)
    return tuple(turns), {channel: " ".join(some) for channel, some in lines.items()}


@pytest.mark.parametrize("script", CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_conversation(script):
    turns, lines = turns_of(script)
    entities = recognize_conversation(turns, "fr")
    for channel, line in lines.items():
        text, spans = marked(line)
        assert text == channel_text(turns, channel)
        own = [each for each in entities.get(channel, ()) if each.entity_type not in OTHERS or touches(each, spans)]
        found = letters_in(text, [(each.start, each.end) for each in own])
        wanted = letters_in(text, spans)
        assert (channel, said(text, wanted - found), said(text, found - wanted)) == (channel, "", "")


def test_offsets_are_those_of_the_given_words():
    turns, _ = turns_of("C: 06\u200b39 98 12 34")
    (entity,) = recognize_conversation(turns, "fr")[1]
    assert channel_text(turns, 1)[entity.start : entity.end] == "06\u200b39 98 12 34"


def test_one_channel_for_all():
    """A mono recording: who speaks is not known."""
    turns, _ = turns_of("C: 06 39\nC: oui\nC: 98 12 34")
    (entity,) = recognize_conversation(turns, "fr")[1]
    assert entity.entity_type == "PHONE"


def test_a_company_s_own_numbers():
    turns, _ = turns_of("C: c'est Z, douze, trente-quatre")
    (entity,) = recognize_conversation(turns, "fr", references={"member": r"Z\d{4}"})[1]
    assert (entity.entity_type, entity.score) == ("REFERENCE", 0.95)
