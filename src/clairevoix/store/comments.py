"""The comments of answers, and whose answers they are, past their term."""

from datetime import date

from clairevoix.store import lake
from clairevoix.store.workspace import Workspace


def has_comments_before(workspace: Workspace, oldest: date) -> bool:
    """Whether an answer older than ``oldest`` still has its comment, or an answer or a step its customer."""
    query = "SELECT count(*) FROM responses WHERE answered_on < ? AND (comment IS NOT NULL OR customer IS NOT NULL)"
    rated = "SELECT count(*) FROM answers WHERE answered_on < ? AND customer IS NOT NULL"
    stepped = "SELECT count(*) FROM steps WHERE started_on < ? AND customer IS NOT NULL"
    return any(lake.rows(workspace, each, [oldest])[0][0] for each in (query, rated, stepped))


def drop_comments_before(workspace: Workspace, oldest: date) -> int:
    """Empties older answers' comments, and whose they and older steps are. Returns how many comments."""
    where = f"answered_on < DATE '{oldest.isoformat()}'"
    n = lake.blank(workspace, "responses", ["comment"], where)
    for name in ("responses", "answers"):
        lake.blank(workspace, name, ["customer"], where)
    lake.blank(workspace, "steps", ["customer"], f"started_on < DATE '{oldest.isoformat()}'")
    return n
