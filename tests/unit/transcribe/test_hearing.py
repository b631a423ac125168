"""What happens around a decoder: which windows it gets, what is heard again, what is held back."""

from array import array
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe import hearing
from clairevoix.transcribe.ahead import heard_ahead
from clairevoix.transcribe.engine import spoken_language
from clairevoix.transcribe.gate import Piece
from clairevoix.transcribe.hearing import Listener, astray

RATE = 8000


def piece(text: str, lasts_ms: int = 1000) -> Piece:
    said = text.split()
    step = lasts_ms // max(1, len(said))
    return Piece(
        words=tuple(
            Word(text=word, span=TimeSpan(number * step, (number + 1) * step), score=0.9)
            for number, word in enumerate(said)
        )
    )


ORDINARY = "bonjour madame je vous appelle pour ma facture du mois de mars qui a doublé sans que je sache pourquoi"

#: What a window holds, how long somebody speaks in it, and whether it went astray.
ASTRAY = [
    ("", 3000, False),
    ("", 5000, True),  # five seconds of speech and not a word
    ("oui", 3000, False),
    ("oui", 5000, True),
    (ORDINARY, 6000, False),
    (ORDINARY, 2000, True),  # ten words a second
    ("et à vous " * 40, 12_000, True),
    ("zéro six douze trente-quatre cinquante-six", 3000, False),
]


@pytest.mark.parametrize(("text", "lasts_ms", "expected"), ASTRAY)
def test_circles_and_early_stops_are_seen(text, lasts_ms, expected):
    assert astray(piece(text), lasts_ms) is expected


@dataclass
class Recites:
    """A decoder that says by the length of a window what it heard, in seconds."""

    by_s: dict[int, str]
    window_ms: int = 12_000
    noisy_window_ms: int = 28_000
    asked_s: list[list[int]] = field(default_factory=list)

    def decode(self, windows, language):
        lengths = [round(len(window) / 16_000) for window in windows]
        self.asked_s.append(lengths)
        return [piece(self.by_s.get(length, ""), length * 1000) for length in lengths]


