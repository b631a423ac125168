"""What there is to do: the contacts of a workspace that are not stored as today's stages would make them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from clairevoix.charter.admission import admit_processing
from clairevoix.charter.measures import admit_hearing
from clairevoix.charter.policy import Charter
from clairevoix.config import Settings
from clairevoix.execute.capacity import cores, memory_mb
from clairevoix.ingest.written import is_written
from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Contact
from clairevoix.project import Project, stage_digest
from clairevoix.store import lake, particulars, registry
from clairevoix.store.registry import Job, State
from clairevoix.store.workspace import Workspace, pseudonym, unseal
from clairevoix.transcribe.engine import AUTO, engine_digest, engine_sizing
from clairevoix.transcribe.engines.sizing import usual
from clairevoix.transcribe.speakers import speakers_digest

#: What a contact may take: a process that needs longer is stuck. The slowest machines hear a second of sound in one.
_LEAST_LIMIT_S, _LIMIT_PER_BYTE_S = 600.0, 1 / 1000
#: From so many recordings on, an engine that was never run here may be tried for some seconds.
_WORTH_TRYING = 50
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
    wanted, whole = [], []
    for job in jobs:
        contact_id, path = (job.contact.contact_id, Path(unseal(project.workspace, job.source)))
        if stored.get(contact_id) == digest or (contact_id in stored and not path.is_file()):
            whole += [contact_id] if job.state is State.PENDING else []
        else:
            wanted.append((job, known[contact_id], path))
    registry.mark_done(project.registry, whole)
    settings = sized(project.settings, len(wanted)) if wanted else project.settings
    return [_task(project, job, contact, path, settings, digest) for job, contact, path in wanted]


def _task(project: Project, job: Job, contact: Contact, path: Path, settings: Settings, digest: str) -> Task:
    return Task(
        contact=contact,
        path=path,
        settings=settings,
        charter=project.charter,
        charter_then=project.consulted.at(job.contact.started_at),
        codebook=project.codebook,
        stage_digest=digest,
        audio_object=pseudonym(project.workspace, "audio", f"{job.contact.contact_id}\0{digest}"),
        workspace=project.workspace,
        today=project.today,
    )


def sized(settings: Settings, n_items: int) -> Settings:
    """The same with how many processes of how many threads are right for so many items here, as far as nobody set it.

    The engine may be tried for that once, if there are enough items for it to pay.
    """
    own, n_cores, memory = settings.execute, cores(), memory_mb()
    if own.jobs:
        return settings
    many = n_items >= _WORTH_TRYING
    chosen = engine_sizing(settings.transcribe, n_cores, memory) if many else usual(n_cores, memory)
    threads = own.threads or chosen.threads
    processes = max(1, n_cores // threads) if own.threads else chosen.processes
    return replace(settings, execute=replace(own, jobs=processes, threads=threads))


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
