"""``clairevoix evaluate`` from the command line, on tiny corpora whose numbers can be counted by hand."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from clairevoix import cli
from clairevoix.ingest.audio import open_sound
from clairevoix.pipeline import engine_of, listen
from clairevoix.project import open_project
from clairevoix.quality import running
from clairevoix.quality.reading import read_corpus
from clairevoix.quality.running import TRUE_WORDS
from clairevoix.transcribe.exports.objects import as_object
from flow import corpora
from flow.calls import write_wav
from flow.corpora import BY_HAND, Scene, Tiny, build

MS_PER_HOUR = 3_600_000
#: Words of the truth and of what is heard, none of which any English sentence has.
SPOKEN = ("madame", "panne", "numéro", "trente-neuf", "enregistré", "narval", "exemple.fr", "bonsoir", "regardé")
OF_THE_TEST_HALF = ("zibeline", "ornithorynque", "capybara", "encore")


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command printed."""

    out: str
    err: str

    @property
    def answer(self) -> dict[str, dict[str, object]]:
        return json.loads(self.out)

    def value(self, name: str) -> float:
        """``clean wer customer``: condition, metric, item."""
        return self._row(name)["value"]

    def whole(self, name: str) -> float:
        return self._row(name)["whole"]

    def _row(self, name: str) -> dict[str, float]:
        condition, metric, *item = name.replace(TRUE_WORDS, "true").split()
        condition = TRUE_WORDS if condition == "true" else condition
        (row,) = [
            row
            for row in self.answer["conditions"][condition]
            if row["metric"] == metric and row["item"] == "".join(item)
        ]
        return row


Evaluate = Callable[..., Done]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    """The corpus counted by hand; tests write nothing into it."""
    return build(tmp_path_factory.mktemp("corpora"), BY_HAND)


