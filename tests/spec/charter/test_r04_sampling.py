"""R4. A recording is opened and kept only if a random draw, made from its identifier alone, took it."""

import random
import subprocess
import sys
import textwrap
import tomllib
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from builders import (
    a_call_list,
    a_charter,
    a_processed,
    a_recording,
    a_workspace,
    bytes_of,
    drawn_ids,
    put_sound,
)
from clairevoix.annotate.annotating import annotate
from clairevoix.charter.admission import admit_recording, is_drawn, rank
from clairevoix.charter.disclosure import may_count
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.figures import labels, moments
from clairevoix.intake import SEED, ingest_calls
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.pipeline import process
from clairevoix.store import cells, lake, ledger, registry
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import secret
from clairevoix.tasks import tasks_of

SEED_A, SEED_B = b"a" * 32, b"b" * 32
IDS = [f"call-{number}" for number in range(20_000)]


def is_admitted(
    source_id: str, *, rate: float, seed: bytes = SEED_A, purpose: Purpose = Purpose.IMPROVE_SERVICE
) -> bool:
    try:
        admit_recording(charter=Charter(sampling_rate=rate), seed=seed, source_id=source_id, purpose=purpose)
    except CharterRefusal as refusal:
        assert refusal.rule_id == "R4"
        return False
    return True


@pytest.mark.parametrize("rate", [0.02, 0.05, 0.1, 0.2])
def test_the_share_drawn_is_the_rate(rate):
    # Within four standard deviations of the binomial: one chance in 16,000 for a draw that is right.
    n_drawn = sum(is_admitted(source_id, rate=rate) for source_id in IDS)
    assert abs(n_drawn - rate * len(IDS)) < 4 * (rate * (1 - rate) * len(IDS)) ** 0.5


def test_ranks_are_uniform():
    # Chi-square over 20 bins, 19 degrees of freedom: above 43.8 one time in a thousand.
    bins = [0] * 20
    for source_id in IDS:
        bins[rank(SEED_A, source_id) * 20 >> 64] += 1
    expected = len(IDS) / 20
    assert sum((n - expected) ** 2 / expected for n in bins) < 43.8


def test_the_draw_does_not_follow_the_order_of_identifiers():
    # Neighbours are drawn together as often as independence says: lag-1 correlation within 4/sqrt(n) of zero.
    drawn = [is_drawn(SEED_A, source_id, 0.2) for source_id in IDS]
    mean = sum(drawn) / len(drawn)
    products = sum((a - mean) * (b - mean) for a, b in pairwise(drawn))
    assert abs(products / sum((a - mean) ** 2 for a in drawn)) < 4 / len(drawn) ** 0.5


def test_the_draw_is_repeatable_and_forgets_order_and_company():
    alone = {source_id: is_drawn(SEED_A, source_id, 0.1) for source_id in IDS[:500]}
    shuffled = random.Random(4).sample(IDS, len(IDS))
    together = {source_id: is_drawn(SEED_A, source_id, 0.1) for source_id in shuffled}
    assert all(together[source_id] is drawn for source_id, drawn in alone.items())


def test_a_greater_rate_keeps_what_a_smaller_one_drew():
    small, large = ({each for each in IDS if is_drawn(SEED_A, each, rate)} for rate in (0.05, 0.2))
    assert small < large


def test_another_seed_draws_others():
    # Independent draws of one in five share one in twenty-five: 800 of 20,000, standard deviation 27.7.
    both = sum(is_drawn(SEED_A, each, 0.2) and is_drawn(SEED_B, each, 0.2) for each in IDS)
    assert abs(both - 800) < 4 * 27.8


@pytest.mark.parametrize(
    ("rate", "purpose", "drawn"),
    [
        (0.0, Purpose.IMPROVE_SERVICE, False),  # nothing at all may be heard
        (1.0, Purpose.IMPROVE_SERVICE, True),  # the arithmetic; no charter can ask for it, see below
        (0.0, Purpose.TECHNICAL_TEST, True),  # no customer, no employee: nothing to draw for
    ],
)
def test_draw_at_its_ends(rate, purpose, drawn):
    assert {is_admitted(source_id, rate=rate, purpose=purpose) for source_id in IDS[:100]} == {drawn}


