"""Labels month by month, each version of a label by itself: where its meaning changed, the line is broken, not joined."""

from collections.abc import Sequence

from clairevoix.charter.disclosure import Released
from clairevoix.charter.measures import declared
from clairevoix.codebooks import versions_of
from clairevoix.figures.labels import counting_purposes, label_names, oldest
from clairevoix.figures.releasing import released_table
from clairevoix.measure.shares.alike import shares_alike
from clairevoix.model.annotation import Coding
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project
from clairevoix.store.codings import months

MEASURE, DIMENSION = "label", "month"


def released(project: Project) -> tuple[Released, ...]:
    """The share of each label in each month that has ended, once for each version that was in force; a table each."""
    if not declared(project.charter, MEASURE, DIMENSION):
        return ()
    return tuple(
        each
        for name in label_names(project)
        for version in versions_of(project.registry, name)
        for each in released_table(project, _table(project, version.coding))
    )


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """Since when each version of a label counts, for the labels that are told month by month and had several."""
    told = {each.period for each in figures if (each.measure, each.dimension) == (MEASURE, DIMENSION)}
    found = {}
    for name in label_names(project) if told else ():
        versions = versions_of(project.registry, name)
        if len(versions) > 1:
            found[name] = [{"version": each.coding.version, "since": each.since} for each in versions]
    return {"label_versions": found}


def period(coding: Coding) -> str:
    """What a table is of: a label and one of its versions."""
    return f"{coding.label}@{coding.version}"


def _table(project: Project, coding: Coding) -> EstimateTable:
    purposes = [purpose.value for purpose in counting_purposes()]
    cells = months(project.workspace, coding, oldest(project), purposes, f"{project.today:%Y-%m}")
    return EstimateTable(
        measure=MEASURE,
        dimension=DIMENSION,
        period=period(coding),
        parts=shares_alike(cells, project.settings.measure.level),
    )
