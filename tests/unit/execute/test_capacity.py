"""What of a machine may be used: each limit that a system or a container can set, and none."""

import os

import pytest

from clairevoix.execute.capacity import cores, memory_mb

ALLOWED = len(os.sched_getaffinity(0))
IN_A_GROUP = {"proc/self/cgroup": "0::/office/calls\n"}

#: Files of the system, the cores.
QUOTAS = [
    ({}, ALLOWED),
    ({"sys/fs/cgroup/cpu.max": "max 100000\n"}, ALLOWED),
    ({"sys/fs/cgroup/cpu.max": "100000 100000\n"}, 1),
    ({"sys/fs/cgroup/cpu.max": "20000 100000\n"}, 1),
    ({"sys/fs/cgroup/cpu.max": "150000 100000\n"}, min(ALLOWED, 2)),
    ({"sys/fs/cgroup/cpu.max": "99900000 100000\n"}, ALLOWED),
    ({"sys/fs/cgroup/cpu.max": "1 0\n"}, ALLOWED),
    ({"sys/fs/cgroup/cpu.max": "nonsense\n"}, ALLOWED),
    ({**IN_A_GROUP, "sys/fs/cgroup/office/calls/cpu.max": "50000 100000\n"}, 1),
    ({**IN_A_GROUP, "sys/fs/cgroup/office/cpu.max": "50000 100000\n"}, 1),
    ({**IN_A_GROUP, "sys/fs/cgroup/others/cpu.max": "50000 100000\n"}, ALLOWED),
    ({"proc/self/cgroup": "0::/../elsewhere\n", "sys/fs/cgroup/cpu.max": "50000 100000\n"}, 1),
    ({"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}, ALLOWED),
    ({"sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000\n", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n"}, 1),
]

MEMINFO = {"proc/meminfo": "MemTotal: 8192000 kB\nMemAvailable: 4096000 kB\n"}
#: Files of the system, the memory in MB.
MEMORY = [
    ({}, None),
    (MEMINFO, 4000),
    ({**MEMINFO, "sys/fs/cgroup/memory.max": "max\n"}, 4000),
    ({**MEMINFO, "sys/fs/cgroup/memory.max": "2147483648\n"}, 2048),
    ({**MEMINFO, **IN_A_GROUP, "sys/fs/cgroup/office/memory.max": "1073741824\n"}, 1024),
    ({"sys/fs/cgroup/memory/memory.limit_in_bytes": "536870912\n"}, 512),
    ({"proc/meminfo": "MemAvailable: much kB\n"}, None),
]


def laid(root, files):
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    return root


@pytest.mark.parametrize(("files", "n"), QUOTAS)
def test_cores(tmp_path, files, n):
    assert cores(laid(tmp_path, files)) == n


@pytest.mark.parametrize(("files", "mb"), MEMORY)
def test_memory(tmp_path, files, mb):
    assert memory_mb(laid(tmp_path, files)) == mb


def test_a_process_that_is_held_to_one_core_uses_one(tmp_path):
    whole = os.sched_getaffinity(0)
    try:
        os.sched_setaffinity(0, {min(whole)})
        assert cores(tmp_path) == 1
    finally:
        os.sched_setaffinity(0, whole)
