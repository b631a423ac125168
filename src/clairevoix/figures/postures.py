"""Observable acts in the work that was heard for evaluation: shares by team or site, where the charter declares them."""

from collections.abc import Sequence
from dataclasses import replace

from clairevoix.charter.criteria import admit_posture
from clairevoix.charter.disclosure import Released
from clairevoix.charter.measures import declared
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.figures.releasing import released_table
from clairevoix.measure.shares.alike import shares_alike, whole
from clairevoix.measure.tables import TOTAL
from clairevoix.model.annotation import Family, Label
from clairevoix.model.contact import Party
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project
from clairevoix.store.posture_cells import postures

MEASURE = "posture"
_DIMENSIONS = ("site", "team")


def released(project: Project) -> tuple[Released, ...]:
    """The share of contacts with each act, by each breakdown that the charter in force declares. Nothing is of a person."""
    wanted = [dimension for dimension in _DIMENSIONS if declared(project.charter, MEASURE, dimension)]
    return tuple(
        each
        for dimension in wanted
        for label in _acts(project)
        for each in released_table(project, _table(project, label, dimension))
    )


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """The acts that were counted, so that a reader sees what was looked for also where no number is."""
    shown = {each.period for each in figures if each.measure == MEASURE}
    return {"postures": [label.name for label in _acts(project) if period(label) in shown]}


def period(label: Label) -> str:
    """What a table of one label is of: the label and its version."""
    return f"{label.name}@{label.version}"


def _acts(project: Project) -> list[Label]:
    acts = [
        label
        for label in project.codebook.labels
        if label.party is Party.AGENT and label.family in (Family.POSTURE, Family.MYSTERY_SHOPPING)
    ]
    for label in acts:
        admit_posture(label)
    return acts


def _table(project: Project, label: Label, dimension: str) -> EstimateTable:
    oldest, level = oldest_day(project.charter, Kept.ANALYSIS, project.today), project.settings.measure.level
    coding = project.codings()[label.name]
    counted, together = (postures(project.workspace, by, oldest, coding) for by in (dimension, TOTAL))
    cells = [each.cell for each in counted]
    parts = zip(shares_alike(cells, level), counted, strict=True)
    total = whole(TOTAL, cells, level)
    if together:
        total = replace(total, n_people=together[0].n_people, largest=together[0].largest)
    return EstimateTable(
        measure=MEASURE,
        dimension=dimension,
        period=period(label),
        parts=tuple(replace(part, n_people=each.n_people, largest=each.largest) for part, each in parts),
        total=total,
    )
