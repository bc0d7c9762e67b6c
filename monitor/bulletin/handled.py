"""What the office did about a hit, as its entry says it: that the firm was told and did not answer, that it was set aside once, what was merged
into it. Pure."""

from __future__ import annotations

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import HitView
from monitor.bulletin.safe import one_line
from monitor.cases.states import SETTLED
from monitor.model import State
from monitor.texts import Texts


def handled_in_words(hit: HitView, t: Texts) -> tuple[str, ...]:
    """A sentence each; () where there is nothing to say."""
    return tuple(one_line(s) for s in (_told(hit, t), _once(hit, t), _merged(hit, t)) if s)


def _told(hit: HitView, t: Texts) -> str:
    done = hit.handling
    if done.told_on is None or hit.state in SETTLED:
        return t("bulletin.handled.expired_alone") if hit.state is State.EXPIRED else ""
    said = t("bulletin.handled.told", day=when.day(done.told_on, t))
    if done.told_how:
        said = t("bulletin.handled.told_how", told=said, how=t(f"triage.how.{done.told_how}"))
    if done.reply_by is not None:
        key = "expired" if hit.state is State.EXPIRED else "reply_by"
        said += t(f"bulletin.handled.{key}", day=when.day(done.reply_by, t))
    return t("bulletin.handled.sentence", said=said)


def _once(hit: HitView, t: Texts) -> str:
    done = hit.handling
    if not done.once or hit.state in SETTLED:
        return ""
    if not done.changed:
        return t(f"bulletin.handled.once_{done.once}")
    what = t("bulletin.handled.and").join(t(f"triage.changed.{name}") for name in done.changed)
    return t(f"bulletin.handled.once_{done.once}_changed", what=what)


def _merged(hit: HitView, t: Texts) -> str:
    numbers = t("bulletin.handled.and").join(hit.handling.merged)
    return t("bulletin.handled.merged", numbers=numbers) if numbers else ""
