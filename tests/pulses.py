"""Rounds, tokens and answers of the pulse for tests, with keys so short that they are quickly made."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from clairevoix.charter.blinding import (
    IssuingKey,
    Token,
    blind,
    blind_sign,
    finalize,
    new_issuing_key,
    new_text,
    written,
)
from clairevoix.charter.questionnaire import ITEMS
from clairevoix.model.pulse import Round, SentAnswer
from clairevoix.project import Project
from clairevoix.pulse import month_days
from clairevoix.store import wellbeing

MONTH = "2025-09"
ISSUE_DAY, ANSWER_DAY, DAY_AFTER = date(2025, 9, 3), date(2025, 9, 20), date(2025, 10, 1)


@cache
def a_key(number: int = 1) -> IssuingKey:
    """Of 1024 bits; one for each number."""
    return new_issuing_key(1024)


def a_round(month: str = MONTH, key: IssuingKey | None = None) -> Round:
    issue_from, issue_until, answer_from, answer_until = month_days(month)
    return Round(
        month=month,
        issue_from=issue_from,
        issue_until=issue_until,
        answer_from=answer_from,
        answer_until=answer_until,
        modulus=(key or a_key()).n,
    )


def opened(project: Project, month: str = MONTH) -> Round:
    """The same, in the workspace."""
    made = a_round(month)
    wellbeing.open_round(project.workspace.wellbeing, made, a_key())
    return made


def a_token(key: IssuingKey | None = None, month: str = MONTH) -> Token:
    """Blinded, signed and unblinded, as by a browser."""
    key = key or a_key()
    blinded = blind(key.n, new_text())
    return Token(
        month=month, prepared=blinded.prepared, signature=finalize(key.n, blinded, blind_sign(key, blinded.message))
    )


def a_written_token(month: str = MONTH) -> str:
    return written(a_token(month=month))


def forged(token: Token) -> Token:
    """Another text under the same signature."""
    return replace(token, prepared=bytes(64))


def some_marks(mark: int | None = 3, **changes: int | None) -> Mapping[str, int | None]:
    return {**{item.name: mark for item in ITEMS}, **changes}


def sent(token: str, marks: Mapping[str, int | None] | None = None, **changes: str) -> SentAnswer:
    """An answer from Lille, as a form sends it."""
    values = {"site": "lille", **changes}
    return SentAnswer(token=token, marks=some_marks() if marks is None else marks, **values)


def a_sheet(
    path: Path, rows: int, *, site: str = "lille", month: str = MONTH, asked: int | None = None, **more: str
) -> Path:
    """A file of so many answers, as of a survey asked elsewhere."""
    names = [item.name for item in ITEMS]
    lines = [",".join(["month", "site", "asked", *names, *more])]
    for number in range(rows):
        cells = [month, site, "" if asked is None else str(asked), *(str((number + n) % 5) for n in range(len(names)))]
        lines.append(",".join([*cells, *more.values()]))
    path.write_text("\n".join(lines) + "\n")
    return path
