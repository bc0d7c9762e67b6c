"""What was found in what is stored because the list changed: one sentence for each name, not so many new leads. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import HitView, IssueInput
from monitor.bulletin.safe import one_line
from monitor.bulletin.selection import cannot_wait
from monitor.texts import Texts


def baseline_in_words(hits: Sequence[HitView], source: IssueInput, t: Texts) -> Iterator[str]:
    """A sentence per name, in the order of what is gravest: whether it joined the list or is looked for otherwise, how much was
    found, and how much of it cannot wait."""
    by_name: dict[str, list[HitView]] = {}
    for hit in hits:
        by_name.setdefault(hit.watched_id or hit.watched, []).append(hit)
    for theirs in sorted(by_name.values(), key=lambda hs: (-sum(map(cannot_wait, hs)), -len(hs), hs[0].watched)):
        first = theirs[0]
        joined = (
            first.watched_since is not None
            and source.read_from is not None
            and (first.watched_since >= source.read_from.astimezone(when.BEIJING).date())
        )
        key = "unlisted" if first.unlisted else "joined" if joined else "changed"
        day = when.day(first.watched_since, t) if first.watched_since else ""
        urgent = sum(map(cannot_wait, theirs))
        found = t("bulletin.baseline.some" if urgent else "bulletin.baseline.none", count=len(theirs), urgent=urgent)
        yield one_line(t(f"bulletin.baseline.{key}", watched=one_line(first.watched, 80), day=day, found=found))
