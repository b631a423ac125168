"""What of the machine this process may use, as the system and a container's limits (control groups) say."""

import math
import os
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path("/")
_MB = 1 << 20


def cores(root: Path = _ROOT) -> int:
    """The processors that this process may run on; of a quota, so many as it would fill. At least one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, *(math.ceil(quota) for quota in _quotas(root)), allowed))


def memory_mb(root: Path = _ROOT) -> int | None:
    """The memory that is free for this process and those it starts; None where the system does not tell."""
    found = [number // _MB for number in (*_limits(root), *_available(root))]
    return min(found, default=None)


def _quotas(root: Path) -> Iterator[float]:
    """Processors' time by time that passes: of each group that this process is in, and of those around it."""
    for group in _groups(root):
        match _words(group / "cpu.max"):
            case [quota, period] if quota.isdecimal() and period.isdecimal() and int(period):
                yield int(quota) / int(period)
    first = root / "sys/fs/cgroup/cpu"
    match _words(first / "cpu.cfs_quota_us") + _words(first / "cpu.cfs_period_us"):
        case [quota, period] if quota.isdecimal() and period.isdecimal() and int(period):
            yield int(quota) / int(period)


def _limits(root: Path) -> Iterator[int]:
    """Bytes, likewise."""
    for path in (
        *(group / "memory.max" for group in _groups(root)),
        root / "sys/fs/cgroup/memory/memory.limit_in_bytes",
    ):
        match _words(path):
            case [limit] if limit.isdecimal():
                yield int(limit)


def _available(root: Path) -> Iterator[int]:
    for line in _lines(root / "proc/meminfo"):
        match line.split():
            case ["MemAvailable:", kilobytes, "kB"] if kilobytes.isdecimal():
                yield int(kilobytes) * 1024


def _groups(root: Path) -> Iterator[Path]:
    """The folder of the group that this process is in, and of each around it (cgroups(7), version 2)."""
    top = root / "sys/fs/cgroup"
    own = next((line[3:].strip("/") for line in _lines(root / "proc/self/cgroup") if line.startswith("0::")), "")
    folder = top / own
    while folder != top and top in folder.parents:
        yield folder
        folder = folder.parent
    yield top


def _words(path: Path) -> list[str]:
    return [word for line in _lines(path) for word in line.split()]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
