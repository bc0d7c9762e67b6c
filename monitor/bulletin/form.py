"""The form of an official paper in words: what stands above and below an issue (版头, 版记), and what the office means to do about
an entry (拟办意见). Pure. What the office has not set leaves no line, and no blank unless it asks for one."""

from __future__ import annotations

from datetime import date

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import Form, HitView, IssueInput
from monitor.bulletin.safe import one_line
from monitor.cases import states
from monitor.clock import BEIJING
from monitor.model import Deadline, WatchedKind
from monitor.rules.acts import Asks, asks_of, day_in_words
from monitor.texts import Texts


def form_in_words(source: IssueInput, period: str, t: Texts) -> Form:
    """`period` is what was read, in words. `issued` is the day it was signed, else the day it was built."""
    form, signed = source.form, source.approval
    day = (signed.at if signed else source.built_at).astimezone(BEIJING).date()
    listed = t("bulletin.form.list_separator")
    signature = one_line(signed.by) if signed else t("bulletin.form.blank") if source.draft and form.blanks else ""
    imprint = (
        ("report_to", listed.join(form.report_to)),
        ("send_to", listed.join(form.send_to)),
        ("signed", signature),
        ("reviewer", form.reviewer),
        ("editor", form.editor),
        ("contact", form.contact),
        ("contact_phone", form.contact_phone or (source.office.phone if form.contact else "")),
    )
    marking = one_line_wide(form.marking)
    return Form(
        publisher=one_line(form.publisher) or source.office.name,
        running=t("bulletin.page.running_no", no=source.running_no) if source.running_no else "",
        marking=marking,
        pass_on=t("bulletin.form.pass_on") if marking and form.pass_on else "",
        draft=t("bulletin.form.draft") if source.draft else "",
        draft_note=_draft_note(source, t),
        issued=t("bulletin.form.unissued") if source.draft else when.day(day, t),
        period=t("bulletin.form.period", week=source.week, period=period),
        imprint=tuple((t(f"bulletin.form.{name}"), one_line(value)) for name, value in imprint if one_line(value)),
    )


def one_line_wide(text: str) -> str:
    """One visible line in which a wide blank stays: it parts the two halves of a marking (内部资料　注意保存)."""
    return "\u3000".join(one_line(part) for part in text.split("\u3000"))


def _draft_note(source: IssueInput, t: Texts) -> str:
    if not source.draft:
        return ""
    note = t("bulletin.form.draft_note")
    return note + (t("bulletin.form.draft_no", draft=source.draft_no) if source.draft_no else "")


def proposal(hit: HitView, t: Texts) -> str:
    """拟请大同市市场监督管理局于11月27日前联系该企业核实，并反馈结果。最近的应办期限：12月7日。 "" where nothing is asked of anybody."""
    if hit.state in states.SETTLED or (hit.handle_by is None and not hit.handle_at_once):
        return ""
    firm = bool(hit.owner) or hit.watched_kind is WatchedKind.COMPANY
    ask = "confirmed" if hit.state in states.CONFIRMED else "verify"
    who = "unit" if hit.responsible else "nobody"
    words = {
        "unit": one_line(hit.responsible),
        "whom": t(f"bulletin.proposal.{'firm' if firm else 'holder'}"),
        "day": _day(hit.handle_by, hit, t) if hit.handle_by else t("bulletin.proposal.at_once"),
    }
    text = t(f"bulletin.proposal.{ask}_{who}", **words)
    due = next_due(hit)
    return one_line(text + (t("bulletin.proposal.due", day=day_in_words(due, t)) if due else ""))


def next_due(hit: HitView) -> Deadline | None:
    """The first day, not passed, by which something must be done."""
    running = [d for d in hit.deadlines if d.days_left >= 0 and asks_of(d) is Asks.DUE]
    return min(running, key=lambda d: (d.date, d.rule), default=None)


def _day(day: date, hit: HitView, t: Texts) -> str:
    due = next_due(hit)
    same_year = due is None or due.date.year == day.year
    return t("bulletin.proposal.before", day=when.month_day(day, t) if same_year else when.day(day, t))
