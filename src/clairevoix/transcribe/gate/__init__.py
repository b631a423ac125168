"""The gate against invented words: Whisper writes where nobody speaks, and what it writes there reads well.

Four layers, in this order: energy, voice, decoding, boilerplate. Each is easy on words that somebody may have said: to drop
a « merci » that was said is as bad as to invent one. So words are held back for what is heard where they are said to be,
for what the decoder did, or for being what nobody says on the telephone; a courtesy only if something else speaks against it.

    spoken = passed(pieces, sound=sounding(channel, rate_hz), speech=speech)
    report += counted([spoken])
"""

from clairevoix.transcribe.gate.layers import passed
from clairevoix.transcribe.gate.piece import Counts, Dropped, Layer, Passed, Piece, Reason, counted
from clairevoix.transcribe.gate.sound import sounding

__all__ = ["Counts", "Dropped", "Layer", "Passed", "Piece", "Reason", "counted", "passed", "sounding"]
