"""Which journey and which year the page « Fibre » is about."""

from collections.abc import Mapping
from typing import Any

from clairevoix.store.published import Snapshot

JOURNEY = "fibre_connection"


def journeys_told(snapshot: Snapshot) -> Mapping[str, Any]:
    """What is known of the journeys beside their figures, by name."""
    found = snapshot.about.get("journeys")
    return found if isinstance(found, Mapping) else {}


def fibre_year(snapshot: Snapshot) -> str | None:
    """The last year with a released share; None without one."""
    rows = [row for row in snapshot.select("right_first_time", "month") if row.period.startswith(f"{JOURNEY}/")]
    years = {row.period.split("/")[1] for row in rows if row.key == "total" and row.value is not None}
    return max(years, default=None) if JOURNEY in journeys_told(snapshot) else None
