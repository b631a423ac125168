"""Labels found in many contacts at once are those found in each contact alone."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.annotate.annotators import phrases
from clairevoix.annotate.annotators.phrase_items import forms
from clairevoix.annotate.annotators.sweep import Words, sweep
from clairevoix.model.annotation import Wording
from clairevoix.model.timespan import TimeSpan

TEXTS = "box fibre marche pas plus ça est n'est la panne c'est réglé pannes l'été … merci".split()
PHRASES = [
    "marche ?plus pas",
    "box ... marche",
    "?bien|la panne*",
    "a|box ... fibre ... pas",
    "n est ... regle",
    "pas|plus",
    "?plus ?pas merci ... c est",
    "marche ... ... pas",
    "panne|pannes|pan*",
]

words = st.tuples(st.integers(0, len(TEXTS) - 1), st.sampled_from([200, 300, 2500]), st.sampled_from([0, 10]))
some = st.lists(st.sampled_from(PHRASES), max_size=4).map(tuple)
wordings = st.builds(Wording, phrases=some, unless=some)


@settings(max_examples=150, deadline=None)
@given(streams=st.lists(st.lists(words, max_size=25), min_size=1, max_size=4), wording=wordings)
def test_the_sweep_finds_what_the_annotator_of_one_contact_finds(streams, wording):
    rows, alone = [], []
    for number, said in enumerate(streams):
        at, heard = 0, []
        for text, length, pause in said:
            rows.append((text, number, at, at + length))
            heard += [phrases._Heard(form=form, span=TimeSpan(at, at + length)) for form in forms(TEXTS[text])]
            at += length + pause
        alone += [(number, span.start_ms, span.end_ms) for span in phrases._spans(wording, heard)]
    code, stream, start_ms, end_ms = (np.array([row[place] for row in rows], dtype=np.int64) for place in range(4))
    columns = Words(texts=TEXTS, code=code, stream=stream, start_ms=start_ms, end_ms=end_ms)
    assert [tuple(hit)[1:] for hit in sweep(columns, [wording])] == alone
