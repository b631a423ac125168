"""A model without the tokens that French and English do not need: the same numbers outside, bit for bit the same rows inside."""

import io
import json
import struct

import pytest

from clairevoix.transcribe.engines.vocabulary import Shortened, kept_tokens, shortened_files, shortened_weights

#: Tokens as the vocabulary writes them, bytes as letters: « Ġ » is a space, « Ã© » an é, « Ã¼ » an ü, « Ð¿ » a п.
TOKENS = [
    ("Ġbonjour", True),
    ("ité", False),  # an é is two bytes, so two letters
    ("itÃ©", True),
    ("ĠÃ§a", True),
    ("Å“ur", False),
    ("ĠSARL", True),
    ("ĠAPPLAUSE", False),
    ("Ġl'", True),
    ("'re", True),
    ("2026", True),
    ("20261", False),
    ("Ġ", True),
    ("!", True),
    ("...", True),
    ("====", False),
    ("getName", False),
    ("ĠfÃ¼r", False),
    ("Ð", True),  # a single byte
    ("Ð¿ÑĢ", False),
    ("<|fr|>", True),
    ("<|startoftranscript|>", True),
    ("<|0.00|>", False),
    ("<|29.98|>", False),
]


@pytest.mark.parametrize(("token", "is_kept"), TOKENS)
def test_what_french_and_english_are_written_with(token, is_kept):
    assert kept_tokens(["x", token]) == ((0, 1) if is_kept else (0,))


def test_every_byte_stays():
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(each) for each in shown] + [chr(256 + place) for place in range(256 - len(shown))]
    assert kept_tokens(letters) == tuple(range(256))


def weights(variables: list[tuple[str, tuple[int, ...], bytes]], version: int = 6) -> bytes:
    """A file as CTranslate2 writes it: names, shapes and data, then which names stand for which."""
    parts = [struct.pack("<I", version), text("Spec"), struct.pack("<II", 3, len(variables))]
    for name, shape, data in variables:
        parts += [text(name), struct.pack(f"<B{len(shape)}I", len(shape), *shape), b"\x04"]
        parts += [struct.pack("<I", len(data)), data]
    return b"".join([*parts, struct.pack("<I", 1), text("projection"), text("embeddings")])


def text(name: str) -> bytes:
    return struct.pack("<H", len(name) + 1) + name.encode() + b"\0"


def test_only_rows_of_tokens_are_left_out():
    whole = weights([("embeddings", (4, 2), b"aabbccdd"), ("bias", (3,), b"xyz"), ("flag", (), b"1")])
    shorter = weights([("embeddings", (2, 2), b"aadd"), ("bias", (3,), b"xyz"), ("flag", (), b"1")])
    assert shortened_weights(io.BytesIO(whole), 4, [0, 3]) == shorter


@pytest.mark.parametrize(
    "content",
    [
        weights([("embeddings", (4, 2), b"aabbccdd")], version=5),
        weights([("embeddings", (5, 1), b"abcde")]),
    ],
    ids=["another version", "nothing has a row for each token"],
)
def test_what_is_laid_out_otherwise_is_left_alone(content):
    assert shortened_weights(io.BytesIO(content), 4, [0, 3]) is None


@pytest.fixture
def folder(tmp_path):
    vocabulary = ["<|fr|>", "Ð¿ÑĢ", "oui", "<|0.00|>"]
    (tmp_path / "model.bin").write_bytes(weights([("embeddings", (4, 2), b"aabbccdd")]))
    (tmp_path / "vocabulary.json").write_text(json.dumps(vocabulary))
    (tmp_path / "tokenizer.json").write_text("{}")
    (tmp_path / "config.json").write_text(
        json.dumps({"alignment_heads": [[3, 1]], "lang_ids": [0], "suppress_ids": [1, 2], "suppress_ids_begin": [2]})
    )
    return tmp_path


def test_the_files_agree_with_each_other(folder):
    shortened = shortened_files(folder)
    assert shortened.kept == (0, 2)
    assert json.loads(shortened.files["vocabulary.json"]) == ["<|fr|>", "oui"]
    assert json.loads(shortened.files["config.json"]) == {
        "alignment_heads": [[3, 1]],
        "lang_ids": [0],
        "suppress_ids": [1],
        "suppress_ids_begin": [1],
    }
    assert shortened.files["tokenizer.json"] == b"{}"
    assert shortened.files["model.bin"] == weights([("embeddings", (2, 2), b"aacc")])


@pytest.mark.parametrize("missing", ["vocabulary.json", "tokenizer.json"])
def test_a_model_without_its_lists_is_loaded_whole(folder, missing):
    (folder / missing).unlink()
    assert shortened_files(folder) is None


def test_a_large_model_is_loaded_whole(folder, monkeypatch):
    monkeypatch.setattr("clairevoix.transcribe.engines.vocabulary.MOST_BYTES", 10)
    assert shortened_files(folder) is None


class Recorder:
    """Stands for a model: says what it was asked, and answers with the places 1 and 0."""

    def __init__(self):
        self.asked = []

    def generate(self, _, prompts, **options):
        self.asked.append((prompts, options))
        return [type("Result", (), {"sequences_ids": [[1, 0]], "scores": [-0.5], "no_speech_prob": 0.1})()]

    def align(self, _, start, texts, frames):
        self.asked.append((start, texts, frames))
        return "aligned"


def test_outside_tokens_keep_their_numbers():
    recorder = Recorder()
    model = Shortened.of(recorder, [5, 7, 9])
    (result,) = model.generate("encoded", [[9, 5]], beam_size=2)
    assert (result.sequences_ids, result.scores, result.no_speech_prob) == ([[7, 5]], [-0.5], 0.1)
    assert model.align("encoded", [9], [[7, 5]], [100]) == "aligned"
    assert recorder.asked == [([[2, 0]], {"beam_size": 2}), ([2], [[1, 0]], [100])]
