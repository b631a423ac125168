"""What a file of a survey adds to what is stored: pure comparisons, so that the same file twice adds nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from clairevoix.model.errors import Code, InputError
from clairevoix.model.survey import Invitation, Rating, Response

#: So many marks, none above 5, and it is no scale of eleven points: if even one customer in ten gave 6 or more, as few
#: would come by chance once in 190 files (0.9 ** 50).
_ENOUGH = 50
#: So many marks without a single 0 are worth a question; with one customer in fifty at 0, chance does it 2 times in 100.
_MANY = 200

Facts = tuple[object, ...]
#: A response, if its NPS question was answered, and the answers to the other questions.
Rated = tuple[Response | None, tuple[Rating, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswers:
    """What is stored of responses and of ratings, by their identifiers, without comments. Grows as files are taken."""

    responses: dict[str, Facts]
    ratings: dict[tuple[str, str], Facts]

    def fresh(self, response: Response | None, ratings: Sequence[Rating]) -> Rated:
        """What of them is not stored yet. What is known must be known the same.

        Raises InputError(duplicate_id) when one identifier stands for two different answers.
        """
        new: list[Rating] = []
        for rating in ratings:
            stored = self.ratings.get((rating.response_id, rating.question.question_id))
            if stored is None:
                new.append(rating)
            elif stored != rating_facts(rating):
                raise InputError(Code.DUPLICATE_ID)
        found = None if response is None else self.responses.get(response.response_id)
        if response is not None and found is not None and found != response_facts(response):
            raise InputError(Code.DUPLICATE_ID)
        return (response if found is None else None), tuple(new)

    def add(self, response: Response | None, ratings: Iterable[Rating]) -> None:
        if response is not None:
            self.responses[response.response_id] = response_facts(response)
        for rating in ratings:
            self.ratings[rating.response_id, rating.question.question_id] = rating_facts(rating)

    def marks(self, survey_id: str, seen: Mapping[str, int | None]) -> Counter[int]:
        """How often each mark was given to a survey's first NPS question, with those of a file, by their identifiers."""
        stored = {key: facts[2] for key, facts in self.responses.items() if facts[0] == survey_id}
        return Counter(mark for mark in ({**seen, **stored}).values() if isinstance(mark, int))


def response_facts(response: Response) -> Facts:
    """What makes two rows of one identifier the same response."""
    return (response.survey_id, response.answered_on, response.score, response.site, response.channel)


def rating_facts(rating: Rating) -> Facts:
    """What makes two rows of one identifier and one question the same rating."""
    return (rating.survey_id, rating.question.kind.value, rating.value, rating.answered_on, rating.site, rating.channel)


def check_marks(marks: Mapping[int, int]) -> dict[str, float]:
    """What the marks of a survey, declared 0 to 10, say against that scale: findings by name, each with their number.

    Raises InputError(five_points) when no mark lies above 5: no number may come of that, whoever declared it.

    >>> check_marks({9: 150, 1: 50})
    {'no_zero_among': 200.0}
    >>> check_marks({9: 150, 0: 50}), check_marks({9: 20})
    ({}, {})
    >>> check_marks({7: 30, 3: 30})
    {'none_above_seven_among': 60.0}
    """
    n = sum(marks.values())
    highest = max((mark for mark, count in marks.items() if count), default=10)
    if n >= _ENOUGH and highest <= 5:
        raise InputError(Code.FIVE_POINTS)
    found: dict[str, float] = {}
    if n >= _MANY and not marks.get(0):
        found["no_zero_among"] = float(n)
    if n >= _ENOUGH and highest <= 7:
        found["none_above_seven_among"] = float(n)
    return found


def merged(known: Invitation | None, seen: Invitation) -> Invitation:
    """An invitation after a later look at it: blanks are filled, nothing that is known changes.

    Raises InputError(duplicate_id) when the two say different things of the same invitation.
    """
    if known is None:
        return seen
    filled: dict[str, object] = {}
    for name in (each.name for each in fields(Invitation)):
        old, new = getattr(known, name), getattr(seen, name)
        if name == "suppressed":
            filled[name] = old or new
        elif old is None:
            filled[name] = new
        elif new is not None and new != old:
            raise InputError(Code.DUPLICATE_ID)
    return replace(known, **filled)  # type: ignore[arg-type]


def gathered(
    stored: Mapping[str, Invitation], seen: Iterable[tuple[str, Invitation]]
) -> tuple[dict[str, Invitation], list[str]]:
    """The invitations of a file, each merged with what is stored of it, and the positions of those put aside.

    An invitation that the file names twice is put aside the second time; so is one that contradicts what is stored.
    """
    taken: dict[str, Invitation] = {}
    aside: list[str] = []
    for position, invitation in seen:
        try:
            if invitation.invitation_id in taken:
                raise InputError(Code.DUPLICATE_ID)
            taken[invitation.invitation_id] = merged(stored.get(invitation.invitation_id), invitation)
        except InputError:
            aside.append(position)
    return taken, aside