#: What a charter.toml asks for, and the answer.
RATES = [
    ("0.2", None),  # the cap itself
    ("0.05", None),
    ("0.0", None),
    ("0", None),  # an integer is a number
    ("0.2000001", "rule R4: .*CNIL SAN-2023-008"),
    ("0.21", "rule R4: .*CNIL SAN-2023-008"),
    ("1.0", "rule R4: .*CNIL SAN-2023-008"),
    ("1", "rule R4: .*CNIL SAN-2023-008"),
    ("inf", "rule R4: .*CNIL SAN-2023-008"),
    ("nan", "rule R4: .*CNIL SAN-2023-008"),
    ("-0.1", "rule R4: .*CNIL SAN-2023-008"),
    ("true", "must be a number"),
    ('"0.1"', "must be a number"),
]


@pytest.mark.parametrize(("rate", "complaint"), RATES)
def test_the_cap_is_refused_with_its_source(rate, complaint):
    document = tomllib.loads(f"[sampling]\nrate = {rate}\n")
    if complaint is None:
        assert parse_charter(document).sampling_rate == float(rate)
        return
    with pytest.raises(SettingsError, match=complaint):
        parse_charter(document)


def test_without_a_charter_the_strictest_rate_holds():
    assert parse_charter({}).sampling_rate == 0.02


def test_no_workspace_opens_beyond_the_cap(tmp_path):
    with pytest.raises(SettingsError, match=r"sampling\.rate must lie between 0 and 0\.2"):
        a_workspace(tmp_path, charter="[sampling]\nrate = 0.5\n")


