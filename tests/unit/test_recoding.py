"""History under another codebook, and the codebook that stays in force."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from builders import TODAY, a_charter, a_processed, a_workspace
from clairevoix import recoding
from clairevoix.annotate.annotating import annotate
from clairevoix.charter.measures import STRICTEST
from clairevoix.codebooks import codings, faults, in_force, proposed_codebook, versions_of
from clairevoix.figures import label_trends
from clairevoix.figures.labels import oldest
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.measure import Figure
from clairevoix.project import adopt, open_project
from clairevoix.recoding import behind, recoded, tried
from clairevoix.store import cells, lake
from clairevoix.store import codings as passes
from clairevoix.store.codebooks import adopted
from clairevoix.store.transcripts import annotations

PURPOSES = [Purpose.IMPROVE_SERVICE]
TITLE = '[title]\nfr = "Panne"\nen = "Outage"\n[definition]\nfr = "Dit une panne."\nen = "Reports an outage."\n'


def a_label(version: int = 1, phrases: str = '["panne"]', examples: str = '["en panne"]', more: str = "") -> str:
    head = f'name = "outage"\nversion = {version}\nparty = "customer"\nphrases = {phrases}\nexamples = {examples}\n'
    return head + more + TITLE


def label_file(project, text: str) -> None:
    (project.workspace.codebook / "outage.toml").write_text(text, encoding="utf-8")


def reopened(project):
    return open_project(project.workspace.root, today=TODAY)


def heard(project, contact_id: str, said: str, party: str = "customer", language: str = "fr"):
    """Stored as a run of this codebook would store it."""
    kept = a_processed(f"{party} | 0 | 4 | {said}", contact_id=contact_id)
    kept = replace(kept, transcript=replace(kept.transcript, language=language))
    found = annotate(kept.transcript, project.codebook)
    lake.commit(project.workspace, [replace(kept, annotations=found, codebook=project.codebook.digest)])


@pytest.fixture
def project(tmp_path):
    """Two contacts heard under version 1: one finds « panne », the other has « coupure »."""
    opened = a_workspace(tmp_path)
    for path in opened.workspace.codebook.glob("*.toml"):
        path.unlink()
    label_file(opened, a_label())
    opened = reopened(opened)
    adopt(opened)
    heard(opened, "c1", "je suis en panne")
    heard(opened, "c2", "une coupure depuis hier")
    return opened


def counted(project) -> tuple[int, int]:
    (cell,) = cells.labels(project.workspace, ["outage"], oldest(project), PURPOSES, project.codings())
    return cell.n, cell.n_found


def test_a_new_version_counts_only_contacts_that_it_annotated(project):
    assert counted(project) == (2, 1)
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = reopened(project)
    assert (counted(newer), behind(newer)) == ((0, 0), 2)
    report = recoded(newer)
    assert report.counts == {"contacts": 2, "found": 2}
    assert (counted(newer), behind(newer)) == ((2, 2), 0)


def test_what_the_version_before_found_stays_beside_it(project):
    label_file(project, a_label(2, '["coupure"]', '["une coupure"]'))
    newer = reopened(project)
    recoded(newer)
    assert counted(newer) == (2, 1)
    older = replace(newer, codebook=project.codebook)
    assert counted(older) == (2, 1)
    assert [each.label_version for each in annotations(newer.workspace, "c1", newer.codings())] == []
    assert [each.label_version for each in annotations(newer.workspace, "c2", newer.codings())] == [2]
    assert [each.label_version for each in annotations(newer.workspace, "c1", older.codings())] == [1]


def test_history_is_annotated_once(project):
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = reopened(project)
    recoded(newer)
    assert recoded(newer).counts == {"contacts": 0, "found": 0}
    assert lake.rows(newer.workspace, "SELECT count(*) FROM annotations WHERE label_version = 2") == [(2,)]


def test_a_label_that_did_not_change_is_not_sought_again(project):
    other = a_label().replace('"outage"', '"thanks"').replace("panne", "merci").replace("Panne", "Merci")
    (project.workspace.codebook / "thanks.toml").write_text(other.replace("Outage", "Thanks"), encoding="utf-8")
    newer = reopened(project)
    assert recoded(newer).counts == {"contacts": 2, "found": 0}
    assert counted(newer) == (2, 1)
    assert lake.rows(newer.workspace, "SELECT count(*) FROM annotations") == [(1,)]


def test_a_pass_that_was_killed_leaves_nothing_that_counts(project, monkeypatch):
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = reopened(project)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(recoding.passes, "mark", killed)
        with pytest.raises(KeyboardInterrupt):
            recoded(newer)
    assert lake.rows(newer.workspace, "SELECT count(*) FROM annotations") == [(3,)]
    assert counted(newer) == (0, 0)
    recoded(newer)
    assert counted(newer) == (2, 2)
    assert lake.rows(newer.workspace, "SELECT count(*) FROM annotations") == [(3,)]


def test_the_sweep_finds_what_the_run_finds(tmp_path):
    """Two ways over the whole starting codebook, in both languages and on every party."""
    project = a_workspace(tmp_path)
    said = [
        ("customer", "j'ai déjà appelé trois fois, je suis en panne depuis lundi, je veux résilier", "fr"),
        ("agent", "Opale Télécom bonjour, je suis désolée, merci d'avoir patienté, bonne journée", "fr"),
        ("customer", "I've called four times and your technician never showed, I want to cancel my contract", "en"),
        ("agent", "Hello, Opale Télécom, I'm sorry about that, thanks for holding, goodbye", "en"),
        ("unknown", "je suis en panne", "fr"),
    ]
    for number, (party, words, language) in enumerate(said):
        heard(project, f"c{number}", words, party, language)
    query = "SELECT contact_id, label, start_ms, end_ms, channel, party FROM annotations ORDER BY ALL"
    by_run = lake.rows(project.workspace, query)
    part = recoding._Part(workspace=project.workspace, number=0, n_parts=1, labels=project.codebook.labels)
    table = recoding.sweep_part(part)
    names = ["contact_id", "label", "start_ms", "end_ms", "channel", "party"]
    assert sorted(tuple(row[name] for name in names) for row in table.to_pylist()) == by_run
    assert len({row[1] for row in by_run}) >= 8


def test_parts_together_are_the_whole(project):
    whole = [recoding._Part(workspace=project.workspace, number=0, n_parts=1, labels=project.codebook.labels)]
    halves = [replace(whole[0], number=number, n_parts=3) for number in range(3)]
    found = [
        [row["contact_id"] for part in parts for row in recoding.sweep_part(part).to_pylist()]
        for parts in (whole, halves)
    ]
    assert sorted(found[0]) == sorted(found[1]) == ["c1"]


def test_what_may_not_be_heard_any_more_is_not_annotated(project):
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = replace(reopened(project), charter=STRICTEST)
    assert recoded(newer).counts == {"contacts": 0, "found": 0}


def test_what_is_past_its_term_is_not_annotated(project):
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = replace(reopened(project), today=datetime(2027, 1, 1, tzinfo=UTC).date())
    assert recoded(newer).counts["contacts"] == 0


def test_simulating_tells_gains_losses_and_agreement_and_writes_nothing(project):
    lake.write(
        project.workspace,
        "reviews",
        [
            {"contact_id": each, "label": "outage", "coder": "a", "coded_on": TODAY, "present": present}
            for each, present in (("c1", False), ("c2", True))
        ],
    )
    label_file(project, a_label(2, '["coupure"]', '["une coupure"]'))
    book = proposed_codebook(project.workspace, project.registry)
    (outcome,) = tried(project, project.codebook, book, ["outage"])
    assert (outcome.before, outcome.after, outcome.n_before, outcome.n_after) == (1, 2, 1, 1)
    assert (outcome.n_gained, outcome.n_lost) == (1, 1)
    assert (outcome.n_coded, outcome.n_right_before, outcome.n_right_after) == (2, 0, 2)
    assert lake.rows(project.workspace, "SELECT count(*) FROM annotations") == [(1,)]
    assert in_force(project.registry).codebook == project.codebook


def test_an_agents_words_are_not_tried_unless_the_charter_declares_postures(project):
    label_file(project, a_label(2).replace("customer", "agent"))
    book = proposed_codebook(project.workspace, project.registry)
    with pytest.raises(CharterRefusal, match="R9"):
        tried(project, project.codebook, book, ["outage"])


#: What is written over a good label, and the complaint: the good one stays in force.
BAD = [
    (a_label(2, examples="[]"), "a label needs an example"),
    (a_label(2, examples='["tout va bien"]'), "example 1 is not found"),
    (
        a_label(1, '["coupure"]', '["une coupure"]'),
        "still version 1: a changed label is a new version; write version = 2",
    ),
    (a_label(2)[:40], "is not a label"),
    (a_label(2, '["... panne"]'), "phrase 1: a phrase begins and ends with a word"),
    (a_label(2, '["*"]'), "phrase 1: a word of a phrase has a letter or a digit"),
    (a_label(2, '["?panne"]'), "phrase 1: a phrase needs a word that must be there"),
    (a_label(2, '["a ' + "... " * 20 + 'b"]'), "phrase 1: a phrase covers too many words"),
]


@pytest.mark.parametrize(("text", "complaint"), BAD)
def test_the_last_good_codebook_stays_in_force(project, text, complaint):
    label_file(project, text)
    opened = reopened(project)
    assert complaint in opened.codebook_refusal
    assert opened.codebook == project.codebook
    assert any(complaint in fault for fault in faults(opened.workspace, opened.registry))
    assert not adopt(opened)


def test_two_labels_of_one_name_are_refused(project):
    (project.workspace.codebook / "more").mkdir()
    (project.workspace.codebook / "more" / "outage.toml").write_text(a_label(), encoding="utf-8")
    assert "two labels of the name outage" in reopened(project).codebook_refusal


def test_two_labels_of_one_title_are_refused(project):
    (project.workspace.codebook / "other.toml").write_text(a_label().replace('"outage"', '"other"'), encoding="utf-8")
    assert "other and outage have the same title" in reopened(project).codebook_refusal


def test_without_a_good_codebook_nothing_starts(tmp_path):
    with pytest.raises(SettingsError, match="is not a label"):
        a_workspace(tmp_path, files={"codebook/outage.toml": "name = "})


def test_titles_owners_and_examples_may_be_mended_without_a_new_version(project):
    label_file(project, a_label(more='owner = "quality"\n', examples='["en panne", "la panne"]'))
    opened = reopened(project)
    assert (opened.codebook_refusal, adopt(opened)) == ("", True)
    assert counted(opened) == (2, 1)
    assert len(adopted(opened.registry)) == 2


def test_a_version_may_come_back_as_it_was(project):
    for text in (a_label(2, '["coupure"]', '["une coupure"]'), a_label()):
        label_file(project, text)
        opened = reopened(project)
        assert (opened.codebook_refusal, adopt(opened)) == ("", True)
    assert codings(opened.registry, opened.codebook)["outage"].codebooks == (project.codebook.digest,)
    assert counted(opened) == (2, 1)


def test_each_version_has_its_own_months(project):
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = reopened(project)
    adopt(newer)
    heard(newer, "c3", "une coupure")
    versions = versions_of(newer.registry, "outage")
    counts = [
        [
            (cell.key, cell.n, cell.n_found)
            for cell in passes.months(newer.workspace, each.coding, oldest(newer), PURPOSES, "2025-11")
        ]
        for each in versions
    ]
    assert [each.coding.version for each in versions] == [1, 2]
    assert counts == [[("2025-10", 2, 1)], [("2025-10", 1, 1)]]


def heard_together(project, numbers: range) -> None:
    """Contacts half of which say « panne », the other half « coupure »."""
    kept = []
    for number in numbers:
        each = a_processed(f"customer | 0 | 4 | une {'panne' if number % 2 else 'coupure'}", contact_id=f"c{number}")
        found = annotate(each.transcript, project.codebook)
        kept.append(replace(each, annotations=found, codebook=project.codebook.digest))
    lake.commit(project.workspace, kept)


BY_MONTH = """
[[measures]]
name = "label"
subject = "customers"
purpose = "improve-service"
by = ["contacts", "month"]
finest = "month"
why = "Suivre d'un mois à l'autre ce que disent les clients."
"""


@pytest.mark.parametrize(("charter", "is_told"), [(BY_MONTH, True), ("", False)])
def test_both_versions_are_told_with_the_break(tmp_path, charter, is_told):
    project = a_workspace(tmp_path, charter=a_charter() + charter, files={"codebook/outage.toml": a_label()})
    adopt(project)
    heard_together(project, range(12))
    label_file(project, a_label(2, '["panne", "coupure"]'))
    newer = reopened(project)
    adopt(newer)
    heard_together(newer, range(12, 24))
    rows = [
        {"contact_id": f"c{number}", "label": "outage", "coder": "a", "coded_on": TODAY, "present": True}
        for number in range(24)
    ]
    lake.write(project.workspace, "reviews", rows)
    later = replace(reopened(project), today=datetime(2025, 11, 3, tzinfo=UTC).date())
    figures = [each for each in label_trends.released(later) if each.period.startswith("outage@")]
    # The first version misses the half that its humans see, and is corrected by them.
    told = {
        each.period: (each.estimate.key, round(each.estimate.value, 2), each.estimate.n)
        for each in figures
        if isinstance(each, Figure)
    }
    assert told == ({"outage@1": ("2025-10", 1.0, 12), "outage@2": ("2025-10", 1.0, 12)} if is_told else {})
    versions = label_trends.about(later, figures)["label_versions"]
    assert [each["version"] for each in versions.get("outage", [])] == ([1, 2] if is_told else [])
