"""The way out: from the lake's counts to what the charter releases, and the moments that go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path

from clairevoix import __version__
from clairevoix.charter.disclosure import Released, may_count, may_excerpt, release
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.people import admit_dimension
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.charter.sentiment import admit_sentiment
from clairevoix.measure.listening import listening
from clairevoix.measure.nps.confidence_interval import net_promoter_score
from clairevoix.measure.nps.distribution import mark_tables, mean_table
from clairevoix.measure.nps.months import is_broken, months_to, released_in
from clairevoix.measure.nps.outlook import Quantity
from clairevoix.measure.nps.road import new_surveys, road
from clairevoix.measure.nps.trajectory import trajectory
from clairevoix.measure.share import share_table
from clairevoix.measure.tables import TOTAL, nps_table, summed
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal, Code, StoreError
from clairevoix.model.excerpt import Excerpt
from clairevoix.model.measure import EstimateTable, Figure
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import Project
from clairevoix.publish.excerpts import Evidence, chosen, quote
from clairevoix.store import cells, registry, vault
from clairevoix.store.label_strata import label_strata
from clairevoix.store.registry import State
from clairevoix.store.sound import decode_flac, encode_flac


def released(project: Project) -> tuple[Released, ...]:
    """Every figure of the snapshot, or its absence: NPS by month and by site for each year, its marks, label shares."""
    return (*_nps(project), *_labels(project))


def _release(project: Project, table: EstimateTable) -> tuple[Released, ...]:
    """A table as the charter in force lets it out: nothing of what it does not declare."""
    admit_dimension(table.dimension)
    try:
        admit_measure(project.charter, table.measure, table.dimension)
    except CharterRefusal:
        return ()
    return release(project.charter, table)


def excerpts(project: Project, figures: Sequence[Released]) -> tuple[Excerpt, ...]:
    """A few moments for every label whose share was released."""
    shown = sorted(each.estimate.key for each in figures if isinstance(each, Figure) and each.measure == "label")
    wanted = [evidence for label in shown for evidence in chosen(_evidence(project, label))]
    return tuple(excerpt for evidence in wanted if (excerpt := _excerpt_or_none(project, evidence)) is not None)


def about(project: Project, figures: Sequence[Released]) -> dict[str, object]:
    """What a reader needs to know of a snapshot beside its figures."""
    survey_id = cells.headline_survey(project.workspace)
    months = cells.months(project.workspace, survey_id, project.today)
    charter, target = project.charter, project.settings.target
    draws = [draw for draw in registry.draws(project.registry) if may_count(draw.purpose)]
    listed, drawn = (sum(draw.n_listed for draw in draws), sum(draw.n_drawn for draw in draws))
    questions = registry.questions(project.registry)
    return {
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "synthetic": project.settings.workspace.synthetic,
        "charter": {**asdict(charter), "digest": charter.digest},
        "draw": {"n_listed": listed, "n_drawn": drawn, "rate": draws[-1].rate} if draws else None,
        "calls": _calls(project),
        "listening": _listening(project, figures, listed, drawn),
        "target": asdict(target) if target.points is not None else None,
        "last_month": months[-1] if months else None,
        "trajectory": _trajectory(project, months, figures),
        **road(figures, months[-1] if months else None, project.settings.target),
        "survey": {"survey_id": survey_id, "question": questions.get(survey_id)} if survey_id else None,
        "sites": project.sites,
        "model": {"name": Path(project.settings.transcribe.model).name, "engine": project.settings.transcribe.engine},
    }


def _nps(project: Project) -> list[Released]:
    """Of the months that have ended: a figure that moved with every answer would give each answer away."""
    survey_id = cells.headline_survey(project.workspace)
    if survey_id is None:
        return []
    found: list[Released] = []
    level = project.settings.measure.level
    months = cells.months(project.workspace, survey_id, project.today)
    for year in sorted({month[:4] for month in months}):
        of_year = [month for month in months if month[:4] == year]
        by_month = cells.nps(project.workspace, survey_id, "month", of_year)
        found += _release(project, nps_table("month", year, by_month, summed(by_month), level))
        period, alike = _alike(found, of_year, months)
        by_site = cells.nps(project.workspace, survey_id, "site", alike)
        whole = summed([cell for cell in by_month if cell.key in alike])
        found += _release(project, nps_table("site", period, by_site, whole, level))
    if months:
        found += _rolling(project, survey_id, months, found)
        found += _marks(project, survey_id, [month for month in months if month[:4] == months[-1][:4]])
    return found


def _alike(found: Sequence[Released], of_year: Sequence[str], months: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The months of a year that its sites are counted over, and their name.

    Of the year before, those that this year has had too, so that sites can be compared: in the place of the whole year,
    never beside it, since the rest of the year could be subtracted; and only where each of these months was released.
    """
    year, last = of_year[0][:4], months[-1]
    same = [month for month in of_year if month[5:] <= last[5:]]
    this_year = {month[5:] for month in months if month[:4] == last[:4]}
    shown = {each.key for each in released_in(found, "month", year)}
    if int(year) != int(last[:4]) - 1 or {month[5:] for month in same} != this_year or not shown.issuperset(same):
        return year, of_year
    return f"{year}-{last[5:]}", same


