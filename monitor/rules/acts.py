"""What a clock asks of us: something to be done by its last day (应办期限), or nothing but to know it (程序节点); which act weighs
more; and its day in words. One table for every door."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from monitor.forums.schema import KINDS
from monitor.model import Deadline
from monitor.texts import Texts


class Asks(StrEnum):
    DUE = "due"
    """Something must be done, or can only be done, until then."""
    MILESTONE = "milestone"
    """What others decide, or what lapses by itself; nothing need be handed in."""


_BY_WEIGHT: tuple[tuple[str, Asks], ...] = (
    ("own_answer", Asks.DUE),
    ("answer", Asks.DUE),
    ("relief", Asks.DUE),
    ("appeal", Asks.DUE),
    ("customs", Asks.DUE),
    ("evidence", Asks.DUE),
    ("renewal", Asks.DUE),
    ("opposition", Asks.DUE),
    ("claim", Asks.DUE),
    ("cancellation", Asks.DUE),
    ("priority", Asks.DUE),
    ("observation", Asks.DUE),
    ("default", Asks.MILESTONE),
    ("restraint", Asks.MILESTONE),
    ("decision", Asks.MILESTONE),
    ("settlement", Asks.MILESTONE),
)
"""Every kind of clock (forums.schema.KINDS), the weightiest act first."""
_ASKS: Mapping[str, Asks] = dict(_BY_WEIGHT)
_WEIGHT: Mapping[str, int] = {kind: place for place, (kind, _) in enumerate(_BY_WEIGHT)}
assert _ASKS.keys() == KINDS.keys(), "every kind of clock asks for something or for nothing"


def asks_of(deadline: Deadline) -> Asks:
    """A clock of no known kind is taken for one that asks for something."""
    return _ASKS.get(deadline.kind, Asks.DUE)


def weight(deadline: Deadline) -> int:
    """Of acts due on one day the one with the least number comes first."""
    return _WEIGHT.get(deadline.kind, 0)


def may_still_run(deadline: Deadline) -> bool:
    """Whether nobody can say that it is over: its last day is one, too. A day that passed proves nothing where it was the earliest possible,
    where a later act may have moved it, and of a restraint, which may have been extended without our seeing it."""
    return deadline.days_left >= 0 or deadline.earliest or deadline.doubt == "unsettled" or deadline.kind == "restraint"


def day_in_words(deadline: Deadline, texts: Texts) -> str:
    """The last day as a reader must see it: "12月3日", "最早可能12月7日，以实际送达日为准". The year is named where it is not that
    of the day the clock was read."""
    sureness = _sureness(deadline)
    if deadline.days_left < 0 and deadline.earliest and sureness != "sure":
        sureness += "_passed"
    return texts(f"rules.day.{sureness}", date=bare_day(deadline, texts))


def days_in_words(deadline: Deadline, texts: Texts) -> str:
    """ "9天", "今天到期", "已过2天"; "约9天" where the true start of the clock is not public."""
    about = "" if deadline.certainty in ("certain", "computed") else "about_"
    kind = "passed" if deadline.days_left < 0 else "days" if deadline.days_left else "today"
    return texts(f"bulletin.clock.{about}{kind}", days=abs(deadline.days_left))


def bare_day(deadline: Deadline, texts: Texts) -> str:
    """The last day without a word about how sure it is."""
    day = deadline.date
    today_year = read_on(deadline)
    month = texts("bulletin.date.months").split()[day.month - 1]
    key = "month_day" if day.year == today_year else "day"
    return texts(f"bulletin.date.{key}", year=day.year, month=month, day=day.day)


def sureness_word(deadline: Deadline, texts: Texts) -> str:
    """How sure the day is, in a word for a narrow column: 机构公布, 推算, 最早可能, 待核."""
    return texts(f"rules.sureness.{_sureness(deadline) if deadline.certainty == 'unknown' else deadline.certainty}")


def read_on(deadline: Deadline) -> int:
    """The year in which the clock was read; that of the day itself where it lies too far off to count."""
    try:
        return deadline.date.fromordinal(deadline.date.toordinal() - deadline.days_left).year
    except (ValueError, OverflowError):
        return deadline.date.year


def _sureness(deadline: Deadline) -> str:
    if deadline.certainty in ("certain", "computed"):
        return "sure"
    if deadline.earliest:
        return "set_by_forum" if deadline.doubt == "length" else "earliest"
    return "or_earlier" if deadline.doubt == "docketed" else "to_verify"
