"""Reads a codebook: one TOML file per label. Its examples are checked as it is read."""

import hashlib
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from clairevoix.annotate.annotators.phrases import matches
from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.annotation import Codebook, Label
from clairevoix.model.contact import Party
from clairevoix.model.errors import SettingsError

_KEYS = {
    "name",
    "version",
    "party",
    "infers",
    "title",
    "definition",
    "phrases",
    "unless",
    "examples",
    "counter_examples",
}


def starting_codebook() -> dict[str, str]:
    """The labels that come with clairevoix: file name to text, for a new workspace."""
    folder = resources.files(__package__)
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def read_codebook(folder: Path) -> tuple[Codebook, tuple[Extractor, ...]]:
    """The labels of a workspace, and what each infers, for the charter.

    Raises SettingsError for a file that is not a label, and for an example that its own label does not find.
    """
    files = sorted(folder.glob("*.toml"))
    texts = {file.stem: file.read_bytes() for file in files}
    parsed = [_label(name, text) for name, text in texts.items()]
    digest = hashlib.sha256(b"\0".join(name.encode() + b"\0" + text for name, text in texts.items())).hexdigest()[:16]
    return Codebook(labels=tuple(label for label, _ in parsed), digest=digest), tuple(each for _, each in parsed)


def _label(name: str, content: bytes) -> tuple[Label, Extractor]:
    try:
        document = tomllib.loads(content.decode("utf-8"))
        _check_keys(name, document)
        label = Label(
            name=document["name"],
            version=int(document["version"]),
            party=Party(document["party"]),
            title=_by_language(document["title"]),
            definition=_by_language(document["definition"]),
            phrases=_texts(document["phrases"]),
            unless=_texts(document.get("unless", [])),
            examples=_texts(document.get("examples", [])),
            counter_examples=_texts(document.get("counter_examples", [])),
        )
        infers = Inference(document.get("infers", "content"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError):
        raise SettingsError(f"codebook/{name}.toml is not a label") from None
    if label.name != name:
        raise SettingsError(f"codebook/{name}.toml: the name of the label must be that of its file")
    _check_examples(label)
    return label, Extractor(name=label.name, parties=(label.party,), modality=Modality.TEXT, infers=infers)


def _by_language(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError
    return dict(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise TypeError
    return tuple(value)


def _check_keys(name: str, document: Mapping[str, object]) -> None:
    unknown = sorted(set(document) - _KEYS)
    if unknown:
        raise SettingsError(f"codebook/{name}.toml: unknown setting {unknown[0]}; known: {', '.join(sorted(_KEYS))}")


def _check_examples(label: Label) -> None:
    for kind, examples, expected in (
        ("example", label.examples, True),
        ("counter-example", label.counter_examples, False),
    ):
        for number, example in enumerate(examples, start=1):
            if matches(label, example) is not expected:
                verb = "is not found" if expected else "is found"
                raise SettingsError(f"codebook/{label.name}.toml: {kind} {number} {verb} by the label's own phrases")
