"""Bytes with ranges (RFC 9110, section 14): what a browser asks for when it plays from the middle."""

import hashlib
import re
from collections.abc import Mapping

from starlette.responses import Response

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """The half-open range that is asked for; None for the whole. Raises ValueError for one that lies outside.

    A header that is malformed, or that asks for several ranges, is answered with the whole, as the standard allows.

    >>> byte_range("bytes=0-99", 1000), byte_range("bytes=900-", 1000), byte_range("bytes=-10", 1000)
    ((0, 100), (900, 1000), (990, 1000))
    >>> byte_range("seconds=1-2", 1000) is None
    True
    """
    match = _ONE_RANGE.fullmatch((header or "").replace(" ", ""))
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= size or start >= stop:
        raise ValueError("outside")
    return start, stop


def ranged_response(body: bytes, media_type: str, asked: Mapping[str, str]) -> Response:
    """Answers 200 with all, 206 with the part that ``asked`` names, 304 if nothing changed, 416 for a part outside."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-store",
        "ETag": etag,
    }
    if etag in (asked.get("if-none-match") or ""):
        return Response(status_code=304, headers=headers)
    wanted = asked.get("range") if asked.get("if-range") in (None, etag) else None
    try:
        part = byte_range(wanted, len(body))
    except ValueError:
        return Response(
            status_code=416,
            headers={**headers, "Content-Range": f"bytes */{len(body)}"},
        )
    if part is None:
        return Response(body, media_type=media_type, headers=headers)
    start, stop = part
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
    return Response(body[start:stop], status_code=206, media_type=media_type, headers=headers)
