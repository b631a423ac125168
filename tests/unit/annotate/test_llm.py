"""A language model that somebody brings: what it is sent, and that it is believed only with evidence. The server is scripted."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import CANARY, transcript
from clairevoix.annotate.annotators.endpoint import Endpoint
from clairevoix.annotate.annotators.llm import ByLanguageModel, believed
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal, ComponentError, SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.redact.replace import redact

CHURN = Label(
    name="churn",
    version=3,
    party=Party.CUSTOMER,
    title={"fr": "Départ", "en": "Leaving"},
    definition={"fr": "Le client veut partir.", "en": "The customer wants to leave."},
    phrases=("résilier",),
)
SAID = redact(
    transcript(
        "agent | 0.0 | 2.0 | Service clients bonjour",
        f"customer | 2.0 | 6.0 | Mon numéro est le {CANARY}",
        "customer | 6.0 | 10.0 | Je veux résilier, mon contrat.",
    )
)


class Scripted(HTTPServer):
    """Answers what it is told to, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.says: str = ""
        self.status = 200
        self.raw: bytes | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Answering(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(json.loads(body) | {"path": self.path})
        self.server.headers.append(dict(self.headers))
        answer = {"choices": [{"message": {"content": self.server.says}}]}
        content = json.dumps(answer).encode() if self.server.raw is None else self.server.raw
        self.send_response(self.server.status)
        if self.server.status in {301, 302, 307}:
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Scripted]:
    scripted = Scripted()
    thread = threading.Thread(target=scripted.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield scripted
    scripted.shutdown()
    scripted.server_close()
    thread.join()


def annotator(server: Scripted, **changes: object) -> ByLanguageModel:
    endpoint = Endpoint(url=server.url, model="m-7b", **changes)
    return ByLanguageModel(endpoint=endpoint, labels=(CHURN,))


def says(present: object, *quotes: tuple[object, object]) -> str:
    return json.dumps({"present": present, "quotes": [{"turn": turn, "words": words} for turn, words in quotes]})


def test_a_quote_that_is_there_is_evidence_at_its_time(server):
    server.says = says(True, (1, "je veux RESILIER mon"))
    (found,) = annotator(server).annotate(SAID)
    assert (found.label, found.label_version, found.party, found.channel) == ("churn", 3, Party.CUSTOMER, 1)
    assert found.span == TimeSpan(6000, 9200)
    assert found.annotator == "llm/1/m-7b"


def test_only_the_partys_redacted_words_are_sent(server):
    server.says = says(False)
    assert annotator(server, key="k-123").annotate(SAID) == ()
    (sent,) = server.asked
    text = json.dumps(sent, ensure_ascii=False)
    assert "Je veux résilier" in text
    assert "[TÉLÉPHONE 1]" in text
    assert CANARY not in text
    assert "Service clients" not in text
    assert SAID.contact_id not in text
    assert (sent["path"], sent["model"], sent["temperature"]) == ("/v1/chat/completions", "m-7b", 0)
    assert server.headers[0]["Authorization"] == "Bearer k-123"


@pytest.mark.parametrize(
    "answer",
    [
        says(True, (1, "je veux partir")),  # made up
        says(True, (0, "je veux résilier")),  # said, but in another turn
        says(True, (1, "je veux résilier"), (1, "tout de suite")),  # one of two made up
        says(True, (1, "résilier je veux")),  # in another order
        says(True, (1, "je veux contrat")),  # with a gap
        says(True),
        says(False, (1, "je veux résilier")),
        says(True, (7, "je veux résilier")),
        says(True, (-1, "je veux résilier")),
        says(True, (True, "je veux résilier")),
        says(True, ("1", "je veux résilier")),
        says(True, (1, "")),
        says(True, (1, " , ")),
        says(True, (1, 5)),
        says("yes", (1, "je veux résilier")),
        says(True, *[(1, "je veux résilier")] * 11),
        "",
        "no JSON",
        "[]",
        "null",
        '{"present": true, "quotes": {"turn": 1}}',
        '{"present": true, "quotes": [5]}',
        "[" * 5000,
    ],
)
def test_an_answer_without_its_evidence_is_void(server, answer):
    server.says = answer
    assert annotator(server).annotate(SAID) == ()
    turns = [turn for turn in SAID.turns if turn.party is Party.CUSTOMER]
    assert believed(answer, turns) is None


@given(st.text(max_size=30), st.booleans(), st.integers(-2, 3))
def test_what_is_believed_was_said(words, present, turn):
    turns = [each for each in SAID.turns if each.party is Party.CUSTOMER]
    found = believed(says(present, (turn, words)), turns)
    for each in found or ():
        spoken = [word for word in turns[each.turn].words if word.span.overlap_ms(each.span)]
        assert len(spoken) == len([word for word in words.split() if any(sign.isalnum() for sign in word)])


def test_where_nothing_was_said_nothing_is_asked(server):
    assert annotator(server).annotate(redact(transcript("agent | 0.0 | 2.0 | Je veux résilier"))) == ()
    assert server.asked == []


def test_a_transcript_that_was_not_redacted_is_not_sent(server):
    with pytest.raises(CharterRefusal, match="R25"):
        annotator(server).annotate(transcript("customer | 0.0 | 2.0 | Je veux résilier"))
    assert server.asked == []


@pytest.mark.parametrize(
    ("url", "model"),
    [
        ("", "m"),
        ("https://models.example/v1", ""),
        ("http://models.example/v1", "m"),
        ("ftp://x", "m"),
        ("models", "m"),
    ],
)
def test_nothing_is_sent_unless_it_was_set_and_never_in_the_clear_over_a_network(url, model):
    with pytest.raises(SettingsError, match="llm"):
        Endpoint(url=url, model=model)


@pytest.mark.parametrize(
    ("status", "retryable"), [(500, True), (503, True), (429, True), (400, False), (401, False), (307, False)]
)
def test_an_error_of_the_server_is_told_by_its_status(server, status, retryable):
    server.status, server.says = status, "Je veux résilier"
    with pytest.raises(ComponentError) as failed:
        annotator(server).annotate(SAID)
    assert str(failed.value) == f"the language model answered {status}"
    assert failed.value.retryable is retryable
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[]", b'{"choices": []}', b'{"choices": [{"message": {"content": 5}}]}', b"x" * 300_000]
)
def test_what_is_no_answer_is_an_error_without_content(server, raw):
    server.raw = raw
    with pytest.raises(ComponentError) as failed:
        annotator(server).annotate(SAID)
    assert "xxx" not in str(failed.value)


def test_a_server_that_is_not_there_is_told():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    by_model = ByLanguageModel(endpoint=Endpoint(url=url, model="m", timeout_s=1), labels=(CHURN,))
    with pytest.raises(ComponentError) as failed:
        by_model.annotate(SAID)
    assert failed.value.retryable


def test_the_key_is_nowhere_to_be_read():
    assert "k-123" not in repr(Endpoint(url="https://models.example", model="m", key="k-123"))


def test_how_customers_feel_may_be_asked_and_how_agents_feel_never(server):
    from dataclasses import replace

    endpoint = Endpoint(url=server.url, model="m")
    angry = replace(CHURN, name="angry")
    by_model = ByLanguageModel(endpoint=endpoint, labels=(angry,), feelings=frozenset({"angry"}))
    server.says = says(True, (1, "je veux résilier"))
    assert len(by_model.annotate(SAID)) == 1
    for party in (Party.AGENT, Party.UNKNOWN, Party.SYSTEM):
        with pytest.raises(CharterRefusal, match="R24"):
            ByLanguageModel(endpoint=endpoint, labels=(replace(angry, party=party),), feelings=frozenset({"angry"}))
