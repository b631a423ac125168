"""Signing in, contesting and countersigning, in a real browser that runs no script of ours."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from clairevoix import evaluating
from clairevoix.charter.access import Role
from clairevoix.charter.versions import State
from clairevoix.model.evaluation import Standing
from clairevoix.store import consultations, credentials
from courses import START, WAYS
from evaluated import SOURCE_ID, a_workspace_of_work, consulted_again, play, signature
from people import CHEAP, PASSWORD, Clock, Office, Person, an_office

PATIENCE_S = 30.0
Opener = Callable[..., Any]
PHONE = {"viewport": {"width": 360, "height": 740}}


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=PATIENCE_S)
    listening.close()


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(credentials, "COST", CHEAP)
    project = a_workspace_of_work(tmp_path / "work")
    return an_office(tmp_path, project=project, clock=Clock(START + timedelta(days=2)))


@pytest.fixture
def opened(office: Office, browser: Any) -> Iterator[Opener]:
    """Opens a page without scripts; nothing must be reported to the console nor fetched elsewhere."""
    complaints: list[str] = []
    contexts = []
    with served(office.app) as site:

        def open_page(path: str, **options: Any) -> Any:
            context = browser.new_context(java_script_enabled=False, **options)
            contexts.append(context)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
            page.on("request", lambda asked: None if asked.url.startswith(site) else complaints.append(asked.url))
            page.goto(site + path)
            return page

        yield open_page
        for context in contexts:
            context.close()
    assert [each for each in complaints if "Failed to load resource" not in each] == []  # forms not taken


def press(page: Any, name: str, role: str = "button") -> None:
    """Clicks, and waits for the page that comes."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).click()


def sign_in(page: Any, person: Person, code: str = "") -> None:
    page.get_by_label("Name with which you sign in").fill(person.login)
    page.get_by_label("Password").fill(PASSWORD)
    if code:
        page.get_by_label("Code of your application").fill(code)
    press(page, "Sign in")


def fits(page: Any) -> bool:
    """Whether nothing hangs over the edge of the page."""
    box = page.locator("main").bounding_box()
    width = page.viewport_size["width"]
    return box["x"] >= 0 and box["x"] + box["width"] <= width + 1


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}], ids=["wide", "phone", "dark"])
def test_a_director_signs_in_and_out(office: Office, opened: Opener, options: dict[str, Any]) -> None:
    director = office.person("Claire Martin", Role.DIRECTOR)
    page = opened("/en/", **options)
    press(page, "My account", "link")
    assert page.url.endswith("/en/login?next=%2Fen%2Faccount")
    assert fits(page)
    sign_in(page, director, "000000")
    assert "is not right" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Name with which you sign in").input_value() == "Claire Martin"
    sign_in(page, director, office.code(director))
    assert page.url.endswith("/en/account")
    assert "Claire Martin" in page.locator("h1").inner_text()
    assert fits(page)
    cookie = page.context.cookies()[0]
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Strict", -1)
    press(page, "Sign out")
    assert page.url.endswith("/en/login")
    assert page.context.cookies() == []


def test_an_invitation_is_taken_up(office: Office, opened: Opener) -> None:
    token = office.invite("boss", Role.DIRECTOR)
    page = opened(f"/en/invitation?token={token}", **PHONE)
    secret = page.locator(".key").inner_text().replace(" ", "")
    code = credentials.code_at(secret, office.clock())
    page.get_by_label("New password").fill("court-court-1")
    page.get_by_label("The same password again").fill("autre-chose-22")
    page.get_by_label("Code that it shows now").fill(code)
    press(page, "Take up the account")
    assert page.locator("#again-error").inner_text() == "The two passwords differ."
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url.endswith("#again")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_label("Code that it shows now").fill(code)
    press(page, "Take up the account")
    assert page.locator(".codes li").count() == 8
    assert fits(page)


def test_an_employee_reads_and_contests(office: Office, opened: Opener) -> None:
    play(office.project, WAYS[Standing.WITH_EMPLOYEE][:-1])
    worker = office.person("worker", Role.EMPLOYEE, agent=SOURCE_ID, second_factor=False)
    page = opened("/en/login", **PHONE)
    sign_in(page, worker)
    assert page.url.endswith("/en/me")
    assert fits(page)
    press(page, "I have read the notice")
    assert page.locator("#acknowledged").is_visible()
    press(page, "Read it, with its evidence", "link")
    assert "Je vous rappelle demain" in page.locator("blockquote").first.inner_text()
    assert fits(page)
    page.get_by_label("Why").fill("Je l'ai dit deux fois, appelez le 06 39 98 12 34.")
    press(page, "Contest this evaluation")
    assert "Contested by you" in page.locator("h1").inner_text()
    assert "[PHONE 1]" in page.locator(".history").inner_text()
    assert page.get_by_role("button", name="Contest this evaluation").count() == 0
    assert evaluating.read(office.project, "e1").standing is Standing.CONTESTED


def test_an_evaluator_judges_after_reading(office: Office, opened: Opener) -> None:
    evaluator = office.person("anne", Role.EVALUATOR)
    page = opened("/en/login", **PHONE)
    sign_in(page, evaluator, office.code(evaluator))
    press(page, "Evaluation 1", "link")
    press(page, "Open the evidence")
    assert page.get_by_text("The draft suggested").count() == 0
    for each in page.get_by_role("checkbox").all():
        each.check()
    office.clock.skip(seconds=90)
    press(page, "I have read what is ticked")
    assert page.get_by_text("The draft suggested: met.").count() == 2
    assert fits(page)
    press(page, "Confirm, and hand it to the employee")
    assert "nothing for you to do" in page.locator("main").inner_text()
    assert evaluating.read(office.project, "e1").standing is Standing.WITH_EMPLOYEE


def test_the_council_countersigns(office: Office, opened: Opener) -> None:
    version_id, digest = consulted_again(office.project)
    office.clock.now = datetime.now(UTC)
    council = office.person("elue", Role.COUNCIL)
    page = opened("/en/login", **PHONE)
    sign_in(page, council, office.code(council))
    assert page.url.endswith("/en/council")
    assert fits(page)
    page.get_by_label("The text of signature.json").fill("something else")
    press(page, "Hand in the signature")
    assert "is not the file" in page.locator("#signature-error").inner_text()
    page.get_by_label("The text of signature.json").fill(signature(digest))
    press(page, "Hand in the signature")
    assert "countersigned by the works council" in page.locator(f"#version-{version_id} h3").inner_text()
    known = consultations.consultations(office.project.registry)
    assert known.versions[version_id].state is State.COUNTERSIGNED
