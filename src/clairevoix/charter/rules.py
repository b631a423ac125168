"""The table of rules: what each says, where it comes from, which function enforces it.

The tests read this table: every rule has an enforcement point, a test that fails without it, and a paragraph in
``docs/reference/charter.md``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One safeguard. ``enforced_by`` names the function as ``module:function``."""

    rule_id: str
    title: str
    sentence: str
    source: str
    enforced_by: str


NO_AGENT_EMOTION = Rule(
    rule_id="R1",
    title="No emotion from the agent's voice",
    sentence=(
        "Nothing infers an emotion from the sound of a voice, unless that sound is known to be the customer's; "
        "where channels cannot be told apart, nobody's."
    ),
    source="Regulation (EU) 2024/1689 (AI Act), article 5(1)(f)",
    enforced_by="clairevoix.charter.extractors:admit_extractor",
)
SAMPLING = Rule(
    rule_id="R4",
    title="Sampling before storage",
    sentence=(
        "A recording is opened and kept only if a random draw, made from its identifier alone and before anything is "
        "stored, took it; the share drawn is capped and nobody can ask for everything."
    ),
    source="CNIL, SAN-2023-008 (KG COM) § 26-27 and SAN-2024-014 (Cosmospace); GDPR article 5(1)(c)",
    enforced_by="clairevoix.charter.admission:admit_recording",
)
RETENTION = Rule(
    rule_id="R8",
    title="Nothing outlives its term",
    sentence=(
        "Recordings live 180 days at most and free comments 365; older ones are refused at the door, left out of every "
        "figure and deleted."
    ),
    source="CNIL guidance on listening and recording at work; GDPR article 5(1)(e)",
    enforced_by="clairevoix.charter.retention:admit_age",
)
MINIMUM_CELL = Rule(
    rule_id="R17",
    title="No figure about too few",
    sentence=(
        "A figure that rests on fewer people than the minimum is not published, nor any figure from which it could be "
        "computed by subtraction."
    ),
    source="GDPR article 5(1)(c); Code du travail L1222-3 (confidential results); Insee, rules on tables",
    enforced_by="clairevoix.charter.disclosure:release",
)
REDACTION = Rule(
    rule_id="R25",
    title="Redacted before it is stored",
    sentence=(
        "What is said or written reaches a disk only after personal data was taken out of the words and of the sound; "
        "where a detector fails, the item is put aside instead."
    ),
    source="GDPR articles 5(1)(c), 25 and 32",
    enforced_by="clairevoix.charter.disclosure:releasable",
)

RULES: tuple[Rule, ...] = (NO_AGENT_EMOTION, SAMPLING, RETENTION, MINIMUM_CELL, REDACTION)
