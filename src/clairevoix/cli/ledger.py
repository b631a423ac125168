"""``clairevoix ledger``."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import click

from clairevoix.cli.output import json_option, say, spoken, workspace_option
from clairevoix.i18n import instant
from clairevoix.model.errors import StoreError
from clairevoix.project import open_project
from clairevoix.store import checkpoints, ledger_export
from clairevoix.store.ledger_verification import FaultKind, LedgerState, verified
from clairevoix.store.workspace import exclusive, write_whole

_SHOWN = 20


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


FAULTS = {
    FaultKind.GAP: _("leaf {number} is missing or out of its place"),
    FaultKind.LEAF: _("leaf {number} was changed"),
    FaultKind.EMPTIED: _("leaf {number} was emptied, and no expiry says so"),
    FaultKind.EARLY_EXPIRY: _("the expiry in leaf {number} took leaves younger than twelve months"),
    FaultKind.HEAD: _("the head kept with the {number} leaves is not theirs"),
    FaultKind.TRUNCATED: _("a head of {number} leaves was signed, and they are no longer all there"),
    FaultKind.CHECKPOINT: _("the signed head of {number} leaves is not that of the leaves that are there"),
    FaultKind.SIGNATURE: _("the signature over the head of {number} leaves is false"),
    FaultKind.COSIGNATURE: _("what the witness signed is not the head of {number} leaves"),
    FaultKind.HEAD_FILE: _("the last signed head, ledger.head beside the keys, is damaged"),
    FaultKind.BEHIND: _(
        "the registry is not the one whose {number} leaves were signed last: an older one was put back"
    ),
}


@click.group(name="ledger")
def command() -> None:
    """What was done here, so that nobody can change it unseen."""


@command.command()
@workspace_option
@json_option
def verify(root: Path, as_json: bool) -> None:
    """Hash every leaf again, and hold them against every head that was signed. Ends with 13 if anything is wrong."""
    project = open_project(root, of_ledger=True)
    state = verified(project.workspace, project.registry)
    if as_json:
        answer = asdict(state)
        say(json.dumps({"ok": state.is_sound, "behind": state.behind, **answer}))
    else:
        _say_state(state, checkpoints.witnessed(project.registry))
    if not state.is_sound:
        raise click.exceptions.Exit(StoreError.exit_code)


def _say_state(state: LedgerState, witnessed: tuple[int, datetime] | None) -> None:
    _ = spoken()
    for fault in state.faults[:_SHOWN]:
        say(_(FAULTS[fault.kind], number=fault.number))
    if len(state.faults) > _SHOWN:
        say(_("  … and {n} more; all of them with --json.", n=len(state.faults) - _SHOWN))
    if state.is_sound:
        say(_("The ledger is sound: {size} leaves, root {root}", size=state.size, root=state.root))
    if witnessed is None:
        say(_("No witness has signed it yet: whoever holds the machine could have rewritten it whole."))
    else:
        say(_("A witness signed {size} leaves on {date}.", size=witnessed[0], date=instant(witnessed[1], _.lang)))


@command.command()
@click.option(
    "--restored", is_flag=True, help="The registry was restored from a backup: say so in the ledger, and go on."
)
@workspace_option
@json_option
def checkpoint(root: Path, restored: bool, as_json: bool) -> None:
    """Sign the head of the ledger."""
    project = open_project(root, of_ledger=True)
    with exclusive(project.workspace):
        made = checkpoints.seal(project.workspace, project.registry, datetime.now(UTC), restored=restored)
    if as_json:
        say(json.dumps({"origin": made.origin, "size": made.size, "root": made.root.hex()}))
    else:
        say(spoken()("Signed: {size} leaves, root {root}", size=made.size, root=made.root.hex()))


@command.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@workspace_option
@json_option
def export(root: Path, out: Path, as_json: bool) -> None:
    """Write the whole ledger to a file, for the witness."""
    project = open_project(root, of_ledger=True)
    with exclusive(project.workspace):
        size = ledger_export.export(project.workspace, project.registry, out, datetime.now(UTC))
    key = str(checkpoints.installation_key(project.workspace).verifier())
    if as_json:
        say(json.dumps({"size": size, "key": key}))
    else:
        say(spoken()("Exported: {size} leaves. The key of this installation: {key}", size=size, key=key))


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--witness", "public_key", help="The public key of a witness that is not known yet.")
@workspace_option
@json_option
def cosign(root: Path, file: Path, public_key: str | None, as_json: bool) -> None:
    """Enter what a witness signed."""
    project = open_project(root, of_ledger=True)
    try:
        note = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise StoreError("the file cannot be read") from None
    with exclusive(project.workspace):
        if public_key:
            checkpoints.add_witness(project.registry, public_key)
        signed, seen_at = checkpoints.add_cosignature(project.registry, note)
    if as_json:
        say(json.dumps({"size": signed.size, "root": signed.root.hex(), "seen_at": seen_at.isoformat()}))
    else:
        _ = spoken()
        say(_("A witness signed {size} leaves on {date}.", size=signed.size, date=instant(seen_at, _.lang)))


@command.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@json_option
def witness(out: Path, as_json: bool) -> None:
    """Write the witness' program to a file, to be carried over to the works council's machine."""
    program = (files("clairevoix") / "witness.py").read_bytes()
    try:
        write_whole(out, program)
    except OSError:
        raise StoreError("the file cannot be written there") from None
    if as_json:
        say(json.dumps({"bytes": len(program)}))
    else:
        say(spoken()("Written. On the works council’s machine: python3 {name} --help", name=out.name))