@pytest.fixture
def own(tiny: Tiny, tmp_path: Path) -> Tiny:
    """A copy of it, to be written into."""
    shutil.copytree(tiny.folder, tmp_path / "own")
    return replace(tiny, folder=tmp_path / "own")


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Evaluate:
    """Runs the command in this process, which is faster; its workers too."""

    def serially(function: Callable[[object], object], items: Sequence[object], jobs: int) -> Iterator[object]:
        yield from ((item, function(item)) for item in items)

    def run(tiny: Tiny, *arguments: object, code: int = 0) -> Done:
        monkeypatch.setattr(sys, "argv", ["clairevoix", "evaluate", *_options(tiny), *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        done = Done(**dict(zip(("out", "err"), capfd.readouterr(), strict=True)))
        assert (ended.value.code or 0) == code, done.err
        assert "Traceback" not in done.err
        return done

    monkeypatch.setattr(running, "map_unordered", serially)
    monkeypatch.setattr(cli.os, "umask", lambda mask: mask)
    monkeypatch.setattr(cli.resource, "setrlimit", lambda *_: None)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    return run


# --- Every number, counted by hand ----------------------------------------------------------------------------------

#: Milliseconds of all channels together in which nobody spoke, 500 ms around each turn left out:
#: c1 0–4900 is speech of one or the other, c2 0–6000, c3 0–4300, c4 0–2200; all of s1 is not.
QUIET_MS = 2 * (8000 - 4900) + 2 * (8000 - 6000) + 2 * (8000 - 4300) + 2 * (8000 - 2200) + 2 * 8000
#: Condition, metric and item; value; out of what.
BY_COUNTING = [
    # c1 has 2 + 6 words, c2 12 (a number is counted by its digits) + 1, c3 4 + 2, c4 3.
    ("clean wer", 0, 30),
    ("clean wer agent", 0, 2 + 1 + 4),  # the announcement is heard on the agent's side
    ("clean wer customer", 0, 23),
    # « madame » is missed, « avant » added, « bonjour » mistaken.
    ("line wer", 3 / 30, 30),
    ("line wer agent", 1 / 7, 7),
    ("line wer customer", 2 / 23, 23),
    ("line deletions", 1 / 30, 30),
    ("line insertions", 1 / 30, 30),
    ("line substitutions", 1 / 30, 30),
    ("line cpwer", 3 / 30, 30),
    ("line tcpwer", 3 / 30, 30),
    ("line role_swap", 0, 4),
    ("mono wer", 0, 8),
    # One party is heard where two spoke: the agent's 2 words are missing, and 2 too many for the customer.
    ("mono cpwer", 4 / 8, 8),
    # 250 ms around each beginning and end do not count: 0.5 s of the agent and 1.9 s of the customer do.
    ("mono der", 0.5 / 2.4, 2.4),
    ("mono der_confusion", 0.5 / 2.4, 2.4),
    ("mono der_missed", 0, 2.4),
    # « merci d'avoir regardé », in hold music.
    ("line invented_per_hour", 3 / (QUIET_MS / MS_PER_HOUR), QUIET_MS / MS_PER_HOUR),
    ("line invented_per_hour hold_music", 3 / (8000 / MS_PER_HOUR), 8000 / MS_PER_HOUR),
    ("clean invented_per_hour", 0, QUIET_MS / MS_PER_HOUR),
    ("clean word_time_median", 0, 2 * 26),  # two ends of each word as it is said, « l'appel » counts once
    # The number is found, the address is not; neither is taken for anything else.
    ("clean heard_recall", 1 / 2, 2),
    ("clean heard_recall PHONE", 1, 1),
    ("clean heard_recall EMAIL", 0, 1),
    ("clean heard_precision", 1, 1),
    # So 10 digits are silent, and 3 words are heard again.
    ("clean sound_recall", 1 / 2, 2),
    ("clean sound_left", 3 / 13, 13),
    # The chat has an address, which is found.
    ("true words text_recall", 2 / 3, 3),
    ("true words text_precision", 1, 2),
    # An outage, of a call and of the chat; in mono nobody knows that it is the customer who says so.
    ("clean label_recall", 1, 1),
    ("line label_precision", 1, 1),
    ("mono label_recall", 0, 1),
    ("true words label_f1", 1, 4),
    ("clean label_evidence", 1, 1),
    ("line query_recall", 1, 2),
]


@pytest.fixture(scope="module")
def whole(tiny: Tiny, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The whole development half, as a program asks for it, in a process of its own, with the network refused."""
    return _alone(tiny, "--json", "--jobs", "2")


def _options(tiny: Tiny) -> list[str]:
    return ["--corpus", str(tiny.folder), "--workspace", str(tiny.workspace)]


def _alone(tiny: Tiny, *arguments: str) -> Done:
    blocked = str(Path(__file__).parent / "blocked")
    done = subprocess.run(
        [sys.executable, "-m", "clairevoix", "evaluate", *_options(tiny), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": blocked},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "NETWORK USED" not in done.stderr
    return Done(out=done.stdout, err=done.stderr)


@pytest.mark.parametrize(("name", "value", "out_of"), BY_COUNTING, ids=[row[0] for row in BY_COUNTING])
def test_every_number_is_the_one_counted_by_hand(whole, name, value, out_of):
    assert whole.value(name) == pytest.approx(value)
    assert whole.whole(name) == pytest.approx(out_of)


def test_json_says_what_was_evaluated(whole):
    about = whole.answer["about"]
    assert {name: about[name] for name in ("corpus", "origin", "split", "level")} == {
        "corpus": "tiny",
        "origin": "synthetic",
        "split": "development",
        "level": 0.95,
    }
    # Five contacts were recorded, one of them a third time; the chat was not, and the test half is not there.
    assert (about["n_contacts"], about["n_recordings"], about["n_available"]) == (5, 11, 11)
    assert about["audio_s"] == 11 * 8
    assert list(whole.answer["conditions"]) == ["clean", "line", "mono", "true words"]
    # The folders of this machine are nobody's business.
    assert about["model"] == "tiny-script.json"


def test_the_same_twice_and_with_fewer_processes(whole, tiny, evaluate):
    again = evaluate(tiny, "--json", "--jobs", "1").answer
    for answer in (again, first := whole.answer):
        assert answer["about"].pop("at")
        assert answer["about"].pop("wall_s") > 0
    assert again == first


# --- Every form of the report ---------------------------------------------------------------------------------------


def test_every_form_of_the_report(tiny, evaluate, tmp_path):
    files = {name: tmp_path / f"report.{name}" for name in ("html", "markdown", "save")}
    done = evaluate(tiny, *[word for name, path in files.items() for word in (f"--{name}", path)])
    assert done.out.startswith("Corpus tiny (synthetic voices), development half: 11 recordings of 5 contacts")
    assert "10.0%" in done.out
    assert max(len(line) for line in done.out.splitlines()[1:]) <= 80
    assert "| wer |" not in files["markdown"].read_text()
    assert "### By condition of the sound" in files["markdown"].read_text()
    assert "10.0%" in files["html"].read_text()
    assert len(files["save"].read_text().splitlines()) == 11 + 4 + 1  # and the true words of four calls and a chat


def test_french_for_those_who_read_french(tiny, evaluate, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert "10,0\u202f%" in evaluate(tiny).out
    assert "10.0%" in evaluate(tiny, "--language", "en").out


def test_a_part_of_the_corpus_says_that_it_is_a_part(tiny, evaluate):
    done = evaluate(tiny, "--condition", "l*", "--contact", "c[12]", "--contact", "c4")
    assert "development half: 3/11 recordings of 3 contacts" in done.out
    answer = evaluate(tiny, "--condition", "l*", "--contact", "c[12]", "--contact", "c4", "--json")
    assert list(answer.answer["conditions"]) == ["line", "true words"]
    assert answer.whole("line wer") == 8 + 13 + 3
    assert answer.whole("true words text_recall") == 2  # text contacts were not asked for


@pytest.mark.parametrize("arguments", [("--condition", "gsm"), ("--contact", "x1"), ("--contact", "t1")])
def test_nothing_to_listen_to(tiny, evaluate, arguments):
    done = evaluate(tiny, *arguments, code=10)
    assert done.out == ""
    assert done.err == "clairevoix: the corpus has no recording of this half, condition and contact\n"


@pytest.mark.parametrize("option", ["--save", "--html", "--markdown", "--record"])
def test_no_hour_is_lost_for_a_folder_that_is_not_there(tiny, evaluate, tmp_path, monkeypatch, option):
    monkeypatch.setattr(running, "evaluate", None)
    done = evaluate(tiny, option, tmp_path / "nowhere" / "file", "--reason", "x", code=2)
    assert "does not exist" in done.err


#: What is refused, as a French terminal is told.
REFUSED = [
    (
        ("--record", "r.json", "--reason", "x", "--transcripts", "t"),
        2,
        "--record écoute le corpus de nouveau, avec du bruit",
    ),
    (("--record", "r.json", "--reason", "x", "--gate", "r.json"), 2, "--gate et --record s’excluent"),
    (("--html", "nowhere/report.html"), 2, "Le dossier de nowhere/report.html n’existe pas"),
    (
        ("--transcripts", "none.jsonl"),
        10,
        "11 enregistrements demandés n’ont pas de transcription, le premier est c1@clean",
    ),
    (
        ("--contact", "c4", "--gate", "other.json"),
        10,
        "other.json consigne d’autres enregistrements, ou une autre vérité",
    ),
]


@pytest.mark.parametrize(("arguments", "code", "said"), REFUSED, ids=[row[0][-2] for row in REFUSED])
def test_a_refusal_is_in_french_for_those_who_read_french(tiny, evaluate, tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.jsonl").touch()
    row = {"condition": "line", "metric": "wer", "value": 1, "noise": 0}
    (tmp_path / "other.json").write_text(json.dumps({"reason": "x", "of": "others", "recorded": [row]}))
    assert said in evaluate(tiny, *arguments, code=code).err


@pytest.mark.parametrize("option", ["--against", "--gate", "--transcripts"])
def test_a_file_to_read_that_is_not_there_stops_before_anything_is_heard(tiny, evaluate, tmp_path, monkeypatch, option):
    monkeypatch.setattr(running, "evaluate", None)
    done = evaluate(tiny, option, tmp_path / "nowhere.jsonl", code=11)
    assert done.err.startswith("clairevoix: nowhere.jsonl: missing_file")


# --- One run against another ----------------------------------------------------------------------------------------


def dozen(worse: Sequence[int] = ()) -> list[Scene]:
    """Twelve calls of ten words; ``worse`` are those of which half is not recognised any more."""
    words = "un appel sur deux finit trop tard pour nous tous".split()
    return [
        Scene(
            contact_id=f"d{number}",
            conditions=("clean",),
            said=[f"customer 500-3500 {' '.join(words)}"],
            heard={"clean": [f"customer 500-3500 {' '.join(words[::2])}"]} if number in worse else {},
            duration_ms=4_000,
        )
        for number in range(12)
    ]


def test_a_run_against_itself_is_the_same(tiny, evaluate, tmp_path):
    evaluate(tiny, "--save", tmp_path / "before.jsonl")
    done = evaluate(tiny, "--against", tmp_path / "before.jsonl", "--json")
    assert list(done.answer["changes"]) == ["clean", "line", "mono", "true words"]
    assert done.answer["compared"]["line"] == {"contacts": 5, "of": 5}
    done = evaluate(tiny, "--against", tmp_path / "before.jsonl")
    assert "Against the run before: line (5/5 contacts)" in done.out
    assert "the same" in done.out
    for word in ("better", "worse", "no difference shown"):
        assert word not in done.out


def test_a_worse_run_is_called_worse_and_the_other_way_round_better(tmp_path, evaluate):
    good, bad = build(tmp_path / "good", dozen()), build(tmp_path / "bad", dozen(worse=range(12)))
    for one, other, statement in ((good, bad, "worse"), (bad, good, "better")):
        evaluate(one, "--save", tmp_path / "before.jsonl")
        done = evaluate(other, "--against", tmp_path / "before.jsonl", "--json")
        (wer,) = [row for row in done.answer["changes"]["clean"] if (row["metric"], row["item"]) == ("wer", "")]
        assert abs(wer["difference"]) == pytest.approx(0.5)
        assert wer["p_value"] < 0.05
        assert wer["n_contacts"] == 12
        text = evaluate(other, "--against", tmp_path / "before.jsonl").out
        (line,) = [line for line in text.splitlines() if line.startswith("Word error rate  ") and "pt" in line]
        assert line.split()[-1] == statement


def test_two_calls_of_twelve_show_nothing(tmp_path, evaluate):
    good, bad = build(tmp_path / "good", dozen()), build(tmp_path / "bad", dozen(worse=[3, 7]))
    evaluate(good, "--save", tmp_path / "before.jsonl")
    out = evaluate(bad, "--against", tmp_path / "before.jsonl").out
    assert "worse" not in out
    assert "difference" in out


def test_what_only_one_run_has_is_not_compared_and_the_title_says_so(tmp_path, evaluate):
    whole_, part = build(tmp_path / "whole", dozen(worse=[0])), build(tmp_path / "part", dozen()[1:])
    evaluate(whole_, "--save", tmp_path / "before.jsonl")
    done = evaluate(part, "--against", tmp_path / "before.jsonl")
    assert "Against the run before: clean (11/12 contacts)" in done.out
    assert "better" not in done.out  # the hard call is gone, which is no merit


def test_another_truth_is_not_compared(tmp_path, evaluate):
    """Whoever makes the truth agree with the machine gets no credit for it."""
    before = build(tmp_path / "before", dozen(worse=range(12)))
    evaluate(before, "--save", tmp_path / "before.jsonl")
    kinder = [replace(scene, said=scene.heard["clean"]) for scene in dozen(worse=range(12))]
    done = evaluate(build(tmp_path / "after", kinder), "--against", tmp_path / "before.jsonl", "--json")
    assert done.answer["compared"]["clean"] == {"contacts": 0, "of": 12}
    assert done.answer["changes"]["clean"] == []


# --- Transcripts made elsewhere -------------------------------------------------------------------------------------


@pytest.fixture
def lines(tiny: Tiny) -> list[dict[str, object]]:
    """What ``clairevoix transcribe --json`` prints of each recording of the development half."""
    corpus, engine = read_corpus(tiny.folder), engine_of(open_project(tiny.workspace).settings.transcribe)
    return [
        {
            "recording": take.recording_id,
            **as_object(listen(open_sound(take.path, "1", ()), engine, "fr").transcript),
        }
        for take in corpus.takes
        if corpus.of(take).split == "development"
    ]


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows)
    )
    return path


def test_the_same_transcripts_have_the_same_word_errors(tiny, evaluate, whole, lines, tmp_path):
    done = evaluate(tiny, "--transcripts", write(tmp_path / "other.jsonl", reversed(lines)), "--json")
    for condition in ("clean", "line", "mono"):
        found = {(row["metric"], row["item"]): row for row in done.answer["conditions"][condition]}
        metrics = {metric for metric, _ in found}
        assert {"wer", "cer", "cpwer", "tcpwer", "invented_per_hour", "word_time_p95", "query_recall"} <= metrics
        assert not {"heard_recall", "sound_recall", "label_f1"} & metrics
        assert found == {
            (row["metric"], row["item"]): row
            for row in whole.answer["conditions"][condition]
            if row["metric"] in metrics
        }
    assert done.answer["about"]["model"] == "other.jsonl"


#: What is wrong, how the lines are spoilt, the exit code, and what is named.
BAD_TRANSCRIPTS = [
    ("a recording that nobody knows", lambda rows: [{**rows[0], "recording": "c9@clean"}], 11, "bad.jsonl, line 1"),
    ("no recording", lambda rows: [rows[0], {"turns": []}], 11, "bad.jsonl, line 2"),
    ("a recording of the test half", lambda rows: [*rows, {**rows[0], "recording": "x1@clean"}], 11, "x1@clean"),
    ("a recording twice", lambda rows: [*rows, rows[0]], 11, "c1@clean: duplicate_id"),
    ("a channel that is not there", lambda rows: [_spoilt(rows[0], channel=2), *rows[1:]], 11, "c1@clean: bad_value"),
    ("a word that ends first", lambda rows: [_spoilt(rows[0], end_ms=-1), *rows[1:]], 11, "c1@clean: bad_value"),
    ("a score that is no number", lambda rows: [_spoilt(rows[0], score=float("nan"))], 11, "c1@clean: bad_value"),
    ("a time without end", lambda rows: [_spoilt(rows[0], end_ms=float("inf"))], 11, "c1@clean: bad_value"),
    ("no turns", lambda rows: [{"recording": "c1@clean"}], 11, "c1@clean: bad_value"),
    ("no JSON", lambda rows: [rows[0], '{"recording": '], 11, "bad.jsonl, line 2: unreadable"),
    ("no object", lambda rows: ['["madame"]'], 11, "bad.jsonl, line 1: unreadable"),
    # The hard ones are left out: every number would be better.
    (
        "a recording left out",
        lambda rows: rows[1:],
        10,
        "1 recording asked for has no transcript: c1@clean",
    ),
    (
        "nearly all left out",
        lambda rows: rows[-1:],
        10,
        "10 recordings asked for have no transcript, the first is c1@clean",
    ),
]


def _spoilt(row, *, channel=None, **word):
    turn = row["turns"][0]
    first = {**turn["words"][0], **word}
    turn = {**turn, "channel": turn["channel"] if channel is None else channel, "words": [first, *turn["words"][1:]]}
    return {**row, "turns": [turn, *row["turns"][1:]]}


@pytest.mark.parametrize(
    ("spoil", "code", "named"), [row[1:] for row in BAD_TRANSCRIPTS], ids=[row[0] for row in BAD_TRANSCRIPTS]
)
def test_bad_transcripts_are_refused_and_named(tiny, evaluate, lines, tmp_path, spoil, code, named):
    done = evaluate(tiny, "--transcripts", write(tmp_path / "bad.jsonl", spoil(lines)), code=code)
    assert done.out == ""
    assert done.err.startswith(f"clairevoix: {named}")
    assert not [word for word in SPOKEN if word in done.err]


def test_transcripts_of_a_part_when_a_part_is_asked_for(tiny, evaluate, lines, tmp_path):
    path = write(tmp_path / "clean.jsonl", [row for row in lines if row["recording"].endswith("@clean")])
    assert evaluate(tiny, "--transcripts", path, "--condition", "clean", "--json").whole("clean wer") == 30
    evaluate(tiny, "--transcripts", path, code=10)


def test_what_was_not_recognised_is_missing(tiny, evaluate, lines, tmp_path):
    path = write(tmp_path / "deaf.jsonl", [{**row, "turns": []} for row in lines])
    done = evaluate(tiny, "--transcripts", path, "--json")
    assert (done.value("clean wer"), done.value("clean deletions"), done.value("mono der")) == (1, 1, 1)


# --- The test half --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [(), ("--reason", "  ")])
def test_the_test_half_is_not_looked_at_without_a_reason(own, evaluate, reason):
    done = evaluate(own, "--split", "test", *reason, code=10)
    assert "--reason" in done.err
    assert not own.log.exists()


def test_every_look_at_the_test_half_is_written_down(own, evaluate, tmp_path):
    page = tmp_path / "report.html"
    for reason in ("before a release", "again"):
        done = evaluate(own, "--split", "test", "--reason", f" {reason} ", "--html", page, "--json")
    assert [row["reason"] for row in own.rows("looks.jsonl")] == ["before a release", "again"]
    look = own.rows("looks.jsonl")[0]
    assert look["at"]
    assert (look["corpus"], look["recordings"], look["conditions"]) == ("tiny", 2, ["clean", "line"])
    assert look["model"] == "tiny-script.json"
    assert done.value("clean wer") == 1 / 4
    # A case is wrong, and it is shown to nobody.
    assert "learnt by heart" in page.read_text()
    assert not [word for word in OF_THE_TEST_HALF if word in page.read_text()]


def test_a_look_that_failed_is_a_look(own, evaluate):
    (own.folder / "audio" / "x1-clean.wav").write_bytes(b"another")
    done = evaluate(own, "--split", "test", "--reason", "x", code=11)
    assert "x1@clean: digest_mismatch" in done.err
    assert len(own.rows("looks.jsonl")) == 1


def test_transcripts_of_the_test_half_are_a_look(own, evaluate, tmp_path):
    rows = [{"recording": f"x1@{condition}", "turns": []} for condition in ("clean", "line")]
    path = write(tmp_path / "other.jsonl", rows)
    page = tmp_path / "report.html"
    evaluate(own, "--split", "test", "--reason", "x", "--transcripts", path, "--html", page)
    assert [row["model"] for row in own.rows("looks.jsonl")] == ["other.jsonl"]
    assert not [word for word in OF_THE_TEST_HALF if word in page.read_text()]


def test_development_is_nobody_s_look(own, evaluate):
    evaluate(own)
    assert not own.log.exists()


# --- Broken corpora -------------------------------------------------------------------------------------------------


def _rows(name: str, change: Callable[[list[dict[str, object]]], None]) -> Callable[[Tiny], None]:
    def spoil(own: Tiny) -> None:
        rows = own.rows(name)
        change(rows)
        own.rewrite(name, rows)

    return spoil


def _sound(write_: Callable[[Path], object]) -> Callable[[Tiny], None]:
    """Another sound under its own, right digest."""

    def spoil(own: Tiny) -> None:
        write_(path := own.folder / "audio" / "c1-clean.wav")
        rows = own.rows("manifest.jsonl")
        rows[0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
        own.rewrite("manifest.jsonl", rows)

    return spoil


BROKEN = [
    (
        "nobody says whose voices",
        lambda own: (own.folder / "corpus.toml").write_text('name = "madame"'),
        "corpus.toml: no_origin",
    ),
    ("no truth", lambda own: (own.folder / "truth.jsonl").unlink(), "truth.jsonl: missing_file"),
    (
        "no JSON",
        lambda own: write(own.folder / "truth.jsonl", ['{"turns": ["madame']),
        "truth.jsonl, line 1: unreadable",
    ),
    ("a contact twice", _rows("truth.jsonl", lambda rows: rows.append(rows[1])), "c2: duplicate_id"),
    (
        "a mark outside its turn",
        _rows("truth.jsonl", lambda rows: rows[0]["labels"][0].update(end=7)),
        "c1: bad_truth",
    ),
    (
        "personal data that overlap",
        _rows("truth.jsonl", lambda rows: rows[1]["entities"].append({**rows[1]["entities"][0], "value": "narval"})),
        "c2: overlapping_spans",
    ),
    (
        "a call without words",
        _rows("truth.jsonl", lambda rows: rows[4].update(kind="call")),
        "s1: no_words",
    ),
    ("another sound", lambda own: (own.folder / "audio/c1-clean.wav").write_bytes(b"x"), "c1@clean: digest_mismatch"),
    ("no sound", lambda own: (own.folder / "audio/c1-clean.wav").unlink(), "c1@clean: missing_file"),
    ("what is no sound", _sound(lambda path: path.write_bytes(b"madame" * 99)), "c1@clean: not_audio"),
    (
        "one channel where two are listed",
        _sound(lambda path: write_wav(path, [array("h", [9] * 64_000)])),
        "c1@clean: parties_mismatch",
    ),
    # More hours would make every rate per hour look better.
    (
        "shorter than listed",
        _rows("manifest.jsonl", lambda rows: rows[0].update(duration_ms=80_000)),
        "c1@clean: digest_mismatch",
    ),
]


@pytest.mark.parametrize(("spoil", "named"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_corpus_is_refused_and_the_item_named(own, evaluate, tmp_path, spoil, named):
    spoil(own)
    done = evaluate(own, "--json", "--save", tmp_path / "save.jsonl", code=11)
    assert done.out == ""
    assert done.err.startswith(f"clairevoix: {named}: ")
    assert len(done.err.splitlines()) == 1
    assert not [word for word in SPOKEN if word in done.err]
    assert not (tmp_path / "save.jsonl").exists()


def test_a_process_that_dies_is_reported_with_its_recording(tiny, evaluate, monkeypatch):
    from clairevoix.execute.local import map_unordered

    monkeypatch.setattr(running, "map_unordered", map_unordered)
    monkeypatch.setattr(running, "_judge", corpora.dies)
    done = evaluate(tiny, "--contact", "c4", "--condition", "line", code=12)
    assert done.err == "clairevoix: the process that heard c4@line died\n"
    assert done.out == ""


# --- What was said stays where it is --------------------------------------------------------------------------------


def test_no_word_is_printed_saved_or_put_on_record(tiny, evaluate, record, tmp_path):
    save, text = tmp_path / "save.jsonl", tmp_path / "report.md"
    done = evaluate(tiny, "--save", save, "--markdown", text)
    shown = [done.out, done.err, save.read_text(), record.read_text(), text.read_text()]
    shown.append(evaluate(tiny, "--json", "--against", save).out)
    for word in SPOKEN:
        assert not [each for each in shown if word in each], word


def test_the_page_quotes_what_was_said(tiny, evaluate, tmp_path):
    """By design, and of the development half only."""
    evaluate(tiny, "--html", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text()
    assert page.count("<ins>avant</ins>") == 2  # as a turn, and in its call
    # A turn of two words says little alone.
    assert "<del>madame</del>" not in page[page.index("The worst turns") :]
    # Heard in hold music; an address that nobody redacted.
    assert "<ins>merci</ins> <ins>d&#39;avoir</ins> <ins>regardé</ins>" in page
    assert "<dd>narval chez exemple</dd>" in page
    assert not [word for word in OF_THE_TEST_HALF if word in page]


def test_no_word_is_in_the_complaint_about_a_defect(tiny, evaluate, monkeypatch):
    def fails(*_: object) -> None:
        raise ValueError("madame narval")

    monkeypatch.setattr(running, "word_errors", fails)
    done = evaluate(tiny, code=1)
    assert "ValueError at" in done.err
    assert not [word for word in SPOKEN if word in done.err + done.out]


# --- The gate -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def recorded() -> dict[str, str]:
    """What was put on record, once it was."""
    return {}


@pytest.fixture
def record(
    own: Tiny, evaluate: Evaluate, tmp_path: Path, recorded: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Today's values. The engine of these tests knows no sound but its own, so the noise is left out of it."""
    path = tmp_path / "record.json"
    if not recorded:
        monkeypatch.setattr(running, "_dithered", lambda recording, random: recording)
        evaluate(own, "--record", path, "--reason", "first measured")
        recorded["text"] = path.read_text()
    path.write_text(recorded["text"])
    return path


def test_a_record_needs_a_reason(tiny, evaluate, tmp_path):
    evaluate(tiny, "--record", tmp_path / "record.json", code=10)
    assert not (tmp_path / "record.json").exists()


def test_the_corpus_is_heard_again_with_noise(tiny, evaluate, tmp_path, monkeypatch):
    seeds = []
    monkeypatch.setattr(running, "_dithered", lambda recording, random: seeds.append(random.random()) or recording)
    evaluate(tiny, "--contact", "c4", "--condition", "line", "--record", tmp_path / "r.json", "--reason", "x")
    assert seeds == [Random(f"{seed} c4@line").random() for seed in (1, 2)]


def test_the_gate_lets_the_same_pass(own, evaluate, record):
    done = evaluate(own, "--gate", record)
    assert "nothing fell below the record" in done.err


def test_the_gate_names_what_fell(own, evaluate, record, tmp_path):
    heard = {"line": ["customer 2000-2400 je"]}
    worse = build(tmp_path / "worse", [replace(BY_HAND[0], heard=heard), *BY_HAND[1:]], name="tiny")
    done = evaluate(replace(own, workspace=worse.workspace), "--gate", record, "--json", code=1)
    assert "clairevoix: line: Word error rate: 26.7%, on record 10.0%, noise 10.0%\n" in done.err
    assert "clean: " not in done.err
    assert "put it on record with --record and the reason" in done.err
    assert done.value("line wer") == pytest.approx(8 / 30)


def test_the_gate_misses_what_is_gone(own, evaluate, record):
    content = json.loads(record.read_text())
    content["recorded"].append({"condition": "line", "metric": "der", "value": 0.5, "noise": 0.1})
    record.write_text(json.dumps(content))
    done = evaluate(own, "--gate", record, code=1)
    assert "line: Diarization error rate, mono: —, on record 50.0%" in done.err


#: Ways to pass the gate without being any better.
CHEATS = [
    ("the easy ones only", lambda own: ("--contact", "c[234]")),
    ("the easy condition only", lambda own: ("--condition", "clean")),
    ("the hard one is not listed any more", _rows("manifest.jsonl", lambda rows: rows.pop(1))),
    ("the truth is what is heard", _rows("truth.jsonl", lambda rows: rows[0]["turns"][0]["words"].pop())),
    (
        "the label that is missed is not spoken of",
        lambda own: (own.folder / "corpus.toml").write_text(
            (own.folder / "corpus.toml").read_text().replace('"internet_outage", ', "")
        ) and (),
    ),
]  # fmt: skip


@pytest.mark.parametrize("cheat", [row[1] for row in CHEATS], ids=[row[0] for row in CHEATS])
def test_the_gate_is_not_passed_by_looking_at_less(own, evaluate, record, cheat):
    arguments = cheat(own)
    done = evaluate(own, "--gate", record, *(arguments if isinstance(arguments, tuple) else ()), code=10)
    assert "record.json is the record of other recordings, or of another truth" in done.err


@pytest.mark.parametrize("option", [("--gate", "record.json"), ("--transcripts", "other.jsonl")])
def test_a_record_is_of_what_is_heard_and_is_no_gate_to_itself(own, evaluate, tmp_path, option):
    name, file = option
    done = evaluate(own, "--record", tmp_path / "record.json", "--reason", "x", name, tmp_path / file, code=2)
    assert name in done.err


#: Records that would let everything pass.
EMPTY = [
    ("nothing on record", lambda content: content.update(recorded=[])),
    ("a value that is no number", lambda content: content["recorded"][0].update(value=float("nan"))),
    ("noise without end", lambda content: content["recorded"][0].update(noise=float("inf"))),
    ("a metric that nobody knows", lambda content: content["recorded"][0].update(metric="charm")),
    ("no reason", lambda content: content.update(reason="")),
]


@pytest.mark.parametrize("spoil", [row[1] for row in EMPTY], ids=[row[0] for row in EMPTY])
def test_a_record_that_guards_nothing_is_no_record(own, evaluate, record, spoil):
    content = json.loads(record.read_text())
    spoil(content)
    record.write_text(json.dumps(content))
    done = evaluate(own, "--gate", record, code=11)
    assert done.err.startswith("clairevoix: record.json: bad_value")
    assert done.out == ""
