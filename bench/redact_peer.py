"""Presidio in French, for `redact.py`: run by the Python of the environment that the bench makes for it.

A line of JSON in, ``{"texts": [...]}`` or ``{"time": [...]}``; a line out: for each text its finds as type, start and end, or
the seconds that all of them took. ``--patterns`` leaves out its language model.

Its predefined recognisers that know no country but France: e-mail, IBAN, telephone of French numbers, cards, IP, MAC and web
addresses, dates, and persons and places by spaCy's model. Telephone numbers need only be possible: libphonenumber does not
know that 06 39 98 is given out, for fiction. That of e-mail asks two hosts for a list of domain endings unless
it is told not to; the list that came with the package is used.
"""

import json
import sys
import time

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer,
    DateRecognizer,
    EmailRecognizer,
    IbanRecognizer,
    IpRecognizer,
    MacAddressRecognizer,
    PhoneRecognizer,
    SpacyRecognizer,
    UrlRecognizer,
)

LANGUAGE = "fr"
NAMED = {"PER": "PERSON", "LOC": "LOCATION"}
PATTERNS = (CreditCardRecognizer, DateRecognizer, EmailRecognizer, IbanRecognizer, IpRecognizer, MacAddressRecognizer)


class Loaded(SpacyNlpEngine):
    """spaCy's pipeline, or only its tokenizer."""

    def __init__(self, pipeline):
        super().__init__(
            models=[{"lang_code": LANGUAGE, "model_name": "fr_core_news_md"}],
            ner_model_configuration=NerModelConfiguration(
                model_to_presidio_entity_mapping=NAMED, labels_to_ignore=["ORG", "MISC"]
            ),
        )
        self.nlp = {LANGUAGE: pipeline}

    def load(self):
        """Nothing more."""


def analyzer(*, with_model: bool) -> AnalyzerEngine:
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    for each in (*PATTERNS, UrlRecognizer):
        registry.add_recognizer(each(supported_language=LANGUAGE))
    registry.add_recognizer(PhoneRecognizer(supported_language=LANGUAGE, supported_regions=("FR",), leniency=0))
    if with_model:
        registry.add_recognizer(SpacyRecognizer(supported_language=LANGUAGE, supported_entities=["PERSON", "LOCATION"]))
    engine = Loaded(spacy.load("fr_core_news_md") if with_model else spacy.blank(LANGUAGE))
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=[LANGUAGE])


def main() -> None:
    engine = analyzer(with_model="--patterns" not in sys.argv)
    print("ready", flush=True)
    for row in sys.stdin:
        asked = json.loads(row)
        if "time" in asked:
            started = time.perf_counter()
            for text in asked["time"]:
                engine.analyze(text=text, language=LANGUAGE)
            print(json.dumps(time.perf_counter() - started), flush=True)
            continue
        found = [engine.analyze(text=text, language=LANGUAGE) for text in asked["texts"]]
        spans = [[(each.entity_type, each.start, each.end) for each in some] for some in found]
        print(json.dumps(spans), flush=True)


if __name__ == "__main__":
    main()
