"""Words as they are compared: what was said alike is written alike, so that an error is something misheard.

Both sides go through the same rules, the reference and what a recogniser wrote. In order:

1. **Characters.** NFKC, lower case, œ is oe, ’ is '. Accents stay, but not the circumflex on i and u, which the spelling
   of 1990 dropped. Punctuation goes; hyphens part words, apostrophes part elisions (« l' eau », but « aujourd'hui »).
2. **What is not compared.** Hesitations (euh, hum, ben, hein; erm, uh) and words broken off (« bo- »): recognisers are
   made to leave them out, and readers want them to. Repeated words stay.
3. **Letters.** Two or more in a row are one word: « L. E. F. », « l e f », « LEF ». A small « a » or « y » at their edge is
   a word.
4. **Numbers.** Each digit is a token: « zéro six trente-neuf », « 06.39 » and « 0639 » are all 0 6 3 9. No grouping is
   left, since nobody can hear how a recogniser will group: 1 250 is « mille deux cent cinquante » and « douze cinquante ».
   So « un », « une » and 1 are one token too. Ordinals are one token, 21e; but « premier » and « second » are words.
5. **Amounts.** In the order in which they are said: « 32,50 € » is 3 2 euro 5 0, « 14h05 » is 1 4 heure 5.
6. **Spellings.** wi-fi, e-mail and week-end in one word, « ok », the spelling of 1990, British as American; English
   contractions in full (« I'm » is I am).

Different words stay different even where they mean the same: ça and cela, oui and ouais, d'accord and ok.
``docs/explanation/normaliser.md`` gives every rule with an example and its reason.

>>> normalised("Bonjour, euh… c'est le 06.39.98, à 14h05 !", "fr")
"bonjour c' est le 0 6 3 9 9 8 à 1 4 heure 5"
>>> normalised("zéro six trente-neuf quatre-vingt-dix-huit", "fr")
'0 6 3 9 9 8'
>>> normalise(["vingt", "et", "un", "euros"], "fr")[0].end
3
"""

from clairevoix.quality.normalise.rules import Token, normalise, normalised

__all__ = ["Token", "normalise", "normalised"]
