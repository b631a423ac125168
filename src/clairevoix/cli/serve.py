"""``clairevoix serve``."""

from pathlib import Path

import click
import uvicorn

from clairevoix.charter.access import Login
from clairevoix.cli.desk import registry_of
from clairevoix.cli.output import note, spoken, workspace_option
from clairevoix.project import open_project
from clairevoix.web.app import LOCAL_HOSTS, create_app


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@workspace_option
def command(host: str, port: int, root: Path) -> None:
    """Serve the published snapshot: the pages and their JSON twins."""
    project = open_project(root)
    login = Login(project.settings.web.login)
    is_local = host in ("127.0.0.1", "localhost", "::1")
    app = create_app(project.workspace.snapshot, LOCAL_HOSTS if is_local else ("*",), registry_of(project, login))
    if not is_local and login is not Login.ALL:
        note(spoken()("Beware: nobody is asked who they are; whoever reaches this address reads the page."))
    if not is_local:
        note(
            spoken()(
                "People sign in over TLS only: put a server that ends it in front, or serve on this machine alone."
            )
        )
    note(spoken()("Open http://{host}:{port}/ (stop with Ctrl-C)", host=host, port=port))
    # No access log: addresses of pages say who looked at what.
    uvicorn.run(app, host=host, port=port, access_log=False, log_level="warning", server_header=False)
