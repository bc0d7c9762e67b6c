"""The words of the product as frozen dataclasses. Imports nothing from monitor.

Chinese terms in brackets are the ones the interface uses (DESIGN §2).
All instants are timezone-aware UTC; all dates are the calendar date the source printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

# --- closed sets ----------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What one run of one source was worth. Only the first three count as "checked"."""

    OK = "ok"
    UNCHANGED = "unchanged"  # 304, or the same digest as the last checked answer
    EMPTY = "empty"  # the source proved that there is nothing
    SUSPICIOUS = "suspicious"  # an expectation failed
    BLOCKED = "blocked"  # challenge page, WAF, login page, quota
    UNPARSED = "unparsed"
    FAILED = "failed"
    SKIPPED = "skipped"  # no key, paused, budget spent

    @property
    def checked(self) -> bool:
        return self in (Verdict.OK, Verdict.UNCHANGED, Verdict.EMPTY)


class Category(StrEnum):
    """Warning category (预警类别) of a record; a source gives the one of its records that say nothing else."""

    ITC337 = "337"
    SUIT = "suit"
    TRADEMARK = "trademark"
    DOMAIN = "domain"
    SEP = "sep"
    GI = "gi"
    NEWS = "news"


class WatchedKind(StrEnum):
    TRADEMARK = "trademark"
    GI = "gi"
    COMPANY = "company"


class SubjectKind(StrEnum):
    """What a hit can be about (DESIGN §5.17)."""

    NAME = "name"  # a name of the list
    FIRM = "firm"  # a firm of the province that is not on the list
    FILER = "filer"  # an applicant a person confirmed as one who takes our names
    PRODUCT = "product"  # a product of a firm


class Role(StrEnum):
    """In which capacity a text names somebody. A closed set: a name found in one role is never reported in another."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    PARTY = "party"  # a party whose side the source does not say
    APPLICANT = "applicant"  # applicant or owner of a right
    OPPONENT = "opponent"
    MARK = "mark"  # the mark, domain label or protected name itself
    TRANSLITERATION = "transliteration"
    TRANSLATION = "translation"
    PSEUDO_MARK = "pseudo_mark"
    PRODUCT = "product"
    GOODS = "goods"
    CAPTION = "caption"
    CITED = "cited"  # named in passing; never a party

    @property
    def is_party(self) -> bool:
        return self in _PARTY_ROLES

    @property
    def is_mark(self) -> bool:
        return self in (Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK)


_PARTY_ROLES = frozenset(
    {Role.COMPLAINANT, Role.RESPONDENT, Role.PLAINTIFF, Role.DEFENDANT, Role.PARTY, Role.APPLICANT, Role.OPPONENT}
)


class Band(StrEnum):
    """How sure a match is: alert ≥ 0.85, review ≥ 0.70, digest ≥ 0.60 (reference: matching design E7)."""

    ALERT = "alert"
    REVIEW = "review"
    DIGEST = "digest"


# --- watchlist ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WatchedName:
    """One name of the protection list (监测名称): a mark, a GI or a company.

    `aliases` are spellings the office gave (any script). For a company, `aliases` holds its English, former and
    store names. `flags` ⊆ {generic, short, place_name, famous, derived}; `disabled_variants` are spellings switched off.
    """

    id: str
    name: str
    kind: WatchedKind = WatchedKind.TRADEMARK
    aliases: tuple[str, ...] = ()
    owner: str = ""
    owner_en: str = ""
    owner_aliases: tuple[str, ...] = ()
    nice_classes: tuple[int, ...] = ()
    city: str = ""
    industry: str = ""
    flags: frozenset[str] = frozenset()
    disabled_variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One spelling to look for (变体) and how it came about. `prior` ∈ (0, 1]; what the office typed has 1.0."""

    text: str
    kind: str  # name of the variant kind, e.g. "given", "pinyin", "wade_giles", "hangul"
    prior: float
    note: str = ""  # origin of the table or rule
    enabled: bool = True


# --- what a source publishes ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mention:
    """One text of a record that can name somebody, with its role.

    `field` is the source's own field name (shown as evidence). `country` is ISO 3166-1 alpha-2 or "".
    `aliases` are d/b/a, a/k/a, f/k/a names printed beside the name. `address` is as printed.
    `extra` holds typed details of this mention only (e.g. {"disposition": "Default"}), JSON-able.
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
    """

    code: str
    date: date
    title: str
    ident: str = ""
    url: str = ""
    certain: bool = True


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
    kind: str  # investigation | docket | application | domain | decision | gi | news
    title: str
    url: str
    as_of: str = ""
    aliases: tuple[str, ...] = ()
    jurisdiction: str = ""
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: Mapping[str, object] = default(default_factory=dict)
    category: Category | None = None


