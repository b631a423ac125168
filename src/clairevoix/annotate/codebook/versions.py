"""What changed between two codebooks, and the rule that a changed label is a new version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from clairevoix.model.annotation import Codebook, Label
from clairevoix.model.errors import SettingsError

#: What a label finds, and what humans code by it. Its title, its owner and its examples may be mended without a new version.
_MEANING = ("name", "party", "definition", "phrases", "unless", "queries", "by_language")


class Kind(StrEnum):
    """How a label differs from what it was."""

    ADDED = "added"
    RETIRED = "retired"
    RENEWED = "renewed"
    MENDED = "mended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One label that is not as it was: the versions before and after, and which of its parts differ."""

    label: str
    kind: Kind
    before: int | None
    after: int | None
    parts: tuple[str, ...] = ()


def meaning(label: Label) -> str:
    """Identifies what a label means, in 16 hex digits: the same text in another order of keys means the same."""
    whole = asdict(label)
    text = json.dumps([whole[part] for part in _MEANING], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def versions(codebook: Codebook) -> dict[str, tuple[int, str]]:
    """The version and the meaning of each label, by name: what is kept of a codebook that was in force."""
    return {label.name: (label.version, meaning(label)) for label in codebook.labels}


def check_versions(known: Mapping[tuple[str, int], str], codebook: Codebook) -> None:
    """Raises SettingsError for a label that changed, but not its version. ``known`` are the meanings by name and version."""
    for label in codebook.labels:
        before = known.get((label.name, label.version))
        if before is not None and before != meaning(label):
            highest = max(version for name, version in known if name == label.name)
            raise SettingsError(
                f"codebook/{label.name}.toml changed, but is still version {label.version}: "
                f"a changed label is a new version; write version = {highest + 1}"
            )


def changes(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """What ``new`` has differently, by label."""
    before, after = ({label.name: label for label in book.labels} for book in (old, new))
    found = []
    for name in sorted(set(before) | set(after)):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            kind = Kind.ADDED if one is None else Kind.RETIRED
            versions = (one.version if one else None, other.version if other else None)
            found.append(Change(label=name, kind=kind, before=versions[0], after=versions[1]))
        elif one != other:
            parts = tuple(part for part, value in asdict(one).items() if value != asdict(other)[part])
            kind = Kind.RENEWED if meaning(one) != meaning(other) or one.version != other.version else Kind.MENDED
            found.append(Change(label=name, kind=kind, before=one.version, after=other.version, parts=parts))
    return tuple(found)
