"""The sixteen telephone dialogues of the sample, with what is true about them.

In: nothing. Out: `DIALOGUES`, one per recorded contact. A line starts with who speaks (`A` agent, `C` customer) and
how: `:` after a short gap, `>` cutting in on the other's last words, `~` a word said while the other goes on talking.
Personal data is marked `{TYPE:as written}`; every number and address is fictional or a published test value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LABELS: tuple[str, ...] = (
    "internet_outage",
    "missed_appointment",
    "repeat_contact",
    "cancellation_intent",
    "problem_solved",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """One call: who lends the voices, what is said, and the phrase that proves each true label."""

    contact_id: str
    agent: str
    customer: str
    script: str
    evidence: Mapping[str, str] = field(default_factory=dict)


DIALOGUES: tuple[Dialogue, ...] = (
    Dialogue(
        contact_id="C-0002",
        agent="agent-1",
        customer="customer-1",
        script="""
A: Service clients, bonjour. Que puis-je faire pour vous ?
C: Bonjour madame. Je n'ai plus internet depuis samedi matin, la box clignote en rouge.
A~ D'accord.
A: Je comprends. Est-ce que vous avez déjà redémarré la box ?
C: Oui, trois fois. Et je vous ai déjà appelés hier, on m'a dit d'attendre vingt-quatre heures.
A: Je regarde la ligne. Il y a bien un incident dans votre quartier. À quel numéro peut-on vous joindre ?
C: Au {PHONE:06 39 98 21 47}.
A: C'est noté. L'armoire sera réparée ce soir, vous aurez un message dès que la ligne sera rétablie.
C: Bon, j'espère que cette fois ce sera vrai. Merci, au revoir.
""",
        evidence={
            "internet_outage": "Je n'ai plus internet depuis samedi matin",
            "repeat_contact": "je vous ai déjà appelés hier",
        },
    ),
    Dialogue(
        contact_id="C-0008",
        agent="agent-2",
        customer="customer-4",
        script="""
A: Service technique, bonjour.
C: Bonjour. Le technicien est bien venu ce matin, à l'heure, mais la box ne s'allume pas.
A: Aucun voyant du tout ?
C: Rien. J'ai changé de prise électrique, et c'est pareil.
A: C'est certainement le bloc d'alimentation. Je vous en fais livrer un demain, ou bien vous passez en boutique.
C: Je préfère la boutique, j'y serai dans une heure.
A: Très bien, je les préviens. Gardez une pièce d'identité sur vous.
C: Parfait. Et l'ancien bloc, je le rapporte ?
A: Oui, s'il vous plaît. Ils feront l'échange au comptoir, cela ne prend que cinq minutes.
C: Merci, c'est clair. Bonne journée.
""",
        evidence={"internet_outage": "la box ne s'allume pas"},
    ),
    Dialogue(
        contact_id="C-0020",
        agent="agent-3",
        customer="customer-5",
        script="""
A: Bonjour, service technique, je vous écoute.
C: Bonjour. J'ai posé ma matinée pour votre technicien, et il n'est jamais venu.
A: Ah, je suis vraiment désolé. Vous avez reçu un message d'annulation ?
C: Rien du tout. Et c'est la troisième fois que je vous contacte pour ce raccordement.
A: Je vois. Je vous propose jeudi à neuf heures. Sachez que vous pouvez aussi résilier sans frais.
C> Non non, je veux simplement la fibre.
A: Très bien. Le technicien vous appellera avant de passer. Quel est votre numéro ?
C: Alors, {PHONE:06 39 98 73 05}.
A: Parfait, c'est confirmé pour jeudi. Bonne journée, madame.
""",
        evidence={
            "missed_appointment": "il n'est jamais venu",
            "repeat_contact": "c'est la troisième fois que je vous contacte",
        },
    ),
    Dialogue(
        contact_id="C-0027",
        agent="agent-2",
        customer="customer-2",
        script="""
