"""What the works council is to witness: consultations, budgets, contests, refusals, receipts, the ledger."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Audience, Block, Part, Sources, Subheading, Table, listed, quiet, said
from clairevoix.web.people.witness import CouncilPage, VersionText, council_page


def _consulted(sources: Sources, _: Translator) -> Sequence[Block]:
    versions = council_page(sources.registry, _).versions
    if not versions:
        return said(_("No charter was proposed: the strictest built-in one holds, and no contact is heard."))
    return [block for version in versions for block in _version(version, _)]


def _version(version: VersionText, _: Translator) -> list[Block]:
    blocks: list[Block] = [Subheading(f"{_('Version {n}', n=version.version_id)} ({version.state})")]
    if version.opinion:
        blocks += said(_("Opinion: {opinion}.", opinion=version.opinion))
    blocks += said(version.time_left)
    if version.steps:
        blocks += [*said(_("Still missing:")), *listed(version.steps)]
    if version.measures:
        heading = (_("Measure"), _("What for"), _("Broken down"))
        blocks.append(Table(caption=_("Measures declared"), heading=heading, rows=version.measures, is_prose=True))
    return blocks + quiet(f"sha256 {version.scope_digest}")


def _watched(sources: Sources, _: Translator) -> Sequence[Block]:
    page = council_page(sources.registry, _)
    contests = _("Contests, last twelve months")
    return [
        Table(caption=_("Budget of evaluations"), heading=(_("What"), _("Number")), rows=page.budgets),
        Table(
            caption=contests,
            heading=(_("How they ended"), _("Number")),
            rows=page.contests,
            note=_("Counts below {n} are not told (rule R17).", n=page.minimum),
        ),
        *_refusals(page, _),
        *_receipts(page, _),
        Subheading(_("The ledger")),
        *said(_ledger(page, _)),
        *quiet(f"{_('Key of this installation:')} {page.key}"),
    ]


def _refusals(page: CouncilPage, _: Translator) -> list[Block]:
    title = _("What the charter refused, last twelve months")
    if not page.refusals:
        return [Subheading(title), *said(_("Nothing."))]
    heading = (_("Rule"), _("What it says"), _("Times"))
    return [Table(caption=title, heading=heading, rows=page.refusals)]


def _receipts(page: CouncilPage, _: Translator) -> list[Block]:
    """The last of them, in numbers; the signed notes themselves stand on the council's page."""
    title = _("Receipts of what was deleted")
    if not page.receipts:
        return [Subheading(title), *said(_("There is none."))]
    rows = tuple((moment, gone or "–") for moment, gone, _note in page.receipts)
    return [Table(caption=title, heading=(_("When"), _("What went")), rows=rows, is_prose=True)]


def _ledger(page: CouncilPage, _: Translator) -> str:
    leaves = _("{n} leaves.", n=page.n_leaves)
    if page.witnessed:
        return f"{leaves} {_('A witness signed {what}.', what=page.witnessed)}"
    unseen = _("No witness has signed it yet: whoever holds the machine could have rewritten it whole.")
    return f"{leaves} {unseen}"


_COUNCIL = frozenset({Audience.COUNCIL})
CONSULTATIONS = Part(
    name="consultations", title=lambda _: _("Charters and measures"), audiences=_COUNCIL, blocks=_consulted
)
WATCH = Part(name="watch", title=lambda _: _("Budgets, contests, refusals"), audiences=_COUNCIL, blocks=_watched)
