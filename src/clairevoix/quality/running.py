"""Lets the pipeline hear a corpus and sets what it made of each recording against the truth."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from random import Random

from clairevoix import pipeline, rehearing
from clairevoix.annotate.annotating import annotate
from clairevoix.config import Settings
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.ingest.audio import held, read_recording
from clairevoix.model.annotation import Codebook
from clairevoix.model.contact import Channel, Recording
from clairevoix.model.errors import Code, ComponentError, InputError
from clairevoix.model.transcript import Transcript
from clairevoix.quality.evidence import Evidence, Heard
from clairevoix.quality.exhibits import Exhibit, exhibit
from clairevoix.quality.metrics.labels import label_finds
from clairevoix.quality.metrics.personal import (
    as_transcript,
    redaction_of_heard,
    redaction_of_sound,
    redaction_of_truth,
)
from clairevoix.quality.metrics.queries import query_hits
from clairevoix.quality.metrics.silence import invented_words
from clairevoix.quality.metrics.speakers import speaker_errors
from clairevoix.quality.metrics.times import word_times
from clairevoix.quality.metrics.words import word_errors
from clairevoix.quality.reading import check_digest
from clairevoix.quality.truth import TRUE_WORDS, Corpus, Take, Truth
from clairevoix.redact.replace import redact
from clairevoix.tasks import sized
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.turns import transcribe

#: A file may last this much longer or shorter than its manifest says: what a codec adds, in ms.
_CODEC_MS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One recording judged: the evidence, and what people can look at. ``condition`` is that of the recording.

    ``truth`` is a digest of the sound and of all that is true about it: only what has the same one can be compared.
    """

    recording_id: str
    contact_id: str
    condition: str
    duration_ms: int
    truth: str
    evidence: tuple[Evidence, ...]
    exhibit: Exhibit | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    take: Take
    truth: Truth = field(repr=False)
    phrases: tuple[str, ...] = field(repr=False)
    labels: frozenset[str]
    settings: Settings
    codebook: Codebook = field(repr=False)
    dither: int | None


def evaluate(
    corpus: Corpus,
    takes: Sequence[Take],
    settings: Settings,
    codebook: Codebook,
    *,
    progress: Callable[[int, int], None] | None = None,
    dither: int | None = None,
) -> tuple[Judged, ...]:
    """What today's pipeline makes of these recordings, and of the true words of their contacts.

    Raises InputError naming the recording for what is wrong with the corpus. ``dither`` seeds noise of the least step of
    16-bit sound, which nobody hears: what changes with it is no one's doing.
    """
    for take in takes:
        check_digest(take)
    known, settings = _known_labels(corpus, codebook), sized(settings, len(takes))
    tasks = [
        _Task(
            take=take,
            truth=corpus.of(take),
            phrases=corpus.queries.get(corpus.of(take).language, ()),
            labels=known,
            settings=settings,
            codebook=codebook,
            dither=dither,
        )
        for take in takes
    ]
    judged = []
    for number, (task, result) in enumerate(map_unordered(_judge, tasks, settings.execute.jobs), start=1):
        if isinstance(result, Lost):
            raise ComponentError(f"the process that heard {task.take.recording_id} died")
        judged.append(result)
        if progress is not None:
            progress(number, len(tasks))
    return tuple(sorted(judged, key=lambda each: each.recording_id))


def judge_words(corpus: Corpus, truths: Sequence[Truth], codebook: Codebook) -> tuple[Judged, ...]:
    """Redaction and labels of the true words, spoken or written: what they are worth when recognition is perfect."""
    known = _known_labels(corpus, codebook)
    judged = []
    for truth in truths:
        transcript = as_transcript(truth)
        redacted = redact(transcript)
        heard = Heard(
            recording_id=truth.contact_id,
            transcript=transcript,
            redacted=redacted,
            annotations=annotate(redacted, codebook),
        )
        labels = label_finds(truth, heard, known)
        judged.append(
            Judged(
                recording_id=f"{truth.contact_id}@{TRUE_WORDS}",
                contact_id=truth.contact_id,
                condition=TRUE_WORDS,
                duration_ms=0,
                truth=_digest(truth),
                # Where the evidence lies cannot be compared: these words have no times.
                evidence=(*redaction_of_truth(truth, heard), *(e for e in labels if e.metric != "label_evidence")),
            )
        )
    return tuple(judged)


def _known_labels(corpus: Corpus, codebook: Codebook) -> frozenset[str]:
    """Labels that both the truth and the codebook speak of."""
    return frozenset(corpus.labels) & {label.name for label in codebook.labels}


def judge_elsewhere(corpus: Corpus, takes: Sequence[Take], transcripts: Mapping[str, Heard]) -> tuple[Judged, ...]:
    """The metrics that need no more than a transcript, for one that was made elsewhere.

    Raises InputError for a transcript of a recording that is not asked for, and KeyError for a recording asked for that
    has none, see :func:`untranscribed`. Where nothing was recognised, a transcript has no turns.
    """
    known = {take.recording_id: take for take in takes}
    unknown = sorted(set(transcripts) - set(known))
    if unknown:
        raise InputError(Code.UNKNOWN_RECORDING, unknown[0])
    return tuple(
        _judged(take, corpus.of(take), transcripts[name], corpus.queries.get(corpus.of(take).language, ()))
        for name, take in sorted(known.items())
    )


