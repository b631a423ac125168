"""A made-up snapshot of the size that the sample gives, for the tests of the web application."""

import io
import math
from array import array
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av

from clairevoix.charter.disclosure import release
from clairevoix.charter.policy import Charter
from clairevoix.config import TargetSettings
from clairevoix.measure.nps.distribution import mark_tables, mean_table
from clairevoix.measure.nps.road import road
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.excerpt import Excerpt
from clairevoix.model.measure import Estimate, EstimateTable, Figure, Suppressed
from clairevoix.store import published

CUE_MS = 1500
SITES = {"brest": "Brest", "bayonne": "Bayonne", "evry": "Évry", "lille": "Lille", "nantes": "Nantes", "pau": "Pau"}
MONTHS = {  # promoters, passives, detractors
    "2024": [
        *[(58, 44, 26), (63, 41, 25), (55, 47, 24), (59, 50, 22), (55, 51, 21), (58, 48, 23)],
        *[(55, 50, 22), (54, 44, 24), (53, 52, 20), (59, 43, 25), (62, 38, 22), (57, 47, 22)],
    ],
    "2025": [
        *[(152, 131, 54), (172, 95, 63), (159, 103, 58), (171, 101, 57), (3, 3, 1), (180, 82, 62)],
        *[(166, 87, 57), (143, 100, 52), (179, 79, 60)],
    ],
}
BY_SITE = {  # adds up to 2025
    "bayonne": (3, 2, 1),
    "brest": (352, 214, 133),
    "evry": (241, 163, 98),
    "lille": (408, 219, 121),
    "nantes": (285, 160, 98),
    "pau": (36, 23, 13),
}
BY_SITE_BEFORE = {  # adds up to January to September 2024
    "bayonne": (3, 2, 1),
    "brest": (130, 110, 60),
    "evry": (95, 80, 40),
    "lille": (160, 130, 55),
    "nantes": (110, 95, 45),
    "pau": (12, 10, 6),
}
MARKS = (95, 24, 31, 42, 61, 98, 113, 287, 494, 612, 713)  # 0 to 10; adds up to 2025
LABELS = {
    "internet_outage": ("Panne d’internet", "Internet outage", 0.31),
    "missed_appointment": ("Rendez-vous manqué", "Missed appointment", 0.12),
    "repeat_contact": ("Contact répété", "Repeat contact", 0.22),
    "cancellation_intent": ("Intention de résilier", "Intention to cancel", 0.09),
    "problem_solved": ("Problème résolu", "Problem solved", 0.44),
}
SAID = {
    "internet_outage": (
        "Bonjour, je n’ai plus d’internet depuis mardi matin, la box clignote en rouge.",
        "plus d’internet",
    ),
    "missed_appointment": ("J’ai posé ma matinée et le technicien n’est jamais venu.", "n’est jamais venu"),
    "repeat_contact": ("C’est la troisième fois que j’appelle pour la même chose.", "troisième fois que j’appelle"),
    "cancellation_intent": ("Si ça continue je résilie, je passe à un autre opérateur.", "je résilie"),
    "problem_solved": ("Ah, ça y est, tout remarche, merci [PRÉNOM].", "tout remarche"),
}


def nps(key: str, counts: tuple[int, int, int]) -> Estimate:
    """Adjusted Wald, in points."""
    promoters, _, detractors = counts
    n = sum(counts)
    p, d, m = promoters + 0.75, detractors + 0.75, n + 3
    centre = (p - d) / m
    half = 1.96 * math.sqrt(((p + d) / m - centre**2) / m)
    return Estimate(
        key=key,
        value=100 * (promoters - detractors) / n,
        low=100 * (centre - half),
        high=100 * (centre + half),
        level=0.95,
        n=n,
        method="adjusted-wald",
        unit="points",
    )


def summed(rows: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    return (sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows))


