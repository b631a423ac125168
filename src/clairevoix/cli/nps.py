"""``clairevoix nps``."""

import json

import click

from clairevoix.cli.output import json_option, note, say, spoken
from clairevoix.i18n import points
from clairevoix.measure.nps.confidence_interval import DEFAULT_METHOD, METHODS
from clairevoix.measure.nps.estimate import estimate
from clairevoix.measure.nps.limits import SENTENCES


@click.command(name="nps")
@click.option("--counts", required=True, help="Promoters, passives, detractors: P,N,D.")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--method", type=click.Choice(list(METHODS)), default=DEFAULT_METHOD, show_default=True)
@json_option
def command(counts: str, level: float, method: str, as_json: bool) -> None:
    """The Net Promoter Score of three counts, in points, with its confidence interval."""
    promoters, passives, detractors = parsed(counts)
    found = estimate(promoters=promoters, passives=passives, detractors=detractors, method=method, level=level)
    if as_json:
        answer = {"n": found.n, "nps": found.value, "low": found.low, "high": found.high}
        say(json.dumps({**answer, "level": level, "method": method}))
        return
    _ = spoken()
    if found.value is None or found.low is None or found.high is None:
        say(_(SENTENCES[found.limits[0]]))
        return
    low, high = points(found.low, _.lang), points(found.high, _.lang)
    say(f"{points(found.value, _.lang)}  [{low} ; {high}]  n = {found.n}")
    for limit in found.limits:
        note(_(SENTENCES[limit]))


def parsed(counts: str) -> tuple[int, int, int]:
    """Promoters, passives, detractors from P,N,D. Raises click.BadParameter."""
    parts = [part.strip() for part in counts.split(",")]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise click.BadParameter("three whole numbers are expected: P,N,D", param_hint="--counts")
    return int(parts[0]), int(parts[1]), int(parts[2])
