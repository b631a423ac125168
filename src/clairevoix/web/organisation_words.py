"""Sentences about organisation versions, as message identifiers of the catalogues."""

from clairevoix.charter.reorganising import Reached
from clairevoix.charter.versions import Opinion


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


STANDINGS = {
    Reached.START: _("the organisation from the start; it needed no consultation"),
    Reached.PLANNED: _("planned; the works council has not been informed"),
    Reached.NOTIFIED: _("the works council was informed and has not spoken yet"),
    Reached.CONSULTED: _("the works council was consulted and has not countersigned yet"),
    Reached.COUNTERSIGNED: _("countersigned by the works council"),
}
OPINIONS = {
    Opinion.FAVOURABLE: _("favourable"),
    Opinion.UNFAVOURABLE: _("unfavourable"),
    Opinion.RESERVED: _("reserved"),
    Opinion.DEEMED_NEGATIVE: _("deemed negative: the time ran out"),
}
