"""Whether a file is as long as its container declares: FFmpeg shortens what is cut without a word."""

from typing import BinaryIO, Protocol

from clairevoix.model.errors import Code, InputError

# Recorders that write as they go leave one of these where the length would stand.
_UNKNOWN_SIZES = (0, 0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFFFFE, 0xFFFFFFFE)
_UNKNOWN_LONG_SIZES = (0, 0xFFFFFFFFFFFFFFFF, 0x7FFFFFFFFFFFFFFF)
# Nobody writes so many chunks; a file that does is made to be walked through for ever.
_MAX_CHUNKS = 10_000
# Sony Wave64: chunks have names of 16 bytes and count their own 24 in their length.
_W64_RIFF = b"riff" + bytes.fromhex("2e91cf11a5d628db04c10000")
_W64_DATA = b"data" + bytes.fromhex("f3acd3118cd100c04f8edb8a")
# ISO base media (MP4, M4A): boxes that a file can begin with.
_BOXES = (b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide")
_EBML, _MATROSKA_BODY = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_OGG_HEAD, _MAX_OGG_PAGE = 27, 27 + 255 + 255 * 255
_MP3_HEAD = 4096


class Readable(Protocol):
    """What can be read from any place."""

    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, whence: int, /) -> int: ...


def end_of_sound(file: BinaryIO, size: int) -> int:
    """Where a file of ``size`` bytes need not be read any further: behind the sound of a WAV, else at its end.

    Raises InputError: truncated for a file that declares more bytes than it has, not_audio for endless chunks. FLAC, MP3
    and raw GSM declare no bytes; an Ogg, only those of each page. OSError comes through.
    """
    file.seek(0)
    head = file.read(16)
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return _end_of_riff(file, size)
    if head == _W64_RIFF:
        return _end_of_w64(file, size)
    if head[4:8] in _BOXES:
        _check_boxes(file, size)
    elif head[:4] == _EBML:
        _check_matroska(file, size)
    elif head[:4] == b"OggS":
        _check_last_page(file, size)
    return size


def _end_of_riff(file: BinaryIO, size: int) -> int:
    """In RF64 the length of the data stands in a chunk of its own, before them (EBU Tech 3306)."""
    file.seek(12)
    long_size = 0
    for _ in range(_MAX_CHUNKS):
        if len(chunk := file.read(8)) < 8:
            raise InputError(Code.TRUNCATED)
        name, declared = chunk[:4], int.from_bytes(chunk[4:], "little")
        after = file.tell() + declared + declared % 2
        if name == b"ds64":
            long_size = int.from_bytes(file.read(16)[8:], "little")
        if name == b"data":
            if declared in _UNKNOWN_SIZES:
                declared = long_size
            return _end(file.tell(), declared, size)
        file.seek(after)
    raise InputError(Code.NOT_AUDIO)


def _end_of_w64(file: BinaryIO, size: int) -> int:
    place = 40
    for _ in range(_MAX_CHUNKS):
        file.seek(place)
        if len(chunk := file.read(24)) < 24:
            raise InputError(Code.TRUNCATED)
        declared = int.from_bytes(chunk[16:], "little")
        if chunk[:16] == _W64_DATA:
            return _end(place, declared, size)
        place = min(place + max(24, -(-declared // 8) * 8), size)
    raise InputError(Code.NOT_AUDIO)


def _end(start: int, length: int, size: int) -> int:
    if length in _UNKNOWN_LONG_SIZES:
        return size
    if start + length > size:
        raise InputError(Code.TRUNCATED)
    return start + length


def _check_boxes(file: BinaryIO, size: int) -> None:
    place = 0
    for _ in range(_MAX_CHUNKS):
        file.seek(place)
        box = file.read(16)
        declared, n_head = int.from_bytes(box[:4], "big"), 8
        if declared == 1:
            declared, n_head = int.from_bytes(box[8:], "big"), 16
        if len(box) < 8 or declared < n_head:
            return  # the end; a box without a length lasts until there
        place += declared
        if place > size:
            raise InputError(Code.TRUNCATED)
    raise InputError(Code.NOT_AUDIO)


def _check_matroska(file: BinaryIO, size: int) -> None:
    """An EBML header, then the segment that holds all else (RFC 8794, RFC 9559)."""
    place = 0
    for _ in range(_MAX_CHUNKS):
        file.seek(place)
        head = file.read(12)
        if len(head) < 12:
            return
        n_size = 9 - head[4].bit_length()
        if n_size > 8:
            return
        declared = int.from_bytes(head[4 : 4 + n_size], "big") & ((1 << 7 * n_size) - 1)
        is_unknown = declared == (1 << 7 * n_size) - 1
        place += 4 + n_size + declared
        if head[:4] == _MATROSKA_BODY or is_unknown:
            if not is_unknown and place > size:
                raise InputError(Code.TRUNCATED)
            return
        place = min(place, size)


def _check_last_page(file: BinaryIO, size: int) -> None:
    """A page of an Ogg says how long it is (RFC 3533); a file that is cut nearly always ends within one."""
    file.seek(max(0, size - _MAX_OGG_PAGE))
    tail = file.read(_MAX_OGG_PAGE)
    page = tail[place:] if (place := tail.rfind(b"OggS")) >= 0 else b""
    if not page:
        return
    n_lacing = page[26] if len(page) >= _OGG_HEAD else 0
    whole = _OGG_HEAD + n_lacing + sum(page[_OGG_HEAD : _OGG_HEAD + n_lacing])
    if len(page) < whole:
        raise InputError(Code.TRUNCATED)


def mp3_duration_ms(file: Readable) -> float | None:
    """How long an MP3 says that it is, by the Xing, Info or VBRI header in its first frame; None if it has none."""
    file.seek(_after_tag(file), 0)
    head = file.read(_MP3_HEAD)
    for mark, frames_at in ((b"Xing", 8), (b"Info", 8), (b"VBRI", 14)):
        place = head.find(mark)
        if place < 0 or len(head) < place + frames_at + 4:
            continue
        n_frames = int.from_bytes(head[place + frames_at : place + frames_at + 4], "big")
        rate_hz, n_samples = _mp3_frame(head[:place])
        has_frames = mark == b"VBRI" or head[place + 7] & 1
        return n_frames * n_samples * 1000 / rate_hz if has_frames and rate_hz else None
    return None


def _after_tag(file: Readable) -> int:
    """Where an ID3v2 tag ends, whose length is written seven bits to a byte."""
    file.seek(0, 0)
    tag = file.read(10)
    if len(tag) < 10 or tag[:3] != b"ID3":
        return 0
    length = sum((byte & 0x7F) << shift for byte, shift in zip(tag[6:], (21, 14, 7, 0), strict=True))
    return 10 + length + (10 if tag[5] & 0x10 else 0)


def _mp3_frame(before: bytes) -> tuple[int, int]:
    """Rate and samples per frame by the last frame header in these bytes (ISO/IEC 11172-3, 13818-3); zeros without one."""
    for place in range(len(before) - 4, -1, -1):
        word = int.from_bytes(before[place : place + 4], "big")
        version, layer, rate = word >> 19 & 3, word >> 17 & 3, word >> 10 & 3
        if word >> 21 == 0x7FF and version != 1 and layer == 1 and rate != 3:
            return (44_100, 48_000, 32_000)[rate] >> {3: 0, 2: 1, 0: 2}[version], 1152 if version == 3 else 576
    return 0, 0
