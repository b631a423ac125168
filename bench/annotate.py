"""How long history takes under another codebook: the way of ``clairevoix codebook annotate``, and two others beside it.

    python bench/annotate.py [--contacts 100000] [--words 300] [--jobs 2]

The contacts are made up: turns of the corpus' development half in random order, as many as make the words of a call. They lie
in a lake as a run would have left them, so that reading, annotating and writing are all measured; what is written is checked
to be what the annotator of single contacts finds in a sample. Peers: that annotator, contact by contact; and one regular
expression for each label (its phrases as alternatives, on the text of each contact), which is what is written without a
sweep. Both are timed on a part and reckoned up, which is said beside them.
"""

import argparse
import random
import re
import resource
import sys
import tempfile
import time
import tomllib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "corpus"), str(ROOT / "tests")]

from builders import a_workspace  # noqa: E402
from clairevoix.annotate.annotating import annotate  # noqa: E402
from clairevoix.annotate.annotators.phrase_items import GAP_WORDS, forms, items  # noqa: E402
from clairevoix.project import adopt  # noqa: E402
from clairevoix.recoding import recoded  # noqa: E402
from clairevoix.store import lake  # noqa: E402
from clairevoix.store.schema import TABLES  # noqa: E402
from clairevoix.store.transcripts import transcript  # noqa: E402
from script import read_scripts  # noqa: E402

_WORD_MS = 333
_A_COMMIT = 5_000


def turns_of_corpus() -> dict[str, list[tuple[str, list[str]]]]:
    """For each language, what agents and customers say in the development half."""
    wanted = set(tomllib.loads((ROOT / "corpus" / "split.toml").read_text())["development"]["ids"])
    found: dict[str, list[tuple[str, list[str]]]] = {}
    for script in read_scripts(ROOT / "corpus" / "scripts"):
        if script.script_id in wanted and script.kind == "call":
            for line in script.lines:
                if line.party in ("agent", "customer"):
                    found.setdefault(script.language, []).append((line.party, list(line.words)))
    return found


def fill(workspace, n_contacts: int, n_words: int) -> int:
    """Writes contacts and their words into the lake. Returns how many words."""
    turns, draw, total = turns_of_corpus(), random.Random(1), 0
    for first in range(0, n_contacts, _A_COMMIT):
        rows = {name: [] for name in ("contact_id", "turn", "position", "channel", "party", "text", "start_ms")}
        contacts = {name: [] for name in ("contact_id", "language", "duration_ms")}
        for number in range(first, min(first + _A_COMMIT, n_contacts)):
            language = "fr" if draw.random() < 0.8 else "en"
            contact_id, at, turn = f"c{number:07}", 0, 0
            while at < n_words:
                party, words = draw.choice(turns[language])
                for position, word in enumerate(words):
                    for name, value in zip(
                        rows,
                        (contact_id, turn, position, int(party == "customer"), party, word, at * _WORD_MS),
                        strict=True,
                    ):
                        rows[name].append(value)
                    at += 1
                turn += 1
            for name, value in zip(contacts, (contact_id, language, at * _WORD_MS), strict=True):
                contacts[name].append(value)
        total += len(rows["text"])
        _write(workspace, rows, contacts, f"commit{first}")
    return total


def _write(workspace, rows: dict, contacts: dict, commit_id: str) -> None:
    n, started = len(rows["text"]), datetime(2025, 10, 1, tzinfo=UTC)
    words = {**rows, "month": ["2025-10"] * n, "commit_id": [commit_id] * n, "score": np.ones(n, dtype=np.float32)}
    words["end_ms"] = [start + _WORD_MS for start in rows["start_ms"]]
    lake.write_table(workspace, "words", pa.table({name: pa.array(words[name]) for name in TABLES["words"].names}))
    n = len(contacts["contact_id"])
    known = {**contacts, "month": ["2025-10"] * n, "commit_id": [commit_id] * n, "started_at": [started] * n}
    known |= {"started_on": [started.date()] * n, "purpose": ["improve-service"] * n, "parties": ["agent|customer"] * n}
    columns = {each.name: pa.array(known.get(each.name, [None] * n), each.type) for each in TABLES["contacts"]}
    lake.write_table(workspace, "contacts", pa.table(columns))