# --- fetching and parsing ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask for. `once` names an immutable document (file name + size + mtime, document number):
    when it was read completely before, it is not asked for again. `path` is set instead of a socket for a local file.
    `tag` tells the format module which of its page kinds the answer is."""

    url: str
    tag: str = ""
    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    once: str = ""
    path: Path | None = None
    context: Mapping[str, object] = default(default_factory=dict)  # carried to parse() untouched
    optional: bool = False  # its failure is reported but does not fail the run


@dataclass(frozen=True, slots=True)
class Capture:
    """A stored raw answer (capture). The body lies in a file: bulk answers never pass through memory whole."""

    id: str  # "sha256:<hex>" of the body
    request: Request
    status: int
    headers: Mapping[str, str]  # lower-case names
    fetched_at: datetime
    size: int
    body_path: Path

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def open(self) -> BinaryIO:
        return self.body_path.open("rb")

    def read(self) -> bytes:
        return self.body_path.read_bytes()


# What parse() yields, besides Record:


@dataclass(frozen=True, slots=True)
class Follow:
    """Another request this page leads to (next page, full text, file of a listing)."""

    request: Request


@dataclass(frozen=True, slots=True)
class Skip:
    """A record that could not be read. It is quarantined with `raw`; the others count."""

    reason: str  # message key under texts "skip.*", or plain text of the parser's error
    where: str  # line, offset, item number, serial …
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Ignored:
    """An item that is understood and does not belong here (e.g. an anti-dumping notice). Only counted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """A total the source itself states; the count gate compares it with what was read.

    A run sums, per `what`, the items read (records + ignored + skipped, or explicit `Seen`)."""

    what: str
    total: int
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Items of kind `what` met on this page, for the comparison with `Stated`."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A field, code or layout this parser has no opinion on; reported, never absorbed in silence."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A reason found while parsing why this answer must not count as checked; the run becomes `suspicious`."""

    reason: str


@dataclass(frozen=True, slots=True)
class ProvenEmpty:
    """The source says, in so many words, that there is nothing."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A new value for the source's cursor; kept only if the run counts as checked."""

    name: str
    value: str


Outcome = Record | Follow | Skip | Ignored | Stated | Seen | Unknown | Suspect | ProvenEmpty | Advance


# --- matching -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation: a text key ("matching.reason.*") and its parameters, rendered per language."""

    key: str
    params: Mapping[str, object] = default(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """One watched name found in one mention. `score` ∈ [0, 1]; `band` None means below every band (not stored)."""

    watched_id: str
    score: float
    band: Band | None
    variant: str
    variant_kind: str
    operation: str  # whole | word | embedded | edit | han_look | han_sound | company | …
    edits: int = 0
    span: tuple[int, int] = (0, 0)  # of the raw text
    span_text: str = ""
    demoted_by: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    own_filing: bool = False


@dataclass(frozen=True, slots=True)
class MatchContext:
    """What is known around a mention when it is scored. `owners` are the applicants of the same record."""

    role: Role = Role.MARK
    field: str = ""
    nice_classes: tuple[int, ...] = ()
    country: str = ""
    owners: tuple[str, ...] = ()
    owner_countries: tuple[str, ...] = ()
    category: Category | None = None
    dismissed: frozenset[str] = frozenset()  # watched ids a reviewer rejected for this matter's owner
    serial_owner: bool = False  # the owner takes several watched names


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a hit is about: its kind, and its id among those of that kind (of a name, its id on the list)."""

    id: str
    kind: SubjectKind = SubjectKind.NAME


# --- hits, deadlines, coverage -------------------------------------------------------------------------

# The capacity a hit is reported in: the gravest of those the name was found in.
_GRAVITY = (
    Role.RESPONDENT, Role.DEFENDANT, Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK,
    Role.COMPLAINANT, Role.PLAINTIFF, Role.APPLICANT, Role.OPPONENT, Role.PARTY, Role.PRODUCT, Role.CAPTION,
    Role.GOODS, Role.CITED,
)  # fmt: skip
_WEIGHT = {role: len(_GRAVITY) - i for i, role in enumerate(_GRAVITY)}

_KIND = {
    Role.RESPONDENT: "respondent",
    Role.DEFENDANT: "defendant",
    Role.COMPLAINANT: "complainant",
    Role.PLAINTIFF: "plaintiff",
    Role.PARTY: "party",
    Role.OPPONENT: "party",
    Role.CAPTION: "party",
    Role.APPLICANT: "owner_named",
    Role.PRODUCT: "product",
    Role.GOODS: "product",
    Role.CITED: "cited",
}


def gravity(role: Role) -> int:
    """How much it weighs that a name stands in this role: the more, the graver."""
    return _WEIGHT[role]


def hit_kind(role: Role, own_filing: bool) -> str:
    """What a name found in a role is to the office: "squat", "own_filing", "respondent", …"""
    if own_filing:
        return "own_filing"
    return "squat" if role.is_mark else _KIND[role]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock (期限): date, days left, rule id, legal basis, the event it counts from, and how certain it is."""

    date: date
    days_left: int
    rule: str
    basis: str
    from_event: str
    certainty: str  # certain | computed | unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source really checked in a period (监测覆盖)."""

    source: str
    title: str
    category: Category
    jurisdiction: str
    verdict: Verdict | None  # of the latest run in the period; None = never ran
    last_ok: datetime | None
    newest_item: date | None
    items: int
    usual: float | None
    complete: bool  # the whole period is covered by checked runs
    message: str
    gap_from: datetime | None = None  # start of the unchecked stretch, when not complete
    attribution: str = ""
