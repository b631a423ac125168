"""Grids of criteria: read from a file, and admitted only if each names an act with its evidence, weight and reason."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources

from clairevoix.charter.concepts import admit_concept, admit_label, concept_in, folded
from clairevoix.charter.rules import CRITERIA
from clairevoix.model.annotation import Label
from clairevoix.model.errors import CharterRefusal, SettingsError
from clairevoix.model.grid import Criterion, EvidenceRule, Expected, Grid

RULE_ID = CRITERIA.rule_id

#: A grid of many small criteria hides what counts (Cass. soc. 15 October 2025, n° 22-20.716). The number is this project's.
MOST_CRITERIA = 12
_LINK = "Code du travail, L1222-2: what is asked must have a direct and necessary link with professional abilities"
_KNOWN_BEFORE = "Code du travail, L1222-3: methods are made known beforehand and are relevant to their aim"
_PRECISE = "Cass. soc. 15 October 2025, n° 22-20.716: criteria must be precise, objective and relevant"
_SUBJECTS = (
    "le conseiller ",
    "la conseillere ",
    "l agent ",
    "the agent ",
    "the adviser ",
    "s ",
    "se ",
    "n ",
    "ne ",
    "y ",
)
_KEYS = ("name", "observable", "label", "weight", "professional_link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a grid: the criterion, if it is about one, what and why, and the rule that refuses it."""

    criterion: str
    rule_id: str
    sentence: str


def digest(grid: Grid) -> str:
    """Identifies these very criteria: sha256 of their canonical JSON, 16 hex digits."""
    canonical = json.dumps(asdict(grid), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def admit_grid(grid: Grid) -> None:
    """Raises CharterRefusal (R2 for a trait, an emotion or an attitude, R3 for the rest) unless the grid has no fault."""
    for criterion in grid.criteria:
        admit_concept(*_texts(criterion))
    if next(faults(grid), None) is not None:
        raise CharterRefusal(RULE_ID)


def admit_posture(label: Label) -> None:
    """Raises CharterRefusal unless a label on an agent's words names an act, in every language, and what proves it.

    R2 for a trait, an emotion or an attitude; R3 for a definition that does not begin with an act that others can hear or
    read, and for one that no word would prove.
    """
    admit_label(label)
    wording = label.wording()
    is_proven = bool(wording.phrases or wording.queries)
    if not is_proven or not label.definition or not all(map(_begins_with_act, label.definition.values())):
        raise CharterRefusal(RULE_ID)


def faults(grid: Grid) -> Iterator[Fault]:
    """Everything that is wrong with a grid, with the text that says so, for whoever has to mend it."""
    total = sum(criterion.weight for criterion in grid.criteria)
    if total != 100:
        yield _fault("", f"the weights sum to {total} and not to 100 ({_KNOWN_BEFORE})")
    if not 1 <= len(grid.criteria) <= MOST_CRITERIA:
        yield _fault("", f"between 1 and {MOST_CRITERIA} criteria are wanted ({_PRECISE})")
    if len({folded(name) for name in grid.names}) < len(grid.names):
        yield _fault("", f"two criteria have one name ({_PRECISE})")
    for criterion in grid.criteria:
        yield from _faults_of(criterion)


def _faults_of(criterion: Criterion) -> Iterator[Fault]:
    name = criterion.name
    for text in _texts(criterion):
        concept = concept_in(text)
        if concept is not None:
            yield Fault(criterion=name, rule_id=concept.rule_id, sentence=f"{concept.name} ({concept.source})")
        repeated = concept_in(text, RULE_ID)
        if repeated is not None:
            yield _fault(name, f"{repeated.name} ({repeated.source})")
    if not _begins_with_act(criterion.observable):
        yield _fault(name, f"the observable must begin with an act that others can hear or read ({_PRECISE})")
    if not 1 <= criterion.weight <= 100:
        yield _fault(name, f"the weight must be a whole number from 1 to 100 ({_KNOWN_BEFORE})")
    if not criterion.evidence.label.strip():
        yield _fault(name, f"no evidence is named ({_PRECISE})")
    if len(criterion.professional_link.split()) < 3:
        yield _fault(name, f"the professional link is missing ({_LINK})")


def parse_grid(document: Mapping[str, object], name: str) -> Grid:
    """The grid written in ``grids/NAME.toml``. Whether it may be used is for :func:`admit_grid` to say.

    Raises SettingsError for an unknown or missing key and for a wrong type, quoting the article that asks for it.
    """
    place = f"grids/{name}.toml"
    version, tables = document.get("version"), document.get("criteria")
    if set(document) != {"version", "criteria"} or not _is_whole(version) or not isinstance(tables, list):
        raise SettingsError(
            f"{place}: a version, a whole number, and criteria are wanted, nothing else ({_KNOWN_BEFORE})"
        )
    criteria = tuple(_criterion(f"{place}, criterion {number}", table) for number, table in enumerate(tables, start=1))
    return Grid(version=int(str(version)), criteria=criteria)


def _criterion(place: str, table: object) -> Criterion:
    if not isinstance(table, Mapping):
        raise SettingsError(f"{place} is not a table")
    unknown = sorted(set(table) - {*_KEYS, "expected"})
    if unknown:
        raise SettingsError(f"{place}: unknown setting {unknown[0]}; known: {', '.join((*_KEYS, 'expected'))}")
    for key in _KEYS:
        value = table.get(key)
        right = _is_whole(value) if key == "weight" else isinstance(value, str) and bool(value.strip())
        if not right:
            article = _LINK if key == "professional_link" else _KNOWN_BEFORE if key == "weight" else _PRECISE
            raise SettingsError(f"{place}: {key} is missing or of a wrong type ({article})")
    if table.get("expected", "present") not in set(Expected):
        raise SettingsError(f"{place}: expected is one of {', '.join(Expected)} ({_PRECISE})")
    return Criterion(
        name=table["name"],
        observable=table["observable"],
        evidence=EvidenceRule(label=table["label"], expected=Expected(table.get("expected", "present"))),
        weight=table["weight"],
        professional_link=table["professional_link"],
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _fault(criterion: str, sentence: str) -> Fault:
    return Fault(criterion=criterion, rule_id=RULE_ID, sentence=sentence)


def _texts(criterion: Criterion) -> tuple[str, ...]:
    return criterion.name, criterion.observable, criterion.evidence.label, criterion.professional_link


def _begins_with_act(observable: str) -> bool:
    words = " ".join("".join(each if each.isalnum() else " " for each in folded(observable)).split()) + " "
    for subject in _SUBJECTS:
        words = words.removeprefix(subject)
    return any(words.startswith(f"{act} ") for act in _acts())


@cache
def _acts() -> tuple[str, ...]:
    text = resources.files(__package__).joinpath("lexicon", "acts.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
