"""Values for tests, each whole and valid, with only what the test is about said at the call."""

import csv
import io
import json
import random
import re
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from clairevoix.charter.admission import is_drawn
from clairevoix.ingest.audio import held
from clairevoix.ingest.talk import looked_at
from clairevoix.intake import SEED
from clairevoix.model.contact import Channel, Contact, Party, Recording
from clairevoix.model.measure import Estimate, EstimateTable, NpsCell
from clairevoix.model.survey import Response
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.model.verification import Verification
from clairevoix.project import Project, create_project, open_project
from clairevoix.redact.recognizer import recognize
from clairevoix.redact.replace import mute, redact
from clairevoix.store import vault
from clairevoix.store.rows import Processed
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import secret
from clairevoix.transcribe.engines.scripted import mark, sound_digest
from consulted import consulted_on

TODAY = date(2025, 10, 15)
PARTIES = (Party.AGENT, Party.CUSTOMER)
#: A number that appears in no identifier, date or digest: whoever finds it, found what was said.
CANARY = "06 39 98 12 34"
_CHANNELS = {Party.AGENT: 0, Party.CUSTOMER: 1, Party.SYSTEM: 0, Party.UNKNOWN: 0}


def a_contact(contact_id: str = "c1", **changes: object) -> Contact:
    values: dict[str, object] = {
        "started_at": datetime(2025, 10, 1, 9, 30, tzinfo=UTC),
        "parties": PARTIES,
        **changes,
    }
    return Contact(contact_id=contact_id, **values)  # type: ignore[arg-type]


def a_recording(
    contact_id: str = "c1",
    *,
    parties: Sequence[Party] = PARTIES,
    duration_ms: int = 3000,
    rate_hz: int = 8000,
    seed: int = 1,
) -> Recording:
    """Noise that never touches zero, the same for the same ``seed``."""
    draw = random.Random(seed)
    n_samples = duration_ms * rate_hz // 1000
    return Recording(
        contact_id=contact_id,
        sample_rate_hz=rate_hz,
        channels=tuple(
            Channel(party=party, samples=array("h", (draw.randrange(1, 20_000) for _ in range(n_samples))))
            for party in parties
        ),
    )


def transcript(*lines: str, contact_id: str = "c1", language: str = "fr", duration_ms: int = 60_000) -> Transcript:
    """From lines such as ``agent | 0.0 | 2.1 | Bonjour madame``: seconds, then words that share them evenly."""
    return Transcript(
        contact_id=contact_id,
        language=language,
        duration_ms=duration_ms,
        turns=tuple(_turn(line) for line in lines),
    )


