"""The pulse on its way: rounds are opened, tokens given blindly, answers added up, and the two never brought together.

Answers and their refusals are not in the ledger: its leaves are dated to the second, and would say when somebody answered.
"""

import calendar
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from clairevoix.charter.blinding import blind_sign, new_issuing_key, read_token
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.questionnaire import products_of, sums_of
from clairevoix.charter.wellbeing import Doubt, admit_answer, admit_columns, admit_issue, admit_round, doubt_of
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.pulse_rows import SheetOfAnswers, read_answers
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Report
from clairevoix.model.pulse import NO_SITE, Item, PulseAnswer, Round, SentAnswer
from clairevoix.project import Project, pulse_items
from clairevoix.redact.replace import redact_text
from clairevoix.store import accounts, consultations, ledger, pulse_tokens, wellbeing
from clairevoix.store.workspace import exclusive

#: A remark beside an answer, in characters.
LONGEST_REMARK = 1000
_ISSUE_DAYS, _PAUSE_DAYS = 14, 1


def month_days(month: str) -> tuple[date, date, date, date]:
    """When tokens are given in a month, and when answers are taken: fourteen days, a day between, and the rest.

    >>> [day.day for day in month_days("2026-11")]
    [1, 14, 16, 30]
    """
    first = date.fromisoformat(f"{month}-01")
    until = first + timedelta(days=_ISSUE_DAYS - 1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, until, until + timedelta(days=1 + _PAUSE_DAYS), last


def open_round(project: Project, month: str) -> Round:
    """A month's pulse with a key of its own, whose fingerprint is in the ledger: one key for everybody marks nobody.

    Raises CharterRefusal(R9) where the charter in force does not declare the pulse, and StoreError for a month that is there.
    """
    _admit(project)
    key = new_issuing_key()
    issue_from, issue_until, answer_from, answer_until = month_days(month)
    made = Round(
        month=month,
        issue_from=issue_from,
        issue_until=issue_until,
        answer_from=answer_from,
        answer_until=answer_until,
        modulus=key.n,
    )
    wellbeing.open_round(project.workspace.wellbeing, admit_round(made), key)
    ledger.append(project.registry, "pulse-round", month=month, key=fingerprint(made))
    return made


def fingerprint(found: Round) -> str:
    """By which people compare that they were all given the same key: sha256 of the modulus, 16 hex digits."""
    return hashlib.sha256(f"{found.modulus:x}".encode()).hexdigest()[:16]


def round_of(project: Project, today: date) -> Round | None:
    """The round of today's month, or the one before if none is open."""
    found = [each for each in wellbeing.rounds(project.workspace.wellbeing) if f"{today:%Y-%m}" >= each.month]
    return found[-1] if found and found[-1].modulus else None


def give_token(project: Project, account_id: str, blinded: bytes, today: date) -> bytes:
    """Signs what an employee blinded, once a month. Raises CharterRefusal(R9, R21); ValueError for what is no such text."""
    _admit(project)
    found = round_of(project, today)
    key = None if found is None else wellbeing.issuing_key(project.workspace.wellbeing, found.month)
    if found is None or key is None:
        raise CharterRefusal("R21")
    admit_issue(found, today, is_given=pulse_tokens.is_given(project.registry, found.month, account_id, blinded))
    signature = blind_sign(key, blinded)
    pulse_tokens.note(project.registry, found.month, account_id, blinded)
    return signature


def is_given(project: Project, account_id: str, today: date) -> bool:
    """Whether somebody was given a token of the round of today."""
    found = round_of(project, today)
    return found is not None and pulse_tokens.is_given(project.registry, found.month, account_id)


def doubt(project: Project, token_text: str, today: date) -> Doubt | None:
    """What speaks against an answer with that token now; None also where no round is open."""
    found, token = round_of(project, today), read_token(token_text)
    if found is None:
        return None
    is_used = token is not None and wellbeing.is_used(project.workspace.wellbeing, token.digest)
    return doubt_of(token, found, today, is_used=is_used)


def answer(project: Project, sent: SentAnswer, today: date) -> None:
    """Adds one answer. Raises CharterRefusal(R9, R21) and InputError(unknown_site, bad_value); nothing is kept then."""
    _admit(project)
    end_issues(project, today)
    found, token = round_of(project, today), read_token(sent.token)
    if found is None:
        raise CharterRefusal("R21")
    digest = "" if token is None else token.digest
    is_used = wellbeing.is_used(project.workspace.wellbeing, digest)
    admit_answer(token, found, today, is_used=is_used)
    asked = pulse_items(project)
    given = checked(project, found.month, sent.site, sent.marks, asked)
    kept = redact_text(sent.remark[:LONGEST_REMARK], sent.language)[0] if sent.remark.strip() else None
    is_taken = wellbeing.take(
        project.workspace.wellbeing,
        found.month,
        digest=digest,
        sums=tuple(sums_of(given, asked)),
        products=products_of(given, asked),
        remark=kept,
    )
    if not is_taken:
        raise CharterRefusal("R21")


def checked(
    project: Project, month: str, site: str, marks: Mapping[str, int | None], asked: Sequence[Item]
) -> PulseAnswer:
    """An answer about sites and items that there are. Raises InputError(unknown_site, bad_value)."""
    if site not in (*project.sites, NO_SITE):
        raise InputError(Code.UNKNOWN_SITE)
    names = {item.name for item in asked}
    if set(marks) - names or not all(mark is None or mark in range(5) for mark in marks.values()):
        raise InputError(Code.BAD_VALUE)
    if not any(mark is not None for mark in marks.values()):
        raise InputError(Code.BAD_VALUE)
    return PulseAnswer(month=month, site=site, marks=marks)


def end_issues(project: Project, today: date) -> None:
    """Where no more tokens are given: notes how many were, of how many employees, forgets to whom, destroys the key."""
    folder = project.workspace.wellbeing
    for found in wellbeing.rounds(folder):
        if today > found.issue_until and wellbeing.issuing_key(folder, found.month) is not None:
            employees = [each for each in accounts.all_accounts(project.registry) if _answers(each)]
            n_issued = pulse_tokens.forget_month(project.registry, found.month)
            wellbeing.end_issue(folder, found.month, n_issued=n_issued, n_eligible=max(len(employees), n_issued))


def ingest_pulse(project: Project, paths: Sequence[Path]) -> Report:
    """Adds up the answers of anonymous surveys that were asked elsewhere, month by month, each month once.

    Raises CharterRefusal(R21) for a file that has a column beside the month, the site, who was asked, and the items.
    """
    _admit(project)
    tally = Tally(counts={"rows": 0, "stored": 0})
    asked = pulse_items(project)
    with exclusive(project.workspace):
        for path in paths:
            try:
                sheet = read_answers(path, partial(admit_columns, items=[item.name for item in asked]))
                _add_sheet(project, sheet, asked, tally)
            except InputError as error:
                tally.put_aside(error.position or "the file", error.code)
            except CharterRefusal as refusal:
                ledger.append(project.registry, "refusal", rule=refusal.rule_id)
                raise
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        ledger.append(project.registry, "pulse-answers", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest pulse")


def pulse_is_there(project: Project) -> bool:
    """Whether any month of the pulse is kept."""
    return bool(wellbeing.rounds(project.workspace.wellbeing))


def _add_sheet(project: Project, sheet: SheetOfAnswers, asked: Sequence[Item], tally: Tally) -> None:
    folder = project.workspace.wellbeing
    known = {each.month for each in wellbeing.rounds(folder)}
    for month in sheet.months:
        tally.add(rows=len(sheet.of(month)))
        if month in known:
            tally.put_aside(month, Code.DUPLICATE_ID)
            continue
        given = []
        for row in sheet.of(month):
            try:
                given.append(checked(project, month, row.site, row.marks, asked))
            except InputError as error:
                tally.put_aside(row.position, error.code)
        issue_from, issue_until, answer_from, answer_until = month_days(month)
        days = {"issue_from": issue_from, "issue_until": issue_until}
        made = Round(month=month, **days, answer_from=answer_from, answer_until=answer_until, modulus=0)
        sums = [(tuple(sums_of(each, asked)), products_of(each, asked)) for each in given]
        wellbeing.add_imported(folder, made, sheet.n_asked(month), sums)
        tally.add(stored=len(given))


def _answers(account: accounts.Account) -> bool:
    return account.state is accounts.State.ACTIVE and "employee" in account.roles


def _admit(project: Project) -> None:
    in_force = consultations.in_force(project.registry, datetime.now(UTC))
    try:
        admit_measure(in_force, "pulse", "month")
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
