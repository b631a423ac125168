"""The page « Écouter moins » without a browser: addresses, twin, and what is never there."""

import re

import pytest

from clairevoix.measure.listening import listening
from clairevoix.model.measure import LabelCell

CELLS = [
    LabelCell(key="internet_outage", n=160, n_found=41, n_both=14, n_false=2, n_missed=4, n_neither=40),
    LabelCell(key="repeat_contact", n=160, n_found=57, n_both=0, n_false=0, n_missed=0, n_neither=0),
]
TOLD = listening(CELLS, {"internet_outage": 0.31}, heard=160, population=1600, level=0.95)


@pytest.mark.parametrize(
    "address", ["/fr/listening", "/en/listening.json", "/fr/charts/listening.svg?theme=dark&size=narrow"]
)
def test_what_exists_is_answered_and_only_once(client_of, address):
    client = client_of(listening=TOLD)
    response = client.get(address)
    assert response.status_code == 200
    assert client.head(address).status_code == 200
    assert client.get(address, headers={"if-none-match": response.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("address", ["/de/listening", "/fr/charts/listening.svg?theme=pink", "/fr/listening/"])
def test_what_does_not_exist_is_a_404(client_of, address):
    assert client_of(listening=TOLD).get(address).status_code == 404


def test_the_twin_is_what_was_published(client_of):
    assert client_of(listening=TOLD).get("/fr/listening.json").json()["listening"] == TOLD


def test_an_uncoded_label_is_named_and_its_uncorrected_share_is_nowhere(client_of):
    client = client_of(listening=TOLD)
    page, twin = client.get("/fr/listening").text, client.get("/fr/listening.json").text
    assert "Aucun contact n’a encore été codé à la main pour\u202f: Contact répété." in page
    for text in (page, twin):
        assert "57" not in re.findall(r"\d+", text)  # found by the program alone
        assert "0.3562" not in text
    assert "36\u202f%" not in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_without_a_draw_there_is_no_curve(client_of, lang):
    client = client_of(listening=None)
    page = client.get(f"/{lang}/listening").text
    assert ("Trop peu de contacts" if lang == "fr" else "Too few contacts") in page
    assert client.get(f"/{lang}/charts/listening.svg").status_code == 404
    assert client.get(f"/{lang}/listening.json").json()["listening"] is None


def test_nothing_is_inline(client_of):
    page = client_of(listening=TOLD).get("/fr/listening").text
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|javascript:", page)


def test_an_empty_snapshot_has_no_such_key(client_of):
    # Published by an earlier version: the page says that there is nothing.
    assert client_of().get("/fr/listening").status_code == 200
