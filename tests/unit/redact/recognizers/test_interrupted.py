"""Numbers dictated in pieces with other words between."""

import pytest

from builders import found
from clairevoix.redact.replace import redact_text

#: A text, and what is left of it.
TEXTS = [
    ("c'est le 06 12 34 attendez je cherche 56 78", "c'est le [TÉLÉPHONE 1]"),
    ("zéro six douze trente-quatre, attendez je regarde, cinquante-six soixante-dix-huit", "[TÉLÉPHONE 1]"),
    ("zéro six puis vous mettez douze, ensuite trente-quatre, cinquante-six, soixante-dix-huit", "[TÉLÉPHONE 1]"),
    # A group misheard as letters.
    ("06 12 34 S6 78", "[TÉLÉPHONE 1]"),
    # A card whose groups together pass its check.
    ("4970 1000 je tourne la carte 0000 0154", "[CARTE 1]"),
    # Numbers of a conversation stay: no leading zero, no check that passes.
    (
        "39,99 euros le 12 mars 2025, il y a deux ans, 24 heures",
        "39,99 euros le 12 mars 2025, il y a deux ans, 24 heures",
    ),
    ("0,5 pour cent en 2024 puis 12 heures et 30 minutes en tout", None),
    # Too far apart to be one number.
    (
        "06 12 et après on a parlé de tout autre chose pendant très longtemps ce jour là 34 56 78",
        "06 12 et après on a parlé de tout autre chose pendant très longtemps ce jour là 34 56 78",
    ),
]


@pytest.mark.parametrize(("text", "kept"), TEXTS)
def test_pieces_are_put_together(text, kept):
    redacted, entities = redact_text(text, "fr")
    if kept is None:
        assert "PHONE" not in {entity.entity_type for entity in entities}
    else:
        assert redacted == kept


@pytest.mark.parametrize("text", ["a" * 40_000, ("FR76" + "a" * 60 + " ") * 200, "FR" + "7 " * 10_000, "1 " * 20_000])
def test_no_text_takes_for_ever(text):
    """Each of these once took seconds to minutes; the suite itself would not end."""
    redact_text(text, "fr")


def test_two_whole_numbers_are_two():
    """What stands between them is kept."""
    text = "ma ligne est le 06 39 98 12 34, bonjour, rappelez le 06 39 98 56 78"
    assert found(text) == [("PHONE", "06 39 98 12 34"), ("PHONE", "06 39 98 56 78")]
