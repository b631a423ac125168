"""The page « Cap », read and heard in a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from snapshot import CUE_MS

INTERACTIVE = "#nps-chart[data-interactive='true']"
Opener = Callable[..., Any]


@pytest.fixture
def opened(site: str, browser: Any) -> Iterator[Opener]:
    """Opens a page; at the end of the test, nothing must have been reported to the console or fetched elsewhere."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: None if asked.url.startswith(site) else complaints.append(asked.url))
        page.goto(site + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("lang", "title", "value", "sentence"),
    [
        ("fr", "Cap", "33,5", "Pour finir l’année à 40 en moyenne, il faudrait 59,5 d’octobre à décembre."),
        ("en", "Course", "33.5", "To end the year at 40 on average, it would take 59.5 from October to December."),
    ],
)
def test_the_headline_is_read_in_both_languages(
    opened: Opener, lang: str, title: str, value: str, sentence: str
) -> None:
    page = opened(f"/{lang}/")
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").inner_text().startswith(title)
    assert page.locator(".headline strong").inner_text() == value
    assert page.locator(".required").inner_text() == sentence


@pytest.mark.parametrize(
    ("lang", "verdict", "chances", "takes"),
    [
        (
            "fr",
            "Hors trajectoire",
            "Moins d’une chance sur 100 d’atteindre 40 en moyenne sur 2025.",
            "En décembre 2025 seul : +2,6 points en 3 mois.",
        ),
        (
            "en",
            "Off the trajectory",
            "Fewer than 1 chance in 100 of reaching 40 on average over 2025.",
            "In December 2025 alone: +2.6 points in 3 months.",
        ),
    ],
)
def test_the_outlook_is_said_in_words(opened: Opener, lang: str, verdict: str, chances: str, takes: str) -> None:
    page = opened(f"/{lang}/")
    assert page.locator(".verdict strong").inner_text() == verdict
    assert chances in plain(page.locator(".verdict"))
    rows = page.locator(".readings tbody tr")
    assert rows.count() == 2
    assert "59" in rows.nth(0).locator(".takes").inner_text()
    assert takes in plain(rows.nth(1).locator(".takes"))
    assert page.locator(".readings .declared .tag").count() == 1


def plain(place: Any) -> str:
    """Its words, with spaces of all kinds as one."""
    return " ".join(place.inner_text().split())


def test_the_fan_is_drawn_over_the_months_to_come(opened: Opener) -> None:
    page = opened("/fr/")
    page.wait_for_selector(INTERACTIVE)
    chart = page.locator("#nps-chart svg.marks")
    box = chart.bounding_box()
    steps = chart.locator("path").evaluate_all(
        "all => all.filter(e => ['0.16', '0.26'].includes(e.getAttribute('opacity')))"
        ".map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(steps) == 6
    assert all(left > box["x"] + 0.7 * box["width"] for left, *_ in steps)
    for (_, paler_top, _, paler_bottom), (_, top, _, bottom) in zip(steps[:3], steps[3:], strict=True):
        assert paler_top < top < bottom < paler_bottom


def test_every_mark_is_a_bar_and_the_critics_are_one_click_away(opened: Opener) -> None:
    page = opened("/fr/")
    page.locator(".headline a[href='#marks']").click()
    assert page.url.endswith("#marks")
    widths = page.locator(".marks .mark-bar rect").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    assert len(widths) == 11
    assert max(widths) == widths[10] > widths[9] > widths[0] > 0
    critics = page.locator("details.critique")
    assert critics.locator("li").first.is_hidden()
    critics.locator("summary").click()
    assert critics.locator("li").count() == 3
    assert critics.locator("li").first.is_visible()


def test_the_reader_s_language_is_chosen(opened: Opener) -> None:
    assert opened("/", locale="en-GB").url.endswith("/en/")
    assert opened("/", locale="de-DE").url.endswith("/fr/")


def test_the_chart_answers_to_the_pointer(opened: Opener) -> None:
    page = opened("/fr/")
    page.wait_for_selector(INTERACTIVE)
    assert page.locator("#nps-chart picture").is_hidden()
    chart = page.locator("#nps-chart svg.marks")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    for step in (0, 5):
        page.mouse.move(box["x"] + 70 + step, box["y"] + 100)
    page.wait_for_selector("#vg-tooltip-element.visible")
    told = page.locator("#vg-tooltip-element").inner_text()
    assert "janvier 2025" in told
    assert "29,1" in told


def test_the_chart_follows_the_colours_of_the_system(opened: Opener) -> None:
    page = opened("/fr/", color_scheme="dark")
    page.wait_for_selector(INTERACTIVE)
    ground = page.evaluate("getComputedStyle(document.querySelector('#nps-chart svg.marks')).backgroundColor")
    assert ground == page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        "before => { const s = document.querySelector('#nps-chart svg.marks');"
        " return s && getComputedStyle(s).backgroundColor !== before }",
        arg=ground,
    )
    assert page.locator("#nps-chart svg.marks").count() == 1


