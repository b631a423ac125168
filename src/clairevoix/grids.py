"""The grids of a workspace, and the evaluations that are drafted by the one in use."""

import random
from collections import Counter
from datetime import UTC, datetime

from clairevoix import evaluating
from clairevoix.charter.criteria import digest, parse_grid
from clairevoix.config import read_toml
from clairevoix.model.contact import EvaluatedContact
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.evaluation import Work
from clairevoix.model.grid import Grid
from clairevoix.project import Project
from clairevoix.store import evaluations, particulars, registry
from clairevoix.store.registry import State
from clairevoix.store.transcripts import annotations, transcript

FOLDER = "grids"


def grids(project: Project) -> tuple[Grid, ...]:
    """Every grid of the workspace, ``grids/*.toml``. Raises SettingsError for one that says what no grid may."""
    paths = sorted((project.workspace.root / FOLDER).glob("*.toml"))
    return tuple(parse_grid(read_toml(path), path.stem) for path in paths)


def grid_of(project: Project, grid_digest: str) -> Grid | None:
    """The grid of that digest; None if it was changed or taken away since."""
    return next((grid for grid in grids(project) if digest(grid) == grid_digest), None)


def grid_in_use(project: Project) -> Grid | None:
    """The grid of the highest version, by which new evaluations are drafted. Raises SettingsError where two share it."""
    found = sorted(grids(project), key=lambda grid: grid.version)
    if len(found) > 1 and found[-1].version == found[-2].version:
        raise SettingsError("grids: two grids have the highest version; raise that of the one to use")
    return found[-1] if found else None


def draft_all(project: Project, at: datetime | None = None) -> Counter[str]:
    """Drafts an evaluation of every contact that was heard for that and has none, as far as each person's budget bears.

    In an order drawn at random: nobody chooses which contacts fill a budget. Counts what was drafted, and what was not
    because its person was not informed (R10), or for another rule.
    """
    counts = Counter[str]()
    grid = grid_in_use(project)
    if grid is None:
        return counts
    contacts, codings = _undrafted(project), project.codings()
    random.SystemRandom().shuffle(contacts)
    full = set[str]()
    for contact in contacts:
        if contact.agent in full or not evaluating.is_informed(project, contact.agent, at or datetime.now(UTC)):
            counts["not_drafted"] += 1
            continue
        heard = transcript(project.workspace, contact.contact_id)
        found = annotations(project.workspace, contact.contact_id, codings)
        work = Work(contact=contact, duration_ms=heard.duration_ms, annotations=found)
        try:
            evaluating.draft(project, work, grid, place=contact.started_at.tzinfo or UTC, at=at)
            counts["drafted"] += 1
        except CharterRefusal as refusal:
            counts["not_drafted"] += 1
            if refusal.rule_id == "R5":
                full.add(contact.agent)
    return counts


def _undrafted(project: Project) -> list[EvaluatedContact]:
    done = [job.contact for job in registry.jobs(project.registry, State.DONE)]
    known = particulars.completed(project.registry, done).values()
    return [
        each
        for each in known
        if isinstance(each, EvaluatedContact) and not evaluations.of_contacts(project.registry, [each.contact_id])
    ]
