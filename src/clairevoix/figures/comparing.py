"""Which parts of the released tables stand apart, with the flags of chance taken out."""

from collections.abc import Sequence

from clairevoix.charter.disclosure import Released
from clairevoix.measure.flags import flags
from clairevoix.project import Project

#: The measures whose parts are set against each other's.
MEASURES = ("nps", "rr1", "unasked", "hurried", "linkage")


def released(_project: Project) -> tuple[Released, ...]:
    """None of its own: it looks at those of the others."""
    return ()


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """Every part that was tried, whether it stands apart or not."""
    level = project.settings.measure.level
    return {"flags": flags(figures, MEASURES, level), "flags_level": level}
