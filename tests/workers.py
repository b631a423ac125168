"""Functions that worker processes run in tests: they live in a module that a fresh process can import."""

import os


def doubled(item: int) -> int:
    return 2 * item


def dies_of_seven(item: int) -> int:
    """Ends its process, as a segmentation fault would, on item 7."""
    if item == 7:
        os._exit(1)
    return 2 * item


def dies_of_all(item: int) -> int:
    os._exit(1)


def fails_on_seven(item: int) -> int:
    if item == 7:
        raise ValueError("seven")
    return 2 * item


def process_id(item: int) -> int:
    return os.getpid()
