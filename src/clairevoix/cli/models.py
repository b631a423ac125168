"""``clairevoix models``."""

import json

import click

from clairevoix.cli.output import json_option, note, say, spoken
from clairevoix.transcribe.engines.weights import PACKAGED, assembled, cache_folder, folder_digest, installed


@click.command(name="models")
@json_option
def command(as_json: bool) -> None:
    """List the models that are installed, checked against their digests."""
    found = [_described(name) for name, packaged in PACKAGED.items() if installed(packaged)]
    if as_json:
        say(json.dumps(found))
        return
    if not found:
        note(spoken()("No model is installed. Install one with: pip install 'clairevoix[whisper-base]'"))
    for model in found:
        say("  ".join(str(model[key]) for key in ("name", "digest", "licence", "bytes", "path")))


def _described(name: str) -> dict[str, object]:
    packaged = PACKAGED[name]
    folder = assembled(packaged)
    return {
        "name": name,
        "path": str(cache_folder() / name),
        "digest": folder_digest(folder),
        "languages": list(packaged.languages),
        "licence": packaged.licence,
        "bytes": sum(file.stat().st_size for file in folder.iterdir()),
    }
