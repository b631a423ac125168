"""R11. No consultation begins, and nothing is activated, without a data protection impact assessment."""

from dataclasses import replace

import pytest

from clairevoix.charter.consultation import after
from clairevoix.charter.informing import admit_assessment
from clairevoix.charter.versions import Document, Kind, State
from clairevoix.model.errors import CharterRefusal
from consulted import DPIA, EVENTS, NOW, a_version

#: What is given as an assessment, and whether it is one.
ASSESSMENTS = [
    (DPIA, True),
    (Document(document_id="AIPD_2025.v2-final", digest="0123456789abcdef" * 4), True),
    (None, False),
    (Document(document_id="", digest="a" * 64), False),
    (Document(document_id="aipd", digest="a" * 63), False),
    (Document(document_id="aipd", digest="g" * 64), False),
    (Document(document_id="l'appel de Mme Durand", digest="a" * 64), False),  # a sentence has no place in the ledger
    (Document(document_id="aipd\nx", digest="a" * 64), False),
]


@pytest.mark.parametrize(("document", "stands"), ASSESSMENTS)
def test_what_an_assessment_is(document, stands):
    if stands:
        assert admit_assessment(document) is document
        assert (
            after(a_version(State.DRAFT, dpia=None), replace(EVENTS[Kind.ASSESS], document=document), NOW).dpia
            == document
        )
        return
    with pytest.raises(CharterRefusal, match="R11"):
        admit_assessment(document)
    with pytest.raises(CharterRefusal, match="R11"):
        after(a_version(State.DRAFT, dpia=None), replace(EVENTS[Kind.ASSESS], document=document), NOW)


@pytest.mark.parametrize(("state", "kind"), [(State.DRAFT, Kind.NOTIFY), (State.COUNTERSIGNED, Kind.ACTIVATE)])
def test_without_one_there_is_neither_consultation_nor_activation(state, kind):
    after(a_version(state), EVENTS[kind], NOW)
    with pytest.raises(CharterRefusal, match="R11"):
        after(a_version(state, dpia=None), EVENTS[kind], NOW)


@pytest.mark.parametrize("state", [State.DRAFT, State.NOTIFIED, State.CONSULTED, State.COUNTERSIGNED])
def test_another_text_needs_another_assessment(state):
    assert after(a_version(state), EVENTS[Kind.AMEND], NOW).dpia is None
