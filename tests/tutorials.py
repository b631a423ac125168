"""Tutorials as they are written: their commands, what these are said to print, and running them."""

import os
import re
import subprocess
import sys
from pathlib import Path

TUTORIALS = Path(__file__).parents[1] / "docs" / "tutorials"
_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[tuple[str, str]]:
    """Each block of commands with what is printed below it, if the page says so."""
    found = _BLOCK.findall((TUTORIALS / page).read_text(encoding="utf-8"))
    printed = [*found[1:], ("sh", "")]
    pairs = zip(found, printed, strict=True)
    return [(text, after if kind == "text" else "…") for (this, text), (kind, after) in pairs if this == "sh"]


def is_printed(wanted: str, text: str) -> bool:
    """``…`` stands for anything; on a line of its own, for any number of lines."""
    pattern = re.escape(wanted.strip()).replace("…\\\n", "(?:.*\n)*?").replace("…", "[^\n]*")
    return re.fullmatch(pattern, text.strip()) is not None


def run(commands: str, wanted: str, folder: Path, locale: str) -> None:
    """Runs a block in a folder and fails unless it ends well and prints what is wanted; ``…`` alone is anything."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment |= {"LANG": locale, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-u", "-c", commands],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}"
    if wanted != "…":
        assert is_printed(wanted, done.stdout), f"{commands}\n{done.stdout}"
