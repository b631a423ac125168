"""Models in packages: assembled once, checked every time."""

import hashlib
import importlib
from pathlib import Path

import pytest

from clairevoix.config import TranscribeSettings
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.engine import ENGINES, engine_digest, load_engine
from clairevoix.transcribe.engines import weights
from clairevoix.transcribe.engines.weights import (
    PACKAGED,
    Packaged,
    assembled,
    file_digest,
    folder_digest,
    installed,
    located,
    packaged_digest,
)

PARTS = (b"first half, ", b"second half")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def model(tmp_path, monkeypatch) -> Packaged:
    """A model of one file in two packages, which are installed, and an empty cache."""
    for number, part in enumerate(PARTS, start=1):
        folder = tmp_path / f"fake_model_{number}-1.0.dist-info"
        data = tmp_path / f"fake_model_{number}" / "data"
        data.mkdir(parents=True)
        folder.mkdir()
        (data / f"model.bin.part{number}").write_bytes(part)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: fake-model-{number}\nVersion: 1.0\n")
        (folder / "RECORD").write_text(f"fake_model_{number}/data/model.bin.part{number},,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(weights, "cache_folder", lambda: tmp_path / "cache")
    importlib.invalidate_caches()
    return packaged()


def packaged(sha256: str = digest(b"".join(PARTS)), second: str = "fake-model-2") -> Packaged:
    parts = (("fake-model-1", "data/model.bin.part1"), (second, "data/model.bin.part2"))
    return Packaged(
        name="fake",
        languages=("fr",),
        licence="MIT",
        extra="fake-extra",
        weights="model.bin",
        files={"model.bin": (sha256, parts)},
    )


def test_parts_are_assembled_into_the_cache(model):
    folder = assembled(model)
    assert (folder / "model.bin").read_bytes() == b"first half, second half"
    assert [each.name for each in folder.iterdir()] == ["model.bin"]


def test_a_model_is_assembled_once(model):
    written = (assembled(model) / "model.bin").stat()
    assert (assembled(model) / "model.bin").stat().st_mtime_ns == written.st_mtime_ns


def test_a_package_that_is_not_what_was_pinned_is_refused(model, tmp_path):
    with pytest.raises(ComponentError, match="does not match its pinned digest"):
        assembled(packaged(sha256=digest(b"what was pinned")))
    assert list((tmp_path / "cache" / "fake").iterdir()) == []  # nothing of it is kept


def test_a_cache_that_was_altered_is_refused(model):
    target = assembled(model) / "model.bin"
    target.write_bytes(b"altered")
    with pytest.raises(ComponentError, match="does not match its digest"):
        assembled(model)
    assert target.read_bytes() == b"altered"  # whoever looks into it can


def test_a_missing_package_is_told_with_what_to_do(model):
    with pytest.raises(
        ComponentError, match=r"the model fake is not installed.*pip install 'clairevoix\[fake-extra\]'"
    ):
        assembled(packaged(second="fake-model-9"))


def test_installed_means_every_part(model):
    assert installed(model)
    assert not installed(packaged(second="fake-model-9"))
    assembled(model)
    assert installed(packaged(second="fake-model-9"))  # assembled before: the packages may go


def test_packages_are_read_and_never_imported(model, tmp_path):
    (tmp_path / "fake_model_1" / "__init__.py").write_text("raise SystemExit('imported')\n")
    assert assembled(model).is_dir()


def test_a_model_is_found_by_its_name_or_as_a_folder(model, tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "PACKAGED", {"fake": model})
    (tmp_path / "mine").mkdir()
    (tmp_path / "cache" / "copied").mkdir(parents=True)
    assert located("fake") == tmp_path / "cache" / "fake"
    assert (tmp_path / "cache" / "fake" / "model.bin").is_file()
    assert located(str(tmp_path / "mine")) == tmp_path / "mine"
    assert located("copied") == tmp_path / "cache" / "copied"
    assert located("someone/model") is None
    assert located("") is None


def test_digests(tmp_path):
    path = tmp_path / "model.bin"
    path.write_bytes(b"weights")
    assert file_digest(path) == digest(b"weights")
    assert folder_digest(tmp_path) == digest(b"weights")[:16]
    with pytest.raises(ComponentError, match=r"no model\.bin"):
        folder_digest(tmp_path / "nowhere")


@pytest.mark.parametrize("model", PACKAGED.values(), ids=PACKAGED)
def test_every_packaged_model_is_pinned(model):
    assert all(len(sha256) == 64 and parts for sha256, parts in model.files.values())
    assert packaged_digest(model) == model.files[model.weights][0][:16]
    assert model.licence
    assert model.extra


def test_whisper_base_is_whole():
    # Golden: what is stored with every contact that it transcribed.
    assert set(PACKAGED["whisper-base"].files) == {"model.bin", "config.json", "tokenizer.json", "vocabulary.json"}
    assert packaged_digest(PACKAGED["whisper-base"]) == "905e5bf8336bcc62"


def test_engines_are_known_by_name():
    # Golden: names are written in people's settings.
    assert sorted(ENGINES) == ["onnx", "scripted", "whisper"]
    with pytest.raises(SettingsError, match="unknown engine other; known: whisper, onnx, scripted"):
        load_engine(TranscribeSettings(engine="other"))


def test_a_scripted_engine_needs_its_script(tmp_path):
    settings = TranscribeSettings(engine="scripted", model=str(tmp_path / "none.json"))
    for ask in (load_engine, engine_digest):
        with pytest.raises(SettingsError, match="JSON"):
            ask(settings)


def test_the_cache_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Path(weights.cache_folder()).is_relative_to(tmp_path)
