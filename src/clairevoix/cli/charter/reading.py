"""``clairevoix charter show`` and ``check``."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from clairevoix.charter.clocks import days_left, last_day
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.missing import steps_left
from clairevoix.charter.policy import BOUNDS, Charter
from clairevoix.charter.rules import RULES
from clairevoix.charter.tightening import changed, looser
from clairevoix.charter.versions import State, Version
from clairevoix.cli.charter.versions import file_charter, missing_lines, now
from clairevoix.cli.charter.wording import OPINIONS, STATES, WHO
from clairevoix.cli.output import json_option, say, spoken, workspace_option
from clairevoix.i18n import Translator
from clairevoix.project import open_project
from clairevoix.store.consultations import Consultations, consultations


@click.command()
@workspace_option
@json_option
def show(root: Path, as_json: bool) -> None:
    """Print the rules, the numbers in force, and where each version of the charter stands."""
    project = open_project(root)
    charter, known = project.charter, consultations(project.registry)
    if as_json:
        rules = [asdict(rule) for rule in RULES]
        facts = {"digest": charter.digest, "settings": asdict(charter), "rules": rules}
        say(json.dumps({**facts, **_standing(known)}, ensure_ascii=False, default=str))
        return
    _ = spoken()
    for rule in RULES:
        say(f"{rule.rule_id}  {_(rule.title)}\n    {_(rule.sentence)}\n    {_(rule.source)}")
    for name, bound in BOUNDS.items():
        say(f"{name} = {getattr(charter, name)}  ({bound.source})")
    say(f"sampling_strata = {charter.sampling_strata}")
    say(f"purposes = {', '.join(charter.purposes) or '-'}")
    for measure in charter.measures:
        say(f"{measure.name} ({measure.subject}; {', '.join(measure.by)}; {measure.finest}): {measure.why}")
    for name, digest in charter.reorganisations:
        say(f"reorganisation {name} {digest}")
    say(f"digest {charter.digest}")
    for line in _told(known, _):
        say(line)


def _standing(known: Consultations) -> dict[str, object]:
    versions = [{"version": number, **_facts(version)} for number, version in known.versions.items()]
    keys = [{"signatory": key.signatory, "public_key": key.public, "since_at": key.since_at} for key in known.keys]
    return {"in_force": known.version_at(now()), "versions": versions, "keys": keys}


def _facts(version: Version) -> dict[str, object]:
    today, clock = now().date(), version.clock
    return {
        "state": version.state,
        "scope_digest": version.scope_digest,
        "dpia": None if version.dpia is None else asdict(version.dpia),
        "notice": None if version.notice is None else asdict(version.notice),
        "informed_on": None if clock is None else clock.informed_on,
        "expert": None if clock is None else clock.expert,
        "last_day": None if clock is None else last_day(clock),
        "days_left": None if clock is None else days_left(clock, today),
        "is_stopped": clock is not None and clock.stopped_on is not None,
        "opinion": version.opinion,
        "suspended_by": version.suspended_by,
        "missing": [{"step": step, "by": WHO[step]} for step in steps_left(version, today)],
    }


def _told(known: Consultations, _: Translator) -> Iterator[str]:
    current = known.version_at(now())
    if current is None:
        yield _("No charter is in force: the strictest profile holds, and no recording is heard.")
    for number, version in known.versions.items():
        if version.state is not State.WITHDRAWN:
            state = _(STATES[version.state])
            yield _(
                "Version {number} ({digest}): {state}.", number=number, digest=version.scope_digest[:16], state=state
            )
            yield from _clock_lines(version, now().date(), _)
            yield from missing_lines(version)


def _clock_lines(version: Version, today: date, _: Translator) -> Iterator[str]:
    if version.opinion is not None:
        yield _("  opinion of the works council: {opinion}", opinion=_(OPINIONS[version.opinion]))
    elif version.clock is not None:
        last, left = last_day(version.clock), days_left(version.clock, today)
        if last is None:
            yield _("  the council's time stands still")
        else:
            yield _("  the council's time ends on {last}: days left: {left}", last=last.isoformat(), left=left)


@click.command()
@workspace_option
@json_option
def check(root: Path, as_json: bool) -> None:
    """Read charter.toml: does it stand, what differs from what is in force, and what does that need?"""
    project = open_project(root)
    proposed, known = file_charter(root), consultations(project.registry)
    current = known.in_force(now())
    found = _compared(current, proposed, is_active=known.version_at(now()) is not None)
    version = next(
        (each for each in known.versions.values() if each.scope_digest == scope_digest(proposed) and _is_alive(each)),
        None,
    )
    if as_json:
        missing = [] if version is None else [{"step": s, "by": WHO[s]} for s in steps_left(version, now().date())]
        digests = {"digest": proposed.digest, "in_force": current.digest}
        say(json.dumps({"ok": True, **digests, **found, "missing": missing}))
        return
    _ = spoken()
    say(_("The charter stands: {digest}", digest=proposed.digest))
    say(_needs_line(found, _))
    for line in [] if version is None else missing_lines(version):
        say(line)


def _is_alive(version: Version) -> bool:
    return version.state is not State.WITHDRAWN


def _compared(current: Charter, proposed: Charter, *, is_active: bool) -> dict[str, object]:
    differing, wider = changed(current, proposed), looser(current, proposed)
    needs = "nothing" if not differing else "one-key" if is_active and not wider else "consultation"
    return {"needs": needs, "changed": list(differing), "looser": list(wider)}


def _needs_line(found: dict[str, object], _: Translator) -> str:
    names = ", ".join(map(str, found["changed"])) if isinstance(found["changed"], list) else ""
    if found["needs"] == "nothing":
        return _("It is what is in force.")
    if found["needs"] == "one-key":
        return _(
            "It is stricter than what is in force ({names}): one key suffices."
            " clairevoix charter propose, then: clairevoix charter activate --key FILE",
            names=names,
        )
    return _(
        "It is not what is in force ({names}), and nothing of it holds before the works council was consulted on it:"
        " clairevoix charter propose --dpia FILE",
        names=names,
    )
