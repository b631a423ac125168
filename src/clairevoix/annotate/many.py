"""Many contacts as columns → their annotations: the same as contact by contact, all at once.

In come the words of :func:`clairevoix.store.voices.spoken`, voice by voice as they were said; out go rows of the lake's
annotations, without a pass.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clairevoix.annotate.annotators import phrases, queries
from clairevoix.annotate.annotators.sweep import Words, sweep
from clairevoix.annotate.query.index import PARTIES, Contacts, Index, Spoken
from clairevoix.annotate.query.indexing import of_words
from clairevoix.model.annotation import Label

_OF_CONTACT = ("contact_id", "month", "commit_id")
SCHEMA = pa.schema(
    [
        *[(name, pa.string()) for name in _OF_CONTACT],
        *[("channel", pa.int16()), ("party", pa.string()), ("start_ms", pa.int64()), ("end_ms", pa.int64())],
        *[("label", pa.string()), ("label_version", pa.int32()), ("annotator", pa.string())],
    ]
)


def annotated(words: pa.Table, labels: Sequence[Label]) -> pa.Table:
    """Every label found in these contacts, by its phrases and by its queries."""
    found = [
        table
        for language, own in _kinds(words, "language")
        for table in (*_by_phrases(own, language, labels), *_by_queries(own, language, labels))
    ]
    return pa.concat_tables([SCHEMA.empty_table(), *found])


def _kinds(words: pa.Table, name: str) -> Iterator[tuple[str, pa.Table]]:
    """A table in parts, by a column by which it is sorted."""
    begins = [*np.flatnonzero(_begins(_codes(words, name))).tolist(), words.num_rows]
    for first, end in pairwise(begins):
        yield words[name][first].as_py(), words.slice(first, end - first)


def _by_phrases(words: pa.Table, language: str, labels: Sequence[Label]) -> Iterator[pa.Table]:
    for party, own in _kinds(words, "party"):
        sought = [label for label in labels if label.party == party and label.wording(language).phrases]
        if not sought:
            continue
        begins = _begins(_codes(own, "contact_id") * 256 + np.asarray(own["channel"]))
        texts = own["text"].combine_chunks().dictionary_encode()
        hits = sweep(
            Words(
                texts=texts.dictionary.to_pylist(),
                code=np.asarray(texts.indices, dtype=np.int64),
                stream=np.cumsum(begins) - 1,
                start_ms=np.asarray(own["start_ms"], dtype=np.int64),
                end_ms=np.asarray(own["end_ms"], dtype=np.int64),
            ),
            [label.wording(language) for label in sought],
        )
        rows = np.flatnonzero(begins)[[hit.stream for hit in hits]] if hits else np.zeros(0, dtype=np.int64)
        spans = [hit.start_ms for hit in hits], [hit.end_ms for hit in hits]
        yield _table(own, rows, spans, [sought[hit.label] for hit in hits], phrases.NAME)


def _by_queries(words: pa.Table, language: str, labels: Sequence[Label]) -> Iterator[pa.Table]:
    wanted = {label.name: label.wording(language).queries for label in labels}
    sought = [label for label in labels if wanted[label.name]]
    if not sought or not words.num_rows:
        return
    index = _index(words, language)
    voices = _voices(words)
    for label in sought:
        rows, found = [], []
        for each in queries.found_in(label, wanted[label.name], index):
            own = voices.get((each.contact_id, label.party.value), {})
            if own:  # whoever does not speak in a contact has no part in it
                rows.append(own.get(each.channel, next(iter(own.values()))))
                found.append(each.span)
        spans = [span.start_ms for span in found], [span.end_ms for span in found]
        yield _table(words, np.array(rows, dtype=np.int64), spans, [label] * len(rows), queries.NAME)


def _index(words: pa.Table, language: str) -> Index:
    contacts, texts = (words[name].combine_chunks().dictionary_encode() for name in ("contact_id", "text"))
    numbers = np.asarray(contacts.indices, dtype=np.int64)
    n = len(contacts.dictionary)
    lasts = np.zeros(n, dtype=np.int64)
    lasts[numbers] = np.asarray(words["duration_ms"], dtype=np.int64)
    parties = {party.value: number for number, party in enumerate(PARTIES)}
    spoken_by = words["party"].combine_chunks().dictionary_encode()
    party_of = np.array([parties[name] for name in spoken_by.dictionary.to_pylist()], dtype=np.int64)
    return of_words(
        Contacts(
            contact_id=contacts.dictionary.to_pylist(),
            language=[language] * n,
            duration_ms=[int(each) for each in lasts],
        ),
        Spoken(
            contact=numbers,
            turn=np.asarray(words["turn"], dtype=np.int64),
            channel=np.asarray(words["channel"], dtype=np.int64),
            party=party_of[np.asarray(spoken_by.indices)],
            start_ms=np.asarray(words["start_ms"], dtype=np.int64),
            end_ms=np.asarray(words["end_ms"], dtype=np.int64),
            score=np.asarray(words["score"], dtype=np.float32),
            text=np.asarray(texts.indices, dtype=np.int64),
            texts=tuple(texts.dictionary.to_pylist()),
        ),
    )


def _voices(words: pa.Table) -> dict[tuple[str, str], dict[int | None, int]]:
    """For each contact and party, a row of each channel on which that party speaks; the one it speaks on first, first."""
    codes = (_codes(words, "contact_id") * 64 + _codes(words, "party")) * 256 + np.asarray(words["channel"])
    rows = np.flatnonzero(_begins(codes))
    firsts = words.select(["contact_id", "party", "channel", "turn"]).take(pa.array(rows)).to_pydict()
    found: dict[tuple[str, str], dict[int | None, int]] = {}
    order = sorted(range(len(rows)), key=lambda place: firsts["turn"][place])
    for place in order:
        key = firsts["contact_id"][place], firsts["party"][place]
        found.setdefault(key, {}).setdefault(firsts["channel"][place], int(rows[place]))
    return found


def _table(
    words: pa.Table,
    rows: NDArray[np.int64],
    spans: tuple[list[int], list[int]],
    labels: Sequence[Label],
    annotator: str,
) -> pa.Table:
    of_contact = words.select([*_OF_CONTACT, "channel", "party"]).take(pa.array(rows))
    columns: Mapping[str, pa.Array] = {
        **{name: of_contact[name] for name in (*_OF_CONTACT, "channel")},
        "party": pa.array([label.party.value for label in labels], pa.string()),
        "start_ms": pa.array(spans[0], pa.int64()),
        "end_ms": pa.array(spans[1], pa.int64()),
        "label": pa.array([label.name for label in labels], pa.string()),
        "label_version": pa.array([label.version for label in labels], pa.int32()),
        "annotator": pa.array([annotator] * len(labels), pa.string()),
    }
    return pa.table(columns).select(SCHEMA.names).cast(SCHEMA)


def _codes(words: pa.Table, name: str) -> NDArray[np.int64]:
    return np.asarray(words[name].combine_chunks().dictionary_encode().indices, dtype=np.int64)


def _begins(codes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a row differs from the one before."""
    begins: NDArray[np.bool_] = np.diff(codes, prepend=-1) != 0
    return begins
