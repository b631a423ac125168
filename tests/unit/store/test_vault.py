"""The vault: what is put is taken again, unless it, or its key, was touched."""

import resource
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import sealers
from builders import a_workspace, bytes_of
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.model.errors import Code, InputError, StoreError
from clairevoix.store import vault

SOUND = b"Montgolfiere" * 50


@pytest.fixture
def workspace(tmp_path):
    opened = a_workspace(tmp_path).workspace
    vault.put(opened, "ab12", SOUND)
    return opened


def test_what_is_put_is_taken(workspace):
    assert vault.take(workspace, "ab12") == SOUND


def test_nothing_readable_lies_on_the_disk(workspace):
    assert b"Montgolfiere" not in bytes_of(workspace.root)


@pytest.mark.parametrize("content", [b"", b"\0", bytes(range(256)) * 100])
def test_any_bytes_can_be_put(workspace, content):
    vault.put(workspace, "cd34", content)
    assert vault.take(workspace, "cd34") == content


def test_putting_again_replaces(workspace):
    before = (workspace.keys / "vault" / "ab" / "ab12.key").read_bytes()
    vault.put(workspace, "ab12", b"other")
    assert vault.take(workspace, "ab12") == b"other"
    assert (workspace.keys / "vault" / "ab" / "ab12.key").read_bytes() != before  # a key opens one content only


def test_an_object_is_a_nonce_the_ciphertext_and_a_tag(workspace):
    """What was sealed in one go opens, and what is sealed in pieces opens in one go."""
    sealed = cipher(workspace).read_bytes()
    assert AESGCM(key(workspace).read_bytes()).decrypt(sealed[:12], sealed[12:], b"ab12") == SOUND
    for content in (b"", b"old", bytes(3_000_000)):
        its_key, nonce = AESGCM.generate_key(bit_length=256), bytes(range(12))
        key(workspace).write_bytes(its_key)
        cipher(workspace).write_bytes(nonce + AESGCM(its_key).encrypt(nonce, content, b"ab12"))
        assert vault.take(workspace, "ab12") == content


def cipher(workspace):
    return workspace.vault / "ab" / "ab12"


def key(workspace):
    return workspace.keys / "vault" / "ab" / "ab12.key"


def flip(path, position):
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(bytes(content))


#: What somebody did to the files.
TAMPERED = {
    "a byte of the nonce": lambda it: flip(cipher(it), 0),
    "a byte of the text": lambda it: flip(cipher(it), 40),
    "a byte of the tag": lambda it: flip(cipher(it), -1),
    "a byte behind its end": lambda it: cipher(it).write_bytes(cipher(it).read_bytes() + b"x"),
    "its end cut": lambda it: cipher(it).write_bytes(cipher(it).read_bytes()[:-5]),
    "all but the nonce cut": lambda it: cipher(it).write_bytes(cipher(it).read_bytes()[:12]),
    "its tag alone left": lambda it: cipher(it).write_bytes(
        cipher(it).read_bytes()[:12] + cipher(it).read_bytes()[-16:]
    ),
    "emptied": lambda it: cipher(it).write_bytes(b""),
    "a byte of the key": lambda it: flip(key(it), 0),
    "the key cut": lambda it: key(it).write_bytes(key(it).read_bytes()[:16]),
    "the key cut short": lambda it: key(it).write_bytes(b"123"),
    "the key gone": lambda it: key(it).unlink(),
    "the object gone": lambda it: cipher(it).unlink(),
}


@pytest.mark.parametrize("tampering", TAMPERED.values(), ids=TAMPERED)
def test_tampering_is_noticed(workspace, tampering):
    tampering(workspace)
    with pytest.raises(StoreError):
        vault.take(workspace, "ab12")


def test_one_object_does_not_open_as_another(workspace):
    vault.put(workspace, "ab99", b"other")
    cipher(workspace).replace(workspace.vault / "ab" / "ab99")
    key(workspace).replace(workspace.keys / "vault" / "ab" / "ab99.key")
    with pytest.raises(StoreError):
        vault.take(workspace, "ab99")


def test_an_erased_object_is_gone_with_its_key(workspace):
    vault.erase(workspace, "ab12")
    assert not cipher(workspace).exists()
    assert not key(workspace).exists()
    assert list(vault.object_ids(workspace)) == []
    with pytest.raises(StoreError):
        vault.take(workspace, "ab12")
    vault.erase(workspace, "ab12")  # once more does nothing


def test_a_copy_of_the_ciphertext_does_not_outlive_its_key(workspace):
    backup = cipher(workspace).read_bytes()
    vault.erase(workspace, "ab12")
    cipher(workspace).write_bytes(backup)
    with pytest.raises(StoreError):
        vault.take(workspace, "ab12")


