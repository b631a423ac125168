"""What the coder's pages may ask of the workspace: functions that are handed in, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from clairevoix.model.coding import BlindCode, BlindContact, CodingProgress, CodingSample


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A sample as one coder sees it: the label by language, how many contacts they coded and have still to read.

    ``is_current``: the label is defined as it was at the draw.
    """

    sample: CodingSample
    title: Mapping[str, str]
    definition: Mapping[str, str]
    is_current: bool
    n_mine: int
    n_left: int
    progress: CodingProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingDesk:
    """The workspace's own functions; a coder is an account's identifier."""

    #: Every sample, the newest first, for a coder.
    samples: Callable[[str], tuple[SampleView, ...]]
    #: One sample for a coder. Raises StoreError if there is none.
    sample: Callable[[str, str], SampleView]
    #: The next contact of a sample for a coder in a role; that it is read is in the ledger first.
    shown: Callable[[CodingSample, str, str], BlindContact | None]
    #: Takes what a coder says of a contact of a sample; says whether it did.
    take: Callable[[CodingSample, str, BlindCode], bool]
