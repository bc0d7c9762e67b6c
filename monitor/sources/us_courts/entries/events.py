"""The acts of an entry as events of its case. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.model import Event, Mention, Role
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts.entries.entry import Act, Entry
from monitor.sources.us_courts.entries.reading import OTHER, read_entry
from monitor.sources.us_courts.entries.said import SAYS

EVENTS = frozenset(
    {
        OTHER, "alternative_service", "answer_extended", "answer_filed", "appeal_ended", "appealed", "complaint",
        "consent_judgment", "contempt", "contempt_motion", "default", "default_judgment", "default_motion", "default_set_aside", "dismissed", "judgment",
        "permanent_injunction", "pi_denied", "pi_dissolved", "pi_extended", "pi_hearing_set", "pi_issued", "pi_motion",
        "pi_ruled", "remanded", "reopened", "report_recommendation", "schedule_set", "sealed_motion", "served", "service_quashed", "settled", "severed", "show_cause",
        "stay_lifted", "stayed", "summons_issued", "terminated", "transferred", "tro_denied", "tro_dissolved",
        "tro_expired", "tro_extended", "tro_issued", "tro_motion", "tro_ruled", "turnover_order", "unsealed", "unserved",
        "waiver_returned", "waiver_sent", "writ_issued",
    }
)  # fmt: skip
"""Every code an entry can be read as."""

RULED = frozenset({"pi_ruled", "tro_ruled"})
"""Rulings of which an entry tells that they were made, and not how."""

TELLS_RULING = frozenset(
    {
        "pi_denied",
        "pi_dissolved",
        "pi_extended",
        "pi_issued",
        "tro_denied",
        "tro_dissolved",
        "tro_extended",
        "tro_issued",
    }
)
"""Rulings on an injunction of which an entry tells how."""

_ON_APPEAL = frozenset({OTHER, "appeal_ended", "dismissed", "stayed", "terminated"})

# Acts that name only who is proceeded against.
_AGAINST = frozenset(
    {"summons_issued", "served", "unserved", "waiver_sent", "waiver_returned", "answer_extended", "default_motion", "default",
     "default_set_aside", "default_judgment", "consent_judgment", "dismissed", "severed", "tro_dissolved", "pi_dissolved",
     "contempt", "contempt_motion", "service_quashed"}
)  # fmt: skip
_NUMBERED = re.compile(r"(?:defendants?|does?)\b\W*(?:nos?\b|numbers?\b|#|\d)", re.IGNORECASE)

UNREAD = "unread_days"
SPARED = "spared"
WRITES = frozenset({*SAYS, UNREAD, SPARED})
"""Every fact an act of an entry can print."""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is known of an entry beside its text. `day` is the day it was docketed, `dated` whether that is known, `ident` what
    stays the same when it is met again; `several`: the case has more than one defendant; `appeal`: it is one of a court of appeals,
    whose judgments and orders are none of the suit itself."""

    day: date
    dated: bool
    ident: str
    url: str
    title: str
    several: bool
    appeal: bool = False


def read_texts(texts: tuple[str, ...], entered: date) -> Entry:
    """An entry of which several texts are known, the fullest first: the first that says anything."""
    read = [read_entry(t, entered) for t in texts if t] or [read_entry("", entered)]
    return next((e for e in read if any(a.code != OTHER for a in e.acts)), read[0])


def events_of(entry: Entry, filing: Filing) -> Iterator[Event]:
    """One event for each act. Of several acts of one code (two defendants were served on two days) the first has the
    identity of the entry, the others a number behind it. What could not be read of its days stands with the first."""
    met: dict[str, int] = {}
    for at, act in enumerate(entry.acts):
        unread = list(entry.unread) if at == 0 else []
        says = dict(act.says)
        if filing.several and _of_somebody(act):
            unread.append(says.pop("answer_due"))
        if filing.appeal and act.code not in _ON_APPEAL:
            yield Event(OTHER, filing.day, filing.title, ident=filing.ident, url=filing.url, certain=filing.dated)
            continue
        met[act.code] = met.get(act.code, 0) + 1
        number = f"#{met[act.code]}" if met[act.code] > 1 else ""
        yield Event(
            act.code,
            act.day or filing.day,
            filing.title,
            ident=f"{filing.ident}{number}",
            url=filing.url,
            certain=act.dated and (filing.dated or act.day is not None),
            says={
                **says,
                **({UNREAD: unread} if unread else {}),
                **({SPARED: list(act.spared)} if act.spared else {}),
            },
            parties=act.parties,
            whole=act.whole,
        )


def named_in(events: Iterable[Event], known: Iterable[Mention]) -> tuple[Mention, ...]:
    """The parties that entries name and `known` does not. In a suit against a list of stores nobody has seen ("… Identified on
    Schedule A") they stand nowhere else. No side is given: an entry seldom says it in words."""
    met = [m.text for m in known]
    found: dict[str, Mention] = {}
    for name in (p for e in events if e.code in _AGAINST for p in e.parties):
        if _NUMBERED.match(name) or any(captions.same_name(name, m) for m in (*met, *found)):
            continue
        if mention := captions.party(name, Role.PARTY, "entry"):
            found[name] = mention
    return tuple(found.values())


def _of_somebody(act: Act) -> bool:
    """More time to answer that names nobody. Where several are sued it is not everybody's: its day is told as text."""
    return act.code == "answer_extended" and "answer_due" in act.says and not act.parties and not act.whole
