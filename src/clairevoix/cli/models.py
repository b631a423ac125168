"""``clairevoix models``."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import click
from babel.units import format_unit

from clairevoix.cli.output import complain, json_option, note, say, spoken, workspace_option
from clairevoix.config import TranscribeSettings, parse_settings, read_toml
from clairevoix.i18n import Translator
from clairevoix.model.errors import ClairevoixError
from clairevoix.store.workspace import SETTINGS_FILE
from clairevoix.transcribe.engine import engine_digest
from clairevoix.transcribe.engines.installed import UNKNOWN, InstalledModel, folder_model, packaged_model
from clairevoix.transcribe.engines.weights import PACKAGED, cache_folder, installed, located

#: Bytes in a unit, and the unit as Unicode's data name it.
_UNITS = ((10**9, "digital-gigabyte"), (10**6, "digital-megabyte"), (10**3, "digital-kilobyte"), (1, "digital-byte"))
#: How many languages the table shows of a model that knows many.
_SHOWN = 4


@click.command(name="models")
@workspace_option
@json_option
def command(root: Path, as_json: bool) -> None:
    """List the models that are installed, checked against their digests.

    These are the models that came as packages, the folders in the cache, and the model that the workspace names. One that
    does not match its digests is left out and complained about; the others are listed.
    """
    found: dict[Path, InstalledModel] = {}
    failures: list[ClairevoixError] = []
    for name, look in _places(root):
        try:
            model = look()
        except ClairevoixError as error:
            complain(f"{name}: {error}")
            failures.append(error)
        else:
            if model is not None:
                found.setdefault(model.path.resolve(), model)
    if as_json:
        say(json.dumps([_described(model) for model in found.values()]))
    elif found:
        for line in _table(list(found.values()), spoken()):
            say(line)
    elif not failures:
        note(spoken()("No model is installed. Install one with: pip install 'clairevoix[whisper-base]'"))
    if failures:
        raise click.exceptions.Exit(failures[0].exit_code)


def _places(root: Path) -> Iterator[tuple[str, Callable[[], InstalledModel | None]]]:
    """Where models may be: a name to complain with, and how to look."""
    for packaged in PACKAGED.values():
        if installed(packaged):
            yield packaged.name, partial(packaged_model, packaged)
    for folder in sorted(cache_folder().glob("[!.]*/")):
        if folder.name not in PACKAGED:
            yield folder.name, partial(folder_model, folder)
    if (root / SETTINGS_FILE).is_file():
        yield SETTINGS_FILE, partial(_named, root)


def _named(root: Path) -> InstalledModel | None:
    """The model that the workspace's settings name, as its engine sees it."""
    settings = parse_settings(read_toml(root / SETTINGS_FILE)).transcribe
    if settings.engine == "scripted":
        return None
    folder = located(settings.model)
    if folder is None:
        note(
            spoken()("{model} is no folder here: it would be fetched from a hub, over a network", model=settings.model)
        )
        return None
    digest = engine_digest(settings)
    return _packaged(settings) or folder_model(folder, digest)


def _packaged(settings: TranscribeSettings) -> InstalledModel | None:
    return packaged_model(PACKAGED[settings.model]) if settings.model in PACKAGED else None


def _described(model: InstalledModel) -> dict[str, object]:
    return {
        "name": model.name,
        "path": str(model.path),
        "digest": model.digest,
        "languages": list(model.languages),
        "licence": model.licence,
        "bytes": model.n_bytes,
    }


def _table(models: Sequence[InstalledModel], _: Translator) -> Iterator[str]:
    """One line a model under a line of headings, columns aligned; the path, which may be long, comes last."""
    rows = [[_("Model"), _("Size"), _("Digest"), _("Languages"), _("Licence"), _("Folder")]]
    for model in models:
        licence = _("unknown") if model.licence == UNKNOWN else model.licence
        size = _size(model.n_bytes, _.lang)
        rows.append([model.name, size, model.digest, _languages(model.languages), licence, str(model.path)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if place == 1 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _languages(languages: Sequence[str]) -> str:
    shown = " ".join(languages[:_SHOWN]) or "–"
    return f"{shown} …" if len(languages) > _SHOWN else shown


def _size(n_bytes: int, lang: str) -> str:
    """
    >>> _size(147_000_000, "en"), _size(2_540_000_000, "fr"), _size(900, "en")
    ('147 MB', '2,5\\u202fGo', '900 byte')
    """
    size, unit = next((each for each in _UNITS if n_bytes >= each[0]), _UNITS[-1])
    value = n_bytes / size
    digits = "#,##0.#" if value < 10 else "#,##0"
    return format_unit(value, unit, length="short", format=digits, locale=lang)
