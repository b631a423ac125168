"""Names that sentences draw from: written down for them, of many origins, and nobody's in particular."""

GIVEN = """
Anouk Maëlle Solveig Clotilde Ghislaine Perrine Aliénor Mahaut Bérénice Ségolène Capucine Garance Philippine Victoire
Honorine Léontine Hermine Apolline Sidonie Edwige Huguette Ginette Josiane Mauricette Yvette Raymonde Simone Germaine
Thibault Gautier Enguerrand Barthélemy Ambroise Anselme Baudouin Fulbert Gontran Hippolyte Isidore Lazare Maixent Octave
Philibert Quentin Rodrigue Sylvestre Tancrède Ulysse Valère Wilfried Zéphyrin Aurélien Bastien Corentin Damien Évariste
Fabrice Gildas Hervé Jocelyn Killian Ludovic Mathurin Nolwenn Goulven Gwenaëlle Tanguy Yannick Erwan Enora Soazig Riwal
Amina Fatoumata Aïssatou Mariama Khadija Naïma Yasmina Soraya Leïla Samira Djamila Zineb Houria Malika Assia Rachida
Mehdi Karim Rachid Abdelkader Mustapha Youssouf Boubacar Mamadou Ousmane Souleymane Ibrahima Moussa Seydou Idriss Bilal
Nabil Farid Hichem Lotfi Slimane Tarek Walid Zakaria Ayoub Ilyès Kenza Inès Nour Salomé Noémie Déborah Ruben Élie Avner
Thi-Mai Linh Minh-Anh Quang Hoang Phuong Xiaoling Weijie Jiawei Mei Haruka Kenji Priya Anjali Rajesh Suresh Lakshmi Arjun
João Thiago Inês Catarina Beatriz Gonçalo Mónica Íñigo Pilar Consuelo Giulia Chiara Fiorella Matteo Luca Ignazio
Agnieszka Katarzyna Zbigniew Wojciech Milena Dragana Bogdan Mircea Ioana Anca Dmitri Svetlana Oksana Taras Aylin Emre
Jean-Baptiste Marie-Thérèse Anne-Laure Jean-Yves Pierre-Alexandre Marie-Amélie Paul-Henri Anne-Sophie Jean-Marc
Marie-Josèphe Louis-Marie Jean-Noël Awa Bintou Coumba Dieynaba Kouassi Koffi Adjoua Yao Mbaye Ndeye Tiana Hery Voahirana
Pierre Rose Marine Olivier Aimé Céleste Prudence Désiré Florent Clément Constance Espérance Blanche Juste Parfait Modeste
""".split()

FAMILY = """
Abgrall Achard Aubertin Auffret Baillargeon Barbedienne Bazin Beaupuis Bellanger Berthelot Besnard Billaudel Bizouarn
Blanchet Boisnard Bonnafous Bordenave Bouchardon Bouvattier Brémond Briand Brissaud Cadiou Caillebotte Calmels Carpentras
Castaing Cazenave Chabrier Champetier Charpentreau Chassagne Chauvigné Clavreul Coatanéa Collinet Cordonnier Courtecuisse
Couturier Cressend Dagorne Daubresse Decaux Delachaume Delvincourt Desmoulières Desroziers Dieudonné Dubourdieu Duchemin
Ducasse Dufraisse Dumoutier Durandeau Echevarria Emeriau Escoffier Estournel Etcheverry Fabrègues Falguière Faucheux
Fleuriot Fontenelle Fourcade Fradet Gaborit Gadenne Gaillardon Garrigou Gauthereau Gélinas Goasdoué Gouraud Grandclément
Grimaldier Guéguen Guillemot Haegelin Hamonic Haudebourg Hébrard Heurtebise Houssaye Huguenin Ingelaere Izarn Jacquemin
Jallabert Jaouen Jégou Jolivet Kerautret Kerdiles Kermarrec Labarrière Lacoudre Ladevèze Lafleuriel Laguerre Lamoureux
Landrieu Laroche Lautrec Lebouvier Lecoustey Legrandin Lemarinier Lescarmontier Levavasseur Lhermitte Loiseleur Loubières
Magnoac Maisonneuve Malaterre Marchadier Maupoint Mazurier Mesnildrey Montagnier Moreuil Mourgues Naudet Nédellec Nicoud
Noirmain Ollivier Orliac Oudinot Paillusson Palluel Pasquiou Pellerin Penhoat Perdrizet Peyronnet Plantagenest Pommereul
Poulichot Prigent Quatrebarbes Quéméneur Quintard Rabouin Raffarel Ravanel Rebuffat Renouard Ricordeau Rivoallan
Roquebert Roudaut Rousseloup Sabatier Saillard Salvignac Sauveterre Scordia Séguret Sourdeval Taburet Talbotier Tesseidre
Thévenet Thouvenin Tournebise Toussenel Trébuchet Troadec Urvoas Vaillandet Vauquelin Verdonnet Viguier Vuillermoz Weydert
Yvinec Zimmerlin Ndiaye Sarr Dembélé Traoré Diabaté Kouyaté Ouédraogo Sawadogo Kaboré Koné Coulibaly Bamba Soro Adjovi
Hounsou Mbappou Essomba Ngono Tchouaffé Makiadi Lukusa Rakotomalala Andriamanana Razafindrabe Ben-Youcef Benkhelifa
Boudjellal Bouzidi Chérifi Djebbari El-Mansouri Ferhat Guendouzi Haddadi Khelladi Laroussi Mezghani Ouazzani Rahmouni
Saïdani Tlemçani Zerrouki Nguyen Pham Truong Huynh Vo Dinh Keomany Souvannavong Chhim Zhang Ouyang Tanaka Subramaniam
Krishnan Patel Ferreira Gonçalves Nogueira Teixeira Carvalhosa Etxeberria Zubizarreta Iglesias Montserrat Zapatero
Bevilacqua Cavalcanti Ferruccio Lombardini Passalacqua Kowalczyk Wisniewski Szczepanski Dvorak Hruby Popescu Ionescu
Stojanovic Petrovic Yildirim Karagöz Demirtas Haroutounian Sarkissian Papadakis Shevchuk Kovalenko Goldenberg Abitbol
Petit Leroy Roux Blanc Boulanger Marchand Fontaine Rivière Lacroix Printemps Février Dimanche Bonnet Poirier Chevalier
""".split()

