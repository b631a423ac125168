"""The charter's table of access against the real application: every address, for every role, says what the table says."""

import re
from collections.abc import Iterator

import click
import pytest
from fastapi.testclient import TestClient
from starlette.routing import Route

from clairevoix.charter.access import ACTIONS, Login, Role, Scope, Subject, is_public
from clairevoix.cli import group
from clairevoix.store import credentials, ledger
from people import CHEAP, Office, an_office, csrf_of

VISITOR = None
EVERYBODY = [VISITOR, *Role]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Login, Office]]:
    """One for each way of asking people to sign in: charts are drawn once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credentials, "COST", CHEAP)
        yield {login: an_office(tmp_path_factory.mktemp(login), login=login) for login in Login}


def routes(office: Office) -> dict[str, str]:
    """Every action of the application by its address, filled in."""
    found = {}
    for route in office.app.routes:
        assert isinstance(route, Route), "only routes pass the guard"
        address = route.path.replace("{lang}", "fr").replace("{name}", "clairevoix.css")
        for method in sorted((route.methods or set()) - {"HEAD"}):
            found[f"{method} {route.path}"] = re.sub(r"\{[a-z_]+\}", "internetoutage1", address)
    return found


def commands(command: click.Command, path: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from commands(below, f"{path} {name}")
    else:
        yield path


def is_command(name: str) -> bool:
    return name.startswith("clairevoix ")


def is_address(name: str) -> bool:
    return name.startswith(("GET ", "POST "))


def test_every_address_is_in_the_table_and_the_table_has_no_other(office: Office) -> None:
    assert set(routes(office)) == {name for name in ACTIONS if is_address(name)}


def test_every_command_is_in_the_table_and_the_table_has_no_other() -> None:
    assert set(commands(group, "clairevoix")) == {name for name in ACTIONS if is_command(name)}


def test_what_is_in_no_row_is_refused(office: Office) -> None:
    office.app.add_api_route("/fr/forgotten", lambda: "shown")
    operator = office.browser(office.person("op", Role.OPERATOR))
    assert operator.get("/fr/forgotten").status_code == 403


@pytest.mark.parametrize("role", EVERYBODY, ids=str)
@pytest.mark.parametrize("login", Login)
def test_every_address_answers_each_role_as_the_table_says(
    offices: dict[Login, Office], login: Login, role: Role | None
) -> None:
    office = offices[login]
    office.clock.skip(days=2)  # the form of signing in is tried with nothing, again and again
    person = None if role is None else office.person(f"a {role}", role, agent=f"agent of {role}")
    for name, address in routes(office).items():
        client = office.browser(person)  # a session each: one of the addresses signs out
        assert answer(client, name, address) == expected(name, role, login), name


def test_what_a_visitor_sees_by_default_is_released_figures_and_nothing_else(office: Office) -> None:
    seen = {name for name in routes(office) if is_public(name, Login.PEOPLE)}
    assert {ACTIONS[name].subject for name in seen} == {Subject.FIGURES, Subject.NOTHING}
    assert {name for name in seen if not is_public(name, Login.ALL)} == {
        name for name in seen if ACTIONS[name].subject is Subject.FIGURES
    }


def test_a_refusal_is_in_the_ledger(office: Office) -> None:
    office.app.add_api_route("/fr/forgotten", lambda: "shown")
    office.browser(office.person("op", Role.OPERATOR)).get("/fr/forgotten")
    assert {"event": "refusal", "rule": "R22"}.items() <= ledger.leaves(office.engine)[-1].items()


def reaches(name: str, role: Role) -> bool:
    return ACTIONS[name].scopes[role] is not Scope.NONE


def expected(name: str, role: Role | None, login: Login) -> str:
    if is_public(name, login):
        return "answered"
    if role is None:
        return "sign in"
    return "answered" if reaches(name, role) else "refused"


def answer(client: TestClient, name: str, address: str) -> str:
    if name.startswith("POST"):
        csrf = csrf_of(client) if "clairevoix" in client.cookies else ""
        response = client.post(address, data={"csrf": csrf})
        # Whoever is not let in at the form of signing in is answered there.
        if name == "POST /{lang}/login":
            return "answered" if response.status_code in {303, 401} else "refused"
    else:
        response = client.get(address)
    if response.status_code == 403:
        return "refused"
    if response.status_code == 401 or re.search(r"/login\?next=|/login$", response.headers.get("location", "")):
        return "answered" if name == "POST /{lang}/logout" and "clairevoix" in client.cookies else "sign in"
    return "answered"
