"""The record of processing and the impact assessment say what the charter says, and nothing that it does not."""

import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import clairevoix
from charters import charters, one_step
from clairevoix.charter.catalogue import CATALOGUE, PURPOSES, ROLES, Finest, Subject, a_measure
from clairevoix.charter.clocks import Clock, Expert
from clairevoix.charter.measures import STRICTEST, scope_digest
from clairevoix.charter.policy import BOUNDS, PLACES, Charter, Strata
from clairevoix.charter.rules import RULES
from clairevoix.charter.versions import Opinion, State, Suspender
from clairevoix.config import Settings, parse_settings
from clairevoix.i18n import Translator
from clairevoix.publish import french
from clairevoix.publish.impact_assessment import impact_assessment
from clairevoix.publish.processing import Processing
from clairevoix.publish.processing_record import processing_record
from clairevoix.publish.safeguard_notes import NOTES, FearedEvent
from consulted import CHARTER, DPIA, NOTICE, a_version

ROOT = Path(__file__).parents[3]
SOURCE = Path(clairevoix.__file__).parent
BOTH = pytest.mark.parametrize("document", [processing_record, impact_assessment], ids=["record", "dpia"])
EVERYTHING = replace(
    CHARTER,
    purposes=PURPOSES,
    measures=tuple(
        a_measure(name, entry.dimensions, f"Pour {name.replace('_', ' ')}.") for name, entry in CATALOGUE.items()
    ),
)


