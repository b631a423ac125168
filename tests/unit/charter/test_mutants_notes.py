"""Notes, checkpoints and keys that are almost right."""

import base64

import pytest

from clairevoix.charter.notes import (
    Checkpoint,
    NoteError,
    SignatureType,
    SignerKey,
    VerifierKey,
    cosignature,
    cosigned,
    opened,
    parse_checkpoint,
    parse_verifier_key,
    signed,
    text_of,
)

KEY, OTHER = SignerKey(name="ledger", seed=bytes(32)), SignerKey(name="ledger", seed=bytes([1]) * 32)
WITNESS = KEY.verifier(SignatureType.COSIGNATURE)
TEXT = Checkpoint(origin="ledger", size=3, root=bytes(32)).text
NOTE = signed(TEXT, KEY)
LINE = NOTE.removeprefix(f"{TEXT}\n")
SEEN = cosigned(TEXT, KEY, 1_700_000_000)


def based(content: bytes) -> str:
    return base64.b64encode(content).decode()


def test_a_note_opens_with_its_key_alone():
    assert opened(NOTE, KEY.verifier()) == text_of(NOTE) == TEXT
    assert opened(NOTE + signed(TEXT, OTHER).removeprefix(f"{TEXT}\n"), KEY.verifier()) == TEXT
    for note in (NOTE + LINE, signed(TEXT, OTHER), NOTE.replace("3\n", "4\n", 1)):
        with pytest.raises(NoteError):
            opened(note, KEY.verifier())
    with pytest.raises(NoteError):
        opened(NOTE, VerifierKey(name="other", signature_type=SignatureType.NOTE, public_key=bytes(32)))


NO_NOTES = [
    "",
    TEXT,
    NOTE[:-1],
    NOTE + "\n",
    NOTE[:-1] + "x",
    LINE,
    f"{TEXT}{LINE}",
    NOTE.replace("— ", "- "),
    NOTE.replace("— ledger", "ledger"),
    NOTE.replace("— ledger", "— led+ger"),
    NOTE.replace("— ledger", "— " + 201 * "a"),
    NOTE.replace("— ledger ", "—  "),
    f"{TEXT}\n— ledger {based(bytes(4))}\n",
    f"{TEXT}\n— ledger {based(bytes(70))[:-4]}AB==\n",
    f"{TEXT}\n— ledger é\n",
]


@pytest.mark.parametrize("note", NO_NOTES)
def test_what_is_no_note(note):
    with pytest.raises(NoteError):
        text_of(note)


@pytest.mark.parametrize("name", ["a", 200 * "a"])
def test_a_signature_may_be_short_and_a_name_long(name):
    assert text_of(f"{TEXT}\n— {name} {based(bytes(5))}\n") == TEXT


@pytest.mark.parametrize("size", [0, 1, 10, 10**18 - 1])
def test_a_checkpoint_is_read_as_it_is_written(size):
    checkpoint = Checkpoint(origin="ledger", size=size, root=bytes(range(32)))
    assert parse_checkpoint(checkpoint.text) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "\n",
        TEXT + "a",
        "\n" + TEXT.partition("\n")[2],
        TEXT.replace("3", "03"),
        TEXT.replace("3", "-3"),
        TEXT.replace("3", "3 "),
        TEXT.replace("3", str(10**18)),
        TEXT.replace("3", ""),
        f"ledger\n3\n{based(bytes(31))}\n",
        f"ledger\n3\n{based(bytes(33))}\n",
        f"ledger\n3\n{based(bytes(32))[:-2]}B=\n",
        "ledger\n3\né\n",
    ],
)
def test_what_is_no_checkpoint(text):
    with pytest.raises(NoteError):
        parse_checkpoint(text)


def test_a_key_is_read_as_it_is_written():
    for kind in SignatureType:
        key = KEY.verifier(kind)
        assert parse_verifier_key(str(key)) == key
    assert str(KEY.verifier()) != str(WITNESS)
    assert "seed" not in repr(KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ledger",
        str(WITNESS)[:-4],
        str(WITNESS).replace("ledger", "led ger"),
        str(WITNESS).replace("ledger", "other"),
        *(
            str(VerifierKey(name="ledger", signature_type=SignatureType.NOTE, public_key=bytes(n_bytes)))
            for n_bytes in (0, 31, 33)
        ),
        str(VerifierKey(name="", signature_type=SignatureType.NOTE, public_key=bytes(32))),
        str(VerifierKey(name="a b", signature_type=SignatureType.NOTE, public_key=bytes(32))),
        "ledger+00000000+" + based(b"\x02" + bytes(32)),
        "ledger+00000000+",
    ],
)
def test_what_is_no_key(text):
    with pytest.raises(NoteError, match="malformed"):
        parse_verifier_key(text)


def test_a_witness_says_when_it_looked():
    assert cosignature(f"{NOTE}{SEEN}", WITNESS) == (SEEN, 1_700_000_000)
    assert cosigned(TEXT, KEY, 1_700_000_001) != SEEN
    later = base64.b64decode(SEEN.split()[2])
    moved = later[:11] + bytes([later[11] ^ 1]) + later[12:]
    wrong = [
        NOTE,
        f"{NOTE}{SEEN}{SEEN}",
        f"{NOTE}— ledger {based(moved)}\n",
        f"{NOTE}— ledger {based(later[:-1])}\n",
        f"{NOTE}— ledger {based(later + bytes(1))}\n",
        f"{NOTE}{SEEN}".replace("3\n", "4\n", 1),
    ]
    for note in wrong:
        with pytest.raises(NoteError):
            cosignature(note, WITNESS)
    with pytest.raises(NoteError):
        cosignature(NOTE, KEY.verifier())
