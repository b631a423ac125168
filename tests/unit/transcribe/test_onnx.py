"""Models exported to ONNX, from their folder to words with times. onnx-asr is the real one; the models are tiny."""

import json
import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.config import TranscribeSettings
from clairevoix.model.errors import ComponentError, SettingsError
from clairevoix.transcribe.engines import exported, timed, weights
from clairevoix.transcribe.engines.exported import WINDOW_MS, digest, load
from clairevoix.transcribe.engines.layouts import KINDS, layout_of
from clairevoix.transcribe.engines.timed import Token, spread_words, timed_words, whole_words
from tiny_models import (
    FRAME_MS,
    RATE_HZ,
    SURE,
    part_weights,
    sounds,
    write_canary,
    write_ctc,
    write_transducer,
    write_whisper,
    write_whisper_ort,
)

SCRIPT = ["▁Bon", "jour", ",", "▁le", "▁06", "▁12", "▁?"]
GREETING = ["▁Good", "▁day"]
WHISPER = {"fr": ["Bon", "jour", ",", "Ġle", "Ġ06", "Ġ12", "Ġ?"], "en": ["Good", "Ġday"]}
#: When the sounds begin, in ms: one a token.
STARTS = [400, 720, 960, 1280, 1600, 2080, 3200]
TEXTS = ["Bonjour,", "le", "06", "12?"]
SOUND = sounds(STARTS, duration_ms=4000)
SECOND = SOUND[:RATE_HZ]

TIMED = {
    "nemo-conformer-tdt": write_transducer,
    "nemo-conformer-rnnt": lambda folder, script: write_transducer(folder, script, kind="nemo-conformer-rnnt"),
    "nemo-conformer-ctc": write_ctc,
}
SPREAD = {
    "nemo-conformer-aed": lambda folder: write_canary(folder, {"fr": SCRIPT, "en": GREETING}),
    "whisper": lambda folder: write_whisper(folder, WHISPER),
    "whisper-ort": lambda folder: write_whisper_ort(folder, WHISPER["fr"]),
}
WRITTEN = {**{kind: lambda folder, write=write: write(folder, SCRIPT) for kind, write in TIMED.items()}, **SPREAD}


def named(folder) -> TranscribeSettings:
    return TranscribeSettings(engine="onnx", model=str(folder))


def decoded(folder, *windows, language="fr"):
    return load(named(folder)).decode(windows, language)


def texts(piece) -> list[str]:
    return [word.text for word in piece.words]


def times(piece) -> list[tuple[int, int]]:
    return [(word.span.start_ms, word.span.end_ms) for word in piece.words]


# --- What comes out --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", TIMED)
def test_words_begin_when_they_are_said(kind, tmp_path):
    (piece,) = decoded(TIMED[kind](tmp_path, SCRIPT), SOUND)
    assert texts(piece) == TEXTS
    # « Bonjour, » ends four letters after « jour » began; « 06 » is two digits long, « 12? » too, and no longer.
    assert times(piece) == [(400, 1040), (1280, 1440), (1600, 2080), (2080, 2680)]
    assert [word.score for word in piece.words] == pytest.approx([SURE] * 4, abs=0.02)
    assert piece.mean_log_probability == pytest.approx(math.log(SURE), abs=0.02)
    assert piece.no_speech is None


@pytest.mark.parametrize("kind", SPREAD)
def test_words_without_times_are_spread_over_what_sounds(kind, tmp_path):
    (piece,) = decoded(SPREAD[kind](tmp_path), SOUND)
    assert texts(piece) == TEXTS
    for (start, end), (following, _) in zip(times(piece), [*times(piece)[1:], (4000, 4000)], strict=True):
        assert start < end <= following
        assert any(sound - 20 <= start and end <= sound + 180 for sound in STARTS)  # inside one sound
    assert all(getattr(word, "spread", True) for word in piece.words)


