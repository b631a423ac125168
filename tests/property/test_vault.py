"""The vault: however the content comes in pieces, the object is the one that would be sealed in one go."""

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clairevoix.model.errors import StoreError
from clairevoix.store import vault
from clairevoix.store.workspace import Workspace

#: More than is read at once, and not a whole number of blocks.
LONG = bytes(range(251)) * 9_000


@given(
    st.one_of(st.binary(max_size=200), st.integers(0, len(LONG)).map(lambda size: LONG[:size])),
    st.lists(st.integers(0, len(LONG)), max_size=6),
    st.text("0123456789abcdef", min_size=3, max_size=16),
)
@settings(max_examples=60, deadline=None)
@example(LONG, [1, 1, 17, 4097], "ab12")
@example(b"", [], "ab12")
@example(LONG[: 1 << 20], [], "ab12")
def test_pieces_make_the_object_of_the_whole(content, cuts, object_id):
    edges = sorted([0, len(content), *(cut for cut in cuts if cut < len(content))])
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(root=Path(folder), keys=Path(folder) / "keys")
        vault.put(workspace, object_id, (content[start:end] for start, end in pairwise(edges)))
        assert vault.take(workspace, object_id) == content
        (path,) = workspace.vault.glob("??/*")
        (key,) = (workspace.keys / "vault").glob("??/*.key")
        sealed = path.read_bytes()
        assert len(sealed) == 12 + len(content) + 16
        assert AESGCM(key.read_bytes()).decrypt(sealed[:12], sealed[12:], object_id.encode()) == content


@given(st.integers(0, len(LONG) + 27), st.integers(0, 7))
@settings(max_examples=40, deadline=None)
@example(12, 0)  # the first byte of the ciphertext, a megabyte before what is read last
@example(len(LONG) + 27, 7)
def test_no_bit_can_be_turned(place, bit):
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(root=Path(folder), keys=Path(folder) / "keys")
        vault.put(workspace, "ab12", LONG)
        (path,) = workspace.vault.glob("??/*")
        with path.open("r+b") as stream:
            stream.seek(place)
            turned = stream.read(1)[0] ^ 1 << bit
            stream.seek(place)
            stream.write(bytes([turned]))
        with pytest.raises(StoreError):
            vault.take(workspace, "ab12")
