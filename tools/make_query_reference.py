"""Writes docs/reference/query.md from the examples that the tests run. With --check, only says whether it is up to date."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "query.md"
sys.path.insert(0, str(ROOT / "tests"))

from query_examples import CALL_LINES, SECTIONS, examples  # noqa: E402

HEAD = """\
# The query language

A query asks the redacted words of the contacts for moments. `clairevoix query`, the search page and the labels of the
codebook speak the same language. Operators are English or French: `AND` or `ET`, `OR` or `OU`, `NOT` or `PAS`, `NEAR` or
`PRÈS`, `THEN` or `PUIS`, `UNLESS` or `SAUF`, `FIRST` or `DÉBUT`, `LAST` or `FIN`, `TIMES` or `FOIS`, always in capitals.

This page is made from `tests/query_examples.py`: every example is a test. They are asked of this call, in which a word lasts
0.3 s; a time such as `20s` says when a turn begins.

```text
{call}
```
"""
TAIL = """
## Limits

A query has at most 4,000 characters, 400 words and 20 parentheses one inside the other; words are at most 50 apart, moments
at most 24 hours. What is longer, a parenthesis that is not closed or a `*` with fewer than two letters is refused at once,
with the column and what could stand there.

## What is searched, and what is shown

Only contacts held for improving the service are searched. What agents say is searched and never shown: an excerpt is the
customer's side. Every search is a leaf of the ledger: in which role, what for, how many hits; of the query only a keyed
digest. The index is made in memory from the lake and never written: what is forgotten there is gone here.
"""


def page() -> str:
    parts = [HEAD.format(call="\n".join(CALL_LINES))]
    for title, text, table in SECTIONS:
        parts.append(f"\n## {title}\n\n{text.strip()}\n\n| Query | Finds | |\n|---|---|---|\n")
        for query, found, why in examples(table):
            shown = query.replace("|", "\\|")
            parts.append(f"| `{shown}` | {found or 'nothing'} | {why} |\n")
    return "".join(parts) + TAIL


def main() -> int:
    if "--check" in sys.argv:
        return int(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
