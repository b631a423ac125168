"""Wordings of union membership, mandates and strikes, for texts in lower case without accents (GDPR, article 9)."""

#: Unions whose name is nothing else; what they do as an organisation says nothing of the caller.
_NAMES_FR = r"""
(?:c[. ]?g[. ]?t(?:[ -]?fo)?|c[. ]?f[. ]?d[. ]?t|c[. ]?f[. ]?t[. ]?c|cfe[ -]?cgc|cgc|unsa|fsu|force ouvriere|snes|snuipp
|solidaires (?:finances|informatique|rail|sante)|union syndicale solidaires
|sud[ -](?:ptt|rail|sante|education|solidaires|telecoms?|industrie|commerce|energie|collectivites))
"""
#: « FO » is the fibre too, « sud » a direction: they need who belongs to them.
_SHORT_FR = r"(?:f[. ]?o|sud|solidaires?|cnt|cat)"
_WHO_FR = r"""
(?:delegue|elu|syndique|adherent|adhere|encarte|militant|milite|representant|permanent|membre|retraite|secretaire
|responsable
|tresorier|candidat|mandate|affilie|inscrit|cotise|sympathisant)(?:e|s|es)?
"""
_COMMITTEE_FR = r"(?:cse|comite social(?: et economique)?|comite d'entreprise|chsct|cssct|dp|personnel|salaries)"
FRENCH = rf"""
(?:{_WHO_FR}|(?:ma |sa )?carte|(?:la |ma )?section|liste|mandat|local|etiquette|cotisation|federation|greve|tract)
(?: (?:syndicale?|central|euh|de|du|a|au|chez|pour|sous|par))*(?: la| l'| mon)? ?{_NAMES_FR}
|(?:(?:a|de|chez|pour|avec|par) (?:la |l')?)?{_NAMES_FR}(?! (?:a|ont|va|vont|appelle|annonce|bloque|manifeste|demande
|estime|defile|negocie|signe|refuse|organise|reclame|propose|distribue|dit|veut|et la|appelait|bloquait)\b)
|{_WHO_FR}(?: (?:chez|a|au|de|du|pour|a la|euh))?(?: euh)? {_SHORT_FR}
|(?:ma|sa) carte (?:(?:a|au|de|chez) )?(?:la )?{_SHORT_FR}|(?:suis|est|sommes|passe|ete|etais|etait) (?:a
|chez) {_SHORT_FR}
|(?:section|syndicat|liste|mandat|local|etiquette|cotisation|federation) {_SHORT_FR}
|(?:re)?syndiqu(?:e|ee|es|ees|er)|syndicalistes?|syndicalisme|encarte(?:e|es|s)?(?= (?:a|au|chez|dans|depuis)\b)
|(?:delegu(?:e|ee|es|ees)|representante?s?|permanente?s?|secretaires?|defenseure?s?|responsables?|militante?s?
|adherente?s?
|elue?s?|referente?s?|conseillere?s?|mandat|section|local|carte|cotisations?|activites?|reunions?|heures?|engagement
|formation
|conge|detachement|action|decharge|fonctions?|lutte|combat|travail|affaires|permanence|tract|tracts|panneau|equipe)
 (?:de (?:la )?section |central )?syndica(?:l|le|les|ux)
|(?:delegu(?:e|ee|es|ees)|representante?s?|elue?s?|titulaires?|suppleante?s?|secretaires?|tresoriere?s?|membres?
|siege|mandat
|collegues)(?: elue?)? (?:(?:suppleante?|titulaire|adjointe?) )?(?:au |du |de |des |le )?{_COMMITTEE_FR}
|(?:suis|est|etais|etait) (?:au|dans le) cse|(?:suis|est) rss|(?:suis|est) (?:ds|dsc)(?= )|(?:mes|ses|nos
|d') ?heures de delegation
|heures de delegation|bons? de delegation|mandat (?:de |d')(?:delegue|elu|representant)e?|mandate?e? par (?:mon|le|la
|un) ?\w*
|(?:elections|liste) (?:professionnelles|syndicales?)|candidate?s? aux elections(?: professionnelles| du personnel
| du cse)?
|conseill(?:er|ere) (?:prud'homal|prud'homale|prud'hommes?|prudhomal|du salarie)
|(?:cotise|adhere|inscrite?|adherente?|membre|tresoriere?|secretaire|president|presidente|permanente?|responsable)
 (?:general |generale |adjointe? )?(?:a|au|du|dans|d'|de) ?(?:un |mon |le |notre )?syndicat
(?! (?:de copropri|des copropri|d'initiative|mixte|intercommunal|d'energie|des eaux))
|(?:mon|notre|son|leur|du|au|dans un|a un|d'un|mes|nos) syndicats?
(?! (?:de copropri|des copropri|d'initiative|mixte|intercommunal
|d'energie|des eaux))
|(?<!les )(?<!des )(?<!aux )grevistes?|(?:fait|faire|fais|faisais|faisait|ferai|faisons) (?:la |une )?greve|piquet de greve
|(?:(?:je|j'|tu|elle|nous|mari|femme|fils|fille|compagnon|compagne|conjointe?|collegues?|pere|mere|ami|amie|frere|soeur)
 ?(?:suis|etais|est|etait|sommes|sont|ete|ai ete|a ete|me mets|serai)|\bon (?:est|etait|sera)) (?:(?:toujours|encore
|aussi|tous) )?en greve
|(?:mes|de|nos|ses) (?:jours|journees?|heures?) de greve|mouvement de greve(?= dans (?:ma|mon|notre))
|particip\w+ a (?:la|une|cette) greve|comite de greve|caisse de greve
"""

