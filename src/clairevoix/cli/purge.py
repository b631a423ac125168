"""``clairevoix purge``."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix.cli.output import finish, json_option, say, workspace_option
from clairevoix.model.outcome import Report
from clairevoix.pipeline import purge
from clairevoix.project import Project, open_project
from clairevoix.store.receipts import receipts


@click.command(name="purge")
@workspace_option
@json_option
def command(root: Path, as_json: bool) -> None:
    """Delete what is past its term. Every run and every publication does it too. With --json, all receipts are shown."""
    project = open_project(root)
    report = purge(project)
    if as_json:
        say(with_receipts(project, report))
    else:
        finish(report, as_json=False)


def with_receipts(project: Project, report: Report, last: int | None = None) -> str:
    """The report in JSON with the signed receipts of deletions, or the last ones."""
    return json.dumps({**asdict(report), "receipts": list(receipts(project.registry, last))}, ensure_ascii=False)
