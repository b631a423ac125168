"""The works council's witness. Runs on its own machine, with Python 3.9 or later and nothing else: python3 witness.py

    python3 witness.py keygen --name NAME --out KEY          once: makes the witness' own key
    python3 witness.py check BUNDLE --state FILE --key KEY   at each visit: checks the ledger that the employer exported

It hashes every leaf again, checks every signed head, and checks that what it saw at earlier visits is still there,
unchanged. Then it signs what it saw. Exit codes: 0 sound, 2 usage, 3 unreadable, 4 altered, 5 rewritten, 6 shorter than
before, 7 another key, 8 emptied too early, 9 kept too long. Hashes: RFC 9162; signatures: RFC 8032, C2SP signed-note.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import re
import secrets
import sys
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

SOUND, UNREADABLE, ALTERED, REWRITTEN, SHORTER, OTHER_KEY, EMPTIED, OVERDUE = 0, 3, 4, 5, 6, 7, 8, 9
DAY_S = 86_400
SHOWN = 20
SENTENCES = {
    "sound": (
        "Le journal est intact : {size} feuilles, dont {new} depuis votre visite du {date}.",
        "The ledger is sound: {size} leaves, {new} of them since your visit of {date}.",
    ),
    "first": (
        "Première visite : {size} feuilles. Vérifiez auprès de l’employeur que sa clé est bien {key}",
        "First visit: {size} leaves. Check with the employer that its key is {key}",
    ),
    "unreadable": ("Le fichier est illisible à la ligne {line}.", "The file cannot be read at line {line}."),
    "leaf": ("La feuille {number} a été modifiée.", "Leaf {number} was changed."),
    "place": ("La feuille {number} manque ou n’est pas à sa place.", "Leaf {number} is missing or out of its place."),
    "dated": ("La feuille {number} porte une date impossible.", "Leaf {number} bears an impossible date."),
    "head": (
        "Les {size} premières feuilles ne sont pas celles signées.",
        "The first {size} leaves are not those signed.",
    ),
    "signature": ("La signature sur {size} feuilles est fausse.", "The signature over {size} leaves is false."),
    "unsigned": ("Les feuilles après la {size} ne sont pas signées.", "The leaves after {size} are not signed."),
    "rewritten": (
        "L’histoire a été réécrite : les {size} feuilles vues le {date} ont changé après la {same}.",
        "History was rewritten: the {size} leaves seen on {date} were changed after leaf {same}.",
    ),
    "shorter": (
        "La fin manque : {before} feuilles vues le {date}, {size} maintenant. Journal coupé, ou ancien journal remis.",
        "The end is missing: {before} leaves seen on {date}, {size} now. The ledger was cut, or an older one put back.",
    ),
    "other_key": ("Le journal est signé d’une autre clé : {key}", "The ledger is signed by another key: {key}"),
    "emptied": ("La feuille {number} a été vidée avant douze mois.", "Leaf {number} was emptied before twelve months."),
    "overdue": ("La feuille {number} aurait dû être vidée.", "Leaf {number} should have been emptied."),
    "more": ("… et {n} autres constats.", "… and {n} more findings."),
    "kept": (
        "Rien n’a été signé. Gardez ce fichier et votre état : ce sont les preuves.",
        "Nothing was signed. Keep this file and your state file: they are the evidence.",
    ),
    "since": ("Depuis la dernière visite :", "Since the last visit:"),
    "event": ("  {n} × {event}", "  {n} × {event}"),
    "refusals": ("  {n} × refus de la règle {rule}", "  {n} × refusal by rule {rule}"),
    "signed": (
        "Signé dans {path}. L’employeur l’enregistre avec : clairevoix ledger cosign {path}",
        "Signed in {path}. The employer enters it with: clairevoix ledger cosign {path}",
    ),
    "key": ("Votre clé publique, à donner à l’employeur : {key}", "Your public key, to give to the employer: {key}"),
    "failed": ("Impossible : {error}", "Not possible: {error}"),
}


# Ed25519 (RFC 8032, § 5.1). A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]
NEUTRAL = (0, 1, 1, 0)


def _added(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, z, t, y = f - e, h - g, h + g, f + e
    return (x * z % P, t * y % P, z * t % P, x * y % P)


def _sum_of_products(s: int, a: Point, t: int, b: Point) -> Point:
    """s·a + t·b, both from their highest bit down at once."""
    table, found = (NEUTRAL, a, b, _added(a, b)), NEUTRAL
    for bit in range(max(s.bit_length(), t.bit_length()) - 1, -1, -1):
        found = _added(found, found)
        which = (s >> bit & 1) + 2 * (t >> bit & 1)
        if which:
            found = _added(found, table[which])
    return found


def _encoded(a: Point) -> bytes:
    inverse = pow(a[2], -1, P)
    return (a[1] * inverse % P | (a[0] * inverse % P & 1) << 255).to_bytes(32, "little")


def _decoded(given: bytes) -> Point | None:
    sign, y = given[31] >> 7, int.from_bytes(given, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_1 % P
    if y >= P or x * x % P != square or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = _decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little")) or NEUTRAL


def _number(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def _secret(seed: bytes) -> tuple[int, bytes]:
    digest = hashlib.sha512(seed).digest()
    return int.from_bytes(digest[:32], "little") & (1 << 254) - 8 | 1 << 254, digest[32:]


def public_key(seed: bytes) -> bytes:
    return _encoded(_sum_of_products(_secret(seed)[0], BASE, 0, NEUTRAL))


def sign(seed: bytes, message: bytes) -> bytes:
    scalar, prefix = _secret(seed)
    nonce = _number(prefix, message) % ORDER
    commitment = _encoded(_sum_of_products(nonce, BASE, 0, NEUTRAL))
    challenge = _number(commitment, public_key(seed), message) % ORDER
    return commitment + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    point, scalar = _decoded(key) if len(key) == 32 else None, int.from_bytes(signature[32:], "little")
    if point is None or len(signature) != 64 or scalar >= ORDER:
        return False
    negative = (P - point[0], point[1], 1, P - point[3])
    challenge = _number(signature[:32], key, message) % ORDER
    return _encoded(_sum_of_products(scalar, BASE, challenge, negative)) == signature[:32]


# Notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature).


def key_text(name: str, kind: int, public: bytes) -> str:
    return f"{name}+{_key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def opened(note: str, key: str) -> tuple[int, bytes] | None:
    """Size and root of a checkpoint with the one signature of ``key``; None if it is not signed by it."""
    name, _, encoded = key.split("+", 2)
    public = base64.b64decode(encoded)[1:]
    origin, size, root = note.split("\n")[:3]
    text = f"{origin}\n{size}\n{root}\n"
    signature = base64.b64decode(note[len(text) :].rpartition(" ")[2])[4:]
    line = base64.b64encode(_key_id(name, 1, public) + signature).decode()
    if origin != name or key != key_text(name, 1, public) or note != f"{text}\n— {name} {line}\n":
        return None
    found = (int(size), base64.b64decode(root))
    written = f"{origin}\n{found[0]}\n{base64.b64encode(found[1]).decode()}\n"
    return found if written == text and is_signed(public, text.encode(), signature) else None


def cosigned(note: str, name: str, seed: bytes, at: int) -> str:
    """The note with the witness' signature under it, which covers when it looked."""
    text = "\n".join(note.split("\n")[:3]) + "\n"
    signature = at.to_bytes(8, "big") + sign(seed, f"cosignature/v1\ntime {at}\n{text}".encode())
    return f"{note}— {name} {base64.b64encode(_key_id(name, 4, public_key(seed)) + signature).decode()}\n"


