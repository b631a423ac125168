"""Who says which words of a call that holds both parties on one channel.

listened(recording, model, start_ms) → HeardSection    for each section while it is in memory
who_speaks(transcript, sections)     → Attributed      once, when the call has been heard to its end
"""

from clairevoix.transcribe.speakers.attribution import EXTRACTOR, Attributed, who_speaks
from clairevoix.transcribe.speakers.listening import HeardSection, is_shared, listened
from clairevoix.transcribe.speakers.model import SpeakerModel, load_speaker_model
from clairevoix.transcribe.speakers.spans import Speakers, SpeakerSpan
from clairevoix.transcribe.speakers.weights import is_installed, speakers_digest

__all__ = [
    "EXTRACTOR",
    "Attributed",
    "HeardSection",
    "SpeakerModel",
    "SpeakerSpan",
    "Speakers",
    "is_installed",
    "is_shared",
    "listened",
    "load_speaker_model",
    "speakers_digest",
    "who_speaks",
]
