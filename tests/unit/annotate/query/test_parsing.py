"""What a query may say, how it is written back, and how a wrong one is refused: at its column, in bounded time."""

import time

import pytest

from clairevoix.annotate.query.parsing import MAX_CHARACTERS, MAX_DEPTH, MAX_WORDS, parse
from clairevoix.annotate.query.problems import Problem
from clairevoix.annotate.query.syntax import Both, Either, Joined, Placed, Reach, Relation, Repeated, Said
from clairevoix.annotate.query.writing import digest, write
from clairevoix.model.contact import Party
from clairevoix.model.errors import QueryError

#: What is typed, and how it is written back.
WRITTEN = [
    ("résilier", '"résilier"'),
    ("carte  sim", '"carte sim"'),
    ("rendez-vous", '"rendez vous"'),
    ("l’été", '"l été"'),
    ("« Je veux ! »", '"je veux"'),
    ("a OR b AND NOT c", '"a" OR "b" AND NOT "c"'),
    ("(a OR b) AND c", '("a" OR "b") AND "c"'),
    ("NOT (a AND b)", 'NOT ("a" AND "b")'),
    ("a OU b ET PAS c", '"a" OR "b" AND NOT "c"'),
    ("a PRÈS/5 b PUIS/10s c", '"a" NEAR/5 "b" THEN/10s "c"'),
    ("a THEN (b THEN c)", '"a" THEN ("b" THEN "c")'),
    ("a PAS PUIS/90s b", '"a" NOT THEN/90s "b"'),
    ("a SAUF pas-a", '"a" UNLESS "pas a"'),
    ("client:(a OR b)", 'customer:("a" OR "b")'),
    ("conseiller: a DÉBUT 30s", 'agent:"a" FIRST 30s'),
    ("a FIN 12,5%", '"a" LAST 12.5%'),
    ("a FOIS 2..4", '"a" TIMES 2..4'),
    ('"je ... ?ne ...7 +vouloir|++désir|~veux"', '"je ... ?ne ...7 +vouloir|++désir|~veux"'),
    ("\"c'est|ce-n'est pas\"", '"c-est|ce-n-est pas"'),
    ("~80% résilier", '~80%"résilier"'),
    ('~"carte sim"', '~"carte sim"'),
    ("silence:5s", "silence:>=5s"),
    ("chevauchement:>20%", "overtalk:>20%"),
    ("conseiller: latence:>3s", "agent:latency:>3s"),
    ("site:Lyon ET note:<=6", 'site:"Lyon" AND answer:<=6'),
    ('site:"Nice Nord" AND date:2026-10', 'site:"Nice Nord" AND date:2026-10'),
    ("durée:>90s AND langue:fr", "duration:>90s AND language:fr"),
    ("mon numéro [PHONE]", '"mon numéro [phone]"'),
]


@pytest.mark.parametrize(("typed", "written"), WRITTEN, ids=[typed for typed, _ in WRITTEN])
def test_a_query_is_written_in_one_way(typed, written):
    query = parse(typed)
    assert write(query) == written
    assert parse(write(query)) == parse(write(query, "fr")) == query


def test_what_binds_how():
    root = parse("a OR client: b THEN/5s c FIRST 10s AND (d THEN e) TIMES 2").root
    assert isinstance(root, Either)
    assert isinstance(both := root.parts[1], Both)
    assert isinstance(then := both.parts[0], Joined)
    assert (then.relation, then.reach) == (Relation.THEN, Reach(ms=5000))
    assert isinstance(then.left, Said)
    assert then.left.party is Party.CUSTOMER
    assert isinstance(then.right, Placed)
    assert isinstance(both.parts[1], Repeated)


