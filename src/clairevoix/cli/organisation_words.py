"""Sentences of ``clairevoix organisation``, as message identifiers of the catalogues."""

from clairevoix.measure.organisation.exposure import Exposure
from clairevoix.model.organisation import Tier


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


EXPOSED = {
    Exposure.SMALL_UNIT: _("{target}: the whole of it is fewer than {n} people."),
    Exposure.MOVED: _("{source} to {target}: those who move are fewer than {n} people."),
    Exposure.STAYED: _("{source}: those who stay in it are fewer than {n} people."),
    Exposure.JOINED: _("{target}: those who come from outside are fewer than {n} people."),
    Exposure.LEFT: _("{source}: those who go are fewer than {n} people."),
}
MEASURES = {"nps": _("NPS of customers"), "work": _("figures about work")}
TIERS = {Tier.SITE: _("site"), Tier.TEAM: _("team")}
