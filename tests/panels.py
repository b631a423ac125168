"""Made-up panels of a programme."""

from collections.abc import Callable, Sequence

import numpy as np

from clairevoix.measure.programmes.panel import NEVER, Panel


def a_panel(values: Sequence[Sequence[float]] | np.ndarray, starts: Sequence[int | None]) -> Panel:
    """Places and periods by their numbers."""
    found = np.asarray(values, dtype=np.float64)
    return Panel(
        places=tuple(f"place {number:02d}" for number in range(len(found))),
        periods=tuple(f"{number:02d}" for number in range(found.shape[1])),
        values=found,
        starts=np.array([NEVER if start is None else start for start in starts], dtype=np.int64),
        n=np.full(found.shape, 50),
        sampling=np.zeros(found.shape),
    )


def rolled_out(
    starts: Sequence[int | None],
    n_periods: int,
    effect: Callable[[int, int], float] = lambda place, since: 0.0,
    *,
    noise: float = 0.0,
    seed: int = 0,
) -> Panel:
    """Places with a level of their own, a common swing, and what the programme adds; chance of the size of ``noise``."""
    generator = np.random.default_rng(seed)
    values = 20 + np.arange(len(starts))[:, None] * 3 + 5 * np.sin(np.arange(n_periods))[None, :]
    values = values + generator.normal(0, noise, values.shape)
    for place, start in enumerate(starts):
        for period in range(start if start is not None else n_periods, n_periods):
            values[place, period] += effect(place, period - (start or 0))
    return a_panel(values, starts)
