"""``clairevoix query``."""

import json
from pathlib import Path

import click

from clairevoix.asking.answers import Answer, Asker, Moment, ask
from clairevoix.asking.library import library
from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import SearchPurpose
from clairevoix.cli.output import complain, json_option, note, say, spoken, workspace_option
from clairevoix.model.errors import QueryError
from clairevoix.project import open_project


@click.command(name="query")
@click.argument("expression")
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, help="Hits shown; 0 for all.")
@click.option(
    "--purpose",
    type=click.Choice([purpose.value for purpose in SearchPurpose]),
    default=SearchPurpose.IMPROVE_SERVICE.value,
    show_default=True,
    help="What the search is for.",
)
@click.option("--ticket", default="", help="Where it is asked for: a reference such as CX-12.")
@workspace_option
@json_option
def command(expression: str, limit: int, purpose: str, ticket: str, root: Path, as_json: bool) -> None:
    """Search the redacted words of the contacts: docs/reference/query.md says how to ask.

    Every search is a leaf of the ledger. What agents said is searched, and not shown.
    """
    project = open_project(root)
    asker = Asker(role=Role.OPERATOR, purpose=purpose, ticket=ticket)
    try:
        answer = ask(project, library(project), expression, asker, limit=limit or None)
    except QueryError as error:
        _point_at(expression, error)
        raise click.exceptions.Exit(error.exit_code) from None
    if as_json:
        say(json.dumps(_told(answer), ensure_ascii=False))
    else:
        _say(answer)


def _told(answer: Answer) -> dict[str, object]:
    hits = [
        {
            "contact_id": each.hit.contact_id,
            "party": each.hit.party.value,
            "start_ms": each.hit.span.start_ms,
            "end_ms": each.hit.span.end_ms,
            "excerpt": each.quote.text if each.quote is not None else None,
        }
        for each in answer.moments
    ]
    return {"hits": hits, "n_contacts": answer.found.n_contacts, "n_hits": answer.found.n_hits}


def _say(answer: Answer) -> None:
    _ = spoken()
    for each in answer.moments:
        say(_line(each))
    found = answer.found
    say(
        _(
            "Hits: {hits} in {contacts} of {all} contacts.",
            hits=found.n_hits,
            contacts=found.n_contacts,
            all=len(found.answering),
        )
    )
    if found.n_hits > len(answer.moments):
        note(_("Shown: {n}; more with --limit.", n=len(answer.moments)))
    if any(each.quote is None for each in answer.moments):
        note(_("Where nothing is quoted, it is not the customer who speaks."))


def _line(moment: Moment) -> str:
    """Whose moment, when, and the customer's words with what was found in quotation marks."""
    hit = moment.hit
    time = f"{hit.span.start_ms // 60_000}:{hit.span.start_ms // 1000 % 60:02d}"
    where = f"{hit.contact_id[:12]}  {time:>6}  {hit.party.value:<8}"
    if moment.quote is None:
        return where.rstrip()
    text, (start, end) = moment.quote.text, moment.quote.evidence
    return f"{where}  {text[:start]}«{text[start:end]}»{text[end:]}"


def _point_at(expression: str, error: QueryError) -> None:
    """What is wrong, the query with a mark below the column, and what may stand there."""
    _ = spoken()
    complain(_("column {column}: {problem}", column=error.column, problem=_(error.problem)))
    if error.column <= 200 and "\n" not in expression:
        note(f"  {expression[:220]}")
        note("  " + " " * (error.column - 1) + "^")
    if error.expected:
        note(_("expected: {what}", what=", ".join(_(each) for each in error.expected)))
