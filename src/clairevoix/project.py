"""An opened workspace: its settings, charter, codebook, sites and registry, read once and handed to the pipeline."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from clairevoix.annotate.codebook.reader import starting_codebook
from clairevoix.annotate.codebook.versions import versions
from clairevoix.charter.extractors import Extractor
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.charter.questionnaire import ITEMS, read_optional
from clairevoix.charter.retention import day_of
from clairevoix.codebooks import codebook_in_force, codings
from clairevoix.config import Settings, parse_settings, read_toml
from clairevoix.ingest.organisation import read_organisation
from clairevoix.model.annotation import Codebook, Coding
from clairevoix.model.errors import StoreError
from clairevoix.model.organisation import Organisation
from clairevoix.model.pulse import Item
from clairevoix.store import checkpoints, codebooks, consultations, erasure, tables, tombstones, workspace
from clairevoix.store.consultations import Consultations
from clairevoix.store.workspace import Workspace

CHARTER_FILE = "charter.toml"
ORGANISATION_FILE = "organisation.toml"
PULSE_FILE = "pulse.toml"
#: What the page « Prix » takes for granted, where it is not what the program takes.
PRIZES_FILE = "prizes.toml"

#: Raised by hand when a stage's code changes what it makes: contacts made before are then made again.
STAGE_VERSIONS = {"transcribe": 3, "redact": 2, "annotate": 2}

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
# What may be heard, kept and shown: a proposal, until the works council was informed and consulted and countersigned it
# (clairevoix charter propose). Until then the strictest profile holds, built in: the answers of all customers together, and
# no call. Values can only tighten the law's bounds; see docs/reference/charter.md.

[sampling]
rate = 0.05

[disclosure]
minimum_cell = 10

[retention]
recording_days = 180
analysis_days = 180
comment_days = 365
""",
    ORGANISATION_FILE: """\
# The sites that contacts and answers may name, the teams, and every reorganisation: docs/reference/settings.md.

# [[sites]]
# id = "lille"
# name = "Lille"
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Everything that a command needs to know about a workspace. ``today`` is the day by which terms are judged.

    ``charter`` is the one that was activated and is in force now, ``consulted`` all that was ever recorded of charters; what
    ``charter.toml`` says is a proposal. ``codebook`` is that of ``codebook_files``: those of the workspace, or, where
    ``codebook_refusal`` says what is wrong with them, the last good ones.
    """

    workspace: Workspace
    settings: Settings
    charter: Charter
    consulted: Consultations
    codebook: Codebook
    codebook_files: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    codebook_refusal: str = ""
    label_extractors: tuple[Extractor, ...]
    organisation: Organisation
    registry: sa.Engine
    today: date

    @property
    def sites(self) -> dict[str, str]:
        """Every site that facts may name, of whichever version."""
        return dict(self.organisation.sites)

    @property
    def digests(self) -> dict[str, str]:
        """What was in force, for the ledger: the charter, the codebook, the declared sites, teams and reorganisations."""
        versions = self.organisation.versions
        is_more = len(versions) > 1 or bool(versions[0].teams)
        digests = [each.digest for each in versions]
        declared = json.dumps([self.sites, digests] if is_more else self.sites, sort_keys=True)
        sites = hashlib.sha256(declared.encode()).hexdigest()[:16]
        return {"charter": self.charter.digest, "codebook": self.codebook.digest, "organisation": sites}

    def codings(self) -> dict[str, Coding]:
        """For each label, by which codebooks a contact was annotated as it is meant today."""
        return codings(self.registry, self.codebook)

    @property
    def label_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.codebook.labels)


def create_project(root: Path, files: dict[str, str] | None = None) -> None:
    """Makes an empty workspace; ``files`` replace the starting ones of the same name."""
    codebook = {f"codebook/{name}": text for name, text in starting_codebook().items()}
    workspace.create(root, {**_STARTING_FILES, **codebook, **(files or {})})


def open_project(root: Path, *, today: date | None = None, of_ledger: bool = False) -> Project:
    """Reads a workspace, after deleting again what a backup brought back.

    Raises SettingsError before anything is touched; StoreError where the registry was changed by hand, or is older than what
    is known to be deleted or was signed; the latter not for whoever looks at the ledger itself.
    """
    settings = parse_settings(read_toml(root / workspace.SETTINGS_FILE))
    opened = workspace.existing(root, settings.workspace.keys)
    parse_charter(read_toml(root / CHARTER_FILE))
    engine = tables.connect(opened)
    book = codebook_in_force(opened, engine)
    erasure.replay(opened, engine)
    if not of_ledger and checkpoints.is_behind(opened, engine):
        raise StoreError(checkpoints.BEHIND)
    consulted = consultations.consultations(engine, trust=consultations.agree_with_ledger)
    return Project(
        workspace=opened,
        settings=settings,
        charter=consulted.in_force(datetime.now(UTC)),
        consulted=consulted,
        codebook=book.codebook,
        codebook_files=book.files,
        codebook_refusal=book.refusal,
        label_extractors=book.extractors,
        organisation=read_organisation(read_toml(root / ORGANISATION_FILE)),
        registry=engine,
        today=day_of(today or date.today(), tombstones.read(opened).last_on),  # noqa: DTZ011  (days of the place)
    )


def pulse_items(project: Project) -> tuple[Item, ...]:
    """What the pulse asks: the axes, and what ``pulse.toml`` adds. Raises SettingsError."""
    path = project.workspace.root / PULSE_FILE
    return (*ITEMS, *(read_optional(path.read_text(encoding="utf-8")) if path.exists() else ()))


def adopt(project: Project) -> bool:
    """Puts the project's codebook into force. Returns whether another one was, or none."""
    return codebooks.adopt(
        project.registry, project.codebook.digest, project.codebook_files, versions(project.codebook)
    )


def stage_digest(project: Project, model_digest: str) -> str:
    """Identifies what made a contact: the stages' versions, the weights and the settings.

    Not the codebook: words that were heard once are annotated again without being heard again.
    """
    made_by = {
        "stages": STAGE_VERSIONS,
        "transcribe": {**asdict(project.settings.transcribe), "model": model_digest},
        "redact": asdict(project.settings.redact),
    }
    return hashlib.sha256(json.dumps(made_by, sort_keys=True).encode()).hexdigest()[:16]
