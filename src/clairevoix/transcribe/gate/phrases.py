"""What Whisper writes where nobody speaks: the credits of subtitles, the goodbyes of videos, and courtesies.

One phrase a line, on words without capitals, accents and punctuation, so that « Sous-titres réalisés par la communauté
d'Amara.org » is `sous titres realises par la communaute d amara org`. The lines are regular expressions; `…` stands for one
to five words. Sources: Whisper's discussion 928 and whisper.cpp's issue 2660; what Barański et al. 2025 (arXiv:2501.11378),
Vexa and others counted in noise; reports of French users; what Whisper base makes of the wordless sounds of the corpus.
Either language comes up in calls of the other.
"""

import re

from clairevoix.transcribe.gate.piece import Reason

#: Nobody says these on the telephone. Who sells television speaks of subtitles, channels and videos too: « Sous-titres par la
#: télécommande », « N'hésitez pas à partager votre écran », « Abonnez-vous à la chaîne Cinéma » must not be among them.
FRENCH_CREDITS = r"""
sous titr(es?|ages?)( \w+)? (par|para|pour) (la communaute|l equipe|les? sous titr\w*|amara|l amara|soustitreur)( …)?
sous titr(es?|ages?)( fournis?)?( par| pour)?( la)? societe radio canada
sous titr(es?|ages?) (realise|fait|cree|traduit|effectue|fourni|redige|adapte|synchronise)e?s? par …
sous titr(es?|ages?) par(?! (un|une|le|la|l|les|des|mon|ma|mes|vos|votre|ce|cette|defaut|exemple))( \w+){1,3}
sous titr(es?|ages?) (st|fr|mfp|tf1|tva|tv5|rtbf|rts|zdf|ard|france televisions|radio canada)( \w+)?
(sous titr(es?|ages?) )?st 501
(par )?soustitreur com
(la )?communaute (d |de l )?amara( org)?
(www )?(amara|mooji|opensubtitles) org
cliquez( vous)? sur les sous titres
(traduction|transcription|adaptation)( et)? sous titr(es?|ages?)( …)?
(traduction|transcription) (realisee|automatique|effectuee) par …
merci( beaucoup)?( a (tous|toutes|vous))? (d|de m|de nous) avoir (regarde|visionne|suivi|vu) \w+ (video|chaine)s?( …)?
merci( beaucoup)?( a (tous|toutes|vous))? (de|d) (regarder|suivre|visionner) \w+ (video|chaine)s?( …)?
merci( beaucoup)?( a (tous|toutes|vous))? d avoir (regarde|suivi|visionne) jusqu (au bout|a la fin)
(merci|je vous remercie) de vous abonner( a (la|ma|notre) chaine( youtube)?)?
abonnez vous( a (la|ma|notre) chaine( youtube| d amara org)?)?
abonnez vous( a (la|ma|notre) chaine)? pour (ne )?(rien |pas )?(manquer|rater|louper|etre)( …)?
(n oubliez pas|n hesitez pas)( de| a) (vous abonner|vous a abonner|s abonner)( a (la|ma|notre) chaine( youtube)?)?
(n oubliez pas|n hesitez pas)( de| a) (liker|mettre un (like|pouce)|lacher un (like|pouce))( …)?
pour ne (pas )?(manquer|rater|louper) aucune (de mes |de nos )?(prochaines )?videos?
(likez|mettez un (like|pouce( bleu)?)|lachez un (like|pouce( bleu)?))( …)?
activez la (petite )?cloche( …)?
j espere que (cette|la|ma) video vous (a|aura|ait) (plu|interesse)( …)?
j espere que vous avez (aime|apprecie) (cette|la|ma) video
si (cette|la|ma) video vous a plu( …)?
(on se|je vous|nous nous) (retrouve|retrouvons|dis|donne)( …)? (dans|pour|a) (une|la|de) (prochaine|nouvelle)s? videos?
(a bientot|a tres bientot|a tres vite|rendez vous) (dans|pour) (une|la|de) (prochaine|nouvelle)s? videos?
a la prochaine video
c est (tout pour|la fin de) (cette|la) video
((bonjour|salut)( a tous)?( et)? )?bienvenue (sur|dans) (ma chaine|cette (nouvelle )?video)
"""

