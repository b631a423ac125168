"""Openings with planted themes, and how far a grouping finds them again."""

import sys
from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from math import comb
from pathlib import Path

from builders import a_processed, a_workspace
from clairevoix.model.theme import FoundThemes, Opening
from clairevoix.project import Project
from clairevoix.store import lake

sys.path.append(str(Path(__file__).parents[1] / "corpus"))

from themes_fr import NOISE, Row, openings

__all__ = ["NOISE", "Row", "a_workspace_of_themes", "adjusted_rand", "as_openings", "openings", "planted"]


def as_openings(rows: Sequence[Row]) -> list[Opening]:
    return [Opening(contact_id=row.contact_id, month=row.month, is_labelled=False, text=row.text) for row in rows]


def adjusted_rand(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """1 for the same groups, 0 for what chance gives (Hubert & Arabie 1985, J. Classification 2)."""
    pairs = [
        sum(comb(n, 2) for n in Counter(each).values()) for each in (list(zip(one, other, strict=True)), one, other)
    ]
    expected = pairs[1] * pairs[2] / comb(len(one), 2)
    return (pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected)


def planted(rows: Sequence[Row], found: FoundThemes) -> float:
    """The adjusted Rand index over the contacts that have a planted theme; what is in no theme is a group of its own."""
    group = {contact_id: key for key, members in found.members.items() for contact_id in members}
    kept = [row for row in rows if row.theme != NOISE]
    return adjusted_rand([row.theme for row in kept], [group.get(row.contact_id, "") for row in kept])


def a_workspace_of_themes(root: Path, n: int = 160) -> Project:
    """``n`` contacts that open so, in four months, processed."""
    project = a_workspace(root)
    batch = []
    for row in openings(n, seed=3):
        year, month = map(int, row.month.split("-"))
        started_at = datetime(year, month, 1 + int(row.contact_id[1:]) % 14, 9, tzinfo=UTC)
        said = f"customer | 0.0 | 2.9 | {row.text}"
        batch.append(a_processed(said, contact_id=row.contact_id, started_at=started_at))
    lake.commit(project.workspace, batch)
    return project
