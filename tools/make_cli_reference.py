"""Writes ``docs/reference/cli.md`` from the help of every command; with ``--check``, exits 1 if the file is stale."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from clairevoix.cli import group

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
WIDTH = 88
_HEAD = """\
# Commands

This page is written by `tools/make_cli_reference.py`; do not edit it.

Every command that works on a workspace takes `--workspace`, the current folder by default. With `--json` the answer is
JSON on standard output; progress and complaints go to standard error. Exit codes: [errors](errors.md).
"""


def page() -> str:
    """The whole page."""
    return "\n".join((_HEAD, *_sections(group, "clairevoix", None)))


def _sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    look = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH, "color": False}
    context = click.Context(command, info_name=name, parent=parent, **look)
    said = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## `{context.command_path}`\n\n```text\n{said}\n```\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            below = command.get_command(context, each)
            if below is not None:
                yield from _sections(below, each, context)


def main() -> int:
    """Entry point."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    sys.stderr.write("docs/reference/cli.md is stale; run: python tools/make_cli_reference.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
