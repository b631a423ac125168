"""E-mail addresses. What stands in << >> is found, and nothing else."""

import pytest

from marking import check_found

FRENCH = [
    "<<camille.martin@example.fr>>",
    "mon adresse mail <<camille.martin@example.fr>> voilà",
    "<<camille point martin arobase exemple point fr>>",
    "alors <<c, a, m, i, l, l, e, point, martin, arobase, exemple, point, f, r>>",
    "<<jean tiret du six martin arobase orange point fr>>",
    "<<jean underscore martin quarante-deux arobase gmail point com>>",
    "<<c point martin à robase exemple point fr>>",
    "<<dupont point marie arrobas wanadoo point fr>>",
    "<<jean point dupont chez orange point fr>>",
    "<<camille.martin arobase exemple.fr>>",
    "<<camille.martin(at)exemple.fr>>",
    "<<camille.martin [at] exemple.fr>>",
    "<<camille @ exemple.fr>>",
    "<<jm75012 arobase free point fr>>",
    "mon mail c'est <<marie deux mille douze arobase hotmail point com>> merci",
    "<<M comme Marcel, tiret, Lemaire, arobase exemple point F R>>",
    "écrivez à mailto:<<a.b@exemple.fr>>",
]

ENGLISH = [
    "<<camille dot martin at example dot com>>",
    "<<megan.kowalski@example.com>>",
    "my email is <<m dot lowe at example dot org>>",
]


@pytest.mark.parametrize("line", FRENCH)
def test_found_in_french(line):
    check_found(line, "EMAIL")


@pytest.mark.parametrize("line", ENGLISH)
def test_found_in_english(line):
    check_found(line, "EMAIL", "en")
