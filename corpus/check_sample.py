"""Check that the sample is whole, consistent and free of anybody's real data.

    python corpus/check_sample.py corpus/sample

In: the folder of the sample. Out: a list of faults; the exit code is 1 when something is wrong.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from contacts import is_drawn
from dialogues_fr import LABELS
from spoken_fr import is_iban_valid, is_luhn_valid, is_nir_valid

MAX_BYTES = 4_000_000
DURATION_MS = (25_000, 40_000)
N_ANSWERS = {"2024": (1600, 432), "2025": (1400, 469)}
FICTIONAL_PHONE = re.compile(r"0(1 99 00|6 39 98)( \d\d){2}")
RULES = {
    "PHONE": lambda text: FICTIONAL_PHONE.fullmatch(text) is not None,
    "EMAIL": lambda text: re.fullmatch(r"[\w.-]+@ex[ae]mple\.\w+", text) is not None,
    "CARD": is_luhn_valid,
    "IBAN": is_iban_valid,
    "NIR": is_nir_valid,
}


def read_table(path: Path) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def decoded(path: Path) -> tuple[NDArray[np.float64], int]:
    """The samples of a recording, full scale 1.0, as (n, channels), and their rate."""
    resampler = av.AudioResampler(format="flt", layout="stereo")
    pieces = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        for frame in container.decode(stream):
            pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
        n_channels, rate = stream.channels, stream.rate
    return np.concatenate(pieces, axis=1).reshape(-1, n_channels).astype(np.float64), rate


def _recording_faults(path: Path, parties: list[str], truth: dict[str, Any]) -> Iterator[str]:
    samples, rate = decoded(path)
    duration_ms = round(1000 * len(samples) / rate)
    if samples.shape[1] != len(parties):
        yield "wrong number of channels"
    if abs(duration_ms - truth["duration_ms"]) > 40:
        yield f"{duration_ms} ms instead of {truth['duration_ms']} ms"
    if not DURATION_MS[0] <= duration_ms <= DURATION_MS[1]:
        yield f"{duration_ms} ms is too short or too long"
    turns = truth["turns"]
    for turn in turns:
        others = [other for other in turns if other["party"] != turn["party"]]
        if any(o["start_ms"] < turn["end_ms"] and turn["start_ms"] < o["end_ms"] for o in others):
            continue
        span = samples[turn["start_ms"] * rate // 1000 : turn["end_ms"] * rate // 1000]
        levels = 20 * np.log10(np.sqrt((span**2).mean(axis=0)) + 1e-9)
        own = parties.index(turn["party"])
        if levels[own] < levels[1 - own] + 15:
            yield f"the turn at {turn['start_ms']} ms is not on the channel of its party"


def _truth_faults(truth: dict[str, Any]) -> Iterator[str]:
    said = [turn["text"] for turn in truth["turns"] if turn["party"] == "customer"]
    if list(truth["labels"]) != list(LABELS):
        yield "not the five labels"
    for label, is_true in truth["labels"].items():
        if is_true != (label in truth["evidence"]):
            yield f"{label}: evidence and label disagree"
        elif is_true and not any(truth["evidence"][label] in text for text in said):
            yield f"{label}: the evidence is not in the customer's words"
    for entity in truth["entities"]:
        if not RULES[entity["type"]](entity["text"]):
            yield f"{entity['type']} {entity['text']} is not a fictional, well-formed one"
        if entity["text"] not in truth["turns"][entity["turn"]]["text"]:
            yield f"{entity['type']} is not in its turn"


def _survey_faults(folder: Path) -> Iterator[str]:
    answers = read_table(folder / "responses.csv")
    for year, expected in N_ANSWERS.items():
        scores = [int(row["score"]) for row in answers if row["answered_on"].startswith(year)]
        net = sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)
        if (len(scores), net) != expected:
            yield f"{year}: {len(scores)} answers, net {net}, expected {expected}"


def sample_faults(folder: Path) -> Iterator[str]:
    """Everything that is wrong with the sample, in words."""
    contacts = {row["contact_id"]: row for row in read_table(folder / "contacts.csv")}
    seed = bytes.fromhex((folder / "sampling.seed").read_text(encoding="ascii").strip())
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    truths = {truth["contact_id"]: truth for truth in map(json.loads, lines)}
    if list(truths) != sorted(truths):
        yield "truth.jsonl is not sorted"
    drawn_ids = {contact_id for contact_id in contacts if is_drawn(seed, contact_id)}
    if not drawn_ids <= truths.keys() or len(truths) != len(drawn_ids) + 2:
        yield "the recordings are not those of the drawn contacts plus two"
    expected = {contacts[contact_id]["file"] for contact_id in truths}
    if expected != {f"audio/{path.name}" for path in (folder / "audio").iterdir()}:
        yield "the folder audio holds other files than contacts.csv says"
    for contact_id, truth in truths.items():
        row = contacts[contact_id]
        if truth["drawn"] != (contact_id in drawn_ids):
            yield f"{contact_id}: drawn or not?"
        faults = [*_truth_faults(truth)]
        faults += _recording_faults(folder / row["file"], row["parties"].split("|"), truth)
        yield from (f"{contact_id}: {fault}" for fault in faults)
    yield from _survey_faults(folder)
    n_bytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if n_bytes > MAX_BYTES:
        yield f"{n_bytes} bytes are too many"


def main() -> None:
    """Check the folder given on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "sample"
    faults = list(sample_faults(folder))
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "The sample is sound.\n")
    raise SystemExit(bool(faults))


if __name__ == "__main__":
    main()
