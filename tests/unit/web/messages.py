"""Finds every message that the code and the templates say, and the placeholders of a message."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from jinja2 import Environment
from jinja2.ext import extract_from_ast

import clairevoix
from clairevoix.charter.rules import RULES
from clairevoix.web.rooms import ROOMS

SOURCE = Path(clairevoix.__file__).parent
Message = str | tuple[str, str]


def said() -> dict[Message, str]:
    """Every message with a place where it is said; plural messages are pairs."""
    found: dict[Message, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        found |= {message: f"{path.name}:{line}" for line, message in _in_python(path.read_text("utf-8"))}
    for path in sorted(SOURCE.rglob("*.html")):
        found |= {message: f"{path.name}:{line}" for line, message in _in_template(path.read_text("utf-8"))}
    for room in ROOMS:
        found[room.title] = f"room {room.name}"
    for rule in RULES:
        found |= dict.fromkeys((rule.title, rule.sentence, rule.source), f"rule {rule.rule_id}")
    return found


def placeholders(text: str) -> set[str]:
    """
    >>> sorted(placeholders("{n} of {total}"))
    ['n', 'total']
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _in_python(source: str) -> Iterator[tuple[int, Message]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if texts and _is_translator(node.func):
            yield node.lineno, texts[0]
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "plural" and len(texts) >= 2:
            yield node.lineno, (texts[0], texts[1])


def _is_translator(called: ast.expr) -> bool:
    """Whether this is ``_``, or a translator made on the spot: ``translator("fr")(...)``."""
    if isinstance(called, ast.Call):
        return isinstance(called.func, ast.Name) and called.func.id in {"spoken", "translator", "Translator"}
    return isinstance(called, ast.Name) and called.id == "_"


def _in_template(source: str) -> Iterator[tuple[int, Message]]:
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    for line, _, message in extract_from_ast(environment.parse(source), ("_", "gettext")):
        if isinstance(message, str):
            yield line, message
        elif message is not None:  # a name in the place of a sentence: rooms and rules say theirs themselves
            texts = [each for each in message if each is not None]
            yield line, texts[0]
