"""For the rules about people's work: something that each forbids, tried through the program's own commands.

Each is true if its own rule refused, and false if the thing was done.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from click.testing import CliRunner

import ledgers
import pulses
from builders import TODAY, a_call_list, a_table, a_workspace, drawn_ids
from clairevoix import evaluating, figures, pulse, upkeep
from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import ReadingPurpose, ReadOf
from clairevoix.charter.clocks import Expert
from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.signing import Act, Signatory
from clairevoix.charter.versions import Event, Kind
from clairevoix.cli import accounts
from clairevoix.consulting import consult_and_activate
from clairevoix.figures import releasing
from clairevoix.ingest.audio import read_recording
from clairevoix.intake import ingest_calls
from clairevoix.model.contact import EvaluatedContact, Party, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, Standing, Work
from clairevoix.project import Project
from clairevoix.store import consultations, ledger
from clairevoix.store.acknowledgements import acknowledge
from consulted import CHARTER, KEYS, signed
from courses import AGENT, DAY, FOUND, SECOND, START, WAYS, a_criterion, a_grid, an_explanation, event

SOON = datetime.now(UTC)


def refused(rule_id: str, attempt: Callable[[], object]) -> bool:
    """Whether that very rule refused; another one's refusal is nobody's business here."""
    try:
        attempt()
    except CharterRefusal as refusal:
        return refusal.rule_id == rule_id
    return False


def informed(root: Path, **changes: object) -> Project:
    """A workspace in which one employee was told of the charter, and may be evaluated four times a month."""
    project = a_workspace(root)
    acknowledge(project.registry, [AGENT], project.consulted.version_at(START) or 0, START)
    return replace(project, charter=replace(project.charter, **{"evaluations_per_person": 4, **changes}))


def a_work(purpose: Purpose = Purpose.EVALUATE_WORK) -> Work:
    contact = EvaluatedContact(
        contact_id="c1",
        started_at=START,
        parties=(Party.AGENT, Party.CUSTOMER),
        purpose=Purpose.EVALUATE_WORK,
        agent=AGENT,
        epoch="2026-01-01-365",
    )
    object.__setattr__(contact, "purpose", purpose)  # past its type, as no caller could
    return Work(contact=contact, duration_ms=300_000, annotations=FOUND)


def drafted(project: Project, *criteria: object, purpose: Purpose = Purpose.EVALUATE_WORK) -> str:
    """The identifier of an evaluation of that contact."""
    made, _ = evaluating.draft(project, a_work(purpose), a_grid(*criteria), place=UTC, at=START)
    return made.draft.evaluation_id


def played(project: Project, until: Standing) -> str:
    """The same, brought to a standing by the steps of its course."""
    name = drafted(project)
    for step in WAYS[until]:
        told = None
        if step.action is Action.DELIVER:
            told = replace(an_explanation(evaluating.read(project, name)), evaluation_id=name)
        evaluating.act(project, name, step, told)
    return name


def calls(tmp_path: Path, **changes: str) -> bool:
    """Whether a drawn call with such a line in its list is left out."""
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each, **changes} for each in drawn_ids(project, 1)]
    return ingest_calls(project, [a_call_list(tmp_path / "calls", rows)]).counts["registered"] == 0


def refuses_a_trait(tmp_path: Path) -> bool:
    """R2: the one criterion of a grid is a smile."""
    project = informed(tmp_path)
    return refused("R2", lambda: drafted(project, a_criterion("Sourire", weight=100)))


def refuses_a_lame_grid(tmp_path: Path) -> bool:
    """R3: the weights of a grid sum to 60."""
    project = informed(tmp_path)
    return refused("R3", lambda: drafted(project, a_criterion()))


def refuses_beyond_the_budget(tmp_path: Path) -> bool:
    """R5: an evaluation of somebody who may be evaluated no further."""
    project = informed(tmp_path, evaluations_per_person=0)
    return refused("R5", lambda: drafted(project))


def refuses_switched_off(tmp_path: Path) -> bool:
    """R6: a list names a drawn call for which capture was switched off."""
    return calls(tmp_path, neutralised="1")


def refuses_objected(tmp_path: Path) -> bool:
    """R7: a list names a drawn call to which its customer objected."""
    return calls(tmp_path, objected="1")


def refuses_unconsulted(tmp_path: Path) -> bool:
    """R9: a list names a drawn call of before the charter was in force."""
    project = a_workspace(tmp_path / "workspace")
    before = replace(project, consulted=replace(project.consulted, recorded=()))
    rows = [{"contact_id": each} for each in drawn_ids(project, 1)]
    return ingest_calls(before, [a_call_list(tmp_path / "calls", rows)]).counts["registered"] == 0


def refuses_the_uninformed(tmp_path: Path) -> bool:
    """R10: an evaluation of somebody who was not told of the charter."""
    project = a_workspace(tmp_path)
    return refused("R10", lambda: drafted(replace(project, charter=informed(tmp_path / "other").charter)))


def _next_version(project: Project, event: Event, *, replacing: int | None = None) -> None:
    """Another version, which draws more, and the first thing that happens to it."""
    number = consultations.propose(project.registry, replace(CHARTER, sampling_rate=0.15), SOON)
    consultations.record(project.registry, number, event, SOON, replacing=replacing)


def refuses_the_unassessed(tmp_path: Path) -> bool:
    """R11: the council is informed without an impact assessment."""
    project = a_workspace(tmp_path)
    notified = Event(kind=Kind.NOTIFY, on=SOON.date(), expert=Expert.NONE)
    return refused("R11", lambda: _next_version(project, notified))


def refuses_the_unread(tmp_path: Path) -> bool:
    """R12: an evaluation is confirmed after twenty seconds, where reading its evidence takes thirty at the least."""
    project = informed(tmp_path)
    name = drafted(project)
    evaluating.act(project, name, event(Action.OPEN, SECOND))
    evaluating.act(project, name, event(Action.READ, 21 * SECOND))
    return refused("R12", lambda: evaluating.act(project, name, event(Action.CONFIRM, 22 * SECOND)))


def refuses_the_hasty(tmp_path: Path) -> bool:
    """R13: an evaluation takes effect on the day after the employee first saw it."""
    project = informed(tmp_path)
    name = played(project, Standing.WITH_EMPLOYEE)
    return refused("R13", lambda: evaluating.act(project, name, event(Action.TAKE_EFFECT, 2 * DAY)))


def refuses_the_unexplained(tmp_path: Path) -> bool:
    """R14: an evaluation is given to the employee without the models that took part."""
    project = informed(tmp_path)
    name = played(project, Standing.CONFIRMED)
    told = replace(an_explanation(evaluating.read(project, name)), evaluation_id=name, models=())
    return refused("R14", lambda: evaluating.act(project, name, event(Action.DELIVER, 100 * SECOND), told))


def refuses_the_curious(tmp_path: Path) -> bool:
    """R15: somebody reads an employee's evaluation without a ticket."""
    project = a_workspace(tmp_path)
    return refused(
        "R15",
        lambda: ledger.record_read(
            project.registry,
            account_id="a1",
            role=Role.EVALUATOR,
            purpose=ReadingPurpose.AUDIT,
            ticket="",
            agent_id=AGENT,
        ),
    )


