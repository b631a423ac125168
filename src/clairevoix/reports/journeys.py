"""Journeys: fibre connections right the first time, and on which part of its log each journey stands."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Part, Said, Sources, Subheading, Table, Weight, quiet, said
from clairevoix.reports.charts import picture
from clairevoix.web.rooms.fibre import Fibre, fibre
from clairevoix.web.rooms.fibre_charts import months_chart
from clairevoix.web.rooms.fibre_lines import Told
from clairevoix.web.rooms.journeys import journeys


def _fibre(sources: Sources, _: Translator) -> Sequence[Block]:
    page = fibre(sources.snapshot, sources.lang)
    if page.absence is not None:
        return said(page.absence)
    cases, judged = _("Cases"), _("Judged cases")
    legend = _(
        "Dots: right the first time, as the customer sees it, with its interval. Dashed: by the report of the first visit "
        "alone."
    )
    return [
        Said(page.headline, Weight.STRONG),
        *_bars(page.variants, _("Three ways to count, side by side"), (_("Way to count"), _("Share"), judged), _),
        *quiet(page.basis),
        *_bars(page.links, _("The links of the chain"), (_("Link, of those that came so far"), _("Share"), cases), _),
        *said(page.product),
        *_bars(page.losses, _("Losses, of all judged cases"), (_("Lost because"), _("Share"), cases), _),
        *picture(
            months_chart, sources, page.months_text, f"{legend} {_('By month of the day agreed for the first visit.')}"
        ),
        *_bars(page.months, _("Right the first time by month"), (_("Month"), _("Share"), judged), _),
        *_why(page, _),
        *_beyond(page, _),
    ]


def _why(page: Fibre, _: Translator) -> list[Block]:
    of_losses, cases = _("Share of losses"), _("Cases")
    checked = _(
        "As the log says it: nobody checked who was right. Where it names no cause, the link that broke stands in its place."
    )
    return [
        Subheading(_("Why, and whose part it is")),
        *_bars(page.causes, _("Causes of lost cases"), (_("Cause"), of_losses, cases), _),
        *_bars(page.responsible, _("By whose part it was"), (_("Responsible"), of_losses, cases), _),
        *quiet(checked),
        *said(page.sixty),
        *_bars(page.rates, _("Rates after the regulator’s observatory"), (_("Rate"), _("Share"), _("Out of")), _),
    ]


def _beyond(page: Fibre, _: Translator) -> list[Block]:
    if not page.recommend and not page.calls:
        return []
    connection = _("Connection")
    caution = _(
        "A difference between two groups of customers, not yet an effect: those who were lost may differ in other ways too."
    )
    asked = _("Net Promoter Score within 60 days of the first visit")
    return [
        Subheading(_("What the same customers say")),
        *_bars(page.recommend, asked, (connection, _("NPS"), _("Answers")), _),
        *_bars(page.calls, _("Cases with a heard call in the window"), (connection, _("Share"), _("Cases")), _),
        *quiet(caution),
    ]


def _journeys(sources: Sources, _: Translator) -> Sequence[Block]:
    page = journeys(sources.snapshot, sources.lang)
    blocks: list[Block] = []
    for each in page.journeys:
        blocks += [Subheading(each.title), *said(each.definition), *quiet(each.read)]
        blocks += _bars(each.right, _("Right the first time"), (_("Year"), _("Share"), _("Judged cases")), _)
        blocks += _bars(each.judged, _("Which cases are judged"), (_("Cases"), _("Share"), _("Number")), _)
    return blocks


def _bars(lines: Sequence[Told], caption: str, heading: tuple[str, str, str], _: Translator) -> list[Block]:
    """A table of shares with their bounds; nothing where no line is."""
    if not lines:
        return []
    first, value, rests_on = heading
    rows = tuple(_cells(each) for each in lines)
    return [Table(caption=caption, heading=(first, value, _("Confidence interval"), rests_on), rows=rows)]


def _cells(line: Told) -> tuple[str, ...]:
    title = f"{line.title} – {line.note}" if line.note else line.title
    return (title, line.absence) if line.absence else (title, line.value or "–", line.bounds or "–", line.n or "–")


FIBRE = Part(name="fibre", title=lambda _: _("Fibre"), blocks=_fibre)
JOURNEYS = Part(name="journeys", title=lambda _: _("Journeys"), blocks=_journeys)
