"""Redaction of any text made of French words, dictated numbers and addresses."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.redact.operators.placeholders import PLACEHOLDER
from clairevoix.redact.recognizer import recognize
from clairevoix.redact.replace import redact, redact_text

SAID = (
    "bonjour madame je voudrais savoir pourquoi ma box clignote depuis mardi et mon numéro c'est le merci au revoir euh "
    "donc voilà, l'appel d'un technicien. point tiret plus à a six heures ! qu'est-ce que vous dites ? oui… non at du bas"
).split()
NUMERALS = (
    "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze seize vingt trente-neuf quarante cinquante soixante "
    "septante nonante quatre-vingt quatre-vingt-dix-huit quatre vingt dix et cent cents mille 06 39 98 1 2025 3,5 12/10 10h30"
).split()
PERSONAL = [
    "06 39 98 12 34",
    "zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre",
    "+33 6 39 98 12 34",
    "4970 1012 3456 7893",
    "FR76 3000 6000 0112 3456 7890 189",
    "2 85 05 78 006 084 41",
    "camille.martin@exemple.fr",
    "camille point martin arobase exemple point fr",
    "123456789",
]

texts = st.lists(
    st.one_of(st.sampled_from(SAID), st.sampled_from(NUMERALS), st.sampled_from(PERSONAL)), min_size=1, max_size=25
).map(" ".join)
anything = st.text(
    alphabet=st.sampled_from("abc zéro six 0123456789 +-.,;@/'’«»()[]\n\t\u00a0\u202f²½٣éÉœ"), max_size=60
)


def check_offsets(text: str) -> None:
    kept, entities = redact_text(text, "fr")
    assert list(entities) == sorted(entities, key=lambda entity: entity.start)
    assert all(one.end <= other.start for one, other in pairwise(entities))
    left, last = kept, 0
    for entity in entities:
        assert 0 <= entity.start < entity.end <= len(text)
        before = text[last : entity.start]
        assert left.startswith(before)
        shown = PLACEHOLDER.match(left, len(before))
        assert shown
        left, last = left[shown.end() :], entity.end
    assert left == text[last:]


@given(texts)
def test_text_outside_entities_is_unchanged(text):
    check_offsets(text)


@given(anything)
@settings(max_examples=400)
@example("²")
@example("[TÉLÉPHONE]")
@example("\u0663\u0663\u0663\u0663\u0663\u0663\u0663\u0663")
@example("six-")
@example("et")
@example("@")
def test_no_text_at_all_breaks_it(text):
    check_offsets(text)


@given(texts)
@settings(max_examples=300)
@example("at 4970 1012 3456 7893 onze point mardi")  # what was redacted brings « at » and « point » together
def test_redacting_twice_finds_nothing_more(text):
    once, _ = redact_text(text, "fr")
    assert redact_text(once, "fr") == (once, ())


@given(
    st.lists(st.sampled_from(SAID), max_size=6), st.sampled_from(PERSONAL), st.lists(st.sampled_from(SAID), max_size=6)
)
def test_no_digit_of_a_known_number_is_left(before, personal, after):
    kept, entities = redact_text(" ".join([*before, personal, *after]), "fr")
    assert entities
    assert not any(character.isdigit() for character in PLACEHOLDER.sub("", kept))
    assert "exemple" not in kept


@given(texts, st.sampled_from(["fr", "en"]))
def test_the_same_text_gives_the_same_entities(text, language):
    assert recognize(text, language) == recognize(text, language)


@st.composite
def conversations(draw: st.DrawFn) -> Transcript:
    turns, now = [], 0
    for words in draw(st.lists(texts.map(str.split), min_size=1, max_size=5)):
        channel = draw(st.integers(0, 1))
        said = tuple(
            Word(text=word, span=TimeSpan(now + 1000 * number, now + 1000 * number + 900), score=1.0)
            for number, word in enumerate(words)
        )
        now = said[-1].span.end_ms + 10
        turns.append(Turn(channel=channel, party=list(Party)[channel], words=said))
    return Transcript(contact_id="c", language="fr", duration_ms=now, turns=tuple(turns))


def times(words: tuple[Word, ...]) -> list[tuple[str, TimeSpan]]:
    return [(word.text, word.span) for word in words]


@given(conversations())
@settings(max_examples=150)
def test_a_redacted_transcript_keeps_every_other_word_and_its_time(transcript):
    redacted = redact(transcript)
    for channel in (0, 1):
        before = [each for turn in transcript.turns if turn.channel == channel for each in times(turn.words)]
        after = [each for turn in redacted.turns if turn.channel == channel for each in times(turn.words)]
        gone = [each.span for each in redacted.redactions if each.channel == channel]
        kept = [each for each in after if not PLACEHOLDER.fullmatch(each[0])]
        assert kept == [each for each in before if not any(each[1].overlap_ms(span) for span in gone)]
        for text, span in after:
            if PLACEHOLDER.fullmatch(text):
                assert any(span.overlap_ms(each) == span.duration_ms for each in gone)


@given(conversations())
@settings(max_examples=150)
def test_a_redacted_transcript_holds_no_entity_any_more(transcript):
    redacted = redact(transcript)
    for channel in (0, 1):
        text = " ".join(word.text for turn in redacted.turns if turn.channel == channel for word in turn.words)
        assert redact_text(text, "fr") == (text, ())
