"""Shares of contacts with a label: the annotator's labels on all drawn contacts, corrected by human coding on some.

The estimate is prediction-powered with power tuning; formulas and sources stand in :mod:`clairevoix.measure.shares.powered`.
With λ = 1 it is

    share    = mean of f over the N drawn contacts + mean of (y - f) over the n coded ones
    variance = share·(1 - share) / N + (1/n - 1/N)·Var(y - f)

where f is 1 if the annotator found the label and y is 1 if a human coded it present. λ, estimated from the coded contacts,
trusts the annotator as far as it agrees with them: nearly 1 for a good one, 0 for one that says the contrary.
"""

from collections.abc import Mapping, Sequence

from clairevoix.measure.shares.powered import PoweredShare, powered
from clairevoix.measure.shares.tally import LEAST_CODED, grouped, tally
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import Estimate, EstimateTable, LabelCell

METHOD = "prediction-powered"


def corrected_share(cell: LabelCell, level: float = 0.95, *, tuning: float | None = None) -> Estimate:
    """The share of contacts with the label, 0 to 1; no number while no human has coded any.

    ``tuning`` sets λ instead of estimating it from the coded contacts.
    """
    found = powered([tally(cell)], level=level, tuning=tuning) if cell.n_coded else None
    return _estimate(cell.key, cell.n, cell.n_coded, found, level)


def stratified_share(
    key: str,
    strata: Sequence[LabelCell],
    *,
    populations: Sequence[float] | None = None,
    level: float = 0.95,
    least: int = LEAST_CODED,
) -> Estimate:
    """The same over strata, such as the months of each site, in an order in which neighbours are alike.

    ``populations`` says how many contacts each stratum has in all, heard or not; without it the heard contacts, all drawn
    with the same chance, speak for their stratum's part. Strata with fewer than ``least`` coded contacts are corrected
    together with their neighbours, under their weights. Raises InputError (``bad_value``).
    """
    sizes: Sequence[float | None] = [None] * len(strata) if populations is None else populations
    if len(sizes) != len(strata) or any(
        size is not None and not (size > 0 or (size == 0 and not cell.n))
        for cell, size in zip(strata, sizes, strict=False)
    ):
        raise InputError(Code.BAD_VALUE, "populations")
    tallies = [tally(cell, size) for cell, size in zip(strata, sizes, strict=True)]
    n, n_coded = sum(cell.n for cell in strata), sum(cell.n_coded for cell in strata)
    found = powered(grouped(tallies, least), level=level) if n_coded else None
    return _estimate(key, n, n_coded, found, level)


def share_table(labels: Mapping[str, Sequence[LabelCell]], level: float) -> EstimateTable:
    """The corrected share of every label among the contacts that were drawn from, by strata: labels overlap, so there is no
    total. Strata count by the contacts that they stand for, where their sampling weights are known."""
    return EstimateTable(
        measure="label",
        dimension="contacts",
        period="recent",
        parts=tuple(
            stratified_share(name, strata, populations=_populations(strata), level=level)
            for name, strata in labels.items()
        ),
    )


def _populations(strata: Sequence[LabelCell]) -> Sequence[float] | None:
    known = [cell.population for cell in strata if cell.population is not None]
    return known if len(known) == len(strata) else None


def _estimate(key: str, n: int, n_coded: int, found: PoweredShare | None, level: float) -> Estimate:
    return Estimate(
        key=key,
        value=None if found is None else found.value,
        low=None if found is None else found.low,
        high=None if found is None else found.high,
        level=level,
        n=n,
        n_coded=n_coded,
        method=METHOD,
        unit="share",
    )
