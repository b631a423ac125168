"""``clairevoix forget``."""

from pathlib import Path

import click

from clairevoix.charter.objection import Reason
from clairevoix.cli.output import finish, json_option, say, workspace_option
from clairevoix.cli.purge import with_receipts
from clairevoix.project import open_project
from clairevoix.upkeep import Wanted, forgotten

_REASONS = (Reason.ERASURE.value, Reason.OBJECTION.value)


@click.command(name="forget")
@click.option("--contact", "contacts", multiple=True, metavar="ID", help="A contact, as its source names it.")
@click.option("--customer", "customers", multiple=True, metavar="ID", help="All that this customer is in or answered.")
@click.option("--agent", "agents", multiple=True, metavar="ID", help="All evaluated contacts of this employee.")
@click.option(
    "--reason",
    type=click.Choice(_REASONS),
    default=Reason.ERASURE.value,
    show_default=True,
    help="After an objection, what comes later of the same customer or employee is refused as well.",
)
@workspace_option
@json_option
def command(
    contacts: tuple[str, ...],
    customers: tuple[str, ...],
    agents: tuple[str, ...],
    reason: str,
    root: Path,
    as_json: bool,
) -> None:
    """Erase contacts, customers or employees for good, and print the counts; the signed receipt with --json."""
    if not (contacts or customers or agents):
        raise click.UsageError("name a --contact, a --customer or an --agent")
    project = open_project(root)
    wanted = Wanted(contacts=contacts, customers=customers, agents=agents, reason=Reason(reason))
    report = forgotten(project, wanted)
    if as_json:
        say(with_receipts(project, report, last=1))
    else:
        finish(report, as_json=False)
