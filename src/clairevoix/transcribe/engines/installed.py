"""What a model that is there says of itself: digest, languages, licence, size."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.model.errors import ComponentError
from clairevoix.transcribe.engines.layouts import layout_digest, layout_of
from clairevoix.transcribe.engines.weights import Packaged, assembled, file_digest, folder_digest, packaged_digest

UNKNOWN = "unknown"
#: The list of digests that ``sha256sum * > SHA256SUMS`` writes, with which a folder is checked after a journey.
SUMS_FILE = "SHA256SUMS"

#: How licences begin, the narrower first.
_LICENCES = {
    "Attribution-NonCommercial": "CC-BY-NC-4.0",
    "Attribution-ShareAlike": "CC-BY-SA-4.0",
    "Attribution 4.0": "CC-BY-4.0",
    "Apache License": "Apache-2.0",
    "MIT License": "MIT",
}
_LINE = re.compile(r"(?:([0-9a-f]{64}) [ *](.+))?")
_HEAD = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model whose digest was checked. ``languages`` is empty for a model that does without, or does not say."""

    name: str
    path: Path = field(repr=False)
    digest: str
    languages: tuple[str, ...]
    licence: str
    n_bytes: int


def packaged_model(packaged: Packaged) -> InstalledModel:
    """A model from packages, assembled and checked. Raises ComponentError if a digest does not match."""
    folder = assembled(packaged)
    return InstalledModel(
        name=packaged.name,
        path=folder,
        digest=packaged_digest(packaged),
        languages=packaged.languages,
        licence=packaged.licence,
        n_bytes=_size(folder),
    )


def folder_model(folder: Path, digest: str | None = None) -> InstalledModel:
    """A model that somebody put into a folder, checked against its ``SHA256SUMS`` if there is one.

    ``digest`` is what the engine makes of it; without it, the files decide. Raises SettingsError or ComponentError.
    """
    _check_sums(folder)
    languages, licence = _stated(folder)
    return InstalledModel(
        name=folder.resolve().name,
        path=folder,
        digest=digest or _digest(folder),
        languages=languages,
        licence=licence,
        n_bytes=_size(folder),
    )


def _digest(folder: Path) -> str:
    return folder_digest(folder) if (folder / "model.bin").is_file() else layout_digest(layout_of(folder))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _check_sums(folder: Path) -> None:
    if not (folder / SUMS_FILE).is_file():
        return
    for line in (folder / SUMS_FILE).read_text(encoding="utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ComponentError("SHA256SUMS is not what sha256sum writes")
        if not match[2]:
            continue
        path = folder / match[2]
        if not path.is_file() or file_digest(path) != match[1]:
            raise ComponentError(f"{path.name} does not match SHA256SUMS; copy it again")


def _stated(folder: Path) -> tuple[tuple[str, ...], str]:
    """Languages and licence by the head of README.md, as hubs write it, or the licence by its own text."""
    head = _head(folder / "README.md")
    front = head.split("\n---", 1)[0] if head.startswith("---\n") else ""
    languages = re.search(r"^languages?:(.*(?:\n *- .*)*)", front, re.MULTILINE)
    licence = re.search(r"^licen[cs]e: *([\w.+-]+)", front, re.MULTILINE)
    found = tuple(re.findall(r"\b[a-z]{2,3}\b", languages[1])) if languages else ()
    return found, _spdx(licence[1]) if licence else _by_text(folder)


def _by_text(folder: Path) -> str:
    heads = [_head(path) for name in ("LICENSE*", "LICENCE*") for path in sorted(folder.glob(name))]
    return next((name for begin, name in _LICENCES.items() if any(begin in head for head in heads)), UNKNOWN)


def _spdx(name: str) -> str:
    """A licence as SPDX writes it.

    >>> _spdx("cc-by-4.0"), _spdx("apache-2.0"), _spdx("mit"), _spdx("openrail")
    ('CC-BY-4.0', 'Apache-2.0', 'MIT', 'openrail')
    """
    known = {each.lower(): each for each in _LICENCES.values()}
    return known.get(name.lower(), name.upper() if name.lower().startswith("cc") else name)


def _head(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(_HEAD)
