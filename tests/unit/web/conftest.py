"""A client of the web application over a made-up snapshot."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import people
from clairevoix.store import credentials

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2] / "browser")]

Client = Callable[..., TestClient]


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Over the usual snapshot."""
    import snapshot

    from clairevoix.web.app import create_app

    path = tmp_path_factory.mktemp("published") / "snapshot.duckdb"
    snapshot.build(path)
    return TestClient(create_app(path), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def client_of(tmp_path: Path) -> Client:
    """Over a snapshot that differs: ``client_of(target=None)``, ``client_of(with_figures=False)``."""
    import snapshot

    from clairevoix.web.app import create_app

    def built(*, with_figures: bool = True, marks: Sequence[int] = snapshot.MARKS, **changes: Any) -> TestClient:
        path = tmp_path / "snapshot.duckdb"
        snapshot.build(path, changes=changes, with_figures=with_figures, marks=marks)
        return TestClient(create_app(path), base_url="http://127.0.0.1", follow_redirects=False)

    return built


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> people.Office:
    """An installation with accounts, whose passwords are hashed quickly."""
    monkeypatch.setattr(credentials, "COST", people.CHEAP)
    return people.an_office(tmp_path)
