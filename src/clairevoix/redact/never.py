"""Words that are no name even where one is expected, and the particles inside names. All folded."""

#: Inside a name, before its main word.
PARTICLES = frozenset(
    "de du des la le les da das do dos di del della delle den der van von ter ten el al ben bin ibn ould abd abou abu ait "
    "mac mc o' o san santa st ste saint sainte".split()
)

_COMPANIES = (
    "opale telecom télécom norvia orange sfr bouygues free sosh red numericable livebox freebox bbox canal netflix "
    "amazon google apple "
    "samsung huawei xiaomi nokia sony iphone ipad android windows microsoft facebook whatsapp instagram youtube messenger "
    "tiktok snapchat linkedin twitter skype zoom teams gmail hotmail outlook wanadoo yahoo laposte icloud safari "
    "chrome firefox "
    "edf engie enedis axa maif macif matmut paypal visa mastercard american sncf ratp caf ameli urssaf arcep cnil "
    "telecoms mobile internet fibre adsl wifi bluetooth ethernet hdmi usb spotify deezer disney prime alexa siri playstation "
    "xbox nintendo switch chronopost colissimo dpd ups fedex mondial vodafone o2 ee bt lebara lyca prixtel nrj coriolis "
    "iban bic rib rio pin puk sim esim sms mms ftth vdsl nro pto nas cpl wan lan ssid wpa usb tv tnt sav rgpd cnil "
    "dvd gps nir "
    "siret siren tva cb rsa cgt cfdt insee covid linux "
    "carrefour auchan lidl fnac darty ikea decathlon"
).replace("é", "e")

_FRENCH = (
    # grammar, and who is at home
    "mari papa maman fils fille "
    "le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur "
    "leurs je tu "
    "il elle on nous vous ils elles me te se lui en moi toi soi eux ceci cela ca qui que qu quoi dont ou lequel laquelle et "
    "mais donc or ni car si comme quand lorsque puisque parce pourquoi comment combien quel quelle quels quelles dans par "
    "pour sans sous sur vers chez avec entre contre depuis pendant avant apres devant derriere jusque malgre selon voici "
    "voila ne pas plus moins jamais rien personne aucun aucune tres trop assez peu beaucoup tant aussi encore deja toujours "
    "souvent parfois bientot tard tot maintenant hier demain aujourd'hui ensuite puis alors enfin surtout presque environ "
    "vraiment seulement plutot oui non peut-etre est-ce c est es suis sont etes sommes etait etais etaient sera serai serait "
    "serais soit ai as avons avez ont avait avais avaient aura aurait aurais fais fait faites font faire vais vas va allons "
    "allez vont aller peux peut pouvez peuvent pouvoir veux veut voulez veulent vouloir voudrais voudrait dois doit devez "
    "doivent sais sait savez savoir vois voit voyez voir viens vient venez venir dis dit dites dire prends prend prenez "
    "prendre mets met mettez mettre tiens tient tenez crois croit croyez comprends attends attendez entends entendez "
    "n'est t il-y y là ici ainsi sinon tout toute tous toutes meme memes autre autres chaque plusieurs quelque quelques bien "
    "mal mieux bon bonne bons bonnes quoi etre avoir ete eu trouve passe appelle appelez regarde regardez ecoutez donnez "
    "faut fallait plait j m s d l à a an lors via afin sauf quant hors tel telle "
    # talk
    "bonjour bonsoir bonne merci pardon salut coucou allo bienvenue desole desolee ok okay okey accord d'accord euh "
    "heu hein hum ah "
    "oh eh he ho ouais bah ben bref super parfait parfaite nickel genial cordialement salutations svp stp revoir journee "
    "soiree effectivement evidemment exactement absolument tout-a-fait attention excusez excuse desole enchante enchantee "
    # calls
    "client cliente clients service services conseiller conseillere technicien technique commercial commerciale numero "
    "telephone ligne box contrat facture dossier reference adresse adresses mail email courriel code nom noms prenom "
    "prenoms monsieur "
    "madame mademoiselle messieurs mesdames mme mlle mr societe entreprise agence boutique equipe responsable directeur "
    "directrice rue avenue boulevard impasse place residence batiment etage appartement appel rendez-vous titulaire "
    "oui-oui famille maison naissance date jeune fille usage quelqu'un particulier professionnel pro "
    # time
    "lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre "
    "novembre decembre jour jours matin midi soir nuit semaine mois annee an ans heure heures minute minutes "
    "printemps ete automne hiver paques pentecote toussaint ascension "
    "zero deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante cent mille premier premiere deuxieme troisieme euro euros "
    # letters dictated
    "majuscule minuscule accent aigu grave circonflexe trema cedille tiret arobase underscore apostrophe espace virgule slash"
)  # fmt: skip

_ENGLISH = (
    "the a an and or but if then than that this these those there here it its i you he she we they me him her us "
    "them my your "
    "his our their mine yours who whom whose which what when where why how all any both each few more most other "
    "some such no "
    "nor not only own same so too very can just don should now is am are was were be been being have has had having do "
    "does did doing would could might must shall may ought to of in on at by for with about against between into through "
    "during before after above below from up down out off over under again further once as until while because i'm i've i'd "
    "i'll it's that's what's there's you're we're they're he's she's don't didn't can't won't isn't wasn't let's name's my "
    "hello hi hey good morning afternoon evening night goodbye bye thanks thank please sorry pardon excuse welcome "
    "cheers okay "
    "ok yes yeah yep nope sure right well oh ah um uh hmm great perfect lovely regards sincerely best kind dear calling "
    "speaking customer client service support agent account number phone line box contract bill invoice name names surname "
    "first last given family sir madam mr mrs ms miss mister doctor dr company office manager team store street road avenue "
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday day week month year today tomorrow yesterday zero one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred thousand double triple capital letter dash dot underscore hash english french france paris london "
    "said told uk euro euros christmas easter going just not sure still really also glad afraid looking trying wondering"
)

NEVER = {
    "fr": frozenset(_FRENCH.split()) | frozenset(_COMPANIES.split()),
    "en": frozenset(_ENGLISH.split()) | frozenset(_FRENCH.split()) | frozenset(_COMPANIES.split()),
}
