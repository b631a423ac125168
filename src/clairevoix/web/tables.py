"""The tables of the page « Cap »: NPS by month and by site, labels with their excerpts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from clairevoix.i18n import Translator, collation_key, integer, month_name
from clairevoix.store.published import ExcerptText, LabelText, Row, Snapshot
from clairevoix.web import sentences
from clairevoix.web.about import About
from clairevoix.web.apart import apart, apart_note
from clairevoix.web.lines import Line, Scale, line, points_scale, share_scale

TOTAL = "total"
#: The key under which the store groups answers that name no site.
_UNSTATED, _REGROUPED = "unstated", "regrouped"
_EXCERPTS_FIRST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Lines under one caption, drawn on one scale."""

    caption: str
    total: Line | None
    lines: tuple[Line, ...]
    scale: Scale | None
    method: str | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcerptBox:
    """One released moment. The text is cut around the evidence; ``cue`` is in seconds."""

    excerpt_id: str
    label_title: str
    month: str
    language: str
    duration: str
    cue: str
    before: str
    evidence: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelBox:
    """One label: its estimated share, what it means, the first excerpts and the others."""

    line: Line
    definition: str
    first: tuple[ExcerptBox, ...]
    others: tuple[ExcerptBox, ...]


def whole(rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if row.key == TOTAL), None)


def minimum_text(about: About, _: Translator) -> str:
    return "?" if about.charter is None else integer(about.charter.minimum_cell, _.lang)


def periods(snapshot: Snapshot) -> list[str]:
    return sorted({row.period for row in snapshot.select("nps", "month")}, reverse=True)


def month_table(snapshot: Snapshot, period: str, about: About, _: Translator) -> Table:
    rows = snapshot.select("nps", "month", period)
    minimum = minimum_text(about, _)
    to_date = period == (about.last_month or "")[:4] and (about.last_month or "")[5:] != "12"
    title = _("Year to date") if to_date else _("Whole year")
    place = ("nps", "month", period)
    said = apart(snapshot, place, _)
    lines = [
        replace(
            line(row, _titled(row, title, _), _, scale=None, reference=None, minimum=minimum), remark=said.get(row.key)
        )
        for row in rows
    ]
    return Table(
        caption=_("NPS by month, {year}", year=period),
        total=next((each for each in lines if each.key == TOTAL), None),
        lines=tuple(each for each in lines if each.key != TOTAL),
        scale=None,
        method=sentences.method(whole(rows), _),
        remarks=apart_note(snapshot, place, _),
    )


def _titled(row: Row, total: str, _: Translator) -> str:
    return total if row.key == TOTAL else month_name(row.key, _.lang, with_year=False)


def site_table(snapshot: Snapshot, year: str | None, about: About, _: Translator) -> Table | None:
    rows = snapshot.select("nps", "site", year) if year else ()
    if not rows:
        return None
    place = ("nps", "site", rows[0].period)
    said = apart(snapshot, place, _)
    scale, total, minimum = (
        points_scale(rows, _.lang),
        whole(rows),
        minimum_text(about, _),
    )
    lines = [
        line(
            row,
            _names(about, _).get(row.key, row.key),
            _,
            scale=scale,
            reference=total,
            minimum=minimum,
        )
        for row in rows
        if row.key != TOTAL
    ]
    return Table(
        caption=_("NPS by site, {year}", year=year),
        total=line(total, _("All sites"), _, scale=scale, reference=total, minimum=minimum) if total else None,
        lines=tuple(
            sorted(
                (replace(each, remark=said.get(each.key)) for each in lines), key=lambda each: collation_key(each.title)
            )
        ),
        scale=scale,
        method=sentences.method(next((row for row in rows if row.method), None), _),
        remarks=apart_note(snapshot, place, _),
    )


def _names(about: About, _: Translator) -> Mapping[str, str]:
    named = {_UNSTATED: _("Site not stated"), _REGROUPED: _("Before the reorganisation, no longer comparable")}
    return {**about.sites, **named}


def label_boxes(snapshot: Snapshot, rows: Sequence[Row], about: About, _: Translator) -> tuple[LabelBox, ...]:
    texts = {label.name: label for label in snapshot.labels}
    scale, minimum = share_scale(rows, _.lang), minimum_text(about, _)
    boxes, uncoded = [], _uncoded(snapshot)
    for published in rows:
        row = replace(published, rule_id=None, unit="share") if published.key in uncoded else published
        label = texts.get(row.key)
        title = row.key if label is None else label.title.get(_.lang, row.key)
        excerpts = tuple(excerpt_box(each, label, _.lang) for each in snapshot.excerpts if each.label == row.key)
        boxes.append(
            LabelBox(
                line=line(row, title, _, scale=scale, reference=None, minimum=minimum),
                definition="" if label is None else label.definition.get(_.lang, ""),
                first=excerpts[:_EXCERPTS_FIRST],
                others=excerpts[_EXCERPTS_FIRST:],
            )
        )
    return tuple(sorted(boxes, key=lambda box: collation_key(box.line.title)))


def _uncoded(snapshot: Snapshot) -> frozenset[str]:
    """Labels of which no human coded a contact: that is said, rather than the rule that holds them back."""
    told = snapshot.about.get("listening")
    return frozenset(told["uncoded"]) if isinstance(told, Mapping) else frozenset()


def excerpt_box(excerpt: ExcerptText, label: LabelText | None, lang: str) -> ExcerptBox:
    start, end = excerpt.evidence
    return ExcerptBox(
        excerpt_id=excerpt.excerpt_id,
        label_title=excerpt.label if label is None else label.title.get(lang, excerpt.label),
        month=month_name(excerpt.month, lang),
        language=excerpt.language,
        duration=integer(max(1, round(excerpt.duration_ms / 1000)), lang),
        cue=f"{excerpt.cue_ms / 1000:.2f}".rstrip("0").rstrip("."),
        before=excerpt.text[:start],
        evidence=excerpt.text[start:end],
        after=excerpt.text[end:],
    )
