"""R19. What is found about work goes to those who learn from it, and never to pay or discipline."""

import pytest

from clairevoix.charter.policy import Charter
from clairevoix.charter.purposes import Destination, admit_use
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal
from spec_shapes import declared, sources, words

#: Where it never goes, in French and English.
FORBIDDEN = {
    *(
        "pay",
        "payroll",
        "salary",
        "wage",
        "wages",
        "bonus",
        "promotion",
        "discipline",
        "disciplinary",
        "sanction",
        "sanctions",
    ),
    *(
        "dismissal",
        "dismiss",
        "warning",
        "misconduct",
        "grievance",
        "personnel",
        "prime",
        "salaire",
        "paie",
        "licenciement",
    ),
}


def test_the_purposes_are_closed():
    assert {each.value for each in Purpose} == {"improve-service", "evaluate-work", "technical-test"}


def test_the_destinations_are_closed():
    assert {each.value for each in Destination} == {
        *("employee", "coaching", "training-plan", "published-figures", "works-council"),
    }


#: Where each purpose goes: what was heard to improve the service is laid to nobody.
USES = """
                    improve-service  evaluate-work  technical-test
employee            .                +              .
coaching            .                +              .
training-plan       +                +              .
published-figures   +                +              .
works-council       +                +              .
"""
_HEAD, *_ROWS = [line.split() for line in USES.strip().splitlines()]


@pytest.mark.parametrize("row", _ROWS, ids=[row[0] for row in _ROWS])
def test_each_purpose_goes_where_it_was_meant_to(row):
    for purpose, cell in zip(_HEAD, row[1:], strict=True):
        if cell == "+":
            admit_use(Purpose(purpose), Destination(row[0]))
            continue
        with pytest.raises(CharterRefusal, match="R19"):
            admit_use(Purpose(purpose), Destination(row[0]))
    assert {each[0] for each in _ROWS} == set(Destination)


@pytest.mark.parametrize(
    ("purpose", "destination"),
    [
        (Purpose.IMPROVE_SERVICE, "pay"),
        (Purpose.IMPROVE_SERVICE, "discipline"),
        (Purpose.IMPROVE_SERVICE, "coaching"),  # a text is no member: nothing was consulted on by being written
        ("improve-service", Destination.COACHING),
        (Purpose.IMPROVE_SERVICE, None),
        (Purpose.IMPROVE_SERVICE, Purpose.IMPROVE_SERVICE),
        (None, None),
        ("pay", "pay"),
    ],
)
def test_any_other_use_is_refused(purpose, destination):
    with pytest.raises(CharterRefusal, match="R19"):
        admit_use(purpose, destination)


def uses(text: str) -> set[str]:
    """Declarations that would serve pay or discipline."""
    return {name for kind, name in declared(text) if kind != "route" and words(name) & FORBIDDEN} | {
        name for kind, name in declared(text) if kind == "route" and words(name) & (FORBIDDEN - {"warning"})
    }


def test_nothing_declared_serves_pay_or_discipline():
    found = {(path, name) for path, text in sources().items() for name in uses(text)}
    assert found == set()


@pytest.mark.parametrize(
    "planted",
    [
        "class Purpose(StrEnum):\n    DISCIPLINE = 'discipline'",
        "class Charter:\n    bonus_share: float",
        "class PayrollExport:\n    rows: int",
        "@app.get('/export/salary')\ndef f(): ...",
        "t = sa.Table('t', m, sa.Column('sanction', sa.String))",
    ],
)
def test_whoever_adds_one_is_found(planted):
    assert uses(planted)


def test_no_setting_of_the_charter_names_one():
    assert not {word for name in Charter.__slots__ for word in words(name)} & FORBIDDEN
