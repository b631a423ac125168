"""What the search page says of an answer."""

from dataclasses import dataclass, field

from clairevoix.charter.disclosure import Released
from clairevoix.i18n import Translator, integer, month_name, percent
from clairevoix.model.measure import Figure
from clairevoix.web.searching.desk import SearchAnswer, SearchHit

#: What the box offers beside words: the operators, in the reader's language.
COMPLETIONS = {
    "fr": "client: conseiller: ET OU PAS PRÈS/5 PUIS/60s SAUF DÉBUT FIN FOIS silence:> attente:> site: note:<= date:".split(),
    "en": "customer: agent: AND OR NOT NEAR/5 THEN/60s UNLESS FIRST LAST TIMES silence:> hold:> site: answer:<= "
    "date:".split(),
}
_LEAD_MS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """A hit: its words in three parts, and where its sound is, if it may be played."""

    where: str
    before: str | None = field(repr=False)
    found: str = field(repr=False)
    after: str = field(repr=False)
    address: str | None
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """A share in words and as places on a scale of 0 to 100; ``share`` None where it is withheld. ``facet`` narrows to it."""

    name: str
    share: str | None
    reach: str
    low: float
    high: float
    value: float
    facet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """Everything below the box."""

    written: str = field(repr=False)
    headline: str
    hits: tuple[HitView, ...]
    months: tuple[ShareView, ...]
    sites: tuple[ShareView, ...]
    previous: int | None
    following: int | None


def answer_view(answer: SearchAnswer, lang: str, *, first: int, size: int) -> AnswerView:
    _ = Translator(lang)
    counts = {
        "hits": integer(answer.n_hits, lang),
        "contacts": integer(answer.n_contacts, lang),
        "all": integer(answer.n_searched, lang),
    }
    by = {name: [each for each in answer.shares if each.dimension == name] for name in ("month", "site")}
    top = max((each.estimate.high or 0 for each in answer.shares if isinstance(each, Figure)), default=1.0) or 1.0
    return AnswerView(
        written=answer.written[lang],
        headline=_("Hits: {hits} in {contacts} of {all} contacts.", **counts),
        hits=tuple(_hit(each, lang) for each in answer.hits),
        months=tuple(_share(each, lang, top) for each in by["month"]),
        sites=tuple(_share(each, lang, top) for each in by["site"]),
        previous=max(0, first - size) if first else None,
        following=first + size if first + size < answer.n_hits else None,
    )


def _hit(hit: SearchHit, lang: str) -> HitView:
    _ = Translator(lang)
    start, end = hit.marked
    minutes, seconds = divmod(hit.span.start_ms // 1000, 60)
    site = f" · {hit.site}" if hit.site else ""
    month = month_name(f"{hit.started_on:%Y-%m}", lang)
    address = f"/search/{hit.contact_id}/{hit.channel}/{hit.span.start_ms}-{hit.span.end_ms}.flac"
    return HitView(
        where=_("{month}, at {time}", month=month, time=f"{minutes}:{seconds:02d}") + site,
        before=None if hit.text is None else hit.text[:start],
        found="" if hit.text is None else hit.text[start:end],
        after="" if hit.text is None else hit.text[end:],
        address=address if hit.channel is not None else None,
        cue=f"{min(hit.span.start_ms, _LEAD_MS) / 1000:.1f}",
    )


def _share(released: Released, lang: str, top: float) -> ShareView:
    """``top`` is the end of the scale."""
    _ = Translator(lang)
    key = released.estimate.key if isinstance(released, Figure) else released.key
    is_month = released.dimension == "month"
    name = month_name(key, lang) if is_month else key
    facet = f"date:{key}" if is_month else f'site:"{key}"'
    if not isinstance(released, Figure) or released.estimate.value is None:
        return ShareView(name=name, share=None, reach="", low=0, high=0, value=0, facet=facet)
    low, high, value = released.estimate.low or 0.0, released.estimate.high or 0.0, released.estimate.value
    return ShareView(
        name=name,
        share=percent(value, lang, 1),
        reach=_("{low} to {high}", low=percent(low, lang, 1), high=percent(high, lang, 1)),
        low=round(100 * low / top, 2),
        high=round(100 * high / top, 2),
        value=round(100 * value / top, 2),
        facet=facet,
    )
