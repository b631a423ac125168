"""Addresses, headers, languages, and what is said when there is nothing to show."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from clairevoix.web.app import create_app
from clairevoix.web.security import HEADERS

PAGES = ["/fr/", "/en/", "/fr/cap.json", "/fr/charts/nps.json", "/fr/charts/nps.svg?theme=dark&size=narrow"]
OTHERS = ["/", "/healthz", "/fr/excerpts/internetoutage1", "/excerpts/internetoutage1.flac", "/static/clairevoix.css"]
ABSENT = ["/de/", "/fr/nothing", "/fr/excerpts/nobody", "/excerpts/nobody.flac", "/static/nothing.js", "/docs"]


@pytest.mark.parametrize("address", [*PAGES, *OTHERS, *ABSENT])
def test_every_response_carries_the_headers(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert {name: response.headers[name] for name in HEADERS} == dict(HEADERS)
    assert "unsafe" not in response.headers["content-security-policy"]
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("address", PAGES + OTHERS[1:])
def test_what_exists_is_answered_with_head_too(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("address", ABSENT)
def test_what_does_not_exist_is_a_404(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_404_speaks_the_language_of_its_address_then_of_its_reader(client: TestClient) -> None:
    english = {"accept-language": "en"}
    assert "Rien ici" in client.get("/fr/nothing", headers=english).text
    assert "Nothing here" in client.get("/en/nothing").text
    assert "Nothing here" in client.get("/nothing", headers=english).text
    assert "Rien ici" in client.get("/nothing").text


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [(None, "fr"), ("en", "en"), ("de, en-US;q=0.7, fr;q=0.3", "en"), ("de", "fr"), ("en;q=0, fr;q=0.1", "fr")],
)
def test_the_entrance_leads_to_the_reader_s_language(client: TestClient, accepted: str | None, lang: str) -> None:
    response = client.get("/", headers={"accept-language": accepted} if accepted else {"accept-language": ""})
    assert (response.status_code, response.headers["location"]) == (307, f"/{lang}/")
    assert response.headers["vary"] == "Accept-Language"


def test_nothing_is_inline(client: TestClient) -> None:
    for address in ("/fr/", "/en/excerpts/internetoutage1", "/fr/nothing"):
        page = client.get(address).text
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page)
        assert not re.search(r"""(?:src|href|srcset)=["']?(?:https?:)?//""", page)


def test_before_anything_is_published_the_page_says_what_to_do(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path / "absent.duckdb"), base_url="http://127.0.0.1")
    page = client.get("/fr/")
    assert page.status_code == 503
    assert "clairevoix publish" in page.text
    assert page.headers["retry-after"] == "60"
    assert client.get("/fr/cap.json").json() == {"status": 503}
    assert client.get("/excerpts/any.flac").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_a_failure_is_a_page_with_the_headers_and_no_detail(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("clairevoix.web.pages.excerpt_page", fail)
    response = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False).get(
        "/fr/excerpts/internetoutage1"
    )
    assert response.status_code == 500
    assert "a secret" not in response.text
    assert response.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_assets_last_at_their_digest_only(client: TestClient) -> None:
    address = re.search(r'href="(/static/clairevoix\.css\?v=[0-9a-f]+)"', client.get("/fr/").text)
    assert address is not None
    assert "immutable" in client.get(address[1]).headers["cache-control"]
    response = client.get("/static/clairevoix.css?v=other")
    assert response.headers["cache-control"] == "no-cache"
    again = client.get("/static/clairevoix.css", headers={"if-none-match": response.headers["etag"]})
    assert again.status_code == 304


def test_vega_is_made_here_and_needs_no_eval(client: TestClient) -> None:
    response = client.get("/static/vega.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["content-encoding"] == "gzip"
    assert "vegaEmbed" in response.text


def test_a_page_is_sent_again_only_if_it_changed(client: TestClient) -> None:
    first = client.get("/fr/")
    assert first.headers["cache-control"] == "no-store"
    assert client.get("/fr/", headers={"if-none-match": first.headers["etag"]}).status_code == 304


def test_a_new_snapshot_is_shown_at_once(tmp_path: Path) -> None:
    import snapshot

    path = tmp_path / "snapshot.duckdb"
    snapshot.build(path)
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    assert client.get("/fr/cap.json").json()["version"] == "0.1.0"
    snapshot.build(path, changes={"version": "0.2.0"})
    assert client.get("/fr/cap.json").json()["version"] == "0.2.0"
    assert "clairevoix 0.2.0" in client.get("/fr/").text


def test_a_withdrawn_excerpt_is_gone_at_once(tmp_path: Path) -> None:
    import snapshot

    path = tmp_path / "snapshot.duckdb"
    snapshot.build(path)
    client = TestClient(create_app(path), base_url="http://127.0.0.1")
    assert client.get("/excerpts/internetoutage1.flac").status_code == 200
    snapshot.build(path, with_figures=False)
    assert client.get("/excerpts/internetoutage1.flac").status_code == 404
    assert client.get("/fr/excerpts/internetoutage1").status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8765", 200),
        ("localhost:8765", 200),
        ("evil.example", 400),  # a name that somebody made to lead here
        ("127.0.0.1.evil.example", 400),
        ("", 400),
    ],
)
def test_only_this_machine_s_own_names_are_answered(client, host, status):
    response = client.get("/fr/", headers={"Host": host})
    assert response.status_code == status
    assert "Content-Security-Policy" in response.headers
