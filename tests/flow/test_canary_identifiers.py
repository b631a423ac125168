"""Hundreds of made-up identifiers, said and written in every way, go through the whole pipeline; none is found afterwards.

Searched are all files of the workspace, of the home and of the temporary folder, all tables as text, and all that was printed.
"""

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pytest

from clairevoix.project import open_project
from clairevoix.store import lake
from clairevoix.store.schema import TABLES
from flow.calls import Call, drawn_ids, make_workspace, run_clairevoix, said, write_calls, write_list

CONTACTS, EACH, COMMENTS = 12, 20, 60
_UNITS = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}
_FIRST = "camille dominique claude maxime charlie morgan alix noa sacha eden".split()
_LAST = "bressonnet quevert tregastel landernat ouessanne molenat plougast kerlouan penmarche audierne".split()
#: Fewer bytes are found by chance.
_LEAST = 8


def in_words(number: int) -> str:
    """
    >>> in_words(71), in_words(98), in_words(80), in_words(21)
    ('soixante et onze', 'quatre-vingt-dix-huit', 'quatre-vingts', 'vingt et un')
    """
    if number < 17:
        return _UNITS[number]
    if number < 20:
        return "dix-" + _UNITS[number - 10]
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    if unit == 0:
        return _TENS[ten] + ("s" if ten == 8 else "")
    if unit in (1, 11) and ten != 8:
        return f"{_TENS[ten]} et {in_words(unit)}"
    return f"{_TENS[ten]}-{in_words(unit)}"


def pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]


def dictated(digits: str) -> str:
    """By twos, as people do: « 06 » is « zéro six »."""
    return " ".join(
        f"zéro {in_words(int(each))}" if each[0] == "0" or len(each) == 1 else in_words(int(each))
        for each in pairs(digits)
    )


def with_luhn(digits: str) -> str:
    total = sum(sum(divmod(int(each) * (2 - at % 2), 10)) for at, each in enumerate(reversed(digits)))
    return digits + str(-total % 10)