# The ledger.


class Visit(NamedTuple):
    """When the witness looked (seconds since 1970), at how many leaves, and their root in hexadecimal."""

    at: int
    size: int
    root: str


class Ledger:
    """What was read so far: the tree, the findings (a sentence and its values), the events since the last visit."""

    def __init__(self, visits: list[Visit], wanted: set[int], now: int) -> None:
        self.visits, self.wanted, self.now = visits, wanted, now
        self.size, self.next_number, self.through = 0, 1, 0
        self.nodes: list[bytes] = []
        self.roots = {0: hashlib.sha256(b"").hexdigest()}
        self.findings: list[tuple[str, dict[str, Any]]] = []
        self.emptied: list[int] = []
        self.events: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.is_overdue = False

    def find(self, sentence: str, **values: object) -> None:
        self.findings.append((sentence, values))

    def add(self, row: dict[str, Any]) -> None:
        """One leaf: number, hash, salt and payload. Raises ValueError, KeyError or TypeError if it is no such thing."""
        if type(row["number"]) is not int or row["number"] != self.next_number:
            self.find("place", number=self.next_number)
        self.next_number, leaf, carried = row["number"] + 1, _unhexed(row["leaf"], 32), self.size
        self.size += 1
        if row["payload"] is None and row["salt"] is None:
            self.emptied.append(self.size)
        elif hashlib.sha256(b"\0" + _unhexed(row["salt"], 16) + row["payload"].encode()).digest() != leaf:
            self.find("leaf", number=self.size)
        else:
            self._read(json.loads(row["payload"]))
        while carried & 1:
            leaf, carried = hashlib.sha256(b"\1" + self.nodes.pop() + leaf).digest(), carried >> 1
        self.nodes.append(leaf)
        if self.size in self.wanted:
            root = self.nodes[-1]
            for node in reversed(self.nodes[:-1]):
                root = hashlib.sha256(b"\1" + node + root).digest()
            self.roots[self.size] = root.hex()

    def _read(self, facts: dict[str, Any]) -> None:
        at = datetime.fromisoformat(facts["at"])
        last = self.visits[-1] if self.visits else Visit(0, 0, "")
        if self.size > last.size:
            self.events[facts["event"]] += 1
            self.refusals.update([str(facts.get("rule"))] if facts["event"] == "refusal" else [])
        if at.timestamp() > self.now + DAY_S or (self.size > last.size and at.timestamp() < last.at - DAY_S):
            self.find("dated", number=self.size)
        if at.timestamp() < self.now - 396 * DAY_S and not self.is_overdue:
            self.is_overdue = True
            self.find("overdue", number=self.size)
        if facts["event"] == "ledger-expiry":
            self.through = max(self.through, facts["through"])
            if date.fromisoformat(facts["before"]) > at.date() - timedelta(days=365):
                self.find("emptied", number=facts["through"])

    def compare(self) -> None:
        """What was emptied, and what was seen before: the witness' own calendar counts, not the ledger's."""
        young = min((visit.size for visit in self.visits if self.now - visit.at < 365 * DAY_S), default=self.through)
        for number in self.emptied:
            if number > min(young, self.through):
                self.find("emptied", number=number)
        if self.visits and self.visits[-1].size > self.size:
            last = self.visits[-1]
            self.find("shorter", before=last.size, size=self.size, date=_date(last.at))
        same = 0
        for visit in self.visits:
            if self.roots.get(visit.size, visit.root) != visit.root:
                self.find("rewritten", size=visit.size, date=_date(visit.at), same=same)
                break
            same = visit.size

    def check_heads(self, notes: list[str], key: str) -> None:
        size = 0
        for note in notes:
            try:
                found = opened(note, key)
            except (ValueError, IndexError):
                found = None
            size = found[0] if found else size
            if found is None:
                self.find("signature", size=note.split("\n")[1] if "\n" in note else 0)
            elif self.roots.get(size) != found[1].hex():
                self.find("head", size=size)
        if size != self.size or not notes:
            self.find("unsigned", size=size)


