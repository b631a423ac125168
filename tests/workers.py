"""Functions that worker processes run in tests: they live in a module that a fresh process can import."""

import os
import time


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


def largest_unless_seven(items: tuple[int, ...]) -> int:
    """Works on several items in one go; ends its process if one is 7, and never ends if one is 9."""
    if 7 in items:
        os._exit(1)
    if 9 in items:
        time.sleep(600)
    return max(items)


class Unimportable:
    """A function that ends any process into which it is brought."""

    def __reduce__(self):
        return os._exit, (1,)