def test_canary_tells_how_sure_it_is_and_whisper_does_not(tmp_path):
    (sure,) = decoded(SPREAD["nemo-conformer-aed"](tmp_path / "canary"), SOUND)
    assert sure.mean_log_probability == pytest.approx(math.log(SURE))
    assert [word.score for word in sure.words] == pytest.approx([SURE] * 4)
    (silent,) = decoded(SPREAD["whisper"](tmp_path / "whisper"), SOUND)
    assert silent.mean_log_probability is None
    assert [word.score for word in silent.words] == [1.0] * 4


@pytest.mark.parametrize("kind", ["nemo-conformer-aed", "whisper"])
def test_the_language_is_asked_for(kind, tmp_path):
    (piece,) = decoded(SPREAD[kind](tmp_path), SOUND, language="en")
    assert " ".join(texts(piece)) == "Good day"


@pytest.mark.parametrize("kind", [kind for kind in WRITTEN if kind != "whisper-ort"])
def test_silence_has_no_words(kind, tmp_path):
    assert [texts(each) for each in decoded(WRITTEN[kind](tmp_path), np.zeros(2 * RATE_HZ, np.float32))] == [[]]


@pytest.mark.parametrize("kind", WRITTEN)
def test_a_window_is_heard_the_same_beside_any_others(kind, tmp_path):
    model = load(named(WRITTEN[kind](tmp_path)))
    quiet = SECOND / 50
    together = model.decode([SOUND, SECOND, quiet], "fr")
    assert together == [model.decode([each], "fr")[0] for each in (SOUND, SECOND, quiet)]
    assert model.decode([], "fr") == []


@pytest.mark.parametrize("n_samples", [0, 1, 159, 400, 4000])
def test_the_shortest_windows_do_no_harm(n_samples, tmp_path):
    (piece,) = decoded(write_ctc(tmp_path, SCRIPT), np.zeros(n_samples, np.float32))
    assert piece.words == ()


