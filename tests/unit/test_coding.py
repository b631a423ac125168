"""Human coding from the draw to the corrected share."""

import re
from datetime import date
from pathlib import Path

import pytest

from builders import a_workspace
from clairevoix import coding
from clairevoix.measure.share import corrected_share
from clairevoix.model.coding import BlindCode, Stage
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.project import Project
from clairevoix.store import cells, erasure, lake, ledger
from clairevoix.store import coding as stored
from coded import AT, LABEL, a_workspace_to_code, code_all, stages, truth


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return a_workspace_to_code(tmp_path)


def cell(project: Project):
    (found,) = cells.labels(project.workspace, [LABEL], date(2025, 1, 1), [Purpose.IMPROVE_SERVICE])
    return found


def test_two_coders_who_agree_correct_the_share(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 12, seed="s")
    for coder in ("ann", "bob"):
        assert code_all(project, sample, coder) == 12
    assert cell(project).n_coded == 0
    assert coding.settle(project) == 12
    n_present = sum(truth(each) for each in stages(project, sample))
    found = cell(project)
    assert (found.n_coded, found.n_both + found.n_missed) == (12, n_present)
    assert corrected_share(found).low < 1 / 3 < corrected_share(found).high


def test_what_is_settled_is_settled_once(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 6, seed="s")
    for coder in ("ann", "bob"):
        code_all(project, sample, coder)
    assert (coding.settle(project), coding.settle(project)) == (6, 0)
    assert lake.rows(project.workspace, "SELECT count(*) FROM reviews") == [(12,)]


