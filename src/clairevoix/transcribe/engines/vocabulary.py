"""The part of Whisper's vocabulary that French and English are written with.

The last layer of the decoder weighs every token of a hundred languages at every step, and is half of the work of a step in
the small models. Its rows for tokens in other scripts and with other letters are left out when the model is loaded; the
others stay bit for bit. Every single byte stays, so every text can still be written.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Self

import ctranslate2
import numpy as np

#: Of larger models the last layer is a smaller part, and to copy them while loading costs memory.
MOST_BYTES = 1 << 30

_SMALL, _LARGE = "a-zàâçéèêëîïôùûœ", "A-ZÀÂÇÉÈÊËÎÏÔÙÛŒ"
_SIGNS = r"!\"#$%&'()*+,./:;<=>?@\[\]^_«»°€’‘“”…–—-"
#: A word or a part of one, an elision, an abbreviation, a number, signs, spaces.
_WRITTEN = re.compile(
    rf" ?(?:['’-]?[{_SMALL}]+['’]?|[{_LARGE}][{_SMALL}]*['’]?|[{_LARGE}]{{2,5}}|[0-9]{{1,4}}|[{_SIGNS}]{{1,3}})|\s+"
)
#: Marks such as ``<|fr|>``; times, ``<|0.02|>``, are never asked for.
_MARK, _TIME = re.compile(r"<\|.*\|>"), re.compile(r"<\|[0-9.]+\|>")
_IDS = ("lang_ids", "suppress_ids", "suppress_ids_begin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What a decoder wrote: a list of tokens, the best text first, and how likely it finds them."""

    sequences_ids: Sequence[Sequence[int]] = field(repr=False)
    scores: Sequence[float]
    no_speech_prob: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortened:
    """A model without some of its tokens. Outside it, tokens keep the numbers that they have in the whole vocabulary."""

    model: Any = field(repr=False)
    kept: tuple[int, ...] = field(repr=False)
    places: Mapping[int, int] = field(repr=False)

    @classmethod
    def of(cls, model: Any, kept: Sequence[int]) -> Self:
        return cls(model=model, kept=tuple(kept), places={token: place for place, token in enumerate(kept)})

    def encode(self, spectra: ctranslate2.StorageView) -> ctranslate2.StorageView:
        return self.model.encode(spectra)

    def generate(
        self, encoded: ctranslate2.StorageView, prompts: Sequence[Sequence[int]], **options: Any
    ) -> list[Generated]:
        results = self.model.generate(encoded, [self._inside(prompt) for prompt in prompts], **options)
        return [
            Generated(
                sequences_ids=[[self.kept[place] for place in places] for places in result.sequences_ids],
                scores=result.scores,
                no_speech_prob=result.no_speech_prob,
            )
            for result in results
        ]

    def align(
        self,
        encoded: ctranslate2.StorageView,
        start: Sequence[int],
        texts: Sequence[Sequence[int]],
        frames: Sequence[int],
    ) -> Any:
        return self.model.align(encoded, self._inside(start), [self._inside(text) for text in texts], list(frames))

    def _inside(self, tokens: Sequence[int]) -> list[int]:
        return [self.places[token] for token in tokens]


def kept_tokens(vocabulary: Sequence[str]) -> tuple[int, ...]:
    """The numbers of the tokens that French and English need, in order; ``vocabulary`` as the model's file writes it.

    >>> kept_tokens(["!", "Ġoui", "Ġsí", "Ã©", "Ð¿ÑĢ", "Ð", "Ġl'", "SARL", "<|fr|>", "<|1.50|>", "getName"])
    (0, 1, 3, 5, 6, 7, 8)
    """
    return tuple(number for number, token in enumerate(vocabulary) if _is_kept(token))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortenedFiles:
    """A CTranslate2 model without the tokens that are not needed, by the names of its files; ``kept`` are the others."""

    files: Mapping[str, bytes] = field(repr=False)
    kept: tuple[int, ...] = field(repr=False)


def shortened_files(folder: Path) -> ShortenedFiles | None:
    """The files of a CTranslate2 model with only the tokens that are needed.

    None for a model too large to be worth it, and for one that is not laid out as expected.
    """
    weights, names = folder / "model.bin", folder / "vocabulary.json"
    if not names.is_file() or not (folder / "tokenizer.json").is_file() or weights.stat().st_size > MOST_BYTES:
        return None
    vocabulary = json.loads(names.read_text(encoding="utf-8"))
    kept = kept_tokens(vocabulary)
    with weights.open("rb") as stream:
        shorter = shortened_weights(stream, len(vocabulary), kept)
    if shorter is None:
        return None
    places = {token: place for place, token in enumerate(kept)}
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config |= {name: [places[each] for each in config[name] if each in places] for name in _IDS if name in config}
    others = {each.name: each.read_bytes() for each in folder.glob("*.json")}
    changed = {
        "model.bin": shorter,
        "config.json": json.dumps(config).encode(),
        "vocabulary.json": json.dumps([vocabulary[token] for token in kept]).encode(),
    }
    return ShortenedFiles(files=others | changed, kept=kept)


def shortened_weights(stream: IO[bytes], n_tokens: int, kept: Sequence[int]) -> bytes | None:
    """Weights as CTranslate2 writes them (``model_spec.py``, version 6) with only these rows of what has one for each token.

    None if it is another version, or if nothing has ``n_tokens`` rows.
    """
    result = BytesIO()
    version = _copied(stream, result, "I")
    if version != _VERSION:
        return None
    _copied_text(stream, result)
    _copied(stream, result, "I")
    n_found = 0
    for _ in range(_copied(stream, result, "I")):
        _copied_text(stream, result)
        rank = _copied(stream, result, "B")
        shape = struct.unpack(f"<{rank}I", stream.read(4 * rank))
        kind = stream.read(1)
        data = stream.read(struct.unpack("<I", stream.read(4))[0])
        if shape[:1] == (n_tokens,):
            n_found += 1
            data = np.frombuffer(data, dtype=np.uint8).reshape(n_tokens, -1)[list(kept)].tobytes()
            shape = (len(kept), *shape[1:])
        result.write(struct.pack(f"<{rank}I", *shape) + kind + struct.pack("<I", len(data)))
        result.write(data)
    result.write(stream.read())
    return result.getvalue() if n_found else None


_VERSION = 6


def _copied(stream: IO[bytes], result: BytesIO, code: str) -> int:
    data = stream.read(struct.calcsize(f"<{code}"))
    result.write(data)
    (value,) = struct.unpack(f"<{code}", data)
    return int(value)


def _copied_text(stream: IO[bytes], result: BytesIO) -> None:
    result.write(stream.read(_copied(stream, result, "H")))


def _is_kept(token: str) -> bool:
    if _MARK.fullmatch(token):
        return not _TIME.fullmatch(token)
    try:
        raw = bytes(_BYTES[letter] for letter in token)
        return len(raw) == 1 or _WRITTEN.fullmatch(raw.decode()) is not None
    except (KeyError, UnicodeDecodeError):
        return False


def _letters_of_bytes() -> Iterator[tuple[str, int]]:
    """How GPT-2's tokenizer, and so Whisper's, writes each byte as one visible letter."""
    shown = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    yield from ((chr(byte), byte) for byte in shown)
    yield from ((chr(256 + place), byte) for place, byte in enumerate(sorted(set(range(256)) - set(shown))))


_BYTES = dict(_letters_of_bytes())
