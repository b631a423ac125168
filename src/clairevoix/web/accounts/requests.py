"""What a request carries: its form, where it was sent from, its cookie."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

LARGEST_FORM = 64 * 1024
_MOST_FIELDS = 64
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form sent as ``application/x-www-form-urlencoded``; of two with one name, the last.

    Raises HTTPException 415 for another type, 413 for more than 64 KiB, 400 for what is no such form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400) from None
    return dict(pairs)


def is_from_here(request: Request) -> bool:
    """Whether a form was sent from a page of this very server: its Origin is the Host, over TLS unless on this machine.

    A browser says where a form comes from; whoever does not say is refused (Fetch standard, « Origin » header).
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = urlsplit(request.headers.get("origin", ""))
    if origin.scheme != "https" and not (origin.scheme == "http" and is_loopback(request)):
        return False
    return bool(origin.netloc) and origin.netloc.lower() == request.headers.get("host", "").lower()


def is_loopback(request: Request) -> bool:
    """Whether the server is addressed by a name that this machine gives itself."""
    return (request.url.hostname or "") in _LOOPBACK


def source(request: Request) -> str:
    """The address that a request comes from."""
    return "" if request.client is None else request.client.host


def cookie_token(request: Request) -> str | None:
    """The token of the session, as the browser holds it."""
    return request.cookies.get(_cookie_name(request))


def give_cookie(request: Request, response: Response, token: str) -> None:
    """Puts the token of a session in the browser, for no script, no other site and no other name."""
    response.set_cookie(
        _cookie_name(request), token, path="/", httponly=True, secure=not is_loopback(request), samesite="strict"
    )


def take_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(
        _cookie_name(request), path="/", httponly=True, secure=not is_loopback(request), samesite="strict"
    )


def _cookie_name(request: Request) -> str:
    """``__Host-`` ties a cookie to this name and to TLS (RFC 6265bis § 4.1.3.2); this machine itself has no TLS."""
    return "clairevoix" if is_loopback(request) else "__Host-clairevoix"
