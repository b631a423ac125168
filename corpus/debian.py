"""Debian packages with real recordings: fetched when the corpus is built, unpacked beside the cache, never shipped.

In: the name of a package and a folder. Out: the root of the unpacked package, or nothing where it cannot be had.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

#: A path inside each package, by which an installed one is known.
PACKAGES = {
    "asterisk-core-sounds-fr": "usr/share/doc/asterisk-core-sounds-fr/core-sounds-fr.txt.gz",
    "asterisk-core-sounds-fr-wav": "usr/share/asterisk/sounds/fr_CA_f_June",
    "asterisk-prompt-fr-armelle": "usr/share/asterisk/sounds/fr/digits/0.gsm",
    "asterisk-moh-opsound-wav": "usr/share/asterisk/moh",
    "klettres-data": "usr/share/klettres/fr",
}


def unpacked(package: str, folder: Path) -> Path | None:
    """Where the package's files are: unpacked before, fetched now, or installed."""
    target = folder / package
    if not target.exists():
        _fetch(package, target)
    return next((root for root in (target, Path("/")) if (root / PACKAGES[package]).exists()), None)


def _fetch(package: str, target: Path) -> None:
    """No root is needed: the package is downloaded and unpacked, not installed. The folder appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as name:
        folder = Path(name)
        try:
            subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True, capture_output=True)
            archive = next(folder.glob("*.deb"))
            subprocess.run(["dpkg-deb", "-x", archive.name, "files"], cwd=folder, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError, StopIteration):
            return
        (folder / "files").rename(target)
