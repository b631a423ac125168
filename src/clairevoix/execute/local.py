"""Runs a function over items in a pool of processes, one thread each, and survives the death of any of them."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")


def map_unordered(
    function: Callable[[Item], Value], items: Sequence[Item], jobs: int
) -> Iterator[tuple[Item, Value | None]]:
    """Each item with what ``function`` made of it, as they finish; None where the process died of that item.

    When a process dies, the items then under way are tried again one by one, so that only the guilty one is lost. An
    exception of ``function`` goes to the caller. ``jobs`` processes; 0 means one per core.
    """
    waiting = list(reversed(items))
    while waiting:
        suspects: list[Item] = []
        yield from _until_broken(function, waiting, jobs or os.cpu_count() or 1, suspects)
        for suspect in suspects:
            yield from _alone(function, suspect)


def _until_broken(
    function: Callable[[Item], Value], waiting: list[Item], jobs: int, suspects: list[Item]
) -> Iterator[tuple[Item, Value | None]]:
    """Takes items off ``waiting`` until none is left, or until the pool breaks: then ``suspects`` holds those under way."""
    running: dict[Future[Value], Item] = {}
    with _pool(min(jobs, len(waiting))) as pool:
        while waiting or running:
            try:
                while waiting and len(running) < 2 * jobs:
                    future = pool.submit(function, waiting[-1])
                    running[future] = waiting.pop()
            except BrokenProcessPool:
                break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = [future for future in done if isinstance(future.exception(), BrokenProcessPool)]
            for future in done - set(broken):
                yield running.pop(future), future.result()
            if broken:
                break
        suspects += running.values()


def _alone(function: Callable[[Item], Value], item: Item) -> Iterator[tuple[Item, Value | None]]:
    with _pool(1) as pool:
        try:
            yield item, pool.submit(function, item).result()
        except BrokenProcessPool:
            yield item, None


def _pool(jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
