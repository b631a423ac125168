"""Counts of labels by stratum: the site and the month of a contact."""

from collections.abc import Mapping, Sequence
from datetime import date

from clairevoix.model.annotation import Coding
from clairevoix.model.contact import Purpose
from clairevoix.model.measure import LabelCell
from clairevoix.store.cells import UNSTATED
from clairevoix.store.codings import ANNOTATED, FOUND, parameters
from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

_QUERY = f"""
    WITH kept AS (
        SELECT contact_id, coalesce(site, '{UNSTATED}') AS site, month, coalesce(weight, 1) AS weight FROM contacts
        SEMI JOIN {ANNOTATED} AS a USING (contact_id, commit_id)
        WHERE started_on >= $oldest AND list_contains($purposes, purpose)
    ), found AS ({FOUND}), coded AS (
        SELECT contact_id, arg_max(present, (coded_on, coder)) AS present FROM reviews
        WHERE label = $label GROUP BY contact_id
    ), joined AS (
        SELECT site, month, weight, found.contact_id IS NOT NULL AS f, coded.present AS y
        FROM kept LEFT JOIN found USING (contact_id) LEFT JOIN coded USING (contact_id)
    )
    SELECT site, month, count(*) * weight, count(*), count(*) FILTER (f), count(*) FILTER (f AND y),
           count(*) FILTER (f AND NOT y), count(*) FILTER (NOT f AND y), count(*) FILTER (NOT f AND NOT y)
    FROM joined GROUP BY site, month, weight ORDER BY site, month, weight
"""


def label_strata(
    workspace: Workspace,
    names: Sequence[str],
    oldest: date,
    purposes: Sequence[Purpose],
    codings: Mapping[str, Coding] | None = None,
) -> dict[str, tuple[LabelCell, ...]]:
    """For each label, the counts of :func:`clairevoix.store.cells.labels` in every stratum, the months of a site together.

    The contacts of a stratum were all drawn with one chance: a month in which the rate changed is several strata.
    """
    return {name: _strata(workspace, name, oldest, purposes, (codings or {}).get(name)) for name in names}


def _strata(
    workspace: Workspace, name: str, oldest: date, purposes: Sequence[Purpose], coding: Coding | None
) -> tuple[LabelCell, ...]:
    wanted = {"oldest": oldest, "purposes": [purpose.value for purpose in purposes], **parameters(name, coding)}
    return tuple(
        LabelCell(
            key=f"{site}/{month}",
            n=n,
            n_found=n_found,
            n_both=n_both,
            n_false=n_false,
            n_missed=n_missed,
            n_neither=n_neither,
            population=population,
        )
        for site, month, population, n, n_found, n_both, n_false, n_missed, n_neither in rows(workspace, _QUERY, wanted)
    )
