"""``clairevoix serve``."""

from pathlib import Path

import click
import uvicorn

from clairevoix.cli.output import note, spoken, workspace_option
from clairevoix.config import parse_settings, read_toml
from clairevoix.store.workspace import SETTINGS_FILE, existing
from clairevoix.web.app import create_app


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@workspace_option
def command(host: str, port: int, root: Path) -> None:
    """Serve the published snapshot: the pages and their JSON twins."""
    settings = parse_settings(read_toml(root / SETTINGS_FILE))
    is_local = host in ("127.0.0.1", "localhost", "::1")
    snapshot = existing(root, settings.workspace.keys).snapshot
    app = create_app(snapshot) if is_local else create_app(snapshot, hosts=("*",))
    if not is_local:
        note(spoken()("Beware: nobody is asked who they are; whoever reaches this address reads the page."))
    note(spoken()("Open http://{host}:{port}/ (stop with Ctrl-C)", host=host, port=port))
    # No access log: addresses of pages say who looked at what.
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning", server_header=False)
