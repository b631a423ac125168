"""What hearing less, or more, would change: the numbers of the page « Écouter moins », as plain values."""

from collections.abc import Mapping, Sequence

from clairevoix.measure.planning import Expected, curve, expected_of, half_width
from clairevoix.model.measure import LabelCell

#: A subject that one contact in ten has, and a program of ordinary quality.
EXAMPLE = Expected(share=0.1, sensitivity=0.8, specificity=0.95)
#: Coded contacts of the example where no label has any.
_CODED = 100
_PARTS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
#: Margins as fine as they are shown: finer ones would give away the counts of coded contacts.
_DECIMALS = 3


def listening(
    cells: Sequence[LabelCell], released: Mapping[str, float], *, heard: int, population: int, level: float
) -> dict[str, object]:
    """Half-widths, 0 to 1, against the part heard of ``population`` contacts: of an example, and of released labels.

    ``released`` are the shares that the charter let out, by label; of the other ``cells`` nothing is said but whether they
    have no coded contact. Margins are those of the share in this population alone, rounded to a tenth of a point; None where
    more contacts would be coded than heard.
    """
    shown = [cell for cell in cells if cell.key in released]
    coded = max((cell.n_coded for cell in shown), default=min(_CODED, heard))
    labels = [
        {"key": cell.key, **_told(expected, released[cell.key], cell.n, cell.n_coded, population, level)}
        for cell in shown
        if (expected := expected_of(cell)) is not None
    ]
    assumed = {name: getattr(EXAMPLE, name) for name in ("share", "sensitivity", "specificity")}
    return {
        "population": population,
        "heard": heard,
        "level": level,
        "example": {**assumed, **_told(EXAMPLE, EXAMPLE.share, heard, coded, population, level)},
        "labels": labels,
        "uncoded": [cell.key for cell in cells if not cell.n_coded],
    }


def _told(expected: Expected, share: float, heard: int, coded: int, population: int, level: float) -> dict[str, object]:
    def margin(n_heard: int, n_coded: int) -> float:
        most = min(n_heard, population)
        found = half_width(expected, heard=most, coded=min(n_coded, most), population=population, level=level)
        return round(found, _DECIMALS)

    parts = sorted({part for part in _PARTS if part * population >= coded} | {heard / population})
    return {
        "share": share,
        "coded": coded,
        "points": [
            {
                "part": round(point.part, 4),
                "heard": point.heard,
                "margin": round(point.margin, _DECIMALS),
                "margin_coded_twice": margin(point.heard, 2 * coded) if 2 * coded <= point.heard else None,
            }
            for point in curve(expected, population=population, coded=coded, level=level, parts=parts)
        ],
        "today": margin(heard, coded),
        "heard_twice": margin(2 * heard, coded),
        "heard_half": margin(heard // 2, coded) if coded <= heard // 2 else None,
        "everything": margin(population, coded),
        "coded_twice": margin(heard, 2 * coded) if 2 * coded <= heard else None,
    }
