"""Which side of a conversation is the agent, by how it opens: who greets for a company, asks and looks things up.

In: what each side (a channel, or a speaker of a mono recording) said in the first three quarters of a minute, French or
English, as recognised. Out: the number of the agent's side, or None where that is not sure.

An opening is a sum of cues, so that words misheard do not turn it round; each cue counts once for a side. Cues are of no
company in particular. How many openings they read right is in the tests and in `docs/explanation`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from clairevoix.model.contact import Party

#: The agent's side must stand this far above the next. Openings of the corpus (development half, the words as they were
#: said): 58 of 59 are, and none is read the wrong way round even when every second word is spoilt.
_SURE = 4.0
#: To say that a list of recordings is wrong needs more, from both sides: an agent's cues here, a customer's there.
_CONTRADICTED, _OWN_CUES = 6.0, 2.0

#: Patterns of their own, written in capitals below. NAME is a word that begins no customer's sentence.
_PARTS = {
    "FIRST": "^(?:oui |yes |allo )*",
    "TITLE": "(?:madame|monsieur|mademoiselle|mme|mlle|m)",
    "BONJOUR": "(?:bonjour|bonsoir)",
    "HELLO": "(?:hi|hello|good (?:morning|afternoon|evening))",
    "NAME": (
        "(?!(?:oui|ouais|non|allo|ah|euh|hein|ben|bon|alors|voila|coucou|re|bonjour|bonsoir|je|j|c|ca|on|mon|ma|mes|madame|"
        "monsieur|mademoiselle|excusez|pardon|merci|yes|yeah|hi|hello|hey|good|oh|so|i|my|it|is|uh|um|erm|okay|ok|well|"
        "sorry|morning|afternoon|evening)\\b)\\w+"
    ),
    "SERVICE": (
        "(?:service (?:clients?|clientele|technique|commercial|mobile|fidelite|facturation|paiement|recouvrement|"
        "resiliation|consommateurs?|abonnements?|apres vente|relation|reclamations?)|assistance|hotline|support|"
        "relation clients?)"
    ),
}

#: What agents say: the weight of a cue, then its wordings as regular expressions of whole words, without accents.
_AGENT = """
3   FIRST(?:NAME ){2,5}BONJOUR
    FIRSTSERVICE
3   FIRSTBONJOUR (?:TITLE )?(?:ici )?(?:(?:le|l|au) )?SERVICE
3   FIRSTBONJOUR (?:\\w+ ){1,6}(?:a votre|a l appareil|au telephone)
2   FIRSTBONJOUR (?:TITLE )?NAME (?:\\w+ )?(?:de|d|du|chez) (?!la part)\\w+
1.5 FIRSTNAME BONJOUR
2   a l appareil
    au telephone
3   a votre (?:ecoute|service|disposition)
    pour vous servir
3   bienvenue (?:a|au|aux|chez|dans|sur)
    vous etes (?:bien )?(?:chez|au service)
3   (?:que|quoi|comment|qu est ce que|en quoi) (?:puis je|je peux|peut on|pouvons nous)
2   vous (?:aider|renseigner|etre utile)
    quel est (?:l objet|le motif)
    que se passe t il
    qu est ce qui vous arrive
2   je ne vous derange pas
    je vous appelle (?:de la part|du service)
2   je vous ecoute
    dites moi tout
    racontez moi
2   (?:a|au) quel nom
    au nom de qui
    votre (?:nom|prenom)
    le nom s il vous plait
2   votre (?:date de naissance|code postal|adresse|reference|numero)
    (?:le|quel) numero (?:de|du) (?:client|contrat|dossier|commande|facture|telephone|ligne|fixe|mobile|portable|compte)
    sa date de naissance
2   vous etes (?:bien )?TITLE
    je parle (?:bien )?a TITLE
    je suis (?:bien )?(?:chez|avec) TITLE
2   vous etes nee? (?:le|en|a)
    vous habitez (?:bien|toujours)
    a quelle adresse
    vous (?:me )?confirmez
1.5 je (?:regarde|verifie|consulte|controle|recherche)
    on va (?:regarder|voir) ensemble
1.5 je vois (?:que|votre|bien|l|une|un|la|le)
    je vous (?:propose|envoie|remets|rembourse|mets|passe|transfere|identifie)
2   ne quittez pas
    (?:faire|fais) patienter
    (?:mettre|mette|mets) en attente
    merci (?:de patienter|d avoir patiente|d avoir attendu)
    de m avoir attendue?
