"""Settings: what a clairevoix.toml may say, and how it is refused."""

import tomllib
from dataclasses import fields

import pytest

from clairevoix.config import Settings, parse_settings, read_toml
from clairevoix.model.errors import SettingsError

#: A document, and the complaint; None where it is right.
DOCUMENTS = [
    ("", None),
    ("[transcribe]\nbeam_size = 1\n", None),
    ("[measure]\nlevel = 0.9\n", None),
    ("[target]\npoints = 40\ndue = '2025-12'\n", None),
    ("[target]\npoints = -5.5\ndue = '2025-06'\n", None),
    ("[workspace]\nsynthetic = true\n", None),
    # Unknown keys.
    ("[trancribe]\nengine = 'whisper'\n", "unknown section trancribe; known: workspace, transcribe"),
    ("[transcribe]\nengin = 'whisper'\n", "unknown setting transcribe.engin; known: engine, model"),
    ("beam_size = 3\n", "unknown section beam_size"),
    # Wrong types.
    ("[transcribe]\nbeam_size = '5'\n", "transcribe.beam_size must be of type int"),
    ("[transcribe]\nbeam_size = 5.0\n", "transcribe.beam_size must be of type int"),
    ("[transcribe]\nbeam_size = true\n", "transcribe.beam_size must be of type int"),
    ("[transcribe]\nengine = 1\n", "transcribe.engine must be of type str"),
    ("[workspace]\nsynthetic = 1\n", "workspace.synthetic must be of type bool"),
    ("[measure]\nlevel = true\n", "measure.level must be of type float"),
    ("[target]\npoints = '40'\n", "target.points must be of type"),
    ("[target]\npoints = true\n", "target.points must be of type"),
    # Bounds, and just inside them.
    ("[measure]\nlevel = 0.5\n", None),
    ("[measure]\nlevel = 0.999\n", None),
    ("[measure]\nlevel = 0.4999\n", "measure.level must lie between"),
    ("[measure]\nlevel = 1\n", "measure.level must lie between"),
    ("[measure]\nlevel = nan\n", "measure.level must lie between"),
    ("[measure]\nlevel = 95\n", "measure.level must lie between"),
    ("[execute]\njobs = 0\n", None),
    ("[execute]\njobs = -1\n", "execute.jobs must be 0 or more"),
    ("[execute]\nthreads = -1\n", "execute.threads must be 0 or more"),
    ("[redact]\npadding_ms = 250\n", None),
    ("[redact]\npadding_ms = 249\n", "redact.padding_ms must lie between"),  # less would let the edges be heard
    ('[transcribe]\nengine = "scripted"\n', "needs workspace.synthetic"),  # it could be told to hear nothing
    ('[workspace]\nsynthetic = true\n[transcribe]\nengine = "scripted"\n', None),
    ("[redact]\npadding_ms = 5000\n", None),
    ("[redact]\npadding_ms = 5001\n", "redact.padding_ms must lie between"),
    ("[redact]\npadding_ms = -1\n", "redact.padding_ms must lie between"),
    ("[transcribe]\nbeam_size = 0\n", "transcribe.beam_size must lie between"),
    ("[transcribe]\nbeam_size = 21\n", "transcribe.beam_size must lie between"),
    ("[transcribe]\nbatch_size = 0\n", "transcribe.batch_size must lie between"),
    ("[transcribe]\nbatch_size = 65\n", "transcribe.batch_size must lie between"),
    ("[target]\npoints = 100.1\ndue = '2025-12'\n", "target.points must lie between"),
    ("[target]\npoints = nan\ndue = '2025-12'\n", "target.points must lie between"),
    ("[target]\npoints = 40\nquantity = 'spot'\ndue = '2025-12'\n", None),
    ("[target]\npoints = 40\nquantity = 'rolling'\nwindow = 3\ndue = '2025-12'\n", None),
    ("[target]\nquantity = 'average'\n", "target.quantity must be one of spot, rolling, year-to-date"),
    ("[target]\nwindow = 1\n", "target.window must lie between"),
    ("[target]\nwindow = 37\n", "target.window must lie between"),
    ("[target]\nwindow = 12.0\n", "target.window must be of type int"),
    # Breaks of the series: a month and a reason from the list, since both are shown.
    ("[[target.breaks]]\nmonth = '2025-04'\nreason = 'survey'\n", None),
    (
        "[[target.breaks]]\nmonth = '2025-04'\nreason = 'price'\n[[target.breaks]]\nmonth = '2025-06'\nreason = 'other'\n",
        None,
    ),
    ("[[target.breaks]]\nmonth = '2025-04'\n", "target.breaks: each needs a month"),
    ("[[target.breaks]]\nmonth = '2025-4'\nreason = 'survey'\n", "target.breaks: each needs a month"),
    ("[[target.breaks]]\nmonth = 2025\nreason = 'survey'\n", "target.breaks: each needs a month"),
    (
        "[[target.breaks]]\nmonth = '2025-04'\nreason = 'weather'\n",
        "a reason among survey, reorganisation, price, other",
    ),
    ("[[target.breaks]]\nmonth = '2025-04'\nreason = 'survey'\nnote = 'x'\n", "target.breaks: each needs a month"),
    ("[target]\nbreaks = '2025-04'\n", "target.breaks must be of type list"),
    ("[target]\nbreaks = ['2025-04']\n", "target.breaks: each needs a month"),
    # A target needs the month when it is due, as months are written everywhere else.
    ("[target]\npoints = 40\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025-13'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025-00'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '25-12'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = 'december'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025-6'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025-012'\n", "target.due must be a month"),
    ("[target]\npoints = 40\ndue = '2025-²'\n", "target.due must be a month"),
]


@pytest.mark.parametrize(("document", "complaint"), DOCUMENTS)
def test_settings_are_checked(document, complaint):
    if complaint is None:
        parse_settings(tomllib.loads(document))
        return
    with pytest.raises(SettingsError, match=complaint):
        parse_settings(tomllib.loads(document))


def test_no_document_gives_the_defaults():
    assert parse_settings({}) == Settings()


def test_each_section_can_be_set_alone():
    changed = parse_settings({"redact": {"padding_ms": 400}})
    assert changed.redact.padding_ms == 400
    others = [each.name for each in fields(Settings) if each.name != "redact"]
    assert all(getattr(changed, name) == getattr(Settings(), name) for name in others)


#: The bytes of a file, and whether they are TOML.
BYTES = [(b"a = 1\n", True), (b"", True), (b"a = ", False), (b"\xff\xfe", False), ("é = 1".encode("latin-1"), False)]


@pytest.mark.parametrize(("content", "is_toml"), BYTES)
def test_read_toml(tmp_path, content, is_toml):
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    if is_toml:
        read_toml(path)
        return
    with pytest.raises(SettingsError, match=r"any\.toml is not valid TOML"):
        read_toml(path)


def test_a_missing_file_is_an_empty_one(tmp_path):
    assert read_toml(tmp_path / "none.toml") == {}
