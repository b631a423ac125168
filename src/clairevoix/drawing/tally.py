"""What a command that reads files has done so far."""

from dataclasses import dataclass, field

from clairevoix.model.errors import Code
from clairevoix.model.outcome import Quarantined, Report


@dataclass(kw_only=True)
class Tally:
    """What a command has done so far."""

    counts: dict[str, int]
    quarantined: list[Quarantined] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)

    def add(self, **found: int) -> None:
        """Counts further; what is not counted from the start appears once there is something of it."""
        for name, n in found.items():
            if n or name in self.counts:
                self.counts[name] = self.counts.get(name, 0) + n

    def put_aside(self, position: str, code: Code, rule_id: str | None = None) -> None:
        self.quarantined.append(Quarantined(position=position, code=code, rule_id=rule_id))

    def report(self, command: str) -> Report:
        return Report(command=command, counts=self.counts, quarantined=tuple(self.quarantined), facts=self.facts)
