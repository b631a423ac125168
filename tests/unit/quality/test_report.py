"""The report as people read it: French as French, English as English, whatever was found or not."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality import layout, report, wording
from clairevoix.quality.estimate import Change, Value
from clairevoix.quality.evidence import Ratio
from clairevoix.quality.exhibits import Exhibit, Line, exhibit
from clairevoix.quality.layout import Table
from clairevoix.quality.running import Judged
from clairevoix.quality.runs import Comparison
from clairevoix.quality.truth import Split
from conversations import MONO, heard, said, take

NARROW, HARD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


def value(metric="wer", value=0.125, low=None, high=None, *, item="", whole=1200.0):
    return Value(metric=metric, item=item, value=value, low=low, high=high, n_contacts=12, whole=whole)


def change(before=0.25, after=0.125, p_value=0.01, *, metric="wer", item="", low=None, high=None):
    return Change(
        metric=metric, item=item, before=before, after=after, low=low, high=high, p_value=p_value, n_contacts=12
    )


def about(**changes):
    values = {
        "corpus": "made up",
        "origin": "synthetic",
        "split": Split.DEVELOPMENT,
        "at": datetime(2026, 1, 2, tzinfo=UTC),
        "version": "0.1.0",
        "model": "base",
        "n_contacts": 40,
        "n_recordings": 1200,
        "n_available": 1200,
        "audio_s": 7200.0,
        "wall_s": 60.0,
        "level": 0.95,
    }
    return report.About(**{**values, **changes})


# --- Numbers --------------------------------------------------------------------------------------------------------

#: A value with its interval; in French; in English.
WRITTEN = [
    (value(), f"12,5{NARROW}%", "12.5%"),
    (value(low=0.1, high=0.15), f"12,5{NARROW}% [10,0{NARROW};{HARD}15,0]", f"12.5% [10.0,{HARD}15.0]"),
    # More words wrong than were said.
    (value(value=1.5), f"150,0{NARROW}%", "150.0%"),
    (value("invented_per_hour", 1234.56), f"1{NARROW}234,6{HARD}/ h", f"1,234.6{HARD}/ h"),
    (value("word_time_p95", 1234.56, 99.5, 2000.4), f"1{NARROW}235{HARD}ms [100{NARROW};{HARD}2{NARROW}000]", None),
    # That these contacts are alike does not say that others would be.
    (value(value=0.0, low=0.0, high=0.0), f"0,0{NARROW}%", "0.0%"),
]


@pytest.mark.parametrize(("some", "french", "english"), WRITTEN)
def test_values_are_written_as_the_language_does(some, french, english):
    assert wording.written(some, "fr") == french
    assert english is None or wording.written(some, "en") == english


@pytest.mark.parametrize(
    ("difference", "french"),
    [(0.032, f"+3,2{HARD}pt"), (-0.032, f"−3,2{HARD}pt"), (0.0, f"0,0{HARD}pt"), (1e-15, f"0,0{HARD}pt")],
)
def test_the_difference_of_two_shares_is_in_points_not_in_percent(difference, french):
    assert wording.number("wer", difference, "fr", signed=True) == french


@pytest.mark.parametrize(
    ("p_value", "french", "english"),
    [(0.0345, "0,034", "0.034"), (1.0, "1,000", "1.000"), (0.0004, f"<{HARD}0,001", f"<{HARD}0.001")],
)
def test_a_p_value_is_never_zero(p_value, french, english):
    assert (wording.probability(p_value, "fr"), wording.probability(p_value, "en")) == (french, english)


#: Metric, before, after, p, what may be said.
STATEMENTS = [
    ("wer", 0.2, 0.1, 0.001, "better"),
    ("wer", 0.1, 0.2, 0.001, "worse"),
    ("heard_recall", 0.1, 0.2, 0.001, "better"),
    ("heard_recall", 0.2, 0.1, 0.049, "worse"),
    ("wer", 0.1, 0.2, 0.05, "no difference shown"),
    ("wer", 0.1, 0.1, 1.0, "the same"),
    # The same numbers, added in another order.
    ("invented_per_hour", 238.938, 238.938 * (1 + 1e-14), 0.001, "the same"),
]


@pytest.mark.parametrize(("metric", "before", "after", "p_value", "statement"), STATEMENTS)
def test_nothing_is_said_of_what_chance_may_have_made(metric, before, after, p_value, statement):
    assert wording.statement(change(before, after, p_value, metric=metric)) == statement


# --- Tables ---------------------------------------------------------------------------------------------------------


def found(n_conditions):
    """Results of many metrics under some conditions."""
    metrics = ("wer", "cpwer", "invented_per_hour", "word_time_p95", "heard_recall", "sound_recall", "label_f1", "der")
    return {
        f"condition{number}": [value(metric, 123.4 if "_" in metric else 0.1, 100.0, 150.0) for metric in metrics]
        for number in range(n_conditions)
    }


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("n_conditions", [1, 2, 5, 17])
def test_a_terminal_of_eighty_columns_is_wide_enough(n_conditions, lang):
    compared = {"gsm": Comparison(changes=(change(low=-0.2, high=-0.05),), n_contacts=12, n_either=12)}
    shown = report.brief(found(n_conditions), compared, lang)
    lines = list(layout.lines(shown))
    assert max(len(line) for line in lines) <= 80
    text = " ".join(" ".join(lines).split())
    for number in range(n_conditions):
        assert f"condition{number}" in text


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_comparison_keeps_one_line_a_metric(lang):
    """However long its names: a reader goes from before to after and on to the statement."""
    changes = tuple(
        change(before, before / 2, low=-900.5, high=1200.5, metric=metric)
        for metric, before in (("invented_per_hour", 1238.9), ("heard_precision", 0.9), ("query_recall", 0.1))
    )
    table = report.comparison("gsm", Comparison(changes=changes, n_contacts=12, n_either=12), lang)
    lines = list(layout.lines([table]))
    assert max(len(line) for line in lines) <= 80
    assert lines[2].startswith(("Metric", "Mesure"))
    assert sum("0,010" in line or "0.010" in line for line in lines) == 3


def test_a_wide_table_stands_on_its_side():
    wide = Table(
        title="t", head=("Condition", *(f"A long measure {n}" for n in range(9))), rows=(("gsm", *"123456789"),)
    )
    assert list(layout.lines([wide]))[2:4] == ["Condition         gsm", "A long measure 0    1"]


def test_what_is_still_too_wide_goes_on_further_down():
    rows = tuple((f"condition {n}", *(f"value-{n}-{m}" for m in range(9))) for n in range(9))
    lines = list(layout.lines([Table(title="t", head=("Condition", *(f"measure {m}" for m in range(9))), rows=rows)]))
    assert max(len(line) for line in lines) <= 80
    assert sum(line.startswith("Condition") for line in lines) > 1
    words = " ".join(lines).split()
    assert sorted(word for word in words if word.startswith("value")) == sorted(
        cell for row in rows for cell in row[1:]
    )


def test_values_are_never_broken():
    rows = (("Word error rate, parties free (cpWER)", f"12,5{NARROW}% [10,0{NARROW};{HARD}15,0]"),)
    lines = list(layout.lines([Table(title="t", head=("Metric", "Value"), rows=rows)], width=40))
    assert any(f"[10,0{NARROW};{HARD}15,0]" in line for line in lines)
    assert any(f"12,5{NARROW}%" in line for line in lines)


def test_markdown_keeps_its_columns():
    text = layout.markdown(Table(title="t", head=("Metric", "Value"), rows=(("a|b", "1"),)))
    assert text == "### t\n\n| Metric | Value |\n| --- | ---: |\n| a\\|b | 1 |\n"


def test_parties_are_said_in_words_and_types_by_their_name():
    rows = report.details("gsm", [value(item="customer"), value("heard_recall", item="PHONE"), value()], "fr").rows
    assert [row[1] for row in rows] == ["client", "PHONE", "—"]


def test_a_comparison_says_over_how_many_contacts():
    table = report.comparison("gsm", Comparison(changes=(), n_contacts=11, n_either=12), "fr")
    assert table.title == "gsm (11/12 contacts)"


def test_items_are_compared_but_not_shown():
    some = Comparison(changes=(change(), change(item="PHONE")), n_contacts=12, n_either=12)
    assert len(report.comparison("gsm", some, "en").rows) == 1


# --- Nothing found --------------------------------------------------------------------------------------------------

NOTHING = [
    {},
    {"clean": ()},
    # Only sounds without words.
    {"clean": (value("invented_per_hour", 3.0, whole=0.01),)},
]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("nothing", NOTHING)
def test_a_report_about_nothing_is_a_report(nothing, lang):
    compared = {"clean": Comparison(changes=(), n_contacts=0, n_either=0)}
    tables = report.tables(nothing, compared, lang)
    assert list(layout.lines(tables))
    assert report.document(about(), tables, lang).startswith("# ")
    assert "<table>" in report.page(about(), tables, (), lang)
    assert json.loads(json.dumps(report.as_object(about(), nothing, compared)))["compared"]["clean"]["of"] == 0


def test_no_results_of_no_recordings():
    assert report.results((), 0.95) == {}
    assert report.worst_cases((), {}, Path(), 30, "fr") == ()


# --- What was evaluated ---------------------------------------------------------------------------------------------


def test_the_facts_in_french():
    assert report.facts(about(), "fr") == (
        f"Corpus made up (voix de synthèse), moitié de développement{NARROW}: 1{NARROW}200 enregistrements de 40 contacts, "
        f"120 min{NARROW}; clairevoix 0.1.0, modèle base{NARROW}; intervalles à 95{NARROW}%, tirés sur les contacts."
    )


def test_a_part_is_never_taken_for_the_whole():
    assert "3/1,200 recordings of 2 contacts" in report.facts(about(n_recordings=3, n_contacts=2), "en")


def test_json_is_plain():
    answer = report.as_object(
        about(),
        {"clean": [value(item=Party.CUSTOMER)]},
        {"clean": Comparison(changes=(change(),), n_contacts=12, n_either=13)},
    )
    answer = json.loads(json.dumps(answer))
    assert answer["about"]["split"] == "development"
    assert answer["conditions"]["clean"][0]["item"] == "customer"
    assert answer["changes"]["clean"][0]["difference"] == -0.125
    assert answer["compared"] == {"clean": {"contacts": 12, "of": 13}}


# --- The worst cases ------------------------------------------------------------------------------------------------


def judged(name, *lines):
    """Lines as (words said, words heard), place by place; None on one side only."""
    exhibited = Exhibit(
        lines=tuple(
            Line(
                party=Party.CUSTOMER,
                span=TimeSpan(500 + 2000 * number, 2000 + 2000 * number),
                pairs=tuple(zip(one, other, strict=True)),
            )
            for number, (one, other) in enumerate(lines)
        ),
        extra=(),
    )
    return Judged(
        recording_id=name,
        contact_id=name,
        condition="clean",
        duration_ms=9000,
        truth="",
        evidence=(Ratio(metric="wer", part=0, whole=1),),
        exhibit=exhibited,
    )


TAKES = {name: replace(take(), recording_id=name, path=Path("/c/é t/a#b.flac")) for name in "abcd"}


def test_the_worst_turn_of_each_recording_the_worst_first():
    cases = report.worst_cases(
        [
            judged("a", ("wxyz", "wxyy"), ("wxyz", "wxab")),
            judged("b", ("wxyz", "abcd")),
            judged("c", ("wxyz", "wxyz")),  # nothing is wrong
            judged("d", ("wxy", "abc")),  # three words say little
        ],
        TAKES,
        Path("/c"),
        30,
        "fr",
    )
    assert [(case.recording_id, case.n_errors, case.n_words) for case in cases] == [("b", 4, 4), ("a", 2, 4)]
    assert cases[1].start_ms == 2500
    assert cases[1].party == "client"


def test_cases_play_from_just_before_to_just_after():
    (case,) = report.worst_cases([judged("a", ("wxyz", "abcd"))], TAKES, Path("/c/d"), 30, "fr")
    assert case.source == "../%C3%A9%20t/a%23b.flac#t=0.00,2.80"


def test_no_more_cases_than_wanted():
    some = [judged(name, ("wxyz", "abcd")) for name in "abcd"]
    assert len(report.worst_cases(some, TAKES, Path(), 3, "fr")) == 3


def test_the_page_shows_what_is_said_and_heard_as_text():
    """Whatever a truth holds, it is text and no markup."""
    (case,) = report.worst_cases(
        [judged("a", (["<b>", "x", "y", None], ["c", "x", None, "&"]))], TAKES, Path(), 3, "fr"
    )
    page = report.page(about(corpus="<i>"), (), (case,), "fr")
    words = re.search(r'<p class="words">(.*)</p>', page).group(1)
    assert words.split() == "<del>&lt;b&gt;</del> <ins>c</ins> x <del>y</del> <ins>&amp;</ins>".split()
    assert "<i>" not in page


@pytest.mark.parametrize(("lang", "seconds"), [("fr", "1,2"), ("en", "1.2")])
def test_the_page_writes_its_times_as_the_language_does(lang, seconds):
    case = report.Case(
        recording_id="a", party="client", start_ms=1234, n_errors=1, n_words=4, source="a#t=0,1", pairs=()
    )
    assert f"{seconds}{HARD}s</h3>" in report.page(about(), (), (case,), lang)


# --- Exhibits -------------------------------------------------------------------------------------------------------


def test_each_turn_beside_what_was_heard_of_it():
    truth = said("agent 0-1000 bonjour madame", "system/agent 1500-2500 un instant", "customer 3000-4000 oui")
    shown = exhibit(
        truth, take(), heard("0 agent 0-2500 bonjour un moment", "1 customer 200-300 euh", "1 customer 3000-4000 oui")
    )
    assert [(line.party, line.n_errors) for line in shown.lines] == [("agent", 1), ("system", 1), ("customer", 0)]
    assert shown.lines[0].pairs == (("bonjour", "bonjour"), ("madame", None))


def test_in_mono_everybody_is_on_the_one_channel():
    truth = said("agent 0-1000 bonjour madame", "customer 900-2000 oui merci")
    shown = exhibit(truth, take(MONO), heard("0 unknown 0-2000 bonjour madame oui"))
    assert [(line.party, line.n_errors) for line in shown.lines] == [("agent", 0), ("customer", 1)]


def test_words_before_anybody_spoke_stand_apart():
    shown = exhibit(
        said("agent 5000-6000 bonjour"), take(), heard("0 agent 100-300 merci", "0 agent 5000-6000 bonjour")
    )
    assert shown.extra == ((100, "merci"),)
    assert [line.n_errors for line in shown.lines] == [0]


def test_a_turn_without_words_has_no_share_of_wrong_ones():
    assert Line(party=Party.AGENT, span=TimeSpan(0, 1), pairs=()).share == 0
