"""The two halves: a partition, the same for ever."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from fake_voice import write_scripts
from hypothesis import given
from hypothesis import strategies as st

from build import HERE, freeze, members
from split import PANEL_CALLS, SLICE_CALLS, Member, Split, SplitError, check, frozen, read_split, write_split

FILE = Path(HERE) / "split.toml"


@pytest.fixture(scope="module")
def everyone():
    return members(HERE / "scripts")


@pytest.fixture(scope="module")
def split():
    return read_split(FILE)


def test_every_contact_is_in_one_half(everyone, split):
    assert sorted((*split.development, *split.test)) == sorted(member.contact_id for member in everyone)


def test_no_script_of_the_test_half_changed(everyone, split):
    check(split, everyone)


def test_halves_are_alike_in_every_stratum(everyone, split):
    sizes = Counter((each.language, each.kind, each.situation, split.half_of(each.contact_id)) for each in everyone)
    for language, kind, situation, _ in sizes:
        one, other = (sizes[language, kind, situation, half] for half in ("development", "test"))
        assert abs(one - other) <= 1


def test_panel_and_slice_are_of_the_development_half(everyone, split):
    chosen = {*split.panel, *(name for names in split.slice.values() for name in names)}
    assert chosen <= set(split.development)
    by_id = {member.contact_id: member for member in everyone}
    assert Counter(by_id[name].language for name in split.panel) == PANEL_CALLS
    assert Counter(by_id[name].language for name in split.slice["calls"]) == SLICE_CALLS
    assert set(split.slice["also"]) < set(split.slice["calls"])
    assert {by_id[name].kind for name in split.slice["texts"]} <= {"chat", "email"}


def test_freezing_again_changes_nothing(tmp_path, split):
    path = tmp_path / "split.toml"
    path.write_bytes(FILE.read_bytes())
    assert freeze(HERE / "scripts", path) == split
    assert path.read_bytes() == FILE.read_bytes()


MEMBERS = st.lists(
    st.builds(
        Member,
        contact_id=st.uuids().map(str),
        language=st.sampled_from(["fr", "en"]),
        kind=st.sampled_from(["chat", "prompt"]),
        situation=st.sampled_from(["outage", "move"]),
        digest=st.just("0"),
    ),
    max_size=30,
    unique_by=lambda member: member.contact_id,
)
SOUNDS = [
    Member(contact_id=f"sound-{what}-{n}", language="fr", kind="sound", situation=what)
    for what in ("street", "music", "silence")
    for n in (1, 2)
]


@given(MEMBERS, MEMBERS)
def test_what_is_frozen_stays_and_what_comes_is_shared_out(first, later):
    later = [member for member in later if member.contact_id not in {each.contact_id for each in first}]
    before = frozen(Split(), [*first, *SOUNDS])
    after = frozen(before, [*first, *SOUNDS, *later])
    assert set(before.development) <= set(after.development)
    assert set(before.test) <= set(after.test)
    assert set(after.development) & set(after.test) == set()
    assert abs(len(after.development) - len(after.test)) <= 2
    assert (after.panel, after.slice) == (before.panel, before.slice)
    check(after, [*first, *SOUNDS, *later])


def test_a_changed_script_is_named(tmp_path):
    scripts = write_scripts(tmp_path / "scripts")
    found = freeze(scripts, tmp_path / "split.toml")
    name = next(name for name in found.test if name in found.digests)
    changed = [replace(each, digest="other") if each.contact_id == name else each for each in members(scripts)]
    with pytest.raises(SplitError, match=rf"^{name} is of the test half, and its script changed$"):
        check(found, changed)


def test_a_contact_without_a_half_is_named():
    with pytest.raises(SplitError, match=r"^fr-new is not in split\.toml"):
        Split().half_of("fr-new")


def test_the_file_says_all(tmp_path, split):
    write_split(tmp_path / "again.toml", split)
    assert read_split(tmp_path / "again.toml") == split
