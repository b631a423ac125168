"""How customers feel: read in their written words only, and never told by who served them."""

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.charter.rules import SENTIMENT
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal

RULE_ID = SENTIMENT.rule_id

#: Where the sentiment of customers may be told. Neither an agent, nor a team, nor an evaluation is among them.
DIMENSIONS = frozenset(
    {"total", "week", "month", "quarter", "year", "site", "journey", "step", "product", "label", "channel"}
)


def admit_sentiment(extractor: Extractor, dimension: str) -> None:
    """Raises CharterRefusal(R24) for a sentiment of anyone but customers, from sound, or told by anything but these.

    What a customer feels is mostly about the company: an outage, a bill. Laid to the person who answers, it would be a
    score of that person.
    """
    if extractor.infers is not Inference.EMOTION:
        return
    of_customers = bool(extractor.parties) and all(party is Party.CUSTOMER for party in extractor.parties)
    if not of_customers or extractor.modality is not Modality.TEXT or dimension not in DIMENSIONS:
        raise CharterRefusal(RULE_ID)
