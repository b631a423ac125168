"""``clairevoix transcribe``."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import click

from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import complain, json_option, note, say, spoken
from clairevoix.config import TranscribeSettings
from clairevoix.ingest.audio import open_sound
from clairevoix.model.errors import CharterRefusal, Code, ComponentError, InputError, SettingsError
from clairevoix.model.transcript import Transcript
from clairevoix.pipeline import listen
from clairevoix.store.workspace import write_whole
from clairevoix.transcribe.engine import load_engine
from clairevoix.transcribe.exports.table import EXPORTS, suffix

#: Formats of which one file can follow another on standard output.
_IN_LINES = ("text", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """The command line, as it was typed."""

    files: tuple[Path, ...]
    language: str
    model: str | None
    form: str | None
    folder: Path | None
    force: bool
    held_back: bool
    as_json: bool


@click.command(name="transcribe")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["fr", "en", "auto"]), default="fr", show_default=True)
@click.option("--model", help="A model's name, the folder of a CTranslate2 Whisper, or a hub name.")
@click.option("--format", "form", type=click.Choice(list(EXPORTS)), show_default="text", help="How it is written.")
@click.option(
    "--out", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write one file a recording into it."
)
@click.option("--force", is_flag=True, help="With --out: replace files that exist.")
@click.option("--held-back", is_flag=True, help="Say what was taken for invented: where, how many words, and why.")
@json_option
def command(**options: object) -> None:
    """Transcribe FILES, without a workspace: what is said is printed unredacted, and stored only where --out says.

    With --json, which is --format json, one object a line, in the order given. A file that cannot be read gives
    {"error": CODE}.
    """
    asked = _Options(**options)  # type: ignore[arg-type]
    form, names = _form(asked), _names(asked.files)
    targets = _targets(asked, [name + suffix(form) for name in names])
    n_failed = 0
    for heard, target in zip(_heard(asked, names), targets, strict=True):
        if isinstance(heard, Transcript):
            _deliver(EXPORTS[form](heard), target)
            continue
        n_failed += 1
        if form == "json" and target is None:
            say(json.dumps({"error": heard.value}))
    if asked.folder is not None:
        note(spoken()("Written: {n}.", n=len(names) - n_failed))
    if n_failed:
        raise click.exceptions.Exit(InputError.exit_code)


def _form(asked: _Options) -> str:
    """The name of the format. Raises UsageError for what does not go together."""
    if asked.as_json and asked.form not in (None, "json"):
        raise click.UsageError("--json is --format json; ask for one format.")
    form = "json" if asked.as_json else asked.form or "text"
    if asked.folder is None and asked.force:
        raise click.UsageError("--force goes with --out.")
    if asked.folder is None and len(asked.files) > 1 and form not in _IN_LINES:
        raise click.UsageError(f"Several recordings as {form} need --out, which writes a file each.")
    return form


def _names(files: tuple[Path, ...]) -> list[str]:
    """The files' names without folder and ending; one that was there before gets a number: ``call``, ``call-2``.

    Case and composition of letters do not make names different: on some disks they are none.
    """
    given = {_folded(file.stem) for file in files}
    names: dict[str, str] = {}
    for file in files:
        numbered = (f"{file.stem}-{number}" for number in count(2))
        name = file.stem
        while _folded(name) in names or (name != file.stem and _folded(name) in given):
            name = next(numbered)
        names[_folded(name)] = name
    return list(names.values())


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _targets(asked: _Options, names: list[str]) -> list[Path] | list[None]:
    """Where each transcript goes; None for standard output. Raises SettingsError rather than touch what exists."""
    if asked.folder is None:
        return [None] * len(names)
    targets = [asked.folder / name for name in names]
    try:
        asked.folder.mkdir(parents=True, exist_ok=True)
        existing = {target.resolve() for target in targets if target.exists()}
        if existing & {file.resolve() for file in asked.files}:
            raise click.UsageError("--out would replace a recording by its transcript; name another folder.")
    except OSError:
        raise ComponentError(spoken()("the output cannot be written there")) from None
    if existing and not asked.force:
        _ = spoken()
        raise SettingsError(
            _("files to write that exist already: {n}; nothing was started; replace them with --force", n=len(existing))
        )
    return targets


def _heard(asked: _Options, names: list[str]) -> Iterator[Transcript | Code]:
    """What is said in each file, or why it cannot be read."""
    settings = TranscribeSettings()
    engine = load_engine(replace(settings, model=asked.model) if asked.model else settings)
    for number, (file, name) in enumerate(zip(asked.files, names, strict=True), start=1):
        try:
            transcript = listen(open_sound(file, name, ()), engine, asked.language).transcript
            if asked.held_back:
                _tell(number, transcript)
            yield transcript
        except InputError as error:
            complain(f"file {number}: {error.code.value}: {spoken()(REASONS[error.code])}")
            yield error.code
        except CharterRefusal as refusal:
            complain(f"file {number}: {Code.REFUSED.value}: {refusal}")
            yield Code.REFUSED


def _tell(number: int, transcript: Transcript) -> None:
    """What the gate held back, on standard error: never which words."""
    for each in transcript.held_back:
        note(
            spoken()(
                "File {file}, channel {channel}, {start} to {end} s: words held back: {n} ({reason}).",
                file=number,
                channel=each.channel,
                start=f"{each.span.start_ms / 1000:.2f}",
                end=f"{each.span.end_ms / 1000:.2f}",
                n=each.n_words,
                reason=each.reason,
            )
        )


def _deliver(text: str, target: Path | None) -> None:
    if target is None:
        if text:
            say(text.removesuffix("\n"))
        return
    try:
        write_whole(target, text.encode(), mode=0o600)
    except OSError:
        raise ComponentError(spoken()("the output cannot be written there")) from None
