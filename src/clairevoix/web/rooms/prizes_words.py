"""What channels, criteria, pillars and assumptions are called on the page « Prix »."""

from clairevoix.i18n import Translator


def _(message: str) -> str:
    """Marks a sentence for the catalogues."""
    return message


#: Those of the program's own grid; what a prizes.toml adds stands as it is written there.
NAMES = {
    "phone": _("phone"),
    "mail": _("e-mail and forms"),
    "social": _("social networks"),
    "chat": _("chat"),
    "web": _("web"),
    "reached": _("somebody is reached"),
    "greeting": _("greeting"),
    "listening": _("the request is reworded"),
    "answer_right": _("the answer is right"),
    "answer_complete": _("the answer is complete"),
    "clear": _("the answer is clear"),
    "next_step": _("the next step is said"),
    "courtesy": _("courtesy"),
    "delay": _("delay"),
    "personal": _("the answer is personal"),
    "found": _("the answer is found"),
    "complete": _("the page is complete"),
    "execution": _("execution"),
    "bond": _("bond"),
    "emotion": _("emotion"),
    "sd": _("spread of one person's mark"),
    "drift": _("how far an operator's true mean moves in a year"),
    "n": _("how many answer for each operator"),
    "criteria": _("the criteria of each channel"),
    "weights": _("the weights of channels and criteria"),
    "social, chat, web": _("how the last 35 tests are split over social networks, chat and web"),
    "questions": _("which of our questions stand for which pillar"),
}


def named(key: str, translator: Translator) -> str:
    """In the reader's language where the program knows it."""
    return translator(NAMES[key]) if key in NAMES else key
