"""The customers' score: the headline and the road to the target, months, sites, subjects heard."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Part, Sources, Subheading, Table, Weight, cells, quiet, said
from clairevoix.reports.charts import picture
from clairevoix.web.charts import nps_spec
from clairevoix.web.course import ChangeBox, Course
from clairevoix.web.marks import Marks
from clairevoix.web.pages import Cap, cap
from clairevoix.web.tables import Table as PageTable


def _headline(sources: Sources, _: Translator) -> Sequence[Block]:
    page = cap(sources.snapshot, sources.lang)
    head = page.headline
    blocks: list[Block] = []
    if head.value is None:
        blocks += said(head.absence, weight=Weight.STRONG)
    else:
        blocks += said(_("NPS: {points} points {months}.", points=head.value, months=head.months), weight=Weight.STRONG)
        blocks += said(head.uncertainty)
        asked = None if page.question is None else f"{_('question asked:')} {page.question}"
        blocks += quiet(" · ".join(text for text in (head.answers, asked) if text))
    return [*blocks, *_target(page, _), *_road(page.course, page, _)]


def _target(page: Cap, _: Translator) -> list[Block]:
    target = page.target
    if target is None:
        return []
    return [Subheading(target.title), *said(target.required, target.gap), *quiet(target.pace)]


def _road(course: Course, page: Cap, _: Translator) -> list[Block]:
    blocks: list[Block] = []
    if course.outlook is not None:
        outlook = course.outlook
        blocks.append(Subheading(_("Will the target be reached?")))
        blocks += said(outlook.verdict, weight=Weight.STRONG) + said(outlook.chances, outlook.reach)
        blocks += quiet(outlook.basis, outlook.backtest)
    if course.readings:
        takes = () if page.target is None else (_("What the target would take, read so"),)
        rows = [
            (*cells(each.line), *([each.takes or "–"] if takes and each.line.absence is None else ()))
            for each in course.readings
        ]
        blocks.append(
            Table(
                caption=_("The same answers, read in several ways"),
                heading=(_("Reading"), *_numbers(_), *takes),
                rows=tuple(rows),
            )
        )
    return blocks


def _months(sources: Sources, _: Translator) -> Sequence[Block]:
    page = cap(sources.snapshot, sources.lang)
    if page.year is None:
        return []
    legend = _(
        "A dot with a line is a month and its confidence interval; the band is the year to date. Dark and pale grey: where "
        "months to come are expected, 80 % and 95 % of the time. The long line is the target, the dashed one the pace."
    )
    caption = f"{legend} {_('Under each month: how many answers.')}"
    blocks = picture(nps_spec, sources, page.chart_text, caption)
    blocks += quiet(page.masked, page.course.breaks)
    blocks += [_nps_table(each, _("Month"), _) for each in page.months]
    if page.course.outlook is not None and page.course.outlook.ahead:
        ahead = page.course.outlook.ahead
        blocks.append(
            Table(
                caption=_("Forecast of each month to come"),
                heading=(_("Month"), _("Middle"), "80 %", "95 %"),
                rows=tuple((each.month, each.middle, each.inner, each.outer) for each in ahead),
            )
        )
    return [*blocks, *_marks(page.course.marks, _), *_change(page.course.change, _)]


def _numbers(_: Translator) -> tuple[str, str, str]:
    return _("NPS"), _("Confidence interval"), _("Answers")


def _nps_table(table: PageTable, first: str, _: Translator) -> Table:
    lines = (*table.lines, *(() if table.total is None else (table.total,)))
    return Table(
        caption=table.caption,
        heading=(first, *_numbers(_)),
        rows=tuple(cells(each) for each in lines),
        note=table.method,
    )


def _marks(marks: Marks | None, _: Translator) -> list[Block]:
    if marks is None:
        return []
    rows: list[tuple[str, ...]] = []
    for each in marks.classes:
        rows.append((each.title, each.share or "–", "–"))
        rows += [
            (line.mark, line.absence) if line.absence else (line.mark, line.share or "–", line.n or "–")
            for line in each.lines
        ]
    table = Table(
        caption=_("How many gave each mark, year to date"),
        heading=(_("Mark"), _("Share"), _("Answers")),
        rows=tuple(rows),
    )
    return [Subheading(_("All the marks, 0 to 10")), *said(marks.mean), table]


def _change(change: ChangeBox | None, _: Translator) -> list[Block]:
    if change is None:
        return []
    table = Table(
        caption=_("What each site contributes to the change, in points"),
        heading=(_("Site"), _("Real change"), _("Mix of sites")),
        rows=tuple((each.title, each.real, each.mix) for each in (*change.lines, change.total)),
        note=_(
            "Real: customers of the same sites answer otherwise. Mix: more or fewer of the answers come from sites that "
            "score high or low, and nothing need have got better. A contribution is weighted by the site’s share of the "
            "answers; it ranks nobody."
        ),
    )
    return [Subheading(change.title), *said(change.said, change.split), table]


def _sites(sources: Sources, _: Translator) -> Sequence[Block]:
    sites = cap(sources.snapshot, sources.lang).sites
    if sites is None:
        return []
    caution = _(
        "In alphabetical order: sites are not ranked. Where two confidence intervals overlap, the gap between two sites may "
        "be chance alone."
    )
    return [*said(caution), _nps_table(sites, _("Site"), _)]


def _heard(sources: Sources, _: Translator) -> Sequence[Block]:
    """Shares alone: a report quotes nobody."""
    page = cap(sources.snapshot, sources.lang)
    blocks = said(page.sampling, page.calls)
    if page.labels:
        blocks.append(
            Table(
                caption=_("Share of contacts in which each subject is heard"),
                heading=(
                    _("Subject"),
                    _("Share"),
                    _("Confidence interval"),
                    _("Contacts drawn"),
                    _("coded by humans"),
                ),
                rows=tuple(cells(each.line, n_coded=True) for each in page.labels),
                note=page.label_method,
            )
        )
        blocks += quiet(
            _(
                "A program looks for each subject in the drawn contacts, humans code some of them drawn at random, and "
                "their coding corrects the program (prediction-powered estimate). What the program alone would count is "
                "never shown."
            )
        )
    return blocks


HEADLINE = Part(name="headline", title=lambda _: _("Net Promoter Score"), blocks=_headline)
MONTHS = Part(name="months", title=lambda _: _("Month by month"), blocks=_months)
SITES = Part(name="sites", title=lambda _: _("By site"), blocks=_sites)
HEARD = Part(name="heard", title=lambda _: _("What customers say when they call"), blocks=_heard)
