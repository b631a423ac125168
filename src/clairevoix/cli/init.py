"""``clairevoix init``."""

import json
from pathlib import Path

import click

from clairevoix.cli.output import json_option, say, spoken
from clairevoix.project import create_project


@click.command(name="init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Make an empty workspace in FOLDER: settings, charter, sites, codebook. What exists there is left as it is."""
    create_project(folder)
    if as_json:
        say(json.dumps({"workspace": str(folder)}))
    else:
        say(
            spoken()(
                "Workspace ready. Answers can be read in at once; before any call is heard, the works council is "
                "consulted: clairevoix charter show --workspace {folder}",
                folder=folder,
            )
        )
