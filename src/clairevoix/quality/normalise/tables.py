"""Tables of words as they are read: a line each, « written, or written so = said »."""

from collections.abc import Iterable


def table(text: str) -> dict[str, tuple[str, ...]]:
    """
    >>> table("okay, okey = ok")
    {'okay': ('ok',), 'okey': ('ok',)}
    """
    lines = [line.partition(" = ") for line in text.strip().splitlines()]
    return {written.strip(): tuple(said.split()) for left, _, said in lines for written in left.split(",")}


def numerals(text: str) -> dict[str, int]:
    """
    >>> numerals("un, une = 1")
    {'un': 1, 'une': 1}
    """
    return {word: int(value) for word, (value,) in table(text).items()}


def endings(stems: str, others: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Each stem with each pair of endings, the one for the other.

    >>> endings("colo hono", [("ur", "r")])
    {'colour': ('color',), 'honour': ('honor',)}
    """
    return {f"{stem}{one}": (f"{stem}{other}",) for stem in stems.split() for one, other in others}
