"""An opened workspace: its settings, charter, codebook, sites and registry, read once and handed to the pipeline."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from clairevoix.annotate.codebook.reader import read_codebook, starting_codebook
from clairevoix.charter.extractors import Extractor
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.config import Settings, parse_settings, read_sites, read_toml
from clairevoix.model.annotation import Codebook
from clairevoix.store import database, workspace
from clairevoix.store.workspace import Workspace

CHARTER_FILE = "charter.toml"
ORGANISATION_FILE = "organisation.toml"

#: Raised by hand when a stage's code changes what it makes: contacts made before are then made again.
STAGE_VERSIONS = {"transcribe": 3, "redact": 2, "annotate": 1}

_STARTING_FILES = {
    workspace.SETTINGS_FILE: """\
# Settings of this workspace. Every one is described in docs/reference/settings.md.

[transcribe]
engine = "whisper"
model = "whisper-base"

# [target]
# points = 40
# due = "2026-12"
""",
    CHARTER_FILE: """\
# What may be heard, kept and shown. Values can only tighten the law's bounds; see docs/reference/charter.md.
# Without this file the strictest built-in values hold.

[sampling]
rate = 0.05

[disclosure]
minimum_cell = 10

[retention]
recording_days = 180
comment_days = 365
""",
    ORGANISATION_FILE: """\
# The sites that contacts and answers may name.

# [[sites]]
# id = "lille"
# name = "Lille"
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything that a command needs to know about a workspace. ``today`` is the day by which terms are judged."""

    workspace: Workspace
    settings: Settings
    charter: Charter
    codebook: Codebook
    label_extractors: tuple[Extractor, ...]
    sites: dict[str, str]
    registry: sa.Engine
    today: date

    @property
    def digests(self) -> dict[str, str]:
        """What was in force, for the ledger: the charter, the codebook and the declared sites."""
        sites = hashlib.sha256(json.dumps(self.sites, sort_keys=True).encode()).hexdigest()[:16]
        return {"charter": self.charter.digest, "codebook": self.codebook.digest, "organisation": sites}

    @property
    def label_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.codebook.labels)


def create_project(root: Path, files: dict[str, str] | None = None) -> None:
    """Makes an empty workspace; ``files`` replace the starting ones of the same name."""
    codebook = {f"codebook/{name}": text for name, text in starting_codebook().items()}
    workspace.create(root, {**_STARTING_FILES, **codebook, **(files or {})})


def open_project(root: Path, *, today: date | None = None) -> Project:
    """Reads a workspace. Raises SettingsError before anything is touched."""
    settings = parse_settings(read_toml(root / workspace.SETTINGS_FILE))
    opened = workspace.existing(root, settings.workspace.keys)
    codebook, extractors = read_codebook(opened.codebook)
    return Project(
        workspace=opened,
        settings=settings,
        charter=parse_charter(read_toml(root / CHARTER_FILE)),
        codebook=codebook,
        label_extractors=extractors,
        sites=read_sites(root / ORGANISATION_FILE),
        registry=database.connect(opened),
        today=today or date.today(),  # noqa: DTZ011  (terms are counted in the days of the place)
    )


def stage_digest(project: Project, model_digest: str) -> str:
    """Identifies what made a contact: the stages' versions, the weights, the settings and the codebook."""
    made_by = {
        "stages": STAGE_VERSIONS,
        "transcribe": {**asdict(project.settings.transcribe), "model": model_digest},
        "redact": asdict(project.settings.redact),
        "codebook": project.codebook.digest,
    }
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()[:16]
