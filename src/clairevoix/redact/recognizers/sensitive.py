"""Mentions of somebody's health or union membership (GDPR, article 9), French and English.

Only wordings that speak of people: « ma box est malade » and « votre syndicat de copropriété » are neither. The words that
tell are found, not the whole sentence.
"""

import re
from collections.abc import Iterable, Iterator

from clairevoix.redact import unions
from clairevoix.redact.announcing import plain
from clairevoix.redact.recognizer import Document, Entity

_SCORE = 0.8
#: Illnesses, treatments and states that only people have.
_HEALTH_FR = r"""
diab[eé]ti(?:que|ques)|diab[eè]te|cancer(?:s|eux|euse)?|leuc[eé]mie|chimioth[eé]rapie|chimio|radioth[eé]rapie|tumeur
|m[eé]tastases?
|d[eé]pressi(?:on|ve)\b(?!\s+(?:atmosph|du\s+march))|d[eé]pressif|burn[ -]?out|bipolaires?|schizophr[eéè]n\w+
|autis(?:te|tes|me)|alzheimer|parkinson
|[eé]pilep(?:sie|tique|tiques)|asthm(?:e|atique)|scl[eé]rose en plaques|s[eé]ropositi(?:f|ve)|vih|sida|h[eé]patite
|covid(?:[ -]?19)?(?=.{0,20}\b(?:j'ai|eu|attrap|positif))
|dialys[eé]e?s?|h[eé]mophile|pacemaker|insuffisan(?:ce|te?) (?:r[eé]nale|cardiaque|respiratoire)|fauteuil roulant
|infarctus|a\.?v\.?c\.?(?=\s|$|[.,!?])
|hypertension|tension art[eé]rielle|crise cardiaque|arr[eê]t maladie|arr[eê]t de travail|en arr[eê]t(?=\s+(?:depuis
|jusqu|pour|longue|[.,]))|longue maladie|mi-temps th[eé]rapeutique
|affection de longue dur[eé]e|invalidit[eé]|handicap(?:s|[eé]|[eé]e|[eé]s|[eé]es)?(?!\s+(?:pour\s+(?:l'entreprise
|la\s+soci)))|a[dh]ulte handicap[eé]|aah|rqth|mdph|cotorep|hospitalis(?:[eé]e?s?|ation|er)|[aà] l'h[oô]pital
|aux urgences|en r[eé]animation|sous oxyg[eè]ne|assistance respiratoire|appareil respiratoire|respirateur
|sous perfusion|sous traitement|maladie (?:de|rare|grave|chronique|auto|d[eé]g)\w*
|op[eé]r[eé]e? (?:de|du|des|de la|d')\s*(?:la |l')?\w+|me faire op[eé]rer|va se faire op[eé]rer|s'est fait op[eé]rer
|mon op[eé]ration|son op[eé]ration|enceinte(?!\s+(?:bluetooth|connect|acoust|wifi|sonos|de la|du))|fausse couche
|grossesse|accouch(?:[eé]e?|er|ement)
|malvoyante?s?|malentendante?s?|aveugle|sourde? et muette?|sourd-muet|appareils? auditifs?|proth[eè]se\w*|amput[eé]e?s?
|alit[eé]e?s?|grabataire|en fin de vie|soins palliatifs|ehpad
|antid[eé]presseurs?|insuline|morphine|m[eé]dicaments?|psychiatre|psychologue|psychiatri(?:que|e)|canc[eé]rologue
|cardiologue|oncologue|neurologue|kin[eé](?:sith[eé]rapeute)?\b|t[eé]l[eé]assistance|toxicoman\w+|alcooliques?
|cure de d[eé]sintox\w*|trisomi(?:que|e)|dyslexi(?:que|e)
|fractur[eé]e? (?:du|de la|de l')\s*\w+|cass[eé] (?:la jambe|le bras|le poignet|la hanche|le col du f[eé]mur
|la cheville|le pied|l'[eé]paule)|col du f[eé]mur
|probl[eè]mes? (?:de (?:sant[eé]|c[oœ]e?ur|dos|vue|audition|hanche|genou|m[eé]moire|tension)|cardiaques?|respiratoires?
|pulmonaires?|psychologiques?)|perte de m[eé]moire|groupe sanguin|maladies? professionnelles?|accident du travail
|phobique
|(?:ma|sa) hanche
"""
_SICK_FR = r"""
\b(?:(?:je|tu|il|elle|on|nous|ils|elles)\s+(?:ne\s+)?(?:suis|es|est|sommes|sont|[eé]tais|[eé]tait|[eé]taient|tomb[eé]e?
|serai|reste)|j'[eé]tais|(?:ma|mon)\s+(?:femme|mari|m[eè]re|p[eè]re|fils|fille|soeur|sœur|fr[eè]re|conjointe?|enfant
|b[eé]b[eé]|grand-m[eè]re|grand-p[eè]re|maman|papa|[eé]pouse|[eé]poux|compagnon|compagne)\s+(?:est|[eé]tait|sont|tombe))
(?:\s+(?:tr[eè]s|gravement|bien|encore|toujours|tomb[eé]e?|un\s+peu|assez|vraiment|super))*\s+(?:malades?|souffrante?s?
|invalides?|sourde?s?|muette?s?|op[eé]r[eé]e?s?|d[eé]pendante?s?|sous\s+(?:curatelle|tutelle)|en\s+convalescence
|en\s+d[eé]pression|d[eé]pressive?)
|(?:grave|longue|ma|sa|leur)\s+maladie|(?:je|il|elle)\s+(?:fais|fait|ai|a\s+fait)\s+(?:une\s+)?(?:d[eé]pression|malaise
|crise\s+d'angoisse)
"""
_HEALTH_EN = r"""
diabet(?:ic|es)|cancer|leuka?emia|chemo(?:therapy)?|radiotherapy|tumou?r|(?:i'm|i am|she's|he's|clinically|severely
|been|was|with)\s+depress(?:ed|ion)|bipolar|schizophreni\w+|autis(?:tic|m)|alzheimer'?s?|parkinson'?s?|dementia
|epilep(?:sy|tic)|asthma(?:tic)?|multiple\s+sclerosis|hiv(?:\s+positive)?|hepatitis|dialysis|pacemaker|wheelchair
|heart\s+(?:attack|condition|failure|surgery|problems?)|had\s+a\s+stroke|sick\s+leave|off\s+sick|signed\s+off
|sick\s+note
|long-term\s+illness|disab(?:led\s+(?:person|badge|people)|ility)|(?:i'm|i\s+am|she's|he's|registered|(?:wife|husband
|son|daughter|mother|father|mum|dad|brother|sister)\s+is)\s+(?:disabled|blind|deaf|partially\s+sighted|pregnant)
|hospitali[sz]ed|in\s+(?:the\s+)?hospital|intensive\s+care|on\s+oxygen|ventilator|my\s+(?:surgery|operation|illness
|medication|condition)|(?:his|her)\s+(?:surgery|illness|medication)
|miscarriage|pregnan(?:t|cy)|hearing\s+aids?|prosthe\w+|antidepressants?|insulin|psychiatr\w+|mental\s+health
|hip\s+replacement|broke\s+(?:my|his|her)\s+(?:leg|arm|hip|wrist|ankle)|(?:i'm|i\s+am|i've\s+been|she's|he's
|been)\s+(?:very\s+|really\s+|quite\s+)?(?:ill|sick|unwell)\b(?!\s+(?:of|and\s+tired))|care\s+home|nursing\s+home
|palliative|terminally\s+ill
"""
#: Things of which « handicap », « malade » or « opération » are said too.
_THINGS = re.compile(
    r"\b(?:box|livebox|freebox|modem|t[eé]l[eé]|ordi\w*|t[eé]l[eé]phone|connexion|ligne|r[eé]seau|router|computer|phone|laptop)"
    r"\s+(?:est|is|was|[eé]tait|n'est)(?:\s+(?:pas|un|peu|encore|tr[eè]s|a|bit|really|so)){0,3}\s*$",
    re.IGNORECASE,
)


