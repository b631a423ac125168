"""The signed note of Go's checksum database, and the test vectors of RFC 8032.

Source of the note: golang.org/x/mod/sumdb/note, ``note_test.go`` (BSD-3-Clause), the reference of C2SP signed-note.
Ed25519 is deterministic, so the same key and text must give the same bytes.
"""

import base64

import pytest

from clairevoix import witness
from clairevoix.charter import notes

VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SIGNER = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n— PeterNeumann {SIGNATURE}\n"


def test_the_key_is_read_and_written():
    key = notes.parse_verifier_key(VERIFIER)
    assert (key.name, key.key_id.hex(), key.signature_type) == ("PeterNeumann", "c74f20a3", notes.SignatureType.NOTE)
    assert str(key) == VERIFIER


def test_the_note_opens():
    assert notes.opened(NOTE, notes.parse_verifier_key(VERIFIER)) == TEXT


def test_the_note_is_written_again_byte_for_byte():
    key = notes.SignerKey(name="PeterNeumann", seed=base64.b64decode(SIGNER)[1:])
    assert str(key.verifier()) == VERIFIER
    assert notes.signed(TEXT, key) == NOTE


def test_no_mangled_key_is_accepted():
    """Every part of the key, and every character changed to the next, as Go's own test has it."""
    mangled = {VERIFIER[start:end] for start in range(len(VERIFIER)) for end in range(start + 1, len(VERIFIER) + 1)}
    mangled |= {f"{VERIFIER[:i]}{chr(ord(VERIFIER[i]) + 1)}{VERIFIER[i + 1 :]}" for i in range(len(VERIFIER))}
    mangled |= {
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",  # too long, its id adjusted
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",  # unknown type, its id adjusted
    }
    for each in mangled - {VERIFIER}:
        with pytest.raises(notes.NoteError):
            notes.parse_verifier_key(each)


#: RFC 8032, section 7.1: seed, public key, message, signature.
RFC8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


@pytest.mark.parametrize(("seed", "public", "message", "signature"), RFC8032)
def test_the_witness_signs_as_the_rfc_does(seed, public, message, signature):
    seed, public, message, signature = (bytes.fromhex(each) for each in (seed, public, message, signature))
    assert witness.public_key(seed) == public
    assert witness.sign(seed, message) == signature
    assert witness.is_signed(public, message, signature)
    assert not witness.is_signed(public, message + b"!", signature)
