"""Runs a function over items in processes, and survives whatever happens to any of them."""

import math
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from enum import StrEnum
from typing import Generic, TypeVar

from clairevoix.execute.capacity import cores
from clairevoix.model.errors import ComponentError

Item = TypeVar("Item")
Value = TypeVar("Value")
Limit = Callable[[Item], float | None]

#: Processes that end before they did anything, one after the other, until it is clear that none will ever start.
_FAILED_STARTS = 3


class Lost(StrEnum):
    """Why nothing came of an item."""

    DIED = "died"
    TOOK_TOO_LONG = "took_too_long"


def map_unordered(
    function: Callable[[Item], Value],
    items: Sequence[Item],
    jobs: int,
    *,
    limit_s: Limit[Item] | None = None,
    apart: Callable[[Item], Sequence[Item]] | None = None,
) -> Iterator[tuple[Item, Value | Lost]]:
    """Each item with what ``function`` made of it, or with how it was lost, as they finish.

    ``jobs`` processes; 0 means one per core. ``limit_s`` gives the seconds that an item may take: after them its process is
    ended, and the others go on. What was lost is tried again at the end, one at a time with nothing beside it: the item
    itself if its process died, which others may have caused by taking all memory; or the items that ``apart`` gives for
    it, if any, however it was lost. An exception of ``function`` goes to the caller; so does ComponentError, if no
    process starts. When the caller stops, what is under way is ended.
    """
    lost = []
    for item, outcome in _outcomes(function, items, jobs or cores(), limit_s):
        if isinstance(outcome, Lost):
            lost.append((item, outcome))
        else:
            yield item, outcome
    for item, how in lost:
        again = (apart(item) if apart is not None else ()) or ([item] if how is Lost.DIED else ())
        if again:
            yield from _outcomes(function, again, 1, limit_s)
        else:
            yield item, how


def _outcomes(
    function: Callable[[Item], Value], items: Sequence[Item], jobs: int, limit_s: Limit[Item] | None
) -> Iterator[tuple[Item, Value | Lost]]:
    """The same, without a second try."""
    waiting = deque(items)
    workers = [_Worker[Item, Value](function) for _ in range(min(jobs, len(items)))]
    finished: list[tuple[Item, Value | Lost]] = []
    try:
        while waiting or any(worker.is_busy for worker in workers):
            for worker in workers:
                if waiting and not worker.is_busy:
                    worker.take(waiting[0], limit_s)
                    waiting.popleft()
            yield from finished  # with everybody at work, for the caller takes its time
            finished = []
            patience = min(worker.seconds_left for worker in workers)
            wait(
                [worker.future for worker in workers if worker.future is not None],
                None if math.isinf(patience) else max(0.0, patience),
                FIRST_COMPLETED,
            )
            finished = [outcome for worker in workers for outcome in worker.finished()]
        yield from finished
    finally:
        for worker in workers:
            worker.end()


class _Worker(Generic[Item, Value]):
    """A process and the item that it is at. A new process stands in for one that died."""

    def __init__(self, function: Callable[[Item], Value]) -> None:
        self._function = function
        self.future: Future[Value] | None = None
        self._ends_at = math.inf
        self._pool: ProcessPoolExecutor | None = None
        self._start()

    @property
    def is_busy(self) -> bool:
        return self.future is not None

    @property
    def seconds_left(self) -> float:
        return self._ends_at - time.monotonic()

    def take(self, item: Item, limit_s: Limit[Item] | None) -> None:
        """Begins an item. The clock starts when the process has, with all that the function imports."""
        for _ in range(_FAILED_STARTS):
            pool = self._pool or self._start()
            try:
                self._pid = self._started.result()
                self.future = pool.submit(self._function, item)
            except BrokenProcessPool:
                self.end()
                continue
            seconds = None if limit_s is None else limit_s(item)
            self._item, self._ends_at = item, math.inf if seconds is None else time.monotonic() + seconds
            return
        raise ComponentError("the processes that do the work end before they begin", retryable=True)

    def finished(self) -> Iterator[tuple[Item, Value | Lost]]:
        """The item and its outcome, if there is one now. Whoever is ready in time is not punished for being asked late."""
        if self.future is None:
            return
        outcome: Value | Lost
        if not self.future.done():
            if self.seconds_left > 0:
                return
            outcome = Lost.TOOK_TOO_LONG
        elif isinstance(self.future.exception(), BrokenProcessPool):
            outcome = Lost.DIED
        else:
            outcome = self.future.result()
        if isinstance(outcome, Lost):
            self.end()
        self.future, self._ends_at = None, math.inf
        yield self._item, outcome

    def _start(self) -> ProcessPoolExecutor:
        """Starts a process without waiting for it."""
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _begin)
        self._started = self._pool.submit(_own_pid, self._function)
        return self._pool

    def end(self) -> None:
        """Ends the process, also in the middle of an item."""
        if self.future is not None and not self.future.done():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _own_pid(_: object) -> int:
    """Taking the function as an argument imports what it needs."""
    return os.getpid()


def _begin() -> None:
    """A worker whose parent was killed would wait for work for ever. An interruption is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
