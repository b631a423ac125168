"""Models exported to ONNX: which kind a folder holds, in which precision, in which files."""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.engines.weights import file_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """``name`` as onnx-asr knows it; ``networks`` are its ONNX files, ``{}`` their precision; ``tables``, its tokens."""

    name: str
    networks: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What of a folder is loaded. ``precision`` is how its file names say it, such as ``int8``; None is full."""

    folder: Path = field(repr=False)
    kind: Kind
    precision: str | None
    files: tuple[Path, ...] = field(repr=False)


_TRANSDUCER = ("encoder-model{}.onnx", "decoder_joint-model{}.onnx")
_NEMO, _WHISPER = ("vocab.txt",), ("vocab.json", "added_tokens.json")
#: The exports that NVIDIA's NeMo, Hugging Face's optimum and ONNX Runtime write. One kind, one line.
KINDS = (
    Kind(name="nemo-conformer-tdt", networks=_TRANSDUCER, tables=_NEMO),
    Kind(name="nemo-conformer-rnnt", networks=_TRANSDUCER, tables=_NEMO),
    Kind(name="nemo-conformer-aed", networks=("encoder-model{}.onnx", "decoder-model{}.onnx"), tables=_NEMO),
    Kind(name="nemo-conformer-ctc", networks=("model{}.onnx",), tables=_NEMO),
    Kind(name="whisper", networks=("**/encoder_model{}.onnx", "**/decoder_model_merged{}.onnx"), tables=_WHISPER),
    Kind(name="whisper-ort", networks=("whisper-*_beamsearch{}.onnx",), tables=_WHISPER),
)
_CONFIG = "config.json"
_NO_WEIGHTS = re.compile(r"(?i)(?:readme|licen[cs]e|notice|sha256sums).*|.*\.(?:md|onnx|wav)")


def layout_of(folder: Path) -> Layout:
    """The model in a folder, in full precision if it is there: int8 errs more. Raises SettingsError or ComponentError."""
    kind, networks = _recognised(folder)
    missing = [name for name in kind.tables if not (folder / name).is_file()]
    if missing:
        names = ", ".join(missing)
        raise SettingsError(f"the folder of the model lacks {names}; copy the whole export")
    precision = min(networks, key=lambda name: (name != "", name != "int8", name))
    others = [folder / name for name in (*kind.tables, _CONFIG) if (folder / name).is_file()]
    return Layout(folder=folder, kind=kind, precision=precision or None, files=(*networks[precision], *others))


def layout_digest(layout: Layout) -> str:
    """Identifies a model: sha256 over what is loaded and what may lie beside it as weights, 16 hexadecimal digits."""
    named = {path.relative_to(layout.folder).as_posix(): path for path in (*layout.files, *_beside(layout.folder))}
    total = hashlib.sha256()
    for name in sorted(named):
        total.update(f"{file_digest(named[name])}  {name}\n".encode())
    return total.hexdigest()[:16]


def _recognised(folder: Path) -> tuple[Kind, dict[str, tuple[Path, ...]]]:
    """The kind whose files are there, with its networks by precision. Only transducers of two kinds look alike."""
    found = {kind.name: (kind, networks) for kind in KINDS if (networks := _networks(folder, kind))}
    if len(found) == 1:
        return next(iter(found.values()))
    known = ", ".join(kind.name for kind in KINDS)
    if not found:
        raise SettingsError(
            f"the folder holds no whole ONNX export of a kind that is known ({known}); docs/how-to/models.md says which "
            "files each kind needs"
        )
    try:
        kind = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))["model_type"]
        return found[kind]
    except (FileNotFoundError, KeyError, TypeError):
        names = ", ".join(found)
        raise SettingsError(
            f"config.json must say model_type, one of {names}, and features_size; copy that of the export"
        ) from None
    except ValueError:
        raise ComponentError("config.json of the model is not JSON; copy it again") from None


def _networks(folder: Path, kind: Kind) -> dict[str, tuple[Path, ...]]:
    """Precision, empty for full, to the ONNX files of a kind; only precisions in which none is missing."""
    by_precision: dict[str, list[Path]] = defaultdict(list)
    for pattern in kind.networks:
        for precision, path in _matching(folder, pattern):
            by_precision[precision].append(path)
    return {name: tuple(paths) for name, paths in by_precision.items() if len(paths) == len(kind.networks)}


def _matching(folder: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    """One file for each precision."""
    name = re.escape(Path(pattern).name).replace(r"\*", ".+").replace(r"\{\}", r"(?:[._](?P<precision>[\w.]+))?")
    found: dict[str, Path] = {}
    for path in sorted(folder.glob(pattern.format("*"))):
        match = re.fullmatch(name, path.name)
        if match and path.is_file():
            found.setdefault(match["precision"] or "", path)
    yield from found.items()


def _beside(folder: Path) -> Iterator[Path]:
    """Weights too large for an ONNX file lie beside it under any name; documents and other networks are not read."""
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden and not _NO_WEIGHTS.fullmatch(path.name):
            yield path
