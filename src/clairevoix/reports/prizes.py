"""Prizes, for the board: what Arcep published, how likely each rank is, and how our own mock contacts would fare."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import (
    Audience,
    Block,
    Part,
    Said,
    Sources,
    Subheading,
    Table,
    Weight,
    cells,
    quiet,
    said,
)
from clairevoix.reports.charts import picture
from clairevoix.web.lines import Line
from clairevoix.web.rooms.arcep import Arcep
from clairevoix.web.rooms.arcep_chart import arcep_spec
from clairevoix.web.rooms.prizes import Election, Prizes, prizes


def _prizes(sources: Sources, _: Translator) -> Sequence[Block]:
    page = prizes(sources.snapshot, sources.lang)
    if page.arcep is None:
        return said(_("Nothing is published about prizes yet."))
    blocks = [*_arcep(page.arcep, sources, _), *_own(page, _), *_alerts(page.arcep, _)]
    if page.election is not None:
        blocks += _election(page.election, _)
    return [*blocks, *_podium(page, _), *quiet(page.changed)]


def _arcep(arcep: Arcep, sources: Sources, _: Translator) -> list[Block]:
    title = _("Arcep's satisfaction survey")
    caption = _(
        "Marks out of 10, as Arcep published them. They are public figures about operators: no score of this workspace is "
        "among them, and no NPS can be derived from them."
    )
    editions = Table(
        caption=title,
        heading=(_("Edition"), *arcep.operators, _("Institute")),
        rows=tuple(
            (each.year, *each.marks, f"{each.institute}{f', {each.broken}' if each.broken else ''}")
            for each in arcep.editions
        ),
    )
    ranks = tuple(_("rank {n}", n=n) for n in range(1, len(arcep.operators) + 1))
    chances = Table(
        caption=_("How likely is each rank in {year}?", year=arcep.next_year),
        heading=(_("Operator"), _("truly first today"), *ranks, _("first, alone")),
        rows=tuple((each.name, each.truly_first, *each.ranks, each.alone) for each in arcep.chances),
        note=_(
            "Equal marks share the better rank, so a column may add up to more than 100%. A lead of 0.1 is hardly more than "
            "chance."
        ),
    )
    assumed = _("Simulated from the last marks, under assumptions that prizes.toml can change:")
    drawn = picture(arcep_spec, sources, arcep.chart_text, caption)
    return [Subheading(title), *drawn, editions, chances, *quiet(f"{assumed} {'; '.join(arcep.assumed)}")]


def _own(page: Prizes, _: Translator) -> list[Block]:
    title = _("The same question, asked by ourselves")
    if not page.own:
        none = _("No survey of this workspace asks Arcep's question, or the charter does not let it be told.")
        return [Subheading(title), *said(none)]
    note = _(
        "Our own customers, asked by us, in months that have ended: another sample and another way of asking than Arcep's. "
        "Look at how it moves, not at whether it is the same."
    )
    return [Subheading(title), _marked(title, _("Year"), page.own, _("Answers"), _, note)]


def _alerts(arcep: Arcep, _: Translator) -> list[Block]:
    title = _("Reports to “J'alerte l'Arcep”")
    table = Table(
        caption=title,
        heading=(_("Year"), _("Reports"), *arcep.operators),
        rows=tuple((each.year, each.n, *each.rates) for each in arcep.alerts),
        note=_(
            "By operator: reports per 100,000 customers, published for two years. Source: Arcep's yearly reviews, as the "
            "press quotes them. Who reports is nobody's sample: more reports may mean better known."
        ),
    )
    return [Subheading(title), table]


def _election(election: Election, _: Translator) -> list[Block]:
    blocks: list[Block] = [Subheading(_("Customer Service of the Year"))]
    if election.absence is not None:
        blocks += said(election.absence)
    else:
        blocks += [*said(election.headline, weight=Weight.STRONG), *said(election.chance)]
        tests = _("Tests")
        blocks.append(_marked(_("Mark out of 20 by channel"), _("Channel"), election.channels, tests, _))
        blocks += quiet(election.untested)
        blocks.append(
            Table(
                caption=_("What costs most"),
                heading=(_("Criterion"), _("Points lost out of 20"), _("Confidence interval"), tests),
                rows=tuple(cells(each) for each in election.costs),
            )
        )
    about = _(
        "Mock contacts are entered by hand and confirmed by whoever noted them. They are about the service: no column says "
        "who answered. Who else competes, and their marks, are unknown: nobody can compute a chance to win."
    )
    assumed = f"{_('Assumed, since no source says it:')} {'; '.join(election.assumed)}"
    return [*blocks, Said(about, Weight.QUIET), Said(assumed, Weight.QUIET)]


def _podium(page: Prizes, _: Translator) -> list[Block]:
    title, podium = _("Podium de la Relation Client"), page.pillars
    if podium is None or not podium.pillars:
        none = _(
            "No survey of this workspace asks the questions of the pillars, or the charter does not let them be told."
        )
        return [Subheading(title), *said(none)]
    note = _(
        "Marks out of 10 of our own customers. The mean of all companies was {benchmark} in 2025. Assumed: {names}.",
        benchmark=podium.benchmark,
        names=", ".join(podium.assumed),
    )
    first = _("Pillar, {year}", year=podium.year)
    return [Subheading(title), _marked(title, first, podium.pillars, _("Answers"), _, note)]


def _marked(
    caption: str, first: str, lines: Sequence[Line], rests_on: str, _: Translator, note: str | None = None
) -> Table:
    heading = (first, _("Mark"), _("Confidence interval"), rests_on)
    return Table(caption=caption, heading=heading, rows=tuple(cells(each) for each in lines), note=note)


PRIZES = Part(name="prizes", title=lambda _: _("Prizes"), audiences=frozenset({Audience.BOARD}), blocks=_prizes)
