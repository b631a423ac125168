"""The second half of the dialogues, in the notation that `dialogues_fr` explains.

In: nothing. Out: `MORE_DIALOGUES`.
"""

from __future__ import annotations

from dialogues_fr import Dialogue

MORE_DIALOGUES: tuple[Dialogue, ...] = (
    Dialogue(
        contact_id="C-0090",
        agent="agent-3",
        customer="customer-1",
        script="""
A: Bonjour monsieur, comment puis-je vous aider ?
C: Bonjour. Alors, pour une fois, je n'appelle pas pour me plaindre.
A: Ah, ça fait plaisir !
C: Votre collègue a corrigé mon prélèvement la semaine dernière, et c'est réglé, j'ai bien reçu le remboursement.
A~ Très bien.
A: Et tout le reste vous convient, la fibre, le téléphone ?
C: Oui oui, aucun souci. J'avais peur d'avoir des coupures à cause des travaux dans la rue, mais non.
A: Tant mieux. Voulez-vous que je transmette vos remerciements ?
C: Avec plaisir, elle a été patiente et très claire. Dites-lui merci de ma part.
A: Ce sera fait. Très bonne journée à vous.
""",
        evidence={"problem_solved": "c'est réglé, j'ai bien reçu le remboursement"},
    ),
    Dialogue(
        contact_id="C-0097",
        agent="agent-2",
        customer="customer-6",
        script="""
A: Service mobile, bonjour.
C: Bonjour, depuis mon retour d'Espagne, mon téléphone refuse d'envoyer les photos par message.
A: D'accord. Il n'y a pas de panne dans votre secteur, c'est sans doute un réglage. Quel est votre modèle ?
C: Un petit modèle tout simple, je l'ai acheté l'an dernier.
A: Allez dans les paramètres, puis réseau mobile, et coupez l'itinérance.
C: Attendez, je cherche. Voilà, c'est fait.
A: Maintenant, essayez d'envoyer une photo à quelqu'un.
C: Alors... Oui, elle est partie ! C'est bon, ça remarche comme avant.
A: Formidable. Est-ce que je peux vous aider pour autre chose ?
C: Non, c'est tout. Merci pour votre patience.
""",
        evidence={"problem_solved": "ça remarche comme avant"},
    ),
    Dialogue(
        contact_id="C-0113",
        agent="agent-1",
        customer="customer-4",
        script="""
A: Service clients, bonjour.
C: Bonjour, je reviens vers vous pour le tarif solidaire, j'avais déjà téléphoné la semaine dernière.
A: Oui, je vois votre dossier. Il manquait votre attestation.
C: Je l'ai renvoyée. Mon numéro de sécurité sociale, c'est le {NIR:1 58 07 99 999 042 37}.
A: Attention monsieur, nous n'en avons pas besoin, je ne le note pas.
C: Ah, pardon.
A: Ce n'est rien. L'attestation est bien arrivée, la réduction de dix euros s'appliquera dès octobre.
C: D'accord. Donc je n'ai rien d'autre à faire ?
A: Non, rien du tout. Bonne journée.
""",
        evidence={"repeat_contact": "j'avais déjà téléphoné la semaine dernière"},
    ),
    Dialogue(
        contact_id="C-0121",
        agent="agent-1",
        customer="customer-2",
        script="""
A: Service facturation, bonjour.
C: Bonjour madame. Ma carte a expiré et le prélèvement a été refusé, je voudrais payer maintenant.
A: Bien sûr. Il reste quarante-deux euros. Je vous passe le serveur sécurisé pour le numéro.
C> Oh, je vous le donne, ce sera plus simple. {CARD:4000 0027 6000 3184}.
A: Il ne fallait pas, mais merci. Voilà, le paiement est accepté.
C: Et je ne risque pas de coupure ?
A: Aucun risque, votre ligne reste ouverte. Pensez à enregistrer la nouvelle carte dans votre espace client.
C: Parfait, tout est rentré dans l'ordre. Au revoir madame.
A: Au revoir monsieur.
""",
        evidence={"problem_solved": "tout est rentré dans l'ordre"},
    ),
    Dialogue(
        contact_id="C-0122",
        agent="agent-3",
        customer="customer-7",
        script="""
A: Bonjour, service clients, que se passe-t-il ?
C: Il se passe que depuis dix jours, plus rien ne fonctionne chez moi, ni la box, ni la télé.
A: Je suis navré, je regarde votre dossier.
C> J'en suis à mon quatrième appel ! À chaque fois, on me dit que c'est en cours.
A: Je comprends votre colère. Je peux vous prêter une clé de connexion en attendant.
C: Non, c'est trop tard. Je passe chez un concurrent, dites-moi juste comment faire.
A: C'est votre droit. Je vous envoie la procédure par courriel, à quelle adresse ?
C: {EMAIL:dominique.leroux@exemple.org}.
A: C'est parti. Je vous rembourse aussi les dix jours.
C: C'est la moindre des choses. Au revoir.
""",
        evidence={
            "internet_outage": "depuis dix jours, plus rien ne fonctionne chez moi",
            "repeat_contact": "J'en suis à mon quatrième appel",
            "cancellation_intent": "Je passe chez un concurrent",
        },
    ),
    Dialogue(
        contact_id="C-0139",
        agent="agent-2",
        customer="customer-3",
        script="""
A: Bonjour, ici l'assistance, je vous écoute.
C: Bonjour. Je voulais vous signaler une chose. Lundi, le technicien m'a posé un lapin.
A: Ah, je suis désolée. Vous voulez reprendre un rendez-vous ?
C: Non, ce n'est plus la peine. Un autre est passé mardi soir, et depuis, la fibre marche parfaitement.
A: Bon, tant mieux. Il a remplacé la prise ?
C: Oui, et il a tout rangé derrière lui. Simplement, j'ai perdu une journée de congé.
A~ Je comprends.
A: Je peux vous offrir un mois d'abonnement pour ce désagrément.
C: Ah, c'est gentil, j'accepte volontiers.
A: C'est enregistré. Bonne journée monsieur.
""",
        evidence={
            "missed_appointment": "Lundi, le technicien m'a posé un lapin",
            "problem_solved": "depuis, la fibre marche parfaitement",
        },
    ),
    Dialogue(
        contact_id="C-0157",
        agent="agent-3",
        customer="customer-5",
        script="""
A: Assistance technique bonjour, que puis-je faire pour vous ?
C: Bonjour, alors depuis l'orage d'hier soir, le voyant est allumé mais aucune page ne s'ouvre.
A: D'accord. Est-ce que le téléphone fixe fonctionne ?
C: Non plus, il n'y a pas de tonalité.
A: Je relance votre ligne à distance. La box va s'éteindre, puis se rallumer, ça prend une minute.
C~ D'accord.
C: Elle s'éteint... Oui, elle redémarre.
A: Et maintenant, qu'est-ce que vous voyez ?
C: Attendez. Ça y est, j'ai mes mails qui arrivent. Vous m'avez dépannée, merci !
A: Avec plaisir. Si jamais ça recommence, n'hésitez pas à nous rappeler.
C: Entendu, bonne soirée.
""",
        evidence={
            "internet_outage": "aucune page ne s'ouvre",
            "problem_solved": "Ça y est, j'ai mes mails qui arrivent. Vous m'avez dépannée",
        },
    ),
    Dialogue(
        contact_id="C-0159",
        agent="agent-3",
        customer="customer-4",
        script="""
A: Bonjour, vous êtes bien au service clients.
C: Bonjour monsieur. La fibre s'arrête tous les soirs vers vingt heures, impossible de regarder un film.
A: Depuis combien de temps avez-vous ces coupures ?
C: Depuis un mois environ. C'est la première fois que j'appelle, je pensais que ça passerait.
A: Je vois une saturation dans votre secteur. Des travaux sont prévus en novembre.
C> En novembre ? Ah non, je ne vais pas attendre. Je préfère partir, mon engagement est terminé.
A: Je peux vous proposer trois mois offerts, le temps des travaux.
C: C'est gentil, mais ma décision est prise. Comment je rends la box ?
A: Vous la déposez en point relais, l'étiquette arrive par courrier.
C: D'accord, merci.
""",
        evidence={
            "internet_outage": "La fibre s'arrête tous les soirs",
            "cancellation_intent": "Je préfère partir, mon engagement est terminé",
        },
    ),
)
