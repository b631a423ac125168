"""The charter's rules, by which everything else of a report is bound, and how its figures are to be read."""

from collections.abc import Sequence

from clairevoix.charter.rules import MINIMUM_CELL
from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Part, Sources, Table, quiet, said
from clairevoix.web.about import read_about
from clairevoix.web.pages import foot, safeguards


def _safeguards(sources: Sources, _: Translator) -> Sequence[Block]:
    about = read_about(sources.snapshot.about)
    rows = tuple((each.rule_id, each.title, each.sentence, each.source) for each in safeguards(_))
    return [
        *said(foot(about, _).numbers),
        Table(
            caption=_("The rules in force"),
            heading=(_("Rule"), _("Title"), _("What it says"), _("Source")),
            rows=rows,
            is_prose=True,
        ),
    ]


def _method(sources: Sources, _: Translator) -> Sequence[Block]:
    held = len([row for row in sources.snapshot.rows if row.rule_id == MINIMUM_CELL.rule_id])
    withheld = _.plural(
        "{n} figure is withheld by rule {rule}: it rests on too few people, or could be found by subtraction.",
        "{n} figures are withheld by rule {rule}: they rest on too few people, or could be found by subtraction.",
        held,
        rule=MINIMUM_CELL.rule_id,
    )
    return [
        *said(
            _(
                "Every figure of this report was released by the charter and is on the pages as well, in the same words. "
                "What lies between two bounds is a confidence interval: the true value very probably lies there."
            ),
            _("Where a figure is withheld, the rule stands in its place. It cannot be found by subtraction either."),
        ),
        *(said(withheld) if held else []),
        *quiet(foot(read_about(sources.snapshot.about), _).kept),
        *quiet(_("No sentence of this report is about one person, and nobody is quoted.")),
    ]


SAFEGUARDS = Part(name="safeguards", title=lambda _: _("Safeguards in force"), blocks=_safeguards)
METHOD = Part(name="method", title=lambda _: _("How these figures are to be read"), blocks=_method)
