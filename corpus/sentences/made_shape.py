"""What all makers of values return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Groups of words with what stands between them; ``canonical`` is the identifier in its written form, if it has one."""

    groups: tuple[str, ...]
    joiner: str
    canonical: str
