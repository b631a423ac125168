"""Logs of what happened to customers' cases, from files to the lake."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path

from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.step_declaration import read_log_declaration
from clairevoix.ingest.steps import Unusable, read_steps
from clairevoix.model.errors import InputError
from clairevoix.model.outcome import Report
from clairevoix.model.step import Step
from clairevoix.project import Project
from clairevoix.store import ledger, steps, tombstones
from clairevoix.store.tombstones import Kind, Tombstones
from clairevoix.store.workspace import exclusive, pseudonym


def ingest_steps(project: Project, paths: Sequence[Path]) -> Report:
    """Stores what happened to customers' cases: of each event its newest version."""
    tally = Tally(counts={"rows": 0, "stored": 0, "corrected": 0, "already_known": 0})
    with exclusive(project.workspace):
        for path in paths:
            try:
                _one_log(project, path, tally)
            except InputError as error:
                tally.put_aside(error.position or "the file", error.code)
        n_stored, n_aside = tally.counts["stored"] + tally.counts["corrected"], len(tally.quarantined)
        ledger.append(project.registry, "steps", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest steps")


def _one_log(project: Project, path: Path, tally: Tally) -> None:
    declaration, counts = read_log_declaration(path), Counter[str]()
    gone, aside = tombstones.read(project.workspace), list[Unusable]()
    oldest = oldest_day(project.charter, Kept.COMMENT, project.today)

    def taken() -> Iterator[Step]:
        for found in read_steps(path, declaration, partial(pseudonym, project.workspace), counts):
            counts["rows"] += 1
            if isinstance(found, tuple):
                aside.append(found)
            elif found.customer is not None and gone.has(Kind.CUSTOMER, found.customer):
                counts["objected"] += 1
            else:
                yield _of_nobody(found, gone, oldest)

    merged = steps.merge(project.workspace, taken())
    for position, code in aside:
        tally.put_aside(position, code)
    counts.update(asdict(merged))
    tally.add(**counts)
    refused = Counter(f"refused_{code.value}" for _, code in aside)
    log_id = pseudonym(project.workspace, "log", path.name)
    steps.note_log(project.workspace, log_id, declaration.journey, project.today, {**counts, **refused})


def _of_nobody(step: Step, gone: Tombstones, oldest: date) -> Step:
    """The same step, without its customer where that is past its term or was forgotten."""
    if step.customer is None or (step.started_on >= oldest and not gone.has(Kind.CASE, step.case_id)):
        return step
    return replace(step, customer=None)
