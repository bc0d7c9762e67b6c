"""The clocks that a reader is told of, as most tests of a rule ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from monitor.forums import SHIPPED, Forums
from monitor.model import Category, Deadline, Event
from monitor.rules import clocks_for
from monitor.rules.deadlines import deadline_of, runs_for
from monitor.texts import Texts


def deadlines_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    events: Sequence[Event],
    facts: Mapping[str, object],
    now: datetime,
    lang: str,
    *,
    matter: str = "",
    explaining: bool = False,
    forums: Forums = SHIPPED,
) -> tuple[Deadline, ...]:
    """Those of `clocks_for` that are told. `explaining`: of every run, whatever has become of it, in the order of the file."""
    if explaining:
        runs = runs_for(kind, category, jurisdiction, events, facts, now, matter=matter, forums=forums)
        return tuple(deadline_of(Texts(lang), run) for run in runs)
    return clocks_for(kind, category, jurisdiction, events, facts, now, lang, matter=matter, forums=forums).told
