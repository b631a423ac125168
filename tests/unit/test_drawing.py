"""Lists of calls: strata, weights, teams, and a draw that can be checked from the seed."""

from dataclasses import replace
from datetime import date

import pytest

from builders import SITES, a_call_list, a_charter, a_workspace, drawn_ids
from clairevoix.charter.admission import Entry, Plan, is_drawn, verify_draw, verify_seed, weight
from clairevoix.charter.policy import Charter, Strata
from clairevoix.charter.retention import epoch_ends, epoch_of
from clairevoix.drawing.recount import recount
from clairevoix.intake import SEED, ingest_calls
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, Code, SettingsError
from clairevoix.store import epochs, ledger, particulars, registry
from clairevoix.store.workspace import pseudonym, secret

SERVICE = Purpose.IMPROVE_SERVICE
IDS = [f"call-{number}" for number in range(20_000)]

#: By what, the rates of strata, the stratum, and the rate in force under a charter of 0.1.
RATES = [
    (Strata.NONE, {}, "all", 0.1),
    (Strata.SITE, {"lille": 0.05}, "lille", 0.05),
    (Strata.SITE, {"lille": 0.05}, "lyon", 0.1),
    (Strata.SITE, {"lille": 0.9}, "lille", 0.1),  # a rate of its own never exceeds the charter's
    (Strata.MONTH, {"2025-09": 0.0}, "2025-09", 0.0),
    (Strata.MONTH, {"2025-09": -1.0}, "2025-09", 0.0),
]


@pytest.mark.parametrize(("by", "rates", "stratum", "rate"), RATES)
def test_rate_of_a_stratum(by, rates, stratum, rate):
    assert Plan(by=by, rates=rates).rate(Charter(sampling_rate=0.1), stratum) == rate


def test_weights_give_the_number_of_the_listed_back():
    """Horvitz and Thompson: the weights of the drawn add up to the listed, within four standard deviations."""
    charter, plan = Charter(sampling_rate=0.2), Plan(by=Strata.SITE, rates={"b": 0.05})
    for stratum, rate in (("a", 0.2), ("b", 0.05)):
        n_drawn = sum(is_drawn(b"s" * 32, each, plan.rate(charter, stratum)) for each in IDS)
        total = n_drawn * weight(charter=charter, purpose=SERVICE, stratum=stratum, plan=plan)
        assert abs(total - len(IDS)) < 4 * (len(IDS) * (1 - rate) / rate) ** 0.5


def test_a_list_is_drawn_by_site_and_can_be_drawn_again_from_its_seed(tmp_path):
    project = a_workspace(
        tmp_path / "workspace", charter=a_charter().replace("rate = 0.2", 'rate = 0.2\nstrata = "site"')
    )
    rows = [{"contact_id": f"C-{number}", "site": ("lille", "lyon")[number % 2]} for number in range(120)]
    ingest_calls(project, [a_call_list(tmp_path / "calls", [{**row, "file": ""} for row in rows])], rates={"lyon": 0.1})
    draws = registry.draws(project.registry)
    assert {(draw.rate, draw.n_listed) for draw in draws} == {(0.2, 60), (0.1, 60)}
    seed = secret(project.workspace, SEED)
    listed = [Entry(source_id=row["contact_id"], stratum=row["site"]) for row in rows]
    assert len(verify_draw(seed, listed, {"lille": 0.2, "lyon": 0.1})) == sum(draw.n_drawn for draw in draws)
    assert all(verify_seed(seed, draw.seed_commitment) for draw in draws)
    assert not verify_seed(b"x" * 32, draws[0].seed_commitment)


def test_the_commitment_is_in_the_ledger_before_the_first_draw(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    for name in ("one", "two"):
        ingest_calls(project, [a_call_list(tmp_path / name, [{"contact_id": each} for each in drawn_ids(project, 1)])])
    leaves = ledger.leaves(project.registry)[-3:]
    assert [leaf["event"] for leaf in leaves] == ["seed", "draw", "draw"]
    assert verify_seed(secret(project.workspace, SEED), str(leaves[0]["commitment"]))


def test_particulars_come_back_with_their_contact(tmp_path):
    teams = SITES + '[[teams]]\nid = "north"\nname = "North"\nsite = "lille"\n'
    project = a_workspace(tmp_path / "workspace", files={"organisation.toml": teams})
    ids = drawn_ids(project, 2)
    rows = [
        {"contact_id": ids[0], "team": "north", "customer": "K-1"},
        {"contact_id": ids[1], "team": "", "customer": ""},
    ]
    ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    contacts = [job.contact for job in registry.jobs(project.registry)]
    known = particulars.completed(project.registry, contacts)
    first, second = (known[pseudonym(project.workspace, "contact", each)] for each in ids)
    assert (first.team, first.customer, first.weight) == ("north", pseudonym(project.workspace, "customer", "K-1"), 5.0)
    assert (second.team, second.customer, second.weight) == (None, None, 5.0)


def test_a_team_that_nobody_declared_is_put_aside(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": drawn_ids(project, 1)[0], "team": "north"}]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert [each.code for each in report.quarantined] == [Code.BAD_VALUE]


def test_teams_without_a_name_are_no_settings(tmp_path):
    with pytest.raises(SettingsError, match="teams"):
        a_workspace(tmp_path / "workspace", files={"organisation.toml": SITES + '[[teams]]\nid = "north"\n'})


def test_an_epoch_gives_a_name_of_its_own(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    first = epoch_of(date(2025, 10, 15), 30)
    after = epoch_of(date.fromordinal(epoch_ends(first).toordinal() + 1), 30)
    assert after != first
    names = [epochs.agent_pseudonym(project.workspace, each, "A-1") for each in (first, first, after)]
    assert names[0] == names[1] != names[2]
    assert epochs.agent_pseudonym(project.workspace, first, "A-2") != names[0]


def a_drawn_list(tmp_path, n=120):
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": f"C-{number}", "site": "lille"} for number in range(n)]
    path = a_call_list(tmp_path / "calls", rows)
    return project, path, ingest_calls(project, [path]).counts


def test_a_draw_done_again_is_the_same(tmp_path):
    project, path, counts = a_drawn_list(tmp_path)
    again = recount(project, [path], SEED).counts
    assert again == {
        "listed": 120, "drawn": counts["drawn"], "registered": counts["registered"], "left_out": 0, "outside": 0,
    }  # fmt: skip
    assert ledger.leaves(project.registry)[-1]["event"] == "recount"


def test_a_contact_heard_beside_the_draw_is_found(tmp_path):
    project, path, _ = a_drawn_list(tmp_path)
    seed = secret(project.workspace, SEED)
    beside = next(f"C-{number}" for number in range(120) if not is_drawn(seed, f"C-{number}", 0.2))
    slipped_in = replace(
        registry.jobs(project.registry)[0].contact, contact_id=pseudonym(project.workspace, "contact", beside)
    )
    job = registry.Job(contact=slipped_in, source=b"sealed", source_mark="m")
    registry.add_jobs(project.registry, [job], registry.draws(project.registry)[0])
    with pytest.raises(CharterRefusal, match="R4"):
        recount(project, [path], SEED)
    assert ledger.leaves(project.registry)[-1]["outside"] == 1


def test_another_seed_than_the_committed_one_is_refused(tmp_path):
    project, path, _ = a_drawn_list(tmp_path)
    (project.workspace.keys / SEED).write_text("0" * 64)
    with pytest.raises(CharterRefusal, match="R4"):
        recount(project, [path], SEED)
