"""The comments of answers, and whose answers they are, past their term."""

from datetime import date

from clairevoix.store import lake
from clairevoix.store.workspace import Workspace


def has_comments_before(workspace: Workspace, oldest: date) -> bool:
    """Whether something older than ``oldest`` still has its comment, or its customer: an answer, a step, a logged contact."""
    query = "SELECT count(*) FROM responses WHERE answered_on < ? AND (comment IS NOT NULL OR customer IS NOT NULL)"
    rated = "SELECT count(*) FROM answers WHERE answered_on < ? AND customer IS NOT NULL"
    logged = "SELECT count(*) FROM contact_log WHERE started_on < ? AND customer IS NOT NULL"
    stepped = "SELECT count(*) FROM steps WHERE started_on < ? AND customer IS NOT NULL"
    return any(lake.rows(workspace, each, [oldest])[0][0] for each in (query, rated, stepped, logged))


def drop_comments_before(workspace: Workspace, oldest: date) -> int:
    """Empties older answers' comments, and whose they, older steps and logged contacts are. Returns how many comments."""
    where = f"answered_on < DATE '{oldest.isoformat()}'"
    n = lake.blank(workspace, "responses", ["comment"], where)
    for name in ("responses", "answers"):
        lake.blank(workspace, name, ["customer"], where)
    for name in ("steps", "contact_log"):
        lake.blank(workspace, name, ["customer"], f"started_on < DATE '{oldest.isoformat()}'")
    return n
