"""Tiny ONNX models in the folders that real exports come in: onnx-asr loads and runs them as it does the real ones.

They hear sounds that rise from silence, and recite: each sound says the next token of a script. So a test knows which words
must come out, and when. Their networks have the inputs, outputs and shapes of the exports whose place they take.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnx.parser
from numpy.typing import NDArray

RATE_HZ = 16_000
#: Frames of the NeMo encoders, in ms: a sound that begins with one is heard in it.
FRAME_MS = 80
#: Probability of each token that is recited.
SURE = 0.9
BLANK = "<blk>"

#: What the networks below call by a name.
_CONSTANTS: Mapping[str, NDArray[np.generic]] = {
    "to_frames": np.array([0, 0, 0, 0, 0, 7]),
    "by_one": np.array([0, 0, 1, 0, 0, 0]),
    "half": np.float32(0.5),
    "one": np.float32(1),
    "zero": np.float32(0),
    "first": np.array([0]),
    "single": np.array([1]),
    "last": np.array([-1]),
    "eighth": np.array([8]),
    "along_channels": np.array([1]),
    "along": np.array([2]),
    "along_time": np.array(2),
}

_NEMO_PROMPT = (
    "▁ <|startofcontext|> <|startoftranscript|> <|emo:undefined|> <|en|> <|fr|> <|pnc|> <|noitn|> <|notimestamp|> "
    "<|nodiarize|> <|endoftext|>"
).split()
_WHISPER_PROMPT = "<|startoftranscript|> <|endoftext|> <|transcribe|> <|notimestamps|> <|fr|> <|en|>".split()

#: From the features of NeMo, scaled to a mean of 0 over time, to how many sounds have begun (``heard``) and where (``onset``).
_NEMO_EAR = """
    volume = ReduceMean <axes = [1]> (audio_signal)
    whole = Pad (volume, to_frames)
    level = AveragePool <kernel_shape = [8], strides = [8]> (whole)
    loud = Greater (level, half)
    now = Cast <to = 1> (loud)
    later = Pad (now, by_one)
    before = Slice (later, first, last, along)
    quiet = Sub (one, before)
    onset = Mul (now, quiet)
    heard = CumSum (onset, along_time)
"""
#: From those to a row of the script for each frame, and a blank one where no sound begins.
_RECITED = """
    after = Sub (heard, one)
    bounded = Clip (after, zero, script_end)
    place = Cast <to = 7> (bounded)
    flat = Squeeze (place, along_channels)
    said = Gather <axis = 0> (script, flat)
    upright = Transpose <perm = [0, 2, 1]> (onset)
    begins = Greater (upright, half)
    rows = Where (begins, said, silent)
"""


def sounds(starts_ms: Sequence[int], duration_ms: int, each_ms: int = 160) -> NDArray[np.float32]:
    """Bursts of noise in almost-silence, at 16 kHz."""
    noise = np.random.default_rng(0).standard_normal(duration_ms * RATE_HZ // 1000)
    loudness = np.full(len(noise), 1e-4)
    for start_ms in starts_ms:
        loudness[start_ms * RATE_HZ // 1000 : (start_ms + each_ms) * RATE_HZ // 1000] = 0.1
    return (noise * loudness).astype(np.float32)


def write_transducer(
    folder: Path, script: Sequence[str], *, kind: str = "nemo-conformer-tdt", precision: str = "", features: int = 128
) -> Path:
    """Parakeet's files. Of the kind ``-tdt`` each token says how many frames to go on; of ``-rnnt`` a blank follows it."""
    vocabulary = [*dict.fromkeys(script), BLANK]
    durations = np.log([0.01, 0.96, 0.01, 0.01, 0.01]) if kind.endswith("tdt") else np.empty(0)
    rows = np.hstack([_rows(script, vocabulary), np.tile(durations, (len(script) + 1, 1))])
    width = rows.shape[1]
    encoder = f"""
        encoder (float[b, {features}, t] audio_signal, int64[b] length)
            => (float[b, {width}, n] outputs, int64[b] encoded_lengths) {{
            {_NEMO_EAR}{_RECITED}
            outputs = Transpose <perm = [0, 2, 1]> (rows)
            {_lengths("encoded_lengths")}
        }}"""
    joint = f"""
        decoder_joint (float[b, {width}, n] encoder_outputs, int32[b, u] targets, int32[b] target_length,
                       float[2, b, 4] input_states_1, float[2, b, 4] input_states_2)
            => (float[b, n, u, {width}] outputs, float[2, b, 4] output_states_1, float[2, b, 4] output_states_2) {{
            frames = Transpose <perm = [0, 2, 1]> (encoder_outputs)
            tall = Unsqueeze (frames, along)
            said_before = Gather <axis = 0> (not_again, targets)
            outputs = Add (tall, said_before)
            output_states_1 = Identity (input_states_1)
            output_states_2 = Identity (input_states_2)
        }}"""
    not_again = np.zeros((len(vocabulary), width))
    if kind.endswith("rnnt"):
        np.fill_diagonal(not_again[:-1], -100)
        not_again[:-1, len(vocabulary) - 1] = 0.01  # rather blank than anything else
    _save(folder, f"encoder-model{precision}.onnx", encoder, _table(rows))
    _save(folder, f"decoder_joint-model{precision}.onnx", joint, {"not_again": not_again.astype(np.float32)})
    _write_vocabulary(folder, vocabulary)
    return _write_config(folder, model_type=kind, features_size=features, subsampling_factor=8)