def _unhexed(text: str, length: int) -> bytes:
    given = bytes.fromhex(text)
    if len(given) != length or given.hex() != text:
        raise ValueError
    return given


def _date(at: int) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(at))


# The visit.

#: The exit code of each finding, the gravest first. What was kept too long is said, and signed all the same.
CODES = {
    "other_key": OTHER_KEY,
    "shorter": SHORTER,
    "rewritten": REWRITTEN,
    **dict.fromkeys(("place", "leaf", "head", "signature", "unsigned", "dated"), ALTERED),
    "emptied": EMPTIED,
    "overdue": OVERDUE,
}


class Unreadable(Exception):
    """The file is no bundle of a ledger, from that line on."""


def _row(line: bytes, number: int) -> dict[str, Any]:
    """One line, written in the one way in which it can be written: no byte of it may differ."""
    try:
        row = json.loads(line)
        written = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    except (ValueError, RecursionError):
        raise Unreadable(number) from None
    if written != line or not isinstance(row, dict):
        raise Unreadable(number)
    return row


def examine(bundle: Path, visits: list[Visit], now: int) -> tuple[dict[str, Any], Ledger]:
    """Reads the whole bundle. Returns its first line and what was found. Raises Unreadable."""
    with bundle.open("rb") as stream:
        number = 1
        try:
            header = _row(stream.readline(), number)
            sizes = {int(note.split("\n")[1]) for note in header["checkpoints"] if note.count("\n") > 1}
            ledger = Ledger(visits, sizes | {visit.size for visit in visits} | {header["size"]}, now)
            for number, line in enumerate(stream, start=2):
                ledger.add(_row(line, number))
            if (ledger.size, set(header)) != (header["size"], {"checkpoints", "format", "key", "size"}):
                raise Unreadable(number + 1)
            if header["format"] != "clairevoix-ledger/1" or not key_is_whole(header["key"]):
                raise Unreadable(1)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise Unreadable(number) from None
    ledger.check_heads(header["checkpoints"], header["key"])
    ledger.compare()
    return header, ledger