_UNIONS_EN = (
    r"(?:unite(?: the union)?|unison|gmb|rmt|usdaw|tssa|aslef|nasuwt|neu|ucu|pcs|cwu|tuc|fbu|nut|prospect|community union"
    r"|teamsters|seiu)"
)
ENGLISH = rf"""
(?:trade |labou?r )?union (?:members?(?:ship)?|reps?|representatives?|delegates?|stewards?|cards?|dues|meetings?
|officials?
|organi[sz]ers?|branch|fees?|subs|officers?|business|duties|work|activities|convenor)
|trade[ -]?union(?:s|ists?)?|shop stewards?|unioni[sz]ed
|(?:member|branch secretary|secretary|chair|treasurer|rep|representative|convenor|steward|official|organi[sz]er
|delegate)
 (?:of|for|in|with|at) (?:the |a |my |our )?(?:(?:trade )?union|{_UNIONS_EN})
|(?:in |with |for )?(?:the )?(?:rmt|gmb|unison|usdaw|tssa|aslef|nasuwt|neu|ucu|pcs|cwu|fbu|teamsters|seiu)
|(?:in|with|joined|member of|through) unite\b(?! the two)|{_UNIONS_EN} (?:members?|reps?|representatives?|officials?
|stewards?|card)
|(?:in|joined|left|through|with|from) (?:a|the|my|our) (?:trade )?union|(?:my|our) (?:trade )?union(?: dues| rep
| fees)?\b
|(?:i'm|i am|we're|we are|we were|i was|he's|she's|he is|she is|been|go|going|went|gone|husband is|wife is
|out) (?:\w+ )?on strike
|(?:i|we|he|she|husband|wife) (?:went|go) on strike|picket line|strike (?:pay|ballot|action)|works? council
|(?:elected )?staff rep(?:resentative)?
"""

#: Each wording holds one of these: a text without any is not searched.
STEMS = {
    "fr": tuple(
        "syndi|cgt|c g t|c.g|c gt|cfdt|c f d|c f t|cftc|cfe|cgc|unsa|fsu|ouvriere|snes|snuipp|solidaire|sud| fo|f o|f.o|cnt|"
        " cat|encart|cse|comite|chsct|cssct| dp|personnel|salarie|rss| ds|delegation|mandat|election|liste|prud|grev".split(
            "|"
        )
    ),
    "en": tuple(
        "union|unite|unison|gmb|rmt|usdaw|tssa|aslef|nasuwt|neu|ucu|pcs|cwu|tuc|fbu|nut|prospect|teamsters|seiu"
        "|steward|strike|picket|council|staff rep".split("|")
    ),
}
