"""What the documents about a processing of personal data are written from, and the one way in which they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from clairevoix.charter.access_ledger import TERM_MONTHS
from clairevoix.charter.catalogue import CATALOGUE, Measure
from clairevoix.charter.clocks import last_day
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.policy import BOUNDS, PLACES, Charter, Stricter
from clairevoix.charter.rules import RULES, Rule
from clairevoix.charter.versions import Document, State, Version
from clairevoix.config import Settings
from clairevoix.i18n import Translator
from clairevoix.publish import french
from clairevoix.publish.safeguard_notes import NOTES, FearedEvent

_SAID = Translator("fr")


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """A charter, the settings that matter beside it, and where its consultation stands on a day.

    ``version`` is None for the strictest profile and for a text that was never proposed; ``is_in_force`` says that it holds
    now, and ``keys_apart`` that
    the secrets lie outside the workspace. ``languages`` are those that may be heard.
    """

    charter: Charter
    settings: Settings
    languages: tuple[str, ...]
    keys_apart: bool
    on: date
    is_in_force: bool
    version: Version | None = None
    version_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """A number of the charter in words: where it is written, what it says, its value, its bounds and its rule."""

    name: str
    place: str
    says: str
    value: str
    low: str
    high: str
    stricter: str
    rule_id: str


def written(template: str, processing: Processing) -> str:
    """The document of that template, in Markdown, in French. The same processing always gives the same text."""
    text = _environment().get_template(template).render(_facts(processing))
    return re.sub(r" *\n(?:\s*\n)?", lambda blank: "\n" * min(2, blank[0].count("\n")), text).strip() + "\n"


@cache
def _environment() -> Environment:
    environment = Environment(  # noqa: S701  (Markdown; what comes from outside goes through ``inline``)
        loader=PackageLoader("clairevoix.publish", "documents"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"day": french.a_day, "code": _code, "said": _SAID}
    return environment


def _facts(processing: Processing) -> Mapping[str, object]:
    charter, settings = processing.charter, processing.settings
    version = processing.version
    names = {name: french.quantity(name, getattr(charter, name)) for name in BOUNDS}
    return {
        "number": names,
        "lines": [_line(place, name, charter) for place, name in PLACES.items()],
        "strata": french.STRATA[charter.sampling_strata],
        "purposes": [french.PURPOSES[name] for name in charter.purposes],
        "measures": [_measure(each) for each in charter.measures],
        "roles": [(french.ROLES[role], _named(allowed)) for role, allowed in charter.roles],
        "hears": bool(charter.purposes),
        "improves": "improve-service" in charter.purposes,
        "evaluates": "evaluate-work" in charter.purposes,
        "digest": scope_digest(charter),
        "standing": _standing(processing),
        "steps": [] if version is None else _steps(version),
        "on": processing.on,
        "languages": " et ".join(french.LANGUAGES[name] for name in processing.languages),
        "keys_apart": processing.keys_apart,
        "engine": settings.transcribe.engine,
        "model": settings.transcribe.model,
        "padding_ms": settings.redact.padding_ms,
        "synthetic": settings.workspace.synthetic,
        "all_sign_in": settings.web.login == "all",
        "ledger_months": TERM_MONTHS,
        "unread": [".".join(place) for place, name in PLACES.items() if name in french.UNREAD],
        "rules": [_safeguard(rule) for rule in RULES],
        "against": {
            event.value: [rule for rule in RULES if event in NOTES[rule.rule_id].against] for event in FearedEvent
        },
    }


def _line(place: tuple[str, str], name: str, charter: Charter) -> SettingLine:
    bound = BOUNDS[name]
    return SettingLine(
        name=name,
        place=".".join(place),
        says=french.NUMBERS[name][0],
        value=french.quantity(name, getattr(charter, name)),
        low=french.quantity(name, bound.low),
        high=french.quantity(name, bound.high),
        stricter="plus bas" if bound.stricter is Stricter.LOWER else "plus haut",
        rule_id=bound.source.removeprefix("rule ").partition(":")[0],
    )


def _measure(measure: Measure) -> Mapping[str, object]:
    return {
        "name": french.MEASURES[measure.name],
        "subject": french.SUBJECTS[measure.subject],
        "purpose": french.PURPOSES[measure.purpose],
        "by": ", ".join(french.DIMENSIONS[each] for each in measure.by),
        "finest": french.FINEST[measure.finest],
        "why": french.inline(_SAID(measure.why)),
        "hears": CATALOGUE[measure.name].hears,
    }


def _named(measures: tuple[str, ...]) -> str:
    return ", ".join(french.MEASURES[name] for name in measures) or "aucune"


def _safeguard(rule: Rule) -> Mapping[str, object]:
    note = NOTES[rule.rule_id]
    return {
        "rule_id": rule.rule_id,
        "title": _SAID(rule.title),
        "sentence": _SAID(rule.sentence),
        "source": _SAID(rule.source),
        "enforced_by": rule.enforced_by,
        "chapter": f"tests/spec/charter/{note.chapter}",
        "left": note.left,
    }


def _standing(processing: Processing) -> str:
    """One sentence: whether the text holds, and why not."""
    version = processing.version
    if version is None and processing.is_in_force:
        return "Aucune charte n’est en vigueur\u202f: est décrit le profil le plus strict, inscrit dans le programme."
    if version is None:
        return (
            "Ce texte est celui du fichier `charter.toml`\u202f; il n’a pas encore été proposé et n’est pas en vigueur."
        )
    if processing.is_in_force:
        return f"Ce texte est la version {processing.version_id} de la charte\u202f; il est en vigueur."
    state = "remplacée par une autre" if version.state is State.ACTIVE else french.STATES[version.state]
    return f"Ce texte est la version {processing.version_id} de la charte ({state})\u202f; il n’est pas en vigueur."


def _steps(version: Version) -> list[tuple[str, str]]:
    """Each step of the consultation with what is recorded of it."""
    missing, clock = "pas encore", version.clock
    steps = [("proposition", french.a_day(version.proposed_on)), ("analyse d’impact", _document(version.dpia, missing))]
    if clock is None:
        steps.append(("information du CSE", missing))
    else:
        last = last_day(clock)
        steps += [
            ("information du CSE", french.a_day(clock.informed_on)),
            ("expert du CSE", french.EXPERTS[clock.expert]),
            ("dernier jour du délai", "le délai est arrêté" if last is None else french.a_day(last)),
        ]
    steps += [
        ("avis du CSE", missing if version.opinion is None else french.OPINIONS[version.opinion]),
        ("contreseing du CSE", french.a_day(version.countersigned_on) if version.countersigned_on else missing),
        ("note aux salariés", _document(version.notice, missing)),
    ]
    if version.state is State.SUSPENDED and version.suspended_by is not None:
        steps.append(
            ("suspension", f"par {french.SUSPENDERS[version.suspended_by]}, {french.a_day(version.suspended_on)}")
        )
    return steps


def _document(document: Document | None, missing: str) -> str:
    return missing if document is None else f"`{document.document_id}`, SHA-256 `{document.digest}`"


def _code(text: str) -> str:
    """A name between backticks, on one line, with none of its own."""
    return " ".join(text.split()).replace("`", "")
