"""Openings of made-up contacts with planted themes: what discovery should find again, and what should be in none.

    python corpus/themes_fr.py --n 600 --seed 1 > openings.csv

Whoever has one matter says two or three of some ten things about it, which differ in their words and share some with other
matters; greetings and chatter surround them, and
words are lost as a recogniser loses them. Nothing was taken from anybody's calls. ``month`` is 2025-07 to 2025-10; the theme
« roaming » begins in the last month and « outage » doubles in it.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from typing import NamedTuple

MONTHS = ("2025-07", "2025-08", "2025-09", "2025-10")
NOISE = "none"
#: Of contacts that open with nothing that can be grouped.
NOISE_SHARE = 0.1
_WORDS_LOST = 0.08

GREETINGS = ("Bonjour,", "Oui bonjour,", "Bonjour madame,", "Allô, bonjour,", "Bonsoir,", "Oui allô,", "")
CHATTER = (
    "je vous appelle parce que",
    "alors voilà,",
    "j'ai un souci,",
    "c'est encore moi,",
    "je ne sais pas si je suis au bon endroit,",
    "excusez-moi de vous déranger,",
    "ça fait longtemps que je suis client et",
    "",
    "",
)
CLOSINGS = ("qu'est-ce que je dois faire ?", "vous pouvez m'aider ?", "c'est possible ?", "merci d'avance.", "", "", "")

THEMES: dict[str, tuple[str, ...]] = {
    "outage": (
        "je n'ai plus internet depuis {when}, la box clignote rouge",
        "ma connexion ne marche plus du tout, la box reste au rouge",
        "plus d'internet ni de télévision {when}, le voyant est rouge",
        "la box redémarre sans arrêt et internet coupe",
        "il y a une panne internet chez moi, plus rien ne marche depuis {when}",
        "la connexion coupe toutes les heures et la box clignote",
    ),
    "double-billing": (
        "j'ai été prélevé deux fois {when}, il y a une erreur sur ma facture",
        "ma facture est le double, vous m'avez prélevé en trop",
        "il y a un montant en trop sur la facture, un double prélèvement",
        "on m'a compté deux fois l'abonnement sur la facture",
        "le prélèvement de {when} est faux, la facture a doublé",
        "je conteste ma facture, le montant prélevé n'est pas le bon",
    ),
    "moving": (
        "je déménage {when} et je veux transférer ma ligne à la nouvelle adresse",
        "on change de logement, il faut déplacer l'abonnement à notre nouvelle adresse",
        "mon déménagement est prévu {when}, comment transférer la ligne",
        "j'ai une nouvelle adresse, je quitte mon appartement {when}",
        "nous déménageons dans une autre ville, est-ce que la ligne peut suivre",
        "pour un changement d'adresse, je prends possession du logement {when}",
    ),
    "technician": (
        "le technicien devait passer {when} et personne n'est venu",
        "j'attendais le technicien pour le raccordement, il n'est jamais venu",
        "mon rendez-vous avec le technicien a été annulé sans prévenir",
        "le technicien est parti sans finir le raccordement de la fibre",
        "personne au rendez-vous {when}, le raccordement n'est toujours pas fait",
        "je veux un autre rendez-vous, le technicien s'est trompé d'étage pour la fibre",
    ),
    "cancel": (
        "je veux résilier mon contrat, je pars chez un concurrent",
        "comment résilier, je ne suis plus engagé",
        "je souhaite mettre fin à mon contrat, quels sont les frais de résiliation",
        "j'ai envoyé ma lettre de résiliation {when} et le contrat court encore",
        "un concurrent me propose moins cher, je résilie",
        "est-ce que je suis encore engagé, je veux quitter pour un concurrent",
    ),
    "password": (
        "je n'arrive pas à me connecter à mon espace client, le mot de passe est refusé",
        "j'ai oublié mon mot de passe et le code ne m'arrive pas par texto",
        "mon compte est bloqué, l'identifiant n'est pas reconnu sur l'application",
        "l'application refuse mon identifiant et mon mot de passe",
        "impossible d'entrer dans l'espace client, il me demande un code par texto",
        "je veux changer le mot de passe de mon compte, l'identifiant est bloqué",
    ),
    "roaming": (
        "je pars en voyage à l'étranger {when}, est-ce que mes données mobiles marchent",
        "j'étais à l'étranger et on m'a facturé l'itinérance hors d'Europe",
        "mon mobile ne capte aucun réseau à l'étranger depuis mon voyage",
        "combien coûtent les données à l'étranger, je voyage hors d'Europe",
        "l'itinérance est bloquée, je suis en voyage et mon mobile ne marche pas",
        "on m'a coupé les données mobiles pendant mon voyage à l'étranger",
    ),
    "delivery": (
        "mon colis n'est pas arrivé, le téléphone commandé {when} est perdu",
        "la livraison de ma box est en retard, le colis est bloqué au point relais",
        "j'ai commandé un téléphone et le colis est revenu à l'expéditeur",
        "le suivi du colis dit livré mais je n'ai rien reçu",
        "le point relais n'a pas mon colis, la commande date de {when}",
        "ma commande n'est pas livrée, où est le colis",
    ),
    "slow": (
        "le débit est très lent le soir, les vidéos se figent",
        "j'ai la fibre et le débit est ridicule, tout est lent",
        "le wifi est lent à l'étage, les vidéos ne se chargent pas",
        "le test de débit donne le dixième de ce qui est promis, c'est lent",
        "avec le télétravail le wifi rame, la visio se fige",
        "le wifi n'atteint pas la chambre, le débit tombe, ça rame",
    ),
    "offer": (
        "j'ai vu une promotion sur votre site et je veux changer de forfait",
        "les nouveaux clients ont une meilleure promotion que mon forfait",
        "mon forfait est trop cher, avez-vous une offre moins chère",
        "je voudrais une remise, la promotion de mon forfait est finie",
        "quelle offre me conseillez-vous, mon forfait ne me convient plus",
        "vous m'aviez promis une remise sur le forfait, la promotion n'apparaît pas",
    ),
}
NOISES = (
    "je me suis trompé de numéro",
    "on m'a raccroché au nez tout à l'heure",
    "c'est pour ma mère, elle ne peut pas parler",
    "vous avez essayé de me joindre ce matin",
    "je rappelle comme on me l'a demandé",
    "est-ce que vous êtes ouverts dimanche",
    "j'ai reçu une lettre que je ne comprends pas",
    "je voulais remercier votre collègue",
    "on m'a dit de composer ce numéro",
    "je cherche une boutique près de la gare",
)
WHEN = ("hier", "lundi", "la semaine dernière", "ce mois-ci", "trois jours", "le quinze", "ce matin", "mardi soir")


class Row(NamedTuple):
    """One opening: its contact, month, planted theme, and what the customer says."""

    contact_id: str
    month: str
    theme: str
    text: str


def openings(n: int, seed: int = 1, words_lost: float = _WORDS_LOST) -> list[Row]:
    """``n`` openings in no order."""
    draw = random.Random(seed)
    return [_opening(draw, number, words_lost) for number in range(n)]


def _opening(draw: random.Random, number: int, words_lost: float) -> Row:
    month = draw.choice(MONTHS)
    if draw.random() < NOISE_SHARE:
        theme, sentence = NOISE, _anything(draw)
    else:
        theme = draw.choices(list(_weights(month)), list(_weights(month).values()))[0]
        sentence = _sentence(draw, theme)
    said = " ".join((draw.choice(GREETINGS), draw.choice(CHATTER), sentence + ",", draw.choice(CLOSINGS)))
    return Row(f"k{number:05d}", month, theme, " ".join(_heard(draw, said, words_lost)))


def _anything(draw: random.Random) -> str:
    """Words of sentences that have nothing in common, so that no two of them are about the same thing."""
    said = " ".join(NOISES).split()
    return " ".join(draw.sample(said, draw.randint(6, 10)))


def _sentence(draw: random.Random, theme: str) -> str:
    """Two or three of the things that people with this matter say, from any of its sentences."""
    parts = [part for sentence in THEMES[theme] for part in sentence.split(", ")]
    return ", ".join(part.format(when=draw.choice(WHEN)) for part in draw.sample(parts, draw.choice((2, 2, 3))))


def _weights(month: str) -> dict[str, float]:
    weights = dict.fromkeys(THEMES, 1.0)
    if month == MONTHS[-1]:
        weights["outage"] = 2.0
    else:
        del weights["roaming"]
    return weights


def _heard(draw: random.Random, said: str, words_lost: float) -> Iterator[str]:
    yield from (word for word in said.split() if draw.random() >= words_lost)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(Row._fields)
    writer.writerows(openings(asked.n, asked.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
