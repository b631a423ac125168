"""Identifiers that nobody has, with check digits that are right: what `made_values` puts into words."""

import string
from random import Random

#: Arcep keeps these ranges for works of fiction (decision 2018-0881, annex), Ofcom those.
FICTION_FR = ("019900", "026191", "035301", "046571", "053649", "063998")
FICTION_EN = ("07700900", "02079460", "01632960", "01614960")
#: Ranges that the networks publish for tests of payment.
_TEST_CARDS = ("411111", "400000", "424242", "555555", "510510", "222300", "520082", "401288")
_TEST_AMEX = ("378282", "371449")


def digits(rng: Random, n: int) -> str:
    return "".join(rng.choice(string.digits) for _ in range(n))


def capitals(rng: Random, n: int) -> str:
    return "".join(rng.choice("ABCDEFGHJKLMNPQRSTVWXYZ") for _ in range(n))


def luhn(body: str) -> str:
    """The digits with the one that makes them pass (ISO/IEC 7812-1, annex B)."""
    doubled = [int(each) * (2 if place % 2 == 0 else 1) for place, each in enumerate(reversed(body))]
    return body + str(-sum(each // 10 + each % 10 for each in doubled) % 10)


def phone(rng: Random, language: str) -> str:
    prefix = rng.choice(FICTION_FR if language == "fr" else FICTION_EN)
    if language == "fr" and rng.random() < 0.5:
        prefix = "063998"
    return prefix + digits(rng, (10 if language == "fr" else 11) - len(prefix))


def card(rng: Random) -> str:
    amex = rng.random() < 0.12
    prefix = rng.choice(_TEST_AMEX if amex else _TEST_CARDS)
    return luhn(prefix + digits(rng, (14 if amex else 15) - 6))


def imei(rng: Random) -> str:
    return luhn("35" + digits(rng, 12))


def siren(rng: Random) -> str:
    return luhn(rng.choice("3459") + digits(rng, 7))


def siret(rng: Random) -> str:
    return luhn(siren(rng) + "000" + rng.choice("12345"))


def vat(rng: Random) -> str:
    """Key of a French VAT number: (12 + 3 × (SIREN mod 97)) mod 97."""
    company = siren(rng)
    return f"FR{(12 + 3 * (int(company) % 97)) % 97:02}{company}"


def iban(rng: Random) -> str:
    """Mostly French, with the key of the RIB right as well; else German."""
    country = rng.choices(["FR", "DE"], weights=[6, 1])[0]
    if country == "DE":
        account = digits(rng, 18)
    else:
        bank, branch, number = "9" + digits(rng, 4), digits(rng, 5), digits(rng, 11)
        key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(number)) % 97
        account = f"{bank}{branch}{number}{key:02}"
    said = "".join(str(int(each, 36)) for each in f"{account}{country}00")
    return f"{country}{98 - int(said) % 97:02}{account}"


def nir(rng: Random) -> str:
    """Fifteen characters, key 97 − n mod 97; Corsica counts as 19 and 18 (decree 82-103)."""
    department = rng.choice(["75", "13", "59", "69", "35", "29", "33", "06", "2A", "2B", "99", "93"])
    body = (
        rng.choice("12") + f"{rng.randrange(40, 100):02}{rng.randrange(1, 13):02}" + department
        + f"{rng.randrange(900, 991):03}{rng.randrange(1, 999):03}"
    )  # fmt: skip
    counted = int(body.replace("2A", "19").replace("2B", "18"))
    return f"{body}{97 - counted % 97:02}"


def bic(rng: Random) -> str:
    country = rng.choices(["FR", "BE", "DE", "LU"], weights=[8, 1, 1, 1])[0]
    return capitals(rng, 4) + country + rng.choice(["PP", "2X", "22", "P1"]) + rng.choice(["", "", "XXX", "T01"])


def plate(rng: Random) -> str:
    return f"{capitals(rng, 2)}-{rng.randrange(1, 999):03}-{capitals(rng, 2)}"


def old_plate(rng: Random) -> str:
    return f"{rng.randrange(10, 9999)} {capitals(rng, 2)} {rng.choice(['75', '13', '59', '35', '29', '64'])}"


def ip(rng: Random) -> str:
    """An address of the networks for documentation (RFC 5737, RFC 3849). Private ones are alike in every home: nobody's."""
    last = str(rng.randrange(1, 255))
    if rng.random() < 0.12:
        return "2001:db8:" + ":".join(f"{rng.randrange(1, 65536):x}" for _ in range(2)) + "::" + last
    return rng.choice(["192.0.2.", "198.51.100.", "203.0.113."]) + last


def mac(rng: Random) -> str:
    """Locally administered: given by nobody who makes devices."""
    return ":".join(["02", *(f"{rng.randrange(256):02X}" for _ in range(5))])


def serial(rng: Random) -> str:
    return (
        capitals(rng, rng.choice([2, 3, 4])) + digits(rng, rng.choice([6, 8, 9])) + rng.choice(["", capitals(rng, 1)])
    )


def line(rng: Random) -> str:
    """The number on an optical socket: two letters and eight digits."""
    return f"{rng.choice(['OO', 'FI', 'SF', 'OC', 'BY'])}-{digits(rng, 4)}-{digits(rng, 4)}"


def reference(rng: Random) -> str:
    if rng.random() < 0.6:
        return rng.choice("123456789") + digits(rng, rng.choice([7, 7, 8, 9, 9, 11]))
    return capitals(rng, rng.choice([1, 2, 3])) + digits(rng, rng.choice([6, 7, 8]))
