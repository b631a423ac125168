"""The whole build, with voices that hum: the same bytes every time, and a truth that fits its sound."""

import hashlib
import json
from dataclasses import replace
from functools import partial

import pytest
from fake_voice import FakeVoice, write_scripts

from build import BuildError, Plan, build, freeze
from clairevoix.quality.reading import check_digest, read_corpus
from conditions import CONDITIONS, FOR_ALL
from making import Booth
from split import SplitError, read_split, write_split
from staging import StagingError


def quiet(_):
    pass


class Dumb(FakeVoice):
    def phonemes(self, text, speaker):
        return "" if "Au revoir" in text else text


def plan_in(folder, name, *, voice=FakeVoice, **changes):
    scripts = folder / "scripts"
    if not scripts.exists():
        write_scripts(scripts)
        split = freeze(scripts, folder / "split.toml")
        # Few calls: whichever fell into the development half are the panel and the slice.
        calls = tuple(name for name in split.development if name.startswith(("fr-", "en-")))
        write_split(folder / "split.toml", replace(split, panel=calls[:1], slice={**split.slice, "calls": calls}))
    return Plan(
        out=folder / name,
        booth=Booth(make_synthesizer=partial(voice), cache=folder / "cache" / name),
        package=lambda package: None,
        scripts=scripts,
        split=folder / "split.toml",
        **changes,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The same corpus by one process and by two, each with a cache of its own, and once more out of a cache."""
    folder = tmp_path_factory.mktemp("corpus")
    # The scripts, and of the sounds only the white ones.
    plans = [plan_in(folder, "one", only="*-[otw]*"), plan_in(folder, "two", only="*-[otw]*", jobs=2)]
    plans.append(replace(plans[1], out=folder / "three"))
    totals = [build(plan, quiet) for plan in plans]
    return plans, totals


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_bytes_every_time(built):
    plans, totals = built
    first, *others = [contents(plan.out) for plan in plans]
    for other in others:
        assert sorted(other) == sorted(first)
        assert [name for name in first if first[name] != other[name]] == []
    assert len({totals[0], *totals[1:]}) == 1
    assert totals[0].n_bytes == sum(map(len, first.values()))


def test_clairevoix_reads_it(built):
    corpus = read_corpus(built[0][0].out)
    assert len(corpus.takes) == built[1][0].n_recordings
    for take in corpus.takes:
        check_digest(take)
    assert "internet_outage" in corpus.labels
    assert set(corpus.queries) == {"fr", "en"}


def rows(built, name):
    return [json.loads(line) for line in (built[0][0].out / name).read_text(encoding="utf-8").splitlines()]


def test_rows_are_in_order_and_every_contact_is_there(built):
    truths = [row["contact_id"] for row in rows(built, "truth.jsonl")]
    takes = [row["recording"] for row in rows(built, "manifest.jsonl")]
    assert truths == sorted(truths)
    assert takes == sorted(takes)
    texts = {"chat-one", "email-one"}
    assert {row["contact_id"] for row in rows(built, "manifest.jsonl")} == set(truths) - texts
    assert set(truths) == {"fr-one", "fr-two", "fr-three", "en-one", *texts, "sound-white-1", "sound-white-2"}


def test_every_contact_says_its_half(built):
    split = read_split(built[0][0].split)
    assert all(row["split"] == split.half_of(row["contact_id"]) for row in rows(built, "truth.jsonl"))


def test_every_call_on_the_ordinary_line_and_the_panel_in_all(built):
    panel = read_split(built[0][0].split).panel
    heard = {}
    for row in rows(built, "manifest.jsonl"):
        heard.setdefault(row["contact_id"], set()).add(row["condition"])
    for name in ("fr-one", "fr-two", "fr-three", "en-one"):
        assert heard[name] == set(CONDITIONS if name in panel else FOR_ALL)
    assert heard["sound-white-1"] == {"non_speech"}


def test_truth_lies_inside_its_recordings(built):
    durations = {row["contact_id"]: row["duration_ms"] for row in rows(built, "manifest.jsonl")}
    for truth in rows(built, "truth.jsonl"):
        if truth["kind"] != "call":
            continue
        for turn in truth["turns"]:
            assert 0 <= turn["start_ms"] < turn["end_ms"] <= durations[truth["contact_id"]]
            times = [word[name] for word in turn["words"] for name in ("start_ms", "end_ms") if name in word]
            assert times == sorted(times)
            assert (times[0], times[-1]) == (turn["start_ms"], turn["end_ms"])


def test_marks_point_at_their_words(built):
    truth = next(row for row in rows(built, "truth.jsonl") if row["contact_id"] == "fr-one")

    def words(mark):
        return " ".join(word["text"] for word in truth["turns"][mark["turn"]]["words"][mark["first"] : mark["end"]])

    assert {mark["name"]: words(mark) for mark in truth["entities"]} == {
        "NAME": "Claire",
        "PHONE": "zéro six, trente-neuf, quatre-vingt-dix-huit, vingt et un, quarante-sept.",
    }
    assert [words(mark) for mark in truth["labels"]] == ["je n'ai plus internet depuis samedi,"]
    assert [mark["name"] for mark in truth["postures"]] == ["greets", "asks_permission"]


def test_text_contacts_have_truth_without_times(built):
    chat = next(row for row in rows(built, "truth.jsonl") if row["contact_id"] == "chat-one")
    assert chat["times"] == "none"
    assert {turn["start_ms"] for turn in chat["turns"]} == {None}
    assert chat["labels"] == [{"name": "moving_home", "turn": 0, "first": 1, "end": 3}]


def test_digests_and_seeds_differ(built):
    takes = rows(built, "manifest.jsonl")
    assert len({row["seed"] for row in takes}) == len(takes)
    for row in takes:
        assert hashlib.sha256((built[0][0].out / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_nothing_is_spoken_again_for_another_condition(built, tmp_path):
    plan = built[0][0]
    voice = FakeVoice()
    booth = Booth(make_synthesizer=lambda: voice, cache=plan.booth.cache)
    totals = build(replace(plan, out=tmp_path / "again", booth=booth, conditions=("alaw",), only="fr-*"), quiet)
    assert voice.said == []
    assert (totals.n_contacts, totals.n_recordings) == (3, 3)


def test_an_earlier_build_goes(built, tmp_path):
    plan = replace(built[0][0], out=tmp_path / "again", conditions=("alaw",))
    build(replace(plan, only="fr-one"), quiet)
    build(replace(plan, only="fr-two"), quiet)
    assert [path.name for path in (tmp_path / "again" / "audio").rglob("*.flac")] == ["fr-two.flac"]


def test_the_slice_is_small_and_opus(built, tmp_path):
    plan = replace(built[0][0], out=tmp_path / "slice", only="*", is_slice=True)
    build(plan, quiet)
    split = read_split(plan.split)
    corpus = read_corpus(plan.out)
    assert {take.contact_id for take in corpus.takes} == {*split.slice["calls"], *split.slice["sounds"]}
    assert {take.path.suffix for take in corpus.takes} == {".opus"}
    assert set(split.slice["texts"]) <= corpus.truths.keys()


def test_a_folder_with_something_else_is_left_alone(built, tmp_path):
    (tmp_path / "holiday.jpg").touch()
    with pytest.raises(BuildError, match="holds something that is no corpus"):
        build(replace(built[0][0], out=tmp_path), quiet)


def test_faults_name_their_contact(tmp_path):
    plan = plan_in(tmp_path, "out")
    path = tmp_path / "scripts/fr/fr-two.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("merci", "merci 12"), encoding="utf-8")
    with pytest.raises(BuildError, match=r"^fr-two: a digit"):
        build(plan, quiet)
    path.unlink()
    (tmp_path / "scripts/fr/fr-four.txt").write_text(
        (tmp_path / "scripts/fr/fr-three.txt").read_text(encoding="utf-8").replace("three", "four"), encoding="utf-8"
    )
    with pytest.raises(SplitError, match=r"^fr-four is not in"):
        build(plan, quiet)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_contact_that_cannot_be_spoken_is_named(jobs, tmp_path):
    with pytest.raises(StagingError, match=r"^fr-\w+: part \d+ cannot be spoken$"):
        build(plan_in(tmp_path, "out", voice=Dumb, jobs=jobs, only="fr-*", conditions=("alaw",)), quiet)


def test_no_contact_of_that_name(tmp_path):
    with pytest.raises(BuildError, match="no contact is called nobody"):
        build(plan_in(tmp_path, "out", only="nobody"), quiet)
