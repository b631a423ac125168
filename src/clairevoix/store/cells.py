"""SQL groups facts into cells: sufficient statistics, never an estimate."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from clairevoix.model.annotation import Coding
from clairevoix.model.contact import Purpose
from clairevoix.model.measure import CrossCell, LabelCell, NpsCell
from clairevoix.model.timespan import TimeSpan
from clairevoix.store.codings import ANNOTATED, FOUND, parameters
from clairevoix.store.lake import rows
from clairevoix.store.workspace import Workspace

UNSTATED = "unstated"
_COUNTS = """
    count(*) FILTER (score >= 9)::INT,
    count(*) FILTER (score IN (7, 8))::INT,
    count(*) FILTER (score <= 6)::INT
"""
#: What answers can be grouped by. Those that name no site are a group too: left out, they could be subtracted.
_KEYS = {"month": "month", "site": f"coalesce(site, '{UNSTATED}')"}


def headline_survey(workspace: Workspace) -> str | None:
    """The survey with most answers. Answers to different questions are never counted together."""
    query = "SELECT survey_id FROM responses GROUP BY ALL ORDER BY count(*) DESC, survey_id LIMIT 1"
    found = rows(workspace, query)
    return str(found[0][0]) if found else None


def months(workspace: Workspace, survey_id: str | None, today: date) -> tuple[str, ...]:
    """The months that have answers and have ended, in order."""
    query = "SELECT DISTINCT month FROM responses WHERE survey_id = ? AND month < ? ORDER BY month"
    return tuple(str(row[0]) for row in rows(workspace, query, [survey_id, f"{today:%Y-%m}"]))


def nps(workspace: Workspace, survey_id: str, by: str, months: Sequence[str]) -> tuple[NpsCell, ...]:
    """Counts of promoters, passives and detractors, ``by`` month or site, over the answers of ``months``."""
    key = _KEYS[by]
    query = f"""
        SELECT {key}, {_COUNTS} FROM responses
        WHERE survey_id = ? AND list_contains(?, month) GROUP BY 1 ORDER BY 1
    """
    return tuple(
        NpsCell(key=str(group), n_promoters=promoters, n_passives=passives, n_detractors=detractors)
        for group, promoters, passives, detractors in rows(workspace, query, [survey_id, list(months)])
    )


def cross(workspace: Workspace, survey_id: str, months: Sequence[str]) -> tuple[CrossCell, ...]:
    """The same counts by site and channel at once, which are the keys of each cell."""
    query = f"""
        SELECT coalesce(site, '{UNSTATED}'), coalesce(channel, '{UNSTATED}'), {_COUNTS} FROM responses
        WHERE survey_id = ? AND list_contains(?, month) GROUP BY 1, 2 ORDER BY 1, 2
    """
    return tuple(
        CrossCell(keys=(site, channel), n_promoters=promoters, n_passives=passives, n_detractors=detractors)
        for site, channel, promoters, passives, detractors in rows(workspace, query, [survey_id, list(months)])
    )


def marks(workspace: Workspace, survey_id: str, months: Sequence[str]) -> tuple[int, ...]:
    """How many gave each mark from 0 to 10, over the answers of ``months``."""
    query = "SELECT score, count(*)::INT FROM responses WHERE survey_id = ? AND list_contains(?, month) GROUP BY 1"
    found = {int(score): int(n) for score, n in rows(workspace, query, [survey_id, list(months)])}
    return tuple(found.get(mark, 0) for mark in range(11))


def labels(
    workspace: Workspace,
    names: Sequence[str],
    oldest: date,
    purposes: Sequence[Purpose],
    codings: Mapping[str, Coding] | None = None,
) -> tuple[LabelCell, ...]:
    """For each label: contacts drawn, contacts where it was found, and both against the humans' coding.

    Contacts older than ``oldest`` are left out, and those never annotated by the version that ``codings`` names. Where
    several humans coded the same contact, the latest coding counts.
    """
    query = f"""
        WITH kept AS (
            SELECT contact_id FROM contacts SEMI JOIN {ANNOTATED} AS a USING (contact_id, commit_id)
            WHERE started_on >= $oldest AND list_contains($purposes, purpose)
        ), found AS ({FOUND}), coded AS (
            SELECT contact_id, arg_max(present, (coded_on, coder)) AS present FROM reviews
            WHERE label = $label GROUP BY contact_id
        ), joined AS (
            SELECT found.contact_id IS NOT NULL AS f, coded.present AS y
            FROM kept LEFT JOIN found USING (contact_id) LEFT JOIN coded USING (contact_id)
        )
        SELECT count(*), count(*) FILTER (f), count(*) FILTER (f AND y), count(*) FILTER (f AND NOT y),
               count(*) FILTER (NOT f AND y), count(*) FILTER (NOT f AND NOT y) FROM joined
    """
    cells = []
    for name in names:
        wanted = {"oldest": oldest, "purposes": [purpose.value for purpose in purposes]}
        wanted |= parameters(name, (codings or {}).get(name))
        n, n_found, n_both, n_false, n_missed, n_neither = rows(workspace, query, wanted)[0]
        cells.append(
            LabelCell(
                key=name, n=n, n_found=n_found, n_both=n_both, n_false=n_false, n_missed=n_missed, n_neither=n_neither
            )
        )
    return tuple(cells)


class Found(NamedTuple):
    """Where an annotator found a label, times in ms."""

    contact_id: str
    month: str
    language: str
    purpose: str
    party: str
    channel: int
    start_ms: int
    end_ms: int
    audio_object: str
    duration_ms: int


class Processed(NamedTuple):
    """How many contacts were processed, and the days of the first and the last."""

    n: int
    first_on: date | None
    last_on: date | None


def evidence(workspace: Workspace, label: str, oldest: date, version: int | None = None) -> tuple[Found, ...]:
    """Every place where a label was found, by one version of it or by any, in contacts of ``oldest`` or later with sound."""
    query = """
        SELECT contact_id, contacts.month, language, purpose, party, channel, start_ms, end_ms, audio_object, duration_ms
        FROM annotations SEMI JOIN passes USING (commit_id, contact_id, pass_id)
        JOIN contacts USING (commit_id, contact_id)
        WHERE label = $label AND started_on >= $oldest AND audio_object IS NOT NULL
            AND ($version IS NULL OR label_version = $version)
        ORDER BY contact_id, start_ms
    """
    wanted = {"label": label, "oldest": oldest, "version": version}
    return tuple(Found(*row) for row in rows(workspace, query, wanted))


def words(workspace: Workspace, contact_id: str, channel: int, window: TimeSpan) -> tuple[tuple[str, TimeSpan], ...]:
    """The redacted words of one channel that touch a time span."""
    query = """
        SELECT text, start_ms, end_ms FROM words SEMI JOIN contacts USING (commit_id, contact_id)
        WHERE contact_id = ? AND channel = ? AND end_ms > ? AND start_ms < ? ORDER BY turn, position
    """
    found = rows(workspace, query, [contact_id, channel, window.start_ms, window.end_ms])
    return tuple((str(text), TimeSpan(start, end)) for text, start, end in found)


def processed(workspace: Workspace, oldest: date, purposes: Sequence[Purpose]) -> Processed:
    """The contacts that count towards figures."""
    query = """
        SELECT count(*)::INT, min(started_on), max(started_on) FROM contacts
        WHERE started_on >= ? AND list_contains(?, purpose)
    """
    found = rows(workspace, query, [oldest, [purpose.value for purpose in purposes]])[0]
    return Processed(*found)
