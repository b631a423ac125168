"""The pages « Fibre » and « Parcours », in a real browser, over the sample's logs as the pipeline publishes them."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from builders import a_workspace
from clairevoix.figures import journeys as figures
from clairevoix.intake import ingest_steps
from clairevoix.store import published
from clairevoix.web.app import create_app

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample"
Opener = Callable[..., Any]


@pytest.fixture(scope="module")
def fibre_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = a_workspace(tmp_path_factory.mktemp("fibre"))
    ingest_steps(project, [SAMPLE / "fibre.parquet", SAMPLE / "repairs.csv"])
    released = figures.released(project)
    about = {"synthetic": True, **figures.about(project, released)}
    published.replace(project.workspace.snapshot, about=about, released=released, labels=[], excerpts=[])
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_app(project.workspace.snapshot), log_level="warning", access_log=False)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=30)
    listening.close()


@pytest.fixture
def opened(fibre_site: str, browser: Any) -> Iterator[Opener]:
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("request", lambda asked: None if asked.url.startswith(fibre_site) else complaints.append(asked.url))
        page.goto(fibre_site + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def plain(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f]+", " ", text)


@pytest.mark.parametrize(
    ("lang", "title", "headline", "links"),
    [
        (
            "fr",
            "Fibre",
            r"\d\d,\d % des raccordements à la fibre ont réussi du premier coup",
            "la chaîne a la faiblesse",
        ),
        ("en", "Fibre", r"\d\d\.\d% of fibre connections were right the first time", "the chain is as weak"),
    ],
)
def test_fibre_is_read_in_both_languages(opened: Opener, lang: str, title: str, headline: str, links: str) -> None:
    page = opened(f"/{lang}/fibre")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").inner_text().startswith(title)
    assert re.match(headline, plain(page.locator(".required").inner_text()))
    assert links in plain(page.locator("[aria-labelledby=chain]").inner_text())
    assert page.locator(".rooms [aria-current]").inner_text() == "Fibre"
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")


def test_the_links_multiply_to_the_headline(opened: Opener) -> None:
    page = opened("/en/fibre")
    shares = [
        float(text.rstrip("%"))
        for text in page.locator("[aria-labelledby=chain] table >> nth=0").locator(".strong").all_inner_texts()
    ]
    first = float(page.locator("[aria-labelledby=now] .strong >> nth=0").inner_text().rstrip("%"))
    product = 100.0
    for share in shares:
        product *= share / 100
    assert len(shares) == 4
    assert product == pytest.approx(first, abs=0.3)  # links are rounded to a tenth


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/fr/fibre", "/en/journeys"])
def test_nothing_is_wider_than_a_telephone(opened: Opener, path: str, scheme: str) -> None:
    page = opened(path, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(("lang", "connected", "judged"), [("fr", "Raccordé", "jugés"), ("en", "Connected", "judged")])
def test_journeys_are_drawn_and_say_what_they_stand_on(opened: Opener, lang: str, connected: str, judged: str) -> None:
    page = opened(f"/{lang}/journeys")
    assert page.locator("svg.journey").count() == 2
    assert connected in page.locator("section:has(#fibre_connection) svg.journey").text_content()
    table = page.locator("section:has(#fibre_connection) .pair table >> nth=0")
    assert table.locator("tbody tr").count() == 7
    assert table.locator("tbody th >> nth=0").inner_text() == judged


def test_the_twin_holds_the_same_figures(opened: Opener, fibre_site: str) -> None:
    page = opened("/en/fibre")
    twin = json.loads(page.request.get(f"{fibre_site}/en/fibre.json").text())
    total = next(each for each in twin["figures"] if each["measure"] == "right_first_time" and each["key"] == "total")
    assert f"{100 * total['value']:.1f}%" in page.locator(".required").inner_text()
    assert twin["funnel"]["common"] == total["value"]
    assert {each["rule_id"] for each in twin["figures"]} == {None, "R17"}
    assert all(each["n"] is None for each in twin["figures"] if each["rule_id"])


def test_no_area_is_ranked(opened: Opener) -> None:
    """Departments stand in the order of their numbers, whatever their shares."""
    page = opened("/fr/fibre")
    page.locator("[aria-labelledby=where] summary").click()
    codes = page.locator("[aria-labelledby=where] details tbody th").all_inner_texts()
    assert len(codes) > 30
    assert codes == sorted(codes)


def test_nothing_is_inline(opened: Opener) -> None:
    for path in ("/fr/fibre", "/fr/journeys"):
        assert not re.search(r"\sstyle=|<style|<script(?! src)|\son[a-z]+=|javascript:", opened(path).content())
