"""``clairevoix annotator``: labels found otherwise than by phrases, learned, applied, dropped."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix import annotators
from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import busy, complain, json_option, say, spoken, workspace_option
from clairevoix.i18n import integer, percent
from clairevoix.model.errors import Code, InputError
from clairevoix.project import open_project
from clairevoix.store import annotators as stored
from clairevoix.store.annotators import By, Kept
from clairevoix.store.workspace import exclusive

_by = click.option(
    "--by", type=click.Choice([each.value for each in By]), default=By.CLASSIFIER.value, show_default=True
)


@click.group(name="annotator")
def command() -> None:
    """Find labels by a classifier learned from what people coded, or by a language model that you bring."""


@command.command()
@click.argument("label")
@workspace_option
@json_option
def train(label: str, root: Path, as_json: bool) -> None:
    """Learn LABEL from the contacts that people coded for it; tell how well, out of fold, beside its phrases."""
    project = open_project(root)
    with _told(), busy(spoken()("Learning")), exclusive(project.workspace):
        annotators.train(project, label)
    _show([each for each in stored.kept(project.registry) if (each.label, each.by) == (label, By.CLASSIFIER)], as_json)


@command.command()
@click.argument("label")
@_by
@workspace_option
@json_option
def apply(label: str, by: str, root: Path, as_json: bool) -> None:
    """Search every contact for LABEL, now and before each publication. A language model is sent redacted words only."""
    project = open_project(root)
    with _told(), busy(spoken()("Searching contacts for the label")), exclusive(project.workspace):
        if By(by) is By.LANGUAGE_MODEL:
            annotators.introduce(project, label)
        kept = [each for each in stored.kept(project.registry) if (each.label, each.by) == (label, By(by))]
        if not kept:
            raise InputError(Code.UNKNOWN_LABEL)
        n, n_found = annotators.apply(project, kept[0])
    if as_json:
        say(json.dumps({"label": label, "by": by, "contacts": n, "found": n_found}))
        return
    _ = spoken()
    said = _("{n} contacts searched, {found} of them with {label}.", n=n, found=n_found, label=label)
    say(said)


@command.command(name="list")
@workspace_option
@json_option
def listed(root: Path, as_json: bool) -> None:
    """Say which annotators there are, how well they do, and which are applied."""
    _show(list(stored.kept(open_project(root).registry)), as_json)


@command.command()
@click.argument("label")
@_by
@workspace_option
def drop(label: str, by: str, root: Path) -> None:
    """Forget an annotator of LABEL and all that it found."""
    project = open_project(root)
    with exclusive(project.workspace):
        stored.drop(project.registry, project.workspace, label, By(by))
    say(spoken()("Forgotten, with all that it found."))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except InputError as error:
        few = error.code is Code.BAD_VALUE
        _ = spoken()
        said = _("At least 15 coded contacts with the label and 15 without it are needed.")
        complain(said if few else _(REASONS[error.code]))
        raise click.exceptions.Exit(InputError.exit_code) from None


def _show(kept: list[Kept], as_json: bool) -> None:
    if as_json:
        told = [{name: value for name, value in asdict(each).items() if name != "content"} for each in kept]
        say(json.dumps(told))
        return
    for each in kept:
        for line in _lines(each):
            say(line)
    if not kept:
        say(spoken()("There is none: clairevoix annotator train LABEL"))


def _lines(kept: Kept) -> Iterator[str]:
    _ = spoken()
    state = _("applied") if kept.is_applied else _("not applied")
    yield f"{kept.label} · {kept.name} · {state}"
    for prefix, title in (("", _("learned, out of fold")), ("phrases_", _("phrases alone"))):
        if f"{prefix}f1" in kept.told:
            shares = {name: percent(kept.told[f"{prefix}{name}"], _.lang) for name in ("precision", "recall", "f1")}
            yield "  " + _(
                "{title}: precision {precision}, recall {recall}, F1 {f1}; {n} coded contacts, {present} with the label",
                title=title,
                n=integer(int(kept.told["n"]), _.lang),
                present=integer(int(kept.told["n_present"]), _.lang),
                **shares,
            )
