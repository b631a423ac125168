"""What ``clairevoix evaluate`` was asked for: its options, what goes together, and the recordings that they mean."""

import fnmatch
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import click

from clairevoix.annotate.codebook.reader import read_codebook
from clairevoix.cli.output import spoken
from clairevoix.config import Settings
from clairevoix.model.annotation import Codebook
from clairevoix.model.errors import SettingsError
from clairevoix.project import open_project
from clairevoix.quality import gate
from clairevoix.quality.reading import read_corpus
from clairevoix.quality.truth import Corpus, Split, Take


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The command line, as it was typed."""

    folder: Path | None
    split: str
    conditions: tuple[str, ...]
    contacts: tuple[str, ...]
    root: Path | None
    model: str | None
    jobs: int | None
    transcripts: Path | None
    save: Path | None
    against: Path | None
    html: Path | None
    markdown: Path | None
    lang: str | None
    gate_file: Path | None
    record: Path | None
    reason: str
    as_json: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is evaluated, and with what; ``whole`` when text contacts are, too."""

    corpus: Corpus
    split: Split
    takes: tuple[Take, ...]
    settings: Settings
    codebook: Codebook
    whole: bool


def check(options: Options) -> None:
    """What cannot be asked for together, or without a reason. Raises SettingsError and UsageError."""
    _ = spoken()
    needs_reason = options.record is not None or options.split == Split.TEST
    if needs_reason and not options.reason.strip():
        raise SettingsError(_("a record and a look at the test half need a --reason, which is written down"))
    if options.record and options.transcripts:
        raise click.UsageError(_("--record hears the corpus again, with noise; --transcripts cannot be heard."))
    if options.record and options.gate_file:
        raise click.UsageError(_("--gate and --record exclude each other: what is put on record passes its own gate."))
    for path in (options.save, options.html, options.markdown, options.record):
        if path is not None and not path.parent.is_dir():
            raise click.UsageError(
                _("The folder of {path} does not exist: all that is heard would be lost.", path=path)
            )


def wanted_by(options: Options) -> Wanted:
    """What the options ask for. Looking at the test half is written down before anything of it is heard."""
    corpus = read_corpus(options.folder or bundled_slice())
    split = Split(options.split)
    takes = tuple(
        take
        for take in corpus.takes
        if corpus.of(take).split is split
        and _fits(take.condition, options.conditions)
        and _fits(take.contact_id, options.contacts)
    )
    if not takes:
        raise SettingsError(spoken()("the corpus has no recording of this half, condition and contact"))
    settings, codebook = _setting(options)
    if split is Split.TEST:
        gate.note_look(
            corpus.test_log,
            corpus=corpus.name,
            recordings=len(takes),
            conditions=sorted({take.condition for take in takes}),
            model=model_name(options, settings),
            codebook=codebook.digest,
            reason=options.reason.strip(),
        )
    return Wanted(
        corpus=corpus,
        split=split,
        takes=takes,
        settings=settings,
        codebook=codebook,
        whole=not options.contacts and not options.conditions,
    )


def _setting(options: Options) -> tuple[Settings, Codebook]:
    """Settings and labels of the workspace, or those that come with clairevoix."""
    if options.root is None:
        settings = Settings()
        codebook = read_codebook(Path(str(files("clairevoix.annotate.codebook"))))[0]
    else:
        project = open_project(options.root)
        settings, codebook = project.settings, project.codebook
    if options.model is not None:
        settings = replace(settings, transcribe=replace(settings.transcribe, model=options.model))
    if options.jobs is not None:
        settings = replace(settings, execute=replace(settings.execute, jobs=options.jobs))
    return settings, codebook


def model_name(options: Options, settings: Settings) -> str:
    """What is evaluated, without the folders of this machine."""
    if options.transcripts:
        return options.transcripts.name
    model = settings.transcribe.model
    return Path(model).name if Path(model).exists() else model


def _fits(name: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def bundled_slice() -> Path:
    """The small corpus that comes with clairevoix: in the installed package, or in the checkout it runs from."""
    installed = Path(str(files("clairevoix"))) / "bundled_slice"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "corpus" / "slice"
