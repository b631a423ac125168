"""``clairevoix decide``."""

from pathlib import Path

import click

from clairevoix.charter.access import Role
from clairevoix.cli.output import say, spoken, workspace_option
from clairevoix.evaluating import redacted
from clairevoix.model.vigilance import Remedy
from clairevoix.project import open_project
from clairevoix.store import decisions
from clairevoix.store.workspace import exclusive

#: Who decides about work, or speaks for those who do it.
_ROLES = (Role.DIRECTOR, Role.COUNCIL, Role.DPO)


@click.command(name="decide")
@click.argument("step", type=click.Choice([each.value for each in Remedy]))
@click.option("--role", type=click.Choice([each.value for each in _ROLES]), required=True, help="Who decided.")
@click.option("--site", help="The site that it is for; for all without it.")
@click.option("--reason", required=True, help="Why, in a sentence; personal data is taken out of it.")
@workspace_option
def command(step: str, role: str, site: str | None, reason: str, root: Path) -> None:
    """Put a decision about the pressure of evaluations into the log, and into the ledger: what, by whom, where."""
    project, _ = open_project(root), spoken()
    if site is not None and site not in project.sites:
        raise click.BadParameter(f"known: {', '.join(sorted(project.sites))}", param_hint="--site")
    with exclusive(project.workspace):
        made = decisions.add(
            project.registry,
            project.workspace,
            on=project.today,
            step=Remedy(step),
            role=Role(role),
            site=site,
            reason=redacted(reason, _.lang),
        )
    say(_("Decision {decision} is in the log and in the ledger.", decision=made.decision_id))
