"""Who answers: rates of response, what the silent could change, and signs that who was asked was chosen."""

from collections.abc import Sequence

from clairevoix.charter.disclosure import Released
from clairevoix.charter.measures import declared, told_before
from clairevoix.figures.releasing import released_table
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.proportion import proportion_table
from clairevoix.measure.responding import indicator_table, rate_tables, sign_tables, silence, stage_table
from clairevoix.model.measure import EstimateTable
from clairevoix.project import Project
from clairevoix.store import invited, registry


def released(project: Project) -> tuple[Released, ...]:
    """For every survey with invitations, of the months that have ended."""
    return tuple(
        each
        for asked in _surveys(project)
        for table in _tables(project, asked)
        for each in released_table(project, table)
    )


def _surveys(project: Project) -> Sequence[invited.Asked]:
    if not declared(project.charter, "response", "total"):
        return ()
    return invited.surveys(project.workspace, told_before(project.charter, "response", project.today))


def _tables(project: Project, asked: invited.Asked) -> Sequence[EstimateTable]:
    workspace, survey_id, level = project.workspace, asked.survey_id, project.settings.measure.level
    before = told_before(project.charter, "response", project.today)
    by_channel, by_site, by_both = (
        invited.funnels(workspace, survey_id, by, before) for by in ("channel", "site", "both")
    )
    score = net_promoter_score(invited.answered(workspace, survey_id, before), level)
    return (
        stage_table(survey_id, by_site, level),
        *rate_tables(survey_id, "channel", by_channel, level),
        *rate_tables(survey_id, "site", by_site, level),
        indicator_table(survey_id, by_both, level),
        EstimateTable(measure="answered-nps", dimension="total", period=survey_id, parts=(), total=score),
        proportion_table(
            ("out-of-order", "total", survey_id), {"total": (asked.n_out_of_order, asked.n)}, level, whole=False
        ),
        *sign_tables(survey_id, by_site, level),
    )


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """Which surveys, over which days; and what follows from the released figures for everybody's score."""
    questions = registry.questions(project.registry)
    return {
        "answering": [
            {
                "survey_id": asked.survey_id,
                "question": questions.get(asked.survey_id),
                "first_on": str(asked.first_on),
                "last_on": str(asked.last_on),
                "hurried_minutes": invited.HURRIED_MINUTES,
                **silence(figures, asked.survey_id),
            }
            for asked in _surveys(project)
        ]
    }
