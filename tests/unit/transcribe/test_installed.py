"""What a model's folder says of itself, and whether it arrived as it left."""

import hashlib

import pytest

from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.engines.installed import folder_model
from tiny_models import write_ctc

WEIGHTS = b"weights of a CTranslate2 model"
SUM = hashlib.sha256(WEIGHTS).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A CTranslate2 model."""
    place = tmp_path / "whisper-small"
    place.mkdir()
    (place / "model.bin").write_bytes(WEIGHTS)
    return place


def test_a_folder_is_named_sized_and_identified(folder):
    (folder / "notes").mkdir()
    (folder / "notes" / "from.txt").write_text("1234567890")
    found = folder_model(folder)
    assert (found.name, found.path, found.n_bytes) == ("whisper-small", folder, len(WEIGHTS) + 10)
    assert found.digest == SUM[:16]


def test_the_folder_of_an_export_is_identified_as_its_engine_does(tmp_path):
    from clairevoix.config import TranscribeSettings
    from clairevoix.transcribe.engines.exported import digest

    settings = TranscribeSettings(engine="onnx", model=str(write_ctc(tmp_path, ["▁oui"])))
    assert folder_model(tmp_path).digest == digest(settings)


def test_what_the_engine_makes_of_it_is_believed(folder):
    assert folder_model(folder, "0123456789abcdef").digest == "0123456789abcdef"


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="no whole ONNX export"):
        folder_model(tmp_path)


@pytest.mark.parametrize(
    ("files", "languages", "licence"),
    [
        ({}, (), "unknown"),
        # the head of a card, as hubs write it
        ({"README.md": "---\nlanguage:\n- en\n- fr\nlicense: cc-by-4.0\n---\n# Parakeet\n"}, ("en", "fr"), "CC-BY-4.0"),
        ({"README.md": "---\nlicense: mit\nlanguage:\n  - fr\ntags:\n  - asr\n---\n"}, ("fr",), "MIT"),
        ({"README.md": "---\nlanguage: [fr, en]\nlicense: apache-2.0\n---\n"}, ("fr", "en"), "Apache-2.0"),
        ({"README.md": "---\nlanguage: fr\nlicense: cc-by-nc-4.0\n---\n"}, ("fr",), "CC-BY-NC-4.0"),
        ({"README.md": "---\nlicense: openrail\n---\n"}, (), "openrail"),
        # what stands below the head, or in a page without one, is prose
        ({"README.md": "---\ntags: [asr]\n---\nlanguage: de\nlicense: mit\n"}, (), "unknown"),
        ({"README.md": "# A model\nlicense: mit\n"}, (), "unknown"),
        # the text of the licence
        ({"LICENSE": "MIT License\n\nCopyright"}, (), "MIT"),
        ({"LICENSE.txt": "                 Apache License\n           Version 2.0"}, (), "Apache-2.0"),
        ({"LICENCE": "Creative Commons Attribution 4.0 International"}, (), "CC-BY-4.0"),
        ({"LICENSE": "Attribution-NonCommercial 4.0 International"}, (), "CC-BY-NC-4.0"),
        ({"LICENSE": "All rights reserved."}, (), "unknown"),
        ({"README.md": "---\nlanguage: fr\n---\n", "LICENSE": "MIT License"}, ("fr",), "MIT"),
        ({"LICENSE": b"\xff\xfe\x00"}, (), "unknown"),
    ],
)
def test_languages_and_licence_are_what_a_file_says(files, languages, licence, folder):
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = folder_model(folder)
    assert (found.languages, found.licence) == (languages, licence)


@pytest.mark.parametrize("line", [f"{SUM}  model.bin\n", f"{SUM} *model.bin\n", "", f"\n{SUM}  ./model.bin\n\n"])
def test_a_folder_that_arrived_whole_is_listed(line, folder):
    (folder / "SHA256SUMS").write_text(line)
    assert folder_model(folder).name == "whisper-small"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"{SUM[::-1]}  model.bin\n", r"model\.bin does not match SHA256SUMS"),
        (f"{SUM}  model.bin\n{SUM}  vocabulary.json\n", r"vocabulary\.json does not match SHA256SUMS"),
        ("model.bin is fine, believe me\n", "not what sha256sum writes"),
    ],
)
def test_a_folder_that_changed_on_its_way_is_refused(line, says, folder):
    (folder / "SHA256SUMS").write_text(line)
    with pytest.raises(ComponentError, match=says):
        folder_model(folder)
