"""The pages « Moteurs », « Qui répond » and « Pondération », in a real browser, in both languages."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import snapshot
import uvicorn

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.measure.drivers import Effort
from clairevoix.measure.driving import driven, driver_tables, performance_table, quarters
from clairevoix.measure.flags import flags
from clairevoix.measure.linking_tables import linkage_tables, told_of
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.responding import indicator_table, rate_tables, sign_tables, silence, stage_table
from clairevoix.measure.weighting import change_of, share_tables, weigh, weighted_tables
from clairevoix.model.measure import CrossCell, EstimateTable, FunnelCell, NpsCell
from clairevoix.model.population import Population
from clairevoix.store import published
from clairevoix.web.app import create_app

Opener = Callable[..., Any]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1200, "height": 900}
SURVEY, LEVEL, CHARTER = "after-contact", 0.95, Charter(minimum_cell=10)
WORDINGS = {"waiting": "Êtes-vous satisfait de l’attente ?", "solved": "Votre demande a-t-elle été résolue ?"}
CELLS = (
    FunnelCell(
        key="lille", drawn=610, suppressed=10, invited=600, delivered=580, opened=400, started=200, completed=180
    ),
    FunnelCell(
        key="nantes", drawn=480, suppressed=80, invited=400, delivered=390, opened=250, started=90, completed=70
    ),
)
CROSSED = (
    CrossCell(keys=("lille", "phone"), n_promoters=410, n_passives=250, n_detractors=130),
    CrossCell(keys=("nantes", "phone"), n_promoters=300, n_passives=160, n_detractors=150),
)
POPULATION = Population(year="2025", source="parc 2025", margins={"site": {"lille": 300.0, "nantes": 700.0}})


def asked() -> tuple[list[int], dict[str, list[int]]]:
    random = np.random.default_rng(8)
    columns = {"waiting": random.integers(1, 6, 240), "solved": random.integers(0, 2, 240)}
    scores = 4 + 3 * columns["solved"] + 0.4 * columns["waiting"] + random.normal(0, 1.6, 240)
    return np.clip(np.rint(scores), 0, 10).astype(int).tolist(), {name: each.tolist() for name, each in columns.items()}


@cache
def tables(n_linked: int) -> list[EstimateTable]:
    """Everything that the three pages show; the subject of heard contacts only where enough answers follow one."""
    scores, columns = asked()
    effort = Effort(resamples=40)
    found = driven(scores, columns, LEVEL, effort=effort)
    answers = [
        (f"r{number}", "lille" if number % 3 else "nantes", "phone", score) for number, score in enumerate(scores)
    ]
    linked = {answer[0] for answer in answers[:n_linked]}
    labels = {"internet_outage": [float(each < 8) for each in scores[:n_linked]]}
    of_calls = driven(scores[:n_linked], labels, LEVEL, effort=effort)
    score = net_promoter_score(NpsCell(key="total", n_promoters=120, n_passives=70, n_detractors=60), LEVEL)
    return [
        *driver_tables(("driver", "question", SURVEY), found, LEVEL),
        performance_table(SURVEY, columns, {"waiting": (1, 5), "solved": (0, 1)}, LEVEL),
        *driver_tables(("heard-driver", "label", SURVEY), of_calls, LEVEL),
        *linkage_tables(SURVEY, answers, linked, LEVEL),
        stage_table(SURVEY, CELLS, LEVEL),
        *rate_tables(SURVEY, "site", CELLS, LEVEL),
        indicator_table(SURVEY, CELLS, LEVEL),
        EstimateTable(measure="answered-nps", dimension="total", period=SURVEY, parts=(), total=score),
        *sign_tables(SURVEY, CELLS, LEVEL),
        *share_tables("2025", CROSSED, ("site", "channel"), POPULATION, LEVEL),
        *weighted_tables("2025", weigh(CROSSED, ("site", "channel"), POPULATION), extremes=False),
    ]


def build(path: Path, *, n_linked: int = 60, changes: dict[str, object] | None = None) -> None:
    released = [*snapshot.released(), *(each for table in tables(n_linked) for each in release(CHARTER, table))]
    limits = ["association", "never_negative"]
    weighed = weigh(CROSSED, ("site", "channel"), POPULATION)
    about: dict[str, object] = {
        **snapshot.about(),
        "flags": flags(released, ("nps", "rr1", "unasked", "hurried", "linkage"), LEVEL),
        "flags_level": LEVEL,
        "drivers": [
            {"survey_id": SURVEY, "question": "Nous recommanderiez-vous ?", "wordings": WORDINGS, "is_told": True,
             "quarters": quarters(released, SURVEY), "n_wanted": 20, "n_drivers": 2, "limits": limits}
        ],
        "heard_drivers": {
            "survey_id": SURVEY, "question": None, "window_days": 14, **told_of(released, SURVEY),
            "is_told": n_linked >= 10, "n_wanted": 10, "n_drivers": 1 if n_linked >= 10 else 0, "limits": limits,
        },
        "answering": [
            {"survey_id": SURVEY, "question": "Nous recommanderiez-vous ?", "first_on": "2025-07-01",
             "last_on": "2025-09-30", "hurried_minutes": 2, **silence(released, SURVEY)}
        ],
        "weights": [
            {"period": "2025", "first": "2025-01", "last": "2025-09", "year": "2025", "source": "parc 2025", "trim": None,
             "margins": {"site": dict(POPULATION.margins["site"])}, "method": weighed.method, "refusal": None,
             "place": None, "iterations": 1, "largest_error": 0.0, "has_converged": True}
        ],
        "weights_change": change_of(released, ["2025"]),
        **(changes or {}),
    }  # fmt: skip
    labels = [snapshot._label(name) for name in snapshot.LABELS]
    published.replace(path, about=about, released=released, labels=labels, excerpts=[])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("surveys") / "snapshot.duckdb"
    build(path)
    yield from served(path)


def served(path: Path) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(create_app(path), port=0, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 30
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = server.force_exit = True
    thread.join(timeout=30)


@pytest.fixture
def opened(address: str, browser: Any) -> Iterator[Opener]:
    """Opens a page; nothing may be reported to the console, nor fetched from anywhere else."""
    complaints: list[str] = []
    contexts = []

    def open_page(lang: str, room: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(address) else complaints.append(asked.url))
        page.goto(f"{address}/{lang}/{room}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


TITLES = {
    "drivers": ("Moteurs", "Drivers", "jamais une cause", "never a cause"),
    "answers": ("Qui répond", "Who answers", "Un score parle pour ceux qui ont répondu", "A score speaks for those"),
    "weights": ("Pondération", "Weights", "Certains clients répondent plus", "Some customers answer more"),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("room", TITLES)
def test_each_page_says_what_it_is_and_leads_to_the_other_language(opened: Opener, lang: str, room: str) -> None:
    page, place = opened(lang, room), ("fr", "en").index(lang)
    title = page.locator("h1").inner_text()
    assert title.startswith(TITLES[room][place])
    assert TITLES[room][2 + place] in title
    assert page.locator("nav.rooms [aria-current]").inner_text() == TITLES[room][place]
    page.locator(f"header nav a[hreflang={'en' if lang == 'fr' else 'fr'}]").click()
    page.wait_for_url(f"**/{room}")


@pytest.mark.parametrize("room", TITLES)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_sideways_scroll_and_every_chart_is_drawn(opened: Opener, room: str, viewport: Any) -> None:
    page = opened("fr", room, viewport=viewport, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    for image in page.locator(".chart img").all():
        assert image.evaluate("e => e.complete && e.naturalWidth > 0")
    assert page.locator(".chart img").count() == (0 if room == "weights" else 1)


def test_drivers_are_told_with_their_intervals_their_direction_and_their_limits(opened: Opener, address: str) -> None:
    page = opened("fr", "drivers")
    told = page.request.get(f"{address}/fr/drivers.json").json()
    rows = page.locator(f"section[aria-labelledby={SURVEY}] .card table tbody tr")
    assert rows.nth(0).locator("th").inner_text() == WORDINGS["solved"]
    assert "des notes plus hautes" in rows.nth(0).inner_text()
    parts = {row["key"]: row for row in told["figures"] if row["measure"] == "driver"}
    assert f"{round(100 * parts['solved']['value'])}\u202f%" in rows.nth(0).inner_text()
    assert "aucune cause n’est montrée" in page.locator(".limits").first.inner_text()
    subjects = page.locator("section[aria-labelledby=subjects]").inner_text()
    assert "Panne d’internet" in subjects
    assert "des notes plus basses" in subjects
    assert (
        "25\u202f% de 240 réponses suivent un contact écouté"
        in page.locator("section[aria-labelledby=linkage]").inner_text()
    )


def test_too_few_linked_answers_are_refused_in_words(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.duckdb"
    build(path, n_linked=6)
    for base in served(path):
        page = browser.new_page()
        page.goto(f"{base}/en/drivers")
        subjects = page.locator("section[aria-labelledby=subjects]")
        assert "a subject is looked at only where 10 of them are about it and 10 are not" in subjects.inner_text()
        assert subjects.locator("table").count() == 0
        page.close()


def test_who_answers_says_rates_flags_and_what_the_silent_could_change(opened: Opener) -> None:
    page = opened("en", "answers")
    first = page.locator(f"section[aria-labelledby={SURVEY}]")
    assert first.locator(".required").inner_text() == "25% of 1,000 invitations were answered to the end (22% to 28%)."
    lille = first.locator("table").nth(1).locator("tbody tr").nth(0).inner_text()
    assert "above the others" in lille
    assert "Holm’s correction, 2 tried" in first.inner_text()
    silent = page.locator(f"section[aria-labelledby={SURVEY}-silence]").inner_text()
    assert "If the silent stood 10 points below, all together would stand at 16.5." in silent
    signs = page.locator(f"section[aria-labelledby={SURVEY}-signs]")
    assert "These are signs, not proofs" in signs.inner_text()
    assert "above the others" in signs.locator("tbody tr", has_text="Nantes").first.inner_text()


def test_raw_and_weighted_stand_side_by_side(opened: Opener) -> None:
    page = opened("en", "weights")
    rows = page.locator("section[aria-labelledby=side-by-side] tbody tr").all_inner_texts()
    assert [row.split("\t")[0].strip().rsplit(", ", 1)[1] for row in rows] == ["raw", "weighted"]
    said = page.locator("section[aria-labelledby=side-by-side]").inner_text()
    assert "weighted by site to “parc 2025”; 1 rounds, largest gap left less than 0.05 points" in said
    assert "design effect" in said
    assert "70%" in page.locator("section[aria-labelledby=margins] tbody tr", has_text="Nantes").inner_text()


def test_what_cannot_be_weighted_is_said_and_without_a_population_too(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "snapshot.duckdb"
    told = {"period": "2025", "first": "2025-01", "last": "2025-09", "year": "2025", "source": "x", "trim": None,
            "margins": {"site": {"bayonne": 1.0, "lille": 1.0}}, "method": "post-stratified", "refusal": "nobody_of",
            "place": ["site", "bayonne"], "iterations": None, "largest_error": None, "has_converged": None}  # fmt: skip
    build(path, changes={"weights": [told]})
    for base in served(path):
        page = browser.new_page()
        page.goto(f"{base}/fr/weights")
        assert "personne de «\u202fBayonne\u202f» n’a répondu" in page.locator("main").inner_text()
        page.close()
    build(path, changes={"weights": [], "answering": [], "drivers": [], "heard_drivers": None})
    for base in served(path):
        page = browser.new_page()
        for room, said in {
            "weights": "No population is declared",
            "answers": "No invitation",
            "drivers": "No survey asks",
        }.items():
            page.goto(f"{base}/en/{room}")
            assert page.locator(".absence").inner_text().startswith(said)
        page.close()


def test_remarks_of_the_page_cap_are_explained(opened: Opener) -> None:
    page = opened("en", "")
    sites = page.locator("section[aria-labelledby=sites]").inner_text()
    assert "Holm’s correction" in sites
