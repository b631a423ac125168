"""Reads a codebook: one TOML file per label. Its examples are checked as it is read, and all of it is read, or nothing."""

import hashlib
import time
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from clairevoix.annotate.annotators.phrase_items import forms
from clairevoix.annotate.codebook.label_file import parse_label
from clairevoix.charter.extractors import Extractor
from clairevoix.model.annotation import Codebook, Label
from clairevoix.model.errors import SettingsError

Read = tuple[Codebook, tuple[Extractor, ...]]
_TRIES, _PAUSE_S = 5, 0.05
#: The folder of labels that are not in force yet.
DRAFTS = "drafts"


def starting_codebook() -> dict[str, str]:
    """The labels that come with clairevoix: file name to text, for a new workspace."""
    folder = resources.files(__package__)
    return {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".toml")}


def read_codebook(folder: Path) -> Read:
    """The labels of a workspace, and what each infers, for the charter.

    Raises SettingsError for a file that is not a label, and for an example that its own label does not find.
    """
    return parse_codebook(read_texts(folder))


def read_texts(folder: Path) -> dict[str, bytes]:
    """Every label's file by its name, as all of them were at one instant.

    Raises SettingsError where files change while they are read, and for two of one name in two folders.
    """
    before = _texts(folder)
    for _ in range(_TRIES):
        now = _texts(folder)
        if now == before:
            return now
        before = now
        time.sleep(_PAUSE_S)
    raise SettingsError("codebook/ is being changed while it is read; try again when it is saved")


def parse_codebook(texts: Mapping[str, bytes], *, is_tried: bool = False) -> Read:
    """The codebook that these files make; ``is_tried``: its examples were. Raises SettingsError, naming the file."""
    parsed = [parse_label(stem, content, is_tried=is_tried) for stem, content in sorted(texts.items())]
    labels = tuple(label for label, _ in parsed)
    _check_titles(labels)
    return Codebook(labels=labels, digest=digest_of(texts)), tuple(each for _, each in parsed)


def digest_of(texts: Mapping[str, bytes]) -> str:
    """Identifies these very files, in 16 hex digits."""
    whole = b"\0".join(stem.encode() + b"\0" + content for stem, content in sorted(texts.items()))
    return hashlib.sha256(whole).hexdigest()[:16]


def _texts(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*.toml")):
        if DRAFTS in path.relative_to(folder).parts:
            continue
        if path.stem in found:
            raise SettingsError(f"codebook/: two labels of the name {path.stem}, in two folders; keep one")
        try:
            found[path.stem] = path.read_bytes()
        except OSError:
            raise SettingsError(f"codebook/{path.stem}.toml cannot be read") from None
    return found


def _check_titles(labels: tuple[Label, ...]) -> None:
    """People read titles, not names: two labels of one title are two of one name."""
    seen: dict[tuple[str, str], str] = {}
    for label in labels:
        for language, title in label.title.items():
            other = seen.setdefault((language, " ".join(forms(title))), label.name)
            if other != label.name:
                raise SettingsError(f"codebook/: {other} and {label.name} have the same title in « {language} »")
