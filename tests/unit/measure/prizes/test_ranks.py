"""Chances of ranks: against closed forms where there are two operators, and against worlds whose truth is known."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from clairevoix.measure.prizes.assumptions import assumptions
from clairevoix.measure.prizes.published import alerts, arcep_editions, breaks
from clairevoix.measure.prizes.ranks import Asking, chances
from clairevoix.model.errors import SettingsError

ASKING = Asking(sd=1.7, drift=0.15, rounding=0.1, n={"a": 2942, "b": 1638})


def test_two_operators_by_the_normal_distribution():
    """Without rounding to speak of, the chance to be truly first is that of a difference of two means."""
    fine = Asking(sd=1.7, drift=0.0, rounding=1e-6, n=ASKING.n)
    found = chances({"a": 8.0, "b": 7.9}, fine, seed=1, draws=100_000)
    error = 1.7 * math.sqrt(1 / 2942 + 1 / 1638)
    assert 0.1 / error == pytest.approx(1.9, abs=0.02)  # the lead of 0.1 that is borderline
    assert found.truly_first["a"] == pytest.approx(NormalDist().cdf(0.1 / error), abs=0.004)
    # the next edition asks again, so that its chance is that of twice the variance
    assert found.alone["a"] == pytest.approx(NormalDist().cdf(0.1 / error / math.sqrt(2)), abs=0.004)


def test_chances_add_up_and_do_not_depend_on_the_run():
    scores = {"a": 8.1, "b": 8.0, "c": 7.8}
    asking = Asking(sd=1.7, drift=0.15, rounding=0.1, n={"a": 2942, "b": 1638, "c": 1240})
    found = chances(scores, asking, seed=7)
    assert found == chances(scores, asking, seed=7)
    assert sum(found.truly_first.values()) == pytest.approx(1)
    assert all(sum(each) == pytest.approx(1) for each in found.ranks.values())
    assert sum(found.alone.values()) < 1 < sum(each[0] for each in found.ranks.values())  # equals share a rank
    assert all(found.alone[name] <= found.ranks[name][0] for name in scores)


def test_equal_marks_have_equal_chances():
    same = Asking(sd=1.7, drift=0.15, rounding=0.1, n={"a": 2000, "b": 2000})
    found = chances({"a": 8.0, "b": 8.0}, same, seed=3)
    assert found.truly_first["a"] == pytest.approx(0.5, abs=0.015)


def test_calibrated_on_worlds_whose_truth_is_known():
    """Of the operators that were given a chance of about p to be first, a share of about p was."""
    random, asking = (
        np.random.default_rng(11),
        Asking(sd=1.7, drift=0.15, rounding=0.1, n={"a": 2000, "b": 1500, "c": 1200}),
    )
    names, said, came = list(asking.n), [], []
    error = asking.sd / np.sqrt(list(asking.n.values()))
    for world in range(1500):
        truth = random.uniform(7.2, 8.2, 3)
        shown = np.rint((truth + random.normal(0, error)) * 10) / 10
        after = np.rint((truth + random.normal(0, asking.drift, 3) + random.normal(0, error)) * 10)
        found = chances(dict(zip(names, shown, strict=True)), asking, seed=world, draws=400)
        said += [found.ranks[name][0] for name in names]
        came += list(after == after.max())
    said, came = np.array(said), np.array(came)
    for low, high in ((0.0, 0.1), (0.1, 0.35), (0.35, 0.65), (0.65, 0.9), (0.9, 1.01)):
        chosen = (said >= low) & (said < high)
        margin = 3 * math.sqrt(0.25 / chosen.sum()) + 0.02
        assert chosen.sum() > 100
        assert came[chosen].mean() == pytest.approx(said[chosen].mean(), abs=margin)


def test_published_marks_and_their_breaks():
    editions = arcep_editions()
    assert [each.year for each in editions] == [2022, 2023, 2024, 2025, 2026]
    assert breaks(editions) == (2024, 2025)  # CSA, then Ifop, then CSA again
    assert editions[-1].scores == {"Orange": 8.1, "Free": 8.0, "Bouygues Telecom": 7.8, "SFR": 7.7}
    assert all(each.source and each.kind in "PS" for each in (*editions, *alerts()))
    assert [
        round(100 * (after.n / before.n - 1), 1) for before, after in zip(alerts()[3:], alerts()[4:], strict=False)
    ] == [17.4, 18.8]


#: A prizes.toml, and what the complaint says.
BAD = [
    ({"arcp": {}}, "unknown section arcp"),
    ({"arcep": {"sdd": 1.0}}, "unknown setting arcep.sdd"),
    ({"arcep": {"sd": "1.7"}}, "arcep.sd must be of type float"),
    ({"arcep": {"sd": True}}, "arcep.sd must be of type float"),
    ({"arcep": {"sd": 0.0}}, "sd lies above 0"),
    ({"arcep": {"n": {"Orange": 0}}}, "arcep.n: each needs a number above 0"),
    ({"election": {"threshold": 21.0}}, "threshold"),
    ({"election": {"tests": {"phone": 140}}}, "name the same channels"),
    ({"election": {"criteria": {"phone": {"right": -1}}, "tests": {"phone": 1}}}, "above 0"),
    ({"election": []}, "election is not a section"),
]


@pytest.mark.parametrize(("document", "complaint"), BAD, ids=[complaint for _, complaint in BAD])
def test_what_prizes_toml_may_not_say(document, complaint):
    with pytest.raises(SettingsError, match=complaint):
        assumptions(document)


def test_a_workspace_changes_what_it_names_and_nothing_else():
    document = {
        "arcep": {"sd": 1.5},
        "election": {"threshold": 11.5, "weights": {"phone": 1, "mail": 1, "social": 1, "chat": 1, "web": 1}},
    }
    changed, ours = assumptions(document), assumptions({})
    assert (changed.asking.sd, changed.asking.drift) == (1.5, ours.asking.drift)
    assert changed.grid.threshold == 11.5
    assert set(changed.grid.weights.values()) == {0.2}
    assert changed.grid.criteria == ours.grid.criteria
    assert changed.changed == ("arcep.sd", "election.threshold", "election.weights")
