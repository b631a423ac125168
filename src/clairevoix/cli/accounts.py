"""``clairevoix account``."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from urllib.parse import urlencode

import click

from clairevoix.charter.access import Role
from clairevoix.charter.granting import GrantStatement, admit_signed_grant, sign_grant
from clairevoix.charter.signing import Signatory, key_of
from clairevoix.cli.output import json_option, note, say, spoken, workspace_option
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.project import Project, open_project
from clairevoix.store import enrolment, ledger, workspace
from clairevoix.store.accounts import Account, Sealer, account, all_accounts, roles_text
from clairevoix.store.consultations import consultations
from clairevoix.store.credentials import hash_token, new_token, otpauth_uri
from clairevoix.store.enrolment import COUNCIL_KEY, OPERATOR, Grant, Granter

_roles_option = click.option(
    "--role",
    "roles",
    type=click.Choice([role.value for role in Role]),
    multiple=True,
    help="What the account is for; may be repeated.",
)
_grant_option = click.option(
    "--grant",
    "grant_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the council signed; needed for accounts of the council and of the data protection officer.",
)
_address_option = click.option(
    "--address", default="http://127.0.0.1:8765", show_default=True, help="Where people reach the server."
)


@click.group(name="account")
def command() -> None:
    """Who may sign in, and as what."""


def sealer_of(opened: workspace.Workspace) -> Sealer:
    """The workspace's sealing, as functions."""
    return Sealer(
        seal=partial(workspace.seal, opened),
        unseal=partial(workspace.unseal, opened),
        pseudonym=partial(workspace.pseudonym, opened),
    )


@command.command()
@click.argument("login", required=False, default="")
@_roles_option
@click.option("--agent", help="The employee's identifier at the source of the calls; kept as a pseudonym.")
@_grant_option
@_address_option
@workspace_option
@json_option
def add(
    *,
    login: str,
    roles: tuple[str, ...],
    agent: str | None,
    grant_file: Path | None,
    address: str,
    root: Path,
    as_json: bool,
) -> None:
    """Make the account LOGIN, or give it other roles, and print its invitation.

    With --grant, login and roles are those that the council signed, and it is the council that holds the invitation.
    """
    project = open_project(root)
    if grant_file is not None:
        said = _signed(project, grant_file)
        if not said.roles:
            raise click.UsageError(spoken()("This grant closes the account: use it with disable."))
        _grant_signed(project, said, agent, as_json=as_json)
        return
    if not login or not roles:
        raise click.UsageError(spoken()("A LOGIN and at least one --role are needed, or a --grant."))
    if (Role.EMPLOYEE in roles) != (agent is not None):
        raise click.UsageError(spoken()("An employee, and nobody else, needs --agent."))
    _invite(project, login, frozenset(map(Role, roles)), address, agent=agent, as_json=as_json)


@command.command()
@click.argument("login", required=False, default="")
@_grant_option
@_address_option
@workspace_option
@json_option
def reset(login: str, grant_file: Path | None, address: str, root: Path, as_json: bool) -> None:
    """Print a new invitation for LOGIN. Its password, second factor and sessions end now."""
    project = open_project(root)
    if grant_file is not None:
        said = _signed(project, grant_file)
        _existing(project, said.login)
        _grant_signed(project, said, None, as_json=as_json)
        return
    _invite(project, login, _existing(project, login).roles, address, as_json=as_json)


@command.command()
@click.argument("login", required=False, default="")
@_grant_option
@workspace_option
@json_option
def disable(login: str, grant_file: Path | None, root: Path, as_json: bool) -> None:
    """Close the account LOGIN and end its sessions."""
    project = open_project(root)
    said = None if grant_file is None else _signed(project, grant_file)
    if said is not None and said.roles:
        raise click.UsageError(spoken()("This grant gives roles: use it with add or reset."))
    closing = _existing(project, login if said is None else said.login)
    with _refusals_noted(project):
        enrolment.disable(project.registry, closing, OPERATOR if said is None else COUNCIL_KEY)
    _say_done(closing.account_id, as_json=as_json)


@command.command()
@click.argument("login")
@workspace_option
@json_option
def totp(login: str, root: Path, as_json: bool) -> None:
    """Give LOGIN another second factor and print its key. Accounts of the council are reset with a grant instead."""
    project = open_project(root)
    sealer, renewed = sealer_of(project.workspace), _existing(project, login)
    with _refusals_noted(project):
        secret = enrolment.renew_second_factor(project.registry, sealer, renewed, OPERATOR)
    uri = otpauth_uri(secret, login)
    say(json.dumps({"account_id": renewed.account_id, "otpauth": uri}) if as_json else uri)


