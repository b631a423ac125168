"""``clairevoix ingest``."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from clairevoix.cli.output import busy, finish, json_option, note, spoken, workspace_option
from clairevoix.intake import (
    ingest_acts,
    ingest_calls,
    ingest_contacts,
    ingest_mystery,
    ingest_responses,
    ingest_reviews,
    ingest_steps,
)
from clairevoix.model.contact import Purpose
from clairevoix.project import open_project
from clairevoix.pulse import ingest_pulse

_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(name="ingest")
def command() -> None:
    """Read files into the workspace."""


@command.command()
@_paths
@click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in Purpose]),
    default=Purpose.IMPROVE_SERVICE.value,
    show_default=True,
    help="technical-test takes everything, for recordings without customers or staff; no figure ever comes of them.",
)
@workspace_option
@json_option
def calls(paths: tuple[Path, ...], purpose: str, root: Path, as_json: bool) -> None:
    """Draw among the contacts that PATHS list (folders, lists, recordings), and register the drawn ones."""
    with busy(spoken()("Reading and drawing")):
        report = ingest_calls(open_project(root), paths, Purpose(purpose))
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def contacts(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Store the log of contacts of every channel, without sound, from CSV, Parquet or JSON lines.

    A .toml beside each says what its columns mean. Nothing is stored of who answered.
    """
    with busy(spoken()("Reading contacts")):
        report = ingest_contacts(open_project(root), paths)
    finish(report, as_json=as_json)


@command.command()
@_paths
@click.option("--scale", help="The scale of the NPS marks, where no .toml beside the file declares it: 0-10.")
@workspace_option
@json_option
def responses(paths: tuple[Path, ...], scale: str | None, root: Path, as_json: bool) -> None:
    """Store survey answers from CSV, XLSX, Parquet or JSON files, on the scales declared in a .toml beside each."""
    declared = _scale(scale)
    with busy(spoken()("Reading answers")):
        report = ingest_responses(open_project(root), paths, declared)
    for doubt in _doubts(report.facts):
        note(doubt)
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def reviews(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Store what humans coded in drawn contacts, from CSV or Parquet files."""
    with busy(spoken()("Reading codings")):
        report = ingest_reviews(open_project(root), paths)
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def acts(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Store acts of evaluation that other systems counted by team and month, from CSV or Parquet files."""
    with busy(spoken()("Reading acts of evaluation")):
        report = ingest_acts(open_project(root), paths)
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def pulse(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Add up the answers of anonymous staff surveys that were asked elsewhere, from CSV or Parquet files."""
    with busy(spoken()("Adding answers up")):
        report = ingest_pulse(open_project(root), paths)
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def mystery(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Store mock mystery contacts that humans noted and confirmed, from CSV or Parquet files. No column names an adviser."""
    with busy(spoken()("Reading mystery contacts")):
        report = ingest_mystery(open_project(root), paths)
    finish(report, as_json=as_json)


@command.command()
@_paths
@workspace_option
@json_option
def steps(paths: tuple[Path, ...], root: Path, as_json: bool) -> None:
    """Store what happened to customers' cases, from CSV, Parquet or JSON lines, as declared in a .toml beside each."""
    with busy(spoken()("Reading steps")):
        report = ingest_steps(open_project(root), paths)
    finish(report, as_json=as_json)


def _doubts(facts: Mapping[str, float]) -> Iterator[str]:
    """What marks that were taken say against the scale that was declared."""
    _ = spoken()
    if "no_zero_among" in facts:
        yield _("No mark 0 among {n:.0f} answers: is the scale 1 to 10?", n=facts["no_zero_among"])
    if "none_above_seven_among" in facts:
        yield _("No mark above 7 among {n:.0f} answers: is the scale 1 to 7?", n=facts["none_above_seven_among"])


def _scale(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    low, _, high = text.partition("-")
    if not (low.isdigit() and high.isdigit()):
        raise click.BadParameter("a scale is written like 0-10", param_hint="--scale")
    return int(low), int(high)
