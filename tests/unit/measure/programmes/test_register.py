"""The register of programmes: what is refused is answered in words."""

import tomllib
from datetime import date

import pytest

from clairevoix.measure.programmes.register import By, Kind, Outcome, Overlap, overlaps, read_register, unknown_places
from clairevoix.model.errors import SettingsError

ONE = """
[[programmes]]
id = "zero-effort"
title = { fr = "Zéro effort", en = "Zero effort" }
aim = { fr = "Moins de démarches", en = "Less to do" }
by = "area"
measures = ["zero-effort", "nps"]
cost_eur = 180000
rollout = [
  { places = ["59", "62"], starts_on = 2025-03-01 },
  { places = ["13"], starts_on = 2025-05-01 },
]
"""


def test_a_programme() -> None:
    (found,) = read_register(tomllib.loads(ONE))
    assert (found.programme_id, found.kind, found.by) == ("zero-effort", Kind.PROGRAMME, By.AREA)
    assert found.measures == (Outcome.ZERO_EFFORT, Outcome.NPS)
    assert found.starts == {"59": date(2025, 3, 1), "62": date(2025, 3, 1), "13": date(2025, 5, 1)}
    assert found.cost_eur == 180_000.0
    assert unknown_places(found, {"59", "13", "75"}) == ("62",)


def test_no_programme() -> None:
    assert read_register({}) == ()


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('places = ["13"]', 'places = ["13", "59"]', "59 is in the roll-out twice"),
        ('places = ["13"]', 'places = ["13", "13"]', "13 is in the roll-out twice"),
        ('places = ["13"]', "places = []", "places must be a list"),
        ("starts_on = 2025-05-01", "starts_on = 2025-05-01T10:00:00", "a day"),
        ("starts_on = 2025-05-01", 'starts_on = "2025-05-01"', "a day"),
        ("starts_on = 2025-05-01", 'on = "2025-05-01"', "a day"),
        ('by = "area"', 'by = "agent"', "by must be one of area, site, team"),
        ('by = "area"', "", "by must be one of"),
        ('"nps"]', '"nps", "nps"]', "different measures"),
        ('"nps"]', '"happiness"]', "measures must be one of"),
        (
            'by = "area"\nmeasures = ["zero-effort"',
            'by = "site"\nmeasures = ["first-time-right"',
            "known by area alone",
        ),
        ("cost_eur = 180000", "cost_eur = -1", "cost_eur"),
        ("cost_eur = 180000", "cost_eur = true", "cost_eur"),
        ("cost_eur = 180000", "costs = 3", "unknown key costs"),
        ('en = "Zero effort"', 'de = "Null"', "title needs a line in fr and one in en"),
        ('id = "zero-effort"', 'id = "Zero effort"', "programme 1 needs an id"),
        ("[[programmes]]", "[[programs]]", "must be written [[programmes]]"),
    ],
)
def test_what_is_wrong_is_said(written: str, instead: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_register(tomllib.loads(ONE.replace(written, instead)))
    assert said in str(error.value)


def test_the_same_programme_twice() -> None:
    with pytest.raises(SettingsError, match="same id"):
        read_register(tomllib.loads(ONE + ONE))


def test_programmes_that_cannot_be_told_apart() -> None:
    other = ONE.replace("zero-effort", "callback", 1).replace('["zero-effort", "nps"]', '["nps"]')
    other = other.replace("2025-03-01", "2025-04-15").replace("2025-05-01", "2026-01-01")
    first, second = read_register(tomllib.loads(ONE + other))
    assert overlaps([first, second]) == (Overlap(first="zero-effort", second="callback", n_places=2, days=45),)
    assert overlaps([first]) == ()
    apart = read_register(tomllib.loads(ONE + other.replace('["nps"]', '["first-time-right"]')))
    assert overlaps(apart) == ()
