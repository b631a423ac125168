"""One label as a TOML file: what it must say, and what is none."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from clairevoix.annotate.annotating import is_found
from clairevoix.annotate.annotators.phrase_items import items
from clairevoix.annotate.annotators.queries import asks_elsewhere
from clairevoix.annotate.codebook.dialogue import contact
from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.annotation import Example, Family, Label, Wording
from clairevoix.model.contact import Party
from clairevoix.model.errors import QueryError, SettingsError

LANGUAGES = ("en", "fr")
_TEXTS = ("phrases", "unless", "query", "examples", "counter_examples")
_KEYS = ("name", "version", "party", "family", "owner", "infers", "title", "definition", *_TEXTS, *LANGUAGES)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
#: A label that needs more is several.
MOST_PHRASES = 200


@lru_cache(maxsize=2048)
def parse_label(stem: str, content: bytes, *, is_tried: bool = False) -> tuple[Label, Extractor]:
    """The label of ``codebook/STEM.toml``, and what it infers, for the charter.

    Raises SettingsError for a file that is not a label, for one without an example, and for an example that it does not find;
    examples that were tried before, of these very files, are not tried again.
    """
    try:
        document = tomllib.loads(content.decode("utf-8"))
        _check_keys(f"codebook/{stem}.toml", document, _KEYS)
        for language in LANGUAGES:
            _check_keys(f"codebook/{stem}.toml: [{language}]", _table(document, language), _TEXTS)
        label = _label(document)
        infers = Inference(document.get("infers", "content"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError):
        raise SettingsError(f"codebook/{stem}.toml is not a label") from None
    if label.name != stem:
        raise SettingsError(f"codebook/{stem}.toml: the name of the label must be that of its file")
    check_phrases(label)
    check_queries(label)
    if not label.examples:
        raise SettingsError(f"codebook/{stem}.toml: a label needs an example, in words that it finds")
    if not is_tried:
        check_examples(label)
    return label, Extractor(name=label.name, parties=(label.party,), modality=Modality.TEXT, infers=infers)


def check_phrases(label: Label) -> None:
    """Raises SettingsError for a label that nothing finds, and for a phrase that is none, naming its place."""
    wording = label.wording()
    if not wording.phrases and not wording.queries:
        raise SettingsError(f"codebook/{label.name}.toml: the label has neither phrases nor a query: nothing finds it")
    if len(wording.phrases) + len(wording.unless) > MOST_PHRASES:
        raise SettingsError(f"codebook/{label.name}.toml: more than {MOST_PHRASES} phrases; make several labels of it")
    for kind, some in (("phrase", wording.phrases), ("unless", wording.unless)):
        for number, phrase in enumerate(some, start=1):
            try:
                items(phrase)
            except ValueError as unread:
                raise SettingsError(f"codebook/{label.name}.toml: {kind} {number}: {unread}") from None


def check_queries(label: Label) -> None:
    """Raises SettingsError for a query that cannot be read, saying where, or that asks for more than is said."""
    for number, query in enumerate(label.wording().queries, start=1):
        place = f"codebook/{label.name}.toml: query {number}"
        try:
            elsewhere = asks_elsewhere(query)
        except QueryError as unread:
            raise SettingsError(f"{place}: {unread}") from None
        if elsewhere:
            raise SettingsError(
                f"{place} asks for what is not said in a contact; a label is about words and their times"
            )


def check_examples(label: Label) -> None:
    """Raises SettingsError for the first example that is not found, or counter-example that is, in its own language."""
    for verdict in verdicts(label):
        if not verdict.is_right:
            verb = "is not found" if verdict.is_example else "is found"
            raise SettingsError(
                f"codebook/{label.name}.toml: {verdict.place} {verb} by the label's own phrases and queries"
            )


class Verdict(NamedTuple):
    """An example or a counter-example as a test."""

    is_example: bool
    place: str
    is_right: bool


def verdicts(label: Label) -> Iterator[Verdict]:
    """Whether each example is found, and each counter-example not."""
    for is_example, kind, some in (
        (True, "example", label.examples),
        (False, "counter-example", label.counter_examples),
    ):
        numbers = Counter[str]()
        for example in some:
            numbers[example.language] += 1
            place = f"{kind} {numbers[example.language]}" + (f" of [{example.language}]" if example.language else "")
            yield Verdict(is_example, place, _is_found(label, example) is is_example)


def _is_found(label: Label, example: Example) -> bool:
    """In its own language; without one, in any that the label knows."""
    languages = [example.language] if example.language else sorted(label.by_language) or [""]
    return any(is_found(label, contact(replace(example, language=language), label.party)) for language in languages)


def _label(document: Mapping[str, object]) -> Label:
    name = document["name"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ValueError
    version = document["version"]
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError
    return Label(
        name=name,
        version=version,
        party=Party(_text(document["party"])),
        family=Family(_text(document.get("family", "other"))),
        owner=_text(document.get("owner", "")),
        title=_by_language(document["title"]),
        definition=_by_language(document["definition"]),
        phrases=_texts(document.get("phrases", [])),
        unless=_texts(document.get("unless", [])),
        queries=_queries(document),
        by_language={
            language: Wording(
                phrases=_texts(table.get("phrases", [])),
                unless=_texts(table.get("unless", [])),
                queries=_queries(table),
            )
            for language in LANGUAGES
            if (table := _table(document, language))
        },
        examples=_examples(document, "examples"),
        counter_examples=_examples(document, "counter_examples"),
    )


def _examples(document: Mapping[str, object], key: str) -> tuple[Example, ...]:
    anywhere = [Example(text=text) for text in _texts(document.get(key, []))]
    own = [
        Example(text=text, language=language)
        for language in LANGUAGES
        for text in _texts(_table(document, language).get(key, []))
    ]
    return (*anywhere, *own)


def _queries(table: Mapping[str, object]) -> tuple[str, ...]:
    value = table.get("query", [])
    return _texts([value] if isinstance(value, str) else value)


def _table(document: Mapping[str, object], language: str) -> Mapping[str, object]:
    table = document.get(language, {})
    if not isinstance(table, dict):
        raise TypeError
    return table


def _by_language(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError
    return dict(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
        raise TypeError
    return tuple(value)


def _check_keys(place: str, document: Mapping[str, object], known: tuple[str, ...]) -> None:
    unknown = sorted(set(document) - set(known))
    if unknown:
        raise SettingsError(f"{place}: unknown setting {unknown[0]}; known: {', '.join(sorted(known))}")
