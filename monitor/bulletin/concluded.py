"""What is over since the last issue, in one line each: closed, handed over, or set aside as a false alarm or a duplicate; and what an
exception rule does not list for a while, which nobody has judged. A firm that read of it must read here what became of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import Concluded, HitView, IssueInput
from monitor.bulletin.places import matter_number
from monitor.bulletin.safe import one_line
from monitor.cases.actions import Ground
from monitor.model import State
from monitor.texts import Texts

_NAME_LIMIT = 80
_OUTCOME_LIMIT = 200


def settled_in_words(hits: Iterable[HitView], t: Texts) -> tuple[Concluded, ...]:
    """Closed or handed over: what came of it, who has it, since when."""
    return tuple(Concluded(hit=h, text=_settled(h, t)) for h in sorted(hits, key=_by_number))


def ended_in_words(hits: Iterable[HitView], t: Texts) -> tuple[Concluded, ...]:
    """False alarms and duplicates that an earlier issue told: taken back, and why."""
    return tuple(Concluded(hit=h, text=_ended(h, t)) for h in sorted(hits, key=_by_number) if not h.handling.rule)


def kept_out_in_words(hits: Iterable[HitView], t: Texts) -> tuple[Concluded, ...]:
    """Those of them nobody has judged: an exception rule does not list them, until when, and why."""
    return tuple(Concluded(hit=h, text=_kept_out(h, t)) for h in sorted(hits, key=_by_number) if h.handling.rule)


def untold_in_words(source: IssueInput, t: Texts) -> tuple[str, ...]:
    """How many were set aside of which no issue told."""
    figures = {"false": source.false_untold, "duplicates": source.duplicates_untold}
    return tuple(t(f"bulletin.ended.untold_{what}", count=count) for what, count in figures.items() if count)


def _by_number(hit: HitView) -> tuple[str, str]:
    return (hit.entry_no, hit.id)


def _settled(hit: HitView, t: Texts) -> str:
    done = hit.handling
    key = "handed_over" if hit.state is State.HANDED_OVER else "closed"
    said = t(f"bulletin.settled.{key}", day=_day(hit, t), to=one_line(done.to, _NAME_LIMIT))
    if outcome := one_line(done.outcome, _OUTCOME_LIMIT):
        said += t("bulletin.settled.outcome", outcome=outcome)
    if hit.responsible and hit.responsible != done.to:
        said += t("bulletin.settled.unit", unit=one_line(hit.responsible, _NAME_LIMIT))
    return _line(hit, said, t)


def _ended(hit: HitView, t: Texts) -> str:
    done = hit.handling
    if hit.state is State.DUPLICATE:
        key = "duplicate" if done.into else "duplicate_of_untold"
        said = t(f"bulletin.ended.{key}", day=_day(hit, t), into=one_line(done.into))
    else:
        said = t("bulletin.ended.false", day=_day(hit, t), why=_why(hit, t))
    return _line(hit, said, t)


def _kept_out(hit: HitView, t: Texts) -> str:
    done = hit.handling
    until = t("bulletin.ended.until", day=when.day(done.rule_until, t)) if done.rule_until else ""
    reason = one_line(done.rule_reason, _OUTCOME_LIMIT)
    why = t("bulletin.ended.reason", reason=reason) if reason else ""
    return _line(hit, t("bulletin.ended.kept_out", rule=done.rule, until=until, why=why), t)


def _why(hit: HitView, t: Texts) -> str:
    """The ground, and what was said of it; either alone where the other is not there or tells nothing."""
    done = hit.handling
    ground = t(f"triage.ground.{done.ground}") if done.ground not in ("", Ground.OTHER) else ""
    outcome = one_line(done.outcome, _OUTCOME_LIMIT)
    if ground and outcome and outcome not in ground:
        return t("bulletin.ended.why_both", ground=ground, outcome=outcome)
    return t("bulletin.ended.why", why=ground or outcome) if ground or outcome else ""


def _line(hit: HitView, said: str, t: Texts) -> str:
    owner = one_line(hit.owner, _NAME_LIMIT)
    name = one_line(hit.watched, _NAME_LIMIT)
    return one_line(
        t(
            "bulletin.settled.line",
            entry_no=one_line(hit.entry_no) or t("bulletin.entry.no_pending"),
            whom=t("bulletin.open.of_owner", names=name, owner=owner) if owner and owner != name else name,
            category=t(f"word.category.{hit.category.value}"),
            number=one_line(hit.number or matter_number(hit.matter), _NAME_LIMIT),
            said=said,
        )
    )


def _day(hit: HitView, t: Texts) -> str:
    return when.day(hit.handling.since, t) if hit.handling.since else ""
