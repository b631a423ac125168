"""Hands the web the workspace's searches."""

import json
import re
from collections.abc import Collection
from dataclasses import replace
from functools import partial

import numpy as np

from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.writing import write
from clairevoix.asking.answers import Asker, Moment, admitted, ask, record
from clairevoix.asking.library import Library, library
from clairevoix.asking.shares import shares
from clairevoix.charter.disclosure import may_excerpt
from clairevoix.i18n import LANGUAGES
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import Code, InputError, StoreError
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import Project
from clairevoix.store import vault
from clairevoix.store.sound import decode_flac, encode_flac
from clairevoix.store.workspace import write_whole
from clairevoix.web.searching.desk import SearchAnswer, SearchDesk, SearchHit, Seeker

_NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")
_CONTEXT_MS, _LONGEST_MS = 4_000, 60_000
_N_FREQUENT, _LEAST_LETTERS = 400, 3


class _Shelf:
    """The library of a project, made anew when the lake has changed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._books: Library | None = None

    def books(self) -> Library:
        self._books = library(self._project, self._books)
        return self._books


def search_desk_of(project: Project) -> SearchDesk:
    """The functions behind the search page."""
    shelf = _Shelf(project)
    return SearchDesk(
        ask=partial(_ask, project, shelf),
        sound=partial(_sound, project, shelf),
        draft=partial(_draft, project),
        frequent=partial(_frequent, project, shelf),
    )


def _asker(seeker: Seeker, purpose: str = "improve-service") -> Asker:
    return Asker(role=seeker.role, account_id=seeker.account_id, purpose=purpose)


def _ask(project: Project, shelf: _Shelf, text: str, seeker: Seeker, first: int, limit: int) -> SearchAnswer:
    books = shelf.books()
    answer = ask(project, books, text, _asker(seeker), first=first, limit=limit)
    kept = zip(books.known.contact_id, books.known.audio_object, strict=True)
    audible = {contact_id for contact_id, audio_object in kept if audio_object is not None}
    return SearchAnswer(
        written={lang: write(answer.query, lang) for lang in LANGUAGES},
        n_hits=answer.found.n_hits,
        n_contacts=answer.found.n_contacts,
        n_searched=len(answer.found.answering),
        hits=tuple(_hit(each, audible) for each in answer.moments),
        shares=shares(project.charter, books, answer.found),
    )


def _hit(moment: Moment, audible: Collection[str]) -> SearchHit:
    hit, quote = moment.hit, moment.quote
    return SearchHit(
        contact_id=hit.contact_id,
        channel=hit.channel if quote is not None and hit.contact_id in audible else None,
        party=hit.party,
        span=hit.span,
        started_on=moment.started_on,
        site=moment.site,
        text=None if quote is None else quote.text,
        marked=(0, 0) if quote is None else quote.evidence,
    )


def _sound(
    project: Project, shelf: _Shelf, contact_id: str, channel: int, span: TimeSpan, seeker: Seeker
) -> bytes | None:
    """Only the channel that is the customer's alone is ever played."""
    books = shelf.books()
    index, known = books.index, books.known
    if contact_id not in known.contact_id or span.duration_ms > _LONGEST_MS:
        return None
    number = known.contact_id.index(contact_id)
    heard = index.parties_on(number, channel)
    audio_object = known.audio_object[number]
    may_play = heard == {Party.CUSTOMER} and may_excerpt(party=Party.CUSTOMER, purpose=Purpose.IMPROVE_SERVICE)
    if audio_object is None or not may_play:
        return None
    record(project, _asker(seeker), contact=contact_id, played_ms=span.duration_ms)
    window = span.padded(_CONTEXT_MS, limit_ms=known.duration_ms[number])
    try:
        everybody = decode_flac(vault.take(project.workspace, audio_object), contact_id, window)
    except StoreError:
        return None
    return encode_flac(replace(everybody, channels=(everybody.channels[channel],)))


def _draft(project: Project, text: str, name: str, seeker: Seeker) -> str:
    """Below ``codebook/drafts``, where nothing is in force yet."""
    written = write(parse(text))
    if not _NAME.fullmatch(name):
        raise InputError(Code.BAD_VALUE, "name")
    asker = _asker(seeker, "codebook")
    admitted(project, asker)
    folder = project.workspace.codebook / "drafts"
    folder.mkdir(parents=True, exist_ok=True)
    body = f'name = "{name}"\nversion = 1\nquery = {json.dumps(written, ensure_ascii=False)}\n'
    write_whole(folder / f"{name}.toml", body.encode(), mode=0o600)
    record(project, asker, draft=name)
    return f"codebook/drafts/{name}.toml"


def _frequent(project: Project, shelf: _Shelf) -> tuple[str, ...]:
    """Words of at least as many contacts as a cell needs people: a rarer one could be a name."""
    index = shelf.books().index
    counts = np.diff(index.entry_first)
    found: list[str] = []
    for entry in np.argsort(-counts, kind="stable").tolist():
        form = index.vocabulary.entries[entry][1]
        if counts[entry] < project.charter.minimum_cell or len(found) == _N_FREQUENT:
            break
        if len(form) < _LEAST_LETTERS or form.startswith("["):
            continue
        words = index.words_of(np.array([entry], dtype=np.int32))
        if len(np.unique(index.contact_of(words))) >= project.charter.minimum_cell:
            found.append(form)
    return tuple(dict.fromkeys(found))
