"""The draw at its very ends, and what has no stratum or no rate: each line holds what nothing else does."""

import hashlib
import hmac

import pytest

from clairevoix.charter import admission
from clairevoix.charter.admission import (
    DRAW,
    EVERYTHING,
    REVIEW,
    UNSTATED,
    Entry,
    Plan,
    admit_recording,
    admit_seed,
    is_drawn,
    plan_of,
    rank,
    seed_commitment,
    verify_draw,
    verify_seed,
    weight,
)
from clairevoix.charter.policy import Charter, Strata
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal

SEED = b"s" * 32


@pytest.mark.parametrize("domain", [DRAW, REVIEW])
def test_a_rank_is_the_first_64_bits_of_the_code(domain):
    code = hmac.digest(SEED, domain + b"call-1", "sha256")
    assert rank(SEED, "call-1", domain) == int(code.hex()[:16], 16)


@pytest.mark.parametrize(("place", "rate", "drawn"), [(0, 0.0, False), (2**63 - 1, 0.5, True), (2**63, 0.5, False)])
def test_a_rank_is_drawn_below_the_rate(monkeypatch, place, rate, drawn):
    monkeypatch.setattr(admission, "rank", lambda *_: place)
    assert is_drawn(SEED, "call-1", rate) is drawn


def test_a_seed_is_what_was_committed_to():
    assert seed_commitment(SEED) == hashlib.sha256(b"clairevoix/seed/1\0" + SEED).hexdigest()
    assert verify_seed(SEED, seed_commitment(SEED))
    assert not verify_seed(SEED, seed_commitment(b"t" * 32))
    admit_seed(SEED, [])
    admit_seed(SEED, [seed_commitment(SEED)] * 2)
    for commitments in ([seed_commitment(b"t" * 32)], [seed_commitment(SEED), seed_commitment(b"t" * 32)]):
        with pytest.raises(CharterRefusal, match="R4"):
            admit_seed(SEED, commitments)


#: What lists are drawn by, the site and the start of a contact, and its stratum.
STRATA = [
    (Strata.NONE, "lille", "2025-09-30T10:00", EVERYTHING),
    (Strata.NONE, None, "", EVERYTHING),
    (Strata.SITE, "lille", "2025-09-30T10:00", "lille"),
    (Strata.SITE, None, "2025-09-30T10:00", UNSTATED),
    (Strata.SITE, "", "2025-09-30T10:00", UNSTATED),
    (Strata.MONTH, "lille", "2025-09-30T10:00", "2025-09"),
    (Strata.MONTH, "lille", "", UNSTATED),
]


@pytest.mark.parametrize(("by", "site", "started_at", "stratum"), STRATA)
def test_where_a_contact_belongs(by, site, started_at, stratum):
    assert plan_of(Charter(sampling_strata=by)).stratum(site=site, started_at=started_at) == stratum


#: The charter's rate, a stratum's own, and the one that holds.
OWN_RATES = [(0.1, 0.05, 0.05), (0.1, 0.2, 0.1), (0.1, -1.0, 0.0), (0.1, None, 0.1), (0.0, 0.1, 0.0)]


@pytest.mark.parametrize(("rate", "own", "holds"), OWN_RATES)
def test_a_rate_of_its_own_only_lowers(rate, own, holds):
    plan = Plan(by=Strata.SITE, rates={} if own is None else {"lille": own})
    charter = Charter(sampling_rate=rate)
    assert plan.rate(charter, "lille") == holds
    purpose = Purpose.IMPROVE_SERVICE
    assert weight(charter=charter, purpose=purpose, stratum="lille", plan=plan) == (1 / holds if holds else 1.0)
    assert weight(charter=charter, purpose=Purpose.TECHNICAL_TEST, stratum="lille", plan=plan) == 1.0


def test_the_plan_that_is_given_is_the_one_that_draws(monkeypatch):
    monkeypatch.setattr(admission, "rank", lambda *_: 0)
    asked = {"charter": Charter(sampling_rate=0.1), "seed": SEED, "source_id": "c", "stratum": "lille"}
    admit_recording(**asked, purpose=Purpose.IMPROVE_SERVICE, plan=Plan(by=Strata.SITE))
    admit_recording(**asked, purpose=Purpose.IMPROVE_SERVICE)
    with pytest.raises(CharterRefusal, match="R4"):
        admit_recording(**asked, purpose=Purpose.IMPROVE_SERVICE, plan=Plan(by=Strata.SITE, rates={"lille": 0.0}))


def test_a_stratum_without_a_rate_drew_nothing(monkeypatch):
    monkeypatch.setattr(admission, "rank", lambda *_: 0)
    listed = [Entry(source_id="T-1", stratum="lille"), Entry(source_id="T-2"), Entry(source_id="T-3", stratum="metz")]
    assert verify_draw(SEED, listed, {"lille": 0.5, "metz": 0.0}) == ("T-1",)


def test_an_entry_shows_no_identifier():
    assert "T-1" not in repr(Entry(source_id="T-1"))
