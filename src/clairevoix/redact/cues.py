"""What people say before and after a name, by language. Words are folded; a cue is a sequence of words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Cue = tuple[str, ...]

#: Before a name: « madame », « M. ».
TITLES = {
    "fr": frozenset(
        "monsieur madame mademoiselle messieurs mesdames m mr mme mlle melle msieur docteur dr maitre professeur pr mister "
        "mrs miss".split()
    ),
    "en": frozenset("mr mrs ms miss mister doctor dr sir professor prof monsieur madame madam mme".split()),
}

_SURE_BEFORE = {
    "fr": """m'appelle pas|comment deja|m'appelle|mappelle|m'appelles|me nomme|me prenomme|s'appelle|s'appelait
s'appellent|appelez-moi
appelle-moi|se nomme
moi c'est|nom c'est|mon nom|mon prenom|nom de famille c'est|nom de jeune fille c'est|de la part de|mon nom c'est
mon nom est|mon prenom c'est|mon prenom est|le nom c'est|au nom de|aux noms de|sous le nom de|a l'attention de
nom d'usage|nom d'epouse|nom de naissance|nom marital|nom de jeune fille|les epoux|un certain|une certaine|quel nom a
l'interphone c'est|interphone c'est|sonnette c'est|lettres c'est|titulaire c'est|se prenomme|vous appelez
succession|la part de qui de""",
    "en": """on behalf of|for the attention of|in the name of|maiden name was|maiden name is|surname's|last name's
first name's|speaking to|speaking with|spoke to|spoke with|my name is|my name's
name is|name's|name was|call me|surname is|last name is|first name is""",
}

_FAIR_BEFORE = {
    "fr": """nomme|nommee|prenomme|prenommee|denomme|denommee|surnomme|nom de famille|me presente|je me presente
au nom
vous passe|lui-meme|elle-meme|s'ecrit|j'ecris|avez dit|non pas|c'est marque|c'est ecrit|y a marque|y a ecrit
avez note|avez mis|avez ecrit|on a mis|ont mis|nom|noms|prenom
prenoms|nee|epouse|veuve|signe|demandez|demander|de la part de
famille|certain|certaine|moi-meme|titulaire|le titulaire est|la part d
cordialement|sinceres salutations|salutations distinguees|remerciements|bien a vous|c'est toujours|chez les
interlocuteur|interlocutrice""",
    "en": """wife's name|husband's name|partner's name|mother's name|father's name|son's name|daughter's name|names
first name|last name|surname|family name|given name
called|named|under the name|account of|through to|on to|colleague|engineer|your colleague|speak to|spoke to
spoke with|speaking to|speaking with
talked to
talk to|ask for|regards|sincerely|yours|best wishes|many thanks|signed|attention of|cardholder|account holder
account holder is|holder is|spoke with a|spoke to a
maiden name
the name|a name|my names""",
}

_LIKELY_BEFORE = {
    "fr": """mettez|inscrivez|notez|noter|ecrivez|re-bonjour|rebonjour|direz a|d'apres|selon|grace a|remerciez|merci a
bonne fete|felicitations|c'est bien ca|c'est ca|parle bien a|parle a|parler a|parle avec|parler avec|dites a|dire a
demande a
demander a|vu avec
voir avec|passez-moi|passe a|compte de|contrat de|dossier de|ligne de|facture de|remplace|nom de|noms de|dossier
le contrat|marque|note|ecrit|c'est
je suis|ici|ici c'est|suis|voici|bonjour|bonsoir|merci|salut|allo|allo oui|au revoir|bonne journee|bonne soiree
bon week-end
bienvenue|chere|cher|coucou|enchante|enchantee|attendez|c'est moi""",
    "en": """under|i'm|i am|im|this is|it's|it is|its|that's|hello|hi|hey|thanks|thank you|cheers|bye|goodbye
good morning
good afternoon|good evening
morning|evening|afternoon|welcome|dear|cheers""",
}

#: « mon mari », « votre collègue »: a name may follow.
_OWNERS = {
    "fr": frozenset("mon ma mes notre votre vos son sa leur ton ta le la une un l".split()),
    "en": frozenset("my our your his her their the a".split()),
}
_RELATIVES = {
    "fr": frozenset(
        "mari femme epouse epoux conjoint conjointe compagnon compagne copain copine ami amie fils fille frere soeur "
        "pere mere "
        "maman papa oncle tante neveu niece cousin cousine gendre voisin voisine collegue collegues conseiller conseillere "
        "technicien technicienne belle-mere beau-pere belle-fille beau-frere belle-soeur grand-mere grand-pere mamie papi "
        "petit-fils petite-fille ex-mari ex-femme ex filleul filleule parrain marraine tuteur tutrice curateur "
        "associe associee "
        "patron patronne gerant gerante comptable secretaire assistant assistante syndic locataire proprietaire "
        "gardien gardienne "
        "petit petite interlocuteur interlocutrice concubin concubine bebe medecin notaire avocat avocate dame".split()
    ),
    "en": frozenset(
        "husband wife son daughter father mother dad mum mom brother sister partner friend boyfriend girlfriend uncle aunt "
        "nephew niece cousin neighbour neighbor colleague landlord landlady tenant boss manager assistant secretary flatmate "
        "roommate grandson granddaughter grandmother grandfather stepson stepdaughter fiance fiancee guy lady".split()
    ),
}

