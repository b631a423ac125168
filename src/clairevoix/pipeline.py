"""Every stage, in order: the only module that knows them all.

    ingest → transcribe → redact → annotate → measure → publish

Each stage is a function on nouns; this module reads and writes the stores between them and asks the charter before each.
What comes in first passes :mod:`clairevoix.intake`; what goes out is put together in :mod:`clairevoix.figures`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from clairevoix import figures
from clairevoix.annotate.annotators.phrases import annotate
from clairevoix.charter.admission import admit_processing
from clairevoix.charter.disclosure import releasable
from clairevoix.charter.extractors import admit_extractors
from clairevoix.charter.policy import Charter
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.config import Settings, TranscribeSettings
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.ingest.audio import Sound, open_sound
from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Contact, Purpose, Recording
from clairevoix.model.errors import CharterRefusal, ClairevoixError, Code, InputError
from clairevoix.model.measure import Figure
from clairevoix.model.outcome import Quarantined, Report
from clairevoix.model.transcript import RedactedTranscript, Transcript
from clairevoix.project import Project, stage_digest
from clairevoix.redact.recognizer import EXTRACTOR as REDACTION
from clairevoix.redact.replace import mute, redact
from clairevoix.store import lake, published, registry, vault
from clairevoix.store.registry import Job, State
from clairevoix.store.rows import Processed
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import exclusive, pseudonym, unseal
from clairevoix.transcribe.engine import EXTRACTOR as TRANSCRIPTION
from clairevoix.transcribe.engine import Engine, engine_digest, load_engine
from clairevoix.transcribe.turns import joined, transcribe

Progress = Callable[[int, int], None]

#: A batch is stored when it has this many contacts or is this old: what a kill can cost.
_STORE_EVERY = 8
_STORE_EVERY_S = 30.0
#: Stored batches after which their small files are merged.
_COMPACT_EVERY = 32
#: What a contact may take: a process that needs longer is stuck. The slowest machines hear a second of sound in one.
_LEAST_LIMIT_S, _LIMIT_PER_BYTE_S = 600.0, 1 / 1000
_LOST = {Lost.DIED: Code.WORKER_DIED, Lost.TOOK_TOO_LONG: Code.TOOK_TOO_LONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One contact for a worker process, with all that it needs."""

    contact: Contact
    path: Path = field(repr=False)
    settings: Settings
    charter: Charter
    codebook: Codebook
    stage_digest: str
    audio_object: str
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A contact that a stage could not take, or that the charter refused."""

    code: Code
    rule_id: str | None = None


def hear(recording: Recording, settings: Settings, language: str) -> tuple[RedactedTranscript, Recording]:
    """What may be kept of a recording: its redacted words and its redacted sound. The raw words live in here only."""
    _, redacted, sound = listen(recording, settings, language)
    return redacted, sound


def listen(recording: Recording, settings: Settings, language: str) -> tuple[Transcript, RedactedTranscript, Recording]:
    """What is heard, what may be kept of it, and the redacted sound. The first is for measuring quality on a corpus only."""
    transcript = transcribe(recording, _engine(settings.transcribe), language)
    redacted = redact(transcript)
    return transcript, redacted, mute(recording, redacted.redactions, settings.redact.padding_ms)


def transcribed(sound: Sound, engine: Engine, language: str) -> Transcript:
    """What is said in a recording of any length: a long one is heard section by section."""
    parts = ((each.start_ms, transcribe(each.recording, engine, language)) for each in sound.sections())
    return joined(parts, sound.duration_ms)


def process(task: Task) -> Processed | PutAside:
    """One contact through ingest, transcribe, redact and annotate, in a worker process.

    What is wrong with the engine itself, and not with a contact, is raised and stops the run.
    """
    _engine(task.settings.transcribe)
    try:
        admit_processing(charter=task.charter, recorded_on=task.contact.started_at.date(), today=task.today)
        sound = open_sound(task.path, task.contact.contact_id, task.contact.parties)
        if task.contact.purpose is Purpose.TECHNICAL_TEST:
            sound = sound.of_system()
        transcript = redact(transcribed(sound, _engine(task.settings.transcribe), task.contact.language))
        return Processed(
            contact=replace(task.contact, parties=sound.parties),
            stage_digest=task.stage_digest,
            transcript=releasable(transcript),
            annotations=annotate(transcript, task.codebook),
            audio_object=task.audio_object,
            audio=encode_flac(
                mute(each.recording, transcript.redactions, task.settings.redact.padding_ms, start_ms=each.start_ms)
                for each in sound.sections()
            ),
        )
    except InputError as error:
        return PutAside(code=error.code)
    except CharterRefusal as refusal:
        return PutAside(code=Code.REFUSED, rule_id=refusal.rule_id)
    except Exception:  # noqa: BLE001  (a message or a traceback may quote what was said: nothing of it goes on)
        return PutAside(code=Code.ENGINE_FAILED)


def run(project: Project, progress: Progress | None = None, *, retry: bool = False) -> Report:
    """Processes every registered contact that is not yet, and stores each exactly once however often this is killed."""
    started = time.monotonic()
    with exclusive(project.workspace):
        admit_extractors((TRANSCRIPTION, REDACTION, *project.label_extractors))
        _purge(project)
        lake.sweep(project.workspace)
        vault.sweep(project.workspace)
        if retry:
            registry.reopen(project.registry, State.QUARANTINED)
        tasks = _tasks(project)
        unchanged = {each for each, _ in lake.committed(project.workspace)} - {
            task.contact.contact_id for task in tasks
        }
        n_done, audio_ms = _work(project, tasks, progress)
        lake.compact(project.workspace)
        registry.append(project.registry, "run", done=n_done, **project.digests)
    wall_s = time.monotonic() - started
    return Report(
        command="run",
        counts={"to_do": len(tasks), "done": n_done, "unchanged": len(unchanged)},
        quarantined=tuple(
            Quarantined(position=job.contact.contact_id, code=job.code or Code.ENGINE_FAILED, rule_id=job.rule_id)
            for job in registry.jobs(project.registry, State.QUARANTINED)
        ),
        facts={
            "audio_s": audio_ms / 1000,
            "wall_s": wall_s,
            "real_time_factor": wall_s * 1000 / audio_ms if audio_ms else 0.0,
        },
    )


def _work(project: Project, tasks: Sequence[Task], progress: Progress | None) -> tuple[int, int]:
    """Runs the tasks and stores what they make, batch by batch. Returns how many contacts and how many ms of sound."""
    n_done, n_batches, audio_ms = 0, 0, 0
    batch: list[Processed] = []
    stored_at = time.monotonic()
    outcomes = map_unordered(process, tasks, project.settings.execute.jobs, limit_s=_limit_s)
    for finished, (task, outcome) in enumerate(outcomes, start=1):
        if isinstance(outcome, Processed):
            batch.append(outcome)
            audio_ms += outcome.transcript.duration_ms
        else:
            aside = PutAside(code=_LOST[outcome]) if isinstance(outcome, Lost) else outcome
            registry.mark_quarantined(project.registry, task.contact.contact_id, aside.code, aside.rule_id)
        if len(batch) >= _STORE_EVERY or time.monotonic() - stored_at > _STORE_EVERY_S:
            n_done += _store(project, batch)
            n_batches += 1
            batch, stored_at = [], time.monotonic()
            if n_batches % _COMPACT_EVERY == 0:
                lake.compact(project.workspace)
        if progress is not None:
            progress(finished, len(tasks))
    return n_done + _store(project, batch), audio_ms


def _limit_s(task: Task) -> float:
    """A second for each 1,000 bytes, which is a second of sound at the least rate that people use for speech, 8 kb/s."""
    try:
        return _LEAST_LIMIT_S + task.path.stat().st_size * _LIMIT_PER_BYTE_S
    except OSError:
        return _LEAST_LIMIT_S


def purge(project: Project) -> Report:
    """Deletes what is past its term, and what a killed run left behind: recordings, their words, old comments."""
    with exclusive(project.workspace):
        return _purge(project)


def publish(project: Project) -> Report:
    """Measures everything and replaces the snapshot."""
    with exclusive(project.workspace):
        report = _publish(project)
        _delete(project)
        return report


def _purge(project: Project) -> Report:
    """What is past its term leaves the page first: killed in between, the next purge still finds it in the lake."""
    snapshot = project.workspace.snapshot
    if _expired(project) and snapshot.exists():
        try:
            _publish(project)
        except ClairevoixError:
            snapshot.unlink()
    return _delete(project)


def _expired(project: Project) -> tuple[tuple[str, str], ...]:
    return lake.contacts_before(project.workspace, oldest_day(project.charter, Kept.RECORDING, project.today))


def _delete(project: Project) -> Report:
    expired = _expired(project)
    for _, audio_object in expired:
        vault.erase(project.workspace, audio_object)
    oldest = oldest_day(project.charter, Kept.RECORDING, project.today)
    old = [job.contact.contact_id for job in registry.jobs(project.registry) if job.contact.started_at.date() < oldest]
    lake.remove_contacts(project.workspace, sorted({*old, *(contact_id for contact_id, _ in expired)}))
    registry.forget(project.registry, old)
    unused = set(vault.object_ids(project.workspace)) - lake.audio_objects(project.workspace)
    for audio_object in unused:
        vault.erase(project.workspace, audio_object)
    oldest_comment = oldest_day(project.charter, Kept.COMMENT, project.today)
    comments = lake.drop_comments_before(project.workspace, oldest_comment)
    lake.vacuum(project.workspace)
    counts = {"contacts": len(expired), "jobs": len(old), "comments": comments, "left_over": len(unused)}
    if any(counts.values()):
        registry.append(project.registry, "purge", **counts)
    return Report(command="purge", counts=counts)


def _publish(project: Project) -> Report:
    released = figures.released(project)
    excerpts = figures.excerpts(project, released)
    published.replace(
        project.workspace.snapshot,
        about=figures.about(project, released),
        released=released,
        labels=project.codebook.labels,
        excerpts=excerpts,
    )
    n_figures = sum(isinstance(each, Figure) for each in released)
    counts = {"figures": n_figures, "suppressed": len(released) - n_figures, "excerpts": len(excerpts)}
    registry.append(project.registry, "publish", **project.digests, **counts)
    return Report(command="publish", counts=counts)


@lru_cache(maxsize=1)
def _engine(settings: TranscribeSettings) -> Engine:
    return load_engine(settings)


def _tasks(project: Project) -> list[Task]:
    """The contacts to process: those never stored, and those stored by other stages whose recording still exists."""
    jobs = [job for job in registry.jobs(project.registry) if job.state is not State.QUARANTINED]
    if not jobs:
        return []
    digest = stage_digest(project, engine_digest(project.settings.transcribe))
    stored = dict(lake.committed(project.workspace))
    tasks, whole = [], []
    for job in jobs:
        contact_id, path = (job.contact.contact_id, Path(unseal(project.workspace, job.source)))
        if stored.get(contact_id) == digest or (contact_id in stored and not path.is_file()):
            whole += [contact_id] if job.state is State.PENDING else []
        else:
            tasks.append(_task(project, job, path, digest))
    registry.mark_done(project.registry, whole)
    return tasks


def _task(project: Project, job: Job, path: Path, digest: str) -> Task:
    return Task(
        contact=job.contact,
        path=path,
        settings=project.settings,
        charter=project.charter,
        codebook=project.codebook,
        stage_digest=digest,
        audio_object=pseudonym(project.workspace, "audio", f"{job.contact.contact_id}\0{digest}"),
        today=project.today,
    )


def _store(project: Project, batch: Sequence[Processed]) -> int:
    """Sound first, then the facts that refer to it, then the job: killed in between, the next run makes it whole."""
    for processed in batch:
        vault.put(project.workspace, processed.audio_object, processed.audio)
    lake.commit(project.workspace, batch)
    registry.mark_done(project.registry, [processed.contact.contact_id for processed in batch])
    return len(batch)
