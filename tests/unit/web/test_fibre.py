"""The pages « Fibre » and « Parcours » where no log was read, and drawings from a few rows."""

import pytest

from clairevoix.i18n import LANGUAGES, Translator
from clairevoix.store.published import Row
from clairevoix.web.rooms.area_map import departments
from clairevoix.web.rooms.journey_diagram import diagram

STATES = [
    {"name": "asked", "title": {"fr": "Demandé", "en": "Asked"}, "after": [], "end": ""},
    {"name": "done", "title": {"fr": "Fait <vite>", "en": "Done"}, "after": ["asked"], "end": "success"},
]


def a_move(key: str, n: int | None, value: float | None, rule_id: str | None = None) -> Row:
    names = ("low", "high", "level", "n_coded", "method", "unit")
    return Row(
        measure="journey",
        dimension="step",
        period="p",
        key=key,
        value=value,
        n=n,
        rule_id=rule_id,
        **dict.fromkeys(names),
    )


@pytest.mark.parametrize("page", ["fibre", "journeys"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_log_the_page_says_so(client, page, lang):
    assert client.get(f"/{lang}/{page}").status_code == 200
    assert 'class="absence"' in client.get(f"/{lang}/{page}").text
    assert client.get(f"/{lang}/{page}.json").json()["figures"] == []


@pytest.mark.parametrize("chart", ["fibre-months", "fibre-days", "fibre-map", "fibre-funnel"])
def test_without_a_log_nothing_is_drawn(client, chart):
    assert client.get(f"/fr/charts/{chart}.svg").status_code == 404


def test_a_diagram_says_how_many_went_where_and_escapes_words():
    drawn = diagram(STATES, [a_move(">asked", 50, 0), a_move("asked>done", 40, 2.5)], Translator("fr"))
    assert "40 · 2,5 j" in drawn
    assert "Fait &lt;vite&gt;" in drawn
    assert ">50</text>" in drawn


def test_a_held_back_move_is_dashed_and_hides_the_sum_that_it_is_in():
    drawn = diagram(STATES, [a_move(">asked", 50, 0), a_move("asked>done", None, None, "R17")], Translator("en"))
    assert 'class="few"' in drawn
    assert drawn.count('class="count"') == 1


def test_the_map_has_every_department():
    areas = departments()["areas"]
    numbers = {f"{number:02}" for number in range(1, 96)} - {"20"}
    assert set(areas) == numbers | {"2A", "2B", "971", "972", "973", "974", "976"}
    assert "CC BY 4.0" in departments()["source"]