ENGLISH_CREDITS = r"""
((closed )?caption(s|ing)?|subtitles?|subs|subtitling)( (created|provided|made|sponsored|made possible))? by …
(subtitled|captioned|transcribed|translated) by …
(transcription|transcript|translation) by …
(the )?amara org community
castingwords( com)?
(https )?otter ai
thank(s| you)( all| guys| so much| very much| everyone| again)? for (watching|viewing)( (this|the|my|our) videos?)?( …)?
(please )?(like and |like comment and |like share and )?subscribe
(please )?(like and |like comment and )?subscribe to (my|our|the|this) (youtube )?channel
(please )?(like and )?subscribe for more( …)?
(please )?(don t forget|be sure|make sure)( you)?( to)?( like( comment)?( share)? and)? subscribe( to \w+ channel)?
(please )?(hit|smash|click)( on)? the (like|subscribe|bell)( …)?
(please )?(leave|give)( me| us| it| this video)? a (like|thumbs up)( …)?
((i|we) (ll|will) )?see you( guys| all)?( again)?( …)? in (the|my|our) next (video|one|episode|vlog)( …)?
((hello|hi|hey)( everyone| guys)?( and)? )?welcome( back)? to (my|our|the|another) (channel|video|vlog|episode)( …)?
in this video (i|we) (m|am|re|are|ll|will)( going to| gonna)? show you( …)?
i hope (you|that you)( guys| all)? (enjoyed|enjoy|liked|like) (this|the|my) video( …)?
if you (enjoyed|enjoy|liked|like) (this|the|my) video( …)?
(you can )?(support|find) (me|us) on patreon( …)?
"""

#: People do say these, and the words alone prove nothing.
FRENCH_COURTESIES = r"""
merci
merci (beaucoup|bien|infiniment)
merci (a (tous|toutes|vous)|tout le monde)
merci (de|pour) votre (attention|ecoute|fidelite|soutien)
merci (d|de m) avoir (regarde|ecoute|suivi)
je vous remercie( de votre attention)?
au revoir
a (tres )?(bientot|vite)
a la (prochaine|semaine prochaine)( fois)?
ciao
c est parti
a suivre
(c est )?(la )?fin
(generique|musique|applaudissements|rires|silence)( de fin| de generique| douce| entrainante| dramatique| calme)?
sous titr(es?|ages?)
sous titr(es?|ages?) (de|d|du|des|par) …
(la )?societe radio canada
tous droits reserves
(traduction|transcription) (par|de) …
jesus( jesus)*
"""

ENGLISH_COURTESIES = r"""
thank you( all| so much| very much| for your time| for your attention)?
thanks( a lot)?
thank(s| you)( so much| very much)? for (listening|joining)( us)?( today)?
bye
goodbye
see you( guys)?( soon| later| next time| next week| again)?
(i ll|i will) see you( next time| next week| soon| later| again)
you
the end
to be continued
i m sorry
(upbeat |soft |dramatic |outro )?music( playing)?
(applause|laughter|silence|beep|foreign|blank audio)
all rights reserved
"""

#: Words that join such phrases without adding to them.
JOINING = "et|alors|donc|voila|bon|ben|bah|euh|ah|oh|mais|allez|tous|and|so|well|okay|ok|hey|guys|everyone|please"
#: Longer sentences are none of these; it also bounds the time that matching takes.
_MOST_PARTS = 30


def _any_of(lines: str) -> str:
    return "|".join(line.replace("…", r"\w+( \w+){0,4}") for line in lines.splitlines() if line)


_CREDITS = re.compile(rf"\b({_any_of(FRENCH_CREDITS + ENGLISH_CREDITS)})\b")
_PHRASES = FRENCH_CREDITS + ENGLISH_CREDITS + FRENCH_COURTESIES + ENGLISH_COURTESIES
_WHOLE = re.compile(rf"(({_any_of(_PHRASES)}|{JOINING})( |$))+")
_ONLY_JOINING = re.compile(rf"(({JOINING})( |$))+")


def reason_of(key: str) -> Reason | None:
    """CREDITS or COURTESY for a sentence, as ``key_of`` writes it, that consists of such phrases and of nothing else.

    >>> [reason_of(key) for key in ("merci d avoir regarde cette video et a bientot", "merci beaucoup", "merci madame")]
    [<Reason.CREDITS: 'credits'>, <Reason.COURTESY: 'courtesy'>, None]
    """
    if key.count(" ") >= _MOST_PARTS or not _WHOLE.fullmatch(key) or _ONLY_JOINING.fullmatch(key):
        return None
    return Reason.CREDITS if _CREDITS.search(key) else Reason.COURTESY
