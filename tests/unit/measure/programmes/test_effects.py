"""Effects of a roll-out: table in, expected out."""

import numpy as np
import pytest
from tests.panels import a_panel, rolled_out

from clairevoix.measure.programmes.aggregate import by_period, by_wave, event_study, overall, simultaneous
from clairevoix.measure.programmes.effect import Design, Reading, programme_effect
from clairevoix.measure.programmes.group_time import Base, Controls, group_time
from clairevoix.measure.programmes.panel import NEVER, OutcomeCell, panel_of, usable
from clairevoix.measure.programmes.pretrends import feigned, pre_trend
from clairevoix.model.errors import InputError

STARTS = (4, 4, 6, 6, None, None)


def of_wave(place: int, since: int) -> float:
    """The first wave gains 1 a period, the second 10 at once."""
    return float(since + 1) if place < 2 else 10.0


@pytest.mark.parametrize("base", [Base.UNIVERSAL, Base.MEAN, Base.VARYING])
@pytest.mark.parametrize("controls", list(Controls))
def test_effects_that_differ_come_out_without_noise(base: Base, controls: Controls) -> None:
    panel = rolled_out(STARTS, 9, of_wave)
    found = group_time(panel, controls=controls, base=base)
    for wave, period, effect in zip(found.waves, found.periods, found.effects, strict=True):
        expected = 0.0 if period < wave else float(period - wave + 1) if wave == 4 else 10.0
        assert effect == pytest.approx(expected, abs=1e-9)
    # First wave: mean of 1 to 5 is 3; second: 10; the same number of places.
    assert overall(panel, found).values == pytest.approx([6.5])
    assert by_wave(panel, found).values == pytest.approx([3.0, 10.0])
    assert by_period(panel, found).values == pytest.approx([1.0, 2.0, 6.5, 7.0, 7.5])
    study = event_study(panel, found)
    told = dict(zip(study.keys, study.values, strict=True))
    assert [told[since] for since in range(5)] == pytest.approx([5.5, 6.0, 6.5, 4.0, 5.0])


def test_two_way_fixed_effects_would_be_wrong_here() -> None:
    """Why it is not used: the same panel without noise, where it misses an effect that is there by more than a third."""
    panel = rolled_out((2, 2, 5, 5, 8, 8), 10, lambda place, since: float(since + 1))

    def within(matrix: np.ndarray) -> np.ndarray:
        return matrix - matrix.mean(axis=0) - matrix.mean(axis=1, keepdims=True) + matrix.mean()

    programme = within(panel.under_way.astype(float))
    two_way = float((programme * within(panel.values)).sum() / (programme**2).sum())
    found = overall(panel, group_time(panel))
    assert found.values == pytest.approx([(3.5 + 2.0) / 2])  # until the last wave begins, nobody is left after
    assert two_way < 2 / 3 * float(found.values[0])


def test_by_hand() -> None:
    """Two places reached, two not: (14 - 10) and (18 - 12), less (11 - 10) and (13 - 10)."""
    panel = a_panel([[10, 14], [12, 18], [10, 11], [10, 13]], (1, 1, None, None))
    found = group_time(panel)
    assert found.effects == pytest.approx([3.0])
    # Changes 4, 6 and 1, 3: each pair has variance 2, so 2/2 + 2/2.
    assert found.errors == pytest.approx([2**0.5])
    study = event_study(panel, found)
    assert study.degrees == pytest.approx([2.0])
    # Student's t with 2 degrees of freedom: 4.303, by an expansion that is a little too wide there.
    assert float(study.high[0] - 3) / 2**0.5 == pytest.approx(4.303, rel=0.06)


def test_bands_of_one_effect_are_its_interval_and_of_many_wider() -> None:
    panel = rolled_out((6,) * 20 + (None,) * 20, 12, noise=1.0)
    study = event_study(panel, group_time(panel))
    assert (study.band_high - study.values >= study.high - study.values).all()
    assert simultaneous(study.influence, 0.95) > 2.3


def test_places_with_a_hole_are_left_out_and_named() -> None:
    cells = [
        OutcomeCell(place=place, period=period, n=4, total=8.0, squares=20.0)
        for place in ("a", "b", "c")
        for period in ("2025-01", "2025-02")
    ]
    panel = panel_of([*cells[:-1]], {"a": "2025-02"})
    assert (panel.places, panel.left_out, panel.starts.tolist()) == (("a", "b"), ("c",), [1, NEVER])
    # Mean 2, squares 20 - 64/4 = 4 over 3, by 4 people.
    assert panel.sampling[0, 0] == pytest.approx(1 / 3)


