"""Words as they are compared: lower case, elisions apart; and plain: without accents."""

import re
import unicodedata
from functools import lru_cache

#: Letters, digits, and the brackets of placeholders (``[PHONE]``).
_FORMS = re.compile(r"[\w\[\]]+")


def written_forms(text: str) -> tuple[str, ...]:
    """The words of a text, accents kept: what pronunciation and dictionaries need.

    >>> written_forms("L'été, rendez-vous !")
    ('l', 'été', 'rendez', 'vous')
    """
    lower = unicodedata.normalize("NFC", text.lower()).replace("œ", "oe").replace("æ", "ae")
    return tuple(_FORMS.findall(lower))


@lru_cache(maxsize=65_536)
def plain(form: str) -> str:
    """A word without its accents: what is compared.

    >>> plain("résilié")
    'resilie'
    """
    if form.isascii():
        return form
    return "".join(each for each in unicodedata.normalize("NFD", form) if not unicodedata.combining(each))
