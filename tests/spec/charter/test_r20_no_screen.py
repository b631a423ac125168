"""R20. Sound is never coupled with screens: no input of that kind exists, and nothing that could make one is imported."""

import pytest

from clairevoix.charter.inputs import InputKind, admit_input, admit_streams
from clairevoix.model.errors import CharterRefusal
from spec_shapes import declared, imported, sources, words

WATCHING = {
    *(
        "screen",
        "screens",
        "screenshot",
        "screencast",
        "desktop",
        "webcam",
        "camera",
        "keystroke",
        "keystrokes",
        "keylogger",
    ),
    *("mouse", "gaze", "eyetracking", "geolocation", "gps", "biometric", "biometrics", "face", "faces", "pixels"),
}
#: Packages that look at a screen, a keyboard, a mouse, a camera or a face.
WATCHERS = {
    *("mss", "pyautogui", "pyscreenshot", "pynput", "keyboard", "mouse", "dxcam", "d3dshot", "Xlib", "win32gui"),
    *(
        "cv2",
        "PIL.ImageGrab",
        "imageio",
        "picamera",
        "face_recognition",
        "mediapipe",
        "deepface",
        "selenium",
        "gi.repository.Gst",
    ),
}


@pytest.mark.parametrize("kind", InputKind)
def test_what_comes_in_is_declared(kind):
    assert admit_input(kind.value) is kind
    assert not words(kind.value) & WATCHING


@pytest.mark.parametrize("kind", ["screen", "screens", "video", "webcam", "keystrokes", "Calls", "calls ", "", None, 3])
def test_nothing_else_does(kind):
    with pytest.raises(CharterRefusal, match="R20"):
        admit_input(kind)


@pytest.mark.parametrize(
    ("streams", "is_sound"),
    [
        (("audio",), True),
        (("audio", "audio"), True),
        ((), True),  # nothing to hear is for the decoder to say
        (("audio", "video"), False),
        (("video",), False),
        (("audio", "subtitle"), False),
        (("audio", "data"), False),
    ],
)
def test_a_file_holds_sound_and_nothing_else(streams, is_sound):
    if is_sound:
        admit_streams(streams)
        return
    with pytest.raises(CharterRefusal, match="R20"):
        admit_streams(streams)


def watching(text: str) -> set[str]:
    """Declarations and imports that watch a person at work."""
    packages = {
        each for each in imported(text) if any(each == name or each.startswith(f"{name}.") for name in WATCHERS)
    }
    return packages | {name for _, name in declared(text) if words(name) & WATCHING}


def test_nothing_watches():
    assert {(path, each) for path, text in sources().items() for each in watching(text)} == set()


@pytest.mark.parametrize(
    "planted",
    [
        "import mss",
        "from PIL import ImageGrab",
        "import cv2.aruco",
        "class InputKind(StrEnum):\n    SCREENS = 'screens'",
        "class Contact:\n    screen_capture: bytes",
        "t = sa.Table('t', m, sa.Column('keystrokes', sa.Integer))",
    ],
)
def test_whoever_adds_one_is_found(planted):
    assert watching(planted)
