"""Words → Index."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.index import APART_MS, PARTIES, PAUSE_MS, Contacts, Index, Mask, Spoken, Whole
from clairevoix.annotate.query.vocabulary import Vocabulary
from clairevoix.annotate.query.words import written_forms
from clairevoix.model.transcript import RedactedTranscript


def of_transcripts(transcripts: Iterable[RedactedTranscript], contacts: Contacts | None = None) -> Index:
    """An index of redacted transcripts. ``contacts``, in their order, adds what else is known of them."""
    listed = list(transcripts)
    known = contacts or Contacts(
        contact_id=[each.contact_id for each in listed],
        language=[each.language for each in listed],
        duration_ms=[each.duration_ms for each in listed],
    )
    rows = [
        (number, place, turn.channel, turn.party, word)
        for number, each in enumerate(listed)
        for place, turn in enumerate(each.turns)
        for word in turn.words
    ]
    texts = {text: number for number, text in enumerate(dict.fromkeys(word.text for *_, word in rows))}
    party = {each: number for number, each in enumerate(PARTIES)}
    return of_words(
        known,
        Spoken(
            contact=np.array([row[0] for row in rows], dtype=np.int64),
            turn=np.array([row[1] for row in rows], dtype=np.int64),
            channel=np.array([row[2] for row in rows], dtype=np.int64),
            party=np.array([party[row[3]] for row in rows], dtype=np.int64),
            start_ms=np.array([row[4].span.start_ms for row in rows], dtype=np.int64),
            end_ms=np.array([row[4].span.end_ms for row in rows], dtype=np.int64),
            score=np.array([row[4].score for row in rows], dtype=np.float32),
            text=np.array([texts[row[4].text] for row in rows], dtype=np.int64),
            texts=tuple(texts),
        ),
    )


def of_words(contacts: Contacts, spoken: Spoken) -> Index:
    """An index of words as columns: the fast way, for many contacts."""
    vocabulary = Vocabulary()
    by_voice = _voice_order(spoken)
    row, entry = _entries(contacts, spoken, by_voice, vocabulary)
    contact = spoken.contact[row].astype(np.int64)
    start = spoken.start_ms[row].astype(np.int32)
    length = (spoken.end_ms[row] - spoken.start_ms[row]).astype(np.int32)
    begins_voice = _changes([contact, spoken.channel[row], spoken.party[row]])
    pause = np.zeros(len(row), dtype=np.bool_)
    pause[1:] = start[1:] - (start[:-1] + length[:-1]) > PAUSE_MS
    turn_first = np.flatnonzero(begins_voice | _changes([spoken.turn[row]])).astype(np.int32)
    begins_turn = row[turn_first]
    return Index(
        contacts=contacts,
        vocabulary=vocabulary,
        order=np.argsort(entry, kind="stable").astype(np.int32),
        entry_first=_firsts(np.bincount(entry, minlength=len(vocabulary))),
        start_ms=start,
        length_ms=length,
        score=np.clip(np.rint(spoken.score[row] * 255), 0, 255).astype(np.uint8),
        turn_first=turn_first,
        turn_number=spoken.turn[begins_turn].astype(np.int32),
        turn_channel=spoken.channel[begins_turn].astype(np.int8),
        turn_party=spoken.party[begins_turn].astype(np.int8),
        run_first=np.flatnonzero(begins_voice | pause).astype(np.int32),
        contact_first=np.searchsorted(contact, np.arange(len(contacts.contact_id))).astype(np.int32),
        clock=_clock(contacts, contact, start + length),
    )


def _clock(contacts: Contacts, contact: Whole, end_ms: npt.NDArray[np.int32]) -> Whole:
    """When each contact begins on the common clock."""
    lasts = np.asarray(contacts.duration_ms, dtype=np.int64).copy()
    np.maximum.at(lasts, contact, end_ms)
    return _firsts(lasts + APART_MS)[:-1]


def _firsts(sizes: Whole) -> Whole:
    """Where parts of these sizes begin, one after the other, and where the last ends."""
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)


def _entries(
    contacts: Contacts, spoken: Spoken, by_voice: Whole, vocabulary: Vocabulary
) -> tuple[Whole, npt.NDArray[np.int32]]:
    """The row of ``spoken`` that each indexed word comes from (``j'ai`` is two), and its entry."""
    languages = list(dict.fromkeys(contacts.language)) or ["fr"]
    spoken_in = np.array([languages.index(each) for each in contacts.language], dtype=np.int64)
    codes = spoken.text[by_voice].astype(np.int64) * len(languages)
    codes += spoken_in[spoken.contact[by_voice]]
    first_form, n_forms, forms = _forms(codes, spoken.texts, languages, vocabulary)
    repeats = n_forms[codes]
    place = np.repeat(np.arange(len(codes)), repeats)
    within = np.arange(len(place)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return by_voice[place], forms[first_form[codes[place]] + within]


def _voice_order(spoken: Spoken) -> Whole:
    keys = (spoken.contact.astype(np.int64) * 256 + spoken.channel) * 16 + spoken.party
    return np.argsort(keys, kind="stable")


def _changes(columns: Sequence[npt.NDArray[np.integer]]) -> Mask:
    """Where a row differs from the one before."""
    changed = np.zeros(len(columns[0]), dtype=np.bool_)
    changed[:1] = True
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return changed


def _forms(
    codes: Whole, texts: Sequence[str], languages: Sequence[str], vocabulary: Vocabulary
) -> tuple[Whole, Whole, npt.NDArray[np.int32]]:
    """For each text in a language that occurs: where its forms begin among all, how many, and all of them."""
    n = len(texts) * len(languages)
    first, count = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    occurring = np.flatnonzero(np.bincount(codes, minlength=n))
    forms: list[int] = []
    for code in occurring.tolist():
        text, language = texts[code // len(languages)], languages[code % len(languages)]
        numbers = [vocabulary.number(language, form) for form in written_forms(text)]
        first[code], count[code] = len(forms), len(numbers)
        forms += numbers
    return first, count, np.array(forms, dtype=np.int32)