def test_the_longest_window_is_heard_to_its_end_and_a_longer_one_is_refused(tmp_path):
    model = load(named(write_ctc(tmp_path, SCRIPT)))
    (piece,) = model.decode([sounds([29_600], WINDOW_MS)], "fr")
    assert times(piece)[0] == (29_600, 29_840)
    with pytest.raises(ComponentError, match="longer"):
        model.decode([np.zeros(WINDOW_MS * RATE_HZ // 1000 + 1, np.float32)], "fr")


# --- The folder ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WRITTEN)
def test_the_kind_is_told_from_the_files(kind, tmp_path):
    assert layout_of(WRITTEN[kind](tmp_path)).kind.name == kind


def test_every_kind_is_tried():
    assert set(WRITTEN) == {kind.name for kind in KINDS}


@pytest.mark.parametrize(
    ("there", "loaded"),
    [
        ([""], None),
        ([".int8"], "int8"),
        (["_int8"], "int8"),
        (["", ".int8"], None),  # full precision errs less
        ([".fp16", ".int8"], "int8"),
        ([".w4.fp16"], "w4.fp16"),
    ],
)
def test_the_precision_is_told_from_the_names(there, loaded, tmp_path):
    for precision in there:
        script = ["▁loaded"] if precision.strip("._") == (loaded or "") else ["▁other"]
        write_ctc(tmp_path, [*script, "▁one"], precision=precision)
    assert layout_of(tmp_path).precision == loaded
    (tmp_path / "vocab.txt").write_text("▁loaded 0\n▁one 1\n<blk> 2\n")
    names = [path.name for path in layout_of(tmp_path).files]
    assert names[0] == f"model{next(each for each in there if each.strip('._') == (loaded or ''))}.onnx"
    assert texts(decoded(tmp_path, SOUND)[0])[0] == "loaded"


def test_a_precision_of_which_half_is_there_is_not_loaded(tmp_path):
    write_transducer(tmp_path, SCRIPT, precision=".int8")
    (tmp_path / "encoder-model.onnx").write_bytes(b"half")
    assert layout_of(tmp_path).precision == "int8"


def test_a_folder_of_the_cache_is_found_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "cache_folder", lambda: tmp_path)
    write_ctc(tmp_path / "my-model", SCRIPT)
    assert texts(decoded("my-model", SOUND)[0]) == TEXTS


def test_the_digest_is_that_of_what_is_loaded(tmp_path):
    folder = write_transducer(tmp_path, SCRIPT)
    before = digest(named(folder))
    assert len(before) == 16
    assert before == digest(named(folder))
    for name in ("README.md", "LICENSE", "nemo128.onnx", "decoder_joint-model.int8.onnx", ".cache/x.metadata"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("changes nothing that is heard")
    assert digest(named(folder)) == before
    seen = {before}
    for name in (
        "vocab.txt",
        "config.json",
        "encoder-model.onnx",
        "encoder-model.onnx.data",
        "decoder_joint-model.onnx",
    ):
        with (folder / name).open("ab") as stream:
            stream.write(b"\n")
        assert digest(named(folder)) not in seen
        seen.add(digest(named(folder)))


def test_weights_beside_their_network_are_part_of_the_model(tmp_path):
    """Parakeet in full precision is such a model."""
    folder = write_transducer(tmp_path, SCRIPT)
    beside = part_weights(folder / "encoder-model.onnx")
    assert texts(decoded(folder, SOUND)[0]) == TEXTS
    before = digest(named(folder))
    beside.write_bytes(bytes(reversed(beside.read_bytes())))
    assert digest(named(folder)) != before
    beside.unlink()
    with pytest.raises(ComponentError, match="copy the whole export"):
        load(named(folder))


def test_the_digest_of_a_hub_name_is_that_of_the_name():
    assert digest(named("someone/parakeet")) != digest(named("someone/canary"))


# --- What can be wrong -----------------------------------------------------------------------------------------------


def _without(name):
    return lambda folder: (folder / name).unlink()


def _with(name, content):
    return lambda folder: (folder / name).write_text(content, encoding="utf-8")


def _cut(name):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:200])


def _of_another(name):
    """A file of a model with another vocabulary."""

    def put(folder):
        other = write_transducer(folder.parent / "other", [*SCRIPT, "▁de", "▁plus"])
        (folder / name).write_bytes((other / name).read_bytes())

    return put


@pytest.mark.parametrize(
    ("kind", "harm", "error", "says"),
    [
        ("nemo-conformer-tdt", _without("encoder-model.onnx"), SettingsError, "no whole ONNX export"),
        ("nemo-conformer-tdt", _without("decoder_joint-model.onnx"), SettingsError, "no whole ONNX export"),
        ("nemo-conformer-tdt", _without("vocab.txt"), SettingsError, r"lacks vocab\.txt; copy the whole export"),
        ("whisper", _without("vocab.json"), SettingsError, r"lacks vocab\.json"),
        ("whisper", _without("added_tokens.json"), SettingsError, r"lacks added_tokens\.json"),
        # Two kinds have files of these names, and the features' size stands nowhere else.
        ("nemo-conformer-tdt", _without("config.json"), SettingsError, "config.json must say model_type"),
        ("nemo-conformer-tdt", _with("config.json", "{}"), SettingsError, "config.json must say model_type"),
        ("nemo-conformer-tdt", _with("config.json", "[]"), SettingsError, "config.json must say model_type"),
        ("nemo-conformer-tdt", _with("config.json", '{"model_type": []}'), SettingsError, "must say model_type"),
        ("nemo-conformer-tdt", _with("config.json", "{"), ComponentError, "not JSON; copy it again"),
        ("nemo-conformer-ctc", _with("config.json", "{"), ComponentError, "copy the whole export"),
        ("nemo-conformer-tdt", _cut("encoder-model.onnx"), ComponentError, "copy the whole export"),
        ("nemo-conformer-tdt", _with("encoder-model.onnx", ""), ComponentError, "copy the whole export"),
        (
            "nemo-conformer-tdt",
            _with("encoder-model.onnx", "version https://git-lfs"),
            ComponentError,
            "copy the whole",
        ),
        ("nemo-conformer-tdt", _with("vocab.txt", "no numbers\nat all\n"), ComponentError, "copy the whole export"),
        ("nemo-conformer-ctc", _with("vocab.txt", "▁oui 0\n"), ComponentError, "copy the whole export"),  # no <blk>
        ("nemo-conformer-tdt", _of_another("encoder-model.onnx"), ComponentError, "copy the whole export"),
        ("nemo-conformer-tdt", _of_another("decoder_joint-model.onnx"), ComponentError, "copy the whole export"),
        (
            "nemo-conformer-tdt",  # 80 features into a network of 128
            _with("config.json", '{"model_type": "nemo-conformer-tdt"}'),
            ComponentError,
            "copy the whole export",
        ),
        (
            "nemo-conformer-aed",
            _with("vocab.txt", "▁oui 0\n<|endoftext|> 1\n"),
            ComponentError,
            "copy the whole export",
        ),
        ("whisper", _with("added_tokens.json", "{}"), ComponentError, "copy the whole export"),
        ("whisper", _with("config.json", '{"num_mel_bins": 128}'), ComponentError, "copy the whole export"),
    ],
)
def test_a_folder_that_is_not_whole_is_refused_when_it_is_loaded(kind, harm, error, says, tmp_path):
    folder = WRITTEN[kind](tmp_path / "model")
    harm(folder)
    with pytest.raises(error, match=says) as raised:
        load(named(folder))
    assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("ask", [load, digest])
def test_an_empty_folder_holds_no_model(ask, tmp_path):
    with pytest.raises(SettingsError, match=r"no whole ONNX export .* docs/how-to/models\.md"):
        ask(named(tmp_path))


@pytest.mark.parametrize("model", ["/nowhere/parakeet", "./nowhere", "~/parakeet"])
def test_a_path_to_nowhere_is_no_hub_name(model):
    with pytest.raises(SettingsError, match="no such folder"):
        load(named(model))


@pytest.mark.parametrize("model", ["parakeet", "someone/parakeet-onnx", "nemo-parakeet-tdt-0.6b-v3"])
def test_a_hub_name_takes_the_library_s_own_path_and_fails_in_one_sentence_without_a_network(model, monkeypatch):
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ComponentError, match="neither a folder nor within reach on a hub"):
        load(named(model))


