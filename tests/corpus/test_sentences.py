"""The made-up sentences: the same seed gives the committed file, truth holds what it says, and identifiers pass their checks."""

import ipaddress
import json
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from stdnum import bic, iban, imei, luhn
from stdnum.fr import nir, siren, siret, tva
from text_to_num import text2num

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Redaction

FOLDER = Path(__file__).parents[2] / "corpus" / "sentences"
BENCH = Path(__file__).parents[2] / "bench"
sys.path += [str(FOLDER), str(BENCH)]

import grammar  # noqa: E402
import made_identifiers  # noqa: E402
import make  # noqa: E402
from made_places import COMMUNES  # noqa: E402
from said_numbers import english, french  # noqa: E402

import redact as bench  # noqa: E402
import redact_sentences  # noqa: E402
from redact_sides import Found, with_redactions  # noqa: E402

ROWS = [json.loads(line) for line in make.COMMITTED.read_text(encoding="utf-8").splitlines()]
ENTITIES = [(row, entity) for row in ROWS for entity in row["entities"]]
TYPES = (
    "NAME ADDRESS BIRTH_DATE CARD DEVICE EMAIL IBAN LINE NIR PASSWORD PHONE REFERENCE URL COMPANY_ID PLATE IP BIC HEALTH UNION"
).split()


def of(entity_type):
    return [entity for _, entity in ENTITIES if entity["type"] == entity_type]


def said(entity):
    return " ".join(piece["text"] for piece in entity["pieces"])


def test_the_committed_file_is_what_its_seed_makes():
    assert make.written(make.SEED) == make.COMMITTED.read_text(encoding="utf-8")


def test_another_seed_makes_other_sentences():
    mine, other = ({row["turns"][0]["text"] for row in make.rows(seed)} for seed in (make.SEED, 1))
    assert len(mine & other) < 0.5 * len(mine)


def test_there_are_enough_of_each():
    with_data = Counter(row["language"] for row in ROWS if row["entities"])
    without = Counter(row["language"] for row in ROWS if not row["entities"])
    assert with_data["fr"] >= 600
    assert with_data["en"] >= 120
    assert without["fr"] >= 200
    types = Counter(entity["type"] for _, entity in ENTITIES)
    assert set(types) == set(TYPES)
    assert min(types.values()) >= 50
    assert sum(len(row["turns"]) > 1 for row in ROWS if row["entities"]) >= 150


def test_ids_are_unique_and_texts_differ():
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    texts = Counter(" / ".join(turn["text"] for turn in row["turns"]).casefold() for row in ROWS if row["entities"])
    assert not [text for text, n in texts.items() if n > 1 and not re.search(r"cgt|unite|gmb|sud", text)]


def test_every_range_holds_exactly_the_characters_of_its_value():
    for row, entity in ENTITIES:
        for piece in entity["pieces"]:
            text = row["turns"][piece["turn"]]["text"]
            assert text[piece["start"] : piece["end"]] == piece["text"] == piece["text"].strip(), row["id"]
            # No range begins or ends inside a word, but after an elision.
            assert not re.search(r"\w$", text[: piece["start"]]), row["id"]
            assert not re.match(r"\w", text[piece["end"] :]), row["id"]


def test_no_two_ranges_of_a_turn_overlap():
    for row in ROWS:
        places = sorted((p["turn"], p["start"], p["end"]) for entity in row["entities"] for p in entity["pieces"])
        for first, second in pairwise(places):
            assert first[0] < second[0] or first[2] <= second[1], row["id"]


def test_plain_sentences_hold_no_slot_and_no_leftover_of_the_format():
    for row in ROWS:
        for turn in row["turns"]:
            assert turn["text"].split() == turn["text"].split(" "), row["id"]
            assert not re.search(r"[{}<>()|~]|  ", turn["text"]), row["id"]