def tone(seconds: float = 4.0, rate: int = 16_000) -> bytes:
    """A quiet tone as a FLAC file."""
    samples = array("h", (int(3000 * math.sin(2 * math.pi * 330 * i / rate)) for i in range(int(seconds * rate))))
    out = io.BytesIO()
    with av.open(out, "w", format="flac") as container:
        stream = container.add_stream("flac", rate=rate, layout="mono")
        step = 4096
        for start in range(0, len(samples), step):
            part = samples[start : start + step]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(part))
            frame.sample_rate = rate
            frame.pts, frame.time_base = start, Fraction(1, rate)
            frame.planes[0].update(part.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def released(marks: Sequence[int] = MARKS) -> list[Figure | Suppressed]:
    """NPS by month of two years and by site, the marks, labels; the charter hides what it must."""
    charter, tables = Charter(minimum_cell=10), []
    for year, months in MONTHS.items():
        parts = [nps(f"{year}-{number:02d}", counts) for number, counts in enumerate(months, start=1)]
        tables.append(_table("nps", "month", year, parts, nps("total", summed(months))))
    sites = [nps(key, counts) for key, counts in BY_SITE.items()]
    tables.append(_table("nps", "site", "2025", sites, nps("total", summed(MONTHS["2025"]))))
    before = [nps(key, counts) for key, counts in BY_SITE_BEFORE.items()]
    tables.append(_table("nps", "site", "2024-09", before, nps("total", summed(MONTHS["2024"][:9]))))
    tables += mark_tables("2025", marks, 0.95)
    if min(marks) >= charter.minimum_cell:
        tables.append(mean_table("2025", marks, 0.95))
    labels = [_label_estimate(name, share) for name, (_, _, share) in LABELS.items()]
    tables.append(_table("label", "contacts", "recent", labels, None))
    return [row for table in tables for row in release(charter, table)]


@cache
def way() -> dict[str, object]:
    """The readings, the outlook and the change that these figures give."""
    return road(released(), "2025-09", TargetSettings(points=40.0, due="2025-12"))


def about() -> dict[str, object]:
    """What the pipeline says of the snapshot."""
    return {
        **way(),
        "published_at": "2025-10-02T14:05:00+02:00",
        "version": "0.1.0",
        "synthetic": True,
        "charter": {
            "digest": "4c1f0a9be2d37788",
            "sampling_rate": 0.1,
            "minimum_cell": 10,
            "recording_days": 180,
            "comment_days": 365,
        },
        "draw": {"n_listed": 1600, "n_drawn": 160, "rate": 0.1},
        "calls": {"n": 160, "first_day": "2025-09-01", "last_day": "2025-09-30"},
        "target": {"points": 40, "quantity": "year-to-date", "due": "2025-12"},
        "last_month": "2025-09",
        "trajectory": {
            "base": 27.1,
            "base_period": "2024",
            "current": 33.5,
            "gap": 6.5,
            "required": 59.5,
            "months_left": 3,
            "pace": [["2024-12", 27.1], ["2025-12", 40.0]],
            "pace_now": 36.8,
        },
        "survey": {
            "survey_id": "recommend",
            "question": "Quelle est la probabilité que vous nous recommandiez à un proche ?",
        },
        "sites": SITES,
        "model": {"name": "whisper-base", "digest": "9d2c"},
    }


def build(
    path: Path,
    *,
    changes: Mapping[str, object] | None = None,
    with_figures: bool = True,
    marks: Sequence[int] = MARKS,
) -> None:
    """Publishes it. ``changes`` replaces keys of ``about``."""
    published.replace(
        path,
        about={**about(), **(changes or {})},
        released=released(marks) if with_figures else [],
        labels=[_label(name) for name in LABELS],
        excerpts=_excerpts() if with_figures else [],
    )


def _table(measure: str, dimension: str, period: str, parts: list[Estimate], total: Estimate | None) -> EstimateTable:
    return EstimateTable(measure=measure, dimension=dimension, period=period, parts=tuple(parts), total=total)


def _label_estimate(name: str, share: float) -> Estimate:
    half = 1.96 * math.sqrt(share * (1 - share) / 60)
    return Estimate(
        key=name,
        value=share,
        low=max(0.0, share - half),
        high=share + half,
        level=0.95,
        n=160,
        n_coded=60,
        method="prediction-powered",
        unit="share",
    )


def _label(name: str) -> Label:
    fr, en, _ = LABELS[name]
    return Label(
        name=name,
        version=1,
        party=Party.CUSTOMER,
        title={"fr": fr, "en": en},
        definition={
            "fr": f"Le client dit de lui-même que son appel concerne ceci : {fr.lower()}.",
            "en": f"The customer says unprompted that the call is about this: {en.lower()}.",
        },
        phrases=("mot",),
    )


def _excerpts() -> list[Excerpt]:
    sound = tone()
    counted = [(name, number) for name in SAID for number in range(1, 4 if name == "internet_outage" else 2)]
    return [_excerpt(name, number, sound) for name, number in counted]


def _excerpt(name: str, number: int, sound: bytes) -> Excerpt:
    text, evidence = SAID[name]
    start = text.index(evidence)
    return Excerpt(
        excerpt_id=f"{name.replace('_', '')}{number}",
        label=name,
        month="2025-09",
        text=text,
        evidence=(start, start + len(evidence)),
        audio=sound,
        duration_ms=4000,
        cue_ms=CUE_MS,
    )
