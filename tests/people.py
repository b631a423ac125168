"""An office for tests: a registry with accounts, a clock that goes when told to, and browsers that are signed in."""

import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient

from clairevoix.charter.access import INDEPENDENT, Login, Role
from clairevoix.cli.desk import registry_of
from clairevoix.project import Project, create_project, open_project
from clairevoix.store import enrolment, sessions
from clairevoix.store.accounts import Account, Sealer, account_by_id
from clairevoix.store.credentials import Cost, code_at, hash_token, new_token
from clairevoix.store.enrolment import COUNCIL_KEY, OPERATOR, Grant
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.app import create_app

sys.path.append(str(Path(__file__).parent / "browser"))

HERE = "http://127.0.0.1"
PASSWORD = "caravane-bleue-7"
#: One pass over 64 KiB: what a guess costs is not what these tests are about.
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Says the same moment until time passes."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def skip(self, **time: float) -> datetime:
        self.now += timedelta(**time)
        return self.now


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with an account that was taken up."""

    account: Account
    login: str
    secret: str = field(repr=False)
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Office:
    """One installation: its registry and its web application."""

    engine: sa.Engine
    sealer: Sealer
    clock: Clock
    app: FastAPI
    project: Project
    registry: Registry

    def invite(self, login: str, *roles: Role, agent: str | None = None) -> str:
        """A new account's token, granted by whoever may."""
        token = new_token()
        granter = COUNCIL_KEY if INDEPENDENT & set(roles) else OPERATOR
        granted = Grant(login=login, roles=frozenset(roles), token_hash=hash_token(token), agent=agent)
        enrolment.grant(self.engine, self.sealer, granted, granter, self.clock())
        return token

    def person(self, login: str, *roles: Role, agent: str | None = None, second_factor: bool = True) -> Person:
        """An account that was taken up, half a minute ago, so that the code of now is not used yet."""
        token = self.invite(login, *roles, agent=agent)
        offered = enrolment.offer(self.engine, self.sealer, token, self.clock())
        assert offered is not None
        before = self.clock() - timedelta(seconds=60)
        code = code_at(offered.totp_secret, before) if second_factor else ""
        codes = enrolment.take_up(self.engine, self.sealer, token, (PASSWORD, code), before)
        taken = account_by_id(self.engine, offered.account.account_id)
        assert taken is not None
        return Person(account=taken, login=login, secret=offered.totp_secret, recovery_codes=codes)

    def browser(self, person: Person | None = None) -> TestClient:
        """A browser that comes from this machine; signed in, if somebody is named."""
        client = TestClient(self.app, base_url=HERE, follow_redirects=False, headers={"origin": HERE})
        if person is not None:
            client.cookies.set("clairevoix", sessions.open_session(self.engine, person.account, self.clock()))
        return client

    def code(self, person: Person, **later: float) -> str:
        return code_at(person.secret, self.clock() + timedelta(**later))


def csrf_of(client: TestClient) -> str:
    """What stands in each form of a browser that is signed in."""
    return sessions.csrf_token(client.cookies["clairevoix"])


def a_bare_workspace(root: Path) -> Project:
    """As ``clairevoix init`` makes it: no key is registered and no charter was proposed."""
    create_project(root)
    return open_project(root)


def an_office(
    root: Path, *, login: Login = Login.PEOPLE, clock: Clock | None = None, project: Project | None = None
) -> Office:
    """An installation whose snapshot is the made-up one."""
    import snapshot

    project = a_bare_workspace(root / "workspace") if project is None else project
    project.workspace.snapshot.parent.mkdir(parents=True, exist_ok=True)
    snapshot.build(project.workspace.snapshot)
    clock = clock or Clock()
    given = replace(registry_of(project, login), clock=clock)
    app = create_app(project.workspace.snapshot, registry=given)
    return Office(
        engine=project.registry,
        sealer=given.sealer,
        clock=clock,
        app=app,
        project=project,
        registry=given,
    )
