"""The courts a source reads, and what each of them leaves out, in words. Pure.

A clerk must see which courts are read at all: a source that is checked still shows nothing of a court whose feed leaves out
new suits, says not what it holds, or did not answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from monitor.bulletin import calendar_words as when
from monitor.bulletin.places import us_court_name
from monitor.bulletin.safe import one_line
from monitor.model import Coverage, LeftOut, StreamState
from monitor.texts import Texts

_SHOWN = ("with", "without", "not_said", "unread")
_SILENT_FOR = timedelta(hours=24)


def seen(stream: StreamState) -> str:
    """Whether new suits of a court can be seen: "with", "without", "not_said", or "unread" where its feed was not read
    for a day or never."""
    lately = stream.read_at is not None and (not stream.failing or stream.tried_at - stream.read_at <= _SILENT_FOR)
    if not lately or stream.left_out is None:
        return "unread"
    if LeftOut.NEW_SUITS in stream.left_out:
        return "without"
    return "not_said" if LeftOut.NOT_SAID in stream.left_out else "with"


def blind(stream: StreamState) -> bool:
    """Whether new suits of this court cannot be seen, however well its feed is read."""
    return seen(stream) == "without"


def listed(source: Coverage, t: Texts) -> tuple[str, ...]:
    """How many courts are read, then one line for each thing that is said of some of them, with their names."""
    if not source.streams:
        return ()
    lines = [t("bulletin.coverage.courts", count=len(source.streams))]
    for what in _SHOWN:
        if found := [s for s in source.streams if seen(s) == what]:
            lines.append(t(f"bulletin.coverage.new_suits_{what}", courts=_names(found, t)))
    if found := [s for s in source.streams if LeftOut.MOTIONS in (s.left_out or ())]:
        lines.append(t("bulletin.coverage.motions_without", courts=_names(found, t)))
    for stream in source.streams:
        if stream.stands_still and stream.newest is not None:
            day = when.month_day(stream.newest, t)
            lines.append(t("bulletin.coverage.stands_still", courts=_names([stream], t), day=day))
    return tuple(one_line(line) for line in lines)


def unseen(source: Coverage, t: Texts) -> list[str]:
    """The sentences of the box on courts of which something is not covered, or did not answer."""
    title = one_line(source.title or source.source, 80)
    found = []
    for key, what in (("no_new_suits", "without"), ("courts_not_said", "not_said"), ("courts_unread", "unread")):
        if courts := [s for s in source.streams if seen(s) == what]:
            found.append(one_line(t(f"bulletin.coverage.{key}", title=title, courts=_names(courts, t))))
    if still := [s for s in source.streams if s.stands_still and not s.doubts and seen(s) != "unread"]:
        found.append(one_line(t("bulletin.coverage.courts_still", title=title, courts=_names(still, t))))
    return found


def _names(streams: Iterable[StreamState], t: Texts) -> str:
    return t("bulletin.coverage.court_and").join(us_court_name(s.name, t) for s in streams)
