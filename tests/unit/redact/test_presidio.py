"""Presidio's recognizers as ours, and ours as Presidio's, without Presidio."""

from types import SimpleNamespace

from clairevoix.redact.presidio import Adapted, Found, from_presidio
from clairevoix.redact.recognizer import Entity, read_document
from clairevoix.redact.recognizers import email, phone


class Theirs:
    """What a recognizer of Presidio looks like."""

    def __init__(self, results):
        self.results = results

    def analyze(self, text, entities, nlp_artifacts):
        self.asked = (text, entities, nlp_artifacts)
        return self.results


def result(entity_type, start, end, score=0.6):
    return SimpleNamespace(entity_type=entity_type, start=start, end=end, score=score)


def test_theirs_as_ours():
    theirs = Theirs([result("PERSON", 0, 6), result("US_SSN", 0, 3), result("PERSON", 4, 99)])
    recognize = from_presidio(theirs, "presidio", {"PERSON": "NAME"})
    assert list(recognize(read_document("Martin ici", "fr"))) == [
        Entity(entity_type="NAME", start=0, end=6, recognizer="presidio", score=0.6)
    ]
    assert theirs.asked == ("Martin ici", ["PERSON"], None)


OURS = Adapted(name="clairevoix", recognizers=(phone.recognize, email.recognize), supported_entities=("PHONE", "EMAIL"))
TEXT = "06 39\u200b 98 12 34 ou c.martin@exemple.fr"


def test_ours_as_theirs():
    assert OURS.analyze(TEXT, ["PHONE"], None) == [Found(entity_type="PHONE", start=0, end=15, score=0.9)]
    assert {each.entity_type for each in OURS.analyze(TEXT, [])} == {"PHONE", "EMAIL"}
    assert OURS.analyze(TEXT, ["PERSON"]) == []


def test_there_and_back():
    back = from_presidio(OURS, "back", {"PHONE": "PHONE"})
    assert [(each.entity_type, each.start) for each in back(read_document("06 39 98 12 34", "fr"))] == [("PHONE", 0)]