class Planted:
    """Identifiers of which none is like another, each with how it is said."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self.values: list[str] = []

    def __iter__(self) -> Iterator[str]:
        makers = (self._phone, self._card, self._nir, self._iban, self._email)
        while True:
            for make in makers:
                for spoken in (False, True):
                    yield make(spoken=spoken)

    def _digits(self, n: int) -> str:
        return "".join(self._draw.choices("0123456789", k=n))

    def _phone(self, *, spoken: bool) -> str:
        number = f"0{self._draw.choice('67')}{self._digits(8)}"
        self.values.append(number)
        return f"mon numéro c'est le {dictated(number) if spoken else ' '.join(pairs(number))} voilà"

    def _card(self, *, spoken: bool) -> str:
        number = with_luhn(f"4970{self._digits(11)}")
        self.values.append(number)
        return (
            f"ma carte {dictated(number) if spoken else ' '.join(number[at : at + 4] for at in range(0, 16, 4))} merci"
        )

    def _nir(self, *, spoken: bool) -> str:
        birth = f"{self._draw.choice('12')}{self._draw.randrange(50, 99)}{self._draw.randrange(1, 13):02}"
        body = f"{birth}75{self._digits(6)}"
        number = f"{body}{97 - int(body) % 97:02}"
        self.values.append(number)
        words = f"{in_words(int(number[0]))} {dictated(number[1:])}"
        return f"ma sécurité sociale c'est {words if spoken else number} donc"

    def _iban(self, *, spoken: bool) -> str:
        account = self._digits(23)
        number = f"FR{98 - int(account + '152700') % 97:02}{account}"
        self.values.append(number)
        grouped = " ".join(number[at : at + 4] for at in range(0, 27, 4))
        return f"mon iban {f'F R {dictated(number[2:4])} ' + dictated(account) if spoken else grouped} c'est tout"

    def _email(self, *, spoken: bool) -> str:
        first, last = self._draw.choice(_FIRST), self._draw.choice(_LAST)
        number = self._digits(3)
        self.values.append(f"{last}{number}@exemple.fr")
        written = f"{first}.{last}{number}@exemple.fr"
        words = f"{first} point {last} {' '.join(number)} arobase exemple point fr"
        return f"mon adresse {words if spoken else written} merci"


def spellings(value: str) -> Iterator[bytes]:
    """Ways in which a value may lie in a file."""
    if "@" in value:
        forms = [value, value.partition("@")[0], value.upper()]
    else:
        digits = value.removeprefix("FR")
        forms = [digits, digits[::-1], *(sep.join(pairs(digits)) for sep in " .-\u00a0"), dictated(digits)]
        forms += [" ".join(digits), " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))]
        # The half of it gives it away as well.
        forms += [digits[: max(_LEAST, len(digits) // 2)], digits[-max(_LEAST, len(digits) // 2) :]]
    for form in forms:
        yield form.encode()
        yield form.encode("utf-16-le")
        yield form.encode().hex().encode()
        # Base 64 has three alignments; what is in the middle of each is always there.
        for shift in range(3):
            yield base64.b64encode(b"x" * shift + form.encode())[4:-4]


def found_in(content: bytes, needles: dict[int, list[bytes]]) -> set[bytes]:
    """The needles that a content holds, all sought at once by their first eight bytes."""
    if len(content) < _LEAST:
        return set()
    windows = np.lib.stride_tricks.sliding_window_view(np.frombuffer(content, dtype=np.uint8), _LEAST)
    keys = np.ascontiguousarray(windows).view("<u8").ravel()
    places = np.flatnonzero(np.isin(keys, np.fromiter(needles, dtype=np.uint64)))
    return {needle for at in places for needle in needles[int(keys[at])] if content[at : at + len(needle)] == needle}


def by_first_bytes(values: list[str]) -> dict[int, list[bytes]]:
    needles: dict[int, list[bytes]] = {}
    for needle in {each for value in values for each in spellings(value) if len(each) >= _LEAST}:
        needles.setdefault(int.from_bytes(needle[:_LEAST], "little"), []).append(needle)
    return needles


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Planted]:
    base = tmp_path_factory.mktemp("identifiers")
    root, source, script = base / "workspace", base / "source", base / "script.json"
    for folder in (base / "home", base / "tmp"):
        folder.mkdir()
    environment = {"HOME": str(base / "home"), "TMPDIR": str(base / "tmp")}
    make_workspace(root, script)
    planted = Planted(7)
    lines = iter(planted)
    calls = []
    for number, each in enumerate(drawn_ids(root, CONTACTS)):
        spoken, now = [], 500
        for _ in range(EACH):
            words = said(f"{next(lines)} et sinon la box clignote encore depuis mardi dernier matin", now, 150)
            spoken.append(words)
            now = words[-1][1] + 2000
        agent = [word for words in spoken[0::4] for word in words]
        customer = [word for at, words in enumerate(spoken) if at % 4 for word in words]
        calls.append(Call(contact_id=each, agent=agent, customer=customer, duration_ms=now, file=f"{number}.wav"))
    write_calls(source, calls, script)
    write_list(source, calls)
    (source / "answers.csv").write_text(
        "response_id,answered_on,score,site,comment\n"
        + "".join(f"r{n},{_today()},{n % 11},lille,Bonjour {next(lines)}\n" for n in range(COMMENTS)),
        encoding="utf-8",
    )
    printed = [
        run_clairevoix(*command, "--workspace", str(root), environment=environment)
        for command in (
            ("ingest", "calls", str(source)),
            ("ingest", "responses", str(source / "answers.csv"), "--scale", "0-10"),
            ("run", "--json"),
            ("publish", "--json"),
            ("charter", "show"),
        )
    ]
    return root, "\n".join(printed), planted


def test_the_search_finds_what_is_there(flow: tuple[Path, str, Planted]) -> None:
    """In the script and in the list of answers, which lie outside the workspace, everything is found."""
    root, _, planted = flow
    needles = by_first_bytes(planted.values)
    assert len(set(planted.values)) == CONTACTS * EACH + COMMENTS
    answers = (root.parent / "source" / "answers.csv").read_bytes()
    assert len(found_in(answers, needles)) >= COMMENTS
    for value in planted.values[::17]:
        coded = base64.b64encode(b"_" + value.removeprefix("FR").encode() + b"_")
        assert found_in(coded, needles) or "@" in value


def test_no_identifier_is_in_any_file_table_or_output(flow: tuple[Path, str, Planted]) -> None:
    root, printed, planted = flow
    needles = by_first_bytes(planted.values)
    assert found_in(printed.encode(), needles) == set()
    searched = 0
    for place in (root, root.parent / "home", root.parent / "tmp"):
        for file in place.rglob("*"):
            if file.is_file():
                searched += 1
                assert found_in(file.read_bytes(), needles) == set(), file.name
                assert found_in(str(file).encode(), needles) == set()
    assert searched > 20
    for name, text in _all_text(root).items():
        assert found_in(text.encode(), needles) == set(), name


def test_every_contact_was_kept_and_every_identifier_taken_out(flow: tuple[Path, str, Planted]) -> None:
    root, _, _ = flow
    workspace = open_project(root).workspace
    assert lake.rows(workspace, "SELECT count(*) FROM contacts") == [(CONTACTS,)]
    ((n_redactions,),) = lake.rows(workspace, "SELECT count(*) FROM redactions")
    assert n_redactions >= CONTACTS * EACH * 0.9  # two that follow each other may go as one
    kept = " ".join(str(row[0]) for row in lake.rows(workspace, "SELECT text FROM turns"))
    assert "mon numéro c'est" in kept


def _all_text(root: Path) -> dict[str, str]:
    project = open_project(root)
    found = {
        f"lake.{name}": str(lake.rows(project.workspace, f"SELECT COLUMNS(*)::VARCHAR FROM {name}")) for name in TABLES
    }
    with project.registry.connect() as connection:
        names = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            found[f"registry.{name}"] = str(connection.exec_driver_sql(f"SELECT * FROM {name}").fetchall())
    with duckdb.connect(str(project.workspace.snapshot), read_only=True) as connection:
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            found[f"published.{name}"] = str(connection.execute(f"FROM {name}").fetchall())
    return found


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
