"""Synthetic logs of fibre connections and of fault repairs: `fibre.parquet`, `repairs.csv` and their declarations.

Made up from nothing: departments, operators, causes and times are drawn at random from the tables below, which no operator's
figures are behind. The log is what a system would export, with its defects: rows told twice and corrected later, a clock
that was set back, cases whose order is missing, a visit before the order, causes that no list knows.
"""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FIRST, LAST = datetime.fromisoformat("2025-01-02"), datetime.fromisoformat("2025-09-30T18:00")
FEWER_FROM = datetime.fromisoformat("2025-06-01")
N_CASES, N_REPAIRS = 4200, 900
#: Departments with how many of a thousand orders they have, and by how much their visits fail more or less often.
DEPARTMENTS = {
    "59": (70, 0.0), "62": (45, 0.02), "75": (62, 0.05), "92": (38, 0.0), "93": (44, 0.12), "94": (30, 0.0),
    "69": (52, -0.02),
    "13": (66, 0.06), "31": (48, 0.0), "33": (50, -0.01), "44": (46, -0.05), "35": (34, -0.03), "67": (36, 0.0),
    "34": (38, 0.03), "06": (34, 0.02), "76": (34, 0.0), "38": (32, 0.0), "77": (30, 0.0), "78": (30, 0.0), "91": (28, 0.0),
    "95": (26, 0.0), "29": (24, -0.03), "57": (22, 0.0), "54": (16, 0.0), "45": (14, 0.0), "37": (14, 0.0), "49": (16, 0.0),
    "72": (10, 0.0), "14": (14, 0.0), "80": (12, 0.0), "60": (14, 0.0), "51": (11, 0.0), "21": (10, 0.0), "63": (12, 0.0),
    "87": (7, 0.0), "17": (12, 0.0), "64": (13, 0.0), "66": (9, 0.0), "83": (20, 0.0), "84": (10, 0.0), "2A": (4, 0.0),
    "2B": (4, 0.0), "974": (12, 0.02), "23": (2, 0.0), "48": (1, 0.0), "15": (2, 0.0),
}  # fmt: skip
OPERATORS = {"OI-A": (0.62, 0.0), "OI-B": (0.23, 0.04), "OI-C": (0.15, 0.09)}
#: Causes of failed visits: their words in the log, their weight, and whose part they are.
CAUSES = [
    ("PROBLEME_DE_CONTINUITE", 24, "OI"), ("PBO_INTROUVABLE", 11, "OI"), ("DESATURATION", 9, "OI"),
    ("PROBLEME_ADDUCTION", 17, "Client"), ("GC_PUBLIC", 8, "Tiers"), ("MISE_A_JOUR_SI_OI", 7, "OI"),
    ("PROBLEME_DE_CHEMINEMENT_SUR_PARTIE_PUBLIQUE", 6, "OI"), ("Matériel manquant", 10, "OC"),
    ("Retard sur la tournée", 6, "OC"), ("autre, voir commentaire", 2, "OC"),
]  # fmt: skip
DEFECTS = {"": 88, "NC1_BOX": 2, "NC2_FIBRE": 2, "NC3_LABEL": 3, "NC4_REFERENCE": 2, "NC5_CORDS": 3}
DECLARATION = """\
[steps]
journey = "fibre_connection"
time_zone = "Europe/Paris"
key = ["evenement"]
empty = ["-"]

[steps.columns]
case = "dossier"
customer = "client"
step = "etape"
started_at = "debut"
ended_at = "fin"
due_on = "rdv"
outcome = "resultat"
cause = "cause"
responsibility = "responsable"
area = "departement"
operator = "oi"
nature = "nature"
channel = "canal"
reason = "motif"
revision = "version"

[steps.steps]
"Commande" = "ordered"
"Prise de RDV" = "appointment_booked"
"Report de RDV" = "appointment_changed"
"Intervention" = "visit"
"Constat client" = "service_confirmed"
"Panne signalée" = "fault_reported"
"Contact client" = "contact"
"Contrôle" = "conformity_check"
"Annulation" = "cancelled"
"Dossier repris" = "taken_over"

[steps.outcomes]
"CR OK" = "ok"
"CR KO" = "failed"
"Client absent" = "no_access"
"Reporté" = "postponed"
"Non honoré" = "missed"

[steps.responsibilities]
"OI" = "oi"
"OC" = "oc"
"Client" = "customer"
"Tiers" = "third_party"

[steps.channels]
"Téléphone" = "phone"
"Tchat" = "chat"

[steps.natures]
"PTO à construire" = "pto_to_build"
"PTO existante" = "pto_existing"

[steps.causes]
"Matériel manquant" = "MATERIEL_MANQUANT"
"Retard sur la tournée" = "RETARD_TOURNEE"
"""
REPAIRS = """\
[steps]
journey = "fault_repair"
time_zone = "Europe/Paris"

[steps.columns]
case = "case"
customer = "customer"
step = "step"
started_at = "started_at"
due_on = "due_on"
outcome = "outcome"
responsibility = "responsibility"
area = "area"
"""


