"""Makes ``sentences.jsonl``: sentences and exchanges with personal data that is nobody's, and others without any.

    python corpus/sentences/make.py --seed 1 --out corpus/sentences/sentences.jsonl

The same seed gives the same file. One JSON object a line: ``id``, ``language``, ``category`` (the type that it was made for,
``mixed``, or ``plain`` and what it could be taken for), ``style``, ``turns`` (``party`` and ``text``) and ``entities``:
``type``, ``canonical`` (the identifier in its written form, empty where there is none) and ``pieces`` (``turn``, ``start``,
``end`` in characters of that turn, half-open, and their ``text``). What lies between the pieces of one entity, « euh » or the
agent's « oui », is no part of it.
"""

import argparse
import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grammar import Drawn, sentence

HERE = Path(__file__).parent
COMMITTED = HERE / "sentences.jsonl"
SEED = 20_261_125

#: How many of each type and language, alone and as an exchange of two parties.
N_SENTENCES = {"fr": 42, "en": 9}
#: What is hardest to find, and of which there is most in calls, in French.
N_OF_TYPE = {"NAME": 110, "ADDRESS": 90, "BIRTH_DATE": 60, "PHONE": 60}
N_EXCHANGES = {"fr": 14, "en": 4}
N_MIXED = {"fr": 60, "en": 16}
N_PLAIN = {"fr": 20, "en": 6}
N_PLAIN_EXCHANGES = {"fr": 30, "en": 8}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=COMMITTED)
    asked = parser.parse_args()
    asked.out.write_text(written(asked.seed), encoding="utf-8")


def written(seed: int) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(seed))


def rows(seed: int) -> Iterator[dict[str, Any]]:
    exchanges, plain = _read("exchanges"), _read("plain")
    for language in ("fr", "en"):
        fillers = plain["fillers"][language]
        sentences = _read(language)
        mixed = sentences.pop("mixed")["mixed"]
        for category, templates in {**sentences, "mixed": mixed}.items():
            n = N_MIXED[language] if category == "mixed" else N_SENTENCES[language]
            n = max(n, N_OF_TYPE.get(category, 0)) if language == "fr" else n
            around = [each for about in plain[language].values() for each in about]
            yield from _several(f"{seed}-{language}-{category}", category, _single(templates), n, fillers, around)
        for category, templates in exchanges[language].items():
            n = N_EXCHANGES[language]
            yield from _several(f"{seed}-{language}-{category}-exchange", category, templates, n, fillers)
        for kind, templates in plain[language].items():
            yield from _several(
                f"{seed}-{language}-plain-{kind}", f"plain {kind}", _single(templates), N_PLAIN[language], fillers
            )
        templates, n = exchanges[f"plain_{language}"]["plain"], N_PLAIN_EXCHANGES[language]
        yield from _several(f"{seed}-{language}-plain-exchange", "plain exchange", templates, n, fillers)


def _several(
    key: str,
    category: str,
    templates: list[list[str]],
    n: int,
    fillers: dict[str, list[str]],
    around: Sequence[str] = (),
) -> Iterator[dict[str, Any]]:
    """Up to ``n`` of a category, all different: few templates without values say only so much."""
    seed, language, name = key.split("-", 2)
    seen: set[str] = set()
    for number in range(4 * n):
        made = sentence(templates, f"{seed}-{language}-{name}-{number}", language, fillers, around)
        said = " / ".join(turn["text"] for turn in made.turns)
        if said.casefold() not in seen and len(seen) < n:
            seen.add(said.casefold())
            yield _row(f"{language}-{name.lower()}-{len(seen):02}", language, category, made)


def _row(row_id: str, language: str, category: str, made: Drawn) -> dict[str, Any]:
    return {
        "id": row_id,
        "language": language,
        "category": category,
        "style": made.style,
        "turns": made.turns,
        "entities": made.entities(),
    }


def _single(templates: list[str]) -> list[list[str]]:
    return [[each] for each in templates]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
