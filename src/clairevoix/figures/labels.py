"""What customers contact about: shares of labels, and how many contacts had to be heard for them."""

from collections.abc import Mapping, Sequence
from datetime import date

from clairevoix.charter.disclosure import Released, may_count
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.charter.sentiment import admit_sentiment
from clairevoix.figures.releasing import released_table
from clairevoix.measure.listening import listening
from clairevoix.measure.proportion import proportion_table
from clairevoix.measure.share import share_table
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import Code
from clairevoix.model.measure import EstimateTable, Figure
from clairevoix.project import Project
from clairevoix.store import cells, registry
from clairevoix.store.label_strata import label_strata
from clairevoix.store.registry import State


def released(project: Project) -> tuple[Released, ...]:
    """The share of each label on customers' words, or its absence."""
    for extractor in project.label_extractors:
        admit_sentiment(extractor, "label")
    counted = label_strata(
        project.workspace, label_names(project), oldest(project), counting_purposes(), project.codings()
    )
    shares = released_table(project, share_table(counted, project.settings.measure.level))
    return (*shares, *released_table(project, _verified(project)))


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """From how many contacts they were drawn, how many were heard, and what hearing fewer would tell."""
    draws = [draw for draw in registry.draws(project.registry) if may_count(draw.purpose)]
    listed, drawn = (sum(draw.n_listed for draw in draws), sum(draw.n_drawn for draw in draws))
    return {
        "draw": {"n_listed": listed, "n_drawn": drawn, "rate": draws[-1].rate} if draws else None,
        "calls": _calls(project),
        "listening": _listening(project, figures, listed, drawn),
    }


def _is_share(figure: Figure) -> bool:
    return (figure.measure, figure.dimension) == ("label", "contacts")


def oldest(project: Project) -> date:
    """The first day of which recordings are kept."""
    return oldest_day(project.charter, Kept.RECORDING, project.today)


def label_names(project: Project) -> list[str]:
    """The page says what customers say; a label on the agent's words would say what an employee does."""
    return [label.name for label in project.codebook.labels if label.party is Party.CUSTOMER]


def counting_purposes() -> list[Purpose]:
    """What contacts may have been heard for to enter a figure about customers."""
    return [purpose for purpose in Purpose if may_count(purpose)]


def _calls(project: Project) -> Mapping[str, object] | None:
    found = cells.processed(project.workspace, oldest(project), counting_purposes())
    if found.n < project.charter.minimum_cell:
        return None
    n_not_verified = _n_not_verified(project)
    days = {"first_day": str(found.first_on), "last_day": str(found.last_on)}
    return {"n": found.n, **days, "n_not_verified": n_not_verified}


def _n_not_verified(project: Project) -> int:
    aside = registry.jobs(project.registry, State.QUARANTINED)
    return sum(job.code is Code.REDACTION_NOT_VERIFIED and may_count(job.contact.purpose) for job in aside)


def _verified(project: Project) -> EstimateTable:
    """Of the contacts that were heard, those whose muted sound said nothing any more when it was heard again."""
    n = cells.processed(project.workspace, oldest(project), counting_purposes()).n
    counts = {"verified": (n, n + _n_not_verified(project))}
    return proportion_table(("verified", "contacts", "recent"), counts, project.settings.measure.level, whole=False)


def _listening(
    project: Project, figures: Sequence[Released], n_listed: int, n_drawn: int
) -> Mapping[str, object] | None:
    """Of the contacts from which those that count were drawn; None where too few count, or none was drawn."""
    counted = cells.labels(
        project.workspace, label_names(project), oldest(project), counting_purposes(), project.codings()
    )
    heard = cells.processed(project.workspace, oldest(project), counting_purposes()).n
    if heard < project.charter.minimum_cell or not n_drawn:
        return None
    shown = [each.estimate for each in figures if isinstance(each, Figure) and _is_share(each)]
    shares = {estimate.key: estimate.value for estimate in shown if estimate.value is not None}
    population = max(heard, round(heard * n_listed / n_drawn))
    return listening(counted, shares, heard=heard, population=population, level=project.settings.measure.level)
