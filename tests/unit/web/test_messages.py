"""Every message exists in both languages, filled, with the same placeholders; none is left over."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from messages import Message, placeholders, said

from clairevoix.i18n import LANGUAGES, message_files


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    whole = Catalog(locale=request.param)
    for each in _parts(request.param):
        for entry in each:
            if entry.id:
                assert whole.get(_first(entry.id)) is None, f"said in two catalogues: {entry.id}"
                whole.add(entry.id, entry.string, flags=entry.flags)
    return whole


def test_every_message_has_its_translation(catalogue: Catalog) -> None:
    missing = {message: place for message, place in said().items() if _translation(catalogue, message) is None}
    assert missing == {}


def test_no_message_is_left_over(catalogue: Catalog) -> None:
    known = {message if isinstance(message, str) else message[0] for message in said()}
    assert {_first(entry.id) for entry in catalogue if entry.id} - known == set()


def test_placeholders_are_the_same(catalogue: Catalog) -> None:
    for entry in catalogue:
        if not entry.id:
            continue
        wanted = placeholders(_first(entry.id))
        for text in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            assert placeholders(text) == wanted, entry.id


def test_french_is_set_as_french_is() -> None:
    texts = [text for part in _parts("fr") for entry in part if entry.id for text in _texts(entry.string)]
    for text in texts:
        assert "'" not in text, text
        assert not any(mark in text for mark in (" :", " ;", " ?", " !", "« ", " »")), text


def test_the_languages_have_the_same_catalogues() -> None:
    assert len({tuple(path.name for path in message_files(lang)) for lang in LANGUAGES}) == 1


def _parts(lang: str) -> list[Catalog]:
    found = []
    for path in message_files(lang):
        with path.open("rb") as stream:
            found.append(read_po(stream, locale=lang))
    return found


def _translation(catalogue: Catalog, message: Message) -> Message | None:
    entry = catalogue.get(message if isinstance(message, str) else message[0])
    if entry is None or not all(_texts(entry.string)) or isinstance(entry.id, str) != isinstance(message, str):
        return None
    return entry.string


def _texts(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]
