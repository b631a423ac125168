"""The registry as a whole: whoever opens it here has every table, whichever module declares it."""

import sqlalchemy as sa

# Each declares tables of its own, and is imported for that.
from clairevoix.store import (  # noqa: F401
    accounts,
    acknowledgements,
    annotators,
    budgets,
    codebooks,
    coding,
    consultations,
    decisions,
    erasure,
    evaluations,
    ledger,
    particulars,
    publications,
    pulse_tokens,
    receipts,
    registry,
    sessions,
    themes,
    throttle,
    tombstones,
)
from clairevoix.store import database as _database
from clairevoix.store.workspace import Workspace


def connect(workspace: Workspace) -> sa.Engine:
    """Opens the registry with all its tables."""
    return _database.connect(workspace)