1.5 c est (?:bien )?(?:note|enregistre)
    il me faut
    vous souhaitez
    vous voulez (?:que je|donc|reprendre|remplacer|regler)
1   toutes mes excuses
    je suis (?:vraiment |sincerement )?(?:desolee?|navree?)
    je vous presente mes
1   votre (?:box|ligne|contrat|facture|abonnement|dossier|compte|forfait|offre|installation|raccordement|carte)
1   est ce que vous avez
    avez vous
    pouvez vous (?:me )?(?:donner|rappeler|epeler|redemarrer|verifier|confirmer)
3   (?:how|what) (?:can|may|could) (?:i|we) (?:help|do|assist)
    (?:can|may) i help you
3   at your service
    thank(?:s| you) for calling
    welcome to
    you re (?:through|speaking) (?:to|with)
2   FIRST(?:HELLO (?:there )?)?(?:NAME ){2,5}(?:speaking|here|this is)
2   ^(?:NAME ){2,5}HELLO
2   (?:your|and the|which|what s the) (?:\\w+ ){0,2}(?:number|name|address|reference|postcode)
    date of birth
    to which address
    may i (?:ask|have|take)
    could i (?:take|have) your
2   (?:put|place) you on hold
    thank(?:s| you) for (?:waiting|holding|your patience)
    can i leave you
    one moment please
1.5 i see (?:that|it|your|here)
    let me (?:check|see|look|pull)
    i (?:m going to|ll) (?:check|look|transfer|book|send)
1   i (?:do )?(?:understand|apologi[sz]e)
    i m (?:really |so |very )?sorry (?:for|about|to hear)
    that s (?:awful|not normal)
1   so you (?:want|keep|were|need|would)
    do you agree
    did you (?:turn|try|restart)
    can i restart
    i (?:have|can) (?:an )?offer
"""

#: What customers say, in the same form.
_CUSTOMER = """
2   j (?:vous )?appelle (?:pour|parce|car|au sujet|a propos|afin)
    je vous (?:appelle|telephone|contacte)
    c est pour (?:un|une|mon|ma|changer|savoir|vous dire|dire|la|le)
    je reviens vers vous
    j en suis a mon
2   j ai (?:un|une|des|toujours|encore) (?:petits? |gros )?(?:probleme|souci|panne|question|coupure)s?
2   (?:je n ai|j ai|on n a|on a|je suis|toujours) (?:toujours )?(?:plus|pas|sans) (?:d |de |l )?(?:internet|connexion|ligne)
    (?:plus|pas|sans) (?:d |de |la )(?:fibre|reseau|tele|telephone|tonalite)
    (?:est|sommes) en panne
    plus rien ne
1.5 (?:ma|mes) (?:box|factures?|ligne|connexion|fibre|carte|tele|television|femme|fille|mere|banque|matinee|commande)
1.5 mon (?:forfait|contrat|abonnement|telephone|portable|mobile|numero|compte|mari|fils|pere|internet|dossier|technicien)
    mon (?:prelevement|boulot|engagement|adresse)
    chez moi
    a la maison
1.5 je (?:voudrais|veux|voulais|souhaite(?:rais)?|pense vous quitter|demenage)
    j aimerais
1.5 votre (?:technicien|collegue|site|boutique|pub|publicite|etiquette|chat|service|conseiller)
    vos (?:techniciens|services|collegues|conseillers)
    vous m (?:avez|aviez)
    vous me (?:facturez|reclamez|prelevez|comptez)
1.5 on m (?:a|avait)
    j ai (?:bien |deja |pas |jamais )?(?:recu|appele|ecrit|telephone|attendu|pose|ete preleve|perdu|paye)
    j avais (?:deja )?(?:appele|telephone|prevenu)
    je vous (?:ai|avais) (?:deja )?(?:appele|ecrit|telephone)s?
1   il (?:est|n est) (?:jamais|pas|bien) venu
    la facture (?:la|de)
    sous les yeux
    mes lunettes
    pas interessee?
1   ^(?:oui |allo |ah |euh )*bonjour TITLE (?:voila|alors|c est|j|je|ma|mon)
2   i m (?:calling|ringing|phoning)
    i (?:was|am) (?:calling|wondering)
    i have (?:a|an) (?:problem|issue|question)
1.5 my (?:internet|bill|phone|line|box|order|contract|connection|husband|wife|cell|mobile|broadband|wifi|sim|son)
    my (?:daughter|mum|dad|router|payment|address)
1.5 i d (?:like|love) to
    i (?:want|need|wanna) (?:to|my|know)
    i (?:just want|m not trying)
    we re moving
    we just moved
