"""What the program of a source says of it, beside its entry in sources.yaml: streams, units, what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from monitor import sources
from monitor.config import SourceConfig
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
from monitor.sources.base import Source
from monitor.sources.streams import Units
from monitor.texts import Texts


@dataclass(frozen=True, slots=True)
class Described:
    """`streams` are their names for this entry; one stream alone is called as its kind. `about` is the key of the text that
    says in one line what the source holds."""

    source: Source[Any]
    streams: tuple[str, ...]
    about: str = ""

    def json(self) -> dict[str, Any]:
        kind, units = self.source.streams.kind.value, self.source.units
        return {
            "version": self.source.version,
            "streams": {"kind": kind, "names": list(self.streams)},
            "units": units
            and {
                "kind": units.kind.value,
                "weekdays": sorted(units.weekdays),
                "late_days": units.late_days,
                "due_days": units.due_days,
            },
            "writes": sorted(self.source.writes),
            "events": sorted(self.source.events),
        }

    def lines(self, t: Texts) -> Iterator[tuple[str, str]]:
        """The same for a person: title and text of each line."""
        source, joint = self.source, t("cli.list.and")
        if about := t.find(self.about):
            yield t("cli.source.program.about"), about
        yield t("cli.source.program.version"), source.version
        kind = t(f"cli.source.stream.{source.streams.kind}")
        alone = self.streams == (source.streams.kind,)
        named = kind if alone else t("cli.source.program.named", kind=kind, names=joint.join(self.streams))
        yield t("cli.source.program.streams"), named
        yield t("cli.source.program.units"), units_in_words(source.units, t)
        yield t("cli.source.program.writes"), joint.join(FACTS[name].words[t.lang] for name in sorted(source.writes))
        yield t("cli.source.program.events"), joint.join(EVENTS[code].words[t.lang] for code in sorted(source.events))


def told_of(config: SourceConfig) -> Described:
    """Raises BrokenSource where the program of the source is at fault."""
    source = sources.load(config.format)
    return Described(source, source.streams.listed(config.urls), f"{config.format.replace('/', '.')}.about")


def units_in_words(units: Units | None, t: Texts) -> str:
    """What the calendar guarantees of a source."""
    if units is None:
        return t("cli.source.unit.none")
    every = t("cli.list.and").join(t(f"cli.source.unit.weekday_{day}") for day in sorted(units.weekdays))
    every = t("cli.source.unit.every_day") if len(units.weekdays) == 7 else every
    return t("cli.source.unit.one", kind=t(f"cli.source.stream.{units.kind}"), every=every, late=units.late_days)
