"""Signs that who was asked, or when, was chosen: sites against the whole, never people.

A sign is a reason to look, not a finding: a site with many answers may have many customers who like to answer.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

from clairevoix.measure.nps.comparisons import CORRECTIONS
from clairevoix.model.errors import Code, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One site's share of something against the other sites', with its p-value adjusted for the number of sites."""

    key: str
    share: float
    others: float
    p_value: float
    is_flagged: bool


def survey_shares(answers: Mapping[str, int], contacts: Mapping[str, int], level: float = 0.99) -> tuple[Sign, ...]:
    """Sites with more or fewer answers for their contacts than the others."""
    return _against_others(answers, contacts, level)


def suppressed_invitations(
    invited: Mapping[str, int], contacts: Mapping[str, int], level: float = 0.99
) -> tuple[Sign, ...]:
    """Sites that invited a smaller share of their contacts than the others: those flagged may choose whom they ask."""
    found = _against_others(invited, contacts, level)
    return tuple(
        Sign(
            key=sign.key,
            share=sign.share,
            others=sign.others,
            p_value=sign.p_value,
            is_flagged=sign.is_flagged and sign.share < sign.others,
        )
        for sign in found
    )


def hurried_answers(hurried: Mapping[str, int], answers: Mapping[str, int], level: float = 0.99) -> tuple[Sign, ...]:
    """Sites where more answers than elsewhere came at a suspicious moment: minutes after the contact, or on a last day.

    What is suspicious is the caller's to say, before it looks; ``hurried`` counts those answers.
    """
    return _against_others(hurried, answers, level)


def _against_others(parts: Mapping[str, int], wholes: Mapping[str, int], level: float) -> tuple[Sign, ...]:
    """Two-proportion z test of each site against all others, pooled, with Benjamini and Hochberg's correction."""
    keys = sorted(wholes)
    if set(parts) - set(wholes) or any(not 0 <= parts.get(key, 0) <= wholes[key] for key in keys):
        raise InputError(Code.BAD_VALUE, "sites")
    part, whole = sum(parts.values()), sum(wholes.values())
    asked = [key for key in keys if 0 < wholes[key] < whole]
    raw = [_p_value(parts.get(key, 0), wholes[key], part, whole) for key in asked]
    adjusted = CORRECTIONS["benjamini-hochberg"](raw)
    return tuple(
        Sign(
            key=key,
            share=parts.get(key, 0) / wholes[key],
            others=(part - parts.get(key, 0)) / (whole - wholes[key]),
            p_value=p_value,
            is_flagged=p_value < 1 - level,
        )
        for key, p_value in zip(asked, adjusted, strict=True)
    )


def _p_value(part: int, size: int, part_of_all: int, all_: int) -> float:
    pooled, rest = part_of_all / all_, all_ - size
    error = math.sqrt(pooled * (1 - pooled) * (1 / size + 1 / rest))
    if not error:
        return 1.0
    return 2 * NormalDist().cdf(-abs(part / size - (part_of_all - part) / rest) / error)
