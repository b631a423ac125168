"""The worked example of the group-time estimator: county teen employment and the minimum wage.

Callaway & Sant'Anna 2021, Journal of Econometrics 225(2), and the R package ``did``, data set ``mpdta``, without covariates.
The estimator needs no more of the data than means and covariances by group; counties made up with exactly those moments
give the very same estimates and large-sample errors. Effects are those that the README of the Python package ``csdid`` 0.4.3,
a translation of ``did``, prints to four decimals (the same as the vignette of ``did``); with six decimals, and analytic
errors, they come from running ``csdid`` 0.4.3 with ``bstrap=False``, since printed errors are drawn by lot.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2

from clairevoix.measure.programmes.aggregate import (
    Effects,
    by_period,
    by_wave,
    event_study,
    mean_over_exposure,
    overall,
)
from clairevoix.measure.programmes.group_time import Base, Controls, GroupTime, group_time
from clairevoix.measure.programmes.panel import NEVER, Panel

YEARS = (2003, 2004, 2005, 2006, 2007)


@pytest.fixture(scope="module")
def counties() -> Panel:
    moments = json.loads((Path(__file__).parent / "mpdta_moments.json").read_text())["groups"]
    generator, values, starts = np.random.default_rng(1), [], []
    for group, each in moments.items():
        drawn = generator.normal(size=(each["n"], len(YEARS)))
        drawn -= drawn.mean(axis=0)
        white = drawn @ np.linalg.inv(np.linalg.cholesky(drawn.T @ drawn / each["n"])).T
        values.append(white @ np.linalg.cholesky(np.array(each["covariance"])).T + np.array(each["mean"]))
        starts += [NEVER if group == "0" else YEARS.index(int(group))] * each["n"]
    stacked = np.vstack(values)
    return Panel(
        places=tuple(f"county {number}" for number in range(len(stacked))),
        periods=tuple(map(str, YEARS)),
        values=stacked,
        starts=np.array(starts, dtype=np.int64),
        n=np.ones(stacked.shape, dtype=np.int64),
        sampling=np.zeros(stacked.shape),
    )


def estimated(panel: Panel, controls: Controls, base: Base = Base.VARYING) -> GroupTime:
    return group_time(panel, controls=controls, base=base, corrected=False)


def test_the_effects_that_the_readme_prints(counties: Panel) -> None:
    found = estimated(counties, Controls.NEVER)
    told = {
        (YEARS[wave], YEARS[period]): round(float(effect), 4)
        for wave, period, effect in zip(found.waves, found.periods, found.effects, strict=True)
    }
    assert told == {
        (2004, 2004): -0.0105, (2004, 2005): -0.0704, (2004, 2006): -0.1373, (2004, 2007): -0.1008,
        (2006, 2004): 0.0065, (2006, 2005): -0.0028, (2006, 2006): -0.0046, (2006, 2007): -0.0412,
        (2007, 2004): 0.0305, (2007, 2005): -0.0027, (2007, 2006): -0.0311, (2007, 2007): -0.0261,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("controls", "errors"),
    [
        (
            Controls.NEVER,
            "0.023251 0.030985 0.036436 0.034359 0.023327 0.019559 0.017755 0.020229 0.015034 0.016396 0.017878 0.016655",
        ),
        (
            Controls.NOT_YET,
            "0.022310 0.030390 0.035403 0.034359 0.022530 0.019042 0.016336 0.020229 0.014534 0.016031 0.017878 0.016655",
        ),
    ],
)
def test_the_errors_of_each_effect(counties: Panel, controls: Controls, errors: str) -> None:
    assert estimated(counties, controls).errors == pytest.approx([float(each) for each in errors.split()], abs=1e-6)


def told(effects: Effects) -> list[float]:
    return [round(float(value), 6) for value in effects.values]


def test_effects_with_places_not_yet_reached_as_controls(counties: Panel) -> None:
    found = estimated(counties, Controls.NOT_YET)
    assert told(event_study(counties, found)) == pytest.approx(
        [0.029759, -0.002446, -0.024269, -0.018922, -0.053589, -0.136274, -0.100811], abs=1e-6
    )
    assert told(by_wave(counties, found)) == pytest.approx([-0.083694, -0.018282, -0.026054], abs=1e-6)
    assert told(by_period(counties, found)) == pytest.approx([-0.019372, -0.078319, -0.042318, -0.037059], abs=1e-6)
    assert told(overall(counties, found)) == pytest.approx([-0.030462], abs=1e-6)


def test_the_event_study_that_the_readme_prints(counties: Panel) -> None:
    found = event_study(counties, estimated(counties, Controls.NEVER))
    assert found.keys == (-3, -2, -1, 0, 1, 2, 3)
    assert [round(each, 4) for each in found.values] == [0.0305, -0.0006, -0.0245, -0.0199, -0.0510, -0.1373, -0.1008]
    # Analytic errors of csdid count the weights of the waves as drawn; here the roll-out is given.
    assert found.errors == pytest.approx(
        [0.015034, 0.013292, 0.014236, 0.011826, 0.016893, 0.036436, 0.034359], rel=0.02
    )


def test_the_means_that_the_readme_prints(counties: Panel) -> None:
    found = estimated(counties, Controls.NEVER)
    groups, calendar = by_wave(counties, found), by_period(counties, found)
    assert [round(each, 4) for each in groups.values] == [-0.0797, -0.0229, -0.0261]
    assert [round(each, 4) for each in calendar.values] == [-0.0105, -0.0704, -0.0488, -0.0371]
    whole, exposure = overall(counties, found), mean_over_exposure(counties, found)
    assert (round(float(whole.values[0]), 4), round(float(exposure.values[0]), 4)) == (-0.0310, -0.0772)
    assert float(whole.errors[0]) == pytest.approx(0.012446, rel=0.02)
    assert float(exposure.errors[0]) == pytest.approx(0.019965, rel=0.02)


def test_a_universal_base(counties: Panel) -> None:
    """Before the start: csdid 0.4.3 with ``base_period="universal"``."""
    study = event_study(counties, estimated(counties, Controls.NEVER, Base.UNIVERSAL))
    assert study.keys == (-4, -3, -2, 0, 1, 2, 3)
    assert told(study)[:3] == pytest.approx([0.003306, 0.025022, 0.024459], abs=1e-6)
    assert study.errors[:3] == pytest.approx([0.024452, 0.018119, 0.014236], rel=0.02)


def test_the_pre_test_that_the_vignette_prints(counties: Panel) -> None:
    """P-value for pre-test of parallel trends assumption: 0.16812 (vignette of did 2.1, from all effects before a start)."""
    found = estimated(counties, Controls.NEVER)
    before = found.exposure < 0
    effects, influence = found.effects[before], found.influence[:, before]
    wald = float(effects @ np.linalg.solve(influence.T @ influence, effects))
    assert chi2.sf(wald, int(before.sum())) == pytest.approx(0.16812, abs=5e-6)
