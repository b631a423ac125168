"""How well two voices on one channel are told apart, in what time and memory.

    python bench/speakers.py [--corpus corpus/built] [--conditions mono alaw ...] [--alone | --hours 2]

Calls of the development half of which both parties are heard; channels of stereo conditions are added up. The diarization
error rate is that of NIST: time within 0.25 s of where a true turn begins or ends is not judged, time in which two speak is.
Words are the true ones with their true times, so that what is counted is who is said to have spoken them; so is whether the
agent is named. With ``--alone``, each channel is heard by itself: one voice must not become two. With ``--hours``, a call is
repeated until it lasts so long and heard in sections of half an hour.
"""

import argparse
import resource
import statistics
import time
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path

import numpy as np

from clairevoix.ingest.audio import read_recording
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.quality.reading import read_corpus
from clairevoix.quality.truth import Corpus, Split, Take, Truth
from clairevoix.transcribe.speakers import SpeakerModel, listened, load_speaker_model, who_speaks
from clairevoix.transcribe.speakers.spans import SpeakerSpan, told_apart

ROOT = Path(__file__).parents[1]
PARTIES = (Party.AGENT, Party.CUSTOMER)
#: Nothing is judged this close to where a true turn begins or ends, in s.
COLLAR_S = 0.25
SECTION_MS = 1_800_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One call: ``wrong_s`` is confused, missed, false alarm; ``agent`` is right, open or wrong.

    ``announced``: a third voice is heard, which is the system's.
    """

    call: str
    lasts_s: float
    spoken_s: float
    wrong_s: tuple[float, float, float]
    words: int
    words_right: int
    agent: str
    announced: bool
    has_ghost: bool
    cpu_s: float

    @property
    def der(self) -> float:
        return sum(self.wrong_s) / self.spoken_s


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "built")
    parser.add_argument("--conditions", nargs="*", default=[])
    parser.add_argument("--hours", type=float, default=0)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--calls", action="store_true", help="a line for each call")
    asked = parser.parse_args()
    corpus, model = read_corpus(asked.corpus), load_speaker_model()
    if asked.alone:
        channels_alone(corpus, model, asked.conditions or ["alaw"])
        return
    if asked.hours:
        long_call(corpus, model, asked.hours)
        return
    print(
        "| condition | calls | DER | median | worst | confused | missed | false alarm | words right | agent | ghosts |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    everything: list[Told] = []
    for condition, takes in by_condition(corpus, asked.conditions).items():
        told = [judged(corpus.of(take), mixed(take), model, take.recording_id) for take in takes]
        print(line(condition, told), flush=True)
        everything += told
        for each in told if asked.calls else ():
            print(f"  {each.call} {100 * each.der:.1f} % {each.words_right}/{each.words} {each.agent} {each.has_ghost}")
    for name, announced in (("two voices", False), ("and an announcement", True)):
        if chosen := [each for each in everything if each.announced is announced]:
            print(line(name, chosen))
    print(line("all", everything))
    lasts_s = sum(each.lasts_s for each in everything)
    print(f"{lasts_s / 60:.0f} minutes; processor time {sum(each.cpu_s for each in everything) / lasts_s:.4f} of it")
    print(f"memory at most {memory_mb():.0f} MB")


def by_condition(corpus: Corpus, asked: Sequence[str]) -> dict[str, list[Take]]:
    """The recordings that are judged: two parties who both speak, development half."""
    found: dict[str, list[Take]] = defaultdict(list)
    for take in corpus.takes:
        truth = corpus.of(take)
        both = set(PARTIES) <= {turn.party for turn in truth.turns}
        heard = set(take.parties) <= {*PARTIES, Party.UNKNOWN} and take.condition != "dead"
        if truth.split is Split.DEVELOPMENT and both and heard and (not asked or take.condition in asked):
            found[take.condition].append(take)
    return found


def mixed(take: Take) -> Recording:
    recording = read_recording(take.path, take.contact_id, take.parties)
    together = sum(np.frombuffer(each.samples, dtype=np.int16).astype(np.int32) for each in recording.channels)
    return one_channel(recording, array("h", np.clip(together, -(2**15), 2**15 - 1).astype(np.int16).tobytes()))


def one_channel(recording: Recording, samples: "array[int]") -> Recording:
    return replace(recording, channels=(Channel(party=Party.UNKNOWN, samples=samples),))


def judged(truth: Truth, recording: Recording, model: SpeakerModel, call: str) -> Told:
    before = time.process_time()
    sections = [listened(recording, model)]
    speakers = told_apart(sections)
    cpu_s = time.process_time() - before
    true = true_words(truth)
    named = who_speaks(said(truth, [word for _, word in true], recording.duration_ms), sections)
    whose = [turn.party for turn in named.transcript.turns for _ in turn.words]
    spoken_s, wrong_s = errors(truth, speakers.spans, recording.duration_ms)
    return Told(
        call=call,
        lasts_s=recording.duration_ms / 1000,
        spoken_s=spoken_s,
        wrong_s=wrong_s,
        words=len(true),
        words_right=right(true, speakers.spans),
        agent=agent(whose, [party for party, _ in true]),
        announced=any(turn.party not in PARTIES for turn in truth.turns),
        has_ghost=speakers.has_ghost,
        cpu_s=cpu_s,
    )


def true_words(truth: Truth) -> list[tuple[Party, Word]]:
    """What the two parties say, in order of time; the words of a turn share its time where their own is not known."""
    found = []
    for turn in truth.turns:
        if turn.span is None or turn.party not in PARTIES:
            continue
        share = turn.span.duration_ms / max(1, len(turn.words))
        for number, word in enumerate(turn.words):
            start = turn.span.start_ms + round(number * share) if word.start_ms is None else word.start_ms
            end = start + round(share) if word.end_ms is None else word.end_ms
            found.append((turn.party, Word(text=word.text, span=TimeSpan(start, max(start, end)), score=1.0)))
    return sorted(found, key=lambda each: each[1].span)


def said(truth: Truth, words: Sequence[Word], duration_ms: int) -> Transcript:
    turns = (Turn(channel=0, party=Party.UNKNOWN, words=tuple(words)),) if words else ()
    return Transcript(contact_id=truth.contact_id, language=truth.language, duration_ms=duration_ms, turns=turns)


def right(true: Sequence[tuple[Party, Word]], spans: Sequence[SpeakerSpan]) -> int:
    """How many words are their speaker's, under the better pairing of speakers and parties."""
    from clairevoix.transcribe.speakers.words import assigned

    given = [speaker for _, speaker in assigned([word for _, word in true], spans)]
    return max(
        sum(names[speaker] is party for speaker, (party, _) in zip(given, true, strict=True))
        for names in permutations(PARTIES)
    )


