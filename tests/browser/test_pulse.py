"""A token made by a real browser: its script blinds and unblinds as RFC 9474 says, and the program takes what it made."""

import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from builders import a_workspace
from clairevoix import pulse
from clairevoix.charter.access import Role
from clairevoix.charter.blinding import read_token, verifies
from clairevoix.store import credentials, sessions, wellbeing
from people import CHEAP, Clock, an_office
from pulses import MONTH

EARLY, LATER = datetime(2025, 9, 5, 9, tzinfo=UTC), datetime(2025, 9, 20, 9, tzinfo=UTC)


@pytest.fixture
def served(tmp_path, monkeypatch):
    """An office with a round whose key is as long as real ones, at an address."""
    import uvicorn

    monkeypatch.setattr(credentials, "COST", CHEAP)
    monkeypatch.setattr(pulse, "_admit", lambda _project: None)
    project = a_workspace(tmp_path / "workspace")
    pulse.open_round(project, MONTH)
    office = an_office(tmp_path, project=project, clock=Clock(EARLY))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(office.app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield office, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listening.close()


def test_a_browser_makes_a_token_and_answers_with_it_once(served, browser):
    office, site = served
    worker = office.person("worker", Role.EMPLOYEE, agent="w1", second_factor=False)
    context = browser.new_context()
    cookie = sessions.open_session(office.engine, worker.account, office.clock())
    context.add_cookies([{"name": "clairevoix", "value": cookie, "url": site}])
    sent = []
    page = context.new_page()
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"{site}/fr/me/pulse")
    page.click("#make")
    page.wait_for_selector("#made:not([hidden])")
    text = page.input_value("#token")
    assert not page.is_visible("#make")
    context.close()

    token, (found,) = read_token(text), wellbeing.rounds(office.project.workspace.wellbeing)
    assert token is not None
    assert verifies(found.modulus, token.prepared, token.signature)
    _, prepared, signature = text.split(".")
    assert not any(part in each for each in sent for part in (prepared, signature))

    office.clock.now = LATER
    for expected in ("#taken", "#refused"):
        context = browser.new_context(viewport={"width": 390, "height": 800})
        page = context.new_page()
        page.goto(f"{site}/fr/pulse")
        for fieldset in page.locator("fieldset.marks").all():
            fieldset.locator("input").nth(2).check()
        page.fill("#token", text)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        page.click("form.card button")
        page.wait_for_selector(expected)
        context.close()
    assert wellbeing.counts(office.project.workspace.wellbeing)[MONTH][0] == 1
