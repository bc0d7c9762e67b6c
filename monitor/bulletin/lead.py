"""The lead (导语) under the headline: what was found, what is most urgent, what has to be decided; then what is left to be
said of the issue as a whole. Pure: made of our own words and of figures the issue holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.bulletin.coverage_box import CoverageBox
from monitor.bulletin.figures import against_before
from monitor.bulletin.issue import Counts, HitView, IssueInput, NotArrived, Open, OpenLine
from monitor.model import State
from monitor.texts import Texts

_SOON = 7
"""Days within which an act must have somebody who answers for it."""


def lead(
    standing: str,
    counts: Counts,
    source: IssueInput,
    told: Sequence[HitView],
    still: Open,
    box: CoverageBox,
    t: Texts,
) -> tuple[str, ...]:
    """Sentences in order. `told`: what is new and what changed, without what is settled. What was not checked is called no all-clear once: here, where the headline does not say it."""
    sentences = [_found(standing, counts, source, still, t), _most_urgent(still, t), _to_decide(source, told, still, t)]
    sentences += [_not_arrived(n, t) for n in source.not_arrived]
    if standing in ("clean", "clean_except"):
        sentences.append(t(f"bulletin.summary.{standing}", sources=box.total))
    if standing == "no_names":
        sentences.append(t("bulletin.summary.no_names"))
    if not box.total:
        sentences.append(t("bulletin.summary.no_sources"))
    elif box.missing:
        key = "gap_all" if box.missing == box.total else "gap"
        sentences.append(t(f"bulletin.summary.{key}", total=box.total, missing=box.missing))
    if box.left_out:
        sentences.append(t("bulletin.summary.left_out", count=box.left_out))
    # The headline of an issue without leads says it already; it is said once.
    if (box.missing or box.left_out) and standing not in ("gap", "unchecked"):
        sentences.append(t("bulletin.summary.no_all_clear"))
    if standing == "unchecked":
        sentences.append(t("bulletin.summary.unchecked"))
    if source.orders:
        sentences.append(t("bulletin.summary.orders", count=len(source.orders)))
    return tuple(s for s in sentences if s)


def _found(standing: str, counts: Counts, source: IssueInput, still: Open, t: Texts) -> str:
    said = [t("bulletin.summary.scope", names=source.names_watched, records=source.records_examined)]
    if counts.new or counts.changed or counts.ongoing or counts.risen:
        of_new = t("bulletin.summary.new_of", count=counts.new_warnings) if counts.new_warnings else ""
        than = against_before(counts.new, source, t) + of_new
        risen = t("bulletin.summary.risen", count=counts.risen) if counts.risen else ""
        figures = {"new": counts.new, "changed": counts.changed, "ongoing": counts.ongoing}
        said.append(t("bulletin.summary.counts", than=than, risen=risen, **figures))
    if counts.settled:
        said.append(t("bulletin.summary.settled", count=counts.settled))
    if counts.false_alarms or counts.duplicates:
        figures = {"false": counts.false_alarms, "duplicates": counts.duplicates}
        aside = [t(f"bulletin.summary.aside_{what}", count=count) for what, count in figures.items() if count]
        key = "aside_told" if counts.ended else "aside"
        said.append(
            t(f"bulletin.summary.{key}", said=t("bulletin.statistics.separator").join(aside), told=counts.ended)
        )
    if counts.baseline:
        said.append(t("bulletin.summary.baseline", count=counts.baseline))
    if still.count:
        words = {"due": still.due_count, "milestones": still.milestone_count}
        said.append(t("bulletin.summary.open", count=still.count, **words))
    return t("bulletin.summary.sentence", said=t("bulletin.summary.then").join(said))


def _most_urgent(still: Open, t: Texts) -> str:
    """The next act of all, or where none is asked for the next day on which somebody else decides."""
    for key, lines in (("act", still.due), ("milestone", still.milestones)):
        first = next((line for line in lines if line.days_left >= 0 or not line.sure), None)
        if first is not None:
            return _urgent_said(key, first, t)
    return ""


def _urgent_said(key: str, line: OpenLine, t: Texts) -> str:
    entry = t("bulletin.summary.urgent_entry", entry_no=line.entry_no) if line.entry_no else ""
    return t(
        f"bulletin.summary.urgent_{key}", whom=line.whom, what=line.what, day=line.day, days=line.days, entry=entry
    )


def _to_decide(source: IssueInput, told: Sequence[HitView], still: Open, t: Texts) -> str:
    """What only a person can settle, as far as the issue can tell: who answers for an act, what becomes of a day that is
    past, who looks at a grave lead, whether a firm joins the list. It is for who signs, not for who gets the signed issue."""
    if source.approval:
        return ""
    answered = {h.id for h in (*told, *source.own_filings) if h.responsible}
    soon = [line for line in still.due if 0 <= line.days_left <= _SOON and not any(h in answered for h in line.hits)]
    figures = {
        "responsible": len(soon),
        "passed": still.passed,
        "expired": len({h.owner or h.watched for h in told if h.state is State.EXPIRED}),
        "review": sum(h.risk == "high" and _unreviewed(h) for h in told),
        "join": len(_firms(told)),
    }
    said = [t(f"bulletin.summary.decide_{what}", count=count) for what, count in figures.items() if count]
    return t("bulletin.summary.decide", said=t("bulletin.summary.then").join(said)) if said else ""


def _unreviewed(hit: HitView) -> bool:
    return hit.state is State.NEW and not (hit.reviewed_by or hit.confirmed_by)


def _firms(hits: Sequence[HitView]) -> set[str]:
    return {h.watched for h in hits if h.unlisted}


def _not_arrived(missed: NotArrived, t: Texts) -> str:
    number = t("bulletin.page.number", year=missed.year, number=missed.number)
    key = "not_arrived" if missed.told else "nobody_told"
    return t(f"bulletin.summary.{key}", number=number, count=missed.missing, total=missed.total)
