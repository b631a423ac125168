"""Words around passwords, without accents: what announces them, what they are said with, what is said of them."""

#: What announces a password that may be a word itself.
OF_WORDS = frozenset(
    "passe mdp password motdepasse passcode passphrase wifi wi-fi pass secrete secret chien chat animal".split()
)
COPULAS = frozenset("c'est est is it's sera etait c'etait : = soit mis choisi".split())
#: What may stand between the cue, « c'est » and the password.
LINKS = frozenset(
    "c'est est sera etait is it's : = donc alors euh heu voila ben bah bien the actuel tiens oui yes uh um er so well "
    "hein toujours ecoutez attendez ok ah oh".split()
)
#: After these no password is given: « j'ai oublié mon mot de passe, c'est embêtant ».
LOST = frozenset(
    "oublie oubliee perdu perdue change changer reinitialiser reinitialise retrouver forgot forgotten lost "
    "reset".split()
)
#: « c'est le prénom de ma fille plus 2014 »
DESCRIBED = frozenset("prenom surnom nom date annee anniversaire".split())
#: Signs and what is said of characters: whatever stands before belongs to the password.
TRIED = frozenset(
    "majuscule majuscules minuscule minuscules arobase diese etoile asterisque d'exclamation exclamation "
    "d'interrogation "
    "interrogation underscore dollar tiret esperluette attache colle capital uppercase lowercase hash star asterisk "
    "parenthese pourcent hashtag".split()
)
SIGNS = TRIED | frozenset(
    "point avec un une et puis tout en le accent chiffre sans plus fois deux deux-points euh heu slash".split()
)
#: Words of grammar, courtesy and talk: with them a password does not begin, and before them it ends.
STOPS = frozenset(
    "a au aux il ils elle elles on je j'ai vous nous tu et ou mais pour par sur dans avec sans le la les un "
    "une l du de des "
    "ce cet cette ca mon ma mes votre vos notre son sa ses leur qui que quoi dont ne n'est pas plus trop bien "
    "toujours encore "
    "deja parce quand si comme depuis oui non d'accord merci bonjour ok voila alors donc euh heu attendez "
    "c'est c'etait est "
    "etait sera suis ai as ont peux peut veux dois doit marche fonctionne sous derriere dessous dessus celui ceux meme "
    "demande enregistre marque ecrit note inscrit envoye modifie difference different difficile simple facile "
    "complique "
    "bon mauvais faux nouveau ancien provisoire temporaire wrong expired incorrect not no too the an my your "
    "at in to of "
    "for or but what that this it same still been being so because when required needed is are was tres vraiment "
    "peut-etre rien tout chez jamais aussi aucune aucun personne impossible bizarre normal obligatoire juste "
    "quel quelle "
    "invalide refuse bloque expire long court possible moi toi mis tape utilise choisi rentre entre prends "
    "met madame monsieur "
    "tranquille embetant penible ridicule important confidentiel suivi suivie suivis formidable sais "
    "serait-il pourriez-vous pouvez-vous arrive arrivera envoyer s'il lequel laquelle ici "
    "comment pourquoi sinon passe mdp password code obligatoirement personnel valable bonne mauvaise combien "
    "you we they i'm "
    "sur-la vous-avez alors-que i don't can't didn't very yes and with on".split()
)
OF_DESCRIPTION = frozenset("de du des la le les l mon ma mes son sa ses et plus notre nos".split())
PARTICIPLES = ("é", "ée", "és", "ées")
#: Ends of participles and adjectives, which tell of the password.
ENDINGS = ("ement", "ique", "able", "ible", "ant", "antes", "iel", "ielle", "tion", "oire", "ez", "ite")
#: What else is a password's field: « mot de passe wifi », « mot de passe messagerie ».
CODE_WORDS = frozenset(
    "wifi wi-fi client internet messagerie espace box mail compte oublie incorrect perdu provisoire "
    "temporaire actuel".split()
)
