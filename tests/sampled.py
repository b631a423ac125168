"""The sample's workspace without its calls: answers, mystery contacts and organisation, which take seconds."""

from pathlib import Path

from clairevoix.intake import ingest_mystery, ingest_responses
from clairevoix.project import Project, open_project
from clairevoix.sample import prepare


def a_sample(root: Path) -> Project:
    source = prepare(root)
    project = open_project(root)
    ingest_responses(project, [source / "responses.csv", source / "satisfaction.csv"])
    ingest_mystery(project, [source / "mystery.csv"])
    return project
