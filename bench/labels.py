"""Writes docs/explanation/labels.md: the labels that come with clairevoix, and how well each is found.

    clairevoix evaluate --condition alaw --save slice.json --json > found.json
    python bench/labels.py --recognised found.json

Two measurements: on the true words of the corpus' development half, redacted as a call is (this takes a minute), and on what
was recognised in the slice, from the answer of ``clairevoix evaluate``. The phrases were written with the development half in
sight and the test half was not looked at: what stands here says how well the labels fit, not how well they carry over.
"""

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "corpus"))

from clairevoix.annotate.annotating import annotate  # noqa: E402
from clairevoix.annotate.codebook.reader import parse_codebook, starting_codebook  # noqa: E402
from clairevoix.model.annotation import Codebook, Label  # noqa: E402
from clairevoix.model.contact import Party  # noqa: E402
from clairevoix.model.timespan import TimeSpan  # noqa: E402
from clairevoix.model.transcript import Transcript, Turn, Word  # noqa: E402
from clairevoix.redact.replace import redact  # noqa: E402
from script import LABELS, POSTURES, Line, Script, read_scripts  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "labels.md"
_WORD_MS, _PAUSE_MS = 333, 400
_CHANNELS = {"agent": 0, "system": 0, "customer": 1}


def development() -> tuple[Script, ...]:
    wanted = set(tomllib.loads((ROOT / "corpus" / "split.toml").read_text())["development"]["ids"])
    return tuple(each for each in read_scripts(ROOT / "corpus" / "scripts") if each.script_id in wanted)


def as_said(script: Script) -> Transcript:
    """The words of a script at three a second, with its silences."""
    turns, at = [], 0
    for part in script.parts:
        if not isinstance(part, Line):
            at += round(part.seconds * 1000)
            continue
        words = tuple(
            Word(text=word, span=TimeSpan(at + number * _WORD_MS, at + (number + 1) * _WORD_MS), score=1.0)
            for number, word in enumerate(part.words)
        )
        if words:
            turns.append(Turn(channel=_CHANNELS[part.party], party=Party(part.party), words=words))
            at = words[-1].span.end_ms + _PAUSE_MS
    return Transcript(contact_id=script.script_id, language=script.language, duration_ms=at, turns=tuple(turns))


def counted(book: Codebook, scripts: tuple[Script, ...]) -> dict[str, Counter[str]]:
    """For each label, in how many contacts it is rightly found, wrongly found and missed."""
    counts = {label.name: Counter[str]() for label in book.labels}
    for script in scripts:
        true = {span.name for line in script.lines for span in (*line.labels, *line.postures)}
        found = {each.label for each in annotate(redact(as_said(script)), book)}
        for name, count in counts.items():
            count["right"] += name in true and name in found
            count["wrong"] += name not in true and name in found
            count["missed"] += name in true and name not in found
    return counts


def f1(count: Counter[str]) -> float:
    whole = 2 * count["right"] + count["wrong"] + count["missed"]
    return 2 * count["right"] / whole if whole else 0.0


def recognised(path: Path | None) -> dict[str, dict[str, tuple[float, int]]]:
    """Precision and recall by label in recognised speech, each with how many contacts it is out of."""
    if path is None:
        return {}
    found: dict[str, dict[str, tuple[float, int]]] = {}
    for row in json.loads(path.read_text())["conditions"]["alaw"]:
        if row["metric"] in ("label_precision", "label_recall", "label_f1"):
            found.setdefault(row["item"], {})[row["metric"]] = row["value"], int(row["whole"])
    return found


def page(book: Codebook, counts: dict[str, Counter[str]], heard: dict, n: int) -> Iterator[str]:
    known = [label for label in book.labels if label.name in LABELS + POSTURES]
    customers = [f1(counts[label.name]) for label in known if label.name in LABELS]
    acts = [f1(counts[label.name]) for label in known if label.name in POSTURES]
    yield "# The labels, and how well they are found\n"
    yield (
        f"The {len(book.labels)} labels that come with clairevoix, each in French and English. "
        f"Written by `python bench/labels.py`.\n"
    )
    yield (
        f"**Read with care.** {n} made-up contacts of the corpus' development half, in their true "
        f"words, redacted: the phrases "
        "were written with these contacts in sight, so that the table says how well labels fit "
        "what they were made from. The "
        "test half was not looked at. Many labels are true of a handful of contacts: one error "
        "more or less moves such a number "
        "by a fifth. On your own calls, code some by hand: clairevoix corrects the shares by "
        "what it gets wrong there.\n"
    )
    yield (
        f"Macro-F1 (mean over labels, true words): {sum(customers) / len(customers):.3f} over the "
        f"{len(customers)} labels about "
        f"customers that the corpus marks, {sum(acts) / len(acts):.3f} over its {len(acts)} postures.\n"
    )
    if heard:
        values = [heard[name]["label_f1"][0] for name in LABELS if "label_f1" in heard.get(name, {})]
        total = heard[""]
        yield (
            "From recognised speech: the slice, 9 calls of the development half on an ordinary line, "
            "heard by Whisper base. All "
            f"labels about customers together: precision {total['label_precision'][0]:.2f} of "
            f"{total['label_precision'][1]} found, "
            f"recall {total['label_recall'][0]:.2f} of {total['label_recall'][1]} true; macro-F1 "
            f"{sum(values) / len(values):.3f} "
            f"over the {len(values)} labels that occur. Nine calls are few. No built corpus was at "
            f"hand, so nothing is said of the "
            "test half in recognised speech.\n"
        )
    for family in dict.fromkeys(label.family for label in sorted(book.labels, key=lambda each: each.family)):
        yield f"## {family.value.replace('-', ' ').capitalize()}\n"
        yield "| Label | What it means | True in | Precision | Recall | F1 | Recognised: precision | recall |"
        yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
        for label in (each for each in book.labels if each.family is family):
            yield row(label, counts[label.name], heard.get(label.name, {}), is_known=label in known)
        yield ""
    yield (
        "A dash: the corpus does not mark this label, so that nobody can say how well it is "
        "found; « found in » counts the "
        "contacts of the development half in which it is. Its examples and counter-examples are tests all the same.\n"
    )
    yield UNSEEN
    yield "## How a label is written\n"
    yield HOW
    yield TIMES


