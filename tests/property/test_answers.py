"""Files of answers, cut and repeated in any way, store what the whole file stores."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clairevoix.ingest.survey_values import folded
from clairevoix.model.errors import InputError
from clairevoix.model.survey import Invitation, Question, QuestionKind, Rating, Response
from clairevoix.model.surveying import KnownAnswers, gathered

CES = Question(question_id="easy", kind=QuestionKind.CES2, scale_min=1, scale_max=7)
START = datetime(2025, 10, 1, tzinfo=UTC)


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[str, int | None, int | None]]:
    """Answers by identifier: a mark, or none, and a rating, or none."""
    return [
        (str(key), draw(st.none() | st.integers(0, 10)), draw(st.none() | st.integers(1, 7)))
        for key in draw(st.lists(st.integers(0, 20), unique=True))
    ]


def nouns(row: tuple[str, int | None, int | None]) -> tuple[Response | None, tuple[Rating, ...]]:
    key, score, value = row
    common = {"response_id": key, "survey_id": "s", "answered_on": date(2025, 10, 1)}
    response = None if score is None else Response(**common, score=score)
    return response, () if value is None else (Rating(**common, question=CES, value=value),)


def stored(batches: list[list[tuple[str, int | None, int | None]]]) -> tuple[KnownAnswers, int]:
    """What is known after all batches, and how many nouns were written."""
    known, written = KnownAnswers(responses={}, ratings={}), 0
    for batch in batches:
        for row in batch:
            response, ratings = known.fresh(*nouns(row))
            known.add(response, ratings)
            written += (response is not None) + len(ratings)
    return known, written


@given(rows(), st.integers(0, 20), st.booleans())
def test_any_cut_and_any_repetition_stores_the_same(table, cut, backwards):
    batches = [table[:cut], table, table[cut:]]
    assert stored(batches[::-1] if backwards else batches) == stored([table])


@given(rows(), st.integers(0, 10), st.integers(0, 10))
def test_one_identifier_never_gets_a_second_mark(table, first, second):
    known, _ = stored([[*table, ("x", first, None)]])
    try:
        response, _ = known.fresh(*nouns(("x", second, None)))
    except InputError:
        assert first != second
    else:
        assert (first, response) == (second, None)


LOOKS = st.lists(st.fixed_dictionaries({name: st.booleans() for name in ("sent_at", "opened_at", "completed_at")}))


@given(LOOKS, st.randoms())
def test_looks_at_an_invitation_in_any_order_say_the_same(looks, random):
    """Each export knows some of what happened; in whichever order they are read, all of it is known in the end."""
    times = {"sent_at": START, "opened_at": START + timedelta(1), "completed_at": START + timedelta(2)}
    seen = [
        Invitation(invitation_id="i", survey_id="s", **{name: times[name] for name, told in look.items() if told})
        for look in looks
    ]

    def after(order: list[Invitation]) -> dict[str, Invitation]:
        known: dict[str, Invitation] = {}
        for each in order:
            taken, aside = gathered(known, [("row 1", each)])
            assert aside == []
            known |= taken
        return known

    shuffled = seen[:]
    random.shuffle(shuffled)
    assert after(seen) == after(shuffled) == after(seen + shuffled)


@given(st.text())
def test_folding_is_settled_at_once(text):
    assert folded(folded(text)) == folded(text)
