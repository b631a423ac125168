"""The pages « Organisation » and « Prix » over the sample, in a real browser: words, numbers, charts, both languages."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import snapshot
import uvicorn

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import EstimateTable
from clairevoix.store import published
from clairevoix.upkeep import published_again
from clairevoix.web.app import create_app
from sampled import a_sample

Opener = Callable[..., Any]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1200, "height": 900}
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project = a_sample(tmp_path_factory.mktemp("sample") / "demo")
    published_again(project)
    yield from served(project.workspace.snapshot)


def served(path: Path) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(path), log_level="warning", access_log=False))
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
def opened(address: str, browser: Any) -> Iterator[Opener]:
    """Opens a page; nothing may be reported to the console, nor fetched from anywhere else."""
    complaints: list[str] = []
    contexts = []

    def open_page(place: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
        page.goto(f"{address}/{place}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("lang", "now", "waiting"),
    [
        (
            "fr",
            "Les chiffres sont donnés selon l’organisation de départ.",
            "aucun chiffre selon ses sites ou ses équipes n’existe",
        ),
        ("en", "Figures are told by the organisation from the start.", "no figure by its sites or teams exists"),
    ],
)
def test_a_planned_reorganisation_is_told_and_no_figure_goes_by_it(
    opened: Opener, lang: str, now: str, waiting: str
) -> None:
    page = opened(f"{lang}/organisation")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator(".required").inner_text() == now
    assert waiting in page.locator(".waiting").inner_text()
    assert page.locator("nav.rooms [aria-current]").inner_text() == "Organisation"
    assert page.locator("section.version").count() == 2
    assert page.locator(".tag").count() == 1
    page.locator(f"nav a[hreflang={'en' if lang == 'fr' else 'fr'}]").click()
    page.wait_for_url("**/organisation")


def test_numbers_of_the_organisation_page_and_its_twin_agree(opened: Opener, address: str) -> None:
    page = opened("en/organisation")
    twin = page.request.get(f"{address}/en/organisation.json").json()
    page.locator("section[aria-labelledby=series] summary").click()
    shown = page.locator("section[aria-labelledby=series] table").last.locator("tbody tr").all_inner_texts()
    rows = {row["key"]: row for row in twin["nps_by_site"] if row["period"] == "2025"}
    assert len(shown) == len(rows) == 5
    for text in shown:
        row = rows[text.split("\t")[0].lower()]
        assert ("rule R17" in text) if row["rule_id"] else (f"{row['value']:.1f}".replace("-", "−") in text)
    assert twin["organisation"]["told_by"] == "start"
    assert "people" not in page.request.get(f"{address}/en/organisation.json").text()


@pytest.mark.parametrize(
    ("lang", "mark", "chance", "cost"),
    [
        (
            "fr",
            " sur 20, avec un intervalle de confiance à 95",
            "Une campagne de jury de 225 tests",
            "la réponse est juste (téléphone)",
        ),
        (
            "en",
            " out of 20, with a 95% confidence interval",
            "A jury’s campaign of 225 tests",
            "the answer is right (phone)",
        ),
    ],
)
def test_prizes_say_marks_chances_and_what_costs_most(
    opened: Opener, address: str, lang: str, mark: str, chance: str, cost: str
) -> None:
    page = opened(f"{lang}/prizes")
    assert mark in page.locator("section[aria-labelledby=election] .required").inner_text()
    assert page.locator(".chance").inner_text().startswith(chance)
    assert page.locator(".costs tbody th").first.inner_text() == cost
    twin = page.request.get(f"{address}/{lang}/prizes.json").json()
    figures = {(row["dimension"], row["key"]): row for row in twin["figures"] if row["measure"] == "mystery"}
    total = f"{figures['channel', 'total']['value']:.1f}"
    assert (
        page.locator("section[aria-labelledby=election] .required")
        .inner_text()
        .startswith(total.replace(".", "," if lang == "fr" else "."))
    )
    assert page.locator(".channels tbody tr").count() == 5
    own = page.locator(".chances tr.strong")
    assert own.locator("th").inner_text() == "Orange"
    assert own.locator("td").first.inner_text().strip("\u202f%") == str(
        round(100 * twin["prizes"]["arcep"]["chances"]["truly_first"]["Orange"])
    )
    assert page.locator(".assumed li").first.inner_text().endswith("(hypothèse)" if lang == "fr" else "(assumption)")
    page.locator(f"nav a[hreflang={'en' if lang == 'fr' else 'fr'}]").click()
    page.wait_for_url("**/prizes")


def test_every_edition_has_its_source_and_breaks_are_said(opened: Opener) -> None:
    page = opened("fr/prizes")
    page.locator("section[aria-labelledby=arcep] summary").click()
    rows = page.locator(".editions tbody tr").all_inner_texts()
    assert len(rows) == 5
    assert ["autre institut" in row for row in rows] == [False, False, True, True, False]
    assert all("(presse)" in row or "(source primaire)" in row for row in rows)


@pytest.mark.parametrize("place", ["organisation", "prizes"])
@pytest.mark.parametrize(("lang", "viewport"), [("fr", PHONE), ("en", DESK)], ids=["phone", "desk"])
def test_no_sideways_scroll_and_the_chart_is_drawn(opened: Opener, place: str, lang: str, viewport: Any) -> None:
    page = opened(f"{lang}/{place}", viewport=viewport, java_script_enabled=False)
    image = page.locator(".chart img")
    assert image.bounding_box()["height"] > 150
    assert image.evaluate("e => e.complete && e.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def broken() -> dict[str, object]:
    """Lille was split in June 2025, countersigned: neither half goes on from it."""
    sites = [{"id": key, "name": name} for key, name in snapshot.SITES.items()]
    series = [
        {"tier": "site", "unit": "lille", "from": [], "comparable": False},
        {"tier": "site", "unit": "pau", "from": ["pau"], "comparable": True},
    ]
    days = {"informed_on": "2025-03-03", "consulted_on": "2025-05-05", "countersigned_on": "2025-05-06"}
    versions = [
        {
            "id": "start",
            "from": None,
            "standing": "start",
            "consultation": None,
            "sites": sites,
            "teams": [],
            "series": [],
        },
        {
            "id": "regain",
            "from": "2025-06-01",
            "standing": "countersigned",
            "consultation": {"version": 2, "opinion": "unfavourable", **days},
            "sites": sites,
            "teams": [{"id": "t", "name": "Lille Nord", "site": "lille", "is_small": True}],
            "series": series,
        },
    ]
    return {"told_by": "regain", "minimum": 10, "comparable": 0.9, "versions": versions}


def test_a_broken_series_is_said_and_drawn_apart(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.duckdb"
    parts = (snapshot.nps("regrouped", (160, 130, 55)), snapshot.nps("brest", (130, 110, 60)))
    before = EstimateTable(measure="nps", dimension="site", period="2024", parts=parts)
    now = replace(
        before, period="2025", parts=(snapshot.nps("lille", (90, 60, 40)), snapshot.nps("brest", (352, 214, 133)))
    )
    released = [row for table in (before, now) for row in release(Charter(minimum_cell=10), table)]
    published.replace(
        path, about={**snapshot.about(), "organisation": broken()}, released=released, labels=[], excerpts=[]
    )
    for base in served(path):
        page = browser.new_page()
        page.goto(f"{base}/fr/organisation")
        assert (
            page.locator(".required").inner_text()
            == "Les chiffres sont donnés selon l’organisation «\xa0regain\xa0» depuis le 1er juin 2025\u202f; le CSE l’a contresignée."
        )
        regain = page.locator("section.version").first
        assert (
            "Informé le 3 mars 2025 · s’est exprimé le 5 mai 2025 · a contresigné le 6 mai 2025 · avis\xa0: défavorable."
            in regain.inner_text()
        )
        assert "moins de 10 personnes\xa0: aucun chiffre à son sujet (règle R17)" in regain.inner_text()
        regain.locator("summary").click()
        assert "rompue" in regain.locator("tr.strong").inner_text()
        chart = page.request.get(f"{base}/fr/charts/organisation.svg").text()
        assert "avant" in chart  # a place of its own
        page.close()


def test_without_anything_both_pages_say_so(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.duckdb"
    snapshot.build(path, with_figures=False)
    for base in served(path):
        page = browser.new_page()
        page.goto(f"{base}/en/organisation")
        assert page.locator(".absence").inner_text() == "No site is declared in organisation.toml."
        page.goto(f"{base}/en/prizes")
        assert page.locator(".absence").inner_text() == "Nothing is published about prizes yet."
        assert page.request.get(f"{base}/en/charts/arcep.svg").status == 404
        page.close()
