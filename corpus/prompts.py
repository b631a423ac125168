"""Real voices: numbers, codes and spelled names joined from recordings whose file names say what is said.

In: the folders of Debian packages (see `debian.py`). Out: clips of one channel with the time of every word, and with
the package's own text where whole sentences are taken. Two women, telephone prompts in French of Canada (June) and of
France (Armelle), and the letters of a game for children.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy import signal

from effects import narrow
from script import split_words
from spoken_fr import number_words
from telephone import LINE_RATE

Samples = NDArray[np.float64]

VOICES = {
    "june": "asterisk-core-sounds-fr-wav",
    "armelle": "asterisk-prompt-fr-armelle",
    "klettres": "klettres-data",
}
TEXTS_PACKAGE = "asterisk-core-sounds-fr"
MUSIC_PACKAGE = "asterisk-moh-opsound-wav"
MUSIC = ("macroform-cold_day", "macroform-robot_dity", "macroform-the_simplicity", "manolo_camp-morning_coffee")
MUSIC_SECONDS = 60
#: How many clips of each voice: telephone numbers, codes of six digits, spelled names.
COUNTS = {"june": (14, 6, 6), "armelle": (10, 4, 4), "klettres": (0, 0, 4)}
SENTENCE_CLIPS = 12
_SENTENCES_A_CLIP = 6
_RANGES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98")
_NAMES = ("DUVAL", "MOREAU", "LECLERC", "PETIT", "BAYARD", "QUENTIN", "ZIEGLER", "FAYOL", "HUBERT", "JOLIVET", "KAHN")
_FRAME = LINE_RATE // 100
_SILENCE_RATIO = 10 ** (-28 / 20)
#: Armelle's recordings begin with a click and a decaying offset, some end with a click.
_CLICK = LINE_RATE // 25
_WORD_GAP_MS, _GROUP_GAP_MS, _SENTENCE_GAP_MS = (40, 140), (180, 420), (600, 1200)
_OPENING_MS = 300


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the recordings that make it up."""

    text: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What one clip says: groups of words, all of them one piece of personal data."""

    contact_id: str
    voice: str
    entity: str
    value: str
    groups: tuple[tuple[Word, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A recording of one channel. `turns` are (text, start, end) of words, in ms; None where a time is not known."""

    contact_id: str
    samples: NDArray[np.int16]
    turns: tuple[tuple[tuple[str, int | None, int | None], ...], ...]
    entity: str = ""
    value: str = ""
    sound: str = ""

    @property
    def duration_ms(self) -> int:
        return len(self.samples) * 1000 // LINE_RATE


def planned() -> tuple[str, ...]:
    """The identifiers of all clips, whether their packages can be had or not."""
    ids = [each.contact_id for each in joined_clips()]
    ids += [f"june-sentences-{number:02}" for number in range(1, SENTENCE_CLIPS + 1)]
    return (*ids, *(f"sound-opsound-{number}" for number in range(1, len(MUSIC) + 1)), "sound-june-silence-1")


def said_number(number: int) -> tuple[Word, ...]:
    """A number below 100 out of recordings of 0 to 20, of tens, and of « et ».

    >>> [word.text for word in said_number(71)], said_number(98)
    (['soixante', 'et', 'onze'], (Word(text='quatre-vingt-dix-huit', files=('digits/80', 'digits/18')),))
    """
    if number <= 20 or number % 10 == 0:
        return (Word(number_words(number), (f"digits/{number}",)),)
    tens = number // 10 * 10
    tens -= 10 if tens in (70, 90) else 0
    rest = number - tens
    if rest in (1, 11) and tens != 80:
        return (*said_number(tens), Word("et", ("digits/et",)), *said_number(rest))
    return (Word(number_words(number), (f"digits/{tens}", f"digits/{rest}")),)


def _said_pair(pair: str) -> tuple[Word, ...]:
    zeros = len(pair) - len(pair.lstrip("0"))
    rest = pair[zeros:]
    return (*(said_number(0) * zeros), *(said_number(int(rest)) if rest else ()))


def _letter(voice: str, letter: str) -> Word:
    if voice == "klettres":
        return Word(letter, (f"alpha/a-{ord(letter) - ord('A')}",))
    return Word(letter, (f"letters/{letter.lower()}",))


