"""What is known of contacts: which of them are as a condition says. What is not known of a contact never fits."""

import numpy as np

from clairevoix.annotate.query.index import Index, Mask
from clairevoix.annotate.query.syntax import About, Comparison, Fact
from clairevoix.annotate.query.words import plain


def known(index: Index, fact: Fact) -> Mask:
    """The contacts that fit, as a mask in their order."""
    contacts = index.contacts
    n = len(contacts.contact_id)
    if fact.about is About.DURATION:
        return _numbers(np.asarray(contacts.duration_ms, dtype=np.int64), fact)
    if fact.about is About.ANSWER:
        answers = np.asarray(contacts.answer, dtype=np.int64) if len(contacts.answer) else np.full(n, -1)
        return (answers >= 0) & _numbers(answers, fact)
    if fact.about is About.DATE:
        days = [each.isoformat() if each is not None else "" for each in contacts.started_on] or [""] * n
        return np.array([bool(day) and _is_on(day, fact) for day in days], dtype=np.bool_)
    texts = {About.SITE: contacts.site, About.TEAM: contacts.team, About.LANGUAGE: contacts.language}[fact.about]
    wanted = plain(str(fact.value).lower())
    return np.array([bool(text) and plain(text.lower()) == wanted for text in texts or [""] * n], dtype=np.bool_)


def _numbers(values: "np.ndarray[tuple[int], np.dtype[np.int64]]", fact: Fact) -> Mask:
    bound = int(fact.value)
    compared: dict[Comparison, Mask] = {
        Comparison.IS: values == bound,
        Comparison.LESS: values < bound,
        Comparison.AT_MOST: values <= bound,
        Comparison.MORE: values > bound,
        Comparison.AT_LEAST: values >= bound,
    }
    return compared[fact.comparison]


def _is_on(day: str, fact: Fact) -> bool:
    """Compares as much of the day as the condition names: 2026-10 is the whole month."""
    bound = str(fact.value)
    part = day[: len(bound)]
    return {
        Comparison.IS: part == bound,
        Comparison.LESS: part < bound,
        Comparison.AT_MOST: part <= bound,
        Comparison.MORE: part > bound,
        Comparison.AT_LEAST: part >= bound,
    }[fact.comparison]
