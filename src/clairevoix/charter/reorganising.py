"""By which organisation figures are told: by none before the works council was consulted on it.

A reorganisation is consulted on as the charter is: a version of the charter declares its digest, so that what the council
countersigns is this reorganisation and no other (Code du travail L2312-8, L2312-38).
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from clairevoix.charter.rules import CONSULTATION
from clairevoix.charter.versions import Version
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.organisation import Organisation, OrganisationVersion


class Reached(StrEnum):
    """How far the consultation on an organisation version is."""

    START = "start"
    PLANNED = "planned"
    NOTIFIED = "notified"
    CONSULTED = "consulted"
    COUNTERSIGNED = "countersigned"


def standing(organisation: Organisation, version: OrganisationVersion, consulted: Mapping[int, Version]) -> Reached:
    """How far it is; what was withdrawn before it was countersigned, or is of another text, is but planned."""
    if version is organisation.versions[0]:
        return Reached.START
    found = consulted.get(version.consultation or 0)
    if found is None or not _declares(found, version):
        return Reached.PLANNED
    if found.countersigned_on is not None:
        return Reached.COUNTERSIGNED
    if found.state.value not in (Reached.NOTIFIED, Reached.CONSULTED):
        return Reached.PLANNED
    return Reached(found.state.value)


def admit_organisation(
    organisation: Organisation, version: OrganisationVersion, consulted: Mapping[int, Version], today: date
) -> None:
    """Raises CharterRefusal(R9) for a version dated before its consultation, or whose reference is to no such one.

    Before: it begins before the council was informed, spoke or countersigned; or has begun, and refers to none. One that
    waits for its council is no error: figures go by the version before.
    """
    if version is organisation.versions[0]:
        return
    found = consulted.get(version.consultation or 0)
    if version.consultation is None and version.valid_from > today:
        return
    if found is None or not _declares(found, version):
        raise CharterRefusal(CONSULTATION.rule_id)
    informed_on = None if found.clock is None else found.clock.informed_on
    days = (found.proposed_on, informed_on, found.consulted_on, found.countersigned_on)
    if any(day is not None and version.valid_from < day for day in days):
        raise CharterRefusal(CONSULTATION.rule_id)


def in_use(organisation: Organisation, consulted: Mapping[int, Version], today: date) -> OrganisationVersion:
    """The version by which figures are told: the last that has begun, it and all before it countersigned in time.

    Raises CharterRefusal(R9) for any version that is dated before its consultation, begun or not.
    """
    for version in organisation.versions:
        admit_organisation(organisation, version, consulted, today)
    told_by = organisation.versions[0]
    for version in organisation.versions[1:]:
        if version.valid_from > today or standing(organisation, version, consulted) is not Reached.COUNTERSIGNED:
            return told_by
        told_by = version
    return told_by


def _declares(consulted: Version, version: OrganisationVersion) -> bool:
    return (version.version_id, version.digest) in consulted.charter.reorganisations
