"""Invitations to answer: who was asked, by which way, and how far each invitation went. No free text is read."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from clairevoix.ingest.survey_declaration import INVITATION_TIMES, Declaration, Invited
from clairevoix.ingest.survey_sections import refused
from clairevoix.ingest.survey_values import WAYS, channel, flag, folded, instant, site
from clairevoix.ingest.surveys import Unusable, found_columns
from clairevoix.ingest.tables import read_sheet
from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Invitation

Pseudonym = Callable[[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """One row, checked: where it stood, and the invitation, its identifiers already pseudonyms."""

    position: str
    invitation: Invitation


def read_invitations(
    path: Path, declaration: Declaration, sites: Collection[str], pseudonym: Pseudonym
) -> Iterator[Invite | Unusable]:
    """Every invitation that the declaration of the answers in ``path`` points to.

    ``pseudonym`` makes one of a kind of identifier and an identifier of the source, which goes no further than here.
    Raises InputError: missing_file, outside_folder, and what reading a table raises.
    """
    invited = declaration.invited
    if invited is None:
        return
    sheet = read_sheet(_file(path, invited), declaration.written)
    places = found_columns(sheet.heading, invited.columns.values(), declaration.profile)
    for name in invited.columns.values():
        if name not in places:
            raise InputError(Code.MISSING_COLUMN, f"the invitations, column {name}")
    for number, cells in enumerate(sheet.rows, start=1):
        position = f"invitations, row {number}"
        row = {ours: _cell(cells, places[theirs], invited) for ours, theirs in invited.columns.items()}
        try:
            if any(cells[len(sheet.heading) :]):
                raise InputError(Code.RAGGED_ROW)
            checked = _checked(row, declaration, invited, sites)
            yield Invite(position=position, invitation=_named(checked, row, declaration.survey.survey_id, pseudonym))
        except InputError as error:
            yield f"{position}, {error.position}" if error.position else position, error.code


def _cell(cells: Sequence[str], place: int, invited: Invited) -> str:
    text = cells[place] if place < len(cells) else ""
    return "" if folded(text) in invited.empty else text


def _file(path: Path, invited: Invited) -> Path:
    if invited.file is None:
        return path
    folder = path.parent.resolve()
    file = (folder / invited.file).resolve()
    if not file.is_relative_to(folder):
        raise refused("survey.invitations.file", Code.OUTSIDE_FOLDER)
    if not file.is_file():
        raise refused("survey.invitations.file", Code.MISSING_FILE)
    return file


def _checked(row: dict[str, str], declaration: Declaration, invited: Invited, sites: Collection[str]) -> Invitation:
    """An invitation without its identifiers."""
    if not row["invitation_id"]:
        raise InputError(Code.MISSING_ID)
    times: dict[str, datetime] = {}
    for ours in INVITATION_TIMES:
        if not row.get(ours):
            continue
        name = invited.columns[ours]
        try:
            times[ours] = instant(row[ours], declaration.calendar)
        except InputError as error:
            raise InputError(error.code, f"column {name}") from None
    invitation = Invitation(
        invitation_id="",
        survey_id=declaration.survey.survey_id,
        channel=channel(row.get("channel", ""), invited.channels, WAYS),
        site=site(row.get("site", ""), declaration.sites, sites),
        suppressed=flag(row.get("suppressed", "")),
    )
    return replace(invitation, **times)  # type: ignore[arg-type]


def _named(invitation: Invitation, row: dict[str, str], survey_id: str, pseudonym: Pseudonym) -> Invitation:
    answered = row.get("response_id")
    return replace(
        invitation,
        invitation_id=pseudonym("invitation", f"{survey_id}\0{row['invitation_id']}"),
        response_id=pseudonym("response", f"{survey_id}\0{answered}") if answered else None,
    )
