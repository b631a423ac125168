"""A running server over a made-up snapshot, and a real browser to look at it."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_S = 30.0


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the made-up snapshot."""
    import snapshot
    import uvicorn

    from clairevoix.web.app import create_app

    path = tmp_path_factory.mktemp("published") / "snapshot.duckdb"
    snapshot.build(path)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(path), log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE_S
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=PATIENCE_S)
    listening.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium. Without it the tests are skipped, unless ``CLAIREVOIX_REQUIRE_BROWSER=1``."""
    playwright = pytest.importorskip("playwright.sync_api") if not _required() else _playwright()
    if not CHROMIUM.exists():
        if _required():
            pytest.fail("Chromium is not installed, and CLAIREVOIX_REQUIRE_BROWSER=1")
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


def _required() -> bool:
    return os.environ.get("CLAIREVOIX_REQUIRE_BROWSER") == "1"


def _playwright() -> object:
    import playwright.sync_api

    return playwright.sync_api
