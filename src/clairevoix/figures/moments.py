"""The moments that go with the figures: a few redacted excerpts, to read and to hear."""

from collections.abc import Sequence
from dataclasses import replace

from clairevoix.charter.disclosure import Released, may_excerpt
from clairevoix.figures.labels import oldest
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.model.measure import Figure
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import Project
from clairevoix.publish.excerpts import Evidence, chosen, quote
from clairevoix.store import cells, vault
from clairevoix.store.sound import decode_flac, encode_flac


def excerpts(project: Project, figures: Sequence[Released]) -> tuple[Excerpt, ...]:
    """A few moments for every label whose share was released."""
    shown = sorted(each.estimate.key for each in figures if isinstance(each, Figure) and _is_share(each))
    wanted = [evidence for label in shown for evidence in chosen(_evidence(project, label))]
    return tuple(excerpt for evidence in wanted if (excerpt := _excerpt_or_none(project, evidence)) is not None)


def _is_share(figure: Figure) -> bool:
    return (figure.measure, figure.dimension) == ("label", "contacts")


def _evidence(project: Project, label: str) -> list[Evidence]:
    known = project.codebook.of(label)
    found = cells.evidence(project.workspace, label, oldest(project), known.version if known else None)
    return [
        Evidence(
            contact_id=row.contact_id,
            label=label,
            month=row.month,
            language=row.language,
            channel=row.channel,
            span=TimeSpan(row.start_ms, row.end_ms),
            audio_object=row.audio_object,
            duration_ms=row.duration_ms,
        )
        for row in found
        if may_excerpt(party=Party(row.party), purpose=Purpose(row.purpose))
    ]


def _excerpt_or_none(project: Project, evidence: Evidence) -> Excerpt | None:
    """None where the vault lost the sound: one lost object must not hold the whole page back."""
    try:
        return _excerpt(project, evidence)
    except StoreError:
        return None


def _excerpt(project: Project, evidence: Evidence) -> Excerpt:
    window = evidence.window
    spoken = cells.words(project.workspace, evidence.contact_id, evidence.channel, window)
    said = quote(spoken, evidence.span)
    content = vault.take(project.workspace, evidence.audio_object)
    everybody = decode_flac(content, evidence.contact_id, window)
    sound = replace(everybody, channels=(everybody.channels[evidence.channel],))
    return Excerpt(
        excerpt_id=evidence.excerpt_id,
        label=evidence.label,
        month=evidence.month,
        language=evidence.language,
        text=said.text,
        evidence=said.evidence,
        audio=encode_flac(sound),
        duration_ms=sound.duration_ms,
        cue_ms=evidence.span.start_ms - window.start_ms,
    )
