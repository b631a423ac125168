"""The bundled sample: made-up calls and answers, copied out so that they can be looked at, and its workspace.

The calls' dates are moved so that the last of them was yesterday: recordings past their term are refused, as everybody's. Its
charter was consulted on before the first call, by a council that is as made up as the calls.
"""

import csv
import secrets
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from clairevoix.charter.policy import parse_charter
from clairevoix.config import read_toml
from clairevoix.consulting import consult_and_activate, private_keys
from clairevoix.model.errors import SettingsError
from clairevoix.project import CHARTER_FILE, ORGANISATION_FILE, PRIZES_FILE, create_project, open_project
from clairevoix.store.workspace import SETTINGS_FILE

#: Files of the sample that are copied as they are. Those of the staff are made up like the rest.
COPIED = (
    "responses.csv",
    "responses.toml",
    "reviews.csv",
    "pulse.csv",
    "acts.csv",
    "spread.csv",
    "satisfaction.csv",
    "satisfaction.toml",
)
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
    sites = dict.fromkeys(site for site, _ in _TEAMS.values())
    now = [_site(site) for site in sites] + [_team(team, site, n) for team, (site, n) in _TEAMS.items()]
    plan = [_site(site, "versions.") for site in sites]
    plan += [_team(team, team, n, "versions.") for team, n in _PLANNED.items()]
    gone = [team for team in _TEAMS if team not in _PLANNED]
    moves = [f'[[versions.crosswalk]]\nfrom = "{team}"\nto = "lille"\npeople = {_TEAMS[team][1]}\n' for team in gone]
    version = f'[[versions]]\nid = "one-lille"\nvalid_from = {valid_from.isoformat()}\n'
    return "\n".join([*now, version, *plan, *moves])


def _site(site: str, of: str = "") -> str:
    return f'[[{of}sites]]\nid = "{site}"\nname = "{site.title()}"\n'


def _team(team: str, site: str, people: int, of: str = "") -> str:
    name = team.replace("-", " ").title()
    return f'[[{of}teams]]\nid = "{team}"\nname = "{name}"\nsite = "{site}"\npeople = {people}\n'


def prepare(folder: Path) -> Path:
    """Makes the sample's workspace in ``folder`` unless it is there; returns the folder of its source files."""
    bundled, source = _bundled(), folder / "source"
    organisation = _organisation(date(_yesterday().year + 2, 1, 1))
    seed = (bundled / "sampling.seed").read_text()
    create_project(folder, {**_FILES, ORGANISATION_FILE: organisation, "keys/sampling.seed": seed})
    if not (source / "contacts.csv").exists():
        source.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bundled / "audio", source / "audio", dirs_exist_ok=True)
        for name in (*COPIED, *LOGS, *(f"{log.split('.')[0]}.toml" for log in LOGS)):
            shutil.copyfile(bundled / name, source / name)
        _move_dates(bundled / "mystery.csv", source / "mystery.csv", ("tested_on", "confirmed_on"), last=_last_month())
        _move_dates(bundled / "contacts.csv", source / "contacts.csv", ("started_at",), last=_yesterday())
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


def _last_month() -> date:
    """The last day of the last month that has ended, but of the year before until April: tests are counted by year."""
    today = datetime.now(UTC).date()
    return today.replace(month=today.month if today.month > 3 else 1, day=1) - timedelta(days=1)


def _move_dates(source: Path, target: Path, columns: Sequence[str], *, last: date) -> None:
    """Moves all columns by one number of days, so that the first column ends on ``last``."""
    with source.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    ends = max(datetime.fromisoformat(row[columns[0]]) for row in rows)
    days = timedelta(days=(last - ends.date()).days)
    temporary = target.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **{name: _moved(row[name], days) for name in columns}} for row in rows)
    temporary.replace(target)


def _moved(text: str, days: timedelta) -> str:
    """A day, or a moment with its time zone."""
    return (date.fromisoformat(text) + days if len(text) == 10 else datetime.fromisoformat(text) + days).isoformat()