def refuses_a_long_memory(tmp_path: Path) -> bool:
    """R16: what the ledger said four hundred days ago is still there after a purge."""
    with ledgers.at(datetime.combine(TODAY, datetime.min.time(), UTC) - timedelta(days=400)):
        project = a_workspace(tmp_path)
        ledger.append(project.registry, "old")
    upkeep.deleted(project)
    return not any(each["event"] == "old" for each in ledger.leaves(project.registry))


def refuses_a_person_s_figure(tmp_path: Path) -> bool:
    """R18: a table by agent."""
    project = a_workspace(tmp_path)
    return refused("R18", lambda: releasing.released_table(project, replace(a_table([30, 30]), dimension="agent")))


def refuses_another_use(tmp_path: Path) -> bool:
    """R19: what was heard to improve the service is used to evaluate somebody."""
    project = informed(tmp_path)
    return refused("R19", lambda: drafted(project, purpose=Purpose.IMPROVE_SERVICE))


def refuses_a_screen(tmp_path: Path) -> bool:
    """R20: a recording is a film."""
    path = tmp_path / "call.mkv"
    with av.open(str(path), "w", format="matroska") as file:
        film = file.add_stream("mpeg4", rate=25, width=64, height=64)
        voice = file.add_stream("aac", rate=16_000, layout="mono")
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), dtype=np.uint8), format="rgb24")
        file.mux(film.encode(picture))
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 1_024), np.float32), format="fltp", layout="mono")
        sound.sample_rate = 16_000
        file.mux(voice.encode(sound))
        file.mux([*film.encode(None), *voice.encode(None)])
    return refused("R20", lambda: read_recording(path, "c1", ()))