1.5 your (?:technician|engineer|website|colleague|people|shop|advert)
    you (?:people|guys)
    you (?:charge|charged|sent) me
1.5 i (?:ve|have) (?:been|called|spoken|rung|got|had)
    i (?:got|get|sent|spoke|took|paid|called) (?:a|an|the|that|to|my)
1   there s (?:just )?nothing
    it s my
    been dead
    drops every
    never (?:showed|came|arrived)
    at home
"""

#: What recorded voices say, which come from the company's end of the line.
_ANNOUNCEMENT = """
2   tapez (?:un|deux|trois|quatre|cinq|etoile|diese|\\d)
    appuyez sur
    munissez vous
    cet appel (?:peut|pourra|est)
    tous nos conseillers
    un conseiller (?:va (?:prendre votre appel|vous repondre)|vous repond)
    veuillez patienter
    temps d attente
    ne communiquez jamais
    restez en ligne
    press (?:one|two|three|\\d|star|hash)
    (?:this|your) call (?:may|is)
    all (?:of )?our (?:advisers|advisors|agents)
    please (?:hold|enter)
"""


def _cues(table: str) -> Iterator[tuple[float, re.Pattern[str]]]:
    """The rows of a table: a weight, and the wordings from there to the next weight."""
    rows: list[tuple[float, list[str]]] = []
    for line in table.strip().splitlines():
        weight, words = line[:4].strip(), line[4:]
        for name, pattern in _PARTS.items():
            words = words.replace(name, pattern)
        if weight:
            rows.append((float(weight), []))
        rows[-1][1].append(words)
    for weight_of_row, wordings in rows:
        yield weight_of_row, re.compile(rf"(?<!\w)(?:{'|'.join(wordings)})(?!\w)")


_AGENT_CUES, _CUSTOMER_CUES, _ANNOUNCEMENT_CUES = (tuple(_cues(each)) for each in (_AGENT, _CUSTOMER, _ANNOUNCEMENT))


def agent_side(openings: Sequence[str]) -> int | None:
    """The number of the side that is the agent; None when not sure. ``openings`` holds what each side said, in order.

    With three sides or more, a side that holds announcements and little else is nobody's.

    >>> agent_side(
    ...     ["Oui bonjour, j'ai un problème avec ma box.", "Service clients bonjour, que puis-je faire pour vous ?"]
    ... )
    1
    """
    texts = [plain(opening) for opening in openings]
    sides = [_leaning(text, announces=len(texts) < 3) for text in texts]
    if len(texts) < 2:
        return None
    best, second = sorted(range(len(sides)), key=lambda side: -sides[side])[:2]
    return best if sides[best] > 0 and sides[best] - sides[second] >= _SURE else None


def swapped(parties: Sequence[Party], openings: Sequence[str]) -> bool:
    """True only when the list says agent and customer, and both openings surely say the opposite."""
    if sorted(parties) != [Party.AGENT, Party.CUSTOMER] or len(openings) != 2:
        return False
    listed, other = parties.index(Party.AGENT), parties.index(Party.CUSTOMER)
    agent, customer = _leaning(plain(openings[other])), _leaning(plain(openings[listed]))
    return agent >= _OWN_CUES and customer <= -_OWN_CUES and agent - customer >= _CONTRADICTED


def announces(text: str) -> bool:
    """Whether nobody says this but a machine: a menu, a queue, a notice.

    >>> announces("Pour une facture, tapez deux."), announces("Ne quittez pas, je regarde votre facture.")
    (True, False)
    """
    return _weight(plain(text), _ANNOUNCEMENT_CUES) > 0


def plain(text: str) -> str:
    """Words in lower case without accents, apart by one blank, and nothing else.

    >>> plain("Qu'est-ce que je peux faire pour vous, Hélène ?")
    'qu est ce que je peux faire pour vous helene'
    """
    letters = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe"))
    return " ".join(re.findall(r"[^\W_]+", "".join(each for each in letters if not unicodedata.combining(each))))


def _leaning(text: str, *, announces: bool = True) -> float:
    """How much a side speaks like an agent (above 0) or like a customer (below 0)."""
    cues = _weight(text, _AGENT_CUES) - _weight(text, _CUSTOMER_CUES)
    return cues + (_weight(text, _ANNOUNCEMENT_CUES) if announces else -_weight(text, _ANNOUNCEMENT_CUES))


def _weight(text: str, cues: Sequence[tuple[float, re.Pattern[str]]]) -> float:
    return sum(weight for weight, words in cues if words.search(text))
