"""Passwords, codes and tokens."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.store.credentials import (
    COST,
    STEP_S,
    Cost,
    Weakness,
    code_at,
    hash_password,
    hash_recovery_code,
    is_password,
    matching_step,
    new_recovery_codes,
    new_secret,
    new_token,
    otpauth_uri,
    weakness,
)
from people import CHEAP

#: RFC 6238, appendix B, SHA-1: the seed is twenty digits, the codes are the last six of the eight printed there.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("second", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    at = datetime.fromtimestamp(second, UTC)
    assert code_at(RFC_SECRET, at) == code
    assert matching_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", at, after=0) == second // STEP_S


@given(st.integers(0, 2**31), st.integers(-5, 5))
def test_a_code_matches_within_one_step_and_never_one_used_before(second: int, steps: int) -> None:
    at, shown_at = (datetime.fromtimestamp(each, UTC) for each in (second + 300, second + 300 + steps * STEP_S))
    step = int(shown_at.timestamp()) // STEP_S
    code = code_at(RFC_SECRET, shown_at)
    found = matching_step(RFC_SECRET, code, at, after=0)
    assert (found is not None) or abs(steps) > 1
    if abs(steps) <= 1:
        assert matching_step(RFC_SECRET, code, at, after=max(step, found or 0)) is None


def test_a_guess_costs_what_the_standard_says() -> None:
    assert Cost(memory_kib=64 * 1024, passes=3, lanes=4) == COST  # RFC 9106 § 4, second recommended option
    assert hash_password("caravane-bleue-7").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_is_itself_however_its_accents_are_written() -> None:
    hashed = hash_password("é" * 12, CHEAP)
    assert is_password("é" * 12, hashed)
    assert not is_password("e" * 12, hashed)
    assert hash_password("é" * 12, CHEAP) != hashed  # another salt


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("caravane-bleue-7", None),
        ("cheval correct agrafe pile", None),
        ("été où ça naît", None),
        ("Ab3$efg", Weakness.TOO_SHORT),
        ("abcdefghijk", Weakness.TOO_SHORT),
        ("x" * 257, Weakness.TOO_LONG),
        ("aaaaaaaaaaaaaaaa", Weakness.TOO_FEW_SIGNS),
        ("123456789012345", Weakness.TOO_FEW_SIGNS),  # 49.8 bits
        ("abababababababab", Weakness.TOO_FEW_SIGNS),
        ("Martin-Dupont-7", Weakness.HOLDS_LOGIN),
    ],
)
def test_weak_passwords(password: str, why: Weakness | None) -> None:
    assert weakness(password, "martin") is why


def test_what_is_random_is_long_and_differs() -> None:
    assert len(base64.b32decode(new_secret())) == 20
    codes = new_recovery_codes()
    assert len(set(codes)) == 8
    assert {len(code.replace("-", "")) * 5 for code in codes} == {80}
    assert len({new_token() for _ in range(100)}) == 100
    assert len(new_token()) * 6 >= 256


def test_a_recovery_code_may_be_typed_as_it_pleases_and_belongs_to_one_account() -> None:
    code = new_recovery_codes()[0]
    assert hash_recovery_code("a", code.upper().replace("-", " ")) == hash_recovery_code("a", code)
    assert hash_recovery_code("b", code) != hash_recovery_code("a", code)


def test_the_address_for_applications_names_who_and_where() -> None:
    uri = otpauth_uri(RFC_SECRET, "claire")
    assert uri.startswith("otpauth://totp/clairevoix:claire?")
    assert f"secret={RFC_SECRET}" in uri
