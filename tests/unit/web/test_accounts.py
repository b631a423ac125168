"""Signing in and out, as a browser and as somebody who would like to be somebody else."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from clairevoix.charter.access import Role
from clairevoix.store import enrolment, ledger, sessions, throttle
from clairevoix.store.enrolment import OPERATOR
from clairevoix.store.sessions import IDLE, LONGEST
from clairevoix.web.app import create_app
from clairevoix.web.security import FORM_HEADERS, HEADERS
from people import HERE, PASSWORD, Office, Person, csrf_of

FORMS = ["/fr/login", "/fr/invitation", "/fr/account"]


@pytest.fixture
def director(office: Office) -> Person:
    return office.person("Claire.Martin", Role.DIRECTOR)


def sign_in(client: TestClient, **fields: str) -> int:
    return client.post("/fr/login", data={"login": "claire.martin", "password": PASSWORD, **fields}).status_code


def test_a_director_signs_in_with_password_and_code(office: Office, director: Person) -> None:
    client = office.browser()
    assert client.get("/fr/account").headers["location"] == "/fr/login?next=%2Ffr%2Faccount"
    assert sign_in(client, code=office.code(director)) == 303
    page = client.get("/fr/account")
    assert page.status_code == 200
    assert "Claire.Martin" in page.text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 303),
        ({"login": " CLAIRE.MARTIN "}, 303),  # capitals and blanks do not count
        ({"password": "another-password-9"}, 401),
        ({"password": ""}, 401),
        ({"login": "nobody"}, 401),
        ({"login": ""}, 401),
        ({"code": ""}, 401),
        ({"code": "000000"}, 401),
        ({"code": "not digits at all, é"}, 401),
    ],
)
def test_name_password_and_code_must_all_be_right(
    office: Office, director: Person, fields: dict[str, str], status: int
) -> None:
    assert sign_in(office.browser(), **{"code": office.code(director), **fields}) == status


def test_what_was_wrong_is_not_said(office: Office, director: Person) -> None:
    """The same page for a name that nobody has, a wrong password and a wrong code."""
    wrong = [{"login": "nobody"}, {"password": "x"}, {"code": "000000"}]
    pages = [
        office.browser().post("/fr/login", data={"login": "claire.martin", "password": PASSWORD, "code": "1", **each})
        for each in wrong
    ]
    assert len({re.sub(r'value="[^"]*"', "", page.text) for page in pages}) == 1
    assert {page.status_code for page in pages} == {401}


def test_an_employee_may_do_without_a_second_factor_and_a_director_may_not(office: Office) -> None:
    office.person("worker", Role.EMPLOYEE, agent="a1", second_factor=False)
    assert sign_in(office.browser(), login="worker") == 303
    token = office.invite("boss", Role.DIRECTOR)
    fields = {"token": token, "password": PASSWORD, "again": PASSWORD, "code": ""}
    page = office.browser().post("/fr/invitation", data=fields)
    assert page.status_code == 422
    assert 'id="code-error"' in page.text


@pytest.mark.parametrize("seconds", [-60, -30, 0, 30, 60])
def test_a_code_holds_for_its_half_minute_and_its_neighbours(office: Office, director: Person, seconds: int) -> None:
    office.clock.skip(minutes=5)
    code = office.code(director, seconds=seconds)
    assert sign_in(office.browser(), code=code) == (303 if abs(seconds) <= 30 else 401)


def test_a_code_is_good_once(office: Office, director: Person) -> None:
    code = office.code(director)
    assert sign_in(office.browser(), code=code) == 303
    assert sign_in(office.browser(), code=code) == 401
    office.clock.skip(seconds=30)
    assert sign_in(office.browser(), code=code) == 401
    assert sign_in(office.browser(), code=office.code(director)) == 303


def test_a_recovery_code_is_good_once(office: Office, director: Person) -> None:
    first, second = director.recovery_codes[:2]
    assert sign_in(office.browser(), code=first.upper().replace("-", " ")) == 303
    assert sign_in(office.browser(), code=first) == 401
    assert sign_in(office.browser(), code=second) == 303
    assert [leaf["event"] for leaf in ledger.leaves(office.engine)].count("recovery-code-used") == 2


def test_guesses_at_an_account_are_slowed_down_longer_each_time(office: Office, director: Person) -> None:
    waits = []
    for _ in range(8):
        response = office.browser().post("/fr/login", data={"login": "claire.martin", "password": "guess"})
        while response.status_code == 429:
            waits.append(int(response.headers["retry-after"]))
            office.clock.skip(seconds=waits[-1])
            response = office.browser().post("/fr/login", data={"login": "claire.martin", "password": "guess"})
        assert response.status_code == 401
    assert waits == [1, 2, 4, 8]
    assert sign_in(office.browser(), code=office.code(director)) == 429  # even the right one waits
    office.clock.skip(seconds=16)
    assert sign_in(office.browser(), code=office.code(director)) == 303
    assert sign_in(office.browser(), code="000000") == 401  # and then it starts anew


def test_a_name_that_nobody_has_is_slowed_down_alike(office: Office) -> None:
    statuses = [sign_in(office.browser(), login="nobody") for _ in range(5)]
    assert statuses == [401, 401, 401, 401, 429]


def test_guesses_from_one_place_are_slowed_down_over_many_names(office: Office, director: Person) -> None:
    statuses = [sign_in(office.browser(), login=f"name {number}") for number in range(throttle.FREE["source"] + 2)]
    assert statuses == [401] * (throttle.FREE["source"] + 1) + [429]
    assert sign_in(office.browser(), code=office.code(director)) == 429
    office.clock.skip(days=2)
    assert sign_in(office.browser(), code=office.code(director)) == 303


def test_many_right_ones_from_one_place_are_no_guesses(office: Office) -> None:
    office.person("worker", Role.EMPLOYEE, agent="a1", second_factor=False)
    assert {sign_in(office.browser(), login="worker") for _ in range(throttle.FREE["source"] + 5)} == {303}


def test_signing_in_gives_a_new_session_whatever_the_browser_held(office: Office, director: Person) -> None:
    """Session fixation: a token that somebody else planted, or knows, is never the one that is signed in."""
    client = office.browser()
    client.cookies.set("clairevoix", "planted")
    assert sign_in(client, code=office.code(director)) == 303
    given = client.cookies.get("clairevoix", domain="127.0.0.1")
    client.cookies.clear()
    client.cookies.set("clairevoix", "planted")
    assert client.get("/fr/account").status_code == 303
    client.cookies.set("clairevoix", given)
    assert client.get("/fr/account").status_code == 200
    assert sessions.session(office.engine, "planted", office.clock()) is None


def test_the_session_held_before_ends(office: Office, director: Person) -> None:
    client = office.browser(director)
    before = client.cookies["clairevoix"]
    sign_in(client, code=office.code(director))
    assert sessions.session(office.engine, before, office.clock()) is None


def test_the_cookie_is_for_this_server_alone(office: Office, director: Person) -> None:
    fields = {"login": "claire.martin", "password": PASSWORD, "code": office.code(director)}
    here = office.browser().post("/fr/login", data=fields).headers["set-cookie"]
    assert re.fullmatch(r"clairevoix=[\w-]{43}; HttpOnly; Path=/; SameSite=strict", here)


def test_elsewhere_than_on_this_machine_the_cookie_needs_tls(office: Office, director: Person, tmp_path: Path) -> None:
    app = create_app(tmp_path / "absent", ["voix.example"], office.registry)
    fields = {"login": "claire.martin", "password": PASSWORD, "code": office.code(director)}
    plain = TestClient(app, base_url="http://voix.example", follow_redirects=False)
    assert plain.post("/fr/login", data=fields, headers={"origin": "http://voix.example"}).status_code == 403
    # A server in front ends TLS: what arrives is plain, and says where it comes from.
    given = plain.post("/fr/login", data=fields, headers={"origin": "https://voix.example"})
    assert given.status_code == 303
    assert re.fullmatch(
        r"__Host-clairevoix=[\w-]{43}; HttpOnly; Path=/; SameSite=strict; Secure", given.headers["set-cookie"]
    )


@pytest.mark.parametrize("address", ["/fr/logout", "/fr/account/password"])
@pytest.mark.parametrize("csrf", ["", "0" * 64, "é", None])
def test_a_form_without_the_token_of_its_session_is_refused(
    office: Office, director: Person, address: str, csrf: str | None
) -> None:
    client = office.browser(director)
    assert client.post(address, data={"other": ""} if csrf is None else {"csrf": csrf}).status_code == 403
    assert client.get("/fr/account").status_code == 200


def test_the_token_of_another_session_is_refused(office: Office, director: Person) -> None:
    other = office.browser(office.person("other", Role.DIRECTOR))
    assert office.browser(director).post("/fr/logout", data={"csrf": csrf_of(other)}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://127.0.0.1:8080"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": HERE, "sec-fetch-site": "cross-site"},
        {"origin": HERE, "sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("address", ["/fr/login", "/fr/invitation", "/fr/logout"])
def test_a_form_of_another_site_is_refused(
    office: Office, director: Person, address: str, headers: dict[str, str]
) -> None:
    client = office.browser(director)
    fields = {"csrf": csrf_of(client), "login": "claire.martin", "password": PASSWORD, "code": office.code(director)}
    refused = client.post(address, data=fields, headers=headers)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert client.get("/fr/account").status_code == 200


def test_a_browser_that_does_not_say_where_a_form_comes_from_is_refused(office: Office, director: Person) -> None:
    client = TestClient(office.app, base_url=HERE, follow_redirects=False)
    assert sign_in(client, code=office.code(director)) == 403


def test_a_form_is_small_and_plain(office: Office) -> None:
    client = office.browser()
    assert client.post("/fr/login", data={"login": "x" * 70_000}).status_code == 413
    assert client.post("/fr/login", json={"login": "x"}).status_code == 415
    plain = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/fr/login", content="&".join(f"f{n}=1" for n in range(100)), headers=plain).status_code == 400
    assert client.post("/fr/login", content=b"login=\xff", headers=plain).status_code == 400


def test_a_session_ends_after_half_an_hour_without_a_visit(office: Office, director: Person) -> None:
    client = office.browser(director)
    for _ in range(4):
        office.clock.skip(minutes=29)
        assert client.get("/fr/account").status_code == 200
    office.clock.skip(seconds=IDLE.total_seconds())
    assert client.get("/fr/account").status_code == 303


def test_a_session_ends_after_twelve_hours(office: Office, director: Person) -> None:
    client, begun = office.browser(director), office.clock()
    while office.clock() - begun < LONGEST - timedelta(minutes=20):
        assert client.get("/fr/account").status_code == 200
        office.clock.skip(minutes=20)
    office.clock.skip(minutes=20)
    assert client.get("/fr/account").status_code == 303


def test_signing_out_ends_the_session_here_and_on_the_server(office: Office, director: Person) -> None:
    client = office.browser(director)
    token = client.cookies["clairevoix"]
    response = client.post("/fr/logout", data={"csrf": csrf_of(client)})
    assert (response.status_code, response.headers["location"]) == (303, "/fr/login")
    assert 'clairevoix=""' in response.headers["set-cookie"]
    assert sessions.session(office.engine, token, office.clock()) is None


def test_changing_the_password_ends_every_session(office: Office, director: Person) -> None:
    here, elsewhere = office.browser(director), office.browser(director)
    fields = {"csrf": csrf_of(here), "old": PASSWORD, "password": "roulotte-verte-8", "again": "roulotte-verte-8"}
    assert here.post("/fr/account/password", data=fields).status_code == 303
    assert {client.get("/fr/account").status_code for client in (here, elsewhere)} == {303}
    assert sign_in(office.browser(), code=office.code(director)) == 401
    assert sign_in(office.browser(), code=office.code(director), password="roulotte-verte-8") == 303


def test_guesses_at_the_password_of_an_open_session_are_slowed_down(office: Office, director: Person) -> None:
    client = office.browser(director)
    fields = {"csrf": csrf_of(client), "old": "guess", "password": "roulotte-verte-8", "again": "roulotte-verte-8"}
    statuses = [client.post("/fr/account/password", data=fields).status_code for _ in range(5)]
    assert statuses == [422, 422, 422, 422, 429]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"old": "not this one"}, "old"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "aaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaa"}, "password"),
        ({"password": "claire.martin-7-x", "again": "claire.martin-7-x"}, "password"),
        ({"password": "y" * 10_000, "again": "y" * 10_000}, "password"),
        ({"again": "other"}, "again"),
    ],
)
def test_an_error_is_told_at_its_field(office: Office, director: Person, fields: dict[str, str], wrong: str) -> None:
    client = office.browser(director)
    sent = {"csrf": csrf_of(client), "old": PASSWORD, "password": "roulotte-verte-8", "again": "roulotte-verte-8"}
    page = client.post("/fr/account/password", data=sent | fields)
    assert page.status_code == 422
    assert f'<a href="#{wrong}">' in page.text
    field = re.search(rf'<input id="{wrong}"[^>]*>', page.text)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert f"{wrong}-error" in field[0]


def test_an_invitation_is_good_once(office: Office) -> None:
    token = office.invite("worker", Role.EMPLOYEE, agent="a1")
    fields = {"token": token, "password": PASSWORD, "again": PASSWORD, "code": ""}
    assert office.browser().get("/fr/invitation", params={"token": token}).status_code == 200
    assert office.browser().post("/fr/invitation", data=fields).status_code == 200
    assert office.browser().post("/fr/invitation", data=fields).status_code == 422
    assert "worker" not in office.browser().get("/fr/invitation", params={"token": token}).text


def test_an_invitation_is_good_for_three_days(office: Office) -> None:
    token = office.invite("worker", Role.EMPLOYEE, agent="a1")
    office.clock.skip(hours=72)
    assert enrolment.offer(office.engine, office.sealer, token, office.clock()) is None


def test_a_second_invitation_replaces_the_first(office: Office) -> None:
    first = office.invite("worker", Role.EMPLOYEE, agent="a1")
    office.invite("worker", Role.EMPLOYEE)
    assert enrolment.offer(office.engine, office.sealer, first, office.clock()) is None


def test_a_closed_account_is_out_at_once(office: Office, director: Person) -> None:
    client = office.browser(director)
    enrolment.disable(office.engine, director.account, OPERATOR)
    assert client.get("/fr/account").status_code == 303
    assert sign_in(office.browser(), code=office.code(director)) == 401


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/fr/account", "/fr/account"),
        ("//evil.example", "/fr/account"),
        ("https://evil.example/fr/", "/fr/account"),
        ("/fr/account\r\nSet-Cookie: a=b", "/fr/account"),
        ("/fr/\\evil.example", "/fr/account"),
        ("", "/fr/account"),
    ],
)
def test_signing_in_leads_to_no_other_site(office: Office, director: Person, wanted: str, place: str) -> None:
    fields = {"login": "claire.martin", "password": PASSWORD, "code": office.code(director), "next": wanted}
    assert office.browser().post("/fr/login", data=fields).headers["location"] == place


@pytest.mark.parametrize("address", FORMS)
def test_forms_carry_the_headers_of_forms(office: Office, director: Person, address: str) -> None:
    page = office.browser(director).get(address)
    assert page.status_code == 200
    assert {name: page.headers[name] for name in HEADERS} == {**HEADERS, **FORM_HEADERS}
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script", page.text)


@pytest.mark.parametrize("address", FORMS)
def test_every_field_has_a_label_and_every_form_its_token(office: Office, director: Person, address: str) -> None:
    page = office.browser(director).get(address).text
    shown = re.findall(r"<input(?![^>]*(?:hidden|type=\"submit\"))[^>]*>", page)
    assert shown
    for each in shown:
        name = re.search(r'id="([^"]+)"', each)
        assert name is not None
        assert f'<label for="{name[1]}">' in page
    if address == "/fr/account":
        assert page.count("<form") == page.count('name="csrf"')


def test_what_is_kept_signs_nobody_in(office: Office, director: Person, tmp_path: Path) -> None:
    """Neither passwords, secrets, recovery codes, names, tokens nor addresses lie in the registry."""
    client = office.browser()
    code = office.code(director)
    assert sign_in(client, code=code) == 303
    held = b"".join(path.read_bytes() for path in (tmp_path / "workspace").glob("registry*"))
    assert held
    secrets = [PASSWORD, director.secret, *director.recovery_codes, "Claire.Martin", "claire.martin"]
    secrets += [client.cookies["clairevoix"], csrf_of(client), "testclient"]
    assert [each for each in secrets if each.encode() in held] == []


def test_when_an_employee_signs_in_is_not_written_down(office: Office, director: Person) -> None:
    worker = office.person("worker", Role.EMPLOYEE, agent="a1", second_factor=False)
    before = len(ledger.leaves(office.engine))
    office.browser(worker)
    assert len(ledger.leaves(office.engine)) == before
    office.browser(director)
    assert [leaf["event"] for leaf in ledger.leaves(office.engine)][before:] == ["session-opened"]


def test_without_a_registry_there_are_no_accounts(client: TestClient) -> None:
    assert client.get("/fr/login").status_code == 404
    assert "/fr/account" not in client.get("/fr/").text
    assert "set-cookie" not in client.get("/fr/").headers