def joined_clips() -> Iterator[Joined]:
    """Every clip that is joined from single words."""
    for voice, (n_phones, n_codes, n_names) in COUNTS.items():
        for kind, count in (("phone", n_phones), ("code", n_codes), ("spelled", n_names)):
            for number in range(1, count + 1):
                yield _joined(f"{voice}-{kind}-{number:02}", voice, kind, number)


def _joined(contact_id: str, voice: str, kind: str, number: int) -> Joined:
    rng = random.Random(f"clairevoix prompt {contact_id}")
    if kind == "spelled":
        name = _NAMES[(number - 1 + 4 * list(COUNTS).index(voice)) % len(_NAMES)]
        groups: tuple[tuple[Word, ...], ...] = (tuple(_letter(voice, letter) for letter in name),)
        return Joined(contact_id=contact_id, voice=voice, entity="NAME", value=name.capitalize(), groups=groups)
    if kind == "code":
        code = "".join(rng.choices("0123456789", k=6))
        groups = (tuple(word for digit in code for word in said_number(int(digit))),)
        return Joined(contact_id=contact_id, voice=voice, entity="PASSWORD", value=code, groups=groups)
    # « et » was only recorded by June.
    pairs = [f"{n:02}" for n in range(100) if voice == "june" or n % 10 != 1 or n in (1, 11, 81, 91)]
    value = f"{rng.choice(_RANGES)} {rng.choice(pairs)} {rng.choice(pairs)}"
    if voice != "june":
        value = value.replace("02 61 91", "06 39 98").replace("04 65 71", "01 99 00")
    if number % 3 == 0:
        groups = tuple(tuple(said_number(int(digit))[0] for digit in pair) for pair in value.split())
    else:
        groups = tuple(_said_pair(pair) for pair in value.split())
    return Joined(contact_id=contact_id, voice=voice, entity="PHONE", value=value, groups=groups)


def reader_of(voice: str, root: Path) -> Callable[[str], Samples]:
    """Reads a recording of a voice by its name, at 8 kHz and without silence at either end."""
    if voice == "june":
        return lambda name: trimmed(_read(root / f"usr/share/asterisk/sounds/fr_CA_f_June/{name}.wav"))
    if voice == "armelle":
        return lambda name: trimmed(_read_gsm(root / f"usr/share/asterisk/sounds/fr/{name}.gsm")[_CLICK:-_CLICK])
    return lambda name: trimmed(_read(root / f"usr/share/klettres/fr/{name}.ogg"))


def _read(path: Path) -> Samples:
    samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    return (
        np.asarray(signal.resample_poly(samples.mean(axis=1), LINE_RATE, rate)) if rate != LINE_RATE else samples[:, 0]
    )


def _read_gsm(path: Path) -> Samples:
    samples, _ = soundfile.read(
        path, dtype="float64", format="RAW", subtype="GSM610", samplerate=LINE_RATE, channels=1, endian="FILE"
    )
    return np.asarray(samples)


def trimmed(samples: Samples) -> Samples:
    """The telephone band, from the first to the last audible hundredth of a second."""
    samples = narrow(samples)
    n_frames = len(samples) // _FRAME
    level = np.sqrt((samples[: n_frames * _FRAME].reshape(n_frames, _FRAME) ** 2).mean(axis=1))
    audible = np.flatnonzero(level > level.max() * _SILENCE_RATIO)
    return samples[audible[0] * _FRAME : (audible[-1] + 1) * _FRAME]