COMPOUND = """
Pinson-Delahaye Le-Bihan Martin-Ferrier Ribeiro-Santana Duval-Kerguelen Roche-Aubin Traoré-Vasseur Nguyen-Le-Goff
""".split()

PARTICLE = (
    "de La Morinière", "du Breuil", "d'Argençon", "Le Floc'h", "Le Goffic", "de Saint-Rémy", "des Essarts", "Van den Broeck",
    "Vandenbossche", "von Reichental", "El Amrani", "Ben Salah", "Ait Ouarab", "da Silveira", "dos Anjos", "di Benedetto",
    "O'Sullivan", "Mac Dermott", "de Kergariou", "La Fontanelle", "L'Hostis", "Le Gall", "de Oliveira Matos", "N'Diaye",
)  # fmt: skip

ENGLISH_GIVEN = """
Hazel Imogen Tabitha Rosalind Beatrix Fiona Siobhan Aoife Niamh Bronwen Rhiannon Morag Isla Priyanka Chidinma Oluwaseun
Nigel Alistair Hamish Gareth Rhys Declan Cormac Dwayne Tyrone Jamal Leroy Winston Clive Percival Rupert Barnaby Kwame
Grace Hope Mark Will Rob Frank Bill Jack Summer Dawn April June Angel Ravi Sanjay Mohammed Yusuf Ling Wei
""".split()

ENGLISH_FAMILY = """
Thistlewood Hathersage Pemberton Oakeshott Ravenscroft Butterworth Higginbottom Featherstone Winterbourne Applegarth
Cholmondeley Longbottom McAllister MacPherson O'Rourke Fitzgerald Llewellyn Prothero Okonkwo Adeyemi Mensah Boateng Chukwu
Banerjee Chatterjee Siddiqui Rahman Kaur Dhillon Nakamura Rodriguez Kaczmarek Baker Cook Young Field Brook Price Rich Day
Smith-Harrington Park-Robertson St-Clair Whitcombe Yardley Zellweger Quigley Inglethorpe Jessop Kettlewell
""".split()

#: What people say to spell: letter → words.
SPELLED = {
    "a": "Anatole Alpha Arthur", "b": "Berthe Bravo Bernard", "c": "Célestin Charlie Camille", "d": "Désiré Delta Denis",
    "e": "Eugène Écho Émile", "f": "François Fox Fernand", "g": "Gaston Golf Georges", "h": "Henri Hôtel Hector",
    "i": "Irma India Isabelle", "j": "Joseph Juliette Jacques", "k": "Kléber Kilo Karaté", "l": "Louis Lima Lucie",
    "m": "Marcel Mike Michel", "n": "Nicolas Novembre Noé", "o": "Oscar Oscar Olive", "p": "Pierre Papa Paul",
    "q": "Quintal Québec Quentin", "r": "Raoul Roméo René", "s": "Suzanne Sierra Sophie", "t": "Thérèse Tango Thomas",
    "u": "Ursule Uniforme Ulysse", "v": "Victor Victor Valérie", "w": "William Whisky Wagon", "x": "Xavier Xray Xylophone",
    "y": "Yvonne Yankee Yves", "z": "Zoé Zoulou Zorro",
}  # fmt: skip

ENGLISH_SPELLED = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "Alpha Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliet Kilo Lima Mike November Oscar Papa Quebec Romeo "
        "Sierra Tango Uniform Victor Whiskey Xray Yankee Zulu".split(),
        strict=True,
    )
)