def key_is_whole(key: str) -> bool:
    name, _, encoded = key.split("+", 2)
    given = base64.b64decode(encoded)
    return len(given) == 33 and key == key_text(name, given[0], given[1:])


def check(options: argparse.Namespace, say: Any) -> int:
    """One visit: examine, say what was found, and, unless something is wrong, sign it and remember it."""
    now, state = int(time.time()), {"key": "", "visits": []}
    if options.state.exists():
        state = json.loads(options.state.read_text(encoding="utf-8"))
    visits = [Visit(*visit) for visit in state["visits"]]
    try:
        header, ledger = examine(options.bundle, visits, now)
    except Unreadable as error:
        say("unreadable", line=error.args[0])
        say("kept")
        return UNREADABLE
    if visits and header["key"] != state["key"]:
        ledger.find("other_key", key=header["key"])
    for sentence, values in ledger.findings[:SHOWN]:
        say(sentence, **values)
    if len(ledger.findings) > SHOWN:
        say("more", n=len(ledger.findings) - SHOWN)
    code = next((CODES[name] for name in CODES if name in dict(ledger.findings)), SOUND)
    if code not in {SOUND, OVERDUE}:
        say("kept")
        return code
    if visits:
        say("sound", size=ledger.size, new=ledger.size - visits[-1].size, date=_date(visits[-1].at))
    else:
        say("first", size=ledger.size, key=header["key"])
    _summarize(ledger, say)
    if options.key:
        key = json.loads(options.key.read_text(encoding="utf-8"))
        answer = cosigned(header["checkpoints"][-1], key["name"], bytes.fromhex(key["seed"]), now)
        out = options.out or options.bundle.with_name(options.bundle.name + ".signed")
        _write(out, answer)
        say("signed", path=out)
    visits.append(Visit(now, ledger.size, ledger.roots[ledger.size]))
    _write(options.state, json.dumps({"key": header["key"], "visits": visits}) + "\n")
    return code


def _summarize(ledger: Ledger, say: Any) -> None:
    if ledger.events:
        say("since")
    for event, n in sorted(ledger.events.items()):
        say("event", n=n, event=event)
    for rule, n in sorted(ledger.refusals.items()):
        say("refusals", n=n, rule=rule)


def keygen(options: argparse.Namespace, say: Any) -> int:
    """Makes the witness' key, in a file that only its owner may read and that is never written over; OUT.pub is public."""
    seed = secrets.token_bytes(32)
    if not re.fullmatch(r"[^\s+]{1,100}", options.name):
        raise ValueError(options.name)
    public = key_text(options.name, 4, public_key(seed))
    with os.fdopen(os.open(options.out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
        json.dump({"name": options.name, "public": public, "seed": seed.hex()}, stream)
    _write(options.out.with_name(options.out.name + ".pub"), public + "\n")
    say("key", key=public)
    return SOUND


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def main(arguments: list[str] | None = None) -> int:
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--lang", choices=["fr", "en"])
    parser = argparse.ArgumentParser(description="Témoin du journal de clairevoix / witness of clairevoix' ledger")
    commands = parser.add_subparsers(dest="command", required=True)
    made = commands.add_parser("keygen", parents=[language], help="fabrique la clé du témoin / makes the witness' key")
    made.add_argument("--name", required=True)
    made.add_argument("--out", required=True, type=Path)
    checked = commands.add_parser("check", parents=[language], help="vérifie et signe / checks and signs")
    checked.add_argument("bundle", type=Path)
    checked.add_argument("--state", required=True, type=Path)
    checked.add_argument("--key", type=Path)
    checked.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    column = int((options.lang or locale[:2].lower()) == "en")

    def say(sentence: str, **values: object) -> None:
        print(SENTENCES[sentence][column].format(**values))  # noqa: T201  (it has no other voice)

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console may lack a letter
    try:
        return keygen(options, say) if options.command == "keygen" else check(options, say)
    except (OSError, ValueError, KeyError, TypeError) as error:
        say("failed", error=error)
        return UNREADABLE


if __name__ == "__main__":
    sys.exit(main())
