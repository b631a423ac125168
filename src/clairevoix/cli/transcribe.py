"""``clairevoix transcribe``."""

import json
from dataclasses import replace
from pathlib import Path

import click

from clairevoix.cli.messages import REASONS
from clairevoix.cli.output import complain, json_option, say, spoken
from clairevoix.config import TranscribeSettings
from clairevoix.ingest.audio import read_recording
from clairevoix.model.errors import InputError
from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.engine import load_engine
from clairevoix.transcribe.turns import transcribe


@click.command(name="transcribe")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@click.option("--model", help="A model's name, the folder of a CTranslate2 Whisper, or a hub name.")
@json_option
def command(files: tuple[Path, ...], language: str, model: str | None, as_json: bool) -> None:
    """Transcribe FILES, without a workspace: what is said is printed unredacted, and stored nowhere.

    With --json, one object a line, in the order given. A file that cannot be read gives {"error": CODE}.
    """
    settings = TranscribeSettings()
    engine = load_engine(replace(settings, model=model) if model else settings)
    failed = False
    for number, file in enumerate(files, start=1):
        try:
            transcript = transcribe(read_recording(file, str(number), ()), engine, language)
        except InputError as error:
            failed = True
            complain(f"file {number}: {error.code.value}: {spoken()(REASONS[error.code])}")
            if as_json:
                say(json.dumps({"error": error.code.value}))
            continue
        say(json.dumps(as_object(transcript), ensure_ascii=False) if as_json else as_text(transcript))
    if failed:
        raise click.exceptions.Exit(InputError.exit_code)


def as_object(transcript: Transcript) -> dict[str, object]:
    """The stable JSON form of a transcript; times in ms, scores 0 to 1."""
    return {
        "duration_ms": transcript.duration_ms,
        "language": transcript.language,
        "turns": [
            {
                "start_ms": turn.span.start_ms,
                "end_ms": turn.span.end_ms,
                "channel": turn.channel,
                "party": turn.party.value,
                "text": turn.text,
                "words": [
                    {
                        "start_ms": word.span.start_ms,
                        "end_ms": word.span.end_ms,
                        "text": word.text,
                        "score": round(word.score, 4),
                    }
                    for word in turn.words
                ],
            }
            for turn in transcript.turns
        ],
    }


def as_text(transcript: Transcript) -> str:
    """One line a turn: when, on which channel, what."""
    return "\n".join(f"{turn.span.start_ms / 1000:8.2f}  {turn.channel}  {turn.text}" for turn in transcript.turns)