def agent(whose: Sequence[Party], parties: Sequence[Party]) -> str:
    if Party.UNKNOWN in whose:
        return "open"
    agreed = sum(one is other for one, other in zip(whose, parties, strict=True))
    return "right" if 2 * agreed > len(parties) else "wrong"


def errors(truth: Truth, spans: Sequence[SpeakerSpan], lasts_ms: int) -> tuple[float, tuple[float, float, float]]:
    from pyannote.core import Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    measure = DiarizationErrorRate(collar=2 * COLLAR_S, skip_overlap=False)
    found = measure(
        annotation((turn.party, turn.span) for turn in truth.turns if turn.span is not None),
        annotation((each.speaker, each.span) for each in spans),
        detailed=True,
        uem=Timeline([Segment(0, lasts_ms / 1000)]),
    )
    confused, missed, alarm = (float(found[name]) for name in ("confusion", "missed detection", "false alarm"))
    return float(found["total"]), (confused, missed, alarm)


def annotation(rows):
    from pyannote.core import Annotation, Segment

    by_speaker = defaultdict(list)
    for speaker, span in rows:
        by_speaker[speaker].append(span)
    found = Annotation()
    for speaker, spans in by_speaker.items():
        for span in merged(spans):
            found[Segment(span.start_ms / 1000, span.end_ms / 1000), speaker] = str(speaker)
    return found