def _turn(line: str) -> Turn:
    party, start, end, text = (part.strip() for part in line.split("|", 3))
    first, last = round(float(start) * 1000), round(float(end) * 1000)
    words = text.split()
    edges = [first + (last - first) * number // len(words) for number in range(len(words) + 1)]
    return Turn(
        channel=_CHANNELS[Party(party)],
        party=Party(party),
        words=tuple(
            Word(text=word, span=TimeSpan(edges[number], edges[number + 1]), score=0.9)
            for number, word in enumerate(words)
        ),
    )


def a_response(score: int = 9, response_id: str = "r1", **changes: object) -> Response:
    values: dict[str, object] = {"survey_id": "nps", "answered_on": date(2025, 10, 1), **changes}
    return Response(response_id=response_id, score=score, **values)  # type: ignore[arg-type]


def an_estimate(n: int = 40, key: str = "lille", **changes: object) -> Estimate:
    values: dict[str, object] = {
        "value": 20.0,
        "low": 5.0,
        "high": 35.0,
        "level": 0.95,
        "method": "adjusted-wald",
        "unit": "points",
        **changes,
    }
    return Estimate(key=key, n=n, **values)  # type: ignore[arg-type]


def a_table(parts: Sequence[int], total: int | None = None) -> EstimateTable:
    """Parts of so many people, named a, b, c…, and the total if it is shown."""
    return EstimateTable(
        measure="nps",
        dimension="site",
        period="2025",
        parts=tuple(an_estimate(n, chr(ord("a") + number)) for number, n in enumerate(parts)),
        total=None if total is None else an_estimate(total, "total"),
    )


def a_cell(n_promoters: int, n_passives: int, n_detractors: int, key: str = "a") -> NpsCell:
    return NpsCell(key=key, n_promoters=n_promoters, n_passives=n_passives, n_detractors=n_detractors)


SITES = """\
[[sites]]
id = "lille"
name = "Lille"

[[sites]]
id = "lyon"
name = "Lyon"
"""


def a_charter(rate: float = 0.2, minimum_cell: int = 10, recording_days: int = 180, comment_days: int = 365) -> str:
    """The text of a ``charter.toml``; by default the loosest that the bounds allow."""
    return (
        f"[sampling]\nrate = {rate}\n[disclosure]\nminimum_cell = {minimum_cell}\n"
        f"[retention]\nrecording_days = {recording_days}\ncomment_days = {comment_days}\n"
    )


def a_workspace(
    root: Path,
    *,
    charter: str | None = None,
    script: Sequence[tuple[Recording, Transcript]] = (),
    today: date = TODAY,
    files: Mapping[str, str] | None = None,
) -> Project:
    """An empty workspace with two sites, whose engine recites ``script`` when it hears those recordings."""
    model = root / "script.json"
    settings = f'[workspace]\nsynthetic = true\n\n[transcribe]\nengine = "scripted"\nmodel = "{model}"\n\n[execute]\njobs = 1\n'
    create_project(
        root,
        {
            "clairevoix.toml": settings,
            "charter.toml": a_charter() if charter is None else charter,
            "organisation.toml": SITES,
            "script.json": json.dumps({"channels": _spoken(script)}),
            **(files or {}),
        },
    )
    consulted_on(root)
    return open_project(root, today=today)


def _spoken(script: Sequence[tuple[Recording, Transcript]]) -> dict[str, list[tuple[int, int, str, float, str]]]:
    channels: dict[str, list[tuple[int, int, str, float, str]]] = {}
    for recording, said in script:
        for turn in said.turns:
            samples = recording.channels[turn.channel].samples
            words = channels.setdefault(sound_digest(recording.channels[turn.channel]), [])
            for word in turn.words:
                start, end = word.span.start_ms, word.span.end_ms
                words.append((start, end, word.text, word.score, mark(samples, start, end, recording.sample_rate_hz)))
    return channels


def a_processed(
    *lines: str, contact_id: str = "c1", audio_object: str | None = None, stage_digest: str = "d1", **changes: object
) -> Processed:
    """A contact that all stages went through, except the annotator."""
    recording = a_recording(contact_id)
    kept = redact(transcript(*lines, contact_id=contact_id, duration_ms=recording.duration_ms))
    return Processed(
        contact=a_contact(contact_id, **changes),
        stage_digest=stage_digest,
        transcript=kept,
        verification=Verification(n_checked=len(kept.redactions)),
        annotations=(),
        held_back=(),
        talk=looked_at(held(recording))[1],
        audio_object=audio_object or f"{contact_id}-object",
    )


def put_sound(project: Project, processed: Processed) -> None:
    """What a worker process does with the redacted sound of such a contact."""
    recording = a_recording(processed.contact.contact_id)
    content = encode_flac(mute(recording, processed.transcript.redactions, 250))
    vault.put(project.workspace, processed.audio_object, content)


def a_call_list(folder: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """A folder of calls with its ``contacts.csv``; ``file`` defaults to a one-second recording that is made."""
    folder.mkdir(parents=True, exist_ok=True)
    filled = []
    for number, row in enumerate(rows):
        name = row.get("file")
        if name is None:
            name = f"{number}.flac"
            (folder / name).write_bytes(encode_flac(a_recording(duration_ms=1000, seed=number)))
        filled.append(
            {
                "started_at": "2025-10-01T09:30:00+02:00",
                "parties": "agent|customer",
                "site": "lille",
                "language": "fr",
                **row,
                "file": name,
            }
        )
    (folder / "contacts.csv").write_text(a_csv(filled), encoding="utf-8")
    return folder


def a_csv(rows: Sequence[Mapping[str, object]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def drawn_ids(project: Project, n: int, *, drawn: bool = True) -> list[str]:
    """So many identifiers that this workspace's draw takes, or, with ``drawn=False``, leaves."""
    seed, rate = secret(project.workspace, SEED), project.charter.sampling_rate
    found = (f"C-{number:05d}" for number in range(100_000))
    return list(islice((each for each in found if is_drawn(seed, each, rate) is drawn), n))


def bytes_of(folder: Path) -> bytes:
    """Every byte of every file under a folder, file names included: what whoever copies the disk would hold."""
    found = []
    for path in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError, IsADirectoryError):  # a database closed meanwhile takes its log away
            found += [str(path.relative_to(folder)).encode(), path.read_bytes()]
    return b"\n".join(found)


def cells_of(text: str) -> list[list[str]]:
    """The rows of a table drawn with ``|``, without its rule lines."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines() if not re.fullmatch(r"[\s|:\-]*", line)]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def found(text: str, language: str = "fr") -> list[tuple[str, str]]:
    """Every entity in a text, as its type and its words."""
    return [(entity.entity_type, text[entity.start : entity.end]) for entity in recognize(text, language)]
