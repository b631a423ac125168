"""The vault: what is put is taken again, unless it, or its key, was touched."""

import pytest

from builders import a_workspace, bytes_of
from clairevoix.model.errors import StoreError
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
    "its end cut": lambda it: cipher(it).write_bytes(cipher(it).read_bytes()[:-5]),
    "all but the nonce cut": lambda it: cipher(it).write_bytes(cipher(it).read_bytes()[:12]),
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
