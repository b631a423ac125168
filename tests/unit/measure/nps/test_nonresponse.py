"""Response rates, representativity, what silence could hide, and signs of chosen answers."""

import pytest

from clairevoix.measure import nps
from clairevoix.model.errors import InputError

#: AAPOR's six rates by hand: I 50, P 10, R 20, NC 15, O 5, UH 40, UO 60, e = 0.5.
RATES = {"RR1": 50 / 200, "RR2": 60 / 200, "RR3": 50 / 150, "RR4": 60 / 150, "RR5": 50 / 100, "RR6": 60 / 100}


def test_the_six_rates():
    found = nps.response_rates(
        nps.Dispositions(
            complete=50,
            partial=10,
            refusal=20,
            non_contact=15,
            other=5,
            unknown_scope=40,
            unknown_other=60,
            eligible_share=0.5,
        )
    )
    assert found == pytest.approx(RATES)


def test_a_funnel_becomes_dispositions():
    found = nps.Funnel(invited=1000, delivered=900, opened=400, started=250, completed=200).dispositions
    assert (found.complete, found.partial, found.refusal, found.non_contact) == (200, 50, 150, 500)
    assert found.unknown_other == 100
    assert nps.response_rates(found)["RR1"] == 0.2
    assert nps.response_rates(found)["RR6"] == pytest.approx(250 / 900)


def test_rates_by_channel():
    found = nps.rates_by({"shop": nps.Dispositions(complete=1, refusal=1), "call": nps.Dispositions(complete=0)})
    assert found["shop"]["RR1"] == 0.5
    assert found["call"]["RR1"] is None


@pytest.mark.parametrize("counts", [(10, 20, 5, 3, 1), (10, 9, 8, 7, -1), (10, 5, 5, 6, 1)])
def test_a_funnel_that_widens_is_refused(counts):
    with pytest.raises(InputError):
        nps.Funnel(**dict(zip(("invited", "delivered", "opened", "started", "completed"), counts, strict=True)))


@pytest.mark.parametrize("changed", [{"complete": -1}, {"complete": 1, "eligible_share": 1.5}])
def test_dispositions_that_mean_nothing_are_refused(changed):
    with pytest.raises(InputError):
        nps.Dispositions(**changed)


def test_all_answering_alike_is_representative():
    found = nps.representativity({"shop": (500, 100), "call": (1500, 300)})
    assert (found.r_indicator, found.response) == (pytest.approx(1.0), 0.2)
    assert found.largest_bias(80) == pytest.approx(0.0)


def test_the_bias_bound_holds_where_the_bias_is_known():
    # Shops answer at 60 %, calls at 20 %; shops stand at 60, calls at 0. True score 30; among answers 45.
    found = nps.representativity({"shop": (500, 300), "call": (500, 100)})
    bias = (300 * 60 + 100 * 0) / 400 - 30
    assert bias == 15
    # The deviation of all people's scores is at least that between the strata, 30.
    assert found.r_indicator == pytest.approx(1 - 2 * 0.2, abs=0.001)
    assert found.largest_bias(30) == pytest.approx(15, abs=0.02)


def test_nobody_is_not_representative():
    assert nps.representativity({"shop": (500, 0)}) is None
    assert nps.representativity({}) is None
    with pytest.raises(InputError):
        nps.representativity({"shop": (5, 6)})


def test_the_sensitivity_line():
    # NPS_all = r·NPS + (1 - r)(NPS - gap).
    assert nps.sensitivity(40, 0.25, (0, 10, 20)) == ((0, 40.0), (10, 32.5), (20, 25.0))
    assert nps.score_of_all(-95, 0.5, 20) == pytest.approx(-97.5)  # the silent cannot stand below -100
    with pytest.raises(InputError):
        nps.score_of_all(40, 1.5, 10)


def test_the_gap_that_brings_the_target_down():
    assert nps.gap_that_brings(40, 0.25, 25) == 20
    assert nps.gap_that_brings(40, 0.99, -90) is None  # no gap on the scale is enough
    assert nps.gap_that_brings(40, 1.0, 30) is None


# Contamination.

CONTACTS = {f"s{number}": 1000 for number in range(10)}


def test_a_site_with_too_many_answers_is_flagged_and_only_it():
    answers = dict.fromkeys(CONTACTS, 100) | {"s3": 190, "s4": 108}
    flagged = [sign.key for sign in nps.survey_shares(answers, CONTACTS) if sign.is_flagged]
    assert flagged == ["s3"]


def test_only_fewer_invitations_are_a_sign():
    invited = dict.fromkeys(CONTACTS, 900) | {"s1": 700, "s2": 990}
    signs = {sign.key: sign for sign in nps.suppressed_invitations(invited, CONTACTS)}
    assert [key for key, sign in signs.items() if sign.is_flagged] == ["s1"]
    assert (signs["s1"].share, signs["s1"].others) == (0.7, pytest.approx((900 * 8 + 990) / 9000))


def test_answers_that_hurry_are_a_sign():
    hurried = dict.fromkeys(CONTACTS, 5) | {"s7": 60}
    answers = dict.fromkeys(CONTACTS, 100)
    assert [sign.key for sign in nps.hurried_answers(hurried, answers) if sign.is_flagged] == ["s7"]


def test_sites_without_contacts_and_single_sites_have_no_others():
    assert nps.survey_shares({"a": 5}, {"a": 10}) == ()
    found = nps.survey_shares({"a": 5}, {"a": 10, "b": 10, "c": 0})
    assert [sign.key for sign in found] == ["a", "b"]
    assert nps.survey_shares({}, {"a": 10, "b": 10})[0].p_value == 1.0


@pytest.mark.parametrize("answers", [{"a": 11}, {"a": -1}, {"z": 1}])
def test_more_answers_than_contacts_are_refused(answers):
    with pytest.raises(InputError):
        nps.survey_shares(answers, {"a": 10, "b": 10})