def channels_alone(corpus: Corpus, model: SpeakerModel, conditions: Sequence[str]) -> None:
    """How many channels on which one party is heard are taken for one voice, for two, or for none."""
    found: Counter[str] = Counter()
    for take in (take for takes in by_condition(corpus, conditions).values() for take in takes):
        recording = read_recording(take.path, take.contact_id, take.parties)
        for channel in recording.channels:
            if {turn.party for turn in corpus.of(take).turns if turn.side is channel.party} == {channel.party}:
                speakers = told_apart([listened(one_channel(recording, channel.samples), model)])
                found[f"{speakers.n_speakers} voices{', ghost' if speakers.has_ghost else ''}"] += 1
    print(
        f"{sum(found.values())} channels of one voice: {', '.join(f'{n} as {kind}' for kind, n in found.most_common())}"
    )


def long_call(corpus: Corpus, model: SpeakerModel, hours: float) -> None:
    """The first call, again and again."""
    take = min(
        (take for takes in by_condition(corpus, ["alaw"]).values() for take in takes), key=lambda take: take.path
    )
    recording, truth = mixed(take), corpus.of(take)
    n_times = round(hours * 3_600_000 / recording.duration_ms)
    before, heard_mb = time.process_time(), memory_mb()
    sections = [listened(each, model, start_ms) for start_ms, each in repeated(recording, n_times)]
    listening_s, listening_mb = time.process_time() - before, memory_mb()
    before = time.process_time()
    speakers = told_apart(sections)
    telling_s = time.process_time() - before
    length = recording.duration_ms
    turns = tuple(
        replace(turn, span=TimeSpan(turn.span.start_ms + number * length, turn.span.end_ms + number * length))
        for number in range(n_times)
        for turn in truth.turns
        if turn.span is not None
    )
    spoken_s, wrong_s = errors(replace(truth, turns=turns), speakers.spans, n_times * length)
    print(f"{n_times * length / 3_600_000:.2f} h in {len(sections)} sections: {listening_s:.0f} s of processor time")
    print(f"to listen, {telling_s:.1f} s to tell apart; memory {heard_mb:.0f} MB with the model and a call,")
    print(
        f"{listening_mb:.0f} MB while listening, {memory_mb():.0f} MB at most; DER {100 * sum(wrong_s) / spoken_s:.2f} %"
    )


def repeated(recording: Recording, n_times: int) -> Iterator[tuple[int, Recording]]:
    """Sections of half an hour."""
    (channel,) = recording.channels
    rate_hz, once = recording.sample_rate_hz, np.frombuffer(channel.samples, dtype=np.int16)
    whole_ms = n_times * recording.duration_ms
    once = once[: recording.duration_ms * rate_hz // 1000]
    for start_ms in range(0, whole_ms, SECTION_MS):
        end_ms = min(start_ms + SECTION_MS, whole_ms)
        places = np.arange(start_ms * rate_hz // 1000, end_ms * rate_hz // 1000) % len(once)
        yield start_ms, one_channel(recording, array("h", once[places].tobytes()))


def line(condition: str, told: Sequence[Told]) -> str:
    spoken_s = sum(each.spoken_s for each in told)
    confused, missed, alarm = (sum(each.wrong_s[kind] for each in told) for kind in range(3))
    ders = [each.der for each in told]
    agents = Counter(each.agent for each in told)
    cells = [
        condition,
        str(len(told)),
        *(
            f"{100 * share:.1f} %"
            for share in (
                (confused + missed + alarm) / spoken_s,
                statistics.median(ders),
                max(ders),
                confused / spoken_s,
                missed / spoken_s,
                alarm / spoken_s,
                sum(each.words_right for each in told) / sum(each.words for each in told),
            )
        ),
        ", ".join(f"{agents[name]} {name}" for name in ("right", "open", "wrong") if agents[name]),
        str(sum(each.has_ghost for each in told)),
    ]
    return f"| {' | '.join(cells)} |"


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