def part_weights(network: Path) -> Path:
    """Moves the weights of a network into a file beside it, as exports larger than 2 GB must; gives that file."""
    beside = network.with_name(f"{network.name}.data")
    model = onnx.load(network)
    onnx.save(model, network, save_as_external_data=True, location=beside.name, size_threshold=200)
    return beside


def write_ctc(folder: Path, script: Sequence[str], *, precision: str = "") -> Path:
    """A FastConformer with CTC: a distribution over tokens for each frame."""
    vocabulary = [*dict.fromkeys(script), BLANK]
    rows = _rows(script, vocabulary)
    network = f"""
        ctc (float[b, 80, t] audio_signal, int64[b] length) => (float[b, n, {len(vocabulary)}] logprobs) {{
            {_NEMO_EAR}{_RECITED}
            logprobs = LogSoftmax <axis = -1> (rows)
        }}"""
    _save(folder, f"model{precision}.onnx", network, _table(rows))
    _write_vocabulary(folder, vocabulary)
    return folder


def write_canary(folder: Path, scripts: Mapping[str, Sequence[str]], *, features: int = 128) -> Path:
    """Canary's files: an encoder, and a decoder that is prompted with the language, ``fr`` or ``en``."""
    vocabulary = [*_NEMO_PROMPT, *dict.fromkeys([*scripts["fr"], *scripts["en"]])]
    encoder = f"""
        encoder (float[b, {features}, t] audio_signal, int64[b] length)
            => (float[b, 1, n] encoder_embeddings, int64[b, n] encoder_mask) {{
            {_NEMO_EAR}
            encoder_embeddings = ReduceMax <axes = [2]> (heard)
            nothing = Sub (length, length)
            heeded = Add (nothing, single)
            encoder_mask = Unsqueeze (heeded, along_channels)
        }}"""
    decoder = f"""
        decoder (int64[b, u] input_ids, float[b, n, d] encoder_embeddings, int64[b, n] encoder_mask,
                 float[1, b, m, 1] decoder_mems)
            => (float[b, u, {len(vocabulary)}] logits, float[1, b, k, 1] decoder_hidden_states) {{
            numbers = Cast <to = 1> (input_ids)
            tall = Unsqueeze (numbers, ends)
            decoder_hidden_states = Concat <axis = 2> (decoder_mems, tall)
            language = Gather <axis = 2> (decoder_hidden_states, fourth)
            is_french = Equal (language, french)
            shape = Shape (decoder_hidden_states)
            n_known = Gather <axis = 0> (shape, second)
            so_far = Sub (n_known, prompted)
            step = Cast <to = 1> (so_far)
            n_heard = Squeeze (encoder_embeddings, all_but_batch)
            more = Less (step, n_heard)
            row = Where (more, step, stop)
            bounded = Min (row, stop)
            place = Cast <to = 7> (bounded)
            in_french = Gather <axis = 0> (script_fr, place)
            in_english = Gather <axis = 0> (script_en, place)
            logits = Where (is_french, in_french, in_english)
        }}"""
    longest = max(map(len, scripts.values()))
    tables = {
        f"script_{name}": _rows(script, vocabulary, end="<|endoftext|>", length=longest)
        for name, script in scripts.items()
    }
    numbers = {
        "ends": np.array([0, 3]),
        "fourth": np.array(4),
        "second": np.array([2]),
        "prompted": np.array([10]),
        "all_but_batch": np.array([1, 2]),
        "french": np.float32(vocabulary.index("<|fr|>")),
        "stop": np.array([longest], dtype=np.float32),
    }
    _save(folder, "encoder-model.onnx", encoder, {})
    _save(folder, "decoder-model.onnx", decoder, tables | numbers)
    _write_vocabulary(folder, vocabulary)
    return _write_config(folder, model_type="nemo-conformer-aed", features_size=features, max_sequence_length=64)


