"""The gate against invented words: what it must never do, whatever comes."""

from collections.abc import Sequence
from itertools import chain

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.gate import Piece, Reason, counted, passed
from clairevoix.transcribe.gate.decoding import ROUNDS
from clairevoix.transcribe.gate.said import covering

EVERYWHERE = [TimeSpan(0, 10**9)]
SPOKEN = (
    "bonjour madame je voudrais savoir pourquoi ma box clignote depuis mardi et mon numéro c'est le merci au revoir oui non "
    "donc voilà, l'appel d'un technicien. s'il vous plaît! d'accord, qu'est-ce que vous dites? hello thank you sorry please"
).split()
NUMERALS = "zéro six trente-neuf quatre-vingt-dix-huit soixante et onze 06 98 12/10 cent mille oh five double".split()
#: Words of the tables, loops, signs: what makes the tests of the gate answer.
ODD = (
    "Sous-titrage ST' 501 Sous-titres réalisés par la communauté d'Amara.org Merci d'avoir regardé cette vidéo ! Abonnez-vous ! "
    "Thanks for watching! Thank you. you Bye [Musique] ... ♪ – (rires) Jésus-Jésus-Jésus-Jésus-Jésus beep beep beep"
).split()


@st.composite
def pieces_of(draw: st.DrawFn, vocabulary: Sequence[str], shortest_ms: int, longest_ms: int) -> list[Piece]:
    """Pieces in order, words with pauses between some of them."""
    at, pieces = 0, []
    for _ in range(draw(st.integers(0, 3))):
        words = []
        for text in draw(st.lists(st.sampled_from(vocabulary), max_size=20)):
            at += draw(st.sampled_from([0, 0, 0, 40, 300, 900]))
            end = at + draw(st.integers(shortest_ms, longest_ms))
            words.append(Word(text=text, span=TimeSpan(at, end), score=draw(st.sampled_from([0.02, 0.4, 0.97]))))
            at = end
        pieces.append(
            Piece(
                words=tuple(words),
                mean_log_probability=draw(st.sampled_from([None, -0.2, -1.3])),
                no_speech=draw(st.sampled_from([None, 0.05, 0.5, 0.9])),
            )
        )
    return pieces


@st.composite
def spans(draw: st.DrawFn) -> list[TimeSpan]:
    edges = sorted(draw(st.lists(st.integers(0, 20_000), max_size=8)))
    return [TimeSpan(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False)]


def words_of(pieces: Sequence[Piece]) -> list[Word]:
    return list(chain.from_iterable(piece.words for piece in pieces))


anything = pieces_of([*SPOKEN, *NUMERALS, *ODD], 0, 600)
heard = st.one_of(st.just(EVERYWHERE), spans())


@given(anything, heard, st.one_of(st.none(), heard))
@settings(max_examples=100, deadline=None)
def test_what_is_left_passes_whole(pieces, sound, speech):
    once = passed(pieces, sound=sound, speech=speech)
    again = passed(once.pieces, sound=sound, speech=speech)
    assert (again.pieces, again.dropped, again.stretched) == (once.pieces, (), once.stretched)


@given(anything, heard, st.one_of(st.none(), heard))
@settings(max_examples=100, deadline=None)
def test_words_keep_their_order_and_none_is_lost_from_the_count(pieces, sound, speech):
    result = passed(pieces, sound=sound, speech=speech)
    given_words, left = words_of(pieces), words_of(result.pieces)
    places = iter(given_words)
    assert all(any(word is other for other in places) for word in left)
    counts = counted([result])
    assert counts.n_passed + counts.n_dropped == len(given_words)
    assert [each.span for each in result.dropped] == sorted(each.span for each in result.dropped)
    assert all(piece.words for piece in result.pieces)


@given(pieces_of(SPOKEN, 120, 500), st.sampled_from([EVERYWHERE, None]))
@settings(max_examples=100, deadline=None)
def test_speech_of_normal_rate_and_score_is_kept(pieces, speech):
    """But for circles and for what repeats itself, which a list drawn at random may hold."""
    sure = [
        Piece(words=tuple(Word(text=word.text, span=word.span, score=0.9) for word in piece.words), no_speech=0.05)
        for piece in pieces
    ]
    result = passed(sure, sound=EVERYWHERE, speech=speech)
    assert {each.reason for each in result.dropped} <= {Reason.LOOP, Reason.REPETITIVE}
    if max((len(piece.words) for piece in sure), default=0) <= ROUNDS[1]:
        assert words_of(result.pieces) == words_of(sure)


@given(st.lists(st.sampled_from(NUMERALS), min_size=1, max_size=6), st.integers(1, 8), st.integers(120, 900))
@example(["zéro", "six"], 3, 250)
@example(["trente-trois"], 2, 250)
@settings(deadline=None)
def test_dictated_numbers_are_kept(numerals, rounds, each_ms):
    """Whatever goes round: unless a shorter part of it does so more than eight times."""
    texts = numerals * rounds
    if longest_circle(texts) > 8:
        return
    words = tuple(
        Word(text=text, span=TimeSpan(index * each_ms, (index + 1) * each_ms), score=0.5)
        for index, text in enumerate(texts)
    )
    assert words_of(passed([Piece(words=words)], sound=EVERYWHERE, speech=EVERYWHERE).pieces) == list(words)


def longest_circle(texts: Sequence[str]) -> int:
    """The most rounds of any one to six of these, counted one by one."""
    most = 0
    for n_words in ROUNDS:
        for start in range(len(texts)):
            rounds = 1
            while texts[start : start + n_words] == texts[start + rounds * n_words : start + (rounds + 1) * n_words]:
                rounds += 1
            most = max(most, rounds)
    return most


@given(st.lists(st.sampled_from(["oui", "non", "la", "box"]), max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_circle_is_left(texts):
    """Counted one by one, in what is left nothing goes round more often than it may."""
    words = tuple(Word(text=text, span=TimeSpan(200 * at, 200 * at + 200), score=0.9) for at, text in enumerate(texts))
    left = [word.text for word in words_of(passed([Piece(words=words)], sound=EVERYWHERE).pieces)]
    for n_words, most in ROUNDS.items():
        for start in range(len(left)):
            circle = left[start : start + n_words]
            assert left[start : start + (most + 1) * n_words] != circle * (most + 1) or len(circle) < n_words


@given(spans(), st.integers(0, 21_000), st.integers(0, 3000))
def test_covering_counts_the_ms_that_are_covered(given_spans, start, duration):
    span = TimeSpan(start, start + duration)
    counted_ms = {ms for each in given_spans for ms in range(each.start_ms, each.end_ms)} & set(
        range(start, span.end_ms)
    )
    assert covering(given_spans)(span) == len(counted_ms)
