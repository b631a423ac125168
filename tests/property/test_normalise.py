"""Normalising twice changes nothing, every token has its place, and numbers are their digits however they are said."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from text_to_num import alpha2digit

from clairevoix.quality.normalise import normalise, normalised

FRENCH = (
    "bonjour l'eau un une deux quatre vingt vingts vingt-quatre dix neuf soixante cent cents mille zéro et 06 1 250 22 00 05 "
    "8 32,50 1,5 1.250 € euros $ % pour virgule point h heures min go 14h30 08h05 14h00 08:05 1er 2e ème deuxième unième "
    "vingtième cinquième a y b t l m M. il elle on double triple v grec i tiret du bas 6 wi fi e mail week end s' t' t'il y' "
    "aujourd' hui aujourd'hui quelqu'un quelqu' euh hum u - , . ! bo- @ / # camille.martin@exemple.fr 3 w www. j 7 sur "
    "24h/24 8/10 km/h n° -5 +33 CHF oh o ok o.k. m, 0 0,50 0,05 p g mbit/s peut-être a-t-il quatre-vingt-dix-huit 5€ €5 21e A B, Y M I"
).split()
ENGLISH = (
    "hello a i I I'm it's can't cannot one two five twenty twenty-five hundred thousand and zero oh o double triple 06 1 "
    "250 22 00 05 8 32.50 1,250 0.50 0.05 $ £ € $5 £0.50 dollars pound % per cent percent point first second third 1st 2nd "
    "22nd hundredth thousandth o'clock am pm p.m. 2:00 2:05 14:30 b c u m e mail wi fi um uh erm r , . bo- @ / gb p min "
    "john.smith@example.com mbit/s all right alright gonna 8/10 24/7 -5 +44 customer's i'd sixth twenty-second A B, I"
).split()

transcripts = st.one_of(
    st.tuples(st.just("fr"), st.lists(st.one_of(st.sampled_from(FRENCH), st.text(max_size=4)), max_size=12)),
    st.tuples(st.just("en"), st.lists(st.one_of(st.sampled_from(ENGLISH), st.text(max_size=4)), max_size=12)),
)


@given(transcripts)
@settings(max_examples=1500)
@example(("fr", ["vingt", "ème"]))
@example(("fr", ["€", "5", "double", "5"]))
@example(("en", ["oh", "£0.50"]))
@example(("fr", ["t'il", "9" * 5000, "9" * 5000 + "e"]))
def test_normalising_twice_changes_nothing(transcript):
    language, words = transcript
    once = [token.text for token in normalise(words, language)]
    assert [token.text for token in normalise(once, language)] == once
    assert normalised(" ".join(once), language) == " ".join(once)


@given(transcripts)
@settings(max_examples=500)
def test_every_token_has_its_place(transcript):
    language, words = transcript
    tokens = normalise(words, language)
    assert all(0 <= token.first < token.end <= len(words) for token in tokens)
    assert all(one.first <= other.first and one.end <= other.end for one, other in pairwise(tokens))
    assert all(token.text and token.text == "".join(token.text.split()) for token in tokens)


@given(st.lists(st.sampled_from("bonjour madame je voudrais changer ma box l'appel c'est-à-dire".split()), max_size=9))
def test_words_without_rules_keep_their_own_places(words):
    for token in normalise(words, "fr"):
        assert token.end == token.first + 1
        assert token.text in words[token.first].replace("'", "' ").replace("-", " ").split()


# --- Numbers, by a speller that shares nothing with what is tested ---------------------------------------------------

UNITS = (
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
).split()
TENS = "vingt trente quarante cinquante soixante".split()
#: What France counts from sixty and eighty, and the words of Belgium and Switzerland.
OWN_TENS = {"fr": {}, "be": {7: "septante", 9: "nonante"}, "ch": {7: "septante", 8: "huitante", 9: "nonante"}}


def spelled(number: int, region: str) -> str:
    """A number below 10,000 in words, in the traditional spelling."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return " ".join([*([spelled(thousands, region)] if thousands > 1 else []), "mille", *_rest(rest, region)])
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        several = [UNITS[hundreds]] if hundreds > 1 else []
        return " ".join([*several, "cents" if several and not rest else "cent", *_rest(rest, region)])
    return UNITS[number] if number < 20 else _tens(number, region)


def _rest(number: int, region: str) -> list[str]:
    return [spelled(number, region)] if number else []


def _tens(number: int, region: str) -> str:
    tens, unit = divmod(number, 10)
    word = OWN_TENS[region].get(tens)
    if word is None and tens in (7, 9):
        tens, unit = tens - 1, unit + 10
    if word is None:
        word = "quatre-vingt" if tens == 8 else TENS[tens - 2]
    if unit == 0:
        return f"{word}s" if word == "quatre-vingt" else word
    if unit in (1, 11) and word != "quatre-vingt":
        return f"{word} et {UNITS[unit]}"
    return f"{word}-{UNITS[unit]}"


