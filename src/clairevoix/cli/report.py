"""``clairevoix report``."""

import json
from collections.abc import Callable
from pathlib import Path

import click

from clairevoix.cli.desk import registry_of
from clairevoix.cli.output import busy, json_option, say, spoken, workspace_option
from clairevoix.i18n import LANGUAGES
from clairevoix.model.errors import ComponentError, StoreError
from clairevoix.project import open_project
from clairevoix.reports.blocks import Audience, YearlyReport
from clairevoix.reports.composing import compose
from clairevoix.store import published
from clairevoix.store.workspace import write_whole

FORMATS = ("pdf", "xlsx", "pptx")


@click.command(name="report")
@click.option("--format", "kind", type=click.Choice(FORMATS), required=True, help="What to write.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option(
    "--for",
    "audience",
    type=click.Choice([each.value for each in Audience]),
    default=Audience.COUNCIL.value,
    show_default=True,
    help="Whom it is for: the works council or the board.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Its language; that of the terminal if not given.")
@workspace_option
@json_option
def command(kind: str, out: Path, audience: str, lang: str | None, root: Path, as_json: bool) -> None:
    """Write the yearly report out of the published snapshot: for the works council, or for the board.

    A file that is there already is replaced once the new one is whole.
    """
    _ = spoken()
    project = open_project(root)
    snapshot, digest = _read(project.workspace.snapshot)
    with busy(_("Writing the report")):
        report = compose(snapshot, digest, registry_of(project), Audience(audience), lang or _.lang)
        made = _writer(kind)(report)
    try:
        write_whole(out, made, mode=0o600)
    except OSError:
        raise ComponentError("the report cannot be written there; what was there before stays") from None
    if as_json:
        facts = {"file": str(out), "format": kind, "for": audience, "language": report.lang, "bytes": len(made)}
        say(
            json.dumps(
                {**facts, "snapshot": digest, "chapters": [each.title for each in report.chapters]}, ensure_ascii=False
            )
        )
    else:
        say(_("Written: {file}", file=out.name))


def _read(path: Path) -> tuple[published.Snapshot, str]:
    """The snapshot and its digest. Raises StoreError if there is none, or if it was replaced between the two."""
    digest = published.digest(path)
    snapshot = published.read(path)
    if published.digest(path) != digest:
        raise StoreError("another snapshot was published meanwhile; write the report again")
    return snapshot, digest


def _writer(kind: str) -> Callable[[YearlyReport], bytes]:
    """The writers load their libraries only when they are asked for."""
    if kind == "pdf":
        from clairevoix.reports.pdf import pdf

        return pdf
    if kind == "xlsx":
        from clairevoix.reports.workbook import workbook

        return workbook
    from clairevoix.reports.slides import slides

    return slides
