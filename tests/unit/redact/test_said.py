"""What callers say of passwords, plates, unions and other numbers: the tables in ``said/``.

What stands in << >> is found, of whatever type. Where nothing is marked, nothing is found; elsewhere words beside it may go
too. A line that begins with ``?`` answers a question for it; ``others`` lines begin with the type.
"""

from pathlib import Path

import pytest

from clairevoix.redact.recognizer import read_document, recognize_all
from marking import OTHERS, letters_in, marked, said

SAID = Path(__file__).parent / "said"
#: What the rules are known to miss, or to take for what it is not.
KNOWN = {
    "la plaque commence par <<FG>> et finit par <<TR>>",
    "ma page c'est <<facebook point com slash jean keravel>>",
    "je suis sur <<menuiserie-keravel.fr>> c'est mon site",
    "la prise <<fi quarante-quatre vingt zéro neuf dix-sept>>",
    "allez sur orange point fr",  # taken for the end of an e-mail address
    "le modèle TP-Link AX3000",
    "la norme NF C 15-100",
    "the network went on strike again",
}


def lines():
    for path in sorted(SAID.glob("*.txt")):
        kind, language = path.stem.split("_")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                entity_type, _, text = line.rpartition(": ") if kind == "others" else (kind.upper(), "", line)
                marks = [pytest.mark.xfail(strict=True)] if text in KNOWN else []
                yield pytest.param(entity_type, language, text, marks=marks, id=f"{kind}-{text[:50]}")


@pytest.mark.parametrize(("entity_type", "language", "line"), list(lines()))
def test_said(entity_type, language, line):
    text, spans = marked(line.removeprefix("?"))
    asked = [(0, len(text), frozenset({entity_type}))] if line.startswith("?") else []
    entities = recognize_all(read_document(text, language, asked=asked))
    found = letters_in(text, [(each.start, each.end) for each in entities])
    assert said(text, letters_in(text, spans) - found) == ""
    if not spans:
        assert not [each for each in entities if each.entity_type not in OTHERS or each.entity_type == entity_type]
