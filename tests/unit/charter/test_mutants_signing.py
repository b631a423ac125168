"""Keys and signatures at their edges: lengths, moments, and each condition of a replaced key alone."""

import base64
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clairevoix.charter.access import Role
from clairevoix.charter.granting import VALID, GrantStatement, admit_signed_grant, sign_grant
from clairevoix.charter.signing import (
    Act,
    Key,
    Signatory,
    Signed,
    Statement,
    admit_key,
    checked_public_key,
    key_of,
    new_key,
    public_key,
    sign,
    verifies,
)
from clairevoix.model.errors import CharterRefusal, SettingsError

OLD, NEW, OTHER = (new_key(bytes([number]) * 32) for number in (1, 2, 3))
AT = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
STATEMENT = Statement(signatory=Signatory.COUNCIL, act=Act.CONSULTED, scope_digest="ab" * 32, on=AT.date())


def a_key(private: str, signatory: Signatory = Signatory.COUNCIL, since_at: datetime = AT) -> Key:
    return Key(signatory=signatory, public=public_key(private), since_at=since_at)


def text(n_bytes: int) -> str:
    return base64.b64encode(bytes(n_bytes)).decode()


@pytest.mark.parametrize("n_bytes", [0, 31, 33, 64])
def test_a_key_has_32_bytes(n_bytes):
    with pytest.raises(ValueError, match="32"):
        new_key(bytes(n_bytes))
    for none in (text(n_bytes), "é", "AAA", ""):
        with pytest.raises(SettingsError, match="public"):
            checked_public_key(none)
        with pytest.raises(SettingsError, match="private"):
            public_key(none)
        with pytest.raises(SettingsError, match="private"):
            sign(none, STATEMENT)
        assert not verifies(none, sign(OLD, STATEMENT))


@pytest.mark.parametrize("signature", ["", "é", text(63), text(64), text(65), text(32)])
def test_what_is_no_signature_verifies_nothing(signature):
    assert verifies(public_key(OLD), Signed(statement=STATEMENT, signature=signature)) is False


def test_a_key_may_stand_among_blanks():
    assert checked_public_key(f" {public_key(OLD)}\n") == public_key(OLD)


#: Since when each key stands, the moment that is asked for, and which stands then.
STANDING = [
    ((0,), -1, None),
    ((0,), 0, OLD),
    ((0, 1), 0, OLD),
    ((0, 1), 1, NEW),
    ((1, 0), 1, OLD),
    ((1, 0), 0, NEW),
]


@pytest.mark.parametrize(("since", "at", "private"), STANDING)
def test_the_latest_key_stands(since, at, private):
    keys = [a_key(key, since_at=AT + hours * HOUR) for key, hours in zip((OLD, NEW), since, strict=False)]
    assert key_of(keys, Signatory.COUNCIL, AT + at * HOUR) == (private and public_key(private))
    assert key_of(keys, Signatory.EMPLOYER, AT + at * HOUR) is None


def replacing(old: str = OLD, **changes: object) -> Signed:
    said = Statement(
        signatory=Signatory.COUNCIL, act=Act.REPLACE_KEY, scope_digest=public_key(NEW), on=(AT + HOUR).date()
    )
    return sign(old, replace(said, **changes))


REPLACEMENT = a_key(NEW, since_at=AT + HOUR)


def test_who_may_register_a_key():
    admit_key([], a_key(OLD))  # the first
    admit_key([a_key(OLD)], a_key(NEW, Signatory.EMPLOYER))  # the other side's first
    admit_key([a_key(OLD)], REPLACEMENT, replacing())
    admit_key([a_key(OLD)], a_key(OLD, since_at=AT + HOUR), replacing(scope_digest=public_key(OLD)))


REFUSED = [
    ("R22", [a_key(OLD)], a_key(OLD, Signatory.EMPLOYER), None),
    ("R23", [a_key(OLD)], REPLACEMENT, None),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(OTHER)),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(NEW)),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(act=Act.RESUME)),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(signatory=Signatory.EMPLOYER)),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(scope_digest=public_key(OTHER))),
    ("R23", [a_key(OLD)], REPLACEMENT, replacing(on=(AT + 24 * HOUR).date())),
    ("R23", [a_key(OLD, since_at=AT + 2 * HOUR)], REPLACEMENT, None),  # registered, but not standing yet
    ("R23", [a_key(OLD, since_at=AT + 2 * HOUR)], REPLACEMENT, replacing()),
]


@pytest.mark.parametrize(("rule", "keys", "new", "by_old"), REFUSED)
def test_who_may_not_register_a_key(rule, keys, new, by_old):
    with pytest.raises(CharterRefusal, match=rule):
        admit_key(keys, new, by_old)


GRANT = GrantStatement(login="Eve", roles=frozenset({Role.DPO}), token_hash="ab" * 32, on=date(2025, 3, 10))
GRANTED = sign_grant(OLD, GRANT)


@pytest.mark.parametrize(("days", "admitted"), [(-2, False), (-1, True), (0, True), (7, True), (8, False)])
def test_a_grant_lives_a_week(days, admitted):
    assert timedelta(days=7) == VALID
    today = GRANT.on + timedelta(days=days)
    if admitted:
        assert admit_signed_grant(GRANTED, public_key(OLD), today) == GRANT
        return
    with pytest.raises(CharterRefusal, match="R22"):
        admit_signed_grant(GRANTED, public_key(OLD), today)


def test_a_grant_that_closes_an_account_has_no_role():
    closing = replace(GRANT, roles=frozenset())
    assert admit_signed_grant(sign_grant(OLD, closing), public_key(OLD), GRANT.on) == closing


@pytest.mark.parametrize("key", [None, "", "é", text(31), text(32), public_key(NEW)])
def test_another_key_grants_nothing(key):
    with pytest.raises(CharterRefusal, match="R22"):
        admit_signed_grant(GRANTED, key, GRANT.on)


@pytest.mark.parametrize("signature", ["", "é", text(63), text(64), text(65), f"!{GRANTED['signature']}"])
def test_what_is_no_signature_grants_nothing(signature):
    with pytest.raises(CharterRefusal, match="R22"):
        admit_signed_grant({**GRANTED, "signature": signature}, public_key(OLD), GRANT.on)


@pytest.mark.parametrize(
    ("name", "value"),
    [("token_hash", "ab" * 31), ("token_hash", "AB" * 32), ("login", "Eve\0"), ("on", "today"), ("roles", "dpo|chief")],
)
def test_what_is_no_grant(name, value):
    with pytest.raises(SettingsError, match="not a grant"):
        admit_signed_grant({**GRANTED, name: value}, public_key(OLD), GRANT.on)
    with pytest.raises(SettingsError, match="not a grant"):
        admit_signed_grant({key: each for key, each in GRANTED.items() if key != name}, public_key(OLD), GRANT.on)


@pytest.mark.parametrize("key", ["", "é", text(31), text(33)])
def test_nobody_grants_without_a_key(key):
    with pytest.raises(SettingsError, match="private"):
        sign_grant(key, GRANT)


def test_the_same_login_is_granted_however_it_is_written():
    assert replace(GRANT, login=" EVE ").content == GRANT.content != replace(GRANT, login="Eva").content
    assert "Eve" not in repr(GRANT)
    assert "abab" not in repr(GRANT)
