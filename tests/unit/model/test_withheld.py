"""No representation of a value shows what anyone said or wrote, nor whose it is."""

import dataclasses
import importlib
import pkgutil
import types
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum

import pytest

import clairevoix
from builders import a_contact, a_processed, a_recording, a_response, transcript
from clairevoix.ingest.surveys import Answer
from clairevoix.model.excerpt import Excerpt
from clairevoix.publish.excerpts import Quote
from clairevoix.redact.digits import digit_runs, tokens
from clairevoix.redact.recognizer import read_document
from clairevoix.redact.replace import redact

WORD = "Montgolfiere"
TRANSCRIPT = transcript(f"customer | 0 | 1 | {WORD} 06 39 98 12 34 {WORD}")

#: Values that hold the word, each in its own way.
VALUES = [
    TRANSCRIPT,
    TRANSCRIPT.turns[0],
    TRANSCRIPT.turns[0].words[0],
    redact(TRANSCRIPT),
    redact(TRANSCRIPT).turns[0],
    a_processed(f"customer | 0 | 1 | {WORD}"),
    a_response(3, comment=WORD),
    read_document(f"{WORD} 06 39 98 12 34", "fr"),
    tokens(WORD),
    digit_runs(tokens("06 39 98 12 34"), "fr"),
    Excerpt(
        excerpt_id="e",
        label="l",
        month="2025-10",
        text=WORD,
        evidence=(0, 1),
        audio=WORD.encode(),
        duration_ms=1,
        cue_ms=0,
    ),
    Quote(text=WORD, evidence=(0, 1)),
    Answer(
        position="row 1", source_id=WORD, answered_on=date(2025, 10, 1), score=3, site=None, channel=None, comment=WORD
    ),
    a_recording(duration_ms=10),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda each: type(each).__name__)
def test_representation_withholds_words(value):
    for shown in (repr(value), str(value), f"{value}"):
        assert WORD not in shown
        assert "0639981234" not in shown
        assert "98 12" not in shown


def test_representation_withholds_sound():
    recording = a_recording(duration_ms=10)
    assert str(recording.channels[0].samples[3]) not in repr(recording)
    assert "fLaC" not in repr(a_processed("customer | 0 | 1 | bonjour"))


#: Fields of text or bytes that may be shown, for every dataclass of clairevoix: identifiers, names, codes, settings.
SHOWN = {
    "annotator", "audio", "audio_object", "base_period", "body", "channel", "codec", "coder", "compute_type", "contact_id",
    "definition", "digest", "digits", "dimension", "due", "engine", "enforced_by", "entity_type", "excerpt_id", "id", "key",
    "keys", "label", "lang", "language", "licence", "list_mark", "measure", "method", "model", "month", "name", "object_id",
    "party", "period", "position", "purpose", "quantity", "question", "rate", "recognizer", "response_id", "rule_id",
    "seed_commitment", "sentence", "site", "source_mark", "stage_digest", "survey_id", "title", "unit", "command",
    # of quality: names of metrics, conditions and recordings of a corpus, digests
    "item", "metric", "recording_id", "condition", "corpus", "origin", "version", "kind", "truth", "sha256", "voice", "sound",
    # of the gate: a reason of its list
    "reason",
    # of models: what installs them, which file stands for them, how their numbers are held
    "extra", "weights", "precision", "instructions",
    # of surveys: pseudonyms and names of questions
    "question_id", "invitation_id",
    # of the road to a target: months, and one of four wordings
    "first", "last", "wording",
    # of the charter: pseudonyms, tickets and digests; public keys and signatures; what a rule or a measure is for
    "account_id", "agent_id", "agent", "customer", "team", "epoch", "ticket", "stratum", "root", "public", "public_key",
    "signature", "scope_digest", "grid_digest", "charter_digest", "settings_digest", "document_id", "evaluation_id", "draw_id",
    "opened_by", "confirmed_by", "reviewer", "evaluator", "event", "objects", "charter", "day", "at", "why", "criterion",
    "observable", "professional_link", "login", "year",
    # of journeys, logs and programmes: pseudonyms, and words of vocabularies
    "case_id", "step_id", "entry_id", "step", "journey", "area", "cause", "nature", "operator", "programme_id", "place", "second",
    # of organisations, prizes and the pulse: identifiers in files, months, scales
    "unit_id", "version_id", "target", "test_id", "institute", "surveyed", "scale", "decision_id", "role",
    # of codebooks and codings: digests, states, days; what a label's file is refused for
    "codebook", "commit_id", "sample_id", "strata", "encoder", "key_variable", "state", "since", "adopted_at", "last_month",
    "refusal", "codebook_refusal", "verified",
}  # fmt: skip
#: Dataclasses of pages, charts and documents, which hold figures and their words for people, never a contact's. (The rules of the
#: normaliser hold words of the language; its tokens withhold theirs.)
PAGES = (
    "clairevoix.web",
    "clairevoix.cli",
    "clairevoix.reports",
    "clairevoix.publish.processing",
    "clairevoix.publish.safeguard_notes",
)
#: Where a field of a shown name means another thing: the charter's rules and bounds name their legal sources.
SOURCES = {("Rule", "source"), ("Bound", "source"), ("Metric", "source"), ("Concept", "source")} | {
    *((name, "source") for name in ("Vocabulary", "Group", "Edition", "Alerts", "Move")),
    ("CodingSample", "seed"),  # published with the sample, so that it can be drawn again
}


def dataclasses_of_clairevoix() -> Iterator[type]:
    for module in pkgutil.walk_packages(clairevoix.__path__, "clairevoix."):
        if module.name.startswith((*PAGES, "clairevoix.quality.normalise.")) or module.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__ == module.name:
                yield value


def holds_text(hint: object) -> bool:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return False
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return any(holds_text(each) for each in typing.get_args(hint))
    return hint in (str, bytes)


@pytest.mark.parametrize("cls", list(dataclasses_of_clairevoix()), ids=lambda each: each.__name__)
def test_a_field_of_text_is_an_identifier_or_withheld(cls):
    try:
        hints = typing.get_type_hints(cls)
    except TypeError:  # array[int] is a type to checkers only
        hints = {field.name: field.type for field in dataclasses.fields(cls)}
    open_fields = {field.name for field in dataclasses.fields(cls) if field.repr and holds_text(hints[field.name])}
    unknown = {name for name in open_fields - SHOWN if (cls.__name__, name) not in SOURCES}
    assert unknown == set()


def test_a_path_may_name_a_person_and_is_withheld():
    shown = {
        (cls.__name__, field.name)
        for cls in dataclasses_of_clairevoix()
        for field in dataclasses.fields(cls)
        if field.repr and "Path" in str(field.type) and cls.__name__ != "Workspace"
    }
    assert shown == set()


def test_a_contact_shows_no_identifier_of_the_source():
    assert repr(a_contact("0123456789abcdef")).count("0123456789abcdef") == 1


def test_a_contact_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        a_contact(started_at=datetime(2025, 10, 1))
    assert a_contact(started_at=datetime(2025, 10, 1, tzinfo=UTC)).month == "2025-10"
