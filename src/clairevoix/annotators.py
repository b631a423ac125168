"""Annotators beside the codebook's own, over what is stored: learned from what people coded, applied, caught up with.

An annotator once applied is applied to every contact before anything is published: labels that only some contacts were
searched for would make shares wrong. What it finds counts beside what phrases find, and the share is corrected by what people
coded; about the contacts that it learned from it speaks out of fold only.
"""

import os
from collections.abc import Mapping, Sequence

import numpy as np

from clairevoix.annotate.annotators.annotator import Annotator, Encoder
from clairevoix.annotate.annotators.classifier import ByVectors, Classifier, read_classifier, turns_of, written
from clairevoix.annotate.annotators.encoders import load_encoder
from clairevoix.annotate.annotators.endpoint import Endpoint
from clairevoix.annotate.annotators.learning import Example, Learned, learn, measures
from clairevoix.annotate.annotators.llm import ByLanguageModel
from clairevoix.charter.disclosure import may_count
from clairevoix.charter.extractors import Inference, admit_extractors
from clairevoix.model.annotation import Annotation, Label
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import Code, InputError
from clairevoix.model.transcript import RedactedTranscript
from clairevoix.project import Project
from clairevoix.store import annotators, lake
from clairevoix.store.annotators import By, Kept
from clairevoix.store.transcripts import transcripts

_BATCH = 200


def train(project: Project, label: str, encoder: Encoder | None = None) -> Learned:
    """Learns a label from the contacts that people coded for it, and keeps what it learned; nothing is applied yet.

    Raises InputError for an unknown label, or too few coded contacts; ComponentError where there is no encoder.
    """
    found = _label(project, label)
    encode = encoder or load_encoder()
    coded = _coded(project, label)
    examples = []
    for contact_id, said in transcripts(project.workspace, sorted(coded)).items():
        rows = encode([turn.text for turn in turns_of(said, found.party)])
        examples.append(Example(contact_id=contact_id, rows=rows, present=coded[contact_id]))
    blank = Classifier(
        label=found.name,
        label_version=found.version,
        party=found.party,
        encoder=encode.digest,
        weights=(),
        bias=0.0,
        threshold=0.0,
    )
    learned = learn(examples, blank)
    annotator = ByVectors(classifier=learned.classifier, encoder=encode)
    admit_extractors(annotator.extractors)
    told = {"n": learned.n, "n_present": learned.n_present, **_rated("", learned.found, coded)}
    told |= _rated("phrases_", _by_phrases(project, label, coded), coded)
    kept = Kept(
        label=label,
        by=By.CLASSIFIER,
        name=annotator.name,
        content=written(learned.classifier),
        told=told,
        is_applied=any(each.is_applied for each in _kept(project, label, By.CLASSIFIER)),
    )
    annotators.keep(project.registry, kept, learned.found)
    return learned


def introduce(project: Project, label: str) -> Kept:
    """Takes up the language model that the settings name, for a label. Raises SettingsError where they name none."""
    annotator = _language_model(project, _label(project, label))
    kept = Kept(label=label, by=By.LANGUAGE_MODEL, name=f"{annotator.name}", content="", told={}, is_applied=False)
    if not any(each.name == kept.name for each in _kept(project, label, By.LANGUAGE_MODEL)):
        annotators.keep(project.registry, kept, {})
    return kept


def apply(project: Project, kept: Kept, encoder: Encoder | None = None) -> tuple[int, int]:
    """Applies an annotator to all contacts that it was not applied to, from now on too. How many, and with the label.

    Whoever calls holds the workspace. Raises ComponentError, with what was done before kept.
    """
    purposes = [each for each in Purpose if may_count(each)]
    waiting = annotators.waiting(project.registry, project.workspace, kept, purposes)
    annotators.applied(project.registry, kept)
    annotators.delete_older(project.workspace, kept)
    if not waiting:
        return 0, 0
    annotator = _annotator(project, kept, encoder)
    decided, n_found = annotators.decided(project.registry, kept), 0
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        said = transcripts(project.workspace, [contact.contact_id for contact in batch])
        found = [each for each_said in said.values() for each in _found(annotator, each_said, decided)]
        annotators.add_found(project.registry, project.workspace, kept, batch, found)
        n_found += len({each.contact_id for each in found})
    return len(waiting), n_found


