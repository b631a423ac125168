"""Which parts a report has, in which order, and what of the snapshot its audience may read.

A further part is a module with a :class:`Part`, and one line in ``PARTS``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clairevoix.charter.catalogue import WIDEST_ROLES
from clairevoix.i18n import Translator
from clairevoix.reports import course, effort, journeys, organisation, pressure, prizes, safeguards, witnessed
from clairevoix.reports.blocks import Audience, Block, Chapter, Part, Sources, Subheading, Table, YearlyReport
from clairevoix.store.published import Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.accounts.registry import Registry
from clairevoix.web.pages import cap, foot

PARTS: tuple[Part, ...] = (
    course.HEADLINE,
    course.MONTHS,
    course.SITES,
    course.HEARD,
    journeys.FIBRE,
    journeys.JOURNEYS,
    effort.EFFORT,
    effort.PROGRAMMES,
    pressure.PRESSURE,
    pressure.DECISIONS,
    prizes.PRIZES,
    organisation.ORGANISATION,
    witnessed.CONSULTATIONS,
    witnessed.WATCH,
    safeguards.SAFEGUARDS,
    safeguards.METHOD,
)
#: What the snapshot says beside its figures, and the measures that it rests on.
RESTS_ON: Mapping[str, frozenset[str]] = {
    "vigilance": frozenset({"evaluation", "pulse"}),
    "listening": frozenset({"label"}),
    "effort": frozenset({"effort"}),
    "programmes": frozenset({"programme"}),
    "journeys": frozenset({"journey"}),
    **dict.fromkeys(("trajectory", "readings", "outlook", "change"), frozenset({"nps"})),
}
_TEAM = "team"
#: Under which role of the charter each audience reads.
ROLE_OF = {Audience.COUNCIL: "council", Audience.BOARD: "director"}


def compose(snapshot: Snapshot, digest: str, registry: Registry, audience: Audience, lang: str) -> YearlyReport:
    """The report in one language. ``digest`` is the snapshot file's."""
    shown = readable(snapshot, audience)
    sources = Sources(snapshot=shown, snapshot_digest=digest, registry=registry, audience=audience, lang=lang)
    _, about = Translator(lang), read_about(shown.about)
    chapters = [
        Chapter(title=part.title(_), blocks=_without_echo(blocks, part.title(_)))
        for part in PARTS
        if audience in part.audiences and (blocks := part.blocks(sources, _))
    ]
    synthetic = f"{_('Synthetic data')} – {_('made up to show the tool: no real customer, no real employee.')}"
    return YearlyReport(
        lang=lang,
        title=_title(audience, _),
        months=cap(shown, lang).headline.months,
        caution=synthetic if about.synthetic else None,
        published_at=about.published_at,
        provenance=_provenance(sources, _),
        chapters=tuple(chapters),
        rows=shown.rows,
    )


def readable(snapshot: Snapshot, audience: Audience) -> Snapshot:
    """The snapshot without the measures that the charter keeps from this audience's role, and without what rests on them.

    What is told of teams is the council's alone.
    """
    roles = dict(_roles(snapshot))
    allowed = frozenset(roles.get(ROLE_OF[audience], ()))
    hidden = {key for key, measures in RESTS_ON.items() if not measures <= allowed}
    return replace(
        snapshot,
        rows=tuple(
            row
            for row in snapshot.rows
            if row.measure in allowed and (row.dimension != _TEAM or audience is Audience.COUNCIL)
        ),
        about={key: value for key, value in snapshot.about.items() if key not in hidden},
        excerpts=(),
    )


def _roles(snapshot: Snapshot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What the charter under which the snapshot was published lets each role read."""
    charter = snapshot.about.get("charter")
    told = charter.get("roles") if isinstance(charter, Mapping) else None
    if not told:
        return WIDEST_ROLES
    return tuple((role, tuple(names)) for role, names in told)


def _without_echo(blocks: Sequence[Block], title: str) -> tuple[Block, ...]:
    """Tables whose caption is the heading above them need none."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Subheading):
            title = block.text
        if isinstance(block, Table) and block.caption == title:
            block = replace(block, caption=None)  # noqa: PLW2901
        found.append(block)
    return tuple(found)


def _title(audience: Audience, _: Translator) -> str:
    titles = {
        Audience.COUNCIL: _("Yearly report to the works council"),
        Audience.BOARD: _("Yearly report to the board"),
    }
    return titles[audience]


def _provenance(sources: Sources, _: Translator) -> tuple[tuple[str, str], ...]:
    """Where the report comes from, so that it can be made again and compared."""
    told = foot(read_about(sources.snapshot.about), _)
    found = (
        (_("Published"), told.published),
        (_("Program"), None if told.version is None else f"clairevoix {told.version}"),
        (_("Digest of the charter"), told.charter),
        (_("Digest of the snapshot"), sources.snapshot_digest),
        (_("Speech recognition"), told.model),
    )
    return tuple((name, value) for name, value in found if value)