def test_an_undrawn_contact_leaves_no_trace_but_a_count(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    drawn, left = drawn_ids(project, 2), drawn_ids(project, 5, drawn=False)
    # The undrawn ones name files that do not exist: whoever looked for them would quarantine them.
    rows = [{"contact_id": each} for each in drawn] + [{"contact_id": each, "file": f"{each}.wav"} for each in left]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    assert report.counts == {"listed": 7, "drawn": 2, "registered": 2, "already_known": 0, "moved": 0}
    assert report.quarantined == ()
    held = bytes_of(tmp_path / "workspace")
    assert not [each for each in (*left, *drawn) if each.encode() in held]


def test_an_undrawn_recording_is_never_opened(tmp_path):
    """In a process of its own, where every open is written down (PEP 578: such a hook cannot be taken off again)."""
    project = a_workspace(tmp_path / "workspace")
    drawn, left = drawn_ids(project, 1)[0], drawn_ids(project, 1, drawn=False)[0]
    folder = a_call_list(tmp_path / "calls", [{"contact_id": drawn}, {"contact_id": left}])
    script = """
        import sys
        from datetime import date
        from pathlib import Path

        opened = []
        sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)

        from clairevoix import pipeline, tasks
        from clairevoix.intake import ingest_calls
        from clairevoix.project import open_project

        def calls_opened():
            return sorted({Path(each).name for each in opened if each.endswith((".flac", "contacts.csv"))})

        project = open_project(Path(sys.argv[1]), today=date(2025, 10, 15))
        ingest_calls(project, [Path(sys.argv[2])])
        print(calls_opened())
        for task in tasks.tasks_of(project):
            pipeline.process(task)
        print(calls_opened())
    """
    command = [sys.executable, "-c", textwrap.dedent(script), str(project.workspace.root), str(folder)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    # Ingest refers to the drawn one; the run opens it.
    assert ran.stdout.splitlines() == ["['contacts.csv']", "['0.flac', 'contacts.csv']"], ran.stderr


def test_the_draw_is_recorded_with_a_commitment_to_its_seed(tmp_path):
    project = a_workspace(tmp_path / "workspace", charter=a_charter(rate=0.1))
    rows = [{"contact_id": f"C-{number}", "file": "none.wav"} for number in range(50)]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    (draw,) = registry.draws(project.registry)
    assert (draw.rate, draw.n_listed, draw.n_drawn) == (0.1, 50, report.counts["drawn"])
    seed = secret(project.workspace, SEED)
    assert seed.hex() not in draw.seed_commitment
    assert [leaf["event"] for leaf in ledger.leaves(project.registry)].count("draw") == 1


def test_listing_again_draws_the_same_and_registers_nothing_twice(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    ids = [*drawn_ids(project, 3), *drawn_ids(project, 3, drawn=False)]
    folder = a_call_list(tmp_path / "calls", [{"contact_id": each} for each in ids])
    first, second = ingest_calls(project, [folder]), ingest_calls(project, [folder])
    assert (first.counts["registered"], second.counts["registered"]) == (3, 0)
    assert second.counts["already_known"] == 3


def test_another_seed_is_refused_since_it_would_be_a_second_draw(tmp_path):
    project = a_workspace(tmp_path / "workspace")
    folder = a_call_list(tmp_path / "calls", [{"contact_id": each} for each in drawn_ids(project, 1)])
    ingest_calls(project, [folder])
    (project.workspace.keys / SEED).write_text("ab" * 32)
    with pytest.raises(CharterRefusal) as refusal:
        ingest_calls(project, [folder])
    assert refusal.value.rule_id == "R4"
    assert {"event": "refusal", "rule": "R4"}.items() <= ledger.leaves(project.registry)[-1].items()
    assert len(registry.draws(project.registry)) == 1


#: Who the list names, how many channels the file has: whatever they say, every channel stored is the system's.
STORED = [
    ("agent|customer", 2),
    ("", 2),  # nobody named: two unknown channels elsewhere, but not here
    ("", 1),
    ("agent|customer", 1),  # mono: an unknown party elsewhere, but not here
]


@pytest.mark.parametrize(("said", "n_channels"), STORED)
def test_a_technical_test_is_stored_as_the_system_alone(tmp_path, said, n_channels):
    project = a_workspace(tmp_path / "workspace")
    folder = tmp_path / "calls"
    folder.mkdir()
    parties = (Party.UNKNOWN,) * n_channels
    (folder / "one.flac").write_bytes(encode_flac(a_recording(parties=parties, duration_ms=500)))
    a_call_list(folder, [{"contact_id": "T-1", "file": "one.flac", "parties": said}])
    ingest_calls(project, [folder], Purpose.TECHNICAL_TEST)
    processed = process(tasks_of(project)[0])
    assert set(processed.contact.parties) == {Party.SYSTEM}


def test_a_technical_test_enters_no_figure_and_no_excerpt(tmp_path):
    # Two stored contacts with the same words by the customer, one of each purpose.
    project = a_workspace(tmp_path, charter=a_charter(minimum_cell=10))
    batch = []
    for contact_id, purpose in (("kept", Purpose.IMPROVE_SERVICE), ("test", Purpose.TECHNICAL_TEST)):
        made = a_processed("customer | 0.2 | 1.5 | je suis en panne", contact_id=contact_id, purpose=purpose)
        made = replace(made, annotations=annotate(made.transcript, project.codebook))
        assert [each.label for each in made.annotations] == ["internet_outage"]
        put_sound(project, made)
        batch.append(made)
    lake.commit(project.workspace, batch)
    assert cells.processed(project.workspace, labels.oldest(project), [Purpose.IMPROVE_SERVICE]).n == 1
    assert [each.contact_id for each in moments._evidence(project, "internet_outage")] == ["kept"]
    counted = cells.labels(
        project.workspace, ["internet_outage"], date(2025, 1, 1), [each for each in Purpose if may_count(each)]
    )
    assert (counted[0].n, counted[0].n_found) == (1, 1)