def test_without_onnx_asr_the_engine_says_what_to_install(tmp_path, monkeypatch):
    folder = write_ctc(tmp_path, SCRIPT)
    monkeypatch.setitem(sys.modules, "onnx_asr", None)
    with pytest.raises(SettingsError, match=r"pip install 'clairevoix\[onnx\]'"):
        load(named(folder))
    assert digest(named(folder))  # what is there can be told all the same


@pytest.mark.parametrize("kind", ["nemo-conformer-aed", "whisper"])
def test_a_language_that_the_model_does_not_know_is_said(kind, tmp_path):
    with pytest.raises(ComponentError, match="does not know the language br") as raised:
        decoded(WRITTEN[kind](tmp_path), SOUND, language="br")
    assert not raised.value.retryable


def test_what_fails_on_a_window_says_nothing_of_it(tmp_path):
    def fail(windows, language):
        raise RuntimeError("madame Durand")

    with pytest.raises(ComponentError, match=r"^the ONNX model failed on a window$") as raised:
        exported.Exported(recognise=fail).decode([SECOND], "fr")
    assert raised.value.retryable
    assert raised.value.__suppress_context__


def test_every_exception_of_onnx_runtime_is_contained():
    from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, NoSuchFile

    assert {Fail, InvalidArgument, NoSuchFile} <= set(exported._failures())


def test_scores_of_another_kind_are_not_taken_for_probabilities():
    assert exported._log_probabilities([-0.1, 0.0005], 2) == [-0.1, 0.0005]
    assert timed_words([[Token(text=" oui", start_ms=0, log_probability=0.0005)]], 500)[0].score == 1
    for values in ([-0.1, 7.5], [-0.1, math.nan], [-0.1], None):
        assert exported._log_probabilities(values, 2) == [None, None]


