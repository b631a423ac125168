"""The formats that a transcript can be written in."""

from collections.abc import Callable, Mapping

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.ctm import as_ctm
from clairevoix.transcribe.exports.objects import as_json
from clairevoix.transcribe.exports.rttm import as_rttm
from clairevoix.transcribe.exports.srt import as_srt
from clairevoix.transcribe.exports.stm import as_stm
from clairevoix.transcribe.exports.text import as_text
from clairevoix.transcribe.exports.textgrid import as_textgrid
from clairevoix.transcribe.exports.vtt import as_vtt

#: Name to function, which gives the whole file: lines that end with a line feed, or nothing. One format, one module.
EXPORTS: Mapping[str, Callable[[Transcript], str]] = {
    "text": as_text,
    "json": as_json,
    "srt": as_srt,
    "vtt": as_vtt,
    "ctm": as_ctm,
    "stm": as_stm,
    "rttm": as_rttm,
    "textgrid": as_textgrid,
}

_SUFFIXES = {"text": ".txt", "textgrid": ".TextGrid"}


def suffix(name: str) -> str:
    """What the names of files in this format end with.

    >>> suffix("srt"), suffix("textgrid")
    ('.srt', '.TextGrid')
    """
    return _SUFFIXES.get(name, f".{name}")
