"""What a source publishes, normalised: a record of one matter, with its mentions, events and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date

from monitor.model.closed import Category
from monitor.model.roles import Role


@dataclass(frozen=True, slots=True)
class Mention:
    """One text of a record that can name somebody, with its role.

    `field` is the source's own field name (shown as evidence). `country` is ISO 3166-1 alpha-2 or "".
    `aliases` are d/b/a, a/k/a, f/k/a names printed beside the name. `address` is as printed.
    `extra` holds typed details of this mention only (e.g. {"disposition": "Default"}), JSON-able. {"unread": True} marks a
    text that stands where parties do and became none; {"seeks": "firms"} one in which whole names of firms alone count.
    """

    text: str
    role: Role
    field: str
    language: str = ""
    country: str = ""
    aliases: tuple[str, ...] = ()
    address: str = ""
    nice_classes: tuple[int, ...] = ()
    extra: Mapping[str, object] = default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated that happened to a matter.

    Identity is (matter, code, ident); the same event from two runs or sources is one event.
    `certain` is False where `date` is only the day we saw it (then the earliest sighting wins).

    `says` is what this very act prints, keyed by the names of facts (days as ISO text): {"answer_due": "2026-12-11"}.
    `parties` are the names, as printed, of those the act concerns; () where it concerns all, or does not say. `whole`, of
    an act that ends something: True where it ends it for everybody, False for some parties only, None where it is not said.
    """

    code: str
    date: date
    title: str
    ident: str = ""
    url: str = ""
    certain: bool = True
    says: Mapping[str, object] = default(default_factory=dict)
    parties: tuple[str, ...] = ()
    whole: bool | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What a source says of one matter, normalised.

    `matter` is the canonical key (DESIGN §5.1), e.g. "us-itc:337-TA-1511"; `aliases` are other keys of the same
    matter known from this record (e.g. "us-itc:DN-3936"). `facts` are JSON-able values keyed by the names of §5.1
    (title, court, status, classes, goods, asserted_rights, product, filed, published, …). Where two records of one
    source differ, the one with the later `as_of` wins, fact by fact; facts whose name starts with "ever_" are
    sticky (once true, always true). `as_of` is an ISO date or datetime given by the source, "" if it gives none.
    `category` is None where it is that of the source: one source can publish court cases and notices of marks.
    """

    source: str
    matter: str
    kind: str  # a value of RecordKind
    title: str
    url: str
    as_of: str = ""
    aliases: tuple[str, ...] = ()
    jurisdiction: str = ""
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: Mapping[str, object] = default(default_factory=dict)
    category: Category | None = None
