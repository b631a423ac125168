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

CALL = dialogue(
    "agent Bonjour, Opale à votre écoute.",
    "customer Bonjour, j'ai une panne, je veux",
    "agent oui",
    "customer résilier ma carte SIM tout de suite",
    "agent 20s Je comprends, je vous passe un technicien, la résiliation est gratuite.",
    "customer merci bonne journée",
    "end 40s",
)

#: A query, and the moments it finds: whose, from when to when in seconds.
CASES = """
| query                                        | found                                    | because                            |
|----------------------------------------------|------------------------------------------|------------------------------------|
| bonjour                                          | agent 0-0.3 ; customer 2-2.3             |                                      |
| client: BONJOUR                                  | customer 2-2.3                           | one party                            |
| "je veux résilier"                               | customer 3.2-5.4                         | what the agent says in between       |
| resilier                                         | customer 5.1-5.4                         | accents do not count                 |
| "j ai"                                           | customer 2.3-2.6                         | elisions part words, not their time  |
| resil*                                           | customer 5.1-5.4 ; agent 22.4-22.7       | any ending                           |
| +résilions                                       | customer 5.1-5.4                         | inflections                          |
| ++résilier                                       | customer 5.1-5.4 ; agent 22.4-22.7       | the whole family                     |
| +comprendre                                      | agent 20.3-20.6                          | another stem, one verb               |
| ~résilié                                         | customer 5.1-5.4                         | the same sound                       |
| ~"carte cime"                                    | customer 5.7-6.3                         | the same sounds, spelled otherwise   |
| "ma ?belle carte|puce"                           | customer 5.4-6                           |                                      |
| "ma ... suite"                                   | customer 5.4-7.2                         | four words between                   |
| "panne ...7 sim"                                 | customer 2.9-6.3                         | up to seven words                    |
| "panne ...2 sim"                                 |                                          | not more than two                    |
| panne NEAR/5 sim                                 | customer 2.9-6.3                         | five words between                   |
| panne NEAR/4 sim                                 |                                          |                                      |
| sim NEAR/5 panne                                 | customer 2.9-6.3                         | NEAR has no order                    |
| sim THEN/5 panne                                 |                                          | THEN has                             |
| veux NEAR/0 oui                                  |                                          | distance in words is of one party    |
| veux NEAR/2s oui                                 | customer 3.5-4.6                         | in seconds it is not                 |
| client: résilier THEN/60s agent: technicien      | customer 5.1-22.1                        | a sequence across turns              |
| client: résilier THEN/10s agent: technicien      |                                          | too late                             |
| client: résilier NOT THEN/10s agent: +comprendre | customer 5.1-5.4                         | nobody answered in time              |
| résilier NOT NEAR/3 panne                        |                                          | three words between                  |
| résilier NOT NEAR/1 panne                        | customer 5.1-5.4                         |                                      |
| carte UNLESS "carte sim"                         |                                          | inside what it must not be           |
| bonjour FIRST 2s                                 | agent 0-0.3                              | the word's own time                  |
| bonjour FIRST 5%                                 | agent 0-0.3                              | 5 % of 40 s                          |
| merci LAST 20s                                   | customer 23.8-24.1                       |                                      |
| merci LAST 10s                                   |                                          |                                      |
| bonjour TIMES 2                                  | agent 0-0.3 ; customer 2-2.3             |                                      |
| bonjour TIMES 3                                  |                                          |                                      |
| client: bonjour TIMES 1..1                       | customer 2-2.3                           |                                      |
| NOT facture                                      | unknown 0-40                             | absence is of the whole contact      |
| NOT bonjour                                      |                                          |                                      |
| panne AND merci                                  | customer 2.9-3.2 ; customer 23.8-24.1    |                                      |
| panne AND facture                                |                                          |                                      |
| panne AND NOT facture                            | customer 2.9-3.2                         |                                      |
| facture OR panne                                 | customer 2.9-3.2                         |                                      |
| silence:>10s                                     | unknown 7.2-20 ; unknown 24.7-40         | nobody says a word                   |
| silence:>=60%                                    | unknown 0-40                             | 27.6 of 40 s and what is between     |
| silence:>90%                                     |                                          |                                      |
| agent: latency:>5s                               | agent 7.2-20                             | who answers late                     |
| client: latency:>5s                              |                                          |                                      |
| sim THEN silence:>10s                            | customer 6-20                            | a silence is a moment like a word    |
| langue:fr AND panne                              | customer 2.9-3.2                         |                                      |
| langue:en AND panne                              |                                          |                                      |
| duration:>30s AND panne                          | customer 2.9-3.2                         |                                      |
| duration:<30s AND panne                          |                                          |                                      |
| site:Lyon OR panne                               | customer 2.9-3.2                         | a site nobody knows fits nothing     |
"""


def told(hits):
    return " ; ".join(
        f"{hit.party.value} {hit.span.start_ms / 1000:g}-{hit.span.end_ms / 1000:g}"
        for hit in sorted(hits, key=lambda hit: hit.span.start_ms)
    )


def rows_of_cases():
    """The cells of the table; ``|`` inside a query has no space around it."""
    lines = [line.strip().strip("|") for line in CASES.strip().splitlines()[2:]]
    return [tuple(cell.strip() for cell in line.split(" | "))[:2] for line in lines]


@pytest.mark.parametrize(("query", "found"), rows_of_cases())
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
