"""``clairevoix account``, as whoever runs the machine uses it. What it refuses is in the chapter of rule R22."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from clairevoix.cli.accounts import command, sealer_of
from clairevoix.project import Project
from clairevoix.store import enrolment, ledger
from clairevoix.store.accounts import account
from people import a_bare_workspace


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return a_bare_workspace(tmp_path)


def run(project: Project, *arguments: str, expect: int = 0) -> str:
    result = CliRunner().invoke(command, [*arguments, "--workspace", str(project.workspace.root)])
    assert result.exit_code == expect, result.output
    return result.stdout


def test_an_account_is_invited_listed_and_closed(project: Project) -> None:
    made = json.loads(
        run(project, "add", "Claire", "--role", "director", "--address", "https://voix.example/", "--json")
    )
    assert made["link"] == f"https://voix.example/fr/invitation?token={made['token']}"
    assert made["otpauth"].startswith("otpauth://totp/clairevoix:Claire?")
    row = {"login": "Claire", "roles": ["director"], "state": "invited", "second_factor": False}
    listed = json.loads(run(project, "list", "--json"))
    assert listed == [{"account_id": made["account_id"], **row}]
    run(project, "disable", "claire")
    assert json.loads(run(project, "list", "--json"))[0]["state"] == "disabled"
    events = [leaf["event"] for leaf in ledger.leaves(project.registry)]
    assert events == ["account-granted", "account-disabled"]


def test_a_reset_makes_the_old_invitation_worthless(project: Project) -> None:
    first = json.loads(run(project, "add", "Claire", "--role", "director", "--json"))
    second = json.loads(run(project, "reset", "Claire", "--json"))
    assert first["account_id"] == second["account_id"]
    sealer, now = sealer_of(project.workspace), datetime.now(UTC)
    assert enrolment.offer(project.registry, sealer, first["token"], now) is None
    assert enrolment.offer(project.registry, sealer, second["token"], now) is not None


def test_another_second_factor_is_another_secret(project: Project) -> None:
    run(project, "add", "Claire", "--role", "director")
    first, second = (json.loads(run(project, "totp", "Claire", "--json"))["otpauth"] for _ in range(2))
    assert first != second


def test_an_employee_is_known_by_a_pseudonym(project: Project) -> None:
    run(project, "add", "dupont", "--role", "employee", "--agent", "Agent-0042")
    sealer = sealer_of(project.workspace)
    found = account(project.registry, sealer, "DUPONT")
    assert found is not None
    assert found.agent_sealed is not None
    assert sealer.unseal(found.agent_sealed) == "Agent-0042"
    held = b"".join(path.read_bytes() for path in project.workspace.root.glob("registry*"))
    assert b"Agent-0042" not in held
    assert b"dupont" not in held


@pytest.mark.parametrize(
    "arguments",
    [
        ("add",),
        ("add", "x"),
        ("add", "x", "--role", "pope"),
        ("add", "x", "--role", "employee"),
        ("add", "x", "--role", "director", "--agent", "A1"),
        ("reset", "nobody"),
        ("reset",),
        ("disable", "nobody"),
        ("totp", "nobody"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(project: Project, arguments: tuple[str, ...]) -> None:
    run(project, *arguments, expect=2)
