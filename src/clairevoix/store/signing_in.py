"""Whether somebody is who they say: name, password and code are judged together, and one answer is given for all of it.

A name that nobody has costs as much time and as many tries as one that somebody has.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

import sqlalchemy as sa

from clairevoix.charter.access import SECOND_FACTOR
from clairevoix.store import throttle
from clairevoix.store.accounts import Account, Sealer, State, account_of, accounts, recovery_codes
from clairevoix.store.credentials import (
    hash_password,
    hash_recovery_code,
    is_password,
    matching_hash,
    matching_step,
    new_secret,
    new_token,
)
from clairevoix.store.ledger import append_within

#: Each hash takes 64 MiB: so many at once and no more.
_hashing = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are. ``source`` is the address that they come from."""

    login: str = field(repr=False)
    password: str = field(repr=False)
    code: str = field(repr=False)
    source: str = field(repr=False)


class Refused(Exception):
    """The name, the password or the code is wrong; which of them is not said."""


def authenticate(engine: sa.Engine, sealer: Sealer, claim: Claim, at: datetime) -> Account:
    """The account whose name, password and code were given. Raises Refused, or Slowed after too many tries."""
    marks = {"account": sealer.login_mark(claim.login), "source": sealer.pseudonym("source", network(claim.source))}
    guess = throttle.Try(marks=marks, at=at)
    throttle.reserve(engine, guess)
    with engine.connect() as connection:
        found = connection.execute(sa.select(accounts).where(accounts.c.login_mark == marks["account"])).one_or_none()
    with _hashing:
        is_right = is_password(claim.password, (found and found.password_hash) or _nobody_s())
    is_proven = _proves(engine, sealer, claim, found, at)
    if found is None or found.state != State.ACTIVE or not (is_right and is_proven):
        raise Refused
    if not _use_up(engine, sealer, claim, found, at):
        raise Refused
    throttle.succeed(engine, guess)
    return account_of(found)


def network(source: str) -> str:
    """The address itself, or the /64 of an IPv6 one, within which whoever has it may choose freely.

    >>> network("192.0.2.7"), network("2001:db8::1:2:3:4"), network("testclient")
    ('192.0.2.7', '2001:db8::/64', 'testclient')
    """
    try:
        address = ip_address(source)
    except ValueError:
        return source
    return source if address.version == 4 else str(ip_network((address, 64), strict=False))


@cache
def _nobody_s() -> str:
    """The hash against which the password for a name that nobody has is tried."""
    return hash_password(new_token())


def _proves(engine: sa.Engine, sealer: Sealer, claim: Claim, found: Any, at: datetime) -> bool:
    """Whether the second factor holds: a code of the application, or a recovery code. Nothing is used up yet."""
    secret = sealer.unseal(found.totp_sealed) if found is not None and found.totp_sealed else None
    step = matching_step(secret or new_secret(), claim.code, at, after=found.totp_step if found is not None else 0)
    recovery = _recovery_hash(engine, found.account_id if found is not None else "", claim.code)
    if secret is None:
        return found is not None and not (account_of(found).roles & SECOND_FACTOR)
    return step is not None or recovery is not None


def _use_up(engine: sa.Engine, sealer: Sealer, claim: Claim, found: Any, at: datetime) -> bool:
    """Notes the code as used; false if it was used in the meantime."""
    if not found.totp_sealed:
        return True
    step = matching_step(sealer.unseal(found.totp_sealed), claim.code, at, after=found.totp_step)
    with engine.begin() as connection:
        if step is not None:
            unused = sa.and_(accounts.c.account_id == found.account_id, accounts.c.totp_step < step)
            return connection.execute(accounts.update().where(unused).values(totp_step=step)).rowcount == 1
        hashed = hash_recovery_code(found.account_id, claim.code)
        row = sa.and_(recovery_codes.c.account_id == found.account_id, recovery_codes.c.code_hash == hashed)
        if connection.execute(recovery_codes.delete().where(row)).rowcount != 1:
            return False
        append_within(connection, "recovery-code-used", account=found.account_id)
        return True


def _recovery_hash(engine: sa.Engine, account_id: str, code: str) -> str | None:
    query = sa.select(recovery_codes.c.code_hash).where(recovery_codes.c.account_id == account_id)
    with engine.connect() as connection:
        kept = [row.code_hash for row in connection.execute(query)]
    return matching_hash(hash_recovery_code(account_id, code), kept)
