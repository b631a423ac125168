"""``clairevoix code``: samples for human coding, drawn, followed, settled, exported."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix import coding
from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import complain, json_option, say, spoken, workspace_option
from clairevoix.i18n import decimal, integer
from clairevoix.model.coding import CodingProgress, CodingSample, Stage
from clairevoix.model.errors import InputError
from clairevoix.project import Project, open_project
from clairevoix.store import coding as stored
from clairevoix.store.coding_frame import STRATA
from clairevoix.store.workspace import pseudonym, write_whole

_COLUMNS = ("contact_id", "label", "stratum", "weight", "reading", "coder", "present", "coded_on", "stage")
_SAID = {True: "1", False: "0", None: ""}


@click.group(name="code")
def command() -> None:
    """Have people code contacts by hand: two readings, blind, then a third where they differ."""


@command.command()
@click.argument("label")
@click.option("--n", "n", type=click.IntRange(1), required=True, help="Contacts to draw; see: clairevoix plan --share.")
@click.option("--seed", help="By which the same sample is drawn again; one is made up and noted without it.")
@click.option(
    "--strata",
    type=click.Choice(tuple(STRATA)),
    default="none",
    show_default=True,
    help="Over what to spread the draw.",
)
@workspace_option
@json_option
def draw(label: str, n: int, seed: str | None, strata: str, root: Path, as_json: bool) -> None:
    """Draw contacts at random for LABEL, among those that nobody coded for it yet. Each has the same chance."""
    project = open_project(root)
    try:
        sample = coding.draw_sample(project, label, n, seed=seed, strata=strata)
    except InputError as error:
        complain(spoken()(REASONS[error.code]))
        raise click.exceptions.Exit(InputError.exit_code) from None
    if as_json:
        say(json.dumps(_facts(sample)))
        return
    _ = spoken()
    say(
        _(
            "Sample {sample} for {label}: {n} of {listed} contacts, drawn by lot (seed {seed}).",
            sample=sample.sample_id,
            label=sample.label,
            n=integer(sample.n_drawn, _.lang),
            listed=integer(sample.n_listed, _.lang),
            seed=sample.seed,
        )
    )
    say(_("To be coded by two analysts on the page: /{lang}/code/{sample}", lang=_.lang, sample=sample.sample_id))


@command.command()
@workspace_option
@json_option
def status(root: Path, as_json: bool) -> None:
    """Say how far each sample is, and how far two readings agree once both are done."""
    project = open_project(root)
    found = [(sample, coding.progress(project, sample)) for sample in stored.samples(project.registry)]
    if as_json:
        say(json.dumps([_told(sample, progress) for sample, progress in found]))
        return
    if not found:
        say(spoken()("No sample was drawn yet: clairevoix code draw LABEL --n N"))
    for sample, progress in found:
        for line in _lines(sample, progress):
            say(line)


@command.command()
@click.argument("sample_id")
@click.argument("contact_id", required=False)
@click.option("--present/--absent", default=None, help="What the coders of CONTACT_ID decided together.")
@workspace_option
@json_option
def resolve(sample_id: str, contact_id: str | None, present: bool | None, root: Path, as_json: bool) -> None:
    """Say which contacts of SAMPLE_ID two coders read differently, or decide one where no third person can read it."""
    if (contact_id is None) is not (present is None):
        raise click.UsageError("CONTACT_ID goes with --present or --absent")
    project, _ = open_project(root), spoken()
    sample = stored.sample(project.registry, sample_id)
    is_asked = contact_id is not None and present is not None
    if is_asked and not coding.resolve(project, sample, str(contact_id), present=bool(present)):
        complain(_("This contact is not disputed in this sample."))
        raise click.exceptions.Exit(InputError.exit_code)
    disputed = [
        each.contact.contact_id for each in stored.coded(project.registry, sample_id) if each.stage is Stage.DISPUTED
    ]
    if as_json:
        say(json.dumps({"sample_id": sample_id, "disputed": disputed}))
        return
    for each in disputed:
        say(each)
    say(_("Waiting for a third reading: {n}.", n=integer(len(disputed), _.lang)))


@command.command()
@click.argument("sample_id")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output without it.")
@workspace_option
def export(sample_id: str, out: Path | None, root: Path) -> None:
    """Write every code of SAMPLE_ID as CSV, with strata and weights. Contacts and coders are pseudonyms."""
    project = open_project(root)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(_codes(project, stored.sample(project.registry, sample_id)))
    if out is None:
        say(text.getvalue().rstrip("\n"))
    else:
        write_whole(out, text.getvalue().encode(), mode=0o600)


def _codes(project: Project, sample: CodingSample) -> Iterator[tuple[object, ...]]:
    """One row a code; a contact that nobody read yet has one without."""
    for each in stored.coded(project.registry, sample.sample_id):
        of_contact = (each.contact.contact_id, sample.label, each.contact.stratum, each.contact.weight)
        if not each.codes:
            yield (*of_contact, "", "", "", "", each.stage.value)
        for reading, code in enumerate(each.codes, start=1):
            coder = pseudonym(project.workspace, "coder", code.coder)
            yield (*of_contact, reading, coder, _SAID[code.present], code.coded_at.date(), each.stage.value)


def _facts(sample: CodingSample) -> dict[str, object]:
    return {**asdict(sample), "drawn_at": sample.drawn_at.isoformat()}


def _told(sample: CodingSample, progress: CodingProgress) -> dict[str, object]:
    stages = {stage.value: n for stage, n in progress.n_by_stage.items()}
    return {**_facts(sample), **stages, "agreement": progress.agreement and asdict(progress.agreement)}


def _lines(sample: CodingSample, progress: CodingProgress) -> Iterator[str]:
    _, n = spoken(), progress.n_by_stage
    yield _(
        "{sample} {label}: {n} contacts; to read {open}, for a third reading {disputed}, decided {decided}, "
        "undecided {undecided}",
        sample=sample.sample_id,
        label=sample.label,
        n=progress.n,
        **{stage.value: n[stage] for stage in Stage},
    )
    found = progress.agreement
    if found is not None and found.alpha is not None and found.low is not None and found.high is not None:
        low, high = (decimal(bound, _.lang, 2) for bound in (found.low, found.high))
        alpha = decimal(found.alpha, _.lang, 2)
        yield "  " + _("Krippendorff’s alpha {alpha} ({low} to {high})", alpha=alpha, low=low, high=high)