_AFTER = {
    "fr": """c'est mon nom|c'est mon prenom|a l'appareil|a votre service|a votre ecoute|a votre disposition
au telephone|au bout du fil
pour vous servir|de chez|en ligne
du service|du support|de la boutique|de l'agence|a vos cotes|que puis-je|comment puis-je|en quoi|je vous ecoute
je vous en prie|bonjour
bonsoir|c'est bien ca|c'est ca|c'est bien cela|a l'ecoute|m'a dit|m'avait dit|m'a repondu|m'a promis|m'a appele
m'a rappele|m'a conseille|m'a envoye|m'a assure
de l'assistance|conseiller|conseillere|j'ecoute""",
    "en": """is my surname|is my name|is my last name|is my first name|told me|told us|said|promised|speaking|here
at your service|on the line|on the phone|how can|how "
    "may|what can|calling|from""",
}


def _table(cues: str) -> Mapping[str, tuple[Cue, ...]]:
    table: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues.replace("\n", "|").split("|"):
        words = tuple(cue.split())
        table[words[0]].append(words)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in table.items()}


#: First word to the cues that begin with it, longest first.
SURE_BEFORE = {language: _table(cues) for language, cues in _SURE_BEFORE.items()}
FAIR_BEFORE = {language: _table(cues) for language, cues in _FAIR_BEFORE.items()}
LIKELY_BEFORE = {language: _table(cues) for language, cues in _LIKELY_BEFORE.items()}
AFTER = {language: _table(cues) for language, cues in _AFTER.items()}

#: After these somebody says another name than the one before, or the rest of it.
REPAIRS = {
    "fr": frozenset("euh heu non pardon enfin ou plutot voire hum".split()),
    "en": frozenset("um uh er no sorry or rather".split()),
}

#: What may stand between a cue and the name.
FILLERS = {
    "fr": frozenset(
        "c'est est euh heu donc alors bien ben bah et oui sera etait toujours hein c est-ce l'abonne monsieur madame "
        "mademoiselle m mr mme mlle "
        "prenom nom d'accord voila ici moi au ce de chez mon ma attendez ben alors".split()
    ),
    "en": frozenset("is it's its uh um er so well yes yeah that's mr mrs ms miss doctor dr the of".split()),
}

#: After these no name stands alone: « à Laval », « rue Jean Jaurès » belong to places, « chez Martin » to shops.
PLACES_BEFORE = {
    "fr": frozenset("a en vers sur depuis jusqu'a saint sainte cote".split()),
    "en": frozenset("in at near from to".split()),
}
#: After these no name is anybody's: « rue Jean Jaurès », « lycée Victor Hugo ».
STREETS_BEFORE = {
    "fr": frozenset(
        "rue avenue boulevard place quai cours impasse allee chemin square lycee college gare ecole hopital stade "
        "ville commune "
        "station aeroport metro clinique".split()
    ),
    "en": frozenset("street road avenue rue station school college hospital place".split()),
}

#: After these a name is that of a product or a company: « une enceinte Marshall », « un iPhone Pro Max », « une Peugeot ».
PRODUCTS_BEFORE = {
    "fr": frozenset(
        "un une tele televiseur telephone portable smartphone enceinte aspirateur imprimante ordinateur ordi box routeur "
        "modem casque montre tablette ecran jeu cafetiere voiture societe boutique magasin marque modele banque assurance "
        "pack bouquet offre option forfait chaine application appli abonnement film serie console decodeur barre pro plus "
        "ultra galaxy iphone oppo honor mini air enseigne supermarche agence cabinet fournisseur operateur".split()
    ),
    "en": frozenset(
        "phone tv speaker vacuum printer laptop router modem watch tablet game car brand model bank plan package app series "
        "console pro plus ultra galaxy iphone oppo honor mini air operator provider shop".split()
    ),
}


def cue_at(table: Mapping[str, tuple[Cue, ...]], words: Iterable[str]) -> int:
    """How many words of a cue ``words`` begins with; 0 if none. ``words``: those ahead, in order."""
    ahead = tuple(words)
    if not ahead:
        return 0
    return next((len(cue) for cue in table.get(ahead[0], ()) if ahead[: len(cue)] == cue), 0)


def is_relative(language: str, owner: str, relative: str) -> bool:
    """« mon » and « mari »."""
    return relative in _RELATIVES[language] and owner in _OWNERS[language]
