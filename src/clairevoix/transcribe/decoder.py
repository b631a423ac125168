"""What an engine does with a window of speech; everything before and after is the same for all of them."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from clairevoix.transcribe.gate import Piece

#: Sound as engines take it: one channel, 16 kHz, full scale is 1.
Window = NDArray[np.float32]
RATE_HZ = 16_000


@runtime_checkable
class Decoder(Protocol):
    """Turns windows of speech into words. Windows last ``window_ms`` at most, in noise ``noisy_window_ms``."""

    window_ms: int
    noisy_window_ms: int

    def decode(self, windows: Sequence[Window], language: str) -> Sequence[Piece]:
        """One piece for each window, times in ms from the start of the window. Raises ComponentError."""
