"""``clairevoix evaluate``."""

import json
import shutil
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import click

from clairevoix import __version__
from clairevoix.cli.evaluation import Options, Wanted, check, model_name, wanted_by
from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import complain, json_option, note, progress, say, spoken
from clairevoix.model.errors import InputError, SettingsError
from clairevoix.quality import cases, gate, layout, report, running, runs, wording
from clairevoix.quality.catalogue import METRICS
from clairevoix.quality.evidence import Heard
from clairevoix.quality.running import Judged
from clairevoix.quality.truth import TRUE_WORDS, Corpus, Split, Take

#: How often a slice is heard with noise, to learn how far metrics move.
_N_NOISY = 2
#: Markdown gives the details of conditions heard on so many contacts; HTML and JSON give all.
_FEWEST_IN_DETAIL = 10
#: What the extra « evaluate » installs.
_PACKAGES = ("meeteval", "pyannote.metrics")
_file = click.Path(dir_okay=False, path_type=Path)


@click.command(name="evaluate")
@click.option(
    "--corpus", "folder", type=click.Path(file_okay=False, path_type=Path), help="A corpus; else the bundled slice."
)
@click.option("--split", type=click.Choice([each.value for each in Split]), default="development", show_default=True)
@click.option("--condition", "conditions", multiple=True, help="Only this condition; may be repeated, * allowed.")
@click.option("--contact", "contacts", multiple=True, help="Only this contact; may be repeated, * allowed.")
@click.option(
    "--workspace", "root", type=click.Path(file_okay=False, path_type=Path), help="Its settings and its codebook."
)
@click.option("--model", help="A model's name, or the folder of a CTranslate2 Whisper, instead of the settings'.")
@click.option("--jobs", type=click.IntRange(0), help="Processes side by side; 0 for what suits here.")
@click.option("--transcripts", type=_file, help="Judge these transcripts instead: JSON lines, each with a recording.")
@click.option("--save", type=_file, help="Write the evidence, numbers only, for a later --against.")
@click.option("--against", type=_file, help="Compare with evidence saved before, contact by contact.")
@click.option("--html", type=_file, help="Write a page with the worst cases to listen to.")
@click.option("--markdown", type=_file, help="Write the tables in Markdown.")
@click.option("--language", "lang", type=click.Choice(["fr", "en"]), help="Of the report; else that of the terminal.")
@click.option("--gate", "gate_file", type=_file, help="Fail if a metric fell below this record by more than its noise.")
@click.option("--record", type=_file, help="Put the values on record, with their noise; needs --reason.")
@click.option("--reason", default="", help="Why the record changes, or why the test half is looked at.")
@json_option
def command(**options: object) -> None:
    """Measure recognition, redaction and labels on recordings whose truth is known.

    The test half is heard only with --split test, and each time is written into the log that the corpus names.
    """
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise SettingsError(
            spoken()("evaluating needs more packages; install them with: pip install clairevoix[evaluate]")
        )
    try:
        _evaluate(Options(**options))  # type: ignore[arg-type]
    except InputError as error:
        complain(f"{error}: {spoken()(REASONS[error.code])}")
        raise click.exceptions.Exit(InputError.exit_code) from None


def _evaluate(options: Options) -> None:
    check(options)
    before = runs.load(options.against) if options.against else None
    recorded = gate.read_record(options.gate_file) if options.gate_file else ()
    wanted = wanted_by(options)
    level = wanted.settings.measure.level
    started = time.monotonic()
    judged = _judged(wanted, options.transcripts)
    about = _about(wanted, judged, options, time.monotonic() - started)
    if options.save:
        runs.save(judged, options.save)
    found = report.results(judged, level)
    compared = {} if before is None else runs.compared(before, judged, level)
    _write(options, wanted, judged, about, found=found, compared=compared)
    of = running.fingerprint(wanted.corpus, judged, wanted.codebook)
    if options.gate_file:
        _check_same(options.gate_file, of)
        _pass_gate(recorded, found)
    if options.record:
        noisy = [report.results(_judged(wanted, None, dither=seed), level) for seed in range(1, _N_NOISY + 1)]
        gate.write_record(options.record, gate.records(found, noisy), options.reason, of=of)