def untranscribed(takes: Sequence[Take], transcripts: Mapping[str, Heard]) -> tuple[str, ...]:
    """Recordings asked for that have no transcript: leaving out the hard ones must not help."""
    return tuple(sorted({take.recording_id for take in takes} - set(transcripts)))


def fingerprint(corpus: Corpus, judged: Sequence[Judged], codebook: Codebook) -> str:
    """Identifies what was evaluated: these recordings, their truth, the labels and phrases looked for. Not the outcome."""
    found = sorted((each.recording_id, each.condition, each.truth) for each in judged)
    return _hash([found, sorted(_known_labels(corpus, codebook)), dict(corpus.queries)])


def by_condition(judged: Sequence[Judged]) -> dict[str, dict[str, list[Evidence]]]:
    """The evidence of each condition, by contact."""
    found: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for each in judged:
        found[each.condition][each.contact_id] += each.evidence
    return {condition: dict(contacts) for condition, contacts in sorted(found.items())}


def _judge(task: _Task) -> Judged:
    """One recording, in a worker process."""
    take, settings = task.take, task.settings
    try:
        recording = read_recording(take.path, take.contact_id, take.parties)
    except InputError as error:
        raise InputError(error.code, take.recording_id) from None
    _check_sound(recording, take)
    if task.dither is not None:
        recording = _dithered(recording, Random(f"{task.dither} {take.recording_id}"))
    engine = pipeline.engine_of(settings.transcribe, settings.execute.threads)
    listened = pipeline.listen(held(recording), engine, task.truth.language)
    redacted = redact(listened.transcript, references=settings.redact.references)
    (sound,) = rehearing.muted(listened.sound, redacted, settings.redact.padding_ms)
    heard = Heard(
        recording_id=take.recording_id,
        transcript=listened.transcript,
        redacted=redacted,
        annotations=annotate(redacted, task.codebook),
        muted=tuple(
            each.span.padded(settings.redact.padding_ms, limit_ms=recording.duration_ms) for each in redacted.redactions
        ),
        again=_again(listened, sound, engine) if task.truth.entities else None,
        voices=tuple((each.speaker, each.span) for each in listened.speakers.spans) if listened.speakers else (),
    )
    # Who is on a channel is what the pipeline found, not what the list says: a list may be wrong.
    found = replace(take, parties=listened.parties)
    judged = _judged(take, task.truth, heard, task.phrases, found)
    more = (
        *redaction_of_heard(task.truth, found, heard),
        *redaction_of_sound(task.truth, found, heard),
        *label_finds(task.truth, heard, task.labels),
    )
    return replace(judged, evidence=judged.evidence + more)


def _again(listened: pipeline.Listened, sound: Recording, engine: Engine) -> Transcript:
    """What is heard in the redacted sound. A channel of which nothing was muted sounds as before, and is not heard twice."""
    transcript = listened.transcript
    (before,) = (each.recording for each in listened.sound.sections())
    both = enumerate(zip(before.channels, sound.channels, strict=True))
    changed = [number for number, (one, other) in both if one.samples != other.samples]
    if not changed:
        return transcript
    part = replace(sound, channels=tuple(sound.channels[number] for number in changed))
    heard = transcribe(part, engine, transcript.language)
    turns = [turn for turn in transcript.turns if turn.channel not in changed]
    turns += [replace(turn, channel=changed[turn.channel]) for turn in heard.turns]
    return replace(transcript, turns=tuple(sorted(turns, key=lambda turn: (turn.span, turn.channel))))


def _judged(take: Take, truth: Truth, heard: Heard, phrases: Sequence[str], found: Take | None = None) -> Judged:
    """``found`` is the recording with the parties that were found on its channels, if they are not those of its list."""
    by = found or take
    evidence = (
        *word_errors(truth, by, heard),
        *speaker_errors(truth, by, heard),
        *invented_words(truth, by, heard),
        *word_times(truth, by, heard),
        *query_hits(truth, by, heard, phrases),
    )
    return Judged(
        recording_id=take.recording_id,
        contact_id=take.contact_id,
        condition=take.condition,
        duration_ms=take.duration_ms,
        truth=_digest(truth, take),
        evidence=evidence,
        exhibit=exhibit(truth, by, heard),
    )


def _check_sound(recording: Recording, take: Take) -> None:
    """The sound is as the manifest says: hours that are not there would make every rate per hour look better."""
    if len(recording.channels) != len(take.parties):
        raise InputError(Code.PARTIES_MISMATCH, take.recording_id)
    if abs(recording.duration_ms - take.duration_ms) > _CODEC_MS:
        raise InputError(Code.DIGEST_MISMATCH, take.recording_id)


def _digest(truth: Truth, take: Take | None = None) -> str:
    about = None if take is None else (take.sha256, take.parties, take.duration_ms)
    return _hash([asdict(truth), about])


def _hash(what: object) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]


def _dithered(recording: Recording, random: Random) -> Recording:
    channels = []
    for channel in recording.channels:
        samples = channel.samples[:]
        for place, step in enumerate(random.choices((-1, 0, 1), k=len(samples))):
            samples[place] = min(32767, max(-32768, samples[place] + step))
        channels.append(Channel(party=channel.party, samples=samples))
    return replace(recording, channels=tuple(channels))
