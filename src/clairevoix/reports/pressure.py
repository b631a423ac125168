"""The two sides together, how much people are evaluated, the pulse, and what was decided. Of teams, to the council alone."""

from collections.abc import Sequence

from clairevoix.i18n import Translator
from clairevoix.reports.blocks import (
    Block,
    Part,
    Said,
    Sources,
    Subheading,
    Weight,
    listed,
    of_grid,
    quiet,
    said,
)
from clairevoix.reports.charts import picture
from clairevoix.web.rooms.vigilance import Vigilance, vigilance
from clairevoix.web.rooms.vigilance_chart import pressure_spec, sites_spec, two_sides_spec


def _both(sources: Sources, _: Translator) -> Sequence[Block]:
    page = vigilance(sources.snapshot, sources.lang)
    if page.absence is not None:
        return said(page.absence)
    return [*_alarm(page, sources, _), *_acts(page, sources, _), *_pulse(page, _), *_places(page, sources, _)]


def _alarm(page: Vigilance, sources: Sources, _: Translator) -> list[Block]:
    blocks: list[Block] = []
    if page.alarm is not None:
        blocks += [Subheading(_("Is one side paying for the other?")), Said(page.alarm.verdict, Weight.STRONG)]
        blocks += listed(page.alarm.details) + quiet(page.alarm.limits)
    caption = _(
        "A dot a month, joined in order; its arms are the 95 % confidence intervals. To the right employees find their work "
        "better, upwards customers recommend more."
    )
    return blocks + picture(two_sides_spec, sources, page.two_sides_text, caption)


def _acts(page: Vigilance, sources: Sources, _: Translator) -> list[Block]:
    blocks: list[Block] = [Subheading(_("How much people are evaluated")), *said(page.budget, page.over)]
    if page.acts is None:
        blocks += said(_("Nothing can be told: too few people were evaluated."))
    else:
        caption = _(
            "Evaluations for each person who was evaluated in the month. Counted, not estimated: there is no margin."
        )
        legend = _("Blue: by people; brown: by machines. The dotted line is what the budget allows.")
        blocks += picture(pressure_spec, sources, page.over or page.budget, f"{legend} {caption}")
        blocks += of_grid(page.acts, _("Every kind of act"))
        blocks += quiet(
            _(
                "Acts for each person who bore any in the month, counted by this program and by the other systems that were "
                "declared to it."
            )
        )
    if page.spread is not None:
        blocks += of_grid(page.spread, _("How evenly it falls"))
        blocks += quiet(
            _(
                "A distribution, of nobody: where few people are in a line it is withheld, and so is whatever would give it "
                "away."
            )
        )
    return blocks + listed(page.courses)


def _pulse(page: Vigilance, _: Translator) -> list[Block]:
    if page.pulse is None:
        return []
    title = _("The staff pulse")
    held_together = of_grid(page.reliability, _("How well the questions hold together"))
    return [Subheading(title), *of_grid(page.pulse, title), *said(*page.answered), *held_together]


def _places(page: Vigilance, sources: Sources, _: Translator) -> list[Block]:
    blocks: list[Block] = []
    if page.places is not None:
        title = _("Site by site")
        blocks += [Subheading(title), *picture(sites_spec, sources, page.sites_text), *of_grid(page.places, title)]
    if page.teams is not None:
        blocks += of_grid(page.teams, _("Team by team"))
        blocks += quiet(
            _(
                "No pulse is asked or told by team. A team is withheld where it is small, or where a small one of its site "
                "would follow."
            )
        )
    if page.associations is not None:
        title = _("Does the pulse follow the pressure?")
        blocks += [Subheading(title), *of_grid(page.associations, title)]
    blocks += [Subheading(_("What research found elsewhere"))]
    blocks += listed([f"{finding} {source}" for finding, source in page.research])
    return blocks + quiet(
        _(
            "Averages over other people, mostly measured once. Safeguards lessen harm to attitudes; nobody has shown that "
            "they take the stress away."
        )
    )


def _decided(sources: Sources, _: Translator) -> Sequence[Block]:
    decisions = vigilance(sources.snapshot, sources.lang).decisions
    if decisions is None:
        return said(_("No decision is in the log."))
    kept = _("Each decision has its entry in the ledger, where it can be neither changed nor taken away unseen.")
    return [*of_grid(decisions, _("What was decided"), is_prose=True), *quiet(kept)]


PRESSURE = Part(name="pressure", title=lambda _: _("Pressure and pulse"), blocks=_both)
DECISIONS = Part(name="decisions", title=lambda _: _("What was decided"), blocks=_decided)
