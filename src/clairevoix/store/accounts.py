"""Accounts of this installation: who may sign in, and as what. Names are sealed; what finds them again is a keyed pseudonym.

Read here; changed by :mod:`clairevoix.store.enrolment`.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from clairevoix.charter.access import Role
from clairevoix.store.database import metadata

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("account_id", sa.String, primary_key=True),
    sa.Column("login_mark", sa.String, nullable=False, unique=True),
    sa.Column("login_sealed", sa.LargeBinary, nullable=False),
    sa.Column("roles", sa.String, nullable=False),
    sa.Column("agent_mark", sa.String, unique=True),
    sa.Column("agent_sealed", sa.LargeBinary),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("password_hash", sa.String),
    sa.Column("password_at", sa.String),
    sa.Column("totp_sealed", sa.LargeBinary),
    sa.Column("totp_step", sa.Integer, nullable=False, default=0),
)
recovery_codes = sa.Table(
    "account_recovery_codes",
    metadata,
    sa.Column("account_id", sa.String, primary_key=True),
    sa.Column("code_hash", sa.String, primary_key=True),
)
invitations = sa.Table(
    "account_invitations",
    metadata,
    sa.Column("token_hash", sa.String, primary_key=True),
    sa.Column("account_id", sa.String, nullable=False, index=True),
    sa.Column("totp_sealed", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.String, nullable=False),
)


class State(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account. ``agent_sealed`` is the employee's identifier at the source of the calls, from which the pseudonyms are
    made under which contacts and evaluations know them.
    """

    account_id: str
    roles: frozenset[Role]
    state: State
    has_second_factor: bool
    password_at: datetime | None
    login_sealed: bytes = field(repr=False)
    agent_sealed: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealer:
    """The workspace's own secrets, as functions: the web knows no workspace."""

    seal: Callable[[str], bytes]
    unseal: Callable[[bytes], str]
    pseudonym: Callable[[str, str], str]

    def login_mark(self, login: str) -> str:
        """The pseudonym of a name; capitals, blanks around it and ways of writing an accent do not count."""
        return self.pseudonym("login", unicodedata.normalize("NFKC", login).strip().casefold())

    def agent_mark(self, agent: str) -> str:
        """The pseudonym by which no two accounts are of one employee."""
        return self.pseudonym("agent", agent)


def account(engine: sa.Engine, sealer: Sealer, login: str) -> Account | None:
    """The account of that name."""
    found = _select(engine, accounts.c.login_mark == sealer.login_mark(login))
    return found[0] if found else None


def account_by_id(engine: sa.Engine, account_id: str) -> Account | None:
    found = _select(engine, accounts.c.account_id == account_id)
    return found[0] if found else None


def all_accounts(engine: sa.Engine) -> tuple[Account, ...]:
    """Every account, in the order of their identifiers, which says nothing."""
    return _select(engine, sa.true())


def account_of(row: Any) -> Account:
    """A row of :data:`accounts`."""
    return Account(
        account_id=row.account_id,
        roles=roles_of(row.roles),
        state=State(row.state),
        has_second_factor=row.totp_sealed is not None,
        password_at=datetime.fromisoformat(row.password_at) if row.password_at else None,
        login_sealed=row.login_sealed,
        agent_sealed=row.agent_sealed,
    )


def roles_text(roles: Iterable[Role]) -> str:
    """Roles in one column, or in a leaf of the ledger: sorted, with | between."""
    return "|".join(sorted(roles))


def roles_of(text: str) -> frozenset[Role]:
    return frozenset(Role(name) for name in text.split("|") if name)


def moment(at: datetime) -> str:
    """A moment as these tables keep it: in UTC, so that texts compare as moments do."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _select(engine: sa.Engine, condition: sa.ColumnElement[bool]) -> tuple[Account, ...]:
    with engine.connect() as connection:
        rows = connection.execute(sa.select(accounts).where(condition).order_by(accounts.c.account_id))
        return tuple(account_of(row) for row in rows)