def test_a_start_between_periods_counts_from_the_next_and_beyond_the_last_not_at_all() -> None:
    cells = [
        OutcomeCell(place=place, period=period, n=1, total=1.0, squares=1.0)
        for place in ("a", "b", "c", "d")
        for period in ("2025-01", "2025-03")
    ]
    panel = panel_of(cells, {"a": "2025-02", "b": "2026-01", "c": "2024-01"})
    assert panel.starts.tolist() == [1, NEVER, 0, NEVER]
    assert (usable(panel).places, usable(panel).left_out) == (("a", "b", "d"), ("c",))


def test_a_panel_without_a_control_cannot_be_compared() -> None:
    with pytest.raises(InputError):
        group_time(rolled_out((2, 2), 5))
    with pytest.raises(InputError):
        group_time(rolled_out((2, 4), 6), controls=Controls.NEVER)


def test_a_drift_apart_is_found_and_named() -> None:
    starts = (8,) * 10 + (None,) * 10
    values = rolled_out(starts, 14, noise=0.3).values
    values[:10] += 0.6 * np.arange(14)
    panel = a_panel(values, starts)
    told = pre_trend(event_study(panel, group_time(panel)))
    assert told is not None
    assert told.is_apart
    assert told.p_value < 0.01
    assert told.n_periods == 7
    assert told.unseen_drift is not None
    assert 0 < told.unseen_drift < 0.6


def test_what_a_drift_feigns() -> None:
    """A drift of 2 a period, seen from the last before the start: 2, 4, 6 on the three after, 4 on average."""
    panel = rolled_out((3, 3, None, None), 6)
    assert feigned(panel, overall(panel, group_time(panel)), 2.0) == pytest.approx(4.0)
    # From the mean of the three before, one period earlier.
    assert feigned(panel, overall(panel, group_time(panel, base=Base.MEAN)), 2.0) == pytest.approx(6.0)


def test_nothing_before_the_base_is_nothing_to_test() -> None:
    panel = rolled_out((1, 1, None, None), 4, noise=1.0)
    assert pre_trend(event_study(panel, group_time(panel))) is None


def test_a_placebo_uses_nothing_from_the_start_on() -> None:
    calm = rolled_out(STARTS, 9, noise=1.0, seed=3)
    loud = a_panel(
        np.where(calm.under_way, calm.values + 1000, calm.values), [None if s == NEVER else int(s) for s in calm.starts]
    )
    early = [overall(panel, group_time(panel, base=Base.MEAN, lead=2), lead=2).values for panel in (calm, loud)]
    assert early[0] == pytest.approx(early[1])


@pytest.mark.parametrize(
    ("starts", "effect", "noise", "reading", "design"),
    [
        ((6,) * 6 + (None,) * 6, 8.0, 1.0, Reading.CHANGED, Design.COMPARED),
        ((6,) * 6 + (None,) * 6, 0.0, 1.0, Reading.UNCLEAR, Design.COMPARED),
        ((6,) + (None,) * 9, 8.0, 1.0, Reading.UNBOUNDED, Design.COMPARED),
        ((8,) * 5, 60.0, 0.5, Reading.COINCIDED, Design.BEFORE_AND_AFTER),
        ((3,) * 5, 8.0, 0.5, Reading.TOO_SHORT, None),
        ((0,) * 5 + (None,) * 5, 8.0, 0.5, Reading.NOTHING_BEFORE, None),
        ((None,) * 5, 0.0, 0.5, Reading.NOT_BEGUN, None),
    ],
)
def test_what_may_be_said(
    starts: tuple[int | None, ...], effect: float, noise: float, reading: Reading, design: Design | None
) -> None:
    told = programme_effect(rolled_out(starts, 16, lambda place, since: effect, noise=noise, seed=5))
    assert (told.reading, told.design) == (reading, design)
    if reading is Reading.CHANGED:
        assert told.effect is not None
        assert told.effect.low is not None
        assert told.effect.low < 8 < (told.effect.high or 0)
        assert told.placebo is not None
        assert told.placebo_lead == 3


def test_places_that_moved_apart_before_allow_no_effect() -> None:
    starts = (8,) * 8 + (None,) * 8
    values = rolled_out(starts, 14, noise=0.3).values
    values[:8] += 1.0 * np.arange(14)
    assert programme_effect(a_panel(values, starts)).reading is Reading.APART
