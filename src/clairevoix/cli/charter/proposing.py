"""``clairevoix charter propose``, ``notify``, ``clock``, ``opinion``, ``countersign`` and ``activate``."""

from datetime import datetime
from pathlib import Path

import click

from clairevoix.charter.clocks import Expert
from clairevoix.charter.measures import read_back
from clairevoix.charter.policy import canonical
from clairevoix.charter.signing import Act, Signatory, Signed, Statement, sign
from clairevoix.charter.tightening import tighter
from clairevoix.charter.versions import Event, Kind, Opinion, State
from clairevoix.cli.charter.versions import (
    Chosen,
    chosen,
    document,
    file_charter,
    now,
    read_key,
    read_proposal,
    read_signature,
    recorded,
    said,
    version_option,
    write_proposal,
    write_signature,
)
from clairevoix.cli.charter.wording import ACTS
from clairevoix.cli.output import note, say, spoken, workspace_option
from clairevoix.model.errors import SettingsError
from clairevoix.project import open_project
from clairevoix.store import consultations

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)
_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@workspace_option
@click.option("--dpia", type=_FILE, help="The data protection impact assessment; its digest is kept.")
@click.option("--dpia-id", help="Its name where it is kept.")
@click.option("--out", type=_NEW_FILE, help="Write the proposal to a file that the works council can sign.")
@click.option("--amend", is_flag=True, help="Replace the text of the version that is on its way: it starts again.")
def propose(*, root: Path, dpia: Path | None, dpia_id: str | None, out: Path | None, amend: bool) -> None:
    """Propose what charter.toml says as a new version."""
    charter, registry = file_charter(root), open_project(root).registry
    if amend:
        number = chosen(root, None).version_id
        consultations.amend(registry, number, charter, now())
    else:
        number = consultations.propose(registry, charter, now())
    found = chosen(root, number)
    if out is not None:
        write_proposal(out, found.version.scope_digest, canonical(found.version.charter))
    if dpia is None:
        said(number, found.version)
    else:
        recorded(found, Event(kind=Kind.ASSESS, document=document(dpia, "dpia", dpia_id)))


@click.command()
@workspace_option
@version_option
@click.option("--on", "on_day", type=_DAY, required=True, help="The day on which the information was given.")
@click.option("--expert", type=click.Choice([each.value for each in Expert]), required=True)
def notify(*, root: Path, version_id: int | None, on_day: datetime, expert: str) -> None:
    """Write down that the works council was informed: its time begins."""
    recorded(chosen(root, version_id), Event(kind=Kind.NOTIFY, on=on_day.date(), expert=Expert(expert)))


@click.command()
@workspace_option
@version_option
@click.option("--extend-to", type=_DAY, help="A later last day, by agreement or by a judge.")
@click.option("--stop", "change", flag_value="stop", help="The time stands still, as while a court is asked.")
@click.option("--restart", "change", flag_value="restart", help="The time goes on.")
def clock(*, root: Path, version_id: int | None, extend_to: datetime | None, change: str | None) -> None:
    """Extend, stop or restart the time of the works council."""
    if (extend_to is None) == (change is None):
        raise click.UsageError("one of --extend-to, --stop and --restart is expected")
    event = Event(kind=Kind(change)) if change else Event(kind=Kind.EXTEND, on=extend_to and extend_to.date())
    recorded(chosen(root, version_id), event)


@click.command()
@workspace_option
@version_option
@click.option("--council", type=click.Choice([each.value for each in Opinion if each is not Opinion.DEEMED_NEGATIVE]))
@click.option("--lapsed", is_flag=True, help="The council's time is over without an opinion.")
def opinion(*, root: Path, version_id: int | None, council: str | None, lapsed: bool) -> None:
    """Write down the opinion of the works council, whatever it is, or that its time is over."""
    if (council is None) != lapsed:
        raise click.UsageError("one of --council and --lapsed is expected")
    event = Event(kind=Kind.LAPSE) if council is None else Event(kind=Kind.OPINION, opinion=Opinion(council))
    recorded(chosen(root, version_id), event)


@click.command()
@click.argument("proposal", type=_FILE, required=False)
@workspace_option
@version_option
@click.option("--key", type=_FILE, help="The council's private key.")
@click.option("--signature", type=_FILE, help="A signature that was made elsewhere.")
@click.option("--out", type=_NEW_FILE, help="Where the signature of a PROPOSAL goes; no workspace is needed.")
def countersign(
    *,
    proposal: Path | None,
    root: Path,
    version_id: int | None,
    key: Path | None,
    signature: Path | None,
    out: Path | None,
) -> None:
    """Sign, for the works council, that it was informed and consulted on this very charter. It is not a consent."""
    if (key is None) == (signature is None) or (proposal is None) != (out is None):
        raise click.UsageError("expected: --key FILE, or --signature FILE, or PROPOSAL --key FILE --out FILE")
    if proposal is not None and out is not None and key is not None:
        digest, text = read_proposal(proposal)
        read_back(text)
        say(text)
        write_signature(out, _signed(Act.CONSULTED, Signatory.COUNCIL, digest, key))
        return
    found = chosen(root, version_id)
    made = read_signature(signature) if signature is not None else None
    signed = made or _signed(Act.CONSULTED, Signatory.COUNCIL, found.version.scope_digest, key)
    recorded(found, Event(kind=Kind.COUNTERSIGN, signed=signed))


@click.command()
@workspace_option
@version_option
@click.option("--key", type=_FILE, required=True, help="The private key of whoever activates.")
@click.option(
    "--as",
    "signatory",
    type=click.Choice([each.value for each in Signatory]),
    default=Signatory.EMPLOYER.value,
    show_default=True,
    help="Whose key it is; the council's suffices for a stricter charter.",
)
@click.option("--notice", type=_FILE, help="The notice that the employees were given; its digest is kept.")
@click.option("--notice-on", type=_DAY, help="The day on which they were given it; today without it.")
def activate(
    *, root: Path, version_id: int | None, key: Path, signatory: str, notice: Path | None, notice_on: datetime | None
) -> None:
    """Put a version in force: a countersigned one, or one that is stricter than what is in force."""
    found = chosen(root, version_id)
    if notice is not None:
        given_on = notice_on.date() if notice_on else now().date()
        recorded(found, Event(kind=Kind.INFORM, document=document(notice, "notice"), on=given_on))
        found = chosen(root, found.version_id)
    act = Act.TIGHTEN if _is_tightening(found) else Act.ACTIVATE
    signed = _signed(act, Signatory(signatory), found.version.scope_digest, key)
    event = Event(kind=Kind(act.value), signed=signed)
    recorded(found, event, replacing=found.known.version_at(now()))


def _is_tightening(found: Chosen) -> bool:
    active = found.known.version_at(now()) is not None
    return found.version.state is State.DRAFT and active and tighter(found.known.in_force(now()), found.version.charter)


def _signed(act: Act, signatory: Signatory, digest: str, key: Path | None) -> Signed:
    """Says what is signed, then signs it."""
    if key is None:
        raise SettingsError("a private key is needed: --key FILE")
    _ = spoken()
    note(_(ACTS[act]))
    statement = Statement(signatory=signatory, act=act, scope_digest=digest, on=now().date())
    return sign(read_key(key), statement)
