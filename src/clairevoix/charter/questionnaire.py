"""What the pulse asks: twelve statements on the six axes, in this project's own words, and how an answer is added up.

It is no validated scale. The Brief Resilience Scale is not reproduced: whoever has the right to use it may add its six items
as an optional scale, by a file of its own (Smith et al. 2008; French validation: doi 10.1027/2512-8442/a000022).
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations_with_replacement

from clairevoix.model.errors import SettingsError
from clairevoix.model.pulse import HIGHEST_MARK, LOWEST_MARK, Axis, Item, ItemProducts, PulseAnswer, ScaleSums

OVERALL, RESILIENCE = "overall", "resilience"
_TEXTS = """
time | intensity
  I have enough time to do my work properly.
  J’ai assez de temps pour bien faire mon travail.
rest | intensity
  My hours and my breaks let me recover.
  Mes horaires et mes pauses me permettent de récupérer.
distance | emotions
  I can step back after a hard contact.
  Je peux souffler après un échange difficile.
face | emotions
  I do not have to hide what I feel all day.
  Je n’ai pas à cacher ce que je ressens toute la journée.
leeway | autonomy
  I can decide how I go about a contact.
  Je peux décider comment mener un échange.
judgement | autonomy
  What I am evaluated on leaves me room to judge.
  Ce sur quoi je suis évalué me laisse juger par moi-même.
colleagues | relations
  I can count on my colleagues.
  Je peux compter sur mes collègues.
support | relations
  My manager helps me when I need it.
  Mon responsable m’aide quand j’en ai besoin.
quality | values
  I can do work as good as I think right.
  Je peux faire un travail aussi bon que je l’estime juste.
conscience | values
  I am not asked for things I disapprove of.
  On ne me demande pas de choses que je désapprouve.
outlook | security
  I know what my work will be in the coming months.
  Je sais ce que sera mon travail dans les mois à venir.
lasting | security
  I could do this work for years.
  Je pourrais faire ce travail pendant des années.
"""
_LINES = [line.strip() for line in _TEXTS.strip().splitlines()]
ITEMS: tuple[Item, ...] = tuple(
    Item(name=place.split(" | ")[0], scale=Axis(place.split(" | ")[1]), text={"en": english, "fr": french})
    for place, english, french in zip(_LINES[::3], _LINES[1::3], _LINES[2::3], strict=True)
)
_RESILIENCE_ITEMS = 6


def read_optional(text: str) -> tuple[Item, ...]:
    """The items of ``pulse.toml``: six ``[[resilience]]``, each with ``fr``, ``en``, ``reversed``. Raises SettingsError."""
    try:
        rows = tomllib.loads(text).get("resilience", [])
    except tomllib.TOMLDecodeError:
        raise SettingsError("pulse.toml: cannot be read as TOML") from None
    if not isinstance(rows, list) or len(rows) not in (0, _RESILIENCE_ITEMS):
        raise SettingsError("pulse.toml: the resilience scale has six items, each written [[resilience]]")
    return tuple(_optional(number, row) for number, row in enumerate(rows, start=1))


def _optional(number: int, row: Mapping[str, object]) -> Item:
    texts, is_reversed = {lang: row.get(lang) for lang in ("fr", "en")}, row.get("reversed", False)
    if not all(isinstance(each, str) and each.strip() for each in texts.values()) or not isinstance(is_reversed, bool):
        raise SettingsError(f"pulse.toml: item {number} needs fr, en and reversed")
    text = {lang: str(each) for lang, each in texts.items()}
    return Item(name=f"resilience-{number}", scale=RESILIENCE, text=text, is_reversed=is_reversed)


def scales_of(items: Sequence[Item]) -> Mapping[str, tuple[str, ...]]:
    """The names of each scale's items: the axes, all of them together, and what was added."""
    found: dict[str, tuple[str, ...]] = {}
    for item in items:
        found[item.scale] = (*found.get(item.scale, ()), item.name)
    of_axes = tuple(item.name for item in items if item.scale in tuple(Axis))
    return {OVERALL: of_axes, **found} if of_axes else found


def sums_of(answer: PulseAnswer, items: Sequence[Item] = ITEMS) -> Iterator[ScaleSums]:
    """What one answer adds to its site's sums: nothing to a scale of which it leaves an item out."""
    marks = _turned(answer, items)
    for scale, names in scales_of(items).items():
        given = [marks[name] for name in names if name in marks]
        if len(given) == len(names):
            total = sum(given)
            yield ScaleSums(month=answer.month, site=answer.site, scale=scale, n=1, total=total, squares=total**2)


def products_of(answer: PulseAnswer, items: Sequence[Item] = ITEMS) -> ItemProducts | None:
    """What an answer that leaves nothing out adds to the products of the items; None for another."""
    marks = _turned(answer, items)
    names = [item.name for item in items]
    if len(marks) < len(names):
        return None
    pairs = {pair: marks[pair[0]] * marks[pair[1]] for pair in combinations_with_replacement(names, 2)}
    return ItemProducts(month=answer.month, n=1, totals=marks, products=pairs)


def _turned(answer: PulseAnswer, items: Sequence[Item]) -> dict[str, int]:
    """The marks that were given, those of reversed items turned round."""
    ends = LOWEST_MARK + HIGHEST_MARK
    found: dict[str, int] = {}
    for item in items:
        mark = answer.marks.get(item.name)
        if mark is not None:
            found[item.name] = ends - mark if item.is_reversed else mark
    return found
