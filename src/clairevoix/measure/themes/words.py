"""Words of customers, made comparable: accents and inflections away, and what everybody says in every call left out."""

import re
import unicodedata
from functools import cache

_PLACEHOLDER = re.compile(r"\[[^\]]*\]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ELIDED = re.compile(r"\b(?:qu|jusqu|lorsqu|puisqu|quelqu|[cdjlmnst])['’]", re.IGNORECASE)

#: Function words of French and English, and the courtesies and hesitations of the telephone; without accents.
_LEFT_OUT = frozenset(
    """
    a ai aie aient ait alors apres au aucun aucune aujourd aura aurait aussi autre autres aux avaient avais avait avant
    avec avez avoir avons ayant beaucoup bien bon bonne car ce ceci cela celle celui ces cet cette ceux chaque chez ci
    comme comment dans de depuis des deux doit dois donc dont du elle elles en encore entre es est et etaient etais
    etait etant ete etes etre eu eux fait faire fais faut fois font hui il ils j je jusque la le les leur leurs lui ma
    mais me meme mes mis moi moins mon ne ni non nos notre nous on ont ou par parce pas peu peut peux plus plutot pour
    pourquoi pourrais pourriez pouvez pouvoir quand que quel quelle quelles quels qui quoi rien sa sais sans se sera
    serait ses si sien sinon soit sommes son sont sous suis sur ta te tel tes toi ton tous tout toute toutes tres trop
    tu un une va vais vas vers veut veux via voir vont vos votre vous voudrais voulais voulait vu y etc deja toujours
    jamais la voila voici juste puis ensuite aller bonjour bonsoir allo oui ouais ok accord euh hein ben bah alo merci
    monsieur madame mademoiselle plait svp revoir appelle appeler appel vraiment quelque chose parler dire dit savoir i
    me my we our you your he him his she her it its they them their what which who this that these those am is are was
    were be been being have has had having do does did doing a an the and but if or because as until while of at by for
    with about against between into through during before after above below to from up down in out on off over under
    again then once here there when where why how all any both each few more most other some such no nor not only own
    same so than too very can will just don should now ll re ve isn doesn didn wasn haven hasn won would could im hello
    hi yes yeah okay um uh er please thanks thank sir madam calling call want need like know really something say said
    get got going
    """.split()
)
#: Endings of inflection, the longest first; what is left keeps four letters.
_ENDINGS = tuple(
    sorted(
        """
        issements issement atrices ateurs ations atrice ateur ation erions eriez eraient erait erais eront erons erez
        ements ement aient antes ante ants ant ees ee es er ez ait ais ons ont iez ions ions elle elles
        eux euse euses ives ive ifs if ites ite itude ments ment
        ings ing ers ed ly s e x
        """.split(),
        key=lambda ending: (-len(ending), ending),
    )
)
_SHORTEST = 4


def words(text: str) -> tuple[str, ...]:
    """The telling words of a text as they are written, in lower case; placeholders of personal data are not among them.

    >>> words("Bonjour, j'ai été prélevé deux fois sur [IBAN 1], mes prélèvements sont faux !")
    ('prélevé', 'prélèvements', 'faux')
    """
    bare = _ELIDED.sub(" ", _PLACEHOLDER.sub(" ", text.lower()))
    return tuple(word for word in _WORD.findall(bare) if plain(word) not in _LEFT_OUT)


@cache
def plain(word: str) -> str:
    """Without accents or capitals."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign)).casefold()


@cache
def stem(word: str) -> str:
    """What the forms of a word have in common, cut by rule: no dictionary, the same for the same word.

    >>> stem("prélevé") == stem("prélèvements") == stem("prélever"), stem("box")
    (True, 'box')
    """
    bare, cut = plain(word), True
    while cut:
        cut = False
        for ending in _ENDINGS:
            if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST:
                bare, cut = bare[: -len(ending)], True
                break
    return bare