def join(joined: Joined, read: Callable[[str], Samples]) -> Clip:
    """The words one after the other; the recordings of one word touch."""
    rng = random.Random(f"clairevoix join {joined.contact_id}")
    pieces = [np.zeros(_OPENING_MS * LINE_RATE // 1000)]
    turn: list[tuple[str, int | None, int | None]] = []
    at_ms = _OPENING_MS
    for group in joined.groups:
        for word in group:
            sound = np.concatenate([read(name) for name in word.files])
            end_ms = at_ms + len(sound) * 1000 // LINE_RATE
            gap_ms = rng.randint(*(_GROUP_GAP_MS if word is group[-1] else _WORD_GAP_MS))
            turn.append((word.text, at_ms, end_ms))
            pieces += [sound, np.zeros(gap_ms * LINE_RATE // 1000)]
            at_ms = end_ms + gap_ms
    return Clip(
        contact_id=joined.contact_id,
        samples=_to_16_bit(np.concatenate(pieces)),
        turns=(tuple(turn),),
        entity=joined.entity,
        value=joined.value,
    )


def sentences(text: str, recorded: Collection[str]) -> Mapping[str, str]:
    """The sentences of the package's list that are plain words, four or more of them, and were recorded; by name."""
    rows = (row.split(": ", 1) for row in text.splitlines() if not row.startswith(";") and ": " in row)
    return {
        name: said.strip()
        for name, said in rows
        if len(said.split()) >= 4 and not re.search(r"[\d\[\]()<>]", said) and name in recorded
    }


def sentence_clips(texts: Mapping[str, str], read: Callable[[str], Samples]) -> Iterator[Clip]:
    """Whole prompts with the text that the package gives them: what is said, to the slip of whoever wrote the list."""
    names = sorted(texts)
    random.Random("clairevoix sentences").shuffle(names)
    for number in range(1, SENTENCE_CLIPS + 1):
        clip_names = names[(number - 1) * _SENTENCES_A_CLIP : number * _SENTENCES_A_CLIP]
        yield _sentence_clip(f"june-sentences-{number:02}", [(texts[name], read(name)) for name in clip_names])


def _sentence_clip(contact_id: str, said: Sequence[tuple[str, Samples]]) -> Clip:
    rng = random.Random(f"clairevoix join {contact_id}")
    pieces = [np.zeros(_OPENING_MS * LINE_RATE // 1000)]
    turns = []
    at_ms = _OPENING_MS
    for text, sound in said:
        words = split_words(text)
        end_ms = at_ms + len(sound) * 1000 // LINE_RATE
        last = len(words) - 1
        turns.append(tuple((w, at_ms if n == 0 else None, end_ms if n == last else None) for n, w in enumerate(words)))
        gap_ms = rng.randint(*_SENTENCE_GAP_MS)
        pieces += [sound, np.zeros(gap_ms * LINE_RATE // 1000)]
        at_ms = end_ms + gap_ms
    return Clip(contact_id=contact_id, samples=_to_16_bit(np.concatenate(pieces)), turns=tuple(turns))


def _to_16_bit(samples: Samples) -> NDArray[np.int16]:
    return np.rint(np.clip(samples, -1, 1 - 2**-15) * 32768).astype(np.int16)


def real_clips(root_of: Callable[[str], Path | None], missing: Callable[[str], None]) -> Iterator[Clip]:
    """Every clip whose package can be had; the others' packages are named to `missing`."""
    roots = {package: root_of(package) for package in (*VOICES.values(), TEXTS_PACKAGE, MUSIC_PACKAGE)}
    for package, root in roots.items():
        if root is None:
            missing(package)
    for joined in joined_clips():
        if (root := roots[VOICES[joined.voice]]) is not None:
            yield join(joined, reader_of(joined.voice, root))
    june, texts, music = roots[VOICES["june"]], roots[TEXTS_PACKAGE], roots[MUSIC_PACKAGE]
    if june is not None:
        quiet = [_read(june / f"usr/share/asterisk/sounds/fr_CA_f_June/silence/{n}.wav") for n in range(1, 11)]
        yield Clip(
            contact_id="sound-june-silence-1", samples=_to_16_bit(np.concatenate(quiet)), turns=(), sound="silence"
        )
    if june is not None and texts is not None:
        listed = gzip.decompress((texts / "usr/share/doc/asterisk-core-sounds-fr/core-sounds-fr.txt.gz").read_bytes())
        recorded = {path.stem for path in (june / "usr/share/asterisk/sounds/fr_CA_f_June").glob("*.wav")}
        yield from sentence_clips(sentences(listed.decode("utf-8"), recorded), reader_of("june", june))
    for number, name in enumerate(MUSIC if music is not None else (), start=1):
        # From the middle of the piece, past its opening.
        samples = _read(Path(music or "") / f"usr/share/asterisk/moh/{name}.wav")
        first = (len(samples) - MUSIC_SECONDS * LINE_RATE) // 2
        samples = samples[first : first + MUSIC_SECONDS * LINE_RATE]
        yield Clip(contact_id=f"sound-opsound-{number}", samples=_to_16_bit(samples), turns=(), sound="hold_music")
