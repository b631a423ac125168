"""The command line: one module per command, loaded when it is asked for."""

import os
import resource
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

from clairevoix import __version__
from clairevoix.cli.output import complain, refused
from clairevoix.model.errors import CharterRefusal, ClairevoixError

#: Name of a command to its module, which holds a click command named ``command``. In the order of the work.
COMMANDS = {
    "demo": "clairevoix.cli.demo",
    "init": "clairevoix.cli.init",
    "ingest": "clairevoix.cli.ingest",
    "run": "clairevoix.cli.run",
    "annotator": "clairevoix.cli.annotator",
    "code": "clairevoix.cli.code",
    "themes": "clairevoix.cli.themes",
    "query": "clairevoix.cli.query",
    "publish": "clairevoix.cli.publish",
    "report": "clairevoix.cli.report",
    "serve": "clairevoix.cli.serve",
    "transcribe": "clairevoix.cli.transcribe",
    "models": "clairevoix.cli.models",
    "redact": "clairevoix.cli.redact",
    "nps": "clairevoix.cli.nps",
    "plan": "clairevoix.cli.plan",
    "charter": "clairevoix.cli.charter",
    "organisation": "clairevoix.cli.organisation",
    "ledger": "clairevoix.cli.ledger",
    "account": "clairevoix.cli.accounts",
    "pulse": "clairevoix.cli.pulse",
    "decide": "clairevoix.cli.decide",
    "purge": "clairevoix.cli.purge",
    "forget": "clairevoix.cli.forget",
    "attack": "clairevoix.cli.attack",
    "codebook": "clairevoix.cli.codebook",
    "evaluate": "clairevoix.cli.evaluate",
}


class _Lazy(click.Group):
    """Imports a command's module only when it runs, so that the light commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="clairevoix")
def group() -> None:
    """An honest picture of the customer's experience, and the safeguards of those whose work is heard."""


def main() -> None:
    """Entry point. Every error ends in one sentence and its own exit code."""
    os.umask(0o077)  # what is written is its owner's alone
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no dump of a memory that held what was said
    try:
        sys.exit(group.main(standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except CharterRefusal as refusal:
        complain(refused(refusal))
        sys.exit(refusal.exit_code)
    except ClairevoixError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001
        # Where it happened, never what it says: a message may quote what was said.
        frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
        complain(f"a defect of clairevoix, please report it: {type(error).__name__} at {' '.join(frames[-6:])}")
        sys.exit(ClairevoixError.exit_code)
