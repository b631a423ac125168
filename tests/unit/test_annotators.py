"""Annotators beside the codebook's own, over a workspace: learned from coded contacts, applied, caught up with, forgotten."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from builders import TODAY, a_processed, a_workspace
from clairevoix import annotators
from clairevoix.annotate.annotators import endpoint
from clairevoix.model.annotation import Review
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import ComponentError, InputError, SettingsError
from clairevoix.project import Project, open_project
from clairevoix.store import annotators as stored
from clairevoix.store import cells, erasure, lake
from clairevoix.store.annotators import By
from clairevoix.store.transcripts import transcript, transcripts
from clairevoix.upkeep import published_again

LABEL = "repeat_contact"
YES = ("Encore le même souci qui revient", "Ça revient pour la énième fois")
NO = ("Je voudrais une nouvelle carte", "Ma facture est fausse")


class Words:
    """A vector of which of a few words a text holds."""

    digest = "words-1"

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        known = ("souci", "revient", "carte", "facture", "bonjour")
        rows = np.array([[word in text.lower() for word in known] + [0.2] for text in texts], dtype=float)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def a_contact(number: int, contact_id: str | None = None, **changes: object):
    says = (YES if number % 2 else NO)[number // 2 % 2]
    lines = ("agent | 0.0 | 1.0 | Bonjour", f"customer | 1.0 | 2.9 | {says}")
    return a_processed(*lines, contact_id=contact_id or f"c{number:03d}", **changes)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty contacts, the first forty of which people coded."""
    made = a_workspace(tmp_path_factory.mktemp("annotators"))
    lake.commit(made.workspace, [a_contact(number) for number in range(60)])
    coded = [
        Review(contact_id=f"c{n:03d}", label=LABEL, present=bool(n % 2), coder="a", coded_on=date(2025, 10, 2))
        for n in range(40)
    ]
    lake.add_reviews(made.workspace, coded)
    return made.workspace.root


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    shutil.copytree(made, tmp_path / "work")
    return open_project(tmp_path / "work", today=TODAY)


def found(project: Project) -> set[str]:
    query = (
        "SELECT DISTINCT contact_id FROM annotations SEMI JOIN contacts USING (commit_id, contact_id) WHERE label = ?"
    )
    return {row[0] for row in lake.rows(project.workspace, query, [LABEL])}


def by_classifier(project: Project) -> stored.Kept:
    (kept,) = stored.kept(project.registry)
    return kept


def test_what_is_learned_is_told_beside_the_phrases_and_not_applied(project: Project) -> None:
    learned = annotators.train(project, LABEL, Words())
    kept = by_classifier(project)
    assert (learned.f1, kept.told["f1"], kept.told["phrases_recall"]) == (1.0, 1.0, 0.0)
    assert (kept.told["n"], kept.told["n_present"], kept.is_applied) == (40, 20, False)
    assert kept.name == f"classifier/{learned.classifier.digest}"
    assert found(project) == set()


def test_it_is_applied_to_every_contact_and_counts(project: Project) -> None:
    annotators.train(project, LABEL, Words())
    assert annotators.apply(project, by_classifier(project), Words()) == (60, 30)
    assert found(project) == {f"c{n:03d}" for n in range(60) if n % 2}
    (cell,) = cells.labels(project.workspace, [LABEL], date(2025, 1, 1), [Purpose.IMPROVE_SERVICE])
    assert (cell.n_found, cell.n_both, cell.n_false, cell.n_missed) == (30, 20, 0, 0)
    assert annotators.apply(project, by_classifier(project), Words()) == (0, 0)


def test_about_what_it_learned_from_it_speaks_out_of_fold(project: Project) -> None:
    """Whatever the final weights say: a decision that was made without the contact is what counts."""
    annotators.train(project, LABEL, Words())
    kept = by_classifier(project)
    told = {f"c{n:03d}": n in {1, 2} for n in range(40)}
    stored.keep(project.registry, kept, told)
    annotators.apply(project, kept, Words())
    assert found(project) == {"c001", "c002"} | {f"c{n:03d}" for n in range(40, 60) if n % 2}


def test_before_a_publication_it_catches_up(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotators, "load_encoder", Words)
    annotators.train(project, LABEL)
    annotators.apply(project, by_classifier(project))
    lake.commit(project.workspace, [a_contact(61, "late")])
    assert "late" not in found(project)
    published_again(project)
    assert "late" in found(project)
    lake.commit(project.workspace, [a_contact(61, "late", stage_digest="d2")])  # heard again
    assert "late" not in found(project)
    published_again(project)
    assert "late" in found(project)


def test_learned_again_it_takes_the_place_of_the_one_before(project: Project) -> None:
    annotators.train(project, LABEL, Words())
    annotators.apply(project, by_classifier(project), Words())
    more = [
        Review(contact_id=f"c{n:03d}", label=LABEL, present=not n % 2, coder="b", coded_on=date(2025, 10, 3))
        for n in range(40, 60)
    ]
    lake.add_reviews(project.workspace, more)
    annotators.train(project, LABEL, Words())
    kept = by_classifier(project)
    assert kept.is_applied
    annotators.apply(project, kept, Words())
    names = {row[0] for row in lake.rows(project.workspace, "SELECT DISTINCT annotator FROM annotations")}
    assert names == {kept.name}


