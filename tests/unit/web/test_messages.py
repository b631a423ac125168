"""Every message exists in both languages, filled, with the same placeholders; none is left over."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from messages import SOURCE, Message, placeholders, said

from clairevoix.i18n import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    with (SOURCE / "locale" / request.param / "LC_MESSAGES" / "clairevoix.po").open("rb") as stream:
        return read_po(stream, locale=request.param)


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
    with (SOURCE / "locale" / "fr" / "LC_MESSAGES" / "clairevoix.po").open("rb") as stream:
        texts = [text for entry in read_po(stream) if entry.id for text in _texts(entry.string)]
    for text in texts:
        assert "'" not in text, text
        assert not any(mark in text for mark in (" :", " ;", " ?", " !", "« ", " »")), text


def _translation(catalogue: Catalog, message: Message) -> Message | None:
    entry = catalogue.get(message if isinstance(message, str) else message[0])
    if entry is None or not all(_texts(entry.string)) or isinstance(entry.id, str) != isinstance(message, str):
        return None
    return entry.string


def _texts(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]