# --- Words and times -------------------------------------------------------------------------------------------------


def pieces(*given: tuple[str, int]) -> list[Token]:
    return [Token(text=text, start_ms=start_ms) for text, start_ms in given]


@pytest.mark.parametrize(
    ("tokens", "duration_ms", "expected"),
    [
        # a word ends where the next begins, or when its last token has been said
        (pieces((" oui", 0), (" non", 160)), 1000, [("oui", 0, 160), ("non", 160, 400)]),
        # the full stop that comes long after the word does not make it last
        (pieces((" oui", 0), (".", 900)), 1000, [("oui.", 0, 240)]),
        # what opens belongs to the word after it, and begins with it
        (pieces((" dit", 0), (" «", 400), (" oui", 480), (" »", 800)), 1000, [("dit", 0, 240), ("«oui»", 400, 720)]),
        # digits take longer than letters, and the window ends
        (pieces((" 0612", 0)), 5000, [("0612", 0, 1200)]),
        (pieces((" 0612", 800)), 1000, [("0612", 800, 1000)]),
        # words in one frame share it
        (pieces((" il", 80), (" y", 80), (" a", 160)), 1000, [("il", 80, 120), ("y", 120, 160), ("a", 160, 320)]),
        # a space that is a token of its own begins a word
        (pieces((" oui", 0), (" ", 160), ("é", 240), ("té", 320)), 1000, [("oui", 0, 240), ("été", 240, 480)]),
        # signs that are said are words
        (pieces((" 10", 0), (" €", 640)), 1000, [("10", 0, 600), ("€", 640, 800)]),
        (pieces((" est", 0), ("-", 80), ("ce", 160)), 1000, [("est-ce", 0, 320)]),
        (pieces((" <unk>", 0), ("<|fr|>", 0), (" …", 0), (" «", 80)), 1000, []),
        ([], 1000, []),
    ],
)
def test_tokens_become_words(tokens, duration_ms, expected):
    found = timed_words(whole_words(tokens), duration_ms)
    assert [(word.text, word.span.start_ms, word.span.end_ms) for word in found] == expected


TOKENS = st.lists(
    st.tuples(st.booleans(), st.text(alphabet="abcé06'-,.?!«»€% ", max_size=4), st.integers(0, 12)), max_size=12
)


@given(TOKENS, st.integers(0, 1100))
def test_no_word_is_lost_and_each_has_a_time_in_order_in_the_window(drawn, duration_ms):
    """Whoever pastes the tokens together finds the same letters."""
    frame = 0
    tokens = []
    for begins, text, frames in drawn:
        frame += frames
        tokens.append(Token(text=f"{' ' * begins}{text}", start_ms=frame * FRAME_MS))
    words = whole_words(tokens)
    for found in (timed_words(words, duration_ms), spread_words(words, np.zeros(duration_ms * 16, np.float32))):
        letters = [each for word in found for each in word.text if each.isalnum()]
        assert letters == [each for token in tokens for each in token.text if each.isalnum()]
        starts = [word.span.start_ms for word in found]
        assert starts == sorted(starts)
        assert all(0 <= word.span.start_ms <= word.span.end_ms <= duration_ms for word in found)


def test_longer_words_get_more_of_the_time():
    words = whole_words([Token(text=f" {text}") for text in ("anticonstitutionnellement", "oui", "06")])
    found = spread_words(words, sounds([0], duration_ms=2000, each_ms=2000))
    lengths = [word.span.duration_ms for word in found]
    assert lengths == pytest.approx([2000 * each / 2840 for each in (2000, 240, 600)], abs=1)


def test_times_fit_the_frames_of_the_encoders():
    assert timed.FRAME_MS == FRAME_MS
    assert json.dumps(timed.RATE_HZ) == "16000"
