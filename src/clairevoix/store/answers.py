"""What customers answered beside the Net Promoter Score, and whom was asked: two tables of the lake without any text."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from clairevoix.model.survey import Invitation, Rating
from clairevoix.model.surveying import KnownAnswers
from clairevoix.store import lake
from clairevoix.store.rows import invitation_row, rating_row
from clairevoix.store.workspace import Workspace

_NAMES = tuple(Invitation.__slots__)
_TIMES = tuple(name for name in _NAMES if name.endswith("_at"))


def known(workspace: Workspace) -> KnownAnswers:
    """What is stored, to compare files with."""
    responses = lake.rows(workspace, "SELECT response_id, survey_id, answered_on, score, site, channel FROM responses")
    ratings = lake.rows(
        workspace, "SELECT response_id, question_id, survey_id, kind, value, answered_on, site, channel FROM answers"
    )
    return KnownAnswers(
        responses={str(row[0]): tuple(row[1:]) for row in responses},
        ratings={(str(row[0]), str(row[1])): tuple(row[2:]) for row in ratings},
    )


def add_ratings(workspace: Workspace, ratings: Sequence[Rating], customers: Mapping[str, str] | None = None) -> None:
    """Stores ratings; ``customers`` are pseudonyms by response."""
    named = customers or {}
    lake.write(workspace, "answers", [rating_row(rating, named.get(rating.response_id)) for rating in ratings])


def invitations(workspace: Workspace, survey_id: str) -> dict[str, Invitation]:
    """The stored invitations of a survey, by their identifiers."""
    # DuckDB hands out instants with a time zone only beside a library that we do not need.
    columns = ", ".join(f"{name} AT TIME ZONE 'UTC'" if name in _TIMES else name for name in _NAMES)
    found = lake.rows(workspace, f"SELECT {columns} FROM invitations WHERE survey_id = ?", [survey_id])
    return {invitation.invitation_id: invitation for invitation in map(_invitation, found)}


def _invitation(row: tuple[Any, ...]) -> Invitation:
    values = dict(zip(_NAMES, row, strict=True))
    return Invitation(**{**values, **{name: values[name] and values[name].replace(tzinfo=UTC) for name in _TIMES}})


def replace_invitations(workspace: Workspace, survey_id: str, invitations: Sequence[Invitation]) -> None:
    """Stores all invitations of a survey in place of those stored before, in one commit."""
    rows = [invitation_row(invitation) for invitation in invitations]
    stored = lake.rows(workspace, "SELECT count(*) FROM invitations WHERE survey_id = ?", [survey_id])[0][0]
    replacing = lake.among("survey_id", [survey_id]) if stored else None
    lake.write(workspace, "invitations", rows, replacing)
