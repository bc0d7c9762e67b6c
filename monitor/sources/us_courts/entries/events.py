"""The acts of an entry as events of its case. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from monitor.model import Event
from monitor.sources.us_courts.entries.entry import Act, Entry
from monitor.sources.us_courts.entries.reading import OTHER, read_entry

EVENTS = frozenset(
    {
        OTHER, "alternative_service", "answer_extended", "answer_filed", "appeal_ended", "appealed", "complaint",
        "consent_judgment", "default", "default_judgment", "default_motion", "default_set_aside", "dismissed", "judgment",
        "permanent_injunction", "pi_denied", "pi_dissolved", "pi_extended", "pi_hearing_set", "pi_issued", "pi_motion",
        "pi_ruled", "remanded", "reopened", "schedule_set", "sealed_motion", "served", "severed", "show_cause",
        "stay_lifted", "stayed", "summons_issued", "terminated", "transferred", "tro_denied", "tro_dissolved",
        "tro_expired", "tro_extended", "tro_issued", "tro_motion", "tro_ruled", "unsealed", "unserved",
        "waiver_returned", "waiver_sent",
    }
)  # fmt: skip
"""Every code an entry can be read as."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known of an entry beside its text. `day` is the day it was docketed, `dated` whether that is known, `ident` what
    stays the same when it is met again; `several`: the case has more than one defendant."""

    day: date
    dated: bool
    ident: str
    url: str
    title: str
    several: bool


def read_texts(texts: tuple[str, ...], entered: date) -> Entry:
    """An entry of which several texts are known, the fullest first: the first that says anything."""
    read = [read_entry(t, entered) for t in texts if t] or [read_entry("", entered)]
    return next((e for e in read if any(a.code != OTHER for a in e.acts)), read[0])


def events_of(entry: Entry, filing: Filing) -> Iterator[Event]:
    """One event for each act. Of several acts of one code (two defendants were served on two days) the first has the
    identity of the entry, the others a number behind it."""
    met: dict[str, int] = {}
    for act in (_told_of_one(a) if filing.several else a for a in entry.acts):
        met[act.code] = met.get(act.code, 0) + 1
        number = f"#{met[act.code]}" if met[act.code] > 1 else ""
        yield Event(
            act.code,
            act.day or filing.day,
            filing.title,
            ident=f"{filing.ident}{number}",
            url=filing.url,
            certain=act.dated and (filing.dated or act.day is not None),
        )


def _told_of_one(act: Act) -> Act:
    """Where several are sued, more time to answer that names nobody is not everybody's: its day is not told."""
    if act.code != "answer_extended" or act.parties or act.whole:
        return act
    return replace(act, says={k: v for k, v in act.says.items() if k != "answer_due"})
