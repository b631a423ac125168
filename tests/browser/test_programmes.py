"""The pages « Effort » and « Programmes », in a real browser: their sentences, their drawings, their numbers."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import snapshot
from test_listening import DESK, PHONE, served

from clairevoix.figures import effort, programmes
from clairevoix.model.measure import Figure
from clairevoix.store import published

sys.path.append(str(Path(__file__).parents[1]))

from builders import a_workspace
from effort_made import filled

Opener = Callable[..., Any]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("programmes")
    project = filled(a_workspace(folder / "workspace"))
    figures = (*effort.released(project), *programmes.released(project))
    told = {**effort.about(project, figures), **programmes.about(project, figures)}
    published.replace(
        folder / "snapshot.duckdb",
        about={**snapshot.about(), **told},
        released=[*snapshot.released(), *figures],
        labels=[],
        excerpts=[],
    )
    assert any(isinstance(each, Figure) for each in figures)
    yield from served(folder / "snapshot.duckdb")


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
    ("lang", "title", "cost", "associated"),
    [
        ("fr", "Quel effort a-t-on demandé aux clients\u202f?", "recommandent de", "n’est pas démontré"),
        ("en", "How much work did customers have?", "NPS points less than the others", "is not shown"),
    ],
)
def test_effort_in_both_languages(opened: Opener, lang: str, title: str, cost: str, associated: str) -> None:
    page = opened(f"{lang}/effort")
    assert page.locator("h1").inner_text().startswith(title)
    assert page.locator("nav.rooms [aria-current]").inner_text() == "Effort"
    said = page.locator(".cost").inner_text()
    assert cost in said
    assert associated in said
    page.locator(f"nav a[hreflang={'en' if lang == 'fr' else 'fr'}]").click()
    page.wait_for_url("**/effort")


def test_numbers_of_the_page_effort_and_of_its_twin_agree(opened: Opener, address: str) -> None:
    page = opened("en/effort")
    figures = page.request.get(f"{address}/en/effort.json").json()["figures"]
    zero = next(each for each in figures if (each["dimension"], each["key"]) == ("effort", "zero-effort"))
    assert page.locator(".number strong").inner_text() == f"{100 * zero['value']:.1f}%"
    back = next(each for each in figures if each["key"] == "any-7")
    row = page.locator("section[aria-labelledby=returns] tr", has_text="for any reason, within 7 days")
    assert row.locator("td.strong").inner_text() == f"{100 * back['value']:.1f}%"
    asked = page.locator("section[aria-labelledby=asked] tbody th").all_inner_texts()
    assert [each.split(",")[0] for each in asked] == ["CES 2.0", "CES 2.0", "CES 2.0"]  # never unnamed


@pytest.mark.parametrize(
    ("lang", "changed", "condition", "none", "place"),
    [
        (
            "fr",
            "Cela a changé là où le programme avait commencé",
            "Si, sans le programme, ces lieux avaient évolué comme les autres, c’est son effet.",
            "Trop peu de lieux pour une réponse",
            "Rien n’a été mesuré à\u202f: 99.",
        ),
        (
            "en",
            "It changed where the programme had begun",
            "If, without the programme, these places had moved as the others did, this is its effect.",
            "Too few places for an answer",
            "Nothing was measured in: 99.",
        ),
    ],
)
def test_what_may_be_said_of_each_programme(
    opened: Opener, lang: str, changed: str, condition: str, none: str, place: str
) -> None:
    page = opened(f"{lang}/programmes")
    spare = page.locator("section[aria-labelledby=spare]")
    verdict = spare.locator(".effect").first.locator(".verdict").inner_text()
    assert verdict.startswith(changed)
    assert verdict.endswith(condition)
    assert place in spare.locator(".warning").inner_text()
    alone = page.locator("section[aria-labelledby=lone-evening]")
    assert alone.locator(".verdict strong").inner_text() == none
    assert alone.locator("svg").count() == 0  # no number, and no drawing of one
    assert page.locator("section[aria-labelledby=before-the-log] .effect svg").count() == 0


def test_numbers_of_the_page_programmes_and_of_its_twin_agree(opened: Opener, address: str) -> None:
    page = opened("en/programmes")
    twin = page.request.get(f"{address}/en/programmes.json").json()
    found = next(
        each
        for each in twin["figures"]
        if (each["dimension"], each["period"], each["key"]) == ("programme", "spare", "zero-effort")
    )
    effect = page.locator("section[aria-labelledby=spare] .effect").first
    said = effect.locator(".verdict").inner_text()
    assert f"+{100 * found['value']:.1f} points of percentage" in said
    assert f"(interval +{100 * found['low']:.1f} to +{100 * found['high']:.1f})" in said
    study = [each for each in twin["figures"] if each["period"] == "spare:zero-effort"]
    assert effect.locator("svg.only-wide circle").count() == len(study)
    effect.locator("summary").click()
    assert effect.locator("tbody tr").count() == len(study)


@pytest.mark.parametrize("place", ["fr/effort", "en/effort", "fr/programmes", "en/programmes"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_sideways_scroll_and_one_drawing_for_each_width(opened: Opener, place: str, viewport: Any) -> None:
    page = opened(place, viewport=viewport, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    wide, narrow = (page.locator(f"svg.only-{name}").first for name in ("wide", "narrow"))
    shown, hidden = (narrow, wide) if viewport is PHONE else (wide, narrow)
    assert shown.bounding_box()["height"] > 150
    assert not hidden.is_visible()


def test_without_a_log_or_a_register_the_pages_say_so(browser: Any, tmp_path: Path) -> None:
    snapshot.build(tmp_path / "snapshot.duckdb")
    for base in served(tmp_path / "snapshot.duckdb"):
        page = browser.new_page()
        page.goto(f"{base}/en/effort")
        assert page.locator(".absence").inner_text().startswith("No log of contacts was read in")
        page.goto(f"{base}/fr/programmes")
        assert page.locator(".absence").inner_text() == "Aucun programme n’est déclaré dans programmes.toml."
        page.close()
