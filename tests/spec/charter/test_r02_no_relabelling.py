"""R2. Nobody is judged by a trait, an emotion, a personality or an attitude, whatever it is called or however it is spelt."""

import tomllib
from importlib import resources
from pathlib import Path

import pytest

import clairevoix.annotate.codebook as starting
from clairevoix.charter.concepts import admit_concept, admit_label, admit_labels, concept_in, concepts
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal

#: A text, and the group that refuses it; None: it is admitted.
TEXTS = [
    # French, with inflections, capitals, accents
    ("Sourire au téléphone", "smile and voice"),
    ("SOURIRES", "smile and voice"),
    ("Voix souriante", "smile and voice"),
    ("Le ton employé", "smile and voice"),
    ("Intonation", "smile and voice"),
    ("Empathie vocale", "smile and voice"),
    ("Fait preuve d'empathie", "warmth and manners as a trait"),
    ("empathique", "warmth and manners as a trait"),
    ("Bienveillance", "warmth and manners as a trait"),
    ("Politesse", "warmth and manners as a trait"),
    ("Écoute active", "warmth and manners as a trait"),
    ("Attitude de service", "attitude"),
    ("Savoir-être", "attitude"),
    ("Engagement du conseiller", "engagement"),
    ("conseillère engagée", "engagement"),
    ("Motivation", "engagement"),
    ("Enthousiaste", "engagement"),
    ("Dynamisme", "engagement"),
    ("Stress du conseiller", "emotion"),
    ("stressée", "emotion"),
    ("Colère", "emotion"),
    ("Sang-froid", "emotion"),
    ("Résilience", "emotion"),
    ("Loyauté", "moral trait"),
    ("Honnêteté", "moral trait"),
    ("Bon sens", "moral trait"),
    ("Optimisme", "personality"),
    ("Confiance en soi", "personality"),
    ("Signes de dépression", "health and other protected grounds"),
    ("Appartenance syndicale", "health and other protected grounds"),
    # English
    ("Smiling", "smile and voice"),
    ("smile_score", "smile and voice"),
    ("Tone of voice", "smile and voice"),
    ("Cheerfulness", "smile and voice"),
    ("Enthusiasm", "engagement"),
    ("agent engagement", "engagement"),
    ("Empathetic", "warmth and manners as a trait"),
    ("Politeness", "warmth and manners as a trait"),
    ("Friendliness", "warmth and manners as a trait"),
    ("Stress level", "emotion"),
    ("mood", "emotion"),
    ("Honesty", "moral trait"),
    ("Loyal to the company", "moral trait"),
    ("Common sense", "moral trait"),
    ("Positive attitude", "attitude"),
    ("Soft skills", "attitude"),
    # denied, it is refused as well: the word has no place there
    ("Dit bonjour, quel que soit le ton", "smile and voice"),
    # spelt so that nobody should see it
    ("sоurіrе", "smile and voice"),  # Cyrillic о, і, е
    ("ｓｏｕｒｉｒｅ", "smile and voice"),
    ("Ⓢⓜⓘⓛⓔ", "smile and voice"),
    ("s0ur1re", "smile and voice"),
    ("5tr3$$", "emotion"),
    ("loyau7é", "moral trait"),
    ("s o u r i r e", "smile and voice"),
    ("s.o.u.r.i.r.e", "smile and voice"),
    ("s t r e s s", "emotion"),
    ("sou-rire", "smile and voice"),
    ("sou rire", "smile and voice"),
    ("sou\u00adri\u200bre", "smile and voice"),
    ("atti_tude", "attitude"),
    ("AtTiTuDe", "attitude"),
    ("agentSmile", "smile and voice"),
    ("tauxdesourire", "smile and voice"),
    ("ŝtrêss", "emotion"),
    # what means something else
    ("Confirme la souscription", None),
    ("souris", None),
    ("Clique avec la souris", None),
    ("stress test", None),
    ("Test de stress du réseau", None),
    ("Durée d'engagement", None),
    ("Annonce la fin de l’engagement", None),
    ("S'engage sur un délai de rappel", None),
    ("Formule de politesse", None),
    ("Tonalité d'appel", None),
    ("Messagerie vocale", None),
    ("Carte de fidélité", None),
    ("Programme de fidélité", None),
    ("Intégrité des données", None),
    ("Motive son refus", None),
    ("Personne morale", None),
    ("Remercie le client de sa patience", None),
    ("police", None),
    ("pôle technique", None),
    ("promotion", None),
    ("demotion", None),
    ("commotion", None),
    ("platitude", None),
    ("Étage", None),
    ("Œuvre", None),
    ("Contrat de 24 mois", None),
    ("Warm transfer", None),
    ("hard stop", None),
    ("A question of this kind", None),
    ("Monotone", None),
    ("Les clients qui résilient", None),
    ("Demande le numéro de client", None),
    ("problem_solved", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "group"), TEXTS)