@command.command(name="list")
@workspace_option
@json_option
def list_accounts(root: Path, as_json: bool) -> None:
    """Print every account: its name, roles and state."""
    project = open_project(root)
    sealer = sealer_of(project.workspace)
    named = sorted(
        ((sealer.unseal(each.login_sealed), each) for each in all_accounts(project.registry)), key=itemgetter(0)
    )
    if as_json:
        say(json.dumps([_row(login, each) for login, each in named], ensure_ascii=False))
        return
    for login, each in named:
        say(f"{login}  {roles_text(each.roles)}  {each.state.value}")


@command.command()
@click.argument("login")
@_roles_option
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The council's private key; it is read here and goes nowhere.",
)
@click.option("--address", default="http://127.0.0.1:8765", show_default=True, help="Where people reach the server.")
def grant(login: str, roles: tuple[str, ...], key_file: Path, address: str) -> None:
    """On the council's own machine: sign what LOGIN may be. Without --role, that its account is closed.

    Standard output is the grant, for whoever runs `account add`, `reset` or `disable`; the invitation, for LOGIN alone, goes
    to standard error.
    """
    token = new_token()
    statement = GrantStatement(
        login=login, roles=frozenset(map(Role, roles)), token_hash=hash_token(token), on=_today()
    )
    say(json.dumps(sign_grant(key_file.read_text(encoding="utf-8"), statement), ensure_ascii=False))
    if roles:
        note(spoken()("For {login} alone, once the grant was used: {link}", login=login, link=_link(address, token)))


def _row(login: str, listed: Account) -> dict[str, object]:
    return {
        "account_id": listed.account_id,
        "login": login,
        "roles": sorted(listed.roles),
        "state": listed.state.value,
        "second_factor": listed.has_second_factor,
    }


def _invite(
    project: Project, login: str, roles: frozenset[Role], address: str, *, agent: str | None = None, as_json: bool
) -> None:
    token = new_token()
    made = _granted(project, Grant(login=login, roles=roles, token_hash=hash_token(token), agent=agent), OPERATOR)
    sealer = sealer_of(project.workspace)
    offered = enrolment.offer(project.registry, sealer, token, datetime.now(UTC))
    uri = "" if offered is None else otpauth_uri(offered.totp_secret, login)
    answer = {"account_id": made.account_id, "link": _link(address, token), "token": token, "otpauth": uri}
    if as_json:
        say(json.dumps(answer))
        return
    say(spoken()("Invitation, good for three days and once; for {login} alone:", login=login))
    say(answer["link"])
    say(uri)


def _granted(project: Project, granted: Grant, granter: Granter) -> Account:
    with _refusals_noted(project):
        return enrolment.grant(project.registry, sealer_of(project.workspace), granted, granter, datetime.now(UTC))


def _grant_signed(project: Project, said: GrantStatement, agent: str | None, *, as_json: bool) -> None:
    granted = Grant(login=said.login, roles=said.roles, token_hash=said.token_hash, agent=agent)
    _say_done(_granted(project, granted, COUNCIL_KEY).account_id, as_json=as_json)


def _signed(project: Project, path: Path) -> GrantStatement:
    """What the council signed, by the key that stands for it now."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise SettingsError("not a grant: make one with: clairevoix account grant")
    key = key_of(consultations(project.registry).keys, Signatory.COUNCIL, datetime.now(UTC))
    with _refusals_noted(project):
        return admit_signed_grant(values, key, _today())


@contextmanager
def _refusals_noted(project: Project) -> Iterator[None]:
    """What the charter refuses is in the ledger."""
    try:
        yield
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise


def _say_done(account_id: str, *, as_json: bool) -> None:
    say(json.dumps({"account_id": account_id}) if as_json else spoken()("Done: {account}.", account=account_id))


def _existing(project: Project, login: str) -> Account:
    found = account(project.registry, sealer_of(project.workspace), login) if login else None
    if found is None:
        raise click.UsageError(spoken()("There is no account of that name."))
    return found


def _link(address: str, token: str) -> str:
    return f"{address.rstrip('/')}/fr/invitation?{urlencode({'token': token})}"


def _today() -> date:
    return datetime.now(UTC).date()
