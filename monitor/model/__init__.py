"""The words of the product as frozen dataclasses and closed sets. Imports nothing from monitor.

Chinese terms in brackets are the ones the interface uses (DESIGN §2).
All instants are timezone-aware UTC; all dates are the calendar date the source printed.

The vocabulary of records stands beside it and is loaded only where it is needed: `monitor.model.facts` (what a record
may state), `monitor.model.events` (what may happen to a matter).
"""

from __future__ import annotations

from monitor.model.captures import Capture, Request
from monitor.model.closed import Band, Category, Certainty, RecordKind, State, SubjectKind, Verdict, WatchedKind
from monitor.model.coverage import Coverage, LeftOut, Reading, SourceState, StreamDay, StreamState, UnitSpan, UnitState
from monitor.model.deadlines import Deadline
from monitor.model.kinds import ATTACKS, LOSSES, OUR_RIGHTS, RESTORED, HitKind, Whose, hit_kind, kind_after
from monitor.model.matches import Match, MatchContext, Reason, Subject
from monitor.model.outcomes import (
    Advance,
    Follow,
    Ignored,
    OfUnit,
    Outcome,
    ProvenEmpty,
    Seen,
    Skip,
    Stated,
    StreamSays,
    Suspect,
    Unknown,
)
from monitor.model.records import Event, Mention, Record
from monitor.model.roles import Role, gravity
from monitor.model.watchlist import (
    DEFAULT_LIST,
    ListAct,
    ListChange,
    ListContents,
    Listing,
    UnreadCell,
    Variant,
    WatchedName,
)

__all__ = [
    "ATTACKS",
    "DEFAULT_LIST",
    "LOSSES",
    "OUR_RIGHTS",
    "RESTORED",
    "Advance",
    "Band",
    "Capture",
    "Category",
    "Certainty",
    "Coverage",
    "Deadline",
    "Event",
    "Follow",
    "HitKind",
    "Ignored",
    "LeftOut",
    "ListAct",
    "ListChange",
    "ListContents",
    "Listing",
    "Match",
    "MatchContext",
    "Mention",
    "OfUnit",
    "Outcome",
    "ProvenEmpty",
    "Reading",
    "Reason",
    "Record",
    "RecordKind",
    "Request",
    "Role",
    "Seen",
    "Skip",
    "SourceState",
    "State",
    "Stated",
    "StreamDay",
    "StreamSays",
    "StreamState",
    "Subject",
    "SubjectKind",
    "Suspect",
    "UnitSpan",
    "UnitState",
    "Unknown",
    "UnreadCell",
    "Variant",
    "Verdict",
    "WatchedKind",
    "WatchedName",
    "Whose",
    "gravity",
    "hit_kind",
    "kind_after",
]
