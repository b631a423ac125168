"""The page of an evaluation, opened from its file in a real browser: on a phone and on a desk, in both languages."""

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from clairevoix import cli
from clairevoix.quality import running
from flow.corpora import BY_HAND, build

Opener = Callable[..., Any]
LANGUAGES = ("fr", "en")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
#: Of the page's words with their ground, as WCAG 2.2 counts it (1.4.3).
CONTRAST = """() => {
  const channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = rgb => { const [r, g, b] = rgb.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b) };
  const ground = e => { for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (!c.startsWith('rgba(0, 0, 0, 0')) return c }
    throw new Error('no ground') };
  return [...document.querySelectorAll('main, main *')]
    .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => { const [one, other] = [light(getComputedStyle(e).color), light(ground(e))].sort((a, b) => b - a);
      return [(one + 0.05) / (other + 0.05), e.tagName] }) }"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of the corpus that is counted by hand, in both languages, with a comparison, and that of its test half."""

    def serially(function: Callable[[object], object], items: Sequence[object], jobs: int) -> Iterator[object]:
        yield from ((item, function(item)) for item in items)

    base = tmp_path_factory.mktemp("report")
    tiny = build(base, BY_HAND)
    found = {name: base / f"{name}.html" for name in (*LANGUAGES, "test")}
    always = ["--corpus", str(tiny.folder), "--workspace", str(tiny.workspace), "--save", str(base / "run.jsonl")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "map_unordered", serially)
        patch.setattr(cli.os, "umask", lambda mask: mask)
        patch.setattr(cli.resource, "setrlimit", lambda *_: None)
        for options in (
            ["--html", found["fr"], "--language", "fr"],
            ["--html", found["fr"], "--language", "fr", "--against", base / "run.jsonl"],
            ["--html", found["en"], "--language", "en", "--against", base / "run.jsonl"],
            ["--html", found["test"], "--language", "fr", "--split", "test", "--reason", "a test"],
        ):
            patch.setattr(sys, "argv", ["clairevoix", "evaluate", *always, *map(str, options)])
            with pytest.raises(SystemExit) as ended:
                cli.main()
            assert not ended.value.code
    return found


