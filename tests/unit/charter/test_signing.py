"""Signatures over a charter: what one says, nobody can make another say."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.charter.signing import (
    Act,
    Key,
    Signatory,
    Signed,
    Statement,
    checked_public_key,
    key_of,
    new_key,
    public_key,
    sign,
    verifies,
)
from clairevoix.model.errors import SettingsError

SEED = st.binary(min_size=32, max_size=32)
STATEMENTS = st.builds(
    Statement,
    signatory=st.sampled_from(Signatory),
    act=st.sampled_from(Act),
    scope_digest=st.text("0123456789abcdef", min_size=64, max_size=64),
    on=st.dates(),
)


def test_the_published_vector():
    """RFC 8032, § 7.1, test 1."""
    secret = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    assert checked_public_key(public_key(new_key(secret))) == public_key(new_key(secret))
    assert public_key(new_key(secret)) == b64encode(public).decode()


@given(SEED, STATEMENTS)
def test_a_signature_is_of_its_statement_and_key(seed, statement):
    key = new_key(seed)
    signed = sign(key, statement)
    assert verifies(public_key(key), signed)
    assert not verifies(public_key(new_key(bytes([seed[0] ^ 1]) + seed[1:])), signed)


@given(SEED, STATEMENTS, STATEMENTS)
def test_a_signature_passes_for_no_other(seed, one, other):
    key = new_key(seed)
    moved = Signed(statement=other, signature=sign(key, one).signature)
    assert verifies(public_key(key), moved) is (one == other)


def test_every_part_is_signed():
    of = Statement(signatory=Signatory.COUNCIL, act=Act.CONSULTED, scope_digest="a" * 64, on=date(2025, 1, 6))
    others = [
        of,
        replace(of, signatory=Signatory.EMPLOYER),
        *(replace(of, act=act) for act in Act if act is not Act.CONSULTED),
        replace(of, scope_digest="b" * 64),
        replace(of, on=date(2025, 1, 7)),
    ]
    assert all(one.content != other.content for one, other in combinations(others, 2))
    assert of.content == b"clairevoix/charter/1\0council\0consulted\0" + b"a" * 64 + b"\x002025-01-06\0"


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é" * 44, "A" * 44, "A" * 43 + "=\nA"])
def test_what_is_no_key_or_signature(text):
    statement = Statement(signatory=Signatory.COUNCIL, act=Act.CONSULTED, scope_digest="a" * 64, on=date(2025, 1, 6))
    assert not verifies(text, sign(new_key(bytes(32)), statement))
    assert not verifies(public_key(new_key(bytes(32))), Signed(statement=statement, signature=text))
    for use in (checked_public_key, public_key):
        with pytest.raises(SettingsError):
            use(text)


def test_a_key_has_32_bytes():
    with pytest.raises(ValueError, match="32"):
        new_key(b"short")


def test_a_signature_is_not_shown_with_its_key():
    key = new_key(bytes(32))
    assert key not in repr(
        sign(key, Statement(signatory=Signatory.COUNCIL, act=Act.RESUME, scope_digest="", on=date.max))
    )


def test_which_key_stood_when():
    keys = [
        Key(signatory=Signatory.COUNCIL, public=name, since_at=datetime(2025, month, 1, tzinfo=UTC))
        for name, month in (("first", 2), ("second", 4))
    ]
    expected = {1: None, 2: "first", 3: "first", 4: "second", 5: "second"}
    found = {month: key_of(keys, Signatory.COUNCIL, datetime(2025, month, 1, tzinfo=UTC)) for month in expected}
    assert found == expected
    assert key_of(keys, Signatory.EMPLOYER, datetime(2025, 5, 1, tzinfo=UTC)) is None
