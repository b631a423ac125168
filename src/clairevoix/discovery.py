"""Discovery on its way: openings of contacts to themes, what people decide of them, and drafts of labels."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from clairevoix.annotate.annotators.phrases import matches
from clairevoix.charter.disclosure import may_count
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.measure.themes.search import find_themes
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.theme import FoundThemes, Opening, Theme, ThemeDecisions
from clairevoix.project import Project
from clairevoix.store import ledger, themes
from clairevoix.store.openings import openings

_PHRASES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThemes:
    """What was last found, with the openings nearest to each theme's middle, by contact."""

    found: FoundThemes
    last_month: str
    found_at: datetime
    central: dict[str, Opening]


def find(project: Project) -> FoundThemes:
    """Searches for themes again, under what was decided, and keeps what it finds.

    Raises CharterRefusal(R9), in the ledger then, where the charter in force declares no label: what customers say is then
    heard for nothing of the kind.
    """
    try:
        admit_measure(project.charter, "label", "contacts")
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
    given = openings(project.workspace, _oldest(project), _purposes())
    last_month = _last_month(given, project.today)
    found = find_themes(
        given,
        least=project.charter.minimum_cell,
        last_month=last_month,
        decisions=themes.decisions(project.workspace),
        level=project.settings.measure.level,
    )
    themes.replace(project.registry, project.workspace, found, last_month, datetime.now(UTC).replace(microsecond=0))
    return found


def shown(project: Project, account_id: str, role: str) -> ShownThemes | None:
    """What was last found, for somebody to read; None before the first search. The ledger knows before."""
    latest = themes.latest(project.registry, project.workspace)
    if latest is None:
        return None
    found, last_month, found_at = latest
    ledger.append(
        project.registry, "themes-read", account=account_id, role=role, purpose="discovery", themes=len(found.themes)
    )
    wanted = [contact_id for theme in found.themes for contact_id in theme.central]
    central = {each.contact_id: each for each in openings(project.workspace, _oldest(project), _purposes(), wanted)}
    return ShownThemes(found=found, last_month=last_month, found_at=found_at, central=central)


def merge(project: Project, keys: Sequence[str]) -> None:
    """These themes are one from now on. Raises InputError for fewer than two, or for one that was not found."""
    _known(project, keys)
    if len(set(keys)) < 2:
        raise InputError(Code.BAD_VALUE)
    decided = themes.decisions(project.workspace)
    themes.decide(project.workspace, replace(decided, merged=(*decided.merged, tuple(dict.fromkeys(keys)))))


def split(project: Project, key: str, parts: int) -> None:
    """This theme is so many from now on. Raises InputError."""
    _known(project, [key])
    if not 2 <= parts <= 20:
        raise InputError(Code.BAD_VALUE)
    decided = themes.decisions(project.workspace)
    themes.decide(project.workspace, replace(decided, split={**decided.split, key: parts}))


def ignore(project: Project, key: str) -> None:
    """This theme is not listed any more. Raises InputError."""
    _known(project, [key])
    decided = themes.decisions(project.workspace)
    themes.decide(project.workspace, replace(decided, ignored=tuple(dict.fromkeys((*decided.ignored, key)))))


def undo(project: Project) -> None:
    """Nothing is decided any more."""
    themes.decide(project.workspace, ThemeDecisions())


def promote(project: Project, key: str, name: str) -> str:
    """Drafts a label from a theme, for people to complete; returns its file's place in the workspace.

    Its phrases are the theme's words; its examples, of the openings nearest to the middle, those that they find, redacted.
    Raises InputError for an unknown theme, a name that cannot be one, or one that is taken.
    """
    (theme,) = _known(project, [key])
    is_name = name.isascii() and name.isidentifier() and name == name.lower()
    if not is_name or name in project.label_names:
        raise InputError(Code.BAD_VALUE, "name")
    found = openings(project.workspace, _oldest(project), _purposes(), theme.central)
    label = Label(
        name=name,
        version=1,
        party=Party.CUSTOMER,
        title={lang: ", ".join(theme.words[:3]) for lang in ("fr", "en")},
        definition={"fr": "", "en": ""},
        phrases=theme.words[:_PHRASES],
    )
    quoted = [each for each in found if matches(label, each.text)]
    examples = [each.text for each in quoted]
    place = themes.add_draft(project.workspace, name, _draft(label, examples), [each.contact_id for each in quoted])
    ledger.append(project.registry, "label-draft", label=name, examples=len(examples))
    return place


def _draft(label: Label, examples: Sequence[str]) -> str:
    def listed(values: Sequence[str]) -> str:
        return "".join(f"  {json.dumps(each, ensure_ascii=False)},\n" for each in values)

    title = json.dumps(label.title["fr"], ensure_ascii=False)
    return (
        "# A draft from a theme. Complete the definitions, sharpen the phrases, put examples into your own words, then move\n"
        "# it up one folder, into the codebook. It quotes customers, redacted: it is deleted when one of their contacts is.\n"
        f'name = "{label.name}"\nversion = 1\nparty = "customer"\n'
        f"phrases = [\n{listed(label.phrases)}]\nexamples = [\n{listed(examples)}]\n\n"
        f'[title]\nfr = {title}\nen = {title}\n\n[definition]\nfr = ""\nen = ""\n'
    )


def _known(project: Project, keys: Sequence[str]) -> tuple[Theme, ...]:
    latest = themes.latest(project.registry, project.workspace)
    by_key = {} if latest is None else {each.key: each for each in latest[0].themes}
    if not keys or any(key not in by_key for key in keys):
        raise InputError(Code.BAD_VALUE, "theme")
    return tuple(by_key[key] for key in keys)


def _last_month(given: Sequence[Opening], today: date) -> str:
    """The last month that has ended; where none has, the last."""
    months = sorted({each.month for each in given})
    ended = [month for month in months if month < f"{today:%Y-%m}"]
    return (ended or months or [""])[-1]


def _oldest(project: Project) -> date:
    return oldest_day(project.charter, Kept.RECORDING, project.today)


def _purposes() -> list[Purpose]:
    return [purpose for purpose in Purpose if may_count(purpose)]
