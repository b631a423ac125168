"""What a query finds in a conversation, and when."""

from datetime import date

import pytest

from clairevoix.annotate.query.index import Contacts
from clairevoix.annotate.query.indexing import of_transcripts
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import matches, search
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from dialogues import dialogue
from query_examples import CALL, SECTIONS, examples


def told(hits):
    return " ; ".join(
        f"{hit.party.value} {hit.span.start_ms / 1000:g}-{hit.span.end_ms / 1000:g}"
        for hit in sorted(hits, key=lambda hit: hit.span.start_ms)
    )


CASES = [example[:2] for _, _, table in SECTIONS for example in examples(table)]


@pytest.mark.parametrize(("query", "found"), CASES, ids=[query for query, _ in CASES])
def test_a_query_finds_its_moments(query, found):
    assert told(matches(parse(query), CALL)) == found


def test_two_speak_at_once():
    call = dialogue("agent 0s un deux trois quatre", "customer 0.6s cinq six")
    assert told(matches(parse("overtalk:>500ms"), call)) == "unknown 0.6-1.2"
    assert matches(parse("overtalk:>600ms"), call) == ()
    assert len(matches(parse("overtalk:>=50%"), call)) == 1


def test_a_long_pause_ends_a_phrase():
    assert matches(parse('"je veux"'), dialogue("customer 0s je", "customer 10s veux"))
    assert not matches(parse('"je veux"'), dialogue("customer 0s je", "customer 11s veux"))


def test_what_is_known_of_contacts():
    index = of_transcripts(
        [dialogue("customer panne", contact_id=f"c{number}") for number in range(3)],
        Contacts(
            contact_id=["c0", "c1", "c2"],
            language=["fr", "fr", "fr"],
            duration_ms=[1000, 2000, 3000],
            site=["Lyon", "", "Orléans"],
            team=["a", "b", "b"],
            started_on=[date.fromisoformat("2026-10-31"), date.fromisoformat("2026-11-01"), None],
            answer=[3, 10, -1],
            holds=[(1, TimeSpan(500, 1500))],
        ),
    )
    expected = {
        "site:lyon": ["c0"],
        "site:orleans": ["c2"],
        "team:b AND panne": ["c1", "c2"],
        "date:2026-10": ["c0"],
        "date:>2026-10": ["c1"],
        "date:2026": ["c0", "c1"],
        "date:<=2026-11-01": ["c0", "c1"],
        "answer:<=6": ["c0"],
        "answer:>6": ["c1"],
        "NOT answer:>6": ["c0", "c2"],
        "duration:>=2s": ["c1", "c2"],
        "hold:>=1s": ["c1"],
        "hold:>50%": [],
        "hold:>=50%": ["c1"],
        "panne THEN hold:>1ms": ["c1"],
    }
    assert {query: list(search(parse(query), index).contact_ids) for query in expected} == expected


def test_an_empty_index_and_a_contact_without_words():
    assert search(parse("panne OR silence:>1s"), of_transcripts([])).hits() == ()
    nobody = of_transcripts([dialogue("end 30s", contact_id="c0"), dialogue("customer panne", contact_id="c1")])
    assert [hit.contact_id for hit in search(parse("~panne"), nobody).hits()] == ["c1"]
    assert [hit.contact_id for hit in search(parse("NOT panne"), nobody).hits()] == ["c0"]
    assert told(search(parse("silence:>1s"), nobody).hits()) == "unknown 0-30"


def test_hits_are_told_in_portions():
    found = search(parse("a"), of_transcripts([dialogue(f"customer {'a b ' * 5}", contact_id=each) for each in "xyz"]))
    assert (found.n_hits, found.n_contacts) == (15, 3)
    assert [hit.contact_id for hit in found.hits(first=4, limit=2)] == ["x", "y"]
    assert found.hits()[0].turn == 0
    assert found.hits()[0].party is Party.CUSTOMER


def test_no_word_is_in_what_a_hit_or_an_index_shows():
    assert "panne" not in repr(matches(parse("panne"), CALL)) + repr(of_transcripts([CALL])) + repr(parse("panne"))
