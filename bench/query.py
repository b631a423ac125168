"""How fast queries are answered, beside the phrase slop of tantivy and SQLite's FTS5 where they can say the same.

    python bench/query.py [--turns 1000000] [--runs 5] [--markdown FILE]

Turns are made up, from a fixed seed: ten words each, drawn by Zipf's law from the words of the sample's calls and from
made-up French ones, with set phrases said in one turn of fifty; forty turns a contact, agent and customer in turn, 0.3 s a
word. One process, one thread each; medians of several runs, in milliseconds of the processor, so that a busy machine counts
for little. The peers index each turn as a document, which is what they are for; they know neither party nor time. Wanted of
1,000,000 turns: phrases and proximity at most 200 ms, sound at most 600 ms, 50,000 turns a second to build, and an index no
greater than the text, times and scores of words apart: they are facts that the lake keeps as well.
"""

import argparse
import json
import os
import platform
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from clairevoix.annotate.query.index import Contacts, Index, Spoken
from clairevoix.annotate.query.indexing import of_words
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import search
from clairevoix.annotate.query.words import plain, written_forms

ROOT = Path(__file__).parents[1]
SEED, WORDS, TURNS_A_CONTACT, N_FORMS = 2026, 10, 40, 40_000
SAID = (
    "je veux résilier mon contrat",
    "j'ai un rendez-vous avec le technicien",
    "la fibre ne marche pas",
    "merci bonne journée",
)
WANTED_MS = {"phrase": 200, "proximity": 200, "worst": 1000, "sound": 600}

#: What is asked: kind, ours, and the same for FTS5 and tantivy where they can say it.
QUERIES = [
    ("phrase", '"je veux résilier"', '"je veux resilier"', '"je veux resilier"'),
    (
        "phrase",
        '"rendez-vous avec le technicien"',
        '"rendez vous avec le technicien"',
        '"rendez vous avec le technicien"',
    ),
    ("phrase", '"je ... contrat"', "NEAR(je contrat, 4)", '"je contrat"~4'),
    ("phrase", '"de ... la ... le"', None, None),
    ("phrase", "résili*", "resili*", None),
    ("phrase", '"ne|n\' ... marche|fonctionne pas"', None, None),
    ("phrase", "+vouloir NEAR/3 ++résilier", None, None),
    ("proximity", "fibre NEAR/5 marche", "NEAR(fibre marche, 5)", '"fibre marche"~5'),
    ("proximity", "je NEAR/5 de", "NEAR(je de, 5)", '"je de"~5'),
    ("proximity", "client: résilier THEN/60s agent: technicien", None, None),
    ("proximity", "client: je NEAR/10s de", None, None),
    ("proximity", "de NOT THEN/5s la", None, None),
    ("proximity", "silence:>2s", None, None),
    ("sound", "~résilié", None, None),
    ("sound", "~rendezvous", None, None),
    ("sound", '~"ne marche pas"', None, None),
    ("sound", '~60%"bonne journée"', None, None),
]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--markdown", type=Path)
    asked = parser.parse_args()
    found = measured(asked.turns, asked.runs)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    if asked.markdown:
        asked.markdown.write_text(page(found), encoding="utf-8")
    slow = [row for row in found["queries"] if row["ms"] > WANTED_MS[row["kind"]]]
    return int(
        bool(slow)
        or found["build_turns_s"] < 50_000
        or found["index_bytes"] - found["times_bytes"] > found["text_bytes"]
    )


def measured(n_turns: int, runs: int) -> dict[str, Any]:
    contacts, spoken, texts = made_up(n_turns)
    began = time.process_time()
    index = of_words(contacts, spoken)
    build_s = time.process_time() - began
    first_sound = once(lambda: search(parse("~technicien"), index))
    peers = peer_indexes(texts)
    queries = [measured_query(index, peers, runs, *each) for each in [*QUERIES, *worst(spoken)]]
    return {
        "turns": n_turns,
        "words": index.n_words,
        "forms": len(index.vocabulary),
        "text_bytes": sum(len(text.encode()) for text in texts),
        "index_bytes": index.nbytes,
        "times_bytes": index.times_nbytes,
        "build_s": round(build_s, 2),
        "build_turns_s": round(n_turns / build_s),
        "first_sound_ms": first_sound,
        "peers": {name: {key: each[key] for key in ("build_s", "bytes")} for name, each in peers.items()},
        "queries": queries,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }


