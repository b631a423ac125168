"""Loaded by every Python process of a test that has this folder in PYTHONPATH: any use of the network ends the process."""

import os
import sys

_FAMILIES = {2, 10}  # AF_INET, AF_INET6


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    outward = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.sendto") or (
        event in ("socket.connect", "socket.bind") and getattr(arguments[0], "family", None) in _FAMILIES
    )
    if outward:
        os.write(2, b"NETWORK USED\n")
        os._exit(99)


sys.addaudithook(_refuse)