def test_dropped_it_leaves_nothing(project: Project) -> None:
    annotators.train(project, LABEL, Words())
    annotators.apply(project, by_classifier(project), Words())
    stored.drop(project.registry, project.workspace, LABEL, By.CLASSIFIER)
    assert found(project) == set()
    assert stored.kept(project.registry) == ()


def test_a_contact_that_is_erased_is_forgotten(project: Project) -> None:
    annotators.train(project, LABEL, Words())
    with project.registry.begin() as connection:
        assert "c001" in set(stored.contact_ids(connection))
        erasure.erase_within(connection, erasure.Erasure(contact_ids=frozenset({"c001"})))
        assert "c001" not in set(stored.contact_ids(connection))


def test_a_killed_application_is_made_whole(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    annotators.train(project, LABEL, Words())
    kept = by_classifier(project)
    contacts = stored.waiting(project.registry, project.workspace, kept, [Purpose.IMPROVE_SERVICE])
    by_vectors = annotators._annotator(project, kept, Words())
    said = transcripts(project.workspace, [contact.contact_id for contact in contacts])
    made = [each for one in said.values() for each in by_vectors.annotate(one)]
    monkeypatch.setattr(stored, "_contacts", None)
    with pytest.raises(AttributeError):
        stored.add_found(project.registry, project.workspace, kept, contacts, made)
    monkeypatch.undo()
    annotators.apply(project, kept, Words())
    assert lake.rows(project.workspace, "SELECT count(*) FROM annotations") == [(30,)]


@pytest.mark.parametrize("label", ["nothing", "internet_outage"])
def test_what_nobody_coded_or_defined_is_not_learned(project: Project, label: str) -> None:
    with pytest.raises(InputError):
        annotators.train(project, label, Words())


def test_many_transcripts_are_read_as_one_by_one(project: Project) -> None:
    lake.commit(project.workspace, [a_processed(contact_id="silent")])
    found = transcripts(project.workspace, ["c001", "c004", "silent", "gone"])
    assert found == {each: transcript(project.workspace, each) for each in ("c001", "c004", "silent")}
    assert transcripts(project.workspace, []) == {}


# A language model.


@pytest.fixture
def with_model(project: Project, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Project, list[str]]]:
    """The workspace with an endpoint in its settings, which says that whoever says « revient » has the label."""
    sent: list[str] = []

    def ask(_: object, messages: Sequence[dict[str, str]]) -> str:
        question = messages[-1]["content"]
        sent.append(question)
        quotes = [{"turn": 0, "words": "revient"}] if "revient" in question else []
        return json.dumps({"present": bool(quotes), "quotes": quotes})

    monkeypatch.setattr(endpoint.Endpoint, "ask", ask)
    settings = replace(project.settings, llm=replace(project.settings.llm, url="https://models.example/v1", model="m"))
    return replace(project, settings=settings), sent


def test_without_a_setting_nothing_is_sent(project: Project) -> None:
    with pytest.raises(SettingsError, match="nothing was sent"):
        annotators.introduce(project, LABEL)
    assert stored.kept(project.registry) == ()


def test_a_language_model_is_applied_with_its_evidence(with_model: tuple[Project, list[str]]) -> None:
    project, sent = with_model
    kept = annotators.introduce(project, LABEL)
    assert annotators.apply(project, kept) == (60, 30)
    assert len(sent) == 60
    assert not [each for each in sent if "Bonjour" in each]
    assert found(project) == {f"c{n:03d}" for n in range(60) if n % 2}
    assert annotators.apply(project, annotators.introduce(project, LABEL)) == (0, 0)


def test_only_contacts_held_for_the_service_are_sent(with_model: tuple[Project, list[str]]) -> None:
    project, sent = with_model
    lake.commit(project.workspace, [a_contact(71, "test", purpose=Purpose.TECHNICAL_TEST)])
    annotators.apply(project, annotators.introduce(project, LABEL))
    assert len(sent) == 60


def test_what_employees_say_is_sent_nowhere(with_model: tuple[Project, list[str]]) -> None:
    project, sent = with_model
    path = project.workspace.codebook / f"{LABEL}.toml"
    path.write_text(path.read_text("utf-8").replace('party = "customer"', 'party = "agent"'), "utf-8")
    reopened = replace(open_project(project.workspace.root, today=project.today), settings=project.settings)
    with pytest.raises(InputError):
        annotators.introduce(reopened, LABEL)
    assert sent == []


def test_a_model_that_breaks_off_leaves_whole_batches(
    with_model: tuple[Project, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, sent = with_model
    monkeypatch.setattr(annotators, "_BATCH", 20)
    kept, ask = annotators.introduce(project, LABEL), endpoint.Endpoint.ask

    def breaks(self: object, messages: Sequence[dict[str, str]]) -> str:
        if len(sent) == 30:
            raise ComponentError("the language model answered 503", retryable=True)
        return ask(self, messages)

    with monkeypatch.context() as patched:
        patched.setattr(endpoint.Endpoint, "ask", breaks)
        with pytest.raises(ComponentError):
            annotators.apply(project, kept)
    assert annotators.apply(project, kept)[0] == 40
