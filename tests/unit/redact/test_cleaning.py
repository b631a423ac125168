"""Characters that hide a number from a reader of digits, though not from people."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.redact.cleaning import cleaned
from clairevoix.redact.recognizer import recognize

#: What is given, and what it reads as.
TEXTS = [
    ("06\u200b39\u200c98\u200d12\ufeff34", "0639981234"),  # zero-width
    ("\u202e06 39\u202c 98\u200f", "06 39 98"),  # right to left
    ("０６ ３９", "06 39"),  # full width
    ("٠٦ ٣٩", "06 39"),  # Arabic-Indic
    ("𝟎𝟔 𝟛𝟡", "06 39"),  # mathematical
    ("⓪⑥", "06"),  # circled
    ("0\ufe0f\u20e36\ufe0f\u20e3", "06"),  # keycaps
    ("0\u03366\u0336", "06"),  # struck through
    ("06\u00a039\u202f98", "06 39 98"),
    ("06–39—98‑12", "06-39-98-12"),
    ("06\x00 39", "06 39"),
    ("06\ufffd39", "0639"),  # invalid UTF-8, replaced
    ("06\udce939", "0639"),  # invalid UTF-8, escaped
    ("&#48;&#x36; &amp;#51;9", "06 39"),
    ("06 <b>39</b> <span style='x'>98</span>", "06 39 98"),
    ("06<br/>39", "06 39"),
    ("саmille＠exemple․fr", "camille@exemple.fr"),  # Cyrillic с and а
    ("camille%40exemple%2Efr", "camille@exemple.fr"),
    ("06 39 98=\r\n 12", "06 39 98 12"),  # quoted-printable
    ("e\u0301peler", "épeler"),
    # What stays.
    ("Élodie, ça coûte 10 € – « œuvre »… 😀", "Élodie, ça coûte 10 € - « œuvre »… 😀"),
    ("a < b & c > d", "a < b & c > d"),
    ("100 % & co;", "100 % & co;"),
]


@pytest.mark.parametrize(("given", "read"), TEXTS)
def test_read_as(given, read):
    assert cleaned(given).text == read


def test_an_address_in_a_tag_is_read():
    assert "camille@exemple.fr" in cleaned('<a href="mailto:camille@exemple.fr">écrire</a>').text


@given(st.text(alphabet=st.sampled_from("06a@.é \u200b\u0301<b>&#48;=\r\n\x00\ufeff０😀\u202e\udc80"), max_size=60))
def test_offsets_lie_in_the_given_text(text):
    found = cleaned(text)
    ranges = [found.given(place, place + 1) for place in range(len(found.text))]
    assert all(0 <= start < end <= len(text) for start, end in ranges)
    assert all(one <= other for one, other in pairwise(ranges))


#: What people give of themselves, to be hidden in every way above.
PERSONAL = [
    "0639981234",
    "06 39 98 12 34",
    "4970 1012 3456 7893",
    "FR76 3000 6000 0112 3456 7890 189",
    "c.martin@exemple.fr",
]
HIDE = {
    "zero-width": "\u200b".join,
    "bidi": lambda text: "\u202e" + "\u200f".join(text) + "\u202c",
    "soft hyphens": "\u00ad".join,
    "full width": lambda text: text.translate({ord(one): ord(one) + 0xFEE0 for one in "0123456789@."}),
    "Arabic digits": lambda text: text.translate({ord("0") + n: 0x0660 + n for n in range(10)}),
    "numeric entities": lambda text: "".join(f"&#{ord(one)};" for one in text),
    "hexadecimal entities": lambda text: "".join(f"&#x{ord(one):x};" for one in text),
    "tags": "<b></b>".join,
    "styled": lambda text: "".join(f"<span style='color:red'>{one}</span>" for one in text),
    "NUL": "\x00".join,
    "combining": lambda text: "".join(one + "\u0336" if one.isalnum() else one for one in text),
    "no-break": lambda text: text.replace(" ", "\u202f"),
}


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize("hide", HIDE.values(), ids=HIDE.keys())
def test_nothing_hides(personal, hide):
    before, hidden, after = "voici 😀 ", hide(personal), " merci"
    (entity,) = recognize(before + hidden + after, "fr")
    text = before + hidden + after
    assert (cleaned(text[: entity.start]).text.strip(), cleaned(text[entity.end :]).text.strip()) == (
        "voici 😀",
        "merci",
    )
