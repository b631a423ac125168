"""What the coder's pages say of a sample: how far it is, and how far two readings agree."""

from dataclasses import dataclass

from clairevoix.i18n import Translator, day_name, decimal, integer
from clairevoix.model.coding import RELIABLE, TENTATIVE, Agreement, Stage
from clairevoix.web.coding.desk import SampleView


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleText:
    """A sample in words. ``agreement`` is empty until both readings of all contacts are there."""

    sample_id: str
    title: str
    definition: str
    is_current: bool
    drawn: str
    mine: str
    n_left: int
    stages: tuple[str, ...]
    agreement: tuple[str, ...]


def sample_text(found: SampleView, _: Translator) -> SampleText:
    sample, progress = found.sample, found.progress
    return SampleText(
        sample_id=sample.sample_id,
        title=found.title.get(_.lang, sample.label),
        definition=found.definition.get(_.lang, ""),
        is_current=found.is_current,
        drawn=_(
            "Drawn by lot on {day}: {n} of {listed} contacts.",
            day=day_name(sample.drawn_at.date(), _.lang),
            n=integer(sample.n_drawn, _.lang),
            listed=integer(sample.n_listed, _.lang),
        ),
        mine=_(
            "Coded by you: {n}; left for you: {left}.",
            n=integer(found.n_mine, _.lang),
            left=integer(found.n_left, _.lang),
        ),
        n_left=found.n_left,
        stages=() if progress.agreement is None else _stages(found, _),
        agreement=() if progress.agreement is None else _agreement(progress.agreement, _),
    )


def _stages(found: SampleView, _: Translator) -> tuple[str, ...]:
    n = found.progress.n_by_stage
    said = [
        _.plural("{n} contact is decided.", "{n} contacts are decided.", n[Stage.DECIDED]),
        _.plural(
            "{n} contact waits for a third reading, by somebody else.",
            "{n} contacts wait for a third reading, by somebody else.",
            n[Stage.DISPUTED],
        ),
        _.plural(
            "{n} contact could not be decided and counts for nothing.",
            "{n} contacts could not be decided and count for nothing.",
            n[Stage.UNDECIDED],
        ),
    ]
    kept = (Stage.DECIDED, Stage.DISPUTED, Stage.UNDECIDED)
    return tuple(each for stage, each in zip(kept, said, strict=True) if n[stage] or stage is Stage.DECIDED)


def _agreement(found: Agreement, _: Translator) -> tuple[str, ...]:
    """Raw agreement, then alpha with its interval, then what may be made of it."""
    raw = _(
        "Both coders said the same of {agreed} of the {n} contacts of which both could tell.",
        agreed=integer(found.n_agreed, _.lang),
        n=integer(found.n_units, _.lang),
    )
    if found.alpha is None:
        return raw, _("All answers are the same, so nothing says whether they agree better than by chance.")
    value = _("Krippendorff’s alpha: {alpha}.", alpha=decimal(found.alpha, _.lang, 2))
    if found.low is not None and found.high is not None:
        value = _(
            "Krippendorff’s alpha: {alpha}; {level} % confidence interval {low} to {high}. 1 is full agreement, "
            "0 what chance would give.",
            alpha=decimal(found.alpha, _.lang, 2),
            level=integer(round(100 * found.level), _.lang),
            low=decimal(found.low, _.lang, 2),
            high=decimal(found.high, _.lang, 2),
        )
    return raw, value, verdict(found, _)


def verdict(found: Agreement, _: Translator) -> str:
    """By the lower bound, not the estimate: what is not shown is not claimed."""
    low = found.low if found.low is not None else -1.0
    if low >= RELIABLE:
        return _("The definition is read alike: shares corrected by this coding stand on firm ground.")
    if low >= TENTATIVE:
        return _("The definition is read alike often enough for careful conclusions.")
    return _("It is not shown that the definition is read alike: sharpen it before relying on this label.")