def refuses_a_forged_answer(tmp_path: Path) -> bool:
    """R21: the pulse is answered with a token that nobody signed."""
    project = a_workspace(tmp_path)
    pulses.opened(project)
    token = pulses.written(pulses.forged(pulses.a_token()))
    with pytest.MonkeyPatch.context() as declared:  # the charter of the tests declares no pulse; that is for R9
        declared.setattr(pulse, "_admit", lambda _project: None)
        return refused(
            "R21",
            lambda: pulse.answer(project, pulses.sent(token), pulses.ANSWER_DAY),
        )


def refuses_management(tmp_path: Path) -> bool:
    """R22: whoever runs the machine names the council."""
    root = str(a_workspace(tmp_path).workspace.root)
    run = CliRunner().invoke(accounts.command, ["add", "elue", "--role", "council", "--workspace", root])
    return isinstance(run.exception, CharterRefusal) and run.exception.rule_id == "R22"


def refuses_loosening(tmp_path: Path) -> bool:
    """R23: one key raises the share that is drawn."""
    project = a_workspace(tmp_path)
    consult_and_activate(project.registry, CHARTER, KEYS, SOON)
    replacing = consultations.consultations(project.registry).version_at(SOON)
    scope = scope_digest(replace(CHARTER, sampling_rate=0.15))
    loosened = signed(Act.TIGHTEN, Signatory.EMPLOYER, scope=scope, on=SOON.date())
    return refused(
        "R23", lambda: _next_version(project, Event(kind=Kind.TIGHTEN, signed=loosened), replacing=replacing)
    )


def refuses_a_mood(tmp_path: Path) -> bool:
    """R24: a label reads the mood of whoever speaks, agents too, out of the words."""
    mood = Extractor(name="mood", parties=(Party.AGENT,), modality=Modality.TEXT, infers=Inference.EMOTION)
    project = replace(a_workspace(tmp_path), label_extractors=(mood,))
    return refused("R24", lambda: figures.released(project))


def _yes(*_: object, **__: object) -> None:
    """What an admission answers when it says yes."""


#: For each rule, what it forbids, and its function turned off.
OF_WORK: dict[str, tuple[Callable[[Path], bool], Callable[..., object]]] = {
    "R2": (refuses_a_trait, _yes),
    "R3": (refuses_a_lame_grid, _yes),
    "R5": (refuses_beyond_the_budget, _yes),
    "R6": (refuses_switched_off, _yes),
    "R7": (refuses_objected, _yes),
    "R9": (refuses_unconsulted, _yes),
    "R10": (refuses_the_uninformed, _yes),
    "R11": (refuses_the_unassessed, lambda dpia: dpia),
    "R12": (refuses_the_unread, _yes),
    "R13": (refuses_the_hasty, _yes),
    "R14": (refuses_the_unexplained, lambda explanation: explanation),
    "R15": (refuses_the_curious, lambda **said: ReadOf(**{**said, "ticket": "0"})),
    "R16": (refuses_a_long_memory, lambda today: datetime.min.date()),
    "R18": (refuses_a_person_s_figure, _yes),
    "R19": (refuses_another_use, _yes),
    "R20": (refuses_a_screen, _yes),
    "R21": (refuses_a_forged_answer, _yes),
    "R22": (refuses_management, _yes),
    "R23": (refuses_loosening, _yes),
    "R24": (refuses_a_mood, _yes),
}