def test_a_settling_that_was_killed_adds_nothing_twice(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    sample = coding.draw_sample(project, LABEL, 6, seed="s")
    for coder in ("ann", "bob"):
        code_all(project, sample, coder)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(stored, "mark_reviewed", killed)
        with pytest.raises(KeyboardInterrupt):
            coding.settle(project)
    assert coding.settle(project) == 6
    assert lake.rows(project.workspace, "SELECT count(*) FROM reviews") == [(12,)]


def test_a_dispute_waits_for_somebody_else_and_is_decided_by_them_alone(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 12, seed="s")
    code_all(project, sample, "ann")
    wrong = coding.waiting(project, sample, "bob")[0]
    code_all(project, sample, "bob", lambda each: truth(each) ^ (each == wrong))
    assert stages(project, sample)[wrong] == "disputed"
    assert coding.settle(project) == 11
    assert coding.waiting(project, sample, "ann") == coding.waiting(project, sample, "bob") == ()
    assert coding.waiting(project, sample, "cyd") == (wrong,)
    code_all(project, sample, "cyd")
    assert coding.settle(project) == 1
    reviewed = lake.rows(project.workspace, "SELECT present FROM reviews WHERE contact_id = ?", [wrong])
    assert reviewed == [(truth(wrong),)]


def test_what_one_cannot_tell_is_read_a_third_time_and_then_left(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 6, seed="s")
    code_all(project, sample, "ann", lambda _: None)
    code_all(project, sample, "bob")
    assert set(stages(project, sample).values()) == {"disputed"}
    code_all(project, sample, "cyd", lambda _: None)
    assert set(stages(project, sample).values()) == {"undecided"}
    assert coding.settle(project) == 0


def test_two_coders_may_decide_a_dispute_together(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 3, seed="s")
    code_all(project, sample, "ann", lambda _: True)
    code_all(project, sample, "bob", lambda _: False)
    first, *_ = stages(project, sample)
    assert coding.resolve(project, sample, first, present=True)
    assert not coding.resolve(project, sample, first, present=False)
    assert not coding.resolve(project, sample, "c999", present=False)
    assert list(stages(project, sample).values()) == ["decided", "disputed", "disputed"]


def test_nobody_codes_a_contact_twice_and_nobody_one_that_is_decided_or_not_drawn(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 1, seed="s")
    (contact_id,) = stages(project, sample)
    code = {name: BlindCode(coder=name, present=True, coded_at=AT) for name in ("ann", "bob", "cyd")}
    assert coding.take(project, sample, contact_id, code["ann"])
    assert not coding.take(project, sample, contact_id, code["ann"])
    assert coding.take(project, sample, contact_id, code["bob"])
    assert not coding.take(project, sample, contact_id, code["cyd"])
    other = next(f"c{number:03d}" for number in range(24) if f"c{number:03d}" != contact_id)
    assert not coding.take(project, sample, other, code["cyd"])


def test_of_two_who_code_at_once_one_is_told(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 1, seed="s")
    (before,) = stored.coded(project.registry, sample.sample_id)
    for coder, is_taken in (("ann", True), ("bob", False)):
        code = BlindCode(coder=coder, present=True, coded_at=AT)
        assert stored.add_code(project.registry, sample.sample_id, before, code) is is_taken


def test_agreement_is_told_only_when_all_is_read(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 12, seed="s")
    code_all(project, sample, "ann")
    assert coding.progress(project, sample).agreement is None
    code_all(project, sample, "bob")
    found = coding.progress(project, sample)
    assert found.agreement is not None
    assert (found.agreement.alpha, found.agreement.n_units, found.n_by_stage[Stage.DECIDED]) == (1.0, 12, 12)


def test_the_seed_draws_the_same_contacts_and_nobody_is_drawn_twice(project: Project, tmp_path: Path) -> None:
    again = a_workspace_to_code(tmp_path / "again")
    one, two = (coding.draw_sample(each, LABEL, 10, seed="s") for each in (project, again))
    assert list(stages(project, one)) == list(stages(again, two))
    rest = coding.draw_sample(project, LABEL, 100)
    assert (rest.n_listed, rest.n_drawn) == (14, 14)
    assert not set(stages(project, one)) & set(stages(project, rest))
    with pytest.raises(InputError) as refused:
        coding.draw_sample(project, LABEL, 1)
    assert refused.value.code is Code.NOTHING_TO_DRAW


def test_each_coder_reads_in_an_order_of_their_own(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 24, seed="s")
    ann, bob = (coding.waiting(project, sample, coder) for coder in ("ann", "bob"))
    assert sorted(ann) == sorted(bob)
    assert ann != bob


def test_a_coder_sees_the_customers_words_and_nothing_else(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 4, seed="s")
    shown = coding.shown(project, sample, "ann", "analyst")
    assert shown is not None
    assert [text for _, text in shown.turns] in (
        ["C'est la troisième fois que j'appelle"],
        ["Je voudrais changer mon adresse"],
    )
    assert "troisième" not in repr(shown)
    leaf = ledger.leaves(project.registry)[-1]
    assert {
        "event": "contact-read",
        "account": "ann",
        "contact": shown.contact_id,
        "purpose": "coding",
    }.items() <= leaf.items()


def test_what_employees_say_is_not_coded(project: Project, tmp_path: Path) -> None:
    path = project.workspace.codebook / f"{LABEL}.toml"
    path.write_text(path.read_text("utf-8").replace('party = "customer"', 'party = "agent"'), "utf-8")
    from clairevoix.project import open_project

    reopened = open_project(project.workspace.root, today=project.today)
    with pytest.raises(CharterRefusal, match="R19"):
        coding.draw_sample(reopened, LABEL, 4)
    assert ledger.leaves(project.registry)[-1]["rule"] == "R19"


def test_without_a_declared_label_nothing_is_drawn(tmp_path: Path) -> None:
    from people import a_bare_workspace

    with pytest.raises(CharterRefusal, match="R9"):
        coding.draw_sample(a_bare_workspace(tmp_path), LABEL, 4)


def test_an_unknown_label_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        coding.draw_sample(a_workspace(tmp_path), "nothing", 4)
    assert refused.value.code is Code.UNKNOWN_LABEL


def test_a_label_that_changed_closes_its_samples(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 4, seed="s")
    path = project.workspace.codebook / f"{LABEL}.toml"
    path.write_text(re.sub(r"(?m)^version = \d+", "version = 99", path.read_text("utf-8")), "utf-8")
    from clairevoix.project import open_project

    reopened = open_project(project.workspace.root, today=project.today)
    (first, *_) = stages(project, sample)
    assert not coding.is_current(reopened, sample)
    assert not coding.take(reopened, sample, first, BlindCode(coder="ann", present=True, coded_at=AT))


def test_a_contact_that_is_erased_leaves_its_samples_with_its_codes(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 4, seed="s")
    code_all(project, sample, "ann")
    gone, *kept = stages(project, sample)
    with project.registry.begin() as connection:
        assert gone in set(stored.contact_ids(connection))
        counts = erasure.erase_within(connection, erasure.Erasure(contact_ids=frozenset({gone})))
    assert counts == {"codings": 1}
    assert list(stages(project, sample)) == kept
    with project.registry.connect() as connection:
        assert gone not in set(stored.contact_ids(connection))


def test_the_ledger_says_by_which_seed_it_was_drawn(project: Project) -> None:
    sample = coding.draw_sample(project, LABEL, 4, strata="site-month")
    leaf = ledger.leaves(project.registry)[-1]
    told = {"event": "coding-draw", "seed": sample.seed, "n_listed": 24, "n_drawn": 4, "strata": "site-month"}
    assert told.items() <= leaf.items()
