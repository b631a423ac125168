"""``clairevoix nps``."""

import json

import click

from clairevoix.cli.output import json_option, say, spoken
from clairevoix.i18n import points
from clairevoix.measure.nps.confidence_interval import METHODS, net_promoter_score
from clairevoix.model.measure import NpsCell


@click.command(name="nps")
@click.option("--counts", required=True, help="Promoters, passives, detractors: P,N,D.")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True)
@click.option("--method", type=click.Choice(list(METHODS)), default="adjusted-wald", show_default=True)
@json_option
def command(counts: str, level: float, method: str, as_json: bool) -> None:
    """The Net Promoter Score of three counts, in points, with its confidence interval."""
    promoters, passives, detractors = _parsed(counts)
    cell = NpsCell(key="counts", n_promoters=promoters, n_passives=passives, n_detractors=detractors)
    found = net_promoter_score(cell, level, method)
    if as_json:
        answer = {"n": found.n, "nps": found.value, "low": found.low, "high": found.high}
        say(json.dumps({**answer, "level": level, "method": method}))
    elif found.value is None or found.low is None or found.high is None:
        say(spoken()("Nobody answered: no score."))
    else:
        lang = spoken().lang
        say(f"{points(found.value, lang)}  [{points(found.low, lang)} ; {points(found.high, lang)}]  n = {found.n}")


def _parsed(counts: str) -> tuple[int, int, int]:
    parts = [part.strip() for part in counts.split(",")]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        raise click.BadParameter("three whole numbers are expected: P,N,D", param_hint="--counts")
    return int(parts[0]), int(parts[1]), int(parts[2])
