"""From labels found in an agent's words to the findings of a draft."""

from collections.abc import Iterable

from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Party
from clairevoix.model.evaluation import Finding, Verdict
from clairevoix.model.grid import Criterion, Expected, Grid
from clairevoix.model.timespan import merged


def draft_from(annotations: Iterable[Annotation], grid: Grid) -> tuple[Finding, ...]:
    """One finding per criterion, in the grid's order: found or not, with the time spans of its evidence.

    ``annotations`` are those of one contact. Only labels about the agent's own words count: a party that is unknown may
    be the customer. What is suggested has no effect; that nothing was found may be the recogniser's fault.
    """
    of_agent = [each for each in annotations if each.party is Party.AGENT]
    return tuple(_finding(criterion, of_agent) for criterion in grid.criteria)


def _finding(criterion: Criterion, of_agent: Iterable[Annotation]) -> Finding:
    spans = merged(each.span for each in of_agent if each.label == criterion.evidence.label)
    is_wanted = bool(spans) is (criterion.evidence.expected is Expected.PRESENT)
    return Finding(
        criterion=criterion.name,
        found=bool(spans),
        suggested=Verdict.MET if is_wanted else Verdict.NOT_MET,
        spans=spans,
    )
