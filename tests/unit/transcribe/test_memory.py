"""Memory that a process keeps."""

import platform
import subprocess
import sys

from clairevoix.transcribe.engines import memory
from clairevoix.transcribe.engines.memory import keep_memory, one_heap

#: Takes 40 MB twenty times over and counts the pages that the system had to give.
COUNT = """
import ctypes, resource, sys
from clairevoix.transcribe.engines.memory import keep_memory, one_heap
if "keep" in sys.argv: keep_memory()
c = ctypes.CDLL(None)
c.malloc.restype, c.malloc.argtypes, c.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def once():
    piece = c.malloc(40 << 20)
    ctypes.memset(piece, 1, 40 << 20)
    c.free(piece)
once()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20): once()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(*options: str) -> int:
    done = subprocess.run([sys.executable, "-c", COUNT, *options], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_what_is_freed_is_used_again():
    if platform.libc_ver()[0] == "glibc":
        assert faults("keep") < 100 < faults()


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(memory.platform, "libc_ver", lambda: ("musl", "1.2"))
    assert not one_heap()
    assert not keep_memory()