def catch_up(project: Project, by: By) -> None:
    """Applies every annotator of a kind that is in use to what came since. Whoever calls holds the workspace."""
    for kept in annotators.kept(project.registry):
        if kept.is_applied and kept.by is by and any(_is_of(kept, label) for label in project.codebook.labels):
            apply(project, kept)


def _found(annotator: Annotator, said: RedactedTranscript, decided: Mapping[str, bool]) -> Sequence[Annotation]:
    """What it finds in a contact; in one that it learned from, only what it found out of fold."""
    if said.contact_id in decided and isinstance(annotator, ByVectors):
        return annotator.best(said) if decided[said.contact_id] else ()
    return annotator.annotate(said)


def _annotator(project: Project, kept: Kept, encoder: Encoder | None) -> Annotator:
    if kept.by is By.CLASSIFIER:
        return ByVectors(classifier=read_classifier(kept.content), encoder=encoder or load_encoder())
    return _language_model(project, _label(project, kept.label))


def _language_model(project: Project, label: Label) -> ByLanguageModel:
    """Customers' words only go to it, whatever the label."""
    asked = project.settings.llm
    if label.party is not Party.CUSTOMER:
        raise InputError(Code.BAD_PARTIES, label.name)
    key = os.environ.get(asked.key_variable, "") if asked.key_variable else ""
    endpoint = Endpoint(url=asked.url, model=asked.model, key=key, timeout_s=asked.timeout_s)
    feelings = frozenset(each.name for each in project.label_extractors if each.infers is Inference.EMOTION)
    return ByLanguageModel(endpoint=endpoint, labels=(label,), feelings=feelings)


def _coded(project: Project, label: str) -> dict[str, bool]:
    query = """
        SELECT contact_id, arg_max(present, (coded_on, coder)) FROM reviews SEMI JOIN contacts USING (contact_id)
        WHERE label = ? GROUP BY contact_id ORDER BY contact_id
    """
    return {contact_id: bool(present) for contact_id, present in lake.rows(project.workspace, query, [label])}


def _by_phrases(project: Project, label: str, coded: Mapping[str, bool]) -> dict[str, bool]:
    """Whether the codebook's own annotators found a label."""
    query = """
        SELECT DISTINCT contact_id FROM annotations SEMI JOIN contacts USING (commit_id, contact_id)
        WHERE label = ? AND NOT starts_with(annotator, 'classifier/') AND NOT starts_with(annotator, 'llm/')
    """
    found = {row[0] for row in lake.rows(project.workspace, query, [label])}
    return {contact_id: contact_id in found for contact_id in coded}


def _rated(prefix: str, found: Mapping[str, bool], coded: Mapping[str, bool]) -> dict[str, float]:
    pairs = np.array([(found[each], present) for each, present in coded.items()], dtype=bool)
    return dict(zip((f"{prefix}{name}" for name in ("precision", "recall", "f1")), measures(*pairs.T), strict=True))


def _kept(project: Project, label: str, by: By) -> list[Kept]:
    return [each for each in annotators.kept(project.registry) if each.label == label and each.by is by]


def _is_of(kept: Kept, label: Label) -> bool:
    """Whether what was learned is of the label as it is defined now; a language model is told the definition each time."""
    if kept.label != label.name:
        return False
    return kept.by is By.LANGUAGE_MODEL or read_classifier(kept.content).label_version == label.version


def _label(project: Project, name: str) -> Label:
    found = next((each for each in project.codebook.labels if each.name == name), None)
    if found is None:
        raise InputError(Code.UNKNOWN_LABEL)
    return found
