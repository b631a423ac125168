"""The JSON twin of the page « Cap »: the same figures as numbers, for whoever reads with a program."""

from collections.abc import Iterable, Mapping

from clairevoix.store.published import Row, Snapshot
from clairevoix.web.about import read_about
from clairevoix.web.marks import CLASSES
from clairevoix.web.pages import current_year
from clairevoix.web.tables import TOTAL


def cap_json(snapshot: Snapshot, lang: str) -> dict[str, object]:
    """What the page shows, in numbers. A suppressed figure has a ``rule_id`` and no number at all."""
    about = read_about(snapshot.about)
    year = current_year(snapshot, about)
    titles = {label.name: label.title.get(lang, label.name) for label in snapshot.labels}
    months = snapshot.select("nps", "month")
    sites = snapshot.select("nps", "site", year) if year else ()
    return {
        "language": lang,
        **{key: snapshot.about.get(key) for key in ("published_at", "version", "synthetic", "charter", "model")},
        **{key: snapshot.about.get(key) for key in ("survey", "last_month", "target", "trajectory", "draw", "calls")},
        "nps": {
            "year_to_date": next(
                (_figure(row) for row in months if row.key == TOTAL and row.period == year),
                None,
            ),
            "last_month": next((_figure(row) for row in months if row.key == snapshot.about.get("last_month")), None),
            "rolling": next((_figure(row) for row in snapshot.select("nps", "window")), None),
            "by_month": _figures(months, {}),
            "by_site": _figures(sites, about.sites),
        },
        **{key: snapshot.about.get(key) for key in ("readings", "outlook", "change")},
        "marks": {name: _figures(snapshot.select("mark", name), {}) for name in CLASSES},
        "mean_mark": next((_figure(row) for row in snapshot.select("mean", "mark")), None),
        "labels": _figures(snapshot.select("label", "contacts"), titles),
        "excerpts": [
            {
                "excerpt_id": excerpt.excerpt_id,
                "label": excerpt.label,
                "month": excerpt.month,
                "language": excerpt.language,
                "text": excerpt.text,
                "evidence": list(excerpt.evidence),
                "duration_ms": excerpt.duration_ms,
                "cue_ms": excerpt.cue_ms,
                "audio": f"/excerpts/{excerpt.excerpt_id}.flac",
            }
            for excerpt in snapshot.excerpts
        ],
    }


def _figures(rows: Iterable[Row], titles: Mapping[str, str]) -> list[dict[str, object]]:
    return [{**_figure(row), **({"title": titles[row.key]} if row.key in titles else {})} for row in rows]


def _figure(row: Row) -> dict[str, object]:
    place: dict[str, object] = {"key": row.key, "period": row.period}
    if row.rule_id is not None:
        return {**place, "rule_id": row.rule_id}
    numbers: dict[str, object] = {
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "level": row.level,
        "n": row.n,
        "method": row.method,
        "unit": row.unit,
    }
    return {
        **place,
        **numbers,
        **({} if row.n_coded is None else {"n_coded": row.n_coded}),
    }
