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
NO_RELABELLING = Rule(
    rule_id="R2",
    title="No trait under another name",
    sentence=(
        "No criterion, label about an agent's words or measure bears the name of a moral trait, an emotion, a "
        "personality or an attitude, however it is spelt."
    ),
    source=(
        "European Commission, guidelines on prohibited AI practices, § 248; Cass. soc. 15 October 2025, n° 22-20.716;"
        " Code du travail L1222-2"
    ),
    enforced_by="clairevoix.charter.concepts:admit_concept",
)
CRITERIA = Rule(
    rule_id="R3",
    title="Observable acts, with weights that are shown",
    sentence=(
        "Each criterion names an observable act, its evidence, its weight and its professional link; the weights sum "
        "to 100, and no words have to be repeated."
    ),
    source="Code du travail L1222-2 and L1222-3; Cass. soc. 15 October 2025, n° 22-20.716; Sprigg 2011",
    enforced_by="clairevoix.charter.criteria:admit_grid",
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
BUDGET = Rule(
    rule_id="R5",
    title="A budget of evaluations",
    sentence=(
        "Nobody is evaluated more often in a period than the charter says, by people and machines together, and "
        "nearly always by the draw."
    ),
    source="CNIL, SAN-2023-008 § 26-27; Holman, Chissick & Totterdell 2002",
    enforced_by="clairevoix.charter.budget:admit_debit",
)
NEUTRALISATION = Rule(
    rule_id="R6",
    title="A switch that stops everything",
    sentence=(
        "Of a contact whose capture was switched off nothing is opened, drawn or kept but a count; if it is stored already, "
        "it is deleted at once."
    ),
    source="CNIL guidance on listening and recording at work: an unrecorded line or a neutralisation key",
    enforced_by="clairevoix.charter.objection:admit_capture",
)
OBJECTION = Rule(
    rule_id="R7",
    title="What was objected to is not heard",
    sentence=(
        "A contact to which its customer objected is not heard; objected to afterwards, it leaves every store at once and "
        "does not come back."
    ),
    source="GDPR articles 17 and 21; CNIL guidance on listening and recording at work",
    enforced_by="clairevoix.charter.objection:admit_unobjected",
)
RETENTION = Rule(
    rule_id="R8",
    title="Nothing outlives its term",
    sentence=(
        "Recordings live 180 days at most, what was made of them and free comments 365; older ones are refused at the door, "
        "left out of every figure and deleted, and no backup brings them back."
    ),
    source="CNIL guidance on listening and recording at work; GDPR article 5(1)(e)",
    enforced_by="clairevoix.charter.retention:admit_age",
)
CONSULTATION = Rule(
    rule_id="R9",
    title="Nothing before the works council was consulted",
    sentence=(
        "Nothing is heard or measured but what a charter declares on whose very text the works council was informed and "
        "consulted; a trial is a use, and what was recorded before is not heard afterwards."
    ),
    source="Code du travail L2312-38, L2312-8, R2312-5 and R2312-6; TJ Nanterre, 14 February 2025, 24/01457",
    enforced_by="clairevoix.charter.measures:admit_hearing",
)
INFORMATION = Rule(
    rule_id="R10",
    title="Employees are told before",
    sentence=(
        "No charter is in force before the employees were given a notice of it, and nothing is computed about anybody who "
        "did not acknowledge it."
    ),
    source="Code du travail L1222-3 and L1222-4; GDPR article 13; AI Act article 26(7)",
    enforced_by="clairevoix.charter.informing:admit_person",
)
ASSESSMENT = Rule(
    rule_id="R11",
    title="No consultation without an impact assessment",
    sentence="The council's time begins, and a charter is in force, only with a data protection impact assessment.",
    source="GDPR article 35; CNIL, deliberation 2018-327",
    enforced_by="clairevoix.charter.informing:admit_assessment",
)
CONFIRMATION = Rule(
    rule_id="R12",
    title="A person reads and confirms",
    sentence="What a machine drafts has no effect until a person who read enough of its evidence confirms it.",
    source="GDPR article 22; CJEU C-634/21 (SCHUFA); AI Act article 14",
    enforced_by="clairevoix.charter.evaluation:admit_confirmation",
)
EMPLOYEE_FIRST = Rule(
    rule_id="R13",
    title="The employee reads first and may contest",
    sentence=(
        "The employee reads alone first; a contest stops every use until another person decides in time and with "
        "reasons, or the evaluation is void."
    ),
    source="GDPR articles 15, 16 and 22(3); AI Act article 86",
    enforced_by="clairevoix.charter.evaluation:admit_effect",
)
EXPLANATION = Rule(
    rule_id="R14",
    title="Explained whole or not at all",
    sentence=(
        "No evaluation reaches an employee without the grid, the quoted evidence, the draw, the models, the settings,"
        " the charter and who confirmed."
    ),
    source="GDPR article 15(1)(h); CJEU C-203/22 (Dun & Bradstreet Austria); AI Act article 86",
    enforced_by="clairevoix.charter.explanation:complete",
)
READING = Rule(
    rule_id="R15",
    title="No reading without a trace",
    sentence=(
        "Whoever reads an employee's data declares a purpose and a ticket first; the reading is in the ledger, and "
        "the employee sees its day, purpose and role."
    ),
    source="CNIL, délibération 2021-122 (access logs); GDPR article 32",
    enforced_by="clairevoix.charter.access_ledger:admit_reading",
)
LEDGER_TERM = Rule(
    rule_id="R16",
    title="The ledger forgets",
    sentence=(
        "What an entry of the ledger says is deleted after twelve months; its sealed hash stays, so that the ledger "
        "can still be verified."
    ),
    source="CNIL, délibération 2021-122 (six months to one year); GDPR article 5(1)(e)",
    enforced_by="clairevoix.charter.access_ledger:oldest_entry",
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
NO_RANKING = Rule(
    rule_id="R18",
    title="No figure, rank or target of a person",
    sentence=(
        "No figure is told by person, and nothing ranks people, sets one a target or shows a score while they work."
    ),
    source="Siegel, König & Lazar 2022; Code du travail L1222-3 (confidential results)",
    enforced_by="clairevoix.charter.people:admit_dimension",
)
PURPOSE = Rule(
    rule_id="R19",
    title="Neither pay nor discipline",
    sentence=(
        "What is found about work goes to those who learn from it; pay and discipline are no destination, and no "
        "setting adds one."
    ),
    source="GDPR article 5(1)(b)",
    enforced_by="clairevoix.charter.purposes:admit_use",
)
NO_SCREEN = Rule(
    rule_id="R20",
    title="No screen beside the sound",
    sentence="No input holds a screen, a camera, keys struck or a position; a file with pictures in it is refused.",
    source="CNIL guidance on listening and recording at work",
    enforced_by="clairevoix.charter.inputs:admit_streams",
)
WELL_BEING = Rule(
    rule_id="R21",
    title="How employees are is asked apart from everything",
    sentence=(
        "Employees answer about their work without a name, once each, with a token that nobody can lay to them; what they "
        "answer lies in a store of its own, which shares no key and no identifier with any other, as sums alone."
    ),
    source="GDPR articles 9 and 25; Collège d'expertise on psychosocial risks at work (Gollac & Bodier 2011); RFC 9474",
    enforced_by="clairevoix.charter.wellbeing:admit_answer",
)
ROLE_SEPARATION = Rule(
    rule_id="R22",
    title="Who watches is not named by who is watched",
    sentence=(
        "Accounts of the works council and of the data protection officer are made, renewed and closed by the council "
        "alone; everybody does what one table allows, and an employee sees only what is about them."
    ),
    source="GDPR article 38(3) and (6); CJEU C-453/21; Code du travail L2312-38",
    enforced_by="clairevoix.charter.access:admit_grant",
)
TIGHTENING = Rule(
    rule_id="R23",
    title="Strict by default, looser only together",
    sentence=(
        "One key alone can only make the charter stricter; to loosen any of it takes a new consultation and the "
        "signatures of both the employer and the works council."
    ),
    source="GDPR article 25; Code du travail L2312-38",
    enforced_by="clairevoix.charter.tightening:admit_tightening",
)
SENTIMENT = Rule(
    rule_id="R24",
    title="Customers' feelings are not laid to an agent",
    sentence="How customers feel is read in words only and never told by agent, team or evaluation.",
    source="AI Act article 5(1)(f) and annex III 1(c); GDPR article 5(1)(c)",
    enforced_by="clairevoix.charter.sentiment:admit_sentiment",
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

#: By number.
RULES: tuple[Rule, ...] = (
    NO_AGENT_EMOTION,
    NO_RELABELLING,
    CRITERIA,
    SAMPLING,
    BUDGET,
    NEUTRALISATION,
    OBJECTION,
    RETENTION,
    CONSULTATION,
    INFORMATION,
    ASSESSMENT,
    CONFIRMATION,
    EMPLOYEE_FIRST,
    EXPLANATION,
    READING,
    LEDGER_TERM,
    MINIMUM_CELL,
    NO_RANKING,
    PURPOSE,
    NO_SCREEN,
    WELL_BEING,
    ROLE_SEPARATION,
    TIGHTENING,
    SENTIMENT,
    REDACTION,
)
