"""For each rule of the charter: the chapter of tests that shows it, what it is against, and what it leaves, in French.

The full account, for people who do not program, is ``docs/reference/charter.fr.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FearedEvent(StrEnum):
    """What an impact assessment weighs: the three events of the CNIL's method, and what use does to those at work."""

    ACCESS = "access"
    CHANGE = "change"
    LOSS = "loss"
    USE = "use"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeguardNote:
    """``chapter`` is a file of ``tests/spec/charter``, ``against`` what the rule lowers, ``left`` what it does not."""

    chapter: str
    against: tuple[FearedEvent, ...]
    left: str


_LINES = """
R1 | test_r01_no_agent_emotion.py | use | La règle juge ce qu’un composant déclare : une déclaration fausse ne se découvre qu’en lisant le code. Les émotions lues dans des mots écrits ne sont pas couvertes.
R2 | test_r02_no_relabelling.py | use | Une liste de mots trouve des mots : un trait décrit par un acte innocent passe. Lire la grille revient au CSE.
R3 | test_r03_criteria.py | use | Aucun programme ne sait si le lien avec le métier est vrai ni si les poids sont justes.
R4 | test_r04_sampling.py | access use | Le tirage porte sur les appels présentés au programme : il ne voit pas si la téléphonie a tout enregistré. Qui écrit la liste choisit les identifiants.
R5 | test_r05_budget.py | use | Une écoute faite ailleurs, ou à côté du salarié, n’est pas comptée. Un nouveau pseudonyme, à la fin d’une période de clés, ouvre un nouveau compte.
R6 | test_r06_neutralisation.py | access | Le programme voit ce que dit la liste : la téléphonie doit noter la coupure et cesser elle-même d’enregistrer.
R7 | test_r07_objection.py | access | L’enregistrement d’origine n’est pas effacé par le programme. Un appel ne se retrouve par son client que si la liste l’a nommé.
R8 | test_r08_retention.py | access loss | Rien ne se supprime tout seul : une commande doit être lancée, de préférence chaque nuit. L’âge d’un appel est celui que dit la liste.
R9 | test_r09_consultation.py | use change | Consulté ne veut pas dire d’accord. Le programme croit la direction sur le jour où l’information a été donnée ; le CSE l’atteste ou non.
R10 | test_r10_information.py | use | Le programme connaît l’empreinte de la note, pas sa clarté.
R11 | test_r11_impact_assessment.py | use | Le programme ne lit pas l’analyse : le DPO et le CSE jugent si elle est bonne.
R12 | test_r12_human_confirmation.py | change use | Le programme sait ce qui a été ouvert et combien de temps, pas si quelqu’un a regardé.
R13 | test_r13_employee_first.py | change use | Qui a évalué peut en parler avant. Le programme ne sait pas si les raisons d’un examen sont bonnes.
R14 | test_r14_explanation.py | change use | Les citations sont des mots expurgés, tels qu’une machine les a entendus : un mot peut être faux.
R15 | test_r15_reading.py | access | Le but est celui que déclare le lecteur. Qui ouvre les fichiers sans passer par le programme ne laisse pas de trace.
R16 | test_r16_ledger_term.py | access | Les exports remis au témoin et les sauvegardes gardent ce qu’ils contiennent.
R17 | test_r17_minimum_cell.py | access | La protection agit dans un tableau : comparer la page d’hier à celle d’aujourd’hui peut montrer ce qu’ont fait les réponses entre les deux. Qui connaît un membre d’un groupe peut en apprendre plus.
R18 | test_r18_no_ranking.py | use | Une équipe peut être petite ; ce que quelqu’un recopie de l’écran ne s’empêche pas.
R19 | test_r19_purposes.py | use | Qui a lu une évaluation s’en souvient. Qu’une sanction repose sur elle doit se prouver ailleurs.
R20 | test_r20_no_screen.py | access use | Ce que d’autres programmes enregistrent sur le poste, celui-ci ne peut le savoir.
R21 | test_r21_wellbeing.py | access use | Le script qui masque le jeton vient du serveur ; qui observe le réseau au moment d’une réponse peut reconnaître un appareil. La façon d’écrire une remarque peut trahir son auteur.
R22 | test_r22_role_separation.py | access change | Qui tient la machine peut changer le programme ou ouvrir ses fichiers. Les commandes ne demandent à personne qui il est.
R23 | test_r23_tightening.py | change use | Une clé perdue ne se remplace pas sans sa signature.
R24 | test_r24_sentiment.py | use | Les notes que donnent les clients ne sont pas des émotions inférées : la règle ne les concerne pas.
R25 | test_r25_redaction.py | access | Aucune recherche ne trouve tout, les noms moins que le reste. La voix elle-même identifie les gens : un appel expurgé reste une donnée personnelle.
"""  # noqa: E501
_ROWS = [[cell.strip() for cell in line.split("|")] for line in _LINES.strip().splitlines()]
#: By rule.
NOTES: Mapping[str, SafeguardNote] = {
    rule_id: SafeguardNote(chapter=chapter, against=tuple(map(FearedEvent, against.split())), left=left)
    for rule_id, chapter, against, left in _ROWS
}