A: Bonjour monsieur, quel est l'objet de votre appel ?
C: J'appelle pour ma facture. On m'a compté soixante euros de mise en service, alors que c'était offert.
A: Effectivement, la remise n'a pas été appliquée.
C: J'ai pourtant écrit deux fois à ce propos le mois dernier, sans aucune réponse.
A: Je m'en excuse. Nous vous remboursons sur votre carte, inutile de me donner le numéro.
C> Attendez, je l'ai là. {CARD:5425 2334 3010 9903}.
A: Merci, mais nous l'avons déjà. Le remboursement arrivera sous cinq jours.
C: Très bien. Internet marche bien par ailleurs, je n'ai rien à dire là-dessus.
A: Merci monsieur, bonne fin de journée.
""",
        evidence={"repeat_contact": "J'ai pourtant écrit deux fois à ce propos"},
    ),
    Dialogue(
        contact_id="C-0033",
        agent="agent-1",
        customer="customer-6",
        script="""
A: Assistance, bonjour.
C: Oui bonjour, la fibre est en panne depuis ce matin, et je travaille à la maison, c'est très gênant.
A: On va regarder ensemble. De quelle couleur est le voyant de la box ?
C: Il est orange, il ne bouge pas.
A: D'accord. Débranchez le câble de la prise murale, attendez dix secondes, puis rebranchez-le bien à fond.
C~ Oui.
C: Voilà, j'attends. Ah, le voyant devient vert ! C'est bon, la page s'affiche, tout remarche.
A: Parfait. C'était sûrement un mauvais contact. Voulez-vous que je vous envoie un câble neuf ?
C: Oui, volontiers. Merci beaucoup, vous avez été très rapide.
A: Avec plaisir, bonne journée madame.
""",
        evidence={
            "internet_outage": "la fibre est en panne depuis ce matin",
            "problem_solved": "la page s'affiche, tout remarche",
        },
    ),
    Dialogue(
        contact_id="C-0048",
        agent="agent-3",
        customer="customer-5",
        script="""
A: Service clients, bonjour, je vous écoute.
C: Bonjour, je déménage le quinze octobre, et je voudrais transférer mon abonnement.
A: Très bien. Vous souhaitez donc résilier l'ancienne ligne ?
C> Ah non, je ne veux surtout pas résilier, je garde la même offre et le même numéro.
A: Bien sûr, on fait un simple transfert. Le nouveau logement est déjà raccordé à la fibre, pas besoin de technicien.
C: Ah, tant mieux.
A: Je vous envoie le dossier par courriel. Votre adresse, s'il vous plaît ?
C: Alors, {EMAIL:camille.martin@exemple.fr}.
A: Merci, vous recevrez tout d'ici ce soir. Bon déménagement, madame.
C: Merci bien, au revoir.
""",
    ),
    Dialogue(
        contact_id="C-0056",
        agent="agent-1",
        customer="customer-3",
        script="""
A: Bonjour, que puis-je faire pour vous ?
C: Bonjour. Deux rendez-vous d'installation, et à chaque fois, personne ne s'est présenté.
A: Je suis vraiment désolée, monsieur.
C: Du coup ma décision est prise, je voudrais mettre fin à mon contrat.
A: Je comprends. Vous n'aurez rien à payer. Il me faut un compte pour vous rembourser.
C: Voici l'IBAN. {IBAN:FR76 3000 6000 0112 3456 7890 189}.
A: C'est enregistré. Vous serez remboursé sous dix jours.
C: Merci, au revoir.
""",
        evidence={
            "missed_appointment": "à chaque fois, personne ne s'est présenté",
            "cancellation_intent": "je voudrais mettre fin à mon contrat",
        },
    ),
    Dialogue(
        contact_id="C-0070",
        agent="agent-2",
        customer="customer-7",
        script="""
A: Assistance technique, bonjour.
C: Bonjour, je suis toujours sans connexion à la maison, ni internet, ni télévision.
A: Toujours ? Un technicien devait passer hier, je crois.
C: Justement, j'ai attendu de midi à dix-huit heures pour rien, et il n'a même pas appelé.
A: Toutes mes excuses. Il a noté que vous étiez absente.
C> Absente ? Mais j'étais là, j'ai même vu sa camionnette repartir !
A: Je vous crois. Je reprogramme une visite demain matin. On vous appelle sur le fixe ?
C: Non, notez plutôt celui de ma voisine, {PHONE:01 99 00 45 82}.
A: C'est noté, à demain matin.
C: Merci.
""",
        evidence={
            "internet_outage": "je suis toujours sans connexion à la maison",
            "missed_appointment": "j'ai attendu de midi à dix-huit heures pour rien",
        },
    ),
)
