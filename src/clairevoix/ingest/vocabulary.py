"""The public vocabularies that come with clairevoix: what their codes say, where they are from, and what was verified.

A cause of a log that is on one of their lists is a known one; any other is kept and counted.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One list of an interface: ``values`` by kind, code to label ("" where it was not read); ``ours`` theirs to ours."""

    name: str
    source: str
    version: str
    verified: str
    values: Mapping[str, Mapping[str, str]]
    ours: Mapping[str, Mapping[str, str]]
    critical: Mapping[str, tuple[str, ...]]


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """All of them, by name."""
    folder = resources.files(f"{__package__}.vocabularies")
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")]
    found = [_vocabulary(tomllib.loads(text)) for text in texts]
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


def _vocabulary(document: Mapping[str, object]) -> Vocabulary:
    critical: Mapping[str, list[str]] = document.get("critical", {})  # type: ignore[assignment]
    return Vocabulary(
        name=str(document["name"]),
        source=str(document["source"]),
        version=str(document["version"]),
        verified=str(document["verified"]),
        values=document["values"],  # type: ignore[arg-type]
        ours=document.get("ours", {}),  # type: ignore[arg-type]
        critical={kind: tuple(codes) for kind, codes in critical.items()},
    )


@cache
def listed_causes() -> frozenset[str]:
    """Every code that can be a cause: natures of a joint appraisal, defects, criteria of conformity."""
    kinds = (("joint_appraisal", "intervention_nature"), ("defect", "defect"), ("conformity", "criterion"))
    return frozenset(code for name, kind in kinds for code in vocabularies()[name].values[kind])
