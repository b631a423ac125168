"""Tensors out of a file that PyTorch saved, without PyTorch.

Such a file is a zip archive of raw numbers, with a stream of Python's own object serialisation that names them. That stream
could call anything if it were loaded. It never is: its opcodes are followed here with inert values, so that nothing in it can
run, and an opcode that a table of tensors does not need is refused.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.errors import ComponentError

_PROTOCOL, _STOP, _MARK, _GLOBAL, _TEXT = b"\x80", b".", b"(", b"c", b"X"
_NUMBERS: Mapping[bytes, str] = {b"K": "<B", b"M": "<H", b"J": "<i", b"G": ">d"}
_VALUES: Mapping[bytes, Callable[[], Any]] = {
    b"\x88": lambda: True,
    b"\x89": lambda: False,
    b")": tuple,
    b"]": list,
    b"}": dict,
}
_REMEMBER, _RECALL = ({b"q": "<B", b"r": "<I"}, {b"h": "<B", b"j": "<I"})
#: An object that lies outside the stream: what says where it lies is already on the stack, and serves as well.
_OUTSIDE = b"Q"
#: Opcodes that put together all since the last mark, and those that take so many values.
_SINCE_MARK = {b"t": "tuple", b"u": "items", b"e": "list"}
_TAKING = {
    b"\x85": ("tuple", 1),
    b"\x86": ("tuple", 2),
    b"\x87": ("tuple", 3),
    b"s": ("items", 2),
    b"R": ("object", 2),
    b"\x81": ("object", 2),
    b"b": ("state", 1),
}
_DTYPES: Mapping[str, np.dtype[Any]] = {"torch FloatStorage": np.dtype("<f4"), "torch LongStorage": np.dtype("<i8")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tensor:
    """Where in the archive a tensor lies: ``offset`` and ``shape`` in numbers, not bytes."""

    key: str
    dtype: np.dtype[Any]
    offset: int
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """Something that the stream would import. Here it is a name and stays one."""

    name: str


def read_tensors(path: Path) -> dict[str, NDArray[Any]]:
    """The tensors of a saved table of weights, by name. Raises ComponentError for anything else."""
    try:
        with zipfile.ZipFile(path) as archive:
            (listing,) = (name for name in archive.namelist() if name.endswith("/data.pkl"))
            saved = _followed(io.BytesIO(archive.read(listing)))
            table = saved.get("state_dict", saved)
            folder = listing.removesuffix("data.pkl") + "data/"
            found = {name: each for name, each in table.items() if isinstance(each, _Tensor)}
            return {name: _loaded(archive.read(folder + each.key), each) for name, each in found.items()}
    except (OSError, zipfile.BadZipFile, struct.error, ValueError, LookupError, TypeError, AttributeError):
        raise ComponentError(f"{path.name} is no table of weights that PyTorch saved") from None


def _loaded(raw: bytes, tensor: _Tensor) -> NDArray[Any]:
    start = tensor.offset * tensor.dtype.itemsize
    return np.frombuffer(raw, tensor.dtype, prod(tensor.shape), start).reshape(tensor.shape)


def _followed(stream: io.BytesIO) -> Any:
    """What a stream describes, with a :class:`_Tensor` for each tensor and a :class:`_Name` for any other object."""
    stack: list[Any] = []
    marks: list[int] = []
    memory: dict[int, Any] = {}
    while (code := stream.read(1)) != _STOP:
        if code in _VALUES:
            stack.append(_VALUES[code]())
        elif code in _NUMBERS:
            stack.append(_number(stream, _NUMBERS[code]))
        elif code == _TEXT:
            stack.append(stream.read(_number(stream, "<I")).decode())
        elif code == _GLOBAL:
            stack.append(_Name(" ".join(stream.readline().decode().rstrip("\n") for _ in range(2))))
        elif code == _MARK:
            marks.append(len(stack))
        elif code in _REMEMBER:
            memory[_number(stream, _REMEMBER[code])] = stack[-1]
        elif code in _RECALL:
            stack.append(memory[_number(stream, _RECALL[code])])
        elif code == _PROTOCOL:
            stream.read(1)
        elif code != _OUTSIDE:
            _combine(code, stack, marks)
    (saved,) = stack
    return saved


def _number(stream: io.BytesIO, layout: str) -> Any:
    return struct.unpack(layout, stream.read(struct.calcsize(layout)))[0]


def _combine(code: bytes, stack: list[Any], marks: list[int]) -> None:
    """Puts what lies on top of the stack together. Raises KeyError for an opcode that is not known."""
    if code in _SINCE_MARK:
        kind, first = _SINCE_MARK[code], marks.pop()
    else:
        kind, n_taken = _TAKING[code]
        first = len(stack) - n_taken
    taken = stack[first:]
    del stack[first:]
    if kind == "tuple":
        stack.append(tuple(taken))
    elif kind == "items":
        stack[-1].update(zip(taken[::2], taken[1::2], strict=True))
    elif kind == "list":
        stack[-1].extend(taken)
    elif kind == "object":
        stack.append(_made(taken[0], taken[1]))


def _made(what: _Name, arguments: tuple[Any, ...]) -> Any:
    if what.name == "collections OrderedDict":
        return {}
    if what.name != "torch._utils _rebuild_tensor_v2":
        return what
    (_, dtype, key, *_), offset, shape, strides = arguments[:4]
    if strides != tuple(prod(shape[axis + 1 :]) for axis in range(len(shape))):
        raise ValueError("not in row order")
    return _Tensor(key=key, dtype=_DTYPES[dtype.name], offset=offset, shape=shape)
