"""Every stage, in order: the only module that knows them all.

    ingest → transcribe → redact → annotate → measure → publish

Each stage is a function on nouns; this module reads and writes the stores between them and asks the charter before each.
What comes in first passes :mod:`clairevoix.intake`; what goes out is put together in :mod:`clairevoix.figures`; what is
past its term leaves by :mod:`clairevoix.upkeep`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from itertools import islice

from clairevoix.annotate.annotating import annotate
from clairevoix.annotators import catch_up
from clairevoix.charter.disclosure import releasable
from clairevoix.charter.extractors import admit_extractors
from clairevoix.config import Settings, TranscribeSettings
from clairevoix.correspondence import read_contact
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.grids import draft_all
from clairevoix.ingest.audio import Sound, held, open_sound
from clairevoix.ingest.talk import EXTRACTOR as TALK
from clairevoix.ingest.talk import looked_at, own_sections
from clairevoix.ingest.written import is_written
from clairevoix.model.contact import Party, Purpose, Recording
from clairevoix.model.errors import CharterRefusal, Code, InputError, StoreError
from clairevoix.model.outcome import PutAside, Quarantined, Report
from clairevoix.model.talk import Talk
from clairevoix.model.transcript import RedactedTranscript, Transcript
from clairevoix.model.verification import Verification
from clairevoix.project import Project, adopt
from clairevoix.redact.operators.sound import Filling
from clairevoix.redact.recognizer import EXTRACTOR as REDACTION
from clairevoix.redact.replace import redact
from clairevoix.rehearing import muted, verified
from clairevoix.store import lake, ledger, registry, vault
from clairevoix.store.annotators import By
from clairevoix.store.registry import State
from clairevoix.store.rows import Processed
from clairevoix.store.sound import flac_pieces
from clairevoix.store.workspace import exclusive
from clairevoix.tasks import Task, admit, apart, limit_s, tasks_of, together
from clairevoix.transcribe.ahead import heard_ahead
from clairevoix.transcribe.engine import EXTRACTOR as TRANSCRIPTION
from clairevoix.transcribe.engine import Engine, load_engine, second_hearing, spoken_language
from clairevoix.transcribe.named import announced, named
from clairevoix.transcribe.speakers import EXTRACTOR as SPEAKERS
from clairevoix.transcribe.speakers import (
    HeardSection,
    SpeakerModel,
    Speakers,
    is_installed,
    is_shared,
    listened,
    load_speaker_model,
    who_speaks,
)
from clairevoix.transcribe.turns import joined, transcribe
from clairevoix.upkeep import deleted, published_again, purged, signed

Progress = Callable[[int, int], None]

#: A batch is stored when it has this many contacts or is this old: what a kill can cost.
_STORE_EVERY = 8
_STORE_EVERY_S = 30.0
#: Stored batches after which their small files are merged.
_COMPACT_EVERY = 32
#: In less, two voices could not be told from one.
_LEAST_TOLD_MS = 8000
_LOST = {Lost.DIED: Code.WORKER_DIED, Lost.TOOK_TOO_LONG: Code.TOOK_TOO_LONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What was heard, before redaction: it lives in memory only. ``sound`` is the recording as it may be used.

    ``speakers``: who speaks when, where both parties share a channel and their voices could be told apart.
    """

    transcript: Transcript = field(repr=False)
    sound: Sound
    parties: tuple[Party, ...]
    talk: Talk
    speakers: Speakers | None


def hear(recording: Recording, settings: Settings, language: str) -> tuple[RedactedTranscript, Recording, Verification]:
    """What may be kept of a recording: its redacted words and its redacted sound. The raw words live in here only.

    Raises InputError redaction_not_verified, recognizer_failed.
    """
    engine, how = engine_of(settings.transcribe, settings.execute.threads), settings.redact
    heard = listen(held(recording), engine, language)
    redacted = redact(heard.transcript, references=how.references)
    (sound,) = muted(heard.sound, redacted, how.padding_ms, Filling(how.audio))
    return redacted, sound, verified([sound], heard.transcript, redacted, second_hearing(engine), how)


def listen(sound: Sound, engine: Engine, language: str) -> Listened:
    """What is said in a recording of any length, and by whom: a long one is heard section by section.

    For ``auto`` the language is that of the first section; it does not change within a call.
    """
    sound, talk = looked_at(sound)
    parts: list[tuple[int, Transcript]] = []
    voices: list[HeardSection] = []
    for each in own_sections(sound, talk):
        language = spoken_language(engine, each.recording.channels, each.recording.sample_rate_hz, language)
        parts.append((each.start_ms, transcribe(each.recording, engine, language)))
        if is_shared(each.recording) and sound.duration_ms >= _LEAST_TOLD_MS and (model := voice_model()):
            voices.append(listened(each.recording, model, each.start_ms))
    transcript, parties = named(joined(parts, sound.duration_ms), sound.parties)
    told = who_speaks(transcript, voices) if voices else None
    return Listened(
        transcript=announced(told.transcript if told else transcript),
        sound=sound,
        parties=parties,
        talk=talk,
        speakers=told.speakers if told else None,
    )


