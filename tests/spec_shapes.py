"""What the source declares, read from its syntax: fields, columns, members, orders, imports."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import clairevoix

SOURCE = Path(clairevoix.__file__).parent


def sources() -> dict[str, str]:
    """Every module of the program, by its path."""
    return {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py"))}


def declared(text: str) -> Iterator[tuple[str, str]]:
    """Kind and name of everything that can hold data: fields and members of classes, columns of tables, routes."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            yield "class", node.name
            for each in node.body:
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                    yield "field", each.target.id
                elif isinstance(each, ast.Assign):
                    yield from (("member", target.id) for target in each.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            first = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            if name == "Column" and isinstance(first, str):
                yield "column", first
            elif name in ("get", "post", "put", "route", "websocket", "add_api_route") and isinstance(first, str):
                yield "route", first


def words(name: str) -> set[str]:
    """`AgentRank`, `agent_rank` and `/agents/{id}/rank` in single words."""
    return set(re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()))


def imported(text: str) -> set[str]:
    """The packages that a module imports, whole paths."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def texts(text: str) -> Iterator[str]:
    """Every text that is no docstring, formatted ones with « {} » for what is put in."""
    tree = ast.parse(text)
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare:
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = (str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
            yield "".join(parts)


def orders(text: str) -> Iterator[str]:
    """What is sorted or grouped by: arguments of order_by and group_by, keys of sorts, clauses in SQL."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("order_by", "group_by"):
            yield from (ast.unparse(each) for each in node.args)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("sorted", "sort", "nlargest"):
            yield from (ast.unparse(each.value) for each in node.keywords if each.arg == "key")
    for each in texts(text):
        yield from re.findall(r"(?:ORDER|GROUP|PARTITION) BY ([^)\n]+)", each, flags=re.IGNORECASE)
