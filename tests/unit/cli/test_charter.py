"""``clairevoix charter``: the way of a charter into force, as operator, director and council type it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from builders import a_charter
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.policy import parse_charter
from clairevoix.cli.charter import command
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.project import create_project

TODAY = datetime.now(UTC).date()


def run(folder: Path, *words: str, expect: type[Exception] | None = None, lang: str = "en_GB.UTF-8"):
    """What a command prints in that workspace; ``expect``: what it raises instead."""
    inside = (
        () if words[0] == "keygen" or ("--out" in words and words[0] == "countersign") else ("--workspace", str(folder))
    )
    result = CliRunner(env={"LC_ALL": lang}).invoke(command, [*words, *inside])
    if expect is None:
        assert result.exception is None, (words, result.output, result.exception)
    else:
        assert isinstance(result.exception, expect), (words, result.output, result.exception)
    return result.output


@pytest.fixture
def folder(tmp_path) -> Path:
    root = tmp_path / "workspace"
    create_project(root, {"charter.toml": a_charter(rate=0.1)})
    (tmp_path / "aipd.pdf").write_bytes(b"assessment")
    (tmp_path / "note.txt").write_bytes(b"dear colleagues")
    for name in ("employer", "council", "stranger"):
        run(root, "keygen", str(tmp_path / name))
    for name in ("employer", "council"):
        run(root, "register", name, str(tmp_path / f"{name}.pub"))
    return root


def beside(folder: Path, name: str) -> str:
    return str(folder.parent / name)


def shown(folder: Path) -> dict[str, object]:
    return json.loads(run(folder, "show", "--json"))


def steps_missing(folder: Path) -> list[str]:
    return [each["step"] for each in shown(folder)["versions"][-1]["missing"]]


def consulted(folder: Path) -> None:
    run(folder, "propose", "--dpia", beside(folder, "aipd.pdf"))
    run(folder, "notify", "--on", str(TODAY), "--expert", "local")
    run(folder, "opinion", "--council", "unfavourable")


def activated(folder: Path) -> None:
    consulted(folder)
    run(folder, "countersign", "--key", beside(folder, "council"))
    run(folder, "activate", "--key", beside(folder, "employer"), "--notice", beside(folder, "note.txt"))


def rewritten(folder: Path, **changes: float) -> None:
    (folder / "charter.toml").write_text(a_charter(**{"rate": 0.1, **changes}))


def test_the_whole_way(folder):
    everything = ["assess", "notify", "opinion", "countersign", "inform", "activate"]
    run(folder, "propose")
    assert steps_missing(folder) == everything
    assert shown(folder)["in_force"] is None
    steps = [
        ("propose", "--dpia", beside(folder, "aipd.pdf")),
        ("notify", "--on", str(TODAY), "--expert", "none"),
        ("opinion", "--council", "unfavourable"),
        ("countersign", "--key", beside(folder, "council")),
    ]
    for number, step in enumerate(steps, start=1):
        run(folder, *step)
        assert steps_missing(folder) == everything[number:]
    said = run(folder, "activate", "--key", beside(folder, "employer"), "--notice", beside(folder, "note.txt"))
    assert "in force" in said
    assert shown(folder)["in_force"] == 1
    assert json.loads(run(folder, "check", "--json"))["needs"] == "nothing"


def test_what_is_shown_of_a_version(folder):
    run(folder, "propose", "--dpia", beside(folder, "aipd.pdf"), "--dpia-id", "AIPD-7")
    run(folder, "notify", "--on", str(TODAY), "--expert", "central")
    (version,) = shown(folder)["versions"]
    assert version["state"] == "notified"
    assert version["scope_digest"] == scope_digest(parse_charter({**_document(rate=0.1)}))
    assert version["dpia"]["document_id"] == "AIPD-7"
    assert version["informed_on"] == str(TODAY)
    assert version["expert"] == "central"
    assert 89 <= version["days_left"] <= 92
    assert [key["signatory"] for key in shown(folder)["keys"]] == ["employer", "council"]
    said = run(folder, "show")
    assert f"the council's time ends on {version['last_day']}: days left: {version['days_left']}" in said
    assert "missing: the opinion of the works council" in said
    assert "No charter is in force" in said


def _document(rate: float) -> dict[str, dict[str, float]]:
    return {
        "sampling": {"rate": rate},
        "disclosure": {"minimum_cell": 10},
        "retention": {"recording_days": 180, "comment_days": 365},
    }


def test_a_refusal_says_what_is_missing(folder):
    run(folder, "propose")
    said = run(folder, "notify", "--on", str(TODAY), "--expert", "none", expect=CharterRefusal)
    assert "missing: the impact assessment" in said
    consulted(folder)
    said = run(folder, "activate", "--key", beside(folder, "employer"), expect=CharterRefusal)
    assert "missing: the signature of the works council" in said


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_the_councils_time_begins_neither_before_the_text_nor_tomorrow(folder, day):
    run(folder, "propose", "--dpia", beside(folder, "aipd.pdf"))
    run(folder, "notify", "--on", str(day), "--expert", "none", expect=CharterRefusal)


def test_time_that_is_not_over_does_not_lapse(folder):
    run(folder, "propose", "--dpia", beside(folder, "aipd.pdf"))
    run(folder, "notify", "--on", str(TODAY), "--expert", "none")
    run(folder, "opinion", "--lapsed", expect=CharterRefusal)
    run(folder, "clock", "--stop")
    assert shown(folder)["versions"][0]["is_stopped"]
    assert "stands still" in run(folder, "show")
    run(folder, "clock", "--restart")
    run(folder, "clock", "--extend-to", str(TODAY + timedelta(days=200)))
    assert shown(folder)["versions"][0]["days_left"] == 200


@pytest.mark.parametrize("name", ["stranger", "employer"])
def test_nobody_countersigns_for_the_council(folder, name):
    consulted(folder)
    run(folder, "countersign", "--key", beside(folder, name), expect=CharterRefusal)


def test_the_council_signs_on_a_machine_of_its_own(folder, tmp_path):
    proposal, signature = beside(folder, "proposal.json"), beside(folder, "proposal.sig")
    run(folder, "propose", "--dpia", beside(folder, "aipd.pdf"), "--out", proposal)
    run(folder, "notify", "--on", str(TODAY), "--expert", "none")
    run(folder, "opinion", "--council", "reserved")
    said = run(tmp_path, "countersign", proposal, "--key", beside(folder, "council"), "--out", signature)
    assert "This is not a consent." in said
    assert '"rate":0.1' in said
    run(folder, "countersign", "--signature", signature)
    assert steps_missing(folder) == ["inform", "activate"]


def test_an_altered_proposal_is_not_signed(folder, tmp_path):
    proposal, signature = Path(beside(folder, "proposal.json")), beside(folder, "proposal.sig")
    run(folder, "propose", "--out", str(proposal))
    proposal.write_text(proposal.read_text().replace("0.1", "0.2"))
    run(
        tmp_path,
        "countersign",
        str(proposal),
        "--key",
        beside(folder, "council"),
        "--out",
        signature,
        expect=SettingsError,
    )
    assert not Path(signature).exists()


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"format": "clairevoix/charter/1"}', "\xff"])
def test_what_is_no_signature(folder, content):
    consulted(folder)
    path = Path(beside(folder, "file.sig"))
    path.write_bytes(content.encode("latin-1"))
    run(folder, "countersign", "--signature", str(path), expect=SettingsError)


def test_the_file_alone_changes_nothing(folder):
    activated(folder)
    rewritten(folder, rate=0.2)
    found = json.loads(run(folder, "check", "--json"))
    assert (found["needs"], found["looser"]) == ("consultation", ["sampling_rate"])
    assert "before the works council was consulted" in run(folder, "check")
    assert shown(folder)["in_force"] == 1


@pytest.mark.parametrize("signatory", ["employer", "council"])
def test_a_stricter_file_takes_one_key(folder, signatory):
    activated(folder)
    rewritten(folder, rate=0.05, minimum_cell=20)
    assert "one key suffices" in run(folder, "check")
    run(folder, "propose")
    run(folder, "activate", "--key", beside(folder, signatory), "--as", signatory)
    assert shown(folder)["in_force"] == 2
    assert json.loads(run(folder, "check", "--json"))["needs"] == "nothing"


def test_a_looser_file_does_not(folder):
    activated(folder)
    rewritten(folder, rate=0.05, recording_days=30)
    run(folder, "propose")
    run(folder, "activate", "--key", beside(folder, "employer"))
    rewritten(folder, rate=0.05, recording_days=60)
    run(folder, "propose")
    run(folder, "activate", "--key", beside(folder, "employer"), expect=CharterRefusal)
    assert shown(folder)["in_force"] == 2


def test_suspended_by_the_council_and_resumed_with_its_key(folder):
    activated(folder)
    run(folder, "suspend", "--by", "council")
    assert shown(folder)["in_force"] is None
    run(folder, "resume", "--by", "council", expect=CharterRefusal)
    run(folder, "resume", "--by", "court", expect=CharterRefusal)
    run(folder, "resume", "--by", "council", "--key", beside(folder, "council"))
    assert shown(folder)["in_force"] == 1


def test_an_amended_proposal_starts_again(folder):
    consulted(folder)
    rewritten(folder, rate=0.15)
    run(folder, "propose", "--amend")
    (version,) = shown(folder)["versions"]
    assert version["state"] == "draft"
    run(folder, "withdraw")
    assert shown(folder)["versions"][0]["state"] == "withdrawn"


def test_which_version_is_said_where_there_are_several(folder):
    run(folder, "propose")
    rewritten(folder, rate=0.15)
    run(folder, "propose")
    run(folder, "withdraw", expect=SettingsError)
    run(folder, "withdraw", "--version", "2")
    assert [each["state"] for each in shown(folder)["versions"]] == ["draft", "withdrawn"]


def test_keys_are_never_written_over_nor_readable_by_others(folder, tmp_path):
    path = Path(beside(folder, "council"))
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_text()
    run(folder, "keygen", str(path), expect=SettingsError)
    assert path.read_text() == before
    assert before.strip() not in shown(folder)["keys"][0].values()


def test_the_councils_key_is_replaced_by_itself_alone(folder):
    run(folder, "register", "council", beside(folder, "stranger.pub"), expect=CharterRefusal)
    run(
        folder,
        "register",
        "council",
        beside(folder, "stranger.pub"),
        "--old-key",
        beside(folder, "employer"),
        expect=CharterRefusal,
    )
    run(folder, "register", "council", beside(folder, "stranger.pub"), "--old-key", beside(folder, "council"))
    assert len(shown(folder)["keys"]) == 3


@pytest.mark.parametrize(
    "words",
    [
        ("opinion",),
        ("clock",),
        ("clock", "--stop", "--extend-to", "2030-01-01"),
        ("countersign",),
        ("opinion", "--council", "reserved", "--lapsed"),
    ],
)
def test_half_a_command_is_none(folder, words):
    run(folder, "propose")
    assert "Usage" in run(folder, *words, expect=SystemExit)
