"""What the web is given of the registry, by whoever starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from clairevoix.charter.access import Login
from clairevoix.store.accounts import Sealer
from clairevoix.web.coding.desk import CodingDesk
from clairevoix.web.people.desk import Desk, PulseDesk, WitnessDesk
from clairevoix.web.searching.desk import SearchDesk
from clairevoix.web.themes.desk import ThemesDesk


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """The database, the workspace's sealing and functions, the clock, and who is asked to sign in."""

    engine: sa.Engine
    sealer: Sealer
    clock: Callable[[], datetime] = _now
    login: Login = Login.PEOPLE
    desk: Desk
    witness_desk: WitnessDesk
    pulse_desk: PulseDesk
    coding_desk: CodingDesk
    themes_desk: ThemesDesk
    search_desk: SearchDesk | None = None
