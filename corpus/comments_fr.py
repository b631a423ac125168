"""The words of the synthetic survey comments.

In: the group of the mark, the channel and whether the month had the big outage. Out: one short comment.
"""

from __future__ import annotations

import random

_PROMOTER: dict[str, tuple[str, ...]] = {
    "phone": (
        "conseillère très à l'écoute, problème réglé en un seul appel",
        "j'ai eu quelqu'un au bout de deux minutes, rien à redire",
        "le conseiller a pris le temps de tout m'expliquer",
        "on m'a rappelé comme promis, ça change",
        "mon décodeur a été remplacé sans discuter",
        "personne aimable et compétente",
        "la ligne a été rétablie dans la journée",
    ),
    "chat": (
        "réponse claire et rapide sur le chat",
        "pratique, je n'ai pas eu besoin de téléphoner",
        "tout a été réglé par écrit en dix minutes",
        "le suivi est noté dans mon espace client, je n'ai rien eu à répéter",
    ),
    "shop": (
        "très bon accueil en boutique",
        "le vendeur a transféré toutes mes photos sur le nouveau téléphone",
        "bons conseils, on ne m'a rien vendu d'inutile",
        "la box a été échangée tout de suite en magasin",
    ),
    "any": (
        "la fibre marche très bien depuis le premier jour",
        "client depuis dix ans et toujours content",
        "le technicien était ponctuel et a laissé la maison propre",
        "bon réseau même à la campagne",
        "le prix n'a pas bougé, c'est rare",
        "l'installation a pris une heure, impeccable",
    ),
}

_PASSIVE: dict[str, tuple[str, ...]] = {
    "phone": (
        "le conseiller est gentil mais l'attente est trop longue",
        "problème réglé, mais il a fallu appeler deux fois",
        "on m'a bien répondu, j'aurais aimé un message de confirmation",
    ),
    "chat": (
        "le robot ne comprend rien, l'humain derrière est très bien",
        "réponse correcte mais un peu impersonnelle",
    ),
    "shop": ("bon accueil, par contre une demi-heure d'attente", "boutique agréable mais peu de choix"),
    "any": (
        "ça fonctionne, sans plus",
        "bon service dans l'ensemble, un peu cher",
        "débit correct sauf le soir",
        "la facture reste difficile à lire",
        "le wifi passe mal à l'étage",
        "rien à signaler de particulier",
    ),
}

_DETRACTOR: dict[str, tuple[str, ...]] = {
    "phone": (
        "quarante minutes d'attente pour être raccroché au nez",
        "j'ai dû répéter mon histoire à trois personnes différentes",
        "troisième appel pour le même souci et toujours rien",
        "on me promet un rappel qui ne vient jamais",
        "le conseiller lisait une fiche, aucune aide réelle",
    ),
    "chat": (
        "le chat se ferme tout seul avant la fin",
        "une heure de discussion pour me dire d'appeler",
        "le robot tourne en rond, impossible d'avoir quelqu'un",
    ),
    "shop": (
        "la boutique m'a renvoyé vers le téléphone, qui m'a renvoyé vers la boutique",
        "on m'a fait signer une option que je ne voulais pas",
    ),
    "any": (
        "technicien jamais venu, une journée de congé perdue",
        "facture de résiliation incompréhensible",
        "le prix a augmenté sans que personne me prévienne",
        "la fibre coupe tous les soirs depuis un mois",
        "deux rendez-vous annulés par SMS le matin même",
        "prélevé deux fois et toujours pas remboursé",
        "le raccordement a été débranché par un autre technicien",
        "je partirai à la fin de mon engagement",
    ),
}

_OUTAGE: tuple[str, ...] = (
    "cinq jours sans internet et aucune information",
    "la grande panne a été très mal gérée",
    "impossible de télétravailler pendant une semaine, geste commercial ridicule",
    "le site disait que tout était rétabli alors que non",
    "plus de fibre ni de téléphone pendant la panne, ma mère était isolée",
)

_LEADS: tuple[str, ...] = ("", "", "", "", "", "Franchement, ", "Pour ma part, ", "Bonjour, ", "Globalement ")

_TAILS: dict[str, tuple[str, ...]] = {
    "promoter": ("", "", "", " Merci !", " Continuez comme ça.", " Je recommande.", " Bravo à l'équipe."),
    "passive": ("", "", "", " À améliorer.", " Peut mieux faire."),
    "detractor": ("", "", "", " Très déçu.", " C'est usant.", " Inadmissible.", " À bon entendeur..."),
}

_GROUPS = {"promoter": _PROMOTER, "passive": _PASSIVE, "detractor": _DETRACTOR}

#: Numbers come from the ranges that Arcep keeps for fiction, addresses from reserved domains.
PERSONAL_COMMENTS: dict[str, tuple[str, ...]] = {
    "promoter": (
        "Très bien. Si vous voulez un témoignage : claude.martin@example.org",
        "Super conseillère, qu'on lui dise merci. Mon numéro : 06 39 98 41 07.",
    ),
    "passive": (
        "Réglé en partie, rappelez-moi plutôt le soir au 0639982260.",
        "J'attends toujours la copie du contrat à dominique.petit@example.com, merci.",
        "Il manque une ligne sur la facture, joignable au 01 99 00 35 18.",
    ),
    "detractor": (
        "Rappelez-moi au 06.39.98.17.52, personne ne l'a fait depuis huit jours !",
        "toujours pas de remboursement, ecrivez a sasha.leroy@example.net",
        "Ma ligne fixe 01 99 00 71 24 est coupée depuis le 3.",
        "C'est honteux. +33 6 39 98 08 63, j'attends votre appel.",
        "Vos mails partent à l'ancienne adresse, la bonne est camille-durand@example.org.",
    ),
}


def _without_accents(text: str) -> str:
    return text.translate(str.maketrans("àâçéèêëîïôùû", "aaceeeeiiouu"))


def _as_typed(text: str, rng: random.Random) -> str:
    """The same comment with the haste of somebody typing on a telephone."""
    draw = rng.random()
    if draw < 0.62:
        return text
    if draw < 0.80:
        return text.lower()
    if draw < 0.93:
        return _without_accents(text.lower()).rstrip(".")
    return text.rstrip(".!") + " !!"


def comment(group: str, channel: str, is_outage: bool, rng: random.Random) -> str:
    """One comment that fits a promoter, a passive or a detractor."""
    if is_outage and group == "detractor" and rng.random() < 0.6:
        core = rng.choice(_OUTAGE)
    else:
        sentences = _GROUPS[group]
        core = rng.choice(sentences[channel] if rng.random() < 0.5 else sentences["any"])
    text = rng.choice(_LEADS) + core
    text = text[0].upper() + text[1:] + "." + rng.choice(_TAILS[group])
    return _as_typed(text, rng)
