"""Words that say what is asked for or said next: « numéro de client », « mot de passe », « au dos de la carte ».

A cue is a word with, for some, what must stand around it. The same table serves whoever asks and whoever answers.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.redact.digits import Token

_PLAIN = str.maketrans("àâäéèêëîïôöùûüç’ñ", "aaaeeeeiioouuuc'n")
_BEFORE, _AFTER = 5, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Token ``at`` speaks of entities of these types."""

    at: int
    types: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    types: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None


#: What stands for patterns in the table.
_NAMED = {
    "NUM": r"\b(?:numeros?|num|n°|no|nr|n|references?|refs?|code|identifiant|id|numbers?)\b",
    "OWN": r"\b(?:votre|vos|mon|ma|quel|quelle|la|le|du|sur|sous|par|une|de|en)\b",
    "NOCODE": r"naf|ape|insee|client|iban|bic|guichet|banque",
}


def _rows(table: str) -> dict[str, tuple[_Row, ...]]:
    """Lines of: words ; types ; what must stand before ; what must stand after (regular expressions)."""
    rows: dict[str, list[_Row]] = {}
    for line in table.strip().splitlines():
        words, types, before, after = (part.strip() for part in (line + " ; ; ;").split(";")[:4])
        row = _Row(types=frozenset(types.split()), before=_pattern(before), after=_pattern(after))
        for word in words.split():
            rows.setdefault(word, []).append(row)
    return {word: tuple(some) for word, some in rows.items()}


def _pattern(text: str) -> re.Pattern[str] | None:
    for name, pattern in _NAMED.items():
        text = text.replace(name, pattern)
    return re.compile(text) if text else None


#: The first row of a word that fits counts. Words have no accents and no elided article.
_ROWS = {
    "fr": _rows(r"""
telephone tel telephonique portable portables mobile mobiles gsm ; PHONE
fixe ; PHONE ; NUM|\b(?:le|mon|votre|du|un|en|au)$
joindre rappeler rappelez rappelle appeler appelez joignable contacter ; PHONE
ligne ; PHONE LINE ; NUM|\b(?:votre|ma|la|quelle)$
ligne ; PHONE LINE ; ; ^(?:c'?est|est|concernee|numero)
sms texto ; PHONE ; \bau|\bpar$ ; ^(?:au|sur le)
client cliente adherent abonne abonnement contrat commande facture dossier ticket incident suivi colis ; REFERENCE ; NUM
retour reservation intervention reclamation demande devis avoir bon espace acces sinistre police membre ; REFERENCE ; NUM
dossier commande contrat facture ticket colis devis ; REFERENCE ; ; ^(?:NUM|c'?est|est\b|\d|[a-z]{1,4}[-\d])
dossier commande contrat facture ticket colis devis reservation ; REFERENCE ; OWN$
suivi reference references ref rio identifiant identifiants id etiquette bordereau ; REFERENCE
pto prise socket oi ; LINE
terminaison ; LINE ; \bpoint de$
nd ; LINE PHONE
ont ; LINE ; \b(?:boitier|numero)( de)?$
serie ; DEVICE ; NUM|\b(?:de|la)$
mac ; DEVICE ; \badresses?\b|NUM
imei iccid sn s/n eid ; DEVICE
sim ; DEVICE ; \b(?:carte|numero|la|ma)\b
puk pin mdp password motdepasse pass otp ; PASSWORD
passe ; PASSWORD ; \b(?:mots?|phrase) de$
secrete ; PASSWORD ; \b(?:question|reponse)s?$
chien chat animal ; PASSWORD ; \bnom (?:de|du)\b
digicode ; PASSWORD
postal postale ; ADDRESS ; \b(?:code|adresse|boite)$
code codes ; PASSWORD ; ; ^(?!postal|promo|barre|couleur|source|de la route|civil|du travail|NOCODE)
secret confidentiel verification validation ; PASSWORD ; \bcode( de)?$
cle ; PASSWORD NIR ; ; ^(?!usb|en main|des|de voute)
wifi wi-fi ; PASSWORD ; \b(?:cle|code|passe|mot)\b
cryptogramme cvv cvc ccv ; CARD PASSWORD
dos derriere verso ; CARD PASSWORD ; \b(?:au|chiffres|carte|et)\b
chiffres ; CARD PASSWORD NUMBER ; \b(?:derniers|premiers|trois|3|quatre|4|les|six|6)$
carte ; NIR ; ; ^(?:vitale|verte)
carte cb bleue ; CARD ; NUM|OWN ; ^(?!sim\b|fidelite|d'identite|grise|de visite|postale)
visa mastercard amex expire expiration validite expirant expiree ; CARD
termine terminant finit finissant terminee ; CARD PHONE IBAN NUMBER ; ; ^(?:par|en|bien par)
iban rib ; IBAN
bancaires bancaire ; IBAN ; \b(?:coordonnees|compte|identite|releve|domiciliation)\b
compte ; REFERENCE IBAN ; NUM
bic swift ; BIC
secu nir ss insee ; NIR
sociale ; NIR ; \bsecurite$
siren siret tva rcs kbis intracommunautaire ; COMPANY_ID ; ; ^(?!a \d|de \d|est de|comprise|incluse|en sus)
plaque plaques immatriculation immatricule immatriculee immatriculees immat mineralogique ; PLATE
vehicule voiture camionnette camion utilitaire moto scooter fourgon remorque ; PLATE
ip ipv4 ipv6 ; IP
mail mails email emails e-mail e-mails mel courriel courriels ; EMAIL
internet electronique messagerie ; EMAIL ; \badresse
site lien url http https ; URL
naissance ; BIRTH_DATE ; \b(?:date|lieu|annee|jour)\b
ne nee ; BIRTH_DATE ; \b(?:etes|suis|est|il|elle)$
adresse adresses ; EMAIL ; ; ^(?:mail|e-mail|email|electronique|internet|courriel|gmail)
adresse adresses ; EMAIL ADDRESS
ville commune rue habitez habite demeurez domicile domicilie ; ADDRESS
nom prenom noms prenoms appelez patronyme titulaire ; NAME
epeler epelez epele epelle epellation epelles ; SPELLING
numero num n° numeros ; NUMBER
"""),
    "en": _rows(r"""
phone telephone mobile cell cellphone landline callback ; PHONE
call reach ring text ; PHONE ; ; \b(?:on|at)\b
number ; PHONE ; \b(?:phone|telephone|mobile|contact|call|best|line)$
line ; PHONE LINE ; NUM|\b(?:your|the|which|my)$
customer account order contract invoice ticket case tracking booking return parcel claim bill ; REFERENCE ; ; ^(?:NUM|is\b|\d)
customer account order contract invoice ticket case parcel ; REFERENCE ; ; ^[a-z]{1,4}[-\d]
reference ref tracking id ; REFERENCE
order contract ; REFERENCE ; \b(?:your|my|the|existing|which)$
pto socket outlet ; LINE
serial imei mac iccid ; DEVICE
password passcode passphrase pin puk otp ; PASSWORD
code codes ; PASSWORD ; ^(?!.*\b(?:zip|post|postal|bar|sort|dress)$)
cvv cvc ; CARD PASSWORD
security ; CARD PASSWORD ; ; ^code
digits ; CARD PASSWORD NUMBER
back ; CARD PASSWORD ; \b(?:on|at) the$
card ; CARD ; ; ^(?!reader\b|board\b)
expiry expires expiration expire visa mastercard amex ; CARD
ending ends ; CARD PHONE IBAN NUMBER ; ; ^(?:in|with)
iban ; IBAN
account ; IBAN ; ; ^(?:NUM|details)
account ; IBAN ; \bbank$
sort ; IBAN ; ; ^code
bic swift ; BIC
insurance social ; NIR ; ; ^(?:NUM|security)
vat siret siren ; COMPANY_ID ; ; ^(?!of|at|is \d|included)
plate registration licence license ; PLATE ; ; ^(?:plate|number|is|mark|$)
ip ; IP
email e-mail mail emails ; EMAIL
website url site link ; URL
birth birthday born ; BIRTH_DATE
address ; EMAIL ; \b(?:email|e-mail|mail)$
address ; ADDRESS EMAIL
postcode zip street town city live ; ADDRESS
name surname ; NAME
spell spelled spelling spelt ; SPELLING
number numbers ; NUMBER
"""),
}


