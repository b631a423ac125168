"""How often the alarm of the page « Vigilance » rings falsely, and how often it sees what happens; how wide intervals hold.

    python bench/vigilance.py            prints the tables
    python bench/vigilance.py --write    puts them into docs/explanation/vigilance.md

A year of monthly looks is simulated: the customers' score rises beyond doubt, which is when only the pulse keeps the alarm
quiet, and the pulse swings about a straight line. A false alarm is a year in which any look rings although the line is flat.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from clairevoix.measure.vigilance.alarm import WINDOW, limit_of, slopes
from clairevoix.measure.vigilance.association import lagged

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "vigilance.md"
LOOKS = 12
#: Of 100 points: the error that a month's score states, as of 50 answers that spread by 20 points.
ERROR = 2.8
#: Swings of the true score from month to month: their size in points, and how much one month is like the next.
SWINGS = ((0.0, 0.0), (1.5, 0.0), (2.0, 0.3), (2.0, 0.5), (4.0, 0.5), (3.0, 0.7))
FALLS = (0, 3, 6, 9, 12, 18, 24)


def series(rng: np.random.Generator, n: int, months: int, swing: tuple[float, float], fall: float) -> np.ndarray:
    """Scores month by month, (n, months): a line, swings about it, and chance from the few who answer."""
    size, alike = swing
    true = np.empty((n, months))
    true[:, 0] = rng.normal(0, size, n)
    for month in range(1, months):
        true[:, month] = alike * true[:, month - 1] + np.sqrt(1 - alike**2) * rng.normal(0, size, n)
    return true - fall / 12 * np.arange(months) + rng.normal(0, ERROR, (n, months))


def rings(values: np.ndarray, limit: float) -> np.ndarray:
    """Of each series, whether any look of the year finds it falling."""
    months, errors = np.arange(WINDOW, dtype=float), np.full(WINDOW, ERROR)
    found = np.zeros(len(values), dtype=bool)
    for end in range(WINDOW, values.shape[1] + 1):
        slope, error = slopes(months, values[:, end - WINDOW : end], errors)
        found |= slope / error < -limit
    return found


def rate(rng: np.random.Generator, n: int, swing: tuple[float, float], fall: float, n_series: int = 1) -> float:
    """The share of years in which at least one of so many series rings."""
    limit, any_of = limit_of(n_series), np.zeros(n, dtype=bool)
    for _ in range(n_series):
        any_of |= rings(series(rng, n, WINDOW + LOOKS - 1, swing, fall), limit)
    return float(any_of.mean())


def coverage(rng: np.random.Generator, n: int, alike: float) -> float:
    """How often the interval of the association at lag 0 holds zero where nothing goes with anything."""
    held = 0
    for _ in range(n):
        panels = []
        for _side in range(2):
            values = series(rng, 5, 12, (3.0, alike), 0.0)
            panels.append({(f"s{site}", month): float(values[site, month]) for site in range(5) for month in range(12)})
        found = lagged(panels[0], panels[1], lags=(0,))
        held += bool(found) and found[0].low <= 0 <= found[0].high
    return held / n


def tables(n: int, seed: int) -> str:
    """Both tables and the coverage, as the page has them."""
    rng = np.random.default_rng(seed)
    lines = [
        f"{n:,} simulated years each, seed {seed}; a month's score states an error of {ERROR} points.",
        "",
        "| Swings of the true pulse: points, likeness of neighbouring months | one series | six series together |",
        "|---|---:|---:|",
    ]
    for swing in SWINGS:
        false = [rate(rng, n, swing, 0.0, n_series) for n_series in (1, 6)]
        lines.append(f"| {swing[0]:g}, {swing[1]:g} | " + " | ".join(f"{each:.1%}" for each in false) + " |")
    lines += [
        "",
        "| The pulse falls in a year by (points) | no swings | 2 points, 0.3 | one of six series, 2 points, 0.3 |",
        "|---|---:|---:|---:|",
    ]
    for fall in FALLS[1:]:
        alone = [rate(rng, n, swing, fall) for swing in ((0.0, 0.0), (2.0, 0.3))]
        among = float(rings(series(rng, n, WINDOW + LOOKS - 1, (2.0, 0.3), fall), limit_of(6)).mean())
        lines.append(f"| {fall} | " + " | ".join(f"{each:.0%}" for each in (*alone, among)) + " |")
    held = [coverage(rng, max(200, n // 20), alike) for alike in (0.0, 0.5)]
    lines += [
        "",
        (
            f"The 95 % interval of the association, five sites and twelve months, held zero in {held[0]:.1%} of the cases "
            f"where nothing goes with anything and months are unlike, and in {held[1]:.1%} where neighbours are alike (0.5)."
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the command line, print or write."""
    parser = argparse.ArgumentParser(description="False alarms and power of the alarm.")
    parser.add_argument("--years", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    text = tables(arguments.years, arguments.seed)
    if not arguments.write:
        print(text)
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition("<!-- alarm -->\n")
    _, _, after = rest.partition("<!-- end -->")
    PAGE.write_text(f"{before}<!-- alarm -->\n\n{text}\n<!-- end -->{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