@pytest.mark.parametrize(
    ("entity_type", "passes"),
    [
        ("CARD", lambda text: luhn.is_valid(text) and len(text) in {15, 16}),
        ("IBAN", iban.is_valid),
        ("BIC", bic.is_valid),
        ("NIR", lambda text: nir.is_valid(text) if len(text) == 15 else len(text) == 13),
        ("COMPANY_ID", lambda text: siren.is_valid(text) or siret.is_valid(text) or tva.is_valid(text)),
        ("IP", lambda text: not ipaddress.ip_address(text).is_global),
        ("EMAIL", lambda text: re.fullmatch(r"[a-z0-9._-]+@[a-z-]+\.[a-z]+", text)),
        ("PLATE", lambda text: re.fullmatch(r"[A-Z]{2}-\d{3}-[A-Z]{2}|\d{2,4} [A-Z]{2} \d{2}", text)),
        ("BIRTH_DATE", lambda text: re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", text)),
    ],
)
def test_values_pass_their_checks(entity_type, passes):
    found = [entity["canonical"] for entity in of(entity_type) if entity["canonical"]]
    assert found
    assert [text for text in found if not passes(text)] == []


def test_telephone_numbers_are_of_the_ranges_for_fiction():
    for row, entity in ENTITIES:
        if entity["type"] == "PHONE":
            national = entity["canonical"].replace("+33", "0")
            ranges = made_identifiers.FICTION_FR if row["language"] == "fr" else made_identifiers.FICTION_EN
            assert national.startswith(ranges), row["id"]
            assert len(national) == (10 if row["language"] == "fr" else 11)


def test_equipment_identities_pass_luhn():
    found = [entity["canonical"] for entity in of("DEVICE") if re.fullmatch(r"\d{15}", entity["canonical"])]
    assert len(found) > 20
    assert all(imei.is_valid(text) for text in found)


def test_figures_of_a_value_are_those_of_its_identifier_in_their_order():
    """Whatever is said in between, when no figure is in words."""
    n_checked = 0
    for row, entity in ENTITIES:
        digits = re.sub(r"\D", "", said(entity))
        true = re.sub(r"\D", "", entity["canonical"])
        kinds = {"PHONE", "CARD", "IBAN", "NIR", "COMPANY_ID"}
        if entity["type"] in kinds and not re.search(r"[^\W\d_]{3}", said(entity)) and true:
            left = iter(digits.removeprefix("0033") if entity["canonical"].startswith("+33") else digits)
            expected = true.removeprefix("33") if entity["canonical"].startswith("+33") else true
            assert all(each in left for each in expected), row["id"]
            n_checked += 1
    assert n_checked > 100


def test_a_value_that_is_not_split_is_one_piece_unless_something_is_said_in_between():
    for row, entity in ENTITIES:
        if len(entity["pieces"]) > 1 and len(row["turns"]) == 1:
            between = row["turns"][0]["text"][entity["pieces"][0]["end"] : entity["pieces"][1]["start"]]
            assert between.strip(), row["id"]


@pytest.mark.parametrize("n", [*range(200), 280, 300, 481, 999, 1000, 1080, 1982, 2006, 35_000, 80_100, 97_110])
def test_numbers_in_words_are_read_back_by_another_way(n):
    assert text2num(french(n), "fr") == n
    assert text2num(english(n), "en") == n
    assert text2num(french(n, belgian=True), "fr") == n


def test_communes_have_a_postcode():
    assert all(re.fullmatch(r"\d{5}", code) and town for code, town in COMMUNES)


@pytest.mark.parametrize(
    ("style", "of_value", "given", "expected"),
    [
        ("written", False, "Bonjour, c'est noté.", "Bonjour, c'est noté."),
        ("cased", False, "Bonjour, c'est noté ?", "Bonjour c'est noté"),
        ("lower", False, "Tél. : ", "tél "),
        ("lower", True, "12 rue Jean, 35000 Rennes", "12 rue jean, 35000 rennes"),
        ("lower", True, "1.2.3.4", "1.2.3.4"),
        ("unaccented", True, "Maëlle Cœur", "maelle coeur"),
        ("upper", True, "Maëlle", "MAËLLE"),
    ],
)
def test_styles(style, of_value, given, expected):
    assert grammar.styled(given, style, of_value=of_value) == expected


def test_a_value_in_parts_is_one_entity_over_several_turns():
    exchange = ["A: Le numéro ?", "C: c'est {PHONE:1/2}", "A: oui", "C: {PHONE:2/2}"]
    drawn = grammar.sentence([exchange], "7-a-1", "fr", {})
    [entity] = drawn.entities()
    assert {piece["turn"] for piece in entity["pieces"]} == {1, 3}
    assert [turn["party"] for turn in drawn.turns] == ["agent", "customer", "agent", "customer"]


def test_choices_take_one_of_each():
    assert grammar.chosen("oui(, oui|, oui) {PHONE}", Random(0)) == "oui, oui {PHONE}"


class Marks:
    """A side that finds given words, wherever they are."""

    n_refused = 0

    def __init__(self, **found):
        self._found = found

    def in_texts(self, texts, _language):
        return [
            [
                Found(entity_type=kind, start=text.find(word), end=text.find(word) + len(word))
                for kind, word in self._found.items()
                if word in text
            ]
            for text in texts
        ]

    def redacted(self, transcripts):
        return [with_redactions(each, list(self._redactions(each))) for each in transcripts]

    def _redactions(self, transcript):
        for kind, text in self._found.items():
            for turn in transcript.turns:
                words = [word for word in turn.words if word.text in text.split()]
                if words:
                    span = TimeSpan(words[0].span.start_ms, words[-1].span.end_ms)
                    yield Redaction(entity_type=kind, channel=turn.channel, span=span, recognizer="marks")

    def meant(self, entity_type):
        return frozenset({entity_type})


def row(*texts, **entity):
    turns = [{"party": "customer" if len(texts) > 1 else "unknown", "text": text} for text in texts]
    pieces = [
        {"turn": number, "start": text.find(word), "end": text.find(word) + len(word), "text": word}
        for number, text in enumerate(texts)
        for word in entity.values()
        if word in text
    ]
    entities = [{"type": kind, "canonical": "", "pieces": pieces} for kind in entity]
    return {"id": "x", "language": "fr", "category": "x", "style": "written", "turns": turns, "entities": entities}


@pytest.mark.parametrize(
    ("found", "whole", "touched", "typed", "right"),
    [
        ({"PHONE": "06 39"}, True, True, True, [True]),
        ({"PHONE": "c'est le 06 39 merci"}, True, True, True, [True]),
        ({"CARD": "06 39"}, True, True, False, [True]),
        ({"PHONE": "06"}, False, True, True, [True]),
        ({"PHONE": "06", "NUMBER": "39"}, True, True, True, [True, True]),
        ({"NAME": "merci"}, False, False, False, [False]),
        ({}, False, False, False, []),
    ],
)
@pytest.mark.parametrize("n_turns", [1, 2])
def test_what_counts_as_found(n_turns, found, whole, touched, typed, right):
    texts = ["c'est le 06 39 merci", "oui"][:n_turns]
    [entity], finds = redact_sentences.judged([row(*texts, PHONE="06 39")], Marks(**found))
    assert (entity.whole, entity.touched, entity.typed) == (whole, touched, typed)
    assert [find.right for find in finds] == right


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(9, 10, "90.0% [59.6, 98.2]"), (0, 10, "0.0% [0.0, 27.8]"), (10, 10, "100.0% [72.2, 100.0]"), (0, 0, "")],
)
def test_wilson_s_intervals(part, whole, expected):
    assert redact_sentences.wilson(part, whole) == expected


def test_figures_are_placed_between_their_marks(tmp_path):
    page = tmp_path / "redaction.md"
    page.write_text(f"# Why\n\n{bench.BEGIN}\nold\n{bench.END}\n\nAfter.\n", encoding="utf-8")
    assert bench.placed("new\n", page) == f"# Why\n\n{bench.BEGIN}\n\nnew\n\n{bench.END}\n\nAfter.\n"


def test_a_page_without_a_place_for_figures_is_left_alone(tmp_path):
    page = tmp_path / "redaction.md"
    page.write_text("# Why\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        bench.placed("new", page)
