"""Chats and e-mails: who wrote goes whole, names told there are known in the rest, and nothing in them is run."""

import pytest

from clairevoix.model.contact import Party
from clairevoix.redact.written import as_text, redact_chat, redact_email, redact_letter

LETTER = """\
From: Camille Bressonnet <camille.bressonnet@exemple.fr>
To: Service client <service@operateur.fr>
Subject: =?utf-8?q?R=C3=A9siliation_06_39_98_12_34?=
MIME-Version: 1.0
Content-Type: {kind}; charset={charset}
Content-Transfer-Encoding: 8bit

{body}"""

PLAIN = """\
Bonjour,
je veux résilier, appelez-moi au 06 39 98 12 34.
Cordialement,
Camille Bressonnet
12 rue des Lilas
06 39 98 12 34

Le lundi 3 mars 2025 à 10:12, Dominique Quévert <d.quevert@operateur.fr> a écrit :
> Bonjour Madame Bressonnet, Quévert du service client.
> De : Yvonne Trégastel
> Le mardi 4 mars 2025 à 11:00, Yvonne Trégastel
> <y.tregastel@operateur.fr> a écrit :
>> Madame Trégastel à votre écoute
"""
NAMED = (
    "Camille",
    "Bressonnet",
    "Quévert",
    "Trégastel",
    "Yvonne",
    "quevert",
    "0639981234",
    "98 12 34",
    "Lilas",
    "exemple",
)


@pytest.mark.parametrize("kind", ["text/plain", "text/html"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "no-such-charset"])
def test_an_email_without_who_wrote_it(kind, charset):
    body = PLAIN if kind == "text/plain" else "<p>" + PLAIN.replace("<", "&lt;").replace("\n", "<br>\n") + "</p>"
    used = "utf-8" if charset == "no-such-charset" else charset
    kept = redact_email(LETTER.format(kind=kind, charset=charset, body=body).encode(used), "fr")
    assert not [name for name in NAMED if name in kept]
    lines = [line for line in kept.splitlines() if line]
    assert lines[:5] == [
        "Résiliation [TÉLÉPHONE 1]",
        "Bonjour,",
        "je veux résilier, appelez-moi au [TÉLÉPHONE 1].",
        "Cordialement,",
        "[SIGNATURE]",
    ]
    assert "du service client" in kept
    assert "à votre écoute" in kept
    assert kept.count("[EN-TÊTE]") == 3


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (b"", ""),
        (b"bonjour 06 39 98 12 34", "bonjour [TÉLÉPHONE 1]"),
        (b"\xff\xfe 06 39 98 12 34 \x80", "\ufffd\ufffd [TÉLÉPHONE 1] \ufffd"),
        (b"Content-Type: multipart/mixed; boundary=x\n\nrien", None),
        (b"Subject: a\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!", None),
        (b"Subject: \xff\xfe\n\n\x00\x01", None),
        (b"From: " + b"a" * 5000 + b"@" + b"b" * 5000 + b"\n\nbonjour", "bonjour"),
    ],
    ids=["nothing", "no headers", "no UTF-8", "no parts", "no base64", "a broken subject", "a long address"],
)
def test_whatever_a_sender_writes(content, kept):
    found = redact_email(content, "fr")
    assert kept is None or found == kept


def test_an_attached_file_is_not_read():
    content = (
        "Subject: facture\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\n"
        "voici\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=bressonnet.txt\n\n"
        "06 39 98 12 34 secret\n--x--\n"
    )
    assert redact_email(content.encode(), "fr").strip() == "facture\n\nvoici"


#: A page and what a reader sees of it.
PAGES = [
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("a<br>b<br/>c", "a\nb\nc"),
    ("<script>alert('x')</script>a<style>p{}</style>", "a"),
    ("<script>if (a</b>) x</script>a", "a"),
    ("&lt;b&gt; &eacute; &#48;&#x36;", "<b> é 06"),
    ("06<b>39</b>98", "063998"),
    ('<a href="mailto:x@y.fr">ici</a>', "ici"),
    ("<!-- caché -->a<![CDATA[b]]>", "a"),
    ("<p>a<div>b", "a\nb"),
    ("<<<>>>&;&#xZZ;", "<<<>>>&;&#xZZ;"),
    ("<svg><text>a</text></svg>b", "b"),
]


@pytest.mark.parametrize(("page", "seen"), PAGES)
def test_a_page_as_it_is_read(page, seen):
    assert as_text(page) == seen


def test_a_signature_after_its_mark_is_taken_out_and_the_letter_is_not():
    letter = "bonjour\n-- \nP. Le Bihan\n06 39 98 12 34\n\nps : ma box clignote"
    assert redact_letter(letter, "fr") == "bonjour\n[SIGNATURE]\n\nps : ma box clignote"


def test_a_closing_without_a_signature_takes_nothing():
    assert redact_letter("bonjour\nCordialement\n", "fr") == "bonjour\nCordialement\n"


def test_a_letter_of_a_megabyte_of_marks_does_not_take_long():
    for piece in ("> ", "-- \n", "De : \n", "<", "Le a ", "à "):
        redact_letter((piece * 20_000)[:40_000], "fr")


#: Messages, and what is kept of them.
CHATS = [
    ([("agent", "Votre numéro ?"), ("customer", "06 39 98"), ("customer", "12 34\nmerci")],
     ["Votre numéro ?", "[TÉLÉPHONE 1]", "[TÉLÉPHONE 1] merci"]),
    ([("customer", "06 39 98 12 34"), ("agent", "donc 39 98 12 34 ?")], ["[TÉLÉPHONE 1]", "donc [TÉLÉPHONE 1] ?"]),
    ([("customer", ""), ("agent", "  "), ("customer", "bonjour")], ["", "", "bonjour"]),
    ([], []),
]  # fmt: skip


@pytest.mark.parametrize(("messages", "kept"), CHATS)
def test_a_chat_message_by_message(messages, kept):
    assert list(redact_chat([(Party(party), text) for party, text in messages], "fr")) == kept
