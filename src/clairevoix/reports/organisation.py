"""By which sites and teams figures are told, and what the works council was told of each version."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import Block, Part, Sources, Subheading, Table, listed, said
from clairevoix.web.rooms.organisation import VersionText, organisation


def _organisation(sources: Sources, _: Translator) -> Sequence[Block]:
    page = organisation(sources.snapshot, sources.lang)
    if page.absence is not None:
        return said(page.absence)
    blocks = [*said(page.now), *listed(page.waiting)]
    for version in page.versions:
        blocks += _version(version, _)
    return [*blocks, *said(page.meaning)] if any(each.series for each in page.versions) else blocks


def _version(version: VersionText, _: Translator) -> list[Block]:
    stands = [version.stands, version.days, _("Sites: {names}", names=version.sites or "–")]
    blocks: list[Block] = [Subheading(version.title), *said(" ".join(each for each in stands if each))]
    if version.teams:
        rows = tuple((each.name, each.site, each.absence or "–") for each in version.teams)
        heading = (_("Team"), _("Site"), _("Figures"))
        blocks.append(Table(caption=_("Teams"), heading=heading, rows=rows, is_prose=True))
    if version.series:
        blocks.append(
            Table(
                caption=_("Which series go on, and which break"),
                heading=(_("After"), _("Before"), _("Series")),
                rows=tuple((f"{each.kind} {each.name}", each.sources, each.verdict) for each in version.series),
                is_prose=True,
            )
        )
    return blocks


ORGANISATION = Part(name="organisation", title=lambda _: _("Organisation"), blocks=_organisation)
