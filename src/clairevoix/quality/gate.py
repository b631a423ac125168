"""The regression gate: today's values against those on record, and the log of looks at the test half.

Noise is measured, not guessed: the same slice is heard again with the least step of 16-bit sound added at random, which
nobody can hear; how far a metric then moves is how far it may move tomorrow without anything having got worse.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import Any

from clairevoix import __version__
from clairevoix.model.errors import Code, InputError
from clairevoix.quality.catalogue import METRICS
from clairevoix.quality.estimate import Value

#: A few noisy hearings do not find the greatest move there is, and another processor rounds differently.
_MARGIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A metric on record: its value, and the noise that it may fall by."""

    condition: str
    metric: str
    value: float
    noise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A metric that got worse by more than its noise; ``value`` is None when it is not there any more."""

    recorded: Recorded
    value: float | None


def records(plain: Mapping[str, Sequence[Value]], noisy: Sequence[Mapping[str, Sequence[Value]]]) -> list[Recorded]:
    """The values of an evaluation, each with three times its greatest move among the noisy ones, or three counts."""
    moved = [_flat(each) for each in noisy]
    found = []
    for (condition, metric), value in _flat(plain).items():
        others = [each[condition, metric].value for each in moved if (condition, metric) in each]
        noise = max((abs(other - value.value) for other in others), default=0.0)
        one = 1 / value.whole if value.whole and METRICS[metric].quantile is None else 1.0
        found.append(Recorded(condition=condition, metric=metric, value=value.value, noise=_MARGIN * max(noise, one)))
    return found


def falls(recorded: Sequence[Recorded], today: Mapping[str, Sequence[Value]]) -> tuple[Fall, ...]:
    """What got worse than the record by more than its noise, or is missing."""
    now = _flat(today)
    found = []
    for each in recorded:
        value = now.get((each.condition, each.metric))
        if value is None:
            found.append(Fall(recorded=each, value=None))
            continue
        loss = each.value - value.value if METRICS[each.metric].higher_is_better else value.value - each.value
        if loss > each.noise + 1e-9:
            found.append(Fall(recorded=each, value=value.value))
    return tuple(found)


def write_record(path: Path, found: Sequence[Recorded], reason: str, *, of: str = "") -> None:
    """Puts values on record, with the reason why they changed. ``of`` identifies what was evaluated."""
    rows = [{**asdict(each), "value": round(each.value, 6), "noise": round(each.noise, 6)} for each in found]
    body = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    head = f'  "reason": {json.dumps(reason)},\n  "of": {json.dumps(of)},\n'
    path.write_text(f'{{\n{head}  "recorded": [\n{body}\n  ]\n}}\n', encoding="utf-8")


def is_of(path: Path, of: str) -> bool:
    """Whether the record is of the recordings, truth, labels and phrases that ``of`` identifies, and can be compared.

    Without the hard recordings every value is better, and no gate would notice.
    """
    return str(_record(path).get("of", "")) == of


def read_record(path: Path) -> tuple[Recorded, ...]:
    """What :func:`write_record` wrote. Raises InputError: for a record of nothing too, which would pass whatever happens."""
    record = _record(path)
    try:
        if not str(record["reason"]).strip():
            raise InputError(Code.BAD_VALUE, path.name)
        found = tuple(
            Recorded(
                condition=str(row["condition"]),
                metric=str(row["metric"]),
                value=float(row["value"]),
                noise=float(row["noise"]),
            )
            for row in record["recorded"]
        )
    except (KeyError, TypeError, ValueError):
        raise InputError(Code.UNREADABLE, path.name) from None
    sound = all(isfinite(each.value) and isfinite(each.noise) and each.metric in METRICS for each in found)
    if not found or not sound:
        raise InputError(Code.BAD_VALUE, path.name)
    return found


def note_look(log: Path, **facts: object) -> None:
    """Writes down that the test half is being looked at, before it is: a look that failed is a look too."""
    row = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "version": __version__, **facts}
    with log.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _record(path: Path) -> Mapping[str, Any]:
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise InputError(Code.MISSING_FILE, path.name) from None
    except ValueError:
        raise InputError(Code.UNREADABLE, path.name) from None
    if not isinstance(record, dict):
        raise InputError(Code.UNREADABLE, path.name)
    return record


def _flat(found: Mapping[str, Sequence[Value]]) -> dict[tuple[str, str], Value]:
    """Metrics of whole recordings, without their items: types and labels of a small slice are too few to guard."""
    return {(condition, each.metric): each for condition, some in found.items() for each in some if not each.item}
