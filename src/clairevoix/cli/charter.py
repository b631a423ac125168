"""``clairevoix charter``."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from clairevoix.charter.policy import BOUNDS
from clairevoix.charter.rules import RULES
from clairevoix.cli.output import json_option, say, spoken, workspace_option
from clairevoix.project import open_project


@click.group(name="charter")
def command() -> None:
    """What may be heard, kept and shown, and why."""


@command.command()
@workspace_option
@json_option
def show(root: Path, as_json: bool) -> None:
    """Print the rules and the numbers in force."""
    charter = open_project(root).charter
    if as_json:
        rules = [asdict(rule) for rule in RULES]
        say(json.dumps({"digest": charter.digest, "settings": asdict(charter), "rules": rules}, ensure_ascii=False))
        return
    _ = spoken()
    for rule in RULES:
        say(f"{rule.rule_id}  {_(rule.title)}\n    {_(rule.sentence)}\n    {_(rule.source)}")
    for name, value in asdict(charter).items():
        say(f"{name} = {value}  ({BOUNDS[name].source})")
    say(f"digest {charter.digest}")


@command.command()
@workspace_option
@json_option
def check(root: Path, as_json: bool) -> None:
    """Read charter.toml and say whether it stands."""
    charter = open_project(root).charter
    say(
        json.dumps({"ok": True, "digest": charter.digest})
        if as_json
        else spoken()("The charter stands: {digest}", digest=charter.digest)
    )
