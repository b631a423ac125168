"""Build the sample of synthetic contacts, recordings, codings and survey answers.

    python corpus/build_sample.py --voices node_modules/kokoro-js/voices --out corpus/sample

Everything is made up and seeded: the same packages on the same processor give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

# Sums in floating point depend on how they are split over threads.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from asking import build_after, customers_of, write_after, write_relational_invitations  # noqa: E402
from contacts import (  # noqa: E402
    Contact,
    build_contacts,
    draw_value,
    drawn_contacts,
    sampling_seed,
    undrawn_recorded_contacts,
    write_contacts,
    write_seed,
)
from dialogues_fr import DIALOGUES, LABELS, Dialogue  # noqa: E402
from dialogues_more_fr import MORE_DIALOGUES  # noqa: E402
from effort import write_effort  # noqa: E402
from fibre import write_fibre  # noqa: E402
from prizes import write_prizes  # noqa: E402
from reviews import write_reviews  # noqa: E402
from survey import build_answers, write_survey  # noqa: E402

#: Recordings that are delivered in another format than Opus.
OTHER_EXTENSIONS = {"C-0090": "wav", "C-0157": "flac"}
NOISE_PREFIX = b"clairevoix/noise/1\0"


def _recorded(contacts: tuple[Contact, ...]) -> dict[Contact, Dialogue]:
    """The dialogue of each contact that has a recording."""
    dialogues = {dialogue.contact_id: dialogue for dialogue in DIALOGUES + MORE_DIALOGUES}
    recorded = sorted(
        drawn_contacts(contacts) + undrawn_recorded_contacts(contacts), key=lambda contact: contact.contact_id
    )
    if {contact.contact_id for contact in recorded} != dialogues.keys():
        raise SystemExit("the dialogues do not belong to the contacts that the seed draws")
    return {contact: dialogues[contact.contact_id] for contact in recorded}


def write_tables(out: Path, contacts: tuple[Contact, ...]) -> None:
    """Write everything that needs no voice."""
    customers = customers_of(contacts)
    write_contacts(out / "contacts.csv", contacts, OTHER_EXTENSIONS, customers)
    write_seed(out / "sampling.seed")
    write_survey(out)
    write_prizes(out)
    write_fibre(out)
    write_relational_invitations(out, build_answers())
    write_effort(out)
    truth = {dialogue.contact_id: dialogue.evidence for dialogue in _recorded(contacts).values()}
    drawn = [contact.contact_id for contact in drawn_contacts(contacts)]
    write_reviews(out / "reviews.csv", drawn, truth)
    write_after(out, build_after(contacts, customers, {contact_id: truth[contact_id] for contact_id in drawn}))


def _truth_of(dialogue: Dialogue, conversation: Any, *, is_drawn: bool) -> dict[str, object]:
    turns = conversation.turns
    return {
        "contact_id": dialogue.contact_id,
        "drawn": is_drawn,
        "duration_ms": conversation.duration_ms,
        "turns": [
            {
                "party": turn.party,
                "start_ms": turn.start_ms,
                "end_ms": turn.end_ms,
                "text": turn.line.text,
                "spoken": turn.line.spoken,
            }
            for turn in turns
        ],
        "entities": [
            {"type": entity.type, "text": entity.text, "turn": number}
            for number, turn in enumerate(turns)
            for entity in turn.line.entities
        ],
        "labels": {label: label in dialogue.evidence for label in LABELS},
        "evidence": dict(dialogue.evidence),
    }


def write_recordings(out: Path, contacts: tuple[Contact, ...], voices: Path, model: Path | None) -> None:
    """Speak, record and describe every dialogue."""
    from conversation import hold
    from telephone import record
    from voices import Speech

    speech = Speech(voices, model)
    drawn_ids = {contact.contact_id for contact in drawn_contacts(contacts)}
    (out / "audio").mkdir(exist_ok=True)
    lines = []
    for contact, dialogue in _recorded(contacts).items():
        contact_id = contact.contact_id
        conversation = hold(dialogue, speech)
        path = out / contact.file(OTHER_EXTENSIONS.get(contact_id, "opus"))
        first, second = (conversation.tracks[party] for party in contact.parties.split("|"))
        record(path, first, second, seed=draw_value(sampling_seed(), NOISE_PREFIX, contact_id))
        truth = _truth_of(dialogue, conversation, is_drawn=contact_id in drawn_ids)
        lines.append(json.dumps(truth, ensure_ascii=False))
        sys.stderr.write(f"{path.name}: {conversation.duration_ms / 1000:.1f} s\n")
    (out / "truth.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description="Build the synthetic sample.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "sample")
    parser.add_argument("--voices", type=Path, help="folder with the *.bin files of kokoro-js")
    parser.add_argument("--model", type=Path, help="ONNX model; default: the installed packages")
    parser.add_argument("--tables-only", action="store_true", help="no speech: CSV files only")
    arguments = parser.parse_args()
    if arguments.voices is None and not arguments.tables_only:
        parser.error("--voices is needed, unless --tables-only is given")
    arguments.out.mkdir(parents=True, exist_ok=True)
    contacts = build_contacts()
    write_tables(arguments.out, contacts)
    if not arguments.tables_only:
        write_recordings(arguments.out, contacts, arguments.voices, arguments.model)


if __name__ == "__main__":
    main()
