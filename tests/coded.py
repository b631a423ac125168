"""A workspace whose contacts are to be coded: what customers say in them is known, and so is who errs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from builders import a_processed, a_workspace
from clairevoix import coding
from clairevoix.model.annotation import Annotation
from clairevoix.model.coding import BlindCode, CodingSample
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import Project
from clairevoix.store import coding as stored
from clairevoix.store import lake

LABEL = "repeat_contact"
AT = datetime(2025, 10, 15, 9, tzinfo=UTC)
SAYS_IT = "customer | 0.0 | 2.0 | C'est la troisième fois que j'appelle"
SAYS_NOT = "customer | 0.0 | 2.0 | Je voudrais changer mon adresse"
AGENT = "agent | 2.0 | 2.9 | Un instant je regarde"


def a_workspace_to_code(root: Path, n: int = 24, sites: Sequence[str] = ("lille", "lyon")) -> Project:
    """``n`` contacts, c000 to …, of which every third says it; the machine found it in all of those but the first."""
    project = a_workspace(root)
    batch = []
    for number in range(n):
        says = number % 3 == 0
        contact_id = f"c{number:03d}"
        processed = a_processed(
            SAYS_IT if says else SAYS_NOT, AGENT, contact_id=contact_id, site=sites[number % len(sites)]
        )
        found = (_annotation(contact_id),) if says and number else ()
        batch.append(replace(processed, annotations=found))
    lake.commit(project.workspace, batch)
    return project


def truth(contact_id: str) -> bool:
    return int(contact_id[1:]) % 3 == 0


def code_all(project: Project, sample: CodingSample, coder: str, says: Callable[[str], bool | None] = truth) -> int:
    """A coder reads all that waits for them."""
    contact_ids = coding.waiting(project, sample, coder)
    for contact_id in contact_ids:
        code = BlindCode(coder=coder, present=says(contact_id), coded_at=AT)
        assert coding.take(project, sample, contact_id, code)
    return len(contact_ids)


def stages(project: Project, sample: CodingSample) -> dict[str, str]:
    return {each.contact.contact_id: each.stage.value for each in stored.coded(project.registry, sample.sample_id)}


def _annotation(contact_id: str) -> Annotation:
    return Annotation(
        contact_id=contact_id,
        label=LABEL,
        label_version=1,
        annotator="phrases/1",
        channel=1,
        party=Party.CUSTOMER,
        span=TimeSpan(0, 2000),
    )
