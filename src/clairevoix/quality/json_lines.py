"""Files of JSON lines: an object a line, each with its place, so that a complaint can name the line and not quote it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from clairevoix.model.errors import Code, InputError


def objects(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects of a file, each with its place, such as « truth.jsonl, line 3 »; empty lines count, and hold none.

    Raises InputError for a file that is missing or is not UTF-8, and, when it comes to it, for a line that is no object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError:
        raise InputError(Code.MISSING_FILE, path.name) from None
    except UnicodeDecodeError:
        raise InputError(Code.UNREADABLE, path.name) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        position = f"{path.name}, line {number}"
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise InputError(Code.UNREADABLE, position)
        yield position, row