def test_what_may_be_judged(text, group):
    found = concept_in(text)
    assert (found.name if found else None) == group
    if group is None:
        admit_concept(text)
        return
    with pytest.raises(CharterRefusal, match="R2"):
        admit_concept("Dit bonjour", text)


@pytest.mark.parametrize("text", ["тон", "χαμόγελο", "Հաճույք", "微笑", "ابتسامة", "Dit bonjour ꙮ"])
def test_letters_of_other_scripts_may_hide_a_word(text):
    with pytest.raises(CharterRefusal, match="R2"):
        admit_concept(text)


@pytest.mark.parametrize("concept", concepts(), ids=[each.name for each in concepts()])
def test_every_entry_is_refused_by_its_own_rule_in_every_dress(concept):
    for entry in concept.entries:
        word = entry.strip("*")
        for text in (word, word.upper(), f"« {word} »", word.replace(" ", "_"), f"Score : {word}, total"):
            assert concept_in(text, concept.rule_id) is not None, (entry, text)


@pytest.mark.parametrize("concept", concepts(), ids=[each.name for each in concepts()])
def test_every_exception_is_one(concept):
    """« unless » phrases are admitted by their own group, and would not be needed otherwise."""
    for phrase in concept.unless:
        found = concept_in(phrase, concept.rule_id)
        assert found is None or found.name != concept.name, phrase


def test_entries_are_written_as_they_are_sought():
    for concept in concepts():
        assert concept.source
        for entry in (*concept.entries, *concept.unless):
            assert entry.strip("*").isascii()
            assert entry == entry.lower().strip()
            assert entry.strip("*").replace(" ", "").isalnum()


def test_ordinary_words_are_admitted():
    """The words of the corpus' own lists: nearly none of them is refused, and those that are mean what is forbidden."""
    folder = resources.files("clairevoix.redact").joinpath("gazetteers")
    words = [
        word
        for name in ("words_fr.txt", "words_en.txt")
        for word in folder.joinpath(name).read_text("utf-8").split()
        if word.isalpha() and len(word) > 3
    ]
    refused = {word for word in words if concept_in(word)}
    assert len(words) > 1000
    assert len(refused) < len(words) / 50


def test_the_starting_codebook_is_admitted():
    for file in Path(starting.__file__).parent.glob("*.toml"):
        document = tomllib.loads(file.read_text("utf-8"))
        admit_concept(document["name"], *document["title"].values(), *document["definition"].values())


def a_label(party: Party, **changes: object) -> Label:
    values: dict[str, object] = {
        "name": "greeting",
        "version": 1,
        "title": {"fr": "Salutation"},
        "definition": {"fr": "Dit bonjour."},
        "phrases": ("bonjour",),
        **changes,
    }
    return Label(party=party, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "agent_smile"},
        {"title": {"fr": "Salutation", "en": "Friendliness"}},
        {"definition": {"fr": "Sa motivation."}},
    ],
    ids=lambda changes: next(iter(changes)),
)
@pytest.mark.parametrize(
    ("party", "is_admitted"),
    [(Party.AGENT, False), (Party.UNKNOWN, False), (Party.CUSTOMER, True), (Party.SYSTEM, True)],
)
def test_labels_about_the_agents_words_are_judged(party, changes, is_admitted):
    admit_labels([a_label(party)])
    if is_admitted:
        admit_label(a_label(party, **changes))
        return
    with pytest.raises(CharterRefusal, match="R2"):
        admit_labels([a_label(Party.CUSTOMER), a_label(party, **changes)])
