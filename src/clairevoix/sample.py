"""The bundled sample: made-up calls and answers, copied out so that they can be looked at, and its workspace.

The calls' dates, and those of the answers after them, are moved so that the last call was yesterday: recordings past their
term are refused, as everybody's. Its charter was consulted on before the first call, by a council as made up as the calls.
"""

import csv
import re
import secrets
import shutil
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from clairevoix.charter.policy import parse_charter
from clairevoix.config import read_toml
from clairevoix.consulting import consult_and_activate, private_keys
from clairevoix.ingest.population import FILE as POPULATION_FILE
from clairevoix.measure.programmes.register import FILE as PROGRAMMES_FILE
from clairevoix.model.errors import SettingsError
from clairevoix.project import CHARTER_FILE, ORGANISATION_FILE, PRIZES_FILE, create_project, open_project
from clairevoix.store.workspace import SETTINGS_FILE

#: Files that are copied as they are, and tables whose days are moved with the contacts'. Those of the staff are made up too.
COPIED = (
    *("responses.csv", "responses.toml", "invitations.csv", "reviews.csv", "after-contact.toml"),
    *("contact_log.toml", "effort_answers.toml"),
    *("pulse.csv", "acts.csv", "spread.csv", "satisfaction.csv", "satisfaction.toml"),
)
#: Logs of what happened to customers' cases, each with its declaration beside it.
LOGS = ("fibre.parquet", "repairs.csv")
_MOVED = ("after-contact.csv", "after-contact-invitations.csv", "contacts.csv")
_SHOPS = ("Annecy", "Brest", "Caen", "Colmar", "Dax", "Grenoble", "Lens", "Nancy", "Rennes", "Toulon")
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

# Work is evaluated, so how much it is, and how those who do it are, is told beside the customers' score.
[purposes]
evaluate-work = true
""",
    PRIZES_FILE: """\
# Whose row is marked in Arcep's tables. The sample's own answers and mystery contacts are nobody's: they are made up.

[operator]
name = "Orange"
""",
}
#: The sample's teams: their site, and how many people they have.
_TEAMS = {
    "bayonne": ("bayonne", 11),
    "lille-a": ("lille", 14),
    "lille-b": ("lille", 12),
    "lyon": ("lyon", 15),
    "marseille": ("marseille", 13),
    "nantes": ("nantes", 12),
}
#: Planned, and told to nobody yet: one team for all of Lille.
_PLANNED = {"bayonne": 11, "lille": 26, "lyon": 15, "marseille": 13, "nantes": 12}


def _organisation(valid_from: date) -> str:
    """Sites, teams, and a planned reorganisation on which nobody was consulted yet: no figure goes by it."""
    sites = [*dict.fromkeys(site for site, _ in _TEAMS.values()), *(f"boutique-{name.lower()}" for name in _SHOPS)]
    now = [_site(site) for site in sites] + [_team(team, site, n) for team, (site, n) in _TEAMS.items()]
    plan = [_site(site, "versions.") for site in sites]
    plan += [_team(team, team, n, "versions.") for team, n in _PLANNED.items()]
    gone = [team for team in _TEAMS if team not in _PLANNED]
    moves = [f'[[versions.crosswalk]]\nfrom = "{team}"\nto = "lille"\npeople = {_TEAMS[team][1]}\n' for team in gone]
    version = f'[[versions]]\nid = "one-lille"\nvalid_from = {valid_from.isoformat()}\n'
    return "\n".join([*now, version, *plan, *moves])


def _site(site: str, of: str = "") -> str:
    name = site.replace("-", " ").title()
    return f'[[{of}sites]]\nid = "{site}"\nname = "{name}"\n'


def _team(team: str, site: str, people: int, of: str = "") -> str:
    name = team.replace("-", " ").title()
    return f'[[{of}teams]]\nid = "{team}"\nname = "{name}"\nsite = "{site}"\npeople = {people}\n'


#: Beside the log of contacts, the texts whose months are moved, so that the last of them is the last that has ended.
_BY_MONTH = ("effort_answers.csv", PROGRAMMES_FILE)
_DAY = re.compile(r"\b(\d{4})-(\d{2})(?=-\d{2}\b)", re.ASCII)


def prepare(folder: Path) -> Path:
    """Makes the sample's workspace in ``folder`` unless it is there; returns the folder of its source files."""
    bundled, source = _bundled(), folder / "source"
    organisation = _organisation(date(_yesterday().year + 2, 1, 1))
    seed = (bundled / "sampling.seed").read_text()
    own = {name: (bundled / name).read_text(encoding="utf-8") for name in (POPULATION_FILE,)}
    own |= {ORGANISATION_FILE: organisation, "keys/sampling.seed": seed}
    create_project(folder, {**_FILES, **own})
    if not (source / "contacts.csv").exists():
        source.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundled / "audio", source / "audio", dirs_exist_ok=True)
        for name in (*COPIED, *LOGS, *(f"{log.split('.')[0]}.toml" for log in LOGS)):
            shutil.copyfile(bundled / name, source / name)
        tested = _last_month() - _last_day(bundled / "mystery.csv", "tested_on")
        _move_dates(bundled / "mystery.csv", source / "mystery.csv", tested)
        days = _yesterday() - _last_day(bundled / "contacts.csv", "started_at")
        for name in _MOVED:
            _move_dates(bundled / name, source / name, days)
        _move_months(bundled, source, last=_last_ended_month())
    if not (folder / PROGRAMMES_FILE).exists():
        shutil.copyfile(source / PROGRAMMES_FILE, folder / PROGRAMMES_FILE)
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


