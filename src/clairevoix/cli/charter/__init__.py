"""``clairevoix charter``: what may be heard, kept and shown, and the way on which a charter comes into force."""

import click

from clairevoix.cli.charter.documents import dpia, record
from clairevoix.cli.charter.proposing import activate, clock, countersign, notify, opinion, propose
from clairevoix.cli.charter.reading import check, show
from clairevoix.cli.charter.standing import keygen, recount, register, resume, suspend, withdraw


@click.group(name="charter")
def command() -> None:
    """What may be heard, kept and shown, why, and who agreed to what."""


for each in (show, check, record, dpia):
    command.add_command(each)
for each in (propose, notify, clock, opinion, countersign, activate):
    command.add_command(each)
for each in (suspend, resume, withdraw, keygen, register, recount):
    command.add_command(each)
