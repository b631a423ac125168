"""The bundled sample: made-up calls and answers, copied out so that they can be looked at, and its workspace.

The calls' dates are moved so that the last of them was yesterday: recordings past their term are refused, as everybody's. Its
charter was consulted on before the first call, by a council that is as made up as the calls.
"""

import csv
import secrets
import shutil
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from clairevoix.charter.policy import parse_charter
from clairevoix.config import read_toml
from clairevoix.consulting import consult_and_activate, private_keys
from clairevoix.model.errors import SettingsError
from clairevoix.project import CHARTER_FILE, ORGANISATION_FILE, create_project, open_project
from clairevoix.store.workspace import SETTINGS_FILE

#: Logs of what happened to customers' cases, each with its declaration beside it.
LOGS = ("fibre.parquet", "repairs.csv")
_FILES = {
    SETTINGS_FILE: """\
# The sample workspace: everything in it is made up.

[workspace]
synthetic = true

[transcribe]
engine = "whisper"
model = "whisper-base"

[target]
points = 40
quantity = "year-to-date"
due = "2025-12"
""",
    CHARTER_FILE: """\
# One contact in ten is drawn at random, before anything of it is opened.

[sampling]
rate = 0.10

[disclosure]
minimum_cell = 10

[retention]
recording_days = 180
analysis_days = 365
comment_days = 365
""",
    ORGANISATION_FILE: """\
[[sites]]
id = "bayonne"
name = "Bayonne"

[[sites]]
id = "lille"
name = "Lille"

[[sites]]
id = "lyon"
name = "Lyon"

[[sites]]
id = "marseille"
name = "Marseille"

[[sites]]
id = "nantes"
name = "Nantes"
""",
}


def prepare(folder: Path) -> Path:
    """Makes the sample's workspace in ``folder`` unless it is there; returns the folder of its source files."""
    bundled, source = _bundled(), folder / "source"
    create_project(folder, {**_FILES, "keys/sampling.seed": (bundled / "sampling.seed").read_text()})
    if not (source / "contacts.csv").exists():
        source.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundled / "audio", source / "audio", dirs_exist_ok=True)
        for name in (
            "responses.csv",
            "responses.toml",
            "reviews.csv",
            *LOGS,
            *(f"{log.split('.')[0]}.toml" for log in LOGS),
        ):
            shutil.copyfile(bundled / name, source / name)
        _move_dates(bundled / "contacts.csv", source / "contacts.csv", last=_yesterday())
    _consult(folder, source / "contacts.csv")
    return source


def _consult(folder: Path, contacts: Path) -> None:
    """Both sides of the sample's consultation, a month before its first call, with keys that are left nowhere."""
    project = open_project(folder)
    if project.consulted.versions:
        return
    with contacts.open(encoding="utf-8", newline="") as stream:
        first = min(datetime.fromisoformat(row["started_at"]) for row in csv.DictReader(stream))
    keys = private_keys(secrets.token_bytes(32), secrets.token_bytes(32))
    charter = parse_charter(read_toml(folder / CHARTER_FILE))
    consult_and_activate(project.registry, charter, keys, first - timedelta(days=30))


def _bundled() -> Path:
    """In an installed package the sample is beside this file; in a checkout it is in ``corpus``."""
    installed = Path(str(files("clairevoix"))) / "bundled_sample"
    for place in (installed, Path(__file__).parents[2] / "corpus" / "sample"):
        if (place / "contacts.csv").is_file():
            return place
    raise SettingsError("the sample is not part of this installation")


def _yesterday() -> date:
    return datetime.now(UTC).date() - timedelta(days=1)


def _move_dates(source: Path, target: Path, last: date) -> None:
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    starts = [datetime.fromisoformat(row["started_at"]) for row in rows]
    days = timedelta(days=(last - max(starts).date()).days)
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(
            {**row, "started_at": (start + days).isoformat()} for row, start in zip(rows, starts, strict=True)
        )
    temporary.replace(target)
