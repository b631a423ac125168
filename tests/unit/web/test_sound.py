"""The sound of excerpts: ranges as RFC 9110 wants them."""

import pytest
from fastapi.testclient import TestClient

from clairevoix.web.media import byte_range

ADDRESS = "/excerpts/internetoutage1.flac"


def test_the_whole_is_a_flac_file_that_may_be_read_in_parts(client: TestClient) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.content.startswith(b"fLaC")
    assert response.headers["content-type"] == "audio/flac"
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["cache-control"] == "no-store"  # a browser's cache knows no term


@pytest.mark.parametrize(
    ("asked", "part"), [("0-3", slice(0, 4)), ("100-", slice(100, None)), ("-50", slice(-50, None))]
)
def test_a_part_is_that_part(client: TestClient, asked: str, part: slice) -> None:
    whole = client.get(ADDRESS).content
    response = client.get(ADDRESS, headers={"range": f"bytes={asked}"})
    assert response.status_code == 206
    assert response.content == whole[part]
    start, stop, _ = part.indices(len(whole))
    assert response.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(whole)}"
    assert response.headers["content-length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=-0"])
def test_a_part_outside_is_a_416(client: TestClient, asked: str) -> None:
    size = len(client.get(ADDRESS).content)
    response = client.get(ADDRESS, headers={"range": asked})
    assert response.status_code == 416
    assert response.headers["content-range"] == f"bytes */{size}"


@pytest.mark.parametrize("asked", ["bytes=", "bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=x-y"])
def test_what_cannot_be_understood_is_answered_with_the_whole(client: TestClient, asked: str) -> None:
    assert client.get(ADDRESS, headers={"range": asked}).status_code == 200


def test_a_part_of_what_changed_is_answered_with_the_whole(client: TestClient) -> None:
    etag = client.get(ADDRESS).headers["etag"]
    assert client.get(ADDRESS, headers={"range": "bytes=0-3", "if-range": etag}).status_code == 206
    assert client.get(ADDRESS, headers={"range": "bytes=0-3", "if-range": '"other"'}).status_code == 200
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304


def test_a_range_past_the_end_is_cut() -> None:
    assert byte_range("bytes=5-99", 10) == (5, 10)
