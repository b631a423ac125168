"""The one door through which a table of estimates becomes figures."""

from clairevoix.charter.disclosure import Released, release
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.people import admit_dimension
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project


def released_table(project: Project, table: EstimateTable) -> tuple[Released, ...]:
    """A table as the charter in force lets it out: nothing of what it does not declare."""
    admit_dimension(table.dimension)
    try:
        admit_measure(project.charter, table.measure, table.dimension)
    except CharterRefusal:
        return ()
    return release(project.charter, table)
