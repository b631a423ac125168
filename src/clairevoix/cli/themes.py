"""``clairevoix themes``: what customers contact about that the codebook may miss."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix import discovery
from clairevoix.cli.output import busy, complain, json_option, say, spoken, workspace_option
from clairevoix.i18n import integer
from clairevoix.model.errors import InputError
from clairevoix.model.theme import FoundThemes, Trend
from clairevoix.project import Project, open_project
from clairevoix.store import themes


@click.group(name="themes")
def command() -> None:
    """Group how customers open their contacts by what they say; decide; draft labels."""


@command.command()
@workspace_option
@json_option
def find(root: Path, as_json: bool) -> None:
    """Search for themes. The same contacts and decisions give the same themes."""
    project = open_project(root)
    with busy(spoken()("Searching for themes")):
        found = discovery.find(project)
    _show(project, found, as_json=as_json)


@command.command(name="list")
@workspace_option
@json_option
def listed(root: Path, as_json: bool) -> None:
    """Say what the last search found: keys, words, contacts, trends. Customers' words are shown on the page only."""
    project = open_project(root)
    latest = themes.latest(project.registry, project.workspace)
    if latest is None:
        complain(spoken()("Nothing was searched yet: clairevoix themes find"))
        raise click.exceptions.Exit(InputError.exit_code)
    _show(project, latest[0], as_json=as_json)


@command.command()
@click.argument("keys", nargs=-1, required=True)
@workspace_option
@json_option
def merge(keys: tuple[str, ...], root: Path, as_json: bool) -> None:
    """Make the themes KEYS one."""
    _decided(root, lambda project: discovery.merge(project, keys), as_json=as_json)


@command.command()
@click.argument("key")
@click.option("--parts", type=click.IntRange(2, 20), default=2, show_default=True, help="Into how many.")
@workspace_option
@json_option
def split(key: str, parts: int, root: Path, as_json: bool) -> None:
    """Split the theme KEY."""
    _decided(root, lambda project: discovery.split(project, key, parts), as_json=as_json)


@command.command()
@click.argument("key")
@workspace_option
@json_option
def ignore(key: str, root: Path, as_json: bool) -> None:
    """Leave the theme KEY out from now on."""
    _decided(root, lambda project: discovery.ignore(project, key), as_json=as_json)


@command.command()
@click.argument("key")
@click.option("--name", required=True, help="Of the label: small letters, digits and _.")
@workspace_option
@json_option
def promote(key: str, name: str, root: Path, as_json: bool) -> None:
    """Draft a label from the theme KEY, for people to complete and move into the codebook."""
    project = open_project(root)
    with _told():
        place = discovery.promote(project, key, name)
    say(json.dumps({"draft": place}) if as_json else spoken()("Draft: {place}", place=place))


def _decided(root: Path, decide: Callable[[Project], None], *, as_json: bool) -> None:
    """Decides, then searches again."""
    project = open_project(root)
    with _told():
        decide(project)
    _show(project, discovery.find(project), as_json=as_json)


@contextmanager
def _told() -> Iterator[None]:
    """Says what could not be done, and ends."""
    try:
        yield
    except InputError:
        complain(spoken()("No such theme, or a name that cannot be taken; see: clairevoix themes list"))
        raise click.exceptions.Exit(InputError.exit_code) from None


def _show(project: Project, found: FoundThemes, *, as_json: bool) -> None:
    if as_json:
        told = [{name: value for name, value in asdict(each).items() if name != "central"} for each in found.themes]
        say(json.dumps({"n": found.n, "n_alone": found.n_alone, "themes": told}))
        return
    for line in _lines(found, project.charter.minimum_cell):
        say(line)


def _lines(found: FoundThemes, minimum: int) -> Iterator[str]:
    _ = spoken()
    moved = {
        Trend.NEW: _("a new theme"),
        Trend.RISING: _("a rising theme"),
        Trend.FALLING: _("a falling theme"),
        Trend.STEADY: _("a steady theme"),
    }
    for each in found.themes:
        unlabelled = integer(each.n_unlabelled, _.lang)
        if 0 < each.n_unlabelled < minimum:
            unlabelled = _("under {n}", n=integer(minimum, _.lang))
        yield _(
            "{key}: {n} contacts, without a label {unlabelled}, {trend}: {words}",
            key=each.key,
            n=integer(each.n, _.lang),
            unlabelled=unlabelled,
            trend="–" if each.move is None else moved[each.move.trend],
            words=", ".join(each.words),
        )
    yield _("{n} themes.", n=integer(len(found.themes), _.lang))
