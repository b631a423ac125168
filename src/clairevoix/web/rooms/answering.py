"""The page « Qui répond »: rates of response, what the silent could change, and signs that who was asked was chosen."""

from collections.abc import Mapping, Sequence
from typing import Any

from clairevoix.i18n import Translator, day_name, integer, points
from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import About, read_about
from clairevoix.web.apart import apart, apart_note
from clairevoix.web.rooms.answering_chart import silence_spec
from clairevoix.web.rooms.board import (
    Board,
    BoardChart,
    BoardTable,
    Section,
    board,
    known,
    numbers,
    row_of,
    share,
    table_of,
    titles,
)
from clairevoix.web.rooms.room import Room
from clairevoix.web.tables import TOTAL

MEASURES = ("rr1", "rr2", "rr5", "rr6", "reached", "r-indicator", "answered-nps", "out-of-order", "unasked", "hurried")
_FURTHER = ("rr2", "rr5", "rr6")


def who_answers(snapshot: Snapshot, lang: str) -> Board:
    """Everything on the page, in one language."""
    _, about = Translator(lang), read_about(snapshot.about)
    sections = [
        section
        for number, told in enumerate(known(snapshot, "answering"))
        for section in _of_survey(snapshot, about, told, _, is_first=number == 0)
    ]
    names = (
        "answers",
        _("Who answers"),
        _("A score speaks for those who answered. This page says who did not, and how much that could change."),
    )
    return board(
        snapshot, names, sections, _("No invitation to a survey was read: nobody can say who did not answer."), _
    )


