"""``clairevoix init``."""

from pathlib import Path

import click

from clairevoix.cli.output import say, spoken
from clairevoix.project import create_project


@click.command(name="init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Make an empty workspace in FOLDER: settings, charter, sites, codebook. What exists there is left as it is."""
    create_project(folder)
    say(spoken()("Workspace ready. Next: clairevoix ingest calls PATH --workspace {folder}", folder=folder))
