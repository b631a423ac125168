"""What people and programs read of a command: reports, progress, complaints. Answers to stdout, the rest to stderr."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from clairevoix.cli.messages import COUNTS, REASONS
from clairevoix.i18n import Translator
from clairevoix.model.errors import CharterRefusal, InputError
from clairevoix.model.outcome import Report

_SHOWN = 20
_SAY_EVERY_S = 10.0

workspace_option = click.option(
    "--workspace",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The folder of the workspace.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Answer in JSON on standard output.")


def spoken() -> Translator:
    """The language of the terminal: English if the locale says so, French otherwise."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return Translator("en" if locale.lower().startswith("en") else "fr")


def say(text: str) -> None:
    click.echo(text)


def note(text: str) -> None:
    """Something that is not the answer: standard error."""
    click.echo(text, err=True)


def complain(text: str) -> None:
    click.secho(f"clairevoix: {text}", fg="red" if sys.stderr.isatty() else None, err=True)


def warn_of_codebook(refusal: str) -> None:
    """Says why the workspace's labels are not in force, if they are not."""
    if refusal:
        complain(refusal)
        complain(spoken()("the last good codebook stays in force; to see all that is wrong: clairevoix codebook check"))


def show(report: Report, *, as_json: bool) -> None:
    """Prints what a command did."""
    if as_json:
        say(json.dumps(asdict(report), ensure_ascii=False))
    else:
        for line in _lines(report):
            say(line)


def finish(report: Report, *, as_json: bool) -> None:
    """Prints what a command did; exits with InputError's code if anything was put aside."""
    show(report, as_json=as_json)
    if report.quarantined:
        raise click.exceptions.Exit(InputError.exit_code)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, with the time left; a line now and then where there is no terminal to draw it on."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines_of_progress(label)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=False) as bar:
        task = bar.add_task(label, total=None)

        def advance(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield advance


@contextmanager
def busy(label: str) -> Iterator[None]:
    """Shows that something goes on whose length nobody knows; nothing where there is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(label):
        yield


def _lines_of_progress(label: str) -> Callable[[int, int], None]:
    said_at = time.monotonic()

    def advance(done: int, total: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at > _SAY_EVERY_S:
            said_at = time.monotonic()
            note(f"{label}: {done}/{total}")

    return advance


def _lines(report: Report) -> Iterator[str]:
    _ = spoken()
    counted = ", ".join(f"{_(COUNTS[name])} {count}" for name, count in report.counts.items())
    yield f"{report.command}: {counted}"
    if report.facts.get("audio_s"):
        facts = report.facts
        yield _(
            "{audio:.0f} s of calls in {wall:.0f} s: real-time factor {factor:.3f}",
            audio=facts["audio_s"],
            wall=facts["wall_s"],
            factor=facts["real_time_factor"],
        )
    if not report.quarantined:
        return
    yield _("Put aside: {n}. Everything else went on; nothing was lost.", n=len(report.quarantined))
    for aside in report.quarantined[:_SHOWN]:
        rule = f" ({aside.rule_id})" if aside.rule_id else ""
        yield f"  {aside.position}: {aside.code.value}{rule}: {_(REASONS[aside.code])}"
    if len(report.quarantined) > _SHOWN:
        yield _("  … and {n} more; all of them with --json.", n=len(report.quarantined) - _SHOWN)


def refused(refusal: CharterRefusal) -> str:
    """Which rule refused, what it says, and where to read on."""
    from clairevoix.charter.rules import RULES

    _ = spoken()
    rule = next((each for each in RULES if each.rule_id == refusal.rule_id), None)
    if rule is None:
        return str(refusal)
    return _(
        "refused by rule {rule} of the charter, « {title} »: {sentence} (clairevoix charter show)",
        rule=rule.rule_id,
        title=_(rule.title),
        sentence=_(rule.sentence),
    )
