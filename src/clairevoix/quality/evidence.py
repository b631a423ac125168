"""What one recording says about one metric: the parts that are summed, pooled and resampled over calls."""

from dataclasses import dataclass, field

from clairevoix.model.annotation import Annotation
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the machine made of one recording: ``muted`` is where on any channel, ``again`` what is still heard then.

    ``voices`` is who speaks when on a channel that several share, by number; empty where voices were not told apart.
    Hypotheses that come from elsewhere have a transcript only.
    """

    recording_id: str
    transcript: Transcript = field(repr=False)
    redacted: RedactedTranscript | None = field(default=None, repr=False)
    annotations: tuple[Annotation, ...] = ()
    muted: tuple[TimeSpan, ...] = ()
    again: Transcript | None = field(default=None, repr=False)
    voices: tuple[tuple[int, TimeSpan], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """``part`` of ``whole``: the metric of many recordings is the sum of the parts over the sum of the wholes.

    ``item`` is what it is about (a type of personal data, a label, a kind of silence), empty for the whole recording.
    """

    metric: str
    part: float
    whole: float
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Absolute errors, pooled over recordings before a quantile is taken of them."""

    metric: str
    values: tuple[float, ...]
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a search found: each hit's score and whether it is true; ``n_true`` were there, in ``hours`` of sound."""

    metric: str
    hits: tuple[tuple[float, bool], ...]
    n_true: int
    hours: float
    item: str = ""


Evidence = Ratio | Errors | Hits
