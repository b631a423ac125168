"""Memory that a process keeps: a decoder asks for the same large pieces at every step, and gives them back."""

import ctypes
import platform

#: ``mallopt`` of the GNU C library, malloc.h: what is free at the top of the heap and not given back, what is asked for
#: beyond need, how many pieces come straight from the system, how many heaps there are.
_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX, _ARENA_MAX = -1, -2, -4, -8
_NEVER, _AHEAD = 2**31 - 1, 64 << 20


def one_heap() -> bool:
    """Makes threads that begin from now on share one heap: to be called before a model is loaded, which starts them."""
    return _told({_ARENA_MAX: 1})


def keep_memory() -> bool:
    """Makes this process keep what it frees, for its next step, and says whether it can be told to.

    Else the GNU C library takes each large piece from the system, which fills it with zeros, page by page, and gives it
    back a moment later: a fifth of the time of Whisper base. Called after a model is loaded, lest what only loading needs
    be kept. Other C libraries are left alone.
    """
    return _told({_MMAP_MAX: 0, _TRIM_THRESHOLD: _NEVER, _TOP_PAD: _AHEAD})


def give_back() -> bool:
    """Gives what is free back to the system, once, and says whether there was any: after something unusually large."""
    if platform.libc_ver()[0] != "glibc":
        return False
    return bool(ctypes.CDLL(None).malloc_trim(0))


def _told(options: dict[int, int]) -> bool:
    if platform.libc_ver()[0] != "glibc":
        return False
    mallopt = ctypes.CDLL(None).mallopt
    done = [bool(mallopt(option, value)) for option, value in options.items()]
    return all(done)