def made_up(n_turns: int) -> tuple[Contacts, Spoken, list[str]]:
    rng = np.random.default_rng(SEED)
    forms = vocabulary(rng)
    weights = 1 / (np.arange(len(forms)) + 2.7)
    text = rng.choice(len(forms), size=(n_turns, WORDS), p=weights / weights.sum())
    place = {form: number for number, form in enumerate(forms)}
    for phrase in SAID:
        said = np.array([place[word] for word in phrase.split()])
        turns = rng.choice(n_turns, size=max(1, n_turns // 50), replace=False)
        text[turns, 2 : 2 + len(said)] = said
    turn = np.repeat(np.arange(n_turns), WORDS)
    contact = turn // TURNS_A_CONTACT
    n_contacts = int(contact[-1]) + 1
    within = np.arange(n_turns * WORDS) - contact * TURNS_A_CONTACT * WORDS
    pause = rng.choice([0, 500, 4000], size=n_turns, p=[0.6, 0.35, 0.05])
    before = np.cumsum(pause)
    first = np.arange(n_contacts) * TURNS_A_CONTACT
    start = within * 300 + np.repeat(before - before[first][np.arange(n_turns) // TURNS_A_CONTACT], WORDS)
    side = turn % 2
    spoken = Spoken(
        contact=contact,
        turn=turn % TURNS_A_CONTACT,
        channel=side,
        party=side,
        start_ms=start,
        end_ms=start + 250,
        score=rng.beta(5, 1, size=n_turns * WORDS).astype(np.float32),
        text=text.ravel(),
        texts=forms,
    )
    lasts = np.minimum(first + TURNS_A_CONTACT, n_turns) * WORDS - 1
    contacts = Contacts(
        contact_id=[f"c{number}" for number in range(n_contacts)],
        language=["fr"] * n_contacts,
        duration_ms=(start[lasts] + 1000).tolist(),
    )
    return contacts, spoken, [" ".join(forms[word] for word in row) for row in text.tolist()]


def vocabulary(rng: np.random.Generator) -> list[str]:
    """The words of the sample's calls, the most frequent first, then made-up ones of French syllables."""
    counts: dict[str, int] = {}
    for line in (ROOT / "corpus" / "slice" / "truth.jsonl").read_text("utf-8").splitlines():
        for turn in json.loads(line)["turns"]:
            for word in turn["words"]:
                form = word["text"].lower().strip(".,?!…:;")
                counts[form] = counts.get(form, 0) + 1
    forms = [form for form, _ in sorted(counts.items(), key=lambda each: (-each[1], each[0])) if form]
    needed = [word for phrase in SAID for word in phrase.split()]
    known = set(forms) | set(needed)
    syllables = [
        a + b + c
        for a in "b c d f g l m n p r s t v ch tr pr".split()
        for b in "a e i o u é ou an on".split()
        for c in ("", "r", "l")
    ]
    made: list[str] = []
    while len(known) < N_FORMS:
        form = "".join(rng.choice(syllables, size=int(rng.integers(2, 5))).tolist())
        if form not in known:
            known.add(form)
            made.append(form)
    return [*forms, *sorted(set(needed) - set(forms)), *made]


def worst(spoken: Spoken) -> list[tuple[str, str, None, None]]:
    """The costliest that may be asked: hundreds of the most frequent words, wildcards that fit much."""
    often = [plain(form) for text in spoken.texts[:260] for form in written_forms(text)[:1]]
    half = "|".join(dict.fromkeys(often[:190])), "|".join(dict.fromkeys(often[10:200]))
    return [
        ("worst", f"({half[0]}) NEAR/50 ({half[1]})", None, None),
        ("worst", f'"{half[0]} ...20 {half[1]}"', None, None),
        ("worst", f"({half[0]}) NEAR/60s ({half[1]})", None, None),
        ("worst", "*an* NEAR/5 *ou*", None, None),
        ("worst", '"' + " ".join(["?de|la|le ...20 *er*"] * 6) + '"', None, None),
        ("worst", " OR ".join(f"~{form}" for form in often[40:60] if len(form) > 3), None, None),
    ]


def measured_query(
    index: Index, peers: dict[str, Any], runs: int, kind: str, ours: str, *theirs: str | None
) -> dict[str, Any]:
    query = parse(ours)
    found = search(query, index)
    row: dict[str, Any] = {
        "kind": kind,
        "query": ours if len(ours) < 60 else ours[:57] + "...",
        "hits": found.n_hits,
        "contacts": found.n_contacts,
    }
    row["ms"] = median(lambda: search(query, index), runs)
    for (name, peer), text in zip(peers.items(), theirs, strict=True):
        if text is not None:
            row[f"{name}_turns"] = peer["ask"](text)
            row[f"{name}_ms"] = median(lambda text=text, peer=peer: peer["ask"](text), runs)
    return row


def median(call: Callable[[], object], runs: int) -> float:
    return round(statistics.median(once(call) for _ in range(runs)), 1)


def once(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return round((time.process_time() - began) * 1000, 1)


def peer_indexes(texts: list[str]) -> dict[str, Any]:
    return {"fts5": sqlite_index(texts), "tantivy": tantivy_index(texts)}


def sqlite_index(texts: list[str]) -> dict[str, Any]:
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / "fts.db"
    connection = sqlite3.connect(path)
    began = time.process_time()
    connection.execute(
        "CREATE VIRTUAL TABLE turns USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.executemany("INSERT INTO turns(rowid, text) VALUES (?, ?)", enumerate(texts))
    connection.execute("INSERT INTO turns(turns) VALUES ('optimize')")
    connection.commit()
    built = time.process_time() - began
    return {
        "build_s": round(built, 2),
        "bytes": path.stat().st_size,
        "ask": lambda text: len(connection.execute("SELECT rowid FROM turns WHERE turns MATCH ?", [text]).fetchall()),
        "folder": folder,
    }


def tantivy_index(texts: list[str]) -> dict[str, Any]:
    import tantivy  # the peer: bench only

    folder = tempfile.TemporaryDirectory()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, tokenizer_name="folded")
    made = tantivy.Index(builder.build(), path=folder.name)
    folded = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    made.register_tokenizer("folded", folded.filter(tantivy.Filter.ascii_fold()).build())
    began = time.process_time()
    writer = made.writer(heap_size=500_000_000, num_threads=1)
    for text in texts:
        writer.add_document(tantivy.Document(text=text))
    writer.commit()
    writer.wait_merging_threads()
    built = time.process_time() - began
    made.reload()
    searcher = made.searcher()
    return {
        "build_s": round(built, 2),
        "bytes": sum(each.stat().st_size for each in Path(folder.name).iterdir()),
        "ask": lambda text: len(searcher.search(made.parse_query(text, ["text"]), limit=len(texts)).hits),
        "folder": folder,
    }


def page(found: dict[str, Any]) -> str:
    """The table as Markdown."""
    counts = f"{found['turns']:,} turns, {found['words']:,} words, {found['forms']:,} forms"
    size = f"{counts}, {found['text_bytes'] / 1e6:.1f} MB of text"
    built = f"built in {found['build_s']} s ({found['build_turns_s']:,} turns/s)"
    kept = f"index {found['index_bytes'] / 1e6:.1f} MB, of which times and scores {found['times_bytes'] / 1e6:.1f} MB"
    lines = [
        f"{size}; {built}; {kept}. {found['machine']}.",
        "",
        "| Query | Hits | clairevoix, ms | FTS5, ms | tantivy, ms |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in found["queries"]:
        cells = [f"`{row['query']}`".replace("|", "\\|"), f"{row['hits']:,}", f"{row['ms']:g}"]
        cells += [f"{row[f'{name}_ms']:g}" if f"{name}_ms" in row else "cannot say it" for name in ("fts5", "tantivy")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
