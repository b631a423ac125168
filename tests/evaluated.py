"""A workspace in which one employee's work is being evaluated, on a charter that went its whole way."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from builders import a_charter, a_processed, a_workspace
from clairevoix import evaluating
from clairevoix.charter.clocks import Expert
from clairevoix.charter.evaluation import drafted
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.policy import parse_charter
from clairevoix.charter.signing import Act, Signatory, Statement, sign
from clairevoix.charter.versions import Document, Event, Kind, Opinion
from clairevoix.cli.desk import desk_of
from clairevoix.model.contact import EvaluatedContact, Purpose
from clairevoix.model.evaluation import Action, EvaluationEvent
from clairevoix.project import Project
from clairevoix.store import consultations, evaluations, lake, particulars, registry
from clairevoix.store.consultation_rows import signed_to
from clairevoix.store.registry import Draw, Job, State
from consulted import COUNCIL
from courses import AGENT, START, TERMS, a_draft, a_transcript, an_explanation

#: The employee as the source of the calls names them.
SOURCE_ID = "Agent-0042"
CHARTER = """
[purposes]
evaluate-work = true

[[measures]]
name = "evaluation"
subject = "work"
purpose = "evaluate-work"
by = ["site"]
finest = "month"
why = "Savoir si ce que le client doit faire ensuite lui est dit."
"""
GRID = """
version = 1

[[criteria]]
name = "Annonce de la suite"
observable = "Dit au client ce qui va se passer ensuite"
label = "next_step"
weight = 60
professional_link = "Le client sait quoi attendre et ne rappelle pas"

[[criteria]]
name = "Récapitulatif"
observable = "Récapitule ce qui a été convenu"
label = "recap"
weight = 40
professional_link = "Le client sait quoi attendre et ne rappelle pas"
"""


def a_workspace_of_work(root: Path) -> Project:
    """One contact of the employee, heard, and one evaluation of it, drafted: ``e1``."""
    project = a_workspace(root, charter=a_charter() + CHARTER, files={"grids/work.toml": GRID})
    agent_id = desk_of(project).agents(SOURCE_ID)[0]
    contact = EvaluatedContact(
        contact_id="c1",
        started_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        parties=a_processed("agent | 0 | 1 | bonjour").contact.parties,
        purpose=Purpose.EVALUATE_WORK,
        weight=20.0,
        agent=agent_id,
        epoch="2026-01-01-365",
    )
    heard = a_processed("agent | 0 | 1 | bonjour")
    lake.commit(project.workspace, [replace(heard, contact=contact, transcript=a_transcript(), annotations=())])
    draw = Draw(
        list_mark="l1",
        purpose=Purpose.EVALUATE_WORK,
        rate=0.05,
        n_listed=20,
        n_drawn=1,
        seed_commitment="ab" * 32,
    )
    registry.add_jobs(project.registry, [Job(contact=contact, source_mark="m", source=b"", state=State.DONE)], draw)
    with project.registry.begin() as connection:
        particulars.add_within(connection, [contact])
    evaluation = drafted(a_draft(agent_id=agent_id), TERMS, START)
    debit = partial(evaluating._debited, project, evaluation, UTC)
    evaluations.add(project.registry, project.workspace, evaluation, debit)
    return project


def play(project: Project, steps: Sequence[EvaluationEvent]) -> None:
    """Lets the steps of a course happen to it, the employee's under the employee's own pseudonym."""
    for step in steps:
        found = evaluating.read(project, "e1")
        mine = replace(step, account_id=found.draft.agent_id) if step.account_id == AGENT else step
        told = an_explanation(found) if step.action is Action.DELIVER else None
        evaluating.act(project, "e1", mine, told)


def consulted_again(project: Project) -> tuple[int, str]:
    """Another version, on which the council has spoken and not signed; its number and scope digest."""
    charter, at = parse_charter({"sampling": {"rate": 0.03}}), datetime.now(UTC) - timedelta(minutes=5)
    version_id = consultations.propose(project.registry, charter, at)
    document = Document(document_id="aipd-2", digest="c" * 64)
    for event in (
        Event(kind=Kind.ASSESS, document=document),
        Event(kind=Kind.NOTIFY, on=at.date(), expert=Expert.NONE),
        Event(kind=Kind.OPINION, opinion=Opinion.RESERVED),
    ):
        consultations.record(project.registry, version_id, event, at)
    return version_id, scope_digest(charter)


def signature(digest: str, key: str = COUNCIL) -> str:
    """The file that the council's own machine makes over a scope digest, today."""
    on = datetime.now(UTC).date()
    said = Statement(signatory=Signatory.COUNCIL, act=Act.CONSULTED, scope_digest=digest, on=on)
    return json.dumps(signed_to(sign(key, said)))
