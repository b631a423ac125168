"""The page « Vigilance » of the sample in a real browser, for whoever may see it, in both languages and at two widths."""

import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from clairevoix.charter.access import Role
from clairevoix.cli.desk import registry_of
from clairevoix.intake import ingest_acts, ingest_responses
from clairevoix.project import open_project
from clairevoix.pulse import ingest_pulse
from clairevoix.sample import prepare
from clairevoix.store import credentials, sessions
from clairevoix.upkeep import published_again
from clairevoix.web.app import create_app
from people import CHEAP, Clock, Office


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The sample without its calls, published, at an address, and somebody of each role."""
    import uvicorn

    folder = tmp_path_factory.mktemp("sample")
    source = prepare(folder)
    project = open_project(folder)
    ingest_responses(project, [source / "responses.csv"])
    ingest_acts(project, [source / "acts.csv", source / "spread.csv"])
    ingest_pulse(project, [source / "pulse.csv"])
    published_again(project)
    registry = registry_of(project)
    office = Office(
        engine=project.registry,
        sealer=registry.sealer,
        clock=Clock(datetime.now(UTC)),
        app=create_app(project.workspace.snapshot, registry=registry),
        project=project,
        registry=registry,
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(credentials, "COST", CHEAP)
        tokens = {
            role: sessions.open_session(office.engine, office.person(f"a {role}", role).account, office.clock())
            for role in (Role.DIRECTOR, Role.COUNCIL, Role.ANALYST)
        }
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(office.app, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield tokens, f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listening.close()


@pytest.mark.parametrize(("lang", "width", "scheme"), [("fr", 1200, "light"), ("en", 390, "dark")])
def test_the_page_shows_both_sides_and_fits(served, browser, lang, width, scheme):
    tokens, site = served
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    context.add_cookies([{"name": "clairevoix", "value": tokens[Role.COUNCIL], "url": site}])
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site}/{lang}/vigilance", wait_until="networkidle")
    assert page.is_visible("#verdict")
    drawn = page.evaluate("[...document.querySelectorAll('main img')].map((each) => each.naturalWidth)")
    assert len(drawn) == 3
    assert min(drawn) > 0
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    headings = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].map((each) => each.innerText.trim())")
    assert all(headings)
    assert page.locator("table").count() >= 6
    assert complaints == []
    context.close()


def test_it_is_for_those_whom_the_table_names(served, browser):
    tokens, site = served
    for role, status in ((None, 200), (Role.ANALYST, 403), (Role.DIRECTOR, 200)):
        context = browser.new_context()
        if role is not None:
            context.add_cookies([{"name": "clairevoix", "value": tokens[role], "url": site}])
        page = context.new_page()
        answer = page.goto(f"{site}/fr/vigilance")
        assert answer is not None
        assert answer.status == status
        assert ("/login" in page.url) is (role is None)
        context.close()
