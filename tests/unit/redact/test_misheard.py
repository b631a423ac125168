"""What a recogniser of speech made of numbers, codes and addresses: exchanges, and what has to go of them.

A turn is the party, a bar and the words; what stands in << >> goes, what stands outside of it may go too where a turn
has some, and stays where it has none.
"""

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Turn, Word
from clairevoix.redact.conversation import channel_text, recognize_conversation
from clairevoix.redact.recognizer import read_document, recognize_all
from clairevoix.redact.sounding import is_arobase, is_nonsense, numeral_heard, sound
from marking import letters_in, marked, said

EXCHANGES = {
    "an address of which only the town was understood": """
A|C'est à quelle adresse ?
C|<<Cette rouditte moulin à Vertauban>>, j'ai déjà appelé hier.
""",
    "an address of which nothing was": """
A|Votre adresse, s'il vous plaît ?
C|<<Ouite un passe du four>>, voilà.
""",
    "an answer that is none": """
A|Votre adresse, s'il vous plaît ?
C|Je ne comprends pas la question.
""",
    "a day is no number": """
A|Vous pouvez me redonner votre adresse mail ?
C|Oui et le rendez-vous du vingt.
""",
    "a serial number that goes on in odd words": """
A|Le numéro de série ?
C|Nort zède quatre, <<et à la fin, 5, 8>>.
""",
    "the key of an account": """
A|Votre IBAN, je vous écoute.
C|<<FR 76 3000 4008>>
A|Oui.
C|Et à la fin sont <<91>>. C'est tout.
""",
    "a second card": """
A|Votre numéro de carte ?
C|<<4970 1012 3456 7890>>
A|Elle est refusée, madame.
C|<<40 ans zéro zéro deux.>>
""",
    "a letter by its name": """
A|Votre numéro de contrat ?
C|<<Té de Thérèse, bé de Bruno>>.
""",
    "a reference that is read back": """
A|Le numéro de commande ?
C|<<op. 77, 309>>.
A|<<Trois>> sanneufe. Merci.
""",
}
TEXTS = [
    "le numéro c'est <<zéro 6. 39, quarente-quatre-settes, 12, 80>>",
    "la boîte, <<oupé 4, quas 82>>",
    "la boîte, <<oupé 4, quas 82, après c'est 3>> ans effacés",
    "mon mail c'est <<julie point carton à haut bas gmail point com>>",
    "écrivez à <<carton à robot orange point fr>>",
    "n'est <<le huit avril 66>>",
    "j'ai payé 29 euros et 15 euros",
    "de 8 heures à 10 heures",
]


def turns(exchange):
    for number, line in enumerate(exchange.strip().splitlines()):
        side, _, text = line.partition("|")
        plain, _ = marked(text)
        words = [
            Word(text=word, span=TimeSpan(number * 4000 + at * 100, number * 4000 + at * 100 + 90), score=1.0)
            for at, word in enumerate(plain.split())
        ]
        yield Turn(channel=int(side == "C"), party=Party.CUSTOMER if side == "C" else Party.AGENT, words=tuple(words))


@pytest.mark.parametrize("name", list(EXCHANGES))
def test_exchange(name):
    found = recognize_conversation(list(turns(EXCHANGES[name])), "fr")
    at = [0, 0]
    for line in EXCHANGES[name].strip().splitlines():
        side, _, given = line.partition("|")
        channel = int(side == "C")
        text, spans = marked(given)
        entities = [(each.start - at[channel], each.end - at[channel]) for each in found[channel]]
        taken = letters_in(text, [(max(0, start), min(end, len(text))) for start, end in entities])
        assert said(text, letters_in(text, spans) - taken) == ""
        assert spans or not taken
        at[channel] += len(text) + 1


@pytest.mark.parametrize("line", TEXTS)
def test_text(line):
    text, spans = marked(line)
    found = letters_in(text, [(each.start, each.end) for each in recognize_all(read_document(text, "fr"))])
    assert said(text, letters_in(text, spans) - found) == ""
    assert spans or not found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("impasse", "inpasse"),
        ("trente", "trante"),
        ("gauthier", "gotier"),
        ("quatre", "catre"),
        ("cinquante", "sincante"),
    ],
)
def test_words_that_sound_alike(one, other):
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("word", "numeral"), [("settes", "sept"), ("cette", None), ("quarente", "quarante"), ("ciel", None)]
)
def test_numbers_by_ear(word, numeral):
    assert numeral_heard(word) == numeral


@pytest.mark.parametrize(
    ("words", "expected"),
    [(("a", "robot"), True), (("a", "haut", "bas"), True), (("a", "la", "base"), False), (("a", "laurent"), False)],
)
def test_arobase_by_ear(words, expected):
    assert is_arobase(words) is expected


def test_a_word_in_a_list_is_no_nonsense():
    assert [is_nonsense(word) for word in ("oupe", "bonjour", "sophie", "ab")] == [True, False, False, False]


def test_what_is_asked_of_one_is_answered_on_the_channel_that_answers():
    said_by = list(turns(EXCHANGES["an address of which nothing was"]))
    found = recognize_conversation(said_by, "fr")
    assert not found[0]
    assert channel_text(said_by, 1)[found[1][0].start :].startswith("Ouite")
