"""Which events of a matter still stand, and which later ones make a clock doubtful. Pure.

An office can annul an act of its own: the act then counts as if it had never been, whichever it was (a publication, a
shelving, a grant). Where the annulment says which act it takes back, its identity says so behind a ">": "IPAS402:2918>2915"
takes back what stands in gazette 2915, ">published|republished" a publication. Behind a "#" several acts of one code in one
gazette are counted ("IPAS423:2915#2"); whoever takes back one of a gazette names no number. Where it does not say, it can only be
presumed: the latest act before it. Of several acts of one day those that end something are taken, so that no clock is silenced
by a guess.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.model import Event

UNKNOWN_ACT = "unknown_act"
"""An act that the source printed and nobody has classified. It may have stopped any clock or started one anew."""

TAKES_BACK = ">"
_COUNTED = re.compile(r"#\d+$")


@dataclass(frozen=True, slots=True)
class Standing:
    """`events` count, `struck` were annulled. `presumed`: annulments that do not say which act they take back."""

    events: tuple[Event, ...]
    struck: tuple[Event, ...] = ()
    presumed: tuple[Event, ...] = ()

    def doubts(self, started: date) -> tuple[Event, ...]:
        """What came on or after the day a clock started and may have changed it, the earliest first."""
        found = [e for e in self.events if e.code == UNKNOWN_ACT and e.date >= started]
        found += [e for e in self.presumed if e.date >= started]
        return tuple(sorted(found, key=lambda e: (e.date, e.code, e.ident)))


def standing_of(
    events: Sequence[Event], annuls: Mapping[str, frozenset[str]], endings: Collection[str] = ()
) -> Standing:
    """The events of a matter without those that were annulled. `annuls`: the code of an annulment → what it can take back;
    `endings`: codes of events that end something.

    The latest annulment is looked at first: one that was itself taken back takes nothing back."""
    annulments = [e for e in events if e.code in annuls]
    if not annulments:
        return Standing(tuple(events))
    struck: list[Event] = []
    presumed: list[Event] = []
    for annulment in sorted(annulments, key=lambda e: (e.date, e.code, e.ident), reverse=True):
        if annulment in struck:
            continue
        before = [e for e in events if e.date < annulment.date and e.code in annuls[annulment.code] and e not in struck]
        _, named, targets = annulment.ident.partition(TAKES_BACK)
        if named:
            struck += [e for e in before if _is_target(e, targets)]
            continue
        presumed.append(annulment)
        last = max((e.date for e in before), default=None)
        latest = [e for e in before if e.date == last]
        struck += latest if len(latest) == 1 else [e for e in latest if e.code in endings]
    return Standing(tuple(e for e in events if e not in struck), tuple(struck), tuple(presumed))


def _is_target(event: Event, targets: str) -> bool:
    """ "2915,IPAS009|IPAS421": all that is parted by commas must hold, one of what is parted by bars."""
    its = {event.code, *_COUNTED.sub("", event.ident.partition(TAKES_BACK)[0]).split(":")}
    return all(its & set(choice.split("|")) for choice in targets.split(","))