def expressions(codebook, language: str) -> list[re.Pattern[str]]:
    """One regular expression for each label that has phrases."""
    found = []
    for label in codebook.labels:
        phrases = label.wording(language).phrases
        if phrases:
            found.append(re.compile("|".join(f"(?:{_expression(phrase)})" for phrase in phrases)))
    return found


def _expression(phrase: str) -> str:
    parts = []
    for item in items(phrase):
        if item.is_gap:
            parts.append(rf"(?:\S+ ){{0,{GAP_WORDS}}}")
            continue
        choices = "|".join([*map(re.escape, item.words), *(re.escape(stem) + r"\S*" for stem in item.stems)])
        parts.append(rf"(?:(?:{choices}) )" + ("?" if item.is_optional else ""))
    return r"(?<!\S)" + "".join(parts)


def peers(project, n_sample: int) -> tuple[float, float]:
    """Seconds a contact of the two others, on a sample: the median of five."""
    kept = [transcript(project.workspace, f"c{number:07}") for number in range(n_sample)]
    by_language = {language: expressions(project.codebook, language) for language in ("fr", "en")}
    texts = [
        (each.language, " ".join(form for turn in each.turns if turn.party == party for form in forms(turn.text)) + " ")
        for each in kept
        for party in ("agent", "customer")
    ]
    singly, by_regex = [], []
    for _ in range(5):
        started = time.perf_counter()
        for each in kept:
            annotate(each, project.codebook)
        singly.append((time.perf_counter() - started) / n_sample)
        started = time.perf_counter()
        for language, text in texts:
            for expression in by_language[language]:
                for _found in expression.finditer(text):
                    pass
        by_regex.append((time.perf_counter() - started) / n_sample)
    return median(singly), median(by_regex)


def processor_s() -> float:
    """Seconds of processors that this process and those it started and saw end have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def is_same(project, n_sample: int) -> bool:
    """Whether the lake holds, for a sample, what the annotator of single contacts finds."""
    wanted = {
        (each.contact_id, each.label, each.span.start_ms, each.span.end_ms)
        for number in range(n_sample)
        for each in annotate(transcript(project.workspace, f"c{number:07}"), project.codebook)
    }
    query = "SELECT contact_id, label, start_ms, end_ms FROM annotations WHERE contact_id < ?"
    return wanted == set(lake.rows(project.workspace, query, [f"c{n_sample:07}"]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = a_workspace(Path(folder), today=date(2025, 10, 15))
        adopt(project)
        execute = replace(project.settings.execute, jobs=options.jobs)
        project = replace(project, settings=replace(project.settings, execute=execute))
        n_words = fill(project.workspace, options.contacts, options.words)
        started, before = time.perf_counter(), processor_s()
        report = recoded(project)
        seconds, of_processors = time.perf_counter() - started, processor_s() - before
        n_sample = min(40, options.contacts)
        singly, by_regex = peers(project, n_sample)
        print(
            f"{options.contacts} contacts, {n_words} words, {len(project.codebook.labels)} labels, {options.jobs} processes"
        )
        print(f"annotated again, read and written: {seconds:.1f} s, {report.counts['found']} places found")
        print(
            f"of processors: {of_processors:.1f} s; on a machine with nothing else to do, that by the number of cores"
        )
        print(f"the same places as contact by contact, in {n_sample}: {'yes' if is_same(project, n_sample) else 'NO'}")
        print(f"contact by contact, one process, reckoned up: {singly * options.contacts:.0f} s")
        print(f"a regular expression a label, one process, reckoned up: {by_regex * options.contacts:.0f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
