"""What a recognizer raises goes no further: its message, or the frames behind it, may quote what was said."""

from collections.abc import Callable
from typing import TypeVar

from clairevoix.model.errors import ClairevoixError, Code, InputError

Found = TypeVar("Found")


def guarded(find: Callable[[], Found]) -> Found:
    """What ``find`` finds. Raises InputError recognizer_failed, with no cause and no context, whatever went wrong in it.

    Errors of clairevoix, which carry no content, pass.
    """
    try:
        return find()
    except ClairevoixError:
        raise
    except Exception:  # noqa: BLE001  (nothing of it goes on)
        failure = InputError(Code.RECOGNIZER_FAILED)
    raise failure  # out here, so that the first error does not hang on it as its context
