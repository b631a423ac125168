"""``clairevoix attack``."""

import json
from pathlib import Path

import click

from clairevoix.attack.campaign import Count, campaign
from clairevoix.attack.tokens import attacked_tokens
from clairevoix.cli.output import json_option, note, progress, say, spoken
from clairevoix.i18n import integer, percent

#: Rounds of the pulse that are played.
_ROUNDS = 5


@click.command(name="attack")
@click.option("--sequences", type=click.IntRange(1), default=10_000, show_default=True, help="Sequences of questions.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--minimum", type=click.IntRange(3), default=10, show_default=True, help="The minimum cell.")
@click.option("--markdown", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@json_option
def command(sequences: int, seed: int, minimum: int, markdown: Path | None, as_json: bool) -> None:
    """Attacks the release of figures, and the tokens of the pulse, with made-up people. Needs no workspace."""
    _ = spoken()
    with progress(_("Sequences")) as advance:
        whole, by_size = campaign(sequences, seed, minimum, advance=advance)
    tokens = attacked_tokens(_ROUNDS, seed)
    if markdown is not None:
        replace_table(markdown, table(whole, by_size, minimum, seed))
    if as_json:
        sizes = {size: count.numbers() for size, count in by_size.items()}
        pulse = {"pulse_tokens": tokens.tokens, "pulse_recovered": tokens.recovered}
        pulse |= {"pulse_control_recovered": tokens.control_recovered}
        answer = {**whole.numbers(), **pulse, "minimum": minimum, "seed": seed, "by_size": sizes}
        say(json.dumps({**answer, "control_recovered_by": dict(whole.by_attacker)}))
    else:
        for size, count in (*by_size.items(), (_("all"), whole)):
            say(_line(size, count))
        say(
            _(
                "Pulse: {tokens} tokens; laid to somebody: signed without a blind {control}, blindly {recovered}",
                tokens=integer(tokens.tokens, _.lang),
                control=integer(tokens.control_recovered, _.lang),
                recovered=integer(tokens.recovered, _.lang),
            )
        )
        note(_("Sequences that found somebody out; of the cells a threshold alone would show, the part withheld."))
    if whole.recovered or tokens.recovered:
        raise click.exceptions.Exit(1)


def _line(size: str, count: Count) -> str:
    _ = spoken()
    return _(
        "{size}: {sequences} sequences; by the threshold alone {control}, by what is released {recovered}; withheld {lost}",
        size=size,
        sequences=integer(count.sequences, _.lang),
        control=integer(count.control_recovered, _.lang),
        recovered=integer(count.recovered, _.lang),
        lost=percent(count.utility_lost, _.lang),
    )


def table(whole: Count, by_size: dict[str, Count], minimum: int, seed: int) -> str:
    """The same as a table for the documentation."""
    head = (
        f"Minimum {minimum}, seed {seed}, {whole.sequences:,} sequences against {whole.populations:,} populations:\n\n"
        "| People | Sequences | Found somebody out: threshold alone | what is released "
        "| Nested differences below the minimum: threshold alone | what is released | Cells withheld |\n"
        "|---|---:|---:|---:|---:|---:|---:|\n"
    )
    return head + "".join(
        f"| {size} | {count.sequences:,} | {count.control_recovered:,} | {count.recovered:,} "
        f"| {count.control_nested:,} | {count.nested:,} | {count.utility_lost:.0%} of {count.cells:,} |\n"
        for size, count in (*by_size.items(), ("all", whole))
    )


def replace_table(path: Path, text: str) -> None:
    """Puts the table between the page's marks ``<!-- attack -->`` and ``<!-- end -->``."""
    page = path.read_text(encoding="utf-8")
    before, _, rest = page.partition("<!-- attack -->\n")
    _, _, after = rest.partition("<!-- end -->")
    path.write_text(f"{before}<!-- attack -->\n\n{text}\n<!-- end -->{after}", encoding="utf-8")