def _last_ended_month() -> int:
    """The last month that has ended, in months since the year 0."""
    today = datetime.now(UTC).date()
    return today.year * 12 + today.month - 2


def _move_months(bundled: Path, source: Path, last: int) -> None:
    """Every date by the same whole number of months: none of them lies after the 28th."""
    table = pq.read_table(bundled / "contact_log.parquet")
    moments = table.column("started_at").to_pylist()
    months = last - max(each.year * 12 + each.month - 1 for each in moments)
    moved = [each.replace(**_month_later(each.year, each.month, months)) for each in moments]
    place = table.schema.get_field_index("started_at")
    table = table.set_column(place, "started_at", pa.array(moved, table.schema.field(place).type))
    pq.write_table(table, source / "contact_log.parquet", compression="zstd")
    for name in _BY_MONTH:
        text = (bundled / name).read_text(encoding="utf-8")
        (source / name).write_text(_DAY.sub(partial(_moved, months), text), encoding="utf-8")


def _month_later(year: int, month: int, months: int) -> dict[str, int]:
    since = year * 12 + month - 1 + months
    return {"year": since // 12, "month": since % 12 + 1}


def _moved(months: int, found: re.Match[str]) -> str:
    later = _month_later(int(found[1]), int(found[2]), months)
    return f"{later['year']:04d}-{later['month']:02d}"


def _last_month() -> date:
    """The last day of the last month that has ended, but of the year before until April: tests are counted by year."""
    today = datetime.now(UTC).date()
    return today.replace(month=today.month if today.month > 3 else 1, day=1) - timedelta(days=1)


def _last_day(table: Path, column: str) -> date:
    with table.open(encoding="utf-8", newline="") as stream:
        return max(datetime.fromisoformat(row[column]).date() for row in csv.DictReader(stream))


def _move_dates(source: Path, target: Path, days: timedelta) -> None:
    """Copies a table with every date and time in it so many days later."""
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    dated = [name for name in rows[0] if name.endswith(("_at", "_on"))]
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **{name: _later(row[name], days) for name in dated}} for row in rows)
    temporary.replace(target)


def _later(written: str, days: timedelta) -> str:
    if not written:
        return ""
    moment = datetime.fromisoformat(written) + days
    return moment.isoformat() if "T" in written else moment.date().isoformat()
