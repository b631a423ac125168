"""The way out: from the lake's counts to what the charter releases, and the moments that go with it.

One module for each area of figures, listed in ``PARTS``: ``released`` gives its figures, ``about`` what its pages need to
know beside them.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from clairevoix import __version__
from clairevoix.charter.disclosure import Released
from clairevoix.figures import (
    answering,
    comparing,
    driving,
    effort,
    journeys,
    label_trends,
    labels,
    nps,
    organisation,
    postures,
    prizes,
    programmes,
    vigilance,
    weights,
)
from clairevoix.figures.moments import excerpts
from clairevoix.project import Project
from clairevoix.store import publications

__all__ = ["PARTS", "about", "excerpts", "released"]


class Part(Protocol):
    """One area of figures; a module is one."""

    def released(self, project: Project) -> tuple[Released, ...]:
        """Its figures, or their absence, in the order in which they are published."""
        ...

    def about(self, project: Project, figures: Sequence[Released]) -> dict[str, object]:
        """What its pages need beside the figures, as JSON. Keys are the area's own."""
        ...


PARTS: tuple[Part, ...] = (
    nps,
    labels,
    vigilance,
    organisation,
    prizes,
    journeys,
    label_trends,
    postures,
    answering,
    weights,
    driving,
    comparing,
    effort,
    programmes,
)


def released(project: Project) -> tuple[Released, ...]:
    """Every figure of the snapshot, or its absence."""
    return tuple(each for part in PARTS for each in part.released(project))


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """What a reader needs to know of a snapshot beside its figures."""
    charter, how = project.charter, project.settings.transcribe
    known: dict[str, object] = {
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "synthetic": project.settings.workspace.synthetic,
        "charter": {**asdict(charter), "digest": charter.digest},
        "model": {"name": Path(how.model).name, "engine": how.engine},
    }
    names = {(each.measure, each.dimension, each.period) for each in figures}
    known["kept"] = [
        {"measure": name[0], "dimension": name[1], "period": name[2], "key": key, "since": since}
        for name, kept in publications.kept(project.registry).items()
        for key, since in kept.items()
        if name in names
    ]
    for part in PARTS:
        known |= part.about(project, figures)
    return known
