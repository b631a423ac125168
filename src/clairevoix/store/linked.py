"""Which contacts and answers are a customer's or an employee's, by their pseudonyms."""

from collections.abc import Sequence
from datetime import date

from clairevoix.model.contact import Purpose
from clairevoix.store.lake import among, rows
from clairevoix.store.workspace import Workspace

#: Identifiers, customers and days, three columns of one length, as :class:`clairevoix.measure.linking.Events` takes them.
Columns = tuple[list[str], list[str | None], list[date]]


def contact_columns(workspace: Workspace, oldest: date, purposes: Sequence[Purpose]) -> Columns:
    """The contacts of these purposes since ``oldest``, in order."""
    query = """
        SELECT contact_id, customer, started_on FROM contacts
        WHERE started_on >= ? AND list_contains(?, purpose) ORDER BY contact_id
    """
    return _columns(rows(workspace, query, [oldest, [purpose.value for purpose in purposes]]))


def labels_of(workspace: Workspace, contact_ids: Sequence[str], names: Sequence[str]) -> dict[str, frozenset[str]]:
    """For each label, which of the contacts it was found in."""
    query = """
        SELECT DISTINCT label, contact_id FROM annotations SEMI JOIN contacts USING (commit_id, contact_id)
        WHERE list_contains(?, contact_id) AND list_contains(?, label)
    """
    found = rows(workspace, query, [list(contact_ids), list(names)]) if contact_ids else []
    return {name: frozenset(contact for label, contact in found if label == name) for name in names}


def _columns(found: Sequence[tuple[str, str | None, date]]) -> Columns:
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found]


def contacts_of(workspace: Workspace, customer: str) -> frozenset[str]:
    """The stored contacts of a customer."""
    return _ids(workspace, "SELECT contact_id FROM contacts WHERE customer = ?", [customer])


def contacts_of_agents(workspace: Workspace, agents: Sequence[str]) -> frozenset[str]:
    """The stored contacts of an employee, by the pseudonyms of all epochs."""
    return _ids(workspace, f"SELECT contact_id FROM contacts WHERE {among('agent', agents)}") if agents else frozenset()


def responses_of(workspace: Workspace, customer: str) -> frozenset[str]:
    """The answers of a customer, to whichever question, and the entries of the contact log that name them."""
    found = [
        _ids(workspace, f"SELECT response_id FROM {name} WHERE customer = ?", [customer])
        for name in ("responses", "answers")
    ]
    logged = _ids(workspace, "SELECT entry_id FROM contact_log WHERE customer = ?", [customer])
    return logged.union(*found)


def cases_of(workspace: Workspace, customer: str) -> frozenset[str]:
    """The cases of a customer, in whichever journey."""
    return _ids(workspace, "SELECT DISTINCT case_id FROM steps WHERE customer = ?", [customer])


def customers(workspace: Workspace) -> frozenset[str]:
    """Every customer of a contact, of an answer or of a case."""
    found = [
        _ids(workspace, f"SELECT DISTINCT customer FROM {name} WHERE customer IS NOT NULL")
        for name in ("contacts", "responses", "answers", "steps", "contact_log")
    ]
    return frozenset().union(*found)


def audio_of(workspace: Workspace, contact_ids: Sequence[str]) -> frozenset[str]:
    """The vault's objects of some contacts."""
    if not contact_ids:
        return frozenset()
    where = f"{among('contact_id', contact_ids)} AND audio_object IS NOT NULL"
    return _ids(workspace, f"SELECT audio_object FROM contacts WHERE {where}")


def _ids(workspace: Workspace, query: str, parameters: Sequence[object] = ()) -> frozenset[str]:
    return frozenset(str(row[0]) for row in rows(workspace, query, parameters))
