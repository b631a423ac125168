"""The one door through which a table of estimates becomes figures."""

from clairevoix.charter.disclosure import Released
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.people import admit_dimension
from clairevoix.charter.republication import MadeOf, republished
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project
from clairevoix.store import publications


def released_table(project: Project, table: EstimateTable, atoms: MadeOf | None = None) -> tuple[Released, ...]:
    """A table as the charter in force lets it out, with what was published of it before in every reader's hands.

    Nothing of what the charter does not declare. What is let out is written down first: killed in between, more is taken
    for known than is. ``atoms`` say of which groups parts are made that were others before.
    """
    admit_dimension(table.dimension)
    try:
        admit_measure(project.charter, table.measure, table.dimension)
    except CharterRefusal:
        return ()
    name = (table.measure, table.dimension, table.period)
    judged = republished(project.charter, table, publications.earlier(project.registry, name), atoms)
    publications.record(project.registry, name, judged)
    return judged.released
