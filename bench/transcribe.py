"""How fast speech is transcribed, and how well, beside faster-whisper's batched pipeline in its best layout.

    python bench/transcribe.py [--corpus corpus/built] [--calls 12] [--runs 5] [--quick] [--markdown page.md]

Both get the same weights, the same int8 arithmetic, the same decoded channels of the same French stereo calls (condition
``alaw``), voice activity detection on, word times on. A run is as many processes as there are cores, or one, that have loaded
their model and start together; its time is from then until the last has finished. Runs of the two take turns, so that what
else the machine does hits both. The layouts of both are searched first, one run each; the best of each is then run again and
medians are taken. The other side is also searched as nobody ships it: with memory that is kept, as clairevoix
sets it for itself (« tuned »).
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from clairevoix.transcribe.engines.calibration import processor
from matrix import Counted, int8_peak

ROOT = Path(__file__).parents[1]
PEER, OURS = "faster-whisper", "clairevoix"
SHORT_MS, SHORT_RUNS = 10_000, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    side: str
    processes: int
    threads: int
    batch_size: int
    beam_size: int
    window_ms: int = 0
    is_tuned: bool = False

    @property
    def name(self) -> str:
        window = f", windows {self.window_ms // 1000} s" if self.window_ms else ""
        tuned = ", tuned" if self.is_tuned and self.side == PEER else ""
        return f"{self.processes} × {self.threads}, batch {self.batch_size}, beam {self.beam_size}{window}{tuned}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    layout: Layout
    wall_s: float
    cpu_s: float
    memory_mb: float
    errors: int
    words: int
    macs: float
    short_s: float

    @property
    def wer(self) -> float:
        return self.errors / self.words


def peers(cores: int) -> list[Layout]:
    shapes = [(cores, 1), (1, cores)] if cores > 1 else [(1, 1)]
    return [
        Layout(side=PEER, processes=processes, threads=threads, batch_size=batch, beam_size=beam, is_tuned=is_tuned)
        for beam in (5, 1)
        for processes, threads in shapes
        for batch in (4, 8, 16)
        for is_tuned in (False, True)
        if (threads == 1 or (batch == 8 and not is_tuned)) and (beam == 5 or (threads == 1 and batch == 8))
    ]


def ours(cores: int) -> list[Layout]:
    return [
        Layout(side=OURS, processes=cores, threads=1, batch_size=batch, beam_size=beam, window_ms=window, is_tuned=True)
        for window, beam, batch in (
            (28_000, 5, 8),
            (20_000, 5, 16),
            (12_000, 5, 16),
            (12_000, 3, 8),
            (12_000, 3, 16),
            (12_000, 2, 16),
            (12_000, 1, 16),
            (8_000, 3, 16),
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "built")
    parser.add_argument("--calls", type=int, default=12)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--quick", action="store_true", help="search no layouts: one of each, to see that all works")
    parser.add_argument("--worker")
    parser.add_argument("--ids", nargs="*", default=[])
    asked = parser.parse_args()
    if asked.worker:
        work(Layout(**json.loads(asked.worker)), asked.corpus, asked.ids)
        return
    ids, seconds = chosen(asked.corpus, asked.calls)
    cores = len(os.sched_getaffinity(0))
    default = default_layout(cores)
    searched = []
    usual = [each for each in peers(cores) if is_rival(each) and each.batch_size == 8 and each.threads == 1]
    for layout in dict.fromkeys((*usual, default) if asked.quick else (*peers(cores), *ours(cores), default)):
        searched.append(run(layout, asked.corpus, ids))
        print(line(searched[-1], seconds, 0), flush=True)
    best = [
        min((each for each in searched if is_rival(each.layout) and each.layout.is_tuned == is_tuned), key=wall).layout
        for is_tuned in (False, True)
    ]
    rounds, peaks = [], []
    for _ in range(asked.runs):
        rounds.append([run(layout, asked.corpus, ids) for layout in (*best, default)])
        peaks.append(int8_peak())
    text = page(searched, rounds, seconds, len(ids), max(peaks))
    print(text)
    if asked.markdown:
        asked.markdown.write_text(text, encoding="utf-8")


def is_rival(layout: Layout) -> bool:
    return layout.side == PEER and layout.beam_size == 5


def wall(ran: Ran) -> float:
    return ran.wall_s


def default_layout(cores: int) -> Layout:
    from clairevoix.config import TranscribeSettings
    from clairevoix.transcribe.engines.whisper import WINDOW_MS

    settings = TranscribeSettings()
    return Layout(
        side=OURS,
        processes=cores,
        threads=1,
        batch_size=settings.batch_size,
        beam_size=settings.beam_size,
        window_ms=WINDOW_MS,
        is_tuned=True,
    )


def chosen(folder: Path, n_calls: int) -> tuple[list[str], float]:
    """The first French calls on the ordinary line, the longest first, and how many seconds they last together."""
    from clairevoix.quality.reading import read_corpus

    corpus = read_corpus(folder)
    takes = [take for take in corpus.takes if take.condition == "alaw" and corpus.of(take).language == "fr"][:n_calls]
    takes.sort(key=lambda take: -take.duration_ms)
    return [take.recording_id for take in takes], sum(take.duration_ms for take in takes) / 1000


def run(layout: Layout, folder: Path, ids: list[str]) -> Ran:
    """One run: the calls are dealt out to the processes in turn."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(layout.threads), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, __file__, "--corpus", str(folder), "--worker", json.dumps(asdict(layout)), "--ids"]
    workers = [
        subprocess.Popen(
            [*command, *ids[number :: layout.processes]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for number in range(layout.processes)
    ]
    for worker in workers:
        if worker.stdout.readline() != "ready\n":
            sys.exit("a process did not start")
    started = time.monotonic()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    # A line comes as soon as the words are there; scoring comes after it and is nobody's time.
    for worker in workers:
        worker.stdout.readline()
    wall_s = time.monotonic() - started
    told = [json.loads(worker.stdout.read()) for worker in workers]
    for worker in workers:
        worker.wait()
    return Ran(
        layout=layout,
        wall_s=wall_s,
        cpu_s=sum(each["cpu_s"] for each in told),
        memory_mb=max(each["memory_mb"] for each in told),
        errors=sum(each["errors"] for each in told),
        words=sum(each["words"] for each in told),
        macs=sum(each["macs"] for each in told),
        short_s=max(each["short_s"] for each in told),
    )


def work(layout: Layout, folder: Path, ids: list[str]) -> None:
    from clairevoix.ingest.audio import read_recording
    from clairevoix.quality.reading import read_corpus

    corpus = read_corpus(folder)
    takes = {take.recording_id: take for take in corpus.takes}
    calls = [(corpus.of(takes[each]), takes[each]) for each in ids]
    recordings = [read_recording(take.path, take.contact_id, take.parties) for _, take in calls]
    hear, counted = peer(layout) if layout.side == PEER else own(layout)
    print("ready", flush=True)
    sys.stdin.readline()
    before = time.process_time()
    heard = [hear(recording) for recording in recordings]
    cpu_s = time.process_time() - before
    print("done", flush=True)
    macs, short_s = counted.macs, answers_in(hear, recordings[0]) if recordings else 0.0
    errors = words = 0
    for (truth, _), recording, texts in zip(calls, recordings, heard, strict=True):
        for channel, text in zip(recording.channels, texts, strict=True):
            wrong, said = differences(truth, channel.party, text)
            errors, words = errors + wrong, words + said
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"cpu_s": cpu_s, "memory_mb": memory_mb, "errors": errors, "words": words, "macs": macs, "short_s": short_s}
    print(json.dumps(told))


def answers_in(hear, recording) -> float:
    """Seconds until the words of a call of 10 s are there: the first ten of a recording, once to warm up, then a median."""
    length = SHORT_MS * recording.sample_rate_hz // 1000
    short = replace(
        recording, channels=tuple(replace(each, samples=each.samples[:length]) for each in recording.channels)
    )
    took = []
    for _ in range(SHORT_RUNS + 1):
        started = time.monotonic()
        hear(short)
        took.append(time.monotonic() - started)
    return statistics.median(took[1:])


def differences(truth, party, text) -> tuple[int, int]:
    from clairevoix.quality.alignment import edit_distance
    from clairevoix.quality.normalise import normalise

    said = [word.text for turn in truth.turns if turn.party is party for word in turn.words]
    true, heard = (tuple(token.text for token in normalise(each, truth.language)) for each in (said, text.split()))
    return edit_distance(true, heard), len(true)


def peer(layout: Layout):
    import faster_whisper
    import numpy as np
    import soxr

    from clairevoix.transcribe.engines.weights import located

    if layout.is_tuned:
        from clairevoix.transcribe.engines.memory import keep_memory, one_heap

        one_heap()
    model = faster_whisper.WhisperModel(
        str(located("whisper-base")), device="cpu", compute_type="int8_float32", cpu_threads=layout.threads
    )
    if layout.is_tuned:
        keep_memory()
    model.model = Counted(model.model, model.hf_tokenizer.get_vocab_size())
    pipeline = faster_whisper.BatchedInferencePipeline(model=model)

    def hear(recording) -> list[str]:
        texts = []
        for channel in recording.channels:
            sound = np.frombuffer(channel.samples, dtype=np.int16).astype(np.float32) / 32768
            pieces, _ = pipeline.transcribe(
                soxr.resample(sound, recording.sample_rate_hz, 16_000),
                language="fr",
                beam_size=layout.beam_size,
                batch_size=layout.batch_size,
                word_timestamps=True,
                vad_filter=True,
            )
            texts.append(" ".join(piece.text for piece in pieces))
        return texts

    return hear, model.model


def own(layout: Layout):
    from clairevoix.config import TranscribeSettings
    from clairevoix.transcribe.engines.vocabulary import Shortened
    from clairevoix.transcribe.engines.whisper import load
    from clairevoix.transcribe.hearing import Listener

    decoder = load(TranscribeSettings(beam_size=layout.beam_size, batch_size=layout.batch_size))
    n_tokens = len(decoder.model.kept) if isinstance(decoder.model, Shortened) else decoder.tokenizer.get_vocab_size()
    counted = Counted(decoder.model, n_tokens)
    listener = Listener(decoder=replace(decoder, model=counted, window_ms=layout.window_ms))

    def hear(recording) -> list[str]:
        heard = listener.hear(recording.channels, recording.sample_rate_hz, "fr")
        return [" ".join(word.text for word in each.words) for each in heard]

    return hear, counted


def line(ran: Ran, seconds: float, peak: float) -> str:
    used = f"{100 * ran.macs / ran.cpu_s / peak:.0f} %" if peak else f"{ran.macs / 1e12:.2f} T"
    return (
        f"| {ran.layout.side} | {ran.layout.name} | {seconds / ran.wall_s:.1f}× | {100 * ran.wer:.1f} % "
        f"| {ran.cpu_s:.0f} s | {ran.memory_mb:.0f} MB | {ran.short_s:.2f} s | {used} |"
    )


def median(runs: tuple[Ran, ...]) -> Ran:
    return replace(
        runs[0],
        wall_s=statistics.median(each.wall_s for each in runs),
        cpu_s=statistics.median(each.cpu_s for each in runs),
        memory_mb=statistics.median(each.memory_mb for each in runs),
        short_s=statistics.median(each.short_s for each in runs),
    )


def page(searched: list[Ran], rounds: list[list[Ran]], seconds: float, n_calls: int, peak: float) -> str:
    plain, tuned = (statistics.median(each[place].wall_s / each[2].wall_s for each in rounds) for place in (0, 1))
    head = (
        "| | processes × threads | speed | word errors | processor time | memory of a process | call of 10 s "
        "| of the int8 peak |\n|---|---|---|---|---|---|---|---|"
    )
    medians = [median(each) for each in zip(*rounds, strict=True)]
    return "\n".join(
        [
            "# Speed",
            "",
            (
                f"Written by `bench/transcribe.py`: {n_calls} French stereo calls of the corpus on an ordinary line "
                f"(8 kHz A-law), {seconds:.0f} s of call time, Whisper base, int8, "
                f"{len(os.sched_getaffinity(0))} cores of {processor()}. Speed is seconds of call per second, model loaded, "
                "word times included on both sides. Memory is the most that a process held. A call of 10 s is heard whole, "
                "model loaded."
            ),
            "",
            (
                f"clairevoix as shipped is **{plain:.2f} times** as fast as faster-whisper's batched pipeline in its best "
                f"layout (median of {len(rounds)} rounds), with {100 * medians[2].wer:.1f} % word errors against "
                f"{100 * medians[0].wer:.1f} %. Given also what clairevoix sets for itself, memory that is "
                f"kept (« tuned »), that pipeline is {plain / tuned:.2f} times as fast as "
                f"without, and clairevoix still **{tuned:.2f} times** as fast as it, against {100 * medians[1].wer:.1f} %."
            ),
            "",
            (
                f"One thread of this machine does {peak / 1e9:.0f} billion int8 multiplications with additions a second at "
                "best (ONNX Runtime, MatMulInteger). The last column is the part of it that a run used of its processor "
                "time, by the matrices of the windows and of the texts that it really had."
            ),
            "",
            head,
            *(line(each, seconds, peak) for each in medians),
            "",
            "## Speed against accuracy",
            "",
            "One run each.",
            "",
            head,
            *(line(each, seconds, peak) for each in searched),
            "",
        ]
    )


if __name__ == "__main__":
    main()
