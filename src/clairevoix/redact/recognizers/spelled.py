"""What is spelled and no other recognizer claims: letters one by one, « D comme Denis », letters mixed with digits."""

from collections.abc import Iterator

from clairevoix.redact.digits import Token
from clairevoix.redact.recognizer import Document, Entity
from clairevoix.redact.spelling import Code

#: Spelled words that everybody says.
_COMMON = frozenset(
    "SFR SMS MMS TVA PTO RIB IBAN BIC ADSL VDSL DSL WPS WPA LED USB HDMI TNT TV VOD GPS SIM PIN PUK RIO SAV CSA "
    "CNIL EDF GDF SNCF RATP CB PDF URL HTTP HTTPS HTML WWW FTTH FTTB ONT NRO PM OI SRO FAI PC CPL IP DNS MAC VPN "
    "OK ABC ABCD OCB BNP LCL UHD HD FAQ QR BT EE VAT ID UK USA EU ATM DVD CD AB KO NFC ESIM RDV SN".split()
)
_LEAST_LETTERS = 3
#: Letters and digits mixed: characters, and of them digits.
_LEAST_MIXED, _LEAST_DIGITS = 5, 3
_TYPES = ("EMAIL", "REFERENCE", "ADDRESS", "NAME")


def recognize(document: Document) -> Iterator[Entity]:
    for code in document.codes:
        if not code.n_letters or code.characters in _COMMON:
            continue
        entity_type = _type(document, code)
        if entity_type:
            yield Entity(entity_type=entity_type, start=code.start, end=code.end, recognizer="spelled", score=0.45)


def _type(document: Document, code: Code) -> str:
    expected = document.expected(code.first)
    asked = next((each for each in _TYPES if each in expected), "")
    if code.n_digits:
        is_code = len(code.characters) >= _LEAST_MIXED and code.n_digits >= _LEAST_DIGITS and code.n_letters >= 1
        return (asked if asked == "EMAIL" else "REFERENCE") if is_code and _is_said(document, code) else ""
    within = document.tokens[code.first : code.last + 1]
    # « B de Bernard » is one letter in three words.
    stands_for = any(_stands_for(each) for each in within) or (
        len(within) == _LEAST_LETTERS and within[1].word in ("de", "d")
    )
    if code.n_letters >= _LEAST_LETTERS or (stands_for and code.n_letters):
        return asked or "NAME"
    if asked == "EMAIL" or (code.n_letters >= 2 and code.n_pieces > 1):
        return asked
    return ""


def _is_said(document: Document, code: Code) -> bool:
    """Written in one word, or in several pieces: « A 12 345 » and « TGV 1234 » are no codes."""
    in_one = any(
        len(token.word) > 4 and not token.word.isalpha() for token in document.tokens[code.first : code.last + 1]
    )
    return code.n_pieces == 1 or (code.n_letters >= 2 and code.n_pieces > 2) or (in_one and code.n_letters >= 2)


def _stands_for(token: Token) -> bool:
    return token.word in ("comme", "as")
