"""An OpenAI-compatible endpoint that whoever runs this brings: asked over HTTP, once an answer, with nothing kept.

Nothing is sent unless its address was set. No redirection is followed, nothing is sent elsewhere, and an error tells a
status, never what was sent or said.
"""

import http.client
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from clairevoix.model.errors import ComponentError, SettingsError

_LONGEST_ANSWER = 256 * 1024
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """``url`` up to and without ``/chat/completions``; ``key`` goes into the header if there is one.

    Over a network only by TLS; without it, on this machine alone.
    """

    url: str = field(repr=False)
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        if not self.url or not self.model:
            raise SettingsError("no language model is set: llm.url and llm.model say which; nothing was sent")
        is_local = address.hostname in _LOCAL
        if (
            address.scheme not in {"http", "https"}
            or not address.hostname
            or (address.scheme == "http" and not is_local)
        ):
            raise SettingsError("llm.url must begin with https://, or with http:// on this machine alone")

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """The answer's text. Raises ComponentError: retryable where the server is busy or out of reach."""
        body = json.dumps(
            {
                "model": self.model,
                "messages": list(messages),
                "temperature": 0,
                "seed": 1,
                "response_format": {"type": "json_object"},
            }
        )
        status, content = self._posted(body.encode())
        if status != 200:
            raise ComponentError(f"the language model answered {status}", retryable=status == 429 or status >= 500)
        try:
            text = json.loads(content)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError):
            raise ComponentError("the language model's answer is not of the expected form") from None
        if not isinstance(text, str):
            raise ComponentError("the language model's answer is not of the expected form")
        return text

    def _posted(self, body: bytes) -> tuple[int, bytes]:
        address = urlsplit(self.url)
        kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        connection = kind(address.hostname or "", address.port, timeout=self.timeout_s)
        try:
            connection.request("POST", f"{address.path.rstrip('/')}/chat/completions", body, headers)
            with connection.getresponse() as response:
                status, content = response.status, response.read(_LONGEST_ANSWER + 1)
        except (OSError, http.client.HTTPException):
            raise ComponentError("the language model could not be reached, or broke off", retryable=True) from None
        finally:
            connection.close()
        if len(content) > _LONGEST_ANSWER:
            raise ComponentError("the language model's answer is too long")
        return status, content