#: As grammars, recognisers and the spelling of 1990 write it.
SPELLINGS = [
    lambda text: text,
    lambda text: text.replace("-", " "),
    lambda text: text.replace(" ", "-"),
    lambda text: re.sub(r"\b(cent|vingt)s\b", r"\1", text).capitalize(),
]
regions = st.sampled_from(sorted(OWN_TENS))
spellings = st.sampled_from(SPELLINGS)


def digits(text: str) -> str:
    """What is left of a number: single digits and nothing else."""
    tokens = normalised(text, "fr").split()
    assert all(len(token) == 1 and token.isdecimal() for token in tokens), tokens
    return "".join(tokens)


@given(st.integers(0, 9999), regions, spellings)
@settings(max_examples=2000)
def test_a_number_is_its_digits(number, region, spelling):
    said = spelling(spelled(number, region))
    assert digits(said) == digits(str(number)) == str(number)


@given(st.integers(1000, 999_999), regions)
def test_thousands_are_parted_in_every_way(number, region):
    thousands, rest = divmod(number, 1000)
    said = " ".join([*([spelled(thousands, region)] if thousands > 1 else []), "mille", *_rest(rest, region)])
    said = said.replace("cents mille", "cent mille").replace("vingts mille", "vingt mille")
    for written in (said, str(number), *(f"{thousands}{sign}{rest:03}" for sign in (" ", ".", "'", "\u202f", "\xa0"))):
        assert digits(written) == str(number)


@given(st.integers(1100, 1999), regions)
def test_years_are_said_in_hundreds_too(year, region):
    hundreds, rest = divmod(year, 100)
    assert digits(" ".join([spelled(hundreds, region), "cent", *_rest(rest, region)])) == str(year)


@pytest.mark.parametrize("region", OWN_TENS)
def test_text2num_reads_the_same(region):
    """Another reader of the same words, one number at a time."""
    for number in range(2000):
        said = spelled(number, region)
        assert alpha2digit(said, "fr", threshold=0).replace(" ", "") == digits(said), said


# --- Telephone numbers -----------------------------------------------------------------------------------------------

phones = st.text("0123456789", min_size=9, max_size=9).map(lambda rest: f"0{rest}")


def groups(draw: st.DrawFn, number: str) -> list[str]:
    """Groups of one to three digits, as people cut a number; most cut it into pairs."""
    if draw(st.booleans()):
        return [number[at : at + 2] for at in range(0, len(number), 2)]
    cut, at = [], 0
    while at < len(number):
        size = draw(st.integers(1, 3))
        cut.append(number[at : at + size])
        at += size
    return cut


def said(group: str, region: str) -> str:
    body = group.lstrip("0")
    zeros = ["zéro"] * (len(group) - len(body))
    return " ".join([*zeros, spelled(int(body), region)] if body else zeros)


@st.composite
def dictated(draw: st.DrawFn) -> tuple[str, str]:
    """A telephone number, and one of the ways in which it is said and written down."""
    number, region = draw(phones), draw(regions)
    cut = groups(draw, number)
    way = draw(st.sampled_from(["words", "digits", "mixed", "one by one"]))
    if way == "digits":
        return number, draw(st.sampled_from([" ", ".", "-", "/", "", ", ", "\xa0"])).join(cut)
    if way == "one by one":
        return number, draw(st.sampled_from([" ", ", ", "-"])).join(UNITS[int(digit)] for digit in number)
    parts = [group if way == "mixed" and draw(st.booleans()) else said(group, region) for group in cut]
    return number, draw(st.sampled_from([", ", ". ", ", euh, ", "… "])).join(parts)


@given(dictated())
@settings(max_examples=2000)
@example(("0639982147", "06 39 98 21 47"))
@example(("0639982147", "zéro six trente-neuf quatre-vingt-dix-huit vingt et un quarante-sept"))
def test_a_telephone_number_is_its_digits(phone):
    number, text = phone
    assert digits(text) == number


# --- English ----------------------------------------------------------------------------------------------------------

ENGLISH_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_english(number: int, joint: str) -> str:
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        tail = [*([joint] if rest < 100 else []), in_english(rest, joint)] if rest else []
        return " ".join([in_english(thousands, joint), "thousand", *tail])
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        tail = [joint, in_english(rest, joint)] if rest else []
        return " ".join([ENGLISH_UNITS[hundreds], "hundred", *tail])
    tens, unit = divmod(number, 10)
    if number < 20:
        return ENGLISH_UNITS[number]
    return f"{ENGLISH_TENS[tens - 2]}-{ENGLISH_UNITS[unit]}" if unit else ENGLISH_TENS[tens - 2]


@given(st.integers(0, 999_999), st.sampled_from(["and", ""]), st.booleans())
@settings(max_examples=1000)
def test_an_english_number_is_its_digits(number, joint, hyphens):
    text = in_english(number, joint)
    text = text if hyphens else text.replace("-", " ")
    assert normalised(text, "en") == normalised(str(number), "en") == normalised(f"{number:,}", "en")
    assert normalised(text, "en").replace(" ", "") == str(number)
