"""What a second hearing of redacted sound found."""

from dataclasses import dataclass

#: A second hearing that hears not one of so many words was deaf, and verified nothing.
_LEAST_SENTINELS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether what was taken out of a contact's sound is gone, in counts.

    ``n_checked`` redactions were sought in the sound that was heard a second time; ``survived`` has, for each entity type of
    which some are still heard, how many. Of ``n_sentinels`` kept words beside them, ``sentinels_lost`` were not heard again:
    too much was muted, or the second hearing missed them.
    """

    n_checked: int
    survived: tuple[tuple[str, int], ...] = ()
    n_sentinels: int = 0
    sentinels_lost: int = 0

    @property
    def n_survived(self) -> int:
        return sum(count for _, count in self.survived)

    @property
    def was_deaf(self) -> bool:
        """Something was to be checked, and none of the words beside it was heard."""
        deaf = self.n_sentinels >= _LEAST_SENTINELS and self.sentinels_lost == self.n_sentinels
        return deaf and self.n_checked > 0

    @property
    def passed(self) -> bool:
        """Nothing survived, and the second hearing was not deaf."""
        return not self.survived and not self.was_deaf
