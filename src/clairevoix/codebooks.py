"""Which codebook is in force, and under which ones a contact was annotated for a label as it is meant today."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from clairevoix.annotate.codebook.label_file import parse_label
from clairevoix.annotate.codebook.reader import digest_of, parse_codebook, read_texts
from clairevoix.annotate.codebook.versions import check_versions
from clairevoix.charter.concepts import admit_labels
from clairevoix.charter.extractors import Extractor
from clairevoix.model.annotation import Codebook, Coding
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.store import codebooks
from clairevoix.store.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A codebook with its files and what its labels infer; ``refusal`` says why it is not what the workspace's files say."""

    codebook: Codebook
    files: Mapping[str, bytes] = field(repr=False)
    extractors: tuple[Extractor, ...]
    refusal: str = ""


def codebook_in_force(opened: Workspace, engine: sa.Engine) -> Book:
    """The codebook that the workspace's files make, or, if they make none, the last one that was in force.

    Raises SettingsError where none ever was, and CharterRefusal for a label that nobody may be judged by, which no other
    codebook stands in for.
    """
    try:
        return proposed_codebook(opened, engine)
    except SettingsError as error:
        last = in_force(engine)
        if last is None:
            raise
        admit_labels(last.codebook.labels)
        return replace(last, refusal=str(error))


def proposed_codebook(opened: Workspace, engine: sa.Engine) -> Book:
    """The codebook that the workspace's files make. Raises SettingsError and CharterRefusal for what may not be in force."""
    files = read_texts(opened.codebook)
    adopted = codebooks.adopted(engine)
    codebook, extractors = parse_codebook(files, is_tried=digest_of(files) in {each.digest for each in adopted})
    admit_labels(codebook.labels)
    check_versions(codebooks.known_meanings(adopted), codebook)
    return Book(codebook=codebook, files=files, extractors=extractors)


def codings(engine: sa.Engine, codebook: Codebook) -> dict[str, Coding]:
    """For each label of a codebook, the codebooks that held that very version of it, this one included."""
    books = codebooks.adopted(engine)
    return {
        label.name: Coding(
            label=label.name,
            version=label.version,
            codebooks=tuple(
                sorted(
                    {codebook.digest}
                    | {book.digest for book in books if book.versions.get(label.name, (0, ""))[0] == label.version}
                )
            ),
        )
        for label in codebook.labels
    }


def faults(opened: Workspace, engine: sa.Engine) -> list[str]:
    """Everything that is wrong with the workspace's files, where reading them stops at the first fault."""
    try:
        files = read_texts(opened.codebook)
    except SettingsError as error:
        return [str(error)]
    found, labels = [], []
    for stem, content in sorted(files.items()):
        try:
            label, _ = parse_label(stem, content)
            admit_labels([label])
            labels.append(label)
        except CharterRefusal as refusal:
            found.append(f"codebook/{stem}.toml: {refusal}")
        except SettingsError as error:
            found.append(str(error))
    known = codebooks.known_meanings(codebooks.adopted(engine))
    for label in labels:
        try:
            check_versions(known, Codebook(labels=(label,), digest=""))
        except SettingsError as error:
            found.append(str(error))
    if not found:
        try:
            parse_codebook(files)
        except SettingsError as error:
            found.append(str(error))
    return found


def in_force(engine: sa.Engine) -> Book | None:
    """The codebook that came into force last, or None."""
    last = codebooks.adopted(engine)[-1:]
    if not last:
        return None
    codebook, extractors = parse_codebook(last[0].texts, is_tried=True)
    return Book(codebook=codebook, files=last[0].texts, extractors=extractors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version of a label that was in force, from the moment (UTC) at which it came to be, and where it counts."""

    coding: Coding
    since: str


def versions_of(engine: sa.Engine, label: str) -> tuple[Version, ...]:
    """Every version of a label that was ever in force, in the order in which they came."""
    since: dict[int, str] = {}
    held: dict[int, list[str]] = {}
    for book in codebooks.adopted(engine):
        if label in book.versions:
            version = book.versions[label][0]
            since.setdefault(version, book.adopted_at)
            held.setdefault(version, []).append(book.digest)
    return tuple(
        Version(
            coding=Coding(label=label, version=version, codebooks=tuple(sorted(set(digests)))), since=since[version]
        )
        for version, digests in held.items()
    )
