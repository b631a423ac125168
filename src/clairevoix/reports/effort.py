"""How much work customers had, and whether what was tried changed anything."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Part, Said, Sources, Subheading, Table, Weight, cells, listed, quiet, said
from clairevoix.web.lines import Line
from clairevoix.web.rooms.effort import effort
from clairevoix.web.rooms.programmes import EffectBox, programmes


def _effort(sources: Sources, _: Translator) -> Sequence[Block]:
    page = effort(sources.snapshot, sources.lang)
    if page.absence is not None:
        return said(page.absence)
    cases, customers = _("Cases"), _("Customers")
    zero = () if page.zero is None else (page.zero,)
    blocks: list[Block] = [
        *said(page.span),
        *_told((*zero, *page.burdens), _("Mean number for each case"), cases, _),
        *_told(page.months, _("Cases without effort by month"), cases, _, _("Month")),
        *_told(page.returns, _("Contacts followed by another"), customers, _),
        *said(page.middle),
        *_told(page.solved, _("Cases settled within a delay"), cases, _),
    ]
    if page.asked:
        blocks.append(Subheading(_("Asked: the Customer Effort Score")))
    for each in page.asked:
        blocks += _told(each.lines, each.survey, _("Answers"), _)
    blocks += said(page.cost)
    blocks += _told(page.recommended, _("NPS after a case"), _("Answers"), _)
    if page.limits:
        blocks += [Subheading(_("What stands behind these figures")), *listed(page.limits)]
    return blocks


def _programmes(sources: Sources, _: Translator) -> Sequence[Block]:
    page = programmes(sources.snapshot, sources.lang)
    if page.absence is not None:
        return said(page.absence)
    blocks: list[Block] = []
    for each in page.programmes:
        blocks += [Subheading(f"{each.title} ({each.kind})"), *said(each.aim, each.cost), *listed(each.waves)]
        blocks += said(*(f"{_('Mind:')} {warning}" for warning in each.warnings))
        for effect in each.effects:
            blocks += _effect(effect, _)
    return blocks


def _effect(effect: EffectBox, _: Translator) -> list[Block]:
    blocks: list[Block] = [Said(f"{effect.name}: {effect.said.verdict}", Weight.STRONG), *said(effect.said.sentence)]
    blocks += _told(effect.lines, effect.name, effect.counted, _, _("Period"))
    if any(each.key.startswith("-") for each in effect.lines):
        blocks += quiet(
            _(
                "Periods are counted from the start; before it there should be no difference from the other places. Each has "
                "its own interval: of twenty, one leaves out zero by chance."
            )
        )
    return [*blocks, *listed(effect.checks)]


def _told(lines: Sequence[Line], caption: str, rests_on: str, _: Translator, first: str | None = None) -> list[Block]:
    if not lines:
        return []
    heading = (first or _("What"), _("Number"), _("Confidence interval"), rests_on)
    return [Table(caption=caption, heading=heading, rows=tuple(cells(each) for each in lines))]


EFFORT = Part(name="effort", title=lambda _: _("How much work did customers have?"), blocks=_effort)
PROGRAMMES = Part(name="programmes", title=lambda _: _("Did it change anything?"), blocks=_programmes)
