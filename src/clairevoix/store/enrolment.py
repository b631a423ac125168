"""How accounts change: granted, invited, taken up, given another password or second factor, closed. Each leaves a leaf."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import sqlalchemy as sa

from clairevoix.charter.access import SECOND_FACTOR, Role, admit_grant
from clairevoix.store import throttle
from clairevoix.store.accounts import (
    Account,
    Sealer,
    State,
    account,
    account_by_id,
    account_of,
    accounts,
    invitations,
    moment,
    recovery_codes,
    roles_text,
)
from clairevoix.store.credentials import (
    Weakness,
    hash_password,
    hash_recovery_code,
    hash_token,
    is_password,
    matching_step,
    new_recovery_codes,
    new_secret,
    weakness,
)
from clairevoix.store.ledger import append_within
from clairevoix.store.sessions import revoke_within

INVITATION = timedelta(hours=72)
_FRESH = {"password_hash": None, "password_at": None, "totp_sealed": None, "totp_step": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Granter:
    """Who changes somebody else's account. The council's key, which has no account, has the role COUNCIL and no id."""

    roles: frozenset[Role]
    account_id: str | None = None


#: Whoever holds the machine, at its command line.
OPERATOR = Granter(roles=frozenset({Role.OPERATOR}))
#: The council's key, once its signature was verified.
COUNCIL_KEY = Granter(roles=frozenset({Role.COUNCIL}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an open invitation lets its holder set up. Whoever ``needs_code`` takes up the second factor too."""

    account: Account
    login: str = field(repr=False)
    totp_secret: str = field(repr=False)

    @property
    def needs_code(self) -> bool:
        return bool(self.account.roles & SECOND_FACTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """An account to be: its roles, and the hash of the token with which its holder takes it up.

    ``agent`` is an employee's identifier at the source of the calls; without it, what was known before stays.
    """

    login: str = field(repr=False)
    roles: frozenset[Role]
    token_hash: str = field(repr=False)
    agent: str | None = field(default=None, repr=False)


def grant(engine: sa.Engine, sealer: Sealer, granted: Grant, granter: Granter, at: datetime) -> Account:
    """Makes the account, or gives the one of that name these roles; it is to be taken up anew, and its sessions end.

    Raises CharterRefusal(R22), which the caller puts in the ledger, where ``granter`` may not.
    """
    found = account(engine, sealer, granted.login)
    _admit(found, granted.roles, granter)
    account_id = secrets.token_hex(8) if found is None else found.account_id
    roles = roles_text(granted.roles)
    values: dict[str, object] = {**_FRESH, "roles": roles, "state": State.INVITED}
    if granted.agent is not None:
        values |= {"agent_mark": sealer.agent_mark(granted.agent), "agent_sealed": sealer.seal(granted.agent)}
    named = {"login_mark": sealer.login_mark(granted.login), "login_sealed": sealer.seal(granted.login.strip())}
    with engine.begin() as connection:
        if found is None:
            connection.execute(accounts.insert().values(account_id=account_id, **named, **values))
        else:
            connection.execute(accounts.update().where(_is(account_id)).values(values))
        _forget_proofs(connection, account_id)
        row = {"account_id": account_id, "expires_at": moment(at + INVITATION)}
        offered = sealer.seal(new_secret())
        connection.execute(invitations.insert().values(token_hash=granted.token_hash, totp_sealed=offered, **row))
        event = "account-granted" if found is None else "account-reset"
        append_within(connection, event, account=account_id, roles=roles, by=roles_text(granter.roles))
    made = account_by_id(engine, account_id)
    return made if made is not None else _absent(account_id)


def disable(engine: sa.Engine, closing: Account, granter: Granter) -> None:
    """Closes an account and ends its sessions. Raises CharterRefusal(R22) where ``granter`` may not."""
    _admit(closing, frozenset(), granter)
    with engine.begin() as connection:
        values = {**_FRESH, "state": State.DISABLED}
        connection.execute(accounts.update().where(_is(closing.account_id)).values(values))
        _forget_proofs(connection, closing.account_id)
        append_within(connection, "account-disabled", account=closing.account_id, by=roles_text(granter.roles))


def renew_second_factor(engine: sa.Engine, sealer: Sealer, renewed: Account, granter: Granter) -> str:
    """Another shared secret, which is returned; the old one and the recovery codes stop working, sessions end."""
    _admit(renewed, renewed.roles, granter)
    secret = new_secret()
    with engine.begin() as connection:
        values = {"totp_sealed": sealer.seal(secret), "totp_step": 0}
        connection.execute(accounts.update().where(_is(renewed.account_id)).values(values))
        connection.execute(recovery_codes.delete().where(recovery_codes.c.account_id == renewed.account_id))
        revoke_within(connection, renewed.account_id)
        by = roles_text(granter.roles)
        append_within(connection, "second-factor-renewed", account=renewed.account_id, by=by)
    return secret


def offer(engine: sa.Engine, sealer: Sealer, token: str, at: datetime) -> Offer | None:
    """What the invitation of that token offers; None if there is none, or it was used, replaced or is too old."""
    query = sa.select(accounts, invitations.c.totp_sealed.label("offered")).join(
        invitations, invitations.c.account_id == accounts.c.account_id
    )
    valid = query.where(invitations.c.token_hash == hash_token(token), invitations.c.expires_at > moment(at))
    with engine.connect() as connection:
        found = connection.execute(valid).one_or_none()
    if found is None:
        return None
    invited = account_of(found)
    return Offer(account=invited, login=sealer.unseal(found.login_sealed), totp_secret=sealer.unseal(found.offered))


class WrongCode(Exception):
    """The code is not the one that the application shows, or is missing where one is needed."""


class WrongPassword(Exception):
    """The password in use is another one."""


class WeakPassword(Exception):
    """The password is not to be used; ``weakness`` says why."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness.value)
        self.weakness = weakness


def take_up(engine: sa.Engine, sealer: Sealer, token: str, proofs: tuple[str, str], at: datetime) -> tuple[str, ...]:
    """Sets the password and, if a code is given or needed, the second factor. Returns the recovery codes, shown once.

    ``proofs`` are the password and the code, which may be empty. Raises WeakPassword, WrongCode, or LookupError where the
    invitation was used in the meantime.
    """
    password, code = proofs
    offered = offer(engine, sealer, token, at)
    if offered is None:
        raise LookupError
    weak = weakness(password, offered.login)
    if weak is not None:
        raise WeakPassword(weak)
    step = matching_step(offered.totp_secret, code, at, after=0) if code else 0
    if step is None or (offered.needs_code and not step):
        raise WrongCode
    account_id, hashed = offered.account.account_id, hash_password(password)
    codes = new_recovery_codes() if step else ()
    with engine.begin() as connection:
        if connection.execute(invitations.delete().where(invitations.c.token_hash == hash_token(token))).rowcount != 1:
            raise LookupError
        sealed = sealer.seal(offered.totp_secret) if step else None
        proven = {"password_hash": hashed, "password_at": moment(at), "totp_sealed": sealed, "totp_step": step}
        connection.execute(accounts.update().where(_is(account_id)).values(state=State.ACTIVE, **proven))
        for each in codes:
            connection.execute(
                recovery_codes.insert().values(account_id=account_id, code_hash=hash_recovery_code(account_id, each))
            )
        append_within(connection, "account-taken-up", account=account_id, roles=roles_text(offered.account.roles))
    return codes


def change_password(engine: sa.Engine, sealer: Sealer, changing: Account, pair: tuple[str, str], at: datetime) -> None:
    """From the old password to the new one. Every session of the account ends.

    Raises WrongPassword, WeakPassword, or Slowed after too many tries.
    """
    old, new = pair
    guess = throttle.Try(marks={"account": changing.account_id}, at=at)
    throttle.reserve(engine, guess)
    with engine.connect() as connection:
        query = sa.select(accounts.c.password_hash).where(_is(changing.account_id))
        hashed = connection.execute(query).scalar_one()
    if hashed is None or not is_password(old, hashed):
        raise WrongPassword
    throttle.succeed(engine, guess)
    weak = weakness(new, sealer.unseal(changing.login_sealed))
    if weak is not None:
        raise WeakPassword(weak)
    values = {"password_hash": hash_password(new), "password_at": moment(at)}
    with engine.begin() as connection:
        connection.execute(accounts.update().where(_is(changing.account_id)).values(values))
        revoke_within(connection, changing.account_id)
        append_within(connection, "password-changed", account=changing.account_id)


def _admit(found: Account | None, after: Collection[Role], granter: Granter) -> None:
    is_other = found is None or found.account_id != granter.account_id
    before = frozenset() if found is None else found.roles
    admit_grant(before=before, after=after, granter=granter.roles, is_granter_other=is_other)


def _forget_proofs(connection: sa.Connection, account_id: str) -> None:
    """Invitations not yet used, recovery codes, sessions."""
    connection.execute(invitations.delete().where(invitations.c.account_id == account_id))
    connection.execute(recovery_codes.delete().where(recovery_codes.c.account_id == account_id))
    revoke_within(connection, account_id)


def _is(account_id: str) -> sa.ColumnElement[bool]:
    return accounts.c.account_id == account_id


def _absent(account_id: str) -> Account:
    raise LookupError(account_id)
