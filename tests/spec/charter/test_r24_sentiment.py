"""R24. How customers feel is read in words only, and is never laid to the person who answered them."""

from dataclasses import replace

import pytest

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.charter.sentiment import DIMENSIONS, admit_sentiment
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal
from spec_shapes import declared, sources, words

READER = Extractor(name="mood", parties=(Party.CUSTOMER,), modality=Modality.TEXT, infers=Inference.EMOTION)

#: Whose, from what, told by what, and whether it may be.
READINGS = [
    ((Party.CUSTOMER,), Modality.TEXT, "site", True),
    ((Party.CUSTOMER,), Modality.TEXT, "month", True),
    ((Party.CUSTOMER,), Modality.SOUND, "site", False),  # even where R1 would let it be computed
    ((Party.CUSTOMER,), Modality.TEXT, "agent", False),
    ((Party.CUSTOMER,), Modality.TEXT, "agent_id", False),
    ((Party.CUSTOMER,), Modality.TEXT, "team", False),
    ((Party.CUSTOMER,), Modality.TEXT, "evaluations", False),
    ((Party.CUSTOMER,), Modality.TEXT, "criterion", False),
    ((Party.CUSTOMER,), Modality.TEXT, "", False),
    ((Party.AGENT,), Modality.TEXT, "site", False),
    ((Party.UNKNOWN,), Modality.TEXT, "site", False),
    ((Party.SYSTEM,), Modality.TEXT, "site", False),
    ((Party.CUSTOMER, Party.AGENT), Modality.TEXT, "site", False),
    ((), Modality.TEXT, "site", False),
]


@pytest.mark.parametrize(("parties", "modality", "dimension", "is_admitted"), READINGS)
def test_whose_feelings_are_told_by_what(parties, modality, dimension, is_admitted):
    reader = replace(READER, parties=parties, modality=modality)
    if is_admitted:
        admit_sentiment(reader, dimension)
        return
    with pytest.raises(CharterRefusal, match="R24"):
        admit_sentiment(reader, dimension)


@pytest.mark.parametrize("infers", [each for each in Inference if each is not Inference.EMOTION])
def test_what_is_no_feeling_is_another_rules_business(infers):
    admit_sentiment(replace(READER, infers=infers, parties=(Party.AGENT,)), "agent")


FEELING = {"sentiment", "sentiments", "emotion", "emotions", "mood", "valence", "arousal", "anger", "polarity"}
WORK = {"agent", "agents", "employee", "employees", "team", "teams", "evaluation", "evaluator", "criterion", "adviser"}


def feelings_of_work(text: str) -> set[str]:
    """Declarations that tie a feeling to somebody's work, in one name or in one class or table."""
    names = list(declared(text))
    found = {name for _, name in names if words(name) & FEELING and words(name) & WORK}
    held = {word for kind, name in names if kind in ("field", "column") for word in words(name)}
    return found | ({"both in one module"} if held & FEELING and held & WORK else set())


def test_no_feeling_is_laid_to_somebodys_work():
    assert {(path, each) for path, text in sources().items() for each in feelings_of_work(text)} == set()


@pytest.mark.parametrize(
    "planted",
    [
        "class Row:\n    agent_id: str\n    sentiment: float",
        "class AgentMood:\n    value: float",
        "t = sa.Table('t', m, sa.Column('agent_id', sa.String), sa.Column('valence', sa.Float))",
        "@app.get('/agents/{id}/sentiment')\ndef f(): ...",
    ],
)
def test_whoever_adds_one_is_found(planted):
    assert feelings_of_work(planted)


def test_where_it_may_be_told_names_nobody():
    assert not {word for each in DIMENSIONS for word in words(each)} & WORK