def a_processing(charter: Charter = EVERYTHING, **changes: object) -> Processing:
    values: dict[str, object] = {
        "charter": charter,
        "settings": Settings(),
        "languages": ("fr", "en"),
        "keys_apart": True,
        "on": date(2026, 11, 25),
        "is_in_force": False,
    }
    return Processing(**(values | changes))


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the tables of a document, by their first cell."""
    lines = [re.split(r"(?<!\\)\|", line)[1:-1] for line in text.splitlines() if line.startswith("| ")]
    return {cells[0].strip(): [cell.strip() for cell in cells[1:]] for cells in lines}


# --- What the charter says ------------------------------------------------------------------------------------------

VALUES = """
sampling.rate                     | 0.025 | 2,5~%
disclosure.minimum_cell           | 1234  | 1~234~personnes
disclosure.minimum_answers        | 12    | 12~réponses
disclosure.dominance              | 0.85  | 85~%
retention.recording_days          | 1     | 1~jour
retention.comment_days            | 91    | 91~jours
retention.analysis_days           | 92    | 92~jours
budgets.evaluations_per_person    | 0     | 0~évaluation
budgets.period_days               | 31    | 31~jours
budgets.chosen_share              | 0.075 | 7,5~%
evaluation.embargo_days           | 8     | 8~jours
evaluation.contest_days           | 61    | 61~jours
evaluation.review_days            | 16    | 16~jours
evaluation.listening_coverage     | 1.0   | 100~%
evaluation.unchanged_alarm        | 0.333 | 33,3~%
evaluation.least_reading_s        | 31    | 31~secondes
surveys.pulse                     | 11    | 11~réponses
"""
TABLE = [[cell.strip() for cell in line.split("|")] for line in VALUES.strip().splitlines()]


def test_the_table_above_has_every_number():
    assert [place for place, _, _ in TABLE] == [".".join(place) for place in PLACES]
    assert set(french.NUMBERS) == set(BOUNDS)


@BOTH
@pytest.mark.parametrize("place, value, said", TABLE, ids=[place for place, _, _ in TABLE])
def test_a_number_is_said_as_the_charter_has_it(document, place, value, said):
    name = dict(zip((".".join(each) for each in PLACES), PLACES.values(), strict=True))[place]
    charter = replace(EVERYTHING, **{name: type(getattr(Charter(), name))(value)})
    says, shown, *_, rule = rows(document(a_processing(charter)))[f"`{place}`"]
    assert (says, shown) == (french.NUMBERS[name][0], said.replace("~", "\u202f"))
    assert BOUNDS[name].source.startswith(f"rule {rule}:")


@BOTH
@pytest.mark.parametrize("name", BOUNDS)
def test_a_changed_number_changes_the_document_beyond_its_digest(document, name):
    changed = one_step(EVERYTHING, name, stricter=True) or one_step(EVERYTHING, name, stricter=False)
    before, after = (document(a_processing(each)).replace(scope_digest(each), "") for each in (EVERYTHING, changed))
    assert before != after


#: Where a number stands in the sentences of the assessment, beside the table of all numbers.
@pytest.mark.parametrize("name", BOUNDS)
def test_the_assessment_weighs_every_number(name):
    rare = {"sampling_rate": 0.12345, "dominance": 0.54321, "chosen_share": 0.02345, "listening_coverage": 0.61234}
    value = rare.get(name, 0.45678 if name == "unchanged_alarm" else None) or int(BOUNDS[name].low) + 7
    value = 3 if name == "evaluations_per_person" else value
    text = impact_assessment(a_processing(replace(EVERYTHING, **{name: value})))
    weighed = text.partition("## Annexe")[0]
    assert french.quantity(name, value) in weighed


@BOTH
@pytest.mark.parametrize("strata", Strata)
def test_the_strata_of_the_draw_are_said(document, strata):
    assert f"est fait {french.STRATA[strata]} " in document(a_processing(replace(EVERYTHING, sampling_strata=strata)))


@BOTH
@pytest.mark.parametrize(
    "purposes, said",
    [
        ((), "aucune finalité"),
        (("improve-service",), "améliorer le service"),
        (("evaluate-work",), "évaluer le travail"),
        (PURPOSES, "évaluer le travail, améliorer le service"),
    ],
)
def test_the_purposes_are_said(document, purposes, said):
    text = document(a_processing(replace(EVERYTHING, purposes=purposes)))
    assert f"peuvent être écoutés pour\u202f: {said} (`purposes`)" in text


@BOTH
def test_every_measure_is_declared_with_its_reason(document):
    found = rows(document(a_processing()))
    for measure in EVERYTHING.measures:
        subject, purpose, by, finest, hears, why = found[french.MEASURES[measure.name]]
        assert (subject, purpose) == (french.SUBJECTS[measure.subject], french.PURPOSES[measure.purpose])
        assert by == ", ".join(french.DIMENSIONS[each] for each in measure.by)
        assert (finest, hears) == ("mois", "oui" if CATALOGUE[measure.name].hears else "non")
        assert why == measure.why


@BOTH
def test_every_role_reads_what_the_charter_lets_it(document):
    narrow = replace(EVERYTHING, roles=tuple((role, ("nps",) if role == "dpo" else ()) for role in ROLES))
    found = rows(document(a_processing(narrow)))
    assert {role: found[french.ROLES[role]] for role in ROLES} == {
        role: ["recommandation nette (NPS)" if role == "dpo" else "aucune"] for role in ROLES
    }


def test_every_word_of_the_charter_has_its_french():
    wanted = {
        "STRATA": Strata,
        "PURPOSES": PURPOSES,
        "ROLES": ROLES,
        "SUBJECTS": Subject,
        "MEASURES": CATALOGUE,
        "DIMENSIONS": {each for entry in CATALOGUE.values() for each in entry.dimensions},
        "FINEST": Finest,
        "STATES": State,
        "OPINIONS": Opinion,
        "EXPERTS": Expert,
        "SUSPENDERS": Suspender,
    }
    for name, keys in wanted.items():
        assert set(getattr(french, name)) == set(keys), name


def test_no_setting_of_the_charter_is_forgotten():
    beside = {"sampling_strata", "purposes", "measures", "roles", "reorganisations"}
    assert {each.name for each in fields(Charter)} == set(french.NUMBERS) | beside


def test_what_is_said_to_be_read_by_nothing_is():
    """Where a setting comes to be read, the assessment must stop saying that it is not."""
    pure = ("charter/policy.py", "publish/")
    texts = [
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if not path.relative_to(SOURCE).as_posix().startswith(pure)
    ]
    unread = [name for name in BOUNDS if not any(f".{name}" in text for text in texts)]
    assert sorted(unread) == sorted(french.UNREAD)
    assert not [
        text for text in texts if re.search(r"(?:charter|project)\.roles\b", text)
    ]  # see ``unasked`` in the tables


# --- Rules ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_rule_stands_in_the_assessment_with_its_function_its_tests_and_what_is_left(rule):
    text, french_ = impact_assessment(a_processing()), Translator("fr")
    section = text.partition(f"### {rule.rule_id} · {french_(rule.title)}\n")[2].partition("\n### ")[0]
    note = NOTES[rule.rule_id]
    for known in (french_(rule.sentence), french_(rule.source), f"`{rule.enforced_by}`", note.chapter, note.left):
        assert known in section
    assert (ROOT / "tests" / "spec" / "charter" / note.chapter).is_file()
    assert text.count(f"- **{rule.rule_id}** ") == len(note.against) >= 1


def test_no_rule_is_noted_that_is_none():
    assert set(NOTES) == {rule.rule_id for rule in RULES}
    assert {event for note in NOTES.values() for event in note.against} == set(FearedEvent)


# --- Where the charter stands ---------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "changes, said",
    [
        ({"charter": STRICTEST, "is_in_force": True}, "Aucune charte n’est en vigueur"),
        ({}, "il n’a pas encore été proposé"),
        (
            {"version": a_version(State.DRAFT), "version_id": 7},
            "la version 7 de la charte (proposée)\u202f; il n’est pas en vigueur",
        ),
        (
            {"version": a_version(State.ACTIVE), "version_id": 7, "is_in_force": True},
            "la version 7 de la charte\u202f; il est en vigueur.",
        ),
        (
            {"version": a_version(State.ACTIVE), "version_id": 7},
            "la version 7 de la charte (remplacée par une autre)\u202f; il n’est pas en vigueur",
        ),
        (
            {"version": a_version(State.SUSPENDED), "version_id": 7},
            "la version 7 de la charte (suspendue)\u202f; il n’est pas en vigueur",
        ),
    ],
    ids=["strictest", "not proposed", "draft", "active", "replaced", "suspended"],
)
def test_where_the_text_stands(document, changes, said):
    text = document(a_processing(**changes))
    assert said in text
    assert scope_digest(changes.get("charter", EVERYTHING)) in text


STOPPED = Clock(informed_on=date(2025, 1, 6), expert=Expert.LOCAL, stopped_on=date(2025, 1, 20))
STEPS = [
    (a_version(State.DRAFT, dpia=None, notice=None), "analyse d’impact", "pas encore"),
    (a_version(State.DRAFT), "analyse d’impact", f"`{DPIA.document_id}`, SHA-256 `{DPIA.digest}`"),
    (a_version(State.DRAFT), "information du CSE", "pas encore"),
    (a_version(State.NOTIFIED), "information du CSE", "6 janvier 2025"),
    (a_version(State.NOTIFIED), "expert du CSE", "aucun"),
    (a_version(State.NOTIFIED), "dernier jour du délai", "6 février 2025"),
    (a_version(State.NOTIFIED, clock=STOPPED), "dernier jour du délai", "le délai est arrêté"),
    (a_version(State.NOTIFIED), "avis du CSE", "pas encore"),
    (a_version(State.CONSULTED), "avis du CSE", "défavorable"),
    (a_version(State.CONSULTED), "contreseing du CSE", "pas encore"),
    (a_version(State.ACTIVE), "contreseing du CSE", "11 février 2025"),
    (a_version(State.ACTIVE), "note aux salariés", f"`{NOTICE.document_id}`, SHA-256 `{NOTICE.digest}`"),
    (a_version(State.SUSPENDED), "suspension", "par le CSE, 20 février 2025"),
]


@BOTH
@pytest.mark.parametrize("version, step, recorded", STEPS)
def test_each_step_of_the_consultation(document, version, step, recorded):
    assert rows(document(a_processing(version=version, version_id=1)))[step] == [recorded]


# --- Settings beside the charter --------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    "changes, said",
    [
        ({"keys_apart": False}, "Les clés sont dans le dossier de l’espace de travail"),
        ({"keys_apart": True}, "Les clés sont hors du dossier"),
        ({"settings": parse_settings({"web": {"login": "all"}})}, "Toutes les pages demandent de s’identifier"),
        ({"settings": parse_settings({})}, "qui atteint le serveur les lit"),
        ({"settings": parse_settings({"workspace": {"synthetic": True}})}, "ses données sont inventées"),
        ({"settings": parse_settings({"redact": {"padding_ms": 321}})}, "321 ms de silence"),
        (
            {"settings": parse_settings({"transcribe": {"engine": "onnx", "model": "parakeet"}})},
            "(moteur `onnx`, modèle `parakeet`, en français et anglais)",
        ),
        ({"languages": ("fr",)}, "modèle `whisper-base`, en français)"),
    ],
)
def test_settings_that_matter_are_said(document, changes, said):
    assert said in document(a_processing(**changes))


@BOTH
def test_without_a_purpose_nobody_is_heard(document):
    text = document(a_processing(STRICTEST, is_in_force=True))
    assert "ucun enregistrement" in text
    assert "contacts tirés au sort (" not in text
    assert "moteur `whisper`" in text


# --- As a text --------------------------------------------------------------------------------------------------------

PROCESSINGS = st.builds(
    a_processing,
    charters(),
    keys_apart=st.booleans(),
    is_in_force=st.booleans(),
    version=st.sampled_from([None, *(a_version(state) for state in State if state is not State.NEW)]),
    version_id=st.just(3),
    settings=st.sampled_from([Settings(), parse_settings({"web": {"login": "all"}})]),
)


@BOTH
@settings(max_examples=25, deadline=None)
@given(processing=PROCESSINGS)
def test_any_charter_makes_a_document_of_sound_typography(document, processing):
    text = document(processing)
    assert text == document(processing)
    assert "None" not in text and "Undefined" not in text and "{{" not in text
    prose = re.sub(r"`[^`]*`", "", text)
    assert re.findall(r".{0,20}[^\u202f][;?!»%](?!\w)", re.sub(r"&\w+;", "", prose)) == []
    assert re.findall(r".{0,20}[^\u202f:|-]:(?!\w)", re.sub(r"^\|[-|]+\|$", "", prose, flags=re.MULTILINE)) == []
    assert re.findall(r"«(?!\u202f)", prose) == []
    assert "'" not in re.sub(r"^\| .* (?:mois|semaine) \| (?:oui|non) \|.*$", "", prose, flags=re.MULTILINE)
    assert "\n\n\n" not in text and text.endswith("\n") and not text.endswith("\n\n")
    assert not re.findall(r"[ \t]+$", text, re.MULTILINE)


@BOTH
def test_every_table_is_one(document):
    """Each row has as many cells as its heading, whatever the charter says."""
    marked = replace(EVERYTHING, measures=(replace(EVERYTHING.measures[0], why="a | b\n# c `d` <script>"),))
    text = document(a_processing(marked, version=a_version(State.ACTIVE), version_id=1))
    blocks = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for block in blocks:
        counts = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(counts) == 1, block
    assert "a \\| b \\# c \\`d\\` \\<script\\>" in text


@BOTH
def test_it_says_that_it_is_a_draft_and_what_is_to_be_filled_in(document):
    text = document(a_processing())
    assert "un projet, non un conseil juridique" in text
    assert text.count("À COMPLÉTER") >= 15


PARTS = {
    processing_record: "Acteurs|Finalités|Personnes concernées|Catégories de données|Destinataires|Transferts|Durées|sécurité",
    impact_assessment: (
        "Contexte|Nécessité et proportionnalité|Droits des personnes|Accès illégitime|Modification non désirée"
        "|Disparition|Mesures en vigueur|Plan d’action|Annexe"
    ),
}


@BOTH
def test_it_has_the_parts_that_the_law_asks_for(document):
    headings = " ".join(re.findall(r"^#+ (.+)$", document(a_processing()), re.MULTILINE))
    places = [headings.find(part) for part in PARTS[document].split("|")]
    assert places == sorted(places)
    assert places[0] >= 0
