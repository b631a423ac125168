"""Writes a network as ONNX, the format that onnxruntime runs (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto)."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Attribute = int | float | str | Sequence[int]
#: A dimension of a tensor: how many, or the name of how many.
Dimension = int | str

_IR_VERSION, _OPERATORS_VERSION = 8, 17
_FLOAT = 1
_ELEMENTS = {np.dtype(np.float32): _FLOAT, np.dtype(np.int64): 7}


class Graph:
    """A network under construction: every operation returns the name of its result."""

    def __init__(self) -> None:
        """Begins without any operation."""
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []

    def constant(self, value: NDArray[Any]) -> str:
        """A tensor that the network holds: weights, or a table."""
        name = f"c{len(self._constants)}"
        value = np.ascontiguousarray(value)
        dimensions = b"".join(_number(1, size) for size in value.shape)
        element = _ELEMENTS[value.dtype]
        self._constants.append(dimensions + _number(2, element) + _text(8, name) + _bytes(9, value.tobytes()))
        return name

    def add(self, operator: str, *inputs: str, **attributes: Attribute) -> str:
        """One operation of ONNX on the results of others; returns its first result."""
        name = f"n{len(self._nodes)}"
        node = [_text(1, each) for each in inputs]
        node += [_text(2, name), _text(4, operator)]
        node += [_bytes(5, _attribute(key, value)) for key, value in attributes.items()]
        self._nodes.append(b"".join(node))
        return name

    def model(self, inputs: Mapping[str, Sequence[Dimension]], output: str, shape: Sequence[Dimension]) -> bytes:
        """The whole as an ONNX file: inputs by name with their shapes, one output with its own, all 32-bit floats."""
        graph = [_bytes(1, node) for node in self._nodes]
        graph += [_text(2, "graph")]
        graph += [_bytes(5, constant) for constant in self._constants]
        graph += [_bytes(11, _tensor(name, shape)) for name, shape in inputs.items()]
        graph += [_bytes(12, _tensor(output, shape))]
        return _number(1, _IR_VERSION) + _bytes(7, b"".join(graph)) + _bytes(8, _number(2, _OPERATORS_VERSION))


def _tensor(name: str, shape: Sequence[Dimension]) -> bytes:
    dimensions = (_text(2, each) if isinstance(each, str) else _number(1, each) for each in shape)
    declared = _bytes(2, b"".join(_bytes(1, each) for each in dimensions))
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + declared))


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        body, kind = _number(3, value), 2
    elif isinstance(value, float):
        body, kind = _varint(2 << 3 | 5) + struct.pack("<f", value), 1
    elif isinstance(value, str):
        body, kind = _text(4, value), 3
    else:
        body, kind = b"".join(_number(8, each) for each in value), 7
    return _text(1, name) + body + _number(20, kind)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & (1 << 64) - 1)


def _varint(value: int) -> bytes:
    """A number in protocol buffers: seven bits a byte, least first."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
