"""Sentences about organisation versions, as message identifiers of the catalogues."""

from clairevoix.charter.reorganising import Standing
from clairevoix.charter.versions import Opinion


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


STANDINGS = {
    Standing.START: _("the organisation from the start; it needed no consultation"),
    Standing.PLANNED: _("planned; the works council has not been informed"),
    Standing.NOTIFIED: _("the works council was informed and has not spoken yet"),
    Standing.CONSULTED: _("the works council was consulted and has not countersigned yet"),
    Standing.COUNTERSIGNED: _("countersigned by the works council"),
}
OPINIONS = {
    Opinion.FAVOURABLE: _("favourable"),
    Opinion.UNFAVOURABLE: _("unfavourable"),
    Opinion.RESERVED: _("reserved"),
    Opinion.DEEMED_NEGATIVE: _("deemed negative: the time ran out"),
}
