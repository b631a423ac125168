"""How well those who speak are told apart when both are on one channel: the diarization error rate.

Of NIST's Rich Transcription evaluations: time heard as the wrong party, missed, or heard where nobody speaks, over the
time spoken, under the best pairing of the parties heard with those who spoke. Computed by pyannote.metrics, of the extra
``clairevoix[evaluate]``.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.quality.evidence import Evidence, Heard, Ratio
from clairevoix.quality.truth import Take, Truth

#: Nothing is judged this close to where a true turn begins or ends, in seconds, before and after, as NIST does. pyannote
#: counts both together and is given twice as much.
COLLAR_S = 0.25
_COMPONENTS = {"der_confusion": "confusion", "der_missed": "missed detection", "der_false_alarm": "false alarm"}


def speaker_errors(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """``der`` and the three that it is the sum of, in seconds, out of the seconds spoken; of mono recordings only.

    Voices that were told apart are judged as such, whether or not they were given a party; else the parties of the turns.
    Time is left out within 0.25 s before and after each beginning and end of a true turn; time in which two speak at
    once is judged, and counts for both. Where nobody speaks there is no rate: that is :func:`invented_words`' part.
    """
    if take.parties != (Party.UNKNOWN,):
        return ()
    from pyannote.core import Segment, Timeline
    from pyannote.metrics.diarization import DiarizationErrorRate

    measure = DiarizationErrorRate(collar=2 * COLLAR_S, skip_overlap=False)
    found = measure(
        _spoken((turn.party, turn.span) for turn in truth.turns if turn.span is not None),
        _spoken(heard.voices or ((turn.party, turn.span) for turn in heard.transcript.turns)),
        detailed=True,
        uem=Timeline([Segment(0, take.duration_ms / 1000)]),
    )
    whole = float(found["total"])
    if not whole:
        return ()
    parts = {metric: float(found[name]) for metric, name in _COMPONENTS.items()}
    return (
        Ratio(metric="der", part=sum(parts.values()), whole=whole),
        *(Ratio(metric=metric, part=part, whole=whole) for metric, part in parts.items()),
    )


def _spoken(turns: Iterable[tuple[Party | int, TimeSpan]]) -> Any:
    """When each party, or voice, speaks. Nobody speaks twice at once."""
    from pyannote.core import Annotation, Segment

    spans: dict[Party | int, list[TimeSpan]] = defaultdict(list)
    for party, span in turns:
        spans[party].append(span)
    spoken = Annotation()
    for party, theirs in spans.items():
        for span in merged(theirs):
            spoken[Segment(span.start_ms / 1000, span.end_ms / 1000), party] = str(party)
    return spoken
