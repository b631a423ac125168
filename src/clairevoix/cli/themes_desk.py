"""Hands the page « Thèmes » the workspace's own functions."""

from functools import partial

from clairevoix import discovery
from clairevoix.project import Project
from clairevoix.web.themes.desk import ThemesDesk, ThemesView


def themes_desk_of(project: Project) -> ThemesDesk:
    """The functions behind the page."""
    return ThemesDesk(
        shown=partial(_shown, project),
        find=partial(discovery.find, project),
        merge=partial(discovery.merge, project),
        split=partial(discovery.split, project),
        ignore=partial(discovery.ignore, project),
        undo=partial(discovery.undo, project),
        promote=partial(discovery.promote, project),
    )


def _shown(project: Project, account_id: str, role: str) -> ThemesView | None:
    shown = discovery.shown(project, account_id, role)
    if shown is None:
        return None
    return ThemesView(
        found=shown.found,
        last_month=shown.last_month,
        found_at=shown.found_at,
        minimum=project.charter.minimum_cell,
        openings={contact_id: each.text for contact_id, each in shown.central.items()},
    )