def _rolling(project: Project, survey_id: str, months: Sequence[str], found: Sequence[Released]) -> Sequence[Released]:
    """The last months together, where each was released alone: it then tells nothing that they do not.

    Beside held-back months of two years, such a sum could be subtracted. None where it is the year to date.
    """
    wanted = months_to(months[-1], project.settings.target.window)
    shown = {each.key for each in released_in(found, "month")}
    of_year = tuple(month for month in months if month[:4] == months[-1][:4])
    if wanted == of_year or not shown.issuperset(wanted) or is_broken(wanted, new_surveys(project.settings.target)):
        return ()
    whole = summed(cells.nps(project.workspace, survey_id, "month", wanted))
    estimate = net_promoter_score(whole, project.settings.measure.level)
    table = EstimateTable(measure="nps", dimension="window", period=months[-1], parts=(), total=estimate)
    return _release(project, table)


def _marks(project: Project, survey_id: str, months: Sequence[str]) -> list[Released]:
    """The distribution of the marks of these months, and their mean where no mark is held back.

    Of a class that is too small itself, not even which marks are empty is said: the score gives its number away.
    """
    counts, level = cells.marks(project.workspace, survey_id, months), project.settings.measure.level
    found: list[Released] = []
    for table in mark_tables(months[0][:4], counts, level):
        is_small = table.total is not None and 0 < table.total.n < project.charter.minimum_cell
        found += _release(project, replace(table, parts=()) if is_small else table)
    if all(isinstance(each, Figure) for each in found):
        found += _release(project, mean_table(months[0][:4], counts, level))
    return found


def _labels(project: Project) -> list[Released]:
    for extractor in project.label_extractors:
        admit_sentiment(extractor, "label")
    counted = label_strata(project.workspace, _label_names(project), _oldest(project), _purposes())
    return list(_release(project, share_table(counted, project.settings.measure.level)))


def _label_names(project: Project) -> list[str]:
    """The page says what customers say; a label on the agent's words would say what an employee does."""
    return [label.name for label in project.codebook.labels if label.party is Party.CUSTOMER]


def _purposes() -> list[Purpose]:
    return [purpose for purpose in Purpose if may_count(purpose)]


def _evidence(project: Project, label: str) -> list[Evidence]:
    found = cells.evidence(project.workspace, label, _oldest(project))
    return [
        Evidence(
            contact_id=row.contact_id,
            label=label,
            month=row.month,
            language=row.language,
            channel=row.channel,
            span=TimeSpan(row.start_ms, row.end_ms),
            audio_object=row.audio_object,
            duration_ms=row.duration_ms,
        )
        for row in found
        if may_excerpt(party=Party(row.party), purpose=Purpose(row.purpose))
    ]


def _excerpt_or_none(project: Project, evidence: Evidence) -> Excerpt | None:
    """None where the vault lost the sound: one lost object must not hold the whole page back."""
    try:
        return _excerpt(project, evidence)
    except StoreError:
        return None


def _excerpt(project: Project, evidence: Evidence) -> Excerpt:
    window = evidence.window
    spoken = cells.words(project.workspace, evidence.contact_id, evidence.channel, window)
    said = quote(spoken, evidence.span)
    content = vault.take(project.workspace, evidence.audio_object)
    everybody = decode_flac(content, evidence.contact_id, window)
    sound = replace(everybody, channels=(everybody.channels[evidence.channel],))
    return Excerpt(
        excerpt_id=evidence.excerpt_id,
        label=evidence.label,
        month=evidence.month,
        language=evidence.language,
        text=said.text,
        evidence=said.evidence,
        audio=encode_flac(sound),
        duration_ms=sound.duration_ms,
        cue_ms=evidence.span.start_ms - window.start_ms,
    )


def _trajectory(project: Project, months: Sequence[str], figures: Sequence[Released]) -> Mapping[str, object] | None:
    target = project.settings.target
    if target.points is None or not months or target.quantity != Quantity.YEAR_TO_DATE:
        return None
    totals = {each.period: each for each in figures if isinstance(each, Figure) and _is_year(each)}
    current, before = totals.get(target.due[:4]), str(int(target.due[:4]) - 1)
    if current is None:
        return None
    road = trajectory(
        current=current,
        base=None
        if is_broken([f"{before}-01", months[-1]], new_surveys(project.settings.target))
        else totals.get(before),
        last_month=months[-1],
        target=target.points,
        due=target.due,
    )
    return asdict(road) if road is not None else None


def _is_year(figure: Figure) -> bool:
    return (figure.measure, figure.dimension, figure.estimate.key) == ("nps", "month", TOTAL)


def _calls(project: Project) -> Mapping[str, object] | None:
    found = cells.processed(project.workspace, _oldest(project), [purpose for purpose in Purpose if may_count(purpose)])
    if found.n < project.charter.minimum_cell:
        return None
    aside = registry.jobs(project.registry, State.QUARANTINED)
    n_not_verified = sum(job.code is Code.REDACTION_NOT_VERIFIED and may_count(job.contact.purpose) for job in aside)
    days = {"first_day": str(found.first_on), "last_day": str(found.last_on)}
    return {"n": found.n, **days, "n_not_verified": n_not_verified}


def _listening(
    project: Project, figures: Sequence[Released], n_listed: int, n_drawn: int
) -> Mapping[str, object] | None:
    """Of the contacts from which those that count were drawn; None where too few count, or none was drawn."""
    counted = cells.labels(project.workspace, _label_names(project), _oldest(project), _purposes())
    heard = cells.processed(project.workspace, _oldest(project), _purposes()).n
    if heard < project.charter.minimum_cell or not n_drawn:
        return None
    shown = [each.estimate for each in figures if isinstance(each, Figure) and each.measure == "label"]
    shares = {estimate.key: estimate.value for estimate in shown if estimate.value is not None}
    population = max(heard, round(heard * n_listed / n_drawn))
    return listening(counted, shares, heard=heard, population=population, level=project.settings.measure.level)


def _oldest(project: Project) -> date:
    return oldest_day(project.charter, Kept.RECORDING, project.today)
