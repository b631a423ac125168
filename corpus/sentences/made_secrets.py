"""Passwords, addresses of pages, and what the law calls special (GDPR, article 9): health and trade unions."""

from made_addresses import Speaks
from made_identifiers import capitals, digits
from made_shape import Value
from said_numbers import dictated, drawn_how, letters, singly

_WORDS = (
    "soleil bretagne doudou cerise papillon Toutou Biscotte Médor chaussette licorne OM1899 nounours tartine Caramel"
).split()
_ENGLISH_WORDS = "sunshine biscuit Rover pumpkin marmalade dragonfly Whiskers teapot".split()
_HEALTH = {
    "fr": {
        "is": (
            "diabétique", "enceinte", "sous dialyse", "épileptique", "dépressive", "sous oxygène", "séropositif",
            "malentendante", "en fauteuil roulant", "en arrêt maladie", "asthmatique", "sourd", "malvoyant", "schizophrène",
            "en burn-out", "handicapé", "hémiplégique", "en dépression", "cardiaque",
        ),
        "has": (
            "un cancer", "une sclérose en plaques", "une chimiothérapie", "un pacemaker", "Parkinson",
            "une hémodialyse", "Alzheimer", "le VIH", "une leucémie", "une épilepsie", "du diabète",
            "une insuffisance rénale", "une tumeur",
        ),
    },
    "en": {
        "is": (
            "diabetic", "pregnant", "on dialysis", "epileptic", "depressed", "in a wheelchair", "blind",
            "deaf", "on oxygen", "bipolar",
        ),
        "has": ("cancer", "multiple sclerosis", "chemotherapy", "a pacemaker", "dementia", "HIV", "leukaemia"),
    },
}  # fmt: skip
_UNIONS = {
    "fr": (
        "la CGT", "la CFDT", "Force ouvrière", "Sud", "la CFE-CGC", "l'Unsa", "la CFTC", "Solidaires", "Sud PTT", "FO",
    ),
    "en": ("Unite", "Unison", "the GMB", "the CWU", "the TUC", "the RMT"),
}  # fmt: skip


def password(who: Speaks, variant: str) -> Value:
    """``code`` of four digits, ``once`` (a code sent by message), ``unlock`` (eight digits) or a word with figures."""
    rng, language = who.rng, who.language
    if variant in {"code", "once", "unlock"}:
        n = {"code": 4, "once": rng.choice([4, 6, 6, 6, 8]), "unlock": 8}[variant]
        secret = digits(rng, n)
        size = rng.choice([2, 3]) if n == 6 else 2
        groups, joiner = dictated([secret[at : at + size] for at in range(0, n, size)], drawn_how(rng), language, rng)
        return Value(groups=groups, joiner=joiner if joiner == " " else "", canonical=secret)
    word = rng.choice(_WORDS if language == "fr" else _ENGLISH_WORDS)
    figures = digits(rng, rng.choice([2, 3, 4]))
    if rng.random() < 0.4:
        written = f"{word.capitalize()}{figures}{rng.choice('!?*$#')}"
        return Value(groups=(written,), joiner="", canonical=written)
    if rng.random() < 0.3:
        written = f"{capitals(rng, 2).lower()}{digits(rng, 2)}{capitals(rng, 2)}{digits(rng, 1)}"
        said = [
            singly(each, language, rng) if each.isdigit() else letters(each, "plain", language, rng)[0]
            for each in written
        ]
        return Value(groups=(written,) if rng.random() < 0.5 else tuple(said), joiner=" ", canonical=written)
    groups, joiner = dictated([figures], rng.choice(["words", "solid", "singly"]), language, rng)
    end = {"fr": ["", " point d'exclamation", " étoile"], "en": ["", " exclamation mark", " star"]}[language]
    return Value(groups=(f"{word} {joiner.join(groups)}{rng.choice(end)}",), joiner="", canonical=f"{word}{figures}")


def url(who: Speaks, variant: str) -> Value:
    """A ``page`` that says whose it is by a number in it; else one's own site, the front page included."""
    rng = who.rng
    hosts = "example.com opale-mail.fr monespace.example.org suivi.example.net atelier-kerfleau.fr asso-voisins.fr"
    host, figures = rng.choice(hosts.split()), digits(rng, rng.choice([4, 6, 8]))
    paths = [f"/suivi/{figures}", f"/f?id={figures}", f"/dossier/{figures}"]
    path = rng.choice(paths if variant == "page" else [*paths, "", "", "/profil", "/compte"])
    if variant == "written" or rng.random() < 0.6:
        written = rng.choice(["https://", "http://", "www.", "https://www."]) + host + path
        return Value(groups=(written,), joiner="", canonical=written)
    return _said_url(who, host, figures if variant == "page" else "")


def _said_url(who: Speaks, host: str, figures: str) -> Value:
    """« www point » before it says nothing of anybody, and is no part of it."""
    rng, fr = who.rng, who.language == "fr"
    front = rng.choice(
        ["www point", "trois w point", "triple w point"] if fr else ["www dot", "double u double u double u dot"]
    )
    words = {".": " point " if fr else " dot ", "-": " tiret " if fr else " dash "}
    said = "".join(words.get(each, each) for each in host)
    tail = rng.choice(["", " slash compte" if fr else " slash account"])
    if figures:
        pairs, _ = dictated([figures[at : at + 2] for at in range(0, len(figures), 2)], "words", who.language, rng)
        tail = f" slash suivi slash {' '.join(pairs)}"
    return Value(groups=(f"<{front}> {said}{tail}",), joiner="", canonical=f"www.{host}")


def health(who: Speaks, variant: str) -> Value:
    """``is``, what somebody is, or ``has``, what somebody has."""
    return _listed(who, _HEALTH[who.language][variant])


def union(who: Speaks, _variant: str) -> Value:
    found = _listed(who, _UNIONS[who.language])
    first, _, rest = found.groups[0].partition(" ")
    if first in {"la", "the"}:
        return Value(groups=(f"<{first}>", rest), joiner=" ", canonical=rest)
    if first.startswith("l'"):
        return Value(groups=("<l'>", first[2:]), joiner="", canonical=first[2:])
    return found


def _listed(who: Speaks, listed: tuple[str, ...]) -> Value:
    text = who.rng.choice(listed)
    head, _, rest = text.partition(" ")
    if head in {"a", "the", "la", "un", "une", "du", "des", "le", "sous", "en", "on", "in"}:
        return Value(groups=(f"<{head}>", rest), joiner=" ", canonical=rest)
    return Value(groups=(text,), joiner="", canonical=text)