class Log:
    """One case's rows, one after the other."""

    def __init__(self, number: int, rng: random.Random) -> None:
        self.rng, self.rows, self.number = rng, [], number
        self.area = rng.choices(list(DEPARTMENTS), [weight for weight, _ in DEPARTMENTS.values()])[0]
        self.operator = rng.choices(list(OPERATORS), [share for share, _ in OPERATORS.values()])[0]
        self.nature = "PTO à construire" if rng.random() < 0.64 else "PTO existante"

    def add(self, step: str, at: datetime, **more: object) -> None:
        if at > LAST:
            return
        row = {
            "evenement": f"E{self.number:05}-{len(self.rows)}", "dossier": f"F{self.number:05}",
            "client": f"K{self.number:05}",
            "etape": step, "debut": at.isoformat(timespec="minutes"), "fin": "", "rdv": "", "resultat": "", "cause": "",
            "responsable": "", "departement": self.area, "oi": self.operator, "nature": self.nature, "canal": "", "motif": "",
            "version": "1",
        }  # fmt: skip
        self.rows.append({**row, **more})


def _hour(day: datetime, rng: random.Random) -> datetime:
    """Within the working hours of the next working day."""
    while day.weekday() == 6:
        day += timedelta(days=1)
    return day.replace(hour=rng.choice((8, 9, 10, 11, 13, 14, 15, 16)), minute=rng.choice((0, 15, 30)))


def _case(number: int, rng: random.Random) -> list[dict[str, object]]:
    log = Log(number, rng)
    at = _hour(FIRST + (LAST - FIRST) * rng.random(), rng)
    log.add("Commande", at)
    if rng.random() < 0.035:
        log.add("Annulation", at + timedelta(days=rng.randint(1, 6)), responsable="Client")
        return log.rows
    day = _hour(at + timedelta(days=round(rng.gammavariate(3.2, 3.4)) + 2), rng)
    log.add("Prise de RDV", at + timedelta(hours=rng.randint(1, 30)), rdv=f"{day:%Y-%m-%d}")
    chance = rng.random()
    if chance < 0.05:
        who = rng.choices(("OC", "OI"), (0.7, 0.3))[0]
        what = "Non honoré" if rng.random() < 0.4 else "Reporté"
        log.add("Report de RDV", day + timedelta(hours=1), resultat=what, responsable=who)
        day = _hour(day + timedelta(days=rng.randint(3, 14)), rng)
        log.add("Prise de RDV", day - timedelta(days=2), rdv=f"{day:%Y-%m-%d}")
    elif chance < 0.10:
        log.add("Report de RDV", day - timedelta(days=1), resultat="Reporté", responsable="Client")
        day = _hour(day + timedelta(days=rng.randint(4, 20)), rng)
        log.add("Prise de RDV", day - timedelta(days=3), rdv=f"{day:%Y-%m-%d}")
    _visits(log, day)
    return log.rows


def _visits(log: Log, day: datetime) -> None:
    rng = log.rng
    #: A programme of joint preparation, made up, makes fewer visits fail from June on.
    fails = 0.135 + DEPARTMENTS[log.area][1] + OPERATORS[log.operator][1] - (0.035 if day >= FEWER_FROM else 0)
    fails = max(0.02, fails * (1.25 if log.nature == "PTO à construire" else 0.55))
    for attempt in range(1, 6):
        end = (day + timedelta(minutes=rng.randint(40, 170))).isoformat(timespec="minutes")
        chance = rng.random()
        if chance < 0.03:
            log.add("Intervention", day, fin=end, resultat="Client absent", responsable="Client")
        elif chance < 0.03 + fails * (1 if attempt == 1 else 1.7):
            cause, _, who = rng.choices(CAUSES, [weight for _, weight, _ in CAUSES])[0]
            log.add("Intervention", day, fin=end, resultat="CR KO", cause=cause, responsable=who)
            if rng.random() < 0.45:
                log.add(
                    "Contact client", day + timedelta(days=rng.randint(0, 3)), canal="Téléphone", motif="SUIVI_COMMANDE"
                )
            if rng.random() < 0.07 * attempt:
                log.add("Annulation", day + timedelta(days=rng.randint(1, 9)), responsable="Client")
                return
        else:
            log.add("Intervention", day, fin=end, resultat="CR OK")
            _afterwards(log, day)
            return
        day = _hour(day + timedelta(days=round(rng.gammavariate(2.4, 4)) + 3), rng)
        log.add("Prise de RDV", day - timedelta(days=2), rdv=f"{day:%Y-%m-%d}")