#: Words of both tables that people spell.
_SPELLED = ("pto", "iban", "bic", "imei", "pin", "puk", "ip")


def plain(word: str) -> str:
    """Without accents, one character for one.

    >>> plain("épeler")
    'epeler'
    """
    return word if word.isascii() else word.translate(_PLAIN)


def may_announce(word: str, language: str) -> bool:
    """Whether a word of a token is in the table, whatever stands around it."""
    return plain(word) in _ROWS[language]


def cues(found: Sequence[Token], language: str, spelled: Sequence[tuple[str, int]] = ()) -> tuple[Cue, ...]:
    """Every cue in a text, in order; ``spelled`` words, with the token that ends them, may be cues too.

    >>> from clairevoix.redact.digits import tokens
    >>> [sorted(cue.types) for cue in cues(tokens("votre numéro de client et le mot de passe ?"), "fr")]
    [['NUMBER'], ['REFERENCE'], ['PASSWORD']]
    """
    rows = _ROWS[language]
    kept = []
    for at, token in enumerate(found):
        for row in rows.get(plain(token.word), ()):
            if _fits(found, at, row):
                kept.append(Cue(at=at, types=row.types))
                break
    for letters, at in spelled:
        word = next((word for word in _SPELLED if letters.startswith(word)), None)
        if word is not None:
            kept.append(Cue(at=at, types=rows[word][0].types))
    return tuple(sorted(kept, key=lambda cue: cue.at)) if spelled else tuple(kept)


def _fits(found: Sequence[Token], at: int, row: _Row) -> bool:
    if row.before is not None:
        before = " ".join(plain(token.word) for token in found[max(0, at - _BEFORE) : at])
        if not row.before.search(before):
            return False
    if row.after is None:
        return True
    after = " ".join(plain(token.word) for token in found[at + 1 : at + 1 + _AFTER])
    return row.after.search(after) is not None


def types_before(found: Sequence[Cue], first: int, reach: int) -> frozenset[str]:
    """The types of the cues that stand at most ``reach`` tokens before token ``first``."""
    at = bisect_left(found, first, key=lambda cue: cue.at)
    kept: set[str] = set()
    while at > 0 and first - found[at - 1].at <= reach:
        at -= 1
        kept |= found[at].types
    return frozenset(kept)
