"""Secrets, pseudonyms, sealed values, the lock, and files that are whole or not at all."""

import multiprocessing

import pytest

from builders import a_workspace, bytes_of
from clairevoix.model.errors import SettingsError, StoreError
from clairevoix.store.workspace import create, exclusive, existing, pseudonym, seal, secret, unseal, whole, write_whole


@pytest.fixture
def workspace(tmp_path):
    return a_workspace(tmp_path).workspace


def test_a_secret_is_made_once_and_is_its_owners_alone(workspace):
    made = secret(workspace, "any.key")
    assert len(made) == 32
    assert secret(workspace, "any.key") == made
    assert secret(workspace, "other.key") != made
    assert (workspace.keys / "any.key").stat().st_mode & 0o777 == 0o600
    assert workspace.keys.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damaged", ["", "abc", "zz" * 32, "ab" * 31, "ab" * 33])
def test_a_damaged_secret_is_refused_not_replaced(workspace, damaged):
    workspace.keys.mkdir(exist_ok=True)
    (workspace.keys / "any.key").write_text(damaged)
    with pytest.raises(StoreError, match=r"any\.key is damaged"):
        secret(workspace, "any.key")
    assert (workspace.keys / "any.key").read_text() == damaged


def test_secrets_that_come_with_a_workspace_are_their_owners_alone(tmp_path):
    create(tmp_path, {"clairevoix.toml": "", "keys/sampling.seed": "ab" * 32})
    assert (tmp_path / "keys" / "sampling.seed").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_pseudonym_is_repeatable_keyed_and_of_its_kind(workspace, tmp_path):
    one = pseudonym(workspace, "contact", "C-1")
    assert one == pseudonym(workspace, "contact", "C-1")
    assert len(one) == 16
    assert one != pseudonym(workspace, "contact", "C-2")
    assert one != pseudonym(workspace, "coder", "C-1")
    other = a_workspace(tmp_path / "other").workspace
    assert one != pseudonym(other, "contact", "C-1")


def test_a_sealed_text_opens_with_its_key_only(workspace):
    sealed = seal(workspace, "/calls/Montgolfiere.wav")
    assert b"Montgolfiere" not in sealed
    assert sealed != seal(workspace, "/calls/Montgolfiere.wav")
    assert unseal(workspace, sealed) == "/calls/Montgolfiere.wav"
    (workspace.keys / "seal.key").write_text("cd" * 32)
    with pytest.raises(StoreError):
        unseal(workspace, sealed)


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(40)])
def test_what_was_not_sealed_does_not_open(workspace, sealed):
    with pytest.raises(StoreError):
        unseal(workspace, sealed)


def test_two_writers_exclude_each_other(workspace):
    with exclusive(workspace), pytest.raises(StoreError, match="another command"), exclusive(workspace):
        pass
    with exclusive(workspace):
        pass


def _holds(root, entered, leave):
    from clairevoix.store.workspace import Workspace

    with exclusive(Workspace(root=root, keys=root)):
        entered.set()
        leave.wait(30)


def test_a_lock_is_freed_when_its_process_is_killed(workspace):
    context = multiprocessing.get_context("fork")
    entered, leave = context.Event(), context.Event()
    holder = context.Process(target=_holds, args=(workspace.root, entered, leave))
    holder.start()
    try:
        assert entered.wait(30)
        with pytest.raises(StoreError), exclusive(workspace):
            pass
    finally:
        holder.kill()
        holder.join(30)
        holder.close()
    with exclusive(workspace):
        pass


def test_a_file_is_written_whole(tmp_path):
    path = tmp_path / "file"
    write_whole(path, b"one")
    write_whole(path, b"two", mode=0o600)
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["file"]  # nothing temporary stays


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    path = tmp_path / "file"
    write_whole(path, b"one")

    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr("clairevoix.store.workspace.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_is_written_in_pieces(tmp_path):
    path = tmp_path / "file"
    write_whole(path, iter([b"one", b"", b"two"]))
    assert path.read_bytes() == b"onetwo"


def test_a_file_that_is_being_written_is_not_there_yet(tmp_path):
    path = tmp_path / "file"
    with whole(path) as stream:
        stream.write(b"one")
        assert not path.exists()
    with pytest.raises(KeyError), whole(path) as stream:
        stream.write(b"two")
        raise KeyError
    assert path.read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_workspace_is_made_once(tmp_path):
    create(tmp_path, {"clairevoix.toml": "one", "codebook/a.toml": "x"})
    create(tmp_path, {"clairevoix.toml": "two"})
    assert (tmp_path / "clairevoix.toml").read_text() == "one"
    assert existing(tmp_path, "keys").keys == (tmp_path / "keys").resolve()


def test_no_workspace_is_told(tmp_path):
    with pytest.raises(SettingsError, match="clairevoix init"):
        existing(tmp_path, "keys")


def test_keys_may_lie_elsewhere(tmp_path):
    project = a_workspace(tmp_path / "data", files={"clairevoix.toml": f'[workspace]\nkeys = "{tmp_path / "safe"}"\n'})
    secret(project.workspace, "any.key")
    assert (tmp_path / "safe" / "any.key").is_file()
    assert b"any.key" not in bytes_of(tmp_path / "data")
