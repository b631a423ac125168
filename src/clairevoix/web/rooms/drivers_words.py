"""What parts of drivers cannot say, and where a driver lies on the map, in words."""


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


NOT_A_CAUSE = _(
    "What goes with the recommendation: an association, never a cause. That two things go together does not say that the one "
    "would change if the other did."
)
QUARTERS = {
    "look_first": _("look here first"),
    "keep_up": _("keep up"),
    "low_priority": _("less urgent"),
    "good_enough": _("good enough"),
}