@pytest.fixture
def spoken(monkeypatch):
    """Every channel is speech from its first to its last sample, and loud."""
    monkeypatch.setattr(
        hearing, "voiced", lambda sound, longest_ms: (TimeSpan(0, len(sound) // 16),) if len(sound) else ()
    )
    monkeypatch.setattr(hearing, "sounding", lambda channel, rate: (TimeSpan(0, len(channel.samples) // 8),))
    monkeypatch.setattr(hearing, "is_clear", lambda sound, speech: True)


def a_channel(seconds: int) -> Channel:
    noise = np.random.default_rng(seconds).integers(-9000, 9000, seconds * RATE, dtype=np.int16)
    return Channel(party=Party.AGENT, samples=array("h", noise.tobytes()))


def said(heard) -> list[str]:
    return [" ".join(word.text for word in each.words) for each in heard]


def test_channels_are_decoded_together_and_come_back_apart(spoken):
    decoder = Recites({6: ORDINARY, 3: "oui d'accord merci"})
    heard = Listener(decoder=decoder).hear([a_channel(6), a_channel(3), a_channel(0)], RATE, "fr")
    assert decoder.asked_s == [[6, 3]]
    assert said(heard) == [ORDINARY, "oui d'accord merci", ""]


def test_recordings_heard_together_say_what_each_says_alone(spoken):
    decoder = Recites({6: ORDINARY, 3: "oui d'accord merci"})
    listener = Listener(decoder=decoder)
    both = listener.hear_together([([a_channel(6)], RATE), ([a_channel(3), a_channel(0)], RATE)], "fr")
    assert decoder.asked_s == [[6, 3]]
    assert [said(heard) for heard in both] == [[ORDINARY], ["oui d'accord merci", ""]]


def test_what_was_heard_ahead_is_not_heard_again(spoken):
    decoder = Recites({6: ORDINARY, 3: "oui d'accord merci"})
    recordings = [
        Recording(contact_id=f"c{seconds}", sample_rate_hz=RATE, channels=(a_channel(seconds),)) for seconds in (6, 3)
    ]
    engine = heard_ahead(Listener(decoder=decoder), recordings, "fr")
    assert [said(engine.hear(each.channels, RATE, "fr")) for each in recordings] == [[ORDINARY], ["oui d'accord merci"]]
    assert decoder.asked_s == [[6, 3]]
    assert said(engine.hear(recordings[1].channels, RATE, "en")) == ["oui d'accord merci"]  # in another language: anew
    assert decoder.asked_s == [[6, 3], [3]]


def test_one_recording_alone_is_not_heard_ahead():
    listener = Listener(decoder=Recites({}))
    assert heard_ahead(listener, [Recording(contact_id="c1", sample_rate_hz=RATE, channels=())], "fr") is listener


def test_a_decoder_that_stops_half_way_gets_the_window_in_halves(spoken):
    decoder = Recites({8: "bonjour", 4: "je vous appelle pour ma facture"})
    heard = Listener(decoder=decoder).hear([a_channel(8)], RATE, "fr")
    assert decoder.asked_s == [[8], [4, 4]]
    assert said(heard) == ["je vous appelle pour ma facture je vous appelle pour ma facture"]
    assert heard[0].words[6].span.start_ms == 4000


def test_halves_that_say_less_are_not_taken(spoken):
    decoder = Recites({8: "bonjour madame"})
    assert said(Listener(decoder=decoder).hear([a_channel(8)], RATE, "fr")) == ["bonjour madame"]


def test_a_circle_is_never_kept_if_the_halves_go_straight(spoken):
    decoder = Recites({8: "et à vous " * 40, 4: "merci madame"})
    assert said(Listener(decoder=decoder).hear([a_channel(8)], RATE, "fr")) == ["merci madame merci madame"]


def test_it_ends_with_a_decoder_that_always_goes_round(spoken):
    decoder = Recites(dict.fromkeys(range(20), "et à vous " * 40))
    heard = Listener(decoder=decoder).hear([a_channel(8)], RATE, "fr")
    assert len(decoder.asked_s) == 1 + hearing.ROUNDS
    assert sum(each.n_words for each in heard[0].dropped) > 100


def test_noise_gets_long_windows(spoken, monkeypatch):
    decoder = Recites({})
    channels = [a_channel(20), a_channel(0)]
    Listener(decoder=decoder).hear(channels, RATE, "fr")
    assert decoder.asked_s.pop(0) == [10, 10]
    decoder.asked_s.clear()
    monkeypatch.setattr(hearing, "is_clear", lambda sound, speech: False)
    Listener(decoder=decoder).hear(channels, RATE, "fr")
    assert decoder.asked_s[0] == [20]


def test_so_does_a_channel_that_several_people_share(spoken):
    decoder = Recites({})
    Listener(decoder=decoder).hear([a_channel(20)], RATE, "fr")
    assert decoder.asked_s[0] == [20]


def test_what_the_gate_holds_back_is_counted(spoken, monkeypatch):
    monkeypatch.setattr(hearing, "sounding", lambda channel, rate: ())
    (heard,) = Listener(decoder=Recites({3: "merci d'avoir regardé"})).hear([a_channel(3)], RATE, "fr")
    assert heard.words == ()
    assert [(each.reason.value, each.n_words) for each in heard.dropped] == [("silent", 3)]


# --- The language ----------------------------------------------------------------------------------------------------


@dataclass
class Doubts:
    """A decoder that says how likely it finds its words, by language; one score for each window, the last one again."""

    scores: dict[str, list[float | None]]
    window_ms: int = 12_000
    noisy_window_ms: int = 28_000
    n_windows: int = 0

    def decode(self, windows, language):
        self.n_windows = len(windows)
        scores = [*self.scores[language], *[self.scores[language][-1]] * len(windows)]
        return [replace(piece("oui"), mean_log_probability=score) for score in scores[: len(windows)]]


#: How likely the words are in French and in English, and the language.
SPOKEN = [
    ([-0.3], [-1.0], "fr"),
    ([-1.0], [-0.3], "en"),
    ([-0.5], [-0.5 + hearing.SURE_OF_LANGUAGE - 0.01], "fr"),  # likelier, not surely
    ([-0.5], [-0.5 + hearing.SURE_OF_LANGUAGE], "en"),
    ([-0.2, -1.2], [-0.4, -0.4], "en"),  # the mean of all windows
    ([None], [-0.1], "fr"),  # the decoder does not say
    ([-1.0], [-0.2, None], "fr"),
]


@pytest.mark.parametrize(("french", "english", "language"), SPOKEN)
def test_a_call_is_french_unless_it_is_surely_english(spoken, french, english, language):
    listener = Listener(decoder=Doubts({"fr": french, "en": english}))
    assert listener.language([a_channel(20)], RATE, ("fr", "en")) == language


def test_only_the_beginning_of_each_channel_is_judged(spoken):
    decoder = Doubts({"fr": [-0.3], "en": [-0.4]})
    Listener(decoder=decoder).language([a_channel(60), a_channel(60), a_channel(0)], RATE, ("fr", "en"))
    assert decoder.n_windows == 2 * hearing.JUDGED_WINDOWS


def test_silence_is_in_the_usual_language(spoken):
    assert Listener(decoder=Doubts({})).language([a_channel(0)], RATE, ("fr", "en")) == "fr"


def test_a_language_that_is_given_is_not_doubted(spoken):
    listener = Listener(decoder=Doubts({"fr": [-0.1], "en": [-0.9]}))
    assert [spoken_language(listener, [a_channel(5)], RATE, each) for each in ("en", "fr", "auto")] == [
        "en",
        "fr",
        "fr",
    ]
