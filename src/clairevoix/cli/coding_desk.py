"""Hands the coder's pages the workspace's own functions."""

from functools import partial

from clairevoix import coding
from clairevoix.model.coding import CodingSample
from clairevoix.project import Project
from clairevoix.store import coding as stored
from clairevoix.web.coding.desk import CodingDesk, SampleView


def coding_desk_of(project: Project) -> CodingDesk:
    """The functions behind the coder's pages."""
    return CodingDesk(
        samples=partial(_samples, project),
        sample=lambda sample_id, coder: _view(project, stored.sample(project.registry, sample_id), coder),
        shown=partial(coding.shown, project),
        take=partial(coding.take, project),
    )


def _samples(project: Project, coder: str) -> tuple[SampleView, ...]:
    return tuple(_view(project, each, coder) for each in reversed(stored.samples(project.registry)))


def _view(project: Project, sample: CodingSample, coder: str) -> SampleView:
    label = next((each for each in project.codebook.labels if each.name == sample.label), None)
    contacts = stored.coded(project.registry, sample.sample_id)
    return SampleView(
        sample=sample,
        title={} if label is None else label.title,
        definition={} if label is None else label.definition,
        is_current=coding.is_current(project, sample),
        n_mine=sum(code.coder == coder for each in contacts for code in each.codes),
        n_left=sum(coding.is_open_to(each, coder) for each in contacts),
        progress=coding.progress(project, sample),
    )
