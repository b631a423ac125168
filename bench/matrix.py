"""The matrix work of Whisper: how much a run does, and how much this machine could do."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

#: Whisper base: width, feed-forward width, layers of the encoder and of the decoder, bands of a spectrum.
WIDTH, WIDE, LAYERS, BANDS = 512, 2048, 6, 80
SIZES, ROUNDS = (512, 1024, 2048), 8


def int8_peak() -> float:
    """Multiplications with additions a second of one thread: u8 by s8 into s32, ONNX Runtime's MatMulInteger, the best of
    square matrices of several sizes, the quickest of several rounds."""
    return max(_rate(size) for size in SIZES)


def _rate(size: int) -> float:
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    numbers = np.random.default_rng(0)
    right = numpy_helper.from_array(numbers.integers(-100, 100, (size, size), dtype=np.int8), "right")
    graph = helper.make_graph(
        [helper.make_node("MatMulInteger", ["left", "right"], ["product"])],
        "product",
        [helper.make_tensor_value_info("left", TensorProto.UINT8, [size, size])],
        [helper.make_tensor_value_info("product", TensorProto.INT32, [size, size])],
        [right],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    left = numbers.integers(0, 200, (size, size), dtype=np.uint8)
    took = []
    for _ in range(ROUNDS):
        started = time.thread_time()
        session.run(None, {"left": left})
        took.append(time.thread_time() - started)
    return size**3 / min(took)


class Counted:
    """A model that counts the multiplications of the matrices it is asked for: layers, attention, output."""

    def __init__(self, model: Any, n_tokens: int) -> None:
        self._model = model
        self._n_tokens = n_tokens
        self.macs = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def encode(self, spectra: Any, *rest: Any, **options: Any) -> Any:
        n_windows, _, n_frames = spectra.shape
        self.macs += n_windows * encoder(n_frames)
        return self._model.encode(spectra, *rest, **options)

    def generate(self, encoded: Any, prompts: Sequence[Any], *rest: Any, **options: Any) -> Any:
        results = self._model.generate(encoded, prompts, *rest, **options)
        n_windows, n_positions, _ = encoded.shape
        beam = options.get("beam_size", 5)
        self.macs += n_windows * memory(n_positions)
        for prompt, result in zip(prompts, results, strict=True):
            # The text and its end, once for each beam; beams that end early or late are not known.
            steps = len(prompt) - 1 + beam * (len(result.sequences_ids[0]) + 1)
            self.macs += steps * decoder(n_positions, self._n_tokens)
        return results

    def align(self, encoded: Any, start: Sequence[int], texts: Sequence[Any], *rest: Any, **options: Any) -> Any:
        n_windows, n_positions, _ = encoded.shape
        self.macs += n_windows * memory(n_positions)
        self.macs += sum((len(start) + 1 + len(text)) * decoder(n_positions, self._n_tokens) for text in texts)
        return self._model.align(encoded, start, texts, *rest, **options)


def encoder(n_frames: int) -> int:
    """Two convolutions of width 3, the second with a stride of 2, then the layers.

    >>> round(encoder(3000) / 1e9, 1)
    43.7
    """
    positions = n_frames // 2
    convolutions = n_frames * BANDS * 3 * WIDTH + positions * WIDTH * 3 * WIDTH
    layer = positions * (4 * WIDTH**2 + 2 * WIDTH * WIDE) + 2 * positions**2 * WIDTH
    return convolutions + LAYERS * layer


def memory(n_positions: int) -> int:
    """What every layer of the decoder makes of the encoder's output, once."""
    return LAYERS * 2 * n_positions * WIDTH**2


def decoder(n_positions: int, n_tokens: int) -> int:
    """One token through the decoder: its own attention, that to the sound, the feed-forward layers, the output."""
    layer = 4 * WIDTH**2 + 2 * WIDTH**2 + 2 * n_positions * WIDTH + 2 * WIDTH * WIDE
    return LAYERS * layer + n_tokens * WIDTH
