"""What the page « Cap » says, and what it must not say."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from clairevoix.charter.rules import RULES

Client = Callable[..., TestClient]


def words(client: TestClient, address: str = "/fr/") -> str:
    """The page without its markup, spaces of all kinds as one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", client.get(address).text))


def spaced(client: TestClient) -> str:
    """The same with a space between cells of a table."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get("/fr/").text))


def trajectory(**changes: Any) -> dict[str, object]:
    import snapshot

    return {**snapshot.about()["trajectory"], **changes}  # type: ignore[dict-item]


def test_the_headline_says_what_it_rests_on(client: TestClient) -> None:
    told = words(client)
    assert "de janvier à septembre 2025" in told
    assert "la vraie valeur se situe très probablement entre 30,5 et 36,4 (intervalle de confiance à 95 %)" in told
    assert "2 570 réponses" in told
    assert "Données synthétiques" in told
    assert "Publié le 2 octobre 2025 à 14:05" in told


def test_the_target_is_said_in_plain_words(client: TestClient) -> None:
    told = words(client)
    assert "Pour finir l’année à 40 en moyenne, il faudrait 59,5 d’octobre à décembre." in told
    assert "6,5 points sous l’objectif à ce jour. L’écart dépasse l’incertitude de l’enquête." in told
    assert "de 27,1 (moyenne de 2024) à 40 en décembre 2025 ; en septembre, elle passe à 36,8" in told
    assert "160 contacts tirés au sort sur 1 600, au taux de 10 % : le reste n’a été ni ouvert ni conservé." in told


def test_a_target_out_of_reach_is_said_to_be(client_of: Client) -> None:
    told = words(client_of(trajectory=trajectory(required=112.0)))
    assert "L’objectif ne peut plus être atteint" in told
    assert "112,0 d’octobre à décembre, et aucun NPS ne dépasse 100" in told


def test_a_target_already_met_is_said_to_be(client_of: Client) -> None:
    told = words(client_of(trajectory=trajectory(current=41.0, gap=-1.0, required=37.0)), "/en/")
    assert "1.0 points above the target to date." in told
    assert "To end the year at 40 on average, 37.0 from October to December would be enough." in told


def test_a_finished_year_asks_for_nothing(client_of: Client) -> None:
    over = {"trajectory": trajectory(required=None, months_left=0), "readings": [], "outlook": None}
    told = words(client_of(last_month="2025-12", **over))
    assert "il faudrait" not in told


def test_the_last_month_stands_alone(client_of: Client) -> None:
    told = words(client_of(last_month="2025-11", trajectory=trajectory(months_left=1)))
    assert "il faudrait 59,5 en décembre." in told


@pytest.mark.parametrize(
    "changes",
    [
        {"target": None, "trajectory": None},
        {"trajectory": None},
        {"draw": None, "calls": None},
        {"charter": None, "model": None, "survey": None, "sites": None, "synthetic": False},
        {"with_figures": False, "last_month": None, "trajectory": None},
        {"last_month": "2026-01"},
    ],
)
def test_what_is_not_known_is_left_out(client_of: Client, changes: dict[str, Any]) -> None:
    client = client_of(**changes)
    for address in ("/fr/", "/en/", "/fr/cap.json"):
        assert client.get(address).status_code == 200
    told = words(client)
    assert "None" not in told
    assert "{" not in told


def test_an_empty_snapshot_says_so_and_has_no_chart(client_of: Client) -> None:
    client = client_of(with_figures=False, last_month=None, trajectory=None, calls=None, draw=None)
    assert "Aucune réponse d’enquête n’a encore été publiée." in words(client)
    assert client.get("/fr/charts/nps.svg").status_code == 404


def test_sites_stand_in_alphabetical_order(client: TestClient) -> None:
    page = client.get("/fr/").text
    table = page[page.index('aria-labelledby="sites"') : page.index('aria-labelledby="heard"')]
    names = re.findall(r'<th scope="row">([^<]+)</th>', table)
    assert names == ["Bayonne", "Brest", "Évry", "Lille", "Nantes", "Pau", "Tous les sites"]


def test_a_suppressed_row_shows_its_rule_and_no_number(client: TestClient) -> None:
    page = client.get("/fr/").text
    for name in ("Bayonne", "Pau"):
        row = page[page.index(f'<th scope="row">{name}</th>') :]
        row = row[: row.index("</tr>")]
        told = re.sub(r"<[^>]*>", "", row)
        assert "règle R17" in told
        assert re.findall(r"\d+", told.replace("R17", "")) == ["10"]
        assert "<svg" not in row


def test_a_suppressed_month_is_in_no_chart(client: TestClient) -> None:
    spec = client.get("/fr/charts/nps.json").json()
    drawn = [row for values in spec["datasets"].values() for row in values] if "datasets" in spec else []
    drawn += [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    measured = {row["month"] for row in drawn if "NPS" in row}
    assert measured == {f"2025-{month:02d}" for month in (1, 2, 3, 4, 6, 7, 9)}
    assert "Non montré : mai, août" in words(client)


def test_the_chart_is_drawn_in_both_languages(client: TestClient) -> None:
    french, english = (client.get(f"/{lang}/charts/nps.svg").text for lang in ("fr", "en"))
    assert french.startswith("<svg")
    assert "Objectif 40" in french
    assert "Target 40" in english
    assert client.get("/fr/charts/nps.svg?theme=pink").status_code == 404


def test_every_rule_of_the_charter_is_told_in_french(client: TestClient) -> None:
    page = client.get("/fr/").text
    for rule in RULES:
        assert f'id="{rule.rule_id}"' in page
        assert rule.sentence not in page


def test_the_same_answers_are_read_side_by_side(client: TestClient) -> None:
    told = spaced(client)
    assert "Année à ce jour de janvier à septembre 2025 ce sur quoi porte l’objectif 33,5 30,5 à 36,4 2 570" in told
    assert "En moyenne sur 2025 : il faudrait 59,5 d’octobre à décembre. Moins d’une chance sur 100." in told
    assert "Dernier mois seul en septembre 2025 37,4" in told
    assert "En décembre 2025 seul : +2,6 points en 3 mois. Environ" in told
    assert "12 derniers mois" not in told  # two months of the twelve are held back


OUTLOOKS = [
    (
        {"wording": "likely", "probability": 0.83},
        "Probable Environ 83 chances sur 100 d’atteindre 40 en moyenne sur 2025.",
    ),
    ({"wording": "within_reach", "probability": 0.5}, "Atteignable Environ 50 chances sur 100"),
    ({"wording": "unlikely", "probability": 0.21}, "Peu probable Environ 21 chances sur 100"),
    ({"wording": "off_track", "probability": 0.012}, "Hors trajectoire Environ 1 chance sur 100"),
    ({"wording": "off_track", "probability": 0.001}, "Hors trajectoire Moins d’une chance sur 100"),
    ({"wording": "likely", "probability": 0.999}, "Probable Plus de 99 chances sur 100"),
    (
        {"wording": "reached", "probability": 1.0},
        "Atteint Tous les mois de l’objectif sont connus : 40 en moyenne sur 2025.",
    ),
    (
        {"wording": "not_enough_history", "probability": None, "n_months": 8},
        "Historique insuffisant Pas de probabilité : 8 mois sont connus depuis le début ou la rupture de la série, il en faut 9.",
    ),
    (
        {"wording": "not_enough_history", "probability": None, "n_months": 19},
        "Historique insuffisant Pas de probabilité : des mois que compte l’objectif ne sont pas connus.",
    ),
    ({"wording": "broken", "probability": None}, "La série a été rompue au cours de la période Pas de probabilité"),
]


@pytest.mark.parametrize(("changes", "sentence"), OUTLOOKS)
def test_the_outlook_is_a_sentence(client_of: Client, changes: dict[str, Any], sentence: str) -> None:
    import snapshot

    usual: Any = snapshot.about()["outlook"]
    assert sentence in spaced(client_of(outlook={**usual, **changes}))


PASTS = [(0.2, False), (0.26, True)]


@pytest.mark.parametrize(("brier", "is_warned"), PASTS)
def test_the_past_of_the_forecasts_is_told(client_of: Client, brier: float, is_warned: bool) -> None:
    import snapshot

    usual: Any = snapshot.about()["outlook"]
    past = {"brier": brier, "n": 50, "n_origins": 10, "months_ahead": 3}
    told = words(client_of(outlook={**usual, "backtest": past}))
    assert "Essayé sur le passé, 3 mois à l’avance, depuis 10 moments et pour 50 cibles" in told
    assert ("ne pas s’y fier" in told) is is_warned


SPOT = {"points": 40, "quantity": "spot", "due": "2025-12", "window": 12, "breaks": []}


def test_a_spot_target_asks_for_a_value_of_its_month(client_of: Client) -> None:
    page = client_of(target=SPOT, trajectory=None)
    told = spaced(page)
    assert "Objectif : 40 en décembre 2025 En décembre 2025 seul : +2,6 points en 3 mois." in told
    assert "Dernier mois seul en septembre 2025 ce sur quoi porte l’objectif" in told
    assert "Le score requis suppose" not in told  # it is no mean
    assert page.get("/fr/charts/nps.svg").status_code == 200


def test_a_rolling_target_is_named_with_its_months(client_of: Client) -> None:
    told = words(client_of(target={**SPOT, "quantity": "rolling"}, trajectory=None))
    assert "Objectif : 40 sur les 12 mois jusqu’à décembre 2025" in told


def test_a_break_is_drawn_and_told(client_of: Client) -> None:
    breaks = [{"month": "2025-06", "reason": "survey"}, {"month": "2024-03", "reason": "price"}]
    page = client_of(target={**SPOT, "quantity": "year-to-date", "breaks": breaks})
    assert "Ruptures de la série : juin 2025 (enquête changée)." in words(page)
    assert "enquête changée" in page.get("/fr/charts/nps.svg").text
    assert "enquête changée" not in client_of(target=SPOT, trajectory=None).get("/fr/charts/nps.svg").text


def test_a_break_needs_no_target_to_be_drawn(client_of: Client) -> None:
    page = client_of(
        target=None, trajectory=None, outlook=None, breaks=[{"month": "2025-06", "reason": "reorganisation"}]
    )
    assert "Ruptures de la série : juin 2025 (réorganisation)." in words(page)
    assert "réorganisation" in page.get("/fr/charts/nps.svg").text


def test_the_fan_is_drawn_and_stands_in_a_table(client: TestClient) -> None:
    layers = client.get("/fr/charts/nps.json").json()["layer"]
    spec = json.dumps(layers)
    assert "outer_low" in spec
    told = spaced(client)
    assert "Prévision de chaque mois à venir" in told
    assert re.search(r"octobre 2025 3\d,\d \d\d,\d à \d\d,\d \d\d,\d à \d\d,\d", told)


def test_every_mark_stands_beside_the_score_with_the_mean(client: TestClient) -> None:
    told = spaced(client)
    assert "Note moyenne : 7,9 sur 10." in told
    assert "Détracteurs, de 0 à 6 18,1 % 0 3,7 % 95 1 0,9 % 24" in told
    assert "Promoteurs, 9 et 10 51,6 %" in told
    assert "Ce que les critiques disent du NPS Keiningham" in told


def test_a_mark_held_back_takes_another_and_the_mean_with_it(client_of: Client) -> None:
    told = spaced(client_of(marks=(95, 4, 51, 42, 61, 98, 113, 287, 494, 612, 713)))
    assert "La note moyenne n’est pas montrée" in told
    assert "Note moyenne :" not in told
    assert re.search(
        r" 1 moins de 10 réponses, ou retrouvable par soustraction : règle R17 ↓ 2 2,0 % 51 3 moins de 10", told
    )


def test_the_change_since_a_year_ago_is_split(client: TestClient) -> None:
    told = words(client)
    assert "Depuis les mêmes mois de 2024" in told
    assert "+7,0 points (intervalle de confiance à 95 % : de +1,8 à +12,3) : 26,5 de janvier à septembre 2024" in told
    assert "Les deux font +7,0, exactement." in told
    change = client.get("/fr/cap.json").json()["change"]
    assert change["real"] + change["mix"] == pytest.approx(change["total"])


def test_the_twin_has_what_the_page_says_of_the_target(client: TestClient) -> None:
    twin = client.get("/en/cap.json").json()
    assert [each["quantity"] for each in twin["readings"]] == ["year-to-date", "spot"]
    assert twin["outlook"]["wording"] == "off_track"
    assert (twin["nps"]["last_month"]["key"], twin["nps"]["rolling"]) == ("2025-09", None)
    assert [row["n"] for row in twin["marks"]["promoters"]] == [1325, 612, 713]
    assert twin["mean_mark"]["unit"] == "mark"


def test_a_share_comes_with_its_humans(client: TestClient) -> None:
    told = words(client)
    assert "contacts tirés : 160, dont codés par des humains : 60" in told
    assert "« prediction-powered »" in told


def test_the_words_of_an_excerpt_are_escaped(client: TestClient) -> None:
    page = client.get("/fr/excerpts/problemsolved1").text
    assert "<mark>tout remarche</mark>" in page
    assert 'src="/excerpts/problemsolved1.flac#t=1.5"' in page


def test_the_twin_holds_the_same_numbers(client: TestClient) -> None:
    twin = client.get("/fr/cap.json").json()
    assert {"nps", "labels", "excerpts", "target", "trajectory", "draw", "calls", "charter"} <= set(twin)
    whole = twin["nps"]["year_to_date"]
    assert whole["value"] == pytest.approx(33.5, abs=0.05)
    assert (whole["n"], whole["unit"], whole["level"]) == (2570, "points", 0.95)
    assert len(twin["nps"]["by_month"]) == 1 + 12 + 1 + 9
    assert {label["n_coded"] for label in twin["labels"]} == {60}
    assert all(client.get(excerpt["audio"]).status_code == 200 for excerpt in twin["excerpts"])


def test_the_twin_has_no_number_for_what_is_suppressed(client: TestClient) -> None:
    twin = client.get("/fr/cap.json").json()
    hidden = [site for site in twin["nps"]["by_site"] if "rule_id" in site]
    assert [site["key"] for site in hidden] == ["bayonne", "pau"]
    assert all(set(site) == {"key", "period", "rule_id", "title"} for site in hidden)
    assert "null" not in json.dumps([*hidden, *twin["nps"]["by_month"]])
