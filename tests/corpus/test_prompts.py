"""Numbers and names joined from single recordings: the right words, at the right times."""

import gzip

import numpy as np
import pytest
import soundfile

from prompts import (
    SENTENCE_CLIPS,
    join,
    joined_clips,
    planned,
    real_clips,
    said_number,
    sentence_clips,
    sentences,
    trimmed,
)
from script import _FICTIONAL_PHONE
from spoken_fr import number_words
from telephone import LINE_RATE


@pytest.mark.parametrize(
    ("number", "words", "files"),
    [
        (0, "zéro", "0"),
        (17, "dix-sept", "17"),
        (20, "vingt", "20"),
        (21, "vingt et un", "20 et 1"),
        (39, "trente-neuf", "30 9"),
        (70, "soixante-dix", "70"),
        (71, "soixante et onze", "60 et 11"),
        (78, "soixante-dix-huit", "60 18"),
        (80, "quatre-vingts", "80"),
        (81, "quatre-vingt-un", "80 1"),
        (91, "quatre-vingt-onze", "80 11"),
        (99, "quatre-vingt-dix-neuf", "80 19"),
    ],
)
def test_a_number_out_of_recordings(number, words, files):
    said = said_number(number)
    assert " ".join(word.text for word in said) == words
    assert [file for word in said for file in word.files] == [f"digits/{name}" for name in files.split()]


def test_every_number_is_said_as_numbers_are():
    for number in range(100):
        assert " ".join(word.text for word in said_number(number)) == number_words(number)


def test_every_telephone_number_is_fictional():
    clips = list(joined_clips())
    assert all(_FICTIONAL_PHONE.fullmatch(clip.value) for clip in clips if clip.entity == "PHONE")
    assert {clip.entity for clip in clips} == {"PHONE", "PASSWORD", "NAME"}


def test_only_june_says_et():
    for clip in joined_clips():
        if clip.voice != "june":
            assert "digits/et" not in {file for group in clip.groups for word in group for file in word.files}


def beep(name):
    """A recording: its length and loudness go by its name, nothing of it is silent."""
    rng = np.random.default_rng(list(name.encode()))
    return (0.1 + 0.4 * rng.random()) * np.ones(LINE_RATE // 100 * int(rng.integers(20, 60)))


@pytest.mark.parametrize("joined", list(joined_clips()), ids=lambda joined: joined.contact_id)
def test_words_are_heard_when_the_clip_says_and_never_else(joined):
    clip = join(joined, beep)
    heard = np.zeros(clip.duration_ms, dtype=bool)
    (turn,) = clip.turns
    for _, start_ms, end_ms in turn:
        heard[start_ms:end_ms] = True
    loud = np.abs(clip.samples[: clip.duration_ms * 8].astype(int)).reshape(-1, 8).max(axis=1) > 0
    assert np.array_equal(loud, heard)
    assert [word for word, _, _ in turn] == [word.text for group in joined.groups for word in group]
    assert len(turn) == sum(len(group) for group in joined.groups)


def test_trimming_keeps_what_is_heard():
    sound = np.zeros(LINE_RATE)
    sound[2000:6000] = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(4000) / LINE_RATE)
    assert len(trimmed(sound)) == pytest.approx(4000, abs=160)


TEXT = """; a list

vm-one: Vous n'avez pas de nouveau message.
vm-two: Composez le 1 pour les écouter tous.
vm-short: Au revoir.
vm-gone: Cette phrase ne fut jamais enregistrée.
vm-tones: [ascending tones] et encore et encore
"""


def test_sentences_are_whole_recorded_and_in_words():
    recorded = {"vm-one", "vm-two", "vm-short", "vm-tones"}
    assert sentences(TEXT, recorded) == {"vm-one": "Vous n'avez pas de nouveau message."}


def test_a_clip_of_sentences_knows_where_each_begins_and_ends():
    texts = {f"vm-{n}": f"Voici la phrase numéro {number_words(n)}." for n in range(80)}
    clips = list(sentence_clips(texts, beep))
    assert len(clips) == SENTENCE_CLIPS
    assert len({turn for clip in clips for turn in clip.turns}) == sum(len(clip.turns) for clip in clips)
    for turn in clips[0].turns:
        assert all(start is None for _, start, _ in turn[1:])
        assert all(end is None for _, _, end in turn[:-1])
        assert turn[0][1] < turn[-1][2]


def _write(path, samples, rate=LINE_RATE, **format_):
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, **format_)


@pytest.fixture
def root(tmp_path):
    """All five packages in one folder, with beeps for voices."""
    sounds = tmp_path / "usr/share/asterisk/sounds"
    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(LINE_RATE // 2) / LINE_RATE)
    numbers = [*range(21), *range(30, 100, 10)]
    letters = [chr(ord("a") + number) for number in range(26)]
    for name in [*(f"digits/{n}" for n in numbers), "digits/et", *(f"letters/{each}" for each in letters)]:
        _write(sounds / f"fr_CA_f_June/{name}.wav", tone)
        _write(sounds / f"fr/{name}.gsm", np.tile(tone, 2), format="RAW", subtype="GSM610")
    for number in range(26):
        _write(tmp_path / f"usr/share/klettres/fr/alpha/a-{number}.ogg", np.repeat(tone, 2), 2 * LINE_RATE)
    for number in range(1, 11):
        _write(sounds / f"fr_CA_f_June/silence/{number}.wav", np.zeros(number * LINE_RATE))
    texts = [f"vm-{n}: Voici la phrase numéro {number_words(n)}." for n in range(80)]
    for number in range(80):
        _write(sounds / f"fr_CA_f_June/vm-{number}.wav", tone)
    listed = tmp_path / "usr/share/doc/asterisk-core-sounds-fr/core-sounds-fr.txt.gz"
    listed.parent.mkdir(parents=True)
    listed.write_bytes(gzip.compress("\n".join(texts).encode()))
    for name in (
        "macroform-cold_day",
        "macroform-robot_dity",
        "macroform-the_simplicity",
        "manolo_camp-morning_coffee",
    ):
        _write(tmp_path / f"usr/share/asterisk/moh/{name}.wav", np.tile(tone, 130))
    return tmp_path


def test_every_planned_clip_is_made(root):
    missing = []
    clips = list(real_clips(lambda package: root, missing.append))
    assert sorted(clip.contact_id for clip in clips) == sorted(planned())
    assert missing == []


def test_what_cannot_be_had_is_said_and_left_out():
    missing = []
    assert list(real_clips(lambda package: None, missing.append)) == []
    assert len(missing) == 5
