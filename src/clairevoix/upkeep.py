"""What a workspace needs done to it beside hearing: what is past its term goes, and what may be seen is published."""

from clairevoix import figures
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.model.errors import ClairevoixError
from clairevoix.model.measure import Figure
from clairevoix.model.outcome import Report
from clairevoix.project import Project
from clairevoix.store import lake, ledger, published, registry, vault


def purged(project: Project) -> Report:
    """What is past its term leaves the page first: killed in between, the next purge still finds it in the lake."""
    snapshot = project.workspace.snapshot
    if _expired(project) and snapshot.exists():
        try:
            published_again(project)
        except ClairevoixError:
            snapshot.unlink()
    return deleted(project)


def _expired(project: Project) -> tuple[tuple[str, str], ...]:
    return lake.contacts_before(project.workspace, oldest_day(project.charter, Kept.RECORDING, project.today))


def deleted(project: Project) -> Report:
    """Deletes what is past its term and what a killed run left behind: recordings, their words, old comments."""
    expired = _expired(project)
    for _, audio_object in expired:
        vault.erase(project.workspace, audio_object)
    oldest = oldest_day(project.charter, Kept.RECORDING, project.today)
    old = [job.contact.contact_id for job in registry.jobs(project.registry) if job.contact.started_at.date() < oldest]
    lake.remove_contacts(project.workspace, sorted({*old, *(contact_id for contact_id, _ in expired)}))
    registry.forget(project.registry, old)
    vault.sweep(project.workspace)
    unused = set(vault.object_ids(project.workspace)) - lake.audio_objects(project.workspace)
    for audio_object in unused:
        vault.erase(project.workspace, audio_object)
    oldest_comment = oldest_day(project.charter, Kept.COMMENT, project.today)
    comments = lake.drop_comments_before(project.workspace, oldest_comment)
    lake.vacuum(project.workspace)
    counts = {"contacts": len(expired), "jobs": len(old), "comments": comments, "left_over": len(unused)}
    if any(counts.values()):
        ledger.append(project.registry, "purge", **counts)
    return Report(command="purge", counts=counts)


def published_again(project: Project) -> Report:
    """Measures everything and replaces the snapshot."""
    released = figures.released(project)
    excerpts = figures.excerpts(project, released)
    published.replace(
        project.workspace.snapshot,
        about=figures.about(project, released),
        released=released,
        labels=project.codebook.labels,
        excerpts=excerpts,
    )
    n_figures = sum(isinstance(each, Figure) for each in released)
    counts = {"figures": n_figures, "suppressed": len(released) - n_figures, "excerpts": len(excerpts)}
    ledger.append(project.registry, "publish", **project.digests, **counts)
    return Report(command="publish", counts=counts)
