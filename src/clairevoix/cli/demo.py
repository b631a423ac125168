"""``clairevoix demo``."""

import sys
from pathlib import Path

import click

from clairevoix.cli.output import busy, json_option, progress, say, show, spoken
from clairevoix.i18n import Translator, month_name, points
from clairevoix.intake import (
    ingest_acts,
    ingest_calls,
    ingest_contacts,
    ingest_mystery,
    ingest_responses,
    ingest_reviews,
    ingest_steps,
)
from clairevoix.model.errors import InputError
from clairevoix.model.outcome import Report
from clairevoix.pipeline import publish, run
from clairevoix.project import Project, open_project
from clairevoix.pulse import ingest_pulse, pulse_is_there
from clairevoix.sample import LOGS, prepare
from clairevoix.store import published


@click.command(name="demo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
def command(folder: Path, as_json: bool) -> None:
    """Build a workspace from the bundled sample in FOLDER, run everything, and print the headline.

    Everything in the sample is synthetic. Run again, it only does what is not done yet.
    """
    source = prepare(folder)
    project = open_project(folder)
    with busy(spoken()("Reading answers")):
        reports = [ingest_calls(project, [source]), ingest_responses(project, [source / "responses.csv"])]
        reports.append(ingest_reviews(project, [source / "reviews.csv"]))
        others = [*_of_staff(project, source), *_of_customers(project, source)]
    with progress(spoken()("Listening to the drawn calls")) as advance:
        reports.append(run(project, advance))
    with busy(spoken()("Measuring and publishing")):
        reports.append(publish(project))
    merged = Report(
        command="demo",
        counts={name: reports[index].counts[name] for index, name in _HEADLINE},
        quarantined=tuple(aside for report in (*reports, *others) for aside in report.quarantined),
        facts=reports[3].facts,
    )
    show(merged, as_json=as_json)
    if not as_json:
        say(_headline(published.read(project.workspace.snapshot), spoken()))
        say(spoken()("To open the page: {command} serve --workspace {folder}", command=sys.argv[0], folder=folder))
    if merged.quarantined:
        raise click.exceptions.Exit(InputError.exit_code)


def _of_customers(project: Project, source: Path) -> list[Report]:
    """What else is told of the sample's customers."""
    return [
        ingest_responses(project, [source / "after-contact.csv"]),
        ingest_responses(project, [source / "satisfaction.csv"]),
        ingest_mystery(project, [source / "mystery.csv"]),
        ingest_steps(project, [source / name for name in LOGS]),
        ingest_responses(project, [source / "effort_answers.csv"]),
        ingest_contacts(project, [source / "contact_log.parquet"]),
    ]


def _of_staff(project: Project, source: Path) -> list[Report]:
    """The made-up pulse and pressure; a sample that was made before there was one stays as it was."""
    if not (source / "acts.csv").exists():
        return []
    reports = [ingest_acts(project, [source / "acts.csv", source / "spread.csv"])]
    return reports if pulse_is_there(project) else [*reports, ingest_pulse(project, [source / "pulse.csv"])]


_HEADLINE = ((0, "listed"), (0, "drawn"), (1, "rows"), (3, "done"), (3, "unchanged"), (4, "figures"), (4, "suppressed"))


def _headline(snapshot: published.Snapshot, _: Translator) -> str:
    year = str(snapshot.about["last_month"])[:4]
    total = next(row for row in snapshot.select("nps", "month", year) if row.key == "total")
    if total.value is None or total.low is None or total.high is None:
        return _("No figure could be released.")
    return _(
        "NPS {value}, year to date, end of {month}; 95 % confidence interval {low} to {high}; n = {n}.",
        value=points(total.value, _.lang),
        month=month_name(str(snapshot.about["last_month"]), _.lang),
        low=points(total.low, _.lang),
        high=points(total.high, _.lang),
        n=total.n,
    )
