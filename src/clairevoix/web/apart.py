"""What is said of the lines of a table that stand apart from the others, with the flags of chance taken out."""

from collections.abc import Mapping
from typing import Any

from clairevoix.i18n import Translator, integer, percent
from clairevoix.store.published import Snapshot

Place = tuple[str, str, str]


def apart(snapshot: Snapshot, place: Place, _: Translator) -> dict[str, str]:
    """By key, for the table of this measure, dimension and period."""
    return {
        str(each["key"]): _("above the others") if each["gap"] > 0 else _("below the others")
        for each in _tried(snapshot, place)
        if each["is_apart"]
    }


def apart_note(snapshot: Snapshot, place: Place, _: Translator) -> tuple[str, ...]:
    """How a table's remarks came about, or that there are none; nothing where no part was tried."""
    tried, level = _tried(snapshot, place), snapshot.about.get("flags_level")
    if not tried or not isinstance(level, float):
        return ()
    n = integer(len(tried), _.lang)
    if not any(each["is_apart"] for each in tried):
        return (
            _(
                "No line stands apart from the others: chance alone can make these gaps (Holm’s correction, {n} tried).",
                n=n,
            ),
        )
    return (
        _(
            "“Above” or “below”: set against all the others together. Chance alone would make even one such remark in this "
            "table at most {risk} of the time (Holm’s correction, {n} tried); no remark does not mean no difference.",
            risk=percent(1 - level, _.lang),
            n=n,
        ),
    )


def _tried(snapshot: Snapshot, place: Place) -> list[Mapping[str, Any]]:
    found = snapshot.about.get("flags")
    flags = [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []
    return [each for each in flags if (each["measure"], each["dimension"], each["period"]) == place]