def all_processed(tasks: Sequence[Task]) -> list[Processed | PutAside]:
    """Contacts in a worker process: several short ones in one language, or one. Each succeeds or fails by itself."""
    engine = None
    if len(tasks) > 1 and not is_written(tasks[0].path):
        engine = _engine(tasks[0])
        recordings = [recording for task in tasks for recording in _short_recording(task)]
        engine = heard_ahead(engine, recordings, tasks[0].contact.language)
    return [process(task, engine) for task in tasks]


def _short_recording(task: Task) -> list[Recording]:
    """What will be heard of it; nothing if anything is wrong, which is found and told when its turn comes."""
    try:
        sound, talk = looked_at(_opened(task))
        sections = list(islice(own_sections(sound, talk), 2))
    except Exception:  # noqa: BLE001  (the same will be raised, and judged, in ``process``)
        return []
    return [section.recording for section in sections] if len(sections) == 1 else []


def _opened(task: Task) -> Sound:
    """Raises CharterRefusal, InputError."""
    admit(task)
    sound = open_sound(task.path, task.contact.contact_id, task.contact.parties)
    return sound.of_system() if task.contact.purpose is Purpose.TECHNICAL_TEST else sound


def process(task: Task, engine: Engine | None = None) -> Processed | PutAside:
    """One contact through ingest, transcribe, redact and annotate, in a worker process.

    Its sound goes into the vault from here, last of all; nothing refers to it before the contact is stored. What is wrong
    with the engine itself or with the vault, and not with a contact, is raised and stops the run.
    """
    how = task.settings.redact
    try:
        if is_written(task.path):
            admit(task)
            return read_contact(task.contact, task.path, task.codebook, task.stage_digest, how.references)
        own_engine, sound = _engine(task), _opened(task)
        heard = listen(sound, engine or own_engine, task.contact.language)
        transcript = releasable(redact(heard.transcript, references=how.references))
        sections = partial(muted, heard.sound, transcript, how.padding_ms, Filling(how.audio))
        processed = Processed(
            contact=replace(task.contact, parties=heard.parties, language=heard.transcript.language),
            stage_digest=task.stage_digest,
            transcript=transcript,
            verification=verified(sections(), heard.transcript, transcript, second_hearing(own_engine), how),
            annotations=annotate(transcript, task.codebook),
            held_back=heard.transcript.held_back,
            talk=heard.talk,
            swapped=sorted(sound.parties) == sorted(heard.parties) and sound.parties != heard.parties,
            audio_object=task.audio_object,
            codebook=task.codebook.digest,
        )
        vault.put(task.workspace, task.audio_object, flac_pieces(sections(), heard.sound.n_samples))
        return processed
    except StoreError:
        raise
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
        admit_extractors((TALK, TRANSCRIPTION, SPEAKERS, REDACTION, *project.label_extractors))
        purged(project)
        adopt(project)
        lake.sweep(project.workspace)
        if retry:
            registry.reopen(project.registry, State.QUARANTINED)
        tasks = tasks_of(project)
        unchanged = {each for each, _ in lake.committed(project.workspace)} - {
            task.contact.contact_id for task in tasks
        }
        n_done, audio_ms = _work(project, tasks, progress)
        lake.compact(project.workspace)
        drafts = draft_all(project)
        ledger.append(project.registry, "run", done=n_done, **project.digests)
        signed(project)
    wall_s = time.monotonic() - started
    return Report(
        command="run",
        counts={"to_do": len(tasks), "done": n_done, "unchanged": len(unchanged), **drafts},
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
    jobs = tasks[0].settings.execute.jobs if tasks else 1
    groups = map_unordered(all_processed, together(tasks), jobs, limit_s=limit_s, apart=apart)
    outcomes = (
        pair
        for group, made in groups
        for pair in zip(group, [made] * len(group) if isinstance(made, Lost) else made, strict=True)
    )
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


def purge(project: Project) -> Report:
    """Deletes what is past its term, and what a killed run left behind: recordings, their words, old comments."""
    with exclusive(project.workspace):
        report = purged(project)
        signed(project)
        return report


def publish(project: Project) -> Report:
    """Measures everything and replaces the snapshot."""
    with exclusive(project.workspace):
        catch_up(project, By.LANGUAGE_MODEL)  # here only: what is published again after a deletion sends nothing
        report = published_again(project)
        deleted(project)
        signed(project)
        return report


@lru_cache(maxsize=1)
def engine_of(settings: TranscribeSettings, threads: int = 0) -> Engine:
    """The engine that the settings name, loaded once in each process; of one thread, unless more are asked for."""
    return load_engine(settings, threads or 1)


def _engine(task: Task) -> Engine:
    return engine_of(task.settings.transcribe, task.settings.execute.threads)


@lru_cache(maxsize=1)
def voice_model() -> SpeakerModel | None:
    """What tells voices apart, loaded once in each process; None where its weights are not installed."""
    return load_speaker_model() if is_installed() else None


def _store(project: Project, batch: Sequence[Processed]) -> int:
    """The facts, which refer to sound in the vault, then the job: killed in between, the next run makes it whole."""
    lake.commit(project.workspace, batch)
    registry.mark_done(project.registry, [processed.contact.contact_id for processed in batch])
    return len(batch)
