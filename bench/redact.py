"""What redaction finds and takes needlessly, beside Presidio in French, and how fast both are.

    python bench/redact.py [--corpus corpus/built] [--runs 5] [--markdown docs/explanation/redaction.md]

On the made-up sentences of `corpus/sentences` and on the true words of the development half of a built corpus. Presidio and
spaCy's French model live in an environment of their own that the first run makes in the user's cache; `--no-peer` leaves
them out, `--runs 0` leaves out speed. Nothing that a sentence says is printed: whoever writes recognizers must not have read
the sentences that judge them.
"""

import argparse
import sys
from pathlib import Path

import redact_corpus
import redact_sentences
import redact_speed
from redact_sides import Peer, own_side

ROOT = Path(__file__).parents[1]
BEGIN, END = "<!-- figures: written by bench/redact.py -->", "<!-- end of figures -->"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=Path, default=ROOT / "corpus" / "sentences" / "sentences.jsonl")
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus" / "built")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--markdown", type=Path)
    parser.add_argument("--worker", choices=["patterns", "model"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.worker:
        redact_speed.work(asked.worker)
        return
    peer = None if asked.no_peer else Peer()
    sides = {"clairevoix": own_side(), **({"Presidio": peer} if peer else {})}
    items = redact_sentences.read(asked.sentences)
    parts = [redact_sentences.page(items, sides)]
    if (asked.corpus / "truth.jsonl").exists():
        parts.append(redact_corpus.page(asked.corpus, sides))
    if asked.runs:
        parts.append(redact_speed.page(redact_sentences.french_turns(items), asked.runs, with_peer=peer is not None))
    text = "\n".join(parts)
    print(text)
    if asked.markdown:
        asked.markdown.write_text(placed(text, asked.markdown), encoding="utf-8")


def placed(text: str, path: Path) -> str:
    """The page with its figures replaced; what is written around them stays."""
    page = path.read_text(encoding="utf-8") if path.exists() else f"# Redaction\n\n{BEGIN}\n{END}\n"
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{path.name} has no place for figures: it needs the lines {BEGIN} and {END}")
    return f"{before}{begin}\n\n{text}\n{end}{after}"


if __name__ == "__main__":
    main()
