"""``clairevoix transcribe``: formats, and the folder into which it writes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builders import a_recording
from clairevoix.cli import group
from clairevoix.cli import transcribe as command
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.store.sound import encode_flac
from clairevoix.transcribe import hearing
from clairevoix.transcribe.exports.table import EXPORTS, suffix
from clairevoix.transcribe.gate import Dropped, Reason


class Heard:
    """An engine that hears « bonjour » on every channel."""

    def hear(self, channels, sample_rate_hz, language):
        words = (Word(text="bonjour", span=TimeSpan(100, 600), score=0.5),)
        return tuple(hearing.Heard(words=words) for _ in channels)


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    monkeypatch.setattr(command, "load_engine", lambda settings: Heard())
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def call(tmp_path) -> Path:
    return recorded(tmp_path / "un appel.flac")


def recorded(path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(encode_flac(a_recording(duration_ms=1000)))
    return path


def run(*arguments: object, expect: int = 0) -> Result:
    result = CliRunner().invoke(group, ["transcribe", *map(str, arguments)])
    assert result.exit_code == expect, result.output
    return result


def test_text_is_the_default(call):
    assert run(call).stdout == "    0.10  0  bonjour\n    0.10  1  bonjour\n" == run(call, "--format", "text").stdout


def test_json_is_the_format_json(call, tmp_path):
    asked = [call, tmp_path / "nowhere.wav", call]
    printed = run(*asked, "--json", expect=11).stdout
    assert (
        printed
        == run(*asked, "--format", "json", expect=11).stdout
        == run(*asked, "--json", "--format", "json", expect=11).stdout
    )
    first, second, third = map(json.loads, printed.splitlines())
    assert list(first) == ["duration_ms", "language", "turns"]
    assert first == third
    assert second == {"error": "source_gone"}


#: How the answer on standard output begins.
STARTS = {
    "srt": "1\n00:00:00,100 --> 00:00:00,600\nChannel A: bonjour\n\n2\n",
    "vtt": "WEBVTT\n\n00:00:00.100 --> 00:00:00.600\n<v Channel A>bonjour\n\n",
    "ctm": "un_appel A 0.100 0.500 bonjour 0.5000\nun_appel B ",
    "stm": "un_appel A Channel_A 0.100 0.600 <o,fr,unknown> bonjour\n",
    "rttm": "SPEAKER un_appel 1 0.100 0.500 <NA> <NA> Channel_A <NA> <NA>\n",
    "textgrid": 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0 \nxmax = 1 \n',
}


@pytest.mark.parametrize("form", STARTS)
def test_what_is_printed_is_the_file_that_would_be_written(call, tmp_path, form):
    printed = run(call, "--format", form).stdout
    assert printed.startswith(STARTS[form])
    answer = run(call, "--format", form, "--out", tmp_path / "out")
    assert answer.stdout == ""
    assert answer.stderr == "Written: 1.\n"
    assert (tmp_path / "out" / f"un appel{suffix(form)}").read_bytes() == printed.encode()


@pytest.mark.parametrize("form", EXPORTS)
def test_a_recording_without_words_prints_no_more_than_its_file_holds(call, monkeypatch, form):
    monkeypatch.setattr(Heard, "hear", lambda _, channels, *__: (hearing.Heard(words=()),) * len(channels))
    printed = run(call, "--format", form).stdout
    assert printed == "" or form in {"json", "vtt", "textgrid"}


def test_one_file_a_recording(tmp_path):
    calls = [recorded(tmp_path / name) for name in ("a.flac", "b.flac")]
    run(*calls, "--format", "vtt", "--out", tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == ["a.vtt", "b.vtt"]


def test_only_the_owner_reads_what_is_written(call, tmp_path):
    run(call, "--out", tmp_path)
    assert (tmp_path / "un appel.txt").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_read_is_left_out(call, tmp_path):
    answer = run(tmp_path / "nowhere.wav", call, "--json", "--out", tmp_path / "out", expect=11)
    assert answer.stdout == ""
    assert answer.stderr.startswith("clairevoix: file 1: source_gone: ")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["un appel.json"]


#: Recordings, and the names of their transcripts.
NAMES = [
    (["a.wav", "b.wav"], ["a", "b"]),
    (["a.wav", "a.mp3"], ["a", "a-2"]),
    (["monday/a.wav", "tuesday/a.wav", "friday/a.wav"], ["a", "a-2", "a-3"]),
    (["a.wav", "a.mp3", "a-2.wav"], ["a", "a-3", "a-2"]),  # what bears the name keeps it
    (["a-2.wav", "a-2.mp3", "a.wav", "a.mp3"], ["a-2", "a-2-2", "a", "a-3"]),
    (["Appel.wav", "appel.wav"], ["Appel", "appel-2"]),  # one file on some disks
    (["\u00e9.wav", "e\u0301.wav"], ["\u00e9", "e\u0301-2"]),
    (["a.wav", "a.wav"], ["a", "a-2"]),
    (["a.b.wav"], ["a.b"]),
]


@pytest.mark.parametrize(("files", "names"), NAMES)
def test_recordings_of_one_name_do_not_overwrite_each_other(files, names):
    assert command._names(tuple(map(Path, files))) == names


def test_what_exists_is_left_as_it_is(call, tmp_path):
    (tmp_path / "un appel.srt").write_text("mine")
    answer = run(call, "--format", "srt", "--out", tmp_path, expect=1)
    assert isinstance(answer.exception, SettingsError)
    assert str(answer.exception).startswith("files to write that exist already: 1; ")
    assert (tmp_path / "un appel.srt").read_text() == "mine"
    run(call, "--format", "srt", "--out", tmp_path, "--force")
    assert (tmp_path / "un appel.srt").read_text().startswith("1\n")


def test_nothing_is_heard_before_it_is_clear_that_it_can_be_kept(call, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "load_engine", lambda settings: pytest.fail("heard"))
    (tmp_path / "b.txt").write_text("mine")
    answer = run(call, tmp_path / "b.wav", "--out", tmp_path, expect=1)
    assert isinstance(answer.exception, SettingsError)
    assert not (tmp_path / "un appel.txt").exists()


def test_a_recording_is_never_replaced_by_its_transcript(tmp_path):
    odd = recorded(tmp_path / "call.txt")
    before = odd.read_bytes()
    run(odd, "--out", tmp_path, "--force", expect=2)
    assert odd.read_bytes() == before


def test_a_file_is_written_whole_or_not_at_all(call, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = run(call, "--out", tmp_path / "out", expect=1)
    assert isinstance(answer.exception, ComponentError)
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_cannot_be_made(call):
    assert isinstance(run(call, "--out", call / "below", expect=1).exception, ComponentError)


#: What does not go together.
USAGE = [
    ("--json", "--format", "srt"),
    ("--force",),
    ("--format", "docx"),
    ("again.wav", "--format", "textgrid"),  # two files cannot follow each other
    ("again.wav", "--format", "ctm"),
]


@pytest.mark.parametrize("arguments", USAGE, ids=" ".join)
def test_what_does_not_go_together(call, arguments):
    run(call, *arguments, expect=2)


def test_what_was_held_back_is_said_on_demand(call, monkeypatch):
    """Where, how many words and why; never which."""

    class Doubting(Heard):
        def hear(self, channels, sample_rate_hz, language):
            dropped = (Dropped(reason=Reason.LOOP, span=TimeSpan(100, 700), n_words=7),)
            return tuple(replace(each, dropped=dropped) for each in super().hear(channels, sample_rate_hz, language))

    monkeypatch.setattr(command, "load_engine", lambda settings: Doubting())
    told = [f"File 1, channel {n}, 0.10 to 0.70 s: words held back: 7 (loop)." for n in (0, 1)]
    assert run(call, "--held-back").stderr.splitlines() == told
    assert run(call).stderr == ""