def _judged(wanted: Wanted, transcripts: Path | None, *, dither: int | None = None) -> tuple[Judged, ...]:
    corpus = wanted.corpus
    if transcripts is not None:
        return _judged_elsewhere(corpus, wanted.takes, runs.transcripts(transcripts, corpus))
    with progress(spoken()("Listening to the corpus")) as advance:
        heard = running.evaluate(
            corpus, wanted.takes, wanted.settings, wanted.codebook, progress=advance, dither=dither
        )
    written = {name for name, truth in corpus.truths.items() if all(turn.span is None for turn in truth.turns)}
    asked = {take.contact_id for take in wanted.takes} | (written if wanted.whole else set())
    texts = [corpus.truths[name] for name in sorted(asked) if corpus.truths[name].split is wanted.split]
    return heard + running.judge_words(corpus, [truth for truth in texts if truth.turns], wanted.codebook)


def _judged_elsewhere(corpus: Corpus, takes: Sequence[Take], transcripts: Mapping[str, Heard]) -> tuple[Judged, ...]:
    missing = running.untranscribed(takes, transcripts)
    if missing:
        refusal = spoken().plural(
            "{n} recording asked for has no transcript: {first}",
            "{n} recordings asked for have no transcript, the first is {first}",
            len(missing),
            first=missing[0],
        )
        raise SettingsError(refusal)
    return running.judge_elsewhere(corpus, takes, transcripts)


def _about(wanted: Wanted, judged: Sequence[Judged], options: Options, wall_s: float) -> report.About:
    heard = [each for each in judged if each.condition != TRUE_WORDS]
    return report.About(
        corpus=wanted.corpus.name,
        origin=wanted.corpus.origin.value,
        split=wanted.split,
        at=datetime.now(UTC),
        version=__version__,
        model=model_name(options, wanted.settings),
        n_contacts=len({each.contact_id for each in heard}),
        n_recordings=len(heard),
        n_available=sum(wanted.corpus.of(take).split is wanted.split for take in wanted.corpus.takes),
        audio_s=sum(each.duration_ms for each in heard) / 1000,
        wall_s=wall_s,
        level=wanted.settings.measure.level,
    )


def _write(
    options: Options,
    wanted: Wanted,
    judged: Sequence[Judged],
    about: report.About,
    *,
    found: report.Results,
    compared: Mapping[str, runs.Comparison],
) -> None:
    """The report, in every form that was asked for; the worst cases of the test half are shown to nobody."""
    lang = options.lang or spoken().lang
    tables = report.tables(found, compared, lang)
    if options.html:
        takes = {take.recording_id: take for take in wanted.takes}
        folder = options.html.resolve().parent
        shown = None if wanted.split is Split.TEST else cases.worst_cases(judged, takes, folder, lang)
        options.html.write_text(report.page(about, tables, shown, lang), encoding="utf-8")
    if options.markdown:
        main = report.tables(found, compared, lang, fewest_contacts=_FEWEST_IN_DETAIL)
        options.markdown.write_text(report.document(about, main, lang), encoding="utf-8")
    if options.as_json:
        say(json.dumps(report.as_object(about, found, compared), ensure_ascii=False))
        return
    say(report.facts(about, lang))
    for line in layout.lines(report.brief(found, compared, lang), shutil.get_terminal_size().columns):
        say(line)


def _check_same(record: Path, of: str) -> None:
    _ = spoken()
    if not gate.is_of(record, of):
        refusal = _(
            "{name} is the record of other recordings, or of another truth: nothing to compare with", name=record.name
        )
        raise SettingsError(refusal)


def _pass_gate(recorded: Sequence[gate.Recorded], found: report.Results) -> None:
    """Ends with an error if something got worse by more than its noise."""
    _ = spoken()
    fallen = gate.falls(recorded, found)
    for each in fallen:
        was = wording.number(each.recorded.metric, each.recorded.value, _.lang)
        now = "—" if each.value is None else wording.number(each.recorded.metric, each.value, _.lang)
        noise = wording.number(each.recorded.metric, each.recorded.noise, _.lang)
        title = _(METRICS[each.recorded.metric].title)
        complain(
            _(
                "{condition}: {title}: {now}, on record {was}, noise {noise}",
                condition=each.recorded.condition,
                title=title,
                now=now,
                was=was,
                noise=noise,
            )
        )
    if fallen:
        complain(_("worse than on record; if that is meant, put it on record with --record and the reason"))
        raise click.exceptions.Exit(1)
    note(_("nothing fell below the record by more than its noise"))