#: A wrong query, the column at which it is wrong, and what is told.
REFUSED = [
    ("", 1, Problem.EMPTY),
    ("   ", 1, Problem.EMPTY),
    ("(a OR b", 1, Problem.NEVER_CLOSED),
    ("a AND ((b)", 7, Problem.NEVER_CLOSED),
    ("a) AND b", 2, Problem.NEVER_OPENED),
    ('a AND "b', 7, Problem.OPEN_QUOTE),
    ("« a", 1, Problem.OPEN_QUOTE),
    ("facture AND", 12, Problem.ENDS_EARLY),
    ("AND facture", 1, Problem.UNEXPECTED),
    ("a (b)", 3, Problem.UNEXPECTED),
    ("a & b", 3, Problem.UNEXPECTED),
    ("a NEAR b", 3, Problem.NEEDS_REACH),
    ("a NEAR/51 b", 7, Problem.REACH_WORDS),
    ("a THEN/25h b", 7, Problem.REACH_TIME),
    ("a THEN/5s NOT b", 11, Problem.UNEXPECTED),
    ("a THEN/5s (b AND c)", 12, Problem.NEEDS_MOMENTS),
    ("silence:>5s NEAR/5 b", 1, Problem.NEEDS_WORDS),
    ("NOT a FIRST 5s", None, None),
    ("(NOT a) FIRST 5s", 2, Problem.NEEDS_MOMENTS),
    ("site:Lyon TIMES 2", 1, Problem.NEEDS_MOMENTS),
    ("a FIRST 5", 9, Problem.UNEXPECTED),
    ("a FIRST 101%", 9, Problem.NEEDS_CONTACT_SHARE),
    ("a TIMES 0", 9, Problem.COUNT),
    ("a TIMES 4..2", 9, Problem.COUNT),
    ("*a", 1, Problem.WILDCARD),
    ("b a*", 3, Problem.WILDCARD),
    ("re*si*li*er*", 1, Problem.WILDCARD),
    ('"+résili*"', 2, Problem.WILDCARD_SOUND),
    ("~résili*", 2, Problem.WILDCARD_SOUND),
    ("~ma", 2, Problem.SOUND_TOO_SHORT),
    ("~40% résilier", 1, Problem.CLOSENESS),
    ('"..."', 2, Problem.NO_WORD),
    ('"?a ... ?b"', 2, Problem.NO_WORD),
    ('"a ...21 b"', 4, Problem.REACH_WORDS),
    ("queue:nord", 6, Problem.UNKNOWN_NAME),
    ("site:>Lyon", 7, Problem.NOT_COMPARABLE),
    ("date:2026-13", 6, Problem.BAD_DATE),
    ("date:octobre", 6, Problem.BAD_DATE),
    ("answer:11", 8, Problem.BAD_MARK),
    ("duration:>3", 11, Problem.BAD_TIME),
]


@pytest.mark.parametrize(("typed", "column", "problem"), REFUSED, ids=[typed for typed, *_ in REFUSED])
def test_a_wrong_query_is_refused_where_it_is_wrong(typed, column, problem):
    if problem is None:
        assert write(parse(typed)) == 'NOT "a" FIRST 5s'
        return
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert (refused.value.column, refused.value.problem) == (column, problem)


def test_what_was_expected_is_told():
    with pytest.raises(QueryError, match=r"column 9: this does not fit here; expected a length such as 30s or 20%"):
        parse("a FIRST 5")
    with pytest.raises(QueryError) as refused:
        parse("a (b)")
    assert ")" not in refused.value.expected and "the end" in refused.value.expected
    with pytest.raises(QueryError) as refused:
        parse("(a b c: d)")
    assert (
        refused.value.problem is Problem.UNKNOWN_NAME
        and "silence:, overtalk:, latency: or hold:" in refused.value.expected
    )


def test_no_word_of_a_query_is_in_its_error():
    with pytest.raises(QueryError) as refused:
        parse('motsecret AND "motsecret')
    assert "motsecret" not in str(refused.value) + repr(refused.value)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (" OR ".join(f"mot{number}" for number in range(10_000)), Problem.TOO_LONG),
        (" OR ".join(["ab"] * (MAX_WORDS + 1)), Problem.TOO_MANY_TERMS),
        ("(" * (MAX_DEPTH + 1) + "a" + ")" * (MAX_DEPTH + 1), Problem.TOO_DEEP),
        ("(" * MAX_CHARACTERS, Problem.TOO_DEEP),
        ("*" * 300, Problem.WILDCARD),
        ("a*" * 300, Problem.WILDCARD),
        ('"' + "?a " * 300 + '"', Problem.NO_WORD),
        ("NOT " * 900 + "b", Problem.TOO_MANY_TERMS),
        ("client:" * 500 + "b", Problem.TOO_MANY_TERMS),
    ],
    ids=["10,000 terms", "401 words", "deep", "only parentheses", "stars", "many stars", "optional", "nots", "parties"],
)
def test_what_would_cost_much_is_refused_at_once(typed, problem):
    began = time.perf_counter()
    with pytest.raises(QueryError) as refused:
        parse(typed)
    assert refused.value.problem is problem
    assert time.perf_counter() - began < 1


def test_the_longest_queries_are_read():
    parse(" OR ".join(["ab"] * (MAX_WORDS // 2)))
    parse("NOT " * (MAX_WORDS - 1) + "b")
    parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH)


def test_a_digest_tells_queries_apart_and_is_the_same_for_all_ways_to_write_one():
    assert digest(parse("a OU b")) == digest(parse('"a" OR "b"')) != digest(parse("b OR a"))
    assert len(digest(parse("a"))) == 16