def row(label: Label, count: Counter[str], heard: dict[str, tuple[float, int]], *, is_known: bool) -> str:
    meaning = f"`{label.name}` | {label.title['en']} / {label.title['fr']}"
    found, true = count["right"] + count["wrong"], count["right"] + count["missed"]
    if not is_known:
        return f"| {meaning} | — (found in {found}) | — | — | — | — | — |"
    precision = f"{count['right'] / found:.2f}" if found else "—"
    recall = f"{count['right'] / true:.2f}" if true else "—"
    by_ear = [
        f"{heard[metric][0]:.2f} of {heard[metric][1]}" if metric in heard else "—"
        for metric in ("label_precision", "label_recall")
    ]
    return f"| {meaning} | {true} | {precision} | {recall} | {f1(count):.2f} | {by_ear[0]} | {by_ear[1]} |"


#: Looked at once, before the phrases were mended by what was missed there.
UNSEEN = """\
What carrying over may look like: the first five labels, rewritten from earlier phrases, were tried on the 16 calls of the
sample, in true words, before these were looked at again: they found 19 of 25 and invented none (precision 1.00, recall
0.76, F1 0.86). The earlier phrases had been made for the sample, so even that is no blind test. What they missed there was
then added. Recognised speech was measured before these last additions.
"""

#: From bench/annotate.py; on a machine that eight others used at the time, hence the seconds of processors.
TIMES = """\
## How long history takes

`python bench/annotate.py --contacts 20000`: 20,000 made-up contacts of some 300 words (6.1 million words) and 55 labels, read
from the lake, annotated and written: 23.5 s of processors in two processes. Reckoned up, 100,000 contacts take 118 s of
processors, which is a minute on two cores that do nothing else; it was not yet measured whole. By the clock of that busy
machine it took 178 s, where one process, reckoned up from 40 contacts, takes 2,711 s with a regular expression for each
label and 32,164 s contact by contact.
"""

HOW = """\
One TOML file of the workspace's `codebook/`, named like the label:

```toml
name = "thanks_for_waiting"
version = 1                  # a label that finds or means something else is a new version
party = "agent"              # whose words: customer, agent, system
family = "posture"
owner = "quality"            # the role that answers for it

[title]
fr = "Remercie d’avoir attendu"

[definition]                 # for the humans who code by it; of an agent's words: an act, never a trait
fr = "Remercie le client d’avoir attendu, en reprenant la ligne."

[fr]                         # [en] likewise; without a language: at the top
phrases = ["merci|remercie ... patiente|attendu"]
unless = ["merci de patienter"]
query = 'agent: "merci" THEN/20s client: "de rien"'   # or a list; see the query language
examples = ["Merci d'avoir patienté, madame."]
counter_examples = ["Merci de patienter un instant."]
```

An example is a sentence of the label's own party, or a dialogue: lines `agent: …` and `customer: …`, and `(silence
40)` for so many seconds. All of them are tried each time the codebook is read. `clairevoix codebook check` names
everything that is wrong, `diff` what changed, `simulate` what a change would find in everything that was heard, and
where it agrees with the humans who coded; `annotate` annotates history again. What older versions found stays, so
that both can be told apart. A file that is wrong changes nothing: the last good codebook stays in force.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recognised", type=Path, help="the answer of clairevoix evaluate --json on the slice")
    options = parser.parse_args()
    book, _ = parse_codebook({name.removesuffix(".toml"): text.encode() for name, text in starting_codebook().items()})
    scripts = development()
    text = "\n".join(page(book, counted(book, scripts), recognised(options.recognised), len(scripts)))
    PAGE.write_text(text, encoding="utf-8")
    print(text.split("\n## ")[0])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
