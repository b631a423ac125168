"""Addresses that sentences draw from: real communes with one of their postcodes, streets that many towns have or none."""

#: Postcode and commune as the postal service pairs them.
COMMUNES = tuple(
    (line[:5], line[6:])
    for line in """
01000 Bourg-en-Bresse
02100 Saint-Quentin
03200 Vichy
04100 Manosque
05000 Gap
06130 Grasse
07200 Aubenas
08000 Charleville-Mézières
09000 Foix
10000 Troyes
11100 Narbonne
12100 Millau
13200 Arles
14400 Bayeux
15000 Aurillac
16100 Cognac
17200 Royan
18000 Bourges
19100 Brive-la-Gaillarde
20200 Bastia
21200 Beaune
22300 Lannion
23000 Guéret
24200 Sarlat-la-Canéda
25000 Besançon
26200 Montélimar
27400 Louviers
28100 Dreux
29200 Brest
29100 Douarnenez
30100 Alès
31000 Toulouse
31700 Blagnac
32000 Auch
33120 Arcachon
34200 Sète
35000 Rennes
35400 Saint-Malo
36000 Châteauroux
37400 Amboise
38000 Grenoble
39100 Dole
40100 Dax
41000 Blois
42100 Saint-Étienne
43000 Le Puy-en-Velay
44600 Saint-Nazaire
45000 Orléans
46000 Cahors
47000 Agen
48000 Mende
49300 Cholet
50100 Cherbourg-en-Cotentin
51100 Reims
52000 Chaumont
53000 Laval
54300 Lunéville
55100 Verdun
56100 Lorient
57100 Thionville
58000 Nevers
59200 Tourcoing
59140 Dunkerque
60200 Compiègne
61000 Alençon
62100 Calais
63000 Clermont-Ferrand
64100 Bayonne
65000 Tarbes
66000 Perpignan
67500 Haguenau
68100 Mulhouse
69003 Lyon
69100 Villeurbanne
70000 Vesoul
71100 Chalon-sur-Saône
72000 Le Mans
73000 Chambéry
74000 Annecy
75011 Paris
75020 Paris
76600 Le Havre
77100 Meaux
78000 Versailles
79000 Niort
80100 Abbeville
81100 Castres
82000 Montauban
83000 Toulon
84000 Avignon
85000 La Roche-sur-Yon
86100 Châtellerault
87000 Limoges
88000 Épinal
89000 Auxerre
90000 Belfort
91000 Évry-Courcouronnes
92150 Suresnes
93200 Saint-Denis
94300 Vincennes
95100 Argenteuil
97110 Pointe-à-Pitre
97200 Fort-de-France
97300 Cayenne
97410 Saint-Pierre
""".strip().splitlines()
)

WAYS = (
    "rue", "rue", "rue", "rue", "avenue", "avenue", "boulevard", "place", "allée", "impasse", "chemin", "route", "quai",
    "cours", "square", "passage", "venelle", "sentier", "montée", "faubourg", "esplanade", "ruelle", "rond-point",
)  # fmt: skip

WAY_NAMES = (
    "des Lilas", "du Moulin-Vert", "de la Fontaine", "des Acacias", "du Général-Leclerc", "Jean-Jaurès", "Victor-Hugo",
    "Jules Ferry", "de la République", "du 8-Mai-1945", "du 11 Novembre", "des Frères Montgolfier", "Marie Curie",
    "de l'Abbé-Grégoire", "de Verdun", "des Tanneurs", "Saint-Michel", "de la Gare", "des Écoles", "du Vieux-Pont",
    "Pasteur", "Anatole France", "Louise Michel", "Olympe de Gouges", "de Bretagne", "des Trois-Ormeaux", "du Puits",
    "de la Vallée aux Loups", "Hector Berlioz", "des Hirondelles", "Charles de Gaulle", "Pierre-et-Marie-Curie",
    "Salvador Allende", "Nelson Mandela", "du Maréchal Foch", "de l'Europe", "Édouard Vaillant", "des Quatre-Vents",
    "du Lavoir", "Rosa Parks", "Gambetta", "de Lattre-de-Tassigny", "aux Herbes", "de Kerguélen", "du Port",
)  # fmt: skip

HAMLETS = (
    "lieu-dit Kerfléau", "lieu-dit La Grange-Brûlée", "lieu-dit Le Mas Vieux", "hameau de Puyrenaud", "lieu-dit Les Bordes",
    "lieu-dit Etxeberri", "hameau des Combes", "lieu-dit La Croix-Haute",
)  # fmt: skip

COMPLEMENTS = (
    "bâtiment B", "résidence Les Cèdres", "appartement 14", "escalier 3", "bâtiment C appartement 212",
    "résidence du Parc", "appartement 7", "tour Mercure", "entrée 2", "bât A2", "porte 31",
)  # fmt: skip

ENGLISH_STREETS = (
    "Thornbury Lane", "Maple Avenue", "Station Road", "Kings Crescent", "Harbour View", "Church Street", "Elm Close",
    "Victoria Terrace", "Mill Hill Road", "Queen Anne Court", "Wellington Drive", "Orchard Way", "High Street",
)  # fmt: skip

#: Towns with a postcode of their area whose end (« 9ZZ ») is given to nobody.
ENGLISH_TOWNS = (
    ("Leeds", "LS1 9ZZ"), ("Bristol", "BS1 9ZZ"), ("Cardiff", "CF10 9ZZ"), ("Glasgow", "G1 9ZZ"), ("Norwich", "NR1 9ZZ"),
    ("Sheffield", "S1 9ZZ"), ("Brighton", "BN1 9ZZ"), ("Exeter", "EX1 9ZZ"),
)  # fmt: skip
