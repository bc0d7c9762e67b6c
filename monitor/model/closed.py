"""The closed sets a value of the product is one of, each in one place."""

from __future__ import annotations

from enum import StrEnum


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


class Band(StrEnum):
    """How sure a match is: alert ≥ 0.85, review ≥ 0.70, digest ≥ 0.60 (reference: matching design E7)."""

    ALERT = "alert"
    REVIEW = "review"
    DIGEST = "digest"


class State(StrEnum):
    """How far a hit has come (线索状态). Their groups stand in `monitor.cases.states`."""

    NEW = "new"
    REVIEW = "review"
    CONFIRMED = "confirmed"
    NOTIFIED = "notified"
    HANDLING = "handling"
    CLOSED = "closed"
    FALSE_POSITIVE = "false_positive"
    DUPLICATE = "duplicate"
    WATCHING = "watching"
    HANDED_OVER = "handed_over"
    EXPIRED = "expired"


class RecordKind(StrEnum):
    """What sort of matter a record is about."""

    INVESTIGATION = "investigation"
    DOCKET = "docket"
    APPLICATION = "application"
    DOMAIN = "domain"
    DECISION = "decision"
    GI = "gi"
    NEWS = "news"


class Certainty(StrEnum):
    """How sure the day of a deadline is, the surest first."""

    CERTAIN = "certain"  # printed by the forum
    COMPUTED = "computed"  # counted by a rule from a known day
    UNKNOWN = "unknown"  # the true start is not public
