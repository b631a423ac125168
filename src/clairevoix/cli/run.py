"""``clairevoix run``."""

from dataclasses import replace
from pathlib import Path

import click

from clairevoix.cli.output import finish, json_option, note, progress, spoken, warn_of_codebook, workspace_option
from clairevoix.pipeline import run
from clairevoix.project import open_project
from clairevoix.recoding import behind


@click.command(name="run")
@click.option("--engine", type=click.Choice(["local"]), default="local", expose_value=False, help="Where to run.")
@click.option("--jobs", type=click.IntRange(0), help="Processes side by side; 0 for what suits here.")
@click.option("--model", help="A model's name, or the folder of a CTranslate2 Whisper, instead of the settings'.")
@click.option("--retry", is_flag=True, help="Try again what was put aside.")
@workspace_option
@json_option
def command(jobs: int | None, model: str | None, retry: bool, root: Path, as_json: bool) -> None:
    """Transcribe, redact and annotate what is pending. Can be killed at any instant and run again."""
    project = open_project(root)
    warn_of_codebook(project.codebook_refusal)
    settings = project.settings
    if model is not None:
        settings = replace(settings, transcribe=replace(settings.transcribe, model=model))
    if jobs is not None:
        settings = replace(settings, execute=replace(settings.execute, jobs=jobs))
    with progress(spoken()("Listening to the drawn calls")) as advance:
        report = run(replace(project, settings=settings), advance, retry=retry)
    n_behind = 0 if as_json else behind(project)
    if n_behind:
        note(
            spoken()(
                "{n} contacts were annotated by older labels; to annotate them again: clairevoix codebook annotate",
                n=n_behind,
            )
        )
    finish(report, as_json=as_json)