def answers_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers."""
    return numbers(snapshot, lang, MEASURES, "answering", "flags", "flags_level")


def _of_survey(
    snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator, *, is_first: bool
) -> Sequence[Section]:
    survey_id = str(told["survey_id"])
    rate = row_of(snapshot, "rr1", survey_id)
    question = told.get("question") or None
    if rate is None or rate.n is None:
        few = _("Too few invitations for a rate: a figure rests on {n} people at the least.", n=_minimum(about, _))
        title = _("Survey “{survey}”", survey=survey_id)
        return (Section(anchor=survey_id, title=title, quote=question, absence=few),)
    tables = _tables(snapshot, about, survey_id, _)
    first = Section(
        anchor=survey_id,
        title=_("Survey “{survey}”", survey=survey_id),
        quote=question,
        lead=_(
            "{rate} of {n} invitations were answered to the end ({low} to {high}).",
            rate=share(rate.value or 0.0, _),
            n=integer(rate.n, _.lang),
            low=share(rate.low or 0.0, _),
            high=share(rate.high or 0.0, _),
        ),
        sentences=tuple(each for each in (_when(told, _), _order(snapshot, survey_id, _)) if each),
        tables=tables if is_first else tables[:1],
        limits=_limits(_) if is_first else (),
        folded=() if is_first else tables[1:],
    )
    silence = _silence(snapshot, told, _, is_first=is_first)
    signs = _signs(snapshot, about, told, _)
    return tuple(each for each in (first, silence, signs) if each is not None)


def _minimum(about: About, _: Translator) -> str:
    return "?" if about.charter is None else integer(about.charter.minimum_cell, _.lang)


def _when(told: Mapping[str, Any], _: Translator) -> str:
    first, last = (day_name(str(told[name]), _.lang) for name in ("first_on", "last_on"))
    return _("Sent from {first} to {last}; months that have ended alone are counted.", first=first, last=last)


def _order(snapshot: Snapshot, survey_id: str, _: Translator) -> str | None:
    row = row_of(snapshot, "out-of-order", survey_id)
    if row is None or row.value is None:
        return None
    return _("Times out of order, such as opened before sent: {share} of them.", share=share(row.value, _))


def _tables(snapshot: Snapshot, about: About, survey_id: str, _: Translator) -> tuple[BoardTable, ...]:
    stages = {
        "delivered": _("delivered"),
        "opened": _("opened"),
        "started": _("started"),
        "completed": _("answered to the end"),
    }
    reached = table_of(
        snapshot.select("reached", "stage", survey_id),
        _,
        about,
        names=stages,
        is_ordered=False,
        caption=_("How far the invitations got"),
        first=_("Step"),
        value=_("Of those sent"),
    )
    headings = {
        "site": (_("Rates of response by site"), _("Site")),
        "channel": (_("Rates of response by way of inviting"), _("Way")),
    }
    by = [_by(snapshot, about, survey_id, name, words, _) for name, words in headings.items()]
    return tuple(each for each in (reached, *by) if each is not None)


def _by(
    snapshot: Snapshot, about: About, survey_id: str, name: str, words: tuple[str, str], _: Translator
) -> BoardTable | None:
    further = [{row.key: row for row in snapshot.select(rate, name, survey_id)} for rate in _FURTHER]
    rows = snapshot.select("rr1", name, survey_id)
    return table_of(
        rows,
        _,
        about,
        names={**titles(about, name, _), TOTAL: _("all together")},
        extras_of={row.key: tuple(_written(found.get(row.key), _) for found in further) for row in rows},
        remark_of=apart(snapshot, ("rr1", name, survey_id), _),
        caption=words[0],
        first=words[1],
        value="RR1",
        extras=tuple(rate.upper() for rate in _FURTHER),
        n=_("Invitations"),
        remark=_("Against the others"),
        notes=(*apart_note(snapshot, ("rr1", name, survey_id), _), *_rate_words(_)),
    )


def _written(row: Row | None, _: Translator) -> str:
    return "–" if row is None or row.value is None else share(row.value, _)


def _rate_words(_: Translator) -> tuple[str, ...]:
    return (
        _(
            "RR1: answered to the end, of all invitations. RR2 counts answers that were broken off too. RR5 and RR6: the "
            "same, of the invitations that were delivered. All four are AAPOR’s definitions."
        ),
    )


def _limits(_: Translator) -> tuple[str, ...]:
    return (
        _("Opening is noticed by the machines of some readers only: a step that was not noted may have been taken."),
        _("Of customers who were never to be invited, nothing is known here."),
    )


def _silence(snapshot: Snapshot, told: Mapping[str, Any], _: Translator, *, is_first: bool) -> Section | None:
    survey_id = str(told["survey_id"])
    score, indicator = row_of(snapshot, "answered-nps", survey_id), row_of(snapshot, "r-indicator", survey_id)
    curve = told.get("curve")
    if score is None or score.value is None or not curve:
        return None
    sentences = []
    if indicator is not None and indicator.value is not None:
        sentences.append(_alike(indicator, _))
    if told.get("bias") is not None:
        sentences.append(
            _(
                "From what sites and ways of inviting can show, the score may be off by {bias} points at most; other "
                "differences between those who answer and the silent are not in this bound.",
                bias=points(float(told["bias"]), _.lang),
            )
        )
    gaps = {float(gap): float(value) for gap, value in curve}
    lead = _(
        "Those invited who answered: NPS {score} ({low} to {high}). If the silent stood 10 points below, all together "
        "would stand at {all}.",
        score=points(score.value, _.lang),
        low=points(score.low or 0.0, _.lang),
        high=points(score.high or 0.0, _.lang),
        all=points(gaps.get(10.0, score.value), _.lang),
    )
    return Section(
        anchor=f"{survey_id}-silence",
        title=_("What the silent could change"),
        lead=lead,
        sentences=tuple(sentences),
        chart=_curve(gaps, _) if is_first else None,
    )


def _curve(gaps: Mapping[float, float], _: Translator) -> BoardChart:
    told_curve = ", ".join(f"{points(gap, _.lang)} → {points(value, _.lang)}" for gap, value in gaps.items())
    return BoardChart(
        name="silence",
        text=_("Score of all by how far the silent stand below: {points}.", points=told_curve),
        caption=_(
            "Nobody knows where the silent stand: the line says what would follow from each guess. The band is the "
            "confidence interval of the score of those who answered."
        ),
    )


def _alike(row: Row, _: Translator) -> str:
    return _(
        "How alike sites and ways of inviting answer (R-indicator, 100% if all answer alike): {value} ({low} to {high}).",
        value=share(row.value or 0.0, _),
        low=share(row.low or 0.0, _),
        high=share(row.high or 0.0, _),
    )


def _signs(snapshot: Snapshot, about: About, told: Mapping[str, Any], _: Translator) -> Section | None:
    survey_id = str(told["survey_id"])
    words = {
        "unasked": (_("Left out: to be invited by the draw, and then not"), _("Left out"), _("To be invited")),
        "hurried": (
            _("Hurried: answered within {n} minutes of being invited", n=integer(told["hurried_minutes"], _.lang)),
            _("Hurried"),
            _("Answers"),
        ),
    }
    tables = []
    for measure, (caption, value, n) in words.items():
        table = table_of(
            snapshot.select(measure, "site", survey_id),
            _,
            about,
            names=titles(about, "site", _),
            remark_of=apart(snapshot, (measure, "site", survey_id), _),
            caption=caption,
            first=_("Site"),
            value=value,
            n=n,
            remark=_("Against the others"),
            notes=apart_note(snapshot, (measure, "site", survey_id), _),
        )
        tables += [] if table is None else [table]
    if not tables:
        return None
    return Section(
        anchor=f"{survey_id}-signs",
        title=_("Was it chosen who is asked?"),
        sentences=(
            _(
                "A score can be made by asking the contented. These are signs, not proofs: a reason to look at how "
                "invitations are sent, site by site. Nobody’s own invitations are counted, and no site is ranked."
            ),
        ),
        tables=tuple(table for table in tables if table.remark),
        folded=tuple(table for table in tables if not table.remark),
    )


ROOM = Room(
    name="answers",
    title="Who answers",
    template="board.html",
    page=who_answers,
    numbers=answers_json,
    charts={"silence": silence_spec},
)
