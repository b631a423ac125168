"""What there is to do: the contacts of a workspace that are not stored as today's stages would make them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from clairevoix.charter.admission import admit_processing
from clairevoix.charter.measures import admit_hearing
from clairevoix.charter.policy import Charter
from clairevoix.config import Settings
from clairevoix.ingest.written import is_written
from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Contact
from clairevoix.project import Project, stage_digest
from clairevoix.store import lake, particulars, registry
from clairevoix.store.registry import Job, State
from clairevoix.store.workspace import Workspace, pseudonym, unseal
from clairevoix.transcribe.engine import AUTO, engine_digest
from clairevoix.transcribe.speakers import speakers_digest

#: What a contact may take: a process that needs longer is stuck. The slowest machines hear a second of sound in one.
_LEAST_LIMIT_S, _LIMIT_PER_BYTE_S = 600.0, 1 / 1000
#: Recordings of so few bytes, 15 s of plain telephone sound, are heard so many at a time. Of 141 prompts of 3 s that takes a
#: third of the time; long calls fill a batch each.
_SHORT_BYTES, _MOST_TOGETHER = 250_000, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One contact for a worker process, with all that it needs. ``charter_then`` was in force when it was recorded."""

    contact: Contact
    path: Path = field(repr=False)
    settings: Settings
    charter: Charter
    charter_then: Charter
    codebook: Codebook
    stage_digest: str
    audio_object: str
    workspace: Workspace
    today: date


def admit(task: Task) -> None:
    """Raises CharterRefusal before anything is opened.

    A purpose must be in force today, and have been when the recording was made: consulted later, it opens nothing of before.
    """
    for charter in (task.charter, task.charter_then):
        admit_hearing(charter, task.contact.purpose)
    admit_processing(charter=task.charter, recorded_on=task.contact.started_at.date(), today=task.today)


def tasks_of(project: Project) -> list[Task]:
    """The contacts to process: those never stored, and those stored by other stages whose recording still exists."""
    jobs = [job for job in registry.jobs(project.registry) if job.state is not State.QUARANTINED]
    if not jobs:
        return []
    digest = stage_digest(project, engine_digest(project.settings.transcribe) + speakers_digest())
    stored = dict(lake.committed(project.workspace))
    known = particulars.completed(project.registry, [job.contact for job in jobs])
    tasks, whole = [], []
    for job in jobs:
        contact_id, path = (job.contact.contact_id, Path(unseal(project.workspace, job.source)))
        if stored.get(contact_id) == digest or (contact_id in stored and not path.is_file()):
            whole += [contact_id] if job.state is State.PENDING else []
        else:
            tasks.append(_task(project, job, known[contact_id], path, digest))
    registry.mark_done(project.registry, whole)
    return tasks


def _task(project: Project, job: Job, contact: Contact, path: Path, digest: str) -> Task:
    return Task(
        contact=contact,
        path=path,
        settings=project.settings,
        charter=project.charter,
        charter_then=project.consulted.at(job.contact.started_at),
        codebook=project.codebook,
        stage_digest=digest,
        audio_object=pseudonym(project.workspace, "audio", f"{job.contact.contact_id}\0{digest}"),
        workspace=project.workspace,
        today=project.today,
    )


def together(tasks: Iterable[Task]) -> list[tuple[Task, ...]]:
    """Short recordings in one known language side by side, so that they can be heard in one go; any other alone."""
    groups: list[tuple[Task, ...]] = []
    open_groups: dict[str, list[Task]] = {}
    for task in tasks:
        if task.contact.language == AUTO or not 0 < _n_bytes(task) <= _SHORT_BYTES:
            groups.append((task,))
            continue
        kind = f"{task.contact.language}, written" if is_written(task.path) else task.contact.language
        group = open_groups.setdefault(kind, [])
        group.append(task)
        if len(group) == _MOST_TOGETHER:
            groups.append(tuple(open_groups.pop(kind)))
    return [*groups, *(tuple(group) for group in open_groups.values())]


def apart(tasks: Sequence[Task]) -> list[tuple[Task, ...]]:
    """What is tried again if a group was lost: each of its recordings alone."""
    return [(task,) for task in tasks] if len(tasks) > 1 else []


def limit_s(tasks: Sequence[Task]) -> float:
    """A second for each 1,000 bytes, which is a second of sound at the least rate that people use for speech, 8 kb/s."""
    return _LEAST_LIMIT_S + sum(map(_n_bytes, tasks)) * _LIMIT_PER_BYTE_S


def _n_bytes(task: Task) -> int:
    try:
        return task.path.stat().st_size
    except OSError:
        return 0
