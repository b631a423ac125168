"""The report as people read it: French as French, English as English, whatever was found or not."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality import layout, report, wording
from clairevoix.quality.cases import Call, Cases, Excerpt, Turn
from clairevoix.quality.catalogue import METRICS
from clairevoix.quality.estimate import Change, Value
from clairevoix.quality.exhibits import Leak
from clairevoix.quality.layout import Table
from clairevoix.quality.runs import Comparison
from clairevoix.quality.truth import TRUE_WORDS, Split

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


def test_every_condition_has_its_main_metrics_in_the_overview():
    """That of the true words, too: no sound, so redaction and labels are all that it has."""
    metrics = ("text_recall", "text_precision", "label_precision", "label_recall", "label_f1")
    found = {TRUE_WORDS: [value(metric, number / 10) for number, metric in enumerate(metrics)]}
    table = report.overview(found, "en")
    titles = [METRICS[metric].title for metric in metrics]
    assert dict(zip(table.head[2:], table.rows[0][2:], strict=True)) == dict(
        zip(titles, ("0.0%", "10.0%", "20.0%", "30.0%", "40.0%"), strict=True)
    )


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
    assert "<table>" in report.page(about(), tables, NO_CASES, lang)
    assert json.loads(json.dumps(report.as_object(about(), nothing, compared)))["compared"]["clean"]["of"] == 0


def test_no_results_of_no_recordings():
    assert report.results((), 0.95) == {}


# --- What was evaluated ---------------------------------------------------------------------------------------------


def test_the_facts_in_french():
    assert report.facts(about(), "fr") == (
        f"Corpus made up (voix de synthèse), moitié de développement{NARROW}: 1{NARROW}200 enregistrements de 40 contacts, "
        f"120 min{NARROW}; clairevoix 0.1.0, modèle base{NARROW}; intervalles à 95{NARROW}%, tirés sur les contacts."
    )


#: Recordings evaluated, of how many, contacts; in English; in French.
COUNTED = [
    (1, 1, 1, "1 recording of 1 contact,", "1 enregistrement de 1 contact,"),
    (1, 3, 1, "1/3 recordings of 1 contact,", "1/3 enregistrements de 1 contact,"),
    (3, 3, 2, "3 recordings of 2 contacts,", "3 enregistrements de 2 contacts,"),
]


@pytest.mark.parametrize(("n", "n_available", "n_contacts", "english", "french"), COUNTED)
def test_one_is_not_many(n, n_available, n_contacts, english, french):
    some = about(n_recordings=n, n_available=n_available, n_contacts=n_contacts)
    assert english in report.facts(some, "en")
    assert french in report.facts(some, "fr")


def test_a_comparison_of_one_contact_is_of_one():
    table = report.comparison("gsm", Comparison(changes=(), n_contacts=1, n_either=1), "en")
    assert table.title == "gsm (1/1 contact)"


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


# --- The page -------------------------------------------------------------------------------------------------------

NO_CASES = Cases(condition="", calls=(), turns=(), inventions=(), n_inventions=0, leaks=(), n_leaks=0)
EXCERPT = Excerpt(recording_id="a@alaw", party="client", start_ms=61_234, source="a.flac#t=60.43,63.00")
TURN = Turn(excerpt=EXCERPT, pairs=(("<b>", "c"), ("x", "x"), ("y", None), (None, "&")))
LEAK = Leak(
    name="PHONE",
    party=Party.CUSTOMER,
    span=TimeSpan(61_234, 62_200),
    said=("zéro", "six"),
    left=("0",),
    is_heard_again=True,
    muted=0.25,
)


def page(lang="fr", **cases):
    return report.page(about(), (), replace(NO_CASES, **cases), lang)


def text_of(markup):
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split(" "))


def test_the_page_shows_what_is_said_and_heard_as_text():
    """Whatever a truth holds, it is text and no markup."""
    shown = report.page(about(corpus="<i>"), (), replace(NO_CASES, turns=(TURN,)), "fr")
    words = re.search(r'<p class="words">(.*)</p>', shown).group(1)
    assert words.split() == "<del>&lt;b&gt;</del> <ins>c</ins> x <del>y</del> <ins>&amp;</ins>".split()
    assert "<i>" not in shown


@pytest.mark.parametrize(("lang", "seconds"), [("fr", "61,2"), ("en", "61.2")])
def test_the_page_writes_its_times_as_the_language_does(lang, seconds):
    assert f"<h4>a@alaw · client · {seconds}{HARD}s</h4>" in page(lang, turns=(TURN,))


def test_a_call_is_shown_whole_with_its_player_and_a_link_for_each_turn():
    invented = replace(TURN, sound="musique d’attente", pairs=((None, "merci"),))
    call = Call(recording_id="a@alaw", errors=1235, words=4000, source="a.flac", turns=(TURN, invented))
    shown = page(calls=(call,), condition="alaw")
    assert f"<h4>a@alaw · 30,9{NARROW}%</h4>" in shown
    assert f"Erreurs{NARROW}: 1{NARROW}235{NARROW}; mots dits{NARROW}: 4{NARROW}000." in shown
    assert "dans la condition alaw" in shown
    assert '<audio controls preload="none" src="a.flac" aria-label="a@alaw">' in shown
    links = re.findall(r'<a href="(.*?)" .*?aria-label="(.*?)">(.*?)</a> <span class="soft">(.*?)</span>', shown)
    assert links == [
        ("a.flac#t=60.43,63.00", "Écouter à partir de 1:01", "1:01", party)
        for party in ("client", "client · musique d’attente")
    ]
    assert "toutes conditions" in page(calls=(call,))


def test_words_where_nobody_spoke_say_what_was_there_and_how_many_there_were():
    shown = page("en", inventions=(replace(TURN, sound="hold music", pairs=((None, "merci"),)),), n_inventions=1200)
    assert f"61.2{HARD}s · hold music</h4>" in shown
    assert "Shown: 1 of 1,200." in shown
    assert "<ins>merci</ins>" in shown


def test_personal_data_says_where_it_is_left():
    shown = text_of(page(leaks=((EXCERPT, LEAK),), n_leaks=3))
    assert f"61,2{HARD}s · PHONE" in shown
    assert f"Montrées{NARROW}: 1 sur 3." in shown
    for said in ("Ditzéro six", "Resté dans les mots caviardés0", "dans le son caviardéoui", f"muette25,0{NARROW}%"):
        assert said in shown
    muted = replace(LEAK, left=(), is_heard_again=False)
    shown = text_of(page("en", leaks=((EXCERPT, muted),), n_leaks=1))
    for said in ("Left in the redacted words—", "Heard again in the redacted soundno"):
        assert said in shown


def test_a_section_without_cases_is_not_there():
    assert re.findall(r"<h3>(.*?)</h3>", page("en", turns=(TURN,))) == ["The worst turns"]
    assert "No turn has a wrong word." in page("en")


def test_no_case_of_the_test_half():
    shown = report.page(about(split=Split.TEST), (), None, "en")
    assert "learnt by heart" in shown
    assert not re.search("<(h3|h4|audio|article)", shown)


@pytest.mark.parametrize(("time_ms", "clock"), [(0, "0:00"), (59_999, "0:59"), (60_000, "1:00"), (3_725_000, "62:05")])
def test_times_in_a_call_are_those_of_its_player(time_ms, clock):
    assert wording.clock(time_ms) == clock
