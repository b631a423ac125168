"""Words of postal addresses, by language, folded."""

import re

#: Kinds of street that little else is called.
STREETS = frozenset(
    "rue avenue boulevard impasse allee allees chemin quai square ruelle faubourg lotissement residence hameau "
    "lieu-dit lieudit "
    "esplanade rond-point venelle sente sentier bd blvd av ave imp ch chem rte che res lot passage".split()
)
#: Kinds of street that are also other things: only with a number before and a name after.
OTHER_STREETS = frozenset(
    "place route cours cite parc clos quartier cote montee traverse mail promenade chaussee voie villa domaine zone "
    "za zi zac "
    "cour pl r mas ferme galerie corniche rocade mail parvis porte pont tour hlm ilot levee".split()
)
ENGLISH_STREETS = frozenset(
    "street road avenue lane drive close way court square terrace crescent gardens grove st rd ave ln dr mews hill "
    "row walk".split()
)
#: After a number: « 12 bis ».
REPEATS = frozenset(("bis", "ter", "quater", "b", "c", "euh", "heu", "uh", "um"))
#: Between the kind of street and its name, and inside names.
LINKS = frozenset("de du des la le les l d aux au en sur sous lès the of".split())
#: « rue du général de Gaulle »: words that another one follows.
RANKS = frozenset(
    "general docteur dr president marechal saint sainte st ste colonel capitaine professeur abbe pere commandant "
    "jean pierre paul "
    "grand grande petit petite haut bas vieux vieille belle beau mont port pont quatre onze huit dix-neuf lieutenant amiral "
    "victor jules georges louis charles henri emile albert marie anatole robert maurice francois rene marcel gabriel "
    "freres soeurs leon alexandre camille claude edouard ernest eugene felix gustave honore jacques joseph michel "
    "nicolas philippe".split()
)
#: Parts of a building: a number, a letter or a name follows.
PARTS = frozenset(
    "batiment bat escalier esc appartement appart appt apt porte hall bloc entree tour etage digicode interphone code "
    "numero number building flat apartment floor unit suite room block residence boite bp".split()
)
#: Those that say by themselves where somebody lives.
TELLING_PARTS = frozenset(
    "batiment bat escalier appartement appart appt apt digicode interphone flat apartment bp".split()
)
FLOORS = frozenset(("etage", "floor", "rez-de-chaussee", "rdc"))
#: « j'habite à », « je vis à ».
LIVING = frozenset(
    "habite habites habitez habitons habitait habitais habitent habiter vis vivons vivez vivait reside residons "
    "residait resider "
    "domicilie domiciliee domicilies loge logeons emmenage emmenager emmenageons demenage demenager demenageons demenagez "
    "installe installee installes adresse live lives living lived moving moved move address".split()
)
#: Shops have addresses too; theirs are nobody's.
SHOPS = frozenset(
    "boutique magasin agence votre vos boulangerie pharmacie centre gare metro station arret mairie poste restaurant hotel "
    "your shop store branch office".split()
)
AT = frozenset(("a", "au", "aux", "en", "sur", "vers", "dans", "pres", "in", "at", "near", "to", "de", "cote"))
ORDINALS = frozenset(
    "premier deuxieme second troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme "
    "douzieme treizieme "
    "quatorzieme quinzieme seizieme dix-septieme dix-huitieme dix-neuvieme vingtieme first second third fourth fifth "
    "sixth seventh "
    "eighth ninth tenth ground top dernier".split()
)
#: Kinds of street with what a recogniser puts before them or makes of them: « neuf fallée des Peupliers ».
MISHEARD = re.compile(
    r"[fnz]alle+s?|[fnvz](?:avenues?|impasses?)|passus?|[ieu]npasse|alle|havenue|avenu|boulvard|boulevart|lotissemant|ressidence"
)
#: Between « vous habitez » and the number.
STILL = frozenset(
    "bien toujours encore donc alors euh heu a au dans sur le la numero desormais maintenant still at now".split()
)
#: « rue du 8 mai 1945 », « rue du quatre septembre ».
FEASTS = frozenset("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split())
#: Where many live: named like nothing else, « la résidence les oliviers ».
HOUSING = frozenset(("residence", "lotissement", "hameau"))
ZONES = frozenset(("za", "zi", "zac", "zone"))

#: The largest towns, which speech recognition may write in lower case.
ENGLISH_TOWNS = frozenset(
    "london birmingham manchester leeds sheffield liverpool bristol leicester coventry bradford nottingham hull plymouth "
    "derby southampton portsmouth brighton reading norwich oxford cambridge york bath exeter swansea cardiff newport glasgow "
    "edinburgh aberdeen dundee belfast dublin cork luton ipswich swindon bolton preston stockport sunderland newcastle "
    "durham lincoln gloucester cheltenham worcester chester lancaster carlisle wigan blackpool bournemouth poole".split()
)
