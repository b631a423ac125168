"""The table of metrics: what each is called in a report, its unit, which way is better, and how parts are put together."""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """How a value is written."""

    SHARE = "%"
    PER_HOUR = "/ h"
    MILLISECONDS = "ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """``source`` is the evidence it is computed from; ``quantile`` (0 to 1) is taken of pooled errors."""

    name: str
    title: str
    unit: Unit
    higher_is_better: bool
    source: str
    quantile: float | None = None


def _(message: str) -> str:
    """Marks a title for the catalogues."""
    return message


def _share(name: str, title: str, *, higher: bool) -> Metric:
    return Metric(name=name, title=title, unit=Unit.SHARE, higher_is_better=higher, source=name)


def _time(name: str, title: str, quantile: float) -> Metric:
    return Metric(
        name=name,
        title=title,
        unit=Unit.MILLISECONDS,
        higher_is_better=False,
        source="word_time_ms",
        quantile=quantile,
    )


#: In the order of the report.
METRICS = {
    metric.name: metric
    for metric in (
        _share("wer", _("Word error rate"), higher=False),
        _share("cer", _("Character error rate"), higher=False),
        _share("cpwer", _("Word error rate, parties free (cpWER)"), higher=False),
        _share("tcpwer", _("Word error rate, parties free, in time (tcpWER)"), higher=False),
        _share("insertions", _("Inserted words"), higher=False),
        _share("deletions", _("Deleted words"), higher=False),
        _share("substitutions", _("Substituted words"), higher=False),
        _share("role_swap", _("Calls with the parties swapped"), higher=False),
        _share("der", _("Diarization error rate, mono"), higher=False),
        _share("der_confusion", _("… of it, wrong party"), higher=False),
        _share("der_missed", _("… of it, speech missed"), higher=False),
        _share("der_false_alarm", _("… of it, speech where there is none"), higher=False),
        Metric(
            name="invented_per_hour",
            title=_("Words invented per hour without speech"),
            unit=Unit.PER_HOUR,
            higher_is_better=False,
            source="invented_per_hour",
        ),
        _time("word_time_median", _("Word time error, median"), 0.5),
        _time("word_time_p95", _("Word time error, 95th percentile"), 0.95),
        _share("text_recall", _("Personal data found, true words: recall"), higher=True),
        _share("text_precision", _("Personal data found, true words: precision"), higher=True),
        _share("recognised", _("Personal data recognised before redaction"), higher=True),
        _share("heard_recall", _("Personal data found, recognised words: recall"), higher=True),
        _share("heard_precision", _("Personal data found, recognised words: precision"), higher=True),
        _share("hidden", _("Personal data whose time is muted"), higher=True),
        _share("sound_recall", _("Personal data not recoverable from the redacted sound"), higher=True),
        _share("sound_left", _("Words of personal data recognised again in the redacted sound"), higher=False),
        _share("label_precision", _("Labels: precision"), higher=True),
        _share("label_recall", _("Labels: recall"), higher=True),
        _share("label_f1", _("Labels: F1"), higher=True),
        _share("label_evidence", _("Labels rightly found, with evidence in its place"), higher=True),
        Metric(
            name="query_recall",
            title=_("Phrases found, at 5 false alarms per hour: recall"),
            unit=Unit.SHARE,
            higher_is_better=True,
            source="query_recall",
        ),
    )
}
#: Those that a short table shows.
HEADLINE = (
    *("wer", "cpwer", "invented_per_hour", "word_time_median", "word_time_p95"),
    *("text_recall", "text_precision", "recognised", "heard_recall", "heard_precision", "hidden", "sound_recall"),
    *("label_precision", "label_recall", "label_f1", "query_recall", "der"),
)
#: Of a search for all phrases together, per hour of calls.
FALSE_ALARMS_PER_HOUR = 5.0
