"""Journeys are defined in files that are checked line by line."""

import pytest

from clairevoix.measure.journeys.definition import read_journey, read_journeys, shipped_journeys
from clairevoix.model.errors import SettingsError
from clairevoix.model.journey import BROKEN, CHAIN, LEFT_OUT, Fate, Role
from steps_made import a_step

SMALL = """
name = "small"
version = 2
window_days = 30
max_steps = 100
title = { fr = "Petit", en = "Small" }
definition = { fr = "Un petit parcours.", en = "A small journey." }
[roles]
opening = [{ step = "asked" }]
attempt = [{ step = "tried" }]
success = [{ step = "tried", outcomes = ["ok"] }]
[[states]]
name = "asked"
title = { fr = "Demandé", en = "Asked" }
entered_by = [{ step = "asked" }]
[[states]]
name = "done"
title = { fr = "Fait", en = "Done" }
entered_by = [{ step = "tried", outcomes = ["ok"] }]
after = ["asked", "failed"]
end = "success"
[[states]]
name = "failed"
title = { fr = "Échec", en = "Failed" }
entered_by = [{ step = "tried" }]
after = ["asked", "failed"]
"""


def test_a_definition_is_read_whole():
    journey = read_journey("small", SMALL)
    assert (journey.name, journey.version, journey.window_days) == ("small", 2, 30)
    assert [journey.state_of(a_step("tried", outcome=each)) for each in ("ok", "failed", None)] == [2, 3, 3]
    assert journey.state_of(a_step("asked")) == 1
    assert journey.state_of(a_step("contact")) == 0
    assert journey.plays(Role.ATTEMPT, a_step("tried"))
    assert not journey.plays(Role.SUCCESS, a_step("tried", outcome="failed"))
    assert journey.digest != read_journey("small", SMALL + "\n").digest


@pytest.mark.parametrize("name", shipped_journeys())
def test_every_shipped_journey_is_sound(name):
    journey = read_journey(name, shipped_journeys()[name])
    assert journey.roles[Role.ATTEMPT]
    assert all(state.title["fr"] != "" for state in journey.states)


def test_five_journeys_are_shipped(tmp_path):
    names = [journey.name for journey in read_journeys(tmp_path / "none")]
    assert names == ["complaint", "fault_repair", "fibre_connection", "move", "order_to_activation"]


def test_a_workspace_has_its_own(tmp_path):
    (tmp_path / "small.toml").write_text(SMALL)
    (tmp_path / "move.toml").write_text(SMALL.replace('"small"', '"move"'))
    journeys = {journey.name: journey for journey in read_journeys(tmp_path)}
    assert set(journeys) == {"complaint", "fault_repair", "fibre_connection", "move", "order_to_activation", "small"}
    assert journeys["move"].version == 2


@pytest.mark.parametrize(
    "old, new, place",
    [
        ('name = "small"', 'name = "other"', "name"),
        ("version = 2", "version = 0", "version"),
        ("window_days = 30", "window_days = true", "window_days"),
        ("max_steps = 100", "max_steps = 100\ncolour = 1", "colour"),
        ('fr = "Petit", ', "", "title"),
        ('opening = [{ step = "asked" }]', "", "roles.opening"),
        ('opening = [{ step = "asked" }]', 'opening = [{ step = "tried" }]', "roles.opening"),
        ('attempt = [{ step = "tried" }]', 'attempt = [{ step = "asked" }]', "roles.success"),
        ('attempt = [{ step = "tried" }]', "attempt = []", "roles.attempt"),
        ('attempt = [{ step = "tried" }]', 'guess = [{ step = "tried" }]', "roles.guess"),
        ('outcomes = ["ok"] }]\n[[', 'outcomes = ["fine"] }]\n[[', "roles.success.1.outcomes"),
        ('outcomes = ["ok"] }]\n[[', 'causes = ["c\'1"] }]\n[[', "roles.success.1.causes"),
        ('[{ step = "tried" }]\nafter', '[{ step = "La visite" }]\nafter', "states.3.entered_by.1.step"),
        ('after = ["asked", "failed"]\n', "", "states.2.after leaves done out of reach"),
        ('after = ["asked", "failed"]\nend', 'after = ["asked"]\nend', "states.3 is a dead end"),
        ('end = "success"', 'end = "exit"', "states must have an end that is a success"),
        ('end = "success"', 'end = "soon"', "states.2.end"),
        ('after = ["asked", "failed"]\nend', 'after = ["asked", "gone"]\nend', "states.2.after"),
        ('name = "done"', 'name = "asked"', "states must have different names"),
        ('entered_by = [{ step = "asked" }]', 'entered_by = [{ step = "asked" }]\nafter = ["done"]', "states.1.after"),
        ("[[states]]", "[[state]]", "state"),
        ("[roles]", "[roles", "is not TOML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_place(old, new, place):
    assert old in SMALL
    with pytest.raises(SettingsError, match=r"journeys/small\.toml") as refusal:
        read_journey("small", SMALL.replace(old, new, 1))
    assert place in str(refusal.value)


def test_fates_are_left_out_or_in_the_chain():
    losses = [fate for links in CHAIN.values() for fate in links]
    assert len(losses) == len(set(losses))
    assert {*losses, *LEFT_OUT, Fate.RIGHT} == set(Fate)
    assert BROKEN < LEFT_OUT
