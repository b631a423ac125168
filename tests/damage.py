"""Damages small good recordings of every format in every way, and says what became of each.

    python tests/damage.py --n 200

Each is opened in another process, so that the death of FFmpeg is seen. The same seed damages the same.
"""

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import formats
from clairevoix.execute.local import Lost, map_unordered
from clairevoix.ingest.audio import open_sound
from clairevoix.model.errors import InputError

#: After so many seconds a process is ended, and its file counts as lost.
LIMIT_S = 20.0
SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a file gave: ``sound`` or the code of an error, in how long, and the most memory that its process ever had."""

    came: str
    sound_ms: int
    seconds: float
    peak_mb: int


def opened(path: Path) -> Outcome:
    """Reads a file as the pipeline would, with all its sections."""
    began, sound_ms = time.monotonic(), 0
    try:
        sound = open_sound(path, "c1", ())
        sound_ms = sum(section.recording.duration_ms for section in sound.sections())
        came = SOUND
    except InputError as error:
        came = error.code.value
    return Outcome(came=came, sound_ms=sound_ms, seconds=time.monotonic() - began, peak_mb=_peak_mb())


def _peak_mb() -> int:
    """Of this process since it began; ``getrusage`` would count what its parent had at that time."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


Damage = Callable[[bytearray, random.Random, Sequence[bytes]], bytes]


def flips(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A few bits anywhere."""
    for _ in range(draw.choice((1, 3, 20, 200))):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return bytes(content)


def cut(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """The end is missing."""
    return bytes(content[: draw.randrange(1, len(content))])


def beheaded(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """The beginning is missing."""
    return bytes(content[draw.randrange(1, min(2_000, len(content))) :])


def zeros(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A run of zeros, as a disk or a copy that failed leaves them."""
    length = draw.choice((16, 512, 4_096))
    place = draw.randrange(len(content))
    content[place : place + length] = bytes(min(length, len(content) - place))
    return bytes(content)


def repeated(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A block stands there twice."""
    place, length = draw.randrange(len(content)), draw.choice((10, 500, 5_000))
    return bytes(content[: place + length] + content[place:])


def missing(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A block in the middle is gone."""
    place, length = draw.randrange(len(content)), draw.choice((10, 500, 5_000))
    return bytes(content[:place] + content[place + length :])


def edited(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """Fields of the header say something absurd."""
    for _ in range(draw.choice((1, 2, 4))):
        place, length = draw.randrange(min(200, len(content))), draw.choice((1, 2, 4, 8))
        value = draw.choice((b"\0", b"\xff", b"\x7f", b"\x80", bytes([draw.randrange(256)])))
        content[place : place + length] = (value + draw.choice((value, b"\0", b"\xff")) * 7)[:length]
    return bytes(content)


def swapped(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """A length in the header is written the other way round."""
    place, length = draw.randrange(0, min(200, len(content) - 8)), draw.choice((2, 4, 8))
    content[place : place + length] = content[place : place + length][::-1]
    return bytes(content)


def joined(content: bytearray, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """Another file follows, of this format or of another."""
    return bytes(content) + draw.choice((bytes(content), draw.choice(others)))


def renamed(content: bytearray, _: random.Random, __: Sequence[bytes]) -> bytes:
    """As it was, under another name."""
    return bytes(content)


def noise(content: bytearray, draw: random.Random, _: Sequence[bytes]) -> bytes:
    """Nothing but the head is left of it."""
    head = draw.choice((12, 64, 256))
    return bytes(content[:head]) + draw.randbytes(max(0, len(content) - head))


DAMAGES: tuple[Damage, ...] = (
    flips, cut, beheaded, zeros, repeated, missing, edited, swapped, joined, renamed, noise,
)  # fmt: skip


def write_damaged(folder: Path, n_files: int, seed: int = 1) -> dict[Path, str]:
    """So many damaged files, and how each was damaged; every format and every damage as often as any other."""
    draw = random.Random(seed)
    good = [
        formats.write(folder / f"good-{name}", form, seconds=draw.choice((0.7, 1.5, 3.0))).read_bytes()
        for name, form in formats.FORMATS.items()
    ]
    names = list(formats.FORMATS)
    made = {}
    for number in range(n_files):
        damage, which = DAMAGES[number % len(DAMAGES)], number % len(good)
        name = draw.choice(names) if damage is renamed else names[which]
        path = folder / f"{number:04}-{damage.__name__}-{name}"
        path.write_bytes(damage(bytearray(good[which]), draw, good))
        made[path] = damage.__name__
    return made


def outcomes(paths: Sequence[Path], jobs: int = 2) -> dict[Path, Outcome | Lost]:
    return dict(map_unordered(opened, paths, jobs, limit_s=lambda path: LIMIT_S))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200, help="how many files")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = write_damaged(Path(folder), asked.n, asked.seed)
        found = outcomes(list(made))
    came = {path: each.value if isinstance(each, Lost) else each.came for path, each in found.items()}
    columns = sorted(set(came.values()))
    print("| Damage | " + " | ".join(columns) + " |")
    print("|---|" + "---:|" * len(columns))
    for damage in [*(each.__name__ for each in DAMAGES), "all"]:
        counts = Counter(came[path] for path, how in made.items() if damage in (how, "all"))
        print(f"| {damage} | " + " | ".join(str(counts[column] or "") for column in columns) + " |")
    whole = [each for each in found.values() if isinstance(each, Outcome)]
    print(f"slowest {max(each.seconds for each in whole):.2f} s, most memory {max(each.peak_mb for each in whole)} MB")
    for path, each in found.items():
        if isinstance(each, Lost):
            print(f"lost: {path.name}: {each.value}")
    return 1 if len(whole) < len(found) else 0


if __name__ == "__main__":
    sys.exit(main())