def test_an_excerpt_plays_in_place_from_its_evidence(opened: Opener) -> None:
    page = opened("/fr/")
    link = page.locator("a.play").first
    assert link.inner_text() == "Écouter"
    link.click()
    page.wait_for_function(
        "cue => { const a = document.querySelector('audio'); return a && !a.paused && a.currentTime > cue + 0.2 }",
        arg=CUE_MS / 1000,
    )
    assert link.inner_text() == "Pause"
    started = page.evaluate("document.querySelector('audio').played.start(0)")
    assert started == pytest.approx(CUE_MS / 1000, abs=0.05)
    link.press(" ")
    page.wait_for_function("document.querySelector('audio').paused")
    assert page.url.endswith("/fr/")


def test_everything_is_there_without_javascript(opened: Opener) -> None:
    page = opened("/fr/", java_script_enabled=False)
    image = page.locator("#nps-chart img")
    assert image.is_visible()
    assert image.bounding_box()["height"] > 200
    assert "septembre 37,4" in image.get_attribute("alt")
    assert "Prévision, 80" in image.get_attribute("alt")
    page.locator("summary", has_text="Les mêmes chiffres en tableaux").click()
    assert page.locator("table", has_text="Prévision de chaque mois à venir").locator("tbody tr").count() == 3
    page.locator("a.play").first.click()
    page.wait_for_url("**/fr/excerpts/*")
    assert page.locator("audio").get_attribute("src").endswith(f"#t={CUE_MS / 1000:g}")
    assert page.locator("mark").inner_text() == "troisième fois que j’appelle"
    page.locator("nav a[hreflang=en]").click()
    page.wait_for_url("**/en/excerpts/*")


@pytest.mark.parametrize("path", ["/fr/", "/en/", "/fr/excerpts/internetoutage1"])
@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_phone_needs_no_sideways_scroll(opened: Opener, path: str, has_javascript: bool) -> None:
    page = opened(path, viewport={"width": 390, "height": 844}, java_script_enabled=has_javascript)
    if has_javascript and "excerpts" not in path:
        page.wait_for_selector(INTERACTIVE)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    too_wide = """() => [...document.querySelectorAll('main *')]
        .filter(each => each.checkVisibility() && !each.closest('.unseen, .skip'))
        .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
        .map(each => each.outerHTML.slice(0, 80))"""
    assert page.evaluate(too_wide) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_suppressed_site_shows_the_rule_and_no_number(opened: Opener) -> None:
    page = opened("/fr/")
    row = page.locator("section[aria-labelledby=sites] tr", has_text="Bayonne")
    told = row.locator("td").inner_text()
    assert told.startswith("moins de 10 réponses, ou retrouvable par soustraction")
    row.locator("a").click()
    assert page.url.endswith("#R17")


def test_the_page_is_walked_with_the_keyboard(opened: Opener) -> None:
    page = opened("/fr/")
    page.wait_for_selector(INTERACTIVE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    seen = []
    for _ in range(30):  # the pages stand before the content
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.tagName"))
    assert "SUMMARY" in seen
    assert page.locator("a.play").first.evaluate("e => (e.focus(), document.activeElement === e)")


def test_a_phone_reads_each_number_under_its_name(opened: Opener) -> None:
    page = opened("/fr/", viewport={"width": 390, "height": 844})
    names = page.locator(".readings tr.declared td[data-name]").evaluate_all(
        "all => all.map(e => getComputedStyle(e, '::before').content)"
    )
    assert names == ['"NPS"', '"Intervalle de confiance"', '"Réponses"']


def test_the_page_prints_with_its_chart(opened: Opener) -> None:
    page = opened("/fr/")
    page.wait_for_selector(INTERACTIVE)
    page.emulate_media(media="print")
    assert page.locator("#nps-chart picture").is_visible()
    assert page.locator("#nps-chart .screen-only").is_hidden()
    assert page.locator("a.play").first.is_hidden()
    assert page.locator(".verdict").is_visible()
    assert page.locator(".readings tbody tr").count() == page.locator(".readings tbody tr:visible").count()
