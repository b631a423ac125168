"""``clairevoix redact``."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO

import click

from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import complain, json_option, say, spoken
from clairevoix.config import Settings
from clairevoix.ingest.audio import read_recording
from clairevoix.model.errors import ComponentError, InputError
from clairevoix.pipeline import hear
from clairevoix.redact.replace import redact_text
from clairevoix.redact.written import redact_email
from clairevoix.store.sound import encode_flac
from clairevoix.store.workspace import write_whole

_language = click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)


@click.group(name="redact")
def command() -> None:
    """Take personal data out of one document, without a workspace."""


@command.command()
@click.argument("source", type=click.File("rb"), default="-")
@click.option("--email", is_flag=True, help="Read an e-mail: headers and signatures go, HTML becomes text.")
@_language
@json_option
def text(source: BinaryIO, email: bool, language: str, as_json: bool) -> None:
    """Redact a text file, or standard input. Offsets of --json are those of the input's characters."""
    content = source.read()
    if email:
        if as_json:
            raise click.UsageError("an e-mail has no offsets: --email goes without --json")
        say(redact_email(content, language))
        return
    try:
        given = content.decode("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError("the text is not UTF-8") from None
    kept, entities = redact_text(given, language)
    say(json.dumps({"text": kept, "entities": [_object(asdict(each)) for each in entities]}) if as_json else kept)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The FLAC file to write.")
@click.option("--model", help="A model's name, the folder of a CTranslate2 Whisper, or a hub name.")
@click.option("--tone", is_flag=True, help="A tone where something was taken out, instead of silence.")
@_language
@json_option
def audio(file: Path, out: Path, model: str | None, tone: bool, language: str, as_json: bool) -> None:
    """Mute personal data in a recording, duration unchanged, and write it as FLAC.

    The muted sound is heard a second time: if any of what was taken out is still heard, nothing is written.
    """
    settings = Settings()
    settings = replace(settings, redact=replace(settings.redact, audio="tone" if tone else "mute"))
    if model:
        settings = replace(settings, transcribe=replace(settings.transcribe, model=model))
    try:
        redacted, sound, verification = hear(read_recording(file, "file", ()), settings, language)
    except InputError as error:
        complain(f"{error.code.value}: {spoken()(REASONS[error.code])}")
        raise click.exceptions.Exit(InputError.exit_code) from None
    try:
        write_whole(out, encode_flac(sound))
    except OSError:
        raise ComponentError("the output cannot be written there") from None
    muted = [
        {"type": each.entity_type, "channel": each.channel, "start_ms": each.span.start_ms, "end_ms": each.span.end_ms}
        for each in redacted.redactions
    ]
    if as_json:
        counts = {"n_sentinels": verification.n_sentinels, "sentinels_lost": verification.sentinels_lost}
        found = {"n_checked": verification.n_checked, **counts}
        say(json.dumps({"duration_ms": sound.duration_ms, "redactions": muted, "verification": found}))
        return
    _ = spoken()
    say(_("Muted: {n}. Duration unchanged: {ms} ms.", n=len(muted), ms=sound.duration_ms))
    if muted:
        say(_("Heard a second time: nothing of it is left."))


def _object(entity: dict[str, object]) -> dict[str, object]:
    return {"type": entity.pop("entity_type"), **entity}
