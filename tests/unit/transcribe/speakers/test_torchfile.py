"""Tables of weights as PyTorch saves them, written here without PyTorch, and what else calls itself one."""

import io
import pickle
import sys
import types
import zipfile
from collections import OrderedDict

import numpy as np
import pytest

from clairevoix.model.errors import ComponentError
from clairevoix.transcribe.speakers.torchfile import read_tensors

NUMBERS = np.arange(12, dtype=np.float32)
COUNTS = np.array([7, 8, 9])


class Rebuilt:
    """Becomes a call of PyTorch's ``_rebuild_tensor_v2`` in the stream."""

    def __init__(self, storage, key, offset, shape, strides):
        self.parts = (("storage", storage, key, "cpu", 12), offset, shape, strides)

    def __reduce__(self):
        kept, offset, shape, strides = self.parts
        return sys.modules["torch._utils"]._rebuild_tensor_v2, (
            Kept(kept),
            offset,
            shape,
            strides,
            False,
            OrderedDict(),
        )


class Kept:
    """A storage, which lies outside the stream."""

    def __init__(self, parts):
        self.parts = parts


class Writer(pickle.Pickler):
    def persistent_id(self, obj):
        return obj.parts if isinstance(obj, Kept) else None


@pytest.fixture
def torch(monkeypatch):
    """The names that PyTorch's files call, and a class of somebody's training, which stand for nothing."""
    names = {
        "torch": ["FloatStorage", "LongStorage", "HalfStorage"],
        "torch._utils": ["_rebuild_tensor_v2"],
        "their.training": ["Options"],
        "their": [],
    }
    for module, held in names.items():
        fake = types.ModuleType(module)
        for name in held:
            setattr(fake, name, type(name, (), {"__module__": module, "__qualname__": name}))
        monkeypatch.setitem(sys.modules, module, fake)
    return sys.modules["torch"]


def saved(path, content):
    stream = io.BytesIO()
    Writer(stream, protocol=2).dump(content)
    return archived(path, stream.getvalue())


def archived(path, stream):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("weights/data.pkl", stream)
        archive.writestr("weights/data/0", NUMBERS.tobytes())
        archive.writestr("weights/data/1", COUNTS.tobytes())
    return path


def floats(offset, shape, strides):
    return Rebuilt(sys.modules["torch"].FloatStorage, "0", offset, shape, strides)


def test_tensors_come_out_as_they_were_saved(torch, tmp_path):
    table = OrderedDict(
        whole=floats(0, (3, 4), (4, 1)),
        part=floats(8, (2, 2), (2, 1)),
        one=floats(5, (), ()),
        counts=Rebuilt(torch.LongStorage, "1", 1, (2,), (1,)),
        **{f"many.{number}": floats(number % 12, (1,), (1,)) for number in range(400)},  # more than one byte counts
    )
    found = read_tensors(saved(tmp_path / "w", table))
    assert list(found) == list(table)
    np.testing.assert_array_equal(found["whole"], NUMBERS.reshape(3, 4))
    np.testing.assert_array_equal(found["part"], [[8, 9], [10, 11]])
    assert (found["one"].shape, float(found["one"])) == ((), 5.0)
    assert (found["counts"].tolist(), found["counts"].dtype) == ([8, 9], np.int64)
    assert [float(found[f"many.{number}"][0]) for number in (0, 11, 12, 399)] == [0.0, 11.0, 0.0, 3.0]


def test_what_stands_around_the_table_is_left_where_it_is(torch, tmp_path):
    options = sys.modules["their.training"].Options()
    options.rate, options.names = 0.1, ["a", "b", "c"]
    around = {
        "state_dict": {"bias": floats(0, (2,), (1,))},
        "options": options,
        "epoch": 70_000,
        "done": True,
        "sizes": [],
    }
    assert [*read_tensors(saved(tmp_path / "w", around))] == ["bias"]


class Calls:
    """Would touch a file if it were loaded."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_nothing_in_the_stream_runs(torch, tmp_path):
    table = {"weight": floats(0, (2,), (1,)), "other": Calls(tmp_path / "touched")}
    assert [*read_tensors(saved(tmp_path / "w", table))] == ["weight"]
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize(
    "stream",
    [
        b"",
        b"\x80\x02",
        b"\x80\x02.",
        b"\x80\x02}q\x00X\x05\x00\x00\x00wei",  # cut off
        b"\x80\x02K\x01.",  # a number
        b"\x80\x02]q\x00.",  # a list
        b"\x80\x02}}.",  # two things
        b"\x80\x02\x8a\x01\x05.",  # an opcode that no table needs
        b"\x80\x02}h\x09.",  # recalls what was never remembered
        b"u.",
        b"R.",
        b"\xff\xfe",
    ],
)
def test_another_stream_is_refused(stream, tmp_path):
    with pytest.raises(ComponentError, match="no table of weights"):
        read_tensors(archived(tmp_path / "weights.bin", stream))


@pytest.mark.parametrize(
    ("kind", "key", "offset", "shape", "strides"),
    [
        ("FloatStorage", "0", 0, (3, 4), (1, 3)),  # by columns
        ("FloatStorage", "0", 8, (2, 4), (4, 1)),  # beyond the end
        ("FloatStorage", "9", 0, (1,), (1,)),  # of no storage
        ("HalfStorage", "0", 0, (1,), (1,)),  # of numbers that the networks do not have
    ],
)
def test_a_tensor_that_cannot_be_read_is_refused(kind, key, offset, shape, strides, torch, tmp_path):
    table = {"weight": Rebuilt(getattr(torch, kind), key, offset, shape, strides)}
    with pytest.raises(ComponentError, match=r"weights\.bin is no table of weights"):
        read_tensors(saved(tmp_path / "weights.bin", table))


def test_another_file_is_refused(tmp_path):
    (tmp_path / "text").write_text("weights")
    for name in ("text", "missing"):
        with pytest.raises(ComponentError, match="no table of weights"):
            read_tensors(tmp_path / name)