def _compiled(wording: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{wording.replace(chr(10), '')})(?![\w])", re.IGNORECASE)


_PATTERNS = {
    "fr": (("HEALTH", _compiled(f"{_HEALTH_FR}|{_SICK_FR.strip()}")), ("UNION", _compiled(unions.FRENCH))),
    "en": (("HEALTH", _compiled(_HEALTH_EN)), ("UNION", _compiled(unions.ENGLISH))),
}
_N_BEFORE = 40
#: Two mentions with so little between them are one: « syndiqué depuis dix ans à la CGT ».
_BETWEEN = re.compile(r"(?:[ ,]+[\w'-]{1,15}){0,8}[ ,]+")
_LONGEST_BETWEEN = 70


def recognize(document: Document) -> Iterator[Entity]:
    text = document.text.replace("’", "'")
    # Without accents, one character for one; « İ » in lower case would be two.
    folded = plain(text.lower()) if len(text.lower()) == len(text) else plain(text)
    stems = unions.STEMS[document.language]
    for entity_type, pattern in _PATTERNS[document.language]:
        if entity_type == "UNION" and not any(stem in folded for stem in stems):
            continue
        matches = pattern.finditer(folded if entity_type == "UNION" else text)
        spans = (
            match.span()
            for match in matches
            if not _THINGS.search(text, max(0, match.start() - _N_BEFORE), match.start())
        )
        for start, end in _joined(text, spans):
            yield Entity(entity_type=entity_type, start=start, end=end, recognizer="sensitive", score=_SCORE)


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    kept: tuple[int, int] | None = None
    for start, end in spans:
        if kept and start - kept[1] <= _LONGEST_BETWEEN and _BETWEEN.fullmatch(text, kept[1], start):
            kept = (kept[0], end)
            continue
        if kept:
            yield kept
        kept = (start, end)
    if kept:
        yield kept
