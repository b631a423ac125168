"""What the types promise to whoever writes against clairevoix: read by mypy, never run.

Every line that must not be allowed ends in ``type: ignore[code]``: the day such a mistake becomes legal, mypy says that the
comment is unused, and the build fails.
"""

from collections.abc import Sequence
from pathlib import Path

from clairevoix.annotate.annotating import annotate
from clairevoix.charter.disclosure import releasable, release
from clairevoix.charter.policy import Charter
from clairevoix.config import Settings
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.trajectory import trajectory
from clairevoix.measure.share import share_table
from clairevoix.measure.tables import nps_table
from clairevoix.model.annotation import Annotation, Codebook
from clairevoix.model.contact import Party, Recording
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.measure import Estimate, EstimateTable, Figure, LabelCell, NpsCell, Suppressed
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Transcript
from clairevoix.pipeline import hear
from clairevoix.redact.replace import mute, redact
from clairevoix.store import published, vault
from clairevoix.store.rows import Processed
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import Workspace
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.turns import transcribe


def the_flow(recording: Recording, engine: Engine, codebook: Codebook) -> tuple[Annotation, ...]:
    """From sound to labels, as it is meant."""
    return annotate(redact(transcribe(recording, engine, "fr")), codebook)


def raw_words_are_not_annotated(recording: Recording, engine: Engine, codebook: Codebook) -> None:
    annotate(transcribe(recording, engine, "fr"), codebook)  # type: ignore[arg-type]


def redacted_words_are_not_redacted_again(transcript: RedactedTranscript) -> None:
    redact(transcript)  # type: ignore[arg-type]


def raw_words_are_not_stored(raw: Transcript, annotations: tuple[Annotation, ...]) -> None:
    Processed(
        contact=...,  # type: ignore[arg-type]
        stage_digest="",
        transcript=raw,  # type: ignore[arg-type]
        annotations=annotations,
        verification=...,  # type: ignore[arg-type]
        held_back=(),
        talk=...,  # type: ignore[arg-type]
        audio_object="",
    )


def a_transcript_is_no_redacted_one(raw: Transcript) -> RedactedTranscript:
    return raw  # type: ignore[return-value]


def nor_the_other_way_round(redacted: RedactedTranscript) -> Transcript:
    return redacted  # type: ignore[return-value]


def what_passed_the_door_is_redacted(anything: object) -> RedactedTranscript:
    return releasable(anything)


def only_redacted_words_are_heard_of(recording: Recording, settings: Settings) -> RedactedTranscript:
    return hear(recording, settings, "fr")[0]


def raw_words_do_not_come_out(recording: Recording, settings: Settings) -> Transcript:
    return hear(recording, settings, "fr")[0]  # type: ignore[return-value]


def the_way_of_a_number(charter: Charter, cells: Sequence[NpsCell], whole: NpsCell, path: Path) -> None:
    """From counts to the snapshot, as it is meant."""
    released = release(charter, nps_table("site", "2025", cells, whole, 0.95))
    published.replace(path, about={}, released=released, labels=(), excerpts=())


def estimates_are_not_published(estimates: tuple[Estimate, ...], path: Path) -> None:
    published.replace(path, about={}, released=estimates, labels=(), excerpts=())  # type: ignore[arg-type]


def tables_are_not_published(table: EstimateTable, path: Path) -> None:
    published.replace(path, about={}, released=[table], labels=(), excerpts=())  # type: ignore[list-item]


def one_estimate_alone_is_not_released(charter: Charter, estimate: Estimate) -> None:
    release(charter, estimate)  # type: ignore[arg-type]


def what_is_released_may_be_suppressed(charter: Charter, table: EstimateTable) -> list[float | None]:
    return [each.estimate.value for each in release(charter, table)]  # type: ignore[union-attr]


def a_suppressed_number_has_none(suppressed: Suppressed) -> tuple[object, ...]:
    return (
        suppressed.estimate,  # type: ignore[attr-defined]
        suppressed.n,  # type: ignore[attr-defined]
    )


def a_road_starts_from_a_figure(estimate: Estimate, figure: Figure) -> None:
    trajectory(current=figure, base=None, last_month="2025-09", target=40, due="2025-12")
    trajectory(current=estimate, base=None, last_month="2025-09", target=40, due="2025-12")  # type: ignore[arg-type]


def cells_are_not_mixed(answers: NpsCell, labels: LabelCell) -> None:
    net_promoter_score(labels)  # type: ignore[arg-type]
    share_table({"a": [answers]}, 0.95)  # type: ignore[list-item]


def a_figure_is_no_estimate(figure: Figure) -> Estimate:
    return figure  # type: ignore[return-value]


def values_are_frozen(figure: Figure, estimate: Estimate, span: TimeSpan) -> None:
    figure.estimate = estimate  # type: ignore[misc]
    estimate.value = 100.0  # type: ignore[misc]
    span.end_ms = 0  # type: ignore[misc]


def values_are_built_by_name() -> None:
    NpsCell("a", 1, 2, 3)  # type: ignore[call-arg]
    NpsCell(key="a", n_promoters=1, n_passives=2, n_detractors=3)


def errors_carry_codes_not_words() -> None:
    InputError(Code.NO_SOUND)
    InputError("what the customer said")  # type: ignore[arg-type]
    CharterRefusal("R8")
    CharterRefusal()  # type: ignore[call-arg]


def parties_are_named() -> Party:
    return "customer"  # type: ignore[return-value]


def sound_is_muted_before_it_is_stored(
    recording: Recording, redacted: RedactedTranscript, workspace: Workspace
) -> None:
    vault.put(workspace, "object", encode_flac(mute(recording, redacted.redactions, 250)))
    vault.put(workspace, "object", recording)  # type: ignore[arg-type]
    mute(recording, redacted, 250)  # type: ignore[arg-type]
