"""The words that an index knows, each in its language, and which of them a term of a query means."""

import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query.lemmas import families, lemmas
from clairevoix.annotate.query.syntax import How, Term
from clairevoix.annotate.query.words import plain

Ids = npt.NDArray[np.int32]
_LONGEST = 64


class Vocabulary:
    """Entries are a language and a written form; equal forms of two languages are two entries.

    What is derived (lemmas, families) is computed when a query first asks for it.
    """

    def __init__(self) -> None:
        self.entries: list[tuple[str, str]] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._by_plain: dict[str, list[int]] = {}
        self._plains: str | None = None
        self._by_lemma: dict[Callable[[str, str], frozenset[str]], dict[tuple[str, str], list[int]]] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def number(self, language: str, form: str) -> int:
        """The number of an entry, which is added if it is new."""
        key = (language, form[:_LONGEST])
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.entries)
            self.entries.append(key)
            self._by_plain.setdefault(plain(key[1]), []).append(found)
            self._plains = None
            self._by_lemma.clear()
        return found

    def meant(self, term: Term) -> Ids:
        """The entries that a term finds, in order."""
        if term.how is How.INFLECTED:
            return self._related(term.form, lemmas)
        if term.how is How.FAMILY:
            return self._related(term.form, families)
        if "*" in term.form:
            return self._like(plain(term.form))
        return _ids(self._by_plain.get(plain(term.form), ()))

    def _like(self, pattern: str) -> Ids:
        """All forms are searched as one text: a line each, so that nothing can reach beyond a form."""
        if self._plains is None:
            self._plains = "\n".join(self._by_plain)
        found = re.compile("^" + "[^\n]*".join(map(re.escape, pattern.split("*"))) + "$", re.MULTILINE)
        return _ids(number for match in found.finditer(self._plains) for number in self._by_plain[match.group()])

    def _related(self, form: str, relatives: Callable[[str, str], frozenset[str]]) -> Ids:
        by_lemma = self._by_lemma.get(relatives)
        if by_lemma is None:
            by_lemma = self._by_lemma[relatives] = {}
            for number, (language, each) in enumerate(self.entries):
                for lemma in relatives(each, language):
                    by_lemma.setdefault((language, plain(lemma)), []).append(number)
        languages = {language for language, _ in self.entries}
        keys = [(language, plain(lemma)) for language in languages for lemma in relatives(form, language)]
        spelled = self._by_plain.get(plain(form), [])
        return _ids({number for key in keys for number in by_lemma.get(key, ())} | set(spelled))


def _ids(numbers: Iterable[int]) -> Ids:
    return np.array(sorted(numbers), dtype=np.int32)
