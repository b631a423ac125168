"""``clairevoix pulse``."""

import base64
import binascii
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import click

from clairevoix import pulse
from clairevoix.charter.blinding import Blinded, Token, blind, finalize, new_text, written
from clairevoix.charter.wellbeing import charter_of_pulse
from clairevoix.cli.output import json_option, note, say, spoken, workspace_option
from clairevoix.i18n import day_name
from clairevoix.model.errors import CharterRefusal
from clairevoix.project import open_project
from clairevoix.store import wellbeing
from clairevoix.store.workspace import exclusive


@click.group(name="pulse")
def command() -> None:
    """The anonymous survey of the staff: its months, and tokens made without the page."""


def _month(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", value):
        raise click.BadParameter("a month is written like 2026-11")
    return value


@command.command(name="open")
@click.argument("month", callback=_month)
@workspace_option
def open_month(month: str, root: Path) -> None:
    """Open the pulse of MONTH: tokens from the 1st to the 14th, answers from the 16th to the end."""
    project, _ = open_project(root), spoken()
    with exclusive(project.workspace):
        made = pulse.open_round(project, month)
    say(
        _(
            "{month} is open: tokens until {issue_until}, answers from {answer_from} to {answer_until}. "
            "Fingerprint of its key: {fingerprint}",
            month=month,
            issue_until=day_name(made.issue_until, _.lang),
            answer_from=day_name(made.answer_from, _.lang),
            answer_until=day_name(made.answer_until, _.lang),
            fingerprint=pulse.fingerprint(made),
        )
    )


@command.command()
@workspace_option
@json_option
def rounds(root: Path, as_json: bool) -> None:
    """List the months of the pulse. How many answered is said once a month is over, and from the minimum on."""
    project, _ = open_project(root), spoken()
    folder, least = project.workspace.wellbeing, charter_of_pulse(project.charter).minimum_cell
    counts, today = wellbeing.counts(folder), datetime.now(UTC).date()
    rows = []
    for each in wellbeing.rounds(folder):
        n, n_eligible = counts[each.month]
        is_told = today > each.answer_until and n >= least
        rows.append({"month": each.month, "answers": n if is_told else None, "asked": n_eligible if is_told else None})
    if as_json:
        say(json.dumps(rows))
        return
    for row in rows:
        few = _("not told: under way, or fewer than {least}", least=least)
        say(f"{row['month']}: {few if row['answers'] is None else row['answers']}")


@command.command()
@click.argument("month", callback=_month)
@workspace_option
def remarks(month: str, root: Path) -> None:
    """Print what was written beside the answers of MONTH, redacted, in no order; nothing below the minimum."""
    project, _ = open_project(root), spoken()
    found = wellbeing.remarks(project.workspace.wellbeing, month)
    is_over = datetime.now(UTC).date() > pulse.month_days(month)[3]
    if len(found) < charter_of_pulse(project.charter).minimum_cell or not is_over:
        raise CharterRefusal("R21")
    for each in found:
        say(f"- {each}")
    note(_("How somebody writes may tell who they are: read them with the works council, and quote none."))


@command.command(name="blind")
@click.argument("month", callback=_month)
@click.argument("modulus")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where the secret is kept.")
def blind_text(month: str, modulus: str, out: Path) -> None:
    """Make a text for a token of MONTH, blind it, and print what is to be signed. MODULUS stands on the page."""
    try:
        made = blind(int(modulus, 16), new_text())
    except ValueError:
        raise click.BadParameter("the modulus is the long hexadecimal number of the page") from None
    secret = {"month": month, "modulus": modulus, "prepared": made.prepared.hex(), "inverse": f"{made.inverse:x}"}
    out.touch(mode=0o600)
    out.write_text(json.dumps(secret))
    say(base64.urlsafe_b64encode(made.message).decode())


@command.command(name="unblind")
@click.argument("secret", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("signature")
def unblind_text(secret: Path, signature: str) -> None:
    """Print the token: take the blind of SECRET away from the SIGNATURE that the page gave."""
    try:
        kept = json.loads(secret.read_text())
        prepared, modulus = bytes.fromhex(kept["prepared"]), int(kept["modulus"], 16)
        blinded = Blinded(b"", prepared, int(kept["inverse"], 16))
        signed = finalize(modulus, blinded, base64.urlsafe_b64decode(signature.encode("ascii")))
    except (ValueError, KeyError, binascii.Error):
        raise click.BadParameter("this is not signed with the key of that secret", param_hint="SIGNATURE") from None
    say(written(Token(month=kept["month"], prepared=prepared, signature=signed)))
