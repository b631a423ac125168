"""The files that pages load: our own style sheet, script and icon, and Vega as one script made on this machine."""

import gzip
import hashlib
import threading
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files

import vl_convert

from clairevoix.web.charts import VEGA_LITE

VEGA = "vega.js"
_VEGA_SNIPPET = "window.vegaEmbed = vegaEmbed;"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file, ready to send; ``digest`` stands in its address, so that a browser may keep it for ever."""

    media_type: str
    digest: str
    body: bytes = field(repr=False)
    compressed: bytes = field(repr=False)


class Assets:
    """All of them. Vega's bundle takes seconds to make: it is made once, on first demand."""

    def __init__(self) -> None:
        folder = files("clairevoix.web") / "static"
        self._own = {
            entry.name: _asset(entry.name, entry.read_bytes())
            for entry in folder.iterdir()
            if any(entry.name.endswith(suffix) for suffix in _MEDIA_TYPES)
        }
        self._vega: Asset | None = None
        self._making = threading.Lock()

    def find(self, name: str) -> Asset | None:
        """The asset of that name, or None."""
        return self.vega() if name == VEGA else self._own.get(name)

    def address(self, name: str) -> str:
        """Where a page finds an asset; changes with its content."""
        digest = _vega_digest() if name == VEGA else self._own[name].digest
        return f"/static/{name}?v={digest}"

    def vega(self) -> Asset:
        """Vega, Vega-Lite, Vega-Embed and the expression interpreter, which needs no ``unsafe-eval``."""
        with self._making:
            if self._vega is None:
                source = vl_convert.javascript_bundle(_VEGA_SNIPPET, vl_version=VEGA_LITE)
                self._vega = _asset(VEGA, source.encode(), digest=_vega_digest())
            return self._vega


def _asset(name: str, body: bytes, *, digest: str | None = None) -> Asset:
    return Asset(
        media_type=_MEDIA_TYPES[name[name.rindex(".") :]],
        digest=digest or hashlib.sha256(body).hexdigest()[:16],
        body=body,
        compressed=gzip.compress(body, compresslevel=6, mtime=0),
    )


def _vega_digest() -> str:
    """Known before the bundle is made: the bundle depends on these three alone."""
    made_of = f"{version('vl-convert-python')} {VEGA_LITE} {_VEGA_SNIPPET}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]