def write_whisper(folder: Path, scripts: Mapping[str, Sequence[str]], *, precision: str = "") -> Path:
    """The files that optimum exports. It recites the script of its language, ``fr`` or ``en``, for as many sounds."""
    vocabulary = [*_WHISPER_PROMPT, *dict.fromkeys([*scripts["fr"], *scripts["en"]])]
    encoder = """
        encoder (float[b, 80, 3000] input_features) => (float[b, 1, 1] last_hidden_state) {
            volume = ReduceMax <axes = [1]> (input_features)
            loud = Greater (volume, zero)
            now = Cast <to = 1> (loud)
            later = Pad (now, by_one)
            before = Slice (later, first, last, along)
            quiet = Sub (one, before)
            onset = Mul (now, quiet)
            last_hidden_state = ReduceSum (onset, along)
        }"""
    decoder = f"""
        decoder (int64[b, u] input_ids, float[b, n, d] encoder_hidden_states)
            => (float[b, u, {len(vocabulary)}] logits) {{
            shape = Shape (input_ids)
            n_known = Gather <axis = 0> (shape, single)
            so_far = Sub (n_known, prompted)
            step = Cast <to = 1> (so_far)
            n_heard = Squeeze (encoder_hidden_states, along)
            more = Less (step, n_heard)
            row = Where (more, step, stop)
            bounded = Clip (row, zero, end)
            place = Cast <to = 7> (bounded)
            at = Add (n_known, last)
            asked = Min (at, single)
            language = Gather <axis = 1> (input_ids, asked)
            is_french = Equal (language, french)
            tall = Unsqueeze (is_french, along)
            in_french = Gather <axis = 0> (script_fr, place)
            in_english = Gather <axis = 0> (script_en, place)
            logits = Where (tall, in_french, in_english)
        }}"""
    longest = max(map(len, scripts.values()))
    numbers = {
        "prompted": np.array([4]),
        "stop": np.array([[longest]], dtype=np.float32),
        "end": np.float32(longest),
        "french": np.array([[vocabulary.index("<|fr|>")]]),
    }
    tables = {
        f"script_{name}": _rows(script, vocabulary, end="<|endoftext|>", length=longest)
        for name, script in scripts.items()
    }
    _save(folder / "onnx", f"encoder_model{precision}.onnx", encoder, {})
    _save(folder / "onnx", f"decoder_model_merged{precision}.onnx", decoder, tables | numbers)
    _write_whisper_tables(folder, vocabulary)
    return _write_config(folder, model_type="whisper", num_mel_bins=80)


def write_whisper_ort(folder: Path, script: Sequence[str]) -> Path:
    """The one file that ONNX Runtime's own export makes, its search inside. It recites the whole script, whatever it hears."""
    vocabulary = [*_WHISPER_PROMPT, *dict.fromkeys(script)]
    network = """
        beamsearch (float[b, 80, 3000] input_features, int32[1] max_length, int32[1] min_length, int32[1] num_beams,
                    int32[1] num_return_sequences, float[1] length_penalty, float[1] repetition_penalty,
                    int32[b, u] decoder_input_ids) => (int32[b, r, s] sequences) {
            all = Concat <axis = 1> (decoder_input_ids, script)
            sequences = Unsqueeze (all, along_channels)
        }"""
    spoken = np.array([[vocabulary.index(each) for each in [*script, "<|endoftext|>"]]], dtype=np.int32)
    _save(folder, "whisper-tiny_beamsearch.onnx", network, {"script": spoken})
    _write_whisper_tables(folder, vocabulary)
    return folder


def _rows(script: Sequence[str], vocabulary: Sequence[str], end: str = BLANK, length: int = 0) -> NDArray[np.float32]:
    """Log-probabilities of the vocabulary for each token of the script, and at its end; shorter scripts end longer."""
    said = [*script, *[end] * (1 + max(0, length - len(script)))]
    rows = np.full((len(said), len(vocabulary)), (1 - SURE) / (len(vocabulary) - 1))
    for row, token in zip(rows, said, strict=True):
        row[vocabulary.index(token)] = SURE
    return np.log(rows).astype(np.float32)


def _table(rows: NDArray[np.float64]) -> dict[str, NDArray[np.generic]]:
    """The script as ``_RECITED`` reads it; its last row is that of no sound."""
    last = np.float32(len(rows) - 1)
    return {"script": rows.astype(np.float32), "silent": rows[-1].astype(np.float32), "script_end": last}


def _lengths(name: str) -> str:
    return f"""
            less = Sub (length, single)
            eighths = Div (less, eighth)
            {name} = Add (eighths, single)"""


def _save(folder: Path, name: str, network: str, constants: Mapping[str, NDArray[np.generic]]) -> None:
    """Writes a network in the text of ONNX, with those of the constants that it names."""
    model = onnx.parser.parse_model(f'<ir_version: 8, opset_import: ["": 17]> {network}')
    named = {each for node in model.graph.node for each in node.input}
    for key, value in {**_CONSTANTS, **constants}.items():
        if key in named:
            model.graph.initializer.append(onnx.numpy_helper.from_array(np.asarray(value), key))
    onnx.checker.check_model(model)
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, folder / name)


def _write_vocabulary(folder: Path, vocabulary: Sequence[str]) -> None:
    lines = "".join(f"{token} {number}\n" for number, token in enumerate(vocabulary))
    (folder / "vocab.txt").write_text(lines, encoding="utf-8")


def _write_whisper_tables(folder: Path, vocabulary: Sequence[str]) -> None:
    """Two files: plain tokens, and special ones. Plain ones are bytes, written as GPT-2 does."""
    numbers = {token: number for number, token in enumerate(vocabulary)}
    for name, special in (("vocab.json", False), ("added_tokens.json", True)):
        kept = {token: number for token, number in numbers.items() if token.startswith("<|") is special}
        (folder / name).write_text(json.dumps(kept), encoding="utf-8")


def _write_config(folder: Path, **values: object) -> Path:
    (folder / "config.json").write_text(json.dumps(values), encoding="utf-8")
    return folder