@pytest.fixture
def opened(pages: dict[str, Path], browser: Any) -> Iterator[Opener]:
    """Opens a page from its file; nothing may be reported to the console, nor fetched from anywhere else."""
    complaints: list[str] = []
    contexts = []

    def open_page(name: str, **options: Any) -> Any:
        context = browser.new_context(**{"viewport": DESK, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith("file:///") else complaints.append(f"asked: {asked.url}"),
        )
        page.goto(pages[name].as_uri())
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def until(page: Any, holds: str) -> None:
    """Waits. The page allows no script at all, not even the one with which Playwright would wait."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {holds}")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_needs_no_sideways_scroll_and_its_tables_have_their_own(
    opened: Opener, lang: str, viewport: Any
) -> None:
    page = opened(lang, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    outside = """() => [...document.querySelectorAll('main *')]
        .filter(each => each.checkVisibility() && !each.closest('.scroll'))
        .filter(each => each.getBoundingClientRect().right > innerWidth + 0.5)
        .map(each => each.outerHTML.slice(0, 80))"""
    assert page.evaluate(outside) == []
    regions = page.locator(".scroll")
    assert regions.count() == page.locator("table").count() > 5
    for number in range(regions.count()):
        region = regions.nth(number)
        assert region.get_attribute("role") == "region"
        assert region.get_attribute("aria-label")
        assert region.get_attribute("tabindex") == "0"
    wide = "all => all.map(each => [each.scrollWidth > each.clientWidth, getComputedStyle(each).overflowX])"
    scrolling = regions.evaluate_all(wide)
    assert {style for _, style in scrolling} == {"auto"}
    if viewport is PHONE:
        assert any(is_wide for is_wide, _ in scrolling)


def test_a_wide_table_is_scrolled_with_the_keyboard(opened: Opener) -> None:
    page = opened("fr", viewport=PHONE)
    region = page.locator(".scroll").first
    region.focus()
    page.keyboard.press("ArrowRight")
    until(page, "document.querySelector('.scroll').scrollLeft > 0")
    # The names of the rows stay in sight.
    assert page.locator("tbody th").first.bounding_box()["x"] == region.bounding_box()["x"]


@pytest.mark.parametrize(
    ("lang", "headings", "number"),
    [
        ("fr", ["Ce que vaut la machine", "Par condition du son", "Les pires cas, à écouter"], "10,0\u202f%"),
        ("en", ["How good the machine is", "By condition of the sound", "The worst cases, to listen to"], "10.0%"),
    ],
)
def test_the_page_is_read_in_its_language_by_its_headings(
    opened: Opener, lang: str, headings: list[str], number: str
) -> None:
    page = opened(lang)
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator("h1").all_inner_texts() == headings[:1]
    assert page.locator("h2").all_inner_texts() == headings[1:]
    assert headings[0] in page.title()
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert all(after - before <= 1 for before, after in zip([0, *levels], levels, strict=False))
    assert page.locator("td", has_text=number).count() > 0
    assert page.locator("th[scope=col]").count() > 5
    assert page.locator("tbody tr").count() == page.locator("th[scope=row]").count()


@pytest.mark.parametrize(
    ("lang", "party", "comma", "music"),
    [("fr", "client", ",", "musique d’attente"), ("en", "customer", ".", "hold music")],
)
def test_every_case_has_its_sound_with_a_name_of_its_own(
    opened: Opener, lang: str, party: str, comma: str, music: str
) -> None:
    page = opened(lang)
    sounds = page.locator("audio")
    names = sounds.evaluate_all("all => all.map(each => each.getAttribute('aria-label'))")
    # The worst calls, the worst turns, words in hold music, and an address on each line that it was heard on.
    assert names == [
        "c1@line",
        "c3@line",
        f"c1@line · {party} · 2{comma}0\u00a0s",
        f"s1@line · {party} · 1{comma}0\u00a0s · {music}",
        *(f"c4@{condition} · {party} · 0{comma}5\u00a0s · EMAIL" for condition in ("clean", "line")),
    ]
    assert page.locator("article h4").all_inner_texts() == names[2:]
    assert page.locator("article").first.locator("ins").all_inner_texts() == ["avant"]


def test_a_call_is_read_turn_by_turn_and_each_plays_in_a_tab_of_its_own(opened: Opener) -> None:
    page = opened("en")
    turns = page.locator("details.call").first.locator("li")
    assert [" ".join(text.split()) for text in turns.all_inner_texts()] == [
        "0:00 agent bonjour madame",
        "0:02 customer je suis en panne depuis avant hier",
    ]
    link = turns.last.locator("a")
    assert link.get_attribute("aria-label") == "Play from 0:02"
    with page.context.expect_page() as opening:
        link.click()
    tab = opening.value
    until(tab, "document.querySelector('video')?.currentTime > 1.2")
    assert tab.locator("video").evaluate("each => each.played.start(0)") == pytest.approx(1.2, abs=0.1)


def test_a_case_plays_from_its_place_without_a_server(opened: Opener) -> None:
    page = opened("fr")
    sound = page.locator("article audio").first
    sound.evaluate("each => { each.muted = true; return each.play() }")
    until(page, "document.querySelector('article audio').currentTime > 1.3")
    assert sound.evaluate("each => each.played.start(0)") == pytest.approx(1.2, abs=0.1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["fr", "test"])
def test_every_word_stands_out_from_its_ground(opened: Opener, name: str, scheme: str) -> None:
    page = opened(name, color_scheme=scheme)
    found = page.evaluate(CONTRAST)
    assert len(found) > 50
    assert min(found)[0] >= 4.5, min(found)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 21, 21)"}[scheme]


def test_everything_is_there_without_javascript(pages: dict[str, Path], browser: Any) -> None:
    assert "<script" not in pages["fr"].read_text()
    assert "http" not in pages["fr"].read_text().replace("http-equiv", "")


def test_the_test_half_shows_no_case(opened: Opener) -> None:
    page = opened("test")
    assert page.locator("audio, article, del, ins").count() == 0
    assert "moitié de développement" in page.locator("h2 + p").inner_text()
