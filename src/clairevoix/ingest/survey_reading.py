"""One survey's file as a whole: its declaration, its answers, its invitations, and what of it could not be used."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.ingest.survey_declaration import read_declaration
from clairevoix.ingest.survey_invitations import Invite, Pseudonym, read_invitations
from clairevoix.ingest.surveys import Answer, Unusable, read_answers
from clairevoix.model.survey import Invitation, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFile:
    """Answers by their pseudonyms, invitations by their places; ``aside``: places and codes of rows that are neither.

    ``customers`` are the pseudonyms of whoever gave the answers that say whose they are, by answer.
    """

    survey: Survey
    n_rows: int
    answers: tuple[tuple[str, Answer], ...] = field(repr=False)
    invitations: tuple[tuple[str, Invitation], ...]
    aside: tuple[Unusable, ...]
    customers: dict[str, str] = field(default_factory=dict)

    @property
    def scores(self) -> dict[str, int | None]:
        """The marks of the first NPS question."""
        return {response_id: answer.score for response_id, answer in self.answers}


def read_survey_file(
    path: Path, scale: tuple[int, int] | None, sites: Collection[str], pseudonym: Pseudonym
) -> SurveyFile:
    """Reads everything before anything is stored. Raises InputError when the file as a whole cannot be used."""
    declaration = read_declaration(path, scale)
    survey = declaration.survey
    rows = list(read_answers(path, sites, declaration))
    invites = list(read_invitations(path, declaration, sites, pseudonym))
    answers = tuple(
        (pseudonym("response", f"{survey.survey_id}\0{each.source_id}"), each)
        for each in rows
        if isinstance(each, Answer)
    )
    return SurveyFile(
        survey=survey,
        n_rows=len(rows),
        answers=answers,
        invitations=tuple((each.position, each.invitation) for each in invites if isinstance(each, Invite)),
        aside=tuple(each for each in (*rows, *invites) if isinstance(each, tuple)),
        customers={name: pseudonym("customer", each.customer) for name, each in answers if each.customer},
    )
