"""``clairevoix codebook``: what the labels say, what a change of them would do, and history under the new ones."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix import codebooks
from clairevoix.annotate.codebook.reader import parse_codebook, starting_codebook
from clairevoix.annotate.codebook.versions import Change, Kind, changes
from clairevoix.charter.disclosure import Released
from clairevoix.cli.output import complain, finish, json_option, progress, say, spoken, workspace_option
from clairevoix.config import parse_settings, read_toml
from clairevoix.figures import label_trends
from clairevoix.model.annotation import Codebook
from clairevoix.model.errors import SettingsError
from clairevoix.model.measure import Figure
from clairevoix.project import open_project
from clairevoix.recoding import Tried, recoded, tried
from clairevoix.store import tables, workspace


@click.group(name="codebook")
def command() -> None:
    """The labels: check them, see what changed, try a change on what was heard, annotate history again."""


@command.command(name="check")
@workspace_option
@json_option
def check(root: Path, as_json: bool) -> None:
    """Try every example of every label, and name all that is wrong. The last good codebook stays in force meanwhile."""
    settings = parse_settings(read_toml(root / workspace.SETTINGS_FILE))
    opened = workspace.existing(root, settings.workspace.keys)
    engine = tables.connect(opened)
    faults, standing = codebooks.faults(opened, engine), codebooks.in_force(engine)
    book = None if faults else codebooks.proposed_codebook(opened, engine).codebook
    labels = book.labels if book else ()
    n_examples = sum(len(label.examples) + len(label.counter_examples) for label in labels)
    unowned = [label.name for label in labels if not label.owner]
    if as_json:
        answer = {"labels": len(labels), "examples": n_examples, "faults": faults, "unowned": unowned}
        digests = {"digest": book.digest if book else None, "in_force": standing.codebook.digest if standing else None}
        say(json.dumps({**answer, **digests}, ensure_ascii=False))
    else:
        _say_check(faults, len(labels), n_examples, unowned)
    if faults:
        raise click.exceptions.Exit(SettingsError.exit_code)


def _say_check(faults: list[str], n_labels: int, n_examples: int, unowned: list[str]) -> None:
    _ = spoken()
    for fault in faults:
        complain(fault)
    if faults:
        complain(_("nothing of this codebook is in force; the last good one stays"))
        return
    say(_("{labels} labels; all {examples} examples and counter-examples pass.", labels=n_labels, examples=n_examples))
    for name in unowned:
        say(_("{label}: nobody owns it", label=name))


@command.command(name="diff")
@workspace_option
@json_option
def diff(root: Path, as_json: bool) -> None:
    """What the labels of the workspace have differently from the codebook in force."""
    old, new = _both(root)
    found = changes(old, new.codebook)
    if as_json:
        say(json.dumps([asdict(change) for change in found], ensure_ascii=False))
        return
    for change in found:
        say(_sentence(change))
    if not found:
        say(spoken()("Nothing changed: the labels are those in force."))


def _sentence(change: Change) -> str:
    _ = spoken()
    parts = ", ".join(change.parts)
    if change.kind is Kind.ADDED:
        return _("{label}: new, version {version}", label=change.label, version=change.after)
    if change.kind is Kind.RETIRED:
        return _("{label}: retired; it was version {version}", label=change.label, version=change.before)
    if change.kind is Kind.MENDED:
        return _(
            "{label}: mended, still version {version} ({parts})", label=change.label, version=change.after, parts=parts
        )
    return _(
        "{label}: version {before} becomes {after} ({parts})",
        label=change.label,
        before=change.before,
        after=change.after,
        parts=parts,
    )


@command.command(name="simulate")
@click.argument("labels", nargs=-1)
@workspace_option
@json_option
def simulate(labels: tuple[str, ...], root: Path, as_json: bool) -> None:
    """Try the changed labels, or LABELS, on everything that was heard, beside those in force. Writes nothing."""
    old, new = _both(root)
    known = {label.name for book in (old, new.codebook) for label in book.labels}
    unknown = sorted(set(labels) - known)
    if unknown:
        raise SettingsError(spoken()("no such label: {label}", label=unknown[0]))
    names = labels or tuple(each.label for each in changes(old, new.codebook) if each.kind is not Kind.MENDED)
    found = tried(open_project(root), old, new, names)
    if as_json:
        say(json.dumps([asdict(each) for each in found], ensure_ascii=False))
        return
    for each in found:
        say(_outcome(each))
    if not found:
        say(spoken()("Nothing changed: the labels are those in force."))


def _outcome(found: Tried) -> str:
    _ = spoken()
    line = _(
        "{label}: found in {before} contacts before, {after} after; {gained} gained, {lost} lost",
        label=found.label,
        before=found.n_before,
        after=found.n_after,
        gained=found.n_gained,
        lost=found.n_lost,
    )
    if not found.n_coded:
        return line
    return f"{line}; " + _(
        "agrees with humans on {before} of {coded} coded contacts before, {after} after",
        before=found.n_right_before,
        after=found.n_right_after,
        coded=found.n_coded,
    )


@command.command(name="trend")
@click.argument("label")
@workspace_option
@json_option
def trend(label: str, root: Path, as_json: bool) -> None:
    """A label month by month, each of its versions by itself, as far as the charter lets it out."""
    project = open_project(root)
    if project.codebook.of(label) is None:
        raise SettingsError(spoken()("no such label: {label}", label=label))
    figures = label_trends.released(project)
    versions = [
        (version, [each for each in figures if each.period == label_trends.period(version.coding)])
        for version in codebooks.versions_of(project.registry, label)
    ]
    if as_json:
        rows = [
            {"version": version.coding.version, "since": version.since, "months": [_month(each) for each in found]}
            for version, found in versions
        ]
        say(json.dumps(rows, ensure_ascii=False))
        return
    for version, found in versions:
        _say_version(version, found)


def _say_version(version: codebooks.Version, found: Sequence[Released]) -> None:
    _ = spoken()
    say(_("Version {version}, in force since {day}", version=version.coding.version, day=version.since[:10]))
    if not found:
        say(_("  nothing that the charter in force lets out by month"))
    for row in map(_month, found):
        if row["share"] is None:
            say(_("  {month}: withheld", month=row["month"]))
        else:
            shares = {name: f"{100 * float(str(row[name])):.1f} %" for name in ("share", "low", "high")}
            say(_("  {month}: {share} of contacts (from {low} to {high})", month=row["month"], **shares))


def _month(released: Released) -> dict[str, object]:
    if not isinstance(released, Figure):
        return {"month": released.key, "share": None, "low": None, "high": None, "n": None}
    found = released.estimate
    return {"month": found.key, "share": found.value, "low": found.low, "high": found.high, "n": found.n}


@command.command(name="annotate")
@workspace_option
@json_option
def annotate(root: Path, as_json: bool) -> None:
    """Annotate history again by the labels of the workspace. What older versions found stays, beside it."""
    project = open_project(root)
    if project.codebook_refusal:
        raise SettingsError(project.codebook_refusal)
    with progress(spoken()("Annotating what was heard")) as advance:
        report = recoded(project, advance)
    finish(report, as_json=as_json)


def _both(root: Path) -> tuple[Codebook, codebooks.Book]:
    """The codebook in force, or the starting one where none is yet, and that of the files. Raises SettingsError."""
    settings = parse_settings(read_toml(root / workspace.SETTINGS_FILE))
    opened = workspace.existing(root, settings.workspace.keys)
    engine = tables.connect(opened)
    standing = codebooks.in_force(engine)
    if standing is None:
        files = {name.removesuffix(".toml"): text.encode() for name, text in starting_codebook().items()}
        return parse_codebook(files)[0], codebooks.proposed_codebook(opened, engine)
    return standing.codebook, codebooks.proposed_codebook(opened, engine)
