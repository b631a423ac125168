"""What population.toml may say."""

import pytest

from clairevoix.ingest.population import read_populations
from clairevoix.model.errors import SettingsError
from clairevoix.model.population import Population

SITES = ("lille", "lyon")
GOOD = """\
[[population]]
year = 2025
source = "Customer base"
trim = 4

[population.site]
lille = 300
lyon = 700.5

[population.channel]
phone = 0.6
shop = 0.4
"""


def read(tmp_path, text):
    path = tmp_path / "population.toml"
    path.write_text(text, encoding="utf-8")
    return read_populations(path, SITES)


def test_everything_that_can_be_said(tmp_path):
    margins = {"site": {"lille": 300.0, "lyon": 700.5}, "channel": {"phone": 0.6, "shop": 0.4}}
    assert read(tmp_path, GOOD) == (Population(year="2025", source="Customer base", margins=margins, trim=4.0),)


def test_without_a_file_nothing_is_declared(tmp_path):
    assert read_populations(tmp_path / "population.toml", SITES) == ()


#: A change of the good text, and what the complaint names.
BAD = [
    (("lyon = 700.5", "lyon = 0"), "lyon must be a number above 0"),
    (("lyon = 700.5", "lyon = -3"), "lyon must be a number above 0"),
    (("lyon = 700.5", "lyon = inf"), "lyon must be a number above 0"),
    (("lyon = 700.5", "lyon = true"), "lyon must be a number above 0"),
    (("lyon = 700.5", "pau = 1"), "unknown pau"),
    (("lyon = 700.5\n", ""), "two categories"),
    (("shop = 0.4", "fax = 0.4"), "unknown fax"),
    (("trim = 4", "trim = 1"), "trim of population 2025 must be above 1"),
    (("trim = 4", 'trim = "4"'), "trim of population 2025 must be above 1"),
    (("year = 2025", "year = 25"), "a year such as 2025"),
    (('source = "Customer base"', 'source = " "'), "must say its source"),
    (("trim = 4", "age = 4"), "unknown setting age"),
    (("[[population]]", "[[populations]]"), r"\[\[population\]\]"),
    (("[[population]]", "[population]"), r"\[\[population\]\]"),
]


@pytest.mark.parametrize(("change", "named"), BAD)
def test_what_is_refused_is_named(tmp_path, change, named):
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(SettingsError, match=named):
        read(tmp_path, text)


def test_a_year_is_declared_once_and_needs_a_margin(tmp_path):
    with pytest.raises(SettingsError, match="once"):
        read(tmp_path, GOOD + GOOD)
    with pytest.raises(SettingsError, match="needs a margin"):
        read(tmp_path, '[[population]]\nyear = 2025\nsource = "x"\n')