def _afterwards(log: Log, day: datetime) -> None:
    rng = log.rng
    if rng.random() < 0.965:
        log.add("Constat client", day + timedelta(hours=rng.randint(2, 40)))
    if rng.random() < 0.052:
        fault = day + timedelta(days=min(rng.expovariate(1 / 9), 80))
        log.add("Panne signalée", fault, cause="PROBLEME_DE_CONTINUITE", responsable=rng.choice(("OI", "OC")))
        log.add("Intervention", fault + timedelta(days=2), resultat="CR OK")
    if rng.random() < 0.06:
        log.add(
            "Contact client",
            day + timedelta(days=rng.randint(1, 25)),
            canal=rng.choice(("Téléphone", "Tchat")),
            motif="MISE_EN_SERVICE",
        )
    if rng.random() < 0.22:
        found = rng.choices(
            ("", "NC1_BOX", "NC2_FIBRE", "NC3_LABEL", "NC4_REFERENCE", "NC5_CORDS"), (88, 2, 2, 3, 2, 3)
        )[0]
        log.add(
            "Contrôle", day + timedelta(days=rng.randint(2, 12)), resultat="CR KO" if found else "CR OK", cause=found
        )


def _spoiled(rows: list[dict[str, object]], rng: random.Random) -> list[dict[str, object]]:
    """The defects of a real export, a few of each."""
    failed = rng.sample([row for row in rows if row["resultat"] == "CR KO"], 25)
    found = [*rows, *({**row, "resultat": "CR OK", "cause": "", "responsable": "", "version": "2"} for row in failed)]
    found += rng.sample(rows, 40)
    for row in rng.sample([row for row in rows if row["fin"]], 30):
        row["fin"] = row["debut"].replace("T1", "T0")
    for row in rng.sample([row for row in rows if row["etape"] == "Commande" and row["debut"] < "2025-07"], 45):
        if rng.random() < 0.6:
            row["etape"] = "Dossier repris"
        else:
            row["debut"] = (datetime.fromisoformat(row["debut"]) + timedelta(days=60)).isoformat(timespec="minutes")
    return found


def _repair(number: int, rng: random.Random) -> list[list[str]]:
    at = _hour(FIRST + (LAST - FIRST) * rng.random(), rng)
    area = rng.choices(list(DEPARTMENTS), [weight for weight, _ in DEPARTMENTS.values()])[0]
    case, customer, rows = f"P{number:05}", f"K{rng.randrange(N_CASES):05}", []

    def add(step: str, when: datetime, due: str = "", outcome: str = "", whose: str = "") -> None:
        if when <= LAST:
            rows.append([case, customer, step, when.isoformat(timespec="minutes"), due, outcome, whose, area])

    add("fault_reported", at)
    if rng.random() < 0.38:
        add("remote_repair", at + timedelta(hours=rng.randint(1, 20)), outcome="ok" if rng.random() < 0.7 else "failed")
        if rows[-1][5] == "ok":
            return rows
    day = _hour(at + timedelta(days=rng.randint(1, 7)), rng)
    add("appointment_booked", at + timedelta(hours=21), due=f"{day:%Y-%m-%d}")
    for _ in range(3):
        is_ok = rng.random() < 0.82
        add("visit", day, outcome="ok" if is_ok else "failed", whose="" if is_ok else rng.choice(("oi", "oc")))
        if is_ok:
            break
        day = _hour(day + timedelta(days=rng.randint(2, 8)), rng)
    if rng.random() < 0.09:
        add("fault_again", day + timedelta(days=rng.randint(1, 28)))
    return rows


def write_fibre(folder: Path) -> None:
    """Write both logs and what is declared of them."""
    rng = random.Random("clairevoix fibre 1")
    rows = [row for number in range(N_CASES) for row in _case(number, rng)]
    rows = _spoiled(rows, rng)
    table = pa.Table.from_pylist([{key: str(value) for key, value in row.items()} for row in rows])
    pq.write_table(table, folder / "fibre.parquet", compression="zstd", compression_level=19)
    (folder / "fibre.toml").write_text(DECLARATION, encoding="utf-8")
    with (folder / "repairs.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["case", "customer", "step", "started_at", "due_on", "outcome", "responsibility", "area"])
        for number in range(N_REPAIRS):
            writer.writerows(_repair(number, rng))
    (folder / "repairs.toml").write_text(REPAIRS, encoding="utf-8")


if __name__ == "__main__":
    write_fibre(Path(__file__).parent / "sample")
