"""A synthesizer without a model: every speaker hums on a pitch of their own, longer for a longer text."""

import hashlib
from pathlib import Path

import numpy as np

from script import parse

RATE = 24_000

SCRIPTS = {
    "fr/fr-one.txt": """id: fr-one
language: fr
situation: outage
tone: angry
agent: agent-1
customer: customer-1
resolved: no
answer: 2

S: Bienvenue chez Opale Télécom.
A: [greets: Opale Télécom bonjour, {NAME:Claire} à votre écoute.]
C: Bonjour, euh, [internet_outage: je n'ai plus internet depuis samedi], je je sais plus quoi faire, moi, avec ça.
A~ D'accord.
C+ Et mon numéro, c'est le {PHONE:06 39 98 21 47}.
A: [asks_permission: Je peux vous mettre en attente ?]
C> Oui oui.
(hold 3)
A: Merci d'avoir patienté.
(silence 2)
A+ C'est noté. Au revoir !
""",
    "fr/fr-two.txt": """id: fr-two
language: fr
situation: outage
tone: polite
agent: agent-3
customer: customer-5
resolved: yes
answer: 9

A: Bonjour.
C: Bonjour, je voulais dire merci... [problem_solved: tout remarche depuis hier soir].
A> Ah, très bien !
C: Au revoir.
""",
    "fr/fr-three.txt": """id: fr-three
language: fr
situation: invoice
tone: polite
agent: agent-2
customer: customer-2
resolved: yes
answer: none

A: Bonjour.
C: Oui, bonjour.
""",
    "en/en-one.txt": """id: en-one
language: en
situation: move
tone: polite
agent: en-agent-1
customer: en-customer-1
resolved: yes
answer: 8

A: Good morning, how can I help?
C: Erm, [moving_home: we are moving house next month].
""",
    "chat/chat-one.txt": """id: chat-one
kind: chat
language: fr
situation: move
tone: polite
resolved: yes
answer: 8

C: Bonjour, [moving_home: je déménage] le 3.
A: Bonjour !
""",
    "email/email-one.txt": """id: email-one
kind: email
language: fr
situation: move
tone: polite
resolved: no
answer: none

C: Bonjour, mon adresse est {EMAIL:a.b@exemple.fr}.
""",
}


class FakeVoice:
    """Counts what it was asked to say; two texts of the same length differ in their loudness."""

    def __init__(self):
        self.said = []

    def voice_digest(self, speaker):
        return speaker

    def phonemes(self, text, speaker):
        return text

    def voiced(self, phonemes, speaker):
        self.said.append((phonemes, speaker))
        digest = hashlib.sha256(f"{speaker}".encode()).digest()
        seconds = np.arange(RATE // 60 * max(6, len(phonemes))) / RATE
        loudness = 0.3 + hashlib.sha256(phonemes.encode()).digest()[0] / 1024
        pitch = 100 + digest[0] / 2
        hum = sum(np.sin(2 * np.pi * n * pitch * seconds) / n for n in range(1, 20))
        return (loudness * hum / 3 * (1 + 0.5 * np.sin(2 * np.pi * 4 * seconds))).astype(np.float32)


def write_scripts(folder: Path) -> Path:
    for name, text in SCRIPTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def script(name):
    return parse(next(text for path, text in SCRIPTS.items() if path.endswith(f"/{name}.txt")), name)