def test_objects_are_listed_by_key_or_ciphertext(workspace):
    vault.put(workspace, "zz99", b"x")
    cipher(workspace).unlink()
    key_only, whole = "ab12", "zz99"
    assert list(vault.object_ids(workspace)) == [key_only, whole]


def test_keys_are_their_owners_alone(workspace):
    assert key(workspace).stat().st_mode & 0o777 == 0o600
    assert workspace.keys.stat().st_mode & 0o777 == 0o700


def test_what_a_killed_process_half_wrote_is_swept(workspace):
    left = [workspace.vault / "ab" / ".ab12.cd34.tmp", workspace.keys / "vault" / "ab" / ".x.key.cd34.tmp"]
    for path in left:
        path.write_bytes(b"half")
    vault.sweep(workspace)
    assert not [path for path in left if path.exists()]
    assert vault.take(workspace, "ab12") == SOUND


# --- In pieces ------------------------------------------------------------------------------------------------------


def left(workspace):
    """Every file of the vault and of its keys."""
    return sorted(path.name for folder in (workspace.vault, workspace.keys / "vault") for path in folder.glob("??/*"))


def test_pieces_are_written_as_they_come(workspace):
    size = 100_000

    def pieces():
        for number in range(5):
            written = sum(path.stat().st_size for path in (workspace.vault / "cd").glob(".cd34.*.tmp"))
            assert written >= (number - 1) * size
            yield bytes(size)

    vault.put(workspace, "cd34", pieces())
    assert vault.take(workspace, "cd34") == bytes(5 * size)


def test_a_piece_that_does_not_come_leaves_what_was_there(workspace):
    def pieces():
        yield b"other"
        raise InputError(Code.SOURCE_GONE)

    for object_id in ("ab12", "cd34"):
        with pytest.raises(InputError):
            vault.put(workspace, object_id, pieces())
    assert vault.take(workspace, "ab12") == SOUND
    assert left(workspace) == ["ab12", "ab12.key"]


@pytest.mark.parametrize("place", ["vault", "keys/vault"])
def test_a_disk_that_takes_nothing_is_told(workspace, place):
    """Where a folder should be lies a file, which stops whoever may write everywhere as well."""
    (workspace.root / place / "cd").write_bytes(b"")
    with pytest.raises(StoreError, match="could not be written"):
        vault.put(workspace, "cd34", b"any")
    assert vault.take(workspace, "ab12") == SOUND


@contextmanager
def at_most_bytes(limit):
    """No file of this process can become longer: its write fails as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("n_pieces", [1, 100])
@pytest.mark.parametrize("limit", [0, 20, 5_000, 9_000])
def test_a_disk_that_is_full_is_told_and_what_was_there_stays(workspace, limit, n_pieces):
    with at_most_bytes(limit), pytest.raises(StoreError, match="could not be written"):
        vault.put(workspace, "ab12", [b"more"] + [bytes(10_000 // n_pieces)] * n_pieces)
    assert vault.take(workspace, "ab12") == SOUND
    assert left(workspace) == ["ab12", "ab12.key"]


#: Before what a process was killed that sealed an object, and whether its key was on the disk.
KILLED = [
    ("a piece", False),
    ("all is synced", False),
    ("the key is synced", False),
    ("the key is there", False),
    ("all is synced again", True),
    ("the object is there", True),
]


@pytest.mark.parametrize(("instant", "has_key"), KILLED)
def test_what_a_process_that_is_killed_leaves_does_not_open_and_goes(workspace, instant, has_key):
    item = (workspace, "cd34", instant)
    assert list(map_unordered(sealers.is_killed_sealing, [item], 1)) == [(item, Lost.DIED)]
    assert any(name.startswith(".cd34.") for name in left(workspace))
    assert ("cd34.key" in left(workspace)) is has_key
    with pytest.raises(StoreError):
        vault.take(workspace, "cd34")
    vault.sweep(workspace)
    assert left(workspace) == ["ab12", "ab12.key", *(["cd34.key"] if has_key else [])]
    assert list(vault.object_ids(workspace)) == ["ab12", *(["cd34"] if has_key else [])]  # so that a purge finds it
    vault.erase(workspace, "cd34")
    assert left(workspace) == ["ab12", "ab12.key"]
    assert vault.take(workspace, "ab12") == SOUND


def test_what_a_process_that_is_killed_half_way_would_have_replaced_stays(workspace):
    list(map_unordered(sealers.is_killed_sealing, [(workspace, "ab12", "a piece")], 1))
    assert vault.take(workspace, "ab12") == SOUND
    vault.put(workspace, "ab12", b"other")
    vault.sweep(workspace)
    assert left(workspace) == ["ab12", "ab12.key"]
    assert vault.take(workspace, "ab12") == b"other"
