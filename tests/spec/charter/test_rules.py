"""The table of rules itself: every rule is enforced by a function that the program calls, and has a chapter here.

The mutation check turns each rule's function off, as whoever self-hosts could, and shows that what must be refused is then
accepted: a chapter that would pass without its rule proves nothing.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path

import pytest

import clairevoix
from builders import TODAY, a_call_list, a_response, a_workspace, drawn_ids, transcript
from clairevoix import figures, pipeline
from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.charter.rules import RULES, Rule
from clairevoix.intake import ingest_calls
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import Figure
from clairevoix.model.transcript import RedactedTranscript
from clairevoix.redact.replace import redact
from clairevoix.store import lake
from clairevoix.tasks import tasks_of
from refusals import OF_WORK

SOURCE = Path(clairevoix.__file__).parent
CHAPTERS = Path(__file__).parent
EVERY_RULE = pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])


def enforcement(rule: Rule) -> tuple[str, str]:
    module, _, name = rule.enforced_by.partition(":")
    return module, name


def test_rules_are_numbered_once():
    assert len({rule.rule_id for rule in RULES}) == len(RULES)


@EVERY_RULE
def test_rule_is_written_out(rule):
    assert all(getattr(rule, field.name).strip() for field in fields(rule))
    assert rule.sentence.endswith(".")


@EVERY_RULE
def test_rule_is_enforced_by_a_function(rule):
    module, name = enforcement(rule)
    assert module.startswith("clairevoix.charter.")
    assert callable(getattr(import_module(module), name))


@EVERY_RULE
def test_rule_is_called_from_outside_its_module(rule):
    module, name = enforcement(rule)
    assert list(callers(module, name))


@EVERY_RULE
def test_rule_has_a_chapter(rule):
    number = int(rule.rule_id[1:])
    assert len(list(CHAPTERS.glob(f"test_r{number:02d}_*.py"))) == 1


def test_every_chapter_is_of_a_rule():
    numbered = {f"{int(rule.rule_id[1:]):02d}" for rule in RULES}
    assert {path.name[6:8] for path in CHAPTERS.glob("test_r[0-9]*.py")} == numbered


def callers(module: str, name: str) -> Iterator[str]:
    """Modules that call the function, or a function of its own module that calls it, other than that module."""
    own = SOURCE / Path(*module.split(".")[1:]).with_suffix(".py")
    names = {name}
    while True:
        reaching = {each for each, called in _functions(own).items() if called & names}
        if reaching <= names:
            break
        names |= reaching
    for path in sorted(SOURCE.rglob("*.py")):
        if path != own and names & {call for called in _functions(path).values() for call in called}:
            yield path.name


def _functions(path: Path) -> dict[str, set[str]]:
    """Each function of a module with the names that it calls."""
    return {
        node.name: {
            call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            for call in ast.walk(node)
            if isinstance(call, ast.Call)
        }
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }


# One scenario for each rule, through the program's own commands: true if it was refused.


def refuses_emotion(tmp_path: Path) -> bool:
    """R1: a run is asked to read emotion from the agent's voice."""
    listener = Extractor(name="mood", parties=(Party.AGENT,), modality=Modality.SOUND, infers=Inference.EMOTION)
    try:
        pipeline.run(replace(a_workspace(tmp_path), label_extractors=(listener,)))
    except CharterRefusal as refusal:
        return refusal.rule_id == "R1"
    return False


def refuses_undrawn(tmp_path: Path) -> bool:
    """R4: a list names a call that the draw left."""
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each} for each in drawn_ids(project, 1, drawn=False)]
    return ingest_calls(project, [a_call_list(tmp_path / "calls", rows)]).counts["registered"] == 0


def refuses_old(tmp_path: Path) -> bool:
    """R8: a list names a call of 181 days ago."""
    project = a_workspace(tmp_path / "workspace")
    started_at = f"{TODAY - timedelta(days=181)}T12:00:00+02:00"
    rows = [{"contact_id": each, "started_at": started_at} for each in drawn_ids(project, 1)]
    report = ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    return [aside.rule_id for aside in report.quarantined] == ["R8"]


def refuses_few(tmp_path: Path) -> bool:
    """R17: five people answered."""
    project = a_workspace(tmp_path)
    lake.add_responses(
        project.workspace, [a_response(9, f"r{number}", answered_on=date(2025, 9, 1)) for number in range(5)]
    )
    return not any(isinstance(each, Figure) and each.estimate.n for each in figures.released(project))


class _Lookalike(RedactedTranscript):
    """Raw words that pass for redacted ones."""


def refuses_raw(tmp_path: Path) -> bool:
    """R25: what comes out of redaction was not redacted."""
    project = a_workspace(tmp_path / "workspace")
    rows = [{"contact_id": each} for each in drawn_ids(project, 1)]
    ingest_calls(project, [a_call_list(tmp_path / "calls", rows)])
    raw = transcript(
        "customer | 0 | 1 | zéro six douze trente-quatre cinquante-six soixante-dix-huit", duration_ms=1000
    )
    kept = redact(raw)
    passed = {field.name: getattr(kept, field.name) for field in fields(kept)} | {"turns": raw.turns}
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(pipeline, "redact", lambda *_, **__: _Lookalike(**passed))
        outcome = pipeline.process(tasks_of(project)[0])
    return isinstance(outcome, pipeline.PutAside) and outcome.rule_id == "R25"


def _admits(*_: object, **__: object) -> None:
    """What an admission answers when it says yes."""


def _releases_all(_: object, table: object) -> tuple[Figure, ...]:
    return tuple(
        Figure(measure=table.measure, dimension=table.dimension, period=table.period, estimate=part)
        for part in (*table.parts, *([table.total] if table.total else []))
    )


#: For each rule, a scenario that must be refused, and its function turned off.
SCENARIOS: dict[str, tuple[Callable[[Path], bool], Callable[..., object]]] = {
    "R1": (refuses_emotion, _admits),
    "R4": (refuses_undrawn, _admits),
    "R8": (refuses_old, _admits),
    "R17": (refuses_few, _releases_all),
    "R25": (refuses_raw, lambda transcript: transcript),
    **OF_WORK,
}


def test_every_rule_has_a_scenario():
    assert set(SCENARIOS) == {rule.rule_id for rule in RULES}


@EVERY_RULE
def test_scenario_is_refused(rule, tmp_path):
    is_refused, _ = SCENARIOS[rule.rule_id]
    assert is_refused(tmp_path)


@EVERY_RULE
def test_scenario_is_accepted_without_its_rule(rule, tmp_path, monkeypatch):
    is_refused, turned_off = SCENARIOS[rule.rule_id]
    module, name = enforcement(rule)
    real = getattr(import_module(module), name)
    for loaded in [each for key, each in sys.modules.items() if key.startswith("clairevoix")]:
        for alias in [key for key, value in vars(loaded).items() if value is real]:
            monkeypatch.setattr(loaded, alias, turned_off)
    assert not is_refused(tmp_path)
