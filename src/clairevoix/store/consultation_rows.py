"""Events of the charter as rows of the registry and as leaves of the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clairevoix.charter.clocks import Expert
from clairevoix.charter.policy import Charter
from clairevoix.charter.signing import Act, Signatory, Signed, Statement
from clairevoix.charter.versions import Document, Event, Kind, Opinion, Suspender


def encoded(event: Event) -> dict[str, object]:
    """What an event holds beside its kind, its charter by the digest. What it is over, the store knows."""
    facts = {
        "scope": event.scope_digest,
        "document": None if event.document is None else [event.document.document_id, event.document.digest],
        "on": None if event.on is None else event.on.isoformat(),
        "expert": event.expert,
        "opinion": event.opinion,
        "signed": None if event.signed is None else signed_to(event.signed),
        "by": event.by,
    }
    return {name: value for name, value in facts.items() if value is not None}


def decoded(kind: str, facts: Mapping[str, Any], charters: Mapping[str, Charter]) -> Event:
    """The event again. Raises KeyError, ValueError or TypeError for a row that nobody wrote."""
    if not isinstance(facts, dict):
        raise TypeError
    scope, document = facts.get("scope"), facts.get("document")
    return Event(
        kind=Kind(kind),
        charter=None if scope is None else charters[scope],
        scope_digest=scope,
        document=None if document is None else Document(document_id=document[0], digest=document[1]),
        on=None if "on" not in facts else date.fromisoformat(facts["on"]),
        expert=None if "expert" not in facts else Expert(facts["expert"]),
        opinion=None if "opinion" not in facts else Opinion(facts["opinion"]),
        signed=None if "signed" not in facts else signed_from(facts["signed"]),
        over=None if "over" not in facts else charters[facts["over"]],
        by=None if "by" not in facts else Suspender(facts["by"]),
    )


def leaf_facts(event: Event) -> dict[str, str]:
    """What the ledger says of an event: names of documents, digests, days, enums; never a sentence."""
    facts: dict[str, str] = {}
    if event.document is not None:
        facts |= {"document": event.document.document_id, "digest": event.document.digest}
    if event.signed is not None:
        facts |= {"signatory": event.signed.statement.signatory.value, "signature": event.signed.signature}
    for name in ("on", "expert", "opinion", "by"):
        value = getattr(event, name)
        if value is not None:
            facts[name] = str(value)
    return facts


def signed_to(signed: Signed) -> dict[str, str]:
    """A signature as plain values, for a row or a file."""
    said = signed.statement
    return {
        "signatory": said.signatory.value,
        "act": said.act.value,
        "scope": said.scope_digest,
        "on": said.on.isoformat(),
        "signature": signed.signature,
    }


def signed_from(values: Mapping[str, str]) -> Signed:
    """A signature again. Raises KeyError or ValueError where something is missing or unknown."""
    statement = Statement(
        signatory=Signatory(values["signatory"]),
        act=Act(values["act"]),
        scope_digest=values["scope"],
        on=date.fromisoformat(values["on"]),
    )
    return Signed(statement=statement, signature=values["signature"])
